package accounts

import (
	"context"
	"strings"

	"samverk/features/audit"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// ChangeRole gives the account another role.
func ChangeRole(ctx context.Context, tx *store.Tx, id string, role Role) error {
	return change(ctx, tx, id, "account.role_changed", func(a *Account) { a.Role = role })
}

// Rename gives the account another name.
func Rename(ctx context.Context, tx *store.Tx, id, name string) error {
	return change(ctx, tx, id, "account.renamed", func(a *Account) { a.Name = strings.TrimSpace(name) })
}

// Close keeps anybody from signing in as the account, ends its sessions and makes its links worthless.
func Close(ctx context.Context, tx *store.Tx, id string) error {
	if err := change(ctx, tx, id, "account.closed", func(a *Account) { a.Closed = true }); err != nil {
		return err
	}
	if err := endOthers(ctx, tx, id, ""); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, "DELETE FROM sign_in_link WHERE account_id = $1", id)
	return err
}

// Reopen lets somebody sign in as the account again, with the password it had.
func Reopen(ctx context.Context, tx *store.Tx, id string) error {
	return change(ctx, tx, id, "account.reopened", func(a *Account) { a.Closed = false })
}

// change alters an account and tells the trail; what leaves it as it was is no change. The last administrator who can
// sign in stays one.
func change(ctx context.Context, tx *store.Tx, id, action string, alter func(*Account)) error {
	if err := tx.Lock(ctx, "accounts"); err != nil { // two administrators must not take each other's role at once
		return err
	}
	before, err := Find(ctx, tx, id)
	if err != nil {
		return err
	}
	if err := before.stays(); err != nil {
		return err
	}
	after := before
	if alter(&after); after == before {
		return nil
	}
	if err := checkAccount(after.Name, after.Email, after.Role); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "UPDATE account SET name = $1, role = $2 WHERE id = $3", after.Name, after.Role, id); err != nil {
		return err
	}
	if after.Closed != before.Closed {
		var closedAt store.Time // null
		if after.Closed {
			closedAt = store.Now()
		}
		if _, err := tx.Exec(ctx, "UPDATE account SET closed_at = $1 WHERE id = $2", closedAt, id); err != nil {
			return err
		}
	}
	if before.rules() && !after.rules() {
		if err := somebodyRules(ctx, tx); err != nil {
			return err
		}
	}
	return audit.Append(ctx, tx, audit.Change{Action: action, ObjectKind: "account", ObjectID: id, Before: before, After: after})
}

// somebodyRules refuses a change after which nobody could manage the accounts.
func somebodyRules(ctx context.Context, tx *store.Tx) error {
	all, err := List(ctx, tx)
	if err != nil {
		return err
	}
	for i := range all {
		if all[i].rules() {
			return nil
		}
	}
	return i18n.Fail("accounts.last_administrator")
}

// ChangePassword gives the account the password of which hash is made, and ends its sessions but the one whose token is
// given: whoever else knew the old password is out.
func ChangePassword(ctx context.Context, tx *store.Tx, id, hash, token string) error {
	account, err := Find(ctx, tx, id)
	if err != nil {
		return err
	}
	if err := endOthers(ctx, tx, id, token); err != nil {
		return err
	}
	return setPassword(ctx, tx, account, hash)
}
