package meetings

import (
	"context"
	"errors"
	"time"

	"samverk/features/audit"
	"samverk/features/networks"
	"samverk/platform/calendar"
	"samverk/platform/fold"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// ErrSavedMeanwhile says that somebody else has saved since the reader looked. Test with errors.Is.
var ErrSavedMeanwhile = errors.New("somebody else saved meanwhile")

// told is what the trail keeps of a meeting.
type told struct {
	Title    string `json:"title"`
	Starts   string `json:"starts"`
	Ends     string `json:"ends"`
	Place    string `json:"place"`
	Link     string `json:"link"`
	Body     string `json:"body"`
	IsPublic bool   `json:"isPublic"`
	State    State  `json:"meetingState"`
}

func (m *Meeting) told() told {
	return told{m.Title, calendar.Clock(m.Starts), calendar.Clock(m.Ends), m.Place, m.Link, m.Body, m.IsPublic, m.State}
}

// Plan plans a meeting, and gives it as it was planned. The same form sent twice plans one.
func Plan(ctx context.Context, tx *store.Tx, n NewMeeting) (Meeting, error) {
	all, err := planAll(ctx, tx, []NewMeeting{n})
	if err != nil {
		return Meeting{}, err
	}
	return all[0], nil
}

// PlanMany plans several meetings, each with an entry of its own in the trail.
func PlanMany(ctx context.Context, tx *store.Tx, all []NewMeeting) error {
	_, err := planAll(ctx, tx, all)
	return err
}

func planAll(ctx context.Context, tx *store.Tx, all []NewMeeting) ([]Meeting, error) {
	if err := tx.Lock(ctx, lock); err != nil {
		return nil, err
	}
	names := namer{}
	planned := make([]Meeting, len(all))
	for i := range all {
		m, err := planOne(ctx, tx, &all[i], names)
		if err != nil {
			return nil, err
		}
		planned[i] = m
	}
	return planned, nil
}

func planOne(ctx context.Context, tx *store.Tx, n *NewMeeting, names namer) (Meeting, error) {
	n.tidy()
	if err := firstFault(n.check()); err != nil {
		return Meeting{}, err
	}
	if there, err := Find(ctx, tx, n.ID); !errors.Is(err, store.ErrNotFound) {
		return there, err
	}
	kind, network, err := typeOf(ctx, tx, n.TypeID)
	if err != nil {
		return Meeting{}, err
	}
	m := Meeting{ID: n.ID, NetworkID: network.ID, Network: network.Name, TypeID: kind.ID, Type: kind.Name, SeriesID: n.SeriesID, Content: n.Content, State: Planned,
		MinutesState: NoMinutes, Version: 1}
	if m.SeriesID != "" {
		m.SeriesDay = m.Day()
	}
	if m.Title == "" {
		if m.Title, err = names.next(ctx, tx, &kind, m.Day().Year()); err != nil {
			return m, err
		}
	}
	if _, err := insert(ctx, tx, &m); err != nil {
		return m, err
	}
	if n.WithAgenda {
		if err := copyAgenda(ctx, tx, &m); err != nil {
			return m, err
		}
	}
	if n.AfterID != "" {
		if _, err := tx.Exec(ctx, "UPDATE meeting SET next_id = $2, version = version + 1 WHERE id = $1", n.AfterID, m.ID); err != nil {
			return m, err
		}
	}
	return m, audit.Append(ctx, tx, audit.Change{Action: "meeting.planned", ObjectKind: "meeting", ObjectID: m.ID, After: m.told()})
}

// typeOf gives a type of meeting and its network, when both go on.
func typeOf(ctx context.Context, tx *store.Tx, id string) (kind networks.Type, network networks.Network, err error) {
	if kind, err = networks.FindType(ctx, tx, id); err != nil {
		return kind, network, err
	}
	network, err = networks.Find(ctx, tx, kind.NetworkID)
	switch {
	case err != nil:
	case network.HasEnded():
		err = i18n.Fail("networks.has_ended", "name", network.Name)
	case kind.HasEnded():
		err = i18n.Fail("meetings.type_ended", "name", kind.Name)
	}
	return kind, network, err
}

// namer knows the titles of each type and year, so that many meetings are numbered without asking again.
type namer map[string][]string

// next is the next numbered title of a type in a year.
func (n namer) next(ctx context.Context, tx *store.Tx, kind *networks.Type, year int) (string, error) {
	span := calendar.Year(year)
	key := kind.ID + span.From.String()
	taken, known := n[key]
	if !known {
		if err := tx.Select(ctx, &taken, "SELECT title FROM meeting WHERE type_id = $1 AND day >= $2 AND day <= $3 AND state <> 'cancelled'", kind.ID, span.From, span.To); err != nil {
			return "", err
		}
	}
	title := numbered(kind.Name, year, len(taken)+1, taken)
	n[key] = append(taken, title)
	return title, nil
}

// insert writes a meeting that is not there; false when it is there already.
func insert(ctx context.Context, tx *store.Tx, m *Meeting) (bool, error) {
	n, err := tx.Exec(ctx, `INSERT INTO meeting (id, network_id, type_id, series_id, series_day, title, search_key, starts_at, ends_at, day, place, link, body, is_public,
		state, cancelled_why, sequence, minutes, minutes_state, adjusters, changed_at, version)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, '', 0, '', $16, '', $17, 1) ON CONFLICT (id) DO NOTHING`,
		m.ID, m.NetworkID, m.TypeID, orNull(m.SeriesID), m.SeriesDay, m.Title, fold.Search(m.Title), store.TimeOf(m.Starts), store.TimeOf(m.Ends), m.Day(),
		m.Place, m.Link, m.Body, m.IsPublic, m.State, NoMinutes, store.Now())
	return n == 1, err
}

// Change changes what is said of a meeting, unless somebody else has done so since version seen, and gives it as it was and
// as it is. What is the same already is not saved again. One that is moved gets a new number for calendar programs.
func Change(ctx context.Context, tx *store.Tx, id string, c Content, seen int) (before, after Meeting, err error) {
	c.tidy()
	if err = firstFault(c.check()); err == nil {
		err = tx.Lock(ctx, lock)
	}
	if err != nil {
		return before, after, err
	}
	if before, err = Find(ctx, tx, id); err != nil {
		return before, after, err
	}
	after = before
	after.Content = c
	if c.Title == "" {
		after.Title = before.Title
	}
	if before.isSame(&after.Content) {
		return before, after, nil
	}
	switch {
	case before.State == Cancelled:
		return before, after, i18n.Fail("meetings.is_cancelled")
	case before.Version != seen:
		return before, after, i18n.Fail("meetings.meanwhile").Because(ErrSavedMeanwhile)
	}
	return before, after, update(ctx, tx, &before, &after)
}

func update(ctx context.Context, tx *store.Tx, before, after *Meeting) error {
	if after.isElsewhere(&before.Content) {
		after.Sequence++
	}
	after.Version++
	now := store.Now()
	after.ChangedAt = now.Time
	if _, err := tx.Exec(ctx, `UPDATE meeting SET title = $2, search_key = $3, starts_at = $4, ends_at = $5, day = $6, place = $7, link = $8, body = $9, is_public = $10,
		sequence = $11, changed_at = $12, version = version + 1 WHERE id = $1`, after.ID, after.Title, fold.Search(after.Title), store.TimeOf(after.Starts),
		store.TimeOf(after.Ends), after.Day(), after.Place, after.Link, after.Body, after.IsPublic, after.Sequence, now); err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "meeting.changed", ObjectKind: "meeting", ObjectID: after.ID, Before: before.told(), After: after.told()})
}

