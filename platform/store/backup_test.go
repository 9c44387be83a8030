package store_test

import (
	"os"
	"path/filepath"
	"testing"

	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

func TestABackupIsRestoredIntoAnEmptyPlace(t *testing.T) {
	for _, engine := range storetest.Engines {
		t.Run(string(engine), func(t *testing.T) {
			from := storetest.Open(t, engine)
			withTable(t, from)
			check(t, from.Execute(ctx, "INSERT INTO thing (id) VALUES ('kept')"))
			file := filepath.Join(t.TempDir(), "backup")
			check(t, from.Backup(ctx, file))
			wantAdvice(t, from.Backup(ctx, file), "store.copy_exists")

			place := storetest.Empty(t, engine)
			check(t, store.Restore(ctx, file, place))
			to, err := store.Open(ctx, place)
			check(t, err)
			defer to.Close() //nolint:errcheck // a test's database
			var id string
			check(t, to.Read(ctx, func(tx *store.Tx) error { return tx.Get(ctx, &id, "SELECT id FROM thing") }))
			if id != "kept" {
				t.Errorf("got %q", id)
			}
			check(t, to.CheckFile(ctx))
			wantAdvice(t, store.Restore(ctx, file, place), "store.restore_occupied")
			wantAdvice(t, store.Restore(ctx, file+"x", storetest.Empty(t, engine)), "store.backup_missing")
		})
	}
}

func TestAFileThatIsNoBackupIsRefused(t *testing.T) {
	file := filepath.Join(t.TempDir(), "letter.txt")
	check(t, os.WriteFile(file, []byte("This is a letter and not a database, however long it may become by and by."), 0o600))
	before, err := os.ReadFile(file)
	check(t, err)
	wantAdvice(t, store.Restore(ctx, file, storetest.Empty(t, store.SQLite)), "store.backup_unreadable")
	after, err := os.ReadFile(file)
	check(t, err)
	if string(after) != string(before) {
		t.Error("trying changed the file")
	}
	empty := filepath.Join(t.TempDir(), "empty.db")
	check(t, os.WriteFile(empty, nil, 0o600))
	wantAdvice(t, store.Restore(ctx, empty, storetest.Empty(t, store.SQLite)), "store.backup_unreadable")
	if info, err := os.Stat(empty); err != nil || info.Size() != 0 {
		t.Error("trying changed the empty file")
	}
	wantAdvice(t, store.Restore(ctx, file, storetest.Empty(t, store.Postgres)), "store.tool_failed")
}

// A full disk, as SQLite sees it: no further page can be had.
func TestAFullDiskSavesNothingAndSaysSo(t *testing.T) {
	db := storetest.Open(t, store.SQLite)
	withTable(t, db)
	check(t, db.Execute(ctx, "PRAGMA max_page_count = 1"))
	err := db.Write(ctx, func(tx *store.Tx) error {
		for range 100 {
			if _, err := tx.Exec(ctx, "INSERT INTO thing (id, bytes) VALUES ($1, $2)", store.NewID(), make([]byte, 10000)); err != nil {
				return err
			}
		}
		return nil
	})
	wantAdvice(t, err, "store.disk_full")
	var count int
	check(t, db.Read(ctx, func(tx *store.Tx) error { return tx.Get(ctx, &count, "SELECT count(*) FROM thing") }))
	if count != 0 {
		t.Errorf("%d rows left behind", count)
	}
}
