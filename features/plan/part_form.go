package plan

import (
	"slices"
	"strconv"

	"samverk/platform/calendar"
	"samverk/platform/form"
	"samverk/platform/i18n"
)

// fields fills a form with the plan's own fields.
func (d *Draft) fields() []string {
	pairs := []string{"title", d.Title, "from", d.Period.From.String(), "to", d.Period.To.String(), "overall_goal", d.OverallGoal,
		"introduction", d.Introduction, "adopted_on", d.AdoptedOn.String(), "adopted_by", d.AdoptedBy}
	for i, staff := range d.Staff {
		row := strconv.Itoa(i + 1)
		pairs = append(pairs, "role_"+row, staff.Role, "percent_"+row, strconv.Itoa(staff.Percent))
	}
	return append(pairs, "staff_rows", strconv.Itoa(len(d.Staff)+emptyStaffRows))
}

// emptyStaffRows are how many rows for more positions a form has.
const emptyStaffRows = 2

// mostStaffRows bounds how many positions a form may hold.
const mostStaffRows = 100

func staffRows(f *form.Form) int { return rowsOf(f, "staff_rows", mostStaffRows) }

// rowsOf is how many rows of fields a form says that it has.
func rowsOf(f *form.Form, field string, most int) int {
	n, err := strconv.Atoi(f.Text(field))
	if err != nil || n < 0 {
		return 0
	}
	return min(n, most)
}

// readStaff reads the rows that have a role; one without is taken away.
func readStaff(f *form.Form) []DraftStaff {
	var staff []DraftStaff
	for i := range staffRows(f) {
		row := strconv.Itoa(i + 1)
		role, percent := f.Text("role_"+row), f.Whole("percent_"+row)
		if percent != nil && *percent > 100 {
			f.Refuse("percent_"+row, i18n.Msg("plan.fault.percent"))
		}
		switch {
		case role == "" && percent != nil:
			f.Refuse("role_"+row, i18n.Msg("plan.fault.role_missing"))
		case role != "" && percent == nil:
			if _, wrong := f.FaultOf("percent_" + row); !wrong {
				f.Refuse("percent_"+row, i18n.Msg("plan.fault.percent_missing"))
			}
		case role != "":
			staff = append(staff, DraftStaff{role, *percent})
		}
	}
	return staff
}

// read takes the plan's own fields from a form; what is wrong is said beside the fields.
func (d *Draft) read(f *form.Form) {
	d.Title = f.Required("title", "plan.fault.title_missing")
	d.Period = calendar.Span{From: f.Date("from"), To: f.Date("to")}
	d.OverallGoal, d.Introduction = f.Text("overall_goal"), f.Text("introduction")
	d.AdoptedOn, d.AdoptedBy = f.Date("adopted_on"), f.Text("adopted_by")
	d.Staff = readStaff(f)
	_, fromWrong := f.FaultOf("from")
	_, toWrong := f.FaultOf("to")
	if d.Period.IsEmpty() && !fromWrong && !toWrong {
		f.Refuse("to", i18n.Msg("plan.fault.period_empty"))
	}
	if isTooLong(d.Period) {
		f.Refuse("to", i18n.Msg("plan.fault.too_many_years", "years", mostYears))
	}
}

func (d *DraftGoal) fields() []string { return []string{"title", d.Title, "text", d.Text} }

func (d *DraftGoal) read(f *form.Form) {
	d.Title, d.Text = f.Required("title", "plan.fault.goal_missing"), f.Text("text")
}

func (d *DraftActivity) fields() []string {
	return []string{"title", d.Title, "area", d.Area, "background", d.Background, "priority", string(d.Priority),
		"window_from", d.Window.From.String(), "window_to", d.Window.To.String(), "recurrence", string(d.Recurrence),
		"responsible", d.Responsible}
}

func (d *DraftActivity) read(f *form.Form) {
	d.Title = f.Required("title", "plan.fault.activity_missing")
	d.Area, d.Background, d.Responsible = f.Text("area"), f.Text("background"), f.Text("responsible")
	d.Priority, d.Recurrence = Priority(f.Text("priority")), Recurrence(f.Text("recurrence"))
	if !slices.Contains(Priorities, d.Priority) {
		f.Refuse("priority", i18n.Msg("plan.fault.priority"))
	}
	if !slices.Contains(Recurrences, d.Recurrence) {
		f.Refuse("recurrence", i18n.Msg("plan.fault.recurrence"))
	}
	d.Window = calendar.QuarterSpan{From: readQuarter(f, "window_from"), To: readQuarter(f, "window_to")}
	if !d.Window.From.IsZero() && !d.Window.To.IsZero() && d.Window.IsEmpty() {
		f.Refuse("window_to", i18n.Msg("plan.fault.window_empty"))
	}
}

func readQuarter(f *form.Form, field string) calendar.Quarter {
	q, err := calendar.ParseQuarter(f.Text(field))
	if err != nil {
		f.Refuse(field, i18n.Msg("plan.fault.quarter"))
	}
	return q
}

func (d *DraftIndicator) fields() []string {
	return append([]string{"text", d.Text, "owner", d.Owner, "note", d.Note}, ruleFields(d.Rule)...)
}

func (d *DraftIndicator) read(f *form.Form) {
	d.Text = f.Required("text", "plan.fault.indicator_missing")
	d.Owner, d.Note = f.Text("owner"), f.Text("note")
	d.Rule = readRule(f, d.Rule)
}

// Priorities lists every priority, the highest first.
var Priorities = []Priority{High, Medium, Low}

// Recurrences lists every recurrence.
var Recurrences = []Recurrence{Once, Ongoing, Yearly}

// fieldsOf are the fields of a part of the draft; false when there is no such part.
func (d *Draft) fieldsOf(part Part) ([]string, bool) {
	switch part.Kind {
	case WholePlan:
		return d.fields(), true
	case GoalPart:
		if goal := d.goal(part.Number); goal != nil {
			return goal.fields(), true
		}
	case ActivityPart:
		if _, activity := d.activity(part.Number); activity != nil {
			return activity.fields(), true
		}
	case IndicatorPart:
		if _, indicator := d.indicator(part.Number); indicator != nil {
			return indicator.fields(), true
		}
	}
	return nil, false
}

// readPart takes a part's fields from a form.
func (d *Draft) readPart(part Part, f *form.Form) {
	switch part.Kind {
	case WholePlan:
		d.read(f)
	case GoalPart:
		d.goal(part.Number).read(f)
	case ActivityPart:
		_, activity := d.activity(part.Number)
		activity.read(f)
	case IndicatorPart:
		_, indicator := d.indicator(part.Number)
		indicator.read(f)
	}
}
