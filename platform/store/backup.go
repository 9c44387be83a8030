package store

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"samverk/platform/i18n"
)

// Copying says how a backup is made. The zero value makes one that is not encrypted and says nothing meanwhile.
type Copying struct {
	Lock     Lock
	Moment   func(*Tx) error         // reads in the very moment that the backup holds
	Progress func(done, total int64) // bytes; total is 0 when it is not known
}

// Backup writes a whole copy of the database, as it is at one moment, to a new file while it is in use, and gives the
// file's size. Memory does not grow with the database. The file appears whole or not at all. On PostgreSQL the copy is
// made by pg_dump, which must be installed and no older than the server.
func (db *DB) Backup(ctx context.Context, file string, how Copying) (int64, error) {
	locks, err := how.Lock.recipients()
	if err != nil {
		return 0, err
	}
	if err := db.holdsAnything(ctx); err != nil {
		return 0, err
	}
	return writeWhole(file, func(w io.Writer) error {
		locked, err := locking(w, locks)
		if err != nil {
			return err
		}
		counted := &counter{Writer: locked, tell: how.Progress}
		if db.engine == SQLite {
			err = db.copyPages(ctx, counted, how.Moment)
		} else {
			err = db.dump(ctx, counted, how.Moment)
		}
		if err != nil {
			return err
		}
		return locked.Close()
	})
}

// holdsAnything refuses to copy a place where the program has never been.
func (db *DB) holdsAnything(ctx context.Context) error {
	ask := "SELECT count(*) FROM sqlite_master WHERE name = 'goose_db_version'"
	if db.engine == Postgres {
		ask = "SELECT count(to_regclass('goose_db_version'))"
	}
	var tables int
	err := db.Read(ctx, func(tx *Tx) error { return tx.Get(ctx, &tables, ask) })
	if err == nil && tables == 0 {
		err = i18n.Fail("store.nothing_there")
	}
	return err
}

// version is the number of the last migration that the database has had.
func (db *DB) version(ctx context.Context) (version int64, err error) {
	err = db.Read(ctx, func(tx *Tx) error {
		return tx.Get(ctx, &version, "SELECT max(version_id) FROM goose_db_version")
	})
	return version, err
}

// sizeInPages asks how many bytes a SQLite database is.
const sizeInPages = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"

// copyPages writes a SQLite database page by page from one read transaction. Others go on writing: what they write stands
// in the log beside the file until the transaction ends.
func (db *DB) copyPages(ctx context.Context, to *counter, moment func(*Tx) error) error {
	return db.Read(ctx, func(tx *Tx) error {
		if err := tx.Get(ctx, &to.total, sizeInPages); err != nil {
			return err
		}
		if moment != nil {
			if err := moment(tx); err != nil {
				return err
			}
		}
		rows, err := tx.QueryContext(ctx, "SELECT data FROM sqlite_dbpage ORDER BY pgno")
		if err != nil {
			return classify(err)
		}
		defer rows.Close() //nolint:errcheck // rows.Err is what tells
		var page sql.RawBytes
		for rows.Next() {
			if err := rows.Scan(&page); err != nil {
				return err
			}
			if _, err := to.Write(page); err != nil {
				return err
			}
		}
		return classify(rows.Err())
	})
}

// counter tells now and then how much has passed through it.
type counter struct {
	io.Writer
	done, total int64
	tell        func(done, total int64)
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.Writer.Write(p)
	c.done += int64(n)
	if c.tell != nil {
		c.tell(c.done, c.total)
	}
	return n, err
}

// writeWhole makes a new file that appears whole or not at all, readable by its owner only, and gives its size.
func writeWhole(file string, content func(io.Writer) error) (int64, error) {
	if _, err := os.Lstat(file); err == nil {
		return 0, i18n.Fail("store.copy_exists", "file", file)
	}
	folder := filepath.Dir(file)
	partial, err := os.CreateTemp(folder, filepath.Base(file)+".*.partial")
	if err != nil {
		return 0, fileFault(folder, err)
	}
	defer os.Remove(partial.Name()) //nolint:errcheck // gone already when all went well
	err = content(partial)
	if err == nil {
		err = partial.Sync()
	}
	info, statErr := partial.Stat()
	if err = errors.Join(err, statErr, partial.Close()); err != nil {
		return 0, fileFault(folder, err)
	}
	if err := appear(partial.Name(), file); err != nil {
		return 0, fileFault(folder, err)
	}
	return info.Size(), flushFolder(folder)
}

// appear gives a finished file its name. A link never replaces another file; where the disk knows no links, a new name
// has to do.
func appear(partial, file string) error {
	err := os.Link(partial, file)
	if errors.Is(err, fs.ErrExist) {
		return i18n.Fail("store.copy_exists", "file", file)
	}
	if err != nil {
		return os.Rename(partial, file)
	}
	return nil
}

// flushFolder makes a new name last through a power cut.
func flushFolder(folder string) error {
	opened, err := os.Open(folder)
	if err != nil {
		return fileFault(folder, err)
	}
	defer opened.Close()                                                     //nolint:errcheck // only read
	if err := opened.Sync(); err != nil && !errors.Is(err, syscall.EINVAL) { // some disks cannot, and need not
		return fileFault(folder, err)
	}
	return nil
}

// fileFault gives the advice for a fault in writing to a folder.
func fileFault(folder string, err error) error {
	var own *i18n.Error
	switch {
	case errors.As(err, &own), errors.Is(err, context.Canceled):
		return err
	case errors.Is(err, fs.ErrNotExist):
		return i18n.Fail("store.folder_missing", "folder", folder).Because(err)
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return i18n.Fail("store.folder_closed", "folder", folder).Because(err)
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT), errors.Is(err, syscall.EFBIG):
		return i18n.Fail("store.no_room", "folder", folder).Because(err)
	case errors.As(err, new(*fs.PathError)), errors.Is(err, syscall.EIO):
		return i18n.Fail("store.disk_fault").Because(err)
	}
	return err
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
