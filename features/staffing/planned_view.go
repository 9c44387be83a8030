package staffing

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"samverk/features/plan"
	"samverk/features/staffing/planner"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/ui"
)

// plannedView is the main page: what fits, what has to wait and why, today or in a scenario.
type plannedView struct {
	*shown
	planned   *planned
	today     *planned  // for the comparison; the same as planned without a scenario
	scenario  *Scenario // nil for today's plan
	scenarios []Scenario
	decisions []Decision
	done      string
}

// meta says how much fits: "16 av 18 aktiviteter ryms med den bemanning som finns. Räknat den …".
func (v *plannedView) meta(l i18n.Printer) string {
	fit, of := v.planned.fitting()
	return l.T("staffing.plan.fit", "count", of, "fit", fit) + " " + l.T("staffing.plan.counted", "day", l.DateLong(v.day), "from", l.QuarterLong(v.planned.from))
}

// scenarioTabs are today's plan and the scenarios beside it.
func (v *plannedView) scenarioTabs(l i18n.Printer) []ui.Tab {
	tabs := []ui.Tab{{Text: l.T("staffing.scenario.today"), Href: v.at("/staffing"), Current: v.scenario == nil}}
	for i := range v.scenarios {
		s := &v.scenarios[i]
		tabs = append(tabs, ui.Tab{Text: s.Name, Href: v.scenarioAt(s.ID), Current: v.scenario != nil && v.scenario.ID == s.ID})
	}
	return tabs
}

// scenarioAt is the page of a scenario on the day that is looked at.
func (s *shown) scenarioAt(id string) string {
	href := s.at("/staffing")
	mark := "?"
	if strings.Contains(href, "?") {
		mark = "&"
	}
	return href + mark + "scenario=" + url.QueryEscape(id)
}

// waitView is one activity that does not fit.
type waitView struct {
	Name, Href, Meta, Why, Effort string
	Number                        int
	Helps                         []help
}

func (v *plannedView) waits(l i18n.Printer) []waitView {
	var list []waitView
	for _, out := range v.planned.waiting() {
		a := v.planned.names.Activities[out.ID]
		effort := v.planned.names.Efforts[out.ID]
		list = append(list, waitView{Name: named(a), Href: activityLink(v.plan, a), Number: a.Number,
			Meta:  l.T("staffing.priority."+string(a.Priority)) + ". " + spanOf(l, v.planned.windowOf(out.ID)) + ". " + effort.Said(l) + ".",
			Why:   v.planned.why(l, out),
			Helps: v.planned.helps(l, out)})
	}
	return list
}

// rows are the activities that fit, in the order of their turns.
func (v *plannedView) rows(l i18n.Printer) []fitRow {
	var list []fitRow
	for i := range v.planned.plan.Activities {
		out := &v.planned.plan.Activities[i]
		if !out.Fits {
			continue
		}
		a := v.planned.names.Activities[out.ID]
		sum := planner.Tenths(0)
		var quarters []calendar.Quarter
		for _, w := range out.Hours {
			sum += w.Hours
			quarters = append(quarters, calendar.MustQuarter(w.Quarter))
		}
		slices.Sort(quarters)
		row := fitRow{Name: named(a), Href: activityLink(v.plan, a), Priority: l.T("staffing.priority." + string(a.Priority)), Hours: HoursWords(l, sum),
			Quarters: quartersIn(l, slices.Compact(quarters)), Finish: l.QuarterLong(calendar.MustQuarter(*out.Finish)), Late: v.planned.whyLate(l, out)}
		if out.Slack != nil {
			row.Slack = HoursWords(l, *out.Slack)
		}
		list = append(list, row)
	}
	return list
}

type fitRow struct{ Name, Href, Priority, Quarters, Finish, Late, Hours, Slack string }

