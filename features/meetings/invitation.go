package meetings

import (
	"fmt"
	"net/mail"
	"strings"
	"time"
	"unicode/utf8"

	"samverk/features/networks"
	"samverk/features/organisations"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// Answer is what somebody who is invited has said.
type Answer string

// The answers.
const (
	NoAnswer Answer = "none"
	Yes      Answer = "yes"
	No       Answer = "no"
	Maybe    Answer = "maybe"
)

// Answers lists those that can be given, in the order they are shown.
var Answers = []Answer{Yes, No, Maybe}

// isGiven tells whether it is one that can be given.
func (a Answer) isGiven() bool { return a == Yes || a == No || a == Maybe }

// Name says the answer in words.
func (a Answer) Name(p i18n.Printer) string { return p.T("meetings.answer.is." + string(a)) }

// Invitation is somebody who is asked to come to a meeting.
type Invitation struct {
	ID, MeetingID  string
	MemberID       string // empty for whoever is no member
	OrganisationID string // empty when the register does not have it
	Organisation   string // that the person comes for; may be empty
	Name           string // may be empty for an organisation
	Email          string // lower case; empty: no mail goes there
	ToldAt         store.Time
	SentAt         store.Time // zero: no mail has been sent
	SentSequence   int        // of the event in the last mail
	RemindedOn     calendar.Date
	Answer         Answer
	AnswerNote     string
	AnsweredAt     store.Time
	Answers        int // how many times it has been answered
}

// Called is what somebody who is invited is called: the person, for an organisation when there is one.
func (i *Invitation) Called() string { return called(i.Name, i.Organisation, i.Email) }

func called(name, organisation, email string) string {
	switch {
	case name != "" && organisation != "":
		return name + ", " + organisation
	case name+organisation != "":
		return name + organisation
	}
	return email
}

// Guest is somebody who is no member of the network.
type Guest struct{ Name, Email, Organisation string }

// Bounds of what is written about people, in letters, and of how many are written at once.
const (
	longestGuest = 200
	longestNote  = 500
	mostGuests   = 300
	longestWhy   = 1000
)

// ParseGuests reads people, one a line: name, organisation and address in any order, between commas or semicolons; an
// address may stand in angle brackets, and a line copied from a mail program may hold several people. The error names the
// line that is wrong.
func ParseGuests(text string) ([]Guest, *i18n.Error) {
	var guests []Guest
	number := 0
	for line := range strings.Lines(text) {
		number++
		for _, piece := range peopleIn(line) {
			g := parseGuest(piece)
			if g == (Guest{}) {
				continue
			}
			if fault := g.check(number); fault != nil {
				return nil, fault
			}
			guests = append(guests, g)
		}
	}
	if len(guests) > mostGuests {
		return nil, i18n.Fail("meetings.invitation.too_many", "most", mostGuests)
	}
	return guests, nil
}

// peopleIn divides a line with several addresses into one piece for each.
func peopleIn(line string) []string {
	if strings.Count(line, "@") < 2 {
		return []string{line}
	}
	divider := ","
	if strings.Contains(line, ";") {
		divider = ";"
	}
	return strings.Split(line, divider)
}

func parseGuest(piece string) (g Guest) {
	piece = strings.NewReplacer("<", ",", ">", ",").Replace(piece)
	for _, part := range strings.FieldsFunc(piece, func(r rune) bool { return r == ',' || r == ';' || r == '\t' }) {
		part = strings.Trim(strings.Join(strings.Fields(part), " "), `"'`)
		switch {
		case part == "":
		case strings.Contains(part, "@") && g.Email == "":
			g.Email = strings.ToLower(part)
		case g.Name == "":
			g.Name = part
		case g.Organisation == "":
			g.Organisation = part
		default:
			g.Organisation += ", " + part
		}
	}
	return g
}

func (g *Guest) check(line int) *i18n.Error {
	switch {
	case g.Email != "" && !isAddress(g.Email):
		return i18n.Fail("meetings.invitation.bad_address", "line", line, "text", g.Email)
	case utf8.RuneCountInString(g.Name) > longestGuest || utf8.RuneCountInString(g.Organisation) > longestGuest:
		return i18n.Fail("meetings.invitation.line_long", "line", line, "longest", longestGuest)
	case organisations.HoldsPersonalNumber(g.Name + " " + g.Organisation):
		return i18n.Fail("organisations.personal_number")
	}
	return nil
}

func isAddress(text string) bool {
	address, err := mail.ParseAddress(text)
	return err == nil && address.Address == text && len(text) <= 254 && !strings.ContainsAny(text, " \t\"")
}

// checkAnswer tells what is wrong with an answer, by the form's names of the fields.
func checkAnswer(answer Answer, note string) (slips []slip) {
	if !answer.isGiven() {
		slips = append(slips, slip{"answer", i18n.Fail("meetings.answer.missing")})
	}
	switch {
	case utf8.RuneCountInString(note) > longestNote:
		slips = append(slips, slip{"note", i18n.Fail("meetings.answer.note_long", "longest", longestNote)})
	case organisations.HoldsPersonalNumber(note):
		slips = append(slips, slip{"note", i18n.Fail("organisations.personal_number")})
	}
	return slips
}

// mostAnswers bounds how many times one invitation is answered: a link that has come astray must not fill the trail.
const mostAnswers = 50

// Tally is how many have answered what.
type Tally struct{ Yes, No, Maybe, None int }

func tally(all []Invitation) (t Tally) {
	for i := range all {
		switch all[i].Answer {
		case Yes:
			t.Yes++
		case No:
			t.No++
		case Maybe:
			t.Maybe++
		default:
			t.None++
		}
	}
	return t
}

// mayInvite tells whether people can be asked to come: not to what is over, held or cancelled.
func (m *Meeting) mayInvite(now time.Time) bool {
	return (m.State == Planned || m.State == Invited) && m.Ends.After(now)
}

// isUnsent tells whether the meeting has changed since the last mail to somebody.
func (i *Invitation) isUnsent(m *Meeting) bool {
	return !i.SentAt.IsZero() && i.Email != "" && i.SentSequence < m.Sequence
}

// isWaiting tells whether somebody has got a mail and not answered.
func (i *Invitation) isWaiting() bool {
	return !i.SentAt.IsZero() && i.Email != "" && i.Answer == NoAnswer
}

// uninvited are the members who are not among the invited.
func uninvited(members []networks.Member, invited []Invitation) []networks.Member {
	known := map[string]bool{}
	for i := range invited {
		known[invited[i].MemberID] = true
	}
	var rest []networks.Member
	for i := range members {
		if !known[members[i].ID] {
			rest = append(rest, members[i])
		}
	}
	return rest
}

// invitedWhen says when a meeting is: "torsdag 12 juni 2019 kl. 9.00–12.00".
func (c *Content) invitedWhen(p i18n.Printer) string {
	from, to := c.Starts.In(calendar.Stockholm()), c.Ends.In(calendar.Stockholm())
	day := c.Day()
	text := p.T("meetings.invitation.when", "weekday", p.Weekday(day), "day", p.DateLong(day), "from", timeOfDay(from), "to", timeOfDay(to))
	if last := calendar.DateOf(to); last != day {
		text = p.T("meetings.invitation.when_days", "weekday", p.Weekday(day), "day", p.DateLong(day), "from", timeOfDay(from), "last", p.DateLong(last), "to", timeOfDay(to))
	}
	return text
}

// timeOfDay is a time of day as it is written: 9.00.
func timeOfDay(t time.Time) string { return fmt.Sprintf("%d.%02d", t.Hour(), t.Minute()) }

// slip is what is wrong with a field.
type slip struct {
	field string
	err   *i18n.Error
}

// keptMonths is how long it is kept who was invited to a meeting, and what they answered.
const keptMonths = 24

// forgottenBefore is the day before which meetings' invitations are no longer kept.
func forgottenBefore(now time.Time) calendar.Date { return calendar.Today(now).AddMonths(-keptMonths) }
