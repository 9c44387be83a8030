package organisations

import (
	"cmp"
	"slices"

	"samverk/platform/calendar"
	"samverk/platform/i18n"
)

// RoleKind is what an organisation can be to the plan.
type RoleKind string

// The kinds.
const (
	GrantRecipient   RoleKind = "grant_recipient"
	Partner          RoleKind = "partner"
	SocialEnterprise RoleKind = "social_enterprise"
	ASF              RoleKind = "asf" // work-integration social enterprise (arbetsintegrerande socialt företag)
	Certified        RoleKind = "certified"
	Supplier         RoleKind = "supplier"
	GuaranteeHolder  RoleKind = "guarantee_holder"
)

// RoleKinds lists them in the order they are shown.
var RoleKinds = []RoleKind{GrantRecipient, Partner, SocialEnterprise, ASF, Certified, Supplier, GuaranteeHolder}

// Role is what an organisation is to the plan, from a day to another.
type Role struct {
	ID             string
	OrganisationID string
	HeldBy         string // the one that stands for it, when it has been merged; otherwise the same
	Kind           RoleKind
	From           calendar.Date
	Until          calendar.Date // the last day; no date when no end is known
	Certifier      string        // of Certified
	Certificate    string        // the certifier's number
	Note           string
	EndedWhy       string
}

// Holds tells whether the organisation has the role on a day.
func (r *Role) Holds(day calendar.Date) bool {
	return !day.Before(r.From) && (r.Until.IsZero() || !day.After(r.Until))
}

// check tells what is wrong, by the form's names of the fields.
func (r *Role) check() (faults []fault) {
	add := func(field string, err *i18n.Error) {
		if err != nil {
			faults = append(faults, fault{field, err})
		}
	}
	if !slices.Contains(RoleKinds, r.Kind) {
		add("role", i18n.Fail("organisations.role_missing"))
	}
	if r.From.IsZero() {
		add("from", i18n.Fail("organisations.from_missing"))
	}
	if !r.Until.IsZero() && r.Until.Before(r.From) {
		add("until", i18n.Fail("organisations.until_before_from"))
	}
	if r.Kind == Certified && r.Certifier == "" {
		add("certifier", i18n.Fail("organisations.certifier_missing"))
	}
	add("certifier", checkText(r.Certifier, longestName))
	add("certificate", checkText(r.Certificate, longestName))
	add("note", checkText(r.Note, longestText))
	return faults
}

// Event is a day in an organisation's time line: a role began or ended, or the organisation itself ended.
type Event struct {
	Day  calendar.Date
	Kind EventKind
	Role *Role // of RoleBegan and RoleEnded
	Why  string
}

// EventKind is what happened.
type EventKind string

// The kinds.
const (
	RoleBegan EventKind = "role_began"
	RoleEnded EventKind = "role_ended"
	Ended     EventKind = "ended"
)

// Timeline is all that has happened to an organisation, the latest first.
func Timeline(o *Organisation, roles []Role) []Event {
	var events []Event
	for i := range roles {
		r := &roles[i]
		events = append(events, Event{Day: r.From, Kind: RoleBegan, Role: r, Why: r.Note})
		if !r.Until.IsZero() {
			events = append(events, Event{Day: r.Until, Kind: RoleEnded, Role: r, Why: r.EndedWhy})
		}
	}
	if o.HasEnded() {
		events = append(events, Event{Day: o.EndedOn, Kind: Ended, Why: o.EndedWhy})
	}
	slices.SortStableFunc(events, func(a, b Event) int { return cmp.Or(b.Day.Compare(a.Day), -cmp.Compare(a.order(), b.order())) })
	return events
}

// order puts what begins before what ends on the same day.
func (e Event) order() int { return slices.Index([]EventKind{RoleBegan, RoleEnded, Ended}, e.Kind) }

// checkEnd tells what is wrong with the role's end, by the form's names of the fields.
func (r *Role) checkEnd() (faults []fault) {
	switch {
	case r.Until.IsZero():
		faults = append(faults, fault{"until", i18n.Fail("organisations.end.day_missing")})
	case r.Until.Before(r.From):
		faults = append(faults, fault{"until", i18n.Fail("organisations.until_before_from")})
	}
	if err := checkText(r.EndedWhy, longestText); err != nil {
		faults = append(faults, fault{"why", err})
	}
	return faults
}

// Name says what the role is called.
func (k RoleKind) Name(p i18n.Printer) string { return p.T("organisations.role." + string(k)) }
