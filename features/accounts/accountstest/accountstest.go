// Package accountstest lets other features' tests come to their pages as people who have signed in. It is for tests alone.
package accountstest

import (
	"io/fs"
	"testing"

	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/platform/file"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/questions"
	"samverk/platform/store"
	"samverk/platform/ui"
	"samverk/platform/web"
	"samverk/platform/web/webtest"
)

// Words is a catalogue of what every page needs and of some features.
func Words(features ...fs.FS) *i18n.Catalogue {
	return i18n.NewCatalogue(append(features, store.Messages(), web.Messages(), form.Messages(), file.Messages(), ui.Messages(), questions.Messages(),
		accounts.Messages(), audit.Messages())...)
}

// Mounted is a feature with pages.
type Mounted interface{ Mount(site *web.Site) }

// Open is a site with some features' pages, to somebody who has not signed in.
func Open(t testing.TB, db *store.DB, words *i18n.Catalogue, features ...Mounted) webtest.Visitor {
	site := web.NewSite(words, ui.ErrorPage, accounts.Guard)
	for _, f := range features {
		f.Mount(site)
	}
	return webtest.Visitor{T: t, Site: (&accounts.Feature{DB: db}).Recognise(site), Cookie: accounts.SessionCookie}
}

// Routes are the addresses of some features.
func Routes(features ...Mounted) []web.Route {
	site := web.NewSite(Words(), ui.ErrorPage, accounts.Guard)
	for _, f := range features {
		f.Mount(site)
	}
	return site.Routes()
}
