package awards

import (
	"context"
	"strconv"

	"samverk/features/applications"
	"samverk/features/audit"
	"samverk/features/cases"
	"samverk/features/grants"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// SourceKind is how cases know that a case is a proposal of ours.
const SourceKind = "allocation"

// boardStates are what the meeting's outcomes make of a part.
var boardStates = map[cases.Act]State{cases.Adopt: Adopted, cases.AdoptChanged: AdoptedWithChanges, cases.Reject: Rejected, cases.ReferBack: ReferredBack, cases.Table: Tabled}

// Hook does what follows from a meeting's decision about one of our cases, in the transaction of the decision (cases.Hooks). A
// decision with changes needs the changed amounts, which SaveChanges has kept; one without must have none.
func (d *Desk) Hook(ctx context.Context, tx *store.Tx, c cases.Case, i cases.Item) error {
	t, err := d.lock(ctx, tx, c.SourceID)
	if err != nil {
		return err
	}
	part, rows := t.partOf(c.ID)
	if part == nil {
		return i18n.Fail("awards.unknown").Because(store.ErrNotFound)
	}
	changes := 0
	for _, r := range rows {
		if r.BoardAmount != nil {
			changes++
		}
	}
	if i.Outcome == cases.AdoptChanged && changes == 0 {
		return i18n.Fail("awards.changes_missing", "where", d.Site+"/awards/"+t.ID+"/changes")
	}
	if i.Outcome == cases.Adopt && changes > 0 {
		return i18n.Fail("awards.changes_there", "where", d.Site+"/awards/"+t.ID+"/changes")
	}
	m, err := cases.FindMeeting(ctx, tx, i.MeetingID)
	if err != nil {
		return err
	}
	if i.Outcome == cases.Adopt || i.Outcome == cases.AdoptChanged {
		if err := d.settle(ctx, tx, t, rows, Ruling{On: m.Day, By: m.BoardName + ", § " + strconv.Itoa(i.Paragraph)}); err != nil {
			return err
		}
		t.DecidedOn = m.Day
	}
	part.State = boardStates[i.Outcome]
	return d.follow(ctx, tx, t, part, i.Why)
}

// partOf gives the part that a case is about, with its rows that can be decided.
func (t *Table) partOf(caseID string) (part *Part, rows []*Row) {
	for n := range t.Parts {
		if t.Parts[n].CaseID == caseID {
			part = &t.Parts[n]
		}
	}
	if part == nil {
		return nil, nil
	}
	for _, r := range t.open() {
		if r.Part == part.Part {
			rows = append(rows, r)
		}
	}
	return part, rows
}

// follow keeps how far a part has come, and what the whole and the call are then.
func (d *Desk) follow(ctx context.Context, tx *store.Tx, t *Table, part *Part, why string) error {
	if _, err := tx.Exec(ctx, "UPDATE allocation_part SET state = $3 WHERE allocation_id = $1 AND part = $2", t.ID, part.Part, part.State); err != nil {
		return err
	}
	if part.State == ReferredBack || part.State == Rejected {
		t.CheckedBy, t.CheckedAt = "", store.Time{}
		if _, err := tx.Exec(ctx, "UPDATE allocation_row SET board_amount = NULL WHERE allocation_id = $1 AND part = $2 AND NOT is_decided", t.ID, part.Part); err != nil {
			return err
		}
	}
	before := told{State: t.State}
	t.State = t.standing()
	if err := t.write(ctx, tx); err != nil {
		return err
	}
	if err := audit.Append(ctx, tx, audit.Change{Action: "allocation.ruled", ObjectKind: kind, ObjectID: t.ID, Reason: why, Before: before, After: told{State: t.State}}); err != nil {
		return err
	}
	return t.moveCall(ctx, tx, why)
}

// moveCall takes the call to where the proposal has come.
func (t *Table) moveCall(ctx context.Context, tx *store.Tx, why string) error {
	to := t.Call.State
	switch {
	case t.State.IsDecided():
		to = grants.Decided
	case t.State.isAtBoard():
		to = grants.ProposalReady
	case t.Call.State == grants.ProposalReady:
		to = grants.InAssessment
	}
	if to == t.Call.State {
		return nil
	}
	if why == "" && to == grants.InAssessment {
		why = string(t.State)
	}
	if to == grants.Decided && t.Call.State == grants.InAssessment { // by delegation it was never put to anybody
		if err := grants.Become(ctx, tx, &t.Call, grants.ProposalReady, ""); err != nil {
			return err
		}
	}
	return grants.Become(ctx, tx, &t.Call, to, why)
}

// settle decides rows: nothing more than the frames, and for each row its state, its grant and its letter, or nothing at all.
func (d *Desk) settle(ctx context.Context, tx *store.Tx, t *Table, rows []*Row, ruling Ruling) error {
	for _, u := range t.Uses() {
		if u.Left() < 0 {
			return i18n.Fail("awards.over_frame", "account", u.Account, "year", strconv.Itoa(u.Year), "over", d.print().Money(-u.Left()))
		}
	}
	for _, r := range rows {
		if err := d.settleRow(ctx, tx, t, r, ruling); err != nil {
			return err
		}
	}
	return nil
}

func (d *Desk) settleRow(ctx context.Context, tx *store.Tx, t *Table, r *Row, ruling Ruling) error {
	amount := r.Amount()
	letter, err := t.WriteLetter(d.print(), r, ruling)
	if err != nil {
		return err
	}
	if err := applications.Settle(ctx, tx, &r.Application, amount, r.Why(d.print())); err != nil {
		return err
	}
	r.IsDecided = true
	if _, err := tx.Exec(ctx, "UPDATE allocation_row SET is_decided = TRUE WHERE application_id = $1", r.ApplicationID); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "INSERT INTO award_letter (application_id, allocation_id, subject, body, amount, decided_on) VALUES ($1, $2, $3, $4, $5, $6)",
		r.ApplicationID, t.ID, letter.Subject, letter.Body, letter.Amount, letter.DecidedOn); err != nil {
		return err
	}
	if amount > 0 && d.Open != nil {
		if _, err := d.Open(ctx, tx, Granted{r.ApplicationID, t.CallID, r.Application.OrganisationID, amount, t.Call.Content.Year, t.years(), ruling.On, r.Conditions}); err != nil {
			return err
		}
	}
	return d.Letters.ToAll(ctx, tx, r.Application.OrganisationID, "awards.mail", "subject", letter.Subject, "body", letter.Body, "link", d.Site+"/my/awards/"+r.ApplicationID)
}

