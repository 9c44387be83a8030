package grants

import (
	"context"
	"strings"

	"samverk/features/audit"
	"samverk/features/organisations"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

const programmeKind = "programme"

// programmeTold is what the trail keeps of a programme.
type programmeTold struct {
	Name           string        `json:"name"`
	Kind           Kind          `json:"programmeKind"`
	Purpose        string        `json:"programmePurpose,omitempty"`
	LegalBasis     string        `json:"programmeLegalBasis,omitempty"`
	Account        string        `json:"programmeAccount,omitempty"`
	DecisionMaker  string        `json:"programmeDecisionMaker"`
	DecidedBy      string        `json:"programmeDecidedBy,omitempty"`
	Years          int           `json:"programmeYears"`
	NeedsDirection bool          `json:"programmeNeedsDirection"`
	DeMinimis      bool          `json:"programmeDeMinimis"`
	IsAssessed     bool          `json:"programmeIsAssessed"`
	EndedOn        calendar.Date `json:"endedOn"`
}

func (p *Programme) told() programmeTold {
	return programmeTold{p.Name, p.Kind, p.Purpose, p.LegalBasis, p.Account, p.DecisionMaker, p.DecidedBy, p.Years, p.NeedsDirection, p.DeMinimis, p.IsAssessed, p.EndedOn}
}

// Programmes lists every programme, by name.
func Programmes(ctx context.Context, tx *store.Tx) ([]Programme, error) {
	var rows []programmeRow
	if err := tx.Select(ctx, &rows, programmeQuery+" ORDER BY sort_key, id"); err != nil {
		return nil, err
	}
	all := make([]Programme, len(rows))
	for i := range rows {
		all[i] = rows[i].programme()
	}
	return all, nil
}

func (c *ProgrammeContent) tidy() {
	for _, text := range []*string{&c.Name, &c.Account, &c.DecidedBy} {
		*text = strings.Join(strings.Fields(*text), " ")
	}
	c.Purpose, c.LegalBasis = strings.TrimSpace(c.Purpose), strings.TrimSpace(c.LegalBasis)
}

// AddProgramme adds a programme with its terms. The key is made with the form, so that the same form sent twice adds one.
func AddProgramme(ctx context.Context, tx *store.Tx, id string, c ProgrammeContent, t Terms) error {
	c.tidy()
	if err := firstFault(c.check()); err != nil {
		return err
	}
	if err := t.check(); err != nil {
		return err
	}
	args := append([]any{id, c.Name, organisations.SortKey(c.Name), c.Kind, c.Purpose, c.LegalBasis, c.Account, c.DecisionMaker, c.DecidedBy, c.Years, c.NeedsDirection,
		c.DeMinimis, c.IsAssessed, store.Now()}, t.args()...)
	n, err := tx.Exec(ctx, `INSERT INTO programme (id, name, sort_key, kind, purpose, legal_basis, account, decision_maker, decided_by, years, needs_direction, de_minimis,
		is_assessed, added_at, `+termsColumns+`, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, 1)
		ON CONFLICT (id) DO NOTHING`, args...)
	if err != nil || n == 0 {
		return err
	}
	added := Programme{ProgrammeContent: c}
	return audit.Append(ctx, tx, audit.Change{Action: "programme.added", ObjectKind: programmeKind, ObjectID: id, After: added.told()})
}

func lockProgramme(ctx context.Context, tx *store.Tx, id string) (Programme, error) {
	if err := tx.Lock(ctx, "programme "+id); err != nil {
		return Programme{}, err
	}
	return FindProgramme(ctx, tx, id)
}

// ChangeProgramme changes what is said of a programme, unless somebody else has done so since version seen.
func ChangeProgramme(ctx context.Context, tx *store.Tx, id string, c ProgrammeContent, seen int) error {
	c.tidy()
	if err := firstFault(c.check()); err != nil {
		return err
	}
	before, err := lockProgramme(ctx, tx, id)
	if err != nil || before.ProgrammeContent == c {
		return err
	}
	if before.Version != seen {
		return ErrSavedMeanwhile
	}
	if _, err := tx.Exec(ctx, `UPDATE programme SET name = $2, sort_key = $3, kind = $4, purpose = $5, legal_basis = $6, account = $7, decision_maker = $8, decided_by = $9,
		years = $10, needs_direction = $11, de_minimis = $12, is_assessed = $13, version = version + 1 WHERE id = $1`, id, c.Name, organisations.SortKey(c.Name), c.Kind,
		c.Purpose, c.LegalBasis, c.Account, c.DecisionMaker, c.DecidedBy, c.Years, c.NeedsDirection, c.DeMinimis, c.IsAssessed); err != nil {
		return err
	}
	after := before
	after.ProgrammeContent = c
	return audit.Append(ctx, tx, audit.Change{Action: "programme.changed", ObjectKind: programmeKind, ObjectID: id, Before: before.told(), After: after.told()})
}

// Part is a part of a programme's terms: what the trail says was changed.
type Part string

// The parts.
const (
	FormPart     Part = "form"
	ReportPart   Part = "report"
	CriteriaPart Part = "criteria"
	RulesPart    Part = "rules"
	PotsPart     Part = "pots"
)

// SetTerms changes a part of a programme's terms, unless somebody else has changed the programme since version seen. The
// change is given the terms as they are. Calls that have been scheduled keep theirs.
func SetTerms(ctx context.Context, tx *store.Tx, id string, part Part, change func(*Terms) error, seen int) error {
	before, err := lockProgramme(ctx, tx, id)
	if err != nil {
		return err
	}
	if before.Version != seen {
		return ErrSavedMeanwhile
	}
	after := before
	if err := change(&after.Terms); err != nil {
		return err
	}
	if err := after.Terms.check(); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `UPDATE programme SET form = $2, report_form = $3, criteria = $4, rules = $5, pots = $6, version = version + 1 WHERE id = $1`,
		append([]any{id}, after.Terms.args()...)...); err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "programme." + string(part) + "_changed", ObjectKind: programmeKind, ObjectID: id})
}

// EndProgramme says that a programme is no more, from a day on and why. Its calls go on; no new one is added.
func EndProgramme(ctx context.Context, tx *store.Tx, id string, day calendar.Date, why string) error {
	before, err := lockProgramme(ctx, tx, id)
	switch {
	case err != nil || before.EndedOn == day:
		return err
	case day.IsZero():
		return i18n.Fail("grants.day_missing")
	case why == "":
		return i18n.Fail("grants.reason_missing")
	}
	if _, err := tx.Exec(ctx, "UPDATE programme SET ended_on = $2, version = version + 1 WHERE id = $1", id, day); err != nil {
		return err
	}
	after := before
	after.EndedOn = day
	return audit.Append(ctx, tx, audit.Change{Action: "programme.ended", ObjectKind: programmeKind, ObjectID: id, Reason: why, Before: before.told(), After: after.told()})
}