// Cancel cancels a meeting, and gives it as it was and as it is. One that is cancelled already is left so.
func Cancel(ctx context.Context, tx *store.Tx, id, why string) (before, after Meeting, err error) {
	if err = firstFault(checkWhy(why)); err != nil {
		return before, after, err
	}
	return turn(ctx, tx, id, Cancelled, why)
}

// Resume takes a cancelling back: the meeting is planned again, at the time that it had.
func Resume(ctx context.Context, tx *store.Tx, id string) (before, after Meeting, err error) {
	return turn(ctx, tx, id, Planned, "")
}

func turn(ctx context.Context, tx *store.Tx, id string, state State, why string) (before, after Meeting, err error) {
	if err = tx.Lock(ctx, lock); err != nil {
		return before, after, err
	}
	if before, err = Find(ctx, tx, id); err != nil || before.State == state {
		return before, before, err
	}
	if state == Planned && before.State != Cancelled {
		return before, before, i18n.Fail("meetings.not_now")
	}
	if err = become(ctx, tx, &before, state, why); err != nil {
		return before, before, err
	}
	if after, err = Find(ctx, tx, id); err != nil {
		return before, after, err
	}
	action := "meeting.cancelled"
	if state == Planned {
		action = "meeting.resumed"
	}
	return before, after, audit.Append(ctx, tx, audit.Change{Action: action, ObjectKind: "meeting", ObjectID: id, Reason: why, Before: before.told(), After: after.told()})
}

// latestOf is the meeting of a type that began last before a moment, with place and times to take over; false when there is none.
func latestOf(ctx context.Context, tx *store.Tx, typeID string, before time.Time) (Meeting, bool, error) {
	var row meetingRow
	err := tx.Get(ctx, &row, meetingQuery+" WHERE m.type_id = $1 AND m.starts_at < $2 AND m.state <> 'cancelled' ORDER BY m.starts_at DESC, m.id DESC LIMIT 1",
		typeID, store.TimeOf(before))
	if errors.Is(err, store.ErrNotFound) {
		return Meeting{}, false, nil
	}
	return row.meeting(), err == nil, err
}
