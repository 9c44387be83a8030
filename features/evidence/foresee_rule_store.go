package evidence

import (
	"context"
	"database/sql"
	"slices"
	"strconv"
	"strings"

	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/decimal"
	"samverk/platform/store"
)

// ForeseenRule is what another rule of an indicator would count.
type ForeseenRule struct {
	Tallies          []Tally
	Begin, Stop      int        // records that would begin to count, and stop counting
	Begins, Stopping []NamedDay // the first of them in the order of their days
}

// NamedDay is a record by its name and day.
type NamedDay struct {
	ID, Title string
	Day       calendar.Date
}

// mostNamed is how many records are named among those that begin or stop counting.
const mostNamed = 10

// ForeseeRule tells what Relink would make of an indicator's tallies if it had this rule, and writes nothing. The
// database groups the records that are alike to the rule, so that a preview costs by the groups and not by the records;
// an empty id stands for an indicator that is not there yet.
func ForeseeRule(ctx context.Context, tx *store.Tx, indicator *plan.Indicator, rule plan.Rule) (ForeseenRule, error) {
	q := foreseeing(indicator, &rule)
	rows, err := tx.QueryContext(ctx, q.groups(), q.args...)
	if err != nil {
		return ForeseenRule{}, err
	}
	defer rows.Close() //nolint:errcheck // rows.Err is what tells
	var foreseen ForeseenRule
	var begins, stops calendar.Span
	tallies := tallyChanges{}
	for rows.Next() {
		group, err := scanForeseen(rows)
		if err != nil {
			return ForeseenRule{}, err
		}
		does, will := group.counts(), group.wouldCount(&rule)
		switch {
		case will && !does:
			foreseen.Begin += int(group.sums.n)
			begins = widened(begins, group.Day)
		case does && !will:
			foreseen.Stop += int(group.sums.n)
			stops = widened(stops, group.Day)
		}
		if will {
			tallies.add(group.key(indicator.ID), group.sums)
		}
	}
	if err := rows.Err(); err != nil {
		return ForeseenRule{}, err
	}
	foreseen.Tallies = tallies.asTallies()
	if foreseen.Begins, err = q.named(ctx, tx, begins, foreseen.Begin, func(r *foreseenGroup) bool {
		return !r.counts() && r.wouldCount(&rule)
	}); err != nil {
		return ForeseenRule{}, err
	}
	foreseen.Stopping, err = q.named(ctx, tx, stops, foreseen.Stop, func(r *foreseenGroup) bool {
		return r.counts() && !r.wouldCount(&rule)
	})
	return foreseen, err
}

// widened is the span with the day in it too.
func widened(span calendar.Span, day calendar.Date) calendar.Span {
	if span.From.IsZero() || day.Before(span.From) {
		span.From = day
	}
	if day.After(span.To) {
		span.To = day
	}
	return span
}

// foreseenGroup is records that are alike to a rule, with their link to the indicator if they have one.
type foreseenGroup struct {
	Content   // as far as the rule looks at it
	standing  standing
	countsFor calendar.Date
	value     decimal.Thousandths
	sums      amounts
}

// standing is how a record stands to an indicator, as one number: grouping by one column is much quicker than by five.
type standing int

const (
	linkedStanding standing = 1 << iota
	byRuleStanding
	excludedStanding
	fixedStanding
	voidStanding
)

func (s standing) is(what standing) bool { return s&what != 0 }

const standingColumn = `CASE WHEN l.record_id IS NOT NULL THEN 1 ELSE 0 END + CASE WHEN l.origin = 'rule' THEN 2 ELSE 0 END +
	CASE WHEN l.excluded THEN 4 ELSE 0 END + CASE WHEN r.links_fixed THEN 8 ELSE 0 END +
	CASE WHEN r.voided_at IS NOT NULL THEN 16 ELSE 0 END`

// foreseeQuery is the parts of the queries for what a rule would count.
type foreseeQuery struct {
	alike, value, sums, from string
	by                       string // what tells groups apart, as places among the columns
	args                     []any
}

func (q *foreseeQuery) place(v any) string {
	q.args = append(q.args, v)
	return "$" + strconv.Itoa(len(q.args))
}

