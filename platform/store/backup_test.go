package store_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"filippo.io/age"

	"samverk/migrations"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

// restore fills a place from a file, with the program's own list of migrations.
func restore(file, place string, keys store.Keys) error {
	return store.Restore(ctx, file, place, keys, migrations.For(store.EngineOf(place)))
}

func backup(t *testing.T, from *store.DB, how store.Copying) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "backup")
	size, err := from.Backup(ctx, file, how)
	check(t, err)
	if info, err := os.Stat(file); err != nil || info.Size() != size || info.Mode().Perm() != 0o600 {
		t.Errorf("the backup is said to be %d bytes and is %v (%v)", size, info, err)
	}
	if left, err := os.ReadDir(filepath.Dir(file)); err != nil || len(left) != 1 {
		t.Errorf("beside the backup lies %v (%v)", left, err)
	}
	return file
}

// things gives the keys in a restored database.
func things(t *testing.T, place string) (ids []string) {
	t.Helper()
	db, err := store.Open(ctx, place)
	check(t, err)
	defer db.Close() //nolint:errcheck // a test's database
	check(t, db.CheckFile(ctx))
	check(t, db.Read(ctx, func(tx *store.Tx) error { return tx.Select(ctx, &ids, "SELECT id FROM thing ORDER BY id") }))
	return ids
}

func TestABackupIsRestoredIntoAnEmptyPlace(t *testing.T) {
	for _, engine := range storetest.Engines {
		t.Run(string(engine), func(t *testing.T) {
			from := storetest.Open(t, engine)
			withTable(t, from)
			check(t, from.Execute(ctx, "INSERT INTO thing (id) VALUES ('kept')"))
			file := backup(t, from, store.Copying{})
			_, err := from.Backup(ctx, file, store.Copying{})
			wantAdvice(t, err, "store.copy_exists")
			_, err = from.Backup(ctx, filepath.Join(file+"x", "y"), store.Copying{})
			wantAdvice(t, err, "store.folder_missing")

			place := storetest.Empty(t, engine)
			check(t, restore(file, place, store.Keys{}))
			if ids := things(t, place); len(ids) != 1 || ids[0] != "kept" {
				t.Errorf("got %q", ids)
			}
			wantAdvice(t, restore(file, place, store.Keys{}), "store.restore_occupied")
			wantAdvice(t, restore(file+"x", storetest.Empty(t, engine), store.Keys{}), "store.backup_missing")
			for _, other := range storetest.Engines {
				if other != engine {
					wantAdvice(t, restore(file, storetest.Empty(t, other), store.Keys{}), "store.backup_of_"+string(engine))
				}
			}
		})
	}
}

// Each writer adds pairs, each pair in one transaction; a copy of one moment has no half pair, and exactly what its
// moment saw.
func TestABackupHoldsOneMomentWhileOthersWrite(t *testing.T) {
	for _, engine := range storetest.Engines {
		t.Run(string(engine), func(t *testing.T) {
			from := storetest.Open(t, engine)
			withTable(t, from)
			var written atomic.Int64
			stop := make(chan struct{})
			var writers sync.WaitGroup
			for writer := range 3 {
				writers.Go(func() {
					for n := 0; ; n++ {
						select {
						case <-stop:
							return
						default:
						}
						if err := from.Write(ctx, func(tx *store.Tx) error {
							for half := range 2 {
								if _, err := tx.Exec(ctx, "INSERT INTO thing (id, bytes) VALUES ($1, $2)", fmt.Sprintf("%d-%06d-%d", writer, n, half), make([]byte, 3000)); err != nil {
									return err
								}
							}
							return nil
						}); err != nil {
							t.Error(err)
							return
						}
						written.Add(1)
					}
				})
			}
			for written.Load() < 50 {
				if t.Failed() {
					break
				}
			}
			var seen int
			before := written.Load()
			file := backup(t, from, store.Copying{Moment: func(tx *store.Tx) error {
				return tx.Get(ctx, &seen, "SELECT count(*) FROM thing")
			}})
			during := written.Load() - before
			close(stop)
			writers.Wait()
			place := storetest.Empty(t, engine)
			check(t, restore(file, place, store.Keys{}))
			ids := things(t, place)
			if len(ids) != seen || seen < 100 || during == 0 {
				t.Errorf("the copy has %d rows and its moment saw %d; %d pairs were written meanwhile", len(ids), seen, during)
			}
			for i := 0; i+1 < len(ids); i += 2 {
				if ids[i][:len(ids[i])-1] != ids[i+1][:len(ids[i+1])-1] {
					t.Fatalf("half a pair is in the copy: %s", ids[i])
				}
			}
		})
	}
}

