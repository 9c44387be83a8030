package cases

import (
	"slices"
	"strings"
	"unicode/utf8"

	"samverk/features/organisations"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// Board is an elected body that decides: a styrelse or a nämnd.
type Board struct {
	ID      string
	Name    string
	Version int
}

// Member is somebody elected to a board, with an account here or without.
type Member struct {
	ID        string
	BoardID   string
	Name      string
	Office    Office
	AccountID *string       // null when the member does not sign in here
	From      calendar.Date `db:"from_on"`
	Until     calendar.Date `db:"until_on"` // the last day; no date while it goes on
}

// ServesOn tells whether the member is one on the day.
func (m *Member) ServesOn(day calendar.Date) bool {
	return !m.From.After(day) && (m.Until.IsZero() || !m.Until.Before(day))
}

// Office is what a member is in the board.
type Office string

const (
	Chair      Office = "chair"
	ViceChair  Office = "vice_chair"
	Ordinary   Office = "member"
	Substitute Office = "substitute"
)

// Offices lists them in the order of minutes.
var Offices = []Office{Chair, ViceChair, Ordinary, Substitute}

func (m *Member) check() (faults []fault) {
	switch {
	case m.Name == "":
		faults = append(faults, fault{"name", i18n.Fail("cases.name_missing")})
	case utf8.RuneCountInString(m.Name) > longestTitle:
		faults = append(faults, fault{"name", i18n.Fail("cases.too_long", "longest", longestTitle)})
	case organisations.HoldsPersonalNumber(m.Name):
		faults = append(faults, fault{"name", i18n.Fail("organisations.personal_number")})
	}
	if !slices.Contains(Offices, m.Office) {
		faults = append(faults, fault{"office", i18n.Fail("cases.office_missing")})
	}
	if m.From.IsZero() {
		faults = append(faults, fault{"from", i18n.Fail("cases.day_missing")})
	}
	return faults
}

// Meeting is a board's own meeting.
type Meeting struct {
	ID          string
	BoardID     string
	BoardName   string
	Day         calendar.Date
	Begins      string // "09.00"
	Place       string
	AdjustedOn  calendar.Date
	AdjustedBy  string // who adjusted the minutes
	PostedOn    calendar.Date
	AppealUntil calendar.Date
	TakenDownOn calendar.Date
	Version     int
}

func (m *Meeting) check() (faults []fault) {
	if m.Day.IsZero() {
		faults = append(faults, fault{"day", i18n.Fail("cases.day_missing")})
	}
	for field, text := range map[string]string{"begins": m.Begins, "place": m.Place} {
		if utf8.RuneCountInString(text) > longestTitle {
			faults = append(faults, fault{field, i18n.Fail("cases.too_long", "longest", longestTitle)})
		}
	}
	return faults
}

// IsAdjusted tells whether the minutes are signed; nothing in them changes from then on.
func (m *Meeting) IsAdjusted() bool { return !m.AdjustedOn.IsZero() }

// Item is a case on a meeting's agenda, with what the meeting did about it.
type Item struct {
	ID          string
	MeetingID   string
	CaseID      string
	Position    int
	Outcome     Act    // empty until it is recorded
	Paragraph   int    // §; 0 until it is recorded
	Decision    string // what was decided, a point a line
	Why         string // the changes of adopt_changed, the reason of refer_back
	RecordedAt  store.Time
	DiaryNumber string
	Title       string
	State       State
	Round       int
	AppealUntil calendar.Date
	Left        []string // members who left the room
	Declared    []Conflict
	Spoken      []Reservation
}

// IsRecorded tells whether the meeting's decision has been written down.
func (i *Item) IsRecorded() bool { return i.Outcome != "" }

// Points are what was decided, in order.
func (i *Item) Points() []string { return lines(i.Decision) }

func lines(text string) []string {
	var list []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			list = append(list, line)
		}
	}
	return list
}

// Conflict is a member's own word that a case concerns them (jäv).
type Conflict struct {
	CaseID     string
	MemberID   string
	Reason     string // may be left out
	DeclaredAt store.Time
}

// Reservation is a member's word in the minutes against a decision that the member took part in.
type Reservation struct {
	ID       string
	ItemID   string
	MemberID string
	Text     string
}

// Ruling is what a meeting did about one item.
type Ruling struct {
	Outcome   Act
	Paragraph int
	Decision  []string // the points as decided; for what is settled
	Why       string
	Left      []string // members who left the room
	NextID    string   // for what is tabled: the meeting that it goes to, when that is known
}

// Parting are the members who took part in an item: those who were there and did not leave.
func Parting(present, left []string) []string {
	return slices.DeleteFunc(slices.Clone(present), func(id string) bool { return slices.Contains(left, id) })
}

// checkRoom names what is wrong with who was in the room. A member who has declared a conflict takes no part in the item
// (kommunallagen 6 kap. 28–32 §§): nobody can be recorded against their own word.
func checkRoom(present, left []string, declared []Conflict) (faults []fault) {
	parting := Parting(present, left)
	for _, c := range declared {
		if slices.Contains(parting, c.MemberID) {
			faults = append(faults, fault{"left", i18n.Fail("cases.conflict_stays")})
			break
		}
	}
	for _, id := range left {
		if !slices.Contains(present, id) {
			faults = append(faults, fault{"left", i18n.Fail("cases.left_absent")})
			break
		}
	}
	if len(parting) == 0 {
		faults = append(faults, fault{"left", i18n.Fail("cases.nobody_left")})
	}
	return faults
}

// check names what keeps a ruling from being recorded.
func (r *Ruling) check(present []string, declared []Conflict) (faults []fault) {
	if !r.Outcome.Decides() {
		return []fault{{"outcome", i18n.Fail("cases.outcome_missing")}}
	}
	if r.Paragraph < 1 || r.Paragraph > 9999 {
		faults = append(faults, fault{"paragraph", i18n.Fail("cases.paragraph_missing")})
	}
	if r.Outcome.Settles() && len(r.Decision) == 0 {
		faults = append(faults, fault{"decision", i18n.Fail("cases.decision_missing")})
	}
	switch {
	case r.Why != "":
	case r.Outcome == AdoptChanged:
		faults = append(faults, fault{"why", i18n.Fail("cases.changes_missing")})
	case r.Outcome == ReferBack:
		faults = append(faults, fault{"why", i18n.Fail("cases.referral_missing")})
	}
	faults = append(faults, checkRoom(present, r.Left, declared)...)
	for field, text := range map[string]string{"decision": strings.Join(r.Decision, "\n"), "why": r.Why} {
		if organisations.HoldsPersonalNumber(text) {
			faults = append(faults, fault{field, i18n.Fail("organisations.personal_number")})
		}
	}
	return faults
}
