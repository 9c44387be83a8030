package organisations

import (
	"context"
	"strconv"
	"strings"

	"samverk/platform/store"
)

// place adds an argument and gives its place.
func (q *query) place(arg any) string {
	q.args = append(q.args, arg)
	return "$" + strconv.Itoa(len(q.args))
}

// places adds several arguments and gives their places, with commas between.
func places[T any](q *query, values []T) string {
	all := make([]string, len(values))
	for i, value := range values {
		all[i] = q.place(value)
	}
	return strings.Join(all, ", ")
}

// bulk writes many rows with few statements.
type bulk struct {
	tx      *store.Tx
	into    string // the table with its columns
	clash   string // what follows the values; may be empty
	columns int
	args    []any
}

// bulkArgs is how many values go into one statement. PostgreSQL is asked over a connection, so fewer and larger
// statements are quicker. SQLite looks up each numbered place from the beginning, so small ones are.
var bulkArgs = map[store.Engine]int{store.SQLite: 128, store.Postgres: 4000}

func newBulk(tx *store.Tx, into string, columns int) *bulk {
	return &bulk{tx: tx, into: into, columns: columns}
}

// add gathers one row, with a value for each column, and inserts when there are enough.
func (b *bulk) add(ctx context.Context, row ...any) error {
	b.args = append(b.args, row...)
	if len(b.args)+b.columns <= bulkArgs[b.tx.Engine()] {
		return nil
	}
	return b.flush(ctx)
}

// flush inserts what is left.
func (b *bulk) flush(ctx context.Context) error {
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
