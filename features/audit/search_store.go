package audit

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"samverk/platform/calendar"
	"samverk/platform/store"
)

const (
	pageLength = 50
	// mostRead bounds how many reasons are read for a page that asks for words: a rare word must not cost a whole trail.
	mostRead = 20_000
)

// Person is somebody whose doings can be asked for.
type Person struct{ ID, Name string }

// Lister lists those whose doings can be chosen.
type Lister func(ctx context.Context, tx *store.Tx) ([]Person, error)

// Page is a part of the trail, the latest first.
type Page struct {
	Entries     []Entry
	Older       string // key to ask for the page after with; empty at the end
	Newer       string // the same for the page before
	StoppedAt   calendar.Date
	stoppedHere bool
}

// Stopped tells that words were looked for in as many reasons as is done at a time, back to StoppedAt, and that Older
// goes on from there.
func (p *Page) Stopped() bool { return p.stoppedHere }

// Search gives a page of what the filter chooses. Its cost does not depend on how long the trail is.
func Search(ctx context.Context, tx *store.Tx, f Filter) (Page, error) {
	var page Page
	from, err := placeOf(ctx, tx, f)
	if err != nil {
		return page, err
	}
	query, args := f.page(from)
	words, read, last := f.words(), 0, Entry{}
	err = eachEntry(ctx, tx, query, args, func(e Entry) bool {
		if has(e.Reason, words) {
			page.Entries = append(page.Entries, e)
		}
		read, last = read+1, e
		page.stoppedHere = read == mostRead
		return len(page.Entries) <= pageLength && !page.stoppedHere
	})
	if err != nil {
		return page, err
	}
	page.tell(f, from, last)
	return page, nil
}

// tell sets where the pages before and after begin, and puts the latest first.
func (p *Page) tell(f Filter, from place, last Entry) {
	more := len(p.Entries) > pageLength
	p.Entries = p.Entries[:min(len(p.Entries), pageLength)]
	if f.goesBack() {
		slices.Reverse(p.Entries)
	}
	if len(p.Entries) > 0 {
		first, end := p.Entries[0].ID, p.Entries[len(p.Entries)-1].ID
		if more || f.goesBack() {
			p.Older = end
		}
		if f.goesBack() && more || !f.goesBack() && from.id != "" {
			p.Newer = first
		}
	}
	if p.stoppedHere && !more && !f.goesBack() {
		p.Older, p.StoppedAt = last.ID, calendar.Today(last.At.Time)
	} else {
		p.stoppedHere = false
	}
}

// place is where a page begins: an entry's moment and key.
type place struct {
	at store.Time
	id string
}

// placeOf finds the entry that the page begins at. An entry that is not there begins at the beginning.
func placeOf(ctx context.Context, tx *store.Tx, f Filter) (place, error) {
	id := f.After
	if f.goesBack() {
		id = f.Before
	}
	if id == "" {
		return place{}, nil
	}
	var at struct{ At store.Time }
	err := tx.Get(ctx, &at, "SELECT at FROM audit_entry WHERE id = $1", id)
	if errors.Is(err, store.ErrNotFound) {
		return place{}, nil
	}
	return place{at.At, id}, err
}

// page asks for the entries of a page, from a place on, but for the filter's words.
func (f *Filter) page(from place) (string, []any) {
	q := f.query()
	direction, beyond := "DESC", "<"
	if f.goesBack() {
		direction, beyond = "ASC", ">"
	}
	if from.id != "" {
		q.and("at "+beyond+"= ?", from.at)
		q.and("(at "+beyond+" ? OR id "+beyond+" ?)", from.at, from.id)
	}
	limit := pageLength + 1
	if f.Words != "" {
		limit = mostRead
	}
	return q.text + " ORDER BY at " + direction + ", id " + direction + " LIMIT " + strconv.Itoa(limit), q.args
}

// all asks for everything that the filter chooses but for its words.
func (f *Filter) all() (string, []any) {
	q := f.query()
	return q.text + " ORDER BY at DESC, id DESC", q.args
}

// query is a statement under way.
type query struct {
	text string
	args []any
}

// and adds a condition with a question mark for each value.
func (q *query) and(condition string, values ...any) {
	for _, value := range values {
		q.args = append(q.args, value)
		condition = strings.Replace(condition, "?", "$"+strconv.Itoa(len(q.args)), 1)
	}
	q.text += " AND " + condition
}

func (f *Filter) query() *query {
	q := &query{text: "SELECT " + entryColumns + " FROM audit_entry WHERE 1 = 1"}
	if f.ActorID != "" {
		q.and("actor_id = ?", f.ActorID)
	}
	if f.ObjectKind != "" {
		q.and("object_kind = ?", f.ObjectKind)
	}
	if !f.From.IsZero() {
		q.and("at >= ?", store.TimeOf(f.From.Begins()))
	}
	if !f.To.IsZero() {
		q.and("at < ?", store.TimeOf(f.To.AddDays(1).Begins()))
	}
	if f.Words != "" {
		q.text += " AND reason <> ''"
	}
	return q
}

// eachEntry gives the entries of a query one by one, until there are no more or fn says that it is enough.
func eachEntry(ctx context.Context, tx *store.Tx, query string, args []any, fn func(Entry) bool) error {
	rows, err := tx.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close() //nolint:errcheck // rows.Err is what tells
	for rows.Next() {
		var e Entry
		if err := rows.Scan(&e.ID, &e.At, &e.ActorKind, &e.ActorID, &e.ActorName, &e.Action, &e.ObjectKind, &e.ObjectID, &e.Reason,
			&e.Before, &e.After, &e.Seq, &e.Previous, &e.Hash); err != nil {
			return err
		}
		if !fn(e) {
			return nil
		}
	}
	return rows.Err()
}

// Seen writes to the trail that whoever acts has looked at something sensitive, once a day for each thing and action.
func Seen(ctx context.Context, db *store.DB, action, objectKind, objectID string) error {
	actor, _ := ActorIn(ctx)
	today := store.TimeOf(calendar.Today(store.Now().Time).Begins())
	told := func(tx *store.Tx) (bool, error) {
		var n int
		err := tx.Get(ctx, &n, `SELECT count(*) FROM (SELECT 1 FROM audit_entry WHERE object_kind = $1 AND object_id = $2
			AND actor_id = $3 AND action = $4 AND at >= $5 LIMIT 1) told`, objectKind, objectID, actor.ID, action, today)
		return n > 0, err
	}
	var before bool
	if err := db.Read(ctx, func(tx *store.Tx) (err error) { before, err = told(tx); return err }); err != nil || before {
		return err
	}
	return db.Write(ctx, func(tx *store.Tx) error {
		if again, err := told(tx); err != nil || again { // another window was quicker
			return err
		}
		return Append(ctx, tx, Change{Action: action, ObjectKind: objectKind, ObjectID: objectID})
	})
}
