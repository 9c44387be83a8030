package grants

import (
	"time"

	"samverk/features/grants/allocation"
	"samverk/features/grants/assessment"
	"samverk/platform/calendar"
	"samverk/platform/flow"
	"samverk/platform/questions"
)

// CallState is how far a call has come.
type CallState string

// The states of a call. Ways tells which follow which.
const (
	DirectionDraft    CallState = "direction_draft"
	DirectionProposed CallState = "direction_proposed"
	DirectionDecided  CallState = "direction_decided"
	Prepared          CallState = "prepared"
	Scheduled         CallState = "scheduled"
	Open              CallState = "open"
	Closed            CallState = "closed"
	InAssessment      CallState = "in_assessment"
	ProposalReady     CallState = "proposal_ready"
	Decided           CallState = "decided"
	FollowUp          CallState = "follow_up"
	ResultsCompiled   CallState = "results_compiled"
	Archived          CallState = "archived"
	Cancelled         CallState = "cancelled"
)

// CallStates lists them in the order of a call's life.
var CallStates = []CallState{DirectionDraft, DirectionProposed, DirectionDecided, Prepared, Scheduled, Open, Closed, InAssessment, ProposalReady, Decided, FollowUp,
	ResultsCompiled, Archived, Cancelled}

// CallWays are the ways between the states. A call can be cancelled, with a reason, until it is decided. A programme that
// needs no direction begins its calls at Prepared.
var CallWays = flow.Ways[CallState]{
	DirectionDraft:    append(flow.To(DirectionProposed), flow.ToWhy(Cancelled)...),
	DirectionProposed: append(flow.To(DirectionDecided), flow.ToWhy(DirectionDraft, Cancelled)...),
	DirectionDecided:  append(flow.To(Prepared), flow.ToWhy(Cancelled)...),
	Prepared:          append(flow.To(Scheduled), flow.ToWhy(Cancelled)...),
	Scheduled:         append(flow.To(Open), flow.ToWhy(Prepared, Cancelled)...),
	Open:              append(flow.To(Closed), flow.ToWhy(Cancelled)...),
	Closed:            append(flow.To(InAssessment), flow.ToWhy(Cancelled)...),
	InAssessment:      append(flow.To(ProposalReady), flow.ToWhy(Cancelled)...),
	ProposalReady:     append(flow.To(Decided), flow.ToWhy(InAssessment, Cancelled)...),
	Decided:           flow.To(FollowUp),
	FollowUp:          flow.To(ResultsCompiled),
	ResultsCompiled:   flow.To(Archived),
}

// Call is a call for applications.
type Call struct {
	ID          string
	ProgrammeID string
	Programme   string // its name
	Content     CallContent
	State       CallState // as it was written; see StateAt
	// DirectionCase is the case in which the board decides the direction; empty for none.
	DirectionCase string
	CopiedFrom    string
	CancelledWhy  string
	Answer        string    // what the board said of the direction, when it was something else than yes
	FirstCloses   time.Time // before the time to apply was made longer; zero when it was not
	LongerWhy     string
	Terms         Terms // as they are for this call
	Version       int
}

// CallContent is what can be changed of a call until it is scheduled; afterwards only contact and days after the closing.
type CallContent struct {
	Title       string
	Year        int
	Direction   string
	Opens       time.Time // zero until it is known
	Closes      time.Time // what is received at this moment is late
	DecisionOn  calendar.Date
	ReportDueOn calendar.Date
	Contact     string
	Frames      []Frame
}

// Frame is how much may be given from an account in a year.
type Frame struct {
	Account string
	Year    int
	Amount  int64 // öre
}

// Terms are what is asked, scored and demanded.
type Terms struct {
	Form       questions.Form
	ReportForm questions.Form
	Criteria   []assessment.Criterion
	Rules      Rules
	Pots       []allocation.Pot
}

// StateAt is the state at a moment: a scheduled call opens and closes by the clock, whether or not it has been written.
func (c *Call) StateAt(now time.Time) CallState {
	state := c.State
	if state == Scheduled && !c.Content.Opens.IsZero() && !now.Before(c.Content.Opens) {
		state = Open
	}
	if state == Open && !c.Content.Closes.IsZero() && !now.Before(c.Content.Closes) {
		state = Closed
	}
	return state
}

// DaysLate tells how many days after the closing something was received: 0 in time, 1 on the first day after it, counted
// in days of Stockholm from the moment of closing. The moment is the server's (rule 8 of the programme's own rules: a
// deadline is judged by when the server received the whole).
func (c *Call) DaysLate(received time.Time) int {
	if c.Content.Closes.IsZero() || received.Before(c.Content.Closes) {
		return 0
	}
	stockholm := calendar.Stockholm()
	// A call that closes at midnight belongs to the day before: what comes during the first day after it is one day late.
	last := calendar.DateOf(c.Content.Closes.Add(-time.Nanosecond).In(stockholm))
	return max(1, last.DaysUntil(calendar.DateOf(received.In(stockholm))))
}

// Total is what may be given in all, in öre.
func (c *CallContent) Total() (sum int64) {
	for _, f := range c.Frames {
		sum += f.Amount
	}
	return sum
}
