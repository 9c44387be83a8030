package organisations

import (
	"context"
	"errors"

	"samverk/features/audit"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// mergeTold is what the trail keeps of a merge, and of one taken back: the organisation and which other one it was about.
type mergeTold struct {
	told
	With string `json:"mergedWith,omitempty"`
	Into string `json:"mergedInto,omitempty"`
}

// MergeTwo makes two organisations one. Nothing is moved: the one that goes points at the one that stays and keeps, of two
// numbers, the one that was not chosen.
func MergeTwo(ctx context.Context, tx *store.Tx, m Merging) error {
	if err := firstFault(m.check()); err != nil {
		return err
	}
	if err := tx.Lock(ctx, lock); err != nil {
		return err
	}
	var done int
	if err := tx.Get(ctx, &done, "SELECT count(*) FROM organisation_merge WHERE id = $1", m.ID); err != nil || done > 0 {
		return err
	}
	kept, err := standing(ctx, tx, m.KeptID)
	if err != nil {
		return err
	}
	gone, err := standing(ctx, tx, m.GoneID)
	if err != nil {
		return err
	}
	if err := checkPair(&kept, &gone); err != nil {
		return err
	}
	if kept.Version != m.SeenKept || gone.Version != m.SeenGone {
		return i18n.Fail("organisations.meanwhile").Because(ErrSavedMeanwhile)
	}
	after := kept
	after.Content = joined(&kept.Content, &gone.Content, m.Choose)
	if err := firstFault(after.check()); err != nil {
		return err
	}
	if err := carryOut(ctx, tx, &kept, &after, &gone, otherNumber(&kept.Content, &gone.Content, after.Number)); err != nil {
		return err
	}
	if err := pointAt(ctx, tx, kept.ID, gone.ID); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `INSERT INTO organisation_merge (id, kept_id, gone_id, why, merged_at, before, after, gone_number) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		m.ID, kept.ID, gone.ID, m.Why, store.Now(), store.AsJSON(kept.Content), store.AsJSON(after.Content), string(gone.Number)); err != nil {
		return err
	}
	return tellBoth(ctx, tx, "organisation.merged", m.Why, [2]*Organisation{&kept, &after}, &gone, mergeTold{told: gone.told(), Into: after.Name})
}

// tellBoth writes to the trails of both: of the one that stays what changed, of the other what became of it.
func tellBoth(ctx context.Context, tx *store.Tx, action, why string, kept [2]*Organisation, gone *Organisation, became mergeTold) error {
	if err := audit.Append(ctx, tx, audit.Change{Action: action, ObjectKind: "organisation", ObjectID: kept[0].ID, Reason: why, Before: kept[0].told(),
		After: mergeTold{told: kept[1].told(), With: gone.Name}}); err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: action, ObjectKind: "organisation", ObjectID: gone.ID, Reason: why, Before: gone.told(), After: became})
}

// carryOut writes what is said of the one that stays, and the number that the other has from now on. Numbers are put down
// before they are taken up, since two never have the same.
func carryOut(ctx context.Context, tx *store.Tx, before, after, gone *Organisation, number Number) error {
	if _, err := tx.Exec(ctx, "UPDATE organisation SET number = NULL WHERE id = $1", gone.ID); err != nil {
		return err
	}
	if err := update(ctx, tx, before, after); err != nil {
		return err
	}
	var left any
	if number != "" {
		left = string(number)
	}
	_, err := tx.Exec(ctx, "UPDATE organisation SET number = $2, version = version + 1 WHERE id = $1", gone.ID, left)
	return err
}

// pointAt lets one organisation stand for another and for all that the other stood for.
func pointAt(ctx context.Context, tx *store.Tx, keptID, goneID string) error {
	if _, err := tx.Exec(ctx, "UPDATE organisation SET merged_into = $1 WHERE id = $2 OR merged_into = $2", keptID, goneID); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `UPDATE organisation_role SET held_by = $1, sort_key = (SELECT sort_key FROM organisation WHERE id = $1) WHERE held_by = $2`, keptID, goneID)
	return err
}

const mergeQuery = `SELECT m.id, m.kept_id, m.gone_id, k.name AS kept_name, g.name AS gone_name, COALESCE(g.number, '') AS number, m.why, m.merged_at, m.undone_at,
	m.before, m.after, m.gone_number FROM organisation_merge m JOIN organisation k ON k.id = m.kept_id JOIN organisation g ON g.id = m.gone_id`

// Merges lists what has been merged into an organisation and still is, the latest first.
func Merges(ctx context.Context, tx *store.Tx, id string) (all []Merge, err error) {
	err = tx.Select(ctx, &all, mergeQuery+" WHERE g.merged_into = $1 AND m.undone_at IS NULL ORDER BY m.merged_at DESC, m.id DESC", id)
	return all, err
}

// FindMerge gives one merge; store.ErrNotFound when there is none.
func FindMerge(ctx context.Context, tx *store.Tx, id string) (m Merge, err error) {
	unknown := i18n.Fail("organisations.merge.unknown").Because(store.ErrNotFound)
	if !store.IsID(id) {
		return m, unknown
	}
	if err = tx.Get(ctx, &m, mergeQuery+" WHERE m.id = $1", id); errors.Is(err, store.ErrNotFound) {
		err = unknown
	}
	return m, err
}

// Unmerge takes a merge back: both are as before, except for what has been changed since, which is left and named. One that
// has been taken back is left as it is.
func Unmerge(ctx context.Context, tx *store.Tx, id, why string) (left []string, err error) {
	if err := firstFault(checkUndo(why)); err != nil {
		return nil, err
	}
	if err := tx.Lock(ctx, lock); err != nil {
		return nil, err
	}
	m, err := FindMerge(ctx, tx, id)
	if err != nil || !m.UndoneAt.IsZero() {
		return nil, err
	}
	u, err := undoing(ctx, tx, &m)
	if err != nil {
		return nil, err
	}
	if err := carryOut(ctx, tx, &u.kept, &u.after, &u.gone, m.GoneNumberBefore); err != nil {
		return nil, err
	}
	if err := letGo(ctx, tx, m.GoneID); err != nil {
		return nil, err
	}
	if err := forgetMerge(ctx, tx, &m); err != nil {
		return nil, err
	}
	if err := setApart(ctx, tx, m.KeptID, m.GoneID, why); err != nil {
		return nil, err
	}
	became := u.gone
	became.Number = m.GoneNumberBefore
	return u.left, tellBoth(ctx, tx, "organisation.unmerged", why, [2]*Organisation{&u.kept, &u.after}, &u.gone, mergeTold{told: became.told()})
}

// forgetMerge notes that a merge is taken back. What later ones remember of the one that stays is as if it had not been.
func forgetMerge(ctx context.Context, tx *store.Tx, m *Merge) error {
	if _, err := tx.Exec(ctx, "UPDATE organisation_merge SET undone_at = $2 WHERE id = $1", m.ID, store.Now()); err != nil {
		return err
	}
	var later []Merge
	if err := tx.Select(ctx, &later, mergeQuery+" WHERE m.kept_id = $1 AND m.undone_at IS NULL AND (m.merged_at, m.id) > ($2, $3)", m.KeptID, m.MergedAt, m.ID); err != nil {
		return err
	}
	for i := range later {
		before, _ := apartAgain(&later[i].Before.V, &m.Before.V, &m.After.V)
		after, _ := apartAgain(&later[i].After.V, &m.Before.V, &m.After.V)
		if _, err := tx.Exec(ctx, "UPDATE organisation_merge SET before = $2, after = $3 WHERE id = $1", later[i].ID, store.AsJSON(before), store.AsJSON(after)); err != nil {
			return err
		}
	}
	return nil
}

// undo is what taking a merge back would do.
type undo struct {
	kept, after, gone Organisation
	left              []string // fields that have been changed since
}

// undoing tells what taking a merge back would do. A later merge of the one that stays must be taken back first.
func undoing(ctx context.Context, tx *store.Tx, m *Merge) (u undo, err error) {
	if u.kept, err = Find(ctx, tx, m.KeptID); err != nil {
		return u, err
	}
	if u.gone, err = Find(ctx, tx, m.GoneID); err != nil {
		return u, err
	}
	if u.kept.IsMerged() {
		return u, i18n.Fail("organisations.merge.later_first", "name", u.kept.Name)
	}
	u.after = u.kept
	u.after.Content, u.left = apartAgain(&u.kept.Content, &m.Before.V, &m.After.V)
	for _, number := range []Number{m.GoneNumberBefore, u.after.Number} {
		var holder struct{ Name, Into string }
		err := tx.Get(ctx, &holder, `SELECT name, COALESCE(merged_into, '') AS "into" FROM organisation WHERE number = $1 AND id <> $2 AND id <> $3`, string(number), m.KeptID, m.GoneID)
		if number != "" && m.GoneNumberBefore == u.after.Number {
			holder.Name, err = u.kept.Name, nil
		}
		switch {
		case err == nil && holder.Into == m.KeptID:
			return u, i18n.Fail("organisations.merge.undo_first", "number", number.String(), "name", holder.Name)
		case err == nil:
			return u, i18n.Fail("organisations.merge.number_held", "number", number.String(), "name", holder.Name)
		case !errors.Is(err, store.ErrNotFound):
			return u, err
		}
	}
	return u, nil
}

// letGo lets an organisation stand for itself again, and for those that had been merged into it.
func letGo(ctx context.Context, tx *store.Tx, id string) error {
	const below = `WITH RECURSIVE below(id) AS (SELECT CAST($1 AS text) UNION SELECT m.gone_id FROM organisation_merge m JOIN below b ON m.kept_id = b.id WHERE m.undone_at IS NULL) `
	if _, err := tx.Exec(ctx, below+"UPDATE organisation SET merged_into = CASE WHEN id = $1 THEN NULL ELSE $1 END WHERE id IN (SELECT id FROM below)", id); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `UPDATE organisation_role SET held_by = $1, sort_key = (SELECT sort_key FROM organisation WHERE id = $1)
		WHERE organisation_id IN (SELECT id FROM organisation WHERE id = $1 OR merged_into = $1)`, id)
	return err
}
