package evidence

import (
	"context"

	"samverk/features/plan"
	"samverk/platform/store"
)

// CarryLinks gives each indicator the links of the one it continues: what rules made, what people decided, and why. A
// decision that somebody has made about the new indicator already stays. The caller recounts afterwards with RelinkPlan,
// which also takes away what a changed rule no longer matches, just as when a rule is changed where it stands.
func CarryLinks(ctx context.Context, tx *store.Tx, pairs []plan.CarriedPair) error {
	if err := tx.Lock(ctx, rulesLock); err != nil {
		return err
	}
	for _, pair := range pairs {
		if _, err := tx.Exec(ctx, insertLink+` SELECT $1, record_id, origin, excluded, counts_for, reason, decided_by, decided_at, day
			FROM record_link WHERE indicator_id = $2
			ON CONFLICT (indicator_id, record_id) DO UPDATE SET origin = excluded.origin, excluded = excluded.excluded,
			counts_for = excluded.counts_for, reason = excluded.reason, decided_by = excluded.decided_by,
			decided_at = excluded.decided_at WHERE record_link.origin = 'rule' AND NOT record_link.excluded`,
			pair.ToID, pair.FromID); err != nil {
			return err
		}
	}
	return nil
}
