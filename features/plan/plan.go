package plan

import (
	"strconv"

	"samverk/platform/calendar"
	"samverk/platform/store"
)

// Priority is an activity's priority class.
type Priority string

const (
	High   Priority = "high"
	Medium Priority = "medium"
	Low    Priority = "low"
)

// Recurrence tells whether an activity is done once, goes on, or comes back every year.
type Recurrence string

const (
	Once    Recurrence = "once"
	Ongoing Recurrence = "ongoing"
	Yearly  Recurrence = "yearly"
)

// Status is where a plan stands in its life. Several plans may be current at once.
type Status string

const (
	InDraft   Status = "draft"
	Current   Status = "current"
	Archived  Status = "archived"
	Discarded Status = "discarded" // a draft that came to nothing; kept, and shown to nobody but in the list of plans
)

// Plan is an authority's plan for some years: an overall goal, goals, their activities and the activities' indicators.
type Plan struct {
	ID            string
	Key           string // short name, used in addresses and on the command line
	Title         string
	Period        calendar.Span
	Edition       int    // 1 for the first
	PredecessorID string // the edition before; empty for the first
	Status        Status
	PublishedAt   *store.Time   // since when everybody may read it; nil when only those who sign in may
	AdoptedOn     calendar.Date // no date when not known
	AdoptedBy     string        // the body that adopted it
	OverallGoal   string
	Introduction  string
	Example       bool   // made up by the program, and said so wherever it is shown
	DocumentName  string // the file it was read from; empty when it was written in the program
	DocumentHash  string // SHA-256 of that file, in hexadecimal
	Reading       Reading
	Staff         []DraftStaff
	Goals         []Goal
}

// Reading is what is kept of how a plan was read from its document.
type Reading struct {
	Sources  map[string]Source `json:"sources"`
	Unread   []UnreadLine      `json:"unread"`
	Warnings []Warning         `json:"warnings"`
}

// Goal is one of the plan's goals.
type Goal struct {
	ID          string
	CarriedFrom string // the goal of the edition before that this one continues; empty when it is new
	Number      int
	Label       string // as printed
	Title       string
	Text        string
	Sources     map[string]Source
	Activities  []Activity
}

// Activity is something the plan says shall be done.
type Activity struct {
	ID           string
	CarriedFrom  string // as for Goal
	GoalID       string
	Number       int // runs through the whole plan
	Label        string
	Area         string // the heading it stands under
	Title        string
	Background   string
	Priority     Priority
	Window       calendar.QuarterSpan
	Recurrence   Recurrence
	Responsible  string // role
	Flags        []string
	Sources      map[string]Source
	Indicators   []Indicator
	Predecessors []Predecessor
}

// Standing tells how sure an order between two activities is: only confirmed ones bind the planner.
type Standing string

const (
	Proposed  Standing = "proposed"
	Confirmed Standing = "confirmed"
)

// Predecessor is an activity that shall be done before another.
type Predecessor struct {
	ActivityID string
	Standing   Standing
}

// Indicator says how to see whether an activity was carried out.
type Indicator struct {
	ID          string
	CarriedFrom string // as for Goal
	ActivityID  string
	Number      int    // unique in the plan
	Label       string // as printed
	Text        string
	Rule        Rule
	Owner       string // role
	Note        string
	Source      Source
}

// Activities lists every activity of the plan in order.
func (p *Plan) Activities() []*Activity {
	var all []*Activity
	for g := range p.Goals {
		for a := range p.Goals[g].Activities {
			all = append(all, &p.Goals[g].Activities[a])
		}
	}
	return all
}

// Indicators lists every indicator of the plan in order.
func (p *Plan) Indicators() []*Indicator {
	var all []*Indicator
	for _, activity := range p.Activities() {
		for i := range activity.Indicators {
			all = append(all, &activity.Indicators[i])
		}
	}
	return all
}

// FindIndicator finds an indicator by its printed label or its number.
func (p *Plan) FindIndicator(reference string) (*Indicator, bool) {
	for _, indicator := range p.Indicators() {
		if indicator.Label == reference {
			return indicator, true
		}
	}
	for _, indicator := range p.Indicators() {
		if strconv.Itoa(indicator.Number) == reference {
			return indicator, true
		}
	}
	return nil, false
}
