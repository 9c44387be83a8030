package entitlement

import (
	"slices"

	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// Step is something that happened to a filing.
type Step struct {
	ID             string
	FilingID       string
	OrganisationID string
	Year           int
	Stage          Stage // to which it came
	Day            calendar.Date
	Until          calendar.Date // of Entitled: its last day
	DueOn          calendar.Date // of Completion
	Message        string
	By             string
	At             store.Time
}

// Standing is where an organisation stands.
type Standing string

// The standings.
const (
	Never      Standing = "never" // nothing has been handed in
	Waiting    Standing = "handed_in"
	Completing Standing = "completion"
	IsEntitled Standing = "entitled"
	Lapsed     Standing = "lapsed"
	NotGiven   Standing = "refused"
	TakenBack  Standing = "withdrawn"
)

// Standings lists them in the order they are shown.
var Standings = []Standing{IsEntitled, Waiting, Completing, Lapsed, NotGiven, TakenBack, Never}

// Name says the standing in words.
func (s Standing) Name(p i18n.Printer) string { return p.T("entitlement.standing." + string(s)) }

// soon is how many days before it lapses an entitlement is said to lapse soon, and is reminded of first.
const soon = 60

// Status is where an organisation stands on a day.
type Status struct {
	Standing Standing
	FilingID string // from which it follows; empty for Never
	Year     int
	Until    calendar.Date // of IsEntitled and Lapsed: the last day
	DueOn    calendar.Date // of Completing
	Message  string        // of Completing, NotGiven and TakenBack
	Pending  Stage         // while it is entitled: how far what has been handed in for a later year has come; empty for nothing
}

// IsEntitled tells whether the organisation may have grants.
func (s *Status) IsEntitled() bool { return s.Standing == IsEntitled }

// LapsesSoon tells whether it may not for long, on the day that the status is of.
func (s *Status) LapsesSoon(day calendar.Date) bool {
	return s.IsEntitled() && day.DaysUntil(s.Until) <= soon
}

// StatusOn computes where an organisation stands on a day from what had happened by then. Steps are in the order of time. Of
// several entitlements the one that lasts longest counts; without one, what was handed in for the latest year does. Two that
// have been merged may both have handed in for a year: of those, one that was found entitled goes before one that was not, and
// otherwise the one that something happened to last counts.
func StatusOn(steps []Step, day calendar.Date) Status {
	latest := map[string]*Step{} // of each filing
	for i := range steps {
		if !steps[i].Day.After(day) {
			latest[steps[i].FilingID] = &steps[i]
		}
	}
	var best, newest *Step
	for i := range steps {
		step := &steps[i]
		if latest[step.FilingID] != step {
			continue
		}
		if step.Stage == Entitled && (best == nil || !step.Until.Before(best.Until)) {
			best = step
		}
		if newest == nil || step.counts(newest) {
			newest = step
		}
	}
	switch {
	case newest == nil:
		return Status{Standing: Never}
	case best != nil && !day.After(best.Until):
		status := best.status(IsEntitled)
		if newest.Year > best.Year && slices.Contains([]Stage{HandedIn, Completion}, newest.Stage) {
			status.Pending, status.DueOn = newest.Stage, newest.DueOn
		}
		return status
	case newest.Stage == Entitled:
		return newest.status(Lapsed)
	}
	return newest.status(Standing(newest.Stage))
}

// counts tells whether a step says more of where an organisation stands than an earlier one, of another filing.
func (s *Step) counts(earlier *Step) bool {
	if s.Year != earlier.Year {
		return s.Year > earlier.Year
	}
	return s.Stage == Entitled || earlier.Stage != Entitled
}

func (s *Step) status(standing Standing) Status {
	return Status{Standing: standing, FilingID: s.FilingID, Year: s.Year, Until: s.Until, DueOn: s.DueOn, Message: s.Message}
}

// Occasion is why somebody is reminded.
type Occasion string

// The occasions.
const (
	InSixtyDays    Occasion = "60"
	InFourteenDays Occasion = "14"
	HasLapsed      Occasion = "lapsed"
)

// lapsedFor is for how many days after it lapsed somebody is still told: what lapsed long ago is no news.
const lapsedFor = 30

// occasionOn is why to remind of an entitlement on a day; false for no reason. What has been handed in for the next year needs
// no reminder.
func occasionOn(s *Status, day calendar.Date) (Occasion, bool) {
	left := day.DaysUntil(s.Until)
	switch {
	case s.Standing == Lapsed && left >= -lapsedFor:
		return HasLapsed, true
	case !s.IsEntitled() || s.Pending != "":
		return "", false
	case left <= 14:
		return InFourteenDays, true
	case left <= soon:
		return InSixtyDays, true
	}
	return "", false
}
