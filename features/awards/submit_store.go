package awards

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"samverk/features/cases"
	"samverk/features/cases/paper"
	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// Submit puts a checked proposal to the board: a case for the rows that stand together, and one for each part of its own, so
// that a member with a conflict of interest in one leaves the room for that one alone. A case that was referred back gets the
// new proposal. Sent twice it is done once.
func (d *Desk) Submit(ctx context.Context, tx *store.Tx, id string, seen int, summary string, today calendar.Date) error {
	t, err := d.lock(ctx, tx, id)
	if err != nil {
		return err
	}
	switch {
	case t.State == SubmittedToBoard:
		return nil
	case t.ByDelegation() || t.State != Checked:
		return i18n.Fail("awards.not_now").Because(ErrNotNow)
	case t.Version != seen:
		return ErrSavedMeanwhile
	}
	if err := d.refuseRecused(ctx, tx, t.open()...); err != nil {
		return err
	}
	byPart, parts := map[int][]*Row{}, []int{}
	for _, r := range t.open() {
		if t.PartState(r.Part).isAtBoard() {
			continue
		}
		if _, err := t.WriteLetter(d.print(), r, Ruling{}); err != nil { // every letter can be written, or nothing is submitted
			return err
		}
		if byPart[r.Part] == nil {
			parts = append(parts, r.Part)
		}
		byPart[r.Part] = append(byPart[r.Part], r)
	}
	if len(parts) == 0 {
		return i18n.Fail("awards.nothing_to_submit")
	}
	slices.Sort(parts)
	for _, part := range parts {
		if err := d.propose(ctx, tx, t, part, byPart[part], summary, today); err != nil {
			return err
		}
	}
	if err := t.become(ctx, tx, SubmittedToBoard, "allocation.submitted", ""); err != nil {
		return err
	}
	return t.moveCall(ctx, tx, "")
}

