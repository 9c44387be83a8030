package planner

import (
	"fmt"
	"math/rand/v2"
)

// shape says what random problems look like. Hours are a few tenths, so that a slow reference can try everything.
type shape struct {
	quarters, people, activities int     // at most
	load                         Tenths  // hours of a demand, at most
	after                        float64 // how often an activity has a predecessor
	chain                        bool    // predecessors may have predecessors, and more than one
	partial                      float64 // how often an activity is partial
	most                         float64 // how often work has a bound per quarter
	steady                       float64 // how often work is steady
}

// mixed has all but precedence.
var mixed = shape{quarters: 4, people: 3, activities: 6, load: 9, partial: 0.2, most: 0.2, steady: 0.35}

// ordered has precedence in one step.
var ordered = shape{quarters: 4, people: 2, activities: 5, load: 9, after: 0.45, most: 0.15, steady: 0.3}

// chained has longer chains and several predecessors.
var chained = shape{quarters: 4, people: 2, activities: 5, load: 6, after: 0.3, chain: true, most: 0.1, steady: 0.25}

func quarterName(i int) string { return fmt.Sprintf("%d-Q%d", 2018+i/4, i%4+1) }

func tenths(hours Tenths) *Tenths { return &hours }

// randomProblem makes the same problem for the same seed.
func randomProblem(seed uint64, s shape) *Problem {
	r := rand.New(rand.NewPCG(seed, 18))
	p := &Problem{}
	quarters := 2 + r.IntN(s.quarters-1)
	for q := range quarters {
		p.Quarters = append(p.Quarters, quarterName(q))
	}
	for i := range 1 + r.IntN(s.people) {
		person := Person{ID: string(rune('a' + i))}
		for range quarters {
			person.Hours = append(person.Hours, Tenths(r.IntN(8)))
		}
		p.People = append(p.People, person)
	}
	for i := range 1 + r.IntN(s.activities) {
		p.Activities = append(p.Activities, randomActivity(r, s, p, i))
	}
	precede(r, s, p)
	return p
}

func randomActivity(r *rand.Rand, s shape, p *Problem, i int) Activity {
	a := Activity{ID: fmt.Sprintf("A%d", i+1), Class: []Class{High, Medium, Low}[r.IntN(3)], Rank: r.IntN(3)}
	from := r.IntN(len(p.Quarters))
	until := from + r.IntN(len(p.Quarters)-from)
	a.Window = [2]string{p.Quarters[from], p.Quarters[until]}
	if r.Float64() < s.steady {
		a.Steady = tenths(1 + Tenths(r.Int64N(int64(s.load)/2)))
	} else {
		a.Total = tenths(1 + Tenths(r.Int64N(int64(s.load))))
		if r.Float64() < s.most {
			a.Most = tenths(1 + Tenths(r.Int64N(4)))
		}
	}
	for _, person := range p.People {
		if r.IntN(3) == 0 {
			a.People = append(a.People, person.ID)
		}
	}
	a.Partial = r.Float64() < s.partial
	return a
}

// precede adds predecessors. Without chains nothing that has a predecessor is one.
func precede(r *rand.Rand, s shape, p *Problem) {
	turn := r.Perm(len(p.Activities))
	for at, i := range turn {
		a := &p.Activities[i]
		for _, j := range turn[:at] {
			other := &p.Activities[j]
			if r.Float64() < s.after && (s.chain || len(a.After) == 0 && len(other.After) == 0) {
				a.After = append(a.After, other.ID)
			}
		}
	}
}
