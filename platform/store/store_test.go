package store_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"testing"
	"testing/fstest"
	"time"

	"samverk/migrations"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

func TestMain(m *testing.M) {
	code := m.Run()
	storetest.Stop()
	os.Exit(code)
}

var ctx = context.Background()

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantAdvice(t *testing.T, err error, id string) {
	t.Helper()
	var own *i18n.Error
	if !errors.As(err, &own) || own.ID != id {
		t.Fatalf("got %v, want the message %s", err, id)
	}
}

// withTable gives a database with one small table.
func withTable(t *testing.T, db *store.DB) {
	t.Helper()
	check(t, db.Execute(ctx, "CREATE TABLE thing (id text PRIMARY KEY, at timestamp, day date, amount bigint, yes boolean, bytes bytea, list text)"))
}

func TestWriteKeepsAllOrNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		withTable(t, db)
		failure := errors.New("changed my mind")
		err := db.Write(ctx, func(tx *store.Tx) error {
			if _, err := tx.Exec(ctx, "INSERT INTO thing (id) VALUES ($1)", "a"); err != nil {
				return err
			}
			return failure
		})
		if !errors.Is(err, failure) {
			t.Fatalf("got %v", err)
		}
		var count int
		check(t, db.Read(ctx, func(tx *store.Tx) error { return tx.Get(ctx, &count, "SELECT count(*) FROM thing") }))
		if count != 0 {
			t.Fatalf("%d rows left behind", count)
		}
	})
}

// A driver that binds $2, $1 in order of appearance would swap the values in silence.
func TestPlaceholdersAreBoundByNumber(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		var row struct{ First, Second string }
		check(t, db.Read(ctx, func(tx *store.Tx) error {
			return tx.Get(ctx, &row, "SELECT CAST($2 AS text) AS first, CAST($1 AS text) AS second", "one", "two")
		}))
		if row.First != "two" || row.Second != "one" {
			t.Fatalf("got %+v", row)
		}
	})
}

func TestColumnsReadBackAlike(t *testing.T) {
	type thing struct {
		ID     string
		At     store.Time
		Amount int64
		Yes    bool
		Bytes  []byte
		List   store.JSON[[]string]
	}
	want := thing{"å", store.TimeOf(time.Date(2019, 3, 31, 2, 30, 0, 123456789, time.FixedZone("x", 7200))), 1 << 52, true,
		[]byte{0, 255}, store.AsJSON([]string{"ö", `"`})}
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		withTable(t, db)
		var got thing
		check(t, db.Write(ctx, func(tx *store.Tx) error {
			_, err := tx.Exec(ctx, "INSERT INTO thing (id, at, amount, yes, bytes, list) VALUES ($1, $2, $3, $4, $5, $6)",
				want.ID, want.At, want.Amount, want.Yes, want.Bytes, want.List)
			return err
		}))
		check(t, db.Read(ctx, func(tx *store.Tx) error {
			return tx.Get(ctx, &got, "SELECT id, at, amount, yes, bytes, list FROM thing")
		}))
		if !got.At.Equal(want.At.Time) || got.Amount != want.Amount || !got.Yes || string(got.Bytes) != string(want.Bytes) ||
			got.ID != want.ID || got.List.V[1] != `"` {
			t.Fatalf("got %+v, want %+v", got, want)
		}
	})
}

func TestFailuresHaveKinds(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		withTable(t, db)
		insert := func(tx *store.Tx) error {
			_, err := tx.Exec(ctx, "INSERT INTO thing (id) VALUES ('a')")
			return err
		}
		check(t, db.Write(ctx, insert))
		if err := db.Write(ctx, insert); !errors.Is(err, store.ErrConflict) {
			t.Errorf("the same key twice: %v", err)
		}
		err := db.Read(ctx, func(tx *store.Tx) error {
			var id string
			return tx.Get(ctx, &id, "SELECT id FROM thing WHERE id = 'b'")
		})
		if !errors.Is(err, store.ErrNotFound) {
			t.Errorf("a missing row: %v", err)
		}
		if err := db.Read(ctx, insert); err == nil {
			t.Error("a read transaction let a write through")
		}
	})
}

func TestOpenRefusesWithAdvice(t *testing.T) {
	folder := t.TempDir()
	picture := folder + "/picture.db"
	check(t, os.WriteFile(picture, []byte("\x89PNG\r\n\x1a\n and more that is no database at all, long enough to be read as a header of one"), 0o600))
	for address, id := range map[string]string{
		"":                             "store.no_address",
		folder:                         "store.is_folder",
		folder + "/missing/samverk.db": "store.folder_missing",
		picture:                        "store.not_a_database",
		"postgres://nobody@127.0.0.1:1/none?connect_timeout=1": "store.postgres_unreachable",
	} {
		_, err := store.Open(ctx, address)
		wantAdvice(t, err, id)
	}
}

