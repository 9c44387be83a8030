package entitlement

import (
	"time"

	"samverk/features/accounts"
	"samverk/features/mandates"
	"samverk/features/organisations"
	"samverk/platform/calendar"
	"samverk/platform/store"
	"samverk/platform/web"
)

// Feature serves the pages of the entitlement.
type Feature struct {
	DB      *store.DB
	Letters mandates.Writer
	BaseURL string // where the site is reached; empty for what each request says
	// Municipalities are those that count. None: those of the example.
	Municipalities organisations.Municipalities
}

// Mount adds the feature's addresses.
func (f *Feature) Mount(site *web.Site) {
	if len(f.Municipalities) == 0 {
		f.Municipalities, _ = organisations.ReadMunicipalities("") // the example's are right
	}
	f.Letters.Kind = "entitlement"
	site.Handle("GET /entitlement", accounts.ReadEntitlement, f.showList)
	site.Handle("GET /entitlement.csv", accounts.ReadEntitlement, f.downloadList)
	site.Handle("GET /entitlement/criteria", accounts.ReadEntitlement, f.showSetting)
	site.Handle("POST /entitlement/criteria", accounts.ManageEntitlement, f.saveSetting)
	site.Handle("GET /entitlement/{id}", accounts.ReadEntitlement, f.showOne)
	site.Handle("GET /entitlement/{id}/documents/{file}", accounts.ReadEntitlement, f.download)
	site.Handle("POST /entitlement/{id}/completion", accounts.ManageEntitlement, f.decide(Completion))
	site.Handle("POST /entitlement/{id}/entitled", accounts.ManageEntitlement, f.decide(Entitled))
	site.Handle("POST /entitlement/{id}/refused", accounts.ManageEntitlement, f.decide(Refused))
	site.Handle("POST /entitlement/{id}/withdrawn", accounts.ManageEntitlement, f.decide(Withdrawn))

	site.Handle("GET /my/organisations/{id}/entitlement", accounts.OwnOrganisations, f.showMine)
	site.Handle("POST /my/organisations/{id}/entitlement", accounts.OwnOrganisations, f.begin)
	site.Handle("GET /my/organisations/{id}/entitlement/{year}", accounts.OwnOrganisations, f.showTasks)
	site.Handle("GET /my/organisations/{id}/entitlement/{year}/meeting", accounts.OwnOrganisations, f.showMeeting)
	site.Handle("POST /my/organisations/{id}/entitlement/{year}/meeting", accounts.OwnOrganisations, f.saveMeeting)
	site.Handle("GET /my/organisations/{id}/entitlement/{year}/members", accounts.OwnOrganisations, f.showMembers)
	site.Handle("POST /my/organisations/{id}/entitlement/{year}/members", accounts.OwnOrganisations, f.saveMembers)
	site.Handle("GET /my/organisations/{id}/entitlement/{year}/spread", accounts.OwnOrganisations, f.showSpread)
	site.Handle("POST /my/organisations/{id}/entitlement/{year}/spread", accounts.OwnOrganisations, f.saveSpread)
	site.Handle("GET /my/organisations/{id}/entitlement/{year}/documents", accounts.OwnOrganisations, f.showDocuments)
	site.Handle("POST /my/organisations/{id}/entitlement/{year}/documents", accounts.OwnOrganisations, f.saveDocuments)
	site.Handle("GET /my/organisations/{id}/entitlement/{year}/documents/{file}", accounts.OwnOrganisations, f.downloadMine)
	site.Handle("POST /my/organisations/{id}/entitlement/{year}/documents/{file}/remove", accounts.OwnOrganisations, f.removeDocument)
	site.Handle("POST /my/organisations/{id}/entitlement/{year}/documents/statutes/again", accounts.OwnOrganisations, f.useEarlierStatutes)
	site.Handle("GET /my/organisations/{id}/entitlement/{year}/check", accounts.OwnOrganisations, f.showCheck)
	site.Handle("POST /my/organisations/{id}/entitlement/{year}/check", accounts.OwnOrganisations, f.handIn)
}

func today() calendar.Date { return calendar.Today(time.Now()) }

// known are the codes of the municipalities that count.
func (f *Feature) known() []string {
	codes := make([]string, len(f.Municipalities))
	for i, town := range f.Municipalities {
		codes[i] = town.Code
	}
	return codes
}
