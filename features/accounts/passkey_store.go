package accounts

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"samverk/features/audit"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

const passkeyQuery = "SELECT id, name, added_at, used_at, credential_id, credential FROM passkey"

// Passkeys lists the account's passkeys, the oldest first.
func Passkeys(ctx context.Context, tx *store.Tx, accountID string) ([]Passkey, error) {
	var passkeys []Passkey
	return passkeys, tx.Select(ctx, &passkeys, passkeyQuery+" WHERE account_id = $1 ORDER BY added_at, id", accountID)
}

// ownerOf gives the account as the library sees it.
func ownerOf(ctx context.Context, tx *store.Tx, account Account) (*passkeyOwner, error) {
	passkeys, err := Passkeys(ctx, tx, account.ID)
	owner := &passkeyOwner{account: account}
	for _, passkey := range passkeys {
		var credential webauthn.Credential
		if err := json.Unmarshal([]byte(passkey.Credential), &credential); err != nil {
			return nil, err
		}
		owner.credentials = append(owner.credentials, credential)
	}
	return owner, err
}

// askPasskey keeps what a browser is asked, in place of what it was asked before, and gives the token that binds the answer to it.
func askPasskey(ctx context.Context, tx *store.Tx, before, accountID string, asked *webauthn.SessionData, now time.Time) (token string, err error) {
	if _, err := tx.Exec(ctx, "DELETE FROM passkey_challenge WHERE token_hash = $1", hashToken(before)); err != nil {
		return "", err
	}
	text, err := json.Marshal(asked)
	if err != nil {
		return "", err
	}
	var whose *string
	if accountID != "" {
		whose = &accountID
	}
	token = newToken()
	_, err = tx.Exec(ctx, "INSERT INTO passkey_challenge (token_hash, account_id, asked, ends_at) VALUES ($1, $2, $3, $4)",
		hashToken(token), whose, string(text), store.TimeOf(now.Add(passkeyTime)))
	return token, err
}

// takeAsked gives what the browser was asked, and takes it away: it is answered once, rightly or not.
func takeAsked(ctx context.Context, tx *store.Tx, token, accountID string, now time.Time) (asked webauthn.SessionData, err error) {
	var text string
	err = tx.Get(ctx, &text, "DELETE FROM passkey_challenge WHERE token_hash = $1 AND COALESCE(account_id, '') = $2 AND ends_at > $3 RETURNING asked",
		hashToken(token), accountID, store.TimeOf(now))
	if errors.Is(err, store.ErrNotFound) {
		return asked, i18n.Fail("accounts.passkey.over").Because(err)
	}
	if err != nil {
		return asked, err
	}
	return asked, json.Unmarshal([]byte(text), &asked)
}

// addPasskey keeps a passkey that has been checked.
func addPasskey(ctx context.Context, tx *store.Tx, accountID, name string, credential *webauthn.Credential, now time.Time) error {
	kept := *credential
	kept.Attestation = webauthn.CredentialAttestation{} // which device it is in is no concern of ours
	text, err := json.Marshal(kept)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, "INSERT INTO passkey (id, account_id, credential_id, credential, name, added_at) VALUES ($1, $2, $3, $4, $5, $6)",
		store.NewID(), accountID, credentialKey(credential.ID), string(text), name, store.TimeOf(now))
	if errors.Is(err, store.ErrConflict) {
		return i18n.Fail("accounts.passkey.had")
	}
	if err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "account.passkey_added", ObjectKind: "account", ObjectID: accountID})
}

// removePasskey removes one of the account's own, unless it is the last way of signing in. One that is removed already is no
// error. Mails is whether the program sends links that sign in.
func removePasskey(ctx context.Context, tx *store.Tx, accountID, id, token string, mails bool) error {
	return keepingAWayIn(ctx, tx, accountID, mails, func() error { return RemovePasskey(ctx, tx, accountID, id, token) })
}

// RemovePasskey removes one of the account's passkeys, and ends the sessions that began with a passkey but the one whose token
// is given: whoever has the device may be signed in. One that is removed already is no error.
func RemovePasskey(ctx context.Context, tx *store.Tx, accountID, id, token string) error {
	removed, err := tx.Exec(ctx, "DELETE FROM passkey WHERE id = $1 AND account_id = $2", id, accountID)
	if err != nil || removed == 0 {
		return err
	}
	if _, err := tx.Exec(ctx, "DELETE FROM session WHERE account_id = $1 AND way = $2 AND token_hash <> $3", accountID, ByPasskey, hashToken(token)); err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "account.passkey_removed", ObjectKind: "account", ObjectID: accountID})
}

// errUnknownPasskey says that nobody who may sign in has the passkey.
var errUnknownPasskey = errors.New("unknown passkey")

// passkeyOf gives the account that has the passkey.
func passkeyOf(ctx context.Context, tx *store.Tx, credentialID []byte) (account Account, passkey Passkey, err error) {
	err = tx.Get(ctx, &account, "SELECT "+accountColumns+` FROM passkey p JOIN account ON account.id = p.account_id
		WHERE p.credential_id = $1 AND account.closed_at IS NULL`, credentialKey(credentialID))
	if err == nil {
		err = tx.Get(ctx, &passkey, passkeyQuery+" WHERE credential_id = $1", credentialKey(credentialID))
	}
	if errors.Is(err, store.ErrNotFound) {
		err = errUnknownPasskey
	}
	return account, passkey, err
}

// usePasskey checks an answer against what was asked and gives who has signed in. Copied says that the passkey counts
// backwards: somebody seems to have copied it. It is refused then, and the trail tells so.
func usePasskey(ctx context.Context, tx *store.Tx, c *webauthn.WebAuthn, asked webauthn.SessionData, answer *protocol.ParsedCredentialAssertionData, now time.Time) (account Account, copied bool, err error) {
	if err := tx.Lock(ctx, "passkey "+credentialKey(answer.RawID)); err != nil {
		return account, false, err
	}
	account, passkey, err := passkeyOf(ctx, tx, answer.RawID)
	if err != nil {
		return account, false, err
	}
	_, credential, err := c.ValidatePasskeyLogin(func(_, _ []byte) (webauthn.User, error) { return ownerOf(ctx, tx, account) }, asked, answer)
	if err != nil {
		return account, false, i18n.Fail("accounts.passkey.refused").Because(err)
	}
	if credential.Authenticator.CloneWarning {
		ctx = audit.As(ctx, audit.Actor{Kind: audit.Program, ID: "sign_in", Name: "Samverk"})
		return account, true, audit.Append(ctx, tx, audit.Change{Action: "account.passkey_refused", ObjectKind: "account", ObjectID: account.ID})
	}
	text, err := json.Marshal(credential)
	if err != nil {
		return account, false, err
	}
	_, err = tx.Exec(ctx, "UPDATE passkey SET credential = $1, used_at = $2 WHERE id = $3", string(text), store.TimeOf(now), passkey.ID)
	return account, false, err
}

// forgetAsked removes what browsers were asked and have not answered in time.
func forgetAsked(ctx context.Context, tx *store.Tx, now time.Time) error {
	_, err := tx.Exec(ctx, "DELETE FROM passkey_challenge WHERE ends_at <= $1", store.TimeOf(now))
	return err
}

func credentialKey(id []byte) string { return base64.RawURLEncoding.EncodeToString(id) }
