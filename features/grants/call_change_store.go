package grants

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"samverk/features/audit"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// ErrSavedMeanwhile is the error when somebody else has saved since the reader looked.
var ErrSavedMeanwhile = errors.New("it has been saved by somebody else")

const callKind = "grant_call"

// callContentTold is what the trail keeps of what is said of a call.
type callContentTold struct {
	Title       string        `json:"title"`
	Year        int           `json:"year"`
	Opens       string        `json:"callOpens,omitempty"`
	Closes      string        `json:"callCloses,omitempty"`
	DecisionOn  calendar.Date `json:"callDecisionOn"`
	ReportDueOn calendar.Date `json:"callReportDueOn"`
	Contact     string        `json:"callContact,omitempty"`
	Direction   string        `json:"callDirection,omitempty"`
	Total       int64         `json:"callFrame,omitempty"`
}

func (c *CallContent) told() callContentTold {
	told := callContentTold{Title: c.Title, Year: c.Year, DecisionOn: c.DecisionOn, ReportDueOn: c.ReportDueOn, Contact: c.Contact, Direction: c.Direction, Total: c.Total() / 100}
	if !c.Opens.IsZero() {
		told.Opens = calendar.Clock(c.Opens)
	}
	if !c.Closes.IsZero() {
		told.Closes = calendar.Clock(c.Closes)
	}
	return told
}

// lockCall keeps others from changing a call to the end of the transaction, and reads it, with what the clock has done.
func lockCall(ctx context.Context, tx *store.Tx, id string, now time.Time) (Call, error) {
	if err := tx.Lock(ctx, "grant call "+id); err != nil {
		return Call{}, err
	}
	c, err := FindCall(ctx, tx, id)
	if err == nil {
		err = settle(ctx, tx, &c, now)
	}
	return c, err
}

// settle writes what the clock has done to a call: opened it, closed it.
func settle(ctx context.Context, tx *store.Tx, c *Call, now time.Time) error {
	at := c.StateAt(now)
	for c.State != at {
		next := Closed
		if c.State == Scheduled {
			next = Open
		}
		if err := Become(ctx, tx, c, next, ""); err != nil {
			return err
		}
	}
	return nil
}

// OpenAndClose writes what the clock has done to all calls. Pages do not wait for it: see Call.StateAt.
func OpenAndClose(ctx context.Context, db *store.DB, now time.Time) error {
	var due []string
	if err := db.Read(ctx, func(tx *store.Tx) error {
		return tx.Select(ctx, &due, "SELECT id FROM grant_call WHERE state = $1 AND opens_at <= $3 OR state = $2 AND closes_at <= $3 ORDER BY id", Scheduled, Open, store.TimeOf(now))
	}); err != nil {
		return err
	}
	for _, id := range due {
		if err := db.Write(ctx, func(tx *store.Tx) error {
			_, err := lockCall(ctx, tx, id, now)
			return err
		}); err != nil {
			return err
		}
	}
	return nil
}

// Calls lists calls, those that open last first; of a programme when its key is given.
func Calls(ctx context.Context, tx *store.Tx, programmeID string) ([]Call, error) {
	query, args := callQuery, []any{}
	if programmeID != "" {
		query, args = query+" WHERE c.programme_id = $1", []any{programmeID}
	}
	var rows []callRow
	if err := tx.Select(ctx, &rows, query+" ORDER BY c.year DESC, c.id DESC", args...); err != nil {
		return nil, err
	}
	var frames []struct {
		CallID string
		Frame
	}
	if err := tx.Select(ctx, &frames, "SELECT call_id, account, year, amount FROM call_frame ORDER BY call_id, year, account"); err != nil {
		return nil, err
	}
	all := make([]Call, len(rows))
	for i := range rows {
		all[i] = rows[i].call()
		for n := range frames {
			if frames[n].CallID == all[i].ID {
				all[i].Content.Frames = append(all[i].Content.Frames, frames[n].Frame)
			}
		}
	}
	return all, nil
}

// tidy trims what was typed.
func (c *CallContent) tidy() {
	c.Title = strings.Join(strings.Fields(c.Title), " ")
	c.Direction, c.Contact = strings.TrimSpace(c.Direction), strings.TrimSpace(c.Contact)
	slices.SortFunc(c.Frames, func(a, b Frame) int {
		if a.Year != b.Year {
			return a.Year - b.Year
		}
		return strings.Compare(a.Account, b.Account)
	})
}

// AddCall adds a call of a programme. The key is made with the form, so that the same form sent twice adds one. It begins
// with its direction where the programme asks for one, otherwise prepared.
func AddCall(ctx context.Context, tx *store.Tx, id, programmeID string, c CallContent) error {
	return addCall(ctx, tx, id, programmeID, "", c)
}

