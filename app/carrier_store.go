package app

import (
	"context"

	"samverk/features/evidence"
	"samverk/features/followup"
	"samverk/features/plan"
	"samverk/platform/store"
)

// carrier lets plan, which knows neither records nor judgements, hand people's decisions over to the next edition.
type carrier struct{}

func (carrier) CarryDecisions(ctx context.Context, tx *store.Tx, pairs []plan.CarriedPair) error {
	if err := evidence.CarryLinks(ctx, tx, pairs); err != nil {
		return err
	}
	return followup.CarryJudgements(ctx, tx, pairs)
}
