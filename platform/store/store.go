// Package store opens the database, SQLite by file or PostgreSQL by address, and gives both one face: read and write
// transactions, column types that read back alike, and error kinds. SQL texts are shared by the engines; they use $1
// placeholders and the part of SQL that both understand.
package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	_ "modernc.org/sqlite"             // the driver "sqlite"

	"samverk/platform/i18n"
)

// Engine is the kind of database behind a DB.
type Engine string

const (
	SQLite   Engine = "sqlite"
	Postgres Engine = "postgres"
)

// DB is an open database. It is safe for use by many goroutines.
type DB struct {
	engine  Engine
	address string
	read    *sql.DB // several connections
	write   *sql.DB // one connection on SQLite; the same pool as read on PostgreSQL
	glances prepared
	reads   prepared
	writes  prepared
}

// EngineOf tells which engine an address means: a postgres:// address or a file path.
func EngineOf(address string) Engine {
	if strings.HasPrefix(address, "postgres://") || strings.HasPrefix(address, "postgresql://") {
		return Postgres
	}
	return SQLite
}

// Open opens the database at a file path (SQLite, made when it is not there) or a postgres:// address.
// The errors are *i18n.Error with advice: a folder that is missing, a file that is no database, a server that does not answer.
func Open(ctx context.Context, address string) (*DB, error) {
	db := &DB{engine: EngineOf(address), address: address}
	var err error
	if db.engine == Postgres {
		err = db.openPostgres()
	} else {
		err = db.openSQLite()
	}
	if err == nil {
		err = db.write.PingContext(ctx)
	}
	if err != nil {
		db.Close() //nolint:errcheck // the first error is what matters
		return nil, openError(db, err)
	}
	return db, nil
}

func (db *DB) openPostgres() (err error) {
	db.write, err = sql.Open("pgx", db.address)
	if err != nil {
		return err
	}
	db.write.SetMaxOpenConns(16)
	db.write.SetMaxIdleConns(16)
	db.write.SetConnMaxIdleTime(5 * time.Minute)
	db.read = db.write
	return nil
}

// Every connection waits for locks, keeps foreign keys, and forces each commit to disk: what was acknowledged must
// survive a power cut.
const sqliteOptions = "?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)" +
	"&_pragma=foreign_keys(1)&_pragma=cache_size(-16000)&_pragma=temp_store(MEMORY)"

func (db *DB) openSQLite() (err error) {
	if db.address == "" {
		return i18n.Fail("store.no_address")
	}
	if info, statErr := os.Stat(db.address); statErr == nil && info.IsDir() {
		return i18n.Fail("store.is_folder", "file", db.address)
	}
	if _, err := os.Stat(filepath.Dir(db.address)); err != nil {
		return i18n.Fail("store.folder_missing", "folder", filepath.Dir(db.address)).Because(err)
	}
	if err := keepToOwner(db.address); err != nil {
		return err
	}
	path := "file:" + (&sqlitePath{db.address}).escaped() + sqliteOptions
	if db.write, err = sql.Open("sqlite", path+"&_txlock=immediate"); err != nil {
		return err
	}
	db.write.SetMaxOpenConns(1)
	if db.read, err = sql.Open("sqlite", path+"&_pragma=query_only(1)"); err != nil {
		return err
	}
	readers := 2 * runtime.GOMAXPROCS(0)
	db.read.SetMaxOpenConns(readers)
	db.read.SetMaxIdleConns(readers)
	return nil
}

