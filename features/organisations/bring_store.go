package organisations

import (
	"context"
	"errors"
	"slices"

	"samverk/features/audit"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// ErrInUse is why an organisation cannot be withdrawn: it has been changed, or something refers to it.
var ErrInUse = errors.New("the organisation is in use")

// lookedUp is how many keys are asked for at once.
const lookedUp = 500

// ByNumbers gives the organisations that have some of the numbers.
func ByNumbers(ctx context.Context, tx *store.Tx, numbers []Number) (map[Number]Organisation, error) {
	found := map[Number]Organisation{}
	err := lookUp(ctx, tx, "o.number", numbers, func(o Organisation) { found[o.Number] = o })
	return found, err
}

// ByNames gives those that go on and are called the same as some name, by NameKey.
func ByNames(ctx context.Context, tx *store.Tx, names []string) (map[string][]Organisation, error) {
	keys := make([][]byte, len(names))
	for i, name := range names {
		keys[i] = sortKey(name)
	}
	found := map[string][]Organisation{}
	err := lookUp(ctx, tx, "o.ended_on IS NULL AND o.sort_key", keys, func(o Organisation) { found[NameKey(o.Name)] = append(found[NameKey(o.Name)], o) })
	return found, err
}

func lookUp[T any](ctx context.Context, tx *store.Tx, column string, values []T, found func(o Organisation)) error {
	for some := range slices.Chunk(values, lookedUp) {
		var q query
		var rows []organisationRow
		if err := tx.Select(ctx, &rows, "SELECT "+organisationColumns+" FROM organisation o WHERE "+column+" IN ("+places(&q, some)+") ORDER BY o.place", q.args...); err != nil {
			return err
		}
		all := make([]Organisation, len(rows))
		for i := range rows {
			all[i] = rows[i].organisation()
		}
		all, err := withMunicipalities(ctx, tx, all)
		if err != nil {
			return err
		}
		for i := range all {
			found(all[i])
		}
	}
	return nil
}

// Referring are the tables whose rows keep an organisation from being withdrawn.
var Referring = []string{"organisation_role", "organisation_contact", "mapping_asked", "mapping_assessment", "mandate", "organisation_request", "entitlement_filing", "entitlement_step"}

// Withdraw takes away an organisation that was added by mistake and that is as it was added, version 1. ErrInUse when
// somebody has changed it since, or something refers to it: it can then be ended, and keeps its history.
func Withdraw(ctx context.Context, tx *store.Tx, id, why string) error {
	if err := tx.Lock(ctx, lock); err != nil {
		return err
	}
	row, err := findRow(ctx, tx, id)
	if err != nil {
		return err
	}
	if row.Version != 1 {
		return i18n.Fail("organisations.meanwhile").Because(ErrInUse)
	}
	for _, table := range Referring {
		var n int
		if err := tx.Get(ctx, &n, "SELECT count(*) FROM "+table+" WHERE organisation_id = $1", id); err != nil {
			return err
		}
		if n > 0 {
			return i18n.Fail("organisations.meanwhile").Because(ErrInUse)
		}
	}
	o, err := Find(ctx, tx, id)
	if err != nil {
		return err
	}
	for _, word := range o.words() {
		if err := forget(ctx, tx, word, row.Place); err != nil {
			return err
		}
	}
	for _, from := range []string{"organisation_municipality WHERE organisation_id", "organisation WHERE id"} {
		if _, err := tx.Exec(ctx, "DELETE FROM "+from+" = $1", id); err != nil {
			return err
		}
	}
	return audit.Append(ctx, tx, audit.Change{Action: "organisation.withdrawn", ObjectKind: "organisation", ObjectID: id, Reason: why, Before: o.told()})
}
