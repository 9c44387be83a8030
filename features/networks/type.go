package networks

import (
	"slices"
	"strings"

	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
)

// Type is a type of meeting that a network has.
type Type struct {
	ID           string
	NetworkID    string
	Name         string
	Kind         plan.EvidenceKind // what a held meeting of the type is recorded as
	Wanted       int               // meetings a year; 0 when no number is wanted
	Minutes      int               // how long a meeting usually is
	IndicatorIDs []string          // what it counts towards; none: the indicators' rules decide
	EndedOn      calendar.Date
	Version      int
}

// HasEnded tells whether no more meetings of the type are planned.
func (t *Type) HasEnded() bool { return !t.EndedOn.IsZero() }

// Bounds of what can be said of a type.
const (
	mostWanted  = 366
	mostMinutes = 24 * 60
)

func (t *Type) tidy() {
	t.Name = strings.Join(strings.Fields(t.Name), " ")
	slices.Sort(t.IndicatorIDs)
	t.IndicatorIDs = slices.Compact(t.IndicatorIDs)
}

// check tells what is wrong, by the form's names of the fields.
func (t *Type) check() (faults []fault) {
	if t.Name == "" {
		faults = append(faults, fault{"name", i18n.Fail("networks.type_name_missing")})
	}
	if !slices.Contains(typeKinds, t.Kind) {
		faults = append(faults, fault{"kind", i18n.Fail("networks.type_kind_missing")})
	}
	if t.Wanted < 0 || t.Wanted > mostWanted {
		faults = append(faults, fault{"wanted", i18n.Fail("networks.wanted_wrong", "most", mostWanted)})
	}
	if t.Minutes <= 0 || t.Minutes > mostMinutes {
		faults = append(faults, fault{"minutes", i18n.Fail("networks.minutes_wrong", "most", mostMinutes)})
	}
	return append(faults, checkTexts(longestName, "name", t.Name)...)
}

// typeKinds are the kinds of records that a meeting can be.
var typeKinds = []plan.EvidenceKind{plan.Meeting, plan.BigMeeting, plan.CommitteeMeeting, plan.BoardMeeting, plan.AnnualMeeting, plan.Seminar, plan.Workshop,
	plan.Conference, plan.Trip, plan.Other}

// counting are the indicators that a held meeting of the type counts towards: those it names, else those whose rules look at
// its kind and its network.
func (t *Type) counting(network string, all []plan.CountingIndicator) (some []plan.CountingIndicator) {
	for _, one := range all {
		if slices.Contains(t.IndicatorIDs, one.ID) || len(t.IndicatorIDs) == 0 && one.Rule.WouldCount(t.Kind, network) {
			some = append(some, one)
		}
	}
	return some
}

// naming are the indicators whose rules name the network.
func naming(network string, all []plan.CountingIndicator) (some []plan.CountingIndicator) {
	for _, one := range all {
		if one.Rule.Names(network) {
			some = append(some, one)
		}
	}
	return some
}
