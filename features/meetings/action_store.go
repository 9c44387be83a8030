package meetings

import (
	"context"
	"errors"
	"strings"
	"time"

	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

const actionQuery = `SELECT a.id, a.meeting_id, m.title AS meeting, m.day AS meeting_day, a.body, a.owner, COALESCE(a.account_id, '') AS account_id, a.due_on, a.done_on, a.done_note, a.version
	FROM meeting_action a JOIN meeting m ON m.id = a.meeting_id`

// dueFirst is the order of what is to be done: what is due first, then what has no day.
const dueFirst = " ORDER BY CASE WHEN a.due_on IS NULL THEN 1 ELSE 0 END, a.due_on, a.id"

// Actions lists what is to be done after a meeting, done or not.
func Actions(ctx context.Context, tx *store.Tx, meetingID string) (all []Action, err error) {
	return all, tx.Select(ctx, &all, actionQuery+" WHERE a.meeting_id = $1"+dueFirst, meetingID)
}

// mostActions bounds the list of what is to be done.
const mostActions = 500

// OpenActions lists what is not done, of every meeting.
func OpenActions(ctx context.Context, tx *store.Tx) (all []Action, err error) {
	return all, tx.Select(ctx, &all, actionQuery+" WHERE a.done_on IS NULL"+dueFirst+" LIMIT $1", mostActions)
}

// ActionsOf lists what an account's owner has not done.
func ActionsOf(ctx context.Context, tx *store.Tx, accountID string) (all []Action, err error) {
	return all, tx.Select(ctx, &all, actionQuery+" WHERE a.account_id = $1 AND a.done_on IS NULL"+dueFirst, accountID)
}

// FindAction gives one of a meeting's; store.ErrNotFound when there is none.
func FindAction(ctx context.Context, tx *store.Tx, meetingID, id string) (a Action, err error) {
	unknown := i18n.Fail("meetings.action.unknown").Because(store.ErrNotFound)
	if !store.IsID(meetingID) || !store.IsID(id) {
		return a, unknown
	}
	err = tx.Get(ctx, &a, actionQuery+" WHERE a.meeting_id = $1 AND a.id = $2", meetingID, id)
	if errors.Is(err, store.ErrNotFound) {
		err = unknown
	}
	return a, err
}

// actionTold is what the trail keeps: neither who nor what, which may name people, since it is never changed.
type actionTold struct {
	DueOn  calendar.Date `json:"actionDue,omitzero"`
	DoneOn calendar.Date `json:"actionDone,omitzero"`
}

func (a *Action) told() actionTold { return actionTold{a.DueOn, a.DoneOn} }

// AddAction adds something to be done. The key was made with the form, so the same form sent twice adds one.
func AddAction(ctx context.Context, tx *store.Tx, a Action) error {
	if slips := a.check(); len(slips) > 0 {
		return slips[0].err
	}
	if _, err := Find(ctx, tx, a.MeetingID); err != nil {
		return err
	}
	n, err := tx.Exec(ctx, `INSERT INTO meeting_action (id, meeting_id, body, owner, account_id, due_on, done_note, version) VALUES ($1, $2, $3, $4, $5, $6, '', 1)
		ON CONFLICT (id) DO NOTHING`, a.ID, a.MeetingID, a.Body, a.Owner, orNull(a.AccountID), a.DueOn)
	if err != nil || n == 0 {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "meeting.action_added", ObjectKind: "meeting", ObjectID: a.MeetingID, After: a.told()})
}

// ChangeAction changes what is to be done, by whom and when, unless somebody else has done so since version seen.
func ChangeAction(ctx context.Context, tx *store.Tx, a Action, seen int) error {
	if slips := a.check(); len(slips) > 0 {
		return slips[0].err
	}
	if err := tx.Lock(ctx, lock); err != nil {
		return err
	}
	before, err := FindAction(ctx, tx, a.MeetingID, a.ID)
	if err != nil {
		return err
	}
	switch {
	case before.Body == a.Body && before.Owner == a.Owner && before.AccountID == a.AccountID && before.DueOn == a.DueOn:
		return nil
	case before.Version != seen:
		return i18n.Fail("meetings.held.meanwhile").Because(ErrChangedMeanwhile)
	}
	if _, err := tx.Exec(ctx, "UPDATE meeting_action SET body = $2, owner = $3, account_id = $4, due_on = $5, version = version + 1 WHERE id = $1",
		a.ID, a.Body, a.Owner, orNull(a.AccountID), a.DueOn); err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "meeting.action_changed", ObjectKind: "meeting", ObjectID: a.MeetingID, Before: before.told(), After: a.told()})
}

// FinishAction says that it has been done, on a day. Saying so again changes nothing.
func FinishAction(ctx context.Context, tx *store.Tx, meetingID, id string, day calendar.Date, note string, today calendar.Date) error {
	if slips := checkDone(day, note, today); len(slips) > 0 {
		return slips[0].err
	}
	if err := tx.Lock(ctx, lock); err != nil {
		return err
	}
	before, err := FindAction(ctx, tx, meetingID, id)
	if err != nil || before.IsDone() {
		return err
	}
	if _, err := tx.Exec(ctx, "UPDATE meeting_action SET done_on = $2, done_note = $3, version = version + 1 WHERE id = $1", id, day, note); err != nil {
		return err
	}
	after := before
	after.DoneOn = day
	return audit.Append(ctx, tx, audit.Change{Action: "meeting.action_done", ObjectKind: "meeting", ObjectID: meetingID, Before: before.told(), After: after.told()})
}

