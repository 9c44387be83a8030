package cases

import (
	"slices"

	"samverk/platform/i18n"
)

// State is how far a case has come.
type State string

const (
	Drafted         State = "drafted"          // being written
	Presented       State = "presented"        // shown to the politicians, who have not been asked to decide yet
	Submitted       State = "submitted"        // on the agenda of a meeting; its paper is frozen
	Decided         State = "decided"          // the board has decided
	MinutesAdjusted State = "minutes_adjusted" // justerat: the minutes are signed as right
	Posted          State = "posted"           // anslaget: the notice board tells of the adjustment, and the time for appeal runs
	Final           State = "final"            // laga kraft: it can no longer be appealed
	Appealed        State = "appealed"         // a court looks at whether it is lawful
	Upheld          State = "upheld"           // the court let it stand
	Annulled        State = "annulled"         // the court took it away, and nothing follows from it any more
	Withdrawn       State = "withdrawn"        // utgått: taken back before the board decided
)

// States lists every state, in the order of a case's life.
var States = []State{Drafted, Presented, Submitted, Decided, MinutesAdjusted, Posted, Final, Appealed, Upheld, Annulled, Withdrawn}

// Act is what moves a case from one state to another.
type Act string

const (
	Present      Act = "present"
	Submit       Act = "submit"
	Withdraw     Act = "withdraw"
	Adopt        Act = "adopt"         // as proposed
	AdoptChanged Act = "adopt_changed" // with changes
	Reject       Act = "reject"
	ReferBack    Act = "refer_back" // återremiss: to be prepared anew
	Table        Act = "table"      // bordläggning: to be decided at a later meeting
	Adjust       Act = "adjust"
	Post         Act = "post"
	GainForce    Act = "gain_force" // by the clock
	Appeal       Act = "appeal"
	Uphold       Act = "uphold"
	Annul        Act = "annul"
)

// Acts lists every act.
var Acts = []Act{Present, Submit, Withdraw, Adopt, AdoptChanged, Reject, ReferBack, Table, Adjust, Post, GainForce, Appeal, Uphold, Annul}

// Outcomes are the acts that a meeting decides among.
var Outcomes = []Act{Adopt, AdoptChanged, ReferBack, Table, Reject}

// Decides tells whether the act is one that a meeting decides.
func (a Act) Decides() bool { return slices.Contains(Outcomes, a) }

// Settles tells whether the act is a decision in the matter itself, which goes into the minutes as such.
func (a Act) Settles() bool { return a == Adopt || a == AdoptChanged || a == Reject }

// move is a row of the machine.
type move struct {
	act        Act
	from       []State
	to         State
	wantsWhy   bool
	byTheClock bool
}

// machine is everything that can happen to a case. An appeal that came in time may become known after the time was out:
// then the decision had not gained force after all.
var machine = []move{
	{act: Present, from: []State{Drafted}, to: Presented},
	{act: Submit, from: []State{Presented}, to: Submitted},
	{act: Withdraw, from: []State{Drafted, Presented, Submitted}, to: Withdrawn, wantsWhy: true},
	{act: Adopt, from: []State{Submitted}, to: Decided},
	{act: AdoptChanged, from: []State{Submitted}, to: Decided, wantsWhy: true},
	{act: Reject, from: []State{Submitted}, to: Decided},
	{act: ReferBack, from: []State{Submitted}, to: Drafted, wantsWhy: true},
	{act: Table, from: []State{Submitted}, to: Submitted},
	{act: Adjust, from: []State{Decided}, to: MinutesAdjusted},
	{act: Post, from: []State{MinutesAdjusted}, to: Posted},
	{act: GainForce, from: []State{Posted}, to: Final, byTheClock: true},
	{act: Appeal, from: []State{Posted, Final}, to: Appealed},
	{act: Uphold, from: []State{Appealed}, to: Upheld},
	{act: Annul, from: []State{Appealed}, to: Annulled, wantsWhy: true},
}

// Next is the state to which an act takes a case. The error says what is in the way.
func Next(from State, act Act, why string) (State, error) {
	for _, m := range machine {
		if m.act != act {
			continue
		}
		switch {
		case !slices.Contains(m.from, from):
			return from, i18n.Fail("cases.not_now", "state", i18n.Msg("cases.state."+string(from)), "act", i18n.Msg("cases.act."+string(act)))
		case m.wantsWhy && why == "":
			return from, i18n.Fail("cases.why_missing")
		}
		return m.to, nil
	}
	return from, i18n.Fail("cases.no_such_act")
}

// can tells whether an act is possible in a state, but for its reason.
func can(from State, act Act) bool {
	_, err := Next(from, act, "-")
	return err == nil
}
