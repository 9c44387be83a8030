package cases

import (
	"context"
	"slices"
	"strings"

	"samverk/features/audit"
	"samverk/features/organisations"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// Hook is told of a decision about a case that its feature proposed, in the decision's own transaction: what follows from
// the decision is done with it or not at all. An error takes the decision back.
type Hook func(ctx context.Context, tx *store.Tx, c Case, i Item) error

// Hooks are the features' hooks by the kind of source that their proposals have.
type Hooks map[string]Hook

// rulingTold is what the trail keeps of a ruling. Members stand there by their keys.
type rulingTold struct {
	DiaryNumber string   `json:"diaryNumber"`
	Outcome     Act      `json:"caseOutcome"`
	Paragraph   int      `json:"paragraph"`
	Decision    []string `json:"caseDecision,omitempty"`
	Left        []string `json:"boardMembers,omitempty"`
}

// Record writes down what a meeting did about one case, and does what follows from it. Recorded once more before the
// minutes are adjusted, it corrects what was written; the outcome itself can then only change among decisions of which
// nobody has been told.
func Record(ctx context.Context, tx *store.Tx, hooks Hooks, meetingID, itemID string, r Ruling, today calendar.Date) error {
	i, err := findItem(ctx, tx, meetingID, itemID)
	if err != nil {
		return err
	}
	c, err := lockCase(ctx, tx, i.CaseID)
	if err != nil {
		return err
	}
	m, err := openMeeting(ctx, tx, meetingID)
	if err != nil {
		return err
	}
	if i, err = findItem(ctx, tx, meetingID, itemID); err != nil { // somebody may have been quicker
		return err
	}
	if m.Day.After(today) {
		return i18n.Fail("cases.meeting_ahead", "day", m.Day.String())
	}
	if err := refuseRuling(ctx, tx, &c, &i, &r); err != nil {
		return err
	}
	first := !i.IsRecorded()
	before := rulingTold{i.DiaryNumber, i.Outcome, i.Paragraph, i.Points(), i.Left}
	if err := i.write(ctx, tx, &r); err != nil {
		return err
	}
	after := rulingTold{i.DiaryNumber, i.Outcome, i.Paragraph, i.Points(), i.Left}
	if !first {
		return audit.Append(ctx, tx, audit.Change{Action: "board_meeting.corrected", ObjectKind: meetingKind, ObjectID: m.ID, Reason: r.Why, Before: before, After: after})
	}
	if err := audit.Append(ctx, tx, audit.Change{Action: "board_meeting.recorded", ObjectKind: meetingKind, ObjectID: m.ID, Reason: r.Why, After: after}); err != nil {
		return err
	}
	if err := c.follow(ctx, tx, &m, &r, today); err != nil {
		return err
	}
	if hook := hooks[c.SourceKind]; hook != nil {
		return hook(ctx, tx, c, i)
	}
	return nil
}

// refuseRuling tells what is wrong with a ruling for this item.
func refuseRuling(ctx context.Context, tx *store.Tx, c *Case, i *Item, r *Ruling) error {
	present, err := PresentAt(ctx, tx, i.MeetingID)
	if err != nil {
		return err
	}
	if len(present) == 0 {
		return i18n.Fail("cases.nobody_present")
	}
	if faults := r.check(present, i.Declared); len(faults) > 0 {
		return faults[0].err
	}
	if i.IsRecorded() && i.Outcome != r.Outcome && (c.SourceKind != "" || !i.Outcome.Settles() || !r.Outcome.Settles()) {
		return i18n.Fail("cases.outcome_stands")
	}
	var same int
	if err := tx.QueryRowContext(ctx, "SELECT COUNT(*) FROM board_item WHERE meeting_id = $1 AND paragraph = $2 AND id <> $3", i.MeetingID, r.Paragraph, i.ID).Scan(&same); err != nil {
		return err
	}
	if same > 0 {
		return i18n.Fail("cases.paragraph_taken", "paragraph", r.Paragraph)
	}
	for _, s := range i.Spoken {
		if slices.Contains(r.Left, s.MemberID) {
			return i18n.Fail("cases.reservation_absent")
		}
	}
	return nil
}

// write keeps the ruling in the item.
func (i *Item) write(ctx context.Context, tx *store.Tx, r *Ruling) error {
	i.Outcome, i.Paragraph, i.Why, i.Left = r.Outcome, r.Paragraph, r.Why, r.Left
	i.Decision = ""
	if r.Outcome.Settles() {
		i.Decision = strings.Join(r.Decision, "\n")
	}
	if !i.IsRecorded() || i.RecordedAt.IsZero() {
		i.RecordedAt = store.Now()
	}
	if _, err := tx.Exec(ctx, "UPDATE board_item SET outcome = $2, paragraph = $3, decision = $4, why = $5, recorded_at = $6 WHERE id = $1",
		i.ID, i.Outcome, i.Paragraph, i.Decision, i.Why, i.RecordedAt); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "DELETE FROM board_item_left WHERE item_id = $1", i.ID); err != nil {
		return err
	}
	for _, id := range r.Left {
		if _, err := tx.Exec(ctx, "INSERT INTO board_item_left (item_id, member_id) VALUES ($1, $2) ON CONFLICT (item_id, member_id) DO NOTHING", i.ID, id); err != nil {
			return err
		}
	}
	return nil
}

