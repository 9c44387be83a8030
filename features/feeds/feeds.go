package feeds

import (
	"context"
	"crypto/rand"
	"sync"
	"time"

	"samverk/features/accounts"
	"samverk/platform/i18n"
	"samverk/platform/ical"
	"samverk/platform/store"
	"samverk/platform/web"
)

// Wanted is whose calendar is asked for. One of the first three is set.
type Wanted struct {
	Public    bool   // what anybody may read
	NetworkID string // what is in one network
	AccountID string // what one person is invited to, or has something to do in
	// Since bounds how far back it is of use; an earlier event may be given and falls away.
	Since time.Time
}

// Source gives the events that are wanted. What has been called off stays, marked as cancelled, so that programs take it
// away. A link may be a path on this site. Texts are in the language of the context.
type Source func(ctx context.Context, tx *store.Tx, w Wanted) ([]ical.Event, error)

// Feature serves the calendars and the pages where their addresses are made.
type Feature struct {
	DB      *store.DB
	Words   *i18n.Catalogue // programs ask for no language: a calendar is in its owner's
	BaseURL string          // where the site is reached; empty for what each request says
	Sources []Source
	// NetworkName gives the name of a network, and store.ErrNotFound for none. Nil: there are no networks.
	NetworkName func(ctx context.Context, tx *store.Tx, id string) (string, error)
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
