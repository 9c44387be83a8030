package followup

import (
	"context"

	"samverk/features/evidence"
	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/store"
)

// On judges every cell of a plan on a day, from what is known today about that day.
func On(ctx context.Context, tx *store.Tx, p *plan.Plan, asOf calendar.Date) (PlanStatus, error) {
	tallies, err := evidence.Tallies(ctx, tx, p.ID)
	if err != nil {
		return PlanStatus{}, err
	}
	assessments, waivers, err := judgements(ctx, tx, p.ID)
	if err != nil {
		return PlanStatus{}, err
	}
	status := PlanStatus{Plan: p.Key, Title: p.Title, AsOf: asOf, Totals: Totals{}}
	for _, indicator := range p.Indicators() {
		cells := Evaluate(indicator.Rule, Facts{Tallies: tallies[indicator.ID], Assessments: assessments[indicator.ID],
			Waivers: waivers[indicator.ID]}, judgedOn(p, &indicator.Rule, asOf))
		status.add(indicator, cells)
	}
	return status, nil
}
