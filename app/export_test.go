package app

import (
	"samverk/platform/store"
	"samverk/platform/web"
)

// Routes lists every address that the site has mounted.
func Routes(db *store.DB) []web.Route {
	site, _ := mount(db, Catalogue(), Settings{})
	return site.Routes()
}
