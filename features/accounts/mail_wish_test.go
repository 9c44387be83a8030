package accounts_test

import (
	"testing"

	"samverk/features/accounts"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

func TestWishesAboutMailThatTheFormDidNotAskForStay(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		for _, c := range []struct {
			role    accounts.Role
			email   string
			reminds bool // after a form without the box, or with it unticked
		}{{accounts.Officer, "a@exempel.se", false}, {accounts.Manager, "b@exempel.se", false}, {accounts.Economist, "c@exempel.se", true}, {accounts.Auditor, "d@exempel.se", true}} {
			account := person(t, db, c.email, c.role)
			b := newBrowser(program(db), "192.0.2.1")
			want(t, "signing in", b.signIn(c.email, sentence), in)
			want(t, "the form", b.post("/account/mail", "language", "en").Code, in)
			var after accounts.Account
			check(t, db.Read(ctx, func(tx *store.Tx) (err error) {
				after, err = accounts.Find(ctx, tx, account.ID)
				return err
			}))
			if !account.Reminders || after.Reminders != c.reminds || after.Language != i18n.English {
				t.Errorf("%s: reminders were %t and are %t, the language is %s", c.role, account.Reminders, after.Reminders, after.Language)
			}
		}
	})
}
