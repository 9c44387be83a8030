package staffing

import (
	"slices"
	"strings"
	"unicode/utf8"

	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// Scenario is the plan of hours as it would be with some changes.
type Scenario struct {
	ID        string
	PlanID    string
	Name      string
	Changes   []Change
	MadeBy    string
	MadeAt    store.Time
	Version   int
	AdoptedAt *store.Time // nil while nothing is decided
}

const (
	longestScenario = 80  // letters of a name
	mostChanges     = 100 // in one scenario
	longestReason   = 2000
)

func (s *Scenario) check() *i18n.Error {
	switch {
	case s.Name == "":
		return i18n.Fail("staffing.scenario.name_missing")
	case utf8.RuneCountInString(s.Name) > longestScenario:
		return i18n.Fail("staffing.too_long", "longest", longestScenario)
	case len(s.Changes) == 0:
		return i18n.Fail("staffing.scenario.no_changes")
	case len(s.Changes) > mostChanges:
		return i18n.Fail("staffing.scenario.many_changes", "most", mostChanges)
	case slices.ContainsFunc(s.Changes, func(c Change) bool { return !c.isPossible() }):
		return i18n.Fail("staffing.scenario.change_wrong")
	}
	return nil
}

// isPossible tells whether the change has what its kind reads, within bounds. Whether what it is about is there, is for apply.
func (c *Change) isPossible() bool {
	switch c.Kind {
	case ChangePercent:
		return !c.From.IsZero() && c.Permille >= 0 && c.Permille <= whole
	case ChangeHours:
		return !c.From.IsZero() && c.Hours > 0 && c.Hours <= 10_0000
	case ChangeWindow:
		return !c.From.IsZero() && c.Until >= c.From
	case ChangeEffort:
		return c.Hours >= 0 && c.Hours <= 100_0000
	case ChangeOrder:
		return c.Place > 0
	case ChangeWait, ChangePeople:
		return true
	}
	return false
}

// Decision is what somebody has decided about the plan of hours, and why.
type Decision struct {
	ID        string
	Name      string // of the scenario, or what the decision is
	Reason    string
	DecidedBy string
	DecidedAt store.Time
	Notes     []Note
}

// Note is what a decision says of one activity.
type Note struct {
	DecisionID string
	ActivityID string
	Waits      bool   // it has been decided that it waits
	SentenceSV string // why, as it was said that day; empty when it is only mentioned
	SentenceEN string
	EndedAt    *store.Time // when it no longer waited
}

// Sentence is why in a language.
func (n *Note) Sentence(language i18n.Language) string {
	if language == i18n.Swedish {
		return n.SentenceSV
	}
	return n.SentenceEN
}

// Said is what the latest decision about the plan of hours says of an activity.
type Said struct {
	Decision
	Note
}

// InWords is the decision with its reason, for pages about the activity.
func (s *Said) InWords(l i18n.Printer) string {
	id := "staffing.said.decided"
	if s.Waits {
		id = "staffing.said.waits"
	}
	return strings.TrimSpace(l.T(id, "who", s.DecidedBy, "day", l.Date(calendar.Today(s.DecidedAt.Time)), "name", s.Name, "reason", s.Reason) + " " + s.Sentence(l.Language()))
}
