package cases

import (
	"context"
	"net/http"

	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/ui"
	"samverk/platform/web"
)

// caseAct is an act with a form of its own: its fields, what they hold at first, and what is done.
type caseAct struct {
	name   string // of the act, as in the address and the catalogue
	fields func(f *Feature, r *http.Request, v *caseView) ([]asked, error)
	first  func(f *Feature, v *caseView) *form.Form
	do     func(f *Feature, ctx context.Context, tx *store.Tx, v *caseView, typed *form.Form) error
}

func (f *Feature) actForm(r *http.Request, a *caseAct, typed *form.Form) (*formView, *caseView, error) {
	c, err := f.look(r)
	if err != nil {
		return nil, nil, err
	}
	p := i18n.In(r.Context())
	if typed == nil {
		typed = a.first(f, c)
	}
	fields, err := a.fields(f, r, c)
	return &formView{title: p.T("cases." + a.name + ".title"), meta: c.c.DiaryNumber + " " + c.c.Title, lead: p.T("cases." + a.name + ".lead"), crumbs: c.crumbsBelow(p),
		action: c.href("/" + a.name), cancel: c.href(""), send: p.T("cases." + a.name + ".send"), form: typed, fields: fields}, c, err
}

func (f *Feature) askAct(w http.ResponseWriter, r *http.Request, a *caseAct) error {
	v, _, err := f.actForm(r, a, nil)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, formPage(v))
}

func (f *Feature) doAct(w http.ResponseWriter, r *http.Request, a *caseAct) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, c, err := f.actForm(r, a, typed)
	if err != nil {
		return err
	}
	typed.Date("day") // says what is wrong with it beside the field
	return f.save(w, r, v, c.href(""), func(ctx context.Context, tx *store.Tx) error { return a.do(f, ctx, tx, c, typed) })
}

func dayField(r *http.Request, label, hint string) asked {
	in := ui.Input{Name: "day", Label: i18n.T(r.Context(), label), Kind: ui.DateKind}
	if hint != "" {
		in.Hint = i18n.T(r.Context(), hint)
	}
	return asked{Input: in}
}

func whyField(r *http.Request) asked {
	return asked{Input: ui.Input{Name: "why", Label: i18n.T(r.Context(), "cases.why")}, as: manyLines}
}

func onToday(f *Feature, _ *caseView) *form.Form { return form.Of("day", f.today().String()) }

var presentAct = &caseAct{name: "present", first: onToday,
	fields: func(_ *Feature, r *http.Request, _ *caseView) ([]asked, error) {
		return []asked{dayField(r, "cases.present.day", ""), {Input: ui.Input{Name: "to", Label: i18n.T(r.Context(), "cases.present.to"), Hint: i18n.T(r.Context(), "cases.present.to_hint"), Optional: true}}}, nil
	},
	do: func(f *Feature, ctx context.Context, tx *store.Tx, v *caseView, typed *form.Form) error {
		return PresentCase(ctx, tx, v.c.ID, typed.Date("day"), typed.Text("to"), f.today())
	}}

var submitAct = &caseAct{name: "submit", first: onToday,
	fields: func(f *Feature, r *http.Request, _ *caseView) ([]asked, error) {
		meeting, err := f.meetingField(r, "meeting", "cases.submit.meeting")
		return []asked{meeting, dayField(r, "cases.submit.day", "cases.submit.day_hint")}, err
	},
	do: func(f *Feature, ctx context.Context, tx *store.Tx, v *caseView, typed *form.Form) error {
		return SubmitCase(ctx, tx, f.press(), v.c.ID, typed.Text("meeting"), typed.Date("day"), f.today())
	}}

var withdrawAct = &caseAct{name: "withdraw", first: onToday,
	fields: func(_ *Feature, r *http.Request, _ *caseView) ([]asked, error) { return []asked{whyField(r)}, nil },
	do: func(f *Feature, ctx context.Context, tx *store.Tx, v *caseView, typed *form.Form) error {
		return WithdrawCase(ctx, tx, v.c.ID, typed.Text("why"), f.today())
	}}

var agendaAct = &caseAct{name: "agenda", first: onToday,
	fields: func(f *Feature, r *http.Request, _ *caseView) ([]asked, error) {
		meeting, err := f.meetingField(r, "meeting", "cases.submit.meeting")
		return []asked{meeting}, err
	},
	do: func(_ *Feature, ctx context.Context, tx *store.Tx, v *caseView, typed *form.Form) error {
		return Agree(ctx, tx, v.c.ID, typed.Text("meeting"))
	}}

