package accounts

import (
	"context"
	"errors"
	"time"

	"samverk/features/audit"
	"samverk/platform/store"
)

// Begin starts a session for the account, who has shown who they are in this way, and gives its token, which is kept
// nowhere else.
func Begin(ctx context.Context, tx *store.Tx, accountID string, way Way, now time.Time) (token string, err error) {
	token = newToken()
	if _, err := tx.Exec(ctx, `INSERT INTO session (token_hash, account_id, way, started_at, proved_at, seen_at, ends_at)
		VALUES ($1, $2, $3, $4, $4, $4, $5)`, hashToken(token), accountID, way, store.TimeOf(now), store.TimeOf(now.Add(wholeTime))); err != nil {
		return "", err
	}
	return token, audit.Append(ctx, tx, audit.Change{Action: "session.begun", ObjectKind: "account", ObjectID: accountID,
		After: struct {
			Way Way `json:"way"`
		}{way}})
}

// sessionRow is an account with its session's times.
type sessionRow struct {
	Account
	Way      Way
	ProvedAt store.Time
	SeenAt   store.Time
	EndsAt   store.Time
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
	err := tx.Get(ctx, &row, "SELECT "+accountColumns+`, s.way, s.proved_at, s.seen_at, s.ends_at
		FROM session s JOIN account ON account.id = s.account_id WHERE s.token_hash = $1 AND account.closed_at IS NULL`, hashToken(token))
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

// EndOver removes sessions, links, questions to browsers, counts of failures and known browsers whose time is out.
func EndOver(ctx context.Context, tx *store.Tx, now time.Time) error {
	if _, err := tx.Exec(ctx, "DELETE FROM session WHERE ends_at <= $1 OR seen_at < $2",
		store.TimeOf(now), store.TimeOf(now.Add(-idleTime))); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "DELETE FROM sign_in_link WHERE ends_at <= $1", store.TimeOf(now)); err != nil {
		return err
	}
	if err := forgetAsked(ctx, tx, now); err != nil {
		return err
	}
	return forgetAttempts(ctx, tx, now)
}

// Session is one place where somebody is signed in.
type Session struct {
	TokenHash string
	Way       Way
	StartedAt store.Time
	SeenAt    store.Time
}

// Sessions lists where the account is signed in, the one seen last first.
func Sessions(ctx context.Context, tx *store.Tx, accountID string, now time.Time) ([]Session, error) {
	var sessions []Session
	return sessions, tx.Select(ctx, &sessions, `SELECT token_hash, way, started_at, seen_at FROM session
		WHERE account_id = $1 AND ends_at > $2 AND seen_at >= $3 ORDER BY seen_at DESC, token_hash`,
		accountID, store.TimeOf(now), store.TimeOf(now.Add(-idleTime)))
}

// EndOne ends one of the account's own sessions. One that is over already is no error.
func EndOne(ctx context.Context, tx *store.Tx, accountID, tokenHash string) error {
	ended, err := tx.Exec(ctx, "DELETE FROM session WHERE account_id = $1 AND token_hash = $2", accountID, tokenHash)
	if err != nil || ended == 0 {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "session.ended", ObjectKind: "account", ObjectID: accountID})
}

// endOthers ends every session of the account but the one whose token is given; with no token every one.
func endOthers(ctx context.Context, tx *store.Tx, accountID, token string) error {
	_, err := tx.Exec(ctx, "DELETE FROM session WHERE account_id = $1 AND token_hash <> $2", accountID, hashToken(token))
	return err
}
