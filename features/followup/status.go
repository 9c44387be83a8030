package followup

import (
	"encoding/json"
	"fmt"
	"slices"

	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/decimal"
	"samverk/platform/i18n"
)

// Status is how a cell stands on a date.
type Status string

const (
	Met           Status = "met"            // what the plan promised has been done
	MetLate       Status = "met_late"       // a delivery came, but after its last day
	InProgress    Status = "in_progress"    // the time is running, nothing is wrong
	AtRisk        Status = "at_risk"        // the time is running, and too little has been done for this far into it
	NotMet        Status = "not_met"        // the time is out, or a value was too low
	NotStarted    Status = "not_started"    // the time has not come
	NotApplicable Status = "not_applicable" // there was nothing to judge, or a person has said so with a reason
	NotAssessed   Status = "not_assessed"   // what the rule looks at is not known yet
)

// Statuses lists every status in the order of totals and legends.
var Statuses = []Status{Met, MetLate, InProgress, AtRisk, NotMet, NotStarted, NotApplicable, NotAssessed}

// IsFulfilled tells whether what the plan promised has been done, in time or late.
func (s Status) IsFulfilled() bool { return s == Met || s == MetLate }

// Name is the status's name for a reader, such as "Inte påbörjad".
func (s Status) Name() i18n.Message { return i18n.Msg("followup.status." + string(s)) }

// CellStatus is one check of an indicator as it stands on a date. Its JSON is the file contract of
// `samverk plan status --format json`.
type CellStatus struct {
	plan.Cell
	Kind plan.RuleKind
	// Count is the number of records that count; for a delivery 1 when it has come, else 0.
	Count int
	// Records is the number of records linked to the cell. It differs from Count for deliveries only: a draft is a
	// record of a proposal that shall be submitted, but does not count.
	Records int
	Status  Status
	// MetOn is the day the cell became met; no date when it is not met. For counts the day of the record that made up
	// the target, for deliveries the day of the first that counts, for judgements that of the assessment. Thresholds
	// and ratios are met when their time is out: on the last day, or on the day of a later record placed in the cell.
	MetOn calendar.Date
	// Numerator and Denominator are summed over the cell; ratio only.
	Numerator   decimal.Thousandths
	Denominator decimal.Thousandths
}

// MarshalJSON writes the contract's cell: a judgement has no target, only a ratio has its two sums.
func (c CellStatus) MarshalJSON() ([]byte, error) {
	out := struct {
		From        calendar.Date        `json:"from"`
		To          calendar.Date        `json:"to"`
		Target      *float64             `json:"target"`
		Count       int                  `json:"count"`
		Status      Status               `json:"status"`
		MetOn       calendar.Date        `json:"metOn"`
		Numerator   *decimal.Thousandths `json:"numerator,omitempty"`
		Denominator *decimal.Thousandths `json:"denominator,omitempty"`
	}{From: c.From, To: c.To, Count: c.Count, Status: c.Status, MetOn: c.MetOn}
	if c.Kind != plan.Judgement {
		out.Target = &c.Target
	}
	if c.Kind == plan.Ratio {
		out.Numerator, out.Denominator = &c.Numerator, &c.Denominator
	}
	return json.Marshal(out)
}

// Totals says how many cells have each status. Sums are counts of cells; shares are never averaged.
type Totals struct {
	of [8]int // by the order of Statuses
}

// Sum counts the cells of one or more indicators.
func Sum(indicators ...[]CellStatus) Totals {
	var t Totals
	for _, cells := range indicators {
		for _, cell := range cells {
			t.Count(cell.Status)
		}
	}
	return t
}

// Count adds one cell with the status.
func (t *Totals) Count(s Status) { t.of[slices.Index(Statuses, s)]++ }

// Of is the number of cells with the status.
func (t Totals) Of(s Status) int { return t.of[slices.Index(Statuses, s)] }

// Fulfilled is the number of cells that are met, in time or late.
func (t Totals) Fulfilled() int { return t.Of(Met) + t.Of(MetLate) }

// Cells is the number of cells counted.
func (t Totals) Cells() int {
	sum := 0
	for _, n := range t.of {
		sum += n
	}
	return sum
}

// MarshalJSON writes every status, also those without cells, in the order of Statuses.
func (t Totals) MarshalJSON() ([]byte, error) {
	out := []byte{'{'}
	for i, s := range Statuses {
		if i > 0 {
			out = append(out, ',')
		}
		out = fmt.Appendf(out, "%q:%d", s, t.of[i])
	}
	return append(out, '}'), nil
}
