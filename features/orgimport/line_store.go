package orgimport

import (
	"context"
	"errors"
	"slices"
	"strings"

	"samverk/features/organisations"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// columnsOf are those of a row as it is read, each with something before.
func columnsOf(before string) string {
	return before + strings.ReplaceAll("line, cells, choice, fate, name, field, why, organisation_id, version, before, number, name_key, made", ", ", ", "+before)
}

var readLine = "SELECT " + columnsOf("") + " FROM organisation_import_row WHERE import_id = $1"

// pageLength is how many rows a page shows.
const pageLength = 100

// Lines gives the rows of a fate, every row when it is empty, that come after a line of the file; more tells whether there
// are others.
func Lines(ctx context.Context, tx *store.Tx, id string, fate Fate, after int) (lines []Line, more bool, err error) {
	text, args := readLine+" AND line > $2", []any{id, after, pageLength + 1}
	if fate != "" {
		text, args = text+" AND fate = $4", append(args, fate)
	}
	err = tx.Select(ctx, &lines, text+" ORDER BY line LIMIT $3", args...)
	return lines[:min(len(lines), pageLength)], len(lines) > pageLength, err
}

// FindLine gives one row; store.ErrNotFound when the file has no such line.
func FindLine(ctx context.Context, tx *store.Tx, id string, number int) (line Line, err error) {
	err = tx.Get(ctx, &line, readLine+" AND line = $2", id, number)
	if errors.Is(err, store.ErrNotFound) {
		err = i18n.Fail("orgimport.unknown").Because(store.ErrNotFound)
	}
	return line, err
}

// Count tells how many rows have each fate.
func Count(ctx context.Context, tx *store.Tx, id string) (Counts, error) {
	var rows []struct {
		Fate Fate
		N    int
	}
	counts := Counts{}
	err := tx.Select(ctx, &rows, "SELECT fate, count(*) AS n FROM organisation_import_row WHERE import_id = $1 GROUP BY fate", id)
	for _, row := range rows {
		counts[row.Fate] = row.N
	}
	return counts, err
}

// Correct changes what stands in a row and what is decided of it, and gives it its fate anew, with all rows whose fate may
// change with it: a row that was double may no longer be.
func Correct(ctx context.Context, tx *store.Tx, id string, number int, cells []string, choice Choice, towns organisations.Municipalities) error {
	imp, err := draft(ctx, tx, id)
	if err != nil {
		return err
	}
	line, err := FindLine(ctx, tx, id, number)
	if err != nil {
		return err
	}
	if !slices.Contains(Choices, choice) {
		choice = ByProgram
	}
	if _, err := tx.Exec(ctx, "UPDATE organisation_import_row SET cells = $3, choice = $4 WHERE import_id = $1 AND line = $2", id, number, store.AsJSON(cells), choice); err != nil {
		return err
	}
	if !imp.IsKeyed { // it was brought in by an older version of the program
		_, err = imp.judgeAll(ctx, tx, towns)
		return err
	}
	return imp.judgeWith(ctx, tx, line, towns)
}

// LeaveOut decides that no row that is refused now is to be read. No other row's fate changes: what is refused is not held
// against others.
func LeaveOut(ctx context.Context, tx *store.Tx, id string) error {
	if _, err := draft(ctx, tx, id); err != nil {
		return err
	}
	var nothing Line
	_, err := tx.Exec(ctx, `UPDATE organisation_import_row SET choice = $2, fate = $3, field = '', why = $4, organisation_id = ''
		WHERE import_id = $1 AND fate = $5`, id, NotAtAll, LeftOut, nothing.Why, Refused)
	return err
}
