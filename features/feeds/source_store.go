package feeds

import (
	"context"
	"time"

	"samverk/platform/ical"
	"samverk/platform/store"
)

// Wanted is whose calendar is asked for. One of the first three is set.
type Wanted struct {
	Public    bool   // what anybody may read
	NetworkID string // what is in one network
	AccountID string // what one person is invited to, or has something to do in
	// Since bounds how far back it is of use; an earlier event may be given and falls away.
	Since time.Time
}

// Source gives the events that are wanted. What has been called off stays, marked as cancelled, so that programs take it
// away. A link may be a path on this site. Texts are in the language of the context.
type Source func(ctx context.Context, tx *store.Tx, w Wanted) ([]ical.Event, error)

// Naming gives the name of a network, and store.ErrNotFound for none.
type Naming func(ctx context.Context, tx *store.Tx, id string) (string, error)

// gather asks every source.
func (f *Feature) gather(ctx context.Context, tx *store.Tx, w Wanted, site string) ([]ical.Event, error) {
	var all []ical.Event
	for _, source := range f.Sources {
		events, err := source(ctx, tx, w)
		if err != nil {
			return nil, err
		}
		all = append(all, events...)
	}
	return arrange(all, w.Since, site), nil
}
