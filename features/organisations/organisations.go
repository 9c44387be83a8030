package organisations

import (
	"time"

	"samverk/features/accounts"
	"samverk/platform/calendar"
	"samverk/platform/store"
	"samverk/platform/web"
)

// Feature serves the pages of the register.
type Feature struct {
	DB *store.DB
	// Municipalities are those that can be chosen. None: those of the example.
	Municipalities Municipalities
	// Additions are what other features tell on an organisation's page, in the order they are shown.
	Additions []Adding
	// PublicFacts are what other features tell everybody, by the field that must be public.
	PublicFacts map[string]PublicFact
}

// Mount adds the feature's addresses.
func (f *Feature) Mount(site *web.Site) {
	if len(f.Municipalities) == 0 {
		f.Municipalities, _ = ReadMunicipalities("") // the example's are right
	}
	site.Handle("GET /organisations", accounts.ReadOrganisations, f.showList)
	site.Handle("GET /organisations.csv", accounts.ReadOrganisations, f.downloadForMachines)
	site.Handle("GET /organisations-excel.csv", accounts.ReadOrganisations, f.downloadForExcel)
	site.Handle("GET /organisations-contacts.csv", accounts.ReadContacts, f.downloadContacts)
	site.Handle("GET /organisations/new", accounts.ManageOrganisations, f.showNew)
	site.Handle("POST /organisations", accounts.ManageOrganisations, f.add)
	site.Handle("GET /organisations/{id}", accounts.ReadOrganisations, f.showOne)
	site.Handle("GET /organisations/{id}/edit", accounts.ManageOrganisations, f.showEdit)
	site.Handle("POST /organisations/{id}/edit", accounts.ManageOrganisations, f.change)
	site.Handle("GET /organisations/{id}/end", accounts.ManageOrganisations, f.showEnd)
	site.Handle("POST /organisations/{id}/end", accounts.ManageOrganisations, f.end)
	site.Handle("POST /organisations/{id}/reopen", accounts.ManageOrganisations, f.reopen)
	site.Handle("GET /organisations/{id}/roles/new", accounts.ManageOrganisations, f.showNewRole)
	site.Handle("POST /organisations/{id}/roles", accounts.ManageOrganisations, f.addRole)
	site.Handle("GET /organisations/{id}/roles/{role}/end", accounts.ManageOrganisations, f.showEndRole)
	site.Handle("POST /organisations/{id}/roles/{role}/end", accounts.ManageOrganisations, f.endRole)
	site.Handle("GET /organisations/{id}/contacts/new", accounts.ManageOrganisations, f.showNewContact)
	site.Handle("POST /organisations/{id}/contacts", accounts.ManageOrganisations, f.addContact)
	site.Handle("GET /organisations/{id}/contacts/{contact}/edit", accounts.ManageOrganisations, f.showEditContact)
	site.Handle("POST /organisations/{id}/contacts/{contact}/edit", accounts.ManageOrganisations, f.changeContact)
	site.Handle("POST /organisations/{id}/contacts/{contact}/remove", accounts.ManageOrganisations, f.removeContact)
	site.Handle("GET /public/organisations", accounts.Anybody, f.showPublicList)
	site.Handle("GET /public/organisations/{id}", accounts.Anybody, f.showPublic)
}

func today() calendar.Date { return calendar.Today(time.Now()) }
