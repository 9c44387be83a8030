package plan

import "slices"

// EvidenceKind is the kind of a dated record. The list belongs to the plan because rules name kinds.
type EvidenceKind string

const (
	Meeting          EvidenceKind = "meeting"
	Seminar          EvidenceKind = "seminar"
	Workshop         EvidenceKind = "workshop"
	BigMeeting       EvidenceKind = "big_meeting"
	CommitteeMeeting EvidenceKind = "committee_meeting"
	BoardMeeting     EvidenceKind = "board_meeting"
	AnnualMeeting    EvidenceKind = "annual_meeting"
	Conference       EvidenceKind = "conference"
	Trip             EvidenceKind = "trip"
	Proposal         EvidenceKind = "proposal"
	Compilation      EvidenceKind = "compilation"
	Report           EvidenceKind = "report"
	Material         EvidenceKind = "material"
	Survey           EvidenceKind = "survey"
	Application      EvidenceKind = "application"
	Decision         EvidenceKind = "decision"
	GroupFormed      EvidenceKind = "group_formed"
	Requirement      EvidenceKind = "requirement"
	Other            EvidenceKind = "other"
)

// EvidenceKinds lists every kind in the order menus show them.
var EvidenceKinds = []EvidenceKind{
	Meeting, Seminar, Workshop, BigMeeting, CommitteeMeeting, BoardMeeting, AnnualMeeting, Conference, Trip, Proposal,
	Compilation, Report, Material, Survey, Application, Decision, GroupFormed, Requirement, Other,
}

// Known tells whether k is one of EvidenceKinds.
func (k EvidenceKind) Known() bool { return slices.Contains(EvidenceKinds, k) }
