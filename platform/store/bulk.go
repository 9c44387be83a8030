package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"strconv"
	"strings"
)

// Bulk writes many rows with few statements: rows are gathered and inserted some at a time. On PostgreSQL rows that cannot
// clash are copied, which is the quickest way in.
type Bulk struct {
	tx      *Tx
	into    string // the table with its columns
	clash   string // what follows the values; may be empty
	columns int
	args    []any
	most    int // values that are gathered
	full    fullStatement
}

// fullStatement inserts as many rows as are gathered.
type fullStatement struct {
	text   string
	driver driver.Stmt         // on SQLite
	values []driver.NamedValue // used again each time
}

// Bounds of how many values go into one statement. SQLite gains nothing by more; PostgreSQL is asked over a connection, so
// fewer and larger statements are quicker there.
const (
	mostInSQLite   = 1000
	mostInPostgres = 8000
	mostCopied     = 60_000
)

// NewBulk begins an insertion into a table, written with its columns: "thing (id, name)". Clash is what follows the values,
// such as " ON CONFLICT DO NOTHING"; empty when nothing does.
func NewBulk(tx *Tx, into, clash string, columns int) *Bulk {
	b := &Bulk{tx: tx, into: into, clash: clash, columns: columns, most: mostInSQLite}
	switch {
	case b.isCopied():
		b.most = mostCopied
	case tx.engine == Postgres:
		b.most = mostInPostgres
	}
	return b
}

// isCopied tells whether rows go in by COPY, which knows no clashes.
func (b *Bulk) isCopied() bool { return b.tx.engine == Postgres && b.clash == "" && b.tx.conn != nil }

// Add gathers one row, with a value for each column, and inserts when there are enough.
func (b *Bulk) Add(ctx context.Context, row ...any) error {
	for _, value := range row {
		switch value.(type) {
		case nil, string, []byte, int64, bool: // as drivers take it
		default:
			kept, err := driver.DefaultParameterConverter.ConvertValue(value) // now: what it points at may change
			if err != nil {
				return err
			}
			value = kept
		}
		b.args = append(b.args, value)
	}
	if len(b.args)+b.columns <= b.most {
		return nil
	}
	if b.isCopied() {
		return b.Flush(ctx)
	}
	err := b.insertFull(ctx)
	b.args = b.args[:0]
	return err
}

// insertFull inserts as many rows as are gathered.
func (b *Bulk) insertFull(ctx context.Context) error {
	if b.full.text == "" {
		b.full.text = b.statement(len(b.args) / b.columns)
	}
	if b.tx.engine == SQLite && b.tx.conn != nil {
		return b.insertByDriver(ctx)
	}
	_, err := b.tx.Exec(ctx, b.full.text, b.args...)
	return err
}

// insertByDriver hands the values to SQLite's driver itself: what database/sql does with each of many values costs a good
// part of what it takes to write them.
func (b *Bulk) insertByDriver(ctx context.Context) error {
	return classify(b.tx.conn.Raw(func(conn any) (err error) {
		if b.full.driver == nil {
			if b.full.driver, err = conn.(driver.ConnPrepareContext).PrepareContext(ctx, b.full.text); err != nil {
				return err
			}
			b.full.values = make([]driver.NamedValue, len(b.args))
		}
		for i, value := range b.args {
			b.full.values[i] = driver.NamedValue{Ordinal: i + 1, Value: value}
		}
		if _, err = b.full.driver.(driver.StmtExecContext).ExecContext(ctx, b.full.values); err != nil {
			err = errors.Join(err, b.full.driver.Close())
			b.full.driver = nil
		}
		return err
	}))
}

// Flush inserts what is left. The rows are done with; more can be added all the same.
func (b *Bulk) Flush(ctx context.Context) error {
	err := b.insertRest(ctx)
	b.args = b.args[:0]
	if b.full.driver != nil {
		closed := b.tx.conn.Raw(func(any) error { return b.full.driver.Close() })
		b.full.driver, err = nil, errors.Join(err, closed)
	}
	return err
}

func (b *Bulk) insertRest(ctx context.Context) error {
	rows := len(b.args) / b.columns
	if rows == 0 {
		return nil
	}
	if b.isCopied() {
		return b.tx.copyIn(ctx, b.into, b.columns, b.args)
	}
	_, err := b.tx.Exec(ctx, b.statement(rows), b.args...)
	return err
}

// statement inserts so many rows. Values are not numbered on SQLite, which looks a number up from the beginning.
func (b *Bulk) statement(rows int) string {
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
		if b.tx.engine == SQLite {
			text.WriteString("?")
		} else {
			text.WriteString("$" + strconv.Itoa(n+1))
		}
	}
	text.WriteString(")" + b.clash)
	return text.String()
}
