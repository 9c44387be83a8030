package audit

import (
	"context"
	"net/http"

	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/web"
)

// showTrail shows what has happened to a thing: who, when, what, why, and what it was before and after.
func (f *Feature) showTrail(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	kind, id := r.PathValue("kind"), r.PathValue("id")
	if f.MaySee != nil && !f.MaySee(ctx, kind) {
		return i18n.Fail("audit.not_for_you").Because(web.ErrForbidden)
	}
	var entries []Entry
	said := speaker{p: i18n.In(ctx), words: f.Words}
	err := f.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if entries, err = Of(ctx, tx, kind, id); err != nil {
			return err
		}
		said.names, err = f.names(ctx, tx, id, entries)
		return err
	})
	if err != nil {
		return err
	}
	if len(entries) == 0 {
		return i18n.Fail("audit.nothing_known").Because(store.ErrNotFound)
	}
	v := newTrail(said, kind, entries)
	if f.Href != nil {
		v.Href = f.Href(kind, id)
	}
	if f.Onward != nil {
		v.leadOn(said.p, entries, f.Onward)
	}
	return web.Show(w, r, http.StatusOK, trailPage(v))
}

// names gives what the things are called whose keys stand in the entries. The thing itself needs none: the page is
// about it.
func (f *Feature) names(ctx context.Context, tx *store.Tx, itself string, entries []Entry) (map[string]string, error) {
	named := map[string]string{}
	if f.Name == nil {
		return named, nil
	}
	keys := map[string]string{}
	for i := range entries {
		keysIn("", decoded(entries[i].Before), keys)
		keysIn("", decoded(entries[i].After), keys)
	}
	delete(keys, itself)
	for key, field := range keys {
		name, err := f.Name(ctx, tx, field, key)
		if err != nil {
			return nil, err
		}
		named[key] = name
	}
	return named, nil
}
