package app

import (
	"net/http"

	"samverk/features/accounts"
	"samverk/features/followup"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/ui"
	"samverk/platform/web"
)

// Site mounts every feature's addresses. Requests pass from the outside in: forms sent from other sites are refused,
// the sender is recognised, and what stands around the pages is made ready.
func Site(db *store.DB, catalogue *i18n.Catalogue) http.Handler {
	site := web.NewSite(catalogue, ui.ErrorPage)
	site.Handle("GET "+ui.AssetsAt+"{name}", func(w http.ResponseWriter, r *http.Request) error {
		ui.ServeAsset(w, r)
		return nil
	})
	site.Handle("GET /language/{lang}", web.RememberLanguage)
	site.Handle("GET /gallery", func(w http.ResponseWriter, r *http.Request) error {
		return web.Show(w, r, http.StatusOK, ui.Gallery())
	})
	people := &accounts.Feature{DB: db}
	people.Mount(site)
	(&followup.Feature{DB: db}).Mount(site)
	return http.NewCrossOriginProtection().Handler(people.Recognise(withShell(site)))
}

// withShell puts what stands around every page in the request's context: where it is and who is signed in.
func withShell(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		shell := ui.Shell{Path: r.URL.RequestURI(), SignInHref: "/sign-in"}
		if account, signedIn := accounts.In(r.Context()); signedIn {
			shell.Account, shell.SignOutAction = account.Name, "/sign-out"
		}
		next.ServeHTTP(w, r.WithContext(ui.WithShell(r.Context(), shell)))
	})
}
