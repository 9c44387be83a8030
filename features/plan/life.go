package plan

import (
	"samverk/platform/calendar"
	"samverk/platform/i18n"
)

// Step is something that takes a plan from one state of its life to another, or shows it to the public.
type Step string

const (
	StepPublish   Step = "publish"
	StepUnpublish Step = "unpublish"
	StepArchive   Step = "archive"
	StepUnarchive Step = "unarchive"
	StepDiscard   Step = "discard"
)

// Steps lists every step that needs nothing but somebody's word; adopting an edition asks for more.
var Steps = []Step{StepPublish, StepUnpublish, StepArchive, StepUnarchive, StepDiscard}

// IsPublished tells whether everybody may read the plan.
func (p *Plan) IsPublished() bool { return p.PublishedAt != nil }

// HasTaken tells whether the plan already is what the step would make it, so that taking it once more does nothing.
func (p *Plan) HasTaken(step Step) bool {
	switch step {
	case StepPublish:
		return p.IsPublished()
	case StepUnpublish:
		return !p.IsPublished()
	case StepArchive:
		return p.Status == Archived
	case StepUnarchive:
		return p.Status == Current
	case StepDiscard:
		return p.Status == Discarded
	}
	return false
}

// MayTake tells whether the step is open from where the plan is: a draft is adopted or discarded, a current plan is
// archived, an archived one may become current again. Only what has been adopted can be published.
func (p *Plan) MayTake(step Step) bool {
	if p.HasTaken(step) {
		return false
	}
	switch step {
	case StepPublish:
		return p.Status == Current || p.Status == Archived
	case StepUnpublish:
		return true
	case StepArchive:
		return p.Status == Current
	case StepUnarchive:
		return p.Status == Archived
	case StepDiscard:
		return p.Status == InDraft
	}
	return false
}

// MayHaveEdition tells whether a next edition may be begun from the plan.
func (p *Plan) MayHaveEdition() bool { return p.Status == Current || p.Status == Archived }

// Adoption is the decision that makes a draft edition the plan in force.
type Adoption struct {
	On                 calendar.Date
	By                 string // the body that adopted it
	Reason             string
	ArchivePredecessor bool
	Publish            bool
}

// Check names what is missing in the decision, beside the field it belongs to.
func (a Adoption) Check(today calendar.Date) []FieldFault {
	var faults []FieldFault
	if a.On.IsZero() {
		faults = append(faults, FieldFault{"adopted_on", i18n.Msg("plan.adopt.date_missing")})
	}
	if a.On.After(today) {
		faults = append(faults, FieldFault{"adopted_on", i18n.Msg("plan.adopt.date_future")})
	}
	if a.By == "" {
		faults = append(faults, FieldFault{"adopted_by", i18n.Msg("plan.adopt.body_missing")})
	}
	if a.Reason == "" {
		faults = append(faults, FieldFault{"reason", i18n.Msg("plan.adopt.reason_missing")})
	}
	return faults
}

// FieldFault is what is wrong with one field.
type FieldFault struct {
	Field   string
	Message i18n.Message
}
