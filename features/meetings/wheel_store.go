package meetings

import (
	"context"
	"errors"

	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// Usual is what the latest meeting of each type had, for others of the type to begin with: times, place and whether anybody may
// read of it. Types without meetings are left out.
func Usual(ctx context.Context, tx *store.Tx, typeIDs []string) (map[string]Content, error) {
	usual := map[string]Content{}
	if len(typeIDs) == 0 {
		return usual, nil
	}
	var q query
	var rows []struct {
		TypeID           string
		StartsAt, EndsAt store.Time
		Place, Link      string
		IsPublic         bool
	}
	err := tx.Select(ctx, &rows, `SELECT y.id AS type_id, m.starts_at, m.ends_at, m.place, m.link, m.is_public FROM meeting_type y JOIN meeting m ON m.id = (
		SELECT x.id FROM meeting x WHERE x.type_id = y.id AND x.state <> 'cancelled' ORDER BY x.starts_at DESC, x.id DESC LIMIT 1)
		WHERE y.id IN (`+q.places(typeIDs)+")", q.args...)
	for _, r := range rows {
		usual[r.TypeID] = Content{Starts: r.StartsAt.Time, Ends: r.EndsAt.Time, Place: r.Place, Link: r.Link, IsPublic: r.IsPublic}
	}
	return usual, err
}

// PlanSeen plans meetings of a year unless others have planned or cancelled of the same types since the reader saw how many there
// were: then it fails with ErrSavedMeanwhile, and what it wrote is undone with the transaction. The same form sent twice
// plans once and is no fault.
func PlanSeen(ctx context.Context, tx *store.Tx, year int, seen map[string]int, all []NewMeeting) error {
	if err := tx.Lock(ctx, lock); err != nil {
		return err
	}
	var added []NewMeeting
	own := map[string]int{} // planned by the same form before
	for i := range all {
		switch there, err := Find(ctx, tx, all[i].ID); {
		case err == nil && there.State != Cancelled:
			own[there.TypeID]++
		case errors.Is(err, store.ErrNotFound):
			added = append(added, all[i])
		case err != nil:
			return err
		}
	}
	known := map[string]bool{}
	for i := range added {
		typeID := added[i].TypeID
		if known[typeID] {
			continue
		}
		known[typeID] = true
		there, err := standingIn(ctx, tx, typeID, year)
		if err != nil {
			return err
		}
		if there-own[typeID] != seen[typeID] {
			return i18n.Fail("meetings.planned_meanwhile").Because(ErrSavedMeanwhile)
		}
	}
	return PlanMany(ctx, tx, added)
}

// standingIn is how many meetings of a type a year has that are not cancelled.
func standingIn(ctx context.Context, tx *store.Tx, typeID string, year int) (n int, err error) {
	span := calendar.Year(year)
	return n, tx.Get(ctx, &n, "SELECT count(*) FROM meeting WHERE type_id = $1 AND day >= $2 AND day <= $3 AND state <> 'cancelled'", typeID, span.From, span.To)
}
