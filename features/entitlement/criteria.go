package entitlement

import (
	"slices"

	"samverk/platform/calendar"
	"samverk/platform/i18n"
)

// Setting is what is asked of an organisation.
type Setting struct {
	Months      int            // from the annual meeting until the entitlement lapses: time to hold the next and hand in
	Documents   []DocumentKind // those that are needed
	MemberTowns int            // municipalities with members; enough of those, or
	ActiveTowns int            // municipalities with activity. 0 of both: the spread is not asked for
	Version     int            // 0: nobody has changed it
}

// usual is what is asked for until somebody says otherwise.
func usual() Setting {
	return Setting{Months: 18, Documents: slices.Clone(DocumentKinds), MemberTowns: 4, ActiveTowns: 3}
}

// Bounds of a setting.
const (
	longestMonths = 60
	mostTowns     = 50
)

func (s *Setting) check() (faults []fault) {
	if s.Months < 1 || s.Months > longestMonths {
		faults = append(faults, fault{"months", i18n.Fail("entitlement.setting.months_wrong", "longest", longestMonths)})
	}
	for _, one := range []struct {
		field string
		towns int
	}{{"member_towns", s.MemberTowns}, {"active_towns", s.ActiveTowns}} {
		if one.towns < 0 || one.towns > mostTowns {
			faults = append(faults, fault{one.field, i18n.Fail("entitlement.setting.towns_wrong", "most", mostTowns)})
		}
	}
	for _, kind := range s.Documents {
		if !slices.Contains(DocumentKinds, kind) {
			faults = append(faults, fault{"documents", i18n.Fail("entitlement.document_unknown")})
		}
	}
	return faults
}

func (s *Setting) isSame(other *Setting) bool {
	return s.Months == other.Months && s.MemberTowns == other.MemberTowns && s.ActiveTowns == other.ActiveTowns && slices.Equal(s.Documents, other.Documents)
}

// needs tells whether a document is needed.
func (s *Setting) needs(kind DocumentKind) bool { return slices.Contains(s.Documents, kind) }

// asksForSpread tells whether the spread over municipalities is a criterion.
func (s *Setting) asksForSpread() bool { return s.MemberTowns > 0 || s.ActiveTowns > 0 }

// until is the last day of the entitlement that follows from an annual meeting: so many months later, the same day of the
// month or its last when it has none such.
func (s *Setting) until(metOn calendar.Date) calendar.Date {
	first := metOn.AddDays(1 - metOn.Day()).AddMonths(s.Months)
	last := first.AddMonths(1).AddDays(-1)
	return first.AddDays(min(metOn.Day(), last.Day()) - 1)
}

// Criterion is what a finding is about.
type Criterion string

// The criteria.
const (
	MeetingHeld    Criterion = "meeting"
	DocumentThere  Criterion = "document"
	MembersTold    Criterion = "members"
	SpreadIsEnough Criterion = "spread"
)

// Finding is whether a criterion is met.
type Finding struct {
	Criterion Criterion
	Kind      DocumentKind // of DocumentThere
	Met       bool
	// Of SpreadIsEnough: in how many municipalities it has members, and is active.
	MemberTowns, ActiveTowns int
}

// Examine looks at a filing with the setting's eyes. Only known municipalities count: those of the county.
func (s *Setting) Examine(f *Filing, known []string) []Finding {
	findings := []Finding{{Criterion: MeetingHeld, Met: !f.MetOn.IsZero() && f.MetOn.Year() == f.Year}}
	for _, kind := range DocumentKinds {
		if s.needs(kind) {
			findings = append(findings, Finding{Criterion: DocumentThere, Kind: kind, Met: f.Has(kind) != nil})
		}
	}
	findings = append(findings, Finding{Criterion: MembersTold, Met: f.Members != nil})
	if !s.asksForSpread() {
		return findings
	}
	spread := Finding{Criterion: SpreadIsEnough}
	for _, place := range f.Places {
		if !slices.Contains(known, place.Municipality) {
			continue
		}
		if place.Members > 0 {
			spread.MemberTowns++
		}
		if place.Active {
			spread.ActiveTowns++
		}
	}
	spread.Met = s.MemberTowns > 0 && spread.MemberTowns >= s.MemberTowns || s.ActiveTowns > 0 && spread.ActiveTowns >= s.ActiveTowns
	return append(findings, spread)
}

// IsComplete tells whether all that shall be handed in is there. Whether the spread is enough is examined afterwards.
func IsComplete(findings []Finding) bool {
	return !slices.ContainsFunc(findings, func(f Finding) bool { return !f.Met && f.Criterion != SpreadIsEnough })
}

// Fulfils tells whether every criterion is met.
func Fulfils(findings []Finding) bool {
	return !slices.ContainsFunc(findings, func(f Finding) bool { return !f.Met })
}
