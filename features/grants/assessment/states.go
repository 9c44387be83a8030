package assessment

import "samverk/platform/flow"

// State is how far an assessor has come with an application.
type State string

// The states. Only a summary of the application may be read before DeclaredFree, and never after Recused.
const (
	Assigned     State = "assigned"
	DeclaredFree State = "declared_free" // has said that there is no conflict of interest
	Recused      State = "recused"       // has one (jäv)
	InProgress   State = "in_progress"
	Submitted    State = "submitted"
	SentBack     State = "sent_back" // an officer asks for more, with a reason
	Locked       State = "locked"
)

// States lists them in the order of an assessment's life.
var States = []State{Assigned, DeclaredFree, Recused, InProgress, Submitted, SentBack, Locked}

// Ways are the states that a state can become. A conflict of interest can be found at any time before the assessment is
// locked; what somebody with one has scored then does not count.
var Ways = flow.Ways[State]{
	Assigned:     flow.To(DeclaredFree, Recused),
	DeclaredFree: flow.To(InProgress, Recused),
	InProgress:   flow.To(Submitted, Recused),
	Submitted:    append(flow.To(Locked, Recused), flow.ToWhy(SentBack)...),
	SentBack:     flow.To(InProgress, Submitted, Recused),
}

// ReadsAll tells whether the assessor may read the whole application.
func (s State) ReadsAll() bool { return s != Assigned && s != Recused }

// Scores tells whether the assessor may score.
func (s State) Scores() bool { return s == DeclaredFree || s == InProgress || s == SentBack }

// Counts tells whether the assessment counts in the application's total.
func (s State) Counts() bool { return s == Submitted || s == Locked }
