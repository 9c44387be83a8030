package app

import (
	"net/http"

	"samverk/features/followup"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/ui"
	"samverk/platform/web"
)

// Site mounts every feature's addresses.
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
	(&followup.Feature{DB: db}).Mount(site)
	return site
}
