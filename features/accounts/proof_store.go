package accounts

import (
	"context"
	"time"

	"samverk/features/audit"
	"samverk/platform/store"
)

// Prove keeps that whoever has the session has shown who they are once more.
func Prove(ctx context.Context, tx *store.Tx, accountID, token string, now time.Time) error {
	proved, err := tx.Exec(ctx, "UPDATE session SET proved_at = $1 WHERE token_hash = $2 AND account_id = $3", store.TimeOf(now), hashToken(token), accountID)
	if err != nil || proved == 0 {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "session.proved", ObjectKind: "account", ObjectID: accountID})
}
