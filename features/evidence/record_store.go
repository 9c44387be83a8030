package evidence

import (
	"context"
	"errors"
	"strings"

	"samverk/features/audit"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// Add keeps a record, links it to what it counts towards and updates the tallies. The errors name the first thing that
// is wrong; Content.Check names all. Today is the date in Stockholm: no record is dated after it.
func Add(ctx context.Context, tx *store.Tx, n NewRecord, today calendar.Date) (Record, error) {
	if err := tx.LockShared(ctx, rulesLock); err != nil {
		return Record{}, err
	}
	n.tidy()
	indicators, err := candidates(ctx, tx, &n)
	if err != nil {
		return Record{}, err
	}
	if faults := n.Check(today, periodsOf(indicators)...); len(faults) > 0 {
		return Record{}, &i18n.Error{Message: faults[0].Message}
	}
	files, err := KeepFiles(ctx, tx, n.Files)
	if err != nil {
		return Record{}, err
	}
	w := newWriter(ctx, tx, indicators)
	defer w.close()
	record := w.record(n)
	record.Files = files
	links := w.links(&record, n.Indicators)
	if err := w.write(ctx, &record, links); err != nil {
		return Record{}, err
	}
	if err := w.finish(ctx); err != nil {
		return Record{}, err
	}
	if err := insertFiles(ctx, tx, record.ID, files, 0); err != nil {
		return Record{}, err
	}
	record.Warnings = dateWarnings(&record, links, indicators)
	return record, nil
}

// candidates gives the indicators that may count the record: those it names, or those of every current plan.
func candidates(ctx context.Context, tx *store.Tx, n *NewRecord) ([]counting, error) {
	if len(n.Indicators) > 0 {
		return namedIndicators(ctx, tx, n.Indicators)
	}
	return currentIndicators(ctx, tx)
}

// periodsOf gives the periods of the indicators' plans, each once.
func periodsOf(indicators []counting) []calendar.Span {
	var periods []calendar.Span
	seen := map[string]bool{}
	for i := range indicators {
		if plan := indicators[i].PlanID; !seen[plan] {
			seen[plan] = true
			periods = append(periods, indicators[i].period())
		}
	}
	return periods
}

// dateWarnings tells of the plans that count the record, or of all plans when none does, and that it lies outside.
func dateWarnings(record *Record, links []Link, indicators []counting) []i18n.Message {
	counting := map[string]bool{}
	for _, link := range links {
		counting[link.IndicatorID] = true
	}
	var outside []i18n.Message
	seen, inside := map[string]bool{}, false
	for i := range indicators {
		indicator := &indicators[i]
		if seen[indicator.PlanID] || len(links) > 0 && !counting[indicator.ID] {
			continue
		}
		seen[indicator.PlanID] = true
		if warning, is := OutsidePlan(indicator.period(), record.Day); is {
			outside = append(outside, warning)
		} else {
			inside = true
		}
	}
	if len(links) == 0 && inside {
		return nil
	}
	return outside
}

// Void declares a record void from now on. It stays with the reason, and counts nowhere.
func Void(ctx context.Context, tx *store.Tx, recordID, why string) error {
	why = strings.TrimSpace(why)
	if why == "" {
		return i18n.Fail("evidence.reason_missing")
	}
	before, err := lockRecord(ctx, tx, recordID)
	if err != nil {
		return err
	}
	if before.IsVoided() {
		return i18n.Fail("evidence.voided_already", "title", before.Title, "why", before.VoidedWhy)
	}
	changes, err := countedNow(ctx, tx, &before)
	if err != nil {
		return err
	}
	for key, sums := range changes {
		changes[key] = sums.negative()
	}
	after := before
	after.VoidedBy, after.VoidedAt, after.VoidedWhy = actorName(ctx), store.Now(), why
	if _, err := tx.Exec(ctx, "UPDATE record SET voided_by = $1, voided_at = $2, voided_why = $3 WHERE id = $4",
		after.VoidedBy, after.VoidedAt, why, recordID); err != nil {
		return err
	}
	if err := applyTallies(ctx, tx, changes); err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "record.voided", ObjectKind: "record", ObjectID: recordID, Reason: why,
		Before: before, After: after})
}

// countedNow gives what a record adds to tallies by its links.
func countedNow(ctx context.Context, tx *store.Tx, record *Record) (tallyChanges, error) {
	links, err := linksOf(ctx, tx, record.ID)
	if err != nil {
		return nil, err
	}
	changes := tallyChanges{}
	for _, link := range links {
		if link.Excluded {
			continue
		}
		indicator, err := findIndicator(ctx, tx, link.IndicatorID)
		if err != nil {
			return nil, err
		}
		changes.add(counted(&indicator.Rule.V, link.IndicatorID, &record.Content, link.CountsFor))
	}
	return changes, nil
}

// lockRecord keeps other writers from the record to the end of the transaction, and reads it.
func lockRecord(ctx context.Context, tx *store.Tx, recordID string) (Record, error) {
	if err := tx.LockShared(ctx, rulesLock); err != nil {
		return Record{}, err
	}
	if _, err := tx.Exec(ctx, "UPDATE record SET links_fixed = links_fixed WHERE id = $1", recordID); err != nil {
		return Record{}, err
	}
	return Find(ctx, tx, recordID)
}

// Find gives a record with its files, voided or not.
func Find(ctx context.Context, tx *store.Tx, recordID string) (Record, error) {
	found, err := readRecords(ctx, tx, "SELECT "+recordColumns+" FROM record r WHERE r.id = $1", recordID)
	if err == nil && len(found) == 0 {
		err = store.ErrNotFound
	}
	if errors.Is(err, store.ErrNotFound) {
		return Record{}, i18n.Fail("evidence.unknown_record").Because(err)
	}
	if err != nil {
		return Record{}, err
	}
	return found[0], withFiles(ctx, tx, found)
}

func actorName(ctx context.Context) string {
	actor, _ := audit.ActorIn(ctx)
	return actor.Name
}
