package followup

import (
	"context"

	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/store"
)

// CarryJudgements gives each indicator the assessments and waivers of the one it continues, signed and dated as they
// were. What the rule of the new indicator has no place for stays with the old one: assessments where it is counted
// instead, waivers of cells that it does not have.
func CarryJudgements(ctx context.Context, tx *store.Tx, pairs []plan.CarriedPair) error {
	for _, pair := range pairs {
		var to struct{ Rule store.JSON[plan.Rule] }
		if err := tx.Get(ctx, &to, "SELECT rule FROM indicator WHERE id = $1", pair.ToID); err != nil {
			return err
		}
		if to.Rule.V.Kind == plan.Judgement {
			if err := carryAssessments(ctx, tx, pair); err != nil {
				return err
			}
		}
		if err := carryWaivers(ctx, tx, pair, to.Rule.V); err != nil {
			return err
		}
	}
	return nil
}

func carryAssessments(ctx context.Context, tx *store.Tx, pair plan.CarriedPair) error {
	var signed []struct{ ID string }
	if err := tx.Select(ctx, &signed, "SELECT id FROM assessment WHERE indicator_id = $1 ORDER BY day, signed_at, id", pair.FromID); err != nil {
		return err
	}
	for _, a := range signed {
		if _, err := tx.Exec(ctx, `INSERT INTO assessment (id, indicator_id, day, counts_for, verdict, body, role, signed_by, signed_at)
			SELECT $1, $2, day, counts_for, verdict, body, role, signed_by, signed_at FROM assessment WHERE id = $3`,
			store.NewID(), pair.ToID, a.ID); err != nil {
			return err
		}
	}
	return nil
}

func carryWaivers(ctx context.Context, tx *store.Tx, pair plan.CarriedPair, rule plan.Rule) error {
	var declared []struct {
		ID       string
		CellFrom calendar.Date
	}
	if err := tx.Select(ctx, &declared, "SELECT id, cell_from FROM waiver WHERE indicator_id = $1 ORDER BY cell_from", pair.FromID); err != nil {
		return err
	}
	cells := map[calendar.Date]bool{}
	for _, cell := range rule.Cells() {
		cells[cell.From] = true
	}
	for _, w := range declared {
		if !cells[w.CellFrom] {
			continue
		}
		if _, err := tx.Exec(ctx, `INSERT INTO waiver (id, indicator_id, cell_from, day, reason, decided_by, decided_at)
			SELECT $1, $2, cell_from, day, reason, decided_by, decided_at FROM waiver WHERE id = $3
			ON CONFLICT (indicator_id, cell_from) DO NOTHING`, store.NewID(), pair.ToID, w.ID); err != nil {
			return err
		}
	}
	return nil
}
