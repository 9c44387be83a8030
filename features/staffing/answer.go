package staffing

import (
	"samverk/features/staffing/planner"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
)

// Answer is a plan of hours for the command line: what the planner answers, and what its keys stand for.
type Answer struct {
	Key      string            `json:"plan"`
	From     string            `json:"from"`               // the first quarter
	Scenario string            `json:"scenario,omitempty"` // its name; none for today's plan
	People   map[string]string `json:"people"`             // names by their keys
	LeftOut  []LeftOut         `json:"left_out"`
	AtRisk   []AtRisk          `json:"at_risk"` // checks that cannot be met as the work is planned
	planner.Plan

	Rows []AnswerRow `json:"-"`
}

// LeftOut is an activity that the planner is not asked about, by its number, and why.
type LeftOut struct {
	ID  string `json:"id"`
	Why Why    `json:"why"`
}

// AtRisk is a check of an indicator, by the indicator's number and the check's last day.
type AtRisk struct {
	Indicator int           `json:"indicator"`
	By        calendar.Date `json:"by"`
	Activity  string        `json:"activity"` // the key of the one that does not fit, or is complete too late
}

// AnswerRow is what becomes of one activity, in words.
type AnswerRow struct {
	Outcome    *planner.Outcome // nil when the planner is not asked about it
	Title, Why string
	Helps      []string
}

// newAnswer tells of a plan of hours in the printer's language.
func newAnswer(p *planned, scenario string, l i18n.Printer) *Answer {
	a := &Answer{Key: p.state.plan.Key, From: p.from.String(), Scenario: scenario, People: p.names.People, LeftOut: []LeftOut{}, AtRisk: []AtRisk{}, Plan: *p.plan}
	for i := range p.plan.Activities {
		out := &p.plan.Activities[i]
		row := AnswerRow{Outcome: out, Title: named(p.names.Activities[out.ID])}
		if !out.Fits {
			row.Why = p.why(l, out)
		}
		for _, help := range p.helps(l, out) {
			row.Helps = append(row.Helps, help.Button)
		}
		a.Rows = append(a.Rows, row)
	}
	for _, left := range p.names.Left {
		a.LeftOut = append(a.LeftOut, LeftOut{idOf(left.Activity), left.Why})
		a.Rows = append(a.Rows, AnswerRow{Title: named(left.Activity), Why: l.T("staffing.left." + string(left.Why))})
	}
	for _, risk := range p.risks() {
		a.AtRisk = append(a.AtRisk, AtRisk{risk.Indicator.Number, risk.Cell.To, idOf(risk.Activity)})
	}
	return a
}
