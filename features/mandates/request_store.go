package mandates

import (
	"context"
	"errors"
	"strconv"

	"samverk/features/audit"
	"samverk/features/organisations"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

const requestQuery = `SELECT r.id, r.organisation_id, o.name AS organisation, r.account_id, a.name AS asked_by, r.name, r.number, r.legal_form AS form, r.why, r.asked_at,
	r.decision AS answer, r.decided_by, r.decided_at, r.reason FROM organisation_request r JOIN organisation o ON o.id = r.organisation_id
	JOIN account a ON a.id = r.account_id`

// FindRequest gives a request; store.ErrNotFound when there is none.
func FindRequest(ctx context.Context, tx *store.Tx, id string) (r Request, err error) {
	unknown := i18n.Fail("mandates.request.unknown").Because(store.ErrNotFound)
	if !store.IsID(id) {
		return r, unknown
	}
	if err = tx.Get(ctx, &r, requestQuery+" WHERE r.id = $1", id); errors.Is(err, store.ErrNotFound) {
		err = unknown
	}
	return r, err
}

// RequestsOf lists what has been asked for of an organisation, the latest first.
func RequestsOf(ctx context.Context, tx *store.Tx, organisationID string) (all []Request, err error) {
	keys, err := organisations.Keys(ctx, tx, organisationID)
	if err != nil {
		return nil, err
	}
	places, args := In(keys, 1)
	return all, tx.Select(ctx, &all, requestQuery+" WHERE r.organisation_id IN ("+places+") ORDER BY r.asked_at DESC, r.id DESC", args...)
}

// WaitingRequests lists those that an officer has to answer, what has waited the longest first; the first so many.
func WaitingRequests(ctx context.Context, tx *store.Tx) (all []Request, err error) {
	return all, tx.Select(ctx, &all, requestQuery+" WHERE r.decision = '' ORDER BY r.asked_at, r.id LIMIT "+strconv.Itoa(PageLength))
}

// requestTold is what the trail keeps of a request.
type requestTold struct {
	Name      string                  `json:"name"`
	Number    string                  `json:"organisationNumber"`
	LegalForm organisations.LegalForm `json:"legalForm"`
}

// Ask keeps a request. One organisation has at most one that waits. The key was made with the form.
func Ask(ctx context.Context, tx *store.Tx, r Request) error {
	if err := tx.Lock(ctx, lock); err != nil {
		return err
	}
	all, err := RequestsOf(ctx, tx, r.OrganisationID)
	if err != nil {
		return err
	}
	for _, other := range all {
		if other.ID == r.ID {
			return nil
		}
		if other.Answer == Unanswered {
			return i18n.Fail("mandates.request.waits_already")
		}
	}
	if _, err := tx.Exec(ctx, `INSERT INTO organisation_request (id, organisation_id, account_id, name, number, legal_form, why, asked_at, decision, decided_by, reason)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '', '', '')`, r.ID, r.OrganisationID, r.AccountID, r.Name, string(r.Number), r.Form, r.Why, store.Now()); err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "organisation.change_asked", ObjectKind: "organisation", ObjectID: r.OrganisationID, Reason: r.Why,
		After: requestTold{r.Name, r.Number.String(), r.Form}})
}

// AnswerRequest accepts or refuses a request; accepted, it changes the organisation in the same transaction. Nobody answers
// their own.
func AnswerRequest(ctx context.Context, tx *store.Tx, id string, answer Answer, reason string) (Request, error) {
	if err := tx.Lock(ctx, lock); err != nil {
		return Request{}, err
	}
	r, err := FindRequest(ctx, tx, id)
	if err != nil || r.Answer == answer {
		return r, err
	}
	actor, _ := audit.ActorIn(ctx)
	switch {
	case r.Answer != Unanswered:
		return r, i18n.Fail("mandates.request.answered")
	case answer != TakenBack && actor.ID == r.AccountID:
		return r, i18n.Fail("mandates.own_decision")
	case answer == Denied:
		if err := checkReason(reason); err != nil {
			return r, err
		}
	}
	if answer == Accepted {
		o, err := organisations.Find(ctx, tx, r.OrganisationID)
		if err != nil {
			return r, err
		}
		if err := organisations.Change(ctx, tx, o.ID, r.applied(&o), o.Version); err != nil {
			return r, err
		}
	}
	r.Answer, r.DecidedBy, r.DecidedAt, r.Reason = answer, actor.Name, store.Now(), reason
	if _, err := tx.Exec(ctx, "UPDATE organisation_request SET decision = $2, decided_by = $3, decided_at = $4, reason = $5 WHERE id = $1",
		id, answer, r.DecidedBy, r.DecidedAt, reason); err != nil {
		return r, err
	}
	return r, audit.Append(ctx, tx, audit.Change{Action: "organisation.change_" + string(answer), ObjectKind: "organisation", ObjectID: r.OrganisationID, Reason: reason,
		After: requestTold{r.Name, r.Number.String(), r.Form}})
}