func TestMigrateOnceAndRefuseNewer(t *testing.T) {
	for _, engine := range storetest.Engines {
		t.Run(string(engine), func(t *testing.T) {
			db, err := store.Open(ctx, storetest.Empty(t, engine))
			check(t, err)
			defer db.Close() //nolint:errcheck // a test's database
			list := migrations.For(engine)
			first, err := db.Migrate(ctx, list)
			check(t, err)
			if first.From != 0 || first.To == 0 || first.Copy != "" {
				t.Fatalf("a new database: %+v", first)
			}
			again, err := db.Migrate(ctx, list)
			check(t, err)
			if again.From != first.To {
				t.Fatalf("the second time: %+v", again)
			}
			older := fstest.MapFS{"00001_first_rooms.sql": {Data: []byte("-- +goose Up\nSELECT 1;\n")}}
			check(t, db.Execute(ctx, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, true)"))
			_, err = db.Migrate(ctx, store.History{Files: older})
			wantAdvice(t, err, "store.newer_than_program")
		})
	}
}

func TestAnOlderFileIsCopiedBeforeItIsMigrated(t *testing.T) {
	db, err := store.Open(ctx, storetest.Empty(t, store.SQLite))
	check(t, err)
	defer db.Close() //nolint:errcheck // a test's database
	step := fstest.MapFS{"00001_a.sql": {Data: []byte("-- +goose Up\nCREATE TABLE a (id text);\n")}}
	_, err = db.Migrate(ctx, store.History{Files: step})
	check(t, err)
	check(t, db.Execute(ctx, "INSERT INTO a VALUES ('kept')"))
	step["00002_b.sql"] = &fstest.MapFile{Data: []byte("-- +goose Up\nDELETE FROM a;\n")}
	done, err := db.Migrate(ctx, store.History{Files: step})
	check(t, err)
	if done.Copy == "" {
		t.Fatal("no copy was made")
	}
	before, err := store.Open(ctx, done.Copy)
	check(t, err)
	defer before.Close() //nolint:errcheck // a test's database
	var id string
	check(t, before.Read(ctx, func(tx *store.Tx) error { return tx.Get(ctx, &id, "SELECT id FROM a") }))
	if id != "kept" {
		t.Fatalf("the copy holds %q", id)
	}
}

func TestAGlanceSeesWhatHasBeenWritten(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		withTable(t, db)
		for n := range 3 {
			var count int
			check(t, db.Glance(func(tx *store.Tx) error {
				return tx.Get(ctx, &count, "SELECT count(*) FROM thing WHERE id <> $1", "none")
			}))
			if count != n {
				t.Fatalf("%d rows, want %d", count, n)
			}
			check(t, db.Write(ctx, func(tx *store.Tx) error {
				_, err := tx.Exec(ctx, "INSERT INTO thing (id) VALUES ($1)", store.NewID())
				return err
			}))
			check(t, db.Execute(ctx, "ALTER TABLE thing ADD COLUMN more_"+string(rune('a'+n))+" text"))
		}
		if err := db.Glance(func(tx *store.Tx) error { return tx.Get(ctx, new(int), "SELECT nothing FROM nowhere") }); err == nil {
			t.Error("a wrong statement gave no error")
		}
	})
}

func TestAPersonCanMendWhatTheyTypedButNotADatabase(t *testing.T) {
	typed := i18n.Fail("form.unreadable")
	if own := store.Mendable(fmt.Errorf("saving: %w", typed)); own == nil || own.ID != "form.unreadable" {
		t.Errorf("got %v", own)
	}
	for _, err := range []error{nil, errors.New("odd"), i18n.Fail("x").Because(store.ErrNotFound), i18n.Fail("x").Because(store.ErrStorage)} {
		if own := store.Mendable(err); own != nil {
			t.Errorf("%v is told as something to mend: %v", err, own)
		}
	}
}

func TestAKeyThatAFormWasGivenIsKept(t *testing.T) {
	id := store.NewID()
	if one, other := store.GivenID(""), store.GivenID(""); store.GivenID(id) != id || !store.IsID(store.GivenID("x")) || one == other {
		t.Error("a given key is not kept, or no new one is made")
	}
}
