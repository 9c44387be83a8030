package app

import (
	"context"

	"samverk/features/evidence"
	"samverk/features/followup"
	"samverk/features/plan"
	"samverk/features/staffing"
	"samverk/platform/store"
)

// carrier lets plan, which knows neither records nor judgements nor estimates, hand people's decisions over to the next edition.
type carrier struct{}

func (carrier) CarryDecisions(ctx context.Context, tx *store.Tx, pairs []plan.CarriedPair) error {
	if err := evidence.CarryLinks(ctx, tx, pairs); err != nil {
		return err
	}
	if err := followup.CarryJudgements(ctx, tx, pairs); err != nil {
		return err
	}
	return staffing.CarryEfforts(ctx, tx, pairs)
}
