package applications

import (
	"samverk/platform/store"
	"samverk/platform/web"
)

// Feature serves the pages of applications.
type Feature struct {
	DB *store.DB
}

// Mount adds the feature's addresses.
func (f *Feature) Mount(site *web.Site) {
}
