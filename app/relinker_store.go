package app

import (
	"context"

	"samverk/features/evidence"
	"samverk/features/plan"
	"samverk/platform/store"
)

// relinker lets plan, which does not know records, keep them in step with its rules.
type relinker struct{}

func (relinker) RelinkPlan(ctx context.Context, tx *store.Tx, planID string) error {
	_, err := evidence.RelinkPlan(ctx, tx, planID)
	return err
}

// Relink leaves an indicator of a draft alone: nothing counts there until the edition is adopted.
func (relinker) Relink(ctx context.Context, tx *store.Tx, indicatorID string) (added, removed int, err error) {
	if counts, err := plan.IsCounted(ctx, tx, indicatorID); err != nil || !counts {
		return 0, 0, err
	}
	done, err := evidence.Relink(ctx, tx, indicatorID)
	return done.Added, done.Removed, err
}
