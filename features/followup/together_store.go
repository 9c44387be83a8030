package followup

import (
	"context"

	"samverk/features/plan"
	"samverk/platform/store"
	"samverk/platform/ui"
)

// Together gives what belongs together with an indicator, as far as whoever asks may read it.
type Together func(ctx context.Context, tx *store.Tx, indicator *plan.Indicator) ([]ui.Linked, error)
