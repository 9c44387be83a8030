package planner

import (
	"fmt"
	"math"
	"slices"
)

// Verify sees that a plan keeps what it promises for its problem: hours only where and by whom the work may be done, nobody
// above their hours, efforts met exactly, predecessors finished a quarter before, and for every activity that waits a reason
// that proves itself. It shares no code with the solver and is run before an answer is shown. The problem must be one that
// Check accepts. The error is for developers and the log.
func Verify(p *Problem, plan *Plan) error {
	v, err := newVerifier(p, plan)
	if err != nil {
		return err
	}
	for i := range plan.Activities {
		o := &plan.Activities[i]
		if err := v.outcome(o); err != nil {
			return fmt.Errorf("plan: activity %q: %w", o.ID, err)
		}
	}
	for slot, used := range v.used {
		if used > v.hours[slot] {
			return fmt.Errorf("plan: %s has %s of %s in use", v.name(slot), hoursText(used), hoursText(v.hours[slot]))
		}
	}
	for _, o := range plan.Overloads {
		if err := v.overload(o); err != nil {
			return fmt.Errorf("plan: overload %s to %s: %w", o.From, o.Until, err)
		}
	}
	return nil
}

// cell is a person in a quarter, both by number.
type cell struct{ person, quarter int }

// verifier is a problem and its plan with numbers in place of names.
type verifier struct {
	problem  *Problem
	quarter  map[string]int
	person   map[string]int
	activity map[string]*Activity
	outcomes map[string]*Outcome
	hours    map[cell]Tenths     // there are
	used     map[cell]Tenths     // by the plan
	follow   map[string][]string // activities that wait for one
}

func newVerifier(p *Problem, plan *Plan) (*verifier, error) {
	v := &verifier{problem: p, quarter: map[string]int{}, person: map[string]int{}, activity: map[string]*Activity{},
		outcomes: map[string]*Outcome{}, hours: map[cell]Tenths{}, used: map[cell]Tenths{}, follow: map[string][]string{}}
	for i, name := range p.Quarters {
		v.quarter[name] = i
	}
	for i, person := range p.People {
		v.person[person.ID] = i
		for q, hours := range person.Hours {
			v.hours[cell{i, q}] = hours
		}
	}
	for i := range p.Activities {
		a := &p.Activities[i]
		v.activity[a.ID] = a
		for _, before := range a.After {
			v.follow[before] = append(v.follow[before], a.ID)
		}
	}
	for i := range plan.Activities {
		id := plan.Activities[i].ID
		if v.activity[id] == nil {
			return nil, fmt.Errorf("plan: activity %q is not in the problem", id)
		}
		if v.outcomes[id] != nil {
			return nil, fmt.Errorf("plan: activity %q is there twice", id)
		}
		v.outcomes[id] = &plan.Activities[i]
	}
	for i := range p.Activities {
		if id := p.Activities[i].ID; v.outcomes[id] == nil {
			return nil, fmt.Errorf("plan: activity %q is left out", id)
		}
	}
	return v, nil
}

func (v *verifier) name(s cell) string {
	return v.problem.People[s.person].ID + " in " + v.problem.Quarters[s.quarter]
}

func hoursText(t Tenths) string { return fmt.Sprintf("%.1f hours", float64(t)/10) }

// window is the first and last quarter of an activity, by number.
func (v *verifier) window(a *Activity) (first, last int) {
	return v.quarter[a.Window[0]], v.quarter[a.Window[1]]
}

func (v *verifier) mayDo(a *Activity, person int) bool {
	return len(a.People) == 0 || slices.Contains(a.People, v.problem.People[person].ID)
}

// outcome sees to one activity: its hours, its finish and its reason.
func (v *verifier) outcome(o *Outcome) error {
	a := v.activity[o.ID]
	done, err := v.work(a, o)
	if err != nil {
		return err
	}
	if o.Share < 0 || o.Share > 1 || math.IsNaN(o.Share) || (o.Share == 1) != o.Fits {
		return fmt.Errorf("fits is %v with share %v", o.Fits, o.Share)
	}
	if err := v.effort(a, o, done); err != nil {
		return err
	}
	if err := v.finish(a, o, done); err != nil {
		return err
	}
	if err := v.precedence(a, o, done); err != nil {
		return err
	}
	if o.Fits != (o.Reason == nil) {
		return fmt.Errorf("fits is %v, and the reason is given: %v", o.Fits, o.Reason != nil)
	}
	if o.Fits {
		if len(o.Alternatives) > 0 {
			return fmt.Errorf("it fits, and has %d alternatives", len(o.Alternatives))
		}
		return nil
	}
	return v.reason(a, o, done)
}

