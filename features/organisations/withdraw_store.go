package organisations

import (
	"context"
	"errors"
	"slices"
	"strings"

	"samverk/features/audit"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// ErrInUse is why an organisation cannot be withdrawn: it has been changed, or something refers to it.
var ErrInUse = errors.New("the organisation is in use")

// Referring are the tables whose rows keep an organisation from being withdrawn.
var Referring = []string{"organisation_role", "organisation_contact", "event_registration", "mapping_asked", "mapping_assessment", "network_member", "meeting_invitation", "meeting_attendance", "mandate", "organisation_request", "entitlement_filing", "entitlement_step", "application", "de_minimis_aid"}

// ReferredTo is the condition that something refers to the organisation whose key is in a column.
func ReferredTo(column string) string {
	all := make([]string, len(Referring))
	for i, table := range Referring {
		all[i] = "EXISTS (SELECT 1 FROM " + table + " referring WHERE referring.organisation_id = " + column + ")"
	}
	return "(" + strings.Join(all, " OR ") + ")"
}

// Withdraw takes away an organisation that was added by mistake and that is as it was added, version 1. ErrInUse when
// somebody has changed it since, or something refers to it: it can then be ended, and keeps its history.
func Withdraw(ctx context.Context, tx *store.Tx, id, why string) error {
	if _, err := findRow(ctx, tx, id); err != nil {
		return err
	}
	gone, err := WithdrawMany(ctx, tx, []Beside{{OrganisationID: id}}, why)
	if err == nil && !gone[id] {
		err = i18n.Fail("organisations.meanwhile").Because(ErrInUse)
	}
	return err
}

// WithdrawMany takes away organisations that were added by mistake, with the people to turn to and the roles that came with
// them. Those that somebody has changed since, or that something else refers to, stay: gone are the others.
func WithdrawMany(ctx context.Context, tx *store.Tx, all []Beside, why string) (gone map[string]bool, err error) {
	if err := tx.Lock(ctx, lock); err != nil {
		return nil, err
	}
	gone = map[string]bool{}
	lost := map[spot][]uint16{}
	for some := range slices.Chunk(all, lookedUp) {
		list, err := withdrawable(ctx, tx, some)
		if err != nil {
			return nil, err
		}
		for i := range list {
			gone[list[i].ID] = true
			for _, word := range list[i].words() {
				at := spot{word, list[i].place / blockLength}
				lost[at] = append(lost[at], uint16(list[i].place%blockLength))
			}
		}
		if err := takeAway(ctx, tx, some, list, why); err != nil {
			return nil, err
		}
	}
	return gone, forgetAll(ctx, tx, lost)
}

// Withdrawable tells which of some organisations would be withdrawn.
func Withdrawable(ctx context.Context, tx *store.Tx, all []Beside) (map[string]bool, error) {
	is := map[string]bool{}
	for some := range slices.Chunk(all, lookedUp) {
		list, err := withdrawable(ctx, tx, some)
		if err != nil {
			return nil, err
		}
		for i := range list {
			is[list[i].ID] = true
		}
	}
	return is, nil
}

// placedOrganisation is an organisation with its place in the search's lists.
type placedOrganisation struct {
	Organisation
	place int64
}

// withdrawable are those of some organisations that are as they were added, and that nothing refers to but what came with
// them.
func withdrawable(ctx context.Context, tx *store.Tx, some []Beside) ([]placedOrganisation, error) {
	var q query
	var rows []organisationRow
	ids := organisationsOf(some)
	if err := tx.Select(ctx, &rows, "SELECT "+organisationColumns+" FROM organisation o WHERE o.version = 1 AND o.id IN ("+places(&q, ids)+") ORDER BY o.place", q.args...); err != nil {
		return nil, err
	}
	used, err := usedBeside(ctx, tx, some)
	if err != nil {
		return nil, err
	}
	var list []Organisation
	var at []int64
	for i := range rows {
		if !used[rows[i].ID] {
			list, at = append(list, rows[i].organisation()), append(at, rows[i].Place)
		}
	}
	if list, err = withMunicipalities(ctx, tx, list); err != nil {
		return nil, err
	}
	found := make([]placedOrganisation, len(list))
	for i := range list {
		found[i] = placedOrganisation{list[i], at[i]}
	}
	return found, nil
}

// usedBeside are the organisations that something refers to beside what came with them. What came with them and has been
// changed since counts as well.
func usedBeside(ctx context.Context, tx *store.Tx, some []Beside) (map[string]bool, error) {
	used, came := map[string]bool{}, map[string]bool{}
	for i := range some {
		for _, c := range some[i].Contacts {
			came[c.ID] = true
		}
		for _, r := range some[i].Roles {
			came[r.ID] = true
		}
	}
	for _, table := range Referring {
		var q query
		var rows []struct {
			OrganisationID, ID string
			Version            int
		}
		text := "SELECT organisation_id, '' AS id, 1 AS version FROM " + table
		switch table {
		case "organisation_role":
			text = `SELECT organisation_id, id, CASE WHEN ended_why = '' AND NOT EXISTS (SELECT 1 FROM certification_reminder c WHERE c.role_id = organisation_role.id)
				THEN 1 ELSE 2 END AS version FROM organisation_role`
		case "organisation_contact":
			text = "SELECT organisation_id, id, version FROM organisation_contact"
		}
		if err := tx.Select(ctx, &rows, text+" WHERE organisation_id IN ("+places(&q, organisationsOf(some))+")", q.args...); err != nil {
			return nil, err
		}
		for _, row := range rows {
			if !came[row.ID] || row.Version > 1 {
				used[row.OrganisationID] = true
			}
		}
	}
	return used, nil
}

func organisationsOf(some []Beside) []string {
	ids := make([]string, len(some))
	for i := range some {
		ids[i] = some[i].OrganisationID
	}
	return ids
}

// takeAway deletes organisations with all that came with them, and says so in the trail.
func takeAway(ctx context.Context, tx *store.Tx, some []Beside, list []placedOrganisation, why string) error {
	if len(list) == 0 {
		return nil
	}
	ids, changes := make([]string, len(list)), make([]audit.Change, len(list))
	is := map[string]bool{}
	for i := range list {
		o := &list[i]
		ids[i], is[o.ID] = o.ID, true
		changes[i] = audit.Change{Action: "organisation.withdrawn", ObjectKind: "organisation", ObjectID: o.ID, Reason: why, Before: o.told()}
	}
	came := slices.DeleteFunc(slices.Clone(some), func(b Beside) bool { return !is[b.OrganisationID] })
	if err := RemoveBeside(ctx, tx, came, why); err != nil {
		return err
	}
	for _, from := range []string{"organisation_municipality WHERE organisation_id", "organisation_distinct WHERE one_id", "organisation_distinct WHERE other_id", "organisation WHERE id"} {
		var q query
		if _, err := tx.Exec(ctx, "DELETE FROM "+from+" IN ("+places(&q, ids)+")", q.args...); err != nil {
			return err
		}
	}
	return audit.AppendMany(ctx, tx, changes)
}

// forgetAll takes places away from words, and words that no organisation has any more.
func forgetAll(ctx context.Context, tx *store.Tx, lost map[spot][]uint16) error {
	there, err := readSpots(ctx, tx, lost)
	if err != nil {
		return err
	}
	rows := store.NewBulk(tx, postings, " ON CONFLICT (term, block) DO UPDATE SET places = excluded.places", 3)
	empty := map[int64][]string{}
	for _, at := range sorted(lost) {
		slices.Sort(lost[at])
		list := slices.DeleteFunc(there[at], func(offset uint16) bool { _, is := slices.BinarySearch(lost[at], offset); return is })
		if len(list) == 0 {
			empty[at.block] = append(empty[at.block], at.term)
		} else if err := rows.Add(ctx, []byte(at.term), at.block, written(list)); err != nil {
			return err
		}
	}
	if err := rows.Flush(ctx); err != nil {
		return err
	}
	for block, terms := range empty {
		for some := range slices.Chunk(terms, lookedUp) {
			if err := forgetTerms(ctx, tx, block, some); err != nil {
				return err
			}
		}
	}
	return nil
}

// forgetTerms takes words away from a block where no organisation has them, and from everywhere when none has.
func forgetTerms(ctx context.Context, tx *store.Tx, block int64, terms []string) error {
	var q query
	text := "DELETE FROM organisation_posting WHERE block = " + q.place(block) + " AND term IN (" + places(&q, asBytes(terms)) + ")"
	if _, err := tx.Exec(ctx, text, q.args...); err != nil {
		return err
	}
	q = query{}
	_, err := tx.Exec(ctx, `DELETE FROM organisation_term WHERE NOT EXISTS (SELECT 1 FROM organisation_posting p WHERE p.term = organisation_term.term)
		AND term IN (`+places(&q, asBytes(terms))+")", q.args...)
	return err
}