func TestAnEncryptedBackupOpensOnlyWithItsKey(t *testing.T) {
	pair, err := age.GenerateX25519Identity()
	check(t, err)
	other, err := age.GenerateX25519Identity()
	check(t, err)
	stranger, err := age.GenerateX25519Identity()
	check(t, err)
	folder := t.TempDir()
	key, wrongKey := filepath.Join(folder, "key.txt"), filepath.Join(folder, "other.txt")
	check(t, os.WriteFile(key, []byte("# made up\n"+pair.String()+"\n"), 0o600))
	check(t, os.WriteFile(wrongKey, []byte(stranger.String()+"\n"), 0o600))
	for _, engine := range storetest.Engines {
		t.Run(string(engine), func(t *testing.T) {
			from := storetest.Open(t, engine)
			withTable(t, from)
			check(t, from.Execute(ctx, "INSERT INTO thing (id) VALUES ('a secret thing')"))
			for name, c := range map[string]struct {
				lock store.Lock
				keys store.Keys
			}{
				"key":        {store.Lock{To: []string{other.Recipient().String(), pair.Recipient().String()}}, store.Keys{File: key}},
				"passphrase": {store.Lock{Passphrase: "en mening att minnas"}, store.Keys{Passphrase: "en mening att minnas"}},
			} {
				file := backup(t, from, store.Copying{Lock: c.lock})
				place := storetest.Empty(t, engine)
				wantAdvice(t, restore(file, place, store.Keys{}), "store.keys_missing")
				wantAdvice(t, restore(file, place, store.Keys{Passphrase: "en annan mening"}), "store.keys_wrong")
				wantAdvice(t, restore(file, place, store.Keys{File: wrongKey}), "store.keys_wrong")
				check(t, restore(file, place, c.keys))
				if ids := things(t, place); len(ids) != 1 || ids[0] != "a secret thing" {
					t.Errorf("%s: got %q", name, ids)
				}
			}
			_, err := from.Backup(ctx, filepath.Join(t.TempDir(), "x"), store.Copying{Lock: store.Lock{To: []string{"nonsense"}}})
			wantAdvice(t, err, "store.lock_unreadable")
			_, err = from.Backup(ctx, filepath.Join(t.TempDir(), "x"), store.Copying{Lock: store.Lock{To: []string{pair.Recipient().String()}, Passphrase: "x"}})
			wantAdvice(t, err, "store.lock_twice")
		})
	}
}

