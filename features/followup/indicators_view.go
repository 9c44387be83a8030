package followup

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/ui"
)

// indicatorList is the page with a plan's indicators.
type indicatorList struct {
	Title, Meta string
	Note        string // what it is narrowed to
	Path        string
	Hidden      [][2]string
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
		Hidden: w.hidden(a), Filters: filters(k.plan, p, w), IsFiltered: w.narrows(), AllHref: a.in("/indicators"),
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
			row.Checks = append(row.Checks, check{cell.Status, i18n.Capital(spanName(p, cell.Span)) + ": " + words[cell.Status]})
		}
		if now, any := w.shownCell(cells, s.AsOf); any {
			row.Status, row.Word, row.When, row.SoFar = now.Status, words[now.Status], i18n.Capital(spanName(p, now.Span)), soFar(p, now)
			row.due, row.Due = now.To, now.To.String()
		}
		v.Rows = append(v.Rows, row)
	}
	sortIndicators(v.Rows, w.sort)
	v.Note = w.note(k, p)
	v.Meta = p.T("followup.indicators.meta", "shown", len(v.Rows), "number", len(k.plan.Indicators()), "date", p.DateLong(s.AsOf))
	return v
}

// shownCell is the cell a row tells of: the first that is looked for, else the one that matters on the day.
func (w wish) shownCell(cells []CellStatus, asOf calendar.Date) (CellStatus, bool) {
	now, any := nowCell(cells, asOf)
	if any && w.wantsCell(now) {
		return now, any
	}
	if i := slices.IndexFunc(cells, w.wantsCell); i >= 0 {
		return cells[i], true
	}
	return now, any
}

// wantsCell tells whether a cell has the status and the days looked for.
func (w wish) wantsCell(cell CellStatus) bool {
	return (w.status == "" || string(cell.Status) == w.status) && (w.ends.IsZero() || endsOn(cell, w.ends)) &&
		(w.begins.IsZero() || beginsOn(cell, w.begins))
}

func (w wish) wantsIndicator(at place, cells []CellStatus) bool {
	if !w.wantsGoal(at.goal) || !w.wantsActivity(at.activity) || w.flags && len(at.indicator.Rule.Flags) == 0 {
		return false
	}
	if w.status == "" && w.ends.IsZero() && w.begins.IsZero() {
		return true
	}
	return slices.ContainsFunc(cells, w.wantsCell)
}

// note says in words what the list is narrowed to, where no choice above it shows that.
func (w wish) note(k *known, p i18n.Printer) string {
	var notes []string
	if !w.ends.IsZero() {
		notes = append(notes, p.T("followup.indicators.ending", "date", p.DateLong(w.ends)))
	}
	if !w.begins.IsZero() {
		notes = append(notes, p.T("followup.indicators.beginning", "date", p.DateLong(w.begins)))
	}
	if w.flags {
		notes = append(notes, p.T("followup.indicators.flags_only"))
	}
	for _, activity := range k.plan.Activities() {
		if w.activity == strconv.Itoa(activity.Number) {
			notes = append(notes, p.T("followup.indicators.of_activity", "activity", strings.TrimSuffix(activity.Title, ".")))
		}
	}
	return strings.Join(notes, " ")
}

// hidden are the parts of a wish that no choice on the page shows, and the day, as name and value.
func (w wish) hidden(a addresses) [][2]string {
	var list [][2]string
	for _, pair := range [][2]string{{"activity", w.activity}, {"ends", w.ends.String()}, {"begins", w.begins.String()}, {"flags", w.flagged()},
		{"sort", w.sort}, {"date", a.date.String()}} {
		if pair[1] != "" {
			list = append(list, pair)
		}
	}
	return list
}

func (w wish) flagged() string {
	if w.flags {
		return "1"
	}
	return ""
}

// sortKeys are the columns that the list can be sorted by, in the order they stand.
var sortKeys = []string{"number", "name", "activity", "priority", "status", "due"}

func columns(p i18n.Printer, a addresses, w wish) []ui.Column {
	sorted := w.sort
	if !slices.Contains(sortKeys, sorted) {
		sorted = sortKeys[0]
	}
	list := make([]ui.Column, len(sortKeys), len(sortKeys)+2)
	for i, key := range sortKeys {
		list[i] = ui.Column{Text: p.T("followup.column." + key), Number: key == "number" || key == "due",
			Href: a.in("/indicators", "goal", w.goal, "activity", w.activity, "priority", w.priority, "status", w.status, "flags", w.flagged(),
				"ends", w.ends.String(), "begins", w.begins.String(), "sort", key)}
		if key == sorted {
			list[i].Sorted = ui.Ascending
		}
	}
	return append(list, ui.Column{Text: p.T("followup.column.so_far")}, ui.Column{Text: p.T("followup.column.checks")})
}

func sortIndicators(rows []indicatorRow, by string) {
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
