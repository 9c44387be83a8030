package plan

import (
	"cmp"
	"slices"
)

// Change says what became of a part from one edition to the next.
type Change string

const (
	Unchanged Change = "unchanged"
	Changed   Change = "changed"
	Added     Change = "added"
	Dropped   Change = "dropped"
)

// Changes lists every change in the order they are told.
var Changes = []Change{Unchanged, Changed, Added, Dropped}

// Field names something of a part that can differ between editions.
type Field string

const (
	FieldTitle       Field = "title"
	FieldPeriod      Field = "period"
	FieldOverallGoal Field = "overall_goal"
	FieldIntro       Field = "introduction"
	FieldStaff       Field = "staff"
	FieldText        Field = "text"
	FieldArea        Field = "area"
	FieldBackground  Field = "background"
	FieldPriority    Field = "priority"
	FieldWindow      Field = "window"
	FieldRecurrence  Field = "recurrence"
	FieldResponsible Field = "responsible"
	FieldRule        Field = "rule"
	FieldOwner       Field = "owner"
	FieldNote        Field = "note"
	FieldGoal        Field = "goal"     // the activity has moved to another goal
	FieldActivity    Field = "activity" // the indicator has moved to another activity
)

// Pair is a part before and after. One of them is nil when the part is new or has been dropped.
type Pair[T any] struct {
	Before, After *T
	Fields        []Field // what differs, when there are both
}

// Change says what became of the part.
func (p Pair[T]) Change() Change {
	switch {
	case p.Before == nil:
		return Added
	case p.After == nil:
		return Dropped
	case len(p.Fields) > 0:
		return Changed
	}
	return Unchanged
}

// GoalPair is a goal with its activities: those of the goal after in their order, then those dropped from the goal before.
type GoalPair struct {
	Pair[Goal]
	Activities []ActivityPair
}

// ActivityPair is an activity with its indicators, ordered as in GoalPair.
type ActivityPair struct {
	Pair[Activity]
	Indicators []Pair[Indicator]
}

// Comparison is what was carried over, changed, added and dropped between two editions. Every part of either stands
// in it once.
type Comparison struct {
	Plan  Pair[Plan]
	Goals []GoalPair
}

// Counts is how many parts there are of each change.
type Counts map[Change]int

// Count counts goals, activities and indicators by what became of them.
func (c *Comparison) Count() (goals, activities, indicators Counts) {
	goals, activities, indicators = Counts{}, Counts{}, Counts{}
	for _, goal := range c.Goals {
		goals[goal.Change()]++
		for _, activity := range goal.Activities {
			activities[activity.Change()]++
			for _, indicator := range activity.Indicators {
				indicators[indicator.Change()]++
			}
		}
	}
	return goals, activities, indicators
}

// comparer knows which part continues which.
type comparer struct {
	goals      pairing[Goal]
	activities pairing[Activity]
	indicators pairing[Indicator]
}

// pairing holds the parts of one kind by key, and who continues whom. A part that two claim to continue goes to the first.
type pairing[T any] struct {
	before map[string]*T
	next   map[string]string // key before → key after
	prior  map[string]*T     // key after → part before
}

func pairUp[T any](before, after []*T, keys func(*T) (id, from string)) pairing[T] {
	p := pairing[T]{map[string]*T{}, map[string]string{}, map[string]*T{}}
	for _, part := range before {
		id, _ := keys(part)
		p.before[id] = part
	}
	for _, part := range after {
		id, from := keys(part)
		if prior := p.before[from]; prior != nil && p.next[from] == "" {
			p.next[from], p.prior[id] = id, prior
		}
	}
	return p
}

// Compare tells what became of a plan in a later edition, by what each part says that it was carried over from.
// Numbers are no change: a plan is numbered anew.
func Compare(before, after *Plan) Comparison {
	c := comparer{
		goals:      pairUp(goalsOf(before), goalsOf(after), func(g *Goal) (string, string) { return g.ID, g.CarriedFrom }),
		activities: pairUp(before.Activities(), after.Activities(), func(a *Activity) (string, string) { return a.ID, a.CarriedFrom }),
		indicators: pairUp(before.Indicators(), after.Indicators(), func(i *Indicator) (string, string) { return i.ID, i.CarriedFrom }),
	}
	result := Comparison{Plan: Pair[Plan]{before, after, planDifferences(before, after)}}
	for _, goal := range goalsOf(after) {
		prior := c.goals.prior[goal.ID]
		pair := GoalPair{Pair: Pair[Goal]{Before: prior, After: goal}}
		if prior != nil {
			pair.Fields = goalDifferences(prior, goal)
		}
		for a := range goal.Activities {
			pair.Activities = append(pair.Activities, c.activity(&goal.Activities[a]))
		}
		pair.Activities = append(pair.Activities, c.droppedActivities(prior)...)
		result.Goals = append(result.Goals, pair)
	}
	for _, goal := range goalsOf(before) {
		if c.goals.next[goal.ID] == "" {
			result.Goals = append(result.Goals, GoalPair{Pair[Goal]{Before: goal}, c.droppedActivities(goal)})
		}
	}
	return result
}

