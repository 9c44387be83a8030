package mandates

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"samverk/features/audit"
	"samverk/features/organisations"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// ErrSavedMeanwhile says that somebody else has decided since the page was shown.
var ErrSavedMeanwhile = errors.New("somebody else saved meanwhile")

// lock is held by whoever changes mandates: two windows must not invite the same person twice.
const lock = "mandates"

// In is a list of numbered places for keys, the first with a number, and their arguments.
func In(keys []string, first int) (places string, args []any) {
	list := make([]string, len(keys))
	for i, key := range keys {
		list[i], args = "$"+strconv.Itoa(first+i), append(args, key)
	}
	return strings.Join(list, ", "), args
}

const mandateQuery = `SELECT m.id, m.organisation_id, o.name AS organisation, m.account_id, a.name AS person, a.email, a.closed_at IS NOT NULL AS closed,
	m.invited_by, m.invited_at, m.signs, m.handed_in_at, m.decision, m.decided_by, m.decided_at, m.reason, m.starts_on AS "from", m.ends_on AS until,
	m.ended_at, m.ended_by, m.ended_why, m.version
	FROM mandate m JOIN organisation o ON o.id = m.organisation_id JOIN account a ON a.id = m.account_id`

// Find gives a mandate; store.ErrNotFound when there is none.
func Find(ctx context.Context, tx *store.Tx, id string) (m Mandate, err error) {
	unknown := i18n.Fail("mandates.unknown").Because(store.ErrNotFound)
	if !store.IsID(id) {
		return m, unknown
	}
	if err = tx.Get(ctx, &m, mandateQuery+" WHERE m.id = $1", id); errors.Is(err, store.ErrNotFound) {
		err = unknown
	}
	return m, err
}

// OfOrganisation lists every mandate of an organisation, the latest first.
func OfOrganisation(ctx context.Context, tx *store.Tx, organisationID string) (all []Mandate, err error) {
	keys, err := organisations.Keys(ctx, tx, organisationID)
	if err != nil {
		return nil, err
	}
	places, args := In(keys, 1)
	return all, tx.Select(ctx, &all, mandateQuery+" WHERE m.organisation_id IN ("+places+") ORDER BY m.invited_at DESC, m.id DESC", args...)
}

// OfAccount lists every mandate that an account has or has had, by the organisation's name.
func OfAccount(ctx context.Context, tx *store.Tx, accountID string) (all []Mandate, err error) {
	return all, tx.Select(ctx, &all, mandateQuery+" WHERE m.account_id = $1 ORDER BY o.sort_key, o.id, m.invited_at DESC, m.id DESC", accountID)
}

// Of lists the mandates by which an account acts on a day.
func Of(ctx context.Context, tx *store.Tx, accountID string, day calendar.Date) ([]Mandate, error) {
	all, err := OfAccount(ctx, tx, accountID)
	return acting(all, day), err
}

// Acting lists the mandates by which people act for an organisation on a day.
func Acting(ctx context.Context, tx *store.Tx, organisationID string, day calendar.Date) ([]Mandate, error) {
	all, err := OfOrganisation(ctx, tx, organisationID)
	return acting(all, day), err
}

func acting(all []Mandate, day calendar.Date) (some []Mandate) {
	for i := range all {
		if all[i].Acts(day) {
			some = append(some, all[i])
		}
	}
	return some
}

// MaySign tells whether some people together may sign for an organisation on a day.
func MaySign(ctx context.Context, tx *store.Tx, organisationID string, accountIDs []string, day calendar.Date) (bool, error) {
	all, err := Acting(ctx, tx, organisationID, day)
	var theirs []Mandate
	for _, m := range all {
		for _, id := range accountIDs {
			if m.AccountID == id {
				theirs = append(theirs, m)
			}
		}
	}
	return Suffice(theirs, day), err
}

// ActsFor gives the mandate by which an account acts for an organisation on a day. Without one the organisation is not there:
// nobody is told which organisations others act for.
func ActsFor(ctx context.Context, tx *store.Tx, accountID, organisationID string, day calendar.Date) (Mandate, error) {
	if store.IsID(organisationID) {
		all, err := Acting(ctx, tx, organisationID, day)
		if err != nil {
			return Mandate{}, err
		}
		for _, m := range all {
			if m.AccountID == accountID {
				return m, nil
			}
		}
	}
	return Mandate{}, i18n.Fail("mandates.not_yours").Because(store.ErrNotFound)
}

// HoldsAny tells whether an account has been invited to act for some organisation.
func HoldsAny(ctx context.Context, tx *store.Tx, accountID string) (holds bool, err error) {
	return holds, tx.Get(ctx, &holds, "SELECT EXISTS (SELECT 1 FROM mandate WHERE account_id = $1)", accountID)
}

// PageLength is how many mandates that wait are shown at a time.
const PageLength = 50

