package app

import (
	"samverk/features/outbox"
	"samverk/platform/store"
	"samverk/platform/web"
)

// Everything are settings with which nothing of the program is left out.
func Everything() Settings {
	server, err := outbox.NewServer("smtp://127.0.0.1:1", "samverk@exempel.se")
	if err != nil {
		panic(err)
	}
	return Settings{BaseURL: "https://samverk.exempel.se", MailServer: server}
}

// Routes lists every address that the site has mounted.
func Routes(db *store.DB) []web.Route {
	site, _ := mount(db, Catalogue(), Everything())
	return site.Routes()
}
