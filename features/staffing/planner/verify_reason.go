package planner

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// reason sees that what is said of an activity that waits is consistent, and that a lack of hours is proved.
func (v *verifier) reason(a *Activity, o *Outcome, done []Tenths) error {
	r := o.Reason
	if (r.Cause == After) != (r.Missing == nil) || (r.Cause == After) != (len(r.After) > 0) {
		return fmt.Errorf("the cause %q does not go with missing given: %v, and %d predecessors", r.Cause, r.Missing != nil, len(r.After))
	}
	switch r.Cause {
	case After:
		if sumOf(done) > 0 {
			return fmt.Errorf("it waits for predecessors and has hours")
		}
		if err := v.after(a, r); err != nil {
			return err
		}
	case Most, Capacity:
		if err := v.missing(a, o, done); err != nil {
			return err
		}
		if err := v.cut(a, r); err != nil {
			return err
		}
	default:
		return fmt.Errorf("unknown cause %q", r.Cause)
	}
	for _, alternative := range o.Alternatives {
		if err := v.alternative(a, r, alternative); err != nil {
			return fmt.Errorf("alternative %q: %w", alternative.Kind, err)
		}
	}
	return nil
}

// after sees that the predecessors named are some, and that each does not fit or leaves no quarter.
func (v *verifier) after(a *Activity, r *Reason) error {
	_, last := v.window(a)
	for _, id := range r.After {
		if !v.followers(id)[a.ID] {
			return fmt.Errorf("%q is named and does not precede it", id)
		}
		if before := v.outcomes[id]; before.Fits && v.quarter[*before.Finish] < last {
			return fmt.Errorf("its predecessor %q is named, fits and leaves a quarter", id)
		}
	}
	return nil
}

// followers are the activities that wait for one through one or more steps.
func (v *verifier) followers(id string) map[string]bool {
	found, next := map[string]bool{}, []string{id}
	for len(next) > 0 {
		id, next = next[0], next[1:]
		for _, follower := range v.follow[id] {
			if !found[follower] {
				found[follower] = true
				next = append(next, follower)
			}
		}
	}
	return found
}

// missing sees that missing, share and, for partial work, the hours say the same.
func (v *verifier) missing(a *Activity, o *Outcome, done []Tenths) error {
	missing, sum := *o.Reason.Missing, sumOf(done)
	demand, exact := v.demand(a)
	switch {
	case missing <= 0 || missing > demand:
		return fmt.Errorf("%s missing of %s", hoursText(missing), hoursText(demand))
	case exact && math.Abs(o.Share-float64(demand-missing)/float64(demand)) > 1e-6:
		return fmt.Errorf("share %v with %s missing of %s", o.Share, hoursText(missing), hoursText(demand))
	case a.Partial && exact && sum != demand-missing:
		return fmt.Errorf("%s in part, with %s missing of %s", hoursText(sum), hoursText(missing), hoursText(demand))
	case a.Partial && sum > demand-missing:
		return fmt.Errorf("%s in part, with %s missing of at most %s", hoursText(sum), hoursText(missing), hoursText(demand))
	}
	return nil
}

// demand is all hours of an activity. It is not exact for steady work whose predecessors take some of its quarters.
func (v *verifier) demand(a *Activity) (hours Tenths, exact bool) {
	if a.Total != nil {
		return *a.Total, true
	}
	first, last := v.window(a)
	return *a.Steady * Tenths(last-first+1), len(a.After) == 0
}

