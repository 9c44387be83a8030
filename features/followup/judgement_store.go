package followup

import (
	"context"
	"errors"
	"slices"
	"strings"

	"samverk/features/audit"
	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// judgementActions are what this feature writes in the trail, each about one indicator.
var judgementActions = []string{"assessment.signed", "cell.waived", "cell.waiver_withdrawn"}

// Sign writes an assessment of an indicator that is judged. Earlier assessments stay; the latest one by date counts.
func Sign(ctx context.Context, tx *store.Tx, indicator *plan.Indicator, a Assessment) error {
	return signAs(ctx, tx, store.NewID(), indicator, a)
}

func signAs(ctx context.Context, tx *store.Tx, id string, indicator *plan.Indicator, a Assessment) error {
	if indicator.Rule.Kind != plan.Judgement {
		return i18n.Fail("followup.not_judged", "indicator", indicator.Label)
	}
	if !slices.Contains([]Status{Met, NotMet, InProgress}, a.Verdict) {
		return i18n.Fail("followup.unknown_verdict", "verdict", string(a.Verdict))
	}
	if strings.TrimSpace(a.Role) == "" || strings.TrimSpace(a.Text) == "" || a.On.IsZero() {
		return i18n.Fail("followup.assessment_incomplete")
	}
	a.IndicatorID = indicator.ID
	if a.For.IsZero() {
		a.For = a.On
	}
	actor, _ := audit.ActorIn(ctx)
	a.SignedBy = actor.Name
	if _, err := tx.Exec(ctx, `INSERT INTO assessment (id, indicator_id, day, counts_for, verdict, body, role, signed_by, signed_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		id, a.IndicatorID, a.On, a.For, a.Verdict, a.Text, a.Role, a.SignedBy, store.Now()); err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "assessment.signed", ObjectKind: "indicator", ObjectID: indicator.ID, After: a})
}

// Waive declares a cell not applicable from a date on, with a reason. The cell is named by its first day.
func Waive(ctx context.Context, tx *store.Tx, indicator *plan.Indicator, w Waiver) error {
	if strings.TrimSpace(w.Reason) == "" || w.On.IsZero() {
		return i18n.Fail("followup.reason_missing")
	}
	isCell := func(c plan.Cell) bool { return c.From == w.CellFrom }
	if !slices.ContainsFunc(indicator.Rule.Cells(), isCell) {
		return i18n.Fail("followup.no_such_cell", "indicator", indicator.Label, "date", w.CellFrom.String())
	}
	w.IndicatorID = indicator.ID
	actor, _ := audit.ActorIn(ctx)
	w.By = actor.Name
	_, err := tx.Exec(ctx, `INSERT INTO waiver (id, indicator_id, cell_from, day, reason, decided_by, decided_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`, store.NewID(), w.IndicatorID, w.CellFrom, w.On, w.Reason, w.By, store.Now())
	if errors.Is(err, store.ErrConflict) {
		return i18n.Fail("followup.waived_already", "indicator", indicator.Label, "date", w.CellFrom.String())
	}
	if err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "cell.waived", ObjectKind: "indicator", ObjectID: indicator.ID,
		Reason: w.Reason, After: w})
}

// Unwaive takes back that a cell is not applicable.
func Unwaive(ctx context.Context, tx *store.Tx, indicator *plan.Indicator, cellFrom calendar.Date, reason string) error {
	if strings.TrimSpace(reason) == "" {
		return i18n.Fail("followup.reason_missing")
	}
	changed, err := tx.Exec(ctx, "DELETE FROM waiver WHERE indicator_id = $1 AND cell_from = $2", indicator.ID, cellFrom)
	if err != nil {
		return err
	}
	if changed == 0 {
		return i18n.Fail("followup.no_such_waiver", "indicator", indicator.Label, "date", cellFrom.String())
	}
	return audit.Append(ctx, tx, audit.Change{Action: "cell.waiver_withdrawn", ObjectKind: "indicator", ObjectID: indicator.ID,
		Reason: reason, Before: map[string]string{"cellFrom": cellFrom.String()}})
}

type assessmentRow struct {
	IndicatorID          string
	Day, CountsFor       calendar.Date
	Verdict              Status
	Body, Role, SignedBy string
}

type waiverRow struct {
	IndicatorID       string
	CellFrom, Day     calendar.Date
	Reason, DecidedBy string
}

// judgements loads what people have signed and declared about a plan's indicators.
func judgements(ctx context.Context, tx *store.Tx, planID string) (map[string][]Assessment, map[string][]Waiver, error) {
	var signed []assessmentRow
	if err := tx.Select(ctx, &signed, `SELECT a.indicator_id, a.day, a.counts_for, a.verdict, a.body, a.role, a.signed_by
		FROM assessment a JOIN indicator i ON i.id = a.indicator_id WHERE i.plan_id = $1 ORDER BY a.day, a.signed_at, a.id`, planID); err != nil {
		return nil, nil, err
	}
	var declared []waiverRow
	if err := tx.Select(ctx, &declared, `SELECT w.indicator_id, w.cell_from, w.day, w.reason, w.decided_by
		FROM waiver w JOIN indicator i ON i.id = w.indicator_id WHERE i.plan_id = $1`, planID); err != nil {
		return nil, nil, err
	}
	assessments, waivers := map[string][]Assessment{}, map[string][]Waiver{}
	for _, r := range signed {
		assessments[r.IndicatorID] = append(assessments[r.IndicatorID], Assessment{IndicatorID: r.IndicatorID, On: r.Day, For: r.CountsFor,
			Verdict: r.Verdict, Text: r.Body, Role: r.Role, SignedBy: r.SignedBy})
	}
	for _, r := range declared {
		waivers[r.IndicatorID] = append(waivers[r.IndicatorID], Waiver{IndicatorID: r.IndicatorID, CellFrom: r.CellFrom, On: r.Day,
			Reason: r.Reason, By: r.DecidedBy})
	}
	return assessments, waivers, nil
}

// judgementsOf is judgements for one indicator.
func judgementsOf(ctx context.Context, tx *store.Tx, indicatorID string) ([]Assessment, []Waiver, error) {
	var planID string
	if err := tx.Get(ctx, &planID, "SELECT plan_id FROM indicator WHERE id = $1", indicatorID); err != nil {
		return nil, nil, err
	}
	signed, waived, err := judgements(ctx, tx, planID)
	return signed[indicatorID], waived[indicatorID], err
}
