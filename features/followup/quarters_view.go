package followup

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/ui"
)

// quarterPlan is the plan as a table of activities and quarters.
type quarterPlan struct {
	Title, Meta string
	Path        string
	Filters     []choice
	Date        string // goes with the filters when it is not today
	Priorities  []legendItem
	Legend      []legendItem
	Years       []yearHead
	Quarters    []quarterHead
	Goals       []planGoal
	Going       []int // activities going on in each quarter
	CSV, XLSX   string
	Printed     string
	IsFiltered  bool
	AllHref     string
}

type legendItem struct{ Shape, Word string }

type yearHead struct{ Year, Quarters int }

type quarterHead struct {
	calendar.Quarter
	Name            string
	Current, Opens  bool // this quarter; the first of a year
	ScreenReaderAdd string
}

type planGoal struct {
	Title, Sum string
	Href       string
	Rows       []planRow
}

type planRow struct {
	Label, Title, Href string
	Priority           plan.Priority
	PriorityWord       string
	Cells              []planCell
}

// planCell is an activity in a quarter.
type planCell struct {
	Class string
	Said  string // that the activity goes on, for who cannot see it
	Marks []quarterMark
}

// quarterMark is one or more indicators whose cells have the same status and belong to the same quarter.
type quarterMark struct {
	Status     Status
	Word       string
	Numbers    string
	Href       string
	indicators []*plan.Indicator
}

// wish is what the reader has chosen to see.
type wish struct {
	goal, activity, priority, status, sort string
	flags                                  bool
}

func wishIn(query url.Values) wish {
	return wish{goal: query.Get("goal"), activity: query.Get("activity"), priority: query.Get("priority"), status: query.Get("status"),
		sort: query.Get("sort"), flags: query.Get("flags") != ""}
}

func (w wish) wantsGoal(g *plan.Goal) bool { return w.goal == "" || w.goal == strconv.Itoa(g.Number) }
func (w wish) wantsActivity(a *plan.Activity) bool {
	return (w.activity == "" || w.activity == strconv.Itoa(a.Number)) && (w.priority == "" || w.priority == string(a.Priority))
}

// narrows tells whether anything is left out.
func (w wish) narrows() bool {
	return w.goal != "" || w.activity != "" || w.priority != "" || w.status != "" || w.flags
}

func newQuarterPlan(k *known, s *standing, r reader, w wish) quarterPlan {
	p, a := r.p, r.addresses(k.plan.Key, s.AsOf)
	b := quarterPlanBuilder{p: p, addresses: a, standing: s, words: statusWords(p), goes: p.T("followup.quarters.goes_on"),
		indicator: p.T("followup.page.indicator"), quarters: k.plan.Period.Quarters(), now: calendar.QuarterOf(s.AsOf)}
	chosen := []string{"goal", w.goal, "priority", w.priority, "status", w.status}
	v := quarterPlan{
		Title: p.T("followup.quarters.title", "from", k.plan.Period.From.Year(), "to", k.plan.Period.To.Year()),
		Meta: p.T("followup.quarters.meta", "activities", len(k.plan.Activities()), "indicators", len(k.plan.Indicators()),
			"date", longDay(p, s.AsOf)),
		Path: "/plan/" + url.PathEscape(k.plan.Key) + "/quarters", Filters: filters(k.plan, p, w), Date: a.date.String(),
		Legend: b.legend(), Years: b.years(), Quarters: b.heads(), Going: make([]int, len(b.quarters)),
		CSV: a.in("/quarters.csv", chosen...), XLSX: a.in("/quarters.xlsx", chosen...),
		Printed:    p.T("followup.quarters.printed", "date", longDay(p, s.AsOf), "plan", k.plan.Title),
		IsFiltered: w.narrows(), AllHref: a.in("/quarters"),
	}
	for _, priority := range []plan.Priority{plan.High, plan.Medium, plan.Low} {
		v.Priorities = append(v.Priorities, legendItem{string(priority), p.T("plan.priority." + string(priority))})
	}
	for g := range k.plan.Goals {
		if goal := &k.plan.Goals[g]; w.wantsGoal(goal) {
			if shown := b.goal(goal, w, v.Going); len(shown.Rows) > 0 {
				v.Goals = append(v.Goals, shown)
			}
		}
	}
	return v
}

