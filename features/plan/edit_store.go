package plan

import (
	"context"
	"errors"

	"samverk/features/audit"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// Edit is what somebody wants to change in a plan and why.
type Edit struct {
	Key    string
	Part   Part
	Seen   string // Plan.Version of the part when its form was shown
	Reason string
	NewID  string // of a part to be added, made with the form; empty for one that is there
	Parent int    // the number of the goal or activity that the new part belongs to
}

// Edited is what an edit led to.
type Edited struct {
	Part           Part
	Added, Removed int // records that count now and did not before, and the other way round
}

// lockForEdit loads a plan that nobody else can change until the transaction ends.
func lockForEdit(ctx context.Context, tx *store.Tx, key string) (*Plan, error) {
	if _, err := tx.Exec(ctx, "UPDATE plan SET status = status WHERE key = $1", key); err != nil {
		return nil, err
	}
	p, err := Find(ctx, tx, key)
	if err == nil && !p.IsEditable() {
		return nil, i18n.Fail("plan.edit.ended", "title", p.Title).Because(ErrNotOpen)
	}
	return p, err
}

// Save changes or adds a part as change says. When somebody else has saved the part since it was shown, nothing is
// changed and the error is caused by ErrSavedMeanwhile. The same edit sent twice does nothing the second time. A new rule
// counts at once.
func Save(ctx context.Context, tx *store.Tx, e Edit, links Linker, change func(*Plan, Part) error) (Edited, error) {
	p, err := lockForEdit(ctx, tx, e.Key)
	if err != nil {
		return Edited{}, err
	}
	if e.NewID != "" {
		return saveNew(ctx, tx, p, e, links, change)
	}
	if !p.has(e.Part) {
		return Edited{}, i18n.Fail("plan.edit.no_part").Because(store.ErrNotFound)
	}
	before := p.content(e.Part)
	if err := change(p, e.Part); err != nil {
		return Edited{}, err
	}
	after := p.content(e.Part)
	if versionOf(before) == versionOf(after) {
		return Edited{Part: e.Part}, nil
	}
	if versionOf(before) != e.Seen {
		return Edited{}, savedMeanwhile(ctx, tx, p, e.Part)
	}
	if err := writePart(ctx, tx, p, e.Part); err != nil {
		return Edited{}, err
	}
	id, _ := p.idOf(e.Part)
	if err := audit.Append(ctx, tx, audit.Change{Action: string(e.Part.Kind) + ".changed", ObjectKind: string(e.Part.Kind), ObjectID: id,
		Reason: e.Reason, Before: before, After: after}); err != nil {
		return Edited{}, err
	}
	edited := Edited{Part: e.Part}
	if was, is := before.(indicatorContent); is && versionOf(was.Rule) != versionOf(after.(indicatorContent).Rule) {
		edited.Added, edited.Removed, err = links.Relink(ctx, tx, id)
	}
	return edited, err
}

func savedMeanwhile(ctx context.Context, tx *store.Tx, p *Plan, part Part) error {
	id, _ := p.idOf(part)
	last, err := audit.Last(ctx, tx, string(part.Kind), id)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	return i18n.Fail("plan.saved_meanwhile", "who", last.ActorName, "when", clockOf(last.At)).Because(ErrSavedMeanwhile)
}

func saveNew(ctx context.Context, tx *store.Tx, p *Plan, e Edit, links Linker, change func(*Plan, Part) error) (Edited, error) {
	part := e.Part
	table, is := partTables[part.Kind]
	if !is {
		return Edited{}, i18n.Fail("plan.edit.no_part").Because(store.ErrNotFound)
	}
	err := tx.Get(ctx, &part.Number, "SELECT number FROM "+table+" WHERE id = $1", e.NewID)
	if err == nil {
		return Edited{Part: part}, nil // the same form sent twice
	}
	if !errors.Is(err, store.ErrNotFound) {
		return Edited{}, err
	}
	if part.Number, err = nextNumber(ctx, tx, p.ID, part.Kind); err != nil {
		return Edited{}, err
	}
	if !p.add(part, e.Parent, e.NewID) {
		return Edited{}, i18n.Fail("plan.edit.no_part").Because(store.ErrNotFound)
	}
	if err := change(p, part); err != nil {
		return Edited{}, err
	}
	if err := insertPart(ctx, tx, p, part); err != nil {
		return Edited{}, err
	}
	if err := keepOrder(ctx, tx, p); err != nil {
		return Edited{}, err
	}
	if err := audit.Append(ctx, tx, audit.Change{Action: string(part.Kind) + ".added", ObjectKind: string(part.Kind), ObjectID: e.NewID,
		Reason: e.Reason, After: p.content(part)}); err != nil || part.Kind != IndicatorPart {
		return Edited{Part: part}, err
	}
	edited := Edited{Part: part}
	edited.Added, edited.Removed, err = links.Relink(ctx, tx, e.NewID)
	return edited, err
}

var partTables = map[PartKind]string{GoalPart: "goal", ActivityPart: "activity", IndicatorPart: "indicator"}

// nextNumber is the number after the highest that a part of the kind has or has had in the plan.
func nextNumber(ctx context.Context, tx *store.Tx, planID string, kind PartKind) (n int, err error) {
	err = tx.Get(ctx, &n, "SELECT COALESCE(MAX(number), 0) + 1 FROM "+partTables[kind]+" WHERE plan_id = $1", planID)
	return n, err
}

func insertPart(ctx context.Context, tx *store.Tx, p *Plan, part Part) error {
	switch part.Kind {
	case GoalPart:
		return insertGoal(ctx, tx, p.ID, p.goal(part.Number))
	case ActivityPart:
		_, activity := p.activity(part.Number)
		if err := insertActivity(ctx, tx, p.ID, activity); err != nil {
			return err
		}
		return writeOrderOf(ctx, tx, activity)
	}
	_, indicator := p.indicator(part.Number)
	return insertIndicator(ctx, tx, p.ID, indicator)
}

func writePart(ctx context.Context, tx *store.Tx, p *Plan, part Part) error {
	var err error
	switch part.Kind {
	case GoalPart:
		goal := p.goal(part.Number)
		_, err = tx.Exec(ctx, "UPDATE goal SET title = $1, body = $2 WHERE id = $3", goal.Title, goal.Text, goal.ID)
	case ActivityPart:
		_, a := p.activity(part.Number)
		if _, err = tx.Exec(ctx, `UPDATE activity SET title = $1, area = $2, background = $3, priority = $4, window_from = $5, window_to = $6,
			recurrence = $7, responsible = $8 WHERE id = $9`, a.Title, a.Area, a.Background, a.Priority, a.Window.From, a.Window.To,
			a.Recurrence, a.Responsible, a.ID); err == nil {
			err = writeOrderOf(ctx, tx, a)
		}
	case IndicatorPart:
		_, i := p.indicator(part.Number)
		_, err = tx.Exec(ctx, "UPDATE indicator SET body = $1, rule = $2, owner = $3, note = $4 WHERE id = $5",
			i.Text, store.AsJSON(i.Rule), i.Owner, i.Note, i.ID)
	default:
		err = writePlan(ctx, tx, p)
	}
	return err
}

func writePlan(ctx context.Context, tx *store.Tx, p *Plan) error {
	if _, err := tx.Exec(ctx, `UPDATE plan SET title = $1, period_from = $2, period_to = $3, adopted_on = $4, adopted_by = $5,
		overall_goal = $6, introduction = $7 WHERE id = $8`, p.Title, p.Period.From, p.Period.To, p.AdoptedOn, p.AdoptedBy,
		p.OverallGoal, p.Introduction, p.ID); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "DELETE FROM plan_staff WHERE plan_id = $1", p.ID); err != nil {
		return err
	}
	for i, staff := range p.Staff {
		if _, err := tx.Exec(ctx, "INSERT INTO plan_staff (plan_id, position, role, percent) VALUES ($1, $2, $3, $4)",
			p.ID, i+1, staff.Role, staff.Percent); err != nil {
			return err
		}
	}
	return nil
}

