package accounts

import (
	"context"

	"samverk/features/audit"
	"samverk/platform/store"
)

// EndEverywhere signs the account out everywhere but in the session whose token is kept, and makes every browser unknown but
// the one whose token is kept. Without tokens nothing is. Where there is nothing left to end, nothing is done.
func EndEverywhere(ctx context.Context, tx *store.Tx, accountID, keptSession, keptDevice string) error {
	if _, err := Find(ctx, tx, accountID); err != nil {
		return err
	}
	ended, err := tx.Exec(ctx, "DELETE FROM session WHERE account_id = $1 AND token_hash <> $2", accountID, hashToken(keptSession))
	if err != nil {
		return err
	}
	forgotten, err := tx.Exec(ctx, "DELETE FROM known_device WHERE account_id = $1 AND token_hash <> $2", accountID, hashToken(keptDevice))
	if err != nil || ended+forgotten == 0 {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "session.ended_everywhere", ObjectKind: "account", ObjectID: accountID, After: struct {
		Ended int64 `json:"ended"`
	}{ended}})
}