// ReopenAction takes back that it has been done.
func ReopenAction(ctx context.Context, tx *store.Tx, meetingID, id string) error {
	if err := tx.Lock(ctx, lock); err != nil {
		return err
	}
	before, err := FindAction(ctx, tx, meetingID, id)
	if err != nil || !before.IsDone() {
		return err
	}
	if _, err := tx.Exec(ctx, "UPDATE meeting_action SET done_on = NULL, done_note = '', version = version + 1 WHERE id = $1", id); err != nil {
		return err
	}
	after := before
	after.DoneOn = calendar.Date{}
	return audit.Append(ctx, tx, audit.Change{Action: "meeting.action_undone", ObjectKind: "meeting", ObjectID: meetingID, Before: before.told(), After: after.told()})
}

// owners are the accounts that something can be given to: those who manage meetings, and those who are invited to this one
// or came for a member.
func owners(ctx context.Context, tx *store.Tx, m *Meeting) (all []accounts.Account, err error) {
	people, err := accounts.List(ctx, tx)
	if err != nil {
		return nil, err
	}
	var emails []string
	if err := tx.Select(ctx, &emails, `SELECT email FROM meeting_invitation WHERE meeting_id = $1 AND email <> ''
		UNION SELECT email FROM network_member WHERE network_id = $2 AND email <> '' AND starts_on <= $3 AND (ends_on IS NULL OR ends_on >= $3)`, m.ID, m.NetworkID, m.Day()); err != nil {
		return nil, err
	}
	known := map[string]bool{}
	for _, email := range emails {
		known[email] = true
	}
	for _, one := range people {
		if !one.Closed && !one.Erased && (one.Role.May(accounts.ManageNetworks) || known[one.Email]) {
			all = append(all, one)
		}
	}
	return all, nil
}

// due are the actions of accounts that end within the days of a reminder, or should have.
func due(ctx context.Context, tx *store.Tx, today calendar.Date) (all []Action, err error) {
	return all, tx.Select(ctx, &all, actionQuery+" WHERE a.done_on IS NULL AND a.due_on <= $1 AND a.account_id IS NOT NULL"+dueFirst, today.AddDays(remindAhead))
}

// ActionReminders write to people with accounts about what they took upon themselves.
type ActionReminders struct {
	DB        *store.DB
	Catalogue *i18n.Catalogue
	Post      accounts.Post
	Site      string // where the site is reached
}

// Send queues today's reminders: one mail to each about what the person has not been reminded of. Something that is moved
// is reminded of anew.
func (f *ActionReminders) Send(ctx context.Context, now time.Time) error {
	today := calendar.Today(now)
	var people []accounts.Account
	byOwner := map[string][]Action{}
	if err := f.DB.Read(ctx, func(tx *store.Tx) (err error) {
		list, err := due(ctx, tx, today)
		if err != nil || len(list) == 0 {
			return err
		}
		for _, one := range list {
			byOwner[one.AccountID] = append(byOwner[one.AccountID], one)
		}
		people, err = accounts.List(ctx, tx)
		return err
	}); err != nil {
		return err
	}
	for _, to := range people {
		if list := byOwner[to.ID]; len(list) > 0 && to.Reminders && !to.Closed {
			if err := f.DB.Write(ctx, func(tx *store.Tx) error { return f.remind(ctx, tx, to, list, now) }); err != nil {
				return err
			}
		}
	}
	return nil
}

func (f *ActionReminders) remind(ctx context.Context, tx *store.Tx, to accounts.Account, list []Action, now time.Time) error {
	p := f.Catalogue.In(to.Language)
	var text strings.Builder
	count := 0
	for i := range list {
		one := &list[i]
		n, err := tx.Exec(ctx, "INSERT INTO meeting_action_reminder (account_id, action_id, due_on, sent_at) VALUES ($1, $2, $3, $4) ON CONFLICT (account_id, action_id, due_on) DO NOTHING",
			to.ID, one.ID, one.DueOn, store.TimeOf(now))
		if err != nil {
			return err
		}
		if n == 0 {
			continue
		}
		count++
		key := "meetings.action.reminder_line"
		if one.IsOverdue(calendar.Today(now)) {
			key = "meetings.action.reminder_late"
		}
		text.WriteString("\n" + p.T(key, "what", one.Body, "day", p.DateLong(one.DueOn), "meeting", one.Meeting) + "\n")
	}
	if count == 0 {
		return nil
	}
	return f.Post(ctx, tx, accounts.Letter{Kind: "reminder", To: to, Subject: p.T("meetings.action.reminder_subject", "count", count),
		Text: p.T("meetings.action.reminder_begins", "name", to.Name) + "\n" + text.String() + "\n" + p.T("meetings.action.reminder_ends", "list", f.Site+"/my/meetings", "link", f.Site+"/account#mail")})
}