// Decide decides a checked proposal by delegation: signed by whoever acts, who has not changed it last.
func (d *Desk) Decide(ctx context.Context, tx *store.Tx, id string, seen int, ruling Ruling) error {
	t, err := d.lock(ctx, tx, id)
	if err != nil {
		return err
	}
	who := whoActs(ctx)
	switch {
	case t.State == Adopted && who != nil && *who == t.SignedBy:
		return nil // sent twice
	case !t.ByDelegation() || t.State != Checked || who == nil:
		return i18n.Fail("awards.not_now").Because(ErrNotNow)
	case t.Version != seen:
		return ErrSavedMeanwhile
	case *who == t.ChangedBy:
		return i18n.Fail("awards.second_officer").Because(ErrNotNow)
	}
	rows := t.open()
	if err := d.refuseRecused(ctx, tx, rows...); err != nil {
		return err
	}
	if err := d.settle(ctx, tx, t, rows, ruling); err != nil {
		return err
	}
	t.SignedBy, t.DecidedOn = *who, ruling.On
	if err := t.become(ctx, tx, Adopted, "allocation.decided", ""); err != nil {
		return err
	}
	return t.moveCall(ctx, tx, "")
}

// SaveChanges keeps the amounts as the board changed them, before its decision is recorded: by application, in öre. A row that
// is not among them, or stands there with what was proposed, has no change.
func (d *Desk) SaveChanges(ctx context.Context, tx *store.Tx, id string, seen int, amounts map[string]int64) error {
	t, err := d.lock(ctx, tx, id)
	if err != nil {
		return err
	}
	var lines [2][]string
	var changed []*Row
	for _, r := range t.open() {
		amount, typed := amounts[r.ApplicationID]
		to := &amount
		if !typed || r.Proposed != nil && *r.Proposed == amount {
			to = nil
		}
		switch {
		case amount < 0 || amount > largest:
			return i18n.Fail("awards.amount_large")
		case to == nil && r.BoardAmount == nil || to != nil && r.BoardAmount != nil && *to == *r.BoardAmount:
			continue
		case !t.PartState(r.Part).isAtBoard():
			return i18n.Fail("awards.not_now").Because(ErrNotNow)
		}
		lines[0] = append(lines[0], boardLine(d.print(), r))
		r.BoardAmount = to
		lines[1], changed = append(lines[1], boardLine(d.print(), r)), append(changed, r)
	}
	if len(changed) == 0 {
		return nil
	}
	if t.Version != seen {
		return ErrSavedMeanwhile
	}
	if err := d.refuseRecused(ctx, tx, changed...); err != nil {
		return err
	}
	for _, r := range changed {
		if _, err := tx.Exec(ctx, "UPDATE allocation_row SET board_amount = $2 WHERE application_id = $1", r.ApplicationID, r.BoardAmount); err != nil {
			return err
		}
	}
	if err := t.write(ctx, tx); err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "allocation.board_changed", ObjectKind: kind, ObjectID: id, Before: told{t.State, lines[0]}, After: told{t.State, lines[1]}})
}

func boardLine(p i18n.Printer, r *Row) string {
	return r.Application.Organisation + ": " + p.Money(r.Amount())
}
