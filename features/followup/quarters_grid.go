package followup

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"samverk/features/plan"
	"samverk/features/staffing"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/ui"
)

// quarterGrid makes the table of activities and quarters.
type quarterGrid struct {
	p         i18n.Printer
	addresses addresses
	decided   map[string]staffing.Said
	standing  *standing
	quarters  []calendar.Quarter
	words     map[Status]string        // the statuses' names
	said      map[Status]string        // the same before an indicator's number
	ranks     map[plan.Priority]string // the priorities' names
	going     []int                    // activities going on in each quarter
	planned   string                   // what is read out where hours are planned
}

func newQuarterGrid(k *known, s *standing, p i18n.Printer, a addresses) *quarterGrid {
	b := &quarterGrid{p: p, addresses: a, decided: k.decided, standing: s, quarters: k.plan.Period.Quarters(), words: statusWords(p),
		said: map[Status]string{}, ranks: map[plan.Priority]string{}}
	before := strings.ToLower(p.T("followup.page.indicator"))
	for status, word := range b.words {
		b.said[status] = word + ", " + before
	}
	for _, priority := range priorities {
		b.ranks[priority] = p.T("plan.priority." + string(priority))
	}
	b.going = make([]int, len(b.quarters))
	b.planned = p.T("followup.quarters.planned")
	return b
}

// legend explains the priorities that the plan has, the numbers and all statuses.
func (b *quarterGrid) legend(of *plan.Plan) []ui.LegendRow {
	rows := []ui.LegendRow{{Title: b.p.T("followup.filter.priority")}, {Title: b.p.T("followup.page.status")}}
	for _, priority := range priorities {
		if slices.ContainsFunc(of.Activities(), func(a *plan.Activity) bool { return a.Priority == priority }) {
			rows[0].Signs = append(rows[0].Signs, ui.LegendSign{Fill: fills[priority], Means: b.ranks[priority]})
		}
	}
	rows[0].Signs = append(rows[0].Signs, ui.LegendSign{Text: "8", Means: b.p.T("followup.quarters.number_means")})
	if b.standing.hours != nil {
		rows[0].Signs = append(rows[0].Signs, ui.LegendSign{Fill: ui.FillPlanned, Means: b.p.T("followup.quarters.planned_means")})
	}
	for _, status := range Statuses {
		rows[1].Signs = append(rows[1].Signs, ui.LegendSign{Shape: string(status), Means: b.words[status]})
	}
	return rows
}

func (b *quarterGrid) table(of *plan.Plan, w wish) ui.Timeline {
	t := ui.Timeline{RowHead: b.p.T("followup.column.activity"), SecondHead: b.p.T("followup.filter.priority"),
		Goes: b.p.T("followup.quarters.goes_on"), Spans: b.years()}
	for g := range of.Goals {
		if goal := &of.Goals[g]; w.wantsGoal(goal) {
			if shown := b.goal(goal, w); len(shown.Rows) > 0 {
				t.Groups = append(t.Groups, shown)
			}
		}
	}
	t.Foot = []string{b.p.T("followup.quarters.going")}
	for _, n := range b.going {
		t.Foot = append(t.Foot, strconv.Itoa(n))
	}
	return t
}

func (b *quarterGrid) years() []ui.TimelineSpan {
	var years []ui.TimelineSpan
	now := calendar.QuarterOf(b.standing.AsOf)
	for i, q := range b.quarters {
		if i == 0 || q.Number() == 1 {
			years = append(years, ui.TimelineSpan{Name: strconv.Itoa(q.Year())})
		}
		year := &years[len(years)-1]
		year.Columns = append(year.Columns, ui.TimelineColumn{Name: b.p.Quarter(q), Current: q == now})
	}
	return years
}

func (b *quarterGrid) goal(goal *plan.Goal, w wish) ui.TimelineGroup {
	shown := ui.TimelineGroup{Title: b.p.T("followup.page.goal", "label", goal.Label, "title", goal.Title)}
	all := PlanStatus{AsOf: b.standing.AsOf}
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
				b.going[n]++
			}
		}
	}
	shown.Note = goalSum(b.p, &all)
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

