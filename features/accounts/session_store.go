package accounts

import (
	"context"
	"errors"
	"time"

	"samverk/features/audit"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// Begin starts a session for the account and gives its token, which is kept nowhere else.
func Begin(ctx context.Context, tx *store.Tx, accountID string, now time.Time) (token string, err error) {
	token = newToken()
	if _, err := tx.Exec(ctx, "INSERT INTO session (token_hash, account_id, started_at, seen_at, ends_at) VALUES ($1, $2, $3, $4, $5)",
		hashToken(token), accountID, store.TimeOf(now), store.TimeOf(now), store.TimeOf(now.Add(wholeTime))); err != nil {
		return "", err
	}
	return token, audit.Append(ctx, tx, audit.Change{Action: "session.begun", ObjectKind: "account", ObjectID: accountID})
}

// sessionRow is an account with its session's times.
type sessionRow struct {
	Account
	SeenAt store.Time
	EndsAt store.Time
}

// holds tells whether the session is not over yet.
func (r *sessionRow) holds(now time.Time) bool {
	return now.Before(r.EndsAt.Time) && now.Sub(r.SeenAt.Time) <= idleTime
}

// isDue tells whether the time last seen is due to be written with Touch.
func (r *sessionRow) isDue(now time.Time) bool { return now.Sub(r.SeenAt.Time) > touchEvery }

// SignedIn gives the account whose session the token is; ErrNotFound when the session is over or never was. Touch
// tells that the time last seen is due to be written with Touch.
func SignedIn(ctx context.Context, tx *store.Tx, token string, now time.Time) (account Account, touch bool, err error) {
	row, err := sessionOf(ctx, tx, token, now)
	return row.Account, err == nil && row.isDue(now), err
}

func sessionOf(ctx context.Context, tx *store.Tx, token string, now time.Time) (sessionRow, error) {
	var row sessionRow
	err := tx.Get(ctx, &row, `SELECT a.id, a.name, a.email, a.role, a.password_hash IS NOT NULL AS has_password, a.created_at,
		s.seen_at, s.ends_at FROM session s JOIN account a ON a.id = s.account_id WHERE s.token_hash = $1`, hashToken(token))
	if err == nil && !row.holds(now) {
		err = store.ErrNotFound
	}
	if err != nil {
		return sessionRow{}, err
	}
	return row, nil
}

// Touch writes when the session was last seen.
func Touch(ctx context.Context, tx *store.Tx, token string, now time.Time) error {
	_, err := tx.Exec(ctx, "UPDATE session SET seen_at = $1 WHERE token_hash = $2", store.TimeOf(now), hashToken(token))
	return err
}

// End ends a session. Ending one that is over already is no error.
func End(ctx context.Context, tx *store.Tx, token string) error {
	var accountID string
	err := tx.Get(ctx, &accountID, "DELETE FROM session WHERE token_hash = $1 RETURNING account_id", hashToken(token))
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "session.ended", ObjectKind: "account", ObjectID: accountID})
}

// EndOver removes sessions and links whose time is out.
func EndOver(ctx context.Context, tx *store.Tx, now time.Time) error {
	if _, err := tx.Exec(ctx, "DELETE FROM session WHERE ends_at <= $1 OR seen_at < $2",
		store.TimeOf(now), store.TimeOf(now.Add(-idleTime))); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, "DELETE FROM sign_in_link WHERE ends_at <= $1", store.TimeOf(now))
	return err
}

// firstAdministrator is the purpose of the link that makes the first account.
const firstAdministrator = "first_administrator"

// FirstLink makes a one-time link's token for the first administrator. It gives an empty token when somebody can
// sign in already. An earlier link that was not used stops working.
func FirstLink(ctx context.Context, tx *store.Tx, now time.Time) (token string, err error) {
	var administrators int
	if err := tx.Get(ctx, &administrators, "SELECT count(*) FROM account WHERE role = $1 AND password_hash IS NOT NULL", Administrator); err != nil {
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
		hashToken(token), firstAdministrator, store.TimeOf(now), store.TimeOf(now.Add(linkTime)))
	return token, err
}

// LinkWorks tells whether a one-time link can still be used.
func LinkWorks(ctx context.Context, tx *store.Tx, token string, now time.Time) (bool, error) {
	var works int
	err := tx.Get(ctx, &works, "SELECT count(*) FROM sign_in_link WHERE token_hash = $1 AND used_at IS NULL AND ends_at > $2",
		hashToken(token), store.TimeOf(now))
	return works == 1, err
}

// UseFirstLink makes the first administrator's account with a password, as a hash from HashPassword, and uses up the
// link, all or nothing.
func UseFirstLink(ctx context.Context, tx *store.Tx, token, name, email, passwordHash string, now time.Time) (Account, error) {
	used, err := tx.Exec(ctx, "UPDATE sign_in_link SET used_at = $1 WHERE token_hash = $2 AND used_at IS NULL AND ends_at > $1",
		store.TimeOf(now), hashToken(token))
	if err != nil {
		return Account{}, err
	}
	if used == 0 {
		return Account{}, i18n.Fail("accounts.link_over")
	}
	account, err := Add(ctx, tx, name, email, Administrator)
	if err != nil {
		return account, err
	}
	return account, SetPassword(ctx, tx, email, passwordHash)
}
