package evidence

import (
	"context"
	"errors"

	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// rulesLock is shared by writers of records and held alone by who recomputes links after a rule has changed.
const rulesLock = "evidence rules"

// counting is an indicator as the one who counts needs it.
type counting struct {
	ID, ActivityID, PlanID, PlanKey, Label string
	PlanStatus                             plan.Status
	PeriodFrom, PeriodTo                   calendar.Date
	Rule                                   store.JSON[plan.Rule]
}

func (c *counting) period() calendar.Span { return calendar.Span{From: c.PeriodFrom, To: c.PeriodTo} }

const indicatorQuery = `SELECT i.id, i.activity_id, i.plan_id, p.key AS plan_key, p.status AS plan_status, i.label, p.period_from, p.period_to, i.rule
	FROM indicator i JOIN plan p ON p.id = i.plan_id AND i.removed_at IS NULL`

// currentIndicators gives the indicators of every current plan, in the order of their keys.
func currentIndicators(ctx context.Context, tx *store.Tx) ([]counting, error) {
	var all []counting
	err := tx.Select(ctx, &all, indicatorQuery+" WHERE p.status = 'current' ORDER BY i.id")
	return all, err
}

func findIndicator(ctx context.Context, tx *store.Tx, id string) (counting, error) {
	var found counting
	err := tx.Get(ctx, &found, indicatorQuery+" WHERE i.id = $1", id)
	if errors.Is(err, store.ErrNotFound) {
		return found, i18n.Fail("evidence.unknown_indicator").Because(err)
	}
	return found, err
}

// namedIndicators gives the indicators that a new record names. They must belong to one plan.
func namedIndicators(ctx context.Context, tx *store.Tx, placings []Placing) ([]counting, error) {
	var named []counting
	seen := map[string]bool{}
	for _, placing := range placings {
		if seen[placing.IndicatorID] {
			return nil, i18n.Fail("evidence.indicator_twice")
		}
		seen[placing.IndicatorID] = true
		indicator, err := findIndicator(ctx, tx, placing.IndicatorID)
		if err != nil {
			return nil, err
		}
		if err := refuseDraft(indicator.PlanStatus); err != nil {
			return nil, err
		}
		if len(named) > 0 && named[0].PlanID != indicator.PlanID {
			return nil, i18n.Fail("evidence.several_plans")
		}
		named = append(named, indicator)
	}
	return named, nil
}

// refuseDraft keeps records from being linked to a plan that has not been adopted: they would count nowhere else.
func refuseDraft(status plan.Status) error {
	if status == plan.InDraft || status == plan.Discarded {
		return i18n.Fail("evidence.draft_plan")
	}
	return nil
}
