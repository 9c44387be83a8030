package planner

// mostTried bounds the work of trying alternatives, in activities × quarters that are decided anew.
const mostTried = 600_000

// explain adds to each outcome what would help it, why it is not complete earlier, and how much it may grow.
func (s *solver) explain(plan *Plan) {
	tries := mostTried / (len(s.acts)*len(s.problem.Quarters) + 1)
	for i := range s.acts {
		a, out := &s.acts[i], &plan.Activities[i]
		if a.state == taken && s.slack == nil {
			continue
		}
		if a.state == taken {
			out.Late = s.whyLate(int32(i))
			slack := Tenths(s.slack[i])
			out.Slack = &slack
			continue
		}
		if tries <= 0 {
			continue
		}
		h := helper{s: s, i: int32(i), refused: s.found[int32(i)], plan: plan, left: &tries}
		out.Alternatives = append(out.Alternatives, h.alternatives()...)
	}
}

// whyLate is why an activity is not complete a quarter earlier; nil when it could not be in any plan.
func (s *solver) whyLate(i int32) *Late {
	a := &s.acts[i]
	if c, full := s.late[i]; full {
		late := &Late{Competing: []string{}, Slots: s.slotNames(c.slots)}
		for _, other := range c.acts {
			late.Competing = append(late.Competing, s.acts[other].id)
		}
		return late
	}
	if a.lo == a.first {
		return nil
	}
	return &Late{After: s.ids(s.chain(i))}
}

// chain is the row of predecessors that an activity waits for, the nearest first: at each step the one that is finished last.
func (s *solver) chain(i int32) []int32 {
	var chain []int32
	for {
		last := int32(-1)
		for _, pred := range s.acts[i].preds {
			if last < 0 || s.acts[pred].finish > s.acts[last].finish {
				last = pred
			}
		}
		if last < 0 || s.acts[last].finish < s.acts[i].first {
			return chain
		}
		chain, i = append(chain, last), last
	}
}

// measureSlack finds how much each activity of a class may grow, when all of its class or higher have had their turns, before
// something of its class or higher is lost.
func (s *solver) measureSlack(class int) {
	for i := range s.acts {
		if a := &s.acts[i]; a.class == class && a.state == taken {
			s.slack[i] = s.growth(int32(i))
		}
	}
}

func (s *solver) growth(i int32) int64 {
	a := &s.acts[i]
	if !a.steady {
		m := s.mark()
		defer s.undo(m)
		return s.net.serve(i, unbounded)
	}
	was, low, high := a.effort, int64(0), s.allHours()
	for low < high {
		middle := (low + high + 1) / 2
		m := s.mark()
		a.effort = was + middle
		s.net.revive() // there is room in its quarters again
		more := middle * int64(a.hi-a.lo+1)
		if a.effort <= a.most && s.net.serve(i, more) == more {
			low = middle
		} else {
			high = middle - 1
		}
		s.undo(m)
	}
	a.effort = was
	return low
}

// allHours is more than anything can grow in one quarter.
func (s *solver) allHours() int64 {
	most := int64(0)
	for q := range s.net.quarters {
		sum := int64(0)
		for person := range s.net.people {
			sum += s.hoursOf(s.net.slot(person, q))
		}
		most = max(most, sum)
	}
	return most
}
