package staffing

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"

	"samverk/features/accounts"
	"samverk/platform/calendar"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/ui"
	"samverk/platform/web"
)

// changeView is the form of a change in a new or an old scenario.
type changeView struct {
	*shown
	form     *form.Form
	kind     ChangeKind
	scenario *Scenario // nil for a new one
	state    *state
}

// formKinds are the changes that a person fills in a form for; the others come with a button.
var formKinds = []ChangeKind{ChangePercent, ChangeHours, ChangeWindow, ChangeEffort, ChangeOrder, ChangePeople, ChangeWait}

func (f *Feature) change(r *http.Request, id string) (*changeView, *http.Request, error) {
	v := &changeView{form: form.Of("id", store.NewID(), "percent", "50"), kind: ChangePercent}
	for _, kind := range formKinds {
		if r.URL.Query().Get("kind") == string(kind) {
			v.kind = kind
		}
	}
	s, r, err := f.see(r, func(ctx context.Context, tx *store.Tx, s *shown) (err error) {
		if s.plan == nil {
			return i18n.Fail("staffing.no_plan").Because(store.ErrNotFound)
		}
		if id != "" {
			found, err := FindScenario(ctx, tx, s.plan.ID, id)
			if err != nil {
				return err
			}
			v.scenario = &found
		}
		v.state, err = stateOf(ctx, tx, s.plan, s.start())
		return err
	})
	v.shown = s
	return v, r, err
}

// start is the quarter that the plan of hours begins with: that of the day, or the plan's first when it has not begun.
func (s *shown) start() calendar.Quarter { return firstQuarter(s.plan, s.day) }

// showNewChange shows the form of a change. Managers and administrators only.
func (f *Feature) showNewChange(w http.ResponseWriter, r *http.Request) error {
	v, r, err := f.change(r, r.URL.Query().Get("scenario"))
	if err != nil {
		return err
	}
	return web.Show(w, v.onDay(r), http.StatusOK, changePage(v))
}

// addScenario makes a scenario of a form, or of what a button offers. Managers and administrators only.
func (f *Feature) addScenario(w http.ResponseWriter, r *http.Request) error {
	return f.saveChange(w, r, "")
}

// addChange adds a change to a scenario. Managers and administrators only.
func (f *Feature) addChange(w http.ResponseWriter, r *http.Request) error {
	return f.saveChange(w, r, r.PathValue("id"))
}

func (f *Feature) saveChange(w http.ResponseWriter, r *http.Request, id string) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, r, err := f.change(r, id)
	if err != nil {
		return err
	}
	v.form, v.kind = typed, ChangeKind(typed.Text("kind"))
	changes := v.typedChanges()
	me, _ := accounts.In(r.Context())
	s := Scenario{ID: store.GivenID(typed.Text("id")), PlanID: v.plan.ID, Name: typed.Text("name"), Changes: changes, MadeBy: me.Name}
	if v.scenario != nil {
		s = *v.scenario
		s.Version, _ = strconv.Atoi(typed.Text("seen"))
		s.Changes = append(s.Changes, changes...)
	} else if s.Name == "" && len(changes) > 0 {
		s.Name = shortName(v.state.changeWords(i18n.In(r.Context()), changes[0], changes[1:]...))
	}
	if typed.IsRight() {
		err = f.DB.Write(r.Context(), func(tx *store.Tx) error {
			if v.scenario != nil {
				return ChangeScenario(r.Context(), tx, &s)
			}
			return AddScenario(r.Context(), tx, &s)
		})
		if fault := asFault(err); fault != nil {
			typed.Refuse("name", *fault)
		} else if err != nil {
			return err
		}
	}
	if !typed.IsRight() {
		status := http.StatusUnprocessableEntity
		if errors.Is(err, ErrSavedMeanwhile) {
			status = http.StatusConflict
		}
		return web.Show(w, v.onDay(r), status, changePage(v))
	}
	http.Redirect(w, r, v.scenarioAt(s.ID), http.StatusSeeOther)
	return nil
}

// shortName is a name that is not too long for a tab.
func shortName(name string) string {
	runes := []rune(name)
	return string(runes[:min(len(runes), longestScenario)])
}

// typedChanges reads the change that a form or a button sends. Faults stand beside the fields.
func (v *changeView) typedChanges() []Change {
	if text := v.form.Typed("changes"); text != "" {
		var changes []Change
		if json.Unmarshal([]byte(text), &changes) != nil {
			v.form.Refuse("name", i18n.Msg("staffing.scenario.change_wrong"))
		}
		return changes
	}
	c := Change{Kind: v.kind, Person: v.form.Text("person")}
	c.Activity, _ = strconv.Atoi(v.form.Text("activity"))
	v.readWho(&c)
	v.readWhen(&c)
	v.readMuch(&c)
	return []Change{c}
}

func (v *changeView) readWho(c *Change) {
	known := false
	for i := range v.people {
		known = known || v.people[i].ID == c.Person
	}
	if v.asks("person") && !known {
		v.form.Refuse("person", i18n.Msg("staffing.scenario.person_missing"))
	}
	known = false
	for _, a := range v.plan.Activities() {
		known = known || a.Number == c.Activity
	}
	if v.asks("activity") && !known {
		v.form.Refuse("activity", i18n.Msg("staffing.scenario.activity_missing"))
	}
}

