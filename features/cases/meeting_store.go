package cases

import (
	"context"
	"errors"
	"slices"

	"samverk/features/audit"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

const meetingKind = "board_meeting"

const meetingQuery = `SELECT m.id, m.board_id, b.name AS board_name, m.day, m.begins, m.place, m.adjusted_on, m.adjusted_by, m.posted_on, m.appeal_until,
	m.taken_down_on, m.version FROM board_meeting m JOIN board b ON b.id = m.board_id`

// FindMeeting gives a meeting; store.ErrNotFound when there is none.
func FindMeeting(ctx context.Context, tx *store.Tx, id string) (m Meeting, err error) {
	unknown := i18n.Fail("cases.meeting_unknown").Because(store.ErrNotFound)
	if !store.IsID(id) {
		return m, unknown
	}
	if err = tx.Get(ctx, &m, meetingQuery+" WHERE m.id = $1", id); errors.Is(err, store.ErrNotFound) {
		err = unknown
	}
	return m, err
}

// MeetingsOf lists a board's meetings, the latest first.
func MeetingsOf(ctx context.Context, tx *store.Tx, boardID string) (all []Meeting, err error) {
	return all, tx.Select(ctx, &all, meetingQuery+" WHERE m.board_id = $1 ORDER BY m.day DESC, m.id DESC", boardID)
}

// Ahead lists the meetings from a day on, the first to come first, with those before it whose minutes are not adjusted.
func Ahead(ctx context.Context, tx *store.Tx, day calendar.Date) (all []Meeting, err error) {
	return all, tx.Select(ctx, &all, meetingQuery+" WHERE m.day >= $1 OR m.adjusted_on IS NULL ORDER BY m.day, m.id", day)
}

// OpenMeetings lists those that cases can be put to: their minutes are not adjusted.
func OpenMeetings(ctx context.Context, tx *store.Tx) (all []Meeting, err error) {
	return all, tx.Select(ctx, &all, meetingQuery+" WHERE m.adjusted_on IS NULL ORDER BY m.day, m.id")
}

// openMeeting gives a meeting that can still be changed, and keeps others from changing it meanwhile.
func openMeeting(ctx context.Context, tx *store.Tx, id string) (Meeting, error) {
	m, err := lockMeeting(ctx, tx, id)
	if err == nil && m.IsAdjusted() {
		err = i18n.Fail("cases.is_adjusted")
	}
	return m, err
}

func lockMeeting(ctx context.Context, tx *store.Tx, id string) (Meeting, error) {
	if err := tx.Lock(ctx, "board meeting "+id); err != nil {
		return Meeting{}, err
	}
	return FindMeeting(ctx, tx, id)
}

type meetingTold struct {
	Day    calendar.Date `json:"day"`
	Begins string        `json:"begins,omitempty"`
	Place  string        `json:"place,omitempty"`
}

// AddMeeting plans a meeting. The key was made with the form, so the same form sent twice adds one.
func AddMeeting(ctx context.Context, tx *store.Tx, m Meeting) error {
	if faults := m.check(); len(faults) > 0 {
		return faults[0].err
	}
	if _, err := FindBoard(ctx, tx, m.BoardID); err != nil {
		return err
	}
	n, err := tx.Exec(ctx, "INSERT INTO board_meeting (id, board_id, day, begins, place, adjusted_by, version) VALUES ($1, $2, $3, $4, $5, '', 1) ON CONFLICT (id) DO NOTHING",
		m.ID, m.BoardID, m.Day, m.Begins, m.Place)
	if err != nil || n == 0 {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "board_meeting.added", ObjectKind: meetingKind, ObjectID: m.ID, After: meetingTold{m.Day, m.Begins, m.Place}})
}

