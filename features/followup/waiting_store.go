package followup

import (
	"context"

	"samverk/features/accounts"
	"samverk/platform/calendar"
	"samverk/platform/store"
	"samverk/platform/ui"
)

// Waiting reads what waits for somebody in another feature.
type Waiting func(ctx context.Context, tx *store.Tx, account accounts.Account, today calendar.Date) ([]WaitingFor, error)

// WaitingFor is something that waits: what, why, by when, and what to do.
type WaitingFor struct {
	Icon         ui.IconName
	What, Href   string
	Why          string
	Due          calendar.Date // no date when it has none
	Act, ActHref string
}

// waitingElsewhere reads what waits for whoever is signed in. It stands in no plan, and is told of today only.
func (f *Feature) waitingElsewhere(ctx context.Context, tx *store.Tx, asOf, today calendar.Date) ([]WaitingFor, error) {
	account, is := accounts.In(ctx)
	if !is || asOf != today {
		return nil, nil
	}
	var all []WaitingFor
	for _, waiting := range f.Waiting {
		list, err := waiting(ctx, tx, account, today)
		if err != nil {
			return nil, err
		}
		all = append(all, list...)
	}
	return all, nil
}
