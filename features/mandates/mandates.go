package mandates

import (
	"time"

	"samverk/features/accounts"
	"samverk/features/organisations"
	"samverk/platform/calendar"
	"samverk/platform/store"
	"samverk/platform/web"
)

// Feature serves the pages of mandates and of one's own organisations.
type Feature struct {
	DB      *store.DB
	Letters Writer
	BaseURL string // where the site is reached; empty for what each request says
	// Municipalities are those that can be chosen. None: those of the example.
	Municipalities organisations.Municipalities
	// Additions are what other features let representatives do, in the order they are shown.
	Additions []Adding
}

// Mount adds the feature's addresses.
func (f *Feature) Mount(site *web.Site) {
	if len(f.Municipalities) == 0 {
		f.Municipalities, _ = organisations.ReadMunicipalities("") // the example's are right
	}
	site.Handle("GET /mandates", accounts.ReadMandates, f.showWaiting)
	site.Handle("GET /mandates/{id}", accounts.ReadMandates, f.showOne)
	site.Handle("GET /mandates/{id}/documents/{file}", accounts.ReadMandates, f.download)
	site.Handle("POST /mandates/{id}/confirm", accounts.ManageMandates, f.confirm)
	site.Handle("POST /mandates/{id}/refuse", accounts.ManageMandates, f.refuse)
	site.Handle("POST /mandates/{id}/end", accounts.ManageMandates, f.end)
	site.Handle("POST /mandates/{id}/again", accounts.ManageMandates, f.inviteAgain)
	site.Handle("GET /mandates/requests/{id}", accounts.ReadMandates, f.showRequest)
	site.Handle("POST /mandates/requests/{id}/accept", accounts.ManageMandates, f.acceptRequest)
	site.Handle("POST /mandates/requests/{id}/refuse", accounts.ManageMandates, f.denyRequest)
	site.Handle("GET /organisations/{id}/mandates/new", accounts.ManageMandates, f.showInvite)
	site.Handle("POST /organisations/{id}/mandates", accounts.ManageMandates, f.invite)

	site.Handle("GET /my/organisations", accounts.OwnOrganisations, f.showMine)
	site.Handle("GET /my/organisations/{id}", accounts.OwnOrganisations, f.showMyOrganisation)
	site.Handle("GET /my/organisations/{id}/details", accounts.OwnOrganisations, f.showDetails)
	site.Handle("POST /my/organisations/{id}/details", accounts.OwnOrganisations, f.saveDetails)
	site.Handle("GET /my/organisations/{id}/request", accounts.OwnOrganisations, f.showAsk)
	site.Handle("POST /my/organisations/{id}/request", accounts.OwnOrganisations, f.ask)
	site.Handle("POST /my/organisations/{id}/request/{request}/take-back", accounts.OwnOrganisations, f.takeBack)
	site.Handle("GET /my/organisations/{id}/contacts/new", accounts.OwnOrganisations, f.showNewContact)
	site.Handle("POST /my/organisations/{id}/contacts", accounts.OwnOrganisations, f.addContact)
	site.Handle("GET /my/organisations/{id}/contacts/{contact}", accounts.OwnOrganisations, f.showContact)
	site.Handle("POST /my/organisations/{id}/contacts/{contact}", accounts.OwnOrganisations, f.changeContact)
	site.Handle("POST /my/organisations/{id}/contacts/{contact}/remove", accounts.OwnOrganisations, f.removeContact)
	site.Handle("GET /my/organisations/{id}/mandates/new", accounts.OwnOrganisations, f.showMyInvite)
	site.Handle("POST /my/organisations/{id}/mandates", accounts.OwnOrganisations, f.myInvite)
	site.Handle("GET /my/mandates/{id}", accounts.OwnOrganisations, f.showMyMandate)
	site.Handle("POST /my/mandates/{id}", accounts.OwnOrganisations, f.handIn)
	site.Handle("GET /my/mandates/{id}/documents/{file}", accounts.OwnOrganisations, f.downloadMine)
	site.Handle("GET /my/mandates/{id}/end", accounts.OwnOrganisations, f.showEndMine)
	site.Handle("POST /my/mandates/{id}/end", accounts.OwnOrganisations, f.endMine)
	site.Handle("POST /my/mandates/{id}/renew", accounts.OwnOrganisations, f.renew)
}

func today() calendar.Date { return calendar.Today(time.Now()) }
