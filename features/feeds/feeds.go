package feeds

import (
	"crypto/rand"
	"sync"

	"samverk/features/accounts"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/web"
)

// Feature serves the calendars and the pages where their addresses are made.
type Feature struct {
	DB      *store.DB
	Words   *i18n.Catalogue // programs ask for no language: a calendar is in its owner's
	BaseURL string          // where the site is reached; empty for what each request says
	Sources []Source
	// NetworkName is nil when there are no networks.
	NetworkName Naming
	// Who may see that a network has a calendar, and who may make and revoke its address.
	SeeNetworks, ManageNetworks web.Permission

	key func() [32]byte // see secretFor
}

// ofNetwork is the page of a network's calendar, below the pages of networks.
const ofNetwork = "/networks/{id}/calendar"

// Mount adds the feature's addresses.
func (f *Feature) Mount(site *web.Site) {
	f.key = sync.OnceValue(func() (key [32]byte) {
		rand.Read(key[:]) // it never fails; see crypto/rand
		return key
	})
	site.Handle("GET /public/calendar", accounts.Anybody, f.showPublic)
	site.Handle("GET /public/calendar.ics", accounts.Anybody, f.servePublic)
	site.Handle("GET /calendar/{token}", accounts.Anybody, f.serveSecret)
	f.mountPages(site, "/account/calendar", accounts.OwnAccount, accounts.OwnAccount, f.own)
	if f.NetworkName != nil {
		f.mountPages(site, ofNetwork, f.SeeNetworks, f.ManageNetworks, f.network)
	}
}

// mountPages adds the page of one kind of calendar and its buttons.
func (f *Feature) mountPages(site *web.Site, at string, see, manage web.Permission, whose finder) {
	site.Handle("GET "+at, see, f.show(whose))
	site.Handle("POST "+at, manage, f.make(whose))
	site.Handle("POST "+at+"/revoke", manage, f.revoke(whose))
}
