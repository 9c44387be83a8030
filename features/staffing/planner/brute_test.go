package planner

import (
	"maps"
	"slices"
	"strings"
)

// What follows says in the slowest and plainest way what the plan of a problem is. It shares nothing with the solver.

// refWork is an activity as it stands in the plan so far: an amount inside a window, by number. Steady work that is not done
// in part demands its bound in each quarter.
type refWork struct {
	a           *Activity
	from, until int
	part        *Tenths // of a partial activity that did not get everything
}

// refTurn is what the turns came to for one activity.
type refTurn struct {
	taken   bool // all of it
	cause   Cause
	missing Tenths
	demand  Tenths // of which it is missing
	after   []string
}

// byWords is the plain planner.
type byWords struct {
	p        *Problem
	byID     map[string]*Activity
	taken    map[string]refWork
	turns    map[string]refTurn
	finishes map[string]int
}

func refQuarter(p *Problem, name string) int { return slices.Index(p.Quarters, name) }

// refOrder is class, then rank, then id.
func refOrder(p *Problem) []*Activity {
	var all []*Activity
	for i := range p.Activities {
		all = append(all, &p.Activities[i])
	}
	class := map[Class]int{High: 0, Medium: 1, Low: 2}
	slices.SortFunc(all, func(a, b *Activity) int {
		if a.Class != b.Class {
			return class[a.Class] - class[b.Class]
		}
		if a.Rank != b.Rank {
			return a.Rank - b.Rank
		}
		return strings.Compare(a.ID, b.ID)
	})
	return all
}

func newReference(p *Problem) *byWords {
	ref := &byWords{p: p, byID: map[string]*Activity{}, taken: map[string]refWork{}, turns: map[string]refTurn{}, finishes: map[string]int{}}
	for i := range p.Activities {
		ref.byID[p.Activities[i].ID] = &p.Activities[i]
	}
	return ref
}

// refSolve decides who fits and when.
func refSolve(p *Problem) *byWords {
	ref := newReference(p)
	for _, a := range refOrder(p) {
		if _, came := ref.turns[a.ID]; !came {
			ref.turns[a.ID] = ref.turn(a)
		}
	}
	ref.when()
	return ref
}

// whole is an activity free inside its window.
func (ref *byWords) whole(a *Activity) refWork {
	return refWork{a: a, from: refQuarter(ref.p, a.Window[0]), until: refQuarter(ref.p, a.Window[1])}
}

// demands are the hours that work must have, each with the quarters that it may have them in and a bound for each quarter.
type refDemand struct {
	hours, most Tenths
	from, until int
	people      []string
}

func (w refWork) demands() []refDemand {
	const unbound = 1 << 40
	most := Tenths(unbound)
	if w.a.Most != nil {
		most = *w.a.Most
	}
	if w.a.Steady != nil {
		most = *w.a.Steady
	}
	switch {
	case w.part != nil:
		return []refDemand{{*w.part, most, w.from, w.until, w.a.People}}
	case w.a.Total != nil:
		return []refDemand{{*w.a.Total, most, w.from, w.until, w.a.People}}
	}
	var each []refDemand
	for q := w.from; q <= w.until; q++ {
		each = append(each, refDemand{*w.a.Steady, most, q, q, w.a.People})
	}
	return each
}

func (w refWork) demand() (sum Tenths) {
	for _, d := range w.demands() {
		sum += d.hours
	}
	return sum
}

// possible is true when a window has not been shortened to nothing, and steady work not at its end.
func (w refWork) possible(p *Problem) bool {
	return w.from <= w.until && (w.a.Steady == nil || w.until == refQuarter(p, w.a.Window[1]))
}

// refServed is the most hours of all work that can be done: a maximum flow by shortest augmenting paths (Edmonds and Karp).
func refServed(p *Problem, all []refWork) Tenths { return edmondsKarp(refNetwork(p, all)) }

