package followup

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/ui"
)

// indicatorList is the page with a plan's indicators.
type indicatorList struct {
	Title, Meta string
	Path, Date  string
	Filters     []choice
	IsFiltered  bool
	AllHref     string
	Columns     []ui.Column
	Rows        []indicatorRow
}

type indicatorRow struct {
	Label, Name, Href string
	Activity, ActHref string
	Priority          string
	Status            Status
	Word, When, SoFar string
	Due               string
	Checks            []check
	Flagged           string
	number            int
	due               calendar.Date
	activity          int
	priority          plan.Priority
}

// check is a cell among an indicator's others.
type check struct {
	Status Status
	Word   string
}

// nowCell is the cell that matters on a day: the one that holds it, else the last that has ended, else the first.
func nowCell(cells []CellStatus, asOf calendar.Date) (CellStatus, bool) {
	if len(cells) == 0 {
		return CellStatus{}, false
	}
	now := cells[0]
	for _, cell := range cells {
		if cell.From.After(asOf) {
			break
		}
		now = cell
	}
	return now, true
}

func newIndicatorList(k *known, s *standing, r reader, w wish) indicatorList {
	p, a := r.p, r.addresses(k.plan.Key, s.AsOf)
	v := indicatorList{Title: p.T("followup.indicators.title"), Path: "/plan/" + url.PathEscape(k.plan.Key) + "/indicators",
		Date: a.date.String(), Filters: filters(k.plan, p, w), IsFiltered: w.narrows(), AllHref: a.in("/indicators"),
		Columns: columns(p, a, w)}
	words := statusWords(p)
	for _, indicator := range k.plan.Indicators() {
		at, cells := k.places[indicator.Number], s.cells[indicator.Number]
		if !w.wantsIndicator(at, cells) {
			continue
		}
		row := indicatorRow{Label: printed(indicator), Name: nameOf(indicator), Href: a.indicator(indicator.Number), Activity: at.activity.Title,
			ActHref: a.activity(at.activity.Number), Priority: p.T("plan.priority." + string(at.activity.Priority)),
			number: indicator.Number, activity: at.activity.Number, priority: at.activity.Priority}
		if len(indicator.Rule.Flags) > 0 {
			row.Flagged = p.T("followup.indicators.flagged")
		}
		for _, cell := range cells {
			row.Checks = append(row.Checks, check{cell.Status, spanName(p, cell.Span) + ": " + words[cell.Status]})
		}
		if now, any := shownCell(cells, s.AsOf, Status(w.status)); any {
			row.Status, row.Word, row.When, row.SoFar = now.Status, words[now.Status], spanName(p, now.Span), soFar(p, now)
			row.due, row.Due = now.To, now.To.String()
		}
		v.Rows = append(v.Rows, row)
	}
	sortIndicators(v.Rows, w.sort)
	v.Meta = p.T("followup.indicators.meta", "shown", len(v.Rows), "number", len(k.plan.Indicators()), "date", longDay(p, s.AsOf))
	return v
}

// shownCell is the cell a row tells of: the first with the status looked for, else the one that matters on the day.
func shownCell(cells []CellStatus, asOf calendar.Date, wanted Status) (CellStatus, bool) {
	if now, any := nowCell(cells, asOf); wanted == "" || any && now.Status == wanted {
		return now, any
	}
	for _, cell := range cells {
		if cell.Status == wanted {
			return cell, true
		}
	}
	return nowCell(cells, asOf)
}

func (w wish) wantsIndicator(at place, cells []CellStatus) bool {
	if !w.wantsGoal(at.goal) || !w.wantsActivity(at.activity) || w.flags && len(at.indicator.Rule.Flags) == 0 {
		return false
	}
	return w.status == "" || slices.ContainsFunc(cells, func(c CellStatus) bool { return string(c.Status) == w.status })
}

// sortKeys are the columns that the list can be sorted by, in the order they stand.
var sortKeys = []string{"number", "name", "activity", "priority", "status", "due"}

func columns(p i18n.Printer, a addresses, w wish) []ui.Column {
	sorted := w.sort
	if !slices.Contains(sortKeys, sorted) {
		sorted = sortKeys[0]
	}
	flags := ""
	if w.flags {
		flags = "1"
	}
	list := make([]ui.Column, len(sortKeys), len(sortKeys)+2)
	for i, key := range sortKeys {
		list[i] = ui.Column{Text: p.T("followup.column." + key), Number: key == "number" || key == "due",
			Href: a.in("/indicators", "goal", w.goal, "activity", w.activity, "priority", w.priority, "status", w.status, "flags", flags, "sort", key)}
		if key == sorted {
			list[i].Sorted = ui.Ascending
		}
	}
	return append(list, ui.Column{Text: p.T("followup.column.so_far")}, ui.Column{Text: p.T("followup.column.checks")})
}

func sortIndicators(rows []indicatorRow, by string) {
	priorities := []plan.Priority{plan.High, plan.Medium, plan.Low}
	slices.SortStableFunc(rows, func(x, y indicatorRow) int {
		order := 0
		switch by {
		case "name":
			order = strings.Compare(strings.ToLower(x.Name), strings.ToLower(y.Name))
		case "activity":
			order = cmp.Compare(x.activity, y.activity)
		case "priority":
			order = cmp.Compare(slices.Index(priorities, x.priority), slices.Index(priorities, y.priority))
		case "status":
			order = cmp.Compare(slices.Index(urgency, x.Status), slices.Index(urgency, y.Status))
		case "due":
			order = x.due.Compare(y.due)
		}
		return cmp.Or(order, cmp.Compare(x.number, y.number))
	})
}
