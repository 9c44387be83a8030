package followup

import (
	"context"

	"samverk/features/plan"
	"samverk/platform/store"
	"samverk/platform/ui"
)

// besides reads what else the first page tells of: the documents that are being read into plans, for who may go on with
// them, and the other current plans.
func besides(ctx context.Context, tx *store.Tx, shown *plan.Plan, mayWrite bool) (also alsoThere, err error) {
	if mayWrite {
		if err := tx.Select(ctx, &also.drafts, `SELECT id, document_name FROM plan_draft WHERE discarded_at IS NULL AND plan_id IS NULL
			ORDER BY saved_at DESC, id DESC`); err != nil {
			return also, err
		}
	}
	plans, err := plan.List(ctx, tx)
	for i := range plans {
		if plans[i].ID != shown.ID && plans[i].Status == plan.Current {
			also.others = append(also.others, ui.Linked{Link: ui.Link{Text: plans[i].Title, Href: addresses{}.to("/", "plan", plans[i].Key)}})
		}
	}
	return also, err
}
