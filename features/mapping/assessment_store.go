package mapping

import (
	"context"

	"samverk/features/audit"
	"samverk/features/organisations"
	"samverk/platform/calendar"
	"samverk/platform/store"
)

// Assessments lists what has been found of an organisation and of those merged into it, the latest first.
func Assessments(ctx context.Context, tx *store.Tx, organisationID string) (all []Assessment, err error) {
	err = tx.Select(ctx, &all, assessmentQuery+" WHERE a.organisation_id IN ("+organisations.AllOf("$1")+") ORDER BY a.assessed_on DESC, a.added_at DESC, a.id DESC", organisationID)
	return all, err
}

const (
	assessmentColumns = `a.id, a.organisation_id, a.goal, a.goal_evidence, a.results, a.results_evidence, a.surplus, a.surplus_evidence, a.reserved,
	a.assessed_on, a.assessed_by, a.added_at`
	assessmentQuery = "SELECT " + assessmentColumns + " FROM mapping_assessment a"
)

// told is what the trail keeps of an assessment.
type told struct {
	Goal       Answer        `json:"mappingGoal"`
	Results    Answer        `json:"mappingResults"`
	Surplus    Answer        `json:"mappingSurplus"`
	Outcome    Answer        `json:"mappingOutcome"`
	AssessedOn calendar.Date `json:"day"`
}

// Assess keeps what has been found, signed by whoever acts. The key was made with the form, so the same form sent twice
// adds one.
func Assess(ctx context.Context, tx *store.Tx, a Assessment) error {
	if faults := a.check(today()); len(faults) > 0 {
		return faults[0].err
	}
	var err error
	if a.OrganisationID, err = organisations.Resolve(ctx, tx, a.OrganisationID); err != nil {
		return err
	}
	actor, _ := audit.ActorIn(ctx)
	n, err := tx.Exec(ctx, `INSERT INTO mapping_assessment (id, organisation_id, goal, goal_evidence, results, results_evidence, surplus, surplus_evidence, reserved,
		assessed_on, assessed_by, added_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (id) DO NOTHING`,
		a.ID, a.OrganisationID, a.Goal, a.GoalEvidence, a.Results, a.ResultsEvidence, a.Surplus, a.SurplusEvidence, a.Reserved, a.AssessedOn, actor.Name, store.Now())
	if err != nil || n == 0 {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "mapping.assessed", ObjectKind: "organisation", ObjectID: a.OrganisationID,
		After: told{a.Goal, a.Results, a.Surplus, a.Outcome(), a.AssessedOn}})
}
