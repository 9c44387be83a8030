package awards

import (
	"context"
	"fmt"
	"reflect"
	"unicode/utf8"

	"samverk/features/audit"
	"samverk/features/grants/allocation"
	"samverk/features/organisations"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// longestText bounds a row's texts, in characters; mostParts the cases of their own.
const (
	longestText = 2000
	mostParts   = 50
)

// Edit is what somebody has changed of a row. Seen is the row's content as they saw it.
type Edit struct {
	ApplicationID string
	Seen, To      RowContent
}

// Clash is a row that somebody else has saved meanwhile; nothing has been saved.
type Clash struct{ Rows []string } // applications

func (c *Clash) Error() string { return ErrSavedMeanwhile.Error() }
func (c *Clash) Unwrap() error { return ErrSavedMeanwhile }

// Check names what is wrong with a row's content.
func (c *RowContent) Check() (faults map[string]*i18n.Error) {
	faults = map[string]*i18n.Error{}
	if c.Proposed != nil && (*c.Proposed < 0 || *c.Proposed > largest) {
		faults["amount"] = i18n.Fail("awards.amount_large")
	}
	if c.Part < 0 || c.Part > mostParts {
		faults["part"] = i18n.Fail("awards.part_wrong", "most", mostParts)
	}
	for field, text := range map[string]string{"words": c.Words, "conditions": c.Conditions, "category": c.Category} {
		if utf8.RuneCountInString(text) > longestText {
			faults[field] = i18n.Fail("awards.too_long", "longest", longestText)
		} else if organisations.HoldsPersonalNumber(text) {
			faults[field] = i18n.Fail("organisations.personal_number")
		}
	}
	return faults
}

// fault is one of the things that are wrong with a row's content; nil when it is right.
func (c *RowContent) fault() error {
	faults := c.Check()
	for _, field := range []string{"amount", "part", "words", "conditions", "category"} {
		if faults[field] != nil {
			return faults[field]
		}
	}
	return nil
}

// Save keeps changed rows, all or none. A *Clash names the rows that somebody else has changed to something else meanwhile.
// The check, if there was one, does not hold any more.
func (d *Desk) Save(ctx context.Context, tx *store.Tx, id string, edits []Edit) error {
	t, err := d.lock(ctx, tx, id)
	if err != nil {
		return err
	}
	var clash Clash
	var changed []*Row
	var lines [2][]string
	for _, e := range edits {
		r := t.Row(e.ApplicationID)
		switch {
		case r == nil:
			return i18n.Fail("awards.row_unknown").Because(store.ErrNotFound)
		case reflect.DeepEqual(r.RowContent, e.To): // nothing to do, or somebody did the same
			continue
		case !reflect.DeepEqual(r.RowContent, e.Seen):
			clash.Rows = append(clash.Rows, r.ApplicationID)
			continue
		case !t.MayChange(r) || t.PartState(e.To.Part).isAtBoard() && e.To.Part != r.Part:
			return i18n.Fail("awards.not_now").Because(ErrNotNow)
		}
		if err := e.To.fault(); err != nil {
			return err
		}
		lines[0] = append(lines[0], r.line())
		r.RowContent = e.To
		lines[1], changed = append(lines[1], r.line()), append(changed, r)
	}
	if len(clash.Rows) > 0 {
		return &clash
	}
	if len(changed) == 0 {
		return nil
	}
	if err := d.refuseRecused(ctx, tx, changed...); err != nil {
		return err
	}
	return t.saveRows(ctx, tx, changed, "allocation.changed", lines)
}

// saveRows keeps rows and what follows for the whole.
func (t *Table) saveRows(ctx context.Context, tx *store.Tx, changed []*Row, action string, lines [2][]string) error {
	before := told{t.State, lines[0]}
	for _, r := range changed {
		if _, err := tx.Exec(ctx, `UPDATE allocation_row SET account = $2, part = $3, category = $4, proposed = $5, reason = $6, words = $7, conditions = $8, formula = $9
			WHERE application_id = $1`, r.ApplicationID, r.Account, r.Part, r.Category, r.Proposed, r.Reason, r.Words, r.Conditions, r.Formula); err != nil {
			return err
		}
	}
	t.touched(ctx)
	if err := t.write(ctx, tx); err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: action, ObjectKind: kind, ObjectID: t.ID, Before: before, After: told{t.State, lines[1]}})
}