// refNetwork has the room between nodes: from 0 to the demands, to each in its quarters, to people in quarters, to 1.
func refNetwork(p *Problem, all []refWork) [][]Tenths {
	var demands []refDemand
	for _, w := range all {
		demands = append(demands, w.demands()...)
	}
	quarters, people := len(p.Quarters), len(p.People)
	inQuarter := func(d, q int) int { return 2 + len(demands) + d*quarters + q }
	slot := func(i, q int) int { return 2 + len(demands) + len(demands)*quarters + i*quarters + q }
	room := make([][]Tenths, slot(people, 0))
	for i := range room {
		room[i] = make([]Tenths, len(room))
	}
	for i, person := range p.People {
		for q, hours := range person.Hours {
			room[slot(i, q)][1] = hours
		}
	}
	for n, d := range demands {
		room[0][2+n] = d.hours
		for q := d.from; q <= d.until; q++ {
			room[2+n][inQuarter(n, q)] = min(d.most, d.hours)
			for i, person := range p.People {
				if len(d.people) == 0 || slices.Contains(d.people, person.ID) {
					room[inQuarter(n, q)][slot(i, q)] = d.hours
				}
			}
		}
	}
	return room
}

// edmondsKarp is the maximum flow from node 0 to node 1.
func edmondsKarp(room [][]Tenths) (flow Tenths) {
	for {
		from := make([]int, len(room))
		for i := range from {
			from[i] = -1
		}
		from[0] = 0
		for queue := []int{0}; len(queue) > 0 && from[1] < 0; queue = queue[1:] {
			for to, r := range room[queue[0]] {
				if r > 0 && from[to] < 0 {
					from[to] = queue[0]
					queue = append(queue, to)
				}
			}
		}
		if from[1] < 0 {
			return flow
		}
		push := room[from[1]][1]
		for to := 1; to != 0; to = from[to] {
			push = min(push, room[from[to]][to])
		}
		for to := 1; to != 0; to = from[to] {
			room[from[to]][to] -= push
			room[to][from[to]] += push
		}
		flow += push
	}
}

// lacks is how many hours cannot be done, and whether all windows are possible.
func (ref *byWords) lacks(works map[string]refWork) (Tenths, bool) {
	var all []refWork
	var demand Tenths
	for _, id := range sortedKeys(works) {
		w := works[id]
		if w.part == nil && !w.possible(ref.p) {
			return 0, false
		}
		all = append(all, w)
		demand += w.demand()
	}
	return demand - refServed(ref.p, all), true
}

func (ref *byWords) fit(works map[string]refWork) bool {
	lacks, possible := ref.lacks(works)
	return possible && lacks == 0
}

