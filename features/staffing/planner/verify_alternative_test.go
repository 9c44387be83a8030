package planner

import (
	"slices"
	"testing"
)

// TestEveryAlternativeHelpsAndNothingSmallerDoes tries each alternative with the plain reference, and everything smaller of
// its kind; where one exists, it must be offered.
func TestEveryAlternativeHelpsAndNothingSmallerDoes(t *testing.T) {
	for seed := range uint64(1200) {
		p := randomProblem(seed, single)
		plan := solved(t, p)
		for i := range p.Activities {
			o := outcomeOf(plan, p.Activities[i].ID)
			if o.Fits {
				continue
			}
			tryAlternatives(t, p, &p.Activities[i], o)
			if t.Failed() {
				t.Fatalf("seed %d, %s: %s", seed, o.ID, told(p))
			}
		}
	}
}

// TestEveryAlternativeHelpsWithPredecessorsToo tries the alternatives where there are chains of predecessors.
func TestEveryAlternativeHelpsWithPredecessorsToo(t *testing.T) {
	for seed := range uint64(1200) {
		p := randomProblem(seed, chained)
		for _, o := range solved(t, p).Activities {
			for _, alternative := range o.Alternatives {
				if !helps(p, o.ID, func(q *Problem, a *Activity) { alter(q, a, alternative) }) {
					t.Fatalf("seed %d: %s does not fit with the alternative %+v\n%s", seed, o.ID, alternative, told(p))
				}
			}
		}
	}
}

// changeable is a problem that may be changed without changing the first.
func changeable(p *Problem) *Problem {
	q := &Problem{Quarters: p.Quarters, People: slices.Clone(p.People), Activities: slices.Clone(p.Activities)}
	for i := range q.People {
		q.People[i].Hours = slices.Clone(q.People[i].Hours)
	}
	return q
}

// helps is true when an activity fits, by the words, in a changed problem.
func helps(p *Problem, id string, changed func(q *Problem, a *Activity)) bool {
	q := changeable(p)
	changed(q, &q.Activities[slices.IndexFunc(q.Activities, func(a Activity) bool { return a.ID == id })])
	return refSolve(q).turns[id].taken
}

func alter(q *Problem, a *Activity, alternative Alternative) {
	switch alternative.Kind {
	case MoreHours:
		for _, w := range alternative.Add.([]Work) {
			i := slices.IndexFunc(q.People, func(person Person) bool { return person.ID == w.Person })
			q.People[i].Hours[refQuarter(q, w.Quarter)] += w.Hours
		}
	case Window:
		a.Window = [2]string{alternative.From, alternative.Until}
	case Wait:
		wait(q, alternative.Activity)
	case LessEffort:
		effort(a, *alternative.Hours)
	case MorePeople:
		a.People = slices.Concat(a.People, alternative.Add.([]string))
	}
}

// wait takes an activity out of a problem, and all that wait for it.
func wait(q *Problem, id string) {
	out := []string{id}
	for len(out) > 0 {
		id, out = out[0], out[1:]
		q.Activities = slices.DeleteFunc(q.Activities, func(a Activity) bool {
			if slices.Contains(a.After, id) {
				out = append(out, a.ID)
			}
			return a.ID == id || slices.Contains(a.After, id)
		})
	}
}

func effort(a *Activity, hours Tenths) {
	if a.Steady != nil {
		a.Steady = &hours
	} else {
		a.Total = &hours
	}
}

func tryAlternatives(t *testing.T, p *Problem, a *Activity, o *Outcome) {
	t.Helper()
	offered := map[Kind]Alternative{}
	for _, alternative := range o.Alternatives {
		offered[alternative.Kind] = alternative
		if !helps(p, a.ID, func(q *Problem, a *Activity) { alter(q, a, alternative) }) {
			t.Errorf("it does not fit with %+v", alternative)
		}
	}
	tryEffort(t, p, a, offered)
	tryWindow(t, p, a, offered)
	_, waiting := offered[Wait]
	for _, other := range p.Activities {
		if other.ID != a.ID && !waiting && helps(p, a.ID, func(q *Problem, _ *Activity) { wait(q, other.ID) }) {
			t.Errorf("it would fit if %s waited, which is not offered", other.ID)
		}
	}
	_, people := offered[MorePeople]
	for _, person := range p.People {
		more := Alternative{Kind: MorePeople, Add: []string{person.ID}}
		if len(a.People) > 0 && !people && helps(p, a.ID, func(q *Problem, a *Activity) { alter(q, a, more) }) {
			t.Errorf("it would fit if %s might do it, which is not offered", person.ID)
		}
	}
}

// tryEffort sees that the effort offered is the most that fits.
func tryEffort(t *testing.T, p *Problem, a *Activity, offered map[Kind]Alternative) {
	t.Helper()
	now, most := a.Total, Tenths(0)
	if now == nil {
		now = a.Steady
	}
	for hours := Tenths(1); hours < *now; hours++ {
		if helps(p, a.ID, func(_ *Problem, a *Activity) { effort(a, hours) }) {
			most = hours
		}
	}
	switch alternative, is := offered[LessEffort]; {
	case is != (most > 0):
		t.Errorf("less effort is offered: %v, and %v tenths fit", is, most)
	case is && *alternative.Hours != most:
		t.Errorf("%v tenths are offered, and %v fit", *alternative.Hours, most)
	}
}

// tryWindow sees that no longer or later window that ends nearer works.
func tryWindow(t *testing.T, p *Problem, a *Activity, offered map[Kind]Alternative) {
	t.Helper()
	alternative, is := offered[Window]
	from, until := refQuarter(p, a.Window[0]), refQuarter(p, a.Window[1])
	for more := 1; until+more < len(p.Quarters); more++ {
		if is && refQuarter(p, alternative.Until)-until <= more {
			return
		}
		for _, first := range []int{from, from + more} {
			nearer := Alternative{Kind: Window, From: p.Quarters[first], Until: p.Quarters[until+more]}
			if helps(p, a.ID, func(q *Problem, a *Activity) { alter(q, a, nearer) }) {
				t.Errorf("it would fit from %s until %s, and %s until %s is offered", nearer.From, nearer.Until, alternative.From, alternative.Until)
				return
			}
		}
	}
}
