package followup

import (
	"net/url"
	"strconv"

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
	Hidden      [][2]string // goes with the filters
	Legend      []ui.LegendRow
	Table       ui.Timeline
	CSV, XLSX   string
	IsFiltered  bool
	AllHref     string
}

// wish is what the reader has chosen to see.
type wish struct {
	goal, activity, priority, status, sort string
	ends, begins                           calendar.Date // cells that shall be done, or begin to count, on a day
	flags                                  bool
}

func wishIn(query url.Values) wish {
	ends, _ := calendar.ParseDate(query.Get("ends")) // what is no day chooses nothing
	begins, _ := calendar.ParseDate(query.Get("begins"))
	return wish{ends: ends, begins: begins, goal: query.Get("goal"), activity: query.Get("activity"), priority: query.Get("priority"), status: query.Get("status"),
		sort: query.Get("sort"), flags: query.Get("flags") != ""}
}

func (w wish) wantsGoal(g *plan.Goal) bool { return w.goal == "" || w.goal == strconv.Itoa(g.Number) }
func (w wish) wantsActivity(a *plan.Activity) bool {
	return (w.activity == "" || w.activity == strconv.Itoa(a.Number)) && (w.priority == "" || w.priority == string(a.Priority))
}

// narrows tells whether anything is left out.
func (w wish) narrows() bool {
	return w.goal != "" || w.activity != "" || w.priority != "" || w.status != "" || w.flags || !w.ends.IsZero() || !w.begins.IsZero()
}

// priorities in the order of legends.
var priorities = []plan.Priority{plan.High, plan.Medium, plan.Low}

// fills are how the priorities are drawn.
var fills = map[plan.Priority]ui.Fill{plan.High: ui.FillHigh, plan.Medium: ui.FillMedium, plan.Low: ui.FillLow}

// asked is in what words and with what addresses something was worked out.
type asked struct {
	language i18n.Language
	today    calendar.Date // addresses leave out the day shown when it is today
}

// quarterPlan is the quarter plan as wished. The whole one is worked out once for what is known; the page is rendered
// anew each time.
func (s seen) quarterPlan(w wish) *quarterPlan {
	if w != (wish{}) {
		return newQuarterPlan(s.known, s.standing, s.reader, w)
	}
	by := asked{s.reader.p.Language(), s.reader.today}
	kept, there := s.standing.quarters.Load(by)
	if !there {
		kept, _ = s.standing.quarters.LoadOrStore(by, newQuarterPlan(s.known, s.standing, s.reader, w))
	}
	return kept.(*quarterPlan) // nothing else is kept there
}

func newQuarterPlan(k *known, s *standing, r reader, w wish) *quarterPlan {
	p, a := r.p, r.addresses(k.plan.Key, s.AsOf)
	chosen := []string{"goal", w.goal, "priority", w.priority, "status", w.status}
	v := &quarterPlan{
		Title: p.T("followup.quarters.title", "from", k.plan.Period.From.Year(), "to", k.plan.Period.To.Year()),
		Meta: k.plan.Title + ". " + p.T("followup.quarters.meta", "activities", len(k.plan.Activities()), "indicators", len(k.plan.Indicators()),
			"date", p.DateLong(s.AsOf)),
		Path: "/plan/" + url.PathEscape(k.plan.Key) + "/quarters", Filters: filters(k.plan, p, w), Hidden: w.hidden(a),
		CSV: a.in("/quarters.csv", chosen...), XLSX: a.in("/quarters.xlsx", chosen...), IsFiltered: w.narrows(), AllHref: a.in("/quarters"),
	}
	b := newQuarterGrid(k, s, p, a)
	v.Legend, v.Table = b.legend(k.plan), b.table(k.plan, w)
	v.Table.Label = v.Title
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
	choices := choice{"priority", p.T("followup.filter.priority"), w.priority, []ui.Option{{Text: p.T("followup.filter.all_priorities")}}}
	for _, priority := range priorities {
		choices.Options = append(choices.Options, ui.Option{Value: string(priority), Text: p.T("plan.priority." + string(priority))})
	}
	statuses := choice{"status", p.T("followup.page.status"), w.status, []ui.Option{{Text: p.T("followup.filter.all_statuses")}}}
	for _, status := range Statuses {
		statuses.Options = append(statuses.Options, ui.Option{Value: string(status), Text: statusWord(p, status)})
	}
	return []choice{goals, choices, statuses}
}