// Whatever is wrong with a backup, the place is as empty afterwards, and a good backup can be restored there.
func TestADamagedBackupLeavesThePlaceEmpty(t *testing.T) {
	pair, err := age.GenerateX25519Identity()
	check(t, err)
	keys := store.Keys{File: filepath.Join(t.TempDir(), "key.txt")}
	check(t, os.WriteFile(keys.File, []byte(pair.String()), 0o600))
	for _, engine := range storetest.Engines {
		t.Run(string(engine), func(t *testing.T) {
			from := storetest.Open(t, engine)
			withTable(t, from)
			for i := range 200 {
				check(t, from.Write(ctx, func(tx *store.Tx) error {
					_, err := tx.Exec(ctx, "INSERT INTO thing (id, bytes) VALUES ($1, $2)", fmt.Sprint(i), []byte(store.NewID()))
					return err
				}))
			}
			place := storetest.Empty(t, engine)
			good := map[string]string{"plain": backup(t, from, store.Copying{}), "encrypted": backup(t, from, store.Copying{Lock: store.Lock{To: []string{pair.Recipient().String()}}})}
			for name, file := range good {
				content, err := os.ReadFile(file)
				check(t, err)
				bad := filepath.Join(t.TempDir(), "bad")
				for what, damaged := range map[string][]byte{"cut": content[:len(content)*2/3], "end missing": content[:len(content)-1], "begins only": content[:20]} {
					if engine == store.Postgres && name == "plain" && what == "end missing" {
						continue // the last byte of a dump says nothing
					}
					check(t, os.WriteFile(bad, damaged, 0o600))
					if err := restore(bad, place, keys); err == nil {
						t.Fatalf("a backup that is %s, %s, is restored", name, what)
					}
				}
			}
			check(t, restore(good["encrypted"], place, keys))
			if ids := things(t, place); len(ids) != 200 {
				t.Errorf("got %d rows", len(ids))
			}
		})
	}
}

func TestABackupFromANewerProgramIsRefused(t *testing.T) {
	for _, engine := range storetest.Engines {
		t.Run(string(engine), func(t *testing.T) {
			from := storetest.Open(t, engine)
			withTable(t, from)
			older := backup(t, from, store.Copying{})
			check(t, from.Execute(ctx, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, TRUE)"))
			place := storetest.Empty(t, engine)
			wantAdvice(t, restore(backup(t, from, store.Copying{}), place, store.Keys{}), "store.backup_newer")
			check(t, restore(older, place, store.Keys{}))
		})
	}
}

func TestAPlaceWithoutADatabaseIsNotBackedUp(t *testing.T) {
	for _, engine := range storetest.Engines {
		t.Run(string(engine), func(t *testing.T) {
			db, err := store.Open(ctx, storetest.Empty(t, engine))
			check(t, err)
			defer db.Close() //nolint:errcheck // a test's database
			file := filepath.Join(t.TempDir(), "x")
			_, err = db.Backup(ctx, file, store.Copying{})
			wantAdvice(t, err, "store.nothing_there")
			if _, err := os.Stat(file); err == nil {
				t.Error("a file appeared")
			}
		})
	}
}

func TestAFileThatIsNoBackupIsRefused(t *testing.T) {
	folder := t.TempDir()
	for name, content := range map[string]string{"letter.txt": "This is a letter and not a database, however long it may become.", "empty": ""} {
		file := filepath.Join(folder, name)
		check(t, os.WriteFile(file, []byte(content), 0o600))
		for _, engine := range storetest.Engines {
			wantAdvice(t, restore(file, storetest.Empty(t, engine), store.Keys{}), "store.backup_unreadable")
		}
		if after, err := os.ReadFile(file); err != nil || string(after) != content {
			t.Error("trying changed the file")
		}
	}
	if left, err := fs.Glob(os.DirFS(folder), "*"); err != nil || len(left) != 2 {
		t.Errorf("trying left %v", left)
	}
}

// A log beside the place belonged to a database that is gone; SQLite would play it into the restored one.
func TestALogLeftBehindIsNotPlayedIntoWhatIsRestored(t *testing.T) {
	from := storetest.Open(t, store.SQLite)
	file := backup(t, from, store.Copying{})
	place := storetest.Empty(t, store.SQLite)
	check(t, os.WriteFile(place+"-wal", []byte("old"), 0o600))
	wantAdvice(t, restore(file, place, store.Keys{}), "store.restore_occupied")
	check(t, os.Remove(place+"-wal"))
	check(t, os.WriteFile(place, nil, 0o600))
	check(t, restore(file, place, store.Keys{})) // an empty file is an empty place
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
