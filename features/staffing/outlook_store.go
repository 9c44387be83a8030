package staffing

import (
	"context"
	"fmt"

	"samverk/features/plan"
	"samverk/features/staffing/planner"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// OutlookOn is the plan of hours as it is on a day; nil when nobody has been added, or the plan is over.
func OutlookOn(ctx context.Context, tx *store.Tx, p *plan.Plan, day calendar.Date) (*Outlook, error) {
	if p.Period.To.Before(day) {
		return nil, nil
	}
	from := firstQuarter(p, day)
	s, err := stateOf(ctx, tx, p, from)
	if err != nil || len(s.people) == 0 {
		return nil, err
	}
	standard, err := StandardHours(ctx, tx)
	if err != nil {
		return nil, err
	}
	return newOutlook(s, from, standard)
}

// AnswerOn is the plan of hours on a day with reasons and alternatives, today's or that of a scenario, which is found by its
// name or its key. Nothing is asked of a plan that is over: the error says so.
func AnswerOn(ctx context.Context, tx *store.Tx, p *plan.Plan, day calendar.Date, scenario string, l i18n.Printer) (*Answer, error) {
	from := firstQuarter(p, day)
	s, err := stateOf(ctx, tx, p, from)
	if err != nil {
		return nil, err
	}
	name := ""
	if scenario != "" {
		found, err := namedScenario(ctx, tx, p.ID, scenario)
		if err != nil {
			return nil, err
		}
		s, name = s.with(found.Changes), found.Name
	}
	decided, err := s.decide(from, planner.Solve)
	if err != nil {
		return nil, err
	}
	return newAnswer(decided, name, l), nil
}

// namedScenario finds a scenario by its name or its key.
func namedScenario(ctx context.Context, tx *store.Tx, planID, name string) (*Scenario, error) {
	all, err := Scenarios(ctx, tx, planID)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if all[i].Name == name || all[i].ID == name {
			return &all[i], nil
		}
	}
	return nil, i18n.Fail("staffing.scenario.unknown", "name", name).Because(fmt.Errorf("scenario %q: %w", name, store.ErrNotFound))
}
