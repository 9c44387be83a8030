package plan

import (
	"context"

	"samverk/features/audit"
	"samverk/platform/store"
)

// changeParts changes which parts a review has, or their order, as ChangeReview does. The trail of the draft keeps how it
// was before and after; when change gives neither, nothing was changed and nothing is written there.
func changeParts(ctx context.Context, tx *store.Tx, id string, seen int, action string, change func(*Review) (before, after any, err error)) error {
	var before, after any
	if err := ChangeReview(ctx, tx, id, seen, func(r *Review) (err error) {
		before, after, err = change(r)
		return err
	}); err != nil || before == nil && after == nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: action, ObjectKind: "plan_draft", ObjectID: id, Before: before, After: after})
}
