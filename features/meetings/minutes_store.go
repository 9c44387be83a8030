package meetings

import (
	"context"
	"slices"
	"strings"
	"time"

	"samverk/features/audit"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// protocolOf reads a meeting's minutes.
func protocolOf(ctx context.Context, tx *store.Tx, m *Meeting) (p Protocol, err error) {
	p = Protocol{Text: m.Minutes, State: m.MinutesState, AdjustedOn: m.AdjustedOn, Adjusters: m.Adjusters}
	var row struct {
		MinutesSentAt store.Time
		MinutesPublic bool
	}
	if err = tx.Get(ctx, &row, "SELECT minutes_sent_at, minutes_public FROM meeting WHERE id = $1", m.ID); err != nil {
		return p, err
	}
	p.SentAt, p.IsPublic = row.MinutesSentAt, row.MinutesPublic
	err = tx.Select(ctx, &p.Decisions, "SELECT body FROM meeting_decision WHERE meeting_id = $1 ORDER BY place, id", m.ID)
	return p, err
}

// minutesTold is what the trail keeps of minutes: that they are the same, not what they say.
type minutesTold struct {
	Hash      string        `json:"minutesHash"`
	Decisions int           `json:"minutesDecisions"`
	Day       calendar.Date `json:"day,omitzero"`
}

func (p *Protocol) told() minutesTold { return minutesTold{p.hash(), len(p.Decisions), p.AdjustedOn} }

// forMinutes reads a meeting and its minutes to change them; nobody else does so meanwhile.
func forMinutes(ctx context.Context, tx *store.Tx, id string) (m Meeting, p Protocol, err error) {
	if err = tx.Lock(ctx, lock); err != nil {
		return m, p, err
	}
	if m, err = Find(ctx, tx, id); err == nil {
		p, err = protocolOf(ctx, tx, &m)
	}
	return m, p, err
}

// SaveMinutes writes what was said and decided. Seen is the hash of the minutes that the form was filled in from; what
// somebody else has written since is not written over. What is the same already is not saved again.
func SaveMinutes(ctx context.Context, tx *store.Tx, id, text string, decisions []string, seen string) error {
	after := Protocol{Text: tidyMinutes(text), Decisions: decisions, State: DraftMinutes}
	if slips := after.check(); len(slips) > 0 {
		return slips[0].err
	}
	m, before, err := forMinutes(ctx, tx, id)
	if err != nil {
		return err
	}
	switch {
	case before.hash() == after.hash():
		return nil
	case before.State == AdjustedMinutes:
		return i18n.Fail("meetings.minutes.locked")
	case before.hash() != seen:
		return i18n.Fail("meetings.held.meanwhile").Because(ErrChangedMeanwhile)
	}
	if after.isEmpty() {
		after.State = NoMinutes
	}
	if _, err := tx.Exec(ctx, "UPDATE meeting SET minutes = $2, minutes_state = $3, version = version + 1 WHERE id = $1", m.ID, after.Text, after.State); err != nil {
		return err
	}
	if !slices.Equal(before.Decisions, after.Decisions) {
		if _, err := tx.Exec(ctx, "DELETE FROM meeting_decision WHERE meeting_id = $1", m.ID); err != nil {
			return err
		}
		for i, decision := range after.Decisions {
			if _, err := tx.Exec(ctx, "INSERT INTO meeting_decision (id, meeting_id, place, body) VALUES ($1, $2, $3, $4)", store.NewID(), m.ID, i+1, decision); err != nil {
				return err
			}
		}
	}
	return audit.Append(ctx, tx, audit.Change{Action: "meeting.minutes_saved", ObjectKind: "meeting", ObjectID: m.ID, Before: before.told(), After: after.told()})
}

// Adjust says that the minutes are right, since a day, and who has adjusted them. Their text is locked, and its hash stands
// in the trail.
func Adjust(ctx context.Context, tx *store.Tx, id string, day calendar.Date, who, seen string, today calendar.Date) error {
	m, p, err := forMinutes(ctx, tx, id)
	if err != nil {
		return err
	}
	who = oneLine(who)
	switch {
	case p.State == AdjustedMinutes && p.AdjustedOn == day && p.Adjusters == who:
		return nil
	case m.State != Held:
		return i18n.Fail("meetings.minutes.not_held")
	case p.hash() != seen:
		return i18n.Fail("meetings.minutes.other_text").Because(ErrChangedMeanwhile)
	}
	if slips := checkAdjusting(&m, &p, day, who, today); len(slips) > 0 {
		return slips[0].err
	}
	if err := become(ctx, tx, &m, Adjusted, ""); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "UPDATE meeting SET minutes_state = $2, adjusted_on = $3, adjusters = $4 WHERE id = $1", m.ID, AdjustedMinutes, day, who); err != nil {
		return err
	}
	p.AdjustedOn = day
	return audit.Append(ctx, tx, audit.Change{Action: "meeting.minutes_adjusted", ObjectKind: "meeting", ObjectID: m.ID, After: p.told()})
}

