package audit

import (
	"context"

	"samverk/platform/store"
)

// Namer tells what a thing is called, by the field that holds its key ("indicatorId"); empty when it has no name.
type Namer func(ctx context.Context, tx *store.Tx, field, key string) (string, error)

// head is the end of the chain.
type head struct {
	Seq  int64
	Hash string
}

const entryColumns = `id, at, actor_kind, actor_id, actor_name, action, object_kind, object_id, reason, before, after,
	COALESCE(seq, 0) AS seq, COALESCE(previous, '') AS previous, COALESCE(hash, '') AS hash`

// Append writes the change to the trail in the transaction that makes it.
func Append(ctx context.Context, tx *store.Tx, c Change) error {
	entry, err := newEntry(ctx, c)
	if err != nil {
		return err
	}
	if tx.Engine() == store.Postgres {
		return insertUnsealed(ctx, tx, entry)
	}
	end, err := readHead(ctx, tx)
	if err != nil {
		return err
	}
	entry.seal(end)
	if err := insertSealed(ctx, tx, entry); err != nil {
		return err
	}
	return writeHead(ctx, tx, head{entry.Seq, entry.Hash})
}

func insertUnsealed(ctx context.Context, tx *store.Tx, e Entry) error {
	_, err := tx.Exec(ctx, `INSERT INTO audit_entry
		(id, at, actor_kind, actor_id, actor_name, action, object_kind, object_id, reason, before, after)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		e.ID, e.At, e.ActorKind, e.ActorID, e.ActorName, e.Action, e.ObjectKind, e.ObjectID, e.Reason, e.Before, e.After)
	return err
}

func insertSealed(ctx context.Context, tx *store.Tx, e Entry) error {
	_, err := tx.Exec(ctx, `INSERT INTO audit_entry
		(id, at, actor_kind, actor_id, actor_name, action, object_kind, object_id, reason, before, after, seq, previous, hash)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
		e.ID, e.At, e.ActorKind, e.ActorID, e.ActorName, e.Action, e.ObjectKind, e.ObjectID, e.Reason, e.Before, e.After,
		e.Seq, e.Previous, e.Hash)
	return err
}

func readHead(ctx context.Context, tx *store.Tx) (head, error) {
	var end head
	err := tx.QueryRowContext(ctx, "SELECT seq, hash FROM audit_head WHERE id = 1").Scan(&end.Seq, &end.Hash)
	return end, err
}

func writeHead(ctx context.Context, tx *store.Tx, end head) error {
	_, err := tx.Exec(ctx, "UPDATE audit_head SET seq = $1, hash = $2 WHERE id = 1", end.Seq, end.Hash)
	return err
}

// Version is the last sealed number: the version of what the public sees.
func Version(ctx context.Context, tx *store.Tx) (int64, error) {
	end, err := readHead(ctx, tx)
	return end.Seq, err
}

// Of lists what has happened to an object, oldest first.
func Of(ctx context.Context, tx *store.Tx, objectKind, objectID string) ([]Entry, error) {
	var entries []Entry
	err := tx.Select(ctx, &entries, `SELECT `+entryColumns+` FROM audit_entry
		WHERE object_kind = $1 AND object_id = $2 ORDER BY at, id`, objectKind, objectID)
	return entries, err
}

// Tells tells whether anything has happened to an object.
func Tells(ctx context.Context, tx *store.Tx, objectKind, objectID string) (told bool, err error) {
	err = tx.Get(ctx, &told, "SELECT EXISTS (SELECT 1 FROM audit_entry WHERE object_kind = $1 AND object_id = $2)", objectKind, objectID)
	return told, err
}

// Last is the latest thing that has happened to an object; store.ErrNotFound when nothing has. Its key is the version of
// the object that a form was filled in from.
func Last(ctx context.Context, tx *store.Tx, objectKind, objectID string) (Entry, error) {
	var entry Entry
	err := tx.Get(ctx, &entry, `SELECT `+entryColumns+` FROM audit_entry
		WHERE object_kind = $1 AND object_id = $2 ORDER BY at DESC, id DESC LIMIT 1`, objectKind, objectID)
	return entry, err
}
