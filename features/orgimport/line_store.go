package orgimport

import (
	"context"
	"errors"
	"slices"

	"samverk/features/organisations"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

const readLine = "SELECT line, cells, choice, fate, name, field, why, organisation_id, version, before FROM organisation_import_row WHERE import_id = $1"

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

// Correct changes what stands in a row and what is decided of it, and gives every row its fate anew: a row that was double
// may no longer be.
func Correct(ctx context.Context, tx *store.Tx, id string, number int, cells []string, choice Choice, towns organisations.Municipalities) error {
	imp, err := draft(ctx, tx, id)
	if err != nil {
		return err
	}
	if _, err := FindLine(ctx, tx, id, number); err != nil {
		return err
	}
	if !slices.Contains(Choices, choice) {
		choice = ByProgram
	}
	if _, err := tx.Exec(ctx, "UPDATE organisation_import_row SET cells = $3, choice = $4 WHERE import_id = $1 AND line = $2", id, number, store.AsJSON(cells), choice); err != nil {
		return err
	}
	_, err = imp.judgeAll(ctx, tx, towns)
	return err
}

// LeaveOut decides that no row that is refused now is to be read.
func LeaveOut(ctx context.Context, tx *store.Tx, id string, towns organisations.Municipalities) error {
	imp, err := draft(ctx, tx, id)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "UPDATE organisation_import_row SET choice = $2 WHERE import_id = $1 AND fate = $3", id, NotAtAll, Refused); err != nil {
		return err
	}
	_, err = imp.judgeAll(ctx, tx, towns)
	return err
}

// judgedAtOnce is how many rows are judged together.
const judgedAtOnce = 1000

// judged is a row with its verdict.
type judged struct {
	Line
	verdict
}

// judgeAll gives every row its fate and writes those that are new. It gives the rows that the register is to be changed by.
func (imp *Import) judgeAll(ctx context.Context, tx *store.Tx, towns organisations.Municipalities) (active []judged, err error) {
	j := newJudge(reading{imp.Mapping.V, imp.Public, towns, i18n.In(ctx)})
	out := store.NewBulk(tx, "organisation_import_row ("+lineColumns+")", ` ON CONFLICT (import_id, line) DO UPDATE SET fate = excluded.fate, name = excluded.name,
		field = excluded.field, why = excluded.why, organisation_id = excluded.organisation_id`, lineValues)
	for last := 0; ; {
		var lines []Line
		if err := tx.Select(ctx, &lines, readLine+" AND line > $2 ORDER BY line LIMIT $3", imp.ID, last, judgedAtOnce); err != nil || len(lines) == 0 {
			return active, errors.Join(err, out.Flush(ctx))
		}
		last = lines[len(lines)-1].Line
		all, err := j.lookUp(ctx, tx, lines)
		if err != nil {
			return nil, err
		}
		for i := range lines {
			was, v := lines[i], j.judge(&lines[i], all)
			lines[i].take(&v, imp.Mapping.V)
			if v.fate == Added || v.fate == Changed {
				active = append(active, judged{lines[i], v})
			}
			if !lines[i].looksAs(&was) {
				if err := out.Add(ctx, lines[i].row(imp.ID)...); err != nil {
					return nil, err
				}
			}
		}
	}
}

// take keeps what a verdict says of a row.
func (l *Line) take(v *verdict, m Mapping) {
	l.Fate, l.Field, l.Why, l.OrganisationID = v.fate, v.field, store.AsJSON(v.why), ""
	if v.is != nil {
		l.OrganisationID = v.is.ID
	}
	l.Name = shortened(m.values(l.Cells.V)[Name])
}

func (l *Line) looksAs(was *Line) bool {
	return l.Fate == was.Fate && l.Field == was.Field && l.Why.V.String() == was.Why.V.String() && l.OrganisationID == was.OrganisationID && l.Name == was.Name
}

// lookUp asks the register for what some rows may be.
func (j *judge) lookUp(ctx context.Context, tx *store.Tx, lines []Line) (all register, err error) {
	var numbers []organisations.Number
	var names []string
	for i := range lines {
		values := j.mapping.values(lines[i].Cells.V)
		if number, err := organisations.ParseNumber(values[Number]); err == nil && number != "" {
			numbers = append(numbers, number)
		}
		if values[Name] != "" {
			names = append(names, values[Name])
		}
	}
	if all.byNumber, err = organisations.ByNumbers(ctx, tx, numbers); err != nil {
		return all, err
	}
	all.byName, err = organisations.ByNames(ctx, tx, names)
	return all, err
}

// Refresh gives every row of a draft its fate anew, since the register has changed.
func Refresh(ctx context.Context, tx *store.Tx, id string, towns organisations.Municipalities) error {
	imp, err := draft(ctx, tx, id)
	if err == nil {
		_, err = imp.judgeAll(ctx, tx, towns)
	}
	return err
}
