package organisations

import (
	"net/http"
	"net/url"

	"samverk/features/accounts"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/ui"
	"samverk/platform/web"
)

// showSuspects shows pairs that may be the same.
func (f *Feature) showSuspects(w http.ResponseWriter, r *http.Request) error {
	v := &suspectsView{after: r.URL.Query().Get("after"), towns: f.Municipalities, done: r.URL.Query().Get("done") == "told_apart",
		mayChange: accounts.May(r.Context(), accounts.ManageOrganisations)}
	if err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		v.page, err = FindSuspects(r.Context(), tx, v.after, f.Municipalities)
		return err
	}); err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, suspectsPage(v))
}

// apartView is the page where somebody says that two are not the same.
type apartView struct {
	one, other Organisation
	form       *form.Form
	towns      Municipalities
}

func (v *apartView) crumbs(p i18n.Printer) []ui.Link {
	return []ui.Link{{Text: p.T("organisations.title"), Href: "/organisations"}, {Text: p.T("organisations.suspects.title"), Href: "/organisations/duplicates"}}
}

func (f *Feature) apartIn(r *http.Request, typed *form.Form) (*apartView, error) {
	v := &apartView{form: typed, towns: f.Municipalities}
	err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		if v.one, err = Find(r.Context(), tx, typed.Text("one")); err != nil {
			return err
		}
		v.other, err = Find(r.Context(), tx, typed.Text("other"))
		return err
	})
	return v, err
}

func (f *Feature) showApart(w http.ResponseWriter, r *http.Request) error {
	query := r.URL.Query()
	v, err := f.apartIn(r, form.Of("one", query.Get("one"), "other", query.Get("other"), "after", query.Get("after")))
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, apartPage(v))
}

// tellApart notes that two are not the same. Officers, managers and administrators only.
func (f *Feature) tellApart(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := f.apartIn(r, typed)
	if err != nil {
		return err
	}
	refuseAll(typed, checkDistinct(typed.Text("why")))
	again := func() error { return web.Show(w, r, http.StatusUnprocessableEntity, apartPage(v)) }
	if !typed.IsRight() {
		return again()
	}
	err = f.DB.Write(r.Context(), func(tx *store.Tx) error {
		return NotTheSame(r.Context(), tx, v.one.ID, v.other.ID, typed.Text("why"))
	})
	return f.answer(w, r, err, typed, "/organisations/duplicates?done=told_apart&after="+url.QueryEscape(typed.Text("after")), again)
}
