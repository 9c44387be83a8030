package planner

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// demand is work in a window, for the reference: in all at most amount, in one quarter at most bound.
type demand struct {
	lo, hi        int
	amount, bound int64
	people        []int
}

// served is the maximum flow of demands into hours of people in quarters, by the plainest method there is.
func served(hours [][]int64, demands []demand) int64 {
	quarters, nodes := len(hours[0]), 2
	node := func() int { nodes++; return nodes - 1 }
	type arc struct{ from, to int }
	left := map[arc]int64{}
	next := map[int][]int{}
	join := func(from, to int, most int64) {
		left[arc{from, to}] += most
		next[from], next[to] = append(next[from], to), append(next[to], from)
	}
	slots := map[[2]int]int{}
	for p := range hours {
		for q := range quarters {
			slots[[2]int{p, q}] = node()
			join(slots[[2]int{p, q}], 1, hours[p][q])
		}
	}
	for _, d := range demands {
		from := node()
		join(0, from, d.amount)
		for q := d.lo; q <= d.hi; q++ {
			at := node()
			join(from, at, d.bound)
			for _, p := range d.people {
				join(at, slots[[2]int{p, q}], 1<<40)
			}
		}
	}
	var push func(at int, most int64, seen map[int]bool) int64
	push = func(at int, most int64, seen map[int]bool) int64 {
		if at == 1 {
			return most
		}
		seen[at] = true
		for _, to := range next[at] {
			if room := left[arc{at, to}]; room > 0 && !seen[to] {
				if went := push(to, min(most, room), seen); went > 0 {
					left[arc{at, to}] -= went
					left[arc{to, at}] += went
					return went
				}
			}
		}
		return 0
	}
	sum := int64(0)
	for {
		went := push(0, 1<<40, map[int]bool{})
		if went == 0 {
			return sum
		}
		sum += went
	}
}

// reference decides a plan straight from the words of the method, without keeping anything between its steps.
type reference struct {
	problem *Problem
	order   []*Activity
	hours   [][]int64
	lo, hi  map[string]int
	took    map[string]int64 // hours, of those that are taken in full or in part
	full    map[string]bool
	had     map[string]bool // their turn
	missing map[string]int64
	share   map[string]float64
	finish  map[string]int
}

func refer(p *Problem) *reference {
	r := &reference{problem: p, lo: map[string]int{}, hi: map[string]int{}, took: map[string]int64{}, full: map[string]bool{}, had: map[string]bool{},
		missing: map[string]int64{}, share: map[string]float64{}, finish: map[string]int{}}
	for i := range p.People {
		var row []int64
		for _, hours := range p.People[i].Hours {
			row = append(row, int64(hours))
		}
		r.hours = append(r.hours, row)
	}
	for i := range p.Activities {
		r.order = append(r.order, &p.Activities[i])
	}
	slices.SortFunc(r.order, before)
	for _, a := range r.order {
		if r.had[a.ID] || r.full[a.ID] {
			continue
		}
		saved := r.save()
		if !r.take(a, len(p.Quarters)) {
			missing, lo, hi, took := r.missing[a.ID], r.lo[a.ID], r.hi[a.ID], r.took[a.ID]
			partial := r.save()
			r.restore(saved)
			if a.Partial && missing > 0 && took > 0 {
				r.restore(partial)
				r.lo[a.ID], r.hi[a.ID], r.took[a.ID] = lo, hi, took
			}
		}
		r.had[a.ID] = true
	}
	for _, a := range r.order {
		r.place(a)
	}
	return r
}

type saved struct {
	lo, hi map[string]int
	took   map[string]int64
	full   map[string]bool
}

func copied[V any](m map[string]V) map[string]V {
	c := map[string]V{}
	for k, v := range m {
		c[k] = v
	}
	return c
}

func (r *reference) save() saved {
	return saved{copied(r.lo), copied(r.hi), copied(r.took), copied(r.full)}
}
func (r *reference) restore(s saved) {
	r.lo, r.hi, r.took, r.full = copied(s.lo), copied(s.hi), copied(s.took), copied(s.full)
}

func (r *reference) find(id string) *Activity {
	for _, a := range r.order {
		if a.ID == id {
			return a
		}
	}
	return nil
}

func (r *reference) window(a *Activity) (int, int) {
	return slices.Index(r.problem.Quarters, a.Window[0]), slices.Index(r.problem.Quarters, a.Window[1])
}

func (r *reference) demandOf(a *Activity, lo, hi int, amount int64) demand {
	d := demand{lo: lo, hi: hi, amount: amount, bound: 1 << 40}
	if a.Most != nil {
		d.bound = int64(*a.Most)
	}
	if a.Steady != nil {
		d.bound = min(d.bound, int64(*a.Steady))
	}
	for p := range r.problem.People {
		if len(a.People) == 0 || slices.Contains(a.People, r.problem.People[p].ID) {
			d.people = append(d.people, p)
		}
	}
	return d
}

