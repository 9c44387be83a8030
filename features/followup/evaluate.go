package followup

import (
	"math"
	"math/big"

	"samverk/features/plan"
	"samverk/platform/calendar"
)

// Evaluate judges every cell of a rule as it stood on a date, that date included, in the order of the cells. Only what
// is dated on or before asOf is known then; an event counts by the day it happened, whenever it was entered.
//
// Which cell a record belongs to:
//   - A record counts in the cell that holds its Tally.For: the day it happened, or where a person has placed it. A
//     record placed for another period does not count for the period it happened in.
//   - A deliverable or a state has one cell, and every linked record belongs to it whatever its date: what comes
//     before the window is early, what comes after is late.
//   - A delivery that recurs is late only when a person has placed a record from after the period in it.
//
// Which status goes first, when several could be said: met and met_late, then a person's waiver, then not_started,
// then what the kind of rule says. A rule that Rule.Validate has accepted is assumed. The tallies are not changed.
func Evaluate(rule plan.Rule, facts Facts, asOf calendar.Date) []CellStatus {
	gathered := gather(rule, facts.Tallies, asOf)
	statuses := make([]CellStatus, len(gathered))
	for i := range gathered {
		g := &gathered[i]
		status := CellStatus{
			Cell: g.Cell, Kind: rule.Kind, Count: g.records, Records: g.records,
			Numerator: g.numerator, Denominator: g.denominator,
		}
		if rule.IsDelivery() {
			status.Count = 0
			if !g.metOn.IsZero() {
				status.Count = 1
			}
		}
		status.Status, status.MetOn = g.judge(rule, facts, asOf)
		if !status.Status.IsFulfilled() {
			status.MetOn = calendar.Date{}
			if _, waived := facts.WaiverOf(g.Span, asOf); waived {
				status.Status = NotApplicable
			} else if asOf.Before(g.From) {
				status.Status = NotStarted
			}
		}
		statuses[i] = status
	}
	return statuses
}

// judge gives the status that the kind of rule says, as if the time had come and nobody had waived the cell, and the
// day on which it was met if it is.
func (g *gathering) judge(rule plan.Rule, facts Facts, asOf calendar.Date) (Status, calendar.Date) {
	switch {
	case rule.IsCount():
		return g.judgeCount(asOf), g.metOn
	case rule.IsDelivery():
		return g.judgeDelivery(asOf), g.metOn
	case rule.Kind == plan.Threshold:
		return g.judgeThreshold(asOf), later(g.To, g.firstData)
	case rule.Kind == plan.Ratio:
		return g.judgeRatio(asOf), later(g.To, g.lastData)
	}
	assessment, assessed := facts.AssessmentOf(rule, g.Span, asOf)
	if !assessed {
		return NotAssessed, calendar.Date{}
	}
	return assessment.Verdict, assessment.On // also in_progress after the last day: a person has said so
}

func (g *gathering) judgeCount(asOf calendar.Date) Status {
	switch {
	case !g.metOn.IsZero():
		return Met
	case asOf.After(g.To):
		return NotMet
	case g.records < neededOn(g.Cell, asOf):
		return AtRisk
	}
	return InProgress
}

// neededOn is how many records a count must have by a date inside the cell, so as not to be at risk: the part of the
// target, rounded down, that answers to the calendar quarters closed, and at least one in the last stretch.
func neededOn(cell plan.Cell, asOf calendar.Date) int {
	needed := wanted(cell) * closedQuarters(cell.Span, asOf) / quartersTouched(cell.Span)
	if needed == 0 && !asOf.Before(lastStretch(cell.Span)) {
		return 1
	}
	return needed
}

// wanted is the target of a count as a whole number.
func wanted(cell plan.Cell) int { return int(math.Ceil(cell.Target)) }

// judgeDelivery looks for any linked record in the last stretch: a draft of what shall be submitted is a sign that
// somebody is working on it, so it keeps the cell from being at risk.
func (g *gathering) judgeDelivery(asOf calendar.Date) Status {
	switch {
	case g.metOn.After(g.To):
		return MetLate
	case !g.metOn.IsZero():
		return Met
	case asOf.After(g.To):
		return NotMet
	case g.records == 0 && !asOf.Before(lastStretch(g.Span)):
		return AtRisk
	}
	return InProgress
}

// judgeThreshold: one value below the target is enough, at once; records without a value say nothing.
func (g *gathering) judgeThreshold(asOf calendar.Date) Status {
	switch {
	case g.below:
		return NotMet
	case g.firstData.IsZero():
		return NotAssessed
	case asOf.After(g.To):
		return Met
	}
	return InProgress
}

// judgeRatio: a share is known when its time is out. Before that, a ratio without a single record that carries a
// numerator and a denominator is not assessed; when the time is out and the denominators add up to 0, also because
// there were none, there was nothing to take a share of.
func (g *gathering) judgeRatio(asOf calendar.Date) Status {
	switch {
	case asOf.After(g.To) && g.denominator == 0:
		return NotApplicable
	case g.lastData.IsZero():
		return NotAssessed
	case !asOf.After(g.To):
		return InProgress
	case g.reachesShare():
		return Met
	}
	return NotMet
}

// reachesShare compares numerator with target × denominator in whole numbers, the target rounded to millionths, so
// that 4 of 5 is exactly 0.8.
func (g *gathering) reachesShare() bool {
	left := new(big.Int).Mul(big.NewInt(int64(g.numerator)), big.NewInt(1_000_000))
	right := new(big.Int).Mul(big.NewInt(int64(g.denominator)), big.NewInt(millionths(g.Target)))
	return left.Cmp(right) >= 0
}

func millionths(target float64) int64 { return int64(math.Round(target * 1_000_000)) }

// lastStretch is the first day, inside the cell, of its last calendar quarter, or of its last month when the cell
// touches only one quarter.
func lastStretch(cell calendar.Span) calendar.Date {
	if quartersTouched(cell) > 1 {
		return calendar.QuarterOf(cell.To).First()
	}
	return later(cell.From, calendar.NewDate(cell.To.Year(), cell.To.Month(), 1))
}

// quartersTouched is the number of calendar quarters that the cell has a day in.
func quartersTouched(cell calendar.Span) int {
	return int(calendar.QuarterOf(cell.To)-calendar.QuarterOf(cell.From)) + 1
}

// closedQuarters is how many of the quarters touched have their last day on or before the date.
func closedQuarters(cell calendar.Span, asOf calendar.Date) int {
	closed := int(calendar.QuarterOf(asOf.AddDays(1)) - calendar.QuarterOf(cell.From))
	return max(0, min(closed, quartersTouched(cell)))
}

func later(a, b calendar.Date) calendar.Date {
	if b.After(a) {
		return b
	}
	return a
}
