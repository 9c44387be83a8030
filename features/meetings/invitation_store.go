package meetings

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"time"

	"samverk/features/audit"
	"samverk/features/networks"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

const invitationQuery = `SELECT id, meeting_id, COALESCE(member_id, '') AS member_id, COALESCE(organisation_id, '') AS organisation_id, organisation, name, email,
	told_at, sent_at, sent_sequence, reminded_on, answer, answer_note, answered_at, answers FROM meeting_invitation`

// Invitations lists who is asked to come to a meeting, in the order of what they are called.
func Invitations(ctx context.Context, tx *store.Tx, meetingID string) (all []Invitation, err error) {
	if err = tx.Select(ctx, &all, invitationQuery+" WHERE meeting_id = $1", meetingID); err == nil {
		slices.SortStableFunc(all, func(a, b Invitation) int {
			return bytes.Compare(inOrder(a.Organisation, a.Name, a.Email), inOrder(b.Organisation, b.Name, b.Email))
		})
	}
	return all, err
}

// FindInvitation gives an invitation to a meeting; store.ErrNotFound when there is none.
func FindInvitation(ctx context.Context, tx *store.Tx, meetingID, id string) (i Invitation, err error) {
	unknown := i18n.Fail("meetings.invitation.unknown").Because(store.ErrNotFound)
	if !store.IsID(meetingID) || !store.IsID(id) {
		return i, unknown
	}
	err = tx.Get(ctx, &i, invitationQuery+" WHERE meeting_id = $1 AND id = $2", meetingID, id)
	if errors.Is(err, store.ErrNotFound) {
		err = unknown
	}
	return i, err
}

// membersOn are the members of a network on a day, in the order of what they are called. Organisations that have been merged are one.
func membersOn(ctx context.Context, tx *store.Tx, networkID string, day calendar.Date) ([]networks.Member, error) {
	members, err := networks.MembersOn(ctx, tx, networkID, day)
	slices.SortStableFunc(members, func(a, b networks.Member) int { return bytes.Compare(inOrder(a.Called()), inOrder(b.Called())) })
	return members, err
}

// Inviting is whom to ask to come.
type Inviting struct {
	MemberIDs []string // members of the network on that day
	Guests    []Guest
}

// invited is what the trail keeps of an invitation: how many, not who.
type invited struct {
	Invited  int `json:"meetingInvited"`
	Mails    int `json:"meetingMails"`
	Sequence int `json:"-"`
}

// Invite asks people to come who have not been asked, and queues their mails. Whoever has no address, or cannot be written
// to, is noted as told in another way. Asking the same people again asks nobody.
func (f *Feature) Invite(ctx context.Context, tx *store.Tx, id string, who Inviting, now time.Time) (done invited, err error) {
	if err := tx.Lock(ctx, lock); err != nil {
		return done, err
	}
	m, err := Find(ctx, tx, id)
	if err != nil {
		return done, err
	}
	if !m.mayInvite(now) {
		return done, i18n.Fail("meetings.invitation.too_late")
	}
	added, err := f.addInvitations(ctx, tx, &m, who, now)
	if err != nil || len(added) == 0 {
		return done, err
	}
	if m, err = asInvited(ctx, tx, &m); err != nil {
		return done, err
	}
	done.Invited = len(added)
	if done.Mails, err = f.mailAll(ctx, tx, &m, added, inviting); err != nil {
		return done, err
	}
	return done, audit.Append(ctx, tx, audit.Change{Action: "meeting.invited", ObjectKind: "meeting", ObjectID: m.ID, After: done})
}

// asInvited lets a planned meeting be one that people have been invited to, and gives it as it is then.
func asInvited(ctx context.Context, tx *store.Tx, m *Meeting) (Meeting, error) {
	if m.State != Planned {
		return *m, nil
	}
	if err := become(ctx, tx, m, Invited, ""); err != nil {
		return *m, err
	}
	return Find(ctx, tx, m.ID)
}

