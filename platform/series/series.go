// Package series counts in numbers without gaps, such as diary numbers: every number is given once, and one that was taken by
// what came to nothing is given to the next.
//
// How numbers are written is a pattern that the authority chooses once for all that is numbered. A number is taken in the
// transaction that needs it. Its row is held to the end of the transaction, so that is done last.
//
// Tables: diary_series, diary_number.
package series

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"samverk/platform/store"
)

// Pattern is how numbers are written: "RS {year}:{n}". They begin anew in each year when it has {year}.
type Pattern string

// Usual is used until somebody says otherwise.
const Usual Pattern = "RS {year}:{n}"

// longest bounds a pattern, in bytes.
const longest = 40

// IsRight tells whether a pattern can be used: without a number in it all would be the same.
func (p Pattern) IsRight() bool {
	return strings.Count(string(p), "{n}") == 1 && len(p) <= longest && !strings.ContainsAny(strings.NewReplacer("{n}", "", "{year}", "").Replace(string(p)), "{}")
}

// of is the series of one year, by which numbers are counted.
func (p Pattern) of(year int) string {
	return strings.ReplaceAll(string(p), "{year}", strconv.Itoa(year))
}

// Number is a number as it is written.
func (p Pattern) Number(year, n int) string {
	return strings.ReplaceAll(p.of(year), "{n}", strconv.Itoa(n))
}

// Now is how numbers are written now.
func Now(ctx context.Context, tx *store.Tx) (Pattern, error) {
	var row struct{ Pattern Pattern }
	err := tx.Get(ctx, &row, "SELECT pattern FROM diary_series WHERE place = 1")
	if errors.Is(err, store.ErrNotFound) {
		return Usual, nil
	}
	return row.Pattern, err
}

// Set says how numbers are written from now on, and gives how they were until then. Those that have been given stay. The
// pattern must be right.
func Set(ctx context.Context, tx *store.Tx, p Pattern) (before Pattern, err error) {
	if err := tx.Lock(ctx, "diary series"); err != nil {
		return "", err
	}
	if before, err = Now(ctx, tx); err != nil || before == p {
		return before, err
	}
	_, err = tx.Exec(ctx, "INSERT INTO diary_series (place, pattern) VALUES (1, $1) ON CONFLICT (place) DO UPDATE SET pattern = excluded.pattern", p)
	return before, err
}

// Take gives the next number of a year. The next who takes one waits until this transaction has ended; a rollback gives the
// number back.
func Take(ctx context.Context, tx *store.Tx, year int) (string, error) {
	pattern, err := Now(ctx, tx)
	if err != nil {
		return "", err
	}
	var row struct{ Last int }
	err = tx.Get(ctx, &row, "INSERT INTO diary_number (series, last) VALUES ($1, 1) ON CONFLICT (series) DO UPDATE SET last = diary_number.last + 1 RETURNING last", pattern.of(year))
	return pattern.Number(year, row.Last), err
}
