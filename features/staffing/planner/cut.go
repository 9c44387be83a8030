package planner

import "slices"

// cut is a minimum cut with an activity on its near side: what the activity could reach when no more hours were left for it.
// Every slot in it is full, and none of the work in it can be moved out.
type cut struct {
	slots []int32 // (person, quarter) with hours
	empty []int32 // those without any
	acts  []int32 // others whose work fills them, in the order of turns
	bound bool    // its own bound in a quarter stops it: no hours help
}

// cutOf finds the cut when the activity has been served as far as it goes.
func (s *solver) cutOf(i int32) cut {
	n := &s.net
	n.find(i, true)
	acts, groups := int32(len(n.acts)), int32(len(n.acts)+len(n.busy))
	c := cut{bound: s.acts[i].isBound()}
	for _, node := range n.search.queue {
		switch {
		case node >= groups:
			if s.hoursOf(node-groups) > 0 {
				c.slots = append(c.slots, node-groups)
			} else {
				c.empty = append(c.empty, node-groups)
			}
		case node < acts && node != i:
			c.acts = append(c.acts, node)
		}
	}
	slices.Sort(c.slots)
	slices.Sort(c.empty)
	slices.Sort(c.acts)
	return c
}

// hoursOf is how many hours a slot has.
func (s *solver) hoursOf(slot int32) int64 {
	person := s.people[slot/s.net.quarters]
	return int64(s.problem.People[person].Hours[slot%s.net.quarters])
}

// isBound is whether the activity could not be done in its window however many hours there were.
func (a *act) isBound() bool {
	if a.most == unbounded {
		return false
	}
	return a.need() > a.bound()*int64(a.hi-a.lo+1)
}