func statusWords(p i18n.Printer) map[Status]string {
	words := make(map[Status]string, len(Statuses))
	for _, status := range Statuses {
		words[status] = statusWord(p, status)
	}
	return words
}

// filters are the lists above the tables.
func filters(of *plan.Plan, p i18n.Printer, w wish) []choice {
	goals := choice{"goal", p.T("followup.filter.goal"), w.goal, []ui.Option{{Text: p.T("followup.filter.all_goals")}}}
	for _, goal := range of.Goals {
		goals.Options = append(goals.Options, ui.Option{Value: strconv.Itoa(goal.Number), Text: goal.Label + ". " + goal.Title})
	}
	priorities := choice{"priority", p.T("followup.filter.priority"), w.priority, []ui.Option{{Text: p.T("followup.filter.all_priorities")}}}
	for _, priority := range []plan.Priority{plan.High, plan.Medium, plan.Low} {
		priorities.Options = append(priorities.Options, ui.Option{Value: string(priority), Text: p.T("plan.priority." + string(priority))})
	}
	statuses := choice{"status", p.T("followup.page.status"), w.status, []ui.Option{{Text: p.T("followup.filter.all_statuses")}}}
	for _, status := range Statuses {
		statuses.Options = append(statuses.Options, ui.Option{Value: string(status), Text: statusWord(p, status)})
	}
	return []choice{goals, priorities, statuses}
}

type quarterPlanBuilder struct {
	p               i18n.Printer
	addresses       addresses
	standing        *standing
	words           map[Status]string
	goes, indicator string
	quarters        []calendar.Quarter
	now             calendar.Quarter
}

func (b *quarterPlanBuilder) legend() []legendItem {
	items := make([]legendItem, 0, len(Statuses))
	for _, status := range Statuses {
		items = append(items, legendItem{string(status), b.words[status]})
	}
	return items
}

func (b *quarterPlanBuilder) years() []yearHead {
	var years []yearHead
	for _, q := range b.quarters {
		if len(years) == 0 || years[len(years)-1].Year != q.Year() {
			years = append(years, yearHead{Year: q.Year()})
		}
		years[len(years)-1].Quarters++
	}
	return years
}

func (b *quarterPlanBuilder) heads() []quarterHead {
	heads := make([]quarterHead, len(b.quarters))
	for i, q := range b.quarters {
		heads[i] = quarterHead{Quarter: q, Name: quarterName(b.p, q), Current: q == b.now, Opens: i == 0 || q.Number() == 1}
	}
	return heads
}

func (b *quarterPlanBuilder) goal(goal *plan.Goal, w wish, going []int) planGoal {
	shown := planGoal{Title: b.p.T("followup.page.goal", "label", goal.Label, "title", goal.Title)}
	var all PlanStatus
	all.AsOf = b.standing.AsOf
	for i := range goal.Activities {
		activity := &goal.Activities[i]
		for n := range activity.Indicators {
			all.add(&activity.Indicators[n], b.standing.cells[activity.Indicators[n].Number])
		}
		if !w.wantsActivity(activity) || !b.hasStatus(activity, Status(w.status)) {
			continue
		}
		shown.Rows = append(shown.Rows, b.row(activity))
		for n, q := range b.quarters {
			if activity.Window.Contains(q) {
				going[n]++
			}
		}
	}
	shown.Sum = goalSum(b.p, &all)
	return shown
}

// goalSum says how a goal's cells stand in a few words.
func goalSum(p i18n.Printer, s *PlanStatus) string {
	met, due := s.Due()
	if due == 0 {
		return p.T("followup.goal.none_due")
	}
	sum := p.T("followup.goal.due", "met", met, "count", due)
	if risk := s.Totals.Of(AtRisk); risk > 0 {
		sum += ", " + p.T("followup.goal.risk", "number", risk)
	}
	return sum
}

