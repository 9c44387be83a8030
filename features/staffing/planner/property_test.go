package planner

import (
	"bytes"
	"encoding/json"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
)

// told is a problem as JSON, to be solved again by hand.
func told(p *Problem) string {
	text, err := json.Marshal(p)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

func outcomeOf(plan *Plan, id string) *Outcome {
	i := slices.IndexFunc(plan.Activities, func(o Outcome) bool { return o.ID == id })
	if i < 0 {
		return &Outcome{ID: id}
	}
	return &plan.Activities[i]
}

// solved is a verified plan.
func solved(t *testing.T, p *Problem) *Plan {
	t.Helper()
	if err := p.Check(); err != nil {
		t.Fatalf("the problem is refused: %v\n%s", err, told(p))
	}
	plan := Solve(p)
	if err := Verify(p, plan); err != nil {
		t.Fatalf("%v\n%s", err, told(p))
	}
	return plan
}

// TestPlansAreWhatTheWordsSay compares with the plain reference: who fits, when, how much, and what stops the rest.
func TestPlansAreWhatTheWordsSay(t *testing.T) {
	families := []struct {
		name  string
		times uint64
		shape shape
	}{
		{"without precedence", 4000, mixed},
		{"with predecessors", 4000, ordered},
		{"with chains of predecessors", 2000, chained},
	}
	for _, f := range families {
		t.Run(f.name, func(t *testing.T) {
			for seed := range f.times {
				p := randomProblem(seed, f.shape)
				sameAsReference(t, p, solved(t, p))
				if t.Failed() {
					t.Fatalf("seed %d: %s", seed, told(p))
				}
			}
		})
	}
}

// sameAsReference compares one plan.
func sameAsReference(t *testing.T, p *Problem, plan *Plan) {
	t.Helper()
	ref := refSolve(p)
	for i := range p.Activities {
		a := &p.Activities[i]
		o, turn := outcomeOf(plan, a.ID), ref.turns[a.ID]
		if o.Fits != turn.taken {
			t.Errorf("%s fits: %v, and by the words: %v", a.ID, o.Fits, turn.taken)
			continue
		}
		if o.Fits {
			if want := p.Quarters[ref.finishes[a.ID]]; *o.Finish != want {
				t.Errorf("%s finishes in %s, and by the words in %s", a.ID, *o.Finish, want)
			}
			continue
		}
		bounded := len(a.After) > 0 && a.Most != nil // its predecessors' want of hours may be what leaves it too few quarters
		if o.Reason.Cause != turn.cause && (!bounded || o.Reason.Cause == After || turn.cause == After) {
			t.Errorf("%s has the cause %s, and by the words %s", a.ID, o.Reason.Cause, turn.cause)
		} else if turn.cause != After && *o.Reason.Missing != turn.missing {
			t.Errorf("%s lacks %v, and by the words %v", a.ID, *o.Reason.Missing, turn.missing)
		}
	}
}

// single is work that is done in full or waits, without precedence.
var single = shape{quarters: 3, people: 2, activities: 5, load: 8, most: 0.2, steady: 0.3}

// TestWhoFitsIsTheBestThereIs tries every set of activities, and every way to finish those that fit.
func TestWhoFitsIsTheBestThereIs(t *testing.T) {
	for seed := range uint64(1500) {
		p := randomProblem(seed, single)
		plan, ref := solved(t, p), newReference(p)
		best := bestSet(ref, refOrder(p))
		for _, a := range refOrder(p) {
			if _, want := best[a.ID]; outcomeOf(plan, a.ID).Fits != want {
				t.Fatalf("seed %d: %s fits: %v, and the best there is: %v\n%s", seed, a.ID, !want, want, told(p))
			}
		}
		finishes := bestFinishes(ref, best)
		for id, want := range finishes {
			if got := *outcomeOf(plan, id).Finish; got != p.Quarters[want] {
				t.Fatalf("seed %d: %s finishes in %s, and the best there is: %s\n%s", seed, id, got, p.Quarters[want], told(p))
			}
		}
	}
}

// bestSet is the first set of activities that fits, when sets are tried from all of them down, the first activity weighing most.
func bestSet(ref *byWords, order []*Activity) map[string]refWork {
	for set := 1<<len(order) - 1; ; set-- {
		works := map[string]refWork{}
		for i, a := range order {
			if set&(1<<(len(order)-1-i)) != 0 {
				works[a.ID] = ref.whole(a)
			}
		}
		if ref.fit(works) {
			return works
		}
	}
}

// bestFinishes are the first finishes that fit, when the first activity's is tried last.
func bestFinishes(ref *byWords, works map[string]refWork) map[string]int {
	var order []*Activity
	for _, a := range refOrder(ref.p) {
		if _, in := works[a.ID]; in {
			order = append(order, a)
		}
	}
	var search func(at int, works map[string]refWork) map[string]int
	search = func(at int, works map[string]refWork) map[string]int {
		if at == len(order) {
			if !ref.fit(works) {
				return nil
			}
			finishes := map[string]int{}
			for id, w := range works {
				finishes[id] = w.until
			}
			return finishes
		}
		w := works[order[at].ID]
		last := w.until
		for w.until = w.from; w.until <= last; w.until++ {
			if w.a.Steady != nil {
				w.until = last
			}
			tried := maps.Clone(works)
			tried[order[at].ID] = w
			if found := search(at+1, tried); found != nil {
				return found
			}
		}
		return nil
	}
	return search(0, works)
}

// TestMoreHoursNeverMakeWhoFitsWorse gives somebody more: the first activity whose turn comes to something else fits now.
func TestMoreHoursNeverMakeWhoFitsWorse(t *testing.T) {
	for seed := range uint64(1500) {
		p := randomProblem(seed, single)
		before := solved(t, p)
		r := rand.New(rand.NewPCG(seed, 1))
		p.People[r.IntN(len(p.People))].Hours[r.IntN(len(p.Quarters))] += 1 + Tenths(r.IntN(6))
		after := solved(t, p)
		for _, a := range refOrder(p) {
			had, has := outcomeOf(before, a.ID).Fits, outcomeOf(after, a.ID).Fits
			if had && !has {
				t.Fatalf("seed %d: %s does not fit when there are more hours\n%s", seed, a.ID, told(p))
			}
			if had != has {
				break
			}
		}
	}
}

// TestALaterActivityNeverChangesWhoFitsBeforeIt adds one that nobody waits for.
func TestALaterActivityNeverChangesWhoFitsBeforeIt(t *testing.T) {
	for seed := range uint64(1500) {
		p := randomProblem(seed, chained)
		before := solved(t, p)
		r := rand.New(rand.NewPCG(seed, 2))
		later := randomActivity(r, chained, p, 98)
		later.Class, later.Rank, later.Partial = Low, 9, seed%2 == 0
		if seed%3 == 0 {
			later.After = []string{p.Activities[0].ID}
		}
		p.Activities = append(p.Activities, later)
		after := solved(t, p)
		for _, o := range before.Activities {
			now := outcomeOf(after, o.ID)
			if now.Fits != o.Fits || now.Share != o.Share || !sameJSON(now.Reason, o.Reason) {
				t.Fatalf("seed %d: %s changed\n%s", seed, o.ID, told(p))
			}
		}
	}
}

func sameJSON(a, b any) bool {
	first, err := json.Marshal(a)
	if err != nil {
		return false
	}
	second, err := json.Marshal(b)
	return err == nil && bytes.Equal(first, second)
}

// TestOrderInsideAClassMovesNoHoursWhereAllIsPartial shuffles the ranks inside the classes.
func TestOrderInsideAClassMovesNoHoursWhereAllIsPartial(t *testing.T) {
	all := mixed
	all.partial = 1
	for seed := range uint64(1500) {
		p := randomProblem(seed, all)
		before := hoursOfClasses(p, solved(t, p))
		r := rand.New(rand.NewPCG(seed, 3))
		for i := range p.Activities {
			p.Activities[i].Rank = r.IntN(50)
		}
		if after := hoursOfClasses(p, solved(t, p)); !maps.Equal(before, after) {
			t.Fatalf("seed %d: %v became %v\n%s", seed, before, after, told(p))
		}
	}
}

func hoursOfClasses(p *Problem, plan *Plan) map[Class]Tenths {
	sums := map[Class]Tenths{}
	for _, a := range p.Activities {
		for _, w := range outcomeOf(plan, a.ID).Hours {
			sums[a.Class] += w.Hours
		}
	}
	return sums
}

// TestShufflingTheInputChangesNothing compares every byte.
func TestShufflingTheInputChangesNothing(t *testing.T) {
	for seed := range uint64(1000) {
		p := randomProblem(seed, chained)
		before := solved(t, p)
		r := rand.New(rand.NewPCG(seed, 4))
		r.Shuffle(len(p.Activities), func(i, j int) { p.Activities[i], p.Activities[j] = p.Activities[j], p.Activities[i] })
		r.Shuffle(len(p.People), func(i, j int) { p.People[i], p.People[j] = p.People[j], p.People[i] })
		for _, a := range p.Activities {
			r.Shuffle(len(a.People), func(i, j int) { a.People[i], a.People[j] = a.People[j], a.People[i] })
			r.Shuffle(len(a.After), func(i, j int) { a.After[i], a.After[j] = a.After[j], a.After[i] })
		}
		if !sameJSON(before, solved(t, p)) {
			t.Fatalf("seed %d: the plan changed with the order of the input\n%s", seed, told(p))
		}
	}
}

// TestMultiplyingTheHoursChangesNothing compares all but the hours, which are multiplied too.
func TestMultiplyingTheHoursChangesNothing(t *testing.T) {
	const times = 7
	for seed := range uint64(1000) {
		p := randomProblem(seed, chained)
		before := solved(t, p)
		for i := range p.People {
			for q := range p.People[i].Hours {
				p.People[i].Hours[q] *= times
			}
		}
		for i := range p.Activities {
			for _, hours := range []*Tenths{p.Activities[i].Total, p.Activities[i].Steady, p.Activities[i].Most} {
				if hours != nil {
					*hours *= times
				}
			}
		}
		after := solved(t, p)
		for i, o := range before.Activities {
			now := after.Activities[i]
			if o.Reason != nil && o.Reason.Missing != nil {
				*o.Reason.Missing *= times
			}
			if now.ID != o.ID || now.Share != o.Share || !sameJSON(now.Finish, o.Finish) || !sameJSON(now.Reason, o.Reason) {
				t.Fatalf("seed %d: %s changed when all hours were multiplied\n%s", seed, o.ID, told(p))
			}
		}
	}
}

// TestWithNobodyAllWaits takes the people away: whatever asks for hours waits, and the proof of it holds.
func TestWithNobodyAllWaits(t *testing.T) {
	for seed := range uint64(500) {
		p := randomProblem(seed, chained)
		p.People = nil
		for i := range p.Activities {
			p.Activities[i].People = nil
		}
		for _, o := range solved(t, p).Activities {
			if o.Fits {
				t.Fatalf("seed %d: %s fits though there is nobody\n%s", seed, o.ID, told(p))
			}
		}
	}
}
