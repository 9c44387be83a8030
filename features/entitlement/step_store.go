package entitlement

import (
	"context"

	"samverk/features/audit"
	"samverk/features/mandates"
	"samverk/features/organisations"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

const stepQuery = `SELECT id, filing_id, organisation_id, year, stage, day, until, due_on, message, done_by AS by, done_at AS at FROM entitlement_step`

// Steps lists what has happened to an organisation's filings, in the order of time.
func Steps(ctx context.Context, tx *store.Tx, organisationID string) (all []Step, err error) {
	keys, err := organisations.Keys(ctx, tx, organisationID)
	if err != nil {
		return nil, err
	}
	places, args := mandates.In(keys, 1)
	return all, tx.Select(ctx, &all, stepQuery+" WHERE organisation_id IN ("+places+") ORDER BY day, done_at, id", args...)
}

// On tells where an organisation stands on a day, as it was known then. Its documents are those of the filing that the status
// names.
func On(ctx context.Context, tx *store.Tx, organisationID string, day calendar.Date) (Status, error) {
	steps, err := Steps(ctx, tx, organisationID)
	return StatusOn(steps, day), err
}

// Decision is what an officer decides about a filing.
type Decision struct {
	Stage   Stage // to which it comes
	DueOn   calendar.Date
	Message string
}

// check tells what is wrong with a decision about a filing, by the form's names of the fields.
func (d *Decision) check(fulfils bool, today calendar.Date) (faults []fault) {
	missing := map[Stage]string{Completion: "entitlement.decide.what_missing", Refused: "entitlement.decide.why_missing", Withdrawn: "entitlement.decide.why_missing"}[d.Stage]
	if d.Stage == Entitled && !fulfils {
		missing = "entitlement.decide.why_all_the_same"
	}
	if missing != "" || d.Message != "" {
		if err := checkText(d.Message, missing); err != nil {
			faults = append(faults, fault{"message", err})
		}
	}
	if d.Stage == Completion && !d.DueOn.After(today) {
		faults = append(faults, fault{"due_on", i18n.Fail("entitlement.decide.due_wrong")})
	}
	return faults
}

// HandIn hands a filing in for an officer to examine, unless somebody else has changed it since version seen. It must be
// complete.
func HandIn(ctx context.Context, tx *store.Tx, id string, seen int, today calendar.Date) (Filing, error) {
	f, err := open(ctx, tx, id)
	if err != nil {
		return f, err
	}
	setting, err := CurrentSetting(ctx, tx)
	if err != nil {
		return f, err
	}
	if f.Version != seen {
		return f, i18n.Fail("entitlement.meanwhile").Because(ErrSavedMeanwhile)
	}
	if !IsComplete(setting.Examine(&f, nil)) {
		return f, i18n.Fail("entitlement.not_complete")
	}
	return f, come(ctx, tx, &f, Step{Stage: HandedIn, Day: today}, "entitlement.handed_in")
}

// Decide lets an officer ask for completion, find an organisation entitled or not, or take an entitlement back, unless somebody
// else has decided since version seen. Nobody decides about an organisation that they represent.
func Decide(ctx context.Context, tx *store.Tx, id string, d Decision, seen int, known []string, today calendar.Date) (Filing, error) {
	if err := tx.Lock(ctx, lock); err != nil {
		return Filing{}, err
	}
	f, err := Find(ctx, tx, id)
	if err != nil {
		return f, err
	}
	actor, _ := audit.ActorIn(ctx)
	own, err := mandates.Concerns(ctx, tx, actor.ID, f.OrganisationID)
	if err != nil {
		return f, err
	}
	setting, err := CurrentSetting(ctx, tx)
	switch {
	case err != nil:
		return f, err
	case own:
		return f, i18n.Fail("mandates.own_decision")
	case f.Version != seen:
		return f, i18n.Fail("entitlement.meanwhile").Because(ErrSavedMeanwhile)
	case !f.Stage.mayBecome(d.Stage) || d.Stage == HandedIn:
		return f, i18n.Fail("entitlement.not_now")
	}
	if faults := d.check(Fulfils(setting.Examine(&f, known)), today); len(faults) > 0 {
		return f, faults[0].err
	}
	step := Step{Stage: d.Stage, Day: today, Message: d.Message}
	switch d.Stage {
	case Completion:
		step.DueOn = d.DueOn
	case Entitled:
		if step.Until = setting.until(f.MetOn); f.MetOn.IsZero() || step.Until.Before(today) {
			return f, i18n.Fail("entitlement.decide.over_already", "day", step.Until.String())
		}
	}
	return f, come(ctx, tx, &f, step, "entitlement."+string(d.Stage))
}

// come brings a filing to a stage and tells the trail.
func come(ctx context.Context, tx *store.Tx, f *Filing, s Step, action string) error {
	before := f.told()
	actor, _ := audit.ActorIn(ctx)
	s.ID, s.FilingID, s.OrganisationID, s.Year, s.By, s.At = store.NewID(), f.ID, f.OrganisationID, f.Year, actor.Name, store.Now()
	if _, err := tx.Exec(ctx, "UPDATE entitlement_filing SET stage = $2, version = version + 1 WHERE id = $1", f.ID, s.Stage); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `INSERT INTO entitlement_step (id, filing_id, organisation_id, year, stage, day, until, due_on, message, done_by, done_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`, s.ID, s.FilingID, s.OrganisationID, s.Year, s.Stage, s.Day, s.Until, s.DueOn, s.Message, s.By, s.At); err != nil {
		return err
	}
	f.Stage, f.Steps = s.Stage, append(f.Steps, s)
	f.Version++
	after := f.told()
	after.Until, after.DueOn = s.Until, s.DueOn
	return audit.Append(ctx, tx, audit.Change{Action: action, ObjectKind: "entitlement", ObjectID: f.ID, Reason: s.Message, Before: before, After: after})
}
