package accounts

import (
	"context"

	"samverk/platform/i18n"
	"samverk/platform/store"
)

// erasedDomain can be nobody's (RFC 2606), so nothing is ever sent to an account that is erased.
const erasedDomain = "@erased.invalid"

// Erase takes away what the account says of a person, for good: the name gives way to another, the address to one that
// leads nowhere, and the password goes. Nobody can sign in as it again. Whoever asks for it writes the audit trail, and
// takes away what other tables keep. Erasing twice changes nothing; the answer tells whether anything was.
func Erase(ctx context.Context, tx *store.Tx, id, nameless string) (bool, error) {
	if err := tx.Lock(ctx, "accounts"); err != nil {
		return false, err
	}
	before, err := Find(ctx, tx, id)
	if err != nil || before.Erased {
		return false, err
	}
	if _, err := tx.Exec(ctx, `UPDATE account SET name = $1, email = $2, password_hash = NULL, closed_at = COALESCE(closed_at, $3), erased_at = $3
		WHERE id = $4`, nameless, id+erasedDomain, store.Now(), id); err != nil {
		return false, err
	}
	if before.rules() {
		if err := somebodyRules(ctx, tx); err != nil {
			return false, err
		}
	}
	return true, nil
}

// stays refuses to change an account that is erased.
func (a *Account) stays() error {
	if a.Erased {
		return i18n.Fail("accounts.is_erased")
	}
	return nil
}
