package yearwheel

import (
	"time"

	"samverk/features/accounts"
	"samverk/platform/calendar"
	"samverk/platform/store"
	"samverk/platform/web"
)

// Feature serves the pages of the year wheel.
type Feature struct {
	DB *store.DB
}

// Mount adds the feature's addresses.
func (f *Feature) Mount(site *web.Site) {
	site.Handle("GET /year-wheel", accounts.ReadNetworks, f.show)
	site.Handle("GET /year-wheel/file.xlsx", accounts.ReadNetworks, f.download)
	site.Handle("GET /year-wheel/dates/new", accounts.ManageNetworks, f.propose)
	site.Handle("POST /year-wheel/dates", accounts.ManageNetworks, f.book)
	site.Handle("GET /public/year-wheel", accounts.Anybody, f.showPublic)
	site.Handle("GET /public/year-wheel/file.xlsx", accounts.Anybody, f.downloadPublic)
}

func today() calendar.Date { return calendar.Today(time.Now()) }
