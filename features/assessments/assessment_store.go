package assessments

import (
	"context"
	"errors"

	"samverk/features/applications"
	"samverk/features/audit"
	"samverk/features/grants"
	"samverk/features/grants/assessment"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

const assessmentQuery = `SELECT s.id, s.application_id, a.call_id, s.assessor_id, p.name AS assessor, s.state, s.scores, s.comments, s.overall, s.sent_back_why,
	s.assigned_at, s.submitted_at, s.reminded_on, s.ended_at, s.ended_why, s.version
	FROM application_assessment s JOIN application a ON a.id = s.application_id JOIN account p ON p.id = s.assessor_id`

type assessmentRow struct {
	ID, ApplicationID, CallID, AssessorID, Assessor string
	State                                           assessment.State
	Scores                                          store.JSON[assessment.Scores]
	Comments                                        store.JSON[map[string]string]
	Overall, SentBackWhy                            string
	AssignedAt, SubmittedAt                         store.Time
	RemindedOn                                      calendar.Date
	EndedAt                                         store.Time
	EndedWhy                                        string
	Version                                         int
}

func (r *assessmentRow) assessment() Assessment {
	return Assessment{ID: r.ID, ApplicationID: r.ApplicationID, CallID: r.CallID, AssessorID: r.AssessorID, Assessor: r.Assessor, State: r.State,
		Draft: Draft{r.Scores.V, r.Comments.V, r.Overall}, SentBackWhy: r.SentBackWhy, AssignedAt: r.AssignedAt, SubmittedAt: r.SubmittedAt, RemindedOn: r.RemindedOn,
		EndedAt: r.EndedAt, EndedWhy: r.EndedWhy, Version: r.Version}
}

func selectAll(ctx context.Context, tx *store.Tx, where string, args ...any) ([]Assessment, error) {
	var rows []assessmentRow
	if err := tx.Select(ctx, &rows, assessmentQuery+" WHERE "+where+" ORDER BY a.submitted_at, a.id, p.name, s.id", args...); err != nil {
		return nil, err
	}
	all := make([]Assessment, len(rows))
	for i := range rows {
		all[i] = rows[i].assessment()
	}
	return all, nil
}

// Find gives an assessment; store.ErrNotFound when there is none.
func Find(ctx context.Context, tx *store.Tx, id string) (Assessment, error) {
	unknown := i18n.Fail("assessments.unknown").Because(store.ErrNotFound)
	if !store.IsID(id) {
		return Assessment{}, unknown
	}
	all, err := selectAll(ctx, tx, "s.id = $1", id)
	if err == nil && len(all) == 0 {
		err = unknown
	}
	if err != nil {
		return Assessment{}, err
	}
	return all[0], nil
}

// Own is Find of an assessment that is an account's own and has not been taken away; to everybody else it is not there.
func Own(ctx context.Context, tx *store.Tx, accountID, id string) (Assessment, error) {
	a, err := Find(ctx, tx, id)
	if err == nil && (a.AssessorID != accountID || a.HasEnded()) {
		return Assessment{}, i18n.Fail("assessments.unknown").Because(store.ErrNotFound)
	}
	return a, err
}

// OfCall lists the assessments of all applications of a call, in the order in which these came; those that were taken away
// too.
func OfCall(ctx context.Context, tx *store.Tx, callID string) ([]Assessment, error) {
	return selectAll(ctx, tx, "a.call_id = $1", callID)
}

// OfApplication lists an application's assessments by the assessors' names; those that were taken away too.
func OfApplication(ctx context.Context, tx *store.Tx, applicationID string) ([]Assessment, error) {
	return selectAll(ctx, tx, "s.application_id = $1", applicationID)
}

// OfAssessor lists what somebody has to assess, or has assessed; without what was taken away.
func OfAssessor(ctx context.Context, tx *store.Tx, accountID string) ([]Assessment, error) {
	return selectAll(ctx, tx, "s.assessor_id = $1 AND s.ended_at IS NULL", accountID)
}

// lock is held by whoever changes anything about the assessments of a call: that all are done must still be so when they
// are locked.
func lock(ctx context.Context, tx *store.Tx, callID string) error {
	return tx.Lock(ctx, "assessments of "+callID)
}

// told is what the trail keeps. What was scored and written stands there when it is handed in.
type told struct {
	Application string            `json:"applicationTitle,omitempty"`
	Assessor    string            `json:"assessor"`
	State       assessment.State  `json:"assessmentState"`
	Scored      int               `json:"scoredCriteria,omitempty"`
	Scores      assessment.Scores `json:"scores,omitempty"`
	Comments    map[string]string `json:"comments,omitempty"`
	Overall     string            `json:"overallComment,omitempty"`
	Ended       bool              `json:"assignmentEnded,omitempty"`
}

func (a *Assessment) told() told {
	t := told{Assessor: a.Assessor, State: a.State, Scored: len(a.Scores), Ended: a.HasEnded()}
	if a.State.Counts() {
		t.Scores, t.Comments, t.Overall = a.Scores, a.Comments, a.Overall
	}
	return t
}

// opened is an assessment that is about to be changed, with what it is of.
type opened struct {
	Assessment
	application applications.Application
	call        grants.Call
}

// open reads an assessment for changing: nobody else changes any of the call's until the transaction ends.
func open(ctx context.Context, tx *store.Tx, id string) (o opened, err error) {
	if o.Assessment, err = Find(ctx, tx, id); err != nil {
		return o, err
	}
	if err = lock(ctx, tx, o.CallID); err != nil {
		return o, err
	}
	if o.Assessment, err = Find(ctx, tx, id); err != nil { // as it is now that nobody else is at it
		return o, err
	}
	if o.application, err = applications.Find(ctx, tx, o.ApplicationID); err != nil {
		return o, err
	}
	o.call, err = grants.FindCall(ctx, tx, o.CallID)
	return o, err
}

// change lets somebody do something with an assessment, unless it has been changed since version seen, and tells the trail.
// What leaves it as it was is no change.
func change(ctx context.Context, tx *store.Tx, id string, seen int, action, reason string, do func(*opened) error) (Assessment, error) {
	o, err := open(ctx, tx, id)
	if err != nil {
		return o.Assessment, err
	}
	before := o.Assessment
	err = do(&o)
	if errors.Is(err, ErrNotNow) && seen != before.Version { // what was seen is not how it is
		err = i18n.Fail("assessments.meanwhile").Because(ErrSavedMeanwhile)
	}
	if err != nil {
		return before, err
	}
	if o.isUnchanged(&before) {
		return before, nil
	}
	if seen != before.Version {
		return before, i18n.Fail("assessments.meanwhile").Because(ErrSavedMeanwhile)
	}
	return o.Assessment, write(ctx, tx, &before, &o.Assessment, action, reason)
}

// isUnchanged tells whether nothing that is kept differs.
func (a *Assessment) isUnchanged(before *Assessment) bool {
	return a.State == before.State && a.isSame(&before.Draft) && a.SentBackWhy == before.SentBackWhy && a.EndedAt == before.EndedAt
}

// write keeps a changed assessment and tells the trail.
func write(ctx context.Context, tx *store.Tx, before, after *Assessment, action, reason string) error {
	n, err := tx.Exec(ctx, `UPDATE application_assessment SET state = $3, scores = $4, comments = $5, overall = $6, sent_back_why = $7, changed_at = $8, submitted_at = $9,
		ended_at = $10, ended_why = $11, version = version + 1 WHERE id = $1 AND version = $2`, after.ID, before.Version, after.State, store.AsJSON(orEmpty(after.Scores)),
		store.AsJSON(orEmpty(after.Comments)), after.Overall, after.SentBackWhy, store.Now(), after.SubmittedAt, after.EndedAt, after.EndedWhy)
	if err != nil {
		return err
	}
	if n == 0 {
		return i18n.Fail("assessments.meanwhile").Because(ErrSavedMeanwhile)
	}
	after.Version = before.Version + 1
	return audit.Append(ctx, tx, audit.Change{Action: "application_assessment." + action, ObjectKind: "application_assessment", ObjectID: after.ID, Reason: reason,
		Before: before.told(), After: after.told()})
}

// orEmpty keeps a map that is not there from becoming null.
func orEmpty[M ~map[string]V, V any](m M) M {
	if m == nil {
		return M{}
	}
	return m
}

// canBeDone refuses what is done with an application that is not under assessment, or by somebody who has a conflict of
// interest in it.
func (o *opened) canBeDone(ctx context.Context, tx *store.Tx) error {
	if o.application.State != applications.UnderAssessment {
		return i18n.Fail("assessments.not_under_assessment").Because(ErrNotNow)
	}
	return refuseRecused(ctx, tx, o.ApplicationID)
}
