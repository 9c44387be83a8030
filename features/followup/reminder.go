package followup

import (
	"slices"
	"strings"

	"samverk/features/accounts"
	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
)

// Occasion is why somebody is reminded of a cell.
type Occasion string

// The occasions: while there is time to act, and once when the time is out.
const (
	Soon Occasion = "soon"
	Over Occasion = "over"
)

// Days of a reminder: so long before a cell ends, and at most so long after. The latter is long enough for a holiday without
// the program, and short enough for old plans not to be brought up when they are read in.
const (
	remindBefore = 30
	remindAfter  = 14
)

// Reminded is a cell that somebody is reminded of.
type Reminded struct {
	Plan      *plan.Plan
	Indicator *plan.Indicator
	Cell      CellStatus
	Occasion  Occasion
}

// toRemind lists the cells of a plan to remind of on a day: those that end soon and are not met, then those that ended lately
// without being met.
func toRemind(p *plan.Plan, status PlanStatus, today calendar.Date) []Reminded {
	var soon, over []Reminded
	for _, indicator := range p.Indicators() {
		for _, cell := range status.Of(indicator.Number) {
			if cell.Status.IsFulfilled() || cell.Status == NotApplicable || cell.Status == NotStarted {
				continue
			}
			switch left := today.DaysUntil(cell.To); {
			case left >= 0 && left <= remindBefore:
				soon = append(soon, Reminded{p, indicator, cell, Soon})
			case left < 0 && -left <= remindAfter:
				over = append(over, Reminded{p, indicator, cell, Over})
			}
		}
	}
	byDay := func(a, b Reminded) int { return a.Cell.To.Compare(b.Cell.To) }
	slices.SortStableFunc(soon, byDay)
	slices.SortStableFunc(over, byDay)
	return append(soon, over...)
}

// wantsReminders tells whether somebody works with plans and wants to hear of them.
func wantsReminders(a *accounts.Account) bool {
	return a.Reminders && !a.Closed && (a.Role == accounts.Officer || a.Role == accounts.Manager)
}

// longestReminder bounds how many cells a mail lists of each occasion; the page lists them all.
const longestReminder = 20

// reminderText words a reminder. site is the address of the program.
func reminderText(p i18n.Printer, to accounts.Account, list []Reminded, site string) (subject, text string) {
	var b strings.Builder
	b.WriteString(p.T("followup.reminder.begins", "name", to.Name))
	for _, occasion := range []Occasion{Soon, Over} {
		var of []Reminded
		for _, one := range list {
			if one.Occasion == occasion {
				of = append(of, one)
			}
		}
		if len(of) == 0 {
			continue
		}
		b.WriteString("\n" + p.T("followup.reminder."+string(occasion), "count", len(of)) + "\n")
		for _, one := range of[:min(len(of), longestReminder)] {
			b.WriteString("\n" + one.line(p, site))
		}
		if rest := len(of) - longestReminder; rest > 0 {
			b.WriteString("\n" + p.T("followup.reminder.rest", "count", rest) + "\n")
		}
	}
	b.WriteString("\n" + p.T("followup.reminder.ends", "link", site+"/account#mail"))
	return p.T("followup.reminder.subject", "count", len(list)), b.String()
}

// line tells of one cell: what, where it stands, until when, and where to go on.
func (r *Reminded) line(p i18n.Printer, site string) string {
	how := statusWord(p, r.Cell.Status) + "."
	if pressure, open := r.Cell.Pressure(r.Cell.To); open && r.Occasion == Soon {
		how = stands(p, &r.Indicator.Rule, r.Cell, pressure.Missing)
	}
	at := addresses{key: r.Plan.Key}
	return p.T("followup.reminder.cell", "label", printed(r.Indicator), "what", nameOf(r.Indicator), "plan", r.Plan.Title,
		"days", spanName(p, r.Cell.Span), "stands", how, "until", p.DateLong(r.Cell.To), "link", site+at.indicator(r.Indicator.Number))
}
