package staffing

import (
	"context"

	"samverk/features/staffing/planner"
	"samverk/platform/calendar"
	"samverk/platform/store"
)

// readDecided reads what has been decided beside people, estimates and order.
func (s *state) readDecided(ctx context.Context, tx *store.Tx) error {
	s.windows, s.waiting, s.extra = map[string]calendar.QuarterSpan{}, map[string]bool{}, map[extraKey]planner.Tenths{}
	var windows []struct {
		ActivityID             string
		QuarterFrom, QuarterTo calendar.Quarter
	}
	if err := tx.Select(ctx, &windows, `SELECT w.activity_id, w.quarter_from, w.quarter_to FROM effort_window w
		JOIN activity a ON a.id = w.activity_id WHERE a.plan_id = $1`, s.plan.ID); err != nil {
		return err
	}
	for _, w := range windows {
		s.windows[w.ActivityID] = calendar.QuarterSpan{From: w.QuarterFrom, To: w.QuarterTo}
	}
	var waiting []string
	if err := tx.Select(ctx, &waiting, `SELECT DISTINCT d.activity_id FROM staffing_decision_activity d JOIN activity a ON a.id = d.activity_id
		WHERE a.plan_id = $1 AND d.waits AND d.ended_at IS NULL`, s.plan.ID); err != nil {
		return err
	}
	for _, id := range waiting {
		s.waiting[id] = true
	}
	var extra []struct {
		PersonID string
		Quarter  calendar.Quarter
		Tenths   planner.Tenths
	}
	if err := tx.Select(ctx, &extra, "SELECT person_id, quarter, tenths FROM staff_extra"); err != nil {
		return err
	}
	for _, e := range extra {
		s.extra[extraKey{e.PersonID, e.Quarter}] = e.Tenths
	}
	return nil
}
