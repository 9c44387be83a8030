package staffing

import (
	"context"
	"slices"

	"samverk/features/audit"
	"samverk/features/plan"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// decisionTold is what the trail keeps of a decision.
type decisionTold struct {
	Name    string   `json:"name"`
	Changes []Change `json:"changes,omitempty"`
}

// adopt makes a scenario today's plan: its changes are made in people, estimates and order, and who decided it and why is kept
// with every activity that it is about. Then is the plan of hours with the changes.
func (f *Feature) adopt(ctx context.Context, tx *store.Tx, s *Scenario, then *planned, reason, by string) error {
	if err := tx.Lock(ctx, "staffing"); err != nil {
		return err
	}
	adopted, err := tx.Exec(ctx, "UPDATE scenario SET adopted_at = $1 WHERE id = $2 AND version = $3 AND adopted_at IS NULL AND removed_at IS NULL", store.Now(), s.ID, s.Version)
	if err != nil {
		return err
	}
	if adopted == 0 {
		return i18n.Fail("staffing.meanwhile").Because(ErrSavedMeanwhile)
	}
	for i := range s.Changes {
		if err := makeReal(ctx, tx, then.state, &s.Changes[i], by); err != nil {
			return err
		}
	}
	return record(ctx, tx, then, Decision{Name: s.Name, Reason: reason, DecidedBy: by, Notes: then.notes(f.Words, s.Changes)}, s.Changes)
}

// record keeps a decision and what it says of activities.
func record(ctx context.Context, tx *store.Tx, p *planned, d Decision, changes []Change) error {
	d.ID, d.DecidedAt = store.NewID(), store.Now()
	if _, err := tx.Exec(ctx, "INSERT INTO staffing_decision (id, plan_id, name, reason, decided_by, decided_at) VALUES ($1, $2, $3, $4, $5, $6)",
		d.ID, p.state.plan.ID, d.Name, d.Reason, d.DecidedBy, d.DecidedAt); err != nil {
		return err
	}
	for _, n := range d.Notes {
		if _, err := tx.Exec(ctx, `INSERT INTO staffing_decision_activity (decision_id, activity_id, waits, sentence_sv, sentence_en)
			VALUES ($1, $2, $3, $4, $5)`, d.ID, n.ActivityID, n.Waits, n.SentenceSV, n.SentenceEN); err != nil {
			return err
		}
		if err := audit.Append(ctx, tx, audit.Change{Action: "effort.decided", ObjectKind: "activity", ObjectID: n.ActivityID, Reason: d.Reason, After: decisionTold{Name: d.Name}}); err != nil {
			return err
		}
	}
	return audit.Append(ctx, tx, audit.Change{Action: "staffing.decided", ObjectKind: "plan", ObjectID: p.state.plan.ID, Reason: d.Reason, After: decisionTold{d.Name, changes}})
}

// notes are what a decision says of activities: of those that it changes, and of those that do not fit with it.
func (p *planned) notes(words *i18n.Catalogue, changes []Change) []Note {
	var notes []Note
	for _, a := range p.state.plan.Activities() {
		waits := slices.ContainsFunc(changes, func(c Change) bool { return c.Kind == ChangeWait && c.Activity == a.Number })
		about := slices.ContainsFunc(changes, func(c Change) bool { return c.Activity == a.Number })
		n := Note{ActivityID: a.ID, Waits: waits}
		if out := p.outcome(idOf(a)); out != nil && !out.Fits {
			n.SentenceSV, n.SentenceEN = p.why(words.In(i18n.Swedish), out), p.why(words.In(i18n.English), out)
			about = true
		}
		if about {
			notes = append(notes, n)
		}
	}
	return notes
}

// makeReal makes one change in what the plan of hours is made of.
func makeReal(ctx context.Context, tx *store.Tx, s *state, c *Change, by string) error {
	var activity *plan.Activity
	for _, a := range s.plan.Activities() {
		if a.Number == c.Activity {
			activity = a
		}
	}
	known := slices.ContainsFunc(s.people, func(p Person) bool { return p.ID == c.Person })
	switch {
	case c.Person != "" && !known:
		return nil // as in apply: what it is about is not there
	case c.Kind == ChangePercent:
		return SetPercent(ctx, tx, c.Person, Percent{c.From.First(), c.Permille})
	case c.Kind == ChangeHours:
		_, err := tx.Exec(ctx, `INSERT INTO staff_extra (person_id, quarter, tenths) VALUES ($1, $2, $3)
			ON CONFLICT (person_id, quarter) DO UPDATE SET tenths = staff_extra.tenths + excluded.tenths`, c.Person, c.From, int64(c.Hours))
		return err
	case activity == nil:
		return nil
	case c.Kind == ChangeWindow:
		_, err := tx.Exec(ctx, `INSERT INTO effort_window (activity_id, quarter_from, quarter_to) VALUES ($1, $2, $3)
			ON CONFLICT (activity_id) DO UPDATE SET quarter_from = excluded.quarter_from, quarter_to = excluded.quarter_to`, activity.ID, c.From, c.Until)
		return err
	case c.Kind == ChangeEffort, c.Kind == ChangePeople:
		e := s.efforts[activity.ID] // with the change made
		e.EstimatedBy = by
		return putEffort(ctx, tx, &e)
	case c.Kind == ChangeOrder:
		return Move(ctx, tx, s.plan, c.Activity, c.Place)
	}
	return nil // what waits is in the decision itself
}

// letWait decides that an activity waits.
func (f *Feature) letWait(ctx context.Context, tx *store.Tx, p *planned, a *plan.Activity, name, reason, by string) error {
	if err := tx.Lock(ctx, "staffing"); err != nil {
		return err
	}
	now := *p.state
	if err := now.readDecided(ctx, tx); err != nil || now.waiting[a.ID] {
		return err // somebody else decided it meanwhile, or the form was sent twice
	}
	d := Decision{Name: name, Reason: reason, DecidedBy: by, Notes: []Note{{ActivityID: a.ID, Waits: true}}}
	if out := p.outcome(idOf(a)); out != nil && !out.Fits {
		d.Notes[0].SentenceSV, d.Notes[0].SentenceEN = p.why(f.Words.In(i18n.Swedish), out), p.why(f.Words.In(i18n.English), out)
	}
	return record(ctx, tx, p, d, []Change{{Kind: ChangeWait, Activity: a.Number}})
}

// WaitNoLonger lets an activity take its turn again. One that does not wait is no error.
func WaitNoLonger(ctx context.Context, tx *store.Tx, activityID, reason string) error {
	ended, err := tx.Exec(ctx, "UPDATE staffing_decision_activity SET ended_at = $1 WHERE activity_id = $2 AND waits AND ended_at IS NULL", store.Now(), activityID)
	if err != nil || ended == 0 {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "effort.wait_ended", ObjectKind: "activity", ObjectID: activityID, Reason: reason})
}

