package meetings

import (
	"time"

	"samverk/platform/calendar"
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
