package mapping

import (
	"time"

	"samverk/features/accounts"
	"samverk/features/organisations"
	"samverk/platform/calendar"
	"samverk/platform/store"
	"samverk/platform/web"
)

// Feature serves the pages of the mapping.
type Feature struct {
	DB *store.DB
	// Municipalities are those of the map. None: those of the example.
	Municipalities organisations.Municipalities
}

// Mount adds the feature's addresses.
func (f *Feature) Mount(site *web.Site) {
	if len(f.Municipalities) == 0 {
		f.Municipalities, _ = organisations.ReadMunicipalities("") // the example's are right
	}
	site.Handle("GET /mapping", accounts.ReadOrganisations, f.showAll)
	site.Handle("GET /mapping/new", accounts.ManageOrganisations, f.showNew)
	site.Handle("POST /mapping", accounts.ManageOrganisations, f.open)
	site.Handle("GET /mapping/{id}", accounts.ReadOrganisations, f.showRound)
	site.Handle("GET /mapping/{id}/list.csv", accounts.ReadOrganisations, f.downloadCSV)
	site.Handle("GET /mapping/{id}/list.xlsx", accounts.ReadOrganisations, f.downloadXLSX)
	site.Handle("GET /mapping/{id}/list/new", accounts.ManageOrganisations, f.showAsk)
	site.Handle("POST /mapping/{id}/list", accounts.ManageOrganisations, f.ask)
	site.Handle("POST /mapping/{id}/answered", accounts.ManageOrganisations, f.answered)
	site.Handle("POST /mapping/{id}/not-answered", accounts.ManageOrganisations, f.notAnswered)
	site.Handle("GET /mapping/{id}/publish", accounts.ManageOrganisations, f.showPublish)
	site.Handle("POST /mapping/{id}/publish", accounts.ManageOrganisations, f.publish)
	site.Handle("GET /organisations/{id}/assessment/new", accounts.ManageOrganisations, f.showAssess)
	site.Handle("POST /organisations/{id}/assessment", accounts.ManageOrganisations, f.assess)
	site.Handle("GET /public/mapping", accounts.Anybody, f.showPublicAll)
	site.Handle("GET /public/mapping/{id}", accounts.Anybody, f.showPublicRound)
	site.Handle("GET /public/mapping/{id}/list.csv", accounts.Anybody, f.downloadPublicCSV)
	site.Handle("GET /public/mapping/{id}/list.xlsx", accounts.Anybody, f.downloadPublicXLSX)
}

func today() calendar.Date { return calendar.Today(time.Now()) }
