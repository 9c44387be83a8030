package followup

import (
	"samverk/features/evidence"
	"samverk/features/plan"
	"samverk/platform/calendar"
)

// Facts is everything that one indicator is judged on. Nothing needs to be sorted.
type Facts struct {
	Tallies     []evidence.Tally
	Assessments []Assessment
	Waivers     []Waiver
}

// Verdicts lists what a signed assessment can say, in the order forms show them.
var Verdicts = []Status{Met, InProgress, NotMet}

// Assessment is what a named role has written and signed about an indicator that is judged and not counted.
type Assessment struct {
	IndicatorID string
	On          calendar.Date // the date of the assessment
	For         calendar.Date // a day in the cell that it is about; for a rule with one window any day will do
	Verdict     Status        // one of Verdicts
	Text        string
	Role        string
	SignedBy    string
}

// Waiver is a person's word that a cell is not applicable, with the reason.
type Waiver struct {
	IndicatorID string
	CellFrom    calendar.Date // the cell's first day
	On          calendar.Date // takes effect this day
	Reason      string
	By          string
}

// AssessmentOf is the assessment that judges the cell on a date: the latest about the cell that is dated on or before
// asOf. Of several on the same day the one given last stands, since it was signed last.
func (f Facts) AssessmentOf(rule plan.Rule, cell calendar.Span, asOf calendar.Date) (Assessment, bool) {
	latest := -1
	for i, a := range f.Assessments {
		about := !rule.Recurs() || cell.Contains(a.For)
		if about && !a.On.After(asOf) && (latest < 0 || !a.On.Before(f.Assessments[latest].On)) {
			latest = i
		}
	}
	if latest < 0 {
		return Assessment{}, false
	}
	return f.Assessments[latest], true
}

// WaiverOf is the waiver that is in force for the cell on a date. It applies from its own day on, so that the status
// on an earlier date stays what it was. Of several the earliest stands.
func (f Facts) WaiverOf(cell calendar.Span, asOf calendar.Date) (Waiver, bool) {
	first := -1
	for i, w := range f.Waivers {
		if w.CellFrom == cell.From && !w.On.After(asOf) && (first < 0 || w.On.Before(f.Waivers[first].On)) {
			first = i
		}
	}
	if first < 0 {
		return Waiver{}, false
	}
	return f.Waivers[first], true
}
