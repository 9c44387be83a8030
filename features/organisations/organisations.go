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
	site.Handle("GET /organisations/new/alike", accounts.ManageOrganisations, f.showAlike)
	site.Handle("GET /organisations/duplicates", accounts.ReadOrganisations, f.showSuspects)
	site.Handle("GET /organisations/duplicates/apart", accounts.ManageOrganisations, f.showApart)
	site.Handle("POST /organisations/duplicates/apart", accounts.ManageOrganisations, f.tellApart)
	site.Handle("POST /organisations", accounts.ManageOrganisations, f.add)
	site.Handle("GET /organisations/{id}", accounts.ReadOrganisations, follow(f.showOne))
	site.Handle("GET /organisations/{id}/edit", accounts.ManageOrganisations, follow(f.showEdit))
	site.Handle("POST /organisations/{id}/edit", accounts.ManageOrganisations, follow(f.change))
	site.Handle("GET /organisations/{id}/end", accounts.ManageOrganisations, follow(f.showEnd))
	site.Handle("POST /organisations/{id}/end", accounts.ManageOrganisations, follow(f.end))
	site.Handle("POST /organisations/{id}/reopen", accounts.ManageOrganisations, follow(f.reopen))
	site.Handle("GET /organisations/{id}/roles/new", accounts.ManageOrganisations, follow(f.showNewRole))
	site.Handle("POST /organisations/{id}/roles", accounts.ManageOrganisations, followSending(f.addRole))
	site.Handle("GET /organisations/{id}/roles/{role}/end", accounts.ManageOrganisations, follow(f.showEndRole))
	site.Handle("POST /organisations/{id}/roles/{role}/end", accounts.ManageOrganisations, followSending(f.endRole))
	site.Handle("GET /organisations/{id}/contacts/new", accounts.ManageOrganisations, follow(f.showNewContact))
	site.Handle("POST /organisations/{id}/contacts", accounts.ManageOrganisations, followSending(f.addContact))
	site.Handle("GET /organisations/{id}/contacts/{contact}/edit", accounts.ManageOrganisations, follow(f.showEditContact))
	site.Handle("POST /organisations/{id}/contacts/{contact}/edit", accounts.ManageOrganisations, followSending(f.changeContact))
	site.Handle("POST /organisations/{id}/contacts/{contact}/remove", accounts.ManageOrganisations, followSending(f.removeContact))
	site.Handle("GET /organisations/{id}/merge", accounts.ManageOrganisations, follow(f.showMerge))
	site.Handle("POST /organisations/{id}/merge", accounts.ManageOrganisations, follow(f.merge))
	site.Handle("GET /organisations/{id}/merges/{merge}/undo", accounts.ManageOrganisations, f.showUndo)
	site.Handle("POST /organisations/{id}/merges/{merge}/undo", accounts.ManageOrganisations, f.undo)
	site.Handle("GET /public/organisations", accounts.Anybody, f.showPublicList)
	site.Handle("GET /public/organisations/{id}", accounts.Anybody, follow(f.showPublic))
}

func today() calendar.Date { return calendar.Today(time.Now()) }
