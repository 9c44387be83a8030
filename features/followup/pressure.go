package followup

import (
	"samverk/features/plan"
	"samverk/platform/calendar"
)

// Pressure is what an unfinished cell still asks for, said before it is too late.
type Pressure struct {
	// Missing is the number of records that must still happen for the cell to be met; 0 when the kind of rule does not
	// ask for a number of records.
	Missing int
	// Behind is the number of them that would take the cell out of risk today; 0 when it is not at risk. For a
	// delivery any linked record will do, such as a first draft.
	Behind int
	// WeeksLeft is the number of 7-day weeks from the date to the cell's last day, rounded up: 0 on the last day.
	WeeksLeft int
	// Steps are the coming dates on which the cell is judged more strictly, in order; the last day is always among
	// them when it asks for more than Behind does. For counts Behind and what the steps ask for add up to Missing.
	Steps []Step
}

// Step is a date by which records must have happened. One dated on the day itself is in time.
type Step struct {
	On calendar.Date
	// Held is how many records the cell must have had in all by then. 0 with Begin set.
	Held int
	// More is how many that is beyond what the step before asks for, or beyond what has been done.
	More int
	// Begin marks the date by which some record, in any state, must show that a delivery has been begun.
	Begin bool
}

// Pressure tells what the cell asks for after the date it was judged on, which is given again. It is false when
// nothing remains to be done in time: the cell is met, not applicable, already not met, or its last day has passed.
func (c CellStatus) Pressure(asOf calendar.Date) (Pressure, bool) {
	switch c.Status {
	case Met, MetLate, NotMet, NotApplicable:
		return Pressure{}, false
	}
	if asOf.After(c.To) {
		return Pressure{}, false
	}
	p := Pressure{WeeksLeft: (asOf.DaysUntil(c.To) + 6) / 7}
	kind := plan.Rule{Kind: c.Kind}
	switch {
	case kind.IsCount():
		c.pressCount(&p, asOf)
	case kind.IsDelivery():
		c.pressDelivery(&p, asOf)
	}
	return p, true
}

// pressCount asks on every coming quarter's last day, and on the first day of the last stretch, for what keeps the
// cell out of risk on that day; and on the last day for the whole target.
func (c CellStatus) pressCount(p *Pressure, asOf calendar.Date) {
	target := wanted(c.Cell)
	p.Missing = target - c.Count
	if c.Status == AtRisk {
		p.Behind = neededOn(c.Cell, asOf) - c.Count
	}
	held := c.Count + p.Behind // what the steps build on: what is done, and what should have been
	for _, day := range c.strictDays() {
		if !day.After(asOf) && day != c.To {
			continue // asked for already: that is what Behind says
		}
		needed := neededOn(c.Cell, day)
		if day == c.To {
			needed = target
		}
		if needed > held {
			p.Steps = append(p.Steps, Step{On: day, Held: needed, More: needed - held})
			held = needed
		}
	}
}

// strictDays lists the days inside the cell on which a count may be asked for more, in order: the last days of
// quarters, the first day of the last stretch, and the cell's last day.
func (c CellStatus) strictDays() []calendar.Date {
	var days []calendar.Date
	stretch := lastStretch(c.Span)
	for q := calendar.QuarterOf(c.From); q <= calendar.QuarterOf(c.To); q = q.Next() {
		if calendar.QuarterOf(stretch) == q {
			days = append(days, stretch)
		}
		if q.Last().Before(c.To) {
			days = append(days, q.Last())
		}
	}
	return append(days, c.To)
}

// pressDelivery asks for a first sign when the last stretch begins, and for the delivery on the last day.
func (c CellStatus) pressDelivery(p *Pressure, asOf calendar.Date) {
	p.Missing = 1
	if c.Status == AtRisk {
		p.Behind = 1
	}
	if stretch := lastStretch(c.Span); c.Records == 0 && stretch.After(asOf) {
		p.Steps = append(p.Steps, Step{On: stretch, Begin: true})
	}
	p.Steps = append(p.Steps, Step{On: c.To, Held: 1, More: 1})
}
