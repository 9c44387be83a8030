package planner

import (
	"cmp"
	"slices"
	"strings"
)

// act is an activity as the solver sees it, in the order of turns. Steady work is work of Steady × quarters with at most
// Steady in each: serving all of it is serving each quarter.
type act struct {
	id      string
	class   int
	first   int32 // its window as it is given: indexes of quarters
	last    int32
	effort  int64 // tenths: in all, or in each quarter when steady
	most    int64 // tenths in any one quarter
	group   int32 // who may do it
	owner   int32 // index of a person; -1 for nobody
	preds   []int32
	succs   []int32
	steady  bool
	partial bool

	// What is decided so far.
	state  state
	lo, hi int32 // the window that is left
	amount int64 // taken
	finish int32 // the quarter in which it is complete; -1 while that is not decided
	puller int32 // in whose turn it came along; its own index when in its own
}

type state int8

const (
	toCome state = iota // has not had its turn
	taken               // in full
	partly              // a part of it
	waits
)

// need is the work of the activity in the window that is left.
func (a *act) need() int64 {
	if a.steady {
		return a.effort * int64(a.hi-a.lo+1)
	}
	return a.effort
}

// bound is the most that it can take in one quarter.
func (a *act) bound() int64 {
	if a.steady {
		return min(a.effort, a.most)
	}
	return a.most
}

// solver decides one problem.
type solver struct {
	problem *Problem
	people  []int // the problem's indexes of people, by ID
	acts    []act
	net     network
	found   map[int32]*refusal // why activities wait, by index
	moves   []windowMove       // decisions that can be taken back
	slack   []int64            // by index: how much each may grow; nil when nobody asks
	late    map[int32]cut      // why each is not complete a quarter earlier; nil when nobody asks
	trial   bool               // only whether something fits is asked, not why not
}

// build puts a problem into order: what comes out does not depend on how it was written.
func build(p *Problem) *solver {
	s := &solver{problem: p, people: byID(p), found: map[int32]*refusal{}}
	order := make([]int, len(p.Activities))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return before(&p.Activities[i], &p.Activities[j]) })
	at := make(map[string]int32, len(order))
	for place, i := range order {
		at[p.Activities[i].ID] = int32(place)
	}
	quarter := make(map[string]int32, len(p.Quarters))
	for i, q := range p.Quarters {
		quarter[q] = int32(i)
	}
	groups := newGroups(p, s.people)
	s.acts = make([]act, len(order))
	for place, i := range order {
		from, a := &p.Activities[i], &s.acts[place]
		*a = act{id: from.ID, class: from.Class.order(), first: quarter[from.Window[0]], last: quarter[from.Window[1]], most: unbounded,
			steady: from.Steady != nil, partial: from.Partial, group: groups.of(from.People), owner: groups.owner(from.Owner), finish: -1, puller: int32(place)}
		a.lo, a.hi = a.first, a.last
		effort := from.Total
		if a.steady {
			effort = from.Steady
		}
		a.effort = int64(*effort)
		if from.Most != nil {
			a.most = int64(*from.Most)
		}
		for _, id := range from.After {
			a.preds = append(a.preds, at[id])
		}
		slices.Sort(a.preds)
		a.preds = slices.Compact(a.preds)
	}
	for i := range s.acts {
		for _, pred := range s.acts[i].preds {
			s.acts[pred].succs = append(s.acts[pred].succs, int32(i))
		}
	}
	s.net = newNetwork(p, s.people, groups.list, s.acts)
	return s
}

// before is the order of turns: class, rank, ID.
func before(a, b *Activity) int {
	return cmp.Or(cmp.Compare(a.Class.order(), b.Class.order()), cmp.Compare(a.Rank, b.Rank), cmp.Compare(a.ID, b.ID))
}

func byID(p *Problem) []int {
	people := make([]int, len(p.People))
	for i := range people {
		people[i] = i
	}
	slices.SortFunc(people, func(i, j int) int { return cmp.Compare(p.People[i].ID, p.People[j].ID) })
	return people
}

// groups are the different sets of people that activities ask for: those who ask for the same share one.
type groups struct {
	list [][]int32 // indexes of people, in order
	at   map[string]int32
	in   map[string]int32 // people by ID
}

func newGroups(p *Problem, people []int) *groups {
	g := &groups{at: map[string]int32{}, in: make(map[string]int32, len(people))}
	for i, at := range people {
		g.in[p.People[at].ID] = int32(i)
	}
	return g
}

// of is the group of people with these IDs; of all when there are none.
func (g *groups) of(ids []string) int32 {
	sorted := slices.Clone(ids)
	slices.Sort(sorted)
	sorted = slices.Compact(sorted)
	key := strings.Join(sorted, "\x00")
	if at, known := g.at[key]; known {
		return at
	}
	var members []int32
	if len(sorted) == 0 {
		for i := range len(g.in) {
			members = append(members, int32(i))
		}
	}
	for _, id := range sorted {
		members = append(members, g.in[id])
	}
	g.at[key] = int32(len(g.list))
	g.list = append(g.list, members)
	return g.at[key]
}

func (g *groups) owner(id string) int32 {
	if at, known := g.in[id]; known && id != "" {
		return at
	}
	return -1
}
