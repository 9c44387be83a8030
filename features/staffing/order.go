package staffing

import (
	"cmp"
	"slices"

	"samverk/features/plan"
)

// Ranks are places inside the priorities that somebody has chosen, by the activity's key.
type Ranks map[string]int

// of is the activity's place: what somebody has chosen, else its number.
func (r Ranks) of(a *plan.Activity) int {
	if place, chosen := r[a.ID]; chosen {
		return place
	}
	return a.Number
}

// InOrder gives the activities of a priority in the order in which they are taken.
func InOrder(p *plan.Plan, priority plan.Priority, ranks Ranks) []*plan.Activity {
	var all []*plan.Activity
	for _, a := range p.Activities() {
		if a.Priority == priority {
			all = append(all, a)
		}
	}
	slices.SortStableFunc(all, func(a, b *plan.Activity) int {
		return cmp.Or(cmp.Compare(ranks.of(a), ranks.of(b)), cmp.Compare(a.Number, b.Number))
	})
	return all
}

// moved puts the activity that stands at one place at another; places begin with 1, and one beyond the last is the last.
func moved(order []*plan.Activity, from, to int) []*plan.Activity {
	to = max(1, min(to, len(order)))
	after := slices.Clone(order)
	what := after[from-1]
	return slices.Insert(slices.Delete(after, from-1, from), to-1, what)
}

// reordered takes the places that somebody has typed beside the activities. What has another place than before is put
// there, in the order of the places; the others keep their order around it.
func reordered(order []*plan.Activity, typed map[int]int) []*plan.Activity {
	var still, moving []*plan.Activity
	for i, a := range order {
		if place, given := typed[a.Number]; given && place != i+1 {
			moving = append(moving, a)
		} else {
			still = append(still, a)
		}
	}
	slices.SortStableFunc(moving, func(a, b *plan.Activity) int { return cmp.Compare(typed[a.Number], typed[b.Number]) })
	for _, a := range moving {
		at := max(0, min(typed[a.Number]-1, len(still)))
		still = slices.Insert(still, at, a)
	}
	return still
}