// leftOut says of each activity that the planner is not asked about why not.
func (v *plannedView) leftOut(l i18n.Printer) []ui.Item {
	var items []ui.Item
	for _, left := range v.planned.names.Left {
		item := ui.Item{Icon: ui.IconInfo, Title: named(left.Activity), Href: activityLink(v.plan, left.Activity), Text: l.T("staffing.left." + string(left.Why))}
		if left.Why == Waits {
			item.Icon = ui.IconCalendar
			if d, n := v.decided(left.Activity); d != nil {
				item.Text = strings.TrimSpace(l.T("staffing.left.decided", "who", d.DecidedBy, "day", l.Date(calendar.Today(d.DecidedAt.Time)), "reason", d.Reason) + " " + n.Sentence(l.Language()))
			}
			if v.mayChange && v.scenario == nil {
				item.Action = ui.PostButton(fmt.Sprintf("/staffing/wait/%d/end", left.Activity.Number), ui.Act{Text: l.T("staffing.wait.end"), Hidden: left.Activity.Title, Small: true})
			}
		}
		items = append(items, item)
	}
	return items
}

// decided is the latest decision by which an activity waits.
func (v *plannedView) decided(a *plan.Activity) (*Decision, *Note) {
	for i := range v.decisions {
		for j := range v.decisions[i].Notes {
			if n := &v.decisions[i].Notes[j]; n.ActivityID == a.ID && n.Waits && n.EndedAt == nil {
				return &v.decisions[i], n
			}
		}
	}
	return nil, nil
}

// load is the chart with its table.
func (v *plannedView) load(l i18n.Printer) *ui.Load {
	p := v.planned
	chart := &ui.Load{Label: l.T("staffing.load.title"), Corner: l.T("staffing.load.corner"), Limit: l.T("staffing.load.limit"), Missing: l.T("staffing.load.missing")}
	for _, class := range []planner.Class{planner.High, planner.Medium, planner.Low} {
		if slices.ContainsFunc(p.problem.Activities, func(a planner.Activity) bool { return a.Class == class }) {
			chart.Keys = append(chart.Keys, ui.LoadKey{Fill: string(class), Text: l.T("staffing.priority." + string(class))})
		}
	}
	missing := v.missing()
	quarters := p.quarters()
	total := ui.LoadRow{Name: l.T("staffing.together"), Total: true}
	heads := quarters
	past, hasPast := v.past(l)
	if hasPast {
		heads = slices.Insert(slices.Clone(quarters), 0, p.from-1)
		chart.Keys = append(chart.Keys, ui.LoadKey{Fill: "done", Text: l.T("staffing.load.spent")})
		chart.Columns, total.Cells = append(chart.Columns, past.column), append(total.Cells, past.cell)
	}
	for q := range quarters {
		column := ui.LoadColumn{Name: quarterHead(l, heads, q+len(heads)-len(quarters)), Missing: int(missing[q] / 10)}
		if missing[q] > 0 {
			column.Missing = max(1, column.Missing)
			column.Short = l.T("staffing.load.short", "hours", HoursWords(l, missing[q]))
		}
		used, there := planner.Tenths(0), planner.Tenths(0)
		for person := range p.problem.People {
			there += p.hours(person, q)
		}
		for _, class := range []planner.Class{planner.High, planner.Medium, planner.Low} {
			part := v.ofClass(class, p.problem.Quarters[q])
			used += part
			column.Parts = append(column.Parts, ui.LoadPart{Fill: string(class), Size: int(part / 10)})
		}
		column.Has = int(there / 10)
		chart.Columns = append(chart.Columns, column)
		total.Cells = append(total.Cells, v.loadCell(l, used, there, "", ""))
	}
	for person := range p.problem.People {
		if row := v.loadRow(l, person); len(row.Cells) > 0 {
			if hasPast {
				row.Cells = slices.Insert(row.Cells, 0, ui.LoadCell{Text: "–", Past: true}) // who did it is not recorded
			}
			chart.Rows = append(chart.Rows, row)
		}
	}
	if len(chart.Rows) > 1 || hasPast {
		chart.Rows = append(chart.Rows, total)
	}
	return chart
}

// pastLoad is what was spent in the quarter before the first.
type pastLoad struct {
	column ui.LoadColumn
	cell   ui.LoadCell
}

