package plan

import (
	"math"
	"time"

	"samverk/platform/calendar"
)

// Cell is what one check of an indicator asks for: the days it covers and how many records, or what value, it wants.
type Cell struct {
	calendar.Span
	Target float64 // as Rule.Target, prorated where the rule says so; always 1 for deliveries
}

// Cells unfolds the rule: one cell per period when it recurs, else one for its window, in the order of their days. An
// incomplete first or last period is cut to the window and asks for what Rule.Partial says. A rule whose window is
// empty or whose period is unknown has no cells, nor has one that exempts its only, incomplete, period.
func (r Rule) Cells() []Cell {
	window := r.Window()
	if window.IsEmpty() || r.Recurs() && r.Period.Months() == 0 {
		return nil
	}
	if !r.Recurs() {
		return []Cell{{window, r.cellTarget()}}
	}
	cells := make([]Cell, 0, window.Days()/(30*r.Period.Months())+2)
	for period := r.Period.Around(window.From); !period.From.After(window.To); period = r.Period.Around(period.To.AddDays(1)) {
		span := period.Intersect(window)
		target := r.cellTarget()
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

// Around is the whole calendar period that contains d. It must not be asked of NoPeriod.
func (p Period) Around(d calendar.Date) calendar.Span {
	months := p.Months()
	first := (int(d.Month())-1)/months*months + 1
	from := calendar.NewDate(d.Year(), time.Month(first), 1)
	return calendar.Span{From: from, To: from.AddMonths(months).AddDays(-1)}
}

// cellTarget is what a whole period or window asks for. Something is delivered once, whatever the rule's target says.
func (r Rule) cellTarget() float64 {
	if r.IsDelivery() {
		return 1
	}
	return r.Target
}

// prorated is target × quarters touched ÷ quarters in the period, rounded up. Only a number of records can be
// divided so: a least value or a share is the same however short the period is.
func (r Rule) prorated(span calendar.Span) float64 {
	if !r.IsCount() {
		return r.cellTarget()
	}
	quarters := float64(r.Period.Months()) / 3
	touched := float64(calendar.QuarterOf(span.To) - calendar.QuarterOf(span.From) + 1)
	return math.Ceil(r.Target * touched / quarters)
}
