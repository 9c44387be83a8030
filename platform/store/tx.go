package store

import (
	"context"
	"database/sql"
	"hash/fnv"

	"github.com/georgysavva/scany/v2/sqlscan"
)

// Tx is a transaction. Columns are scanned into struct fields by snake case or a db tag.
type Tx struct {
	statements
	engine Engine
	bare   *sql.Tx   // nil for what is no transaction
	conn   *sql.Conn // where a transaction that writes is; otherwise nil
}

// statements is what a transaction and a bare connection both do.
type statements interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
	PrepareContext(ctx context.Context, query string) (*sql.Stmt, error)
}

// Engine tells which engine the transaction runs on.
func (tx *Tx) Engine() Engine { return tx.engine }

// Bare is the transaction as the engine's driver has it, for libraries that write in it.
func (tx *Tx) Bare() *sql.Tx { return tx.bare }

// Exec runs a statement and gives the number of rows it changed.
func (tx *Tx) Exec(ctx context.Context, query string, args ...any) (int64, error) {
	result, err := tx.ExecContext(ctx, query, args...)
	if err != nil {
		return 0, classify(err)
	}
	return result.RowsAffected()
}

// Get scans exactly one row into dst; ErrNotFound when there is none.
func (tx *Tx) Get(ctx context.Context, dst any, query string, args ...any) error {
	err := sqlscan.Get(ctx, tx.statements, dst, query, args...)
	if sqlscan.NotFound(err) {
		return ErrNotFound
	}
	return classify(err)
}

// Select scans all rows into dst, a pointer to a slice.
func (tx *Tx) Select(ctx context.Context, dst any, query string, args ...any) error {
	return classify(sqlscan.Select(ctx, tx.statements, dst, query, args...))
}

// Lock waits until this transaction alone holds the named lock, to its end. On SQLite a write transaction is alone
// already.
func (tx *Tx) Lock(ctx context.Context, name string) error {
	return tx.advisory(ctx, "SELECT pg_advisory_xact_lock($1)", name)
}

// LockShared holds the named lock together with others who share it, and keeps out whoever wants it alone.
func (tx *Tx) LockShared(ctx context.Context, name string) error {
	return tx.advisory(ctx, "SELECT pg_advisory_xact_lock_shared($1)", name)
}

func (tx *Tx) advisory(ctx context.Context, query, name string) error {
	if tx.engine != Postgres {
		return nil
	}
	h := fnv.New64a()
	h.Write([]byte(name))
	_, err := tx.ExecContext(ctx, query, int64(h.Sum64()))
	return classify(err)
}
