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

// prepared are statements by their text; they live as long as the database is open.
type prepared struct {
	mu         sync.Mutex
	statements map[string]*sql.Stmt
}

func (p *prepared) statement(ctx context.Context, db *sql.DB, query string) (*sql.Stmt, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if kept, there := p.statements[query]; there {
		return kept, nil
	}
	made, err := db.PrepareContext(ctx, query) //nolint:sqlclosecheck // kept while the database is open
	if err != nil {
		return nil, err
	}
	if p.statements == nil {
		p.statements = map[string]*sql.Stmt{}
	}
	p.statements[query] = made
	return made, nil
}

// glance answers with prepared statements.
type glance struct {
	*sql.DB
	prepared *prepared
}

func (g *glance) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	statement, err := g.prepared.statement(ctx, g.DB, query) //nolint:sqlclosecheck // kept while the database is open
	if err != nil {
		return nil, err
	}
	return statement.QueryContext(ctx, args...)
}

func (g *glance) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	statement, err := g.prepared.statement(ctx, g.DB, query) //nolint:sqlclosecheck // kept while the database is open
	if err != nil {
		return g.DB.QueryRowContext(ctx, query, args...) // it gives the same error in its row
	}
	return statement.QueryRowContext(ctx, args...)
}
