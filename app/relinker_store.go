package app

import (
	"context"

	"samverk/features/evidence"
	"samverk/platform/store"
)

// relinker lets plan, which does not know records, keep them in step with its rules.
type relinker struct{}

func (relinker) RelinkPlan(ctx context.Context, tx *store.Tx, planID string) error {
	_, err := evidence.RelinkPlan(ctx, tx, planID)
	return err
}

func (relinker) Relink(ctx context.Context, tx *store.Tx, indicatorID string) (added, removed int, err error) {
	done, err := evidence.Relink(ctx, tx, indicatorID)
	return done.Added, done.Removed, err
}