// Decisions lists what has been decided about the plan's hours, the latest first.
func Decisions(ctx context.Context, tx *store.Tx, planID string) ([]Decision, error) {
	var list []Decision
	if err := tx.Select(ctx, &list, "SELECT id, name, reason, decided_by, decided_at FROM staffing_decision WHERE plan_id = $1 ORDER BY decided_at DESC, id DESC", planID); err != nil {
		return nil, err
	}
	var notes []Note
	if err := tx.Select(ctx, &notes, `SELECT n.decision_id, n.activity_id, n.waits, n.sentence_sv, n.sentence_en, n.ended_at FROM staffing_decision_activity n
		JOIN staffing_decision d ON d.id = n.decision_id JOIN activity a ON a.id = n.activity_id WHERE d.plan_id = $1 ORDER BY a.number`, planID); err != nil {
		return nil, err
	}
	for i := range list {
		for _, n := range notes {
			if n.DecisionID == list[i].ID {
				list[i].Notes = append(list[i].Notes, n)
			}
		}
	}
	return list, nil
}

// SaidOf gives the latest decision about each activity of the plan, by the activity's key. One that no longer waits has none.
func SaidOf(ctx context.Context, tx *store.Tx, planID string) (map[string]Said, error) {
	decisions, err := Decisions(ctx, tx, planID)
	said := map[string]Said{}
	for i := range decisions {
		for _, n := range decisions[i].Notes {
			if _, later := said[n.ActivityID]; !later && n.EndedAt == nil {
				said[n.ActivityID] = Said{decisions[i], n}
			}
		}
	}
	return said, err
}