// past is the quarter before the first, against the hours that there were. The plan's first quarter has none before it.
func (v *plannedView) past(l i18n.Printer) (pastLoad, bool) {
	p := v.planned
	quarter := p.from - 1
	if quarter < calendar.QuarterOf(p.state.plan.Period.From) {
		return pastLoad{}, false
	}
	there := planner.Tenths(0)
	for _, hours := range p.state.setting.Capacity(p.state.people, []calendar.Quarter{quarter}) {
		there += hours[0]
	}
	spent := p.state.before
	past := pastLoad{ui.LoadColumn{Name: l.QuarterLong(quarter), Has: int(there / 10), Parts: []ui.LoadPart{{Fill: "done", Size: int(spent / 10)}}},
		ui.LoadCell{Used: wholeHours(l, spent), Has: wholeHours(l, there), Past: true}}
	if there > 0 {
		past.cell.Share = int(min(spent, there) * whole / there)
	}
	return past, true
}

// ofClass is the planned hours of a priority in a quarter.
func (v *plannedView) ofClass(class planner.Class, quarter string) (sum planner.Tenths) {
	for i := range v.planned.plan.Activities {
		out := &v.planned.plan.Activities[i]
		if v.planned.asked(out.ID).Class != class {
			continue
		}
		for _, w := range out.Hours {
			if w.Quarter == quarter {
				sum += w.Hours
			}
		}
	}
	return sum
}

// missing is the hours that are missing, shown in the last quarter of each window that they are missing in.
func (v *plannedView) missing() map[int]planner.Tenths {
	missing := map[int]planner.Tenths{}
	for _, out := range v.planned.waiting() {
		if out.Reason.Missing != nil {
			missing[slices.Index(v.planned.problem.Quarters, v.planned.asked(out.ID).Window[1])] += *out.Reason.Missing
		}
	}
	return missing
}

// loadRow is one person's hours; without cells for somebody who has none at all.
func (v *plannedView) loadRow(l i18n.Printer, person int) ui.LoadRow {
	p := v.planned
	who := p.problem.People[person]
	if !slices.ContainsFunc(who.Hours, func(hours planner.Tenths) bool { return hours > 0 }) {
		return ui.LoadRow{}
	}
	row := ui.LoadRow{Name: p.names.People[who.ID]}
	if at := slices.IndexFunc(p.state.people, func(s Person) bool { return s.ID == who.ID }); at >= 0 {
		row.Name += ", " + percentSign(l, p.state.people[at].PermilleOn(p.from.Last()))
	}
	for q, quarter := range p.problem.Quarters {
		used := planner.Tenths(0)
		for _, w := range p.cell(who.ID, quarter) {
			used += w.Hours
		}
		href := ""
		if v.scenario == nil && used > 0 {
			href = v.at("/staffing/load/" + who.ID + "/" + quarter)
		}
		row.Cells = append(row.Cells, v.loadCell(l, used, who.Hours[q], href, row.Name))
	}
	return row
}

func (v *plannedView) loadCell(l i18n.Printer, used, there planner.Tenths, href, name string) ui.LoadCell {
	if there == 0 {
		return ui.LoadCell{Text: l.T("staffing.load.away")}
	}
	return ui.LoadCell{Used: wholeHours(l, used), Has: wholeHours(l, there), Share: int(used * whole / there), Href: href, Opens: l.T("staffing.load.opens", "person", name)}
}

// risksIn are the checks that cannot be met as the work is planned, in words.
func (v *plannedView) risksIn(l i18n.Printer) []ui.Item {
	var items []ui.Item
	for _, risk := range v.planned.risks() {
		text := l.T("staffing.risk.waits", "number", risk.Activity.Number)
		if !risk.Finish.IsZero() {
			text = l.T("staffing.risk.late", "number", risk.Activity.Number, "finish", l.QuarterLong(risk.Finish))
		}
		if n := len(items); n > 0 && items[n-1].Title == l.T("staffing.risk.indicator", "number", risk.Indicator.Number, "title", risk.Indicator.Text) {
			continue
		}
		items = append(items, ui.Item{Shape: "at_risk", Word: l.T("staffing.risk.word"), Title: l.T("staffing.risk.indicator", "number", risk.Indicator.Number, "title", risk.Indicator.Text),
			Href: "/plan/" + v.plan.Key + "/indicator/" + strconv.Itoa(risk.Indicator.Number), Text: text, Date: l.Date(risk.Cell.To)})
	}
	return items
}

