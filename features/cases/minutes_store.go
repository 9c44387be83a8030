package cases

import (
	"context"
	"slices"

	"samverk/features/audit"
	"samverk/features/organisations"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

type minutesTold struct {
	AdjustedOn  calendar.Date `json:"adjustedOn,omitzero"`
	PostedOn    calendar.Date `json:"postedOn,omitzero"`
	AppealUntil calendar.Date `json:"appealUntil,omitzero"`
	TakenDownOn calendar.Date `json:"takenDownOn,omitzero"`
}

// AdjustMinutes says that the minutes have been signed as right (justerats). Every item must have been dealt with; nothing in
// them changes any more.
func AdjustMinutes(ctx context.Context, tx *store.Tx, meetingID string, day calendar.Date, by string, today calendar.Date) error {
	m, err := forMinutes(ctx, tx, meetingID, day, today)
	if err != nil {
		return err
	}
	items, err := Items(ctx, tx, meetingID)
	switch {
	case err != nil:
		return err
	case m.IsAdjusted():
		return i18n.Fail("cases.is_adjusted")
	case day.Before(m.Day):
		return i18n.Fail("cases.before_meeting", "day", m.Day.String())
	case by == "":
		return i18n.Fail("cases.adjuster_missing")
	case organisations.HoldsPersonalNumber(by):
		return i18n.Fail("organisations.personal_number")
	case !slices.ContainsFunc(items, func(i Item) bool { return i.IsRecorded() }):
		return i18n.Fail("cases.nothing_recorded")
	case slices.ContainsFunc(items, func(i Item) bool { return !i.IsRecorded() }):
		return i18n.Fail("cases.items_left")
	}
	if _, err := tx.Exec(ctx, "UPDATE board_meeting SET adjusted_on = $2, adjusted_by = $3, version = version + 1 WHERE id = $1", m.ID, day, by); err != nil {
		return err
	}
	if err := audit.Append(ctx, tx, audit.Change{Action: "board_meeting.adjusted", ObjectKind: meetingKind, ObjectID: m.ID, After: minutesTold{AdjustedOn: day}}); err != nil {
		return err
	}
	return eachSettled(ctx, tx, items, func(c *Case) error { return c.act(ctx, tx, Adjust, day, "") })
}

// PostMinutes says on which day the notice board told that the minutes had been adjusted (anslag). The time for appeal
// runs from then.
func PostMinutes(ctx context.Context, tx *store.Tx, meetingID string, day, today calendar.Date) error {
	m, err := forMinutes(ctx, tx, meetingID, day, today)
	switch {
	case err != nil:
		return err
	case !m.IsAdjusted():
		return i18n.Fail("cases.not_adjusted")
	case !m.PostedOn.IsZero():
		return i18n.Fail("cases.is_posted", "day", m.PostedOn.String())
	case day.Before(m.AdjustedOn):
		return i18n.Fail("cases.before_adjusted", "day", m.AdjustedOn.String())
	}
	until := LastDayForAppeal(day)
	if _, err := tx.Exec(ctx, "UPDATE board_meeting SET posted_on = $2, appeal_until = $3, version = version + 1 WHERE id = $1", m.ID, day, until); err != nil {
		return err
	}
	if err := audit.Append(ctx, tx, audit.Change{Action: "board_meeting.posted", ObjectKind: meetingKind, ObjectID: m.ID, After: minutesTold{PostedOn: day, AppealUntil: until}}); err != nil {
		return err
	}
	items, err := Items(ctx, tx, meetingID)
	if err != nil {
		return err
	}
	return eachSettled(ctx, tx, items, func(c *Case) error {
		c.AppealUntil = until
		return c.act(ctx, tx, Post, day, "")
	})
}

// TakeDown says on which day the announcement was taken down. It has to stay the whole time for appeal, or that time does
// not run out.
func TakeDown(ctx context.Context, tx *store.Tx, meetingID string, day, today calendar.Date) error {
	m, err := forMinutes(ctx, tx, meetingID, day, today)
	switch {
	case err != nil:
		return err
	case m.PostedOn.IsZero():
		return i18n.Fail("cases.not_posted")
	case !m.TakenDownOn.IsZero():
		return i18n.Fail("cases.is_down", "day", m.TakenDownOn.String())
	case !day.After(m.AppealUntil):
		return i18n.Fail("cases.down_early", "day", m.AppealUntil.String())
	}
	if _, err := tx.Exec(ctx, "UPDATE board_meeting SET taken_down_on = $2, version = version + 1 WHERE id = $1", m.ID, day); err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "board_meeting.taken_down", ObjectKind: meetingKind, ObjectID: m.ID, After: minutesTold{TakenDownOn: day}})
}

