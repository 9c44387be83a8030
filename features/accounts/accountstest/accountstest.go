// Package accountstest lets other features' tests come to their pages as people who have signed in. It is for tests alone.
package accountstest

import (
	"context"
	"io/fs"
	"testing"
	"time"

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

// SignIn begins a session of the account with an address for e-mail, which is made when there is none.
func SignIn(t testing.TB, db *store.DB, email, name string, role accounts.Role) (account accounts.Account, token string) {
	t.Helper()
	ctx := audit.As(context.Background(), audit.Actor{Kind: audit.Program, ID: "test", Name: "Prov"})
	err := db.Write(ctx, func(tx *store.Tx) (err error) {
		if account, err = accounts.FindByEmail(ctx, tx, email); err != nil {
			account, err = accounts.Add(ctx, tx, name, email, role)
		}
		if err == nil {
			token, err = accounts.Begin(ctx, tx, account.ID, accounts.ByPassword, time.Now())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return account, token
}

// SignInAs begins a session for one of each role, and gives the tokens.
func SignInAs(t testing.TB, db *store.DB, names map[accounts.Role]string) map[accounts.Role]string {
	t.Helper()
	tokens := map[accounts.Role]string{}
	for role, name := range names {
		_, tokens[role] = SignIn(t, db, string(role)+"@exempel.se", name, role)
	}
	return tokens
}

// Routes are the addresses of some features.
func Routes(features ...Mounted) []web.Route {
	site := web.NewSite(Words(), ui.ErrorPage, accounts.Guard)
	for _, f := range features {
		f.Mount(site)
	}
	return site.Routes()
}
