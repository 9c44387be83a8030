package store

import (
	"context"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// copyIn copies rows into a table, written with its columns, within the transaction. PostgreSQL only.
func (tx *Tx) copyIn(ctx context.Context, into string, columns int, values []any) error {
	table, list, _ := strings.Cut(strings.TrimSuffix(into, ")"), "(")
	names := strings.Split(list, ",")
	for i := range names {
		names[i] = strings.TrimSpace(names[i])
	}
	at := -columns
	rows := pgx.CopyFromFunc(func() ([]any, error) {
		if at += columns; at >= len(values) {
			return nil, nil
		}
		return values[at : at+columns], nil
	})
	return classify(tx.conn.Raw(func(driverConn any) error {
		_, err := driverConn.(*stdlib.Conn).Conn().CopyFrom(ctx, pgx.Identifier{strings.TrimSpace(table)}, names, rows)
		return err
	}))
}
