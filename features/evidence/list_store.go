package evidence

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/fold"
	"samverk/platform/store"
)

// PageLength is how many records a list gives when nothing else is asked for.
const PageLength = 50

// longestPage keeps a list short enough for one query of its files.
const longestPage = 500

// Filter chooses records. Its zero value chooses all that are not void, newest first.
type Filter struct {
	PlanID      string   // linked to an indicator of this plan, excluded links included
	IndicatorID string   // linked to this indicator, excluded links included
	AnyOf       []string // linked to at least one of these indicators, excluded links included; empty: not asked for
	Kind        plan.EvidenceKind
	From, To    calendar.Date
	Words       string // all of them stand somewhere in the record, whatever their case and marks; see Search
	WithVoided  bool
	After       Cursor // the last record of the page before
	Before      Cursor // the first record of the page after: the page that leads to it is asked for. After goes first
	Limit       int    // 0: PageLength
}

// Cursor is a place in a list: a record's day and key.
type Cursor struct {
	Day calendar.Date
	ID  string
}

// Cursor is the record's place in a list.
func (r *Record) Cursor() Cursor { return Cursor{r.Day, r.ID} }

// List gives a page of records, those that happened last first. It does not look at the filter's words.
func List(ctx context.Context, tx *store.Tx, f Filter) ([]Record, error) {
	limit := f.Limit
	if limit <= 0 {
		limit = PageLength
	}
	q := f.query(recordColumns)
	q.page(&f, min(limit, longestPage))
	records, err := readRecords(ctx, tx, q.text, q.args...)
	if err != nil {
		return nil, err
	}
	if f.goesBack() {
		slices.Reverse(records)
	}
	return records, withFiles(ctx, tx, records)
}

// mostWords bounds how many words are looked for.
const mostWords = 20

// words are what is looked for, folded.
func (f *Filter) words() []string {
	words := strings.Fields(fold.Search(f.Words))
	return words[:min(len(words), mostWords)]
}

// goesBack tells whether the page before a place is asked for.
func (f *Filter) goesBack() bool { return f.After.ID == "" && f.Before.ID != "" }

// query asks for columns of what the filter chooses, without order or limit, and without its words. The records of an
// indicator are found by their links, which know the days; other choices look at the records.
func (f *Filter) query(columns string) pageQuery {
	q := pageQuery{text: "SELECT " + columns + " FROM record r WHERE 1 = 1", day: "r.day", id: "r.id"}
	if f.IndicatorID != "" {
		q = linkedQuery(columns, f.IndicatorID)
	}
	f.conditions(&q)
	return q
}

// conditions adds what the filter asks of a record r, but for its words and its one indicator.
func (f *Filter) conditions(q *pageQuery) {
	if f.PlanID != "" {
		q.and(`EXISTS (SELECT 1 FROM record_link o JOIN indicator i ON i.id = o.indicator_id
			WHERE o.record_id = r.id AND i.removed_at IS NULL AND i.plan_id = ?)`, f.PlanID)
	}
	if len(f.AnyOf) > 0 {
		q.text += " AND EXISTS (SELECT 1 FROM record_link o WHERE o.record_id = r.id AND o.indicator_id IN (" + q.places(f.AnyOf) + "))"
	}
	if f.Kind != "" {
		q.and("r.kind = ?", f.Kind)
	}
	if !f.From.IsZero() {
		q.and(q.day+" >= ?", f.From)
	}
	if !f.To.IsZero() {
		q.and(q.day+" <= ?", f.To)
	}
	if !f.WithVoided {
		q.text += " AND r.voided_at IS NULL"
	}
}

// linkedQuery asks for records by their links to an indicator, in the order that the links' index has.
func linkedQuery(columns, indicatorID string) pageQuery {
	q := pageQuery{text: "SELECT " + columns + " FROM record_link l JOIN record r ON r.id = l.record_id WHERE 1 = 1",
		day: "l.day", id: "l.record_id"}
	q.and("l.indicator_id = ?", indicatorID)
	return q
}

// LinkedRecord is a record with what it is to an indicator.
type LinkedRecord struct {
	Record
	Link Link
}

