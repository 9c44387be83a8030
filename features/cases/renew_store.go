package cases

import (
	"context"

	"samverk/features/audit"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// Renew gives a case that its feature proposed new texts, figures and tables, while it can be changed: after it has been
// referred back, or before it is submitted. Kind, source and diary number stay.
func Renew(ctx context.Context, tx *store.Tx, id string, p Proposal) error {
	before, err := lockCase(ctx, tx, id)
	if err != nil {
		return err
	}
	p.Kind = before.Kind
	p.tidy()
	if faults := p.check(); len(faults) > 0 {
		return faults[0].err
	}
	if !before.MayBeChanged() {
		return i18n.Fail("cases.is_frozen")
	}
	if _, err := tx.Exec(ctx, `UPDATE board_case SET title = $2, points = $3, summary = $4, background = $5, material = $6, version = version + 1 WHERE id = $1`,
		id, p.Title, store.AsJSON(p.Points), p.Summary, p.Background, store.AsJSON(p.Snapshot)); err != nil {
		return err
	}
	after, err := Find(ctx, tx, id)
	if err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "case.changed", ObjectKind: caseKind, ObjectID: id, Before: told(&before), After: told(&after)})
}
