package staffing

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"samverk/features/plan"
	"samverk/features/staffing/planner"
	"samverk/platform/calendar"
)

// planned is the plan of hours from a quarter and forward.
type planned struct {
	state   *state
	from    calendar.Quarter
	problem planner.Problem
	names   Names
	plan    *planner.Plan
}

// decide asks the planner (planner.Solve, or planner.Decide when alternatives are not wanted), and lets nothing through that the
// planner's verifier does not.
func (s *state) decide(from calendar.Quarter, ask func(*planner.Problem) *planner.Plan) (*planned, error) {
	problem, names, err := s.problem(from)
	if err != nil {
		return nil, err
	}
	if err := problem.Check(); err != nil {
		return nil, err
	}
	p := &planned{s, from, problem, names, ask(&problem)}
	if err := planner.Verify(&problem, p.plan); err != nil {
		return nil, fmt.Errorf("the plan of hours does not hold: %w", err)
	}
	return p, nil
}

// quarters are those of the problem.
func (p *planned) quarters() []calendar.Quarter {
	quarters := make([]calendar.Quarter, len(p.problem.Quarters))
	for i, text := range p.problem.Quarters {
		quarters[i] = calendar.MustQuarter(text)
	}
	return quarters
}

// idOf is the key of an activity in a problem: its number.
func idOf(a *plan.Activity) string { return strconv.Itoa(a.Number) }

// outcome is what becomes of an activity; nil when the planner was not asked about it.
func (p *planned) outcome(id string) *planner.Outcome {
	for i := range p.plan.Activities {
		if p.plan.Activities[i].ID == id {
			return &p.plan.Activities[i]
		}
	}
	return nil
}

// waiting are the activities that do not fit, in the order of their turns.
func (p *planned) waiting() []*planner.Outcome {
	var list []*planner.Outcome
	for i := range p.plan.Activities {
		if !p.plan.Activities[i].Fits {
			list = append(list, &p.plan.Activities[i])
		}
	}
	return list
}

// fitting is how many activities fit, of how many there are in the plan.
func (p *planned) fitting() (fit, of int) {
	for i := range p.plan.Activities {
		if p.plan.Activities[i].Fits {
			fit++
		}
	}
	return fit, len(p.plan.Activities)
}

// hours are those of a person in a quarter, by the person's place in the problem.
func (p *planned) hours(person, quarter int) planner.Tenths {
	return p.problem.People[person].Hours[quarter]
}

// cell is who does what in one quarter: the planned hours of a person by activity.
func (p *planned) cell(person, quarter string) []planner.Work {
	var list []planner.Work
	for i := range p.plan.Activities {
		for _, w := range p.plan.Activities[i].Hours {
			if w.Person == person && w.Quarter == quarter {
				list = append(list, planner.Work{Person: p.plan.Activities[i].ID, Quarter: quarter, Hours: w.Hours})
			}
		}
	}
	return list
}

// Comparison is what a scenario changes.
type Comparison struct {
	Out   []*plan.Activity // fit today, and not then
	In    []*plan.Activity // do not fit today, and do then
	Moved []Shift
}

// Shift is an activity that is finished in another quarter.
type Shift struct {
	Activity      *plan.Activity
	Before, After calendar.Quarter
}

// compare tells what becomes other than today. What the planner is not asked about in one of them does not fit there.
func compare(today, then *planned) Comparison {
	var c Comparison
	for _, a := range today.state.plan.Activities() {
		id := idOf(a)
		before, after := today.outcome(id), then.outcome(id)
		was, is := before != nil && before.Fits, after != nil && after.Fits
		switch {
		case was && !is:
			c.Out = append(c.Out, a)
		case is && !was && (before != nil || today.state.waiting[a.ID]):
			c.In = append(c.In, a)
		case was && is && *before.Finish != *after.Finish:
			c.Moved = append(c.Moved, Shift{a, calendar.MustQuarter(*before.Finish), calendar.MustQuarter(*after.Finish)})
		}
	}
	return c
}

// Risk is a check of an indicator that cannot be met as the work is planned.
type Risk struct {
	Activity  *plan.Activity
	Indicator *plan.Indicator
	Cell      plan.Cell
	Finish    calendar.Quarter // when the activity is complete; zero when it does not fit
}

// risks are the checks of activities that do not fit, or are complete after the check's last day. Checks that are over when
// the plan of hours begins are past helping.
func (p *planned) risks() []Risk {
	var list []Risk
	for _, a := range p.state.plan.Activities() {
		finish, known := p.finish(a)
		if !known {
			continue
		}
		for i := range a.Indicators {
			for _, cell := range a.Indicators[i].Rule.Cells() {
				if cell.To.Before(p.from.First()) || !finish.IsZero() && (p.names.isSteady(a) || a.Indicators[i].Rule.Recurs() || !finish.First().After(cell.To)) {
					continue
				}
				list = append(list, Risk{a, &a.Indicators[i], cell, finish})
			}
		}
	}
	slices.SortStableFunc(list, func(a, b Risk) int { return cmp.Compare(a.Indicator.Number, b.Indicator.Number) })
	return list
}

// finish is when an activity is complete: no quarter when it waits. What is done, or over, is not known here.
func (p *planned) finish(a *plan.Activity) (calendar.Quarter, bool) {
	if p.state.waiting[a.ID] {
		return 0, true
	}
	out := p.outcome(idOf(a))
	switch {
	case out == nil:
		return 0, false
	case out.Fits:
		return calendar.MustQuarter(*out.Finish), true
	}
	return 0, true
}

// isSteady tells whether work goes on all the time: then nothing is late because of when it ends.
func (n *Names) isSteady(a *plan.Activity) bool {
	return n.Efforts[idOf(a)].Shape == Steady
}
