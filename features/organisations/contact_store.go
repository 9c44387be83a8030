package organisations

import (
	"context"
	"errors"

	"samverk/features/audit"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

const contactQuery = "SELECT id, organisation_id, name, role, email, telephone, consent, is_public, version FROM organisation_contact"

// Contacts lists the people to turn to in an organisation and in those merged into it, by name.
func Contacts(ctx context.Context, tx *store.Tx, organisationID string) (all []Contact, err error) {
	err = tx.Select(ctx, &all, contactQuery+" WHERE organisation_id IN ("+AllOf("$1")+") ORDER BY name, id", organisationID)
	return all, err
}

// FindContact gives one of them; store.ErrNotFound when the organisation has no such contact.
func FindContact(ctx context.Context, tx *store.Tx, organisationID, id string) (c Contact, err error) {
	if !store.IsID(organisationID) || !store.IsID(id) {
		return c, i18n.Fail("organisations.contact.unknown").Because(store.ErrNotFound)
	}
	err = tx.Get(ctx, &c, contactQuery+" WHERE organisation_id IN ("+AllOf("$1")+") AND id = $2", organisationID, id)
	if errors.Is(err, store.ErrNotFound) {
		err = i18n.Fail("organisations.contact.unknown").Because(store.ErrNotFound)
	}
	return c, err
}

// contactTold is what the trail keeps of a contact: not how to reach the person, since the trail is never changed.
type contactTold struct {
	Name         string `json:"name"`
	Role         string `json:"contactRole"`
	HasEmail     bool   `json:"hasEmail"`
	HasTelephone bool   `json:"hasTelephone"`
	IsPublic     bool   `json:"isPublic"`
}

func (c *Contact) told() contactTold {
	return contactTold{c.Name, c.Role, c.Email != "", c.Telephone != "", c.IsPublic}
}

// contactKind is the kind of thing that the trail calls a contact. It is the organisation's own trail beside, read by
// whoever sees people to turn to.
const contactKind = "organisation_contact"

// AddContact adds somebody to turn to. The key was made with the form, so the same form sent twice adds one.
func AddContact(ctx context.Context, tx *store.Tx, c Contact) error {
	if err := firstFault(c.check()); err != nil {
		return err
	}
	var err error
	if c.OrganisationID, err = Resolve(ctx, tx, c.OrganisationID); err != nil {
		return err
	}
	n, err := tx.Exec(ctx, `INSERT INTO organisation_contact (id, organisation_id, name, role, email, telephone, consent, is_public, added_at, version)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1) ON CONFLICT (id) DO NOTHING`, c.ID, c.OrganisationID, c.Name, c.Role, c.Email, c.Telephone, c.Consent, c.IsPublic, store.Now())
	if err != nil || n == 0 {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "organisation.contact_added", ObjectKind: contactKind, ObjectID: c.OrganisationID, After: c.told()})
}

// ChangeContact changes what is said of a contact, unless somebody else has done so since version seen.
func ChangeContact(ctx context.Context, tx *store.Tx, c Contact, seen int) error {
	if err := firstFault(c.check()); err != nil {
		return err
	}
	if err := tx.Lock(ctx, lock); err != nil {
		return err
	}
	before, err := FindContact(ctx, tx, c.OrganisationID, c.ID)
	if err != nil {
		return err
	}
	c.OrganisationID = before.OrganisationID // it may be of one merged into the one that was asked for
	if c.Version = before.Version; before == c {
		return nil
	}
	if before.Version != seen {
		return i18n.Fail("organisations.meanwhile").Because(ErrSavedMeanwhile)
	}
	if _, err := tx.Exec(ctx, `UPDATE organisation_contact SET name = $2, role = $3, email = $4, telephone = $5, consent = $6, is_public = $7, version = version + 1
		WHERE id = $1`, c.ID, c.Name, c.Role, c.Email, c.Telephone, c.Consent, c.IsPublic); err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "organisation.contact_changed", ObjectKind: contactKind, ObjectID: c.OrganisationID, Before: before.told(), After: c.told()})
}

// RemoveContact takes a contact away. One that is gone already is no fault.
func RemoveContact(ctx context.Context, tx *store.Tx, organisationID, id string) error {
	before, err := FindContact(ctx, tx, organisationID, id)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	n, err := tx.Exec(ctx, "DELETE FROM organisation_contact WHERE id = $1", id)
	if err != nil || n == 0 {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "organisation.contact_removed", ObjectKind: contactKind, ObjectID: before.OrganisationID, Before: before.told()})
}
