package organisations

import (
	"context"
	"slices"

	"samverk/platform/i18n"
	"samverk/platform/store"
)

// Whoever keeps something of organisations asks here whose it is now. What is kept of one that has been merged stays under
// its own key, so that the merge can be taken back.

// AllOf is SQL for the keys of an organisation and of all that have been merged into it, given the place of its key.
func AllOf(place string) string {
	return "SELECT id FROM organisation WHERE id = " + place + " OR merged_into = " + place
}

// Keys gives the keys under which things may be kept of an organisation: its own first, and those of all merged into it.
func Keys(ctx context.Context, tx *store.Tx, id string) (keys []string, err error) {
	err = tx.Select(ctx, &keys, AllOf("$1")+" ORDER BY id", id)
	if at := slices.Index(keys, id); at > 0 {
		keys = slices.Insert(slices.Delete(keys, at, at+1), 0, id)
	}
	return keys, err
}

// Resolve gives the key of the one that stands for an organisation: its own, or that of the one it has been merged into.
// store.ErrNotFound when there is no such organisation.
func Resolve(ctx context.Context, tx *store.Tx, id string) (string, error) {
	row, err := findRow(ctx, tx, id)
	if err != nil || row.MergedInto == "" {
		return id, err
	}
	return row.MergedInto, nil
}

// Stands is SQL for the key of the one that stands for an organisation, given what its row is called in the query.
func Stands(row string) string { return "COALESCE(" + row + ".merged_into, " + row + ".id)" }

// standing finds an organisation that can be changed; ErrMerged for one that another stands for.
func standing(ctx context.Context, tx *store.Tx, id string) (Organisation, error) {
	o, err := Find(ctx, tx, id)
	if err != nil || !o.IsMerged() {
		return o, err
	}
	kept, err := findRow(ctx, tx, o.MergedInto)
	if err != nil {
		return o, err
	}
	return o, i18n.Fail("organisations.merge.is_merged", "name", o.Name, "kept", kept.Name).Because(ErrMerged)
}

// StandFor gives, by the keys of some organisations and of those merged into them, who stands for each.
func StandFor(ctx context.Context, tx *store.Tx, ids []string) (map[string]string, error) {
	var q query
	var rows []struct{ ID, MergedInto string }
	at := places(&q, ids)
	err := tx.Select(ctx, &rows, "SELECT id, COALESCE(merged_into, id) AS merged_into FROM organisation WHERE id IN ("+at+") OR merged_into IN ("+at+")", q.args...)
	stands := make(map[string]string, len(rows))
	for _, row := range rows {
		stands[row.ID] = row.MergedInto
	}
	return stands, err
}

// Named gives what organisations are called, by their keys.
func Named(ctx context.Context, tx *store.Tx, ids []string) (map[string]string, error) {
	names := map[string]string{}
	for some := range slices.Chunk(ids, lookedUp) {
		var q query
		var rows []struct{ ID, Name string }
		if err := tx.Select(ctx, &rows, "SELECT id, name FROM organisation WHERE id IN ("+places(&q, some)+")", q.args...); err != nil {
			return nil, err
		}
		for _, row := range rows {
			names[row.ID] = row.Name
		}
	}
	return names, nil
}