// propose opens the case of a part, or gives the one that was sent back the new proposal.
func (d *Desk) propose(ctx context.Context, tx *store.Tx, t *Table, part int, rows []*Row, summary string, today calendar.Date) error {
	proposal := t.proposal(d.print(), part, rows, summary, today)
	var at *Part
	for i := range t.Parts {
		if t.Parts[i].Part == part {
			at = &t.Parts[i]
		}
	}
	if at != nil {
		c, err := cases.Find(ctx, tx, at.CaseID)
		if err != nil {
			return err
		}
		if c.MayBeChanged() {
			if err := cases.Renew(ctx, tx, c.ID, proposal); err != nil {
				return err
			}
			_, err = tx.Exec(ctx, "UPDATE allocation_part SET state = $3 WHERE allocation_id = $1 AND part = $2", t.ID, part, SubmittedToBoard)
			return err
		}
	}
	c, err := cases.Propose(ctx, tx, proposal)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO allocation_part (allocation_id, part, case_id, state) VALUES ($1, $2, $3, $4)
		ON CONFLICT (allocation_id, part) DO UPDATE SET case_id = excluded.case_id, state = excluded.state`, t.ID, part, c.ID, SubmittedToBoard)
	return err
}

// proposal is what the board is asked to decide, with the table as it is now.
func (t *Table) proposal(p i18n.Printer, part int, rows []*Row, summary string, today calendar.Date) cases.Proposal {
	source := paper.Source{Text: p.T("awards.paper.source"), Address: "/awards/" + t.ID, AsOf: today}
	given, none, sum := 0, 0, int64(0)
	table := paper.Table{Title: p.T("awards.paper.table"), Source: source, Columns: []paper.Column{{Text: p.T("awards.diary")}, {Text: p.T("awards.organisation")},
		{Text: p.T("awards.requested"), Number: true}, {Text: p.T("awards.last"), Number: true}, {Text: p.T("awards.proposed"), Number: true}, {Text: p.T("awards.paper.why")}}}
	for _, r := range rows {
		amount := *r.Proposed
		if sum += amount; amount > 0 {
			given++
		} else {
			none++
		}
		why := r.Why(p)
		if r.Conditions != "" {
			why += " " + p.T("awards.paper.conditions", "text", r.Conditions)
		}
		table.Rows = append(table.Rows, []string{r.Application.DiaryNumber, r.Application.Organisation, p.Money(r.Application.Requested), p.Money(r.Last), p.Money(amount), why})
	}
	table.Rows = append(table.Rows, []string{"", p.T("awards.sum"), "", "", p.Money(sum), ""})
	title := p.T("awards.paper.title", "programme", t.Programme.Name, "year", strconv.Itoa(t.Call.Content.Year))
	if part != 0 {
		title += ", " + rows[0].Application.Organisation
	}
	points := []string{}
	if given > 0 {
		points = append(points, p.T("awards.paper.grant", "amount", p.Money(sum), "count", given))
	}
	if none > 0 {
		points = append(points, p.T("awards.paper.reject", "count", none))
	}
	figures := []paper.Figure{{Text: p.T("awards.paper.proposed"), Value: p.Money(sum), Source: source}}
	for _, u := range t.Uses() {
		figures = append(figures, paper.Figure{Text: p.T("awards.paper.left", "account", u.Account, "year", strconv.Itoa(u.Year), "frame", p.Money(u.Frame)), Value: p.Money(u.Left()), Source: source})
	}
	return cases.Proposal{Title: title, Points: points, Summary: summary, Kind: plan.Proposal, SourceKind: SourceKind, SourceID: t.ID, Opened: today,
		Snapshot: paper.Material{Figures: figures, Tables: []paper.Table{table}}}
}

// TakeBack takes a proposal back from the board, with the reason, while none of its cases has been submitted to a meeting.
func (d *Desk) TakeBack(ctx context.Context, tx *store.Tx, id, why string) error {
	t, err := d.lock(ctx, tx, id)
	if err != nil {
		return err
	}
	if !t.State.isAtBoard() {
		return i18n.Fail("awards.not_now").Because(ErrNotNow)
	}
	if why == "" {
		return i18n.Fail("awards.why_missing")
	}
	if err := d.refuseRecused(ctx, tx, t.open()...); err != nil {
		return err
	}
	for i := range t.Parts {
		part := &t.Parts[i]
		if !part.State.isAtBoard() {
			continue
		}
		c, err := cases.Find(ctx, tx, part.CaseID)
		if err != nil {
			return err
		}
		if !c.MayBeChanged() && c.State != cases.Withdrawn {
			return i18n.Fail("awards.case_submitted", "diary", c.DiaryNumber)
		}
		if _, err := tx.Exec(ctx, "UPDATE allocation_part SET state = $3 WHERE allocation_id = $1 AND part = $2", t.ID, part.Part, Draft); err != nil {
			return err
		}
	}
	if _, err := tx.Exec(ctx, "UPDATE allocation_row SET board_amount = NULL WHERE allocation_id = $1 AND NOT is_decided", t.ID); err != nil {
		return err
	}
	t.CheckedBy, t.CheckedAt = "", store.Time{}
	if err := t.become(ctx, tx, Draft, "allocation.taken_back", why); err != nil {
		return err
	}
	return t.settleState(ctx, tx, why, d)
}

// settleState looks anew whether a proposal that was taken back is balanced.
func (t *Table) settleState(ctx context.Context, tx *store.Tx, why string, d *Desk) error {
	again, err := d.Find(ctx, tx, t.ID)
	if err != nil {
		return err
	}
	if len(again.Lacks()) == 0 {
		again.State = Balanced
		if err := again.write(ctx, tx); err != nil {
			return err
		}
	}
	return again.moveCall(ctx, tx, why)
}

// FindLetter gives the letter about an application; store.ErrNotFound before it has been decided.
func FindLetter(ctx context.Context, tx *store.Tx, applicationID string) (Letter, error) {
	var l Letter
	err := tx.Get(ctx, &l, `SELECT l.application_id, o.name AS organisation, COALESCE(a.diary_number, '') AS diary_number, l.subject, l.body, l.amount, l.decided_on
		FROM award_letter l JOIN application a ON a.id = l.application_id JOIN organisation o ON o.id = a.organisation_id WHERE l.application_id = $1`, applicationID)
	if errors.Is(err, store.ErrNotFound) {
		err = i18n.Fail("awards.letter_unknown").Because(store.ErrNotFound)
	}
	return l, err
}
