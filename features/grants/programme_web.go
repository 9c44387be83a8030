package grants

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"samverk/features/accounts"
	"samverk/platform/calendar"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/ui"
	"samverk/platform/web"
)

// dones are the acts that a page can say have just been done.
var dones = []string{"added", "changed", "ended", "rules", "criteria", "pots", "form", "guideline", "proposed", "taken_back", "copied", "scheduled", "moved", "rate", "aid", "removed"}

func doneIn(r *http.Request) string {
	if done := r.URL.Query().Get("done"); slices.Contains(dones, done) {
		return done
	}
	return ""
}

func (f *Feature) showAll(w http.ResponseWriter, r *http.Request) error {
	v := &listView{now: f.now(), mayChange: accounts.May(r.Context(), accounts.ManageGrants), done: doneIn(r)}
	if err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		if v.programmes, err = Programmes(r.Context(), tx); err == nil {
			v.calls, err = Calls(r.Context(), tx, "")
		}
		return err
	}); err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, listPage(v))
}

// look reads the programme in the address.
func (f *Feature) look(r *http.Request) (*programmeView, error) {
	ctx := r.Context()
	v := &programmeView{now: f.now(), mayChange: accounts.May(ctx, accounts.ManageGrants), done: doneIn(r)}
	return v, f.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if v.Programme, err = FindProgramme(ctx, tx, r.PathValue("id")); err != nil {
			return err
		}
		if v.guidelines, err = Guidelines(ctx, tx, v.ID); err != nil {
			return err
		}
		v.calls, err = Calls(ctx, tx, v.ID)
		return err
	})
}

func (f *Feature) showProgramme(w http.ResponseWriter, r *http.Request) error {
	v, err := f.look(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, programmePage(v))
}

// programmeForm is the view of a programme's form; v is nil for a new one.
func programmeForm(p i18n.Printer, v *programmeView, typed *form.Form) *formView {
	view := &formView{title: p.T("grants.new_programme"), crumbs: crumbs(p), action: "/grants", cancel: "/grants", send: p.T("grants.save"), form: typed, in: "/grants"}
	if v != nil {
		view.title, view.meta, view.crumbs, view.action, view.cancel = p.T("grants.change_programme"), v.Name, v.below(p), v.href("/edit"), v.href("")
	}
	kinds, deciders := make([]ui.Option, len(Kinds)), make([]ui.Option, len(DecisionMakers))
	for i, kind := range Kinds {
		kinds[i] = ui.Option{Value: string(kind), Text: kind.Name(p), Hint: p.T("grants.kind_hint." + string(kind))}
	}
	for i, who := range DecisionMakers {
		deciders[i] = ui.Option{Value: who, Text: p.T("grants.decider." + who)}
	}
	input := func(name string) ui.Input { return ui.Input{Name: name, Label: p.T("grants.field." + name)} }
	hinted := func(name string) ui.Input {
		in := input(name)
		in.Hint = p.T("grants.hint." + name)
		return in
	}
	optional := func(in ui.Input) ui.Input { in.Optional = true; return in }
	years := hinted("years")
	years.Kind, years.Columns = ui.Whole, 4
	purpose := hinted("purpose")
	purpose.Rows = 5
	view.fields = []asked{{Input: input("name")}, {Input: input("kind"), as: radios, options: kinds}, {Input: purpose, as: manyLines}, {Input: optional(hinted("legal_basis")), as: manyLines},
		{Input: optional(hinted("account"))}, {Input: input("decision_maker"), as: radios, options: deciders}, {Input: optional(hinted("decided_by"))}, {Input: years},
		{Input: hinted("needs_direction"), as: ticking}, {Input: hinted("is_assessed"), as: ticking}, {Input: hinted("de_minimis"), as: ticking}}
	return view
}

func programmeIn(typed *form.Form) ProgrammeContent {
	c := ProgrammeContent{Name: typed.Text("name"), Kind: Kind(typed.Text("kind")), Purpose: typed.Text("purpose"), LegalBasis: typed.Text("legal_basis"), Account: typed.Text("account"),
		DecisionMaker: typed.Text("decision_maker"), DecidedBy: typed.Text("decided_by"), NeedsDirection: typed.Chosen("needs_direction", yes), DeMinimis: typed.Chosen("de_minimis", yes),
		IsAssessed: typed.Chosen("is_assessed", yes)}
	if years := typed.Whole("years"); years != nil {
		c.Years = *years
	}
	c.tidy()
	return c
}

