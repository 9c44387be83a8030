package meetings

import (
	"context"
	"errors"

	"samverk/features/accounts"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// ownCondition chooses the meetings m that concern an address ($1): it is invited, or belongs to the network on the day. A
// meeting that is only planned concerns no guest, since nobody has been asked.
const ownCondition = `(m.id IN (SELECT meeting_id FROM meeting_invitation WHERE email = $1)
	OR EXISTS (SELECT 1 FROM network_member w WHERE w.email = $1 AND w.network_id = m.network_id AND w.starts_on <= m.day AND (w.ends_on IS NULL OR w.ends_on >= m.day)))`

// ownMonths is how far back one's own meetings are listed.
const ownMonths = 24

// Own lists the meetings that concern an address, the latest first.
func Own(ctx context.Context, tx *store.Tx, email string, today calendar.Date) (all []OwnMeeting, err error) {
	if email == "" {
		return nil, nil
	}
	var rows []meetingRow
	if err := tx.Select(ctx, &rows, meetingQuery+" WHERE "+ownCondition+" AND m.day >= $2 ORDER BY m.starts_at DESC, m.id DESC", email, today.AddMonths(-ownMonths)); err != nil {
		return nil, err
	}
	var given []struct {
		ID, MeetingID string
		Answer        Answer
	}
	if err := tx.Select(ctx, &given, "SELECT id, meeting_id, answer FROM meeting_invitation WHERE email = $1", email); err != nil {
		return nil, err
	}
	var sent []string
	if err := tx.Select(ctx, &sent, "SELECT m.id FROM meeting m WHERE "+ownCondition+" AND (m.minutes_state = $2 OR m.minutes_state = $3 AND m.minutes_sent_at IS NOT NULL)", email, AdjustedMinutes, DraftMinutes); err != nil {
		return nil, err
	}
	readable := map[string]bool{}
	for _, id := range sent {
		readable[id] = true
	}
	for i := range rows {
		one := OwnMeeting{Meeting: rows[i].meeting(), HasMinutes: readable[rows[i].ID]}
		for _, answer := range given {
			if answer.MeetingID == one.ID {
				one.InvitationID, one.Answer = answer.ID, answer.Answer
			}
		}
		all = append(all, one)
	}
	return all, nil
}

// IsOwn tells whether a meeting concerns an address: whoever it does may read its agenda and documents.
func IsOwn(ctx context.Context, tx *store.Tx, meetingID, email string) (is bool, err error) {
	if email == "" || !store.IsID(meetingID) {
		return false, nil
	}
	err = tx.Get(ctx, &is, "SELECT EXISTS (SELECT 1 FROM meeting m WHERE m.id = $2 AND "+ownCondition+")", email, meetingID)
	return is, err
}

// ownMeeting gives a meeting that concerns an address; store.ErrNotFound for any other, as if it were not there.
func ownMeeting(ctx context.Context, tx *store.Tx, meetingID, email string) (m Meeting, i Invitation, err error) {
	is, err := IsOwn(ctx, tx, meetingID, email)
	if err != nil {
		return m, i, err
	}
	if !is {
		return m, i, i18n.Fail("meetings.unknown").Because(store.ErrNotFound)
	}
	if m, err = Find(ctx, tx, meetingID); err != nil {
		return m, i, err
	}
	err = tx.Get(ctx, &i, invitationQuery+" WHERE meeting_id = $1 AND email = $2", meetingID, email)
	if errors.Is(err, store.ErrNotFound) {
		err = nil
	}
	return m, i, err
}

// itemsOf and documentsOf read what whoever is invited may see of a meeting's agenda.
func itemsOf(ctx context.Context, tx *store.Tx, meetingID string) (all []Item, err error) {
	return all, tx.Select(ctx, &all, "SELECT id, title, body, presenter, place, minutes FROM meeting_item WHERE meeting_id = $1 ORDER BY place, id", meetingID)
}

func documentsOf(ctx context.Context, tx *store.Tx, meetingID string) (all []Document, err error) {
	return all, tx.Select(ctx, &all, "SELECT id, COALESCE(item_id, '') AS item_id, name, media, size, sha256 AS sha256 FROM meeting_document WHERE meeting_id = $1 ORDER BY added_at, id", meetingID)
}

// readDocument gives a document of a meeting with its content.
func readDocument(ctx context.Context, tx *store.Tx, meetingID, id string) (name, media string, content []byte, err error) {
	var row struct {
		Name, Media string
		Bytes       []byte
	}
	unknown := i18n.Fail("meetings.own.no_document").Because(store.ErrNotFound)
	if !store.IsID(id) {
		return "", "", nil, unknown
	}
	err = tx.Get(ctx, &row, "SELECT d.name, d.media, c.bytes FROM meeting_document d JOIN file_content c ON c.sha256 = d.sha256 WHERE d.meeting_id = $1 AND d.id = $2", meetingID, id)
	if errors.Is(err, store.ErrNotFound) {
		err = unknown
	}
	return row.Name, row.Media, row.Bytes, err
}

// unclosed are the meetings that should have been held and that nobody has closed, the oldest first.
func unclosed(ctx context.Context, tx *store.Tx, today calendar.Date, most int) (all []Meeting, err error) {
	var rows []meetingRow
	err = tx.Select(ctx, &rows, meetingQuery+" WHERE m.state IN ($1, $2) AND m.day < $3 ORDER BY m.day, m.id LIMIT $4", Planned, Invited, today, most)
	for i := range rows {
		all = append(all, rows[i].meeting())
	}
	return all, err
}

// WaitingFor tells what waits for somebody on the first page: meetings to close, for those who manage them, and what they
// took upon themselves and is due.
func WaitingFor(ctx context.Context, tx *store.Tx, account accounts.Account, today calendar.Date) ([]Waiting, error) {
	var toClose []Meeting
	var err error
	if account.Role.May(accounts.ManageNetworks) {
		if toClose, err = unclosed(ctx, tx, today, mostWaiting); err != nil {
			return nil, err
		}
	}
	var mine []Action
	if err := tx.Select(ctx, &mine, actionQuery+" WHERE a.account_id = $1 AND a.done_on IS NULL AND a.due_on <= $2"+dueFirst+" LIMIT $3", account.ID, today.AddDays(remindAhead), mostWaiting); err != nil {
		return nil, err
	}
	return waitingFor(i18n.In(ctx), toClose, mine, today), nil
}
