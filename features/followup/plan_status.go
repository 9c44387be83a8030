package followup

import (
	"samverk/features/plan"
	"samverk/platform/calendar"
)

// PlanStatus is the status of every cell of a plan on a day. Its JSON is the contract of `samverk plan status`.
type PlanStatus struct {
	Plan       string            `json:"plan"` // the plan's key
	Title      string            `json:"title"`
	AsOf       calendar.Date     `json:"asOf"`
	Totals     Totals            `json:"totals"` // number of cells with each status
	Indicators []IndicatorStatus `json:"indicators"`
}

// IndicatorStatus is an indicator's cells.
type IndicatorStatus struct {
	Number int          `json:"number"`
	Label  string       `json:"label"`
	Cells  []CellStatus `json:"cells"`
}

// judgedOn is the day on which an indicator is judged. Nothing of a draft has begun, whatever its years: it is judged as on
// the day before its rule begins.
func judgedOn(p *plan.Plan, rule *plan.Rule, asOf calendar.Date) calendar.Date {
	if p.Status == plan.InDraft || p.Status == plan.Discarded {
		return rule.From.AddDays(-1)
	}
	return asOf
}

func (s *PlanStatus) add(indicator *plan.Indicator, cells []CellStatus) {
	s.Indicators = append(s.Indicators, IndicatorStatus{Number: indicator.Number, Label: indicator.Label, Cells: cells})
	for _, cell := range cells {
		s.Totals.Count(cell.Status)
	}
}

// Of gives an indicator's cells; nil when the indicator is not in the plan.
func (s *PlanStatus) Of(number int) []CellStatus {
	for _, indicator := range s.Indicators {
		if indicator.Number == number {
			return indicator.Cells
		}
	}
	return nil
}

// Due counts the cells whose time had ended by the day, and those of them that were met, in time or late: what "15 of
// 17 are met" is made of. Cells that are not applicable ask for nothing.
func (s *PlanStatus) Due() (met, due int) {
	for _, indicator := range s.Indicators {
		for _, cell := range indicator.Cells {
			if cell.Status == NotApplicable || cell.Status == NotStarted || !cell.Status.IsFulfilled() && !cell.To.Before(s.AsOf) {
				continue
			}
			due++
			if cell.Status == Met || cell.Status == MetLate {
				met++
			}
		}
	}
	return met, due
}
