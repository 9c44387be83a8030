package evidence

import (
	"context"

	"samverk/features/plan"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

const (
	tallyColumns = "indicator_id, counts_for, day, state, value, n, rated, numerator, denominator"
	// Dates are read as text: it is the form both engines give quickest.
	readTally   = "indicator_id, CAST(counts_for AS text), CAST(day AS text), state, value, n, rated, numerator, denominator"
	insertTally = "INSERT INTO tally (" + tallyColumns + ")"
	addToTally  = `ON CONFLICT (indicator_id, counts_for, day, state, value) DO UPDATE SET n = tally.n + excluded.n,
		rated = tally.rated + excluded.rated, numerator = tally.numerator + excluded.numerator,
		denominator = tally.denominator + excluded.denominator`
)

// applyTallies writes the changes in the order of their keys; groups that become empty are taken away.
func applyTallies(ctx context.Context, tx *store.Tx, changes tallyChanges) error {
	keys := changes.inOrder()
	upsert := newBulk(tx, insertTally, 9, addToTally)
	defer upsert.close()
	for _, k := range keys {
		sums := changes[k]
		if err := upsert.add(ctx, k.indicatorID, k.countsFor, k.day, k.state, k.value,
			sums.n, sums.rated, sums.numerator, sums.denominator); err != nil {
			return err
		}
	}
	if err := upsert.flush(ctx); err != nil {
		return err
	}
	for _, k := range keys {
		if changes[k].n >= 0 {
			continue
		}
		if _, err := tx.Exec(ctx, `DELETE FROM tally WHERE indicator_id = $1 AND counts_for = $2 AND day = $3 AND state = $4
			AND value = $5 AND n = 0`, k.indicatorID, k.countsFor, k.day, k.state, k.value); err != nil {
			return err
		}
	}
	return nil
}

// Tallies gives everything counted in a plan, by indicator, in the order of the days they count for: one query whatever the plan's size.
func Tallies(ctx context.Context, tx *store.Tx, planID string) (map[string][]Tally, error) {
	all, err := readTallies(ctx, tx, `SELECT `+readTally+` FROM tally
		WHERE indicator_id IN (SELECT id FROM indicator WHERE plan_id = $1) ORDER BY indicator_id, counts_for, day, state, value`, planID)
	if err != nil {
		return nil, err
	}
	byIndicator := map[string][]Tally{}
	for _, t := range all {
		byIndicator[t.IndicatorID] = append(byIndicator[t.IndicatorID], t)
	}
	return byIndicator, nil
}

// TalliesOf gives everything counted towards one indicator, in the order of the days it counts for.
func TalliesOf(ctx context.Context, tx *store.Tx, indicatorID string) ([]Tally, error) {
	return readTallies(ctx, tx, "SELECT "+readTally+" FROM tally WHERE indicator_id = $1 ORDER BY counts_for, day, state, value", indicatorID)
}

func readTallies(ctx context.Context, tx *store.Tx, query string, args ...any) ([]Tally, error) {
	rows, err := tx.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close() //nolint:errcheck // rows.Err is what tells
	var all []Tally
	for rows.Next() {
		var t Tally
		if err := rows.Scan(&t.IndicatorID, &t.For, &t.Day, &t.State, &t.Value, &t.N, &t.Rated, &t.Numerator, &t.Denominator); err != nil {
			return nil, err
		}
		all = append(all, t)
	}
	return all, rows.Err()
}

// Recount rebuilds an indicator's tallies from its links.
func Recount(ctx context.Context, tx *store.Tx, indicatorID string) error {
	if err := tx.Lock(ctx, rulesLock); err != nil {
		return err
	}
	counting, err := findIndicator(ctx, tx, indicatorID)
	if err != nil {
		return err
	}
	return rebuild(ctx, tx, counting)
}

// rebuild does Recount's work for who holds the lock already.
func rebuild(ctx context.Context, tx *store.Tx, indicator counting) error {
	if _, err := tx.Exec(ctx, "DELETE FROM tally WHERE indicator_id = $1", indicator.ID); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, insertTally+" "+recountQuery(indicator.Rule.V), indicator.ID)
	return err
}

// measuredColumn is measured in SQL, for a record r.
func measuredColumn(rule *plan.Rule) string {
	if rule.Kind != plan.Threshold {
		return "CAST(-1 AS bigint)"
	}
	switch rule.Measure {
	case plan.MeasureOrganisations:
		return "COALESCE(CAST(r.organisation_count AS bigint) * 1000, r.value, -1)"
	case plan.MeasureHeadCount:
		return "COALESCE(CAST(r.head_count AS bigint) * 1000, r.value, -1)"
	}
	return "COALESCE(r.value, -1)"
}

// ratedColumns are the sums of a group of records r: how many are rated, their numerators and their denominators.
func ratedColumns(rule *plan.Rule) string {
	if rule.Kind != plan.Ratio {
		return "0, 0, 0"
	}
	const rated = "SUM(CASE WHEN r.numerator IS NOT NULL AND r.denominator IS NOT NULL THEN "
	return "CAST(" + rated + "1 ELSE 0 END) AS bigint), CAST(" + rated + "r.numerator ELSE 0 END) AS bigint), CAST(" +
		rated + "r.denominator ELSE 0 END) AS bigint)"
}

// recountQuery is the naive way: every counted record of the indicator $1, grouped. The texts put together are fixed.
func recountQuery(rule plan.Rule) string {
	value, sums := measuredColumn(&rule), ratedColumns(&rule)
	return `SELECT l.indicator_id, COALESCE(l.counts_for, r.day), r.day, r.state, ` + value + `, count(*), ` + sums + `
		FROM record_link l JOIN record r ON r.id = l.record_id
		WHERE l.indicator_id = $1 AND NOT l.excluded AND r.voided_at IS NULL
		GROUP BY l.indicator_id, COALESCE(l.counts_for, r.day), r.day, r.state, ` + value
}

// CheckTallies compares every tally with a recount. The error names the first indicator that differs.
func CheckTallies(ctx context.Context, tx *store.Tx) error {
	var indicators []counting
	if err := tx.Select(ctx, &indicators, indicatorQuery+" ORDER BY p.key, i.number"); err != nil {
		return err
	}
	for _, indicator := range indicators {
		if err := checkTally(ctx, tx, indicator); err != nil {
			return err
		}
	}
	return nil
}

func checkTally(ctx context.Context, tx *store.Tx, indicator counting) error {
	kept, err := TalliesOf(ctx, tx, indicator.ID)
	if err != nil {
		return err
	}
	recounted, err := readTallies(ctx, tx, recountQuery(indicator.Rule.V), indicator.ID)
	if err != nil {
		return err
	}
	want := make(map[Tally]bool, len(recounted))
	for _, t := range recounted {
		want[t] = true
	}
	for _, t := range kept {
		if !want[t] {
			return indicator.differs()
		}
	}
	if len(kept) != len(recounted) {
		return indicator.differs()
	}
	return nil
}

func (c *counting) differs() error {
	return i18n.Fail("evidence.tally_differs", "indicator", c.Label, "plan", c.PlanKey)
}

// RecountAll rebuilds every tally from the links, which mends what CheckTallies has found.
func RecountAll(ctx context.Context, tx *store.Tx) error {
	if err := tx.Lock(ctx, rulesLock); err != nil {
		return err
	}
	var indicators []counting
	if err := tx.Select(ctx, &indicators, indicatorQuery+" ORDER BY i.id"); err != nil {
		return err
	}
	for _, indicator := range indicators {
		if err := rebuild(ctx, tx, indicator); err != nil {
			return err
		}
	}
	return nil
}
