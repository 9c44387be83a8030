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

// ForeseeRule tells what Relink would make of an indicator's tallies if it had this rule, and writes nothing. It reads
// every record of the rule's kinds and every linked one once; an empty id stands for an indicator that is not there yet.
func ForeseeRule(ctx context.Context, tx *store.Tx, indicatorID string, rule plan.Rule) (ForeseenRule, error) {
	query, args := foreseeQuery(indicatorID, &rule)
	rows, err := tx.QueryContext(ctx, query, args...)
	if err != nil {
		return ForeseenRule{}, err
	}
	defer rows.Close() //nolint:errcheck // rows.Err is what tells
	var foreseen ForeseenRule
	tallies := tallyChanges{}
	for rows.Next() {
		row, err := scanForeseen(rows)
		if err != nil {
			return ForeseenRule{}, err
		}
		does, will := row.counts(), row.wouldCount(&rule)
		named := NamedDay{row.id, row.Title, row.Day}
		switch {
		case will && !does:
			foreseen.Begin++
			foreseen.Begins = keepFirst(foreseen.Begins, named)
		case does && !will:
			foreseen.Stop++
			foreseen.Stopping = keepFirst(foreseen.Stopping, named)
		}
		if will {
			tallies.add(counted(&rule, indicatorID, &row.Content, row.countsFor))
		}
	}
	foreseen.Tallies = tallies.asTallies()
	return foreseen, rows.Err()
}

// foreseenRecord is a record as far as a rule looks at it, with its link to the indicator if it has one.
type foreseenRecord struct {
	Content
	id, tags           string
	fixed, void        bool
	heads, orgs        sql.NullInt64
	value              sql.NullInt64
	rated, denominator sql.NullInt64
	linked, byRule     bool
	excluded           bool
	countsFor          calendar.Date
}

func foreseeQuery(indicatorID string, rule *plan.Rule) (query string, args []any) {
	place := func(v any) string {
		args = append(args, v)
		return "$" + strconv.Itoa(len(args))
	}
	tags := "'[]'"
	if len(rule.Tags) > 0 {
		tags = "r.tags"
	}
	query = `SELECT r.id, r.kind, CAST(r.day AS text), r.title, r.state, r.network, ` + tags + `, r.links_fixed, r.voided_at IS NOT NULL,
		r.head_count, r.organisation_count, r.value, r.numerator, r.denominator, l.record_id IS NOT NULL,
		COALESCE(l.origin = ` + place(ByRule) + `, false), COALESCE(l.excluded, false), l.counts_for
		FROM record r LEFT JOIN record_link l ON l.record_id = r.id AND l.indicator_id = ` + place(indicatorID)
	if len(rule.Evidence)+len(rule.Tags) == 0 && rule.Network == "" {
		return query + " WHERE l.record_id IS NOT NULL", args
	}
	may := "NOT r.links_fixed AND r.voided_at IS NULL"
	if len(rule.Evidence) > 0 {
		var places []string
		for _, kind := range rule.Evidence {
			places = append(places, place(kind))
		}
		may += " AND r.kind IN (" + strings.Join(places, ", ") + ")"
	}
	if looksAtItsDaysOnly(rule) {
		may += " AND r.day >= " + place(rule.From) + " AND r.day <= " + place(rule.To)
	}
	return query + " WHERE l.record_id IS NOT NULL OR (" + may + ")", args
}

func scanForeseen(rows *sql.Rows) (row foreseenRecord, err error) {
	if err = rows.Scan(&row.id, &row.Kind, &row.Day, &row.Title, &row.State, &row.Network, &row.tags, &row.fixed, &row.void,
		&row.heads, &row.orgs, &row.value, &row.rated, &row.denominator, &row.linked, &row.byRule, &row.excluded, &row.countsFor); err != nil {
		return row, err
	}
	if row.tags != "[]" {
		var names store.JSON[[]string]
		if err = names.Scan(row.tags); err != nil {
			return row, err
		}
		row.Tags = names.V
	}
	row.HeadCount, row.OrganisationCount = whole(row.heads), whole(row.orgs)
	row.Value, row.Numerator, row.Denominator = thousandths(row.value), thousandths(row.rated), thousandths(row.denominator)
	return row, nil
}

// counts tells whether the record counts today.
func (r *foreseenRecord) counts() bool { return r.linked && !r.excluded && !r.void }

// wouldCount tells whether it would after Relink: the rule decides over its own links and over records without one.
func (r *foreseenRecord) wouldCount(rule *plan.Rule) bool {
	switch {
	case r.void || r.linked && r.excluded:
		return false
	case r.linked && (!r.byRule || r.fixed):
		return true
	}
	return (r.linked || !r.fixed) && matches(rule, &r.Content)
}

// keepFirst keeps the earliest records in order of day.
func keepFirst(list []NamedDay, more NamedDay) []NamedDay {
	if len(list) == mostNamed && !more.before(list[mostNamed-1]) {
		return list
	}
	at, _ := slices.BinarySearchFunc(list, more, func(a, b NamedDay) int {
		if a.before(b) {
			return -1
		}
		return 1
	})
	list = slices.Insert(list, at, more)
	return list[:min(len(list), mostNamed)]
}

func (n NamedDay) before(other NamedDay) bool {
	return n.Day.Before(other.Day) || n.Day == other.Day && n.ID < other.ID
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
