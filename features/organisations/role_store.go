package organisations

import (
	"context"
	"errors"

	"samverk/features/audit"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

const roleQuery = `SELECT id, organisation_id, held_by, role AS kind, starts_on AS "from", ends_on AS until, certifier, certificate, note, ended_why FROM organisation_role`

// Roles lists what an organisation is and has been, in the order of the days, with the roles of those merged into it.
func Roles(ctx context.Context, tx *store.Tx, organisationID string) (all []Role, err error) {
	err = tx.Select(ctx, &all, roleQuery+" WHERE held_by = $1 ORDER BY starts_on, id", organisationID)
	return all, err
}

// FindRole gives one role; store.ErrNotFound when the organisation has no such role.
func FindRole(ctx context.Context, tx *store.Tx, organisationID, id string) (r Role, err error) {
	if !store.IsID(organisationID) || !store.IsID(id) {
		return r, i18n.Fail("organisations.role_unknown").Because(store.ErrNotFound)
	}
	err = tx.Get(ctx, &r, roleQuery+" WHERE held_by = $1 AND id = $2", organisationID, id)
	if errors.Is(err, store.ErrNotFound) {
		err = i18n.Fail("organisations.role_unknown").Because(store.ErrNotFound)
	}
	return r, err
}

// roleTold is what the trail keeps of a role.
type roleTold struct {
	Kind        RoleKind      `json:"organisationRole"`
	From        calendar.Date `json:"startsOn"`
	Until       calendar.Date `json:"lastDay,omitzero"`
	Certifier   string        `json:"certifier,omitempty"`
	Certificate string        `json:"certificate,omitempty"`
	Note        string        `json:"note,omitempty"`
}

func (r *Role) told() roleTold {
	return roleTold{r.Kind, r.From, r.Until, r.Certifier, r.Certificate, r.Note}
}

// AddRole gives an organisation a role. The key was made with the form, so the same form sent twice adds one.
func AddRole(ctx context.Context, tx *store.Tx, r Role) error {
	if r.Kind != Certified {
		r.Certifier, r.Certificate = "", ""
	}
	if err := firstFault(r.check()); err != nil {
		return err
	}
	if err := tx.Lock(ctx, lock); err != nil {
		return err
	}
	var err error
	if r.OrganisationID, err = Resolve(ctx, tx, r.OrganisationID); err != nil {
		return err
	}
	o, err := findRow(ctx, tx, r.OrganisationID)
	if err != nil {
		return err
	}
	if !o.EndedOn.IsZero() && (r.Until.IsZero() || r.Until.After(o.EndedOn)) {
		return i18n.Fail("organisations.role_after_end", "day", o.EndedOn.String())
	}
	n, err := tx.Exec(ctx, `INSERT INTO organisation_role (id, organisation_id, role, starts_on, ends_on, certifier, certificate, note, ended_why, sort_key, held_by)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '', $9, $2) ON CONFLICT (id) DO NOTHING`,
		r.ID, r.OrganisationID, r.Kind, r.From, r.Until, r.Certifier, r.Certificate, r.Note, o.SortKey)
	if err != nil || n == 0 {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "organisation.role_added", ObjectKind: "organisation", ObjectID: r.OrganisationID, After: r.told()})
}

// EndRole says which day is a role's last, and why it ends. A role that has ended can be given another last day.
func EndRole(ctx context.Context, tx *store.Tx, organisationID, id string, day calendar.Date, why string) error {
	if err := tx.Lock(ctx, lock); err != nil {
		return err
	}
	before, err := FindRole(ctx, tx, organisationID, id)
	if err != nil {
		return err
	}
	after := before
	after.Until, after.EndedWhy = day, why
	if before == after {
		return nil
	}
	if err := firstFault(after.checkEnd()); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "UPDATE organisation_role SET ends_on = $2, ended_why = $3 WHERE id = $1", id, day, why); err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "organisation.role_ended", ObjectKind: "organisation", ObjectID: organisationID, Reason: why, Before: before.told(), After: after.told()})
}
