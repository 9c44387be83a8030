package grants

import (
	"context"
	"errors"

	"samverk/features/audit"
	"samverk/features/grants/allocation"
	"samverk/features/grants/assessment"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/questions"
	"samverk/platform/store"
)

// ErrNotNow is the kind of a change that the call's state does not allow. Test with errors.Is.
var ErrNotNow = errors.New("the call is in another state")

const callQuery = `SELECT c.id, c.programme_id, p.name AS programme, c.title, c.year, c.state, c.direction, COALESCE(c.direction_case, '') AS direction_case, c.opens_at,
	c.closes_at, c.decision_on, c.report_due_on, c.contact, COALESCE(c.copied_from, '') AS copied_from, c.cancelled_why, c.answer, c.first_closes_at, c.longer_why, c.version, c.form, c.report_form,
	c.criteria, c.rules, c.pots FROM grant_call c JOIN programme p ON p.id = c.programme_id`

type callRow struct {
	ID, ProgrammeID, Programme, Title string
	Year                              int
	State                             CallState
	Direction, DirectionCase          string
	OpensAt, ClosesAt                 store.Time
	DecisionOn, ReportDueOn           calendar.Date
	Contact, CopiedFrom, CancelledWhy string
	Answer, LongerWhy                 string
	FirstClosesAt                     store.Time
	Version                           int
	Form, ReportForm                  store.JSON[questions.Form]
	Criteria                          store.JSON[[]assessment.Criterion]
	Rules                             store.JSON[Rules]
	Pots                              store.JSON[[]allocation.Pot]
}

func (r *callRow) call() Call {
	terms := termsRow{r.Form, r.ReportForm, r.Criteria, r.Rules, r.Pots}
	return Call{ID: r.ID, ProgrammeID: r.ProgrammeID, Programme: r.Programme, State: r.State, DirectionCase: r.DirectionCase, CopiedFrom: r.CopiedFrom,
		CancelledWhy: r.CancelledWhy, Answer: r.Answer, FirstCloses: r.FirstClosesAt.Time, LongerWhy: r.LongerWhy, Version: r.Version, Terms: terms.terms(), Content: CallContent{Title: r.Title, Year: r.Year, Direction: r.Direction,
			Opens: r.OpensAt.Time, Closes: r.ClosesAt.Time, DecisionOn: r.DecisionOn, ReportDueOn: r.ReportDueOn, Contact: r.Contact}}
}

// FindCall gives a call with its frames; store.ErrNotFound when there is none.
func FindCall(ctx context.Context, tx *store.Tx, id string) (Call, error) {
	var row callRow
	unknown := i18n.Fail("grants.call_unknown").Because(store.ErrNotFound)
	if !store.IsID(id) {
		return Call{}, unknown
	}
	err := tx.Get(ctx, &row, callQuery+" WHERE c.id = $1", id)
	if errors.Is(err, store.ErrNotFound) {
		err = unknown
	}
	if err != nil {
		return Call{}, err
	}
	c := row.call()
	return c, tx.Select(ctx, &c.Content.Frames, "SELECT account, year, amount FROM call_frame WHERE call_id = $1 ORDER BY year, account", id)
}

// Become takes a call from the state it was read in to another, with the reason where one is needed. Who did it and when
// stands in the trail. Nothing happens, with ErrNotNow, when it is in another state by now.
func Become(ctx context.Context, tx *store.Tx, c *Call, to CallState, reason string) error {
	way, is := CallWays.Find(c.State, to)
	switch {
	case !is:
		return i18n.Fail("grants.not_now").Because(ErrNotNow)
	case way.Reason && reason == "":
		return i18n.Fail("grants.reason_missing")
	}
	why := c.CancelledWhy
	if to == Cancelled {
		why = reason
	}
	n, err := tx.Exec(ctx, "UPDATE grant_call SET state = $3, cancelled_why = $4, version = version + 1 WHERE id = $1 AND state = $2", c.ID, c.State, to, why)
	if err != nil {
		return err
	}
	if n == 0 {
		return i18n.Fail("grants.not_now").Because(ErrNotNow)
	}
	before := callTold{State: c.State}
	c.State, c.CancelledWhy, c.Version = to, why, c.Version+1
	return audit.Append(ctx, tx, audit.Change{Action: "grant_call.moved", ObjectKind: "grant_call", ObjectID: c.ID, Reason: reason, Before: before, After: callTold{State: to}})
}

// callTold is what the trail says of a call's state.
type callTold struct {
	State CallState `json:"callState"`
}
