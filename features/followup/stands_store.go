package followup

import (
	"context"

	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// Standing tells the plan's own pages how it stands; it makes the feature a plan.Follower.
func (f *Feature) Standing(ctx context.Context, tx *store.Tx, planKey string, asOf calendar.Date) (plan.Stands, error) {
	k, err := f.memory.know(ctx, tx, planKey)
	if err != nil {
		return plan.Stands{}, err
	}
	s, err := k.standingOn(ctx, tx, asOf)
	if err != nil {
		return plan.Stands{}, err
	}
	p := i18n.In(ctx)
	stands := plan.Stands{On: asOf, Goals: map[int]string{}, Indicators: map[int]plan.IndicatorStands{}, Activities: map[int]string{}}
	for _, activity := range k.plan.Activities() {
		if words := s.plannedHours(k.decided, activity, p); words != "" {
			stands.Activities[activity.Number] = words
		}
	}
	for g := range k.plan.Goals {
		goal := &k.plan.Goals[g]
		stands.Goals[goal.Number] = goalSum(p, s.ofGoal(goal))
	}
	for _, indicator := range k.plan.Indicators() {
		if now, any := nowCell(s.cells[indicator.Number], asOf); any {
			stands.Indicators[indicator.Number] = plan.IndicatorStands{Shape: string(now.Status), Word: statusWord(p, now.Status), SoFar: soFar(p, now)}
		}
	}
	return stands, nil
}

// ofGoal is how the cells of one goal stand.
func (s *standing) ofGoal(goal *plan.Goal) *PlanStatus {
	all := PlanStatus{AsOf: s.AsOf}
	for a := range goal.Activities {
		for i := range goal.Activities[a].Indicators {
			indicator := &goal.Activities[a].Indicators[i]
			all.add(indicator, s.cells[indicator.Number])
		}
	}
	return &all
}
