package plan

import (
	"cmp"
	"context"
	"errors"

	"samverk/features/audit"
	"samverk/platform/calendar"
	"samverk/platform/file"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// Carrier lets an edition's indicators take over what people have decided about those they were carried from: records
// linked by hand or excluded, assessments, cells that are not applicable. Decisions know plans, not the other way round,
// so app passes it in.
type Carrier interface {
	CarryDecisions(ctx context.Context, tx *store.Tx, pairs []CarriedPair) error
}

// BeginEdition drafts the next edition of a plan beside it, under an id made beforehand. Doing it twice with the same
// id gives the draft that is there. A plan has one draft after it at a time.
func BeginEdition(ctx context.Context, tx *store.Tx, id, predecessorID, title string, period calendar.Span) (*Plan, error) {
	before, err := lockPredecessor(ctx, tx, predecessorID)
	if err != nil {
		return nil, err
	}
	known, err := findPlan(ctx, tx, id)
	if err == nil {
		return known, nil
	}
	if !errors.Is(err, store.ErrNotFound) {
		return nil, err
	}
	if err := mayBeFollowed(ctx, tx, before); err != nil {
		return nil, err
	}
	next := NextEdition(before, id, title, period)
	return &next, insertEdition(ctx, tx, before, &next)
}

// lockPredecessor loads a whole plan that nobody else can begin an edition of until the transaction ends.
func lockPredecessor(ctx context.Context, tx *store.Tx, id string) (*Plan, error) {
	before, err := lockPlan(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	return before, loadParts(ctx, tx, before)
}

func mayBeFollowed(ctx context.Context, tx *store.Tx, before *Plan) error {
	if !before.MayHaveEdition() {
		return i18n.Fail("plan.life.refused_edition", "title", before.Title).Because(ErrNotOpen)
	}
	open, err := draftAfter(ctx, tx, before.ID)
	if err != nil || open == "" {
		return err
	}
	return i18n.Fail("plan.life.refused_second_draft", "title", before.Title, "edition", before.Edition+1).Because(ErrNotOpen)
}

// draftAfter is the key of the draft that follows a plan; empty when there is none.
func draftAfter(ctx context.Context, tx *store.Tx, planID string) (key string, err error) {
	err = tx.Get(ctx, &key, "SELECT key FROM plan WHERE predecessor_id = $1 AND status = 'draft'", planID)
	if errors.Is(err, store.ErrNotFound) {
		return "", nil
	}
	return key, err
}

func insertEdition(ctx context.Context, tx *store.Tx, before, next *Plan) error {
	var err error
	if next.Key, err = freeKey(ctx, tx, keyFor(next.Title)); err != nil {
		return err
	}
	if err := insertPlan(ctx, tx, next); err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "plan.edition_begun", ObjectKind: "plan", ObjectID: next.ID,
		After: map[string]any{"title": next.Title, "from": next.Period.From, "to": next.Period.To, "edition": next.Edition,
			"status": next.Status, "planId": before.ID}})
}

// AcceptAsEdition makes a draft that was read from a document the next edition of a plan, not yet adopted, with a
// proposal for what continues what.
func AcceptAsEdition(ctx context.Context, tx *store.Tx, draft Draft, document Document, predecessorID string) (*Plan, error) {
	if problems := draft.Check(); len(problems) > 0 {
		return nil, i18n.Fail("plan.draft.not_acceptable", "first", problems[0], "obstacles", len(problems))
	}
	before, err := lockPredecessor(ctx, tx, predecessorID)
	if err != nil {
		return nil, err
	}
	if err := mayBeFollowed(ctx, tx, before); err != nil {
		return nil, err
	}
	next := draft.toPlan()
	next.Edition, next.PredecessorID, next.Status, next.Example = before.Edition+1, before.ID, InDraft, before.Example
	next.DocumentName = document.Name
	if next.DocumentHash, err = file.Keep(ctx, tx, document.Content); err != nil {
		return nil, err
	}
	ProposePairs(before, &next)
	return &next, insertEdition(ctx, tx, before, &next)
}

// Adopt makes a draft edition current by somebody's decision. What has been recorded counts in it at once; in an
// edition for the same years so does what people have decided about the indicators it continues. Adopting it twice by the
// same decision does nothing the second time.
func Adopt(ctx context.Context, tx *store.Tx, planID string, a Adoption, links Linker, decisions Carrier) error {
	p, err := lockPlan(ctx, tx, planID)
	if err != nil {
		return err
	}
	if p.Status == Current && p.AdoptedOn == a.On && p.AdoptedBy == a.By {
		return nil
	}
	if p.Status != InDraft {
		return i18n.Fail("plan.life.refused_adopt", "title", p.Title).Because(ErrNotOpen)
	}
	if err := loadParts(ctx, tx, p); err != nil {
		return err
	}
	draft := p.Draft()
	if problems := draft.Check(); len(problems) > 0 {
		return i18n.Fail("plan.draft.not_acceptable", "first", problems[0], "obstacles", len(problems))
	}
	earlier := p.life()
	if _, err := tx.Exec(ctx, "UPDATE plan SET status = 'current', adopted_on = $1, adopted_by = $2, accepted_at = $3 WHERE id = $4",
		a.On, a.By, store.Now(), p.ID); err != nil {
		return err
	}
	p.Status = Current
	if err := takeOver(ctx, tx, p, a, links, decisions); err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "plan.adopted", ObjectKind: "plan", ObjectID: p.ID, Reason: a.Reason, Before: earlier,
		After: map[string]any{"title": p.Title, "edition": p.Edition, "status": p.Status, "adoptedOn": a.On, "adoptedBy": a.By}})
}

