package audit_test

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"samverk/features/audit"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

// links is how long a chain is tampered with.
const links = 12

// untouched gives a chain that holds, and its anchor. Every test below breaks only what is whole before.
func untouched(t *testing.T, db *store.DB) string {
	t.Helper()
	appendEntries(t, db, links)
	report, err := audit.Verify(ctx, db, "")
	check(t, err)
	if report.Sealed != links || report.Anchor == "" {
		t.Fatalf("the chain is not whole to begin with: %+v", report)
	}
	return report.Anchor
}

// wantFirst asks that the check fails with the message and names the entry.
func wantFirst(t *testing.T, db *store.DB, anchor, message string, seq int64) {
	t.Helper()
	_, err := audit.Verify(ctx, db, anchor)
	var own *i18n.Error
	if !errors.As(err, &own) || own.ID != message {
		t.Fatalf("got %v, want %s about entry %d", err, message, seq)
	}
	if named, ok := own.Args["seq"]; !ok || named != seq {
		t.Fatalf("%s names entry %v, the first broken is %d", message, named, seq)
	}
}

// put runs a statement with its values, as somebody with the database's password could.
func put(t *testing.T, db *store.DB, statement string, values ...any) {
	t.Helper()
	check(t, db.Write(ctx, func(tx *store.Tx) error {
		n, err := tx.Exec(ctx, statement, values...)
		if err == nil && n == 0 {
			err = errors.New(statement + " changed nothing")
		}
		return err
	}))
}

// columns are those of the table itself, so that one added later is tried too.
func columns(t *testing.T, db *store.DB) (names []string) {
	t.Helper()
	check(t, db.Read(ctx, func(tx *store.Tx) error {
		rows, err := tx.QueryContext(ctx, "SELECT * FROM audit_entry WHERE 1 = 0")
		if err != nil {
			return err
		}
		defer rows.Close() //nolint:errcheck // nothing is read
		names, err = rows.Columns()
		return err
	}))
	return names
}

func TestEveryColumnOfAnEntryIsProtected(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		untouched(t, db)
		random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // the same places each time
		for _, column := range columns(t, db) {
			for range 3 {
				seq := 1 + random.Int64N(links)
				changed, message := any("other"), "audit.entry_changed"
				switch column {
				case "at":
					changed = store.TimeOf(entryAt(t, db, seq).At.Add(1000)) // a microsecond
				case "seq":
					changed, message = int64(100), "audit.entry_missing"
					if seq == links {
						seq-- // the last one moved is the tail cut, which is tried elsewhere
					}
				}
				before := entryAt(t, db, seq)
				put(t, db, "UPDATE audit_entry SET "+column+" = $1 WHERE seq = $2", changed, seq)
				wantFirst(t, db, "", message, seq)
				restore(t, db, before, column)
				if _, err := audit.Verify(ctx, db, ""); err != nil {
					t.Fatalf("%s put back: %v", column, err)
				}
			}
		}
	})
}

// entryAt reads an entry by its number.
func entryAt(t *testing.T, db *store.DB, seq int64) (e audit.Entry) {
	t.Helper()
	check(t, db.Read(ctx, func(tx *store.Tx) error { return tx.Get(ctx, &e, "SELECT * FROM audit_entry WHERE seq = $1", seq) }))
	return e
}

// restore puts a column back as it was.
func restore(t *testing.T, db *store.DB, e audit.Entry, column string) {
	t.Helper()
	by, key := "id", any(e.ID)
	if column == "id" {
		by, key = "seq", e.Seq
	}
	value, known := map[string]any{"id": e.ID, "at": e.At, "actor_kind": e.ActorKind, "actor_id": e.ActorID, "actor_name": e.ActorName,
		"action": e.Action, "object_kind": e.ObjectKind, "object_id": e.ObjectID, "reason": e.Reason, "before": e.Before,
		"after": e.After, "seq": e.Seq, "previous": e.Previous, "hash": e.Hash}[column]
	if !known {
		t.Fatalf("nobody has thought of the column %s: is it in the digest?", column)
	}
	put(t, db, "UPDATE audit_entry SET "+column+" = $1 WHERE "+by+" = $2", value, key)
}

