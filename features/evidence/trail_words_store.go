package evidence

import (
	"context"
	"errors"

	"samverk/platform/store"
)

// TrailWords tells the audit trail's pages where the catalogue has the words that a record's fields may hold.
var TrailWords = map[string]string{"kind": "plan.kind", "rule.kind": "plan.rule_kind", "state": "plan.state",
	"states": "plan.state", "origin": "evidence.origin", "priority": "plan.priority", "recurrence": "plan.recurrence",
	"standing": "plan.standing", "rule.period": "plan.period", "partial": "plan.partial", "measure": "plan.measure", "evidence": "plan.kind"}

// TrailName gives what the thing is called that a field of the trail leads to: an indicator by its printed label and
// text, a record by its title. It is empty for everything else.
func TrailName(ctx context.Context, tx *store.Tx, field, key string) (string, error) {
	query := map[string]string{
		"indicatorId": "SELECT label || '. ' || body AS name FROM indicator WHERE id = $1",
		"recordId":    "SELECT title AS name FROM record WHERE id = $1",
		"planId":      "SELECT title AS name FROM plan WHERE id = $1",
	}[field]
	if query == "" {
		return "", nil
	}
	var row struct{ Name string }
	err := tx.Get(ctx, &row, query, key)
	if errors.Is(err, store.ErrNotFound) {
		return "", nil
	}
	return row.Name, err
}
