package grants

import (
	"context"
	"strings"
	"time"

	"samverk/features/cases"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// Schedule says that a call opens when its day comes. What is asked, scored and demanded is taken from the programme and stays.
func Schedule(ctx context.Context, tx *store.Tx, id string, now time.Time) error {
	c, err := lockCall(ctx, tx, id, now)
	if err != nil || c.IsFixed() && c.State != Cancelled {
		return err
	}
	p, err := FindProgramme(ctx, tx, c.ProgrammeID)
	if err != nil {
		return err
	}
	guidelines, err := Guidelines(ctx, tx, p.ID)
	if err != nil {
		return err
	}
	if missing := Missing(&c, &p, guidelines, now); len(missing) > 0 {
		return &i18n.Error{Message: missing[0]}
	}
	if err := firstFault(c.Content.check()); err != nil {
		return err
	}
	if err := Become(ctx, tx, &c, Scheduled, ""); err != nil {
		return err
	}
	args := append([]any{id}, p.Terms.args()...)
	if _, err := tx.Exec(ctx, "UPDATE grant_call SET form = $2, report_form = $3, criteria = $4, rules = $5, pots = $6 WHERE id = $1", args...); err != nil {
		return err
	}
	return settle(ctx, tx, &c, now)
}

// officerMoves are the ways that an officer goes by hand; others follow from something else that is done.
var officerMoves = map[CallState][]CallState{DirectionProposed: {DirectionDraft, Cancelled}, DirectionDecided: {Prepared, Cancelled}, Scheduled: {Prepared, Cancelled},
	DirectionDraft: {Cancelled}, Prepared: {Cancelled}, Open: {Cancelled}, Closed: {Cancelled}, InAssessment: {Cancelled}, ProposalReady: {Cancelled},
	ResultsCompiled: {Archived}}

// Move takes a call along one of the ways that an officer goes by hand. Moving it to where it is changes nothing.
func Move(ctx context.Context, tx *store.Tx, id string, to CallState, why string, now time.Time) error {
	c, err := lockCall(ctx, tx, id, now)
	if err != nil || c.State == to {
		return err
	}
	may := false
	for _, state := range officerMoves[c.State] {
		may = may || state == to
	}
	if !may {
		return i18n.Fail("grants.not_now").Because(ErrNotNow)
	}
	if c.State == DirectionProposed && to == DirectionDraft {
		if err := refuseWithBoard(ctx, tx, &c); err != nil {
			return err
		}
	}
	return Become(ctx, tx, &c, to, strings.TrimSpace(why))
}

// refuseWithBoard tells that a direction cannot be taken back when it lies on the agenda of a meeting.
func refuseWithBoard(ctx context.Context, tx *store.Tx, c *Call) error {
	found, err := cases.Find(ctx, tx, c.DirectionCase)
	if err == nil && found.State != cases.Drafted && found.State != cases.Presented && found.State != cases.Withdrawn {
		err = i18n.Fail("grants.direction_is_with_the_board")
	}
	return err
}

// CallSource and GuidelineSource are what cases that come from here have as their kind of source.
const (
	CallSource      = "grant_call"
	GuidelineSource = "guideline"
)

// ProposeDirection puts the direction of a call to the board as a case, and gives the case's key. The key of a new case is
// made with the form. A case that the board referred back is the same one still: it gets the new text.
func ProposeDirection(ctx context.Context, tx *store.Tx, id string, p cases.Proposal, now time.Time) (caseID string, err error) {
	c, err := lockCall(ctx, tx, id, now)
	if err != nil {
		return "", err
	}
	if c.State == DirectionProposed {
		return c.DirectionCase, nil
	}
	if c.Content.Direction == "" {
		return "", i18n.Fail("grants.direction_missing")
	}
	p.SourceKind, p.SourceID = CallSource, id
	if p.ID, err = propose(ctx, tx, p, c.DirectionCase); err != nil {
		return "", err
	}
	if err := Become(ctx, tx, &c, DirectionProposed, ""); err != nil {
		return "", err
	}
	_, err = tx.Exec(ctx, "UPDATE grant_call SET direction_case = $2, answer = '' WHERE id = $1", id, p.ID)
	return p.ID, err
}

// propose opens a case, or writes the new text in the earlier one when that still can be changed.
func propose(ctx context.Context, tx *store.Tx, p cases.Proposal, earlier string) (string, error) {
	if earlier != "" {
		before, err := cases.Find(ctx, tx, earlier)
		if err != nil {
			return "", err
		}
		if before.MayBeChanged() {
			p.Kind, p.IndicatorIDs = before.Kind, before.IndicatorIDs.V
			return earlier, cases.Change(ctx, tx, earlier, p, before.Version)
		}
	}
	opened, err := cases.Propose(ctx, tx, p)
	return opened.ID, err
}

// BoardDecided does with a call what the board has decided about its direction. It is a cases.Hook. What the board says of a
// call that has been cancelled meanwhile, or that has gone on with another case, changes nothing.
func BoardDecided(ctx context.Context, tx *store.Tx, decided cases.Case, i cases.Item) error {
	if err := tx.Lock(ctx, "grant call "+decided.SourceID); err != nil {
		return err
	}
	c, err := FindCall(ctx, tx, decided.SourceID)
	if err != nil || c.DirectionCase != decided.ID || c.State != DirectionDraft && c.State != DirectionProposed {
		return err
	}
	to, why, err := answerOf(ctx, tx, &i)
	if err != nil {
		return err
	}
	if i.Outcome == cases.Table {
		return nil
	}
	if c.State == DirectionDraft { // it was taken back, and the case went on all the same
		if err := Become(ctx, tx, &c, DirectionProposed, ""); err != nil {
			return err
		}
	}
	if err := Become(ctx, tx, &c, to, why); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, "UPDATE grant_call SET answer = $2 WHERE id = $1", c.ID, why)
	return err
}

// answerOf is where a decision takes a call, and what the board said. An approval with changes is written into the answer, since
// the direction is then what the board decided.
func answerOf(ctx context.Context, tx *store.Tx, i *cases.Item) (to CallState, why string, err error) {
	m, err := cases.FindMeeting(ctx, tx, i.MeetingID)
	switch {
	case err != nil:
		return "", "", err
	case i.Outcome == cases.Reject:
		return Cancelled, i18n.T(ctx, "grants.board_rejected", "board", m.BoardName, "day", m.Day.String(), "paragraph", i.Paragraph), nil
	case i.Outcome == cases.ReferBack:
		return DirectionDraft, i18n.T(ctx, "grants.board_referred", "board", m.BoardName, "day", m.Day.String(), "paragraph", i.Paragraph, "why", i.Why), nil
	case i.Outcome == cases.AdoptChanged:
		return DirectionDecided, i18n.T(ctx, "grants.board_changed", "board", m.BoardName, "day", m.Day.String(), "paragraph", i.Paragraph, "why", i.Why), nil
	}
	return DirectionDecided, "", nil
}
