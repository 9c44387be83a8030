package applications

import (
	"context"
	"errors"

	"samverk/features/audit"
	"samverk/platform/i18n"
	"samverk/platform/questions"
	"samverk/platform/store"
)

// ErrNotNow is the kind of a change that the application's state does not allow. Test with errors.Is.
var ErrNotNow = errors.New("the application is in another state")

const applicationQuery = `SELECT a.id, a.call_id, a.organisation_id, o.name AS organisation, a.state, a.title, a.answers, a.requested, COALESCE(a.diary_number, '') AS diary_number,
	a.submitted_at, a.days_late, a.late_taken, COALESCE(a.officer_id, '') AS officer_id, a.decided_amount, a.refusal, a.filled, a.changed_at, a.version
	FROM application a JOIN organisation o ON o.id = a.organisation_id`

type applicationRow struct {
	ID, CallID, OrganisationID, Organisation string
	State                                    State
	Title                                    string
	Answers                                  store.JSON[questions.Answers]
	Requested                                int64
	DiaryNumber                              string
	SubmittedAt                              store.Time
	DaysLate                                 int
	LateTaken, OfficerID                     string
	DecidedAmount                            *int64
	Refusal                                  Refusal
	Filled                                   store.JSON[map[string]Source]
	ChangedAt                                store.Time
	Version                                  int
}

func (r *applicationRow) application() Application {
	return Application{ID: r.ID, CallID: r.CallID, OrganisationID: r.OrganisationID, Organisation: r.Organisation, State: r.State, Title: r.Title, Answers: r.Answers.V,
		Requested: r.Requested, DiaryNumber: r.DiaryNumber, SubmittedAt: r.SubmittedAt.Time, DaysLate: r.DaysLate, LateTaken: r.LateTaken, OfficerID: r.OfficerID,
		DecidedAmount: r.DecidedAmount, Refusal: r.Refusal, Filled: r.Filled.V, ChangedAt: r.ChangedAt.Time, Version: r.Version}
}

// Find gives an application; store.ErrNotFound when there is none.
func Find(ctx context.Context, tx *store.Tx, id string) (Application, error) {
	var row applicationRow
	unknown := i18n.Fail("applications.unknown").Because(store.ErrNotFound)
	if !store.IsID(id) {
		return Application{}, unknown
	}
	err := tx.Get(ctx, &row, applicationQuery+" WHERE a.id = $1", id)
	if errors.Is(err, store.ErrNotFound) {
		err = unknown
	}
	return row.application(), err
}

// OfCall lists the applications of a call that are in one of some states, in the order of their diary numbers; none of the
// states is all that were sent.
func OfCall(ctx context.Context, tx *store.Tx, callID string, states ...State) ([]Application, error) {
	var rows []applicationRow
	if err := tx.Select(ctx, &rows, applicationQuery+" WHERE a.call_id = $1 ORDER BY a.submitted_at, a.id", callID); err != nil {
		return nil, err
	}
	var list []Application
	for i := range rows {
		if a := rows[i].application(); len(states) == 0 && a.State.WasSent() || isOneOf(a.State, states) {
			list = append(list, a)
		}
	}
	return list, nil
}

func isOneOf(state State, states []State) bool {
	for _, one := range states {
		if one == state {
			return true
		}
	}
	return false
}

// Become takes an application from the state it was read in to another, with the reason where one is needed. Who did it
// and when stands in the trail. Nothing happens, with ErrNotNow, when it is in another state by now.
func Become(ctx context.Context, tx *store.Tx, a *Application, to State, reason string) error {
	way, is := Ways.Find(a.State, to)
	switch {
	case !is:
		return i18n.Fail("applications.not_now").Because(ErrNotNow)
	case way.Reason && reason == "":
		return i18n.Fail("applications.reason_missing")
	}
	n, err := tx.Exec(ctx, "UPDATE application SET state = $3, changed_at = $4, version = version + 1 WHERE id = $1 AND state = $2", a.ID, a.State, to, store.Now())
	if err != nil {
		return err
	}
	if n == 0 {
		return i18n.Fail("applications.not_now").Because(ErrNotNow)
	}
	before := told{State: a.State}
	a.State, a.Version = to, a.Version+1
	return audit.Append(ctx, tx, audit.Change{Action: "application.moved", ObjectKind: "application", ObjectID: a.ID, Reason: reason, Before: before, After: told{State: to}})
}

// told is what the trail says of an application's state.
type told struct {
	State State `json:"applicationState"`
}
