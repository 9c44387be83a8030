package grants

import (
	"context"
	"net/http"

	"samverk/features/accounts"
	"samverk/features/organisations"
	"samverk/platform/calendar"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/ui"
	"samverk/platform/web"
)

// ratesView is the page of what a euro has cost.
type ratesView struct {
	rates     []EuroRate
	form      *formView
	mayChange bool
	done      string
}

func rateForm(p i18n.Printer, typed *form.Form) *formView {
	return &formView{action: "/grants/de-minimis/rates", cancel: "/grants", send: p.T("grants.aid.save_rate"), form: typed,
		fields: []asked{{Input: ui.Input{Name: "day", Label: p.T("grants.aid.day"), Kind: ui.DateKind}}, {Input: ui.Input{Name: "rate", Label: p.T("grants.aid.rate"), Hint: p.T("grants.aid.rate_hint"), Kind: ui.Decimal, Columns: 10}},
			{Input: ui.Input{Name: "source", Label: p.T("grants.aid.source"), Hint: p.T("grants.aid.source_hint")}}}}
}

func (f *Feature) rates(r *http.Request, typed *form.Form) (*ratesView, error) {
	v := &ratesView{form: rateForm(i18n.In(r.Context()), typed), mayChange: accounts.May(r.Context(), accounts.ManageGrants), done: doneIn(r)}
	return v, f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		v.rates, err = Rates(r.Context(), tx)
		return err
	})
}

func (f *Feature) showRates(w http.ResponseWriter, r *http.Request) error {
	v, err := f.rates(r, form.Of())
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, ratesPage(v))
}

func (f *Feature) setRate(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	rate, is := parseRate(typed.Text("rate"))
	if !is {
		typed.Refuse("rate", i18n.Msg("grants.aid.rate_wrong"))
	}
	day := typed.Date("day")
	if day.IsZero() {
		typed.RefuseFirst("day", i18n.Msg("grants.day_missing"))
	}
	if typed.IsRight() {
		err = f.DB.Write(r.Context(), func(tx *store.Tx) error { return SetRate(r.Context(), tx, EuroRate{day, rate, typed.Text("source")}) })
		if own := store.Mendable(err); own != nil {
			typed.RefuseFirst(fieldOf[own.ID], own.Message)
		}
	}
	if !typed.IsRight() {
		v, err := f.rates(r, typed)
		if err != nil {
			return err
		}
		return web.Show(w, r, http.StatusUnprocessableEntity, ratesPage(v))
	}
	return web.GoTo(w, r, err, "/grants/de-minimis/rates?done=rate")
}

// aidView is the page of an organisation's de minimis aid.
type aidView struct {
	o         organisations.Organisation
	sum       AidSum
	all       []Aid
	form      *formView
	mayChange bool
	done      string
}

func (v *aidView) href(below string) string {
	return "/grants/de-minimis/organisations/" + v.o.ID + below
}

func aidForm(p i18n.Printer, id string, typed *form.Form) *formView {
	return &formView{action: "/grants/de-minimis/organisations/" + id, cancel: "/organisations/" + id, send: p.T("grants.aid.add"), form: typed,
		fields: []asked{{Input: ui.Input{Name: "granted_on", Label: p.T("grants.aid.granted_on"), Hint: p.T("grants.aid.granted_hint"), Kind: ui.DateKind}}, {Input: ui.Input{Name: "amount", Label: p.T("grants.aid.amount"), Kind: ui.Decimal, Columns: 14, Unit: "kr"}},
			{Input: ui.Input{Name: "giver", Label: p.T("grants.aid.giver")}}, {Input: ui.Input{Name: "note", Label: p.T("grants.aid.note"), Optional: true}}}}
}

func (f *Feature) aid(r *http.Request, typed *form.Form) (*aidView, error) {
	ctx := r.Context()
	v := &aidView{mayChange: accounts.May(ctx, accounts.ManageGrants), done: doneIn(r)}
	return v, f.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if v.o, err = organisations.Find(ctx, tx, r.PathValue("id")); err != nil {
			return err
		}
		v.form = aidForm(i18n.In(ctx), v.o.ID, typed)
		if v.all, err = AidOf(ctx, tx, v.o.ID); err != nil {
			return err
		}
		v.sum, err = SumOfAid(ctx, tx, v.o.ID, calendar.Today(f.now()), 0)
		return err
	})
}

func (f *Feature) showAid(w http.ResponseWriter, r *http.Request) error {
	v, err := f.aid(r, form.Of("id", store.NewID()))
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, aidPage(v))
}

func (f *Feature) addAid(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := f.aid(r, typed)
	if err != nil {
		return err
	}
	a := Aid{ID: store.GivenID(typed.Text("id")), OrganisationID: v.o.ID, GrantedOn: typed.Date("granted_on"), Amount: moneyIn(typed, "amount"), Giver: typed.Text("giver"), Note: typed.Text("note"), IsDeclared: true}
	for _, wrong := range a.check() {
		typed.RefuseFirst(wrong.field, wrong.err.Message)
	}
	if !typed.IsRight() {
		return web.Show(w, r, http.StatusUnprocessableEntity, aidPage(v))
	}
	err = f.DB.Write(r.Context(), func(tx *store.Tx) error { return AddAid(r.Context(), tx, a) })
	return web.GoTo(w, r, err, v.href("?done=aid"))
}

func removeForm(p i18n.Printer, v *aidView, id string, typed *form.Form) *formView {
	return &formView{title: p.T("grants.aid.remove"), meta: v.o.Name, action: v.href("/" + id + "/end"), cancel: v.href(""), send: p.T("grants.aid.remove"), form: typed, in: "/organisations",
		crumbs: []ui.Link{{Text: v.o.Name, Href: "/organisations/" + v.o.ID}, {Text: p.T("grants.aid.title"), Href: v.href("")}}, fields: []asked{{Input: ui.Input{Name: "why", Label: p.T("grants.field.why")}, as: manyLines}}}
}

func (f *Feature) askRemoveAid(w http.ResponseWriter, r *http.Request) error {
	v, err := f.aid(r, form.Of())
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, formPage(removeForm(i18n.In(r.Context()), v, r.PathValue("aid"), form.Of())))
}

func (f *Feature) removeAid(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := f.aid(r, form.Of())
	if err != nil {
		return err
	}
	return f.save(w, r, saving{view: removeForm(i18n.In(r.Context()), v, r.PathValue("aid"), typed), faults: checkTexts(longestText, "why", typed.Text("why")),
		do: func(tx *store.Tx) error {
			return RemoveAid(r.Context(), tx, v.o.ID, r.PathValue("aid"), typed.Text("why"))
		},
		to: func() string { return v.href("?done=removed") }})
}

// Add tells on an organisation's page how much de minimis aid it has been given. Its form is organisations.Adding.
func Add(ctx context.Context, tx *store.Tx, o *organisations.Organisation) (added organisations.Addition, err error) {
	if !accounts.May(ctx, accounts.ReadGrants) {
		return added, nil
	}
	sum, err := SumOfAid(ctx, tx, o.ID, calendar.Today(store.Now().Time), 0)
	if err != nil || len(sum.Counted) == 0 && !accounts.May(ctx, accounts.ManageGrants) {
		return added, err
	}
	added.Section = aidSection(o.ID, &sum)
	return added, nil
}

// euro writes cents as euro.
func euro(p i18n.Printer, cents int64) string {
	return p.T("grants.aid.euro", "amount", p.Number(int(cents/100)))
}
