package grants

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"samverk/features/cases"
	"samverk/platform/calendar"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/ui"
	"samverk/platform/web"
)

// guidelinesView is the page of a programme's guidelines: what applied on a day, and what differs between two.
type guidelinesView struct {
	*programmeView
	day         calendar.Date
	applied     *Guideline
	older       *Guideline
	newer       *Guideline
	differences []difference
}

func (f *Feature) showGuidelines(w http.ResponseWriter, r *http.Request) error {
	v, err := f.look(r)
	if err != nil {
		return err
	}
	g := &guidelinesView{programmeView: v, day: calendar.Today(v.now)}
	query := r.URL.Query()
	if day, err := calendar.ParseDate(query.Get("day")); err == nil && day.Year() >= 1900 && day.Year() < 2200 {
		g.day = day
	}
	if applied, is := Applied(v.guidelines, g.day); is {
		g.applied = &applied
	}
	for i := range v.guidelines {
		switch v.guidelines[i].ID {
		case query.Get("older"):
			g.older = &v.guidelines[i]
		case query.Get("newer"):
			g.newer = &v.guidelines[i]
		}
	}
	if g.older != nil && g.newer != nil {
		g.differences = differ(linesOf(g.older.Body), linesOf(g.newer.Body))
	}
	return web.Show(w, r, http.StatusOK, guidelinesPage(g))
}

// name says which guidelines: from when they hold, or that they are a proposal.
func (g *Guideline) name(p i18n.Printer) string {
	if g.State == GuidelineDecided {
		return p.T("grants.guideline.from", "day", p.DateLong(g.StartsOn))
	}
	return p.T("grants.guideline.state." + string(g.State))
}

func (v *guidelinesView) versions(p i18n.Printer) []ui.Option {
	options := make([]ui.Option, len(v.guidelines))
	for i := range v.guidelines {
		g := &v.guidelines[i]
		options[i] = ui.Option{Value: g.ID, Text: g.name(p)}
		if g.State != GuidelineDecided && !g.WantedFrom.IsZero() {
			options[i].Text += ", " + p.T("grants.guideline.wanted", "day", g.WantedFrom.String())
		}
	}
	return options
}

func (v *guidelinesView) chosenID(g *Guideline) string {
	if g == nil {
		return ""
	}
	return g.ID
}

// difference is a paragraph that two texts share, or that only one of them has.
type difference struct {
	sign string // "", "+" or "-"
	text string
}

// mostCompared bounds what is compared, in paragraphs of each text.
const mostCompared = 2000

