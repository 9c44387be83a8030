package plan

import (
	"context"

	"samverk/platform/store"
)

// Linker keeps records in step with the rules. Records know plans, not the other way round, so app passes it in.
type Linker interface {
	// RelinkPlan lets every indicator of a plan count what its rule matches.
	RelinkPlan(ctx context.Context, tx *store.Tx, planID string) error
	// Relink does so for one indicator, and tells how many records it counts now and did not before, and the other way round.
	Relink(ctx context.Context, tx *store.Tx, indicatorID string) (added, removed int, err error)
}
