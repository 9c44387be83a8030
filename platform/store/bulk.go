package store

import (
	"context"
	"strconv"
	"strings"
)

// Bulk writes many rows with few statements: rows are gathered and inserted some at a time.
type Bulk struct {
	tx      *Tx
	into    string // the table with its columns
	clash   string // what follows the values; may be empty
	columns int
	args    []any
}

// bulkArgs is how many values go into one statement. PostgreSQL is asked over a connection, so fewer and larger
// statements are quicker. SQLite looks up each numbered place from the beginning, so small ones are.
var bulkArgs = map[Engine]int{SQLite: 128, Postgres: 4000}

// NewBulk begins an insertion into a table, written with its columns: "thing (id, name)". Clash is what follows the values,
// such as " ON CONFLICT DO NOTHING"; empty when nothing does.
func NewBulk(tx *Tx, into, clash string, columns int) *Bulk {
	return &Bulk{tx: tx, into: into, clash: clash, columns: columns}
}

// Add gathers one row, with a value for each column, and inserts when there are enough.
func (b *Bulk) Add(ctx context.Context, row ...any) error {
	b.args = append(b.args, row...)
	if len(b.args)+b.columns <= bulkArgs[b.tx.Engine()] {
		return nil
	}
	return b.Flush(ctx)
}

// Flush inserts what is left.
func (b *Bulk) Flush(ctx context.Context) error {
	rows := len(b.args) / b.columns
	if rows == 0 {
		return nil
	}
	var text strings.Builder
	text.WriteString("INSERT INTO " + b.into + " VALUES ")
	for n := range rows * b.columns {
		switch {
		case n == 0:
			text.WriteString("(")
		case n%b.columns == 0:
			text.WriteString("), (")
		default:
			text.WriteString(", ")
		}
		text.WriteString("$" + strconv.Itoa(n+1))
	}
	text.WriteString(")" + b.clash)
	_, err := b.tx.Exec(ctx, text.String(), b.args...)
	b.args = b.args[:0]
	return err
}
