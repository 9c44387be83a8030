package events

import (
	"context"
	"time"

	"samverk/features/audit"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// enterAtDoor writes down somebody who came without registering. They take none of the places, but there are never more in
// the room than it holds.
func (f *Feature) enterAtDoor(ctx context.Context, tx *store.Tx, e *Event, r *Registration, now time.Time) error {
	if e.State != Published && e.State != Held {
		return i18n.Fail("events.not_published")
	}
	counts, err := countsOf(ctx, tx, e.ID)
	if err != nil {
		return err
	}
	if e.Places > 0 && counts.Came >= e.Places {
		return i18n.Fail("events.room_full", "places", e.Places)
	}
	if r.Email != "" {
		if _, err := oneRegistration(ctx, tx, "r.event_id = $1 AND r.email = $2 AND r.state <> $3", e.ID, r.Email, Withdrew); err == nil {
			return i18n.Fail("events.registration.on_list").Because(errRegisteredAlready)
		}
	}
	r.State, r.Came = Placed, true
	if err := insertRegistration(ctx, tx, e, r, now, false); err != nil {
		return err
	}
	if err := tell(ctx, tx, "event.came_unregistered", r); err != nil {
		return err
	}
	return f.headsFollow(ctx, tx, e, 1)
}

// Attended is what the trail keeps of a change in the list of attendance.
type attended struct {
	Came     int `json:"cameCount"`
	WentBack int `json:"notCameCount"`
}

// Tick notes who came, and who did not come after all. What others have ticked meanwhile stays. A held event's number of people
// rises and falls with it.
func (f *Feature) Tick(ctx context.Context, tx *store.Tx, eventID string, came, wentBack []string) error {
	e, err := locked(ctx, tx, eventID)
	if err != nil {
		return err
	}
	if e.State != Published && e.State != Held {
		return i18n.Fail("events.not_published")
	}
	var done attended
	for _, change := range []struct {
		ids  []string
		came bool
		n    *int
	}{{came, true, &done.Came}, {wentBack, false, &done.WentBack}} {
		for _, id := range change.ids {
			n, err := tx.Exec(ctx, "UPDATE event_registration SET came = $1 WHERE id = $2 AND event_id = $3 AND state <> $4 AND came <> $1", change.came, id, eventID, Withdrew)
			if err != nil {
				return err
			}
			*change.n += int(n)
		}
	}
	if done.Came+done.WentBack == 0 {
		return nil
	}
	if err := audit.Append(ctx, tx, audit.Change{Action: "event.attendance_ticked", ObjectKind: "event", ObjectID: eventID, After: done}); err != nil {
		return err
	}
	return f.headsFollow(ctx, tx, &e, done.Came-done.WentBack)
}

// headsFollow lets the number of people of a held event follow the list, and the record follow both.
func (f *Feature) headsFollow(ctx context.Context, tx *store.Tx, e *Event, more int) error {
	if e.State != Held {
		return nil
	}
	after := *e
	after.HeadCount = max(0, e.HeadCount+more)
	if _, err := tx.Exec(ctx, "UPDATE event SET head_count = $2 WHERE id = $1", e.ID, after.HeadCount); err != nil {
		return err
	}
	return f.keepEvidence(ctx, tx, e, &after)
}

// Weed takes away what people needed at events that ended more than 30 days before now, and fills places that have become free
// in another way than by being given back, such as by an erasure.
func (f *Feature) Weed(ctx context.Context, tx *store.Tx, now time.Time) error {
	var events []string
	if err := tx.Select(ctx, &events, "SELECT DISTINCT event_id FROM event_registration WHERE needs <> '' AND keep_from < $1 ORDER BY event_id", store.TimeOf(now.Add(-needsKept))); err != nil {
		return err
	}
	for _, id := range events {
		n, err := tx.Exec(ctx, "UPDATE event_registration SET needs = '' WHERE event_id = $1 AND needs <> '' AND keep_from < $2", id, store.TimeOf(now.Add(-needsKept)))
		if err != nil {
			return err
		}
		if err := audit.Append(ctx, tx, audit.Change{Action: "event.needs_weeded", ObjectKind: "event", ObjectID: id, After: map[string]int64{"number": n}}); err != nil {
			return err
		}
	}
	var waited []string
	if err := tx.Select(ctx, &waited, `SELECT DISTINCT r.event_id FROM event_registration r JOIN event e ON e.id = r.event_id
		WHERE r.state = $1 AND e.state = $2 AND e.starts_at > $3 ORDER BY r.event_id`, Waiting, Published, store.TimeOf(now)); err != nil {
		return err
	}
	for _, id := range waited {
		e, err := locked(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := f.fill(ctx, tx, &e); err != nil {
			return err
		}
	}
	return nil
}
