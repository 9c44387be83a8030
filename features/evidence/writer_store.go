package evidence

import (
	"cmp"
	"context"

	"samverk/features/audit"
	"samverk/platform/store"
)

// writer adds records, one or many, with their links, tallies and audit entries. Its caller holds the shared lock.
type writer struct {
	tx         *store.Tx
	by         string
	at         store.Time
	indicators []counting // those whose rules decide, or those that are named
	byID       map[string]*counting
	recordRows *bulk
	linkRows   *bulk
	textRows   *bulk
	changes    tallyChanges
}

// A link has the day of its record, so that an indicator's records are found in the order of their days.
const (
	insertLink        = `INSERT INTO record_link (indicator_id, record_id, origin, excluded, counts_for, reason, decided_by, decided_at, day)`
	insertLinkColumns = 9
)

func newWriter(ctx context.Context, tx *store.Tx, indicators []counting) *writer {
	w := &writer{tx: tx, by: actorName(ctx), at: store.Now(), indicators: indicators, changes: tallyChanges{},
		byID: make(map[string]*counting, len(indicators)), recordRows: newBulk(tx, insertRecord, insertRecordColumns, ""),
		linkRows: newBulk(tx, insertLink, insertLinkColumns, ""), textRows: newBulk(tx, insertText, insertTextColumns, "")}
	w.linkRows.before, w.textRows.before = w.recordRows, w.recordRows
	for i := range indicators {
		w.byID[indicators[i].ID] = &indicators[i]
	}
	return w
}

// record gives the new record its key and its signature.
func (w *writer) record(n NewRecord) Record {
	return Record{ID: cmp.Or(n.ID, store.NewID()), Content: n.Content, LinksFixed: n.LinksFixed || len(n.Indicators) > 0,
		RecordedBy: w.by, RecordedAt: w.at, Source: n.Source}
}

// links gives what the record counts towards: the named indicators, or those whose rules match.
func (w *writer) links(record *Record, named []Placing) []Link {
	var links []Link
	for _, placing := range named {
		link := w.link(record, placing.IndicatorID, ByPerson)
		if placing.CountsFor != record.Day {
			link.CountsFor = placing.CountsFor
		}
		links = append(links, link)
	}
	if record.LinksFixed {
		return links
	}
	for i := range w.indicators {
		if matches(&w.indicators[i].Rule.V, &record.Content) {
			links = append(links, w.link(record, w.indicators[i].ID, ByRule))
		}
	}
	return links
}

func (w *writer) link(record *Record, indicatorID string, origin Origin) Link {
	return Link{IndicatorID: indicatorID, RecordID: record.ID, Origin: origin, DecidedBy: w.by, DecidedAt: w.at}
}

// write gathers the rows of a record. Nothing is certain before finish.
func (w *writer) write(ctx context.Context, record *Record, links []Link) error {
	if err := w.recordRows.add(ctx, record.row()...); err != nil {
		return err
	}
	if err := w.textRows.add(ctx, record.textRow()...); err != nil {
		return err
	}
	for i := range links {
		link := &links[i]
		if err := w.linkRows.add(ctx, append(link.row(), record.Day)...); err != nil {
			return err
		}
		w.changes.add(counted(&w.byID[link.IndicatorID].Rule.V, link.IndicatorID, &record.Content, link.CountsFor))
	}
	return audit.Append(ctx, w.tx, audit.Change{Action: "record.added", ObjectKind: "record", ObjectID: record.ID,
		After: addedRecord{record, links}})
}

// addedRecord is what the trail keeps of a new record.
type addedRecord struct {
	*Record
	Links []Link `json:"links,omitempty"`
}

func (l *Link) row() []any {
	return []any{l.IndicatorID, l.RecordID, l.Origin, l.Excluded, l.CountsFor, l.Reason, l.DecidedBy, l.DecidedAt}
}

// finish writes what is left, and the tallies.
func (w *writer) finish(ctx context.Context) error {
	for _, rows := range []*bulk{w.linkRows, w.textRows} { // the records are flushed first
		if err := rows.flush(ctx); err != nil {
			return err
		}
	}
	return applyTallies(ctx, w.tx, w.changes)
}

func (w *writer) close() {
	w.recordRows.close()
	w.linkRows.close()
	w.textRows.close()
}
