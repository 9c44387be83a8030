package planner

import "slices"

// mostMeasured is in how many activities Solve looks for slack and for why nothing is complete earlier: that takes long in more.
const mostMeasured = 400

// Solve gives the plan with its reasons, alternatives and the rest. The problem must have passed Check. Explaining takes longer
// than deciding: in problems with very many activities that do not fit, some of them get no alternatives, and in those with more
// than mostMeasured activities none is told its slack.
func Solve(p *Problem) *Plan {
	s := build(p)
	if len(s.acts) <= mostMeasured {
		s.slack, s.late = make([]int64, len(s.acts)), map[int32]cut{}
	}
	s.decideWho()
	s.decideWhen()
	plan := s.plan()
	s.explain(plan)
	plan.Overloads = s.overloads()
	return plan
}

// Decide gives who fits, when, and why the others do not, without alternatives and the rest. The problem must have passed Check.
func Decide(p *Problem) *Plan {
	s := build(p)
	s.decideWho()
	s.decideWhen()
	return s.plan()
}

// plan writes down what has been decided.
func (s *solver) plan() *Plan {
	s.evenLoad()
	hours := s.handOut()
	plan := &Plan{Activities: make([]Outcome, len(s.acts)), Warnings: s.warnings()}
	for i := range s.acts {
		a := &s.acts[i]
		out := &plan.Activities[i]
		*out = Outcome{ID: a.id, Fits: a.state == taken, Hours: hours[i], Alternatives: []Alternative{}}
		if out.Hours == nil {
			out.Hours = []Work{}
		}
		if a.state == taken {
			out.Share = 1
			out.Finish = &s.problem.Quarters[a.finish]
			continue
		}
		refused := s.found[int32(i)]
		if refused.need > 0 {
			out.Share = float64(refused.served) / float64(refused.need)
		}
		out.Reason = s.reason(int32(i), refused)
	}
	return plan
}

func (s *solver) reason(i int32, r *refusal) *Reason {
	reason := &Reason{Cause: Capacity, Slots: [][2]string{}, Competing: []string{}, After: []string{}}
	if r.after != nil {
		reason.Cause, reason.After = After, s.ids(s.hindering(i, r))
		return reason
	}
	if r.cut.bound {
		reason.Cause = Most
	}
	missing := Tenths(r.need - r.served)
	reason.Missing = &missing
	reason.Slots = s.slotNames(r.cut.slots)
	reason.Competing = s.ids(s.competing(i, r.cut.acts))
	return reason
}

// hindering are the predecessors that do not fit, or leave no quarter as they are planned. Where several hinder only together,
// those in the order of turns that come last do.
func (s *solver) hindering(i int32, r *refusal) []int32 {
	var list []int32
	for _, pred := range s.acts[i].preds {
		if a := &s.acts[pred]; a.state != taken || a.finish >= s.acts[i].last {
			list = append(list, pred)
		}
	}
	if list == nil {
		return r.after
	}
	return list
}

// competing are the activities in a cut. One that stands later in the order came along with an earlier one, and that is named.
func (s *solver) competing(i int32, acts []int32) []int32 {
	var list []int32
	for _, a := range acts {
		if a > i {
			a = s.acts[a].puller
		}
		if a < i {
			list = append(list, a)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// slotNames are slots as person and quarter.
func (s *solver) slotNames(slots []int32) [][2]string {
	names := make([][2]string, len(slots))
	for at, slot := range slots {
		names[at] = [2]string{s.problem.People[s.people[slot/s.net.quarters]].ID, s.problem.Quarters[slot%s.net.quarters]}
	}
	return names
}

func (s *solver) ids(acts []int32) []string {
	ids := make([]string, len(acts))
	for at, i := range acts {
		ids[at] = s.acts[i].id
	}
	return ids
}

// warnings tells of predecessors whose windows leave no quarter for those after them.
func (s *solver) warnings() []Warning {
	var list []Warning
	for i := range s.acts {
		for _, pred := range s.acts[i].preds {
			soonest := s.acts[pred].first
			if s.acts[pred].steady {
				soonest = s.acts[pred].last
			}
			if soonest >= s.acts[i].last {
				list = append(list, Warning{Kind: "no_quarter", Activities: []string{s.acts[pred].id, s.acts[i].id}})
			}
		}
	}
	return list
}
