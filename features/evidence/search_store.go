package evidence

import (
	"context"
	"errors"
	"strings"

	"samverk/platform/fold"
	"samverk/platform/store"
)

// mostSearched is how many records one search by words looks through before it stops and can be gone on with. Words are
// compared by the program, since neither engine folds å, ä and ö as people expect.
const mostSearched = 20_000

// Found is a page of what a filter chooses.
type Found struct {
	Records []Record
	// Next is where to go on; its zero value says that there is no more.
	Next Cursor
	// Stopped says that the search looked through as many records as it may at a time, without filling the page.
	Stopped bool
}

// errPageFull ends the reading of records when there are enough.
var errPageFull = errors.New("the page is full")

// Search gives a page of records by everything in the filter, its words too, those that happened last first.
func Search(ctx context.Context, tx *store.Tx, f Filter) (Found, error) {
	limit := f.Limit
	if limit <= 0 {
		limit = PageLength
	}
	limit = min(limit, longestPage-1)
	if words := strings.Fields(fold.Search(f.Words)); len(words) > 0 {
		return f.searchWords(ctx, tx, words, limit)
	}
	f.Limit = limit + 1
	records, err := List(ctx, tx, f)
	found := Found{Records: records}
	if len(records) > limit {
		found.Records = records[:limit]
		found.Next = records[limit-1].Cursor()
	}
	return found, err
}

// searchWords goes through what the rest of the filter chooses until the page is full.
func (f *Filter) searchWords(ctx context.Context, tx *store.Tx, words []string, limit int) (Found, error) {
	var found Found
	var last Cursor
	looked := 0
	q := f.query()
	q.from(f.After)
	q.text += inOrderOfDay + limitOf(mostSearched)
	err := eachRecord(ctx, tx, q.text, q.args, nil, func(r Record) error {
		looked++
		if len(found.Records) == limit {
			return errPageFull
		}
		last = r.Cursor()
		if r.hasWords(words) {
			found.Records = append(found.Records, r)
		}
		return nil
	})
	switch {
	case errors.Is(err, errPageFull):
		found.Next = last
	case err != nil:
		return found, err
	case looked == mostSearched:
		found.Next, found.Stopped = last, true
	}
	return found, withFiles(ctx, tx, found.Records)
}

// hasWords tells whether every word, folded, stands somewhere in what the record says.
func (c *Content) hasWords(words []string) bool {
	text := fold.Search(strings.Join([]string{c.Title, c.Text, c.Body, c.DiaryNumber, c.Network,
		strings.Join(c.Organisations, "\n"), strings.Join(c.Tags, "\n")}, "\n"))
	for _, word := range words {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}