func (b *quarterPlanBuilder) hasStatus(activity *plan.Activity, wanted Status) bool {
	if wanted == "" {
		return true
	}
	for i := range activity.Indicators {
		if slices.ContainsFunc(b.standing.cells[activity.Indicators[i].Number], func(c CellStatus) bool { return c.Status == wanted }) {
			return true
		}
	}
	return false
}

func (b *quarterPlanBuilder) row(activity *plan.Activity) planRow {
	row := planRow{Label: activity.Label, Title: strings.TrimSuffix(activity.Title, "."), Href: b.addresses.activity(activity.Number),
		Priority: activity.Priority, PriorityWord: b.p.T("plan.priority." + string(activity.Priority)), Cells: make([]planCell, len(b.quarters))}
	if row.Label == "" {
		row.Label = strconv.Itoa(activity.Number)
	}
	for i, q := range b.quarters {
		cell := &row.Cells[i]
		if i == 0 || q.Number() == 1 {
			cell.Class = "fu-year"
		}
		if q == b.now {
			cell.Class += " fu-now"
		}
		if activity.Window.Contains(q) {
			cell.Class += " fu-" + string(activity.Priority)
			cell.Said = b.goes
		}
	}
	b.placeMarks(&row, activity)
	return row
}

// placeMarks puts each cell in the quarter in which it was met, or else falls due.
func (b *quarterPlanBuilder) placeMarks(row *planRow, activity *plan.Activity) {
	for i := range activity.Indicators {
		indicator := &activity.Indicators[i]
		for _, cell := range b.standing.cells[indicator.Number] {
			day := cell.To
			if cell.Status.IsFulfilled() && !cell.MetOn.IsZero() {
				day = cell.MetOn
			}
			at := min(max(int(calendar.QuarterOf(day)-b.quarters[0]), 0), len(b.quarters)-1)
			row.Cells[at].mark(cell.Status, indicator)
		}
	}
	for i := range row.Cells {
		marks := row.Cells[i].Marks
		slices.SortFunc(marks, func(x, y quarterMark) int { return slices.Index(urgency, x.Status) - slices.Index(urgency, y.Status) })
		for m := range marks {
			mark := &marks[m]
			mark.Word = b.words[mark.Status]
			mark.Numbers = numbers(mark.indicators)
			mark.Href = b.addresses.indicator(mark.indicators[0].Number)
			if len(mark.indicators) > 1 {
				mark.Href = b.addresses.in("/indicators", "activity", strconv.Itoa(activity.Number), "status", string(mark.Status))
			}
		}
	}
}

func (c *planCell) mark(status Status, indicator *plan.Indicator) {
	for i := range c.Marks {
		if c.Marks[i].Status == status {
			if !slices.Contains(c.Marks[i].indicators, indicator) {
				c.Marks[i].indicators = append(c.Marks[i].indicators, indicator)
			}
			return
		}
	}
	c.Marks = append(c.Marks, quarterMark{Status: status, indicators: []*plan.Indicator{indicator}})
}

// numbers writes indicators' labels, runs of plain numbers as "11–13".
func numbers(indicators []*plan.Indicator) string {
	var out strings.Builder
	for i := 0; i < len(indicators); {
		end := i
		for end+1 < len(indicators) && indicators[end+1].Number == indicators[end].Number+1 && isPlain(indicators[end+1]) && isPlain(indicators[end]) {
			end++
		}
		if i > 0 {
			out.WriteString(", ")
		}
		out.WriteString(printed(indicators[i]))
		if end > i {
			out.WriteString("–" + printed(indicators[end]))
		}
		i = end + 1
	}
	return out.String()
}

func isPlain(i *plan.Indicator) bool { return printed(i) == strconv.Itoa(i.Number) }

// said is everything about a cell in words, for spreadsheets.
func (c *planCell) said() string {
	var parts []string
	for _, mark := range c.Marks {
		parts = append(parts, mark.Word+" "+mark.Numbers)
	}
	if len(parts) == 0 && c.Said != "" {
		return c.Said
	}
	return strings.Join(parts, "; ")
}
