package grants

import (
	"samverk/platform/store"
	"samverk/platform/web"
)

// Feature serves the pages of programmes and calls.
type Feature struct {
	DB *store.DB
}

// Mount adds the feature's addresses.
func (f *Feature) Mount(site *web.Site) {
}
