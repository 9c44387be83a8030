package evidence

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"strings"

	"samverk/features/audit"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// ErrChangedMeanwhile is the error that Correct gives when somebody else has changed the record since it was read.
var ErrChangedMeanwhile = errors.New("the record has been changed by somebody else")

// Correct changes what a record says, and brings the links that rules make in step with it. What a person has decided
// about links stays. Seen is the key of the record's last audit entry as it was when the record was read; no change is
// made when there is a later one. Content that says what the record says already changes nothing.
func Correct(ctx context.Context, tx *store.Tx, recordID string, content Content, seen string, today calendar.Date) error {
	before, err := lockRecord(ctx, tx, recordID)
	if err != nil {
		return err
	}
	if before.IsVoided() {
		return i18n.Fail("evidence.is_voided", "title", before.Title)
	}
	content.tidy()
	if reflect.DeepEqual(content, before.Content) {
		return nil
	}
	if err := refuseUnseen(ctx, tx, recordID, seen); err != nil {
		return err
	}
	indicators, err := currentIndicators(ctx, tx)
	if err != nil {
		return err
	}
	if faults := content.Check(today, periodsOf(indicators)...); len(faults) > 0 {
		return &i18n.Error{Message: faults[0].Message}
	}
	after := before
	after.Content = content
	return correct(ctx, tx, &before, &after, indicators)
}

// refuseUnseen gives an error when the trail has a later entry than the one seen.
func refuseUnseen(ctx context.Context, tx *store.Tx, recordID, seen string) error {
	last, err := audit.Last(ctx, tx, "record", recordID)
	if err != nil || last.ID == seen {
		return err
	}
	return ErrChangedMeanwhile
}

func correct(ctx context.Context, tx *store.Tx, before, after *Record, indicators []counting) error {
	oldLinks, err := linksOf(ctx, tx, before.ID)
	if err != nil {
		return err
	}
	changes, err := countedNow(ctx, tx, before)
	if err != nil {
		return err
	}
	for key, sums := range changes {
		changes[key] = sums.negative()
	}
	if err := updateContent(ctx, tx, after); err != nil {
		return err
	}
	links, err := relinkRecord(ctx, tx, after, oldLinks, indicators)
	if err != nil {
		return err
	}
	gained, err := countedNow(ctx, tx, after)
	if err != nil {
		return err
	}
	for key, sums := range gained {
		changes.add(key, sums)
	}
	if err := applyTallies(ctx, tx, changes); err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "record.corrected", ObjectKind: "record", ObjectID: after.ID,
		Before: addedRecord{before, oldLinks}, After: addedRecord{after, links}})
}

// updateContent writes what the record says over what it said.
func updateContent(ctx context.Context, tx *store.Tx, r *Record) error {
	_, err := tx.Exec(ctx, `UPDATE record SET kind = $2, day = $3, title = $4, text = $5, body = $6, state = $7,
		diary_number = $8, organisations = $9, organisation_count = $10, head_count = $11, minutes_spent = $12, value = $13,
		numerator = $14, denominator = $15, network = $16, tags = $17, addresses = $18 WHERE id = $1`, r.row()[:18]...)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "UPDATE record_link SET day = $2 WHERE record_id = $1", r.ID, r.Day); err != nil {
		return err
	}
	return updateText(ctx, tx, r)
}

// relinkRecord takes away the links whose rules no longer match the record and adds those that now do. It gives the
// record's links afterwards, in the order of their indicators.
func relinkRecord(ctx context.Context, tx *store.Tx, r *Record, old []Link, indicators []counting) ([]Link, error) {
	if r.LinksFixed {
		return old, nil
	}
	var kept []Link
	linked := map[string]bool{}
	for _, link := range old {
		indicator, err := findIndicator(ctx, tx, link.IndicatorID)
		if err != nil {
			return nil, err
		}
		if link.Origin == ByRule && !link.Excluded && !matches(&indicator.Rule.V, &r.Content) {
			if _, err := tx.Exec(ctx, "DELETE FROM record_link WHERE indicator_id = $1 AND record_id = $2", link.IndicatorID, r.ID); err != nil {
				return nil, err
			}
			continue
		}
		linked[link.IndicatorID] = true
		kept = append(kept, link)
	}
	by, at := actorName(ctx), store.Now()
	for i := range indicators {
		if linked[indicators[i].ID] || !matches(&indicators[i].Rule.V, &r.Content) {
			continue
		}
		link := Link{IndicatorID: indicators[i].ID, RecordID: r.ID, Origin: ByRule, DecidedBy: by, DecidedAt: at}
		if err := putLink(ctx, tx, &link); err != nil {
			return nil, err
		}
		kept = append(kept, link)
	}
	slices.SortFunc(kept, func(a, b Link) int { return strings.Compare(a.IndicatorID, b.IndicatorID) })
	return kept, nil
}
