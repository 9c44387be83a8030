package meetings

import (
	"samverk/platform/store"
	"samverk/platform/web"
)

// Feature serves the pages of meetings.
type Feature struct {
	DB *store.DB
	Around
}

// Mount adds the feature's addresses.
func (f *Feature) Mount(site *web.Site) {
	f.mountPlanning(site)
	f.mountInvitations(site)
	f.mountHeld(site)
	f.mountMinutes(site)
	f.mountActions(site)
	f.mountOwn(site)
}