// work adds the hours of an activity to the slots' and gives its hours for each quarter.
func (v *verifier) work(a *Activity, o *Outcome) ([]Tenths, error) {
	done := make([]Tenths, len(v.problem.Quarters))
	first, last := v.window(a)
	seen := map[cell]bool{}
	for _, w := range o.Hours {
		person, isPerson := v.person[w.Person]
		quarter, isQuarter := v.quarter[w.Quarter]
		at := cell{person, quarter}
		switch {
		case !isPerson || !isQuarter:
			return nil, fmt.Errorf("hours of %q in %q, which the problem does not have", w.Person, w.Quarter)
		case w.Hours <= 0:
			return nil, fmt.Errorf("%s of %s", hoursText(w.Hours), v.name(at))
		case seen[at]:
			return nil, fmt.Errorf("hours of %s twice", v.name(at))
		case quarter < first || quarter > last:
			return nil, fmt.Errorf("hours of %s, outside its window %s to %s", v.name(at), a.Window[0], a.Window[1])
		case !v.mayDo(a, person):
			return nil, fmt.Errorf("hours of %s, who may not do it", v.name(at))
		}
		seen[at] = true
		v.used[at] += w.Hours
		done[quarter] += w.Hours
	}
	return done, nil
}

// effort sees that what fits is done exactly, what waits not at all, and what is partial within its bounds.
func (v *verifier) effort(a *Activity, o *Outcome, done []Tenths) error {
	most := boundOf(a)
	for q, hours := range done {
		if hours > most {
			return fmt.Errorf("%s in %s, above %s a quarter", hoursText(hours), v.problem.Quarters[q], hoursText(most))
		}
	}
	sum := sumOf(done)
	switch {
	case !o.Fits && !a.Partial && sum > 0:
		return fmt.Errorf("it waits, and has %s", hoursText(sum))
	case o.Fits && a.Steady != nil:
		return v.steady(a, done)
	case o.Fits && sum != *a.Total:
		return fmt.Errorf("%s of %s", hoursText(sum), hoursText(*a.Total))
	}
	return nil
}

// boundOf is what an activity may have in one quarter.
func boundOf(a *Activity) Tenths {
	switch {
	case a.Steady != nil && a.Most != nil:
		return min(*a.Steady, *a.Most)
	case a.Steady != nil:
		return *a.Steady
	case a.Most != nil:
		return *a.Most
	}
	return math.MaxInt64
}

func sumOf(hours []Tenths) (sum Tenths) {
	for _, h := range hours {
		sum += h
	}
	return sum
}

// steady sees that ongoing work has its hours in every quarter of its window, or of what its predecessors leave of it.
func (v *verifier) steady(a *Activity, done []Tenths) error {
	if *a.Steady == 0 {
		return nil
	}
	first, last := v.window(a)
	for len(a.After) > 0 && first < last && done[first] == 0 {
		first++
	}
	for q := first; q <= last; q++ {
		if done[q] != *a.Steady {
			return fmt.Errorf("%s of %s in %s", hoursText(done[q]), hoursText(*a.Steady), v.problem.Quarters[q])
		}
	}
	return nil
}

// finish sees that the finish is the last quarter with hours. An activity without effort may finish anywhere in its window.
func (v *verifier) finish(a *Activity, o *Outcome, done []Tenths) error {
	if o.Finish == nil {
		if o.Fits {
			return fmt.Errorf("it fits and has no finish")
		}
		return nil
	}
	finish, known := v.quarter[*o.Finish]
	first, last := v.window(a)
	switch {
	case !o.Fits:
		return fmt.Errorf("it does not fit and has the finish %s", *o.Finish)
	case !known || finish < first || finish > last:
		return fmt.Errorf("it finishes in %s, outside its window", *o.Finish)
	case a.Steady != nil && finish != last:
		return fmt.Errorf("it goes on until %s and is said to finish in %s", a.Window[1], *o.Finish)
	case sumOf(done) > 0 && (done[finish] == 0 || sumOf(done[finish+1:]) > 0):
		return fmt.Errorf("it finishes in %s, which is not its last quarter with hours", *o.Finish)
	}
	return nil
}

// precedence sees that every predecessor of something that is done is finished in a quarter before it begins.
func (v *verifier) precedence(a *Activity, o *Outcome, done []Tenths) error {
	begins := slices.IndexFunc(done, func(h Tenths) bool { return h > 0 })
	switch {
	case begins < 0 && !o.Fits:
		return nil
	case begins < 0:
		begins = v.quarter[*o.Finish]
	}
	for _, id := range a.After {
		before := v.outcomes[id]
		if !before.Fits {
			return fmt.Errorf("it is done, and its predecessor %q does not fit", id)
		}
		if v.quarter[*before.Finish] >= begins {
			return fmt.Errorf("it begins in %s, and its predecessor %q finishes in %s", v.problem.Quarters[begins], id, *before.Finish)
		}
	}
	return nil
}
