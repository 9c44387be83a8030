package staffing

import (
	"slices"
	"strconv"
	"strings"

	"samverk/features/plan"
	"samverk/features/staffing/planner"
	"samverk/platform/calendar"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/ui"
)

// HoursIn is a number of hours with its unit: "19,5 timmar".
func HoursIn(p i18n.Printer, hours planner.Tenths) string {
	count := 2 // more than one
	if hours == 10 {
		count = 1
	}
	return p.T("staffing.hours_in", "count", count, "hours", HoursWords(p, hours))
}

// hoursOf is the hours of an effort: "160 timmar", "19,5 timmar per kvartal".
func (e *Effort) hoursOf(p i18n.Printer) string {
	if e.Shape == Steady {
		return p.T("staffing.effort.per_quarter", "hours", HoursIn(p, e.Hours))
	}
	return HoursIn(p, e.Hours)
}

// Said labels the effort as what it is, an estimate, with who made it: "Uppskattad till 160 timmar av enhetschefen".
func (e *Effort) Said(p i18n.Printer) string {
	if e.IsFirst() {
		return p.T("staffing.effort.said_first", "hours", e.hoursOf(p))
	}
	return p.T("staffing.effort.said", "hours", e.hoursOf(p), "who", e.EstimatedBy)
}

// source is who made the estimate and when.
func (e *Effort) source(p i18n.Printer) string {
	if e.IsFirst() {
		return p.T("staffing.effort.from_plan")
	}
	return i18n.Capital(e.EstimatedBy) + ", " + p.Date(calendar.Today(e.EstimatedAt.Time))
}

// whoMay is whom an activity may be done by, in words.
func (e *Effort) whoMay(p i18n.Printer, people []Person) string {
	var who string
	switch e.Who {
	case ByRole:
		who = e.Role
	case ByPeople:
		who = strings.Join(namesOf(people, e.People), ", ")
	default:
		who = p.T("staffing.effort.anyone")
	}
	if owner := namesOf(people, []string{e.Owner}); len(owner) > 0 && e.Owner != "" {
		who = p.T("staffing.effort.rather", "who", who, "owner", owner[0])
	}
	return who
}

func namesOf(people []Person, ids []string) []string {
	var names []string
	for i := range people {
		if slices.Contains(ids, people[i].ID) {
			names = append(names, people[i].Name)
		}
	}
	return names
}

// inWords explains what an indicator adds: "Indikator 26: 40 utskottsmöten (10 per år) × 8 timmar = 320 timmar".
func (part *Part) inWords(p i18n.Printer) string {
	id := "staffing.effort.part"
	switch {
	case part.Supposed:
		id = "staffing.effort.part_supposed"
	case part.Period != plan.NoPeriod:
		id = "staffing.effort.part_per_period"
	}
	period := ""
	if part.Period != plan.NoPeriod {
		period = p.T("plan.period." + string(part.Period))
	}
	return p.T(id, "indicator", part.Indicator, "records", p.Number(part.Records), "kind", p.T("plan.kind."+string(part.Kind), "count", part.Records),
		"times", part.EachTime, "timesKind", p.T("plan.kind."+string(part.Kind), "count", part.EachTime), "period", period, "each", HoursIn(p, part.Each), "sum", HoursIn(p, part.Hours()))
}

// inWords says what the first estimate comes to.
func (e *Estimate) inWords(p i18n.Printer) string {
	if e.Shape == Steady {
		return p.T("staffing.effort.first_steady", "sum", HoursIn(p, e.Sum), "quarters", e.Quarters, "hours", HoursIn(p, e.Hours))
	}
	return p.T("staffing.effort.first_total", "sum", HoursIn(p, e.Sum))
}

// effortsView is the page of every activity's estimate.
type effortsView struct {
	*shown
	rows   []effortLine
	source string // the filter
}

type effortLine struct {
	activity *plan.Activity
	effort   Effort
	spent    planner.Tenths
}

// effortView is the form of one activity's estimate.
type effortView struct {
	*shown
	effortLine
	first Estimate
	form  *form.Form
	stale *ui.Meanwhile
	saved bool
}

func (v *effortView) here() string { return "/staffing/efforts/" + strconv.Itoa(v.activity.Number) }

func named(a *plan.Activity) string { return strconv.Itoa(a.Number) + ". " + a.Title }

// fill is the form of an effort. By is who is proposed to have made it.
func (e *Effort) fill(by string) *form.Form {
	if e.EstimatedBy != "" {
		by = e.EstimatedBy
	}
	pairs := []string{"shape", string(e.Shape), "hours", hoursText(e.Hours), "who", string(e.Who), "role", e.Role, "owner", e.Owner, "by", by, "seen", strconv.Itoa(e.Version)}
	if e.Most != nil {
		pairs = append(pairs, "most", hoursText(*e.Most))
	}
	if e.Partial {
		pairs = append(pairs, "partial", "yes")
	}
	for _, id := range e.People {
		pairs = append(pairs, "people", id)
	}
	return form.Of(pairs...)
}

// effortIn reads what was typed about an activity's effort.
func effortIn(f *form.Form, activityID string, people []Person) Effort {
	e := Effort{ActivityID: activityID, Shape: Shape(f.Text("shape")), Partial: f.Chosen("partial", "yes"), Who: Who(f.Text("who")), Role: f.Text("role"),
		People: slices.Clone(f.All("people")), Owner: f.Text("owner"), EstimatedBy: f.Text("by")}
	e.Hours, _ = readTenths(f, "hours", "staffing.effort.hours_missing")
	if most, given := readTenths(f, "most", ""); given {
		e.Most = &most
	}
	e.tidy()
	if field, fault := e.check(people); fault != nil {
		refuse(f, field, fault)
	}
	return e
}

func shapeOptions(p i18n.Printer) []ui.Option {
	var options []ui.Option
	for _, shape := range []Shape{Total, Steady} {
		options = append(options, ui.Option{Value: string(shape), Text: p.T("staffing.shape." + string(shape)), Hint: p.T("staffing.shape_hint." + string(shape))})
	}
	return options
}

func whoOptions(p i18n.Printer) []ui.Option {
	var options []ui.Option
	for _, who := range []Who{Anyone, ByRole, ByPeople} {
		options = append(options, ui.Option{Value: string(who), Text: p.T("staffing.who." + string(who))})
	}
	return options
}

func (v *effortView) roleOptions(p i18n.Printer) []ui.Option {
	options := []ui.Option{{Value: "", Text: p.T("staffing.effort.no_role")}}
	for _, role := range Roles(v.people) {
		options = append(options, ui.Option{Value: role, Text: role})
	}
	if role := v.form.Text("role"); role != "" && !slices.Contains(Roles(v.people), role) {
		options = append(options, ui.Option{Value: role, Text: role})
	}
	return options
}

func (v *effortView) peopleOptions() []ui.Option {
	var options []ui.Option
	for i := range v.people {
		options = append(options, ui.Option{Value: v.people[i].ID, Text: v.people[i].Name})
	}
	return options
}

func (v *effortView) ownerOptions(p i18n.Printer) []ui.Option {
	return append([]ui.Option{{Value: "", Text: p.T("staffing.effort.no_owner")}}, v.peopleOptions()...)
}