func (v *changeView) readWhen(c *Change) {
	read := func(field string) calendar.Quarter {
		quarter, err := calendar.ParseQuarter(v.form.Text(field))
		if v.asks(field) && err != nil {
			v.form.Refuse(field, i18n.Msg("staffing.scenario.quarter_missing"))
		}
		return quarter
	}
	c.From, c.Until = read("from"), read("until")
	if v.asks("until") && v.form.IsRight() && c.Until < c.From {
		v.form.Refuse("until", i18n.Msg("staffing.scenario.until_before"))
	}
}

func (v *changeView) readMuch(c *Change) {
	if v.asks("percent") {
		permille, read := readPermille(v.form, "percent", "staffing.people.percent_missing")
		if c.Permille = permille; read && (permille < 0 || permille > whole) {
			v.form.Refuse("percent", i18n.Msg("staffing.people.percent_outside"))
		}
	}
	if v.asks("hours") {
		hours, read := readTenths(v.form, "hours", "staffing.effort.hours_negative")
		if c.Hours = hours; read && hours <= 0 {
			v.form.Refuse("hours", i18n.Msg("staffing.effort.hours_negative"))
		}
	}
	if v.asks("place") {
		place := v.form.Whole("place")
		if place == nil || *place < 1 {
			v.form.Refuse("place", i18n.Msg("staffing.order.place_outside"))
		} else {
			c.Place = *place
		}
	}
}

// asks tells whether the form of this kind of change has a field.
func (v *changeView) asks(field string) bool {
	fields := map[ChangeKind]map[string]bool{
		ChangePercent: {"person": true, "percent": true, "from": true},
		ChangeHours:   {"person": true, "hours": true, "from": true},
		ChangeWindow:  {"activity": true, "from": true, "until": true},
		ChangeEffort:  {"activity": true, "hours": true},
		ChangeOrder:   {"activity": true, "place": true},
		ChangePeople:  {"activity": true, "person": true},
		ChangeWait:    {"activity": true},
	}
	return fields[v.kind][field]
}

// options of the selects.
func (v *changeView) personOptions() []ui.Option {
	options := []ui.Option{{}}
	for i := range v.people {
		options = append(options, ui.Option{Value: v.people[i].ID, Text: v.people[i].Name})
	}
	return options
}

func (v *changeView) activityOptions() []ui.Option {
	options := []ui.Option{{}}
	for _, a := range v.plan.Activities() {
		options = append(options, ui.Option{Value: strconv.Itoa(a.Number), Text: named(a)})
	}
	return options
}

func (v *changeView) quarterOptions(l i18n.Printer) []ui.Option {
	options := []ui.Option{{}}
	for _, quarter := range v.quarters() {
		options = append(options, ui.Option{Value: quarter.String(), Text: l.QuarterLong(quarter)})
	}
	return options
}

func (v *changeView) kindTabs(l i18n.Printer) []ui.Tab {
	var tabs []ui.Tab
	for _, kind := range formKinds {
		href := v.at("/staffing/scenarios/new")
		mark := "?"
		if href != "/staffing/scenarios/new" {
			mark = "&"
		}
		href += mark + "kind=" + string(kind)
		if v.scenario != nil {
			href += "&scenario=" + v.scenario.ID
		}
		tabs = append(tabs, ui.Tab{Text: l.T("staffing.kind." + string(kind)), Href: href, Current: kind == v.kind})
	}
	return tabs
}

func (v *changeView) action() string {
	if v.scenario != nil {
		return v.at("/staffing/scenarios/" + v.scenario.ID + "/changes")
	}
	return v.at("/staffing/scenarios")
}

// removeChange takes a change out of a scenario. Managers and administrators only.
func (f *Feature) removeChange(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	place, _ := strconv.Atoi(r.PathValue("place"))
	v, r, err := f.change(r, r.PathValue("id"))
	if err != nil {
		return err
	}
	s := v.scenario
	if seen, _ := strconv.Atoi(typed.Text("seen")); place >= 1 && place <= len(s.Changes) && len(s.Changes) > 1 && seen == s.Version {
		s.Changes = append(s.Changes[:place-1:place-1], s.Changes[place:]...)
		if err := f.DB.Write(r.Context(), func(tx *store.Tx) error { return ChangeScenario(r.Context(), tx, s) }); err != nil && !errors.Is(err, ErrSavedMeanwhile) {
			return err
		}
	}
	if day, err := calendar.ParseDate(typed.Text("date")); err == nil {
		v.day = day
	}
	http.Redirect(w, r, v.scenarioAt(s.ID), http.StatusSeeOther)
	return nil
}

// removeScenario takes a scenario out of the list. Managers and administrators only.
func (f *Feature) removeScenario(w http.ResponseWriter, r *http.Request) error {
	s, r, err := f.see(r, nil)
	if err != nil {
		return err
	}
	if s.plan != nil {
		if err := f.DB.Write(r.Context(), func(tx *store.Tx) error { return RemoveScenario(r.Context(), tx, s.plan.ID, r.PathValue("id")) }); err != nil {
			return err
		}
	}
	http.Redirect(w, r, s.at("/staffing"), http.StatusSeeOther)
	return nil
}

func (v *changeView) title(l i18n.Printer) string {
	if v.scenario == nil {
		return l.T("staffing.scenario.new")
	}
	return l.T("staffing.scenario.add")
}

func (v *changeView) crumbs(l i18n.Printer) []ui.Link {
	crumbs := []ui.Link{{Text: l.T("staffing.title"), Href: v.at("/staffing")}}
	if v.scenario != nil {
		crumbs = append(crumbs, ui.Link{Text: v.scenario.Name, Href: v.back()})
	}
	return crumbs
}

func (v *changeView) back() string {
	if v.scenario == nil {
		return v.at("/staffing")
	}
	return v.scenarioAt(v.scenario.ID)
}