var appealAct = &caseAct{name: "appeal", first: onToday,
	fields: func(_ *Feature, r *http.Request, _ *caseView) ([]asked, error) {
		return []asked{{Input: ui.Input{Name: "who", Label: i18n.T(r.Context(), "cases.appeal.who"), Hint: i18n.T(r.Context(), "cases.appeal.who_hint")}},
			dayField(r, "cases.appeal.day", "cases.appeal.day_hint"), courtField(r, true)}, nil
	},
	do: func(f *Feature, ctx context.Context, tx *store.Tx, v *caseView, typed *form.Form) error {
		return AppealCase(ctx, tx, CourtCase{CaseID: v.c.ID, Appellant: typed.Text("who"), CameOn: typed.Date("day"), Number: typed.Text("number")}, f.today())
	}}

func courtField(r *http.Request, optional bool) asked {
	return asked{Input: ui.Input{Name: "number", Label: i18n.T(r.Context(), "cases.court_number"), Optional: optional, Columns: 14}}
}

var verdictAct = &caseAct{name: "verdict",
	first: func(f *Feature, v *caseView) *form.Form {
		if v.appeal == nil {
			return onToday(f, v)
		}
		return form.Of("day", f.today().String(), "number", v.appeal.Number)
	},
	fields: func(_ *Feature, r *http.Request, _ *caseView) ([]asked, error) {
		p := i18n.In(r.Context())
		return []asked{{Input: ui.Input{Name: "verdict", Label: p.T("cases.verdict.what")}, as: radios,
			options: []ui.Option{{Value: string(Uphold), Text: p.T("cases.verdict.uphold"), Hint: p.T("cases.verdict.uphold_hint")},
				{Value: string(Annul), Text: p.T("cases.verdict.annul"), Hint: p.T("cases.verdict.annul_hint")}}},
			dayField(r, "cases.verdict.day", ""), courtField(r, true),
			{Input: ui.Input{Name: "why", Label: p.T("cases.verdict.why"), Hint: p.T("cases.verdict.why_hint"), Optional: true}, as: manyLines}}, nil
	},
	do: func(f *Feature, ctx context.Context, tx *store.Tx, v *caseView, typed *form.Form) error {
		return JudgeCase(ctx, tx, v.c.ID, Act(typed.Text("verdict")), typed.Text("number"), typed.Date("day"), typed.Text("why"), f.today())
	}}

func (f *Feature) askPresent(w http.ResponseWriter, r *http.Request) error {
	return f.askAct(w, r, presentAct)
}
func (f *Feature) present(w http.ResponseWriter, r *http.Request) error {
	return f.doAct(w, r, presentAct)
}
func (f *Feature) askSubmit(w http.ResponseWriter, r *http.Request) error {
	return f.askAct(w, r, submitAct)
}
func (f *Feature) submit(w http.ResponseWriter, r *http.Request) error {
	return f.doAct(w, r, submitAct)
}
func (f *Feature) askWithdraw(w http.ResponseWriter, r *http.Request) error {
	return f.askAct(w, r, withdrawAct)
}
func (f *Feature) withdraw(w http.ResponseWriter, r *http.Request) error {
	return f.doAct(w, r, withdrawAct)
}
func (f *Feature) askAgenda(w http.ResponseWriter, r *http.Request) error {
	return f.askAct(w, r, agendaAct)
}
func (f *Feature) agree(w http.ResponseWriter, r *http.Request) error {
	return f.doAct(w, r, agendaAct)
}
func (f *Feature) askAppeal(w http.ResponseWriter, r *http.Request) error {
	return f.askAct(w, r, appealAct)
}
func (f *Feature) appeal(w http.ResponseWriter, r *http.Request) error {
	return f.doAct(w, r, appealAct)
}
func (f *Feature) askVerdict(w http.ResponseWriter, r *http.Request) error {
	return f.askAct(w, r, verdictAct)
}
func (f *Feature) judge(w http.ResponseWriter, r *http.Request) error {
	return f.doAct(w, r, verdictAct)
}

// meetingField is a choice among the meetings that cases can be put to.
func (f *Feature) meetingField(r *http.Request, name, label string) (asked, error) {
	var open []Meeting
	err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		open, err = OpenMeetings(r.Context(), tx)
		return err
	})
	p := i18n.In(r.Context())
	field := asked{Input: ui.Input{Name: name, Label: p.T(label), Hint: p.T("cases.meeting_hint")}, as: chosen}
	for n := range open {
		field.options = append(field.options, ui.Option{Value: open[n].ID, Text: p.Date(open[n].Day) + ", " + open[n].BoardName})
	}
	return field, err
}
