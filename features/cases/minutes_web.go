package cases

import (
	"context"
	"net/http"
	"strconv"

	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/ui"
	"samverk/platform/web"
)

// minutesAct is what is said of a meeting's minutes on a day.
type minutesAct struct {
	name string
	more func(i18n.Printer) []asked
	do   func(f *Feature, ctx context.Context, tx *store.Tx, id string, typed *form.Form) error
}

var adjustAct = &minutesAct{name: "adjust",
	more: func(p i18n.Printer) []asked {
		return []asked{{Input: ui.Input{Name: "by", Label: p.T("cases.adjust.by"), Hint: p.T("cases.adjust.by_hint")}}}
	},
	do: func(f *Feature, ctx context.Context, tx *store.Tx, id string, typed *form.Form) error {
		return AdjustMinutes(ctx, tx, id, typed.Date("day"), typed.Text("by"), f.today())
	}}

var postAct = &minutesAct{name: "post", do: func(f *Feature, ctx context.Context, tx *store.Tx, id string, typed *form.Form) error {
	return PostMinutes(ctx, tx, id, typed.Date("day"), f.today())
}}

var downAct = &minutesAct{name: "down", do: func(f *Feature, ctx context.Context, tx *store.Tx, id string, typed *form.Form) error {
	return TakeDown(ctx, tx, id, typed.Date("day"), f.today())
}}

func (f *Feature) minutesForm(r *http.Request, a *minutesAct, typed *form.Form) (*formView, *meetingView, error) {
	m, err := f.lookAtMeeting(r)
	if err != nil {
		return nil, nil, err
	}
	p := i18n.In(r.Context())
	v := &formView{title: p.T("cases." + a.name + ".title"), meta: m.name(p), lead: p.T("cases." + a.name + ".lead"), crumbs: m.crumbsBelow(p), action: m.href("/" + a.name), cancel: m.href(""),
		send: p.T("cases." + a.name + ".send"), form: typed, fields: []asked{dayField(r, "cases."+a.name+".day", "")}}
	if a.more != nil {
		v.fields = append(v.fields, a.more(p)...)
	}
	return v, m, nil
}

func (f *Feature) askMinutes(w http.ResponseWriter, r *http.Request, a *minutesAct) error {
	v, _, err := f.minutesForm(r, a, form.Of("day", f.today().String()))
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, formPage(v))
}

func (f *Feature) doMinutes(w http.ResponseWriter, r *http.Request, a *minutesAct) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, m, err := f.minutesForm(r, a, typed)
	if err != nil {
		return err
	}
	typed.Date("day") // says what is wrong with it beside the field
	return f.save(w, r, v, m.href(""), func(ctx context.Context, tx *store.Tx) error { return a.do(f, ctx, tx, m.m.ID, typed) })
}

func (f *Feature) askAdjust(w http.ResponseWriter, r *http.Request) error {
	return f.askMinutes(w, r, adjustAct)
}
func (f *Feature) adjust(w http.ResponseWriter, r *http.Request) error {
	return f.doMinutes(w, r, adjustAct)
}
func (f *Feature) askPost(w http.ResponseWriter, r *http.Request) error {
	return f.askMinutes(w, r, postAct)
}
func (f *Feature) post(w http.ResponseWriter, r *http.Request) error {
	return f.doMinutes(w, r, postAct)
}
func (f *Feature) askDown(w http.ResponseWriter, r *http.Request) error {
	return f.askMinutes(w, r, downAct)
}
func (f *Feature) down(w http.ResponseWriter, r *http.Request) error {
	return f.doMinutes(w, r, downAct)
}

// ownItem gives the item in the address and which member the reader is; whoever is none is told so.
func (f *Feature) ownItem(r *http.Request) (*meetingView, *Item, error) {
	m, err := f.lookAtMeeting(r)
	if err != nil {
		return nil, nil, err
	}
	i, err := itemIn(r, m)
	if err == nil && m.own == "" {
		err = i18n.Fail("cases.not_member", "board", m.m.BoardName).Because(web.ErrForbidden)
	}
	return m, i, err
}

func conflictForm(r *http.Request, m *meetingView, i *Item, typed *form.Form) *formView {
	p := i18n.In(r.Context())
	return &formView{title: p.T("cases.conflict.title"), meta: i.DiaryNumber + " " + i.Title, lead: p.T("cases.conflict.lead"), crumbs: m.crumbsBelow(p), action: m.itemHref(i, "/conflict"), cancel: m.href(""),
		send: p.T("cases.conflict.send"), form: typed,
		fields: []asked{{Input: ui.Input{Name: "reason", Label: p.T("cases.conflict.reason"), Hint: p.T("cases.conflict.reason_hint"), Optional: true}, as: manyLines}}}
}

func (f *Feature) askConflict(w http.ResponseWriter, r *http.Request) error {
	m, i, err := f.ownItem(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, formPage(conflictForm(r, m, i, form.Of())))
}

// declare keeps an elected member's word that a case concerns them. Only the member's own account can give it.
func (f *Feature) declare(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	m, i, err := f.ownItem(r)
	if err != nil {
		return err
	}
	return f.save(w, r, conflictForm(r, m, i, typed), m.href("#item-"+i.ID), func(ctx context.Context, tx *store.Tx) error {
		return Declare(ctx, tx, m.m.ID, i.ID, m.own, typed.Text("reason"))
	})
}

// takeBack takes the member's own word back.
func (f *Feature) takeBack(w http.ResponseWriter, r *http.Request) error {
	m, i, err := f.ownItem(r)
	if err != nil {
		return err
	}
	if err := f.DB.Write(r.Context(), func(tx *store.Tx) error { return TakeBack(r.Context(), tx, m.m.ID, i.ID, m.own) }); err != nil {
		return err
	}
	http.Redirect(w, r, m.href("#item-"+i.ID), http.StatusSeeOther)
	return nil
}

// showPublic shows everybody what has been decided, of minutes that have been posted.
func (f *Feature) showPublic(w http.ResponseWriter, r *http.Request) error {
	year, _ := strconv.Atoi(r.URL.Query().Get("year"))
	v := &publicView{today: f.today()}
	if err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		v.list, v.year, v.years, err = PublicDecisions(r.Context(), tx, year)
		return err
	}); err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, publicPage(v))
}
