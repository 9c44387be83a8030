package grants

import "samverk/platform/calendar"

// Kind is which sort of grants a programme gives.
type Kind string

// The kinds.
const (
	Association Kind = "association" // recurring grants to associations, mostly by formula
	Innovation  Kind = "innovation"  // a yearly call for social innovations, by assessment
)

// Kinds lists them in the order they are shown.
var Kinds = []Kind{Association, Innovation}

// Programme is what grants are given for, and by which rules.
type Programme struct {
	ID string
	ProgrammeContent
	Terms   Terms // of the calls that are still to be scheduled
	EndedOn calendar.Date
	Version int
}

// ProgrammeContent is what can be changed of a programme besides its terms.
type ProgrammeContent struct {
	Name           string
	Kind           Kind
	Purpose        string
	LegalBasis     string
	Account        string // of the budget
	DecisionMaker  string // board or delegation
	DecidedBy      string
	Years          int
	NeedsDirection bool
	DeMinimis      bool
	IsAssessed     bool
}

// Guideline is a programme's guidelines as they are from a day on, or a proposal for new ones.
type Guideline struct {
	ID          string
	ProgrammeID string
	StartsOn    calendar.Date // no date while it is a proposal
	WantedFrom  calendar.Date // of a proposal: when it shall begin
	Body        string
	State       GuidelineState
	Answer      string // why the board refused it or wanted it done anew
	DecidedOn   calendar.Date
	DecidedBy   string
	CaseKey     string // the case it is put to the board in; empty for none
	Version     int
}

// GuidelineState is how far guidelines have come.
type GuidelineState string

// The states of guidelines.
const (
	GuidelineDraft    GuidelineState = "draft"
	GuidelineProposed GuidelineState = "proposed" // put to the board
	GuidelineDecided  GuidelineState = "decided"  // they begin on their day
	GuidelineRejected GuidelineState = "rejected"
)

// GuidelineStates lists them in the order of their life.
var GuidelineStates = []GuidelineState{GuidelineDraft, GuidelineProposed, GuidelineDecided, GuidelineRejected}

// Applied gives the guidelines that applied on a day, among all of a programme: the latest that had begun.
func Applied(all []Guideline, day calendar.Date) (Guideline, bool) {
	var found Guideline
	for i := range all {
		if g := &all[i]; !g.StartsOn.IsZero() && !g.StartsOn.After(day) && (found.StartsOn.IsZero() || !g.StartsOn.Before(found.StartsOn)) {
			found = *g
		}
	}
	return found, found.ID != ""
}
