package organisations

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"samverk/features/audit"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// ErrInUse is why an organisation cannot be withdrawn: it has been changed, or something refers to it.
var ErrInUse = errors.New("the organisation is in use")

// lookedUp is how many keys are asked for at once.
const lookedUp = 500

// ByNumbers gives the organisations that have some of the numbers, or that stand for one that has it.
func ByNumbers(ctx context.Context, tx *store.Tx, numbers []Number) (map[Number]Organisation, error) {
	found := map[Number]Organisation{}
	err := lookUp(ctx, tx, "g.number", numbers, func(o, by *Organisation) { found[by.Number] = *o })
	return found, err
}

// ByNames gives those that go on and are called the same as some name, by NameKey, or that stand for one that is.
func ByNames(ctx context.Context, tx *store.Tx, names []string) (map[string][]Organisation, error) {
	keys := make([][]byte, len(names))
	for i, name := range names {
		keys[i] = sortKey(name)
	}
	found := map[string][]Organisation{}
	err := lookUp(ctx, tx, "g.sort_key", keys, func(o, by *Organisation) {
		key := NameKey(by.Name)
		isThere := slices.ContainsFunc(found[key], func(other Organisation) bool { return other.ID == o.ID })
		if !o.HasEnded() && !isThere {
			found[key] = append(found[key], *o)
		}
	})
	return found, err
}

// lookUp finds organisations by a column of g, and gives each with the one that stands for it.
func lookUp[T any](ctx context.Context, tx *store.Tx, column string, values []T, found func(o, by *Organisation)) error {
	for some := range slices.Chunk(values, lookedUp) {
		var q query
		var rows []organisationRow
		if err := tx.Select(ctx, &rows, "SELECT "+strings.ReplaceAll(organisationColumns, "o.", "g.")+" FROM organisation g WHERE "+column+" IN ("+places(&q, some)+") ORDER BY g.place", q.args...); err != nil {
			return err
		}
		direct := make([]Organisation, len(rows))
		stands := make([]string, len(rows))
		for i := range rows {
			direct[i] = rows[i].organisation()
			stands[i] = cmp.Or(direct[i].MergedInto, direct[i].ID)
		}
		whole, err := withAbsorbed(ctx, tx, stands)
		if err != nil {
			return err
		}
		for i := range direct {
			found(whole[stands[i]], &direct[i])
		}
	}
	return nil
}

// absorbed is what one is called, and which number it has, that another stands for.
type absorbed struct {
	MergedInto, Name, Number string
}

// withAbsorbed reads organisations by their keys, each with those merged into it.
func withAbsorbed(ctx context.Context, tx *store.Tx, ids []string) (map[string]*Organisation, error) {
	found := map[string]*Organisation{}
	if len(ids) == 0 {
		return found, nil
	}
	var q query
	var rows []organisationRow
	at := places(&q, ids)
	if err := tx.Select(ctx, &rows, "SELECT "+organisationColumns+" FROM organisation o WHERE o.id IN ("+at+")", q.args...); err != nil {
		return nil, err
	}
	all := make([]Organisation, len(rows))
	for i := range rows {
		all[i] = rows[i].organisation()
	}
	all, err := withMunicipalities(ctx, tx, all)
	if err != nil {
		return nil, err
	}
	for i := range all {
		found[all[i].ID] = &all[i]
	}
	var gone []absorbed
	err = tx.Select(ctx, &gone, "SELECT merged_into, name, COALESCE(number, '') AS number FROM organisation WHERE merged_into IN ("+at+")", q.args...)
	for _, one := range gone {
		found[one.MergedInto].absorbed = append(found[one.MergedInto].absorbed, one)
	}
	return found, err
}

// Referring are the tables whose rows keep an organisation from being withdrawn.
var Referring = []string{"organisation_role", "organisation_contact", "event_registration", "mapping_asked", "mapping_assessment", "network_member", "meeting_invitation", "meeting_attendance", "mandate", "organisation_request", "entitlement_filing", "entitlement_step", "application", "given_grant"}

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
	for _, from := range []string{"organisation_municipality WHERE organisation_id", "organisation_distinct WHERE one_id", "organisation_distinct WHERE other_id", "organisation WHERE id"} {
		if _, err := tx.Exec(ctx, "DELETE FROM "+from+" = $1", id); err != nil {
			return err
		}
	}
	return audit.Append(ctx, tx, audit.Change{Action: "organisation.withdrawn", ObjectKind: "organisation", ObjectID: id, Reason: why, Before: o.told()})
}
