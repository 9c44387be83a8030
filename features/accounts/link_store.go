package accounts

import (
	"context"
	"errors"
	"time"

	"samverk/features/audit"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// What a one-time link is for.
const (
	firstAdministrator = "first_administrator" // makes the first account
	newPassword        = "new_password"        // sets an account's password
)

// FirstLink makes a one-time link's token for the first administrator. It gives an empty token when somebody can
// sign in already. An earlier link that was not used stops working.
func FirstLink(ctx context.Context, tx *store.Tx, now time.Time) (token string, err error) {
	var administrators int
	if err := tx.Get(ctx, &administrators, "SELECT count(*) FROM account WHERE role = $1 AND password_hash IS NOT NULL AND closed_at IS NULL", Administrator); err != nil {
		return "", err
	}
	if administrators > 0 {
		return "", nil
	}
	if _, err := tx.Exec(ctx, "DELETE FROM sign_in_link WHERE purpose = $1", firstAdministrator); err != nil {
		return "", err
	}
	token = newToken()
	_, err = tx.Exec(ctx, "INSERT INTO sign_in_link (token_hash, purpose, made_at, ends_at) VALUES ($1, $2, $3, $4)",
		hashToken(token), firstAdministrator, store.TimeOf(now), store.TimeOf(now.Add(LinkTime)))
	return token, err
}

// LinkWorks tells whether a first administrator's link can still be used.
func LinkWorks(ctx context.Context, tx *store.Tx, token string, now time.Time) (bool, error) {
	var works int
	err := tx.Get(ctx, &works, "SELECT count(*) FROM sign_in_link WHERE token_hash = $1 AND purpose = $2 AND used_at IS NULL AND ends_at > $3",
		hashToken(token), firstAdministrator, store.TimeOf(now))
	return works == 1, err
}

// UseFirstLink makes the first administrator's account with a password, as a hash from HashPassword, and uses up the
// link, all or nothing.
func UseFirstLink(ctx context.Context, tx *store.Tx, token, name, email, passwordHash string, now time.Time) (Account, error) {
	if used, err := useLink(ctx, tx, token, firstAdministrator, now); err != nil {
		return Account{}, err
	} else if !used {
		return Account{}, i18n.Fail("accounts.link_over")
	}
	account, err := Add(ctx, tx, name, email, Administrator)
	if err != nil {
		return account, err
	}
	return account, SetPassword(ctx, tx, email, passwordHash)
}

func useLink(ctx context.Context, tx *store.Tx, token, purpose string, now time.Time) (bool, error) {
	used, err := tx.Exec(ctx, `UPDATE sign_in_link SET used_at = $1
		WHERE token_hash = $2 AND purpose = $3 AND used_at IS NULL AND ends_at > $1`, store.TimeOf(now), hashToken(token), purpose)
	return used == 1, err
}

// PasswordLink makes a one-time link's token with which somebody sets the account's password. An earlier link that was
// not used stops working.
func PasswordLink(ctx context.Context, tx *store.Tx, accountID string, now time.Time) (token string, err error) {
	account, err := Find(ctx, tx, accountID)
	if err != nil {
		return "", err
	}
	if account.Closed {
		return "", i18n.Fail("accounts.is_closed", "name", account.Name)
	}
	if _, err := tx.Exec(ctx, "DELETE FROM sign_in_link WHERE account_id = $1", accountID); err != nil {
		return "", err
	}
	token = newToken()
	if _, err = tx.Exec(ctx, `INSERT INTO sign_in_link (token_hash, purpose, account_id, made_at, ends_at)
		VALUES ($1, $2, $3, $4, $5)`, hashToken(token), newPassword, accountID, store.TimeOf(now), store.TimeOf(now.Add(LinkTime))); err != nil {
		return "", err
	}
	return token, audit.Append(ctx, tx, audit.Change{Action: "account.link_made", ObjectKind: "account", ObjectID: accountID})
}

// LinkedAccount is whose password the link sets; the error says that the link no longer works.
func LinkedAccount(ctx context.Context, tx *store.Tx, token string, now time.Time) (Account, error) {
	var account Account
	err := tx.Get(ctx, &account, "SELECT "+accountColumns+` FROM sign_in_link l JOIN account ON account.id = l.account_id
		WHERE l.token_hash = $1 AND l.purpose = $2 AND l.used_at IS NULL AND l.ends_at > $3 AND account.closed_at IS NULL`,
		hashToken(token), newPassword, store.TimeOf(now))
	if errors.Is(err, store.ErrNotFound) {
		return account, i18n.Fail("accounts.password_link_over").Because(err)
	}
	return account, err
}

// UsePasswordLink sets the password, as a hash from HashPassword, of the account that the link is for and uses up the
// link. Wherever the account was signed in, it no longer is.
func UsePasswordLink(ctx context.Context, tx *store.Tx, token, passwordHash string, now time.Time) (Account, error) {
	account, err := LinkedAccount(ctx, tx, token, now)
	if err != nil {
		return account, err
	}
	if used, err := useLink(ctx, tx, token, newPassword, now); err != nil {
		return account, err
	} else if !used { // somebody was quicker with the same link
		return account, i18n.Fail("accounts.password_link_over").Because(store.ErrNotFound)
	}
	if err := endOthers(ctx, tx, account.ID, ""); err != nil {
		return account, err
	}
	return account, setPassword(ctx, tx, account, passwordHash)
}
