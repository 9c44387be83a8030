package events

import (
	"context"
	"slices"
	"strings"
	"time"

	"samverk/features/audit"
	"samverk/features/evidence"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// Publish lets people see the event and register. Publishing what is published changes nothing.
func (f *Feature) Publish(ctx context.Context, tx *store.Tx, id string) error {
	before, err := locked(ctx, tx, id)
	if err != nil || before.State == Published {
		return err
	}
	if before.State != Draft {
		return i18n.Fail("events.not_a_draft")
	}
	after := before
	after.State, after.WasPublished = Published, true
	if _, err := tx.Exec(ctx, "UPDATE event SET state = $2, was_published = $3 WHERE id = $1", id, Published, true); err != nil {
		return err
	}
	return f.changed(ctx, tx, &before, &after, "event.published", "")
}

// Withdraw makes a published event a draft again, while nobody has registered.
func (f *Feature) Withdraw(ctx context.Context, tx *store.Tx, id string) error {
	before, err := locked(ctx, tx, id)
	if err != nil || before.State == Draft {
		return err
	}
	if before.State != Published {
		return i18n.Fail("events.not_published")
	}
	counts, err := countsOf(ctx, tx, id)
	if err != nil {
		return err
	}
	if counts.Placed+counts.Waiting+counts.AtDoor > 0 {
		return i18n.Fail("events.has_registrations")
	}
	after := before
	after.State = Draft
	if _, err := tx.Exec(ctx, "UPDATE event SET state = $2 WHERE id = $1", id, Draft); err != nil {
		return err
	}
	return f.changed(ctx, tx, &before, &after, "event.withdrawn", "")
}

// checkWhy tells what is wrong with a reason.
func checkWhy(why string) (faults []fault) {
	if why == "" {
		faults = append(faults, fault{"why", i18n.Fail("events.why_missing")})
	}
	if err := checkText(why, longestText); err != nil {
		faults = append(faults, fault{"why", err})
	}
	return faults
}

// Cancel says that the event is not held, and why. Everybody who has a place or waits for one is told by mail; what it was
// evidence of is voided. Cancelling what is cancelled changes nothing.
func (f *Feature) Cancel(ctx context.Context, tx *store.Tx, id, why string) error {
	why = strings.TrimSpace(why)
	if err := firstFault(checkWhy(why)); err != nil {
		return err
	}
	before, err := locked(ctx, tx, id)
	if err != nil || before.State == Cancelled {
		return err
	}
	after := before
	after.State, after.CancelledWhy, after.HeldOn, after.RecordID = Cancelled, why, calendar.Date{}, ""
	if err := f.void(ctx, tx, &before, i18n.T(ctx, "events.voided_cancelled", "why", why)); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "UPDATE event SET state = $2, cancelled_why = $3, held_on = NULL, record_id = NULL WHERE id = $1", id, Cancelled, why); err != nil {
		return err
	}
	if err := f.changed(ctx, tx, &before, &after, "event.cancelled", why); err != nil {
		return err
	}
	if before.State != Published { // a draft is known to nobody, and of one that was held those who came know best
		return nil
	}
	all, err := Registrations(ctx, tx, id)
	if err != nil {
		return err
	}
	for i := range all {
		if all[i].State != Withdrew {
			if err := f.mail(ctx, tx, &after, &all[i], "cancelled", ""); err != nil {
				return err
			}
		}
	}
	return nil
}

// checkHeld tells what is wrong with what is said of an event that was held.
func checkHeld(day calendar.Date, heads *int, today calendar.Date) (faults []fault) {
	switch {
	case day.IsZero():
		faults = append(faults, fault{"held_on", i18n.Fail("events.day_missing")})
	case day.After(today):
		faults = append(faults, fault{"held_on", i18n.Fail("events.held_ahead")})
	}
	switch {
	case heads == nil:
		faults = append(faults, fault{"heads", i18n.Fail("events.heads_missing")})
	case *heads > mostPlaces:
		faults = append(faults, fault{"heads", i18n.Fail("events.heads_wrong", "most", mostPlaces)})
	}
	return faults
}

