package organisations

import (
	"context"
	"maps"
	"slices"

	"samverk/platform/i18n"
	"samverk/platform/store"
)

// export writes the organisations that the filter chooses. People to turn to are left out.
func export(ctx context.Context, tx *store.Tx, f Filter, towns Municipalities, p i18n.Printer, out rowWriter) error {
	_, forMachines := out.(machineFile)
	head := columns
	if !forMachines {
		head = heads(p)
	}
	if err := out.Write(head); err != nil {
		return err
	}
	some := func(list []Organisation) error {
		roles, err := rolesOf(ctx, tx, list)
		if err != nil {
			return err
		}
		for i := range list {
			cells := list[i].cells(roles[list[i].ID])
			if !forMachines {
				cells = list[i].inWords(roles[list[i].ID], towns, p)
			}
			if err := out.Write(cells); err != nil {
				return err
			}
		}
		return nil
	}
	if err := chosen(ctx, tx, f, some); err != nil {
		return err
	}
	return out.Close()
}

// chosen gives what the filter chooses: what answers its words, the best first, or all in the order of their names.
func chosen(ctx context.Context, tx *store.Tx, f Filter, do func([]Organisation) error) error {
	if f.Words == "" {
		return EachPage(ctx, tx, f, do)
	}
	found, err := Search(ctx, tx, f)
	if err != nil {
		return err
	}
	return do(found)
}

// exportContacts writes the people to turn to in the organisations that the filter chooses.
func exportContacts(ctx context.Context, tx *store.Tx, f Filter, p i18n.Printer, out rowWriter) error {
	if err := out.Write(contactHeads(p)); err != nil {
		return err
	}
	err := chosen(ctx, tx, f, func(list []Organisation) error {
		contacts, err := contactsOf(ctx, tx, list)
		if err != nil {
			return err
		}
		for i := range list {
			for _, c := range contacts[list[i].ID] {
				if err := out.Write(c.cells(&list[i], p)); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return out.Close()
}

// rolesOf gives the roles of some organisations, by their keys.
func rolesOf(ctx context.Context, tx *store.Tx, list []Organisation) (map[string][]Role, error) {
	of := map[string][]Role{}
	if len(list) == 0 {
		return of, nil
	}
	var q query
	var all []Role
	err := tx.Select(ctx, &all, roleQuery+" WHERE held_by IN ("+places(&q, keysOf(list))+") ORDER BY starts_on, id", q.args...)
	for i := range all {
		of[all[i].HeldBy] = append(of[all[i].HeldBy], all[i])
	}
	return of, err
}

// contactsOf gives the people to turn to in some organisations, by their keys.
func contactsOf(ctx context.Context, tx *store.Tx, list []Organisation) (map[string][]Contact, error) {
	of := map[string][]Contact{}
	if len(list) == 0 {
		return of, nil
	}
	standsFor, err := StandFor(ctx, tx, keysOf(list))
	if err != nil {
		return nil, err
	}
	var q query
	var all []Contact
	err = tx.Select(ctx, &all, contactQuery+" WHERE organisation_id IN ("+places(&q, slices.Collect(maps.Keys(standsFor)))+") ORDER BY name, id", q.args...)
	for i := range all {
		stands := standsFor[all[i].OrganisationID]
		of[stands] = append(of[stands], all[i])
	}
	return of, err
}

func keysOf(list []Organisation) []string {
	ids := make([]string, len(list))
	for i := range list {
		ids[i] = list[i].ID
	}
	return ids
}
