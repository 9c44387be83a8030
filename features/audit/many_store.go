package audit

import (
	"context"
	"strings"

	"samverk/platform/store"
)

const entryFields = "id, at, actor_kind, actor_id, actor_name, action, object_kind, object_id, reason, before, after"

// AppendMany writes many changes to the trail in the transaction that makes them, each as an entry of its own, in order.
func AppendMany(ctx context.Context, tx *store.Tx, changes []Change) error {
	if len(changes) == 0 {
		return nil
	}
	columns, isSealed := entryFields, tx.Engine() != store.Postgres
	var end head
	if isSealed {
		columns += ", seq, previous, hash"
		var err error
		if end, err = readHead(ctx, tx); err != nil {
			return err
		}
	}
	rows := store.NewBulk(tx, "audit_entry ("+columns+")", "", 1+strings.Count(columns, ","))
	for i := range changes {
		e, err := newEntry(ctx, changes[i])
		if err != nil {
			return err
		}
		row := []any{e.ID, e.At, e.ActorKind, e.ActorID, e.ActorName, e.Action, e.ObjectKind, e.ObjectID, e.Reason, e.Before, e.After}
		if isSealed {
			e.seal(end)
			end = head{e.Seq, e.Hash}
			row = append(row, e.Seq, e.Previous, e.Hash)
		}
		if err := rows.Add(ctx, row...); err != nil {
			return err
		}
	}
	if err := rows.Flush(ctx); err != nil || !isSealed {
		return err
	}
	return writeHead(ctx, tx, end)
}
