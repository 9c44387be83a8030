package organisations

import (
	"context"
	"slices"

	"samverk/features/audit"
	"samverk/platform/store"
)

// ChangeMany changes organisations that have just been read in the transaction, under the lock, each with its own entry in
// the trail. That their numbers are free is for the caller to know.
func ChangeMany(ctx context.Context, tx *store.Tx, all []Revision) error {
	for some := range slices.Chunk(all, lookedUp) {
		if err := changeSome(ctx, tx, some); err != nil {
			return err
		}
	}
	return nil
}

const reviseOrganisation = ` ON CONFLICT (id) DO UPDATE SET number = excluded.number, name = excluded.name, sort_key = excluded.sort_key,
	former_names = excluded.former_names, legal_form = excluded.legal_form, svb = excluded.svb, class_vocabulary = excluded.class_vocabulary,
	class_code = excluded.class_code, seat = excluded.seat, web = excluded.web, email = excluded.email, telephone = excluded.telephone,
	address = excluded.address, is_public = excluded.is_public, public_fields = excluded.public_fields, note = excluded.note, version = excluded.version,
	name_key = excluded.name_key, address_key = excluded.address_key, email_key = excluded.email_key, web_key = excluded.web_key`

func changeSome(ctx context.Context, tx *store.Tx, some []Revision) error {
	at, err := placesOf(ctx, tx, some)
	if err != nil {
		return err
	}
	rows := store.NewBulk(tx, insertOrganisation, reviseOrganisation, organisationValues)
	changes := make([]audit.Change, len(some))
	lost, names := map[spot][]uint16{}, []named{}
	moved := []Organisation{}
	for i := range some {
		before, after := some[i].Is, *some[i].Is
		after.Content = some[i].After
		after.tidy()
		if err := firstFault(after.check()); err != nil {
			return err
		}
		changes[i] = audit.Change{Action: "organisation.changed", ObjectKind: "organisation", ObjectID: after.ID, Before: before.told(), After: after.told()}
		place := at[after.ID]
		if err := rows.Add(ctx, after.row(place, sortKey(after.Name), store.Now(), before.Version+1)...); err != nil {
			return err
		}
		if before.Name != after.Name || !slices.Equal(before.everywhere(), after.everywhere()) {
			moved = append(moved, after)
		}
		if gone, now := before.words(), after.words(); !slices.Equal(gone, now) {
			for _, word := range gone {
				if !slices.Contains(now, word) {
					spot := spot{word, place / blockLength}
					lost[spot] = append(lost[spot], uint16(place%blockLength))
				}
			}
			names = append(names, named{place, now})
		}
	}
	if err := rows.Flush(ctx); err != nil {
		return err
	}
	if err := forgetAll(ctx, tx, lost); err != nil {
		return err
	}
	if err := index(ctx, tx, names); err != nil {
		return err
	}
	if err := move(ctx, tx, moved); err != nil {
		return err
	}
	return audit.AppendMany(ctx, tx, changes)
}

func placesOf(ctx context.Context, tx *store.Tx, some []Revision) (map[string]int64, error) {
	var q query
	ids := make([]string, len(some))
	for i := range some {
		ids[i] = some[i].Is.ID
	}
	var rows []struct {
		ID    string
		Place int64
	}
	err := tx.Select(ctx, &rows, "SELECT id, place FROM organisation WHERE id IN ("+places(&q, ids)+")", q.args...)
	at := make(map[string]int64, len(rows))
	for _, row := range rows {
		at[row.ID] = row.Place
	}
	return at, err
}

// move writes the municipalities of organisations anew, and the sort keys that follow their names.
func move(ctx context.Context, tx *store.Tx, list []Organisation) error {
	if len(list) == 0 {
		return nil
	}
	var q query
	if _, err := tx.Exec(ctx, "DELETE FROM organisation_municipality WHERE organisation_id IN ("+places(&q, keysOf(list))+")", q.args...); err != nil {
		return err
	}
	towns := store.NewBulk(tx, insertMunicipality, "", 3)
	for i := range list {
		key := sortKey(list[i].Name)
		for _, code := range list[i].everywhere() {
			if err := towns.Add(ctx, list[i].ID, code, key); err != nil {
				return err
			}
		}
		if _, err := tx.Exec(ctx, "UPDATE organisation_role SET sort_key = $2 WHERE held_by = $1", list[i].ID, key); err != nil {
			return err
		}
	}
	return towns.Flush(ctx)
}

