package evidence

import (
	"context"
	"strconv"
	"strings"

	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/store"
)

// PageLength is how many records a list gives when nothing else is asked for.
const PageLength = 50

// longestPage keeps a list short enough for one query of its files.
const longestPage = 500

// Filter chooses records. Its zero value chooses all that are not void, newest first.
type Filter struct {
	PlanID      string // linked to an indicator of this plan, excluded links included
	IndicatorID string // linked to this indicator, excluded links included
	Kind        plan.EvidenceKind
	From, To    calendar.Date
	Words       string // all of them stand somewhere in the record, whatever their case and marks; see Search
	WithVoided  bool
	After       Cursor // the last record of the page before
	Limit       int    // 0: PageLength
}

// Cursor is a place in a list: a record's day and key.
type Cursor struct {
	Day calendar.Date
	ID  string
}

// Cursor is the record's place in a list.
func (r *Record) Cursor() Cursor { return Cursor{r.Day, r.ID} }

// List gives a page of records, those that happened last first.
func List(ctx context.Context, tx *store.Tx, f Filter) ([]Record, error) {
	q := f.query()
	q.page(f.After, f.Limit)
	records, err := readRecords(ctx, tx, q.text, q.args...)
	if err != nil {
		return nil, err
	}
	return records, withFiles(ctx, tx, records)
}

// query asks for what the filter chooses, without order or limit, and without its words.
func (f *Filter) query() pageQuery {
	q := pageQuery{text: "SELECT " + recordColumns + " FROM record r WHERE 1 = 1"}
	if f.PlanID != "" {
		q.and(`EXISTS (SELECT 1 FROM record_link l JOIN indicator i ON i.id = l.indicator_id
			WHERE l.record_id = r.id AND i.removed_at IS NULL AND i.plan_id = ?)`, f.PlanID)
	}
	if f.IndicatorID != "" {
		q.and("EXISTS (SELECT 1 FROM record_link l WHERE l.record_id = r.id AND l.indicator_id = ?)", f.IndicatorID)
	}
	if f.Kind != "" {
		q.and("r.kind = ?", f.Kind)
	}
	if !f.From.IsZero() {
		q.and("r.day >= ?", f.From)
	}
	if !f.To.IsZero() {
		q.and("r.day <= ?", f.To)
	}
	if !f.WithVoided {
		q.text += " AND r.voided_at IS NULL"
	}
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
	q := pageQuery{text: "SELECT " + recordColumns + ", " + linkColumns + ` FROM record_link l JOIN record r ON r.id = l.record_id
		WHERE 1 = 1`}
	q.and("l.indicator_id = ?", indicatorID)
	q.page(after, limit)
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
	text string
	args []any
}

// and adds a condition; its ? is the argument.
func (q *pageQuery) and(condition string, arg any) {
	q.args = append(q.args, arg)
	place := "$" + strconv.Itoa(len(q.args))
	for _, r := range " AND " + condition {
		if r == '?' {
			q.text += place
		} else {
			q.text += string(r)
		}
	}
}

// page adds order and limits: records are in order of day and key, both falling.
func (q *pageQuery) page(after Cursor, limit int) {
	q.from(after)
	if limit <= 0 {
		limit = PageLength
	}
	q.text += inOrderOfDay + limitOf(min(limit, longestPage))
}

const inOrderOfDay = " ORDER BY r.day DESC, r.id DESC"

func limitOf(n int) string { return " LIMIT " + strconv.Itoa(n) }

// from leaves out what comes before the place and the record at the place itself.
func (q *pageQuery) from(after Cursor) {
	if after.ID == "" {
		return
	}
	q.and("r.day <= ?", after.Day)
	n := len(q.args)
	q.and("(r.day < $"+strconv.Itoa(n)+" OR r.id < ?)", after.ID)
}
