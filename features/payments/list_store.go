package payments

import (
	"context"
	"slices"
	"strconv"

	"samverk/features/mandates"
	"samverk/platform/store"
)

// Filter chooses grants of the list.
type Filter struct {
	ProgrammeID, CallID string
	Year                int // 0: all
	State               GrantState
	After               string // the key of the last grant of the page before
	Limit               int    // 0: PageLength
}

// PageLength is how many grants a page has.
const PageLength = 50

// Sums are what grants come to, in öre.
type Sums struct{ Granted, Paid, Sent, SetOff, Coming int64 }

// Sums of a grant in a year; of all its years when year is 0. An advance is not granted: it is set off against what is.
func (g *Grant) Sums(year int) (s Sums) {
	for i := range g.Tranches {
		t := &g.Tranches[i]
		if year != 0 && t.Year != year {
			continue
		}
		left := t.Amount - t.Off
		if g.Kind == Award {
			s.Granted += left
		}
		s.Paid += t.Sum(Paid)
		s.Sent += t.Sum(Sent)
		s.SetOff += t.Sum(Offset)
		s.Coming += left - t.Sum(Paid, Sent, Offset)
	}
	return s
}

// List gives grants by the organisation's name; more tells whether others follow.
func List(ctx context.Context, tx *store.Tx, f Filter) (list []Grant, more bool, err error) {
	if f.Limit == 0 {
		f.Limit = PageLength
	}
	where, args := f.where()
	if store.IsID(f.After) {
		args = append(args, f.After)
		where += " AND (o.sort_key, g.id) > (SELECT b.sort_key, n.id FROM given_grant n JOIN organisation b ON b.id = n.organisation_id WHERE n.id = $" + strconv.Itoa(len(args)) + ")"
	}
	var keys []string
	if err := tx.Select(ctx, &keys, "SELECT g.id FROM given_grant g JOIN organisation o ON o.id = g.organisation_id"+where+" ORDER BY o.sort_key, g.id LIMIT "+
		strconv.Itoa(f.Limit+1), args...); err != nil || len(keys) == 0 {
		return nil, false, err
	}
	if more = len(keys) > f.Limit; more {
		keys = keys[:f.Limit]
	}
	places, args := mandates.In(keys, 1)
	if list, err = find(ctx, tx, " WHERE g.id IN ("+places+")", args...); err != nil {
		return nil, false, err
	}
	slices.SortFunc(list, func(a, b Grant) int { return slices.Index(keys, a.ID) - slices.Index(keys, b.ID) })
	return list, more, nil
}

// where is the filter as a condition on g, a given_grant.
func (f *Filter) where() (where string, args []any) {
	where = " WHERE g.amount > 0"
	and := func(before string, value any, after string) {
		args = append(args, value)
		where += " AND " + before + " $" + strconv.Itoa(len(args)) + after
	}
	if store.IsID(f.CallID) {
		and("g.call_id =", f.CallID, "")
	}
	if f.State != "" {
		and("g.state =", f.State, "")
	}
	if store.IsID(f.ProgrammeID) {
		and("g.call_id IN (SELECT c.id FROM grant_call c WHERE c.programme_id =", f.ProgrammeID, ")")
	}
	if f.Year != 0 {
		and("g.id IN (SELECT y.grant_id FROM grant_year y WHERE y.year =", f.Year, ")")
	}
	return where, args
}

// AccountYear is what the grants of a year come to that are paid from an account of the budget.
type AccountYear struct {
	Account, Programme string
	Year, Count        int
	Sums
}

// Totals adds up what the filter chooses, by account and year.
func Totals(ctx context.Context, tx *store.Tx, f Filter) (list []AccountYear, err error) {
	where, args := f.where()
	if f.Year != 0 {
		args = append(args, f.Year)
		where += " AND t.year = $" + strconv.Itoa(len(args))
	}
	var rows []struct {
		Account, Programme                  string
		Year, Count                         int
		Granted, Paid, Sent, SetOff, Coming int64
	}
	err = tx.Select(ctx, &rows, `SELECT p.account, p.name AS programme, t.year, COUNT(*) AS count,
		CAST(SUM(CASE WHEN g.kind = 'award' THEN t.amount - t.off ELSE 0 END) AS bigint) AS granted, CAST(SUM(COALESCE(i.paid, 0)) AS bigint) AS paid,
		CAST(SUM(COALESCE(i.sent, 0)) AS bigint) AS sent, CAST(SUM(COALESCE(i.set_off, 0)) AS bigint) AS set_off,
		CAST(SUM(t.amount - t.off - COALESCE(i.paid, 0) - COALESCE(i.sent, 0) - COALESCE(i.set_off, 0)) AS bigint) AS coming
		FROM given_grant g JOIN grant_call k ON k.id = g.call_id JOIN programme p ON p.id = k.programme_id JOIN grant_year t ON t.grant_id = g.id
		LEFT JOIN (SELECT grant_id, year, SUM(CASE WHEN state = 'paid' THEN amount ELSE 0 END) AS paid, SUM(CASE WHEN state = 'sent' THEN amount ELSE 0 END) AS sent,
			SUM(CASE WHEN state = 'offset' THEN amount ELSE 0 END) AS set_off FROM instalment GROUP BY grant_id, year) i ON i.grant_id = t.grant_id AND i.year = t.year`+
		where+" GROUP BY p.account, p.name, p.sort_key, t.year ORDER BY t.year DESC, p.account, p.sort_key", args...)
	for _, r := range rows {
		list = append(list, AccountYear{r.Account, r.Programme, r.Year, r.Count, Sums{r.Granted, r.Paid, r.Sent, r.SetOff, r.Coming}})
	}
	return list, err
}

// YearsWithGrants lists the years that grants are for, the latest first.
func YearsWithGrants(ctx context.Context, tx *store.Tx) (years []int, err error) {
	return years, tx.Select(ctx, &years, "SELECT DISTINCT year FROM grant_year ORDER BY year DESC")
}

// CountToAttest counts payments that wait for an attest.
func CountToAttest(ctx context.Context, tx *store.Tx) (n int, err error) {
	return n, tx.Get(ctx, &n, `SELECT count(*) FROM instalment i JOIN given_grant g ON g.id = i.grant_id WHERE i.state IN ('ready', 'attested_once') AND g.state IN ('active', 'reporting')`)
}