func sortedKeys[V any](m map[string]V) []string {
	var keys []string
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// turn decides one activity: it and its predecessors that are not taken yet, with all that is taken.
func (ref *byWords) turn(a *Activity) refTurn {
	step, again, waiting := ref.step(a)
	if len(waiting) > 0 {
		return refTurn{cause: After, after: waiting}
	}
	best := refTurn{cause: After, missing: -1}
	var kept map[string]refWork
	for _, works := range ref.arrangements(step, again) {
		missing, reachable := ref.tried(works, a)
		if reachable && (best.missing < 0 || missing < best.missing) {
			best, kept = refTurn{cause: Capacity, missing: missing, demand: works[a.ID].demand()}, works
		}
		if reachable && missing == 0 {
			ref.take(step, works)
			return refTurn{taken: true}
		}
	}
	if best.cause == Capacity && !ref.richer().helps(ref, step, again, a) {
		best.cause = Most
	}
	if best.cause != After && a.Partial && best.missing < best.demand {
		w := kept[a.ID]
		w.part = tenths(best.demand - best.missing)
		kept[a.ID] = w
		ref.take(step[1:], kept)
	}
	return best
}

// step is an activity and its predecessors that are not taken, the last first; those that are taken and can be parted from their own
// predecessors again; and those that have waited already.
func (ref *byWords) step(a *Activity) (step, again []*Activity, waiting []string) {
	depth, parted := map[string]int{}, map[string]int{}
	var visit func(x *Activity, d int)
	visit = func(x *Activity, d int) {
		if turn, had := ref.turns[x.ID]; had && turn.taken {
			parted[x.ID] = max(parted[x.ID], d)
			for _, id := range x.After {
				visit(ref.byID[id], d+1)
			}
			return
		} else if had && !slices.Contains(waiting, x.ID) {
			waiting = append(waiting, x.ID)
		}
		depth[x.ID] = max(depth[x.ID], d)
		for _, id := range x.After {
			visit(ref.byID[id], d+1)
		}
	}
	visit(a, 0)
	for _, x := range refOrder(ref.p) {
		if _, in := depth[x.ID]; in {
			step = append(step, x)
		} else if _, in := parted[x.ID]; in && len(x.After) > 0 {
			again = append(again, x)
		}
	}
	slices.SortStableFunc(step, func(x, y *Activity) int { return depth[x.ID] - depth[y.ID] })
	slices.SortStableFunc(again, func(x, y *Activity) int { return parted[x.ID] - parted[y.ID] })
	return step, again, waiting
}

// arrangements are all ways to part what is in a step from its predecessors, the latest first.
func (ref *byWords) arrangements(step, again []*Activity) []map[string]refWork {
	start := maps.Clone(ref.taken)
	for _, x := range step {
		start[x.ID] = ref.whole(x)
	}
	for _, x := range again {
		if w := start[x.ID]; x.Steady == nil {
			w.from = ref.whole(x).from
			start[x.ID] = w
		}
	}
	all := []map[string]refWork{start}
	for _, x := range slices.Concat(step, again) {
		if len(x.After) == 0 {
			continue
		}
		var next []map[string]refWork
		for _, works := range all {
			latest := 0 // a split after the last quarter of all predecessors parts nothing more
			for _, id := range x.After {
				latest = max(latest, works[id].until)
			}
			for split := latest; split >= 0; split-- {
				next = append(next, part(works, x, split))
			}
		}
		all = next
	}
	return all
}

// part ends the predecessors of x at the split and begins x after it.
func part(works map[string]refWork, x *Activity, split int) map[string]refWork {
	parted := maps.Clone(works)
	w := parted[x.ID]
	w.from = max(w.from, split+1)
	parted[x.ID] = w
	for _, id := range x.After {
		before := parted[id]
		before.until = min(before.until, split)
		parted[id] = before
	}
	return parted
}

// tried is what is missing of an activity when everything else in works is done, if that can be.
func (ref *byWords) tried(works map[string]refWork, a *Activity) (missing Tenths, reachable bool) {
	others := maps.Clone(works)
	delete(others, a.ID)
	if !works[a.ID].possible(ref.p) || !ref.fit(others) {
		return 0, false
	}
	missing, _ = ref.lacks(works)
	return missing, true
}

// take keeps what is decided in a step.
func (ref *byWords) take(step []*Activity, works map[string]refWork) {
	ref.taken = works
	for _, x := range step {
		ref.turns[x.ID] = refTurn{taken: true}
	}
}

// richer is the same problem with hours in plenty for everybody.
func (ref *byWords) richer() *byWords {
	p := *ref.p
	p.People = slices.Clone(p.People)
	for i := range p.People {
		p.People[i].Hours = slices.Repeat([]Tenths{1 << 20}, len(p.Quarters))
	}
	return newReference(&p)
}

// helps is true when an activity would be done if there were so many hours.
func (ref *byWords) helps(poor *byWords, step, again []*Activity, a *Activity) bool {
	return slices.ContainsFunc(poor.arrangements(step, again), func(works map[string]refWork) bool {
		missing, reachable := ref.tried(works, a)
		return reachable && missing == 0
	})
}

// when gives each activity that is taken the earliest finish it can have, predecessors first.
func (ref *byWords) when() {
	seen := map[string]bool{}
	var visit func(a *Activity)
	visit = func(a *Activity) {
		if seen[a.ID] || !ref.turns[a.ID].taken {
			return
		}
		seen[a.ID] = true
		for _, before := range refOrder(ref.p) {
			if slices.Contains(a.After, before.ID) {
				visit(before)
			}
		}
		ref.earliest(a)
	}
	for _, a := range refOrder(ref.p) {
		visit(a)
	}
}

func (ref *byWords) earliest(a *Activity) {
	w := ref.taken[a.ID]
	start := ref.whole(a).from
	for _, id := range a.After {
		start = max(start, ref.finishes[id]+1)
	}
	for try := start; try <= w.until; try++ {
		next := w
		next.from = try
		if a.Total != nil {
			next.from, next.until = start, try
		}
		works := maps.Clone(ref.taken)
		works[a.ID] = next
		if ref.fit(works) {
			ref.taken, ref.finishes[a.ID] = works, next.until
			return
		}
	}
	panic("the reference cannot finish what it has taken: " + a.ID)
}
