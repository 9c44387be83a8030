package orgimport

import (
	"context"
	"errors"
	"slices"

	"samverk/features/organisations"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// addedAtOnce is how many organisations are added together.
const addedAtOnce = 5000

// Run reads an import into the register, all of it or nothing. Seen is what the reader was shown: when the register has
// changed so that something else would happen, nothing does (ErrMeanwhile). The cells are forgotten.
func Run(ctx context.Context, tx *store.Tx, id string, seen Counts, towns organisations.Municipalities) error {
	imp, err := draft(ctx, tx, id)
	if err != nil {
		return err
	}
	active, err := imp.judgeAll(ctx, tx, towns)
	if err != nil {
		return err
	}
	counts, err := Count(ctx, tx, id)
	switch {
	case err != nil:
		return err
	case !counts.isSame(seen):
		return i18n.Fail("orgimport.meanwhile").Because(ErrMeanwhile)
	case counts[Refused] > 0:
		return i18n.Fail("orgimport.refused_left")
	case len(active) == 0:
		return i18n.Fail("orgimport.nothing")
	}
	if _, err := tx.Exec(ctx, "UPDATE organisation_import_row SET cells = '[]' WHERE import_id = $1", id); err != nil {
		return err
	}
	if err := imp.carryOut(ctx, tx, active); err != nil {
		return err
	}
	return imp.become(ctx, tx, ReadIn, "organisation_import.read", counts)
}

// carryOut adds and changes organisations, and keeps with each row what is needed to undo it.
func (imp *Import) carryOut(ctx context.Context, tx *store.Tx, active []judged) error {
	out := store.NewBulk(tx, "organisation_import_row ("+lineColumns+")", ` ON CONFLICT (import_id, line) DO UPDATE SET cells = excluded.cells,
		organisation_id = excluded.organisation_id, version = excluded.version, before = excluded.before`, lineValues)
	var fresh []*judged
	for i := range active {
		one := &active[i]
		one.Cells = store.AsJSON([]string{})
		if one.fate == Added {
			fresh = append(fresh, one)
			continue
		}
		before := one.is.Content
		one.Before, one.Version = store.AsJSON(&before), one.is.Version+1
		if err := organisations.Change(ctx, tx, one.is.ID, one.after, one.is.Version); err != nil {
			return err
		}
	}
	for some := range slices.Chunk(fresh, addedAtOnce) {
		contents := make([]organisations.Content, len(some))
		for i := range some {
			contents[i] = some[i].after
		}
		keys, err := organisations.AddMany(ctx, tx, contents)
		if err != nil {
			return err
		}
		for i := range some {
			some[i].OrganisationID, some[i].Line.Version = keys[i], 1
		}
	}
	for i := range active {
		if err := out.Add(ctx, active[i].row(imp.ID)...); err != nil {
			return err
		}
	}
	return out.Flush(ctx)
}

// Undo takes an import back: what it added is withdrawn, what it changed is as it was. What somebody has changed since, or
// refers to, is left as it is, and its row says so.
func Undo(ctx context.Context, tx *store.Tx, id, why string) error {
	if err := tx.Lock(ctx, lock); err != nil {
		return err
	}
	imp, err := Find(ctx, tx, id)
	if err != nil {
		return err
	}
	if imp.State != ReadIn {
		return i18n.Fail("orgimport.over").Because(ErrOver)
	}
	var lines []Line
	if err := tx.Select(ctx, &lines, readLine+" AND fate IN ($2, $3) ORDER BY line DESC", id, Added, Changed); err != nil {
		return err
	}
	for i := range lines {
		fate := Back
		if err := lines[i].undo(ctx, tx, why); errors.Is(err, organisations.ErrInUse) || errors.Is(err, organisations.ErrSavedMeanwhile) ||
			errors.Is(err, organisations.ErrNumberTaken) || errors.Is(err, organisations.ErrMerged) || errors.Is(err, store.ErrNotFound) {
			fate = Kept
		} else if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "UPDATE organisation_import_row SET fate = $3, before = 'null' WHERE import_id = $1 AND line = $2", id, lines[i].Line, fate); err != nil {
			return err
		}
	}
	counts, err := Count(ctx, tx, id)
	if err != nil {
		return err
	}
	return imp.become(ctx, tx, Undone, "organisation_import.undone", counts)
}

func (l *Line) undo(ctx context.Context, tx *store.Tx, why string) error {
	if l.Fate == Added {
		return organisations.Withdraw(ctx, tx, l.OrganisationID, why)
	}
	return organisations.Change(ctx, tx, l.OrganisationID, *l.Before.V, l.Version)
}
