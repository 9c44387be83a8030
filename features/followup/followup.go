package followup

import (
	"samverk/platform/store"
	"samverk/platform/web"
)

// Feature serves the pages that tell where plans stand.
type Feature struct {
	DB *store.DB
}

// Mount adds the feature's addresses.
func (f *Feature) Mount(site *web.Site) {
	site.Handle("GET /{$}", f.showStart)
	site.Handle("GET /plan/{key}", f.showPlan)
}