func formOfProgramme(p *Programme) *form.Form {
	return form.Of("seen", strconv.Itoa(p.Version), "name", p.Name, "kind", string(p.Kind), "purpose", p.Purpose, "legal_basis", p.LegalBasis, "account", p.Account, "decision_maker", p.DecisionMaker,
		"decided_by", p.DecidedBy, "years", strconv.Itoa(p.Years), "needs_direction", yesOf(p.NeedsDirection), "de_minimis", yesOf(p.DeMinimis), "is_assessed", yesOf(p.IsAssessed))
}

func (f *Feature) askProgramme(w http.ResponseWriter, r *http.Request) error {
	return web.Show(w, r, http.StatusOK, formPage(programmeForm(i18n.In(r.Context()), nil, form.Of("id", store.NewID(), "years", "1", "decision_maker", "board"))))
}

// addProgramme adds a programme. Officers, managers and administrators only, as all that follows.
func (f *Feature) addProgramme(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	id, content := store.GivenID(typed.Text("id")), programmeIn(typed)
	return f.save(w, r, saving{view: programmeForm(i18n.In(r.Context()), nil, typed), faults: content.check(),
		do: func(tx *store.Tx) error { return AddProgramme(r.Context(), tx, id, content, Terms{}) },
		to: func() string { return "/grants/" + id + "?done=added" }})
}

func (f *Feature) askChange(w http.ResponseWriter, r *http.Request) error {
	v, err := f.look(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, formPage(programmeForm(i18n.In(r.Context()), v, formOfProgramme(&v.Programme))))
}

func (f *Feature) changeProgramme(w http.ResponseWriter, r *http.Request) error {
	v, typed, err := f.sent(w, r)
	if err != nil {
		return err
	}
	content := programmeIn(typed)
	return f.saveProgramme(w, r, v, programmeForm(i18n.In(r.Context()), v, typed), content.check(), func(ctx context.Context, tx *store.Tx) error {
		return ChangeProgramme(ctx, tx, v.ID, content, typed.Seen())
	}, formOfProgramme, "changed")
}

// sent reads the programme in the address and the form that was sent.
func (f *Feature) sent(w http.ResponseWriter, r *http.Request) (*programmeView, *form.Form, error) {
	typed, err := form.Read(w, r)
	if err != nil {
		return nil, nil, err
	}
	v, err := f.look(r)
	return v, typed, err
}

// saveProgramme saves something of a programme; saved is the form that would give it as it is now.
func (f *Feature) saveProgramme(w http.ResponseWriter, r *http.Request, v *programmeView, view *formView, faults []fault, do func(context.Context, *store.Tx) error, saved func(*Programme) *form.Form, done string) error {
	return f.save(w, r, saving{view: view, faults: faults, kind: programmeKind, id: v.ID,
		do: func(tx *store.Tx) error { return do(r.Context(), tx) },
		saved: func() (*form.Form, int, error) {
			now, err := f.look(r)
			return saved(&now.Programme), now.Version, err
		},
		to: func() string { return v.href("?done=" + done) }})
}

func endForm(p i18n.Printer, v *programmeView, typed *form.Form) *formView {
	return &formView{title: p.T("grants.end_programme"), meta: v.Name, lead: p.T("grants.end_lead"), crumbs: v.below(p), action: v.href("/end"), cancel: v.href(""), send: p.T("grants.end_programme"), form: typed,
		fields: []asked{{Input: ui.Input{Name: "ended_on", Label: p.T("grants.field.ended_on"), Kind: ui.DateKind}}, {Input: ui.Input{Name: "why", Label: p.T("grants.field.why")}, as: manyLines}}}
}

func (f *Feature) askEnd(w http.ResponseWriter, r *http.Request) error {
	v, err := f.look(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, formPage(endForm(i18n.In(r.Context()), v, form.Of("ended_on", calendar.Today(v.now).String()))))
}

func (f *Feature) endProgramme(w http.ResponseWriter, r *http.Request) error {
	v, typed, err := f.sent(w, r)
	if err != nil {
		return err
	}
	day, why := typed.Date("ended_on"), typed.Text("why")
	faults := checkTexts(longestText, "why", why)
	if day.IsZero() {
		faults = append(faults, fault{"ended_on", i18n.Fail("grants.day_missing")})
	}
	return f.save(w, r, saving{view: endForm(i18n.In(r.Context()), v, typed), faults: faults,
		do: func(tx *store.Tx) error { return EndProgramme(r.Context(), tx, v.ID, day, why) },
		to: func() string { return v.href("?done=ended") }})
}
