package audit

import (
	"context"
	"log/slog"
	"time"

	"samverk/platform/store"
)

// sealBatch bounds how many entries one sealing transaction takes, so that it stays short.
const sealBatch = 2000

// sealLock is held by the one sealer that works; other copies of the program wait their turn.
const sealLock = "samverk audit sealer"

// SealAll numbers and chains every committed entry that is not sealed yet, and gives how many that was. On SQLite
// there are none.
func SealAll(ctx context.Context, db *store.DB) (int, error) {
	total := 0
	for {
		sealed, err := sealSome(ctx, db)
		total += sealed
		if err != nil || sealed < sealBatch {
			return total, err
		}
	}
}

func sealSome(ctx context.Context, db *store.DB) (int, error) {
	if db.Engine() != store.Postgres {
		return 0, nil
	}
	var waiting []Entry
	err := db.Write(ctx, func(tx *store.Tx) error {
		waiting = nil
		if err := tx.Lock(ctx, sealLock); err != nil {
			return err
		}
		err := tx.Select(ctx, &waiting, `SELECT `+entryColumns+` FROM audit_entry WHERE seq IS NULL ORDER BY at, id LIMIT $1`, sealBatch)
		if err != nil || len(waiting) == 0 {
			return err
		}
		return sealEntries(ctx, tx, waiting)
	})
	return len(waiting), err
}

func sealEntries(ctx context.Context, tx *store.Tx, waiting []Entry) error {
	end, err := readHead(ctx, tx)
	if err != nil {
		return err
	}
	update, err := tx.PrepareContext(ctx, "UPDATE audit_entry SET seq = $1, previous = $2, hash = $3 WHERE id = $4")
	if err != nil {
		return err
	}
	defer update.Close() //nolint:errcheck // it ends with the transaction
	for i := range waiting {
		e := &waiting[i]
		e.seal(end)
		if _, err := update.ExecContext(ctx, e.Seq, e.Previous, e.Hash, e.ID); err != nil {
			return err
		}
		end = head{e.Seq, e.Hash}
	}
	return writeHead(ctx, tx, end)
}

// sealEvery is how often the sealer looks; what is promised is once a second.
const sealEvery = 500 * time.Millisecond

// RunSealer seals until ctx ends. Several copies of the program may run it at once.
func RunSealer(ctx context.Context, db *store.DB) {
	if db.Engine() != store.Postgres {
		return
	}
	tick := time.NewTicker(sealEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if _, err := SealAll(ctx, db); err != nil && ctx.Err() == nil {
				slog.Error("sealing the audit trail failed; trying again", "error", err)
			}
		}
	}
}
