package organisations

import (
	"context"
	"slices"
	"strconv"

	"samverk/platform/store"
)

// ByIDs gives the organisations that have some of the keys.
func ByIDs(ctx context.Context, tx *store.Tx, ids []string) (map[string]*Organisation, error) {
	found := map[string]*Organisation{}
	err := lookUp(ctx, tx, "o.id", ids, func(o Organisation) { found[o.ID] = &o })
	return found, err
}

// BesideOf gives the people to turn to and the roles of some organisations, by their keys.
func BesideOf(ctx context.Context, tx *store.Tx, list []Organisation) (map[string]Beside, error) {
	all := make(map[string]Beside, len(list))
	for some := range slices.Chunk(list, lookedUp) {
		contacts, err := contactsOf(ctx, tx, some)
		if err != nil {
			return nil, err
		}
		roles, err := rolesOf(ctx, tx, some)
		if err != nil {
			return nil, err
		}
		for i := range some {
			all[some[i].ID] = Beside{some[i].ID, some[i].Name, contacts[some[i].ID], roles[some[i].ID]}
		}
	}
	return all, nil
}

// lookedUp is how many keys are asked for at once.
const lookedUp = 200

// Among are the organisations that are looked among; all when it is empty.
type Among struct{ until int64 }

// Before are the organisations that were there before any was added.
func (a *Adder) Before() Among { return Among{a.before + 1} }

// where is the condition, to go before the column that keys are looked for in.
func (a Among) where() string {
	if a.until == 0 {
		return ""
	}
	return "o.place < " + strconv.FormatInt(a.until, 10) + " AND "
}

// ByNumbers gives the organisations that have some of the numbers.
func ByNumbers(ctx context.Context, tx *store.Tx, numbers []Number) (map[Number]Organisation, error) {
	return Among{}.ByNumbers(ctx, tx, numbers)
}

// ByNumbers gives those of them that have some of the numbers.
func (a Among) ByNumbers(ctx context.Context, tx *store.Tx, numbers []Number) (map[Number]Organisation, error) {
	found := map[Number]Organisation{}
	err := lookUp(ctx, tx, a.where()+"o.number", numbers, func(o Organisation) { found[o.Number] = o })
	return found, err
}

// ByNameKeys gives those of them that go on and are called the same as some name, by NameKey.
func (a Among) ByNameKeys(ctx context.Context, tx *store.Tx, keys []string) (map[string][]Organisation, error) {
	found := map[string][]Organisation{}
	err := lookUp(ctx, tx, a.where()+"o.ended_on IS NULL AND o.sort_key", asBytes(keys), func(o Organisation) { found[NameKey(o.Name)] = append(found[NameKey(o.Name)], o) })
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
