package audit

import (
	"samverk/platform/store"
	"samverk/platform/web"
)

// Feature serves the trail of a thing. It stands below every other feature and knows none of their words: whoever puts
// the program together says who may look and where the things themselves are shown.
type Feature struct {
	DB *store.DB
	// See is what is asked of those who look at the trail of a thing.
	See web.Permission
	// Href leads to the thing itself; empty when it has no page. Nil: nothing has.
	Href func(objectKind, objectID string) string
	// Words tells by the name of a field ("state", or "rule.kind" where the one above matters) under which key the
	// catalogue has the words that the field may hold.
	Words map[string]string
	// Name gives what a thing is called, by the field that holds its key ("indicatorId"); empty when it has no name.
	// Nil: nothing has.
	Name Namer
}

// Mount adds the feature's addresses.
func (f *Feature) Mount(site *web.Site) {
	site.Handle("GET /trail/{kind}/{id}", f.See, f.showTrail)
}
