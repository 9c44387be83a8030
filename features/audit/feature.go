package audit

import (
	"context"

	"samverk/platform/store"
	"samverk/platform/web"
)

// Feature serves the trail of a thing. It stands below every other feature and knows none of their words: whoever puts
// the program together says who may look and where the things themselves are shown.
type Feature struct {
	DB *store.DB
	// See is what is asked of those who look at the trail of a thing.
	See web.Permission
	// MaySee tells whether whoever acts may see the trail of such a thing, besides See. Nil: everybody may.
	MaySee func(ctx context.Context, objectKind string) bool
	// SeeAll is what is asked of those who look through the whole trail.
	SeeAll web.Permission
	// People lists those whose doings can be chosen. Nil: nobody can.
	People Lister
	// Href leads to the thing itself; empty when it has no page. Nil: nothing has.
	Href func(objectKind, objectID string) string
	// Onward gives where more can be done about what happened: the key of its words and the address; empty for nowhere. Nil:
	// nowhere.
	Onward func(action, objectID string) (textKey, href string)
	// Words tells by the name of a field ("state", or "rule.kind" where the one above matters) under which key the
	// catalogue has the words that the field may hold.
	Words map[string]string
	// Name gives what a thing is called, by the field that holds its key ("indicatorId"); empty when it has no name.
	// Nil: nothing has.
	Name Namer
}

// Mount adds the feature's addresses.
func (f *Feature) Mount(site *web.Site) {
	site.Handle("GET /trail", f.SeeAll, f.showSearch)
	site.Handle("GET /trail.csv", f.SeeAll, f.download("text/csv; charset=utf-8", "csv", ExportCSV))
	site.Handle("GET /trail.jsonl", f.SeeAll, f.download("application/jsonl; charset=utf-8", "jsonl", ExportJSON))
	site.Handle("GET /trail/{kind}/{id}", f.See, f.showTrail)
}