// forMinutes gives a meeting about whose minutes something is said of a day. The cases are locked before the meeting, as
// everywhere.
func forMinutes(ctx context.Context, tx *store.Tx, meetingID string, day, today calendar.Date) (Meeting, error) {
	if err := checkDay(day, today); err != nil {
		return Meeting{}, err
	}
	if _, err := FindMeeting(ctx, tx, meetingID); err != nil {
		return Meeting{}, err
	}
	items, err := Items(ctx, tx, meetingID)
	if err != nil {
		return Meeting{}, err
	}
	ids := make([]string, len(items))
	for n := range items {
		ids[n] = items[n].CaseID
	}
	slices.Sort(ids)
	for _, id := range ids {
		if err := tx.Lock(ctx, caseLock(id)); err != nil {
			return Meeting{}, err
		}
	}
	return lockMeeting(ctx, tx, meetingID)
}

// eachSettled does something with the cases that the meeting decided in the matter.
func eachSettled(ctx context.Context, tx *store.Tx, items []Item, do func(*Case) error) error {
	for n := range items {
		if !items[n].Outcome.Settles() {
			continue
		}
		c, err := Find(ctx, tx, items[n].CaseID)
		if err != nil {
			return err
		}
		if err := do(&c); err != nil {
			return err
		}
	}
	return nil
}

// Public is a decision that anybody may read: its minutes have been posted.
type Public struct {
	BoardName   string
	Day         calendar.Date
	Paragraph   int
	DiaryNumber string
	Title       string
	Outcome     Act
	Decision    string
	State       State
	AppealUntil calendar.Date
}

// Points are what was decided, in order.
func (p *Public) Points() []string { return lines(p.Decision) }

// PublicDecisions lists the decisions of a year's meetings whose minutes have been posted, the latest first. No year means
// the latest year with any, which is given back with the years there are.
func PublicDecisions(ctx context.Context, tx *store.Tx, year int) (list []Public, shown int, years []int, err error) {
	var days []calendar.Date
	if err = tx.Select(ctx, &days, "SELECT DISTINCT day FROM board_meeting WHERE posted_on IS NOT NULL ORDER BY day DESC"); err != nil {
		return nil, 0, nil, err
	}
	for _, day := range days {
		if !slices.Contains(years, day.Year()) {
			years = append(years, day.Year())
		}
	}
	if !slices.Contains(years, year) {
		if len(years) == 0 {
			return nil, 0, nil, nil
		}
		year = years[0]
	}
	err = tx.Select(ctx, &list, `SELECT b.name AS board_name, m.day, i.paragraph, c.diary_number, c.title, i.outcome, i.decision, c.state, c.appeal_until
		FROM board_item i JOIN board_meeting m ON m.id = i.meeting_id JOIN board b ON b.id = m.board_id JOIN board_case c ON c.id = i.case_id
		WHERE m.posted_on IS NOT NULL AND m.day >= $1 AND m.day <= $2 AND i.outcome IN ($3, $4, $5) ORDER BY m.day DESC, m.id DESC, i.paragraph`,
		calendar.Year(year).From, calendar.Year(year).To, Adopt, AdoptChanged, Reject)
	return list, year, years, err
}

// Lately lists the latest decisions of minutes that are adjusted, for the politicians and those who work here.
func Lately(ctx context.Context, tx *store.Tx, most int) (list []Item, err error) {
	return list, tx.Select(ctx, &list, itemQuery+` JOIN board_meeting m ON m.id = i.meeting_id WHERE m.adjusted_on IS NOT NULL AND i.outcome IN ($1, $2, $3)
		ORDER BY m.day DESC, i.paragraph LIMIT $4`, Adopt, AdoptChanged, Reject, most)
}