// Unlock lets adjusted minutes be changed again. They are then not public any more.
func Unlock(ctx context.Context, tx *store.Tx, id, why string) error {
	why = strings.TrimSpace(why)
	if fault := checkReason(why); fault != nil {
		return fault
	}
	m, p, err := forMinutes(ctx, tx, id)
	if err != nil || p.State != AdjustedMinutes {
		return err
	}
	if err := become(ctx, tx, &m, Held, ""); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "UPDATE meeting SET minutes_state = $2, adjusted_on = NULL, adjusters = '', minutes_public = $3 WHERE id = $1", m.ID, DraftMinutes, false); err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "meeting.minutes_unlocked", ObjectKind: "meeting", ObjectID: m.ID, Reason: why, Before: p.told()})
}

// openness is what the trail keeps of who may read minutes.
type openness struct {
	IsPublic bool `json:"isPublic"`
}

// OpenMinutes lets everybody read the adjusted minutes of a public meeting, or no longer.
func OpenMinutes(ctx context.Context, tx *store.Tx, id string, open bool) error {
	m, p, err := forMinutes(ctx, tx, id)
	if err != nil || p.IsPublic == open {
		return err
	}
	if open && (!m.IsPublic || p.State != AdjustedMinutes) {
		return i18n.Fail("meetings.minutes.not_public")
	}
	if _, err := tx.Exec(ctx, "UPDATE meeting SET minutes_public = $2 WHERE id = $1", m.ID, open); err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "meeting.minutes_opened", ObjectKind: "meeting", ObjectID: m.ID, Before: openness{p.IsPublic}, After: openness{open}})
}

// commentDays is how long a link to a draft works.
const commentDays = 60

// recipient is somebody who came and has an address.
type recipient struct{ Name, Email string }

// recipientsOf are those who came and have an address, by the network's list or their invitation, each address once.
func recipientsOf(ctx context.Context, tx *store.Tx, meetingID string) (all []recipient, err error) {
	err = tx.Select(ctx, &all, `SELECT max(name) AS name, email FROM (
		SELECT m.name, m.email FROM meeting_attendance a JOIN network_member m ON m.id = a.member_id WHERE a.meeting_id = $1
		UNION ALL
		SELECT i.name, i.email FROM meeting_attendance a JOIN meeting_invitation i ON i.meeting_id = a.meeting_id
			AND (i.member_id = a.member_id OR i.member_id IS NULL AND a.member_id IS NULL AND (i.name = a.name AND i.organisation = a.organisation OR i.email = a.name))
			WHERE a.meeting_id = $1) came
		WHERE email <> '' GROUP BY email ORDER BY email`, meetingID)
	return all, err
}

// SendMinutes sends a link to the draft to those who came, so that they can say what is wrong in it. The same text is sent
// to each once.
func (f *Feature) SendMinutes(ctx context.Context, tx *store.Tx, id string, now time.Time) (n int, err error) {
	m, p, err := forMinutes(ctx, tx, id)
	if err != nil {
		return 0, err
	}
	switch {
	case f.Post == nil:
		return 0, i18n.Fail("meetings.minutes.no_mail")
	case m.State != Held || p.State != DraftMinutes:
		return 0, i18n.Fail("meetings.minutes.no_draft")
	}
	to, err := recipientsOf(ctx, tx, id)
	if err != nil {
		return 0, err
	}
	if len(to) == 0 {
		return 0, i18n.Fail("meetings.minutes.nobody")
	}
	for _, one := range to {
		if err := f.mailMinutes(ctx, tx, &m, &p, one, now); err != nil {
			return 0, err
		}
	}
	if _, err := tx.Exec(ctx, "UPDATE meeting SET minutes_sent_at = $2 WHERE id = $1", id, store.TimeOf(now)); err != nil {
		return 0, err
	}
	return len(to), audit.Append(ctx, tx, audit.Change{Action: "meeting.minutes_sent", ObjectKind: "meeting", ObjectID: id, After: invited{Invited: len(to), Mails: len(to)}})
}

func (f *Feature) mailMinutes(ctx context.Context, tx *store.Tx, m *Meeting, p *Protocol, to recipient, now time.Time) error {
	words, accountID, err := f.addressee(ctx, tx, to.Email)
	if err != nil {
		return err
	}
	secret, err := newLink(ctx, tx, m.ID, "", now.AddDate(0, 0, commentDays))
	if err != nil {
		return err
	}
	by, email := signer(ctx)
	return f.Post(ctx, tx, Letter{Once: "minutes:" + m.ID + ":" + secretHash(p.hash()+to.Email), Kind: "meeting", To: to.Email, AccountID: accountID,
		Subject: oneLine(words.T("meetings.minutes.letter_subject", "title", m.Title, "day", words.DateLong(m.Day()))),
		Text: words.T("meetings.minutes.letter_text", "title", m.Title, "day", words.DateLong(m.Day()), "link", f.Site+"/invitation/"+secret, "name", by, "email", email,
			"until", words.DateLong(calendar.Today(now).AddDays(commentDays)))})
}
