package networks

import (
	"time"

	"samverk/features/accounts"
	"samverk/features/organisations"
	"samverk/platform/calendar"
	"samverk/platform/store"
	"samverk/platform/web"
)

// Feature serves the pages of networks.
type Feature struct {
	DB *store.DB
	// Meetings tells of the meetings on the networks' pages; nil tells of none.
	Meetings Meetings
	// Municipalities are where organisations have their seats. None: those of the example.
	Municipalities organisations.Municipalities
}

// Mount adds the feature's addresses.
func (f *Feature) Mount(site *web.Site) {
	if len(f.Municipalities) == 0 {
		f.Municipalities, _ = organisations.ReadMunicipalities("") // the example's are right
	}
	site.Handle("GET /networks", accounts.ReadNetworks, f.showAll)
	site.Handle("GET /networks/new", accounts.ManageNetworks, f.showNew)
	site.Handle("POST /networks", accounts.ManageNetworks, f.add)
	site.Handle("GET /networks/{id}", accounts.ReadNetworks, f.showOne)
	site.Handle("GET /networks/{id}/edit", accounts.ManageNetworks, f.showEdit)
	site.Handle("POST /networks/{id}/edit", accounts.ManageNetworks, f.change)
	site.Handle("GET /networks/{id}/end", accounts.ManageNetworks, f.showEnd)
	site.Handle("POST /networks/{id}/end", accounts.ManageNetworks, f.end)
	site.Handle("POST /networks/{id}/reopen", accounts.ManageNetworks, f.reopen)
	site.Handle("GET /networks/{id}/members/new", accounts.ManageNetworks, f.showChoose)
	site.Handle("POST /networks/{id}/members", accounts.ManageNetworks, f.join)
	site.Handle("GET /networks/{id}/people/new", accounts.ManageNetworks, f.showNewPerson)
	site.Handle("POST /networks/{id}/people", accounts.ManageNetworks, f.addPerson)
	site.Handle("GET /networks/{id}/members/{member}/edit", accounts.ManageNetworks, f.showEditMember)
	site.Handle("POST /networks/{id}/members/{member}/edit", accounts.ManageNetworks, f.changeMember)
	site.Handle("GET /networks/{id}/members/{member}/end", accounts.ManageNetworks, f.showEndMember)
	site.Handle("POST /networks/{id}/members/{member}/end", accounts.ManageNetworks, f.endMember)
	site.Handle("GET /networks/{id}/types/new", accounts.ManageNetworks, f.showNewType)
	site.Handle("POST /networks/{id}/types", accounts.ManageNetworks, f.addType)
	site.Handle("GET /networks/{id}/types/{type}/edit", accounts.ManageNetworks, f.showEditType)
	site.Handle("POST /networks/{id}/types/{type}/edit", accounts.ManageNetworks, f.changeType)
	site.Handle("POST /networks/{id}/types/{type}/end", accounts.ManageNetworks, f.endType)
	site.Handle("POST /networks/{id}/types/{type}/reopen", accounts.ManageNetworks, f.reopenType)
	site.Handle("GET /public/networks", accounts.Anybody, f.showPublicAll)
	site.Handle("GET /public/networks/{id}", accounts.Anybody, f.showPublic)
}

func today() calendar.Date { return calendar.Today(time.Now()) }
