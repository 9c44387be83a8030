package plan

import (
	"context"

	"samverk/features/audit"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// Place moves an activity from one goal to another, or an indicator from one activity to another; from and to are their
// numbers. Its number stays, and so does everything that was recorded. A part that no longer belongs where it is moved
// from is left alone.
func Place(ctx context.Context, tx *store.Tx, key string, part Part, from, to int, reason string) error {
	p, err := lockForEdit(ctx, tx, key)
	if err != nil {
		return err
	}
	before := p.above(part)
	if !p.has(part) || !p.has(Part{before.Kind, to}) {
		return i18n.Fail("plan.edit.no_part").Because(store.ErrNotFound)
	}
	if before.Number != from || !p.moveInto(part, to) {
		return nil
	}
	id, _ := p.idOf(part)
	after := Part{before.Kind, to}
	aboveID, _ := p.idOf(after)
	column := map[PartKind]string{ActivityPart: "goal_id", IndicatorPart: "activity_id"}[part.Kind]
	if _, err := tx.Exec(ctx, "UPDATE "+partTables[part.Kind]+" SET "+column+" = $1 WHERE id = $2", aboveID, id); err != nil {
		return err
	}
	if err := keepOrder(ctx, tx, p); err != nil {
		return err
	}
	named := func(above Part) map[string]any {
		return map[string]any{string(above.Kind): labelOf(p, above) + ". " + nameOfPart(p, above)}
	}
	return audit.Append(ctx, tx, audit.Change{Action: string(part.Kind) + ".moved", ObjectKind: string(part.Kind), ObjectID: id,
		Reason: reason, Before: named(before), After: named(after)})
}
