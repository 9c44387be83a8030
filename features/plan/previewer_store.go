package plan

import (
	"context"

	"samverk/platform/calendar"
	"samverk/platform/store"
)

// Previewer foresees what another rule would say of what has been recorded, and changes nothing. Records and statuses
// know plans, not the other way round, so app passes it in.
type Previewer interface {
	// Preview judges an indicator on a day by its rule and by another. An indicator that is not there yet has no ID.
	Preview(ctx context.Context, tx *store.Tx, indicator *Indicator, rule Rule, asOf calendar.Date) (Preview, error)
	// Linked is how many records are linked to an indicator.
	Linked(ctx context.Context, tx *store.Tx, indicatorID string) (int, error)
}
