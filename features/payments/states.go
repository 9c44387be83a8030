package payments

import "samverk/platform/flow"

// GrantState is how far a grant has come.
type GrantState string

// The states of a grant.
const (
	AwaitingAcceptance GrantState = "awaiting_acceptance"
	Active             GrantState = "active"
	Reporting          GrantState = "reporting"
	GrantClosed        GrantState = "closed"
	Declined           GrantState = "declined"
	Stopped            GrantState = "stopped"    // nothing more is paid for now
	Terminated         GrantState = "terminated" // nothing more is paid
)

// GrantStates lists them in the order of a grant's life.
var GrantStates = []GrantState{AwaitingAcceptance, Active, Reporting, GrantClosed, Declined, Stopped, Terminated}

// GrantWays are the ways between them.
var GrantWays = flow.Ways[GrantState]{
	AwaitingAcceptance: append(flow.To(Active), flow.ToWhy(Declined, Terminated)...),
	Active:             append(flow.To(Reporting), flow.ToWhy(Stopped, Terminated)...),
	Reporting:          append(flow.To(GrantClosed), flow.ToWhy(Active, Stopped, Terminated)...),
	Stopped:            flow.ToWhy(Active, Reporting, Terminated),
}

// TrancheState is how far a year of a grant has come.
type TrancheState string

// The states of a year.
const (
	TranchePlanned   TrancheState = "planned"
	ConditionsOpen   TrancheState = "conditions_open" // what it asks for is looked at
	Released         TrancheState = "released"
	Reduced          TrancheState = "reduced" // released, with less than was granted
	TrancheCancelled TrancheState = "cancelled"
)

// TrancheStates lists them in order.
var TrancheStates = []TrancheState{TranchePlanned, ConditionsOpen, Released, Reduced, TrancheCancelled}

// TrancheWays are the ways between them.
var TrancheWays = flow.Ways[TrancheState]{
	TranchePlanned: append(flow.To(ConditionsOpen), flow.ToWhy(TrancheCancelled)...),
	ConditionsOpen: append(flow.To(Released), flow.ToWhy(Reduced, TrancheCancelled)...),
	Released:       flow.ToWhy(Reduced),
	Reduced:        flow.ToWhy(Reduced), // and once more
}

// InstalmentState is how far a payment has come.
type InstalmentState string

// The states of a payment.
const (
	Planned       InstalmentState = "planned"
	Ready         InstalmentState = "ready"
	AttestedOnce  InstalmentState = "attested_once"
	AttestedTwice InstalmentState = "attested_twice" // by another person
	Sent          InstalmentState = "sent"           // stands in a payment file
	Paid          InstalmentState = "paid"
	Failed        InstalmentState = "failed"
	HeldBack      InstalmentState = "held"
	Offset        InstalmentState = "offset"   // set off against what is claimed back
	Returned      InstalmentState = "returned" // came back
)

// InstalmentStates lists them in order.
var InstalmentStates = []InstalmentState{Planned, Ready, AttestedOnce, AttestedTwice, Sent, Paid, Failed, HeldBack, Offset, Returned}

// InstalmentWays are the ways between them. Whatever is changed of a payment takes its attests away.
var InstalmentWays = flow.Ways[InstalmentState]{
	Planned:       append(flow.To(Ready), flow.ToWhy(HeldBack, Offset)...),
	Ready:         append(flow.To(AttestedOnce), flow.ToWhy(Planned, HeldBack, Offset)...),
	AttestedOnce:  append(flow.To(AttestedTwice), flow.ToWhy(Ready, HeldBack)...),
	AttestedTwice: append(flow.To(Sent), flow.ToWhy(Ready, HeldBack)...),
	Sent:          append(flow.To(Paid), flow.ToWhy(Failed)...),
	Failed:        flow.ToWhy(Ready, HeldBack),
	HeldBack:      flow.ToWhy(Planned),
	Paid:          flow.ToWhy(Returned),
}

// ReclaimState is how far a claim for money back has come.
type ReclaimState string

// The states of a claim (återkrav).
const (
	Observed      ReclaimState = "observed"
	Investigating ReclaimState = "investigating"
	Communicated  ReclaimState = "communicated" // the organisation may reply by a day
	Claimed       ReclaimState = "decided"
	Waived        ReclaimState = "waived" // eftergift
	Invoiced      ReclaimState = "invoiced"
	Repaid        ReclaimState = "repaid"
	Collection    ReclaimState = "collection"
)

// ReclaimStates lists them in order.
var ReclaimStates = []ReclaimState{Observed, Investigating, Communicated, Claimed, Waived, Invoiced, Repaid, Collection}

// ReclaimWays are the ways between them. Nobody is claimed of who has not been able to reply (förvaltningslagen 25 §).
var ReclaimWays = flow.Ways[ReclaimState]{
	Observed:      append(flow.To(Investigating), flow.ToWhy(Waived)...),
	Investigating: append(flow.To(Communicated), flow.ToWhy(Waived)...),
	Communicated:  flow.ToWhy(Claimed, Waived, Investigating),
	Claimed:       append(flow.To(Invoiced), flow.ToWhy(Waived)...),
	Invoiced:      append(flow.To(Repaid, Collection), flow.ToWhy(Waived)...),
	Collection:    append(flow.To(Repaid), flow.ToWhy(Waived)...),
}
