package followup

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"samverk/features/audit"
	"samverk/features/evidence"
	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/store"
)

// behindKey is an indicator on a day. Only the first page of records is kept: later ones are seldom asked for.
type behindKey struct {
	indicator string
	asOf      calendar.Date
}

// keptBehind bounds how many of them are kept for a plan.
const keptBehind = 128

// behindOf gives what lies behind an indicator on a day: the records that had happened by then, and its trail.
func (k *known) behindOf(ctx context.Context, tx *store.Tx, indicator *plan.Indicator, asOf calendar.Date, after evidence.Cursor) (behind, error) {
	key := behindKey{indicator.ID, asOf}
	first := after.ID == ""
	if first {
		if kept, there := k.keptBehind(indicator, asOf, after); there {
			return kept, nil
		}
		after = evidence.Cursor{Day: asOf.AddDays(1), ID: "0"} // before the first record of the next day
	}
	b, err := readBehind(ctx, tx, indicator, after)
	if err != nil || !first {
		return b, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.behinds == nil || len(k.behinds) >= keptBehind {
		k.behinds = map[behindKey]behind{}
	}
	k.behinds[key] = b
	return b, nil
}

// keptBehind gives what lies behind an indicator when that has been read already.
func (k *known) keptBehind(indicator *plan.Indicator, asOf calendar.Date, after evidence.Cursor) (behind, bool) {
	if after.ID != "" {
		return behind{}, false
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	b, there := k.behinds[behindKey{indicator.ID, asOf}]
	return b, there
}

func readBehind(ctx context.Context, tx *store.Tx, indicator *plan.Indicator, after evidence.Cursor) (b behind, err error) {
	if b.records, err = evidence.ListByIndicator(ctx, tx, indicator.ID, after, recordsShown+1); err != nil {
		return b, err
	}
	if b.more = len(b.records) > recordsShown; b.more {
		b.records = b.records[:recordsShown]
	}
	b.trail, err = audit.Of(ctx, tx, "indicator", indicator.ID)
	return b, err
}

// recordsShown is how many records an indicator's page shows at a time.
const recordsShown = 25

// newFormKey makes the key of an assessment that may be signed.
func newFormKey() string { return store.NewID() }

// SignOnce signs under a key that was made when the form was shown. Signing again under the same key does nothing, so a
// form that is sent twice is signed once.
func SignOnce(ctx context.Context, tx *store.Tx, key string, indicator *plan.Indicator, a Assessment) error {
	if uuid.Validate(key) != nil {
		key = store.NewID()
	}
	var signed int
	if err := tx.Get(ctx, &signed, "SELECT count(*) FROM assessment WHERE id = $1", key); err != nil || signed > 0 {
		return err
	}
	return signAs(ctx, tx, key, indicator, a)
}

// isDone tells whether an error says that what was asked for had been done already, which a form sent twice may meet.
func isDone(err error) bool { return errors.Is(err, store.ErrConflict) }

// largestPage is as many records as evidence gives at a time.
const largestPage = 500

// eachBehind hands over every record behind an indicator on a day, page by page.
func (k *known) eachBehind(ctx context.Context, tx *store.Tx, indicator *plan.Indicator, asOf calendar.Date,
	each func([]evidence.LinkedRecord) error) error {
	after := evidence.Cursor{Day: asOf.AddDays(1), ID: "0"}
	for {
		page, err := evidence.ListByIndicator(ctx, tx, indicator.ID, after, largestPage)
		if err != nil {
			return err
		}
		if err := each(page); err != nil || len(page) < largestPage {
			return err
		}
		after = page[len(page)-1].Cursor()
	}
}

// signedUnder tells whether an assessment has been signed under the key already.
func signedUnder(ctx context.Context, tx *store.Tx, key string) bool {
	var n int
	return tx.Get(ctx, &n, "SELECT count(*) FROM assessment WHERE id = $1", key) == nil && n > 0
}

// waiverOf finds the waiver of a cell; nil when there is none.
func waiverOf(ctx context.Context, tx *store.Tx, indicator *plan.Indicator, cellFrom calendar.Date) (*waiverRow, error) {
	var row waiverRow
	err := tx.Get(ctx, &row, "SELECT indicator_id, cell_from, day, reason, decided_by FROM waiver WHERE indicator_id = $1 AND cell_from = $2",
		indicator.ID, cellFrom)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	return &row, err
}

// linkedAmong tells which of some records are linked to an indicator, whether they count or not.
func linkedAmong(ctx context.Context, tx *store.Tx, indicator *plan.Indicator, records []evidence.Record) (map[string]bool, error) {
	linked := map[string]bool{}
	for i := range records {
		var n int
		if err := tx.Get(ctx, &n, "SELECT count(*) FROM record_link WHERE indicator_id = $1 AND record_id = $2", indicator.ID, records[i].ID); err != nil {
			return nil, err
		}
		linked[records[i].ID] = n > 0
	}
	return linked, nil
}