// addInvitations writes those who have not been asked, and gives them.
func (f *Feature) addInvitations(ctx context.Context, tx *store.Tx, m *Meeting, who Inviting, now time.Time) (added []Invitation, err error) {
	members, err := membersOn(ctx, tx, m.NetworkID, m.Day())
	if err != nil {
		return nil, err
	}
	var all []Invitation
	for i := range members {
		if one := &members[i]; slices.Contains(who.MemberIDs, one.ID) {
			all = append(all, Invitation{MemberID: one.ID, OrganisationID: one.OrganisationID, Organisation: one.Organisation, Name: one.Name, Email: one.Email})
		}
	}
	for _, g := range who.Guests {
		all = append(all, Invitation{Organisation: g.Organisation, Name: g.Name, Email: g.Email})
	}
	before, err := Invitations(ctx, tx, m.ID)
	if err != nil {
		return nil, err
	}
	taken := map[string]bool{"": true}
	for i := range before {
		taken[before[i].Email] = true
	}
	for i := range all {
		one := &all[i]
		if one.Email != "" && taken[one.Email] {
			if one.MemberID == "" {
				continue // a guest who has been asked already
			}
			one.Email = "" // one person for several organisations gets one mail
		}
		taken[one.Email] = true
		isNew, err := insertInvitation(ctx, tx, m.ID, one, f.Post == nil || one.Email == "", now)
		if err != nil {
			return nil, err
		}
		if isNew {
			added = append(added, *one)
		}
	}
	return added, nil
}

// insertInvitation writes an invitation that is not there. A guest without an address is known by what they are called.
func insertInvitation(ctx context.Context, tx *store.Tx, meetingID string, i *Invitation, told bool, now time.Time) (bool, error) {
	if i.MemberID == "" && i.Email == "" {
		var there int
		if err := tx.Get(ctx, &there, "SELECT count(*) FROM meeting_invitation WHERE meeting_id = $1 AND member_id IS NULL AND name = $2 AND organisation = $3",
			meetingID, i.Name, i.Organisation); err != nil || there > 0 {
			return false, err
		}
	}
	i.ID, i.MeetingID, i.Answer = store.NewID(), meetingID, NoAnswer
	var toldAt any
	if told {
		i.ToldAt = store.TimeOf(now)
		toldAt = i.ToldAt
	}
	n, err := tx.Exec(ctx, `INSERT INTO meeting_invitation (id, meeting_id, member_id, organisation_id, organisation, name, email, told_at, sent_sequence, answer, answer_note, answers)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9, '', 0) ON CONFLICT DO NOTHING`,
		i.ID, meetingID, orNull(i.MemberID), orNull(i.OrganisationID), i.Organisation, i.Name, i.Email, toldAt, NoAnswer)
	return n == 1, err
}

// SendChange tells those who have got a mail that the meeting has changed since. The same change is told once.
func (f *Feature) SendChange(ctx context.Context, tx *store.Tx, id string, now time.Time) (done invited, err error) {
	if err := tx.Lock(ctx, lock); err != nil {
		return done, err
	}
	m, err := Find(ctx, tx, id)
	if err != nil {
		return done, err
	}
	if !m.mayInvite(now) {
		return done, i18n.Fail("meetings.invitation.too_late")
	}
	all, err := Invitations(ctx, tx, id)
	if err != nil {
		return done, err
	}
	unsent := slices.DeleteFunc(all, func(i Invitation) bool { return !i.isUnsent(&m) })
	if len(unsent) == 0 {
		return done, nil
	}
	if m, err = asInvited(ctx, tx, &m); err != nil {
		return done, err
	}
	done.Invited = len(unsent)
	if done.Mails, err = f.mailAll(ctx, tx, &m, unsent, changed); err != nil {
		return done, err
	}
	return done, audit.Append(ctx, tx, audit.Change{Action: "meeting.change_sent", ObjectKind: "meeting", ObjectID: m.ID, After: done})
}

