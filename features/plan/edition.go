package plan

import (
	"maps"
	"slices"

	"samverk/platform/calendar"
	"samverk/platform/store"
)

// NextEdition drafts the edition after a plan: everything is carried over under new keys and remembers where it comes
// from. With another period every time in it moves as far as the period's first day did, and is cut to the new period.
func NextEdition(before *Plan, id, title string, period calendar.Span) Plan {
	next := *before
	next.ID, next.Key, next.Title, next.Period = id, "", title, period
	next.Edition, next.PredecessorID, next.Status = before.Edition+1, before.ID, InDraft
	next.PublishedAt, next.AdoptedOn, next.AdoptedBy = nil, calendar.Date{}, ""
	next.Reading = Reading{Sources: maps.Clone(before.Reading.Sources)}
	next.Staff = slices.Clone(before.Staff)
	next.Goals = slices.Clone(before.Goals)
	shift := shiftBetween(before.Period, period)
	keys := map[string]string{} // of activities: before → next
	for g := range next.Goals {
		goal := &next.Goals[g]
		goal.CarriedFrom, goal.ID = goal.ID, store.NewID()
		goal.Activities = slices.Clone(goal.Activities)
		for a := range goal.Activities {
			carryActivity(&goal.Activities[a], goal.ID, shift)
			keys[goal.Activities[a].CarriedFrom] = goal.Activities[a].ID
		}
	}
	for _, activity := range next.Activities() {
		activity.Predecessors = slices.Clone(activity.Predecessors)
		for i := range activity.Predecessors {
			activity.Predecessors[i].ActivityID = keys[activity.Predecessors[i].ActivityID]
		}
	}
	return next
}

func carryActivity(activity *Activity, goalID string, shift shift) {
	activity.CarriedFrom, activity.ID, activity.GoalID = activity.ID, store.NewID(), goalID
	if !shift.isNone() {
		days := shift.span(activity.Window.Span())
		activity.Window = calendar.QuarterSpan{From: calendar.QuarterOf(days.From), To: calendar.QuarterOf(days.To)}
	}
	activity.Indicators = slices.Clone(activity.Indicators)
	for i := range activity.Indicators {
		indicator := &activity.Indicators[i]
		indicator.CarriedFrom, indicator.ID, indicator.ActivityID = indicator.ID, store.NewID(), activity.ID
		if !shift.isNone() {
			days := shift.span(indicator.Rule.Window())
			indicator.Rule.From, indicator.Rule.To = days.From, days.To
		}
	}
}

// shift moves times from one period to another.
type shift struct {
	months int
	into   calendar.Span
}

func shiftBetween(before, after calendar.Span) shift {
	if before == after {
		return shift{}
	}
	months := (after.From.Year()-before.From.Year())*12 + int(after.From.Month()) - int(before.From.Month())
	return shift{months, after}
}

func (s shift) isNone() bool { return s.into == calendar.Span{} }

// span moves a span and cuts it to the period; one that would lie wholly outside becomes the whole period.
func (s shift) span(days calendar.Span) calendar.Span {
	from, to := days.From.AddMonths(s.months), days.To.AddDays(1).AddMonths(s.months).AddDays(-1)
	if from.Before(s.into.From) {
		from = s.into.From
	}
	if to.After(s.into.To) {
		to = s.into.To
	}
	if to.Before(from) {
		return s.into
	}
	return calendar.Span{From: from, To: to}
}

// CarriedPair is an indicator of an edition with the one it was carried over from.
type CarriedPair struct{ FromID, ToID string }

// CarriedIndicators lists the indicators that continue one of the plan before, in the plan's order.
func CarriedIndicators(before, after *Plan) []CarriedPair {
	known := map[string]bool{}
	for _, indicator := range before.Indicators() {
		known[indicator.ID] = true
	}
	var pairs []CarriedPair
	for _, indicator := range after.Indicators() {
		if known[indicator.CarriedFrom] {
			pairs = append(pairs, CarriedPair{indicator.CarriedFrom, indicator.ID})
			known[indicator.CarriedFrom] = false
		}
	}
	return pairs
}
