package plan

import (
	"math"
	"time"

	"samverk/platform/calendar"
)

// Cell is what one check of an indicator asks for: the days it covers and how many records, or what value, it wants.
type Cell struct {
	calendar.Span
	Target float64 // as Rule.Target, prorated where the rule says so
}

// Cells unfolds the rule: one cell per period when it recurs, else one for its window. An incomplete first or last
// period is cut to the window and asks for what Rule.Partial says.
func (r Rule) Cells() []Cell {
	window := r.Window()
	if window.IsEmpty() {
		return nil
	}
	if !r.Recurs() {
		return []Cell{{window, r.Target}}
	}
	var cells []Cell
	for period := r.periodOf(window.From); !period.From.After(window.To); period = r.periodOf(period.To.AddDays(1)) {
		span := period.Intersect(window)
		target := r.Target
		if span != period {
			switch r.Partial {
			case PartialExempt:
				continue
			case PartialProrated:
				target = r.prorated(span)
			}
		}
		cells = append(cells, Cell{span, target})
	}
	return cells
}

// periodOf is the whole calendar period that contains d.
func (r Rule) periodOf(d calendar.Date) calendar.Span {
	months := r.Period.Months()
	first := (int(d.Month())-1)/months*months + 1
	from := calendar.NewDate(d.Year(), time.Month(first), 1)
	return calendar.Span{From: from, To: from.AddMonths(months).AddDays(-1)}
}

// prorated is target × quarters touched ÷ quarters in the period, rounded up, for rules that count records.
func (r Rule) prorated(span calendar.Span) float64 {
	if !r.IsCount() {
		return r.Target
	}
	quarters := float64(r.Period.Months()) / 3
	return math.Ceil(r.Target * float64(len(span.Quarters())) / quarters)
}