func TestWhatIsTakenSwappedOrPutInIsNamed(t *testing.T) {
	for round := range uint64(2) {
		for name, c := range map[string]struct {
			tamper  func(t *testing.T, db *store.DB, seq int64)
			message string
			after   int64 // how far behind the place the first broken entry is
		}{
			"one taken from the middle": {func(t *testing.T, db *store.DB, seq int64) {
				put(t, db, "DELETE FROM audit_entry WHERE seq = $1", seq)
			}, "audit.entry_missing", 0},
			"one taken and the gap closed": {func(t *testing.T, db *store.DB, seq int64) {
				put(t, db, "DELETE FROM audit_entry WHERE seq = $1", seq)
				shift(t, db, seq, -1)
			}, "audit.entry_changed", 0},
			"two swapped": {func(t *testing.T, db *store.DB, seq int64) {
				a, b := entryAt(t, db, seq), entryAt(t, db, seq+2)
				put(t, db, "UPDATE audit_entry SET seq = -1 WHERE id = $1", a.ID)
				put(t, db, "UPDATE audit_entry SET seq = $1 WHERE id = $2", a.Seq, b.ID)
				put(t, db, "UPDATE audit_entry SET seq = $1 WHERE id = $2", b.Seq, a.ID)
			}, "audit.entry_changed", 0},
			"two swapped with their places in the chain": {func(t *testing.T, db *store.DB, seq int64) {
				a, b := entryAt(t, db, seq), entryAt(t, db, seq+2)
				const place = "UPDATE audit_entry SET seq = $1, previous = $2, hash = $3 WHERE id = $4"
				put(t, db, place, -1, "", "", a.ID)
				put(t, db, place, a.Seq, a.Previous, a.Hash, b.ID)
				put(t, db, place, b.Seq, b.Previous, b.Hash, a.ID)
			}, "audit.entry_changed", 0},
			"one put in without a right hash": {func(t *testing.T, db *store.DB, seq int64) {
				shift(t, db, seq, 1)
				forge(t, db, audit.Entry{Seq: seq, Previous: entryAt(t, db, seq-1).Hash, Hash: "made up"})
			}, "audit.entry_changed", 0},
			"one put in with a right hash": {func(t *testing.T, db *store.DB, seq int64) {
				shift(t, db, seq, 1)
				e := audit.Entry{ID: "forged", Seq: seq, Previous: entryAt(t, db, seq-1).Hash}
				e.Hash = digest(&e)
				forge(t, db, e)
			}, "audit.entry_changed", 1},
		} {
			t.Run(fmt.Sprintf("%s, round %d", name, round), func(t *testing.T) {
				storetest.Each(t, func(t *testing.T, db *store.DB) {
					anchor := untouched(t, db)
					seq := 2 + rand.New(rand.NewPCG(round, 7)).Int64N(links-4) //nolint:gosec // the same places each time
					c.tamper(t, db, seq)
					wantFirst(t, db, "", c.message, seq+c.after)
					wantFirst(t, db, anchor, c.message, seq+c.after)
				})
			})
		}
	}
}

func TestWhatIsPutAfterTheEndIsNamed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		untouched(t, db)
		e := audit.Entry{ID: "forged", Seq: links + 1, Previous: entryAt(t, db, links).Hash}
		e.Hash = digest(&e)
		forge(t, db, e)
		wantFirst(t, db, "", "audit.tail_added", links+1)
	})
}

func TestAnEndThatIsNotTheChainsIsNamed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		untouched(t, db)
		put(t, db, "UPDATE audit_head SET hash = 'other'")
		wantFirst(t, db, "", "audit.head_differs", links)
	})
}

// On SQLite every entry is sealed as it is written: one that is not has been put there by somebody else.
func TestAnEntryOutsideTheChainIsNamedOnSQLite(t *testing.T) {
	db := storetest.Open(t, store.SQLite)
	untouched(t, db)
	put(t, db, `INSERT INTO audit_entry (id, at, actor_kind, actor_id, actor_name, action, object_kind, object_id, reason, before, after)
		VALUES ('forged', $1, '', '', '', 'made.up', '', '', '', '', '')`, store.Now())
	_, err := audit.Verify(ctx, db, "")
	wantMessage(t, err, "audit.entry_outside")
}