// differ tells which paragraphs were taken away and added between two texts: the fewest that turn one into the other.
func differ(a, b []string) (all []difference) {
	a, b = a[:min(len(a), mostCompared)], b[:min(len(b), mostCompared)]
	longest := make([][]int, len(a)+1)
	for i := range longest {
		longest[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for k := len(b) - 1; k >= 0; k-- {
			if a[i] == b[k] {
				longest[i][k] = longest[i+1][k+1] + 1
			} else {
				longest[i][k] = max(longest[i+1][k], longest[i][k+1])
			}
		}
	}
	i, k := 0, 0
	for i < len(a) || k < len(b) {
		switch {
		case i < len(a) && k < len(b) && a[i] == b[k]:
			all = append(all, difference{"", a[i]})
			i, k = i+1, k+1
		case k == len(b) || i < len(a) && longest[i+1][k] >= longest[i][k+1]:
			all = append(all, difference{"-", a[i]})
			i++
		default:
			all = append(all, difference{"+", b[k]})
			k++
		}
	}
	return all
}

// guidelineForm is the form of guidelines; g is nil for new ones.
func guidelineForm(p i18n.Printer, v *programmeView, g *Guideline, typed *form.Form) *formView {
	input := func(name string, optional bool) ui.Input {
		return ui.Input{Name: name, Label: p.T("grants.guideline.field." + name), Optional: optional}
	}
	body, wanted := input("body", false), input("wanted_from", true)
	body.Rows, body.Hint, wanted.Kind, wanted.Hint = 20, p.T("grants.guideline.body_hint"), ui.DateKind, p.T("grants.guideline.wanted_hint")
	view := &formView{title: p.T("grants.guideline.new"), meta: v.Name, crumbs: append(v.below(p), ui.Link{Text: p.T("grants.guideline.title"), Href: v.href("/guidelines")}), action: v.href("/guidelines"), cancel: v.href("/guidelines"),
		send: p.T("grants.save"), form: typed, fields: []asked{{Input: body, as: manyLines}, {Input: wanted}}}
	if g != nil {
		view.title, view.action = p.T("grants.guideline.change"), v.href("/guidelines/"+g.ID+"/edit")
		return view
	}
	on, by := input("decided_on", true), input("decided_by", true)
	on.Kind, on.Hint, by.Hint = ui.DateKind, p.T("grants.guideline.decided_hint"), p.T("grants.guideline.decided_by_hint")
	view.fields = append(view.fields, asked{Input: on, heading: p.T("grants.guideline.already")}, asked{Input: by})
	return view
}

func (f *Feature) askGuideline(w http.ResponseWriter, r *http.Request) error {
	v, err := f.look(r)
	if err != nil {
		return err
	}
	body := ""
	if applied, is := Applied(v.guidelines, calendar.Today(v.now)); is {
		body = applied.Body
	}
	return web.Show(w, r, http.StatusOK, formPage(guidelineForm(i18n.In(r.Context()), v, nil, form.Of("id", store.NewID(), "body", body))))
}

func (f *Feature) addGuideline(w http.ResponseWriter, r *http.Request) error {
	v, typed, err := f.sent(w, r)
	if err != nil {
		return err
	}
	g := Guideline{ID: store.GivenID(typed.Text("id")), ProgrammeID: v.ID, Body: typed.Text("body"), WantedFrom: typed.Date("wanted_from"), DecidedOn: typed.Date("decided_on"), DecidedBy: typed.Text("decided_by")}
	return f.save(w, r, saving{view: guidelineForm(i18n.In(r.Context()), v, nil, typed), faults: g.check(),
		do: func(tx *store.Tx) error { return AddGuideline(r.Context(), tx, g) },
		to: func() string { return v.href("/guidelines?done=guideline") }})
}

// version gives the guidelines in the address.
func (f *Feature) version(r *http.Request) (v *programmeView, g *Guideline, err error) {
	if v, err = f.look(r); err != nil {
		return v, nil, err
	}
	at := slices.IndexFunc(v.guidelines, func(g Guideline) bool { return g.ID == r.PathValue("guideline") })
	if at < 0 {
		return v, nil, i18n.Fail("grants.guideline.unknown").Because(store.ErrNotFound)
	}
	return v, &v.guidelines[at], nil
}

func formOfGuideline(g *Guideline) *form.Form {
	return form.Of("seen", strconv.Itoa(g.Version), "body", g.Body, "wanted_from", g.WantedFrom.String())
}

func (f *Feature) askChangeGuideline(w http.ResponseWriter, r *http.Request) error {
	v, g, err := f.version(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, formPage(guidelineForm(i18n.In(r.Context()), v, g, formOfGuideline(g))))
}

func (f *Feature) changeGuideline(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, g, err := f.version(r)
	if err != nil {
		return err
	}
	changed := *g
	changed.Body, changed.WantedFrom = typed.Text("body"), typed.Date("wanted_from")
	return f.save(w, r, saving{view: guidelineForm(i18n.In(r.Context()), v, g, typed), faults: changed.check(), kind: guidelineKind, id: g.ID,
		do: func(tx *store.Tx) error {
			return ChangeGuideline(r.Context(), tx, g.ID, changed.Body, changed.WantedFrom, typed.Seen())
		},
		saved: func() (*form.Form, int, error) {
			_, now, err := f.version(r)
			if err != nil {
				return nil, 0, err
			}
			return formOfGuideline(now), now.Version, nil
		},
		to: func() string { return v.href("/guidelines?done=changed") }})
}

// proposalForm is what is put to the board.
func proposalForm(p i18n.Printer, meta, lead, action, cancel string, back []ui.Link, typed *form.Form) *formView {
	input := func(name string) ui.Input { return ui.Input{Name: name, Label: p.T("grants.proposal." + name)} }
	points, summary := input("points"), input("summary")
	points.Hint, summary.Rows, summary.Optional = p.T("grants.proposal.points_hint"), 6, true
	return &formView{title: p.T("grants.proposal.name"), meta: meta, lead: lead, crumbs: back, action: action, cancel: cancel, send: p.T("grants.proposal.send"), form: typed,
		fields: []asked{{Input: input("title")}, {Input: points, as: manyLines}, {Input: summary, as: manyLines}}}
}

func proposalIn(typed *form.Form) cases.Proposal {
	return cases.Proposal{ID: store.GivenID(typed.Text("id")), Title: typed.Text("title"), Points: strings.Split(typed.Text("points"), "\n"), Summary: typed.Text("summary")}
}

func guidelineProposal(p i18n.Printer, v *programmeView, g *Guideline, typed *form.Form) *formView {
	return proposalForm(p, v.Name, p.T("grants.guideline.propose_lead"), v.href("/guidelines/"+g.ID+"/propose"), v.href("/guidelines"), append(v.below(p), ui.Link{Text: p.T("grants.guideline.title"), Href: v.href("/guidelines")}), typed)
}

func (f *Feature) askProposeGuideline(w http.ResponseWriter, r *http.Request) error {
	v, g, err := f.version(r)
	if err != nil {
		return err
	}
	p := i18n.In(r.Context())
	return web.Show(w, r, http.StatusOK, formPage(guidelineProposal(p, v, g, form.Of("id", store.NewID(), "title", p.T("grants.guideline.case_title", "name", v.Name),
		"points", p.T("grants.guideline.case_point", "name", v.Name, "day", dateText(p, g.WantedFrom))))))
}

func (f *Feature) proposeGuideline(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, g, err := f.version(r)
	if err != nil {
		return err
	}
	proposal := proposalIn(typed)
	proposal.Background = g.Body
	return f.save(w, r, saving{view: guidelineProposal(i18n.In(r.Context()), v, g, typed),
		do: func(tx *store.Tx) error { _, err := ProposeGuideline(r.Context(), tx, g.ID, proposal); return err },
		to: func() string { return v.href("/guidelines?done=proposed") }})
}

func takeBackForm(p i18n.Printer, v *programmeView, g *Guideline, typed *form.Form) *formView {
	return &formView{title: p.T("grants.guideline.take_back"), meta: v.Name, lead: p.T("grants.guideline.take_back_lead"), crumbs: v.below(p), action: v.href("/guidelines/" + g.ID + "/take-back"), cancel: v.href("/guidelines"),
		send: p.T("grants.guideline.take_back"), form: typed, fields: []asked{{Input: ui.Input{Name: "why", Label: p.T("grants.field.why")}, as: manyLines}}}
}

func (f *Feature) askTakeBack(w http.ResponseWriter, r *http.Request) error {
	v, g, err := f.version(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, formPage(takeBackForm(i18n.In(r.Context()), v, g, form.Of())))
}

func (f *Feature) takeBack(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, g, err := f.version(r)
	if err != nil {
		return err
	}
	return f.save(w, r, saving{view: takeBackForm(i18n.In(r.Context()), v, g, typed), faults: checkTexts(longestText, "why", typed.Text("why")),
		do: func(tx *store.Tx) error { return TakeBackGuideline(r.Context(), tx, g.ID, typed.Text("why")) },
		to: func() string { return v.href("/guidelines?done=taken_back") }})
}
