package accounts

import (
	"context"

	"samverk/features/audit"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// WishMail says whether the account wants to be reminded by e-mail, and in which language e-mail to it is.
func WishMail(ctx context.Context, tx *store.Tx, id string, reminders bool, language i18n.Language) error {
	before, err := Find(ctx, tx, id)
	if err != nil {
		return err
	}
	after := before
	if after.Reminders, after.Language = reminders, language; after == before {
		return nil
	}
	if _, err := tx.Exec(ctx, "UPDATE account SET reminders = $1, language = $2 WHERE id = $3", reminders, language, id); err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "account.mail_wished", ObjectKind: "account", ObjectID: id, Before: before, After: after})
}