// takeOver lets an adopted edition count, shows it to the public and ends the one before when the decision says so.
func takeOver(ctx context.Context, tx *store.Tx, p *Plan, a Adoption, links Linker, decisions Carrier) error {
	before, err := lockPredecessor(ctx, tx, p.PredecessorID)
	if err != nil {
		return err
	}
	if before.Period == p.Period {
		if err := decisions.CarryDecisions(ctx, tx, CarriedIndicators(before, p)); err != nil {
			return err
		}
	}
	if err := links.RelinkPlan(ctx, tx, p.ID); err != nil {
		return err
	}
	if a.Publish {
		if err := Take(ctx, tx, p.ID, StepPublish, a.Reason, links); err != nil {
			return err
		}
	}
	if !a.ArchivePredecessor {
		return nil
	}
	return Take(ctx, tx, before.ID, StepArchive, a.Reason, links)
}

// partRow is a part in its table, for whoever asks only what it is called and what it continues.
type partRow struct{ ID, Name, CarriedFrom string }

var partQueries = map[PartKind]string{
	GoalPart:      "SELECT id, label || '. ' || title AS name, COALESCE(carried_from, '') AS carried_from FROM goal",
	ActivityPart:  "SELECT id, label || '. ' || title AS name, COALESCE(carried_from, '') AS carried_from FROM activity",
	IndicatorPart: "SELECT id, label || '. ' || body AS name, COALESCE(carried_from, '') AS carried_from FROM indicator",
}

var pairUpdates = map[PartKind]string{
	GoalPart:      "UPDATE goal SET carried_from = $1 WHERE id = $2",
	ActivityPart:  "UPDATE activity SET carried_from = $1 WHERE id = $2",
	IndicatorPart: "UPDATE indicator SET carried_from = $1 WHERE id = $2",
}

// SetPair corrects which part of the edition before a part of a draft continues; an empty from makes it new. seen is
// what the person saw: when somebody else has changed it since, nothing is changed and the cause is ErrSavedMeanwhile.
func SetPair(ctx context.Context, tx *store.Tx, planID string, part Part, seen, from string) error {
	p, err := lockPlan(ctx, tx, planID)
	if err != nil {
		return err
	}
	if p.Status != InDraft || p.PredecessorID == "" {
		return i18n.Fail("plan.life.refused_pair").Because(ErrNotOpen)
	}
	var row partRow
	err = tx.Get(ctx, &row, partQueries[part.Kind]+" WHERE plan_id = $1 AND number = $2", planID, part.Number)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return i18n.Fail("plan.changes.no_part").Because(err)
	case err != nil || row.CarriedFrom == from:
		return err
	}
	was, err := partBefore(ctx, tx, p, part.Kind, row.CarriedFrom)
	if err != nil {
		return err
	}
	if row.CarriedFrom != seen {
		return i18n.Fail("plan.changes.paired_meanwhile", "now", cmp.Or(was.Name, "–")).Because(ErrSavedMeanwhile)
	}
	is, err := partBefore(ctx, tx, p, part.Kind, from)
	if err != nil {
		return err
	}
	if from != "" && is.ID == "" {
		return i18n.Fail("plan.changes.no_such_before").Because(store.ErrNotFound)
	}
	if taken, err := isContinued(ctx, tx, p, part.Kind, from); err != nil {
		return err
	} else if taken {
		return i18n.Fail("plan.changes.taken_before")
	}
	if _, err := tx.Exec(ctx, pairUpdates[part.Kind], orNull(from), row.ID); err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "plan.part_paired", ObjectKind: string(part.Kind), ObjectID: row.ID,
		Before: map[string]string{"title": row.Name, "continues": was.Name}, After: map[string]string{"title": row.Name, "continues": is.Name}})
}

// partBefore finds a part of the edition before; an empty one when the id is empty or not there.
func partBefore(ctx context.Context, tx *store.Tx, p *Plan, kind PartKind, id string) (row partRow, err error) {
	err = tx.Get(ctx, &row, partQueries[kind]+" WHERE plan_id = $1 AND id = $2", p.PredecessorID, id)
	if errors.Is(err, store.ErrNotFound) {
		return partRow{}, nil
	}
	return row, err
}

// isContinued tells whether a part of the edition already continues the part before.
func isContinued(ctx context.Context, tx *store.Tx, p *Plan, kind PartKind, id string) (bool, error) {
	if id == "" {
		return false, nil
	}
	var rows []partRow
	err := tx.Select(ctx, &rows, partQueries[kind]+" WHERE plan_id = $1 AND carried_from = $2", p.ID, id)
	return len(rows) > 0, err
}
