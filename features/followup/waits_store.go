package followup

import (
	"context"

	"samverk/platform/store"
	"samverk/platform/ui"
)

// Wait is something besides the plan's cells that waits for the reader, as another feature tells it.
type Wait struct {
	Icon      ui.IconName
	What, Why string
	Act, Href string // what to do, and where
}

// Waiting reads what a feature has that waits. What the reader cannot do anything about it leaves out itself.
type Waiting func(ctx context.Context, tx *store.Tx) ([]Wait, error)

// waits asks every feature in turn.
func (f *Feature) waits(ctx context.Context, tx *store.Tx) (rows []waitingRow, err error) {
	for _, waiting := range f.Waiting {
		list, err := waiting(ctx, tx)
		if err != nil {
			return nil, err
		}
		for _, one := range list {
			rows = append(rows, waitingRow{Icon: one.Icon, What: one.What, Href: one.Href, Why: one.Why, Act: one.Act, ActHref: one.Href})
		}
	}
	return rows, nil
}
