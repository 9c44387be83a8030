package followup

import (
	"context"

	"samverk/features/plan"
	"samverk/platform/store"
	"samverk/platform/ui"
)

// besides reads what else the first page tells of: the documents that are being read into plans, for who may go on with
// them, and the other current plans.
func besides(ctx context.Context, tx *store.Tx, k *known, mayWrite bool) (also alsoThere, err error) {
	if mayWrite {
		if err := tx.Select(ctx, &also.drafts, `SELECT id, document_name FROM plan_draft WHERE discarded_at IS NULL AND plan_id IS NULL
			ORDER BY saved_at DESC, id DESC`); err != nil {
			return also, err
		}
	}
	also.others, err = k.otherPlans(ctx, tx)
	return also, err
}

// otherPlans gives the other current plans. They are kept with the plan, which is read again when any plan changes.
func (k *known) otherPlans(ctx context.Context, tx *store.Tx) ([]ui.Linked, error) {
	k.mu.Lock()
	kept := k.others
	k.mu.Unlock()
	if kept != nil {
		return kept, nil
	}
	plans, err := plan.List(ctx, tx)
	if err != nil {
		return nil, err
	}
	others := []ui.Linked{}
	for i := range plans {
		if plans[i].ID != k.plan.ID && plans[i].Status == plan.Current {
			others = append(others, ui.Linked{Link: ui.Link{Text: plans[i].Title, Href: addresses{}.to("/", "plan", plans[i].Key)}})
		}
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.others = others
	return others, nil
}
