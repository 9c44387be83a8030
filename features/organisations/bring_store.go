package organisations

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"samverk/platform/store"
)

// ByIDs gives the organisations that have some of the keys, also those that another stands for.
func ByIDs(ctx context.Context, tx *store.Tx, ids []string) (map[string]*Organisation, error) {
	found := make(map[string]*Organisation, len(ids))
	for some := range slices.Chunk(ids, lookedUp) {
		list, err := readBy(ctx, tx, "o.id", some)
		if err == nil {
			err = complete(ctx, tx, list, found)
		}
		if err != nil {
			return nil, err
		}
	}
	return found, nil
}

// BesideOf gives the people to turn to and the roles of some organisations and of those merged into them, by their keys.
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

// ByNumbers gives the organisations that have some of the numbers, or that stand for one that has it.
func ByNumbers(ctx context.Context, tx *store.Tx, numbers []Number) (map[Number]Organisation, error) {
	return Among{}.ByNumbers(ctx, tx, numbers)
}

// ByNumbers gives those of them that have some of the numbers, or that stand for one that has it.
func (a Among) ByNumbers(ctx context.Context, tx *store.Tx, numbers []Number) (map[Number]Organisation, error) {
	found := map[Number]Organisation{}
	err := lookUp(ctx, tx, a.where()+"o.number", numbers, func(o, by *Organisation) { found[by.Number] = *o })
	return found, err
}

// ByNameKeys gives those of them that go on and are called the same as some name, by NameKey, or that stand for one that is.
func (a Among) ByNameKeys(ctx context.Context, tx *store.Tx, keys []string) (map[string][]Organisation, error) {
	found := map[string][]Organisation{}
	err := lookUp(ctx, tx, a.where()+"o.sort_key", asBytes(keys), func(o, by *Organisation) {
		key := NameKey(by.Name)
		isThere := slices.ContainsFunc(found[key], func(other Organisation) bool { return other.ID == o.ID })
		if !o.HasEnded() && !isThere {
			found[key] = append(found[key], *o)
		}
	})
	return found, err
}

// lookUp finds organisations by a column, and gives each with the one that stands for it.
func lookUp[T any](ctx context.Context, tx *store.Tx, column string, values []T, found func(o, by *Organisation)) error {
	for some := range slices.Chunk(values, lookedUp) {
		direct, err := readBy(ctx, tx, column, some)
		if err != nil {
			return err
		}
		whole, err := standingFor(ctx, tx, direct)
		if err != nil {
			return err
		}
		for i := range direct {
			by := &direct[i]
			found(whole[cmp.Or(by.MergedInto, by.ID)], by)
		}
	}
	return nil
}

// readBy reads organisations by a column, in the order they were added.
func readBy[T any](ctx context.Context, tx *store.Tx, column string, values []T) ([]Organisation, error) {
	if len(values) == 0 {
		return nil, nil
	}
	var q query
	var rows []organisationRow
	if err := tx.Select(ctx, &rows, "SELECT "+organisationColumns+" FROM organisation o WHERE "+column+" IN ("+places(&q, values)+") ORDER BY o.place", q.args...); err != nil {
		return nil, err
	}
	all := make([]Organisation, len(rows))
	for i := range rows {
		all[i] = rows[i].organisation()
	}
	return all, nil
}

// standingFor gives those of some organisations that stand for themselves, and those that stand for the others, by their keys.
func standingFor(ctx context.Context, tx *store.Tx, direct []Organisation) (map[string]*Organisation, error) {
	standing := make([]Organisation, 0, len(direct))
	var others []string
	for i := range direct {
		if direct[i].MergedInto == "" {
			standing = append(standing, direct[i])
		} else {
			others = append(others, direct[i].MergedInto)
		}
	}
	more, err := readBy(ctx, tx, "o.id", others)
	if err != nil {
		return nil, err
	}
	for i := range more { // one may be there by a number or a name of its own as well
		if !slices.ContainsFunc(standing, func(o Organisation) bool { return o.ID == more[i].ID }) {
			standing = append(standing, more[i])
		}
	}
	found := make(map[string]*Organisation, len(standing))
	return found, complete(ctx, tx, standing, found)
}

// absorbed is what one is called, and which number it has, that another stands for.
type absorbed struct {
	MergedInto, Name, Number string
}

// complete puts organisations among others by their keys, each with its municipalities and with those merged into it.
func complete(ctx context.Context, tx *store.Tx, list []Organisation, among map[string]*Organisation) error {
	if len(list) == 0 {
		return nil
	}
	list, err := withMunicipalities(ctx, tx, list)
	if err != nil {
		return err
	}
	for i := range list {
		among[list[i].ID] = &list[i]
	}
	var q query
	var gone []absorbed
	err = tx.Select(ctx, &gone, "SELECT merged_into, name, COALESCE(number, '') AS number FROM organisation WHERE merged_into IN ("+places(&q, keysOf(list))+") ORDER BY place", q.args...)
	for _, one := range gone {
		among[one.MergedInto].absorbed = append(among[one.MergedInto].absorbed, one)
	}
	return err
}
