package meetings

import (
	"context"
	"errors"
	"time"

	"samverk/features/audit"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// linked is what the secret in a mail leads to.
type linked struct {
	Meeting    Meeting
	Invitation Invitation // empty for a link to the minutes
}

// isToMinutes tells whether the link is to a draft of the minutes.
func (l *linked) isToMinutes() bool { return l.Invitation.ID == "" }

// findLink gives what a secret leads to, as long as it works: to an answer until the meeting is over, to the minutes as
// long as was said when it was made. store.ErrNotFound otherwise.
func findLink(ctx context.Context, tx *store.Tx, secret string, now time.Time) (l linked, err error) {
	var row struct {
		MeetingID, InvitationID string
		EndsAt                  store.Time
	}
	gone := i18n.Fail("meetings.answer.link_gone").Because(store.ErrNotFound)
	err = tx.Get(ctx, &row, "SELECT meeting_id, COALESCE(invitation_id, '') AS invitation_id, ends_at FROM meeting_link WHERE secret_hash = $1", secretHash(secret))
	if errors.Is(err, store.ErrNotFound) {
		return l, gone
	}
	if err != nil {
		return l, err
	}
	if l.Meeting, err = Find(ctx, tx, row.MeetingID); err != nil {
		return l, err
	}
	ends := l.Meeting.Ends
	if !row.EndsAt.IsZero() {
		ends = row.EndsAt.Time
	}
	if !ends.After(now) {
		return l, gone
	}
	if row.InvitationID != "" {
		l.Invitation, err = FindInvitation(ctx, tx, row.MeetingID, row.InvitationID)
	}
	return l, err
}

// answered is what the trail keeps of an answer: not who gave it.
type answered struct {
	Answer Answer `json:"meetingAnswer"`
}

// GiveAnswer keeps what somebody who is invited has said, or what an officer has been told. The same answer once more
// changes nothing.
func GiveAnswer(ctx context.Context, tx *store.Tx, meetingID, id string, answer Answer, note string, now time.Time) error {
	if slips := checkAnswer(answer, note); len(slips) > 0 {
		return slips[0].err
	}
	if err := tx.Lock(ctx, lock); err != nil {
		return err
	}
	m, err := Find(ctx, tx, meetingID)
	if err != nil {
		return err
	}
	i, err := FindInvitation(ctx, tx, meetingID, id)
	if err != nil {
		return err
	}
	switch {
	case i.Answer == answer && i.AnswerNote == note:
		return nil
	case m.State != Planned && m.State != Invited || !m.Ends.After(now):
		return i18n.Fail("meetings.answer.too_late")
	case i.Answers >= mostAnswers:
		return i18n.Fail("meetings.answer.too_many")
	}
	if _, err := tx.Exec(ctx, "UPDATE meeting_invitation SET answer = $2, answer_note = $3, answered_at = $4, answers = answers + 1 WHERE id = $1",
		i.ID, answer, note, store.TimeOf(now)); err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "meeting.answered", ObjectKind: "meeting", ObjectID: meetingID, Before: answered{i.Answer}, After: answered{answer}})
}

// asInvitee is who acts when somebody answers by a link, without having signed in.
func asInvitee(ctx context.Context) context.Context {
	if _, is := audit.ActorIn(ctx); is {
		return ctx
	}
	return audit.As(ctx, audit.Actor{Kind: audit.Program, ID: "invitation", Name: "Samverk"})
}

// Forget takes away who was invited to meetings that were held or cancelled long ago, with their links. Who came stays.
func Forget(ctx context.Context, tx *store.Tx, now time.Time) error {
	old := "SELECT id FROM meeting WHERE day < $1"
	day := forgottenBefore(now)
	if _, err := tx.Exec(ctx, "DELETE FROM meeting_link WHERE meeting_id IN ("+old+")", day); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, "DELETE FROM meeting_invitation WHERE meeting_id IN ("+old+")", day)
	return err
}