// keepToOwner makes a file that is not there yet, readable for its owner only: it holds what is not for everybody on the
// machine. The files that SQLite makes beside it get the same rights.
func keepToOwner(file string) error {
	made, err := os.OpenFile(file, os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, os.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return made.Close()
}

type sqlitePath struct{ path string }

func (p *sqlitePath) escaped() string {
	return strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(p.path)
}

// Engine tells which engine this is.
func (db *DB) Engine() Engine { return db.engine }

// Address is the file path or the postgres:// address, password included: never log it.
func (db *DB) Address() string { return db.address }

// Close closes every connection.
func (db *DB) Close() error {
	var errs []error
	if db.read != nil && db.read != db.write {
		errs = append(errs, db.read.Close())
	}
	if db.write != nil {
		errs = append(errs, db.write.Close())
	}
	return errors.Join(errs...)
}

// Read runs fn in a read-only transaction: everything fn reads belongs to one moment.
func (db *DB) Read(ctx context.Context, fn func(*Tx) error) error {
	options := &sql.TxOptions{ReadOnly: true}
	if db.engine == Postgres {
		options.Isolation = sql.LevelRepeatableRead
	}
	sqlTx, err := db.read.BeginTx(ctx, options)
	if err != nil {
		return classify(err)
	}
	if db.engine == SQLite {
		defer db.reads.learn(context.WithoutCancel(ctx), db.read)
	}
	defer sqlTx.Rollback() //nolint:errcheck // nothing was written
	return fn(db.tx(sqlTx, &db.reads))
}

// tx is the transaction as features see it.
func (db *DB) tx(sqlTx *sql.Tx, kept *prepared) *Tx {
	if db.engine == SQLite {
		return &Tx{statements: &preparing{sqlTx, kept, map[string]*sql.Stmt{}}, engine: db.engine, bare: sqlTx}
	}
	return &Tx{statements: sqlTx, engine: db.engine, bare: sqlTx}
}

// attempts bounds how often a write is tried again after PostgreSQL broke a deadlock.
const attempts = 5

// Write runs fn in a transaction and commits when fn returns nil; otherwise nothing is kept. fn may run again when
// PostgreSQL broke a deadlock, so it must not have effects outside the transaction.
func (db *DB) Write(ctx context.Context, fn func(*Tx) error) error {
	for attempt := 1; ; attempt++ {
		err := db.writeOnce(ctx, fn)
		if !errors.Is(err, ErrRetry) || attempt == attempts {
			return err
		}
	}
}

func (db *DB) writeOnce(ctx context.Context, fn func(*Tx) error) error {
	if db.engine == SQLite {
		defer db.writes.learn(context.WithoutCancel(ctx), db.write)
	}
	conn, sqlTx, err := db.begin(ctx)
	if err != nil {
		return classify(err)
	}
	defer conn.Close()     //nolint:errcheck // it goes back to the pool
	defer sqlTx.Rollback() //nolint:errcheck // after a commit this does nothing
	tx := db.tx(sqlTx, &db.writes)
	tx.conn = conn
	if err := fn(tx); err != nil {
		return classify(err)
	}
	return classify(sqlTx.Commit())
}

// staleConnections bounds how many connections are given up that the server has closed meanwhile.
const staleConnections = 16

// begin takes a connection and begins a write transaction on it: copying into PostgreSQL asks for the connection itself.
func (db *DB) begin(ctx context.Context) (*sql.Conn, *sql.Tx, error) {
	for attempt := 0; ; attempt++ {
		conn, err := db.write.Conn(ctx)
		if err != nil {
			return nil, nil, err
		}
		sqlTx, err := conn.BeginTx(ctx, nil)
		if err == nil {
			return conn, sqlTx, nil
		}
		conn.Close() //nolint:errcheck // it is of no use
		if !errors.Is(err, driver.ErrBadConn) || attempt == staleConnections {
			return nil, nil, err
		}
	}
}

func openError(db *DB, err error) error {
	var own *i18n.Error
	if errors.As(err, &own) {
		return err
	}
	if db.engine == Postgres {
		return i18n.Fail("store.postgres_unreachable").Because(fmt.Errorf("open PostgreSQL: %w", err))
	}
	if err = classify(err); errors.As(err, &own) {
		return err
	}
	return i18n.Fail("store.cannot_open", "file", db.address).Because(err)
}

// Execute runs a statement outside any transaction, for those few that the engines allow only there.
func (db *DB) Execute(ctx context.Context, statement string) error {
	_, err := db.write.ExecContext(ctx, statement)
	return classify(err)
}
