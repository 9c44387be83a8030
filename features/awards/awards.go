package awards

import (
	"slices"

	"samverk/features/grants"
	"samverk/features/grants/allocation"
	"samverk/platform/calendar"
	"samverk/platform/flow"
	"samverk/platform/store"
)

// State is how far a proposal has come.
type State string

// The states. Ways tells which follow which.
const (
	Draft              State = "draft"
	Balanced           State = "balanced" // nothing is missing, and no frame is exceeded
	Checked            State = "checked"  // by a second officer
	SubmittedToBoard   State = "submitted_to_board"
	Adopted            State = "adopted"
	AdoptedWithChanges State = "adopted_with_changes"
	ReferredBack       State = "referred_back"
	Tabled             State = "tabled"
	Rejected           State = "rejected"
)

// States lists them in the order of a proposal's life.
var States = []State{Draft, Balanced, Checked, SubmittedToBoard, Adopted, AdoptedWithChanges, ReferredBack, Tabled, Rejected}

// Ways are the ways between the states. From Checked to Adopted goes what is decided by delegation. What the board sends back
// or rejects is worked over and put to it again.
var Ways = flow.Ways[State]{
	Draft:            flow.To(Balanced),
	Balanced:         flow.To(Draft, Checked),
	Checked:          flow.To(Draft, Balanced, SubmittedToBoard, Adopted),
	SubmittedToBoard: append(flow.To(Adopted, AdoptedWithChanges, Tabled, Rejected), flow.ToWhy(ReferredBack, Draft)...),
	Tabled:           append(flow.To(Adopted, AdoptedWithChanges, Tabled, Rejected), flow.ToWhy(ReferredBack, Draft)...),
	ReferredBack:     flow.To(Draft, Balanced, Checked),
	Rejected:         flow.To(Draft, Balanced, Checked),
}

// IsDecided tells whether the board, or whoever decides by delegation, has adopted it.
func (s State) IsDecided() bool { return s == Adopted || s == AdoptedWithChanges }

// IsWorkedOn tells whether its rows can be changed.
func (s State) IsWorkedOn() bool {
	return slices.Contains([]State{Draft, Balanced, Checked, ReferredBack, Rejected}, s)
}

// isAtBoard tells whether a part waits for the board.
func (s State) isAtBoard() bool { return s == SubmittedToBoard || s == Tabled }

// Allocation is a proposal of how to divide a call's money.
type Allocation struct {
	ID                                     string
	CallID                                 string
	State                                  State
	Pots                                   []allocation.Pot // the formula as last applied
	Wordings                               Wordings
	Appeal                                 Appeal
	MadeBy, ChangedBy, CheckedBy, SignedBy string // accounts; empty for none
	CheckedAt                              store.Time
	Checked                                map[string]int64 // öre by application, as last checked
	DecidedOn                              calendar.Date
	Version                                int
}

// Part is a case that the proposal, or some of its rows, is put to the board in.
type Part struct {
	Part   int
	CaseID string
	State  State
}

// Table is a proposal with all that its page needs.
type Table struct {
	Allocation
	Call      grants.Call
	Programme grants.Programme
	Rows      []Row
	Parts     []Part
}

// Row gives the row of an application; nil when there is none.
func (t *Table) Row(applicationID string) *Row {
	if at := slices.IndexFunc(t.Rows, func(r Row) bool { return r.ApplicationID == applicationID }); at >= 0 {
		return &t.Rows[at]
	}
	return nil
}

// PartState is how far a part has come; Draft when it has not been put to the board.
func (t *Table) PartState(part int) State {
	if at := slices.IndexFunc(t.Parts, func(p Part) bool { return p.Part == part }); at >= 0 {
		return t.Parts[at].State
	}
	return Draft
}

// MayChange tells whether a row can be changed now.
func (t *Table) MayChange(r *Row) bool {
	return t.State.IsWorkedOn() && r.IsOpen() && !t.PartState(r.Part).isAtBoard()
}

// standing is the state of the whole, given how far its parts have come. What is being worked over stays as it is.
func (t *Table) standing() State {
	has := func(states ...State) bool {
		return slices.ContainsFunc(t.Parts, func(p Part) bool { return slices.Contains(states, p.State) })
	}
	switch {
	case has(ReferredBack, Rejected, Draft):
		if t.State == Draft || t.State == Balanced || t.State == Checked {
			return t.State
		}
		if has(ReferredBack, Draft) {
			return ReferredBack
		}
		return Rejected
	case has(SubmittedToBoard):
		return SubmittedToBoard
	case has(Tabled):
		return Tabled
	case has(AdoptedWithChanges):
		return AdoptedWithChanges
	}
	return Adopted
}

// ByDelegation tells whether the programme is decided without the board.
func (t *Table) ByDelegation() bool { return t.Programme.DecisionMaker == "delegation" }

// Difference is an amount that is another than when it was last checked.
type Difference struct {
	Row         *Row
	Before, Now int64 // öre
	IsNew       bool
}

// SinceCheck lists the amounts that differ from those of the last check, in the rows' order. Before the first check there is
// nothing to compare with.
func (t *Table) SinceCheck() (list []Difference) {
	if t.Checked == nil {
		return nil
	}
	for i := range t.Rows {
		r := &t.Rows[i]
		before, was := t.Checked[r.ApplicationID]
		if now := r.Amount(); r.Counts() && (!was || before != now) {
			list = append(list, Difference{r, before, now, !was})
		}
	}
	return list
}

// amounts are the proposed amounts by application.
func (t *Table) amounts() map[string]int64 {
	all := map[string]int64{}
	for i := range t.Rows {
		if t.Rows[i].Counts() {
			all[t.Rows[i].ApplicationID] = t.Rows[i].Amount()
		}
	}
	return all
}
