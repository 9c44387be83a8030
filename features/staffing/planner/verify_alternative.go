package planner

import (
	"fmt"
	"slices"
)

// alternative sees that an alternative says something that can be done. That it helps has been tried by the solver; the tests
// try it again.
func (v *verifier) alternative(a *Activity, r *Reason, alternative Alternative) error {
	switch alternative.Kind {
	case MoreHours:
		return v.moreHours(a, r, alternative)
	case MorePeople:
		return v.morePeople(a, alternative)
	case Window:
		first, last := v.window(a)
		from, isFrom := v.quarter[alternative.From]
		until, isUntil := v.quarter[alternative.Until]
		if !isFrom || !isUntil || from > until || from == first && until == last {
			return fmt.Errorf("the window %q to %q", alternative.From, alternative.Until)
		}
	case LessEffort:
		effort := a.Total
		if effort == nil {
			effort = a.Steady
		}
		if alternative.Hours == nil || *alternative.Hours <= 0 || *alternative.Hours >= *effort {
			return fmt.Errorf("it is not less than %s", hoursText(*effort))
		}
	case Wait:
		other := v.outcomes[alternative.Activity]
		if other == nil || other.ID == a.ID || !other.Fits && len(other.Hours) == 0 {
			return fmt.Errorf("%q does not stand in the way", alternative.Activity)
		}
	default:
		return fmt.Errorf("unknown kind")
	}
	return nil
}

func (v *verifier) moreHours(a *Activity, r *Reason, alternative Alternative) error {
	add, ok := alternative.Add.([]Work)
	var sum Tenths
	for _, w := range add {
		_, isPerson := v.person[w.Person]
		_, isQuarter := v.quarter[w.Quarter]
		ok = ok && isPerson && isQuarter && w.Hours > 0
		sum += w.Hours
	}
	switch {
	case !ok:
		return fmt.Errorf("it is not hours of people in quarters")
	case r.Cause == Most && len(a.After) == 0:
		return fmt.Errorf("no hours help where the bound per quarter is the cause")
	case r.Cause == Capacity && sum != *r.Missing:
		return fmt.Errorf("it adds %s where %s is missing", hoursText(sum), hoursText(*r.Missing))
	}
	return nil
}

func (v *verifier) morePeople(a *Activity, alternative Alternative) error {
	add, _ := alternative.Add.([]string)
	if len(add) == 0 {
		return fmt.Errorf("it names nobody")
	}
	for _, id := range add {
		if _, known := v.person[id]; !known || len(a.People) == 0 || slices.Contains(a.People, id) {
			return fmt.Errorf("%q is unknown or may do it already", id)
		}
	}
	return nil
}

// overload sees that the work forced into an interval, whoever does it, is more than the hours there are in it.
func (v *verifier) overload(o Overload) error {
	from, isFrom := v.quarter[o.From]
	until, isUntil := v.quarter[o.Until]
	if !isFrom || !isUntil || from > until {
		return fmt.Errorf("it is no interval")
	}
	outside := func(quarter int) bool { return quarter < from || quarter > until }
	var hours, least, forced Tenths // least is what is sure where predecessors shorten steady work
	for at, h := range v.hours {
		if !outside(at.quarter) {
			hours += h
		}
	}
	for _, id := range o.ForcedBy {
		a := v.activity[id]
		if a == nil {
			return fmt.Errorf("%q is not in the problem", id)
		}
		first, last := v.window(a)
		if a.Steady != nil {
			sure := first
			if len(a.After) > 0 {
				sure = last
			}
			least += v.steadyIn(a, sure, outside)
			forced += v.steadyIn(a, first, outside)
			continue
		}
		least += v.confinedFrom(first, a, *a.Total, outside)
		forced += v.confinedFrom(first, a, *a.Total, outside)
	}
	if hours != o.Hours || o.Forced > forced || o.Forced < least || o.Forced <= hours {
		return fmt.Errorf("%s forced into %s, and %s into %s is said", hoursText(forced), hoursText(hours), hoursText(o.Forced), hoursText(o.Hours))
	}
	return nil
}

// steadyIn is the steady work of the quarters that are not outside, from a quarter on.
func (v *verifier) steadyIn(a *Activity, first int, outside func(quarter int) bool) (hours Tenths) {
	_, last := v.window(a)
	for q := first; q <= last; q++ {
		if !outside(q) {
			hours += *a.Steady
		}
	}
	return hours
}
