package mandates

import (
	"context"
	"errors"
	"time"

	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/features/organisations"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// mostInvited is how many invitations of one organisation may wait at once, so that nobody fills other people's inboxes.
const mostInvited = 10

// Invitation asks somebody to act for an organisation. The key was made with the form.
type Invitation struct {
	ID, OrganisationID string
	Name, Email        string // the name counts only for an address without an account
}

// Invited is whom an invitation reached, and how.
type invited struct {
	Mandate Mandate
	Account accounts.Account
	Token   string // of a link that sets the password of a new account; empty for one that was there
	Again   bool   // the same form had been sent before
}

// Invite keeps an invitation. An account is made for an address that has none. The same form sent twice invites once.
func Invite(ctx context.Context, tx *store.Tx, in Invitation, now time.Time) (i invited, err error) {
	if err := tx.Lock(ctx, lock); err != nil {
		return i, err
	}
	if i.Mandate, err = Find(ctx, tx, in.ID); err == nil {
		i.Again = true
		return i, nil
	}
	if !errors.Is(err, store.ErrNotFound) {
		return i, err
	}
	o, err := organisations.Find(ctx, tx, in.OrganisationID)
	if err != nil {
		return i, err
	}
	if o.HasEnded() {
		return i, i18n.Fail("mandates.organisation_ended")
	}
	i.Account, err = accounts.FindByEmail(ctx, tx, in.Email)
	switch {
	case errors.Is(err, store.ErrNotFound):
		if i.Account, err = accounts.Add(ctx, tx, in.Name, in.Email, accounts.Representative); err == nil {
			i.Token, err = accounts.PasswordLink(ctx, tx, i.Account.ID, now)
		}
	case err == nil && i.Account.Closed:
		err = i18n.Fail("mandates.account_closed")
	}
	if err != nil {
		return i, err
	}
	if err := mayInvite(ctx, tx, o.ID, i.Account.ID); err != nil {
		return i, err
	}
	i.Mandate, err = insert(ctx, tx, in.ID, o.ID, i.Account.ID, now)
	return i, err
}

// mayInvite refuses an invitation to somebody who has one or acts already, and more than may wait at once.
func mayInvite(ctx context.Context, tx *store.Tx, organisationID, accountID string) error {
	all, err := OfOrganisation(ctx, tx, organisationID)
	waiting, day := 0, today()
	for j := range all {
		if all[j].State(day) == Invited {
			waiting++
		}
		if all[j].AccountID == accountID && all[j].isOpen(day) {
			return i18n.Fail("mandates.invited_already")
		}
	}
	if err == nil && waiting >= mostInvited {
		err = i18n.Fail("mandates.too_many_invited", "most", mostInvited)
	}
	return err
}

func insert(ctx context.Context, tx *store.Tx, id, organisationID, accountID string, now time.Time) (Mandate, error) {
	actor, _ := audit.ActorIn(ctx)
	if _, err := tx.Exec(ctx, `INSERT INTO mandate (id, organisation_id, account_id, invited_by, invited_at, signs, decision, decided_by, reason, ended_by, ended_why, version)
		VALUES ($1, $2, $3, $4, $5, '', '', '', '', '', '', 1)`, id, organisationID, accountID, actor.Name, store.TimeOf(now)); err != nil {
		return Mandate{}, err
	}
	m, err := Find(ctx, tx, id)
	if err != nil {
		return m, err
	}
	return m, audit.Append(ctx, tx, audit.Change{Action: "mandate.invited", ObjectKind: "mandate", ObjectID: id, After: m.told(today())})
}

// Renew begins a new mandate for whoever has one that is soon over, or is: its document has to be handed in and confirmed
// like the first. The key was made with the page.
func Renew(ctx context.Context, tx *store.Tx, id, key string, now time.Time) (Mandate, error) {
	if err := tx.Lock(ctx, lock); err != nil {
		return Mandate{}, err
	}
	if again, err := Find(ctx, tx, key); err == nil {
		return again, nil
	}
	m, err := Find(ctx, tx, id)
	if err != nil {
		return m, err
	}
	if !m.mayRenew(today()) {
		return m, i18n.Fail("mandates.not_now")
	}
	if err := mayInvite(ctx, tx, m.OrganisationID, m.AccountID); err != nil {
		return m, err
	}
	return insert(ctx, tx, key, m.OrganisationID, m.AccountID, now)
}

// InviteAgain makes a new link for whoever has not answered an invitation; an empty token for somebody who can sign in
// already.
func InviteAgain(ctx context.Context, tx *store.Tx, id string, now time.Time) (i invited, err error) {
	if i.Mandate, err = Find(ctx, tx, id); err != nil {
		return i, err
	}
	if i.Mandate.State(today()) != Invited {
		return i, i18n.Fail("mandates.not_now")
	}
	if i.Account, err = accounts.Find(ctx, tx, i.Mandate.AccountID); err != nil {
		return i, err
	}
	if i.Account.Role == accounts.Representative && !i.Account.HasPassword && !i.Account.HasIdentity && !i.Account.HasPasskey {
		i.Token, err = accounts.PasswordLink(ctx, tx, i.Account.ID, now)
	}
	if err != nil {
		return i, err
	}
	return i, audit.Append(ctx, tx, audit.Change{Action: "mandate.invited_again", ObjectKind: "mandate", ObjectID: id})
}
