package evidence

import (
	"context"

	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/store"
)

// Spent is working time spent on an activity, by kind of record.
type Spent struct {
	ActivityID string
	Kind       plan.EvidenceKind
	Minutes    int // of the records that say how long they took
	Unsaid     int // how many records do not say: they take the standard hours of their kind
}

// SpentBefore sums the working time of the records before a day that count towards some indicator of each of the plan's
// activities. A record that counts towards several indicators of an activity is counted once there.
func SpentBefore(ctx context.Context, tx *store.Tx, planID string, day calendar.Date) ([]Spent, error) {
	var all []Spent
	return all, tx.Select(ctx, &all, `SELECT activity_id, kind, CAST(COALESCE(SUM(minutes_spent), 0) AS bigint) AS minutes,
			CAST(SUM(CASE WHEN minutes_spent IS NULL THEN 1 ELSE 0 END) AS bigint) AS unsaid
		FROM (SELECT DISTINCT i.activity_id, r.id, r.kind, r.minutes_spent FROM indicator i
			JOIN record_link l ON l.indicator_id = i.id AND NOT l.excluded
			JOIN record r ON r.id = l.record_id AND r.voided_at IS NULL AND r.day < $2
			WHERE i.plan_id = $1 AND i.removed_at IS NULL) spent
		GROUP BY activity_id, kind ORDER BY activity_id, kind`, planID, day)
}

// SpentIn sums the working time of the records in a span of days that count towards some indicator of the plan, each once. Their
// activities are not told.
func SpentIn(ctx context.Context, tx *store.Tx, planID string, in calendar.Span) ([]Spent, error) {
	var all []Spent
	return all, tx.Select(ctx, &all, `SELECT kind, CAST(COALESCE(SUM(minutes_spent), 0) AS bigint) AS minutes,
			CAST(SUM(CASE WHEN minutes_spent IS NULL THEN 1 ELSE 0 END) AS bigint) AS unsaid
		FROM (SELECT DISTINCT r.id, r.kind, r.minutes_spent FROM indicator i
			JOIN record_link l ON l.indicator_id = i.id AND NOT l.excluded
			JOIN record r ON r.id = l.record_id AND r.voided_at IS NULL AND r.day >= $2 AND r.day <= $3
			WHERE i.plan_id = $1 AND i.removed_at IS NULL) spent
		GROUP BY kind ORDER BY kind`, planID, in.From, in.To)
}