func addCall(ctx context.Context, tx *store.Tx, id, programmeID, from string, c CallContent) error {
	c.tidy()
	if err := firstFault(c.check()); err != nil {
		return err
	}
	p, err := FindProgramme(ctx, tx, programmeID)
	if err != nil {
		return err
	}
	if !p.EndedOn.IsZero() {
		return i18n.Fail("grants.programme_ended")
	}
	state := Prepared
	if p.NeedsDirection {
		state = DirectionDraft
	}
	args := append([]any{id, programmeID, c.Title, c.Year, state, c.Direction, asTime(c.Opens), asTime(c.Closes), c.DecisionOn, c.ReportDueOn, c.Contact, null(from), store.Now()},
		(&Terms{}).args()...) // it gets the programme's when it is scheduled
	n, err := tx.Exec(ctx, `INSERT INTO grant_call (id, programme_id, title, year, state, direction, opens_at, closes_at, decision_on, report_due_on, contact, copied_from,
		added_at, `+termsColumns+`, cancelled_why, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, '', 1) ON CONFLICT (id) DO NOTHING`, args...)
	if err != nil || n == 0 {
		return err
	}
	if err := setFrames(ctx, tx, id, c.Frames); err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "grant_call.added", ObjectKind: callKind, ObjectID: id, After: c.told()})
}

// null is a text that is NULL when it is empty.
func null(text string) any {
	if text == "" {
		return nil
	}
	return text
}

func setFrames(ctx context.Context, tx *store.Tx, id string, frames []Frame) error {
	if _, err := tx.Exec(ctx, "DELETE FROM call_frame WHERE call_id = $1", id); err != nil {
		return err
	}
	for _, f := range frames {
		if _, err := tx.Exec(ctx, "INSERT INTO call_frame (call_id, account, year, amount) VALUES ($1, $2, $3, $4)", id, f.Account, f.Year, f.Amount); err != nil {
			return err
		}
	}
	return nil
}

// CopyCall makes a call from an earlier one, a year later: see NextYear.
func CopyCall(ctx context.Context, tx *store.Tx, id, from string) error {
	c, err := FindCall(ctx, tx, from)
	if err != nil {
		return err
	}
	return addCall(ctx, tx, id, c.ProgrammeID, from, NextYear(c.Content))
}

// ChangeCall changes what is said of a call. Seen is the version that the reader changed. Of a call that has been scheduled
// only contact and later days are changed, and why is needed where the time to apply becomes longer.
func ChangeCall(ctx context.Context, tx *store.Tx, id string, c CallContent, why string, seen int, now time.Time) error {
	if err := tx.Lock(ctx, "grant call "+id); err != nil {
		return err
	}
	before, err := FindCall(ctx, tx, id)
	if err != nil {
		return err
	}
	isStale := before.Version != seen // what the clock does is no change that somebody has to see
	if err := settle(ctx, tx, &before, now); err != nil {
		return err
	}
	if c.tidy(); before.Content.isSame(&c) {
		return nil
	}
	if err := firstFault(c.check()); err != nil {
		return err
	}
	if isStale {
		return ErrSavedMeanwhile
	}
	if err := firstFault(mayChange(&before, &c, why)); err != nil {
		return err
	}
	isLonger := before.IsFixed() && c.Closes.After(before.Content.Closes)
	if _, err := tx.Exec(ctx, `UPDATE grant_call SET title = $2, year = $3, direction = $4, opens_at = $5, closes_at = $6, decision_on = $7, report_due_on = $8, contact = $9,
		version = version + 1 WHERE id = $1`, id, c.Title, c.Year, c.Direction, asTime(c.Opens), asTime(c.Closes), c.DecisionOn, c.ReportDueOn, c.Contact); err != nil {
		return err
	}
	if isLonger {
		if _, err := tx.Exec(ctx, "UPDATE grant_call SET longer_why = $2, first_closes_at = COALESCE(first_closes_at, $3) WHERE id = $1", id, why, asTime(before.Content.Closes)); err != nil {
			return err
		}
	}
	if err := setFrames(ctx, tx, id, c.Frames); err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "grant_call.changed", ObjectKind: callKind, ObjectID: id, Reason: why, Before: before.Content.told(), After: c.told()})
}

// mayChange tells what may not be changed of a call in its state.
func mayChange(before *Call, after *CallContent, why string) []fault {
	switch {
	case before.State == DirectionProposed:
		return []fault{{"", i18n.Fail("grants.direction_is_with_the_board")}}
	case before.State == Cancelled || before.State == Archived:
		return []fault{{"", i18n.Fail("grants.is_over")}}
	case before.State == DirectionDecided && before.Content.Direction != after.Direction, before.State == Prepared && before.DirectionCase != "" && before.Content.Direction != after.Direction:
		return []fault{{"direction", i18n.Fail("grants.direction_is_decided")}}
	case before.IsFixed():
		faults := checkFixed(&before.Content, after, why)
		if before.State != Scheduled && before.State != Open && !before.Content.Closes.Equal(after.Closes) {
			faults = append(faults, fault{"closes_on", i18n.Fail("grants.has_closed")})
		}
		return faults
	}
	return nil
}

// IsFixed tells whether the call has been scheduled, after which people rely on what it says.
func (c *Call) IsFixed() bool {
	return slices.Index(CallStates, c.State) >= slices.Index(CallStates, Scheduled)
}

// asTime is a moment as a column holds it; NULL for none.
func asTime(t time.Time) store.Time {
	if t.IsZero() {
		return store.Time{}
	}
	return store.TimeOf(t)
}
