package networks

import (
	"samverk/features/plan"
	"samverk/platform/calendar"
)

// Kind is what sort of group a network is.
type Kind string

// The kinds.
const (
	WorkingGroup  Kind = "working_group" // within the authority
	Partnership   Kind = "partnership"   // with a committee of its own
	Dialogue      Kind = "dialogue"      // dialogue meetings with civil society
	Council       Kind = "council"       // with municipalities
	International Kind = "international"
	OtherKind     Kind = "other"
)

// Kinds lists them in the order they are shown.
var Kinds = []Kind{WorkingGroup, Partnership, Dialogue, Council, International, OtherKind}

// Network is a group that meets.
type Network struct {
	ID string
	Content
	EndedOn  calendar.Date // no date while it goes on
	EndedWhy string
	Version  int
}

// Content is what can be changed of a network.
type Content struct {
	Name       string
	Kind       Kind
	Purpose    string
	Management string // how it is tied to the management group
	Web        string
	IsPublic   bool
}

// HasEnded tells whether the network is no more.
func (n *Network) HasEnded() bool { return !n.EndedOn.IsZero() }

// MemberRole is what a member is in a network.
type MemberRole string

// The roles.
const (
	Chair     MemberRole = "chair"
	ViceChair MemberRole = "vice_chair"
	Secretary MemberRole = "secretary"
	Committee MemberRole = "committee" // belongs to the committee between the meetings
	Ordinary  MemberRole = "member"
	Deputy    MemberRole = "deputy"
)

// MemberRoles lists them in the order they are shown.
var MemberRoles = []MemberRole{Chair, ViceChair, Secretary, Committee, Ordinary, Deputy}

// Member belongs to a network: an organisation, perhaps with somebody who comes for it, or a person.
type Member struct {
	ID             string
	NetworkID      string
	OrganisationID string // empty for a person
	Organisation   string // its name as it is now
	Name           string // who comes; may be empty for an organisation
	Email          string // where invitations go, lower case; may be empty
	Role           MemberRole
	From           calendar.Date
	Until          calendar.Date // the last day; no date when no end is known
	EndedWhy       string
	Version        int
}

// Belongs tells whether the member belongs to the network on a day.
func (m *Member) Belongs(day calendar.Date) bool {
	return !day.Before(m.From) && (m.Until.IsZero() || !day.After(m.Until))
}

// Called is what the member is called: the organisation, else the person.
func (m *Member) Called() string {
	if m.Organisation != "" {
		return m.Organisation
	}
	return m.Name
}

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
