package meetings

import (
	"bytes"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"samverk/features/evidence"
	"samverk/features/networks"
	"samverk/features/organisations"
	plans "samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
)

// Attendee is somebody who came: an organisation, a person, or a person for an organisation.
type Attendee struct {
	MemberID       string // empty for whoever is no member
	OrganisationID string // empty when the register does not have it
	Organisation   string
	Name           string
}

// Called is what somebody who came is called.
func (a *Attendee) Called() string { return called(a.Name, a.Organisation, "") }

// Holding is what is said when a meeting is closed as held, or when that is corrected.
type Holding struct {
	Day               calendar.Date
	Present           []Attendee
	HeadCount         *int // nil: as many as are present
	OrganisationCount *int // nil: the organisations that are present
	MinutesSpent      *int // nil: the usual time for such a record
}

// heads is how many people came.
func (h *Holding) heads() int {
	if h.HeadCount != nil {
		return *h.HeadCount
	}
	return len(h.Present)
}

// organisations are the names of those that came, each once, in order.
func (h *Holding) organisations() []string {
	var names []string
	for i := range h.Present {
		if name := h.Present[i].Organisation; name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	slices.SortFunc(names, func(a, b string) int { return bytes.Compare(inOrder(a), inOrder(b)) })
	return names
}

// organisationCount is how many organisations came.
func (h *Holding) organisationCount() int {
	if h.OrganisationCount != nil {
		return *h.OrganisationCount
	}
	return len(h.organisations())
}

// mostPeople is more than any meeting holds; mostHours more than any takes.
const (
	mostPeople = 100_000
	mostHours  = 10_000
)

// check tells what keeps a meeting from being held, by the form's names of the fields. What has not been is not held.
func (h *Holding) check(today calendar.Date) (slips []slip) {
	add := func(field, id string, pairs ...any) { slips = append(slips, slip{field, i18n.Fail(id, pairs...)}) }
	switch {
	case h.Day.IsZero():
		add("day", "meetings.held.day_missing")
	case h.Day.After(today):
		add("day", "meetings.held.day_ahead")
	}
	switch heads := h.heads(); {
	case heads == 0:
		add("head_count", "meetings.held.nobody")
	case heads > mostPeople:
		add("head_count", "meetings.held.too_many")
	case heads < len(h.Present):
		add("head_count", "meetings.held.too_few", "count", len(h.Present))
	}
	switch n := len(h.organisations()); {
	case h.organisationCount() > mostPeople:
		add("organisation_count", "meetings.held.too_many")
	case h.organisationCount() < n:
		add("organisation_count", "meetings.held.too_few_organisations", "count", n)
	}
	if h.MinutesSpent != nil && *h.MinutesSpent > mostHours*60 {
		add("hours", "meetings.held.too_many_hours")
	}
	for i := range h.Present {
		if organisations.HoldsPersonalNumber(h.Present[i].Called()) {
			add("others", "organisations.personal_number")
			break
		}
	}
	return slips
}

// content is the evidence that the meeting was held.
func (m *Meeting) content(h *Holding, kind evidenceKind) evidence.Content {
	return evidence.Content{Kind: kind.Kind, Day: m.Day(), Title: m.Title, Organisations: h.organisations(), OrganisationCount: new(h.organisationCount()),
		HeadCount: new(h.heads()), MinutesSpent: h.MinutesSpent, Network: m.Network, Tags: []string{kind.Name}}
}

// source is what a record says that it was made of.
func (m *Meeting) source() string { return SourceKind + m.ID }

// SourceKind begins the source of records that are made of meetings.
const SourceKind = "meeting:"

// onDay is the same meeting on another day, at the same times of the day.
func (c *Content) onDay(day calendar.Date) Content {
	moved := *c
	was := c.Day()
	if day.IsZero() || day == was {
		return moved
	}
	length := c.Ends.Sub(c.Starts)
	from := c.Starts.In(calendar.Stockholm())
	moved.Starts = time.Date(day.Year(), day.Month(), day.Day(), from.Hour(), from.Minute(), from.Second(), 0, calendar.Stockholm()).UTC()
	moved.Ends = moved.Starts.Add(length)
	return moved
}

// ParseAttendees reads who else came, one a line: a name, an organisation, or a name and an organisation with a comma between.
// Known gives an organisation of the register by its name.
func ParseAttendees(text string, known func(name string) (id, called string)) ([]Attendee, *i18n.Error) {
	var all []Attendee
	number := 0
	for line := range strings.Lines(text) {
		number++
		name, organisation, _ := strings.Cut(strings.ReplaceAll(line, ";", ","), ",")
		a := Attendee{Name: oneLine(name), Organisation: oneLine(organisation)}
		if a == (Attendee{}) {
			continue
		}
		if utf8.RuneCountInString(a.Name) > longestGuest || utf8.RuneCountInString(a.Organisation) > longestGuest {
			return nil, i18n.Fail("meetings.invitation.line_long", "line", number, "longest", longestGuest)
		}
		if a.Organisation == "" {
			if id, called := known(a.Name); id != "" {
				a = Attendee{OrganisationID: id, Organisation: called}
			}
		} else if id, called := known(a.Organisation); id != "" {
			a.OrganisationID, a.Organisation = id, called
		}
		all = append(all, a)
	}
	if len(all) > mostGuests {
		return nil, i18n.Fail("meetings.invitation.too_many", "most", mostGuests)
	}
	return all, nil
}

// expected are those who may be expected to have come: the members of the network on the day, and others who were invited.
// Each has a key that a form knows them by.
func expected(members []networks.Member, invited []Invitation) []candidate {
	answers := map[string]Answer{}
	for i := range invited {
		if invited[i].MemberID != "" {
			answers[invited[i].MemberID] = invited[i].Answer
		}
	}
	var all []candidate
	for i := range members {
		m := &members[i]
		all = append(all, candidate{"m:" + m.ID, Attendee{m.ID, m.OrganisationID, m.Organisation, m.Name}, answers[m.ID], m.Role})
	}
	for i := range invited {
		if one := &invited[i]; one.MemberID == "" {
			all = append(all, candidate{"i:" + one.ID, Attendee{"", one.OrganisationID, one.Organisation, one.Name}, one.Answer, ""})
			if one.Name+one.Organisation == "" {
				all[len(all)-1].Name = one.Email
			}
		}
	}
	return all
}

// candidate is somebody who may have come.
type candidate struct {
	key string
	Attendee
	answer Answer
	role   networks.MemberRole // empty for whoever is no member
}

// divide tells which of those expected are among those present, by their keys, and who else is.
func divide(all []candidate, present []Attendee) (keys []string, others []Attendee) {
	used := map[string]bool{}
	for i := range present {
		at := slices.IndexFunc(all, func(c candidate) bool {
			if used[c.key] {
				return false
			}
			if c.MemberID != "" || present[i].MemberID != "" {
				return c.MemberID == present[i].MemberID
			}
			return c.Attendee == present[i]
		})
		if at < 0 {
			others = append(others, present[i])
			continue
		}
		used[all[at].key] = true
		keys = append(keys, all[at].key)
	}
	return keys, others
}

// evidenceKind is what a held meeting is recorded as: what its type says.
type evidenceKind struct {
	Kind         plans.EvidenceKind
	Name         string
	IndicatorIDs []string // it counts towards exactly these; none: the rules decide
}

// isSame tells whether somebody says what is said already.
func (h *Holding) isSame(other *Holding) bool {
	return h.Day == other.Day && h.heads() == other.heads() && h.organisationCount() == other.organisationCount() &&
		orMinus(h.MinutesSpent) == orMinus(other.MinutesSpent) && slices.Equal(h.Present, other.Present)
}

func orMinus(n *int) int {
	if n == nil {
		return -1
	}
	return *n
}

// inOrder is what texts are sorted by, in Swedish order: the first that says something, then the rest.
func inOrder(texts ...string) []byte {
	return organisations.SortKey(strings.TrimSpace(strings.Join(texts, " ")))
}

// kindNamed is a kind of record; a meeting when the name is none.
func kindNamed(name string) plans.EvidenceKind {
	if kind := plans.EvidenceKind(name); kind.Known() {
		return kind
	}
	return plans.Meeting
}

// checkReason refuses a reason that says nothing, or too much.
func checkReason(why string) *i18n.Error {
	switch {
	case why == "":
		return i18n.Fail("meetings.held.why_missing")
	case utf8.RuneCountInString(why) > longestWhy:
		return i18n.Fail("meetings.held.why_long", "longest", longestWhy)
	case organisations.HoldsPersonalNumber(why):
		return i18n.Fail("organisations.personal_number")
	}
	return nil
}