// cut sees that the reason is a minimum cut: the hours that the named activities and this one must have from the named slots,
// minus the hours of those slots, are missing. Whatever the plan, so much cannot be done (weak duality). Where predecessors
// have shortened a window the work is more confined than can be seen here, and the difference is only bounded.
func (v *verifier) cut(a *Activity, r *Reason) error {
	named := map[cell]bool{}
	var hours Tenths
	for _, names := range r.Slots {
		person, isPerson := v.person[names[0]]
		quarter, isQuarter := v.quarter[names[1]]
		at := cell{person, quarter}
		if !isPerson || !isQuarter || named[at] {
			return fmt.Errorf("the slot %v is unknown or named twice", names)
		}
		named[at] = true
		hours += v.hours[at]
	}
	// A person without hours in a quarter is no way out, named or not.
	open := v.openTo(func(at cell) bool { return named[at] || v.hours[at] == 0 })
	exact := !v.ordered(a)
	demand, _ := v.demand(a)
	confined := v.confined(a, demand, open(a))
	competing := map[string]bool{a.ID: true}
	for _, id := range r.Competing {
		other := v.activity[id]
		if other == nil {
			return fmt.Errorf("the competing %q is not in the problem", id)
		}
		if competing[id] {
			return fmt.Errorf("%q competes with itself or is named twice", id)
		}
		competing[id] = true
		if err := v.competes(other, a); err != nil {
			return err
		}
		part := v.confined(other, v.amount(other), open(other))
		if part == 0 && !v.ordered(other) {
			return fmt.Errorf("%q is said to compete, and can be done elsewhere", id)
		}
		exact = exact && !v.ordered(other)
		confined += part
	}
	if got := confined - hours; got > *r.Missing || exact && got != *r.Missing {
		return fmt.Errorf("the proof gives %s missing (%s confined to %d slots with %s), and %s is said",
			hoursText(got), hoursText(confined), len(named), hoursText(hours), hoursText(*r.Missing))
	}
	return nil
}

// ordered is true for an activity that precedes or follows another, whose window may thus have been shortened.
func (v *verifier) ordered(a *Activity) bool { return len(a.After) > 0 || len(v.follow[a.ID]) > 0 }

// competes sees that an activity has hours in the plan and had its turn before another: itself, or with one that it precedes.
func (v *verifier) competes(other, a *Activity) error {
	o := v.outcomes[other.ID]
	if !o.Fits && len(o.Hours) == 0 {
		return fmt.Errorf("%q is said to compete, and waits", other.ID)
	}
	if v.turn(other, a) {
		return nil
	}
	for id := range v.followers(other.ID) {
		if id == a.ID || v.turn(v.activity[id], a) {
			return nil
		}
	}
	return fmt.Errorf("%q is said to compete, and comes later in the order", other.ID)
}

// turn is true when an activity's own turn comes before another's.
func (v *verifier) turn(a, b *Activity) bool {
	classes := []Class{High, Medium, Low}
	if d := slices.Index(classes, a.Class) - slices.Index(classes, b.Class); d != 0 {
		return d < 0
	}
	if a.Rank != b.Rank {
		return a.Rank < b.Rank
	}
	return strings.Compare(a.ID, b.ID) < 0
}

// amount is what an activity takes from the others: all of it, or the part that it got.
func (v *verifier) amount(a *Activity) Tenths {
	demand, _ := v.demand(a)
	if o := v.outcomes[a.ID]; !o.Fits {
		demand = 0
		for _, w := range o.Hours {
			demand += w.Hours
		}
	}
	return demand
}

// openTo tells in which quarters somebody who may do an activity has a cell that is not closed. For those that anyone may do it
// is the same, and found once.
func (v *verifier) openTo(closed func(cell) bool) func(*Activity) func(quarter int) bool {
	open := func(a *Activity, quarter int) bool {
		for person := range v.problem.People {
			if v.mayDo(a, person) && !closed(cell{person, quarter}) {
				return true
			}
		}
		return false
	}
	anyone := make([]bool, len(v.problem.Quarters))
	for q := range anyone {
		anyone[q] = open(&Activity{}, q)
	}
	return func(a *Activity) func(int) bool {
		if len(a.People) == 0 {
			return func(quarter int) bool { return anyone[quarter] }
		}
		return func(quarter int) bool { return open(a, quarter) }
	}
}

// confined is how much of an activity's hours cannot be done in the quarters that are open.
// Of steady work after predecessors only the last quarter is sure.
func (v *verifier) confined(a *Activity, amount Tenths, open func(quarter int) bool) Tenths {
	first, last := v.window(a)
	if demand, exact := v.demand(a); !exact && amount == demand {
		return v.confinedFrom(last, a, *a.Steady, open)
	}
	return v.confinedFrom(first, a, amount, open)
}

// confinedFrom is the same when the activity begins no earlier than in a quarter.
func (v *verifier) confinedFrom(first int, a *Activity, amount Tenths, open func(quarter int) bool) Tenths {
	_, last := v.window(a)
	elsewhere, most := Tenths(0), boundOf(a)
	for q := first; q <= last; q++ {
		if open(q) {
			elsewhere += min(most, amount-elsewhere)
		}
	}
	return amount - elsewhere
}
