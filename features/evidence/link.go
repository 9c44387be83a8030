package evidence

import (
	"slices"

	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/fold"
	"samverk/platform/store"
)

// Origin tells who made a link.
type Origin string

const (
	ByRule   Origin = "rule"   // the indicator's rule matches the record
	ByPerson Origin = "person" // somebody said so
)

// Link says that a record counts towards an indicator, or, when it is excluded, that somebody has decided it does not.
type Link struct {
	IndicatorID string        `json:"indicatorId"`
	RecordID    string        `json:"recordId"`
	Origin      Origin        `json:"origin"`
	Excluded    bool          `json:"excluded"`
	CountsFor   calendar.Date `json:"countsFor,omitzero"` // first day of the period a person has placed it in; zero: the day it happened
	Reason      string        `json:"reason,omitempty"`
	DecidedBy   string        `json:"decidedBy"`
	DecidedAt   store.Time    `json:"decidedAt"`
}

// Matches tells whether a rule counts a record by itself: the kind is one of the rule's, all its tags are on the
// record, and the network is the rule's where it names one. A rule that names none of these matches nothing: it is
// for links by hand. Counts, thresholds and ratios look only at their own days; a delivery may come early or late.
func Matches(rule plan.Rule, record Record) bool { return matches(&rule, &record.Content) }

func matches(rule *plan.Rule, c *Content) bool {
	if len(rule.Evidence) == 0 && len(rule.Tags) == 0 && rule.Network == "" {
		return false
	}
	if len(rule.Evidence) > 0 && !slices.Contains(rule.Evidence, c.Kind) {
		return false
	}
	if looksAtItsDaysOnly(rule) && !rule.Window().Contains(c.Day) {
		return false
	}
	if rule.Network != "" && !alike(rule.Network, c.Network) {
		return false
	}
	return hasAll(c.Tags, rule.Tags)
}

func looksAtItsDaysOnly(rule *plan.Rule) bool {
	return rule.IsCount() || rule.Kind == plan.Threshold || rule.Kind == plan.Ratio
}

// hasAll tells whether every wanted tag is there, whatever its case and marks.
func hasAll(tags, wanted []string) bool {
	for _, tag := range wanted {
		if !slices.ContainsFunc(tags, func(t string) bool { return alike(t, tag) }) {
			return false
		}
	}
	return true
}

// alike compares without case and marks. Folding costs, and most texts are the same or missing.
func alike(a, b string) bool {
	return a == b || a != "" && b != "" && fold.Search(a) == fold.Search(b)
}

// periodOf gives the first day of the cell that holds a day; false when the rule has no such cell.
func periodOf(rule *plan.Rule, day calendar.Date) (calendar.Span, bool) {
	for _, cell := range rule.Cells() {
		if cell.Contains(day) {
			return cell.Span, true
		}
	}
	return calendar.Span{}, false
}
