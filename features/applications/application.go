package applications

import (
	"slices"
	"time"

	"samverk/platform/flow"
	"samverk/platform/questions"
)

// State is how far an application has come.
type State string

// The states. Ways tells which follow which.
const (
	Draft               State = "draft"
	AwaitingSignatory   State = "awaiting_signatory"
	Submitted           State = "submitted"
	Checking            State = "checking"
	CompletionRequested State = "completion_requested"
	Admissible          State = "admissible"
	Inadmissible        State = "inadmissible"
	UnderAssessment     State = "under_assessment"
	Assessed            State = "assessed"
	InProposal          State = "in_proposal"
	Granted             State = "granted"
	PartlyGranted       State = "partly_granted"
	Rejected            State = "rejected"
	Dismissed           State = "dismissed"
	WrittenOff          State = "written_off"
	Withdrawn           State = "withdrawn"
)

// States lists them in the order of an application's life.
var States = []State{Draft, AwaitingSignatory, Submitted, Checking, CompletionRequested, Admissible, Inadmissible, UnderAssessment, Assessed, InProposal, Granted,
	PartlyGranted, Rejected, Dismissed, WrittenOff, Withdrawn}

// Ways are the ways between the states. An applicant may withdraw until it is decided. It is written off when there is
// nobody left to decide for, and dismissed without being tried when it may not be tried at all: it came too late, or from
// somebody who may not apply.
var Ways = flow.Ways[State]{
	Draft:               flow.To(AwaitingSignatory, Submitted, Withdrawn),
	AwaitingSignatory:   flow.To(Submitted, Draft, Withdrawn),
	Submitted:           ended(flow.To(Checking), Dismissed),
	Checking:            ended(append(flow.To(Admissible), flow.ToWhy(CompletionRequested, Inadmissible)...), Dismissed),
	CompletionRequested: ended(flow.To(Checking), Dismissed),
	Admissible:          ended(append(flow.To(UnderAssessment, InProposal), flow.ToWhy(Checking)...)),
	Inadmissible:        ended(append(flow.To(InProposal), flow.ToWhy(Checking)...), Dismissed),
	UnderAssessment:     ended(append(flow.To(Assessed), flow.ToWhy(Admissible)...)),
	Assessed:            ended(append(flow.To(InProposal), flow.ToWhy(UnderAssessment)...)),
	InProposal:          ended(append(flow.To(Granted, PartlyGranted, Rejected), flow.ToWhy(Assessed, Admissible, Inadmissible)...), Dismissed),
}

// ended adds the ways by which an application that was sent can end without being decided.
func ended(ways []flow.Way[State], more ...State) []flow.Way[State] {
	return slices.Concat(ways, flow.To(Withdrawn), flow.ToWhy(WrittenOff), flow.ToWhy(more...))
}

// WasSent tells whether the authority has received the application.
func (s State) WasSent() bool { return s != Draft && s != AwaitingSignatory }

// IsDecided tells whether it has been decided or has ended otherwise.
func (s State) IsDecided() bool { return len(Ways[s]) == 0 }

// MayChange tells whether its organisation may change the answers: before it is sent, and when a completion is asked for.
func (s State) MayChange() bool {
	return s == Draft || s == AwaitingSignatory || s == CompletionRequested
}

// Source is where an answer was filled in from beforehand.
type Source string

// The sources.
const (
	FromRegister Source = "register"
	FromEarlier  Source = "earlier" // the organisation's latest application in the same programme
)

// Refusal is a kind of reason why an application is not tried or not admissible, for statistics. The reason itself stands in
// words.
type Refusal string

// Refusals lists the kinds in the order they are shown.
var Refusals = []Refusal{"late", "not_eligible", "outside_purpose", "incomplete", "amount", "otherwise"}

// Application is an application of an organisation in a call.
type Application struct {
	ID             string
	CallID         string
	OrganisationID string
	Organisation   string // its name as it is now
	State          State
	Title          string
	Answers        questions.Answers // as they stand now
	Requested      int64             // öre
	DiaryNumber    string            // empty before it is sent
	SubmittedAt    time.Time         // when the server had received it whole; zero before it is sent
	DaysLate       int               // 0 in time
	LateTaken      string            // why a late one is taken all the same; empty when nobody has said so
	OfficerID      string            // who handles it; empty for nobody
	DecidedAmount  *int64            // öre; nil before the decision
	Refusal        Refusal           // kind of reason why it is inadmissible or dismissed; empty otherwise
	Filled         map[string]Source // where answers that nobody has looked at yet were filled in from, by question
	ChangedAt      time.Time
	Version        int
}

// Sent is an application as it was sent.
type Sent struct {
	ApplicationID string
	Number        int    // from 1; a completion makes the next
	Content       []byte // JSON: the form and the answers
	SHA256        string
	SentAt        time.Time
}
