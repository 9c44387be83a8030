package plan

import (
	"context"

	"samverk/platform/calendar"
	"samverk/platform/store"
)

// Follower tells how a plan stands on a day. Statuses belong to the follow-up, which knows plans and not the other way
// round, so app passes it in.
type Follower interface {
	Standing(ctx context.Context, tx *store.Tx, planKey string, asOf calendar.Date) (Stands, error)
}
