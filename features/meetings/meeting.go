package meetings

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"samverk/features/organisations"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
)

// State is how far a meeting has come.
type State string

// The states. Which follow which is told by mayBecome.
const (
	Planned   State = "planned"
	Invited   State = "invited"  // invitations have been sent
	Held      State = "held"     // it is evidence
	Adjusted  State = "adjusted" // held, and its minutes are adjusted (justerade)
	Cancelled State = "cancelled"
)

// States lists them in the order of a meeting's life.
var States = []State{Planned, Invited, Held, Adjusted, Cancelled}

// next are the states that a state can become. From held and adjusted a meeting can be reopened, to what it was before.
var next = map[State][]State{
	Planned:   {Invited, Held, Cancelled},
	Invited:   {Held, Cancelled},
	Held:      {Adjusted, Invited, Planned, Cancelled},
	Adjusted:  {Held, Invited, Planned, Cancelled},
	Cancelled: {Planned},
}

// mayBecome tells whether a meeting can go from one state to another.
func (s State) mayBecome(other State) bool {
	for _, one := range next[s] {
		if one == other {
			return true
		}
	}
	return false
}

// WasHeld tells whether the meeting has taken place.
func (s State) WasHeld() bool { return s == Held || s == Adjusted }

// MinutesState is how far the minutes have come.
type MinutesState string

// The states of minutes.
const (
	NoMinutes       MinutesState = "none"
	DraftMinutes    MinutesState = "draft"
	AdjustedMinutes MinutesState = "adjusted"
)

// Meeting is a meeting of a network.
type Meeting struct {
	ID        string
	NetworkID string
	Network   string // its name
	TypeID    string
	Type      string // its name
	SeriesID  string // empty for one that stands alone
	SeriesDay calendar.Date
	Content
	State             State
	CancelledWhy      string
	Sequence          int // of the event in calendar programs
	HeadCount         *int
	OrganisationCount *int
	Minutes           string
	MinutesState      MinutesState
	AdjustedOn        calendar.Date
	Adjusters         string
	RecordID          string // the evidence that it was held; empty when there is none
	NextID            string
	ChangedAt         time.Time
	Version           int
}

// Content is what is said of a meeting when it is planned.
type Content struct {
	Title    string
	Starts   time.Time
	Ends     time.Time
	Place    string
	Link     string // of a meeting on the net
	Body     string // what the invitation says
	IsPublic bool
}

// Day is the day on which it begins, in Stockholm.
func (c *Content) Day() calendar.Date { return calendar.DateOf(c.Starts.In(calendar.Stockholm())) }

// Name says the state in words.
func (s State) Name(p i18n.Printer) string { return p.T("meetings.state." + string(s)) }

// IsAhead tells whether the meeting is still to be held.
func (s State) IsAhead() bool { return s == Planned || s == Invited }

// Bounds of what can be said, in letters, and of how long a meeting may last.
const (
	longestTitle = 200
	longestBody  = 10_000
	longestTime  = 14 * 24 * time.Hour
)

// fault is what is wrong with a field.
type fault struct {
	field string
	err   *i18n.Error
}

func (c *Content) tidy() {
	c.Title = strings.Join(strings.Fields(c.Title), " ")
	c.Place = strings.Join(strings.Fields(c.Place), " ")
	c.Link = organisations.CompleteWeb(strings.TrimSpace(c.Link))
	c.Body = strings.TrimSpace(strings.ReplaceAll(c.Body, "\r\n", "\n"))
}

// check tells what is wrong, by the form's names of the fields.
func (c *Content) check() (faults []fault) {
	add := func(field, message string) { faults = append(faults, fault{field, i18n.Fail(message)}) }
	switch {
	case c.Starts.IsZero():
		add("day", "meetings.day_missing")
	case !c.Ends.After(c.Starts):
		add("until", "meetings.ends_before")
	case c.Ends.Sub(c.Starts) > longestTime:
		add("until_day", "meetings.too_many_days")
	}
	if c.Link != "" && !organisations.IsWeb(c.Link) {
		add("link", "meetings.link_wrong")
	}
	return slices.Concat(faults, checkTexts(longestTitle, "title", c.Title, "place", c.Place), checkTexts(longestBody, "body", c.Body, "link", c.Link))
}

// checkTexts refuses what is too long, and personal numbers, in field, text pairs.
func checkTexts(longest int, pairs ...string) (faults []fault) {
	for i := 0; i+1 < len(pairs); i += 2 {
		switch {
		case utf8.RuneCountInString(pairs[i+1]) > longest:
			faults = append(faults, fault{pairs[i], i18n.Fail("meetings.too_long", "longest", longest)})
		case organisations.HoldsPersonalNumber(pairs[i+1]):
			faults = append(faults, fault{pairs[i], i18n.Fail("organisations.personal_number")})
		}
	}
	return faults
}

// firstFault is the first of some faults as an error; nil when there is none.
func firstFault(faults []fault) error {
	if len(faults) == 0 {
		return nil
	}
	return faults[0].err
}

// isElsewhere tells whether a meeting is at another time or place than before, which calendar programs must be told.
func (c *Content) isElsewhere(before *Content) bool {
	return !c.Starts.Equal(before.Starts) || !c.Ends.Equal(before.Ends) || c.Place != before.Place || c.Link != before.Link
}

// isSame tells whether nothing has been changed.
func (c *Content) isSame(other *Content) bool {
	return !c.isElsewhere(other) && c.Title == other.Title && c.Body == other.Body && c.IsPublic == other.IsPublic
}

// shifted is the content at the same clock times so many days later, and false when clocks never show one of them there.
func (c Content) shifted(days int, from, until clock) (Content, bool) {
	first := c.Day().AddDays(days)
	last := first.AddDays(c.Day().DaysUntil(dayOf(c.Ends)))
	starts, there := from.on(first)
	ends, thereToo := until.on(last)
	c.Starts, c.Ends = starts, ends
	return c, there && thereToo
}

// numbered is a title for the nth meeting of a type in a year: "Stormöte 2/2026". One that is taken is passed over.
func numbered(name string, year, n int, taken []string) string {
	for ; ; n++ {
		if title := name + " " + strconv.Itoa(n) + "/" + strconv.Itoa(year); !slices.Contains(taken, title) {
			return title
		}
	}
}

// NewMeeting is a meeting to be planned. Its state is planned.
type NewMeeting struct {
	ID       string // made with the form, so that the same form sent twice plans one
	TypeID   string
	Content  // without a title it gets the type's name and a number
	SeriesID string
	// AfterID is the meeting whose next one this is; empty for none.
	AfterID string
	// WithAgenda takes over the agenda of the latest meeting of the type.
	WithAgenda bool
}

// checkWhy tells what is wrong with why a meeting is cancelled.
func checkWhy(why string) []fault {
	if why == "" {
		return []fault{{"why", i18n.Fail("meetings.why_missing")}}
	}
	return checkTexts(longestBody, "why", why)
}

// like is what a later meeting of a series becomes when an earlier one has changed and moved so many days: its own title, the
// other's place and text, and the other's clock times unless it has been moved by itself. False when clocks never show them.
func (m *Meeting) like(other *Content, days int) (Content, bool) {
	c := m.Content
	c.Place, c.Link, c.Body, c.IsPublic = other.Place, other.Link, other.Body, other.IsPublic
	if m.Day() != m.SeriesDay {
		return c, true
	}
	c.Ends = c.Starts.Add(other.Ends.Sub(other.Starts))
	return c.shifted(days, clockOf(other.Starts), clockOf(other.Ends))
}
