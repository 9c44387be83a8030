package cases

import (
	"context"

	"samverk/features/audit"
	"samverk/features/evidence"
	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/store"
)

// What a case leaves in the plans. The proposal is one record, whose state rises from presented to submitted and whose day
// is when it reached it. A decision is a record of its own: were it the same, the day on which the proposal was handed over
// would be lost when the board decides later. Being referred back undoes neither: it was handed over all the same.

// rise brings the record of the proposal to a state. The caller saves the case.
func (c *Case) rise(ctx context.Context, tx *store.Tx, to plan.State, day calendar.Date, body string, today calendar.Date) error {
	if c.Kind == "" || c.Kind == plan.Decision {
		return nil
	}
	if c.RecordID == "" {
		id, err := c.addRecord(ctx, tx, c.Kind, to, day, body, today)
		c.RecordID = id
		return err
	}
	r, err := evidence.Find(ctx, tx, c.RecordID)
	if err != nil || r.IsVoided() || r.State.Rank() >= to.Rank() {
		return err
	}
	last, err := audit.Last(ctx, tx, "record", r.ID)
	if err != nil {
		return err
	}
	content := r.Content
	content.State, content.Day, content.Body, content.Title, content.DiaryNumber = to, day, body, c.Title, c.DiaryNumber
	return evidence.Correct(ctx, tx, r.ID, content, last.ID, today)
}

// decided leaves the record of a decision. The caller saves the case.
func (c *Case) decided(ctx context.Context, tx *store.Tx, day calendar.Date, body string, today calendar.Date) (err error) {
	if c.Kind != "" {
		c.DecisionRecordID, err = c.addRecord(ctx, tx, plan.Decision, plan.Decided, day, body, today)
	}
	return err
}

// addRecord adds a record that leads back to the case by its diary number.
func (c *Case) addRecord(ctx context.Context, tx *store.Tx, kind plan.EvidenceKind, state plan.State, day calendar.Date, body string, today calendar.Date) (string, error) {
	n := evidence.NewRecord{Content: evidence.Content{Kind: kind, Day: day, Title: c.Title, State: state, DiaryNumber: c.DiaryNumber, Body: body}}
	for _, id := range c.IndicatorIDs.V {
		n.Indicators = append(n.Indicators, evidence.Placing{IndicatorID: id})
	}
	added, err := evidence.Add(ctx, tx, n, today)
	return added.ID, err
}

// voidRecord declares a record void, if there is one that stands.
func voidRecord(ctx context.Context, tx *store.Tx, id, why string) error {
	if id == "" {
		return nil
	}
	r, err := evidence.Find(ctx, tx, id)
	if err != nil || r.IsVoided() {
		return err
	}
	return evidence.Void(ctx, tx, id, why)
}