func need(a *Activity, lo, hi int) int64 {
	if a.Steady != nil {
		return int64(*a.Steady) * int64(hi-lo+1)
	}
	return int64(*a.Total)
}

// all are the demands of what is taken, with the sum of their hours.
func (r *reference) all() (demands []demand, sum int64) {
	for _, a := range r.order {
		if amount, is := r.took[a.ID]; is {
			demands = append(demands, r.demandOf(a, r.lo[a.ID], r.hi[a.ID], amount))
			sum += amount
		}
	}
	return demands, sum
}

func (r *reference) fits() bool {
	demands, sum := r.all()
	return served(r.hours, demands) == sum
}

// take takes an activity with its predecessors before the end of a quarter. When it does not fit, the best split is left standing
// with what it could take.
func (r *reference) take(a *Activity, deadline int) bool {
	delete(r.missing, a.ID)
	for _, id := range a.After {
		if r.had[id] && !r.full[id] {
			return false
		}
	}
	first, last := r.window(a)
	last = min(last, deadline)
	least, ends := first-1, first-1
	for _, id := range a.After {
		_, hi := r.window(r.find(id))
		if r.full[id] {
			hi = r.hi[id]
		}
		least, ends = max(least, r.soonest(r.find(id))), max(ends, hi)
	}
	start := r.save()
	var best saved
	for split := min(ends, last-1); split >= least; split-- {
		r.restore(start)
		if !r.before(a, split) {
			continue
		}
		lo := max(first, split+1)
		_, others := r.all()
		needs := need(a, lo, last)
		r.lo[a.ID], r.hi[a.ID], r.took[a.ID] = lo, last, needs
		demands, _ := r.all()
		got := served(r.hours, demands) - others
		if got == needs {
			r.full[a.ID] = true
			return true
		}
		if _, is := r.missing[a.ID]; !is || needs-got < r.missing[a.ID] {
			r.missing[a.ID], r.share[a.ID] = needs-got, float64(got)/float64(needs)
			r.took[a.ID] = got
			best = r.save()
		}
	}
	if best.lo != nil {
		r.restore(best)
	} else {
		r.restore(start)
	}
	return false
}

// soonest is the first quarter in which an activity can be complete after its predecessors, hours aside.
func (r *reference) soonest(a *Activity) int {
	first, last := r.window(a)
	if a.Steady != nil {
		return last
	}
	for _, id := range a.After {
		first = max(first, r.soonest(r.find(id))+1)
	}
	return first
}

// before ends the predecessors with a quarter, and takes those that are not yet taken.
func (r *reference) before(a *Activity, split int) bool {
	for _, id := range a.After {
		if p := r.find(id); !r.full[id] {
			if _, last := r.window(p); p.Steady != nil && last > split || !r.take(p, split) {
				return false
			}
		}
	}
	for _, id := range a.After {
		if !r.endBy(r.find(id), split) {
			return false
		}
	}
	return r.fits()
}

// endBy ends a taken activity with a quarter, and its predecessors earlier when it has no room otherwise.
func (r *reference) endBy(a *Activity, split int) bool {
	first, _ := r.window(a)
	switch {
	case r.hi[a.ID] <= split:
		return true
	case a.Steady != nil:
		return false
	}
	start := r.save()
	lo := r.lo[a.ID]
	if lo <= split {
		if r.hi[a.ID] = split; r.fits() {
			return true
		}
	}
	for before := min(lo-2, split-1); before >= first-1 && len(a.After) > 0; before-- {
		r.restore(start)
		ended := true
		for _, id := range a.After {
			ended = ended && r.endBy(r.find(id), before)
		}
		if r.lo[a.ID], r.hi[a.ID] = max(first, before+1), split; ended && r.fits() {
			return true
		}
	}
	r.restore(start)
	return false
}

func (r *reference) place(a *Activity) {
	if _, placed := r.finish[a.ID]; placed || !r.full[a.ID] {
		return
	}
	lo, last := r.window(a)
	for _, id := range a.After {
		r.place(r.find(id))
		lo = max(lo, r.finish[id]+1)
	}
	if a.Steady != nil {
		for r.lo[a.ID], r.took[a.ID] = lo, need(a, lo, last); !r.fits(); {
			r.lo[a.ID]++
			r.took[a.ID] = need(a, r.lo[a.ID], last)
		}
		r.finish[a.ID] = last
		return
	}
	r.lo[a.ID] = lo
	for r.hi[a.ID] = lo; !r.fits(); {
		r.hi[a.ID]++
	}
	r.finish[a.ID] = r.hi[a.ID]
}

