package evidence

import (
	"context"
	"slices"

	"samverk/platform/store"
)

// Bounds of one search. A search that comes so far without filling the page stops and can be gone on with.
const (
	mostHits  = 3_000  // records that have the words but perhaps not the rest of the filter
	mostTexts = 20_000 // texts read one by one, when the index does not help
)

// fewHits is up to how many records PostgreSQL's index is asked for them all, to be put in order. Words that more records
// have are sooner met by reading texts in the order of days.
const fewHits = 2_000

// Found is a page of what a filter chooses.
type Found struct {
	Records []Record
	// Next is where to go on; its zero value says that there is no more.
	Next Cursor
	// Previous is where to go back, as Filter.Before; its zero value says that there is nothing before.
	Previous Cursor
	// Stopped says that the search looked through as many records as it may at a time, without filling the page.
	Stopped bool
}

// Search gives a page of records by everything in the filter, its words too, those that happened last first.
func Search(ctx context.Context, tx *store.Tx, f Filter) (Found, error) {
	limit := f.Limit
	if limit <= 0 {
		limit = PageLength
	}
	limit = min(limit, longestPage-1)
	words := f.words()
	if len(words) == 0 {
		f.Limit = limit + 1
		records, err := List(ctx, tx, f)
		return f.found(records, limit), err
	}
	return f.searchWords(ctx, tx, words, limit)
}

// found makes a page of records that are at most one more than the limit.
func (f *Filter) found(records []Record, limit int) Found {
	found := Found{Records: records}
	more := len(records) > limit
	switch {
	case more && f.goesBack():
		found.Records = records[1:]
	case more:
		found.Records = records[:limit]
	}
	n := len(found.Records)
	if n == 0 {
		return found
	}
	if f.goesBack() || more {
		found.Next = found.Records[n-1].Cursor()
	}
	if f.After.ID != "" || f.goesBack() && more {
		found.Previous = found.Records[0].Cursor()
	}
	return found
}

// searchWords goes through what the engine says has the words, in the order of days, until the page is full.
func (f *Filter) searchWords(ctx context.Context, tx *store.Tx, words []string, limit int) (Found, error) {
	q, most, err := f.wordQuery(ctx, tx, words)
	if err != nil {
		return Found{}, err
	}
	h := hits{enough: limit + 1, most: most}
	if err := h.read(ctx, tx, &q); err != nil {
		return Found{}, err
	}
	records, err := recordsByID(ctx, tx, h.ids)
	if err != nil {
		return Found{}, err
	}
	if f.goesBack() {
		slices.Reverse(records)
	}
	found := f.found(records, limit)
	if found.Stopped = h.isStopped(); found.Stopped && f.goesBack() {
		found.Previous = h.last
	} else if found.Stopped {
		found.Next = h.last
	}
	return found, withFiles(ctx, tx, found.Records)
}

// hits are the keys of records that a query of words gives.
type hits struct {
	enough, most int
	ids          []string
	last         Cursor // the last place looked at
	looked       int
}

func (h *hits) read(ctx context.Context, tx *store.Tx, q *pageQuery) error {
	rows, err := tx.QueryContext(ctx, q.text, q.args...)
	if err != nil {
		return err
	}
	defer rows.Close() //nolint:errcheck // rows.Err is what tells
	for len(h.ids) < h.enough && rows.Next() {
		var isChosen bool
		if err := rows.Scan(&h.last.Day, &h.last.ID, &isChosen); err != nil {
			return err
		}
		if h.looked++; isChosen {
			h.ids = append(h.ids, h.last.ID)
		}
	}
	return rows.Err()
}

// isStopped tells whether more could be found by going on.
func (h *hits) isStopped() bool { return h.looked == h.most && len(h.ids) < h.enough }

// recordsByID gives records in the order of the keys.
func recordsByID(ctx context.Context, tx *store.Tx, ids []string) ([]Record, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var q pageQuery
	records, err := readRecords(ctx, tx, "SELECT "+recordColumns+" FROM record r WHERE r.id IN ("+q.places(ids)+")", q.args...)
	slices.SortFunc(records, func(a, b Record) int { return slices.Index(ids, a.ID) - slices.Index(ids, b.ID) })
	return records, err
}
