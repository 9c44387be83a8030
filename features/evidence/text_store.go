package evidence

import (
	"context"
	"hash/fnv"
	"strconv"
	"strings"
	"unicode/utf8"

	"samverk/platform/calendar"
	"samverk/platform/fold"
	"samverk/platform/store"
)

// What a record says is kept folded beside it, in record_text, in the order of days. Each engine has an index over every
// three letters in a row, so that a part of a word is found too: "möte" in "stormöte". On SQLite that is record_grams,
// which triggers keep in step; on PostgreSQL the extension pg_trgm, and where it cannot be had the texts are read.

const (
	insertText        = "INSERT INTO record_text (n, record_id, folded)"
	insertTextColumns = 3
)

// dayStep is how far apart the places of two days are. The migrations know it too.
const dayStep = 1 << 45

var dayZero = calendar.MustDate("2000-01-01")

// placeOfDay is where the places of a day's texts begin.
func placeOfDay(day calendar.Date) int64 {
	return int64(max(-mostDays, min(mostDays, dayZero.DaysUntil(day)))) * dayStep
}

// mostDays keeps the place of a far day within what a whole number holds: some seven hundred years either way.
const mostDays = 260_000

// textRow is the record's text as insertText wants it. Its place is its day's and, within the day, one of its own.
func (r *Record) textRow() []any {
	h := fnv.New64a()
	h.Write([]byte(r.ID)) // never fails
	return []any{placeOfDay(r.Day) + int64(h.Sum64()%dayStep), r.ID, r.folded()}
}

// folded is everything the record says that is searched for words.
func (c *Content) folded() string {
	return fold.Search(strings.Join([]string{c.Title, c.Text, c.Body, c.DiaryNumber, c.Network,
		strings.Join(c.Organisations, "\n"), strings.Join(c.Tags, "\n")}, "\n"))
}

// updateText writes what a corrected record says over what it said.
func updateText(ctx context.Context, tx *store.Tx, r *Record) error {
	_, err := tx.Exec(ctx, insertText+" VALUES ($1, $2, $3) ON CONFLICT (record_id) DO UPDATE SET n = excluded.n, folded = excluded.folded",
		r.textRow()...)
	return err
}

// wordQuery asks for days, keys and whether the record is chosen, in the order of the page, of at most so many.
func (f *Filter) wordQuery(ctx context.Context, tx *store.Tx, words []string) (q pageQuery, most int, err error) {
	long := indexedWords(words)
	if tx.Engine() == store.Postgres && len(long) > 0 {
		few, err := areFew(ctx, tx, long)
		if err != nil {
			return q, 0, err
		}
		if !few {
			long = nil
		}
	}
	most = mostTexts
	if len(long) > 0 {
		most = mostHits
	}
	place, from := "t.n", "record_text t"
	if tx.Engine() == store.SQLite && len(long) > 0 {
		place, from = "g.rowid", "record_grams g CROSS JOIN record_text t ON t.n = g.rowid"
	}
	q = pageQuery{day: "r.day", id: "r.id", text: "SELECT r.day, r.id, (" + q.contained(tx.Engine(), words), args: q.args}
	f.conditions(&q)
	if f.IndicatorID != "" {
		q.and("EXISTS (SELECT 1 FROM record_link l WHERE l.record_id = r.id AND l.indicator_id = ?)", f.IndicatorID)
	}
	q.text += ") FROM " + from + " CROSS JOIN record r WHERE r.id = t.record_id"
	if len(long) > 0 {
		q.text += " AND " + q.candidates(tx.Engine(), long)
	}
	f.placed(&q, place, most)
	return q, most, nil
}

// placed adds the page's place among the texts, its days and its order.
func (f *Filter) placed(q *pageQuery, place string, most int) {
	direction, beyond, from := "DESC", "<", f.After
	if f.goesBack() {
		direction, beyond, from = "ASC", ">", f.Before
	}
	if from.ID != "" {
		q.and(place+" "+beyond+" (SELECT n FROM record_text WHERE record_id = ?)", from.ID)
	}
	if !f.From.IsZero() {
		q.and(place+" >= ?", placeOfDay(f.From))
	}
	if !f.To.IsZero() {
		q.and(place+" < ?", placeOfDay(f.To.AddDays(1)))
	}
	q.text += " ORDER BY " + place + " " + direction + " LIMIT " + strconv.Itoa(most)
}

// place is the place of the argument that was added last.
func (q *pageQuery) place() string { return "$" + strconv.Itoa(len(q.args)) }

// indexedWords are the words that are long enough for the index, which knows texts by three letters at a time.
func indexedWords(words []string) []string {
	var long []string
	for _, word := range words {
		if utf8.RuneCountInString(word) >= 3 {
			long = append(long, word)
		}
	}
	return long
}

// candidates is the condition that the index answers. On SQLite more may answer it than what has the words.
func (q *pageQuery) candidates(engine store.Engine, long []string) string {
	if engine == store.Postgres {
		return q.contained(engine, long)
	}
	var grams []string
	for _, word := range long {
		runes := []rune(word)
		for i := range len(runes) - 2 {
			grams = append(grams, `"`+strings.ReplaceAll(string(runes[i:i+3]), `"`, `""`)+`"`)
		}
	}
	q.args = append(q.args, strings.Join(grams, " AND "))
	return "record_grams MATCH " + q.place()
}

// contained is the condition that every word stands in the text.
func (q *pageQuery) contained(engine store.Engine, words []string) string {
	var all []string
	for _, word := range words {
		if engine == store.Postgres { // its index serves LIKE
			q.args = append(q.args, "%"+strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(word)+"%")
			all = append(all, "t.folded LIKE "+q.place())
			continue
		}
		q.args = append(q.args, word)
		all = append(all, "instr(t.folded, "+q.place()+") > 0")
	}
	return strings.Join(all, " AND ")
}

// hasWords is the condition that the record r has every word.
func (q *pageQuery) hasWords(engine store.Engine, words []string) string {
	found := "SELECT t.record_id FROM record_text t WHERE " + q.contained(engine, words)
	if long := indexedWords(words); engine == store.SQLite && len(long) > 0 {
		found += " AND t.n IN (SELECT rowid FROM record_grams WHERE " + q.candidates(engine, long) + ")"
	}
	return "r.id IN (" + found + ")"
}

// areFew tells whether so few records have the words that PostgreSQL's index should be asked for them all.
func areFew(ctx context.Context, tx *store.Tx, long []string) (bool, error) {
	var q pageQuery
	q.text = "SELECT count(*) FROM (SELECT 1 FROM record_text t WHERE " + q.contained(store.Postgres, long) +
		" LIMIT " + strconv.Itoa(fewHits+1) + ") AS hits"
	var n int
	err := tx.QueryRowContext(ctx, q.text, q.args...).Scan(&n)
	return n <= fewHits, err
}
