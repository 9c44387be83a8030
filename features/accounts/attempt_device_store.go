package accounts

import (
	"context"
	"time"

	"samverk/platform/store"
)

// deviceTime is how long after the last sign-in a browser is known.
const deviceTime = 365 * 24 * time.Hour

// knowsDevice tells whether the account with this e-mail has signed in in the browser whose cookie the token is.
func knowsDevice(ctx context.Context, tx *store.Tx, email, token string, now time.Time) (bool, error) {
	if token == "" {
		return false, nil
	}
	var known int
	err := tx.Get(ctx, &known, `SELECT count(*) FROM known_device d JOIN account ON account.id = d.account_id
		WHERE d.token_hash = $1 AND account.email = $2 AND d.seen_at > $3`, hashToken(token), foldEmail(email), store.TimeOf(now.Add(-deviceTime)))
	return known == 1, err
}

// rememberDevice makes the browser one where the account has signed in, and gives its new token. The old one, which
// somebody could have put there, is worth nothing afterwards.
func rememberDevice(ctx context.Context, tx *store.Tx, accountID, old string, now time.Time) (token string, err error) {
	token = newToken()
	if old != "" {
		if _, err := tx.Exec(ctx, "UPDATE known_device SET token_hash = $1 WHERE token_hash = $2", hashToken(token), hashToken(old)); err != nil {
			return "", err
		}
	}
	_, err = tx.Exec(ctx, `INSERT INTO known_device (account_id, token_hash, seen_at) VALUES ($1, $2, $3)
		ON CONFLICT (account_id, token_hash) DO UPDATE SET seen_at = excluded.seen_at`, accountID, hashToken(token), store.TimeOf(now))
	return token, err
}