// small makes a problem that the reference can decide.
func small(r *rand.Rand) *Problem {
	p := &Problem{Quarters: []string{"2019-Q1", "2019-Q2", "2019-Q3", "2019-Q4"}[:2+r.IntN(3)]}
	for i := range 1 + r.IntN(3) {
		person := Person{ID: fmt.Sprintf("p%d", i)}
		for range p.Quarters {
			person.Hours = append(person.Hours, Tenths(r.IntN(7)))
		}
		p.People = append(p.People, person)
	}
	for i := range 1 + r.IntN(6) {
		first := r.IntN(len(p.Quarters))
		last := first + r.IntN(len(p.Quarters)-first)
		a := Activity{ID: fmt.Sprintf("A%d", i), Class: []Class{High, Medium, Low}[r.IntN(3)], Rank: r.IntN(3), Window: [2]string{p.Quarters[first], p.Quarters[last]}, Partial: r.IntN(5) == 0}
		if effort := Tenths(r.IntN(9)); r.IntN(3) == 0 {
			effort /= 2
			a.Steady = &effort
		} else {
			a.Total = &effort
		}
		if r.IntN(4) == 0 {
			most := Tenths(1 + r.IntN(4))
			a.Most = &most
		}
		for q := range p.People {
			if r.IntN(3) == 0 {
				a.People = append(a.People, p.People[q].ID)
			}
		}
		for j := range i {
			if r.IntN(5) == 0 {
				a.After = append(a.After, fmt.Sprintf("A%d", j))
			}
		}
		p.Activities = append(p.Activities, a)
	}
	r.Shuffle(len(p.Activities), func(i, j int) { p.Activities[i], p.Activities[j] = p.Activities[j], p.Activities[i] })
	return p
}

func TestThePlanIsTheReferences(t *testing.T) {
	for seed := range uint64(4000) {
		p := small(rand.New(rand.NewPCG(seed, 1)))
		if err := p.Check(); err != nil {
			t.Fatal(seed, err)
		}
		plan, r := Decide(p), refer(p)
		if err := Verify(p, Solve(p)); err != nil {
			t.Fatal(seed, err)
		}
		for i := range plan.Activities {
			compareOutcome(t, seed, &plan.Activities[i], r)
		}
		if t.Failed() {
			t.Fatalf("seed %d: %s", seed, asJSON(p))
		}
	}
}

func compareOutcome(t *testing.T, seed uint64, out *Outcome, r *reference) {
	t.Helper()
	if out.Fits != r.full[out.ID] {
		t.Errorf("seed %d: %s fits: %v, want %v", seed, out.ID, out.Fits, r.full[out.ID])
		return
	}
	if out.Fits {
		if want := r.problem.Quarters[max(0, r.finish[out.ID])]; *out.Finish != want {
			t.Errorf("seed %d: %s is finished in %s, want %s", seed, out.ID, *out.Finish, want)
		}
		return
	}
	missing, known := r.missing[out.ID]
	switch {
	case known != (out.Reason.Missing != nil):
		t.Errorf("seed %d: %s: %+v, want missing: %v", seed, out.ID, out.Reason, known)
	case known && (int64(*out.Reason.Missing) != missing || out.Share != r.share[out.ID]):
		t.Errorf("seed %d: %s misses %d (%v), want %d (%v)", seed, out.ID, *out.Reason.Missing, out.Share, missing, r.share[out.ID])
	}
}

// Predecessors that come along end early enough for each other: A2, A4 and A1 are done in the three quarters, and A3 waits.
func TestPredecessorsOfPredecessorsComeAlong(t *testing.T) {
	p, err := Read(strings.NewReader(`{"quarters":["2018-Q1","2018-Q2","2018-Q3"],"people":[{"id":"a","hours":[0.6,0.2,0.5]}],"activities":[
		{"id":"A1","class":"high","rank":0,"window":["2018-Q2","2018-Q3"],"total":0.5,"after":["A4"]},
		{"id":"A2","class":"medium","rank":1,"window":["2018-Q1","2018-Q3"],"total":0.1},
		{"id":"A3","class":"medium","rank":0,"window":["2018-Q3","2018-Q3"],"total":0.5},
		{"id":"A4","class":"medium","rank":1,"window":["2018-Q1","2018-Q3"],"total":0.2,"after":["A2"]},
		{"id":"A5","class":"medium","rank":2,"window":["2018-Q1","2018-Q2"],"total":0.3}]}`))
	if err != nil {
		t.Fatal(err)
	}
	fits := map[string]bool{}
	for _, out := range Solve(p).Activities {
		fits[out.ID] = out.Fits
	}
	if !fits["A1"] || !fits["A2"] || !fits["A4"] || fits["A3"] {
		t.Errorf("fits: %v", fits)
	}
}
