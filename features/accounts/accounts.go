package accounts

import (
	"samverk/platform/store"
	"samverk/platform/web"
)

// Feature lets people sign in and out.
type Feature struct {
	DB *store.DB

	sessions keptSessions
}

// Mount adds the feature's addresses.
func (f *Feature) Mount(site *web.Site) {
	site.Handle("GET /sign-in", f.showSignIn)
	site.Handle("POST /sign-in", f.signIn)
	site.Handle("POST /sign-out", f.signOut)
	site.Handle("GET /first/{token}", f.showFirst)
	site.Handle("POST /first/{token}", f.makeFirst)
}