// Remind writes once more to those who have got a mail and not answered; each at most once a day.
func (f *Feature) Remind(ctx context.Context, tx *store.Tx, id string, now time.Time) (done invited, err error) {
	if err := tx.Lock(ctx, lock); err != nil {
		return done, err
	}
	m, err := Find(ctx, tx, id)
	if err != nil {
		return done, err
	}
	if m.State != Invited || !m.mayInvite(now) {
		return done, i18n.Fail("meetings.invitation.too_late")
	}
	all, err := Invitations(ctx, tx, id)
	if err != nil {
		return done, err
	}
	today := calendar.Today(now)
	waiting := slices.DeleteFunc(all, func(i Invitation) bool { return !i.isWaiting() || i.RemindedOn == today })
	if len(waiting) == 0 {
		return done, nil
	}
	for i := range waiting {
		if _, err := tx.Exec(ctx, "UPDATE meeting_invitation SET reminded_on = $2 WHERE id = $1", waiting[i].ID, today); err != nil {
			return done, err
		}
	}
	done.Invited = len(waiting)
	if done.Mails, err = f.mailAll(ctx, tx, &m, waiting, reminding); err != nil {
		return done, err
	}
	return done, audit.Append(ctx, tx, audit.Change{Action: "meeting.reminded", ObjectKind: "meeting", ObjectID: m.ID, After: done})
}

// mailAll writes to each about a meeting, and gives how many were written to. Nobody is when there is no mail server.
func (f *Feature) mailAll(ctx context.Context, tx *store.Tx, m *Meeting, to []Invitation, why occasion) (n int, err error) {
	if f.Post == nil {
		return 0, nil
	}
	titles, err := agendaOf(ctx, tx, m.ID)
	if err != nil {
		return 0, err
	}
	for i := range to {
		one := &to[i]
		if one.Email == "" {
			continue
		}
		if err := f.mail(ctx, tx, m, titles, one, why); err != nil {
			return n, err
		}
		if _, err := tx.Exec(ctx, "UPDATE meeting_invitation SET sent_at = $2, sent_sequence = $3 WHERE id = $1", one.ID, store.Now(), m.Sequence); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// agendaOf are the titles of a meeting's agenda.
func agendaOf(ctx context.Context, tx *store.Tx, meetingID string) (titles []string, err error) {
	err = tx.Select(ctx, &titles, "SELECT title FROM meeting_item WHERE meeting_id = $1 ORDER BY place, id", meetingID)
	return titles, err
}

// afterChange follows what somebody did to a meeting, in the same transaction: those who were invited are told at once that
// it is cancelled, and what is evidence is corrected or taken back. Whoever changes or cancels a meeting calls it.
func (f *Feature) afterChange(ctx context.Context, tx *store.Tx, before, after *Meeting) error {
	if before.State.WasHeld() && !after.State.WasHeld() && after.State != Cancelled {
		return i18n.Fail("meetings.not_now") // only Reopen does so, which asks for a reason
	}
	if after.State == Cancelled && before.State != Cancelled {
		if err := f.meetingCancelled(ctx, tx, before, after); err != nil {
			return err
		}
		return takeBack(ctx, tx, before, after.CancelledWhy)
	}
	return correctRecord(ctx, tx, after)
}

// meetingCancelled tells those who have got a mail, unless the meeting would have been over.
func (f *Feature) meetingCancelled(ctx context.Context, tx *store.Tx, before, after *Meeting) error {
	if before.State.WasHeld() || !after.Ends.After(time.Now()) {
		return nil
	}
	all, err := Invitations(ctx, tx, after.ID)
	if err != nil {
		return err
	}
	told := slices.DeleteFunc(all, func(i Invitation) bool { return i.SentAt.IsZero() })
	_, err = f.mailAll(ctx, tx, after, told, cancelling)
	return err
}
