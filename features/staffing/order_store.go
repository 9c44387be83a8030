package staffing

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"samverk/features/audit"
	"samverk/features/plan"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// RanksOf gives the places that somebody has chosen in a plan.
func RanksOf(ctx context.Context, tx *store.Tx, planID string) (Ranks, error) {
	var rows []struct {
		ActivityID string
		Place      int
	}
	if err := tx.Select(ctx, &rows, "SELECT r.activity_id, r.place FROM effort_rank r JOIN activity a ON a.id = r.activity_id WHERE a.plan_id = $1", planID); err != nil {
		return nil, err
	}
	ranks := make(Ranks, len(rows))
	for _, row := range rows {
		ranks[row.ActivityID] = row.Place
	}
	return ranks, nil
}

// Move puts an activity at a place inside its priority, counted from 1. Done twice it changes nothing the second time.
func Move(ctx context.Context, tx *store.Tx, p *plan.Plan, number, place int) error {
	for _, a := range p.Activities() {
		if a.Number == number {
			return reorder(ctx, tx, p, a.Priority, func(order []*plan.Activity) ([]*plan.Activity, error) {
				return moved(order, slices.Index(order, a)+1, place), nil
			})
		}
	}
	return i18n.Fail("staffing.effort.unknown", "number", strconv.Itoa(number)).Because(store.ErrNotFound)
}

// Reorder takes the places that somebody has typed beside the activities of a priority, unless the order is another than
// the one seen. What is the same already is not saved again.
func Reorder(ctx context.Context, tx *store.Tx, p *plan.Plan, priority plan.Priority, typed map[int]int, seen string) error {
	return reorder(ctx, tx, p, priority, func(order []*plan.Activity) ([]*plan.Activity, error) {
		if inShort(order) != seen {
			return nil, i18n.Fail("staffing.meanwhile").Because(ErrSavedMeanwhile)
		}
		return reordered(order, typed), nil
	})
}

// inShort is an order as a text, by which a form knows which one it was filled in from.
func inShort(order []*plan.Activity) string {
	numbers := make([]string, len(order))
	for i, a := range order {
		numbers[i] = strconv.Itoa(a.Number)
	}
	return strings.Join(numbers, " ")
}

// orderTold is what the trail keeps of an order.
type orderTold struct {
	Order string `json:"order"`
}

func reorder(ctx context.Context, tx *store.Tx, p *plan.Plan, priority plan.Priority, change func([]*plan.Activity) ([]*plan.Activity, error)) error {
	if err := tx.Lock(ctx, "staffing"); err != nil {
		return err
	}
	ranks, err := RanksOf(ctx, tx, p.ID)
	if err != nil {
		return err
	}
	before := InOrder(p, priority, ranks)
	after, err := change(before)
	if err != nil || slices.Equal(before, after) {
		return err
	}
	for i, a := range after {
		if _, err := tx.Exec(ctx, "INSERT INTO effort_rank (activity_id, place) VALUES ($1, $2) ON CONFLICT (activity_id) DO UPDATE SET place = excluded.place",
			a.ID, i+1); err != nil {
			return err
		}
	}
	return audit.Append(ctx, tx, audit.Change{Action: "effort.ordered", ObjectKind: "plan", ObjectID: p.ID,
		Before: orderTold{strings.ReplaceAll(inShort(before), " ", ", ")}, After: orderTold{strings.ReplaceAll(inShort(after), " ", ", ")}})
}
