package store

import (
	"errors"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"samverk/platform/i18n"
)

// Kinds of failure that callers act on. Test with errors.Is.
var (
	ErrNotFound = errors.New("no such row")
	ErrConflict = errors.New("another row has the same unique value")
	ErrInUse    = errors.New("another row refers to this one, or it refers to one that is not there")
	ErrRetry    = errors.New("the transaction must be tried again")
)

// Mendable is what an error tells a person that they can mend themselves; nil for every other error, among them that there is
// no such thing and that the database cannot be written.
func Mendable(err error) *i18n.Error {
	var own *i18n.Error
	if errors.As(err, &own) && !errors.Is(err, ErrNotFound) && !errors.Is(err, ErrStorage) {
		return own
	}
	return nil
}

// classify gives err a kind, or for faults that a person can mend (disk full, file locked, read-only) the advice.
func classify(err error) error {
	if err == nil {
		return nil
	}
	var own *i18n.Error
	if errors.As(err, &own) {
		return err
	}
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return classifyPostgres(pg, err)
	}
	var lite *sqlite.Error
	if errors.As(err, &lite) {
		return classifySQLite(lite, err)
	}
	return err
}

func classifyPostgres(pg *pgconn.PgError, err error) error {
	switch pg.Code {
	case "23505":
		return errors.Join(ErrConflict, err)
	case "23503":
		return errors.Join(ErrInUse, err)
	case "40001", "40P01":
		return errors.Join(ErrRetry, err)
	case "53100":
		return i18n.Fail("store.disk_full").Because(storageError{err})
	}
	return err
}

func classifySQLite(lite *sqlite.Error, err error) error {
	switch lite.Code() {
	case sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY:
		return errors.Join(ErrConflict, err)
	case sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
		return errors.Join(ErrInUse, err)
	}
	switch lite.Code() & 0xff { // extended codes keep the plain code in the low byte
	case sqlite3.SQLITE_FULL:
		return i18n.Fail("store.disk_full").Because(storageError{err})
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return i18n.Fail("store.locked").Because(storageError{err})
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM:
		return i18n.Fail("store.read_only").Because(storageError{err})
	case sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT:
		return i18n.Fail("store.not_a_database").Because(storageError{err})
	case sqlite3.SQLITE_CANTOPEN:
		return i18n.Fail("store.cannot_open", "file", "").Because(storageError{err})
	case sqlite3.SQLITE_IOERR:
		return i18n.Fail("store.disk_fault").Because(storageError{err})
	}
	return err
}

// ErrStorage is the cause of what a person at the page cannot mend: a full disk, a locked file.
var ErrStorage = errors.New("the storage failed")

// storageError is an error of the engine that is ErrStorage too.
type storageError struct{ error }

func (e storageError) Unwrap() error        { return e.error }
func (e storageError) Is(target error) bool { return target == ErrStorage }
