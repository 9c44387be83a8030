package grants

import (
	"context"
	"net/http"
	"slices"

	"samverk/features/accounts"
	"samverk/features/entitlement"
	"samverk/features/mandates"
	"samverk/features/organisations"
	"samverk/platform/calendar"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/questions"
	"samverk/platform/store"
	"samverk/platform/ui"
	"samverk/platform/web"
)

// IsPublic tells whether anybody may read about the call: from when it has been scheduled. One that was cancelled before that,
// when it had no terms of its own, nobody has been told of.
func (c *Call) IsPublic() bool { return c.IsFixed() && (c.State != Cancelled || asks(&c.Terms.Form)) }

func (f *Feature) showPublicList(w http.ResponseWriter, r *http.Request) error {
	v := &listView{now: f.now()}
	if err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		if v.programmes, err = Programmes(r.Context(), tx); err == nil {
			v.calls, err = Calls(r.Context(), tx, "")
		}
		return err
	}); err != nil {
		return err
	}
	v.calls = slices.DeleteFunc(v.calls, func(c Call) bool { return !c.IsPublic() })
	return web.Show(w, r, http.StatusOK, publicListPage(v))
}

// among are the calls with one of some states now.
func (v *listView) among(states ...CallState) (some []Call) {
	for i := range v.calls {
		if slices.Contains(states, v.calls[i].StateAt(v.now)) {
			some = append(some, v.calls[i])
		}
	}
	return some
}

func (f *Feature) lookPublic(r *http.Request) (*callView, error) {
	v, err := f.lookAt(r)
	if err == nil && !v.IsPublic() {
		err = i18n.Fail("grants.call_unknown").Because(store.ErrNotFound)
	}
	if v != nil {
		v.public = true
	}
	return v, err
}

func (f *Feature) showPublic(w http.ResponseWriter, r *http.Request) error {
	v, err := f.lookPublic(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, publicPage(v))
}

// checkView is the check of whether one may apply.
type checkView struct {
	*callView
	own      []organisations.Organisation // those the reader acts for
	chosen   *organisations.Organisation
	form     *formView
	asked    bool
	findings []Finding
}

// check tells whether somebody may apply, from a few answers in the address. Nothing is kept. Anybody may ask; for those who act
// for an organisation what the register knows is filled in.
func (f *Feature) check(w http.ResponseWriter, r *http.Request) error {
	call, err := f.lookPublic(r)
	if err != nil {
		return err
	}
	ctx, v, typed := r.Context(), &checkView{callView: call}, form.From(r.URL.Query())
	facts := Facts{}
	if account, signedIn := accounts.In(ctx); signedIn {
		if err := f.DB.Read(ctx, func(tx *store.Tx) error { return v.register(ctx, tx, account.ID, typed.Text("organisation"), &facts) }); err != nil {
			return err
		}
	}
	v.asked = typed.Text("asked") == yes
	v.form = v.questions(i18n.In(ctx), typed)
	if v.asked {
		v.answers(typed, &facts)
		if typed.IsRight() {
			v.findings = Judge(v.terms().Rules, facts)
		}
	}
	return web.Show(w, r, http.StatusOK, checkPage(v))
}

// register fills in what is known of the organisation that was chosen, if the reader acts for it.
func (v *checkView) register(ctx context.Context, tx *store.Tx, accountID, chosen string, facts *Facts) error {
	day := calendar.Today(v.now)
	mine, err := mandates.Of(ctx, tx, accountID, day)
	if err != nil {
		return err
	}
	for i := range mine {
		o, err := organisations.Find(ctx, tx, mine[i].OrganisationID)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(v.own, func(other organisations.Organisation) bool { return other.ID == o.ID }) {
			v.own = append(v.own, o)
		}
	}
	at := slices.IndexFunc(v.own, func(o organisations.Organisation) bool { return o.ID == chosen })
	if at < 0 {
		return nil
	}
	v.chosen = &v.own[at]
	has := true
	facts.Mandate, facts.LegalForm = &has, string(v.chosen.Form)
	if class := v.chosen.Class; class.Code != "" {
		facts.Classes, facts.KnowsClasses = []string{string(class.Vocabulary) + " " + class.Code}, true
	}
	if last := v.Content.LastDay(); last.After(day) {
		day = last
	}
	status, err := entitlement.On(ctx, tx, v.chosen.ID, day)
	entitled := status.IsEntitled()
	facts.Entitled = &entitled
	return err
}

