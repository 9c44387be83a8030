package store

import (
	"context"
	"database/sql"
	"sync"
)

// Glance runs fn, which reads with one statement, without the cost of a transaction around it. Of several statements
// each would see a moment of its own. On SQLite the statement is kept prepared, so its text must be one of few.
func (db *DB) Glance(fn func(*Tx) error) error {
	if db.engine == Postgres { // its driver keeps statements itself
		return fn(&Tx{db.read, db.engine})
	}
	return fn(&Tx{&glance{db.read, &db.glances}, db.engine})
}

// glance prepares what is asked, once for each connection.
type glance struct {
	*sql.DB
	prepared *sync.Map // *sql.Stmt by text
}

func (g *glance) statement(ctx context.Context, query string) (*sql.Stmt, error) {
	if kept, there := g.prepared.Load(query); there {
		return kept.(*sql.Stmt), nil //nolint:errcheck // the map holds nothing else
	}
	made, err := g.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	kept, another := g.prepared.LoadOrStore(query, made)
	if another {
		made.Close() //nolint:errcheck // somebody else was first
	}
	return kept.(*sql.Stmt), nil //nolint:errcheck // the map holds nothing else
}

func (g *glance) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	statement, err := g.statement(ctx, query)
	if err != nil {
		return nil, err
	}
	return statement.QueryContext(ctx, args...)
}

func (g *glance) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	statement, err := g.statement(ctx, query)
	if err != nil {
		return g.DB.QueryRowContext(ctx, query, args...) // it gives the same error in its row
	}
	return statement.QueryRowContext(ctx, args...)
}