func (b *quarterGrid) hasStatus(activity *plan.Activity, wanted Status) bool {
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

func (b *quarterGrid) row(activity *plan.Activity) ui.TimelineRow {
	row := ui.TimelineRow{Number: activity.Label, Name: strings.TrimSuffix(activity.Title, "."), Href: b.addresses.activity(activity.Number),
		Second: b.ranks[activity.Priority], Cells: make([]ui.TimelineCell, len(b.quarters))}
	if said, there := b.decided[activity.ID]; there {
		row.Note = said.InWords(b.p)
	}
	if row.Number == "" {
		row.Number = strconv.Itoa(activity.Number)
	}
	b.plan(&row, activity)
	for i, q := range b.quarters {
		if !activity.Window.Contains(q) {
			continue
		}
		if row.Fill == ui.NoFill {
			row.Fill, row.From = cmp.Or(fills[activity.Priority], ui.FillLow), i
		}
		row.To = i
	}
	placed := make([][]placedMark, len(b.quarters))
	b.place(placed, activity)
	for i, marks := range placed {
		for m := range marks {
			row.Cells[i].Marks = append(row.Cells[i].Marks, b.mark(&marks[m], activity))
		}
	}
	return row
}

// plan marks the quarters that hours are planned in, or says at the end of the window that the activity does not fit.
func (b *quarterGrid) plan(row *ui.TimelineRow, activity *plan.Activity) {
	for _, q := range b.standing.hours.Quarters(activity) {
		if at := int(q - b.quarters[0]); at >= 0 && at < len(row.Cells) {
			row.Cells[at].Planned = b.planned
		}
	}
	fits, known := b.standing.hours.Fits(activity)
	last := min(int(activity.Window.To-b.quarters[0]), len(row.Cells)-1)
	if known && !fits && last >= 0 {
		row.Cells[last].Sign = b.p.T("followup.quarters.does_not_fit")
	}
}

// placedMark is one or more indicators whose cells have the same status and belong to the same quarter.
type placedMark struct {
	status     Status
	indicators []*plan.Indicator
}

// place puts each cell in the quarter in which it was met, or else falls due, what needs somebody first.
func (b *quarterGrid) place(placed [][]placedMark, activity *plan.Activity) {
	if len(placed) == 0 {
		return
	}
	for i := range activity.Indicators {
		indicator := &activity.Indicators[i]
		for _, cell := range b.standing.cells[indicator.Number] {
			day := cell.To
			if cell.Status.IsFulfilled() && !cell.MetOn.IsZero() {
				day = cell.MetOn
			}
			at := min(max(int(calendar.QuarterOf(day)-b.quarters[0]), 0), len(placed)-1)
			placed[at] = withMark(placed[at], cell.Status, indicator)
		}
	}
	for _, marks := range placed {
		slices.SortFunc(marks, func(x, y placedMark) int { return slices.Index(urgency, x.status) - slices.Index(urgency, y.status) })
	}
}

func withMark(marks []placedMark, status Status, indicator *plan.Indicator) []placedMark {
	for i := range marks {
		if marks[i].status == status {
			if !slices.Contains(marks[i].indicators, indicator) {
				marks[i].indicators = append(marks[i].indicators, indicator)
			}
			return marks
		}
	}
	return append(marks, placedMark{status, []*plan.Indicator{indicator}})
}

func (b *quarterGrid) mark(placed *placedMark, activity *plan.Activity) ui.TimelineMark {
	mark := ui.TimelineMark{Shape: string(placed.status), Word: b.said[placed.status], Text: numbers(placed.indicators),
		Href: b.addresses.indicator(placed.indicators[0].Number)}
	if len(placed.indicators) > 1 {
		mark.Href = b.addresses.in("/indicators", "activity", strconv.Itoa(activity.Number), "status", string(placed.status))
	}
	return mark
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