// questions are what is asked: what the rules demand and the register has not told.
func (v *checkView) questions(p i18n.Printer, typed *form.Form) *formView {
	rules := &v.terms().Rules
	view := &formView{action: "/public/grants/" + v.ID + "/check", send: p.T("grants.check.send"), form: typed}
	add := func(is bool, a asked) {
		if is {
			a.Label, a.Optional = p.T("grants.check.ask."+a.Name), true
			view.fields = append(view.fields, a)
		}
	}
	yesno := []ui.Option{{Value: "yes", Text: p.T("grants.yes")}, {Value: "no", Text: p.T("grants.no")}}
	if len(v.own) > 0 {
		options := []ui.Option{{Value: "", Text: p.T("grants.check.no_organisation")}}
		for i := range v.own {
			options = append(options, ui.Option{Value: v.own[i].ID, Text: v.own[i].Name})
		}
		add(true, asked{Input: ui.Input{Name: "organisation", Hint: p.T("grants.check.organisation_hint")}, as: chosen, options: options})
	}
	known := v.chosen != nil
	number := func(name, unit string) ui.Input {
		return ui.Input{Name: name, Kind: ui.Decimal, Columns: 12, Unit: unit}
	}
	add(len(rules.LegalForms) > 0 && (!known || v.chosen.Form == ""), asked{Input: ui.Input{Name: "legal_form"}, as: chosen, options: append([]ui.Option{{Value: "", Text: p.T("grants.check.do_not_know")}}, organisations.FormOptions(p)...)})
	var classes string
	for i, class := range rules.Classes {
		if i > 0 {
			classes += ", "
		}
		classes += className(p, class)
	}
	add(len(rules.Classes) > 0 && (!known || v.chosen.Class.Code == ""), asked{Input: ui.Input{Name: "left_out", Hint: classes}, as: radios, options: yesno})
	add(rules.NeedsEntitled && !known, asked{Input: ui.Input{Name: "entitled", Hint: p.T("grants.check.entitled_hint")}, as: radios, options: yesno})
	add(rules.NeedsMandate && !known, asked{Input: ui.Input{Name: "mandate", Hint: p.T("grants.check.mandate_hint")}, as: radios, options: yesno})
	add(rules.Municipalities > 0, asked{Input: number("members", "")})
	add(rules.Activity > 0, asked{Input: number("activity", "")})
	var levels []ui.Option
	for _, l := range rules.Levels {
		levels = append(levels, ui.Option{Value: l.Key, Text: levelName(p, v.terms(), l.Key)})
	}
	add(len(levels) > 0, asked{Input: ui.Input{Name: "level"}, as: radios, options: levels})
	add(rules.Least > 0 || rules.Most > 0 || len(levels) > 0 || rules.OwnPart > 0, asked{Input: number("amount", "kr")})
	add(rules.OwnPart > 0, asked{Input: number("own_money", "kr")})
	add(rules.OwnPart > 0 && rules.HourlyRate > 0, asked{Input: number("own_hours", p.T("grants.check.hours"))})
	return view
}

// answers adds what was answered to what the register knows.
func (v *checkView) answers(typed *form.Form, facts *Facts) {
	yesOrNo := func(field string, before *bool) *bool {
		switch text := typed.Text(field); {
		case before != nil || text == "":
			return before
		default:
			is := text == "yes"
			return &is
		}
	}
	if facts.LegalForm == "" {
		facts.LegalForm = typed.Text("legal_form")
	}
	if !facts.KnowsClasses {
		facts.LeftOut = yesOrNo("left_out", nil)
	}
	facts.Entitled, facts.Mandate = yesOrNo("entitled", facts.Entitled), yesOrNo("mandate", facts.Mandate)
	facts.Members, facts.Activity, facts.Level = typed.Whole("members"), typed.Whole("activity"), typed.Text("level")
	if typed.Text("amount") != "" {
		amount := moneyIn(typed, "amount")
		facts.Amount = &amount
	}
	facts.OwnMoney = moneyIn(typed, "own_money")
	if hours := typed.Number("own_hours"); hours != nil {
		facts.OwnHours = max(0, int64(*hours))
	}
	facts.KnowsOwnPart = typed.Text("own_money")+typed.Text("own_hours") != ""
}

// previewed shows a form's questions without anything to answer.
func previewed(f *questions.Form, s *questions.Section) *form.Form { return f.Typed(s, nil) }