// Hold closes a published event as held, with its day and how many came, and adds the record that it is evidence of. Said of an
// event that was held it corrects the day and the number, and the record with them.
func (f *Feature) Hold(ctx context.Context, tx *store.Tx, id string, day calendar.Date, heads int, now time.Time) error {
	if err := firstFault(checkHeld(day, &heads, calendar.Today(now))); err != nil {
		return err
	}
	before, err := locked(ctx, tx, id)
	if err != nil || before.State == Held && before.HeldOn == day && before.HeadCount == heads {
		return err
	}
	if before.State != Published && before.State != Held {
		return i18n.Fail("events.not_published")
	}
	after := before
	after.State, after.HeldOn, after.HeadCount = Held, day, heads
	if _, err := tx.Exec(ctx, "UPDATE event SET state = $2, held_on = $3, head_count = $4 WHERE id = $1", id, Held, day, heads); err != nil {
		return err
	}
	action := "event.held"
	if before.State == Held {
		action = "event.held_corrected"
	}
	if err := f.changed(ctx, tx, &before, &after, action, ""); err != nil {
		return err
	}
	return f.keepEvidence(ctx, tx, &before, &after)
}

// Reopen takes back that the event was held; what it was evidence of is voided. Those who have registered are registered still.
func (f *Feature) Reopen(ctx context.Context, tx *store.Tx, id, why string) error {
	why = strings.TrimSpace(why)
	if err := firstFault(checkWhy(why)); err != nil {
		return err
	}
	before, err := locked(ctx, tx, id)
	if err != nil || before.State == Published {
		return err
	}
	if before.State != Held {
		return i18n.Fail("events.not_held")
	}
	after := before
	after.State, after.HeldOn, after.RecordID = Published, calendar.Date{}, ""
	if err := f.void(ctx, tx, &before, i18n.T(ctx, "events.voided_reopened", "why", why)); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "UPDATE event SET state = $2, held_on = NULL, record_id = NULL WHERE id = $1", id, Published); err != nil {
		return err
	}
	return f.changed(ctx, tx, &before, &after, "event.reopened", why)
}

// void voids the record of an event, unless it has none or somebody has done so already.
func (f *Feature) void(ctx context.Context, tx *store.Tx, e *Event, why string) error {
	if e.RecordID == "" {
		return nil
	}
	record, err := evidence.Find(ctx, tx, e.RecordID)
	if err != nil || record.IsVoided() {
		return err
	}
	return evidence.Void(ctx, tx, e.RecordID, why)
}

// keepEvidence keeps the record of a held event in step with it: it is added when there is none, corrected when the event was
// corrected, and made anew when other indicators than before should count it.
func (f *Feature) keepEvidence(ctx context.Context, tx *store.Tx, before, after *Event) error {
	if after.State != Held {
		return nil
	}
	all, err := Registrations(ctx, tx, after.ID)
	if err != nil {
		return err
	}
	names := organisationsOf(all)
	if after.RecordID != "" && slices.Equal(before.Indicators, after.Indicators) {
		return correctEvidence(ctx, tx, after, names)
	}
	if err := f.void(ctx, tx, before, i18n.T(ctx, "events.voided_other_indicators")); err != nil {
		return err
	}
	c := evidence.Content{Text: after.Place}
	after.fillContent(&c, names)
	record := evidence.NewRecord{ID: store.NewID(), Content: c}
	for _, indicator := range after.Indicators {
		record.Indicators = append(record.Indicators, evidence.Placing{IndicatorID: indicator})
	}
	added, err := evidence.Add(ctx, tx, record, after.latest())
	if err != nil {
		return err
	}
	after.RecordID = added.ID
	_, err = tx.Exec(ctx, "UPDATE event SET record_id = $2 WHERE id = $1", after.ID, added.ID)
	return err
}

// correctEvidence brings the record in step with the event. What others have written in the record stays; one that somebody has
// voided stays void.
func correctEvidence(ctx context.Context, tx *store.Tx, e *Event, names []string) error {
	record, err := evidence.Find(ctx, tx, e.RecordID)
	if err != nil || record.IsVoided() {
		return err
	}
	c := record.Content
	e.fillContent(&c, names)
	last, err := audit.Last(ctx, tx, "record", e.RecordID)
	if err != nil {
		return err
	}
	return evidence.Correct(ctx, tx, e.RecordID, c, last.ID, e.latest())
}

// fillContent puts what the event says into a record's content.
func (e *Event) fillContent(c *evidence.Content, names []string) {
	c.Kind, c.Day, c.Title, c.HeadCount, c.Tags = evidenceKinds[e.Kind], e.HeldOn, e.Title, new(e.HeadCount), e.Tags
	c.Organisations, c.OrganisationCount = names, new(len(names))
	if len(names) == 0 {
		c.Organisations, c.OrganisationCount = nil, nil
	}
	if len(c.Tags) == 0 {
		c.Tags = nil
	}
}

// latest is the day that the record is judged from: it was checked when the event was closed that its day has been.
func (e *Event) latest() calendar.Date {
	if today := calendar.Today(time.Now()); !today.Before(e.HeldOn) {
		return today
	}
	return e.HeldOn
}
