package organisations

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"samverk/platform/form"
	"samverk/platform/store"
	"samverk/platform/web"
)

// showAlike answers a form that is being filled in with those that the organisation may be: a part of a page.
func (f *Feature) showAlike(w http.ResponseWriter, r *http.Request) error {
	query := r.URL.Query()
	c := typedSoFar(query)
	v := &formView{form: form.Of("not_same", query.Get("not_same")), towns: f.Municipalities}
	if err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		v.alike, err = FindAlike(r.Context(), tx, query.Get("self"), &c, f.Municipalities)
		return err
	}); err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, alikeWhileTyping(v))
}

// typedSoFar is what can be understood of a form that is not finished.
func typedSoFar(query url.Values) Content {
	value := func(field string) string { return strings.TrimSpace(strings.ToValidUTF8(query.Get(field), "")) }
	c := Content{Name: strings.Join(strings.Fields(value("name")), " "), Address: value("address"), Email: value("email"), Web: completeWeb(value("web"))}
	if letters := []rune(c.Name); len(letters) > longestName {
		c.Name = string(letters[:longestName])
	}
	if number, err := ParseNumber(value("number")); err == nil {
		c.Number = number
	}
	if seat := value("seat"); isMunicipality(seat) {
		c.Seat = seat
	}
	return c
}

// alikeTo gives those that what was typed may be, and that the reader has not said are others. A number that another has is
// refused anyway.
func (f *Feature) alikeTo(ctx context.Context, id string, c *Content, typed *form.Form) (asked []Alike, err error) {
	err = f.DB.Read(ctx, func(tx *store.Tx) (err error) {
		asked, err = FindAlike(ctx, tx, id, c, f.Municipalities)
		return err
	})
	said := notSame(typed)
	return slices.DeleteFunc(asked, func(a Alike) bool { return slices.Contains(said, a.ID) || slices.Contains(a.Reasons, SameNumber) }), err
}

// notSame are the keys of those that the reader has said are others.
func notSame(typed *form.Form) (keys []string) {
	for _, value := range typed.All("not_same") {
		for _, key := range strings.Split(value, ",") {
			if store.IsID(key) {
				keys = append(keys, key)
			}
		}
	}
	return keys
}

// keepApart notes that those are others, so that nobody is asked again.
func keepApart(ctx context.Context, tx *store.Tx, id string, typed *form.Form) error {
	for _, other := range notSame(typed) {
		if err := setApart(ctx, tx, id, other, ""); err != nil {
			return err
		}
	}
	return nil
}
