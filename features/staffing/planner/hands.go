package planner

import (
	"cmp"
	"slices"
)

// finest is in how many parts evenLoad tells loads apart.
const finest = 1 << 20

// evenLoad spreads each group's hours over its people so that all are about as full, as far as others' work lets it. It changes
// no activity's hours in any quarter.
func (s *solver) evenLoad() {
	n := &s.net
	for range 2 { // groups that share people meet each other half way
		for at := range n.shares {
			if len(n.busy[at]) > 0 {
				s.spread(int32(at))
			}
		}
	}
}

func (s *solver) spread(node int32) {
	n := &s.net
	shares, members, quarter := n.shares[node], n.groups[node/n.quarters], node%n.quarters
	sum := int64(0)
	for k, person := range members {
		sum += shares[k]
		n.free[n.slot(person, quarter)] += shares[k]
	}
	part := func(k int, level int64) int64 {
		slot := n.slot(members[k], quarter)
		hours := s.hoursOf(slot)
		others := hours - n.free[slot]
		return max(0, min(n.free[slot], hours*level/finest-others))
	}
	low, high := int64(0), int64(finest)
	for low < high { // the least level that holds the sum
		middle, holds := (low+high)/2, int64(0)
		for k := range members {
			holds += part(k, middle)
		}
		if holds >= sum {
			high = middle
		} else {
			low = middle + 1
		}
	}
	for k := range members {
		shares[k] = min(sum, part(k, low))
		sum -= shares[k]
		n.free[n.slot(members[k], quarter)] -= shares[k]
	}
}

// handOut says who does what: the owner rather than others, and few hands for each activity.
func (s *solver) handOut() [][]Work {
	n := &s.net
	out := make([][]Work, len(s.acts))
	for node := range n.busy {
		if len(n.busy[node]) > 0 {
			s.handOutGroup(int32(node), out)
		}
	}
	for i := range out {
		slices.SortFunc(out[i], func(a, b Work) int { return cmp.Or(cmp.Compare(a.Quarter, b.Quarter), cmp.Compare(a.Person, b.Person)) })
		out[i] = together(out[i])
	}
	return out
}

func (s *solver) handOutGroup(node int32, out [][]Work) {
	n := &s.net
	members, quarter := n.groups[node/n.quarters], node%n.quarters
	left := slices.Clone(n.shares[node])
	acts := slices.Clone(n.busy[node])
	slices.Sort(acts)
	give := func(a int32, k int, hours int64) {
		left[k] -= hours
		if hours > 0 {
			out[a] = append(out[a], Work{s.problem.People[s.people[members[k]]].ID, s.problem.Quarters[quarter], Tenths(hours)})
		}
	}
	rest := make(map[int32]int64, len(acts))
	for _, a := range acts {
		rest[a] = n.at(a, quarter)
		if k := slices.Index(members, s.acts[a].owner); k >= 0 {
			hours := min(rest[a], left[k])
			give(a, k, hours)
			rest[a] -= hours
		}
	}
	slices.SortStableFunc(acts, func(a, b int32) int { return cmp.Compare(rest[b], rest[a]) })
	for _, a := range acts {
		for rest[a] > 0 {
			k := fewest(left, rest[a])
			hours := min(rest[a], left[k])
			give(a, k, hours)
			rest[a] -= hours
		}
	}
}

// fewest is the member who has least among those who have enough, or most when nobody has.
func fewest(left []int64, hours int64) int {
	best := 0
	for k := range left {
		enough, is := left[best] >= hours, left[k] >= hours
		switch {
		case is && !enough, is && left[k] < left[best], !is && !enough && left[k] > left[best]:
			best = k
		}
	}
	return best
}

// together adds up rows of the same person and quarter, which stand beside each other.
func together(work []Work) []Work {
	var out []Work
	for _, w := range work {
		if end := len(out) - 1; end >= 0 && out[end].Person == w.Person && out[end].Quarter == w.Quarter {
			out[end].Hours += w.Hours
			continue
		}
		out = append(out, w)
	}
	return out
}