// ChangeMeeting changes day, hour and place, while nothing has been recorded. Seen is the version that the reader changed.
func ChangeMeeting(ctx context.Context, tx *store.Tx, m Meeting, seen int) error {
	if faults := m.check(); len(faults) > 0 {
		return faults[0].err
	}
	before, err := openMeeting(ctx, tx, m.ID)
	if err != nil {
		return err
	}
	if before.Version != seen {
		return ErrSavedMeanwhile
	}
	items, err := Items(ctx, tx, m.ID)
	if err != nil {
		return err
	}
	if before.Day != m.Day && slices.ContainsFunc(items, func(i Item) bool { return i.IsRecorded() }) {
		return i18n.Fail("cases.day_is_recorded")
	}
	if _, err := tx.Exec(ctx, "UPDATE board_meeting SET day = $2, begins = $3, place = $4, version = version + 1 WHERE id = $1", m.ID, m.Day, m.Begins, m.Place); err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "board_meeting.changed", ObjectKind: meetingKind, ObjectID: m.ID,
		Before: meetingTold{before.Day, before.Begins, before.Place}, After: meetingTold{m.Day, m.Begins, m.Place}})
}

const itemQuery = `SELECT i.id, i.meeting_id, i.case_id, i.position, i.outcome, i.paragraph, i.decision, i.why, i.recorded_at, i.round, c.diary_number, c.title, c.state,
	c.appeal_until FROM board_item i JOIN board_case c ON c.id = i.case_id`

// Items lists a meeting's agenda in order, with what has been recorded of each case.
func Items(ctx context.Context, tx *store.Tx, meetingID string) (all []Item, err error) {
	if err = tx.Select(ctx, &all, itemQuery+" WHERE i.meeting_id = $1 ORDER BY i.position, i.id", meetingID); err != nil {
		return nil, err
	}
	return all, withPeople(ctx, tx, all)
}

// ItemsOf lists the items in which a case has stood on agendas, the latest meeting first.
func ItemsOf(ctx context.Context, tx *store.Tx, caseID string) (all []Item, err error) {
	if err = tx.Select(ctx, &all, itemQuery+" JOIN board_meeting m ON m.id = i.meeting_id WHERE i.case_id = $1 ORDER BY m.day DESC, i.id DESC", caseID); err != nil {
		return nil, err
	}
	return all, withPeople(ctx, tx, all)
}

// withPeople fills in who left, who has declared a conflict and who has made a reservation.
func withPeople(ctx context.Context, tx *store.Tx, items []Item) error {
	for n := range items {
		i := &items[n]
		if err := tx.Select(ctx, &i.Left, "SELECT member_id FROM board_item_left WHERE item_id = $1 ORDER BY member_id", i.ID); err != nil {
			return err
		}
		if err := tx.Select(ctx, &i.Declared, "SELECT case_id, member_id, reason, declared_at FROM case_conflict WHERE case_id = $1 ORDER BY declared_at, member_id", i.CaseID); err != nil {
			return err
		}
		if i.IsRecorded() { // what was declared afterwards belongs to a later meeting
			i.Declared = slices.DeleteFunc(i.Declared, func(c Conflict) bool { return c.DeclaredAt.After(i.RecordedAt.Time) })
		}
		if err := tx.Select(ctx, &i.Spoken, "SELECT id, item_id, member_id, body AS text FROM board_reservation WHERE item_id = $1 ORDER BY id", i.ID); err != nil {
			return err
		}
	}
	return nil
}

func findItem(ctx context.Context, tx *store.Tx, meetingID, itemID string) (Item, error) {
	var all []Item
	if err := tx.Select(ctx, &all, itemQuery+" WHERE i.meeting_id = $1 AND i.id = $2", meetingID, itemID); err != nil {
		return Item{}, err
	}
	if len(all) == 0 {
		return Item{}, i18n.Fail("cases.item_unknown").Because(store.ErrNotFound)
	}
	return all[0], withPeople(ctx, tx, all)
}

// putOnAgenda puts a case last on a meeting's agenda. The meeting is locked.
func putOnAgenda(ctx context.Context, tx *store.Tx, meetingID string, c *Case) error {
	n, err := tx.Exec(ctx, `INSERT INTO board_item (id, meeting_id, case_id, round, position, outcome, paragraph, decision, why)
		VALUES ($1, $2, $3, $4, (SELECT COALESCE(MAX(position), 0) + 1 FROM board_item WHERE meeting_id = $2), '', 0, '', '') ON CONFLICT (meeting_id, case_id) DO NOTHING`,
		store.NewID(), meetingID, c.ID, c.Round)
	if err == nil && n == 0 {
		err = i18n.Fail("cases.on_agenda")
	}
	return err
}

