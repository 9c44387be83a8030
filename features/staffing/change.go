package staffing

import (
	"maps"
	"slices"
	"strconv"

	"samverk/features/plan"
	"samverk/features/staffing/planner"
	"samverk/platform/calendar"
)

// ChangeKind is what a change changes.
type ChangeKind string

// The kinds. Only the fields that are named are read.
const (
	ChangePercent ChangeKind = "percent" // Person, From, Permille
	ChangeHours   ChangeKind = "hours"   // Person, From, Hours: so many more in that quarter
	ChangeWindow  ChangeKind = "window"  // Activity, From, Until
	ChangeEffort  ChangeKind = "effort"  // Activity, Hours
	ChangeWait    ChangeKind = "wait"    // Activity
	ChangePeople  ChangeKind = "people"  // Activity, Person: one more who may do it
	ChangeOrder   ChangeKind = "order"   // Activity, Place: inside its priority, from 1
)

// Change is one thing that is other in a scenario than today.
type Change struct {
	Kind     ChangeKind       `json:"kind"`
	Activity int              `json:"activity,omitempty"` // its number
	Person   string           `json:"person,omitempty"`
	From     calendar.Quarter `json:"from,omitzero"`
	Until    calendar.Quarter `json:"until,omitzero"`
	Hours    planner.Tenths   `json:"hours,omitempty"`
	Permille int              `json:"permille,omitempty"`
	Place    int              `json:"place,omitempty"`
}

// changesOf are the changes that an alternative of the planner of an activity stands for.
func changesOf(activity int, a *planner.Alternative) []Change {
	switch a.Kind {
	case planner.MoreHours:
		work, _ := a.Add.([]planner.Work)
		var changes []Change
		for _, w := range work {
			changes = append(changes, Change{Kind: ChangeHours, Activity: activity, Person: w.Person, From: calendar.MustQuarter(w.Quarter), Hours: w.Hours})
		}
		return changes
	case planner.Window:
		return []Change{{Kind: ChangeWindow, Activity: activity, From: calendar.MustQuarter(a.From), Until: calendar.MustQuarter(a.Until)}}
	case planner.LessEffort:
		return []Change{{Kind: ChangeEffort, Activity: activity, Hours: *a.Hours}}
	case planner.Wait:
		return []Change{{Kind: ChangeWait, Activity: numberOf(a.Activity)}}
	case planner.MorePeople:
		ids, _ := a.Add.([]string)
		var changes []Change
		for _, id := range ids {
			changes = append(changes, Change{Kind: ChangePeople, Activity: activity, Person: id})
		}
		return changes
	}
	return nil
}

// with is the state as it would be with the changes. The state itself stays as it is.
func (s *state) with(changes []Change) *state {
	c := *s
	c.people = slices.Clone(s.people)
	c.efforts, c.ranks, c.windows = maps.Clone(s.efforts), maps.Clone(s.ranks), maps.Clone(s.windows)
	c.extra, c.waiting = maps.Clone(s.extra), maps.Clone(s.waiting)
	for i := range changes {
		c.apply(&changes[i])
	}
	return &c
}

// apply makes one change. What it is about may be gone: then it changes nothing.
func (s *state) apply(c *Change) {
	var activity *plan.Activity
	for _, a := range s.plan.Activities() {
		if a.Number == c.Activity {
			activity = a
		}
	}
	person := slices.IndexFunc(s.people, func(p Person) bool { return p.ID == c.Person })
	switch {
	case c.Kind == ChangePercent && person >= 0:
		s.people[person].Percents = withPercent(s.people[person].Percents, Percent{c.From.First(), c.Permille})
	case c.Kind == ChangeHours && person >= 0:
		s.extra[extraKey{c.Person, c.From}] += c.Hours
	case activity == nil:
	case c.Kind == ChangeWindow:
		s.windows[activity.ID] = calendar.QuarterSpan{From: c.From, To: c.Until}
	case c.Kind == ChangeWait:
		s.waiting[activity.ID] = true
	case c.Kind == ChangeEffort:
		e := s.efforts[activity.ID]
		e.Hours = c.Hours
		if e.Shape == Total {
			e.Hours += s.spent[activity.ID] // the hours of the change are those that are left
		}
		s.efforts[activity.ID] = e
	case c.Kind == ChangePeople && person >= 0:
		e := s.efforts[activity.ID]
		e.People = append(e.allowed(s.people), c.Person)
		e.Who = ByPeople
		s.efforts[activity.ID] = e
	case c.Kind == ChangeOrder:
		order := InOrder(s.plan, activity.Priority, s.ranks)
		for place, a := range moved(order, slices.Index(order, activity)+1, c.Place) {
			s.ranks[a.ID] = place + 1
		}
	}
}

// withPercent sets a percent from a day. Those that begin later stay.
func withPercent(percents []Percent, c Percent) []Percent {
	list := slices.DeleteFunc(slices.Clone(percents), func(p Percent) bool { return p.From == c.From })
	at := slices.IndexFunc(list, func(p Percent) bool { return p.From.After(c.From) })
	if at < 0 {
		at = len(list)
	}
	return slices.Insert(list, at, c)
}

// extraKey is a person in a quarter.
type extraKey struct {
	person  string
	quarter calendar.Quarter
}

// numberOf is the number of the activity that has a key in a problem.
func numberOf(id string) int {
	number, _ := strconv.Atoi(id) // keys are numbers
	return number
}
