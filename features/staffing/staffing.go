package staffing

import (
	"samverk/features/accounts"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/web"
)

// Feature serves the pages of staffing.
type Feature struct {
	DB    *store.DB
	Words *i18n.Catalogue // why an activity waits is kept in every language, as it was said that day
}

// Mount adds the feature's addresses.
func (f *Feature) Mount(site *web.Site) {
	site.Handle("GET /staffing", accounts.ReadStaffing, whileItGoes(f.showOverview))
	site.Handle("GET /staffing/plan.csv", accounts.ReadStaffing, f.downloadCSV)
	site.Handle("GET /staffing/plan.xlsx", accounts.ReadStaffing, f.downloadXLSX)
	site.Handle("GET /staffing/load/{person}/{quarter}", accounts.ReadStaffing, whileItGoes(f.showLoad))
	site.Handle("GET /staffing/scenarios/new", accounts.ManageStaffing, whileItGoes(f.showNewChange))
	site.Handle("POST /staffing/scenarios", accounts.ManageStaffing, f.addScenario)
	site.Handle("POST /staffing/scenarios/{id}/changes", accounts.ManageStaffing, f.addChange)
	site.Handle("POST /staffing/scenarios/{id}/changes/{place}/remove", accounts.ManageStaffing, f.removeChange)
	site.Handle("POST /staffing/scenarios/{id}/remove", accounts.ManageStaffing, f.removeScenario)
	site.Handle("GET /staffing/scenarios/{id}/adopt", accounts.ManageStaffing, whileItGoes(f.showAdopt))
	site.Handle("POST /staffing/scenarios/{id}/adopt", accounts.ManageStaffing, f.adoptScenario)
	site.Handle("GET /staffing/wait/{number}", accounts.ManageStaffing, whileItGoes(f.showWait))
	site.Handle("POST /staffing/wait/{number}", accounts.ManageStaffing, f.saveWait)
	site.Handle("POST /staffing/wait/{number}/end", accounts.ManageStaffing, f.endWait)
	site.Handle("GET /staffing/people", accounts.ReadStaffing, f.showPeople)
	site.Handle("GET /staffing/people/new", accounts.ManageStaffing, f.showNewPerson)
	site.Handle("POST /staffing/people", accounts.ManageStaffing, f.addPerson)
	site.Handle("GET /staffing/people/{id}", accounts.ReadStaffing, f.showPerson)
	site.Handle("GET /staffing/people/{id}/edit", accounts.ManageStaffing, f.showEditPerson)
	site.Handle("POST /staffing/people/{id}/edit", accounts.ManageStaffing, f.changePerson)
	site.Handle("POST /staffing/people/{id}/percent", accounts.ManageStaffing, f.setPercent)
	site.Handle("POST /staffing/people/{id}/percent/{from}/remove", accounts.ManageStaffing, f.removePercent)
	site.Handle("POST /staffing/people/{id}/absence", accounts.ManageStaffing, f.addAbsence)
	site.Handle("POST /staffing/people/{id}/absence/{absence}/remove", accounts.ManageStaffing, f.removeAbsence)
	site.Handle("GET /staffing/capacity", accounts.ReadStaffing, f.showSettings)
	site.Handle("POST /staffing/capacity", accounts.ManageStaffing, f.saveSettings)
	site.Handle("GET /staffing/efforts", accounts.ReadStaffing, f.showEfforts)
	site.Handle("GET /staffing/efforts/{number}", accounts.ReadStaffing, f.showEffort)
	site.Handle("POST /staffing/efforts/{number}", accounts.ManageStaffing, f.saveEffort)
	site.Handle("GET /staffing/order", accounts.ReadStaffing, f.showOrder)
	site.Handle("POST /staffing/order", accounts.ManageStaffing, f.saveOrder)
	site.Handle("POST /staffing/order/{number}/{place}", accounts.ManageStaffing, f.move)
}
