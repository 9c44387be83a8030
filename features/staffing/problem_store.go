package staffing

import (
	"context"

	"samverk/features/plan"
	"samverk/features/staffing/planner"
	"samverk/platform/calendar"
	"samverk/platform/store"
)

// ProblemOf builds what the planner is asked: the plan from a quarter and forward, as it is known in the database. The keys of
// activities are their numbers, those of people the people's own. Names says what the keys stand for, and which activities
// are not in the problem and why. When the plan ended before the quarter there is nothing to ask, and the error says so.
func ProblemOf(ctx context.Context, tx *store.Tx, p *plan.Plan, from calendar.Quarter) (planner.Problem, Names, error) {
	s, err := stateOf(ctx, tx, p, from)
	if err != nil {
		return planner.Problem{}, Names{}, err
	}
	return s.problem(from)
}

// stateOf reads everything that a problem from a quarter and forward is made of.
func stateOf(ctx context.Context, tx *store.Tx, p *plan.Plan, from calendar.Quarter) (*state, error) {
	s := &state{plan: p}
	standard, err := StandardHours(ctx, tx)
	if err != nil {
		return nil, err
	}
	if s.people, err = People(ctx, tx); err != nil {
		return nil, err
	}
	if s.setting, err = Settings(ctx, tx); err != nil {
		return nil, err
	}
	if s.efforts, err = Efforts(ctx, tx, p); err != nil {
		return nil, err
	}
	if s.ranks, err = RanksOf(ctx, tx, p.ID); err != nil {
		return nil, err
	}
	if s.spent, err = spentBefore(ctx, tx, p.ID, from.First(), standard); err != nil {
		return nil, err
	}
	if s.before, err = spentIn(ctx, tx, p.ID, from-1, standard); err != nil {
		return nil, err
	}
	return s, s.readDecided(ctx, tx)
}
