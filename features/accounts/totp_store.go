package accounts

import (
	"context"
	"errors"
	"time"

	"samverk/features/audit"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// codeRow is what is kept of an account's one-time code.
type codeRow struct {
	Secret      string
	MadeAt      store.Time
	ConfirmedAt store.Time // null: not confirmed
	LastStep    int64
}

// isShown tells whether the secret may still be shown, to be put into an app.
func (c *codeRow) isShown(now time.Time) bool {
	return c.Secret != "" && c.ConfirmedAt.IsZero() && now.Sub(c.MadeAt.Time) <= unconfirmedTime
}

// codeOf gives what is kept; the zero row when there is nothing.
func codeOf(ctx context.Context, tx *store.Tx, accountID string) (codeRow, error) {
	var row codeRow
	err := tx.Get(ctx, &row, "SELECT secret, made_at, confirmed_at, last_step FROM account_totp WHERE account_id = $1", accountID)
	if errors.Is(err, store.ErrNotFound) {
		err = nil
	}
	return row, err
}

// BeginCode keeps a new secret that counts once it is confirmed.
func BeginCode(ctx context.Context, tx *store.Tx, accountID, secret string, now time.Time) error {
	row, err := codeOf(ctx, tx, accountID)
	if err != nil {
		return err
	}
	if !row.ConfirmedAt.IsZero() {
		return i18n.Fail("accounts.code.on_already")
	}
	_, err = tx.Exec(ctx, `INSERT INTO account_totp (account_id, secret, made_at, last_step) VALUES ($1, $2, $3, 0)
		ON CONFLICT (account_id) DO UPDATE SET secret = excluded.secret, made_at = excluded.made_at`, accountID, secret, store.TimeOf(now))
	return err
}

// ConfirmCode turns the one-time code on when the code shows that the secret has arrived, and gives recovery codes, which
// are kept nowhere else. The account's other sessions end: they were begun with less.
func ConfirmCode(ctx context.Context, tx *store.Tx, accountID, token, code string, now time.Time) ([]string, error) {
	row, err := codeOf(ctx, tx, accountID)
	if err != nil {
		return nil, err
	}
	if !row.isShown(now) {
		return nil, i18n.Fail("accounts.code.over")
	}
	step := matchingStep(row.Secret, bareCode(code), row.LastStep, now)
	if step == 0 {
		return nil, i18n.Fail("accounts.code.wrong")
	}
	if _, err := tx.Exec(ctx, "UPDATE account_totp SET confirmed_at = $1, last_step = $2 WHERE account_id = $3", store.TimeOf(now), step, accountID); err != nil {
		return nil, err
	}
	if err := endOthers(ctx, tx, accountID, token); err != nil {
		return nil, err
	}
	if err := audit.Append(ctx, tx, audit.Change{Action: "account.code_added", ObjectKind: "account", ObjectID: accountID}); err != nil {
		return nil, err
	}
	return NewRecoveryCodes(ctx, tx, accountID)
}

// NewRecoveryCodes makes the codes for somebody whose telephone is gone; earlier ones stop working.
func NewRecoveryCodes(ctx context.Context, tx *store.Tx, accountID string) ([]string, error) {
	if _, err := tx.Exec(ctx, "DELETE FROM account_recovery_code WHERE account_id = $1", accountID); err != nil {
		return nil, err
	}
	codes := newRecoveryCodes()
	for _, code := range codes {
		if _, err := tx.Exec(ctx, "INSERT INTO account_recovery_code (account_id, code_hash) VALUES ($1, $2)", accountID, hashToken(bareCode(code))); err != nil {
			return nil, err
		}
	}
	return codes, audit.Append(ctx, tx, audit.Change{Action: "account.recovery_codes_made", ObjectKind: "account", ObjectID: accountID})
}

// recoveryCodesLeft counts those not used.
func recoveryCodesLeft(ctx context.Context, tx *store.Tx, accountID string) (left int, err error) {
	return left, tx.Get(ctx, &left, "SELECT count(*) FROM account_recovery_code WHERE account_id = $1 AND used_at IS NULL", accountID)
}

// useCode tells whether a one-time code or a recovery code is the account's, and uses it up.
func useCode(ctx context.Context, tx *store.Tx, accountID, typed string, now time.Time) (bool, error) {
	row, err := codeOf(ctx, tx, accountID)
	if err != nil || row.ConfirmedAt.IsZero() {
		return false, err
	}
	code := bareCode(typed)
	if step := matchingStep(row.Secret, code, row.LastStep, now); step > 0 {
		used, err := tx.Exec(ctx, "UPDATE account_totp SET last_step = $1 WHERE account_id = $2 AND last_step < $1", step, accountID)
		return used == 1, err
	}
	used, err := tx.Exec(ctx, "UPDATE account_recovery_code SET used_at = $1 WHERE account_id = $2 AND code_hash = $3 AND used_at IS NULL",
		store.TimeOf(now), accountID, hashToken(code))
	if err != nil || used == 0 {
		return false, err
	}
	return true, audit.Append(ctx, tx, audit.Change{Action: "account.recovery_code_used", ObjectKind: "account", ObjectID: accountID})
}

// RemoveCode turns the one-time code off. Removing what is not there is no error.
func RemoveCode(ctx context.Context, tx *store.Tx, accountID string) error {
	if _, err := tx.Exec(ctx, "DELETE FROM account_recovery_code WHERE account_id = $1", accountID); err != nil {
		return err
	}
	removed, err := tx.Exec(ctx, "DELETE FROM account_totp WHERE account_id = $1", accountID)
	if err != nil || removed == 0 {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "account.code_removed", ObjectKind: "account", ObjectID: accountID})
}

// What the second step of signing in is kept as, and how long it may take.
const (
	secondStep     = "second_step"
	secondStepTime = 10 * time.Minute
)

// beginSecondStep makes the token with which somebody who has shown the password goes on to the code.
func beginSecondStep(ctx context.Context, tx *store.Tx, accountID string, now time.Time) (token string, err error) {
	token = newToken()
	_, err = tx.Exec(ctx, "INSERT INTO sign_in_link (token_hash, purpose, account_id, made_at, ends_at) VALUES ($1, $2, $3, $4, $5)",
		hashToken(token), secondStep, accountID, store.TimeOf(now), store.TimeOf(now.Add(secondStepTime)))
	return token, err
}

// inSecondStep is who goes on with the token; the error says to begin again.
func inSecondStep(ctx context.Context, tx *store.Tx, token string, now time.Time) (Account, error) {
	var account Account
	err := tx.Get(ctx, &account, "SELECT "+accountColumns+` FROM sign_in_link l JOIN account ON account.id = l.account_id
		WHERE l.token_hash = $1 AND l.purpose = $2 AND l.used_at IS NULL AND l.ends_at > $3 AND account.closed_at IS NULL`,
		hashToken(token), secondStep, store.TimeOf(now))
	if errors.Is(err, store.ErrNotFound) {
		return account, i18n.Fail("accounts.code.begin_again").Because(err)
	}
	return account, err
}
