package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/gofrs/flock"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"samverk/platform/i18n"
)

// Migrated says what Migrate did. Versions are migration numbers; From is 0 for a new database.
type Migrated struct {
	From, To int64
	Copy     string // where an older SQLite file was copied before it was changed; empty when nothing was copied
}

// History is how the database became what it is: SQL files for one engine, and steps that only code can take. A step's
// number has no file.
type History struct {
	Files fs.FS
	Steps []*goose.Migration
}

// Migrate brings the database to the newest version in its history. Copies of the program that start at once wait for
// each other. An older SQLite file is copied first. A database newer than that is refused with advice.
func (db *DB) Migrate(ctx context.Context, list History) (Migrated, error) {
	provider, err := db.provider(list)
	if err != nil {
		return Migrated{}, err
	}
	unlock, err := db.lockMigration()
	if err != nil {
		return Migrated{}, err
	}
	defer unlock()
	done, err := db.standing(ctx, provider)
	if err != nil || done.From == done.To {
		return done, err
	}
	if done.From > 0 {
		if done.Copy, err = db.copyBeforeMigration(ctx, done.From); err != nil {
			return done, err
		}
	}
	if _, err := provider.Up(ctx); err != nil {
		return done, migrationError(err)
	}
	return done, nil
}

// standing compares the database's version with the list's.
func (db *DB) standing(ctx context.Context, provider *goose.Provider) (Migrated, error) {
	from, err := provider.GetDBVersion(ctx)
	if err != nil {
		return Migrated{}, openError(db, err)
	}
	sources := provider.ListSources()
	done := Migrated{From: from, To: sources[len(sources)-1].Version}
	if from > done.To {
		return done, i18n.Fail("store.newer_than_program", "database", from, "program", done.To)
	}
	return done, nil
}

func (db *DB) provider(list History) (*goose.Provider, error) {
	steps := goose.WithGoMigrations(list.Steps...)
	if db.engine == SQLite {
		return goose.NewProvider(goose.DialectSQLite3, db.write, list.Files, steps)
	}
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 300)) // look again every second, for five minutes
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(goose.DialectPostgres, db.write, list.Files, steps, goose.WithSessionLocker(locker))
}

// lockMigration keeps a second process from migrating the same SQLite file. PostgreSQL has goose's own lock.
func (db *DB) lockMigration() (unlock func(), err error) {
	if db.engine != SQLite {
		return func() {}, nil
	}
	path := db.address + ".migrate-lock"
	file := flock.New(path)
	if err := file.Lock(); err != nil {
		return nil, i18n.Fail("store.cannot_open", "file", db.address).Because(err)
	}
	return func() {
		os.Remove(path) //nolint:errcheck // a lock file left behind harms nobody
		file.Unlock()   //nolint:errcheck // closing the process unlocks as well
	}, nil
}

func (db *DB) copyBeforeMigration(ctx context.Context, version int64) (string, error) {
	if db.engine != SQLite {
		return "", nil // every migration is one transaction there; see docs/decisions
	}
	name := fmt.Sprintf("%s.before-%d-%s", db.address, version, time.Now().UTC().Format("20060102T150405"))
	_, err := db.Backup(ctx, name, Copying{})
	return name, err
}

func migrationError(err error) error {
	if err = classify(err); errors.As(err, new(*i18n.Error)) {
		return err
	}
	return i18n.Fail("store.migration_failed").Because(err)
}
