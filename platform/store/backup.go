package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"

	"samverk/platform/i18n"
)

// Backup writes a whole, consistent copy of the database to a new file while it is in use. On PostgreSQL it is made by
// pg_dump, which must be installed and no older than the server.
func (db *DB) Backup(ctx context.Context, file string) error {
	if db.engine == SQLite {
		return db.CopyTo(ctx, file)
	}
	if _, err := os.Stat(file); err == nil {
		return i18n.Fail("store.copy_exists", "file", file)
	}
	partial := file + ".partial"
	defer os.Remove(partial) //nolint:errcheck // gone already when all went well
	if err := postgresTool(ctx, "pg_dump", db.address, "--format=custom", "--no-owner", "--file="+partial); err != nil {
		return err
	}
	return os.Rename(partial, file)
}

// Restore fills the empty place at the address from a file that Backup wrote on the same engine. A place that holds a
// database already is refused: nothing is overwritten.
func Restore(ctx context.Context, file, address string) error {
	if _, err := os.Stat(file); err != nil {
		return i18n.Fail("store.backup_missing", "file", file).Because(err)
	}
	if EngineOf(address) == Postgres {
		return restorePostgres(ctx, file, address)
	}
	return restoreSQLite(ctx, file, address)
}

func restoreSQLite(ctx context.Context, file, path string) error {
	if _, err := os.Stat(path); err == nil {
		return i18n.Fail("store.restore_occupied", "place", path)
	}
	partial := path + ".partial"
	defer removeDatabase(partial) // gone already when all went well
	if err := copyFile(file, partial); err != nil {
		return err
	}
	if err := isOurs(ctx, partial); err != nil {
		return i18n.Fail("store.backup_unreadable", "file", file).Because(err)
	}
	return os.Rename(partial, path)
}

// isOurs opens a copy, never the backup itself, which stays as it was.
func isOurs(ctx context.Context, path string) error {
	db, err := Open(ctx, path)
	if err != nil {
		return err
	}
	var tables int
	err = db.Read(ctx, func(tx *Tx) error {
		return tx.Get(ctx, &tables, "SELECT count(*) FROM sqlite_master WHERE name = 'goose_db_version'")
	})
	if err == nil && tables == 0 {
		err = errors.New("the file holds no table of migrations")
	}
	return errors.Join(err, db.Close())
}

// removeDatabase removes a SQLite file and what the engine keeps beside it.
func removeDatabase(path string) {
	for _, suffix := range []string{"", "-wal", "-shm"} {
		os.Remove(path + suffix) //nolint:errcheck // it need not be there
	}
}

// copyFile copies a file to a new one and flushes it to the disk.
func copyFile(from, to string) error {
	source, err := os.Open(from)
	if err != nil {
		return i18n.Fail("store.backup_unreadable", "file", from).Because(err)
	}
	defer source.Close() //nolint:errcheck // only read
	target, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return i18n.Fail("store.cannot_open", "file", filepath.Base(to)).Because(err)
	}
	_, err = io.Copy(target, source)
	if err = errors.Join(err, target.Sync(), target.Close()); err != nil {
		return i18n.Fail("store.disk_fault").Because(err)
	}
	return nil
}

func restorePostgres(ctx context.Context, file, address string) error {
	db, err := Open(ctx, address)
	if err != nil {
		return err
	}
	var tables int
	err = db.Read(ctx, func(tx *Tx) error {
		return tx.Get(ctx, &tables, "SELECT count(*) FROM information_schema.tables WHERE table_schema = current_schema()")
	})
	if err = errors.Join(err, db.Close()); err != nil {
		return err
	}
	if tables > 0 {
		return i18n.Fail("store.restore_occupied", "place", "PostgreSQL")
	}
	return postgresTool(ctx, "pg_restore", address, "--no-owner", "--single-transaction", "--exit-on-error", file)
}

// postgresTool runs one of PostgreSQL's own programs on the database. The password goes through the environment, where
// other users of the machine cannot see it.
func postgresTool(ctx context.Context, program, address string, args ...string) error {
	place, err := url.Parse(address)
	if err != nil {
		return i18n.Fail("store.postgres_unreachable").Because(errors.New("the address cannot be read"))
	}
	environment := os.Environ()
	if password, given := place.User.Password(); given {
		environment = append(environment, "PGPASSWORD="+password)
		place.User = url.User(place.User.Username())
	}
	path, err := exec.LookPath(program)
	if err != nil {
		return i18n.Fail("store.tool_missing", "program", program).Because(err)
	}
	cmd := exec.CommandContext(ctx, path, append([]string{"--dbname=" + place.String()}, args...)...)
	cmd.Env = environment
	var output bytes.Buffer
	cmd.Stderr = &output
	if err := cmd.Run(); err != nil {
		return i18n.Fail("store.tool_failed", "program", program).Because(fmt.Errorf("%w: %s", err, output.String()))
	}
	return nil
}

// CheckFile asks SQLite whether the file is whole and every reference leads somewhere. PostgreSQL keeps its own watch.
func (db *DB) CheckFile(ctx context.Context) error {
	if db.engine != SQLite {
		return nil
	}
	return db.Read(ctx, func(tx *Tx) error {
		var verdicts []string
		if err := tx.Select(ctx, &verdicts, "SELECT integrity_check FROM pragma_integrity_check"); err != nil {
			return err
		}
		if len(verdicts) != 1 || verdicts[0] != "ok" {
			return i18n.Fail("store.not_whole", "first", verdicts[0])
		}
		var loose int
		if err := tx.Get(ctx, &loose, "SELECT count(*) FROM pragma_foreign_key_check"); err != nil {
			return err
		}
		if loose > 0 {
			return i18n.Fail("store.loose_references", "number", loose)
		}
		return nil
	})
}