// ListByIndicator gives a page of what is linked to an indicator, those that happened last first. Excluded and void
// records are among them, so that it can be seen why they do not count.
func ListByIndicator(ctx context.Context, tx *store.Tx, indicatorID string, after Cursor, limit int) ([]LinkedRecord, error) {
	if limit <= 0 {
		limit = PageLength
	}
	q := linkedQuery(recordColumns+", "+linkColumns, indicatorID)
	q.page(&Filter{After: after}, min(limit, longestPage))
	var link Link
	var linked []LinkedRecord
	err := eachRecord(ctx, tx, q.text, q.args, []any{&link.IndicatorID, &link.RecordID, &link.Origin, &link.Excluded,
		&link.CountsFor, &link.Reason, &link.DecidedBy, &link.DecidedAt}, func(r Record) error {
		linked = append(linked, LinkedRecord{r, link})
		return nil
	})
	if err != nil {
		return nil, err
	}
	records := make([]Record, len(linked))
	for i := range linked {
		records[i] = linked[i].Record
	}
	if err := withFiles(ctx, tx, records); err != nil {
		return nil, err
	}
	for i := range linked {
		linked[i].Files = records[i].Files
	}
	return linked, nil
}

// IndicatorLink is a link of a record with the indicator it leads to.
type IndicatorLink struct {
	Link
	PlanID    string
	PlanKey   string
	Number    int
	Label     string
	Indicator string // the indicator's text
	PlanTitle string
	Edition   int
	InForce   bool // its plan is current
}

// Links tells what a record counts towards and what it is kept from counting towards, in plans in force first.
func Links(ctx context.Context, tx *store.Tx, recordID string) ([]IndicatorLink, error) {
	var links []IndicatorLink
	err := tx.Select(ctx, &links, `SELECT `+linkColumns+`, p.id AS plan_id, p.key AS plan_key, i.number, i.label, i.body AS indicator,
		p.title AS plan_title, p.edition, p.status = 'current' AS in_force
		FROM record_link l JOIN indicator i ON i.id = l.indicator_id JOIN plan p ON p.id = i.plan_id
		WHERE l.record_id = $1 AND i.removed_at IS NULL ORDER BY CASE WHEN p.status = 'current' THEN 0 ELSE 1 END, p.key, i.number`, recordID)
	return links, err
}

// labelsOf gives the printed labels of the indicators that count each record, with one query. Those of plans that have
// ended are given only when no plan in force counts the record.
func labelsOf(ctx context.Context, tx *store.Tx, records []Record) (map[string][]string, error) {
	labels := map[string][]string{}
	if len(records) == 0 {
		return labels, nil
	}
	places, args := make([]string, len(records)), make([]any, len(records))
	for i := range records {
		places[i], args[i] = "$"+strconv.Itoa(i+1), records[i].ID
	}
	var rows []struct {
		RecordID, Label string
		InForce         bool
	}
	err := tx.Select(ctx, &rows, `SELECT l.record_id, i.label, p.status = 'current' AS in_force FROM record_link l
		JOIN indicator i ON i.id = l.indicator_id JOIN plan p ON p.id = i.plan_id
		WHERE NOT l.excluded AND i.removed_at IS NULL AND l.record_id IN (`+strings.Join(places, ", ")+`)
		ORDER BY CASE WHEN p.status = 'current' THEN 0 ELSE 1 END, i.plan_id, i.number`, args...)
	counted := map[string]bool{} // in a plan in force
	for _, row := range rows {
		if row.InForce || !counted[row.RecordID] {
			labels[row.RecordID] = append(labels[row.RecordID], row.Label)
		}
		counted[row.RecordID] = counted[row.RecordID] || row.InForce
	}
	return labels, err
}

// pageQuery grows a query with numbered arguments.
type pageQuery struct {
	text    string
	args    []any
	day, id string // the columns that order the records
}

// and adds a condition; its ? is the argument.
func (q *pageQuery) and(condition string, arg any) {
	q.args = append(q.args, arg)
	q.text += " AND " + strings.ReplaceAll(condition, "?", "$"+strconv.Itoa(len(q.args)))
}

// places adds several arguments and gives their places, with commas between.
func (q *pageQuery) places(values []string) string {
	var places []string
	for _, value := range values {
		q.args = append(q.args, value)
		places = append(places, "$"+strconv.Itoa(len(q.args)))
	}
	return strings.Join(places, ", ")
}

// page adds where the page begins, its order and its length. Records are in order of day and key, both falling; a page
// that is read backwards has them rising.
func (q *pageQuery) page(f *Filter, limit int) {
	direction, beyond, from := "DESC", "<", f.After
	if f.goesBack() {
		direction, beyond, from = "ASC", ">", f.Before
	}
	if from.ID != "" {
		q.and(q.day+" "+beyond+"= ?", from.Day)
		n := len(q.args)
		q.and("("+q.day+" "+beyond+" $"+strconv.Itoa(n)+" OR "+q.id+" "+beyond+" ?)", from.ID)
	}
	q.text += " ORDER BY " + q.day + " " + direction + ", " + q.id + " " + direction + " LIMIT " + strconv.Itoa(limit)
}
