package personaldata

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"samverk/platform/store"
)

// fewRows is how many rows of a kind the page shows; the file has them all.
const fewRows = 5

// chosen is the condition that picks the person's rows, with its arguments.
func (s *Source) chosen(p *Person) (string, []any) {
	var either []string
	var args []any
	place := func(value string) string {
		args = append(args, value)
		return placeOf(len(args))
	}
	for _, whose := range s.Whose {
		switch whose.By {
		case ByAccount:
			either = append(either, whose.Column+" = "+place(p.ID))
		case ByName:
			var places []string
			for _, name := range p.Names {
				places = append(places, place(name))
			}
			if places == nil {
				places = []string{"NULL"} // nobody
			}
			either = append(either, whose.Column+" IN ("+strings.Join(places, ", ")+")")
		case ByEmail:
			either = append(either, "lower("+whose.Column+") LIKE "+place("%"+escaped(p.Email)+"%")+` ESCAPE '\'`)
		}
	}
	condition := "(" + strings.Join(either, " OR ") + ")"
	if s.Only != "" {
		condition += " AND " + s.Only
	}
	return condition, args
}

// placeOf is where the nth argument goes.
func placeOf(n int) string { return "$" + strconv.Itoa(n) }

// escaped is a text that LIKE takes letter by letter.
func escaped(text string) string {
	return strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(text)
}

func (s *Source) count(ctx context.Context, tx *store.Tx, p *Person) (n int, err error) {
	condition, args := s.chosen(p)
	return n, tx.Get(ctx, &n, "SELECT count(*) FROM "+s.Table+" WHERE "+condition, args...)
}

// latest gives a few rows in short, the latest first.
func (s *Source) latest(ctx context.Context, tx *store.Tx, p *Person) ([]Glimpse, error) {
	what, key := "''", "''"
	if s.What != "" {
		what = s.What
	}
	if s.Key != "" {
		key = s.Key
	}
	condition, args := s.chosen(p)
	var rows []struct {
		At   store.Time `db:"at_time"`
		What string     `db:"what_text"`
		Key  string     `db:"key_text"`
	}
	err := tx.Select(ctx, &rows, fmt.Sprintf("SELECT %s AS at_time, %s AS what_text, %s AS key_text FROM %s WHERE %s ORDER BY 1 DESC LIMIT %d",
		s.When, what, key, s.Table, condition, fewRows), args...)
	var glimpses []Glimpse
	for _, row := range rows {
		glimpse := Glimpse{When: row.At, What: row.What, Words: s.Words}
		if s.Key != "" {
			glimpse.Href = s.Href + row.Key
		}
		glimpses = append(glimpses, glimpse)
	}
	return glimpses, err
}

// each gives every row with the columns that are shown, oldest first.
func (s *Source) each(ctx context.Context, tx *store.Tx, p *Person, fn func(map[string]any) error) error {
	condition, args := s.chosen(p)
	columns := s.handedOut()
	rows, err := tx.QueryContext(ctx, "SELECT "+strings.Join(columns, ", ")+" FROM "+s.Table+" WHERE "+condition+" ORDER BY "+s.When, args...)
	if err != nil {
		return err
	}
	defer rows.Close() //nolint:errcheck // rows.Err is what tells
	types, err := rows.ColumnTypes()
	if err != nil {
		return err
	}
	values, targets := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		targets[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(targets...); err != nil {
			return err
		}
		row := map[string]any{}
		for i, column := range columns {
			row[column] = plain(values[i], types[i])
		}
		if err := fn(row); err != nil {
			return err
		}
	}
	return rows.Err()
}

// handedOut are the columns of an extract: those shown and those that say whose a row is.
func (s *Source) handedOut() []string {
	columns := slices.Clone(s.Shown)
	for _, whose := range s.Whose {
		if !slices.Contains(columns, whose.Column) {
			columns = append(columns, whose.Column)
		}
	}
	return columns
}

// plain is a value as a file says it, the same from both engines.
func plain(value any, kind *sql.ColumnType) any {
	switch v := value.(type) {
	case []byte:
		return string(v)
	case time.Time:
		if strings.EqualFold(kind.DatabaseTypeName(), "date") {
			return v.Format(time.DateOnly)
		}
		return v.UTC().Format(time.RFC3339Nano)
	case int64:
		if strings.EqualFold(kind.DatabaseTypeName(), "boolean") {
			return v != 0
		}
	}
	return value
}
