package store

import (
	"context"
	"database/sql"
)

// Glance runs fn, which reads with one statement, without the cost of a transaction around it. Of several statements
// each would see a moment of its own. On SQLite the statement is kept prepared, so its text must be one of few.
func (db *DB) Glance(fn func(*Tx) error) error {
	if db.engine == Postgres { // its driver keeps statements itself
		return fn(&Tx{statements: db.read, engine: db.engine})
	}
	return fn(&Tx{statements: &glance{db.read, &db.glances}, engine: db.engine})
}

// glance answers with prepared statements.
type glance struct {
	*sql.DB
	prepared *prepared
}

func (g *glance) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	statement, err := g.prepared.prepare(ctx, g.DB, query) //nolint:sqlclosecheck // kept while the database is open
	if err != nil {
		return nil, err
	}
	return statement.QueryContext(ctx, args...)
}

func (g *glance) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	statement, err := g.prepared.prepare(ctx, g.DB, query) //nolint:sqlclosecheck // kept while the database is open
	if err != nil {
		return g.DB.QueryRowContext(ctx, query, args...) // it gives the same error in its row
	}
	return statement.QueryRowContext(ctx, args...)
}