// line is a row as the trail says it.
func (r *Row) line() string {
	amount := "–"
	if r.Proposed != nil {
		amount = fmt.Sprintf("%d,%02d", *r.Proposed/100, *r.Proposed%100)
	}
	return fmt.Sprintf("%s: %s %s %s %s %s %s %d", r.Application.Organisation, amount, r.Reason, r.Words, r.Conditions, r.Category, r.Account, r.Part)
}

// Apply carries a formula out and keeps what it gives as what is proposed. Seen is the version of the proposal that it was
// tried on.
func (d *Desk) Apply(ctx context.Context, tx *store.Tx, id string, seen int, pots []allocation.Pot) error {
	t, err := d.lock(ctx, tx, id)
	if err != nil {
		return err
	}
	if !t.State.IsWorkedOn() {
		return i18n.Fail("awards.not_now").Because(ErrNotNow)
	}
	if t.Version != seen {
		return ErrSavedMeanwhile
	}
	s, err := t.Simulate(pots)
	if err != nil {
		return err
	}
	var changed []*Row
	var lines [2][]string
	for i := range s.Rows {
		r, amount := s.Rows[i].Row, s.Rows[i].Amount
		lines[0] = append(lines[0], r.line())
		r.Formula, r.Proposed = &amount, new(int64)
		*r.Proposed = amount
		if r.needsReason() && r.Reason == "" {
			r.Reason = FormulaReason
		}
		lines[1], changed = append(lines[1], r.line()), append(changed, r)
	}
	if err := d.refuseRecused(ctx, tx, changed...); err != nil {
		return err
	}
	t.Pots = pots
	return t.saveRows(ctx, tx, changed, "allocation.formula_applied", lines)
}

// SaveWordings keeps what letters say and how a decision is appealed.
func (d *Desk) SaveWordings(ctx context.Context, tx *store.Tx, id string, seen int, w Wordings, appeal Appeal) error {
	t, err := d.lock(ctx, tx, id)
	if err != nil {
		return err
	}
	faults := w.check()
	for _, field := range []string{"granted", "partly", "rejected"} {
		if faults[field] != nil {
			return faults[field]
		}
	}
	switch {
	case t.Wordings == w && t.Appeal == appeal:
		return nil
	case !t.State.IsWorkedOn():
		return i18n.Fail("awards.not_now").Because(ErrNotNow)
	case t.Version != seen:
		return ErrSavedMeanwhile
	}
	if err := d.refuseRecused(ctx, tx, t.open()...); err != nil {
		return err
	}
	before := t.Wordings
	t.Wordings, t.Appeal = w, appeal
	t.touched(ctx)
	if err := t.write(ctx, tx); err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "allocation.wordings_changed", ObjectKind: kind, ObjectID: id, Before: map[string]any{"wordings": words(before)},
		After: map[string]any{"wordings": words(w)}})
}

func words(w Wordings) []string { return []string{w.Granted, w.Partly, w.Rejected} }

// Check is the second officer's word that the proposal is right as it was seen. It must be balanced, and whoever made it or
// changed it last cannot check it.
func (d *Desk) Check(ctx context.Context, tx *store.Tx, id string, seen int) error {
	t, err := d.lock(ctx, tx, id)
	if err != nil {
		return err
	}
	who := whoActs(ctx)
	switch {
	case t.State == Checked && who != nil && *who == t.CheckedBy:
		return nil // sent twice
	case t.Version != seen:
		return ErrSavedMeanwhile
	case !Ways.May(t.State, Checked, "") || len(t.Lacks()) > 0:
		return i18n.Fail("awards.not_balanced").Because(ErrNotNow)
	case who == nil || *who == t.MadeBy || *who == t.ChangedBy:
		return i18n.Fail("awards.second_officer").Because(ErrNotNow)
	}
	if err := d.refuseRecused(ctx, tx, t.open()...); err != nil {
		return err
	}
	t.CheckedBy, t.CheckedAt, t.Checked = *who, store.Now(), t.amounts()
	return t.become(ctx, tx, Checked, "allocation.checked", "")
}