// changed are the changes of the scenario in words.
func (v *plannedView) changed(l i18n.Printer) []ui.Item {
	var items []ui.Item
	for i, c := range v.scenario.Changes {
		item := ui.Item{Icon: ui.IconEdit, Title: v.planned.state.changeWords(l, c)}
		if v.mayChange && len(v.scenario.Changes) > 1 {
			item.Action = ui.PostButton(fmt.Sprintf("/staffing/scenarios/%s/changes/%d/remove", v.scenario.ID, i+1), ui.Act{Text: l.T("staffing.remove"), Hidden: item.Title, Small: true}, "date", v.day.String(), "seen", strconv.Itoa(v.scenario.Version))
		}
		items = append(items, item)
	}
	return items
}

// compared is what becomes other than today, in words.
func (v *plannedView) compared(l i18n.Printer) []ui.Item {
	c := compare(v.today, v.planned)
	var items []ui.Item
	add := func(icon ui.IconName, a *plan.Activity, text string) {
		items = append(items, ui.Item{Icon: icon, Title: named(a), Href: activityLink(v.plan, a), Text: text})
	}
	for _, a := range c.Out {
		add(ui.IconDown, a, l.T("staffing.compare.out"))
	}
	for _, a := range c.In {
		add(ui.IconUp, a, l.T("staffing.compare.in"))
	}
	for _, m := range c.Moved {
		add(ui.IconCalendar, m.Activity, l.T("staffing.compare.moved", "after", l.QuarterLong(m.After), "before", l.QuarterLong(m.Before)))
	}
	return items
}

// newlyAtRisk counts the checks that are at risk in the scenario and not today.
func (v *plannedView) newlyAtRisk() (count int) {
	before := map[string]bool{}
	key := func(r Risk) string { return fmt.Sprint(r.Indicator.Number, r.Cell.To) }
	for _, r := range v.today.risks() {
		before[key(r)] = true
	}
	for _, r := range v.planned.risks() {
		if !before[key(r)] {
			count++
		}
	}
	return count
}

// decisionItems are what has been decided, the latest first.
func (v *plannedView) decisionItems(l i18n.Printer) []ui.Item {
	var items []ui.Item
	for i := range v.decisions {
		d := &v.decisions[i]
		items = append(items, ui.Item{Icon: ui.IconDone, Title: d.Name, Text: l.T("staffing.decide.by", "who", d.DecidedBy, "reason", d.Reason), Date: l.Date(calendar.Today(d.DecidedAt.Time))})
	}
	return items
}

// ground are the pages that the plan of hours is made of.
func (v *plannedView) ground(l i18n.Printer) []ui.Linked {
	var list []ui.Linked
	for _, page := range []string{"people", "efforts", "order", "capacity"} {
		list = append(list, ui.Linked{Link: ui.Link{Text: l.T("staffing.tab." + page), Href: v.at("/staffing/" + page)}, Text: l.T("staffing.ground_of." + page)})
	}
	return list
}

// fileAt is the plan of hours as a file.
func (v *plannedView) fileAt(kind string) string {
	href := "/staffing/plan." + kind + "?date=" + v.day.String()
	if v.scenario != nil {
		href += "&scenario=" + v.scenario.ID
	}
	return href
}

// crumbs lead back to the main page, and to the scenario that the page is about.
func (v *plannedView) crumbs(l i18n.Printer) []ui.Link {
	crumbs := []ui.Link{{Text: l.T("staffing.title"), Href: v.at("/staffing")}}
	if v.scenario != nil {
		crumbs = append(crumbs, ui.Link{Text: v.scenario.Name, Href: v.scenarioAt(v.scenario.ID)})
	}
	return crumbs
}
