package entitlement

import (
	"context"
	"maps"
	"slices"
	"strconv"

	"samverk/features/mandates"
	"samverk/features/organisations"
	"samverk/platform/calendar"
	"samverk/platform/store"
)

// Filter chooses organisations of the list.
type Filter struct {
	Day   calendar.Date
	Show  string // a standing, "soon" or "waiting"; empty for all that have handed something in
	After string // the key of the last organisation of the page before
	Limit int    // 0: PageLength
}

// PageLength is how many organisations a page has.
const PageLength = 50

// Row is an organisation with where it stands.
type Row struct {
	ID, Name, Number string
	Status           Status
}

// shows tells whether the filter chooses a status. What waits for an officer may be of one that is entitled still.
func (f *Filter) shows(s *Status) bool {
	switch f.Show {
	case "":
		return s.Standing != Never
	case "soon":
		return s.LapsesSoon(f.Day)
	case "waiting":
		return s.Standing == Waiting || s.Pending == HandedIn
	}
	return s.Standing == Standing(f.Show)
}

// atOnce is how many organisations are read at a time.
const atOnce = 200

// List gives organisations in the order of their names with where they stand on the filter's day; more tells whether others
// follow. Statuses are computed, so organisations are gone through until there are enough.
func List(ctx context.Context, tx *store.Tx, f Filter) (rows []Row, more bool, err error) {
	if f.Limit == 0 {
		f.Limit = PageLength
	}
	for after := f.After; ; {
		some, err := filers(ctx, tx, after)
		if err != nil {
			return nil, false, err
		}
		if err := withStatus(ctx, tx, some, f.Day); err != nil {
			return nil, false, err
		}
		for i := range some {
			if f.shows(&some[i].Status) {
				rows = append(rows, some[i])
			}
		}
		if len(rows) > f.Limit {
			return rows[:f.Limit], true, nil
		}
		if len(some) < atOnce {
			return rows, false, nil
		}
		after = some[len(some)-1].ID
	}
}

// filers are organisations that have handed something in, or into which one that has was merged, in the order of their names after
// the one with a key.
func filers(ctx context.Context, tx *store.Tx, after string) (some []Row, err error) {
	query, args := "", []any{}
	if store.IsID(after) {
		query, args = " AND (o.sort_key, o.id) > (SELECT b.sort_key, b.id FROM organisation b WHERE b.id = $1)", []any{after}
	}
	var found []struct{ ID, Name, Number string }
	err = tx.Select(ctx, &found, `SELECT o.id, o.name, COALESCE(o.number, '') AS number FROM organisation o
		WHERE o.id IN (SELECT `+organisations.Stands("w")+` FROM entitlement_step s JOIN organisation w ON w.id = s.organisation_id)`+query+" ORDER BY o.sort_key, o.id LIMIT "+strconv.Itoa(atOnce), args...)
	for _, one := range found {
		some = append(some, Row{ID: one.ID, Name: one.Name, Number: organisations.Number(one.Number).String()})
	}
	return some, err
}

// withStatus fills in where organisations stand on a day, by what they and those merged into them have handed in.
func withStatus(ctx context.Context, tx *store.Tx, rows []Row, day calendar.Date) error {
	if len(rows) == 0 {
		return nil
	}
	ids := make([]string, len(rows))
	for i := range rows {
		ids[i] = rows[i].ID
	}
	stands, err := organisations.StandFor(ctx, tx, ids)
	if err != nil {
		return err
	}
	places, args := mandates.In(slices.Sorted(maps.Keys(stands)), 1)
	var steps []Step
	if err := tx.Select(ctx, &steps, stepQuery+" WHERE organisation_id IN ("+places+") ORDER BY day, done_at, id", args...); err != nil {
		return err
	}
	of := map[string][]Step{}
	for _, step := range steps {
		of[stands[step.OrganisationID]] = append(of[stands[step.OrganisationID]], step)
	}
	for i := range rows {
		rows[i].Status = StatusOn(of[rows[i].ID], day)
	}
	return nil
}

// CountWaiting counts filings that an officer has to examine.
func CountWaiting(ctx context.Context, tx *store.Tx) (n int, err error) {
	return n, tx.Get(ctx, &n, "SELECT count(*) FROM entitlement_filing WHERE stage = $1", HandedIn)
}

// shown are the choices of the list.
var shown = slices.Concat([]string{"", "waiting", "soon"}, []string{string(IsEntitled), string(Completing), string(Lapsed), string(NotGiven), string(TakenBack)})
