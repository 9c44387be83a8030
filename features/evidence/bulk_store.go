package evidence

import (
	"context"
	"database/sql"
	"strconv"
	"strings"

	"samverk/platform/store"
)

// bulk writes many rows with few statements: rows are gathered and inserted some at a time.
type bulk struct {
	tx      *store.Tx
	into    string // "INSERT INTO table (columns)"
	onClash string // what follows the values; may be empty
	columns int
	rows    int // rows in a full statement
	args    []any
	full    *sql.Stmt
	before  *bulk // rows that these refer to and that must be there first
}

// bulkArgs is how many values go into one statement. PostgreSQL is asked over a connection, so fewer and larger
// statements are quicker. SQLite looks up each numbered place from the beginning, so small ones are.
var bulkArgs = map[store.Engine]int{store.SQLite: 128, store.Postgres: 4000}

func newBulk(tx *store.Tx, into string, columns int, onClash string) *bulk {
	return &bulk{tx: tx, into: into, onClash: onClash, columns: columns, rows: bulkArgs[tx.Engine()] / columns}
}

// add gathers one row and inserts when there are enough.
func (b *bulk) add(ctx context.Context, row ...any) error {
	b.args = append(b.args, row...)
	if len(b.args) < b.rows*b.columns {
		return nil
	}
	return b.flush(ctx)
}

// flush inserts what is left.
func (b *bulk) flush(ctx context.Context) error {
	if b.before != nil {
		if err := b.before.flush(ctx); err != nil {
			return err
		}
	}
	rows := len(b.args) / b.columns
	if rows == 0 {
		return nil
	}
	defer func() { b.args = b.args[:0] }()
	if rows < b.rows {
		_, err := b.tx.Exec(ctx, b.statement(rows), b.args...)
		return err
	}
	if b.full == nil {
		var err error
		if b.full, err = b.tx.PrepareContext(ctx, b.statement(rows)); err != nil {
			return err
		}
	}
	_, err := b.full.ExecContext(ctx, b.args...)
	return err
}

// close gives back the prepared statement. It ends with the transaction in any case.
func (b *bulk) close() {
	if b.full != nil {
		b.full.Close() //nolint:errcheck // nothing depends on it
		b.full = nil
	}
}

func (b *bulk) statement(rows int) string {
	var text strings.Builder
	text.WriteString(b.into + " VALUES ")
	for i := range rows * b.columns {
		switch {
		case i == 0:
			text.WriteString("($")
		case i%b.columns == 0:
			text.WriteString("), ($")
		default:
			text.WriteString(", $")
		}
		text.WriteString(strconv.Itoa(i + 1))
	}
	text.WriteString(") " + b.onClash)
	return text.String()
}
