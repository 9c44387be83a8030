package applications

import (
	"context"
	"errors"

	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/features/grants"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/questions"
	"samverk/platform/store"
)

// holdSeen is hold, unless the application has been changed since a version that somebody saw.
func holdSeen(ctx context.Context, tx *store.Tx, id string, seen int) (Application, error) {
	a, err := hold(ctx, tx, id)
	if err == nil && a.Version != seen {
		err = i18n.Fail("applications.meanwhile").Because(ErrSavedMeanwhile)
	}
	if err == nil && a.SubmittedAt.IsZero() {
		err = i18n.Fail("applications.unknown").Because(store.ErrNotFound)
	}
	return a, err
}

// Assign says who handles an application; an empty key is nobody. One that has just come in begins to be checked by this.
func Assign(ctx context.Context, tx *store.Tx, id, officerID string, seen int) (Application, error) {
	a, err := holdSeen(ctx, tx, id, seen)
	if a.OfficerID == officerID && errors.Is(err, ErrSavedMeanwhile) { // the same form sent twice
		return a, nil
	}
	if err != nil || a.OfficerID == officerID && a.State != Submitted {
		return a, err
	}
	if ends(a.State) {
		return a, i18n.Fail("applications.not_now").Because(ErrNotNow)
	}
	name := ""
	if officerID != "" {
		officer, err := accounts.Find(ctx, tx, officerID)
		if err != nil {
			return a, err
		}
		if officer.Closed || !officer.Role.May(accounts.HandleApplications) {
			return a, i18n.Fail("applications.officer_wrong")
		}
		name = officer.Name
	}
	var officer any
	if officerID != "" {
		officer = officerID
	}
	if _, err := tx.Exec(ctx, "UPDATE application SET officer_id = $2, changed_at = $3, version = version + 1 WHERE id = $1", a.ID, officer, store.Now()); err != nil {
		return a, err
	}
	a.OfficerID, a.Version = officerID, a.Version+1
	if err := audit.Append(ctx, tx, audit.Change{Action: "application.assigned", ObjectKind: "application", ObjectID: a.ID, After: map[string]string{"officer": name}}); err != nil {
		return a, err
	}
	if a.State == Submitted && officerID != "" {
		err = Become(ctx, tx, &a, Checking, "")
	}
	return a, err
}

// Decide does what an officer has found. A completion is asked for by a message with a day. The error is an *i18n.Error when
// something is missing.
func Decide(ctx context.Context, tx *store.Tx, id string, d Decision, seen int, today calendar.Date) (Application, error) {
	a, err := holdSeen(ctx, tx, id, seen)
	if err != nil {
		return a, err
	}
	if faults := d.check(&a, today); len(faults) > 0 {
		return a, faults[0].err
	}
	if d.To == CompletionRequested {
		if err := addMessage(ctx, tx, Message{ID: store.NewID(), ApplicationID: id, Body: d.Reason, DueOn: d.DueOn}); err != nil {
			return a, err
		}
	}
	if err := Become(ctx, tx, &a, d.To, d.Reason); err != nil {
		return a, err
	}
	if !d.needsRefusal() {
		d.Refusal = ""
	}
	_, err = tx.Exec(ctx, "UPDATE application SET refusal = $2 WHERE id = $1", id, d.Refusal)
	a.Refusal = d.Refusal
	return a, err
}

// TakeLate says why an application that came late is taken all the same, without what being late costs.
func TakeLate(ctx context.Context, tx *store.Tx, id, reason string, seen int) (Application, error) {
	a, err := holdSeen(ctx, tx, id, seen)
	switch {
	case errors.Is(err, ErrSavedMeanwhile) && reason != "" && reason == a.LateTaken: // the same form sent twice
		return a, nil
	case err != nil:
		return a, err
	case a.DaysLate == 0 || ends(a.State):
		return a, i18n.Fail("applications.not_now").Because(ErrNotNow)
	}
	if err := checkText(reason, true); err != nil || reason == a.LateTaken {
		return a, err
	}
	if _, err := tx.Exec(ctx, "UPDATE application SET late_taken = $2, changed_at = $3, version = version + 1 WHERE id = $1", id, reason, store.Now()); err != nil {
		return a, err
	}
	a.LateTaken, a.Version = reason, a.Version+1
	return a, audit.Append(ctx, tx, audit.Change{Action: "application.late_taken", ObjectKind: "application", ObjectID: id, Reason: reason})
}

