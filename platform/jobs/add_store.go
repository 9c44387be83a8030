package jobs

import (
	"context"
	"samverk/platform/store"

	"github.com/riverqueue/river"
)

// Add queues a job in the transaction. It is done after the commit.
func Add(ctx context.Context, tx *store.Tx, args Args, rules Rules) error {
	_, err := inserters[tx.Engine()]().InsertTx(ctx, tx.Bare(), args, &river.InsertOpts{MaxAttempts: rules.Tries})
	return err
}
