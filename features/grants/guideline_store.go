package grants

import (
	"context"
	"errors"
	"strings"

	"samverk/features/audit"
	"samverk/features/cases"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

const guidelineKind = "guideline"

const guidelineQuery = `SELECT id, programme_id, starts_on, wanted_from, body, state, answer, decided_on, decided_by, COALESCE(case_key, '') AS case_key, version FROM guideline`

// guidelineTold is what the trail keeps of guidelines.
type guidelineTold struct {
	State      GuidelineState `json:"guidelineState"`
	StartsOn   calendar.Date  `json:"guidelineStartsOn"`
	WantedFrom calendar.Date  `json:"guidelineWantedFrom"`
	DecidedBy  string         `json:"guidelineDecidedBy,omitempty"`
	Body       string         `json:"guidelineBody,omitempty"`
}

func (g *Guideline) told() guidelineTold {
	return guidelineTold{g.State, g.StartsOn, g.WantedFrom, g.DecidedBy, g.Body}
}

// Guidelines are all guidelines of a programme, the latest first; proposals stand before those that have begun.
func Guidelines(ctx context.Context, tx *store.Tx, programmeID string) (all []Guideline, err error) {
	return all, tx.Select(ctx, &all, guidelineQuery+" WHERE programme_id = $1 ORDER BY CASE WHEN starts_on IS NULL THEN 0 ELSE 1 END, starts_on DESC, made_at DESC, id DESC", programmeID)
}

// FindGuideline gives guidelines of a programme; store.ErrNotFound when there are none.
func FindGuideline(ctx context.Context, tx *store.Tx, programmeID, id string) (g Guideline, err error) {
	unknown := i18n.Fail("grants.guideline.unknown").Because(store.ErrNotFound)
	if !store.IsID(id) {
		return g, unknown
	}
	if err = tx.Get(ctx, &g, guidelineQuery+" WHERE id = $1", id); errors.Is(err, store.ErrNotFound) || err == nil && programmeID != "" && g.ProgrammeID != programmeID {
		err = unknown
	}
	return g, err
}

// check tells what is wrong with guidelines as written. Those that have been decided before they came here have a day and who
// decided.
func (g *Guideline) check() (faults []fault) {
	add := func(field, key string) { faults = append(faults, fault{field, i18n.Fail(key)}) }
	if g.Body == "" {
		add("body", "grants.guideline.body_missing")
	}
	switch {
	case g.DecidedOn.IsZero() && g.DecidedBy != "":
		add("decided_on", "grants.day_missing")
	case !g.DecidedOn.IsZero() && g.DecidedBy == "":
		add("decided_by", "grants.guideline.decided_by_missing")
	case !g.DecidedOn.IsZero() && g.WantedFrom.IsZero():
		add("wanted_from", "grants.day_missing")
	}
	faults = append(faults, checkTexts(longestTitle, "decided_by", g.DecidedBy)...)
	return append(faults, checkTexts(longestText, "body", g.Body)...)
}

// AddGuideline adds guidelines: a draft, or, with the day of the decision and who decided, those that have been decided already.
// The key is made with the form.
func AddGuideline(ctx context.Context, tx *store.Tx, g Guideline) error {
	g.Body, g.DecidedBy = strings.TrimSpace(g.Body), strings.TrimSpace(g.DecidedBy)
	if err := firstFault(g.check()); err != nil {
		return err
	}
	if _, err := FindProgramme(ctx, tx, g.ProgrammeID); err != nil {
		return err
	}
	g.State, g.StartsOn = GuidelineDraft, calendar.Date{}
	if !g.DecidedOn.IsZero() {
		g.State, g.StartsOn = GuidelineDecided, g.WantedFrom
	}
	n, err := tx.Exec(ctx, `INSERT INTO guideline (id, programme_id, starts_on, wanted_from, body, state, answer, decided_on, decided_by, made_at, version)
		VALUES ($1, $2, $3, $4, $5, $6, '', $7, $8, $9, 1) ON CONFLICT (id) DO NOTHING`, g.ID, g.ProgrammeID, g.StartsOn, g.WantedFrom, g.Body, g.State, g.DecidedOn, g.DecidedBy, store.Now())
	if err != nil || n == 0 {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "guideline.added", ObjectKind: guidelineKind, ObjectID: g.ID, After: g.told()})
}

func lockGuideline(ctx context.Context, tx *store.Tx, id string) (Guideline, error) {
	if err := tx.Lock(ctx, "guideline "+id); err != nil {
		return Guideline{}, err
	}
	return FindGuideline(ctx, tx, "", id)
}

