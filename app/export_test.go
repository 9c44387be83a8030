package app

import "samverk/platform/store"

// Patterns lists every address that the site has mounted.
func Patterns(db *store.DB) []string {
	site, _ := mount(db, Catalogue(), Settings{})
	return site.Patterns()
}