// Whoever cuts the tail and mends the end of the chain is found by the anchor alone.
func TestACutTailIsFoundByTheAnchor(t *testing.T) {
	for _, cut := range []int64{1, 5, links - 1, links} {
		storetest.Each(t, func(t *testing.T, db *store.DB) {
			anchor := untouched(t, db)
			left := links - cut
			put(t, db, "DELETE FROM audit_entry WHERE seq > $1", left)
			_, err := audit.Verify(ctx, db, "")
			wantMessage(t, err, "audit.tail_missing")
			hash := ""
			if left > 0 {
				hash = entryAt(t, db, left).Hash
			}
			put(t, db, "UPDATE audit_head SET seq = $1, hash = $2", left, hash)
			if _, err := audit.Verify(ctx, db, ""); err != nil {
				t.Fatalf("the end is not mended as an intruder would: %v", err)
			}
			wantFirst(t, db, anchor, "audit.anchor_missing", links)
		})
	}
}

// Whoever can write in the database can count every hash anew: only an anchor kept elsewhere tells.
func TestAChainCountedAnewIsFoundByTheAnchor(t *testing.T) {
	for round := range uint64(3) {
		storetest.Each(t, func(t *testing.T, db *store.DB) {
			anchor := untouched(t, db)
			seq := 1 + rand.New(rand.NewPCG(round, 3)).Int64N(links) //nolint:gosec // the same places each time
			put(t, db, "UPDATE audit_entry SET reason = 'better' WHERE seq = $1", seq)
			wantFirst(t, db, anchor, "audit.entry_changed", seq)
			last := ""
			for n := int64(1); n <= links; n++ {
				e := entryAt(t, db, n)
				e.Previous = last
				last = digest(&e)
				put(t, db, "UPDATE audit_entry SET previous = $1, hash = $2 WHERE seq = $3", e.Previous, last, n)
			}
			put(t, db, "UPDATE audit_head SET hash = $1", last)
			if _, err := audit.Verify(ctx, db, ""); err != nil {
				t.Fatalf("the chain is not counted anew as an intruder would: %v", err)
			}
			wantFirst(t, db, anchor, "audit.anchor_differs", links)
		})
	}
}

func TestACheckTellsHowFarItHasCome(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		const n = 2001
		check(t, db.Write(ctx, func(tx *store.Tx) error {
			for range n {
				if err := audit.Append(ctx, tx, audit.Change{Action: "x"}); err != nil {
					return err
				}
			}
			return nil
		}))
		_, err := audit.SealAll(ctx, db)
		check(t, err)
		var told []int64
		_, err = audit.VerifyTelling(ctx, db, audit.Checking{Progress: func(done, all int64) {
			if all != n {
				t.Errorf("it is said to be %d entries", all)
			}
			told = append(told, done)
		}})
		check(t, err)
		if len(told) != 2 || told[0] != 1000 || told[1] != 2000 {
			t.Errorf("told: %v", told)
		}
	})
}

// shift moves the numbers from a place on, one at a time because no two may be alike.
func shift(t *testing.T, db *store.DB, from, by int64) {
	t.Helper()
	const away = 1000
	put(t, db, "UPDATE audit_entry SET seq = seq + $1 WHERE seq >= $2", away, from)
	put(t, db, "UPDATE audit_entry SET seq = seq - $1 WHERE seq >= $2", away-by, away)
}

// forge puts an entry into the table.
func forge(t *testing.T, db *store.DB, e audit.Entry) {
	t.Helper()
	put(t, db, `INSERT INTO audit_entry (id, at, actor_kind, actor_id, actor_name, action, object_kind, object_id, reason, before, after,
		seq, previous, hash) VALUES ('forged', '2026-01-01 00:00:00', '', '', '', '', '', '', '', '', '', $1, $2, $3)`, e.Seq, e.Previous, e.Hash)
}

// digest is the hash of an entry counted from what the program promises of it, as an intruder or an auditor would:
// the number, then each field with its length before it.
func digest(e *audit.Entry) string {
	at := "2026-01-01 00:00:00.000000"
	if !e.At.IsZero() {
		at = e.At.UTC().Format("2006-01-02 15:04:05.000000")
	}
	said := binary.BigEndian.AppendUint64(nil, uint64(e.Seq)) //nolint:gosec // numbers begin at 1
	for _, field := range []string{e.Previous, e.ID, at, string(e.ActorKind), e.ActorID, e.ActorName, e.Action, e.ObjectKind,
		e.ObjectID, e.Reason, e.Before, e.After} {
		said = append(binary.BigEndian.AppendUint64(said, uint64(len(field))), field...)
	}
	sum := sha256.Sum256(said)
	return hex.EncodeToString(sum[:])
}
