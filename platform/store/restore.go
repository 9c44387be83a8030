package store

import (
	"bufio"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"filippo.io/age"
	"github.com/pressly/goose/v3"

	"samverk/platform/i18n"
)

var errNoMigrations = errors.New("it holds no table of migrations")

// Restore fills the empty place at the address from a file that Backup wrote on the same engine, wholly or not at all. A
// place that holds a database already is refused, and so is a backup with migrations that are not in the list.
func Restore(ctx context.Context, file, address string, keys Keys, list History) error {
	newest, err := newestIn(list)
	if err != nil {
		return err
	}
	from := &backupFile{name: file, keys: keys}
	if err := from.isFor(EngineOf(address)); err != nil {
		return err
	}
	if EngineOf(address) == Postgres {
		return restorePostgres(ctx, from, address, newest)
	}
	return restoreSQLite(ctx, from, address, newest)
}

// newestIn is the number of the last migration in the list.
func newestIn(list History) (newest int64, err error) {
	for _, step := range list.Steps {
		newest = max(newest, step.Version)
	}
	names, err := fs.Glob(list.Files, "*.sql")
	for _, name := range names {
		number, err := goose.NumericComponent(name)
		if err != nil {
			return 0, err
		}
		newest = max(newest, number)
	}
	return newest, err
}

func notNewer(version, newest int64) error {
	if version > newest {
		return i18n.Fail("store.backup_newer", "backup", version, "program", newest)
	}
	return nil
}

// backupFile is a file to restore from. It is only ever read.
type backupFile struct {
	name       string
	keys       Keys
	identities []age.Identity // made of the keys when they are needed
}

// reading hands over the plain content from its beginning.
func (b *backupFile) reading(fn func(*bufio.Reader) error) error {
	file, err := os.Open(b.name)
	if errors.Is(err, fs.ErrNotExist) {
		return i18n.Fail("store.backup_missing", "file", b.name).Because(err)
	}
	if err != nil {
		return i18n.Fail("store.backup_closed", "file", b.name).Because(err)
	}
	defer file.Close() //nolint:errcheck // only read
	content, err := b.unlocked(file)
	if err != nil {
		return err
	}
	return fn(content)
}

func (b *backupFile) unreadable(err error) error {
	return i18n.Fail("store.backup_unreadable", "file", b.name).Because(err)
}

// How the two engines' backups begin.
const (
	sqliteBegins   = "SQLite format 3\x00"
	postgresBegins = "PGDMP"
)

// isFor looks at how the content begins.
func (b *backupFile) isFor(engine Engine) error {
	return b.reading(func(r *bufio.Reader) error {
		start, err := r.Peek(len(sqliteBegins))
		isSQLite := string(start) == sqliteBegins
		isPostgres := len(start) >= len(postgresBegins) && string(start[:len(postgresBegins)]) == postgresBegins
		switch {
		case isSQLite && engine == Postgres:
			return i18n.Fail("store.backup_of_sqlite", "file", b.name)
		case isPostgres && engine == SQLite:
			return i18n.Fail("store.backup_of_postgres", "file", b.name)
		case !isSQLite && !isPostgres:
			return b.unreadable(err)
		}
		return nil
	})
}

// restoreSQLite writes the file beside the place, looks whether it is whole, and then gives it its name.
func restoreSQLite(ctx context.Context, from *backupFile, path string, newest int64) error {
	for _, name := range []string{path, path + "-wal"} { // a log left behind would be played into the restored file
		if info, err := os.Stat(name); err == nil && info.Size() > 0 {
			return i18n.Fail("store.restore_occupied", "place", name)
		}
	}
	folder := filepath.Dir(path)
	partial, err := os.CreateTemp(folder, filepath.Base(path)+".*.partial")
	if err != nil {
		return fileFault(folder, err)
	}
	defer removeDatabase(partial.Name()) // gone already when all went well
	err = from.reading(func(r *bufio.Reader) error {
		if _, err := io.Copy(writerOnly{partial}, r); err != nil {
			if err = fileFault(folder, err); errors.As(err, new(*i18n.Error)) {
				return err
			}
			return from.unreadable(err)
		}
		return nil
	})
	if err := errors.Join(err, partial.Sync(), partial.Close()); err != nil {
		return fileFault(folder, err)
	}
	if err := from.isWhole(ctx, partial.Name(), newest); err != nil {
		return err
	}
	if err := os.Rename(partial.Name(), path); err != nil {
		return fileFault(folder, err)
	}
	return flushFolder(folder)
}

// writerOnly hides that a file could read by itself, so that a fault says whether reading or writing failed.
type writerOnly struct{ io.Writer }

// isWhole opens the copy, never the backup itself, which stays as it was.
func (b *backupFile) isWhole(ctx context.Context, path string, newest int64) error {
	info, err := os.Stat(path)
	if err != nil {
		return fileFault(filepath.Dir(path), err)
	}
	db, err := Open(ctx, path)
	if err != nil {
		return b.unreadable(err)
	}
	defer db.Close() //nolint:errcheck // closed below when all went well
	var size int64
	if err := db.Read(ctx, func(tx *Tx) error { return tx.Get(ctx, &size, sizeInPages) }); err != nil || size != info.Size() {
		return b.unreadable(err) // the end of the last page is missing, which the engine does not mind
	}
	if err := db.CheckFile(ctx); err != nil {
		return b.unreadable(err)
	}
	version, err := db.version(ctx)
	if err != nil {
		return b.unreadable(errors.Join(errNoMigrations, err))
	}
	if err := notNewer(version, newest); err != nil {
		return err
	}
	return db.Close()
}

// removeDatabase removes a SQLite file and what the engine keeps beside it.
func removeDatabase(path string) {
	for _, suffix := range []string{"", "-wal", "-shm"} {
		os.Remove(path + suffix) //nolint:errcheck // it need not be there
	}
}
