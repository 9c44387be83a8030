package store

import (
	"context"
	"database/sql"
	"sync"
)

// SQLite reads a statement's text anew each time unless it is prepared, which for the short statements of this program
// costs more than to carry them out. So a text that comes back is prepared: within the transaction at once, and once the
// transaction has ended for all that come after it. PostgreSQL's driver does the same by itself.

// Bounds of what is kept for a pool of connections. The program's own texts are fewer; only those put together from
// what a reader has chosen could become more.
const (
	mostPrepared = 300
	mostSeen     = 2000
)

// prepared are a pool's statements by their text; they live as long as the database is open.
type prepared struct {
	mu         sync.Mutex
	statements map[string]*sql.Stmt
	seen       map[string]bool // texts that came once
	due        []string        // texts that came again
}

// prepare gives a statement that is kept, and prepares it when it is not yet. It may wait for a connection, so the lock
// is not held meanwhile: whoever has the connection may need it.
func (p *prepared) prepare(ctx context.Context, pool *sql.DB, query string) (*sql.Stmt, error) {
	if kept := p.get(query); kept != nil {
		return kept, nil
	}
	made, err := pool.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if kept := p.statements[query]; kept != nil { // somebody was quicker
		return kept, made.Close() //nolint:sqlclosecheck // ours alone
	}
	if p.statements == nil {
		p.statements = map[string]*sql.Stmt{}
	}
	p.statements[query] = made
	return made, nil
}

func (p *prepared) get(query string) *sql.Stmt {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.statements[query]
}

// find gives a statement that is kept; nil when there is none, and then the text is remembered.
func (p *prepared) find(query string) *sql.Stmt {
	p.mu.Lock()
	defer p.mu.Unlock()
	if kept := p.statements[query]; kept != nil {
		return kept
	}
	switch {
	case p.seen[query] && len(p.statements)+len(p.due) < mostPrepared:
		p.due = append(p.due, query)
	case p.seen == nil || len(p.seen) >= mostSeen:
		p.seen = map[string]bool{}
	}
	p.seen[query] = true
	return nil
}

// learn prepares the texts that came again. The caller's own transaction has ended: the pool may have one connection.
func (p *prepared) learn(ctx context.Context, pool *sql.DB) {
	p.mu.Lock()
	due := p.due
	p.due = nil
	p.mu.Unlock()
	for _, query := range due {
		p.prepare(ctx, pool, query) //nolint:errcheck // what cannot be prepared tells so when it is run
	}
}

// preparing is a transaction on SQLite that uses prepared statements.
type preparing struct {
	*sql.Tx
	kept *prepared
	mine map[string]*sql.Stmt // by their text; nil: it came once
}

// statement gives the prepared statement of a text; nil when it comes for the first time.
func (t *preparing) statement(ctx context.Context, query string) *sql.Stmt {
	mine, cameBefore := t.mine[query]
	if mine != nil {
		return mine
	}
	if kept := t.kept.find(query); kept != nil {
		mine = t.Tx.StmtContext(ctx, kept)
	} else if cameBefore {
		mine, _ = t.PrepareContext(ctx, query) // what cannot be prepared tells so when it is run
	}
	t.mine[query] = mine
	return mine
}

func (t *preparing) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if statement := t.statement(ctx, query); statement != nil { //nolint:sqlclosecheck // it ends with the transaction
		return statement.ExecContext(ctx, args...)
	}
	return t.Tx.ExecContext(ctx, query, args...)
}

func (t *preparing) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if statement := t.statement(ctx, query); statement != nil { //nolint:sqlclosecheck // it ends with the transaction
		return statement.QueryContext(ctx, args...)
	}
	return t.Tx.QueryContext(ctx, query, args...)
}

func (t *preparing) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	if statement := t.statement(ctx, query); statement != nil { //nolint:sqlclosecheck // it ends with the transaction
		return statement.QueryRowContext(ctx, args...)
	}
	return t.Tx.QueryRowContext(ctx, query, args...)
}