func (c *comparer) activity(activity *Activity) ActivityPair {
	prior := c.activities.prior[activity.ID]
	pair := ActivityPair{Pair: Pair[Activity]{Before: prior, After: activity}}
	if prior != nil {
		pair.Fields = activityDifferences(prior, activity)
		if c.goals.next[prior.GoalID] != activity.GoalID {
			pair.Fields = append(pair.Fields, FieldGoal)
		}
	}
	for i := range activity.Indicators {
		indicator := &activity.Indicators[i]
		row := Pair[Indicator]{Before: c.indicators.prior[indicator.ID], After: indicator}
		if row.Before != nil {
			row.Fields = indicatorDifferences(row.Before, indicator)
			if c.activities.next[row.Before.ActivityID] != activity.ID {
				row.Fields = append(row.Fields, FieldActivity)
			}
		}
		pair.Indicators = append(pair.Indicators, row)
	}
	pair.Indicators = append(pair.Indicators, c.droppedIndicators(prior)...)
	return pair
}

// droppedActivities are those of a goal before that nothing continues.
func (c *comparer) droppedActivities(goal *Goal) []ActivityPair {
	if goal == nil {
		return nil
	}
	var dropped []ActivityPair
	for a := range goal.Activities {
		activity := &goal.Activities[a]
		if c.activities.next[activity.ID] == "" {
			dropped = append(dropped, ActivityPair{Pair[Activity]{Before: activity}, c.droppedIndicators(activity)})
		}
	}
	return dropped
}

func (c *comparer) droppedIndicators(activity *Activity) []Pair[Indicator] {
	if activity == nil {
		return nil
	}
	var dropped []Pair[Indicator]
	for i := range activity.Indicators {
		if c.indicators.next[activity.Indicators[i].ID] == "" {
			dropped = append(dropped, Pair[Indicator]{Before: &activity.Indicators[i]})
		}
	}
	return dropped
}

func goalsOf(p *Plan) []*Goal {
	goals := make([]*Goal, len(p.Goals))
	for i := range p.Goals {
		goals[i] = &p.Goals[i]
	}
	return goals
}

// differing lists the fields that are not the same, in the order given.
type differing []Field

func (d *differing) unless(same bool, field Field) {
	if !same {
		*d = append(*d, field)
	}
}

func planDifferences(a, b *Plan) []Field {
	var d differing
	d.unless(a.Title == b.Title, FieldTitle)
	d.unless(a.Period == b.Period, FieldPeriod)
	d.unless(a.OverallGoal == b.OverallGoal, FieldOverallGoal)
	d.unless(a.Introduction == b.Introduction, FieldIntro)
	d.unless(slices.Equal(a.Staff, b.Staff), FieldStaff)
	return d
}

func goalDifferences(a, b *Goal) []Field {
	var d differing
	d.unless(a.Title == b.Title, FieldTitle)
	d.unless(a.Text == b.Text, FieldText)
	return d
}

func activityDifferences(a, b *Activity) []Field {
	var d differing
	d.unless(a.Title == b.Title, FieldTitle)
	d.unless(a.Area == b.Area, FieldArea)
	d.unless(a.Background == b.Background, FieldBackground)
	d.unless(a.Priority == b.Priority, FieldPriority)
	d.unless(a.Window == b.Window, FieldWindow)
	d.unless(a.Recurrence == b.Recurrence, FieldRecurrence)
	d.unless(a.Responsible == b.Responsible, FieldResponsible)
	return d
}

func indicatorDifferences(a, b *Indicator) []Field {
	var d differing
	d.unless(a.Text == b.Text, FieldText)
	d.unless(a.Rule.judgesAs(b.Rule), FieldRule)
	d.unless(a.Owner == b.Owner, FieldOwner)
	d.unless(a.Note == b.Note, FieldNote)
	return d
}

// judgesAs tells whether two rules count and judge alike. Where their parts were read from makes no difference, nor
// does the order of what they list.
func (r Rule) judgesAs(other Rule) bool {
	return r.Kind == other.Kind && r.Target == other.Target && r.Period == other.Period && r.Window() == other.Window() &&
		r.Network == other.Network && r.Measure == other.Measure && r.HighestState() == other.HighestState() &&
		cmp.Or(r.Partial, PartialFull) == cmp.Or(other.Partial, PartialFull) &&
		haveTheSame(r.Evidence, other.Evidence) && haveTheSame(r.Tags, other.Tags)
}

func haveTheSame[T cmp.Ordered](a, b []T) bool {
	return slices.Equal(slices.Compact(slices.Sorted(slices.Values(a))), slices.Compact(slices.Sorted(slices.Values(b))))
}
