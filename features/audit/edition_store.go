package audit

import (
	"context"

	"samverk/platform/store"
)

// Edition says how much has been done by a moment. Every change is written to the trail in its own transaction, entries
// are never taken away, and an entry is either numbered (SQLite at once, PostgreSQL by the sealer soon after) or still
// waiting. The last number plus the number of those waiting is therefore how many changes a reader sees: it grows with
// every commit of any process, on either engine, and never stays the same when data has changed.
type Edition struct {
	Changes int64 // entries visible in all
	Sealed  int64 // of them numbered
}

// EditionOf asks for the edition with one statement: the head's only row, and an index that holds only waiting entries.
func EditionOf(ctx context.Context, tx *store.Tx) (Edition, error) {
	var e Edition
	var waiting int64
	err := tx.QueryRowContext(ctx, `SELECT seq, (SELECT count(*) FROM audit_entry WHERE seq IS NULL) FROM audit_head WHERE id = 1`).
		Scan(&e.Sealed, &waiting)
	e.Changes = e.Sealed + waiting
	return e, err
}

type editionKey struct{}

// WithEdition gives a context for a request that only reads, with the edition as it was when the request began.
func WithEdition(ctx context.Context, e Edition) context.Context {
	return context.WithValue(ctx, editionKey{}, e)
}

// CurrentEdition is the context's edition, asked for when it has none.
func CurrentEdition(ctx context.Context, db *store.DB) (e Edition, err error) {
	if e, known := ctx.Value(editionKey{}).(Edition); known {
		return e, nil
	}
	err = db.Glance(func(tx *store.Tx) (err error) {
		e, err = EditionOf(ctx, tx)
		return err
	})
	return e, err
}

// Since lists what has been done since an edition to other things than accounts, most of the entry left out; false when
// that is more than most. On PostgreSQL an entry that was waiting at the edition is listed again.
func Since(ctx context.Context, tx *store.Tx, e Edition, most int) ([]Entry, bool, error) {
	var entries []Entry
	const columns = "SELECT action, object_kind, object_id, before, after FROM audit_entry WHERE object_kind <> 'account' AND "
	err := tx.Select(ctx, &entries, columns+"seq > $1 UNION ALL "+columns+"seq IS NULL LIMIT $2", e.Sealed, most+1)
	return entries, len(entries) <= most, err
}
