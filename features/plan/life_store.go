package plan

import (
	"context"
	"errors"

	"samverk/features/audit"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// lockPlan loads a plan without its parts; until the transaction ends nobody else can change its state.
func lockPlan(ctx context.Context, tx *store.Tx, id string) (*Plan, error) {
	if _, err := tx.Exec(ctx, "UPDATE plan SET status = status WHERE id = $1", id); err != nil {
		return nil, err
	}
	return findPlan(ctx, tx, id)
}

// findPlan loads a plan by its id, without its parts.
func findPlan(ctx context.Context, tx *store.Tx, id string) (*Plan, error) {
	var row planRow
	err := tx.Get(ctx, &row, planQuery+" WHERE id = $1", id)
	if errors.Is(err, store.ErrNotFound) {
		return nil, i18n.Fail("plan.life.unknown").Because(err)
	}
	p := row.plan()
	return &p, err
}

// lifeOf is what the trail says of a plan's state.
type lifeOf struct {
	Title     string `json:"title"`
	Edition   int    `json:"edition"`
	Status    Status `json:"status"`
	Published bool   `json:"published"`
}

func (p *Plan) life() lifeOf { return lifeOf{p.Title, p.Edition, p.Status, p.IsPublished()} }

var stepActions = map[Step]string{StepPublish: "plan.published", StepUnpublish: "plan.unpublished", StepArchive: "plan.archived",
	StepUnarchive: "plan.unarchived", StepDiscard: "plan.edition_discarded"}

// Take carries out a step with the reason for it, which may be empty. A step that has been taken already does nothing;
// one that is not open from where the plan is fails and says so. A plan that becomes current again counts what has
// been recorded since; only for that step links is needed.
func Take(ctx context.Context, tx *store.Tx, planID string, step Step, reason string, links Linker) error {
	p, err := lockPlan(ctx, tx, planID)
	if err != nil || p.HasTaken(step) {
		return err
	}
	if !p.MayTake(step) {
		return i18n.Fail("plan.life.refused_"+string(step), "title", p.Title).Because(ErrNotOpen)
	}
	before := p.life()
	switch step {
	case StepPublish:
		now := store.Now()
		p.PublishedAt = &now
	case StepUnpublish:
		p.PublishedAt = nil
	case StepArchive:
		p.Status = Archived
	case StepUnarchive:
		p.Status = Current
	case StepDiscard:
		p.Status = Discarded
	}
	if _, err := tx.Exec(ctx, "UPDATE plan SET status = $1, published_at = $2 WHERE id = $3", p.Status, p.PublishedAt, p.ID); err != nil {
		return err
	}
	if step == StepUnarchive {
		if err := links.RelinkPlan(ctx, tx, p.ID); err != nil {
			return err
		}
	}
	return audit.Append(ctx, tx, audit.Change{Action: stepActions[step], ObjectKind: "plan", ObjectID: p.ID, Reason: reason,
		Before: before, After: p.life()})
}

// ErrNotOpen is the cause of an *i18n.Error: the plan cannot go that way from where it is.
var ErrNotOpen = errors.New("not open from the plan's state")

// IsCounted tells whether records count towards an indicator: not while its plan is a draft.
func IsCounted(ctx context.Context, tx *store.Tx, indicatorID string) (bool, error) {
	var n int
	err := tx.Get(ctx, &n, "SELECT count(*) FROM indicator i JOIN plan p ON p.id = i.plan_id WHERE i.id = $1 AND p.status = 'current'", indicatorID)
	return n > 0, err
}

// PublishedKey is the key of the plan that the public is shown first: the current one accepted last among those published,
// else the archived one. ErrNotFound when none is published.
func PublishedKey(ctx context.Context, tx *store.Tx) (key string, err error) {
	err = tx.Get(ctx, &key, `SELECT key FROM plan WHERE published_at IS NOT NULL
		ORDER BY CASE WHEN status = 'current' THEN 0 ELSE 1 END, accepted_at DESC, id DESC LIMIT 1`)
	return key, err
}
