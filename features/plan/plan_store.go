package plan

import (
	"context"
	"errors"
	"fmt"

	"samverk/features/audit"
	"samverk/platform/file"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// Accept makes a draft the current plan it describes and gives it back with its key. The document is kept with it;
// nil when there is none. Example marks the program's own example.
func Accept(ctx context.Context, tx *store.Tx, draft Draft, document *Document, example bool) (*Plan, error) {
	if problems := draft.Check(); len(problems) > 0 {
		return nil, i18n.Fail("plan.draft.not_acceptable", "first", problems[0], "obstacles", len(problems))
	}
	p := draft.toPlan()
	p.Example = example
	var err error
	if p.Key, err = freeKey(ctx, tx, keyFor(p.Title)); err != nil {
		return nil, err
	}
	if document != nil {
		p.DocumentName = document.Name
		if p.DocumentHash, err = file.Keep(ctx, tx, document.Content); err != nil {
			return nil, err
		}
	}
	if err := insertPlan(ctx, tx, &p); err != nil {
		return nil, err
	}
	return &p, audit.Append(ctx, tx, audit.Change{
		Action: "plan.accepted", ObjectKind: "plan", ObjectID: p.ID, After: draft,
	})
}

// freeKey gives wanted, or wanted with the first number from 2 that is not taken.
func freeKey(ctx context.Context, tx *store.Tx, wanted string) (string, error) {
	if err := tx.Lock(ctx, "plan keys"); err != nil {
		return "", err
	}
	var taken []string
	if err := tx.Select(ctx, &taken, "SELECT key FROM plan"); err != nil {
		return "", err
	}
	isTaken := map[string]bool{}
	for _, key := range taken {
		isTaken[key] = true
	}
	key := wanted
	for n := 2; isTaken[key]; n++ {
		key = fmt.Sprintf("%s-%d", wanted, n)
	}
	return key, nil
}

func insertPlan(ctx context.Context, tx *store.Tx, p *Plan) error {
	var acceptedAt any // a draft edition gets it when it is adopted
	if p.Status != InDraft {
		acceptedAt = store.Now()
	}
	_, err := tx.Exec(ctx, `INSERT INTO plan (id, key, title, period_from, period_to, edition, predecessor_id, status, adopted_on,
		adopted_by, overall_goal, introduction, example, document_name, document_sha256, reading, accepted_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
		p.ID, p.Key, p.Title, p.Period.From, p.Period.To, p.Edition, orNull(p.PredecessorID), p.Status, p.AdoptedOn,
		p.AdoptedBy, p.OverallGoal, p.Introduction, p.Example, p.DocumentName, orNull(p.DocumentHash),
		store.AsJSON(p.Reading), acceptedAt)
	if err != nil {
		return err
	}
	for i, staff := range p.Staff {
		if _, err := tx.Exec(ctx, "INSERT INTO plan_staff (plan_id, position, role, percent) VALUES ($1, $2, $3, $4)",
			p.ID, i+1, staff.Role, staff.Percent); err != nil {
			return err
		}
	}
	for i := range p.Goals {
		if err := insertGoal(ctx, tx, p.ID, &p.Goals[i]); err != nil {
			return err
		}
	}
	if err := keepOrder(ctx, tx, p); err != nil {
		return err
	}
	return insertOrder(ctx, tx, p)
}

// insertOrder writes which activities go before others, once all of them are there.
func insertOrder(ctx context.Context, tx *store.Tx, p *Plan) error {
	for _, activity := range p.Activities() {
		for _, before := range activity.Predecessors {
			if _, err := tx.Exec(ctx, "INSERT INTO activity_predecessor (activity_id, predecessor_id, standing) VALUES ($1, $2, $3)",
				activity.ID, before.ActivityID, before.Standing); err != nil {
				return err
			}
		}
	}
	return nil
}

func insertGoal(ctx context.Context, tx *store.Tx, planID string, goal *Goal) error {
	_, err := tx.Exec(ctx, "INSERT INTO goal (id, plan_id, number, label, title, body, sources, carried_from) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
		goal.ID, planID, goal.Number, goal.Label, goal.Title, goal.Text, store.AsJSON(goal.Sources), orNull(goal.CarriedFrom))
	if err != nil {
		return err
	}
	for i := range goal.Activities {
		if err := insertActivity(ctx, tx, planID, &goal.Activities[i]); err != nil {
			return err
		}
	}
	return nil
}

func insertActivity(ctx context.Context, tx *store.Tx, planID string, a *Activity) error {
	_, err := tx.Exec(ctx, `INSERT INTO activity (id, plan_id, goal_id, number, label, area, title, background, priority,
		window_from, window_to, recurrence, responsible, flags, sources, carried_from)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
		a.ID, planID, a.GoalID, a.Number, a.Label, a.Area, a.Title, a.Background, a.Priority,
		a.Window.From, a.Window.To, a.Recurrence, a.Responsible, store.AsJSON(a.Flags), store.AsJSON(a.Sources), orNull(a.CarriedFrom))
	if err != nil {
		return err
	}
	for i := range a.Indicators {
		if err := insertIndicator(ctx, tx, planID, &a.Indicators[i]); err != nil {
			return err
		}
	}
	return nil
}

func insertIndicator(ctx context.Context, tx *store.Tx, planID string, i *Indicator) error {
	_, err := tx.Exec(ctx, `INSERT INTO indicator (id, plan_id, activity_id, number, label, body, rule, owner, note, source, carried_from)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		i.ID, planID, i.ActivityID, i.Number, i.Label, i.Text, store.AsJSON(i.Rule), i.Owner, i.Note, store.AsJSON(i.Source), orNull(i.CarriedFrom))
	return err
}

// orNull stores an empty reference as null, so that the foreign key holds.
func orNull(key string) any {
	if key == "" {
		return nil
	}
	return key
}

// Find loads the plan with this key; with an empty key the current plan that was accepted last. The errors name what
// to do: an unknown key, or no plan at all.
func Find(ctx context.Context, tx *store.Tx, key string) (*Plan, error) {
	var row planRow
	var err error
	if key == "" {
		err = tx.Get(ctx, &row, planQuery+" WHERE status = 'current' ORDER BY accepted_at DESC, id DESC LIMIT 1")
	} else {
		err = tx.Get(ctx, &row, planQuery+" WHERE key = $1", key)
	}
	switch {
	case errors.Is(err, store.ErrNotFound) && key == "":
		return nil, i18n.Fail("plan.none_yet")
	case errors.Is(err, store.ErrNotFound):
		return nil, i18n.Fail("plan.unknown", "key", key).Because(store.ErrNotFound)
	case err != nil:
		return nil, err
	}
	p := row.plan()
	return &p, loadParts(ctx, tx, &p)
}

// List gives every plan without its goals and without how it was read, the one accepted last first and drafts after those.
func List(ctx context.Context, tx *store.Tx) ([]Plan, error) {
	var rows []planRow
	if err := tx.Select(ctx, &rows, "SELECT "+planColumns+" FROM plan ORDER BY accepted_at IS NULL, accepted_at DESC, id DESC"); err != nil {
		return nil, err
	}
	plans := make([]Plan, len(rows))
	for i, row := range rows {
		plans[i] = row.plan()
	}
	return plans, nil
}

// CurrentKey is the key of the current plan accepted last; ErrNotFound when there is none.
func CurrentKey(ctx context.Context, tx *store.Tx) (string, error) {
	var key string
	err := tx.Get(ctx, &key, "SELECT key FROM plan WHERE status = 'current' ORDER BY accepted_at DESC, id DESC LIMIT 1")
	return key, err
}
