package networks

import (
	"cmp"
	"slices"
	"strings"

	"samverk/features/organisations"
	"samverk/platform/calendar"
	"samverk/platform/fold"
	"samverk/platform/i18n"
)

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
	HasEnded       bool   // the organisation is no more
	Was            string // the key that the organisation had; another than OrganisationID when it has been merged since
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

// Name says what the role is called.
func (r MemberRole) Name(p i18n.Printer) string { return p.T("networks.role." + string(r)) }

// tidy makes the same content always the same.
func (m *Member) tidy() {
	m.Name = strings.Join(strings.Fields(m.Name), " ")
	m.Email = strings.ToLower(strings.TrimSpace(m.Email))
}

// check tells what is wrong, by the form's names of the fields.
func (m *Member) check() (faults []fault) {
	add := func(field, message string) { faults = append(faults, fault{field, i18n.Fail(message)}) }
	if m.OrganisationID == "" && m.Name == "" {
		add("name", "networks.member_name_missing")
	}
	if m.Email != "" && !organisations.IsEmail(m.Email) {
		add("email", "networks.email_wrong")
	}
	if !slices.Contains(MemberRoles, m.Role) {
		add("role", "networks.role_missing")
	}
	if m.From.IsZero() {
		add("from", "networks.from_missing")
	}
	if !m.Until.IsZero() && m.Until.Before(m.From) {
		add("until", "networks.until_before_from")
	}
	return append(faults, checkTexts(longestName, "name", m.Name, "email", m.Email)...)
}

// clashes tells whether two members are the same at the same time: the same organisation by the same person, or the same
// person alone.
func (m *Member) clashes(other *Member) bool {
	if m.ID == other.ID || m.OrganisationID != other.OrganisationID || fold.Search(m.Name) != fold.Search(other.Name) {
		return false
	}
	return m.meets(other)
}

// asOne lets organisations that have been merged be members once: where both belong on the same days, by the same person or by
// nobody named, they stand as one, from the first day of either to the last, and a membership without a name goes where somebody is
// named all its days. Of two, the one that the organisation had itself stays. Others are as they were; the order is kept. Hidden gives,
// by the key of each that stays, those that it stands for.
func asOne(all []Member) (members []Member, hidden map[string][]Member) {
	hidden = map[string][]Member{}
	gone := map[string]bool{}
	for {
		stays, goes := twice(all, gone)
		if goes == nil {
			break
		}
		hidden[stays.ID] = append(hidden[stays.ID], *goes)
		hidden[stays.ID] = append(hidden[stays.ID], hidden[goes.ID]...)
		delete(hidden, goes.ID)
		gone[goes.ID] = true
		stays.takeIn(goes)
	}
	for i := range all {
		if !gone[all[i].ID] {
			members = append(members, all[i])
		}
	}
	return members, hidden
}

// twice finds two that are the same since a merge, and which of them stays; nil when there are no more.
func twice(all []Member, gone map[string]bool) (stays, goes *Member) {
	of := map[string][]*Member{} // by organisation
	for i := range all {
		if m := &all[i]; m.OrganisationID != "" && !gone[m.ID] {
			of[m.OrganisationID] = append(of[m.OrganisationID], m)
		}
	}
	for i := range all {
		a := &all[i]
		if gone[a.ID] {
			continue
		}
		for _, b := range of[a.OrganisationID] {
			if a.Was == b.Was || !a.saysTheSame(b) {
				continue
			}
			if b.goesBefore(a) {
				return b, a
			}
			return a, b
		}
	}
	return nil, nil
}

// saysTheSame tells whether two of an organisation need not both be shown.
func (m *Member) saysTheSame(other *Member) bool {
	switch {
	case m.clashes(other):
		return true
	case m.Name != "" && other.Name == "":
		return m.covers(other)
	case m.Name == "" && other.Name != "":
		return other.covers(m)
	}
	return false
}

// covers tells whether a member belongs on all days on which another does.
func (m *Member) covers(other *Member) bool {
	return !other.From.Before(m.From) && (m.Until.IsZero() || !other.Until.IsZero() && !other.Until.After(m.Until))
}

// goesBefore tells which of two that are the same stays.
func (m *Member) goesBefore(other *Member) bool {
	switch {
	case (m.Name == "") != (other.Name == ""):
		return m.Name != ""
	case (m.Was == m.OrganisationID) != (other.Was == other.OrganisationID):
		return m.Was == m.OrganisationID
	case m.From != other.From:
		return m.From.Before(other.From)
	}
	return m.ID < other.ID
}

// takeIn lets a member stand for another that is the same: on the days of both, with the role of either that is shown first.
func (m *Member) takeIn(other *Member) {
	if other.From.Before(m.From) {
		m.From = other.From
	}
	if !m.Until.IsZero() && (other.Until.IsZero() || other.Until.After(m.Until)) {
		m.Until, m.EndedWhy = other.Until, other.EndedWhy
	}
	if slices.Index(MemberRoles, other.Role) < slices.Index(MemberRoles, m.Role) {
		m.Role = other.Role
	}
	m.Email = cmp.Or(m.Email, other.Email)
}

// meets tells whether two belong on some day both.
func (m *Member) meets(other *Member) bool {
	return (other.Until.IsZero() || !m.From.After(other.Until)) && (m.Until.IsZero() || !other.From.After(m.Until))
}

// inOrder puts members in the order they are shown: chair, committee, and then the others by what they are called. The names
// must stand in order already.
func inOrder(members []Member) {
	slices.SortStableFunc(members, func(a, b Member) int {
		return cmp.Compare(slices.Index(MemberRoles, a.Role), slices.Index(MemberRoles, b.Role))
	})
}

// onDay parts members by a day: those who belong then, those who will, and those who have belonged, the latest first.
func onDay(members []Member, day calendar.Date) (now, coming, former []Member) {
	for _, m := range members {
		switch {
		case m.Belongs(day):
			now = append(now, m)
		case m.From.After(day):
			coming = append(coming, m)
		default:
			former = append(former, m)
		}
	}
	slices.SortStableFunc(former, func(a, b Member) int { return b.Until.Compare(a.Until) })
	return now, coming, former
}

// isMember tells whether an organisation belongs to a network on a day or after it.
func isMember(members []Member, organisationID string, day calendar.Date) bool {
	return slices.ContainsFunc(members, func(m Member) bool {
		return m.OrganisationID == organisationID && (m.Until.IsZero() || !m.Until.Before(day))
	})
}
