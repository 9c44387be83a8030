package assessments

import (
	"context"

	"samverk/features/applications"
	"samverk/features/audit"
	"samverk/features/grants/assessment"
	"samverk/features/mandates"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// Recusal is somebody's own word that there is a conflict of interest (jäv) in an application. It is not taken back: who has
// said so reads no full text, scores nothing, proposes nothing and decides nothing in that case.
type Recusal struct {
	ApplicationID string
	AccountID     string
	Person        string // the account's name
	Reason        string
	DeclaredAt    store.Time
}

const recusalQuery = `SELECT r.application_id, r.account_id, p.name AS person, r.reason, r.declared_at FROM recusal r JOIN account p ON p.id = r.account_id
	JOIN application a ON a.id = r.application_id`

// RecusalsOf lists those who have a conflict of interest in an application, in the order in which they said so.
func RecusalsOf(ctx context.Context, tx *store.Tx, applicationID string) (all []Recusal, err error) {
	return all, tx.Select(ctx, &all, recusalQuery+" WHERE r.application_id = $1 ORDER BY r.declared_at, r.account_id", applicationID)
}

// recusalsInCall is RecusalsOf for all applications of a call.
func recusalsInCall(ctx context.Context, tx *store.Tx, callID string) (all []Recusal, err error) {
	return all, tx.Select(ctx, &all, recusalQuery+" WHERE a.call_id = $1 ORDER BY r.declared_at, r.account_id", callID)
}

// IsRecused tells whether somebody has a conflict of interest in an application: has said so, or acts for the organisation or
// is invited to.
func IsRecused(ctx context.Context, tx *store.Tx, accountID, applicationID string) (is bool, err error) {
	if err = tx.Get(ctx, &is, "SELECT EXISTS (SELECT 1 FROM recusal WHERE application_id = $1 AND account_id = $2)", applicationID, accountID); err != nil || is {
		return is, err
	}
	application, err := applications.Find(ctx, tx, applicationID)
	if err != nil {
		return false, err
	}
	return mandates.Concerns(ctx, tx, accountID, application.OrganisationID)
}

// Recusals lets other features ask IsRecused without knowing this one.
type Recusals struct{}

// IsRecused tells whether somebody has a conflict of interest in an application.
func (Recusals) IsRecused(ctx context.Context, tx *store.Tx, accountID, applicationID string) (bool, error) {
	return IsRecused(ctx, tx, accountID, applicationID)
}

// refuseRecused refuses somebody who acts although there is a conflict of interest.
func refuseRecused(ctx context.Context, tx *store.Tx, applicationID string) error {
	actor, _ := audit.ActorIn(ctx)
	is, err := IsRecused(ctx, tx, actor.ID, applicationID)
	if is && err == nil {
		err = i18n.Fail("assessments.you_are_recused").Because(ErrRecused)
	}
	return err
}

// recusalTold is what the trail keeps; the reason is the entry's own.
type recusalTold struct {
	Application string `json:"applicationTitle"`
	Person      string `json:"person"`
}

// Recuse keeps that whoever acts has a conflict of interest in an application, and ends their own assessment of it, unless
// it has been locked. Said twice it is said once.
func Recuse(ctx context.Context, tx *store.Tx, applicationID, why string) error {
	if err := checkReason(why, "assessments.recuse_why_missing"); err != nil {
		return err
	}
	application, err := applications.Find(ctx, tx, applicationID)
	if err != nil {
		return err
	}
	if err := lock(ctx, tx, application.CallID); err != nil {
		return err
	}
	actor, _ := audit.ActorIn(ctx)
	n, err := tx.Exec(ctx, `INSERT INTO recusal (application_id, account_id, reason, declared_at) VALUES ($1, $2, $3, $4) ON CONFLICT (application_id, account_id) DO NOTHING`,
		applicationID, actor.ID, why, store.Now())
	if err != nil || n == 0 {
		return err
	}
	if err := audit.Append(ctx, tx, audit.Change{Action: "recusal.declared", ObjectKind: "recusal", ObjectID: applicationID, Reason: why,
		After: recusalTold{application.Title, actor.Name}}); err != nil {
		return err
	}
	all, err := selectAll(ctx, tx, "s.application_id = $1 AND s.assessor_id = $2", applicationID, actor.ID)
	if err != nil || len(all) == 0 || !all[0].mayRecuse() {
		return err
	}
	before, after := all[0], all[0]
	if err := after.become(assessment.Recused, why); err != nil {
		return err
	}
	return write(ctx, tx, &before, &after, "recused", why)
}
