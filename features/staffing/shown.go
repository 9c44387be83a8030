package staffing

import (
	"samverk/features/staffing/planner"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/ui"
)

// at is an address that keeps the day that is looked at.
func (s *shown) at(path string) string {
	if s.day == s.today || s.day.IsZero() {
		return path
	}
	return path + "?date=" + s.day.String()
}

// after is the address that a form comes back to, which says what has been done and keeps the day.
func (s *shown) after(path, what string) string {
	if address := s.at(path); address != path {
		return address + "&" + what
	}
	return path + "?" + what
}

// tabs are the feature's pages beside each other.
func (s *shown) tabs(p i18n.Printer, current string) []ui.Tab {
	var tabs []ui.Tab
	for _, page := range []struct{ path, key string }{{"/staffing", "staffing.tab.overview"}, {"/staffing/people", "staffing.tab.people"},
		{"/staffing/efforts", "staffing.tab.efforts"}, {"/staffing/order", "staffing.tab.order"}, {"/staffing/capacity", "staffing.tab.capacity"}} {
		tabs = append(tabs, ui.Tab{Text: p.T(page.key), Href: s.at(page.path), Current: page.path == current})
	}
	return tabs
}

// quarters are those of the plan from the day that is looked at and forward; all of them when the plan is over or has not
// begun. Without a plan they are those of the day's year.
func (s *shown) quarters() []calendar.Quarter {
	if s.plan == nil {
		return calendar.Year(s.day.Year()).Quarters()
	}
	if left := quartersFrom(s.plan, calendar.QuarterOf(s.day)); len(left) > 0 {
		return left
	}
	return s.plan.Period.Quarters()
}

// isOver tells whether the plan ended before the day that is looked at.
func (s *shown) isOver() bool { return s.plan != nil && s.plan.Period.To.Before(s.day) }

// quarterHead is a quarter above a column. The year is said where it begins.
func quarterHead(p i18n.Printer, quarters []calendar.Quarter, i int) string {
	if i == 0 || quarters[i].Number() == 1 {
		return p.QuarterLong(quarters[i])
	}
	return p.Quarter(quarters[i])
}

// spanOf is a run of quarters in words: "2019 Kv 1–Kv 2".
func spanOf(p i18n.Printer, span calendar.QuarterSpan) string {
	switch {
	case span.From == span.To:
		return p.QuarterLong(span.From)
	case span.From.Year() == span.To.Year():
		return p.QuarterLong(span.From) + "–" + p.Quarter(span.To)
	}
	return p.QuarterLong(span.From) + "–" + p.QuarterLong(span.To)
}

// capacityView is the hours of people in quarters, as a table.
type capacityView struct {
	label    string
	quarters []calendar.Quarter
	rows     []capacityRow
	sum      []string // empty when there is only one row
}

type capacityRow struct {
	name, href, below string
	hours             []string
}

// viewCapacity shows the hours of people in the quarters. Whoever works in none of them is left out.
func (s *shown) viewCapacity(p i18n.Printer, people []Person) capacityView {
	v := capacityView{label: p.T("staffing.hours_per_quarter"), quarters: s.quarters()}
	sums := make([]int, len(v.quarters))
	for i, hours := range s.setting.Capacity(people, v.quarters) {
		row := capacityRow{name: people[i].Name, href: s.at("/staffing/people/" + people[i].ID), below: s.percentToday(p, &people[i])}
		any := false
		for j, n := range hours {
			row.hours = append(row.hours, wholeHours(p, n))
			sums[j] += int(n)
			any = any || n > 0
		}
		if any {
			v.rows = append(v.rows, row)
		}
	}
	if len(v.rows) > 1 {
		for _, sum := range sums {
			v.sum = append(v.sum, p.Number(sum/10))
		}
	}
	return v
}

// percentToday is how much of full time somebody works on the day that is looked at: "80 %".
func (s *shown) percentToday(p i18n.Printer, who *Person) string {
	switch {
	case who.From.After(s.day):
		return p.T("staffing.people.begins", "date", p.Date(who.From))
	case !who.Works(s.day):
		return p.T("staffing.people.left", "date", p.Date(who.Until))
	}
	return percentSign(p, who.PermilleOn(s.day))
}

func percentSign(p i18n.Printer, permille int) string { return percentWords(p, permille) + "\u00a0%" }

// awayToday is the absence on the day that is looked at, else the next one: "100 % till 2019-07-31".
func (s *shown) awayToday(p i18n.Printer, who *Person) string {
	for _, a := range who.Absences {
		switch {
		case a.Days.Contains(s.day):
			return p.T("staffing.people.away_now", "share", percentSign(p, a.Permille), "until", p.Date(a.Days.To))
		case a.Days.From.After(s.day):
			return p.T("staffing.people.away_later", "share", percentSign(p, a.Permille), "from", p.Date(a.Days.From), "until", p.Date(a.Days.To))
		}
	}
	return ""
}

// howCounted tells how hours come about: "Arbetsdagar × 8 timmar × tjänstgöringsgrad, minus frånvaro och 40 % …".
func (s *shown) howCounted(p i18n.Printer) string {
	return p.T("staffing.how_counted", "hours", HoursWords(p, planner.Tenths(s.setting.TenthsADay)), "reserved", percentSign(p, s.setting.Reserved))
}
