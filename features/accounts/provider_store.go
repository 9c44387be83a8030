package accounts

import (
	"context"
	"encoding/base64"
	"errors"
	"time"

	"samverk/features/accounts/oidc"
	"samverk/features/audit"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// pending is somebody on their way to a provider and back.
type pending struct {
	Provider  string
	Nonce     string
	Verifier  string
	Back      string
	AccountID *string // whose identity it becomes; nil when somebody signs in
}

// keepPending keeps what must be kept of a sign-in that begins in the browser, and forgets those whose time is out.
func keepPending(ctx context.Context, tx *store.Tx, state, browser string, p pending, now time.Time) error {
	if _, err := tx.Exec(ctx, "DELETE FROM sign_in_pending WHERE ends_at <= $1", store.TimeOf(now)); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `INSERT INTO sign_in_pending (state_hash, browser_hash, provider, nonce, verifier, back, account_id, ends_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, hashToken(state), hashToken(browser), p.Provider, p.Nonce, p.Verifier, p.Back, p.AccountID,
		store.TimeOf(now.Add(pendingTime)))
	return err
}

// takePending gives what was kept, once: to the browser where it began, when it comes back from the same provider in time.
// Otherwise the error is ErrNotFound.
func takePending(ctx context.Context, tx *store.Tx, state, browser, provider string, now time.Time) (pending, error) {
	var p pending
	return p, tx.Get(ctx, &p, `DELETE FROM sign_in_pending WHERE state_hash = $1 AND browser_hash = $2 AND provider = $3 AND ends_at > $4
		RETURNING provider, nonce, verifier, back, account_id`, hashToken(state), hashToken(browser), provider, store.TimeOf(now))
}

// identitySecret is the name of the key with which subjects are hashed.
const identitySecret = "identities"

// identityKey is the key with which subjects are hashed: the settings', else one that is made when it is first asked for.
func (f *Feature) identityKey(ctx context.Context, tx *store.Tx) ([]byte, error) {
	if len(f.IdentityKey) > 0 {
		return f.IdentityKey, nil
	}
	if _, err := tx.Exec(ctx, "INSERT INTO program_secret (name, value, made_at) VALUES ($1, $2, $3) ON CONFLICT (name) DO NOTHING",
		identitySecret, newToken(), store.Now()); err != nil {
		return nil, err
	}
	var value string
	if err := tx.Get(ctx, &value, "SELECT value FROM program_secret WHERE name = $1", identitySecret); err != nil {
		return nil, err
	}
	return base64.RawURLEncoding.DecodeString(value)
}

// Identities lists who the account is at providers, the oldest first.
func Identities(ctx context.Context, tx *store.Tx, accountID string) ([]Identity, error) {
	var list []Identity
	return list, tx.Select(ctx, &list, `SELECT id, account_id, provider, subject, added_at FROM account_identity
		WHERE account_id = $1 ORDER BY added_at, id`, accountID)
}

// AddIdentity lets whoever the provider calls by the subject sign in as the account. The subject is stored as it is given.
func AddIdentity(ctx context.Context, tx *store.Tx, accountID, provider, subject string, now time.Time) error {
	if err := tx.Lock(ctx, "accounts"); err != nil { // two browsers of one person may come back at once
		return err
	}
	known, err := identified(ctx, tx, provider, subject)
	if err == nil && known.ID == accountID {
		return nil
	}
	if err == nil {
		return i18n.Fail("accounts.identity.taken")
	}
	if !errors.Is(err, store.ErrNotFound) {
		return err
	}
	if _, err := tx.Exec(ctx, "INSERT INTO account_identity (id, account_id, provider, subject, added_at) VALUES ($1, $2, $3, $4, $5)",
		store.NewID(), accountID, provider, subject, store.TimeOf(now)); err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "account.identity_added", ObjectKind: "account", ObjectID: accountID,
		After: identityTrail{provider, subject}})
}

// identityTrail is an identity as the audit trail keeps it.
type identityTrail struct {
	Provider string `json:"provider"`
	Subject  string `json:"subject"`
}

// identified is the account of whoever the provider calls by the subject.
func identified(ctx context.Context, tx *store.Tx, provider, subject string) (Account, error) {
	var account Account
	return account, tx.Get(ctx, &account, "SELECT "+accountColumns+` FROM account_identity i JOIN account ON account.id = i.account_id
		WHERE i.provider = $1 AND i.subject = $2`, provider, subject)
}

// RemoveIdentity takes one of the account's identities away, and ends the sessions that began with that provider but the one
// whose token is given. What is gone already is no error.
func RemoveIdentity(ctx context.Context, tx *store.Tx, accountID, identityID, token string) error {
	var gone identityTrail
	err := tx.Get(ctx, &gone, "DELETE FROM account_identity WHERE id = $1 AND account_id = $2 RETURNING provider, subject", identityID, accountID)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "DELETE FROM session WHERE account_id = $1 AND way = $2 AND token_hash <> $3",
		accountID, ByProvider(gone.Provider), hashToken(token)); err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "account.identity_removed", ObjectKind: "account", ObjectID: accountID, Before: gone})
}

// RemoveOwnIdentity takes one of somebody's own identities away, unless it is their last way of signing in. Mails is whether
// the program sends links that sign in.
func RemoveOwnIdentity(ctx context.Context, tx *store.Tx, accountID, identityID, token string, mails bool) error {
	return keepingAWayIn(ctx, tx, accountID, mails, func() error { return RemoveIdentity(ctx, tx, accountID, identityID, token) })
}

// Outcomes of coming back from a provider that let nobody in.
var (
	errUnknownPerson = errors.New("nobody knows the identity")
	errNotSaid       = errors.New("the provider does not say who it is")
	errAddressTaken  = errors.New("another account has the address")
	errClosed        = errors.New("the account is closed")
)

// arrive finds the account of whoever a provider has told about: the one that has the identity, the one with the verified
// address where the settings say so, or a new one. The identity is given when nobody is let in, for an administrator to add.
func (f *Feature) arrive(ctx context.Context, tx *store.Tx, c *oidc.Config, p oidc.Person, now time.Time) (Account, Identity, error) {
	if err := tx.Lock(ctx, "accounts"); err != nil {
		return Account{}, Identity{}, err
	}
	identity, err := f.identity(ctx, tx, c, p)
	if err != nil {
		return Account{}, identity, err
	}
	account, err := identified(ctx, tx, c.Key, identity.Subject)
	if errors.Is(err, store.ErrNotFound) {
		if account, err = f.welcome(ctx, tx, c, p); err == nil && !account.Closed {
			err = AddIdentity(asAccount(ctx, account), tx, account.ID, c.Key, identity.Subject, now)
		}
	}
	if err == nil && account.Closed {
		err = errClosed
	}
	return account, identity, err
}

// identity is the person's identity as it is stored; errNotSaid when the provider does not say what it is made of.
func (f *Feature) identity(ctx context.Context, tx *store.Tx, c *oidc.Config, p oidc.Person) (Identity, error) {
	key, err := f.identityKey(ctx, tx)
	if err != nil {
		return Identity{}, err
	}
	identity := Identity{Provider: c.Key, Subject: identityOf(c, p, key)}
	if identity.Subject == "" {
		return identity, errNotSaid
	}
	return identity, nil
}

// welcome finds or makes the account of somebody whose identity is not known.
func (f *Feature) welcome(ctx context.Context, tx *store.Tx, c *oidc.Config, p oidc.Person) (Account, error) {
	name, email, enough := newcomer(c, p)
	if p.Email != "" {
		account, err := FindByEmail(ctx, tx, p.Email)
		switch {
		case err == nil && c.LinkByEmail:
			return account, nil
		case err == nil && enough:
			return Account{}, errAddressTaken
		case err != nil && !errors.Is(err, store.ErrNotFound):
			return Account{}, err
		}
	}
	if !enough {
		return Account{}, errUnknownPerson
	}
	return Add(audit.As(ctx, audit.Actor{Kind: audit.Program, ID: wayAtProvider + c.Key, Name: c.NameSV}), tx, name, email, Role(c.NewPeople))
}