// ChangeGuideline changes a draft, unless somebody else has done so since version seen.
func ChangeGuideline(ctx context.Context, tx *store.Tx, id, body string, from calendar.Date, seen int) error {
	before, err := lockGuideline(ctx, tx, id)
	if err != nil {
		return err
	}
	after := before
	after.Body, after.WantedFrom = strings.TrimSpace(body), from
	switch {
	case after == before:
		return nil
	case before.Version != seen:
		return ErrSavedMeanwhile
	case before.State != GuidelineDraft:
		return i18n.Fail("grants.guideline.not_a_draft")
	}
	if err := firstFault(after.check()); err != nil {
		return err
	}
	return saveGuideline(ctx, tx, &before, &after, "guideline.changed", "")
}

func saveGuideline(ctx context.Context, tx *store.Tx, before, after *Guideline, action, why string) error {
	if _, err := tx.Exec(ctx, `UPDATE guideline SET starts_on = $2, wanted_from = $3, body = $4, state = $5, answer = $6, decided_on = $7, decided_by = $8, case_key = $9,
		version = version + 1 WHERE id = $1`, after.ID, after.StartsOn, after.WantedFrom, after.Body, after.State, after.Answer, after.DecidedOn, after.DecidedBy, null(after.CaseKey)); err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: action, ObjectKind: guidelineKind, ObjectID: after.ID, Reason: why, Before: before.told(), After: after.told()})
}

// ProposeGuideline puts a draft to the board as a case, and gives the case's key.
func ProposeGuideline(ctx context.Context, tx *store.Tx, id string, p cases.Proposal) (caseID string, err error) {
	before, err := lockGuideline(ctx, tx, id)
	switch {
	case err != nil:
		return "", err
	case before.State == GuidelineProposed:
		return before.CaseKey, nil
	case before.State != GuidelineDraft:
		return "", i18n.Fail("grants.guideline.not_a_draft")
	case before.WantedFrom.IsZero():
		return "", i18n.Fail("grants.guideline.wanted_missing")
	}
	p.SourceKind, p.SourceID = GuidelineSource, id
	after := before
	if after.CaseKey, err = propose(ctx, tx, p, before.CaseKey); err != nil {
		return "", err
	}
	after.State, after.Answer = GuidelineProposed, ""
	return after.CaseKey, saveGuideline(ctx, tx, &before, &after, "guideline.proposed", "")
}

// TakeBackGuideline makes a proposal a draft again, while it does not lie on a meeting's agenda.
func TakeBackGuideline(ctx context.Context, tx *store.Tx, id, why string) error {
	before, err := lockGuideline(ctx, tx, id)
	if err != nil || before.State != GuidelineProposed {
		return err
	}
	if why == "" {
		return i18n.Fail("grants.reason_missing")
	}
	if err := refuseWithBoard(ctx, tx, &Call{DirectionCase: before.CaseKey}); err != nil {
		return err
	}
	after := before
	after.State = GuidelineDraft
	return saveGuideline(ctx, tx, &before, &after, "guideline.taken_back", why)
}

// GuidelineDecision does with guidelines what the board has decided. It is a cases.Hook. Adopted ones begin on the day that was
// proposed, but never before they were decided.
func GuidelineDecision(ctx context.Context, tx *store.Tx, c cases.Case, i cases.Item) error {
	before, err := lockGuideline(ctx, tx, c.SourceID)
	if err != nil || before.CaseKey != c.ID || before.State != GuidelineProposed && before.State != GuidelineDraft {
		return err
	}
	m, err := cases.FindMeeting(ctx, tx, i.MeetingID)
	if err != nil {
		return err
	}
	after := before
	said := func(key string) string {
		return i18n.T(ctx, key, "board", m.BoardName, "day", m.Day.String(), "paragraph", i.Paragraph, "why", i.Why)
	}
	switch i.Outcome {
	case cases.Adopt, cases.AdoptChanged:
		after.State, after.DecidedOn, after.DecidedBy, after.StartsOn = GuidelineDecided, m.Day, i18n.T(ctx, "grants.guideline.by_board", "board", m.BoardName, "paragraph", i.Paragraph), before.WantedFrom
		if after.StartsOn.Before(m.Day) {
			after.StartsOn = m.Day
		}
		if i.Outcome == cases.AdoptChanged {
			after.Answer = said("grants.board_changed")
		}
		return saveGuideline(ctx, tx, &before, &after, "guideline.decided", "")
	case cases.Reject:
		after.State, after.Answer = GuidelineRejected, said("grants.board_rejected")
		return saveGuideline(ctx, tx, &before, &after, "guideline.rejected", after.Answer)
	case cases.ReferBack:
		after.State, after.Answer = GuidelineDraft, said("grants.board_referred")
		return saveGuideline(ctx, tx, &before, &after, "guideline.referred_back", after.Answer)
	}
	return nil
}