// Checked is a point as it was found.
type Checked struct {
	Point
	By        string // empty when it is not known
	CheckedAt store.Time
}

// Checks are the points that somebody has looked at, by their keys.
func Checks(ctx context.Context, tx *store.Tx, id string) (map[string]Checked, error) {
	var rows []struct {
		Point     string
		IsRight   bool
		Note      string
		By        string
		CheckedAt store.Time
	}
	err := tx.Select(ctx, &rows, `SELECT c.point, c.is_right, c.note, COALESCE(p.name, '') AS by, c.checked_at FROM application_check c LEFT JOIN account p ON p.id = c.account_id
		WHERE c.application_id = $1 ORDER BY c.point`, id)
	all := make(map[string]Checked, len(rows))
	for _, r := range rows {
		all[r.Point] = Checked{Point{r.Point, r.IsRight, r.Note}, r.By, r.CheckedAt}
	}
	return all, err
}

// sectionKeys are the keys of a form's sections.
func sectionKeys(f *questions.Form) (keys []string) {
	for i := range f.Sections {
		keys = append(keys, f.Sections[i].Key)
	}
	return keys
}

// SaveChecks keeps what an officer found of the points. Those that are not among them are not looked at yet, or once more.
func SaveChecks(ctx context.Context, tx *store.Tx, id, accountID string, found []Point, seen int) (Application, error) {
	a, stale := holdSeen(ctx, tx, id, seen)
	if stale != nil && !errors.Is(stale, ErrSavedMeanwhile) {
		return a, stale
	}
	if !a.isHandled() {
		return a, i18n.Fail("applications.not_now").Because(ErrNotNow)
	}
	call, err := grants.FindCall(ctx, tx, a.CallID)
	if err != nil {
		return a, err
	}
	before, err := Checks(ctx, tx, id)
	if err != nil {
		return a, err
	}
	now, changed := map[string]Point{}, map[string]checkTold{}
	for _, point := range found {
		if err := checkText(point.Note, false); err != nil {
			return a, err
		}
		now[point.Key] = point
	}
	for _, key := range points(sectionKeys(&call.Terms.Form)) {
		point, is := now[key]
		old, was := before[key]
		switch {
		case is && was && old.Point == point || !is && !was:
			continue
		case stale != nil: // what is the same already was sent twice
			return a, stale
		case is:
			_, err = tx.Exec(ctx, `INSERT INTO application_check (application_id, point, is_right, note, account_id, checked_at) VALUES ($1, $2, $3, $4, $5, $6)
				ON CONFLICT (application_id, point) DO UPDATE SET is_right = excluded.is_right, note = excluded.note, account_id = excluded.account_id, checked_at = excluded.checked_at`,
				id, key, point.IsRight, point.Note, accountID, store.Now())
			changed[key] = checkTold{&point.IsRight, point.Note}
		default:
			_, err = tx.Exec(ctx, "DELETE FROM application_check WHERE application_id = $1 AND point = $2", id, key)
			changed[key] = checkTold{}
		}
		if err != nil {
			return a, err
		}
	}
	if len(changed) == 0 {
		return a, nil
	}
	if _, err := tx.Exec(ctx, "UPDATE application SET changed_at = $2, version = version + 1 WHERE id = $1", id, store.Now()); err != nil {
		return a, err
	}
	a.Version++
	return a, audit.Append(ctx, tx, audit.Change{Action: "application.checked", ObjectKind: "application", ObjectID: id, After: map[string]any{"points": changed}})
}

// checkTold is what the trail says of a point.
type checkTold struct {
	IsRight *bool  `json:"isRight,omitempty"`
	Note    string `json:"note,omitempty"`
}
