package grants

import (
	"context"
	"errors"

	"samverk/features/grants/allocation"
	"samverk/features/grants/assessment"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/questions"
	"samverk/platform/store"
)

// termsRow is how terms are kept, of programmes and calls alike.
type termsRow struct {
	Form, ReportForm store.JSON[questions.Form]
	Criteria         store.JSON[[]assessment.Criterion]
	Rules            store.JSON[Rules]
	Pots             store.JSON[[]allocation.Pot]
}

func (r *termsRow) terms() Terms {
	return Terms{r.Form.V, r.ReportForm.V, r.Criteria.V, r.Rules.V, r.Pots.V}
}

// args are terms as arguments, in the order of termsColumns.
func (t *Terms) args() []any {
	return []any{store.AsJSON(t.Form), store.AsJSON(t.ReportForm), store.AsJSON(t.Criteria), store.AsJSON(t.Rules), store.AsJSON(t.Pots)}
}

const termsColumns = "form, report_form, criteria, rules, pots"

type programmeRow struct {
	ID, Name                     string
	Kind                         Kind
	Purpose, LegalBasis, Account string
	DecisionMaker, DecidedBy     string
	Years                        int
	NeedsDirection, DeMinimis    bool
	IsAssessed                   bool
	EndedOn                      calendar.Date
	Version                      int
	Form, ReportForm             store.JSON[questions.Form]
	Criteria                     store.JSON[[]assessment.Criterion]
	Rules                        store.JSON[Rules]
	Pots                         store.JSON[[]allocation.Pot]
}

const programmeQuery = `SELECT id, name, kind, purpose, legal_basis, account, decision_maker, decided_by, years, needs_direction, de_minimis, is_assessed, ended_on, version, ` +
	termsColumns + ` FROM programme`

func (r *programmeRow) programme() Programme {
	terms := termsRow{r.Form, r.ReportForm, r.Criteria, r.Rules, r.Pots}
	return Programme{ID: r.ID, EndedOn: r.EndedOn, Version: r.Version, Terms: terms.terms(), ProgrammeContent: ProgrammeContent{Name: r.Name, Kind: r.Kind, Purpose: r.Purpose,
		LegalBasis: r.LegalBasis, Account: r.Account, DecisionMaker: r.DecisionMaker, DecidedBy: r.DecidedBy, Years: r.Years, NeedsDirection: r.NeedsDirection,
		DeMinimis: r.DeMinimis, IsAssessed: r.IsAssessed}}
}

// FindProgramme gives a programme; store.ErrNotFound when there is none.
func FindProgramme(ctx context.Context, tx *store.Tx, id string) (Programme, error) {
	var row programmeRow
	unknown := i18n.Fail("grants.programme_unknown").Because(store.ErrNotFound)
	if !store.IsID(id) {
		return Programme{}, unknown
	}
	err := tx.Get(ctx, &row, programmeQuery+" WHERE id = $1", id)
	if errors.Is(err, store.ErrNotFound) {
		err = unknown
	}
	return row.programme(), err
}
