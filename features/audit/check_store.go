package audit

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"samverk/platform/i18n"
	"samverk/platform/store"
)

// Report is the outcome of checking the chain.
type Report struct {
	Sealed   int64 // entries in the chain
	Unsealed int64 // committed but not sealed yet
	Anchor   string
}

// anchor names the end of the chain. Kept elsewhere, it shows later whether the tail has been cut or rewritten. It is
// empty while nothing is sealed.
func (h head) anchor() string {
	if h.Seq == 0 {
		return ""
	}
	return fmt.Sprintf("%d:%s", h.Seq, h.Hash)
}

// Anchor names the end of the chain without walking it; empty while nothing is sealed.
func Anchor(ctx context.Context, tx *store.Tx) (string, error) {
	end, err := readHead(ctx, tx)
	return end.anchor(), err
}

// Checking says how the chain is checked.
type Checking struct {
	Anchor   string                // from an earlier check: the chain must still pass through it; empty asks for nothing
	Progress func(done, all int64) // told now and then how many entries are done; nil: nobody is
}

// Verify walks the chain from the first entry and gives an error naming the first one that does not hold. With an
// anchor from an earlier check the chain must still pass through it; an empty anchor asks for nothing.
func Verify(ctx context.Context, db *store.DB, anchor string) (Report, error) {
	return VerifyTelling(ctx, db, Checking{Anchor: anchor})
}

// VerifyTelling is Verify for long chains: it tells how far it has come. One entry at a time is held in memory.
func VerifyTelling(ctx context.Context, db *store.DB, how Checking) (Report, error) {
	var report Report
	kept, err := parseAnchor(how.Anchor)
	if err != nil {
		return report, err
	}
	err = db.Read(ctx, func(tx *store.Tx) error {
		end, err := readHead(ctx, tx)
		if errors.Is(err, sql.ErrNoRows) {
			return i18n.Fail("audit.head_missing")
		}
		if err != nil {
			return err
		}
		last, err := walk(ctx, tx, kept, func(done int64) {
			if how.Progress != nil {
				how.Progress(done, end.Seq)
			}
		})
		if err != nil {
			return err
		}
		if err := endsAt(last, end, kept); err != nil {
			return err
		}
		report.Sealed, report.Anchor = end.Seq, end.anchor()
		report.Unsealed, err = outside(ctx, tx)
		return err
	})
	return report, err
}

// endsAt tells whether the chain, which holds as far as last, ends where it should.
func endsAt(last, end, kept head) error {
	switch {
	case last.Seq < end.Seq:
		return i18n.Fail("audit.tail_missing", "last", last.Seq, "head", end.Seq)
	case last.Seq > end.Seq:
		return i18n.Fail("audit.tail_added", "seq", end.Seq+1, "head", end.Seq)
	case last != end:
		return i18n.Fail("audit.head_differs", "seq", end.Seq)
	case kept.Seq > last.Seq:
		return i18n.Fail("audit.anchor_missing", "seq", kept.Seq, "last", last.Seq)
	}
	return nil
}

// outside counts the entries that are not in the chain. SQLite has none: the program seals them as it writes them.
func outside(ctx context.Context, tx *store.Tx) (int64, error) {
	var n int64
	err := tx.Get(ctx, &n, "SELECT count(*) FROM audit_entry WHERE seq IS NULL")
	if err != nil || n == 0 || tx.Engine() == store.Postgres {
		return n, err
	}
	var first Entry
	err = tx.Get(ctx, &first, "SELECT "+entryColumns+" FROM audit_entry WHERE seq IS NULL ORDER BY at, id LIMIT 1")
	if err != nil {
		return n, err
	}
	return n, i18n.Fail("audit.entry_outside", "action", first.Action, "id", first.ID)
}

// tellEvery is after how many entries it is told how far the check has come.
const tellEvery = 1000

// walk follows the chain to its last entry.
func walk(ctx context.Context, tx *store.Tx, kept head, tell func(done int64)) (head, error) {
	rows, err := tx.QueryContext(ctx, `SELECT id, at, actor_kind, actor_id, actor_name, action, object_kind, object_id, reason,
		before, after, seq, COALESCE(previous, ''), COALESCE(hash, '') FROM audit_entry WHERE seq IS NOT NULL ORDER BY seq`)
	if err != nil {
		return head{}, err
	}
	defer rows.Close() //nolint:errcheck // rows.Err is what tells
	var last head
	for rows.Next() {
		var e Entry
		if err := rows.Scan(&e.ID, &e.At, &e.ActorKind, &e.ActorID, &e.ActorName, &e.Action, &e.ObjectKind, &e.ObjectID, &e.Reason,
			&e.Before, &e.After, &e.Seq, &e.Previous, &e.Hash); err != nil {
			return last, err
		}
		if err := follows(e, last); err != nil {
			return last, err
		}
		last = head{e.Seq, e.Hash}
		if kept.Seq == last.Seq && kept != last {
			return last, i18n.Fail("audit.anchor_differs", "seq", last.Seq)
		}
		if last.Seq%tellEvery == 0 {
			tell(last.Seq)
		}
	}
	return last, rows.Err()
}

// follows tells whether e is the true next link after last.
func follows(e Entry, last head) error {
	switch {
	case e.Seq != last.Seq+1:
		return i18n.Fail("audit.entry_missing", "seq", last.Seq+1)
	case e.Previous != last.Hash, e.Hash != e.digest():
		return i18n.Fail("audit.entry_changed", "seq", e.Seq, "action", e.Action, "id", e.ID)
	}
	return nil
}

func parseAnchor(text string) (head, error) {
	if text == "" {
		return head{}, nil
	}
	number, hash, found := strings.Cut(text, ":")
	seq, err := strconv.ParseInt(number, 10, 64)
	if !found || err != nil || seq < 1 || strconv.FormatInt(seq, 10) != number || len(hash) != 64 {
		return head{}, i18n.Fail("audit.anchor_unreadable", "anchor", text)
	}
	return head{seq, hash}, nil
}