// Waiting lists mandates that an officer has to look at, those that have waited the longest first, after the one with a key;
// more tells whether there are others.
func Waiting(ctx context.Context, tx *store.Tx, after string) (list []Mandate, more bool, err error) {
	query, args := mandateQuery+" WHERE m.decision = '' AND m.ended_at IS NULL AND m.handed_in_at IS NOT NULL", []any{}
	if store.IsID(after) {
		args = append(args, after)
		query += " AND (m.handed_in_at, m.id) > (SELECT b.handed_in_at, b.id FROM mandate b WHERE b.id = $1)"
	}
	err = tx.Select(ctx, &list, query+" ORDER BY m.handed_in_at, m.id LIMIT "+strconv.Itoa(PageLength+1), args...)
	if len(list) > PageLength {
		return list[:PageLength], true, err
	}
	return list, false, err
}

// told is what the trail keeps of a mandate: nothing that the account does not say itself.
type told struct {
	Organisation string        `json:"organisationName"`
	State        State         `json:"mandateState"`
	Signs        Signs         `json:"signs,omitempty"`
	From         calendar.Date `json:"startsOn,omitzero"`
	Until        calendar.Date `json:"lastDay,omitzero"`
}

func (m *Mandate) told(day calendar.Date) told {
	return told{m.Organisation, m.State(day), m.Signs, m.From, m.Until}
}

// change lets somebody do something with a mandate, unless it has been changed since version seen, and tells the trail. What
// leaves it as it was is no change.
func change(ctx context.Context, tx *store.Tx, id string, seen int, action, reason string, do func(*Mandate, audit.Actor) error) (Mandate, error) {
	if err := tx.Lock(ctx, lock); err != nil {
		return Mandate{}, err
	}
	before, err := Find(ctx, tx, id)
	if err != nil {
		return before, err
	}
	actor, _ := audit.ActorIn(ctx)
	after := before
	if seen != before.Version {
		return before, i18n.Fail("mandates.meanwhile").Because(ErrSavedMeanwhile)
	}
	if err := do(&after, actor); err != nil || after == before {
		return before, err
	}
	if _, err := tx.Exec(ctx, `UPDATE mandate SET signs = $2, handed_in_at = $3, decision = $4, decided_by = $5, decided_at = $6, reason = $7, starts_on = $8, ends_on = $9,
		ended_at = $10, ended_by = $11, ended_why = $12, version = version + 1 WHERE id = $1`, after.ID, after.Signs, after.HandedInAt, after.Decision, after.DecidedBy,
		after.DecidedAt, after.Reason, after.From, after.Until, after.EndedAt, after.EndedBy, after.EndedWhy); err != nil {
		return before, err
	}
	after.Version++
	day := today()
	return after, audit.Append(ctx, tx, audit.Change{Action: action, ObjectKind: "mandate", ObjectID: id, Reason: reason, Before: before.told(day), After: after.told(day)})
}

// HandIn hands in the document for an officer to look at.
func HandIn(ctx context.Context, tx *store.Tx, id string, signs Signs, seen int) (Mandate, error) {
	return change(ctx, tx, id, seen, "mandate.handed_in", "", func(m *Mandate, _ audit.Actor) error {
		unsent, err := unsentOf(ctx, tx, m)
		if err != nil {
			return err
		}
		return m.handIn(signs, unsent != nil, today(), store.Now().Time)
	})
}

// Approve confirms a mandate.
func Approve(ctx context.Context, tx *store.Tx, id string, t Term, seen int) (Mandate, error) {
	return change(ctx, tx, id, seen, "mandate.confirmed", "", func(m *Mandate, by audit.Actor) error {
		return m.confirm(by, t, today(), store.Now().Time)
	})
}

// Reject refuses one. Another document may be handed in.
func Reject(ctx context.Context, tx *store.Tx, id, why string, seen int) (Mandate, error) {
	return change(ctx, tx, id, seen, "mandate.refused", why, func(m *Mandate, by audit.Actor) error {
		return m.refuse(by, why, today(), store.Now().Time)
	})
}

// Finish ends a mandate before its time.
func Finish(ctx context.Context, tx *store.Tx, id, why string, seen int) (Mandate, error) {
	return change(ctx, tx, id, seen, "mandate.ended", why, func(m *Mandate, by audit.Actor) error {
		return m.end(by, why, store.Now().Time)
	})
}

// Concerns tells whether somebody is invited to act for an organisation, or does so: who is may not decide about it.
func Concerns(ctx context.Context, tx *store.Tx, accountID, organisationID string) (bool, error) {
	all, err := OfOrganisation(ctx, tx, organisationID)
	for i := range all {
		if state := all[i].State(today()); all[i].AccountID == accountID && state != Ended && state != RunOut {
			return true, err
		}
	}
	return false, err
}
