package entitlement

import (
	"context"
	"errors"
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

// Bounds of how many organisations are read at a time: at first about as many as a page has, more when few of them are shown.
const (
	atOnce     = PageLength + 10
	mostAtOnce = 480
)

// List gives organisations in the order of their names with where they stand on the filter's day; more tells whether others
// follow. Statuses are computed, so organisations that may be shown are gone through until there are enough.
func List(ctx context.Context, tx *store.Tx, f Filter) (rows []Row, more bool, err error) {
	if f.Limit == 0 {
		f.Limit = PageLength
	}
	may, err := f.mayBeShown(ctx, tx)
	if err != nil {
		return nil, false, err
	}
	for after, n := f.After, atOnce; ; n = min(2*n, mostAtOnce) {
		some, err := filers(ctx, tx, may, after, n)
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
		if len(some) < n {
			return rows, false, nil
		}
		after = some[len(some)-1].ID
	}
}

// condition is SQL that holds for organisations o, with its arguments.
type condition struct {
	text string
	args []any
}

// manyFilers is from how many filings on the register is gone through in the order of names, and each organisation asked
// whether it has any. Of fewer, those that have some are sorted.
var manyFilers = 8000

// holdsBeyond is that an organisation o has an entitlement on a day, $1, that lasts longer than until another, $2, by what is the
// last that has happened to its filing. It is counted, so that PostgreSQL asks it of those that may be shown and not of everybody.
const holdsBeyond = `0 < (SELECT count(*) FROM entitlement_step l WHERE l.organisation_id = o.id AND l.until > $2 AND l.day <= $1
	AND NOT EXISTS (SELECT 1 FROM entitlement_step n WHERE n.filing_id = l.filing_id AND (n.day, n.done_at, n.id) > (l.day, l.done_at, l.id)))`

// absorbers are the organisations into which some that have handed something in were merged. They are few.
var absorbers = "SELECT " + organisations.Stands("w") + " FROM organisation w WHERE w.merged_into IS NOT NULL AND EXISTS (SELECT 1 FROM entitlement_step s WHERE s.organisation_id = w.id)"

// mayBeShown holds for every organisation that the filter chooses, and for as few others as is known without computing where
// they stand. What a filing came to is as it stands now, so those with later steps than the filter's day may be shown too.
func (f *Filter) mayBeShown(ctx context.Context, tx *store.Tx) (condition, error) {
	now := "o.id IN (SELECT f.organisation_id FROM entitlement_filing f WHERE f.stage = $1 UNION SELECT s.organisation_id FROM entitlement_step s WHERE s.day > $2 UNION " + absorbers + ")"
	switch f.Show {
	case "soon":
		return condition{"o.id IN (SELECT s.organisation_id FROM entitlement_step s WHERE s.until >= $1 AND s.until <= $2 UNION " + absorbers + ") AND NOT " + holdsBeyond, []any{f.Day, f.Day.AddDays(soon)}}, nil
	case string(Lapsed):
		return condition{"(EXISTS (SELECT 1 FROM entitlement_step s WHERE s.organisation_id = o.id AND s.until < $1) OR o.id IN (" + absorbers + ")) AND NOT " + holdsBeyond, []any{f.Day, f.Day.AddDays(-1)}}, nil
	case "waiting":
		return condition{now, []any{HandedIn, f.Day}}, nil
	case string(Waiting), string(Completing), string(NotGiven), string(TakenBack):
		return condition{now, []any{f.Show, f.Day}}, nil
	}
	var filings int
	err := tx.Get(ctx, &filings, "SELECT count(*) FROM (SELECT 1 AS one FROM entitlement_filing LIMIT "+strconv.Itoa(manyFilers)+") few")
	if filings < manyFilers {
		return condition{"o.id IN (SELECT s.organisation_id FROM entitlement_step s UNION " + absorbers + ")", nil}, err
	}
	return condition{"(EXISTS (SELECT 1 FROM entitlement_step s WHERE s.organisation_id = o.id) OR o.id IN (" + absorbers + "))", nil}, err
}

// filers are so many organisations that may be shown, in the order of their names after the one with a key.
func filers(ctx context.Context, tx *store.Tx, may condition, after string, most int) (some []Row, err error) {
	text, args := may.text, slices.Clone(may.args)
	if store.IsID(after) {
		var key []byte
		err := tx.Get(ctx, &key, "SELECT sort_key FROM organisation WHERE id = $1", after)
		switch {
		case errors.Is(err, store.ErrNotFound): // nothing follows
			return nil, nil
		case err != nil:
			return nil, err
		}
		n := len(args)
		text += " AND (o.sort_key, o.id) > ($" + strconv.Itoa(n+1) + ", $" + strconv.Itoa(n+2) + ")"
		args = append(args, key, after)
	}
	var found []struct{ ID, Name, Number string }
	err = tx.Select(ctx, &found, "SELECT o.id, o.name, COALESCE(o.number, '') AS number FROM organisation o WHERE o.merged_into IS NULL AND "+text+
		" ORDER BY o.sort_key, o.id LIMIT "+strconv.Itoa(most), args...)
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
