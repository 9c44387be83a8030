package planner

// Plan is the answer to a Problem, its activities in the order in which they took their turns.
type Plan struct {
	Activities []Outcome  `json:"activities"`
	Warnings   []Warning  `json:"warnings,omitempty"`
	Overloads  []Overload `json:"overloads,omitempty"`
}

// Outcome is what becomes of one activity.
type Outcome struct {
	ID           string        `json:"id"`
	Fits         bool          `json:"fits"`
	Finish       *string       `json:"finish"` // the quarter in which it is complete; null when it does not fit
	Share        float64       `json:"share"`  // of its demand that could be served in its turn, 0 to 1
	Hours        []Work        `json:"hours"`
	Reason       *Reason       `json:"reason"` // null when it fits
	Alternatives []Alternative `json:"alternatives"`
	Late         *Late         `json:"late,omitempty"`  // why it is not finished a quarter earlier
	Slack        *Tenths       `json:"slack,omitempty"` // hours it may grow before something of its class or higher is lost
}

// Work is hours of one person in one quarter.
type Work struct {
	Person  string `json:"person"`
	Quarter string `json:"quarter"`
	Hours   Tenths `json:"hours"`
}

// Cause is what stops an activity.
type Cause string

// The causes.
const (
	Capacity Cause = "capacity" // the people who may do it have no hours left
	Most     Cause = "most"     // no hours help: its own bound per quarter stops it
	After    Cause = "after"    // a predecessor does not fit, or leaves no quarter
)

// Reason is why an activity does not fit.
type Reason struct {
	Cause     Cause       `json:"cause"`
	Slots     [][2]string `json:"slots"`     // the full ones of the cut: person and quarter
	Competing []string    `json:"competing"` // activities before it in the order that fill them; none can be left out of the proof
	Missing   *Tenths     `json:"missing"`   // hours of it that cannot be served in its turn; null for After
	After     []string    `json:"after"`     // the predecessors that do not fit or leave no quarter
}

// Kind is how an alternative helps.
type Kind string

// The kinds.
const (
	MoreHours  Kind = "hours"
	Window     Kind = "window"
	Wait       Kind = "wait"
	LessEffort Kind = "effort"
	MorePeople Kind = "people"
)

// Alternative is a change with which the activity fits; it has been tried, and no smaller one of its kind works. Only the
// fields of its kind are set. Hours are the new effort: per quarter for steady work.
type Alternative struct {
	Kind     Kind     `json:"kind"`
	Add      any      `json:"add,omitempty"` // []Work for hours, []string for people
	From     string   `json:"from,omitempty"`
	Until    string   `json:"until,omitempty"`
	Activity string   `json:"activity,omitempty"`
	Hours    *Tenths  `json:"hours,omitempty"`
	Lost     []string `json:"lost,omitempty"`  // other activities that fit today and would not then
	Moved    []Moved  `json:"moved,omitempty"` // other activities that would be finished in another quarter then
}

// Moved is an activity that is finished in another quarter.
type Moved struct {
	Activity string `json:"activity"`
	Before   string `json:"before"`
	After    string `json:"after"`
}

// Late is why an activity is not finished a quarter earlier.
type Late struct {
	Slots     [][2]string `json:"slots,omitempty"`
	Competing []string    `json:"competing,omitempty"`
	After     []string    `json:"after,omitempty"` // the chain of predecessors
}

// Overload is an interval of quarters whose forced work, of the activities that must be done wholly inside it, is more than
// the hours there are.
type Overload struct {
	From     string   `json:"from"`
	Until    string   `json:"until"`
	Forced   Tenths   `json:"forced"`
	Hours    Tenths   `json:"hours"`
	ForcedBy []string `json:"forcedBy"`
}

// Warning is something in the problem that stops nothing: a predecessor that leaves no quarter for its successor.
type Warning struct {
	Kind       string   `json:"kind"` // "no_quarter"
	Activities []string `json:"activities"`
}
