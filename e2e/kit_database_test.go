package e2e

import (
	"context"

	"samverk/platform/store"
)

// inDatabase writes in the program's database beside it.
func (d desk) inDatabase(do func(ctx context.Context, tx *store.Tx) error) {
	d.t.Helper()
	db, err := store.Open(d.t.Context(), d.database)
	if err != nil {
		d.t.Fatal(err)
	}
	defer db.Close() //nolint:errcheck // nothing more is asked of it
	if err := db.Write(d.t.Context(), func(tx *store.Tx) error { return do(d.t.Context(), tx) }); err != nil {
		d.t.Fatal(err)
	}
}