// foreseeing asks only for what the rule looks at: the less it is, the fewer are the groups.
func foreseeing(indicator *plan.Indicator, rule *plan.Rule) foreseeQuery {
	network, tags := "''", "'[]'"
	q := foreseeQuery{value: measuredColumn(rule), sums: ratedColumns(rule), by: "1, 2, 3, 4, 5"}
	if rule.Network != "" {
		network, q.by = "r.network", q.by+", 6"
	}
	if len(rule.Tags) > 0 {
		tags, q.by = "r.tags", q.by+", 7"
	}
	if rule.Kind == plan.Threshold {
		q.by += ", 8"
	}
	q.alike = "r.day, r.kind, r.state, " + standingColumn + ", l.counts_for, " + network + ", " + tags
	q.from = " FROM record r LEFT JOIN record_link l ON l.record_id = r.id AND l.indicator_id = " + q.place(indicator.ID)
	if len(rule.Evidence)+len(rule.Tags) == 0 && rule.Network == "" {
		q.from += " WHERE l.record_id IS NOT NULL"
		return q
	}
	may := "NOT r.links_fixed AND r.voided_at IS NULL AND " + inItsPlan(q.place(indicator.ActivityID))
	if len(rule.Evidence) > 0 {
		var places []string
		for _, kind := range rule.Evidence {
			places = append(places, q.place(kind))
		}
		may += " AND r.kind IN (" + strings.Join(places, ", ") + ")"
	}
	if looksAtItsDaysOnly(rule) {
		may += " AND r.day >= " + q.place(rule.From) + " AND r.day <= " + q.place(rule.To)
	}
	q.from += " WHERE (l.record_id IS NOT NULL OR (" + may + "))"
	return q
}

func (q *foreseeQuery) groups() string {
	return "SELECT " + q.alike + ", " + q.value + ", count(*), " + q.sums + q.from + " GROUP BY " + q.by
}

// named gives the first of n records of these days for which is holds. It reads no further than it needs.
func (q foreseeQuery) named(ctx context.Context, tx *store.Tx, days calendar.Span, n int, is func(*foreseenGroup) bool) ([]NamedDay, error) {
	n = min(n, mostNamed)
	if n == 0 {
		return nil, nil
	}
	q.args = slices.Clone(q.args)
	query := "SELECT " + q.alike + ", r.id, r.title" + q.from +
		" AND r.day >= " + q.place(days.From) + " AND r.day <= " + q.place(days.To) + " ORDER BY r.day, r.id"
	rows, err := tx.QueryContext(ctx, query, q.args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close() //nolint:errcheck // rows.Err is what tells
	var first []NamedDay
	for len(first) < n && rows.Next() {
		var id, title string
		record, err := scanAlike(rows, &id, &title)
		if err != nil {
			return nil, err
		}
		if is(&record) {
			first = append(first, NamedDay{id, title, record.Day})
		}
	}
	return first, rows.Err()
}

func scanForeseen(rows *sql.Rows) (foreseenGroup, error) {
	var value decimal.Thousandths
	var sums amounts
	group, err := scanAlike(rows, &value, &sums.n, &sums.rated, &sums.numerator, &sums.denominator)
	group.value, group.sums = value, sums
	return group, err
}

// scanAlike reads what the rule looks at, and more after it.
func scanAlike(rows *sql.Rows, more ...any) (g foreseenGroup, err error) {
	var tags string
	if err = rows.Scan(append([]any{&g.Day, &g.Kind, &g.State, &g.standing, &g.countsFor, &g.Network, &tags}, more...)...); err != nil || tags == "[]" {
		return g, err
	}
	var names store.JSON[[]string]
	err = names.Scan(tags)
	g.Tags = names.V
	return g, err
}

// key is the tally that the records would belong to.
func (r *foreseenGroup) key(indicatorID string) tallyKey {
	key := tallyKey{indicatorID: indicatorID, countsFor: r.countsFor, day: r.Day, state: r.State, value: r.value}
	if key.countsFor.IsZero() {
		key.countsFor = r.Day
	}
	return key
}

// counts tells whether the records count today.
func (r *foreseenGroup) counts() bool {
	return r.standing&(linkedStanding|excludedStanding|voidStanding) == linkedStanding
}

// wouldCount tells whether they would after Relink: the rule decides over its own links and over records without one.
func (r *foreseenGroup) wouldCount(rule *plan.Rule) bool {
	linked, fixed := r.standing.is(linkedStanding), r.standing.is(fixedStanding)
	switch {
	case r.standing.is(voidStanding | excludedStanding):
		return false
	case linked && (!r.standing.is(byRuleStanding) || fixed):
		return true
	}
	return (linked || !fixed) && matches(rule, &r.Content)
}

// asTallies are the groups in the order in which TalliesOf gives them.
func (t tallyChanges) asTallies() []Tally {
	tallies := make([]Tally, 0, len(t))
	for _, key := range t.inOrder() {
		sums := t[key]
		tallies = append(tallies, Tally{IndicatorID: key.indicatorID, For: key.countsFor, Day: key.day, State: key.state, Value: key.value,
			N: int(sums.n), Rated: int(sums.rated), Numerator: decimal.Thousandths(sums.numerator), Denominator: decimal.Thousandths(sums.denominator)})
	}
	return tallies
}

// LinkedTo tells how many records are linked to the indicator, excluded ones too.
func LinkedTo(ctx context.Context, tx *store.Tx, indicatorID string) (n int, err error) {
	err = tx.Get(ctx, &n, "SELECT count(*) FROM record_link WHERE indicator_id = $1", indicatorID)
	return n, err
}
