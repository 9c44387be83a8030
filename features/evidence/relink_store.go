package evidence

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"samverk/features/audit"
	"samverk/platform/store"
)

// Relinked tells how many records a rule counts now and did not before, and the other way round.
type Relinked struct {
	Added   int `json:"added"`
	Removed int `json:"removed"`
}

// Relink brings an indicator's links in step with its rule as it now stands, after the rule has changed, and rebuilds
// its tallies. What a person has decided stays: links by hand, exclusions, and records whose indicators were named.
func Relink(ctx context.Context, tx *store.Tx, indicatorID string) (Relinked, error) {
	if err := tx.Lock(ctx, rulesLock); err != nil {
		return Relinked{}, err
	}
	indicator, err := findIndicator(ctx, tx, indicatorID)
	if err != nil {
		return Relinked{}, err
	}
	return relink(ctx, tx, &indicator)
}

// RelinkPlan does Relink for every indicator of a plan: what has been recorded already counts in a plan that comes later.
func RelinkPlan(ctx context.Context, tx *store.Tx, planID string) (Relinked, error) {
	var total Relinked
	if err := tx.Lock(ctx, rulesLock); err != nil {
		return total, err
	}
	var indicators []counting
	if err := tx.Select(ctx, &indicators, indicatorQuery+" WHERE i.plan_id = $1 ORDER BY i.id", planID); err != nil {
		return total, err
	}
	for i := range indicators {
		done, err := relink(ctx, tx, &indicators[i])
		if err != nil {
			return total, err
		}
		total = Relinked{total.Added + done.Added, total.Removed + done.Removed}
	}
	return total, nil
}

func relink(ctx context.Context, tx *store.Tx, indicator *counting) (Relinked, error) {
	matching, err := matchingRecords(ctx, tx, indicator)
	if err != nil {
		return Relinked{}, err
	}
	gone, err := settleLinks(ctx, tx, indicator.ID, matching)
	if err != nil {
		return Relinked{}, err
	}
	for _, recordID := range gone {
		if _, err := tx.Exec(ctx, "DELETE FROM record_link WHERE indicator_id = $1 AND record_id = $2", indicator.ID, recordID); err != nil {
			return Relinked{}, err
		}
	}
	if err := insertRuleLinks(ctx, tx, indicator.ID, matching); err != nil {
		return Relinked{}, err
	}
	done := Relinked{Added: len(matching), Removed: len(gone)}
	if err := rebuild(ctx, tx, *indicator); err != nil || done == (Relinked{}) {
		return done, err
	}
	return done, audit.Append(ctx, tx, audit.Change{Action: "indicator.relinked", ObjectKind: "indicator", ObjectID: indicator.ID, After: done})
}

// inItsPlan is the condition that a record r may count in the plan of an activity: those that came with the example plan
// count only in an example.
func inItsPlan(activity string) string {
	return "(NOT r.example OR EXISTS (SELECT 1 FROM activity a JOIN plan p ON p.id = a.plan_id WHERE a.id = " + activity + " AND p.example))"
}

// matchingRecords gives the keys of the records that the indicator's rule matches and that may be linked by rules.
func matchingRecords(ctx context.Context, tx *store.Tx, indicator *counting) (map[string]bool, error) {
	rule := &indicator.Rule.V
	query, args := "SELECT "+recordColumns+" FROM record r WHERE NOT r.links_fixed AND r.voided_at IS NULL", []any{}
	place := func(v any) string {
		args = append(args, v)
		return "$" + strconv.Itoa(len(args))
	}
	query += " AND " + inItsPlan(place(indicator.ActivityID))
	if len(rule.Evidence) > 0 {
		var places []string
		for _, kind := range rule.Evidence {
			places = append(places, place(kind))
		}
		query += " AND r.kind IN (" + strings.Join(places, ", ") + ")"
	}
	if looksAtItsDaysOnly(rule) {
		query += " AND r.day >= " + place(rule.From) + " AND r.day <= " + place(rule.To)
	}
	found := map[string]bool{}
	err := eachRecord(ctx, tx, query, args, nil, func(r Record) error {
		if matches(rule, &r.Content) {
			found[r.ID] = true
		}
		return nil
	})
	return found, err
}

// settleLinks takes out of matching the records that are linked or excluded already, and gives those that were linked by
// the rule and no longer match. Void records keep their links: they tell what counted until then.
func settleLinks(ctx context.Context, tx *store.Tx, indicatorID string, matching map[string]bool) (gone []string, err error) {
	rows, err := tx.QueryContext(ctx, `SELECT l.record_id, l.origin, l.excluded, r.links_fixed OR r.voided_at IS NOT NULL
		FROM record_link l JOIN record r ON r.id = l.record_id WHERE l.indicator_id = $1`, indicatorID)
	if err != nil {
		return nil, err
	}
	defer rows.Close() //nolint:errcheck // rows.Err is what tells
	for rows.Next() {
		var recordID string
		var origin Origin
		var excluded, untouched bool
		if err := rows.Scan(&recordID, &origin, &excluded, &untouched); err != nil {
			return nil, err
		}
		if origin == ByRule && !excluded && !untouched && !matching[recordID] {
			gone = append(gone, recordID)
		}
		delete(matching, recordID)
	}
	return gone, rows.Err()
}

func insertRuleLinks(ctx context.Context, tx *store.Tx, indicatorID string, records map[string]bool) error {
	ids := make([]string, 0, len(records))
	for id := range records {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	rows := newBulk(tx, insertLink, insertLinkColumns, "")
	defer rows.close()
	by, at := actorName(ctx), store.Now()
	for _, id := range ids {
		link := Link{IndicatorID: indicatorID, RecordID: id, Origin: ByRule, DecidedBy: by, DecidedAt: at}
		if err := rows.add(ctx, append(link.row(), nil)...); err != nil {
			return err
		}
	}
	if err := rows.flush(ctx); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, "UPDATE record_link SET day = (SELECT day FROM record WHERE id = record_id) WHERE indicator_id = $1 AND day IS NULL", indicatorID)
	return err
}