// follow does with the case what the ruling says.
func (c *Case) follow(ctx context.Context, tx *store.Tx, m *Meeting, r *Ruling, today calendar.Date) error {
	round := c.Round
	if err := c.act(ctx, tx, r.Outcome, m.Day, r.Why); err != nil {
		return err
	}
	switch {
	case r.Outcome == ReferBack:
		return carryFiles(ctx, tx, c.ID, round)
	case r.Outcome == Table && r.NextID != "":
		next, err := openMeeting(ctx, tx, r.NextID)
		if err != nil {
			return err
		}
		switch {
		case next.Day.Before(m.Day) || next.ID == m.ID:
			return i18n.Fail("cases.next_earlier")
		case next.BoardID != m.BoardID:
			return i18n.Fail("cases.next_other")
		}
		return putOnAgenda(ctx, tx, next.ID, c)
	case r.Outcome.Settles():
		if err := c.decided(ctx, tx, m.Day, m.BoardName, today); err != nil {
			return err
		}
		return c.save(ctx, tx)
	}
	return nil
}

// Declare keeps a member's word that a case concerns them. The first word stands.
func Declare(ctx context.Context, tx *store.Tx, meetingID, itemID, memberID, reason string) error {
	i, err := undecided(ctx, tx, meetingID, itemID)
	if err != nil {
		return err
	}
	if organisations.HoldsPersonalNumber(reason) {
		return i18n.Fail("organisations.personal_number")
	}
	n, err := tx.Exec(ctx, "INSERT INTO case_conflict (case_id, member_id, reason, declared_at) VALUES ($1, $2, $3, $4) ON CONFLICT (case_id, member_id) DO NOTHING", i.CaseID, memberID, reason, store.Now())
	if err != nil || n == 0 {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "case.conflict_declared", ObjectKind: caseKind, ObjectID: i.CaseID, After: map[string]string{"boardMember": memberID}})
}

// TakeBack takes a member's word back, before the meeting has dealt with the case.
func TakeBack(ctx context.Context, tx *store.Tx, meetingID, itemID, memberID string) error {
	i, err := undecided(ctx, tx, meetingID, itemID)
	if err != nil {
		return err
	}
	n, err := tx.Exec(ctx, "DELETE FROM case_conflict WHERE case_id = $1 AND member_id = $2", i.CaseID, memberID)
	if err != nil || n == 0 {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "case.conflict_taken_back", ObjectKind: caseKind, ObjectID: i.CaseID, Before: map[string]string{"boardMember": memberID}})
}

// undecided gives an item that the meeting has not dealt with, and keeps others from doing so meanwhile.
func undecided(ctx context.Context, tx *store.Tx, meetingID, itemID string) (Item, error) {
	i, err := findItem(ctx, tx, meetingID, itemID)
	if err != nil {
		return i, err
	}
	if _, err := lockCase(ctx, tx, i.CaseID); err != nil {
		return i, err
	}
	if _, err := openMeeting(ctx, tx, meetingID); err != nil {
		return i, err
	}
	if i, err = findItem(ctx, tx, meetingID, itemID); err == nil && i.IsRecorded() {
		err = i18n.Fail("cases.is_recorded")
	}
	return i, err
}

// Reserve keeps a member's reservation against a decision. The key was made with the form.
func Reserve(ctx context.Context, tx *store.Tx, meetingID string, r Reservation) error {
	if _, err := openMeeting(ctx, tx, meetingID); err != nil {
		return err
	}
	i, err := findItem(ctx, tx, meetingID, r.ItemID)
	if err != nil {
		return err
	}
	present, err := PresentAt(ctx, tx, meetingID)
	switch {
	case err != nil:
		return err
	case !i.IsRecorded():
		return i18n.Fail("cases.not_recorded")
	case !slices.Contains(Parting(present, i.Left), r.MemberID):
		return i18n.Fail("cases.reservation_absent")
	case organisations.HoldsPersonalNumber(r.Text):
		return i18n.Fail("organisations.personal_number")
	}
	n, err := tx.Exec(ctx, "INSERT INTO board_reservation (id, item_id, member_id, body) VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO NOTHING", r.ID, r.ItemID, r.MemberID, r.Text)
	if err != nil || n == 0 {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "board_meeting.reservation", ObjectKind: meetingKind, ObjectID: meetingID,
		After: map[string]string{"diaryNumber": i.DiaryNumber, "boardMember": r.MemberID}})
}
