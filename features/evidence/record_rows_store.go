package evidence

import (
	"context"
	"database/sql"

	"samverk/platform/decimal"
	"samverk/platform/store"
)

const recordColumns = `r.id, r.kind, r.day, r.title, r.text, r.body, r.state, r.diary_number, r.organisations, r.organisation_count,
	r.head_count, r.minutes_spent, r.value, r.numerator, r.denominator, r.network, r.tags, r.addresses, r.links_fixed,
	r.recorded_by, r.recorded_at, COALESCE(r.voided_by, ''), r.voided_at, COALESCE(r.voided_why, ''), r.source`

const (
	insertRecord = `INSERT INTO record (id, kind, day, title, text, body, state, diary_number, organisations, organisation_count,
		head_count, minutes_spent, value, numerator, denominator, network, tags, addresses, links_fixed, recorded_by, recorded_at, source)`
	insertRecordColumns = 22
)

// recordRow is a record on its way from the database: lists are JSON there, and numbers may be null.
type recordRow struct {
	Record
	organisations, tags, addresses string
	count, heads, minutes          sql.NullInt64
	value, numerator, denominator  sql.NullInt64
}

// targets are where the recordColumns are scanned to, in their order.
func (r *recordRow) targets() []any {
	return []any{&r.ID, &r.Kind, &r.Day, &r.Title, &r.Text, &r.Body, &r.State, &r.DiaryNumber, &r.organisations, &r.count,
		&r.heads, &r.minutes, &r.value, &r.numerator, &r.denominator, &r.Network, &r.tags, &r.addresses, &r.LinksFixed,
		&r.RecordedBy, &r.RecordedAt, &r.VoidedBy, &r.VoidedAt, &r.VoidedWhy, &r.Source}
}

// record finishes what was scanned.
func (r *recordRow) record() (Record, error) {
	for _, list := range []struct {
		text string
		into *[]string
	}{{r.organisations, &r.Organisations}, {r.tags, &r.Tags}, {r.addresses, &r.Addresses}} {
		if list.text == "[]" {
			continue
		}
		var names store.JSON[[]string]
		if err := names.Scan(list.text); err != nil {
			return r.Record, err
		}
		*list.into = names.V
	}
	r.OrganisationCount, r.HeadCount, r.MinutesSpent = whole(r.count), whole(r.heads), whole(r.minutes)
	r.Value, r.Numerator, r.Denominator = thousandths(r.value), thousandths(r.numerator), thousandths(r.denominator)
	return r.Record, nil
}

func whole(n sql.NullInt64) *int {
	if !n.Valid {
		return nil
	}
	return new(int(n.Int64))
}

func thousandths(n sql.NullInt64) *decimal.Thousandths {
	if !n.Valid {
		return nil
	}
	return new(decimal.Thousandths(n.Int64))
}

// orNull stores a missing number as null.
func orNull[N ~int | ~int64](n *N) any {
	if n == nil {
		return nil
	}
	return int64(*n)
}

// list stores names as a JSON list, never as null.
func list(names []string) any {
	if len(names) == 0 {
		return "[]"
	}
	return store.AsJSON(names)
}

// row is the record as insertRecord wants it.
func (r *Record) row() []any {
	return []any{r.ID, r.Kind, r.Day, r.Title, r.Text, r.Body, r.State, r.DiaryNumber, list(r.Organisations),
		orNull(r.OrganisationCount), orNull(r.HeadCount), orNull(r.MinutesSpent), orNull(r.Value), orNull(r.Numerator),
		orNull(r.Denominator), r.Network, list(r.Tags), list(r.Addresses), r.LinksFixed, r.RecordedBy, r.RecordedAt, r.Source}
}

// readRecords gives the records of a query that selects recordColumns, without files.
func readRecords(ctx context.Context, tx *store.Tx, query string, args ...any) ([]Record, error) {
	var records []Record
	err := eachRecord(ctx, tx, query, args, nil, func(r Record) error {
		records = append(records, r)
		return nil
	})
	return records, err
}

// eachRecord hands over the records of a query one by one. The query selects recordColumns and then what more is
// scanned into.
func eachRecord(ctx context.Context, tx *store.Tx, query string, args, more []any, hand func(Record) error) error {
	rows, err := tx.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close() //nolint:errcheck // rows.Err is what tells
	for rows.Next() {
		var row recordRow
		if err := rows.Scan(append(row.targets(), more...)...); err != nil {
			return err
		}
		record, err := row.record()
		if err != nil {
			return err
		}
		if err := hand(record); err != nil {
			return err
		}
	}
	return rows.Err()
}