// MoveUp exchanges an item with the one before it.
func MoveUp(ctx context.Context, tx *store.Tx, meetingID, itemID string) error {
	if _, err := openMeeting(ctx, tx, meetingID); err != nil {
		return err
	}
	items, err := Items(ctx, tx, meetingID)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(items, func(i Item) bool { return i.ID == itemID })
	if at < 1 {
		return nil
	}
	for id, position := range map[string]int{items[at].ID: items[at-1].Position, items[at-1].ID: items[at].Position} {
		if _, err := tx.Exec(ctx, "UPDATE board_item SET position = $2 WHERE id = $1", id, position); err != nil {
			return err
		}
	}
	return audit.Append(ctx, tx, audit.Change{Action: "board_meeting.reordered", ObjectKind: meetingKind, ObjectID: meetingID, After: map[string]string{"diaryNumber": items[at].DiaryNumber}})
}

// Agree gives a tabled case that has no meeting one.
func Agree(ctx context.Context, tx *store.Tx, caseID, meetingID string) error {
	c, err := lockCase(ctx, tx, caseID)
	if err != nil {
		return err
	}
	if c.State != Submitted {
		return i18n.Fail("cases.not_submitted")
	}
	waiting, err := ItemsOf(ctx, tx, caseID)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(waiting, func(i Item) bool { return !i.IsRecorded() }) {
		return i18n.Fail("cases.on_agenda")
	}
	if _, err := openMeeting(ctx, tx, meetingID); err != nil {
		return err
	}
	if err := putOnAgenda(ctx, tx, meetingID, &c); err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "case.on_agenda", ObjectKind: caseKind, ObjectID: caseID, After: map[string]string{"boardMeeting": meetingID}})
}

// PresentAt lists the keys of those who were there.
func PresentAt(ctx context.Context, tx *store.Tx, meetingID string) (ids []string, err error) {
	return ids, tx.Select(ctx, &ids, "SELECT member_id FROM board_present WHERE meeting_id = $1 ORDER BY member_id", meetingID)
}

// SetPresent says who is there. What has been recorded must still hold: nobody left who was not there, and whoever has
// declared a conflict has left.
func SetPresent(ctx context.Context, tx *store.Tx, meetingID string, ids []string) error {
	m, err := openMeeting(ctx, tx, meetingID)
	if err != nil {
		return err
	}
	members, err := ServingOn(ctx, tx, m.BoardID, m.Day)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if !slices.ContainsFunc(members, func(m Member) bool { return m.ID == id }) {
			return i18n.Fail("cases.member_unknown")
		}
	}
	if len(ids) == 0 {
		return i18n.Fail("cases.nobody_present")
	}
	if err := holds(ctx, tx, meetingID, ids); err != nil {
		return err
	}
	before, err := PresentAt(ctx, tx, meetingID)
	if err != nil || slices.Equal(before, slices.Sorted(slices.Values(ids))) {
		return err
	}
	if _, err := tx.Exec(ctx, "DELETE FROM board_present WHERE meeting_id = $1", meetingID); err != nil {
		return err
	}
	for _, id := range ids {
		if _, err := tx.Exec(ctx, "INSERT INTO board_present (meeting_id, member_id) VALUES ($1, $2) ON CONFLICT (meeting_id, member_id) DO NOTHING", meetingID, id); err != nil {
			return err
		}
	}
	return audit.Append(ctx, tx, audit.Change{Action: "board_meeting.present", ObjectKind: meetingKind, ObjectID: meetingID,
		Before: map[string][]string{"boardMembers": before}, After: map[string][]string{"boardMembers": ids}})
}

// holds tells whether what has been recorded agrees with who was there.
func holds(ctx context.Context, tx *store.Tx, meetingID string, present []string) error {
	items, err := Items(ctx, tx, meetingID)
	if err != nil {
		return err
	}
	for n := range items {
		i := &items[n]
		if !i.IsRecorded() {
			continue
		}
		for _, fault := range checkRoom(present, i.Left, i.Declared) {
			return fault.err
		}
		for _, r := range i.Spoken {
			if !slices.Contains(Parting(present, i.Left), r.MemberID) {
				return i18n.Fail("cases.reservation_absent")
			}
		}
	}
	return nil
}
