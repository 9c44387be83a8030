package plan

import (
	"context"

	"samverk/platform/store"
)

// CountingIndicators lists the indicators of every plan in force, in the order of their numbers.
func CountingIndicators(ctx context.Context, tx *store.Tx) ([]CountingIndicator, error) {
	var rows []struct {
		ID, PlanKey, PlanTitle string
		Number                 int
		Label, Body            string
		Rule                   store.JSON[Rule]
	}
	err := tx.Select(ctx, &rows, `SELECT i.id, p.key AS plan_key, p.title AS plan_title, i.number, i.label, i.body, i.rule
		FROM indicator i JOIN plan p ON p.id = i.plan_id WHERE p.status = 'current' AND i.removed_at IS NULL ORDER BY p.accepted_at DESC, p.id, i.number`)
	all := make([]CountingIndicator, len(rows))
	for i, row := range rows {
		all[i] = CountingIndicator{row.ID, row.PlanKey, row.PlanTitle, row.Number, row.Label, row.Body, row.Rule.V}
	}
	return all, err
}