// AddBeside adds people to turn to and roles under their keys, each with its own entry in the trail.
func AddBeside(ctx context.Context, tx *store.Tx, all []Beside) error {
	now := store.Now()
	contacts := store.NewBulk(tx, "organisation_contact (id, organisation_id, name, role, email, telephone, consent, is_public, added_at, version)", "", 10)
	roles := store.NewBulk(tx, "organisation_role (id, organisation_id, role, starts_on, ends_on, certifier, certificate, note, ended_why, sort_key, held_by)", "", 11)
	var changes []audit.Change
	for i := range all {
		id := all[i].OrganisationID
		for _, c := range all[i].Contacts {
			if err := firstFault(c.check()); err != nil {
				return err
			}
			if err := contacts.Add(ctx, c.ID, id, c.Name, c.Role, c.Email, c.Telephone, c.Consent, c.IsPublic, now, 1); err != nil {
				return err
			}
			changes = append(changes, audit.Change{Action: "organisation.contact_added", ObjectKind: contactKind, ObjectID: id, After: c.told()})
		}
		for _, r := range all[i].Roles {
			if err := firstFault(r.check()); err != nil {
				return err
			}
			if err := roles.Add(ctx, r.ID, id, r.Kind, r.From, r.Until, r.Certifier, r.Certificate, r.Note, "", sortKey(all[i].Name), id); err != nil {
				return err
			}
			changes = append(changes, audit.Change{Action: "organisation.role_added", ObjectKind: "organisation", ObjectID: id, After: r.told()})
		}
	}
	if err := contacts.Flush(ctx); err != nil {
		return err
	}
	if err := roles.Flush(ctx); err != nil {
		return err
	}
	return audit.AppendMany(ctx, tx, changes)
}

// RemoveBeside takes away people to turn to and roles that were added by mistake, by their keys. What is gone already is no
// fault, and what somebody has changed since stays.
func RemoveBeside(ctx context.Context, tx *store.Tx, all []Beside, why string) error {
	var contacts, roles []string
	for i := range all {
		for _, c := range all[i].Contacts {
			contacts = append(contacts, c.ID)
		}
		for _, r := range all[i].Roles {
			roles = append(roles, r.ID)
		}
	}
	for some := range slices.Chunk(contacts, lookedUp) {
		if err := removeContacts(ctx, tx, some, why); err != nil {
			return err
		}
	}
	for some := range slices.Chunk(roles, lookedUp) {
		if err := removeRoles(ctx, tx, some, why); err != nil {
			return err
		}
	}
	return nil
}

func removeContacts(ctx context.Context, tx *store.Tx, ids []string, why string) error {
	var q query
	var there []Contact
	where := " WHERE version = 1 AND id IN (" + places(&q, ids) + ")"
	if err := tx.Select(ctx, &there, contactQuery+where+" ORDER BY id", q.args...); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "DELETE FROM organisation_contact"+where, q.args...); err != nil {
		return err
	}
	changes := make([]audit.Change, len(there))
	for i := range there {
		changes[i] = audit.Change{Action: "organisation.contact_removed", ObjectKind: contactKind, ObjectID: there[i].OrganisationID, Reason: why, Before: there[i].told()}
	}
	return audit.AppendMany(ctx, tx, changes)
}

func removeRoles(ctx context.Context, tx *store.Tx, ids []string, why string) error {
	var q query
	var there []Role
	where := ` WHERE ended_why = '' AND NOT EXISTS (SELECT 1 FROM certification_reminder c WHERE c.role_id = organisation_role.id) AND id IN (` + places(&q, ids) + ")"
	if err := tx.Select(ctx, &there, roleQuery+where+" ORDER BY id", q.args...); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "DELETE FROM organisation_role"+where, q.args...); err != nil {
		return err
	}
	changes := make([]audit.Change, len(there))
	for i := range there {
		changes[i] = audit.Change{Action: "organisation.role_removed", ObjectKind: "organisation", ObjectID: there[i].OrganisationID, Reason: why, Before: there[i].told()}
	}
	return audit.AppendMany(ctx, tx, changes)
}
