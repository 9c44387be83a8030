package app_test

import (
	"context"
	"slices"
	"testing"

	"samverk/features/organisations"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

// An organisation that something refers to is never withdrawn. Its municipalities are its own, and what has
// been merged has been changed, which is enough.
func TestEveryTableThatRefersToOrganisationsIsKnown(t *testing.T) {
	db, ctx := storetest.Open(t, store.SQLite), context.Background()
	var tables []string
	if err := db.Read(ctx, func(tx *store.Tx) error {
		return tx.Select(ctx, &tables, `SELECT DISTINCT m.name FROM sqlite_master m, pragma_foreign_key_list(m.name) f
			WHERE m.type = 'table' AND f."table" = 'organisation' AND m.name NOT IN ('organisation', 'organisation_municipality') ORDER BY m.name`)
	}); err != nil {
		t.Fatal(err)
	}
	known := slices.Sorted(slices.Values(organisations.Referring))
	if !slices.Equal(tables, known) {
		t.Errorf("%v refer to organisations; organisations.Referring has %v", tables, known)
	}
}