// writeOrderOf writes what goes before an activity over what did.
func writeOrderOf(ctx context.Context, tx *store.Tx, a *Activity) error {
	if _, err := tx.Exec(ctx, "DELETE FROM activity_predecessor WHERE activity_id = $1", a.ID); err != nil {
		return err
	}
	for _, before := range a.Predecessors {
		if _, err := tx.Exec(ctx, "INSERT INTO activity_predecessor (activity_id, predecessor_id, standing) VALUES ($1, $2, $3)",
			a.ID, before.ActivityID, before.Standing); err != nil {
			return err
		}
	}
	return nil
}

// keepOrder writes the order of the plan's parts, whatever their numbers.
func keepOrder(ctx context.Context, tx *store.Tx, p *Plan) error {
	var goals, activities, indicators []string
	for g := range p.Goals {
		goals = append(goals, p.Goals[g].ID)
	}
	for _, activity := range p.Activities() {
		activities = append(activities, activity.ID)
	}
	for _, indicator := range p.Indicators() {
		indicators = append(indicators, indicator.ID)
	}
	for table, ids := range map[string][]string{"goal": goals, "activity": activities, "indicator": indicators} {
		for i, id := range ids {
			if _, err := tx.Exec(ctx, "UPDATE "+table+" SET position = $1 WHERE id = $2", i+1, id); err != nil {
				return err
			}
		}
	}
	return nil
}

// Move puts a part one step up or down among those it stands with. Numbers stay. When it stands elsewhere by now than
// when the page was shown, nothing is moved.
func Move(ctx context.Context, tx *store.Tx, key string, s step, reason string) error {
	part := s.Part
	p, err := lockForEdit(ctx, tx, key)
	if err != nil {
		return err
	}
	siblings, at := p.siblings(part)
	if at < 0 || at != s.Place || !p.move(part, s.By) {
		return nil
	}
	if err := keepOrder(ctx, tx, p); err != nil {
		return err
	}
	after, _ := p.siblings(part)
	id, _ := p.idOf(part)
	return audit.Append(ctx, tx, audit.Change{Action: string(part.Kind) + ".moved", ObjectKind: string(part.Kind), ObjectID: id,
		Reason: reason, Before: map[string]any{"order": siblings}, After: map[string]any{"order": after}})
}

// Remove takes a part out of the plan with everything below it. Records and what people have decided about them stay, and
// the audit trail keeps what was taken away. Doing it twice does nothing the second time.
func Remove(ctx context.Context, tx *store.Tx, key string, part Part, reason string) error {
	p, err := lockForEdit(ctx, tx, key)
	if err != nil || !p.has(part) {
		return err
	}
	for _, below := range p.withBelow(part) {
		id, _ := p.idOf(below)
		if _, err := tx.Exec(ctx, "UPDATE "+partTables[below.Kind]+" SET removed_at = $1 WHERE id = $2", store.Now(), id); err != nil {
			return err
		}
		if below.Kind == ActivityPart {
			if _, err := tx.Exec(ctx, "DELETE FROM activity_predecessor WHERE activity_id = $1 OR predecessor_id = $1", id); err != nil {
				return err
			}
		}
		if err := audit.Append(ctx, tx, audit.Change{Action: string(below.Kind) + ".removed", ObjectKind: string(below.Kind), ObjectID: id,
			Reason: reason, Before: p.content(below)}); err != nil {
			return err
		}
	}
	return nil
}
