package planner

import (
	"cmp"
	"slices"
)

// overloads are the intervals in which more work is forced than there are hours, before anything is planned. An interval is left
// out when intervals inside it, beside each other, already are as much too much together.
func (s *solver) overloads() []Overload {
	n := int(s.net.quarters)
	most := make([][]int64, n) // by first and last quarter: the most too much in intervals beside each other
	list := []Overload{}
	for first := n - 1; first >= 0; first-- {
		most[first] = make([]int64, n)
		hours := int64(0)
		for last := first; last < n; last++ {
			for person := range s.net.people {
				hours += s.hoursOf(s.net.slot(person, int32(last)))
			}
			inside := int64(0)
			for split := first; split < last; split++ {
				inside = max(inside, most[first][split]+most[split+1][last])
			}
			forced, by := s.forcedIn(int32(first), int32(last))
			most[first][last] = max(inside, forced-hours)
			if forced-hours > inside {
				list = append(list, Overload{From: s.problem.Quarters[first], Until: s.problem.Quarters[last], Forced: Tenths(forced), Hours: Tenths(hours), ForcedBy: s.ids(by)})
			}
		}
	}
	slices.SortStableFunc(list, func(a, b Overload) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.Until, b.Until)) })
	return list
}

// forcedIn is the work that cannot be done outside the interval, and whose it is.
func (s *solver) forcedIn(first, last int32) (forced int64, by []int32) {
	for i := range s.acts {
		a := &s.acts[i]
		begins := a.first
		if a.steady {
			begins = s.leaves(int32(i))
		}
		inside := min(a.last, last) - max(begins, first) + 1
		if inside <= 0 {
			continue
		}
		outside := int64(a.last-a.first+1) - int64(inside)
		work := a.effort
		switch {
		case a.steady:
			work *= int64(inside)
		case outside > 0 && a.most >= unbounded:
			work = 0
		case outside > 0:
			work = max(0, work-a.most*outside)
		}
		if work > 0 {
			forced += work
			by = append(by, int32(i))
		}
	}
	return forced, by
}

// leaves is the first quarter that the predecessors' windows leave of an activity's: steady work need not begin before it.
func (s *solver) leaves(i int32) int32 {
	begins := s.acts[i].first
	for _, pred := range s.acts[i].preds {
		soonest := s.leaves(pred)
		if s.acts[pred].steady {
			soonest = s.acts[pred].last
		}
		begins = max(begins, soonest+1)
	}
	return begins
}
