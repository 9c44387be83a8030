package app_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"samverk/app"
	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/features/outbox"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

// Each administrator gets one mail a night about a check that failed, in their language, and none about one that went well.
func TestAdministratorsAreToldOfACheckThatFailedOnceANight(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := audit.As(context.Background(), audit.Actor{Kind: audit.Program, ID: "test", Name: "Prov"})
		server, err := outbox.NewServer("smtp://localhost:1", "samverk@exempel.se")
		if err != nil {
			t.Fatal(err)
		}
		if err := db.Write(ctx, func(tx *store.Tx) error {
			for email, role := range map[string]accounts.Role{"a@exempel.se": accounts.Administrator, "b@exempel.se": accounts.Administrator, "c@exempel.se": accounts.Administrator, "d@exempel.se": accounts.Officer} {
				account, err := accounts.Add(ctx, tx, "Prov", email, role)
				switch {
				case err != nil:
					return err
				case email == "b@exempel.se":
					err = accounts.WishMail(ctx, tx, account.ID, false, i18n.English)
				case email == "c@exempel.se":
					err = accounts.Close(ctx, tx, account.ID)
				}
				if err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		night := time.Date(2026, 3, 2, 3, 0, 0, 0, time.UTC)
		check := func(at time.Time) error {
			return app.CheckNightly(ctx, db, app.Catalogue(), app.Settings{MailServer: server, BaseURL: "https://samverk.exempel.se"}, at)
		}
		mails := func() map[string][]outbox.Mail {
			t.Helper()
			to := map[string][]outbox.Mail{}
			if err := db.Read(ctx, func(tx *store.Tx) error {
				list, _, err := outbox.Listed(ctx, tx, outbox.Waiting, "")
				for _, m := range list {
					to[m.Recipient] = append(to[m.Recipient], m)
				}
				return err
			}); err != nil {
				t.Fatal(err)
			}
			return to
		}
		if err := check(night); err != nil || len(mails()) != 0 {
			t.Fatalf("a database that is whole: %v; mails: %v", err, mails())
		}
		if err := db.Execute(ctx, "UPDATE audit_head SET hash = 'x'"); err != nil {
			t.Fatal(err)
		}
		for range 3 {
			if err := check(night); err == nil {
				t.Fatal("the check does not fail")
			}
		}
		got := mails()
		if len(got) != 2 || len(got["a@exempel.se"]) != 1 || len(got["b@exempel.se"]) != 1 {
			t.Fatalf("after one night: %v", got)
		}
		for email, words := range map[string][]string{"a@exempel.se": {"Nattens kontroll", "https://samverk.exempel.se/outbox"}, "b@exempel.se": {"The nightly check"}} {
			for _, word := range words {
				if text := got[email][0].Body; !strings.Contains(text, word) || strings.Contains(text, "app.check") || strings.Contains(text, "{{") {
					t.Errorf("the mail to %s does not say %q:\n%s", email, word, text)
				}
			}
		}
		if err := check(night.AddDate(0, 0, 1)); err == nil || len(mails()["a@exempel.se"]) != 2 {
			t.Errorf("the night after: %v; %v", err, mails())
		}
	})
}

// Whoever may see what the program does by itself is told on the first page, until a check goes well.
func TestTheFirstPageTellsOfACheckThatFailed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		readers := map[accounts.Role]*browser{}
		for role, told := range map[accounts.Role]bool{accounts.Administrator: true, accounts.Auditor: true, accounts.Officer: false, anybody: false} {
			readers[role] = as(t, db, role)
			stands := func(language string) bool {
				w := readers[role].get("/?lang=" + language)
				want(t, w, http.StatusOK)
				return strings.Contains(w.Body.String(), map[string]string{"sv": "Kontrollen av databasen gick fel 2026-03-02 04:00", "en": "The check of the database went wrong"}[language])
			}
			for failure, stood := range map[string]bool{"Något är fel.": told, "": false} {
				if err := db.Write(ctx, func(tx *store.Tx) error {
					at := store.TimeOf(time.Date(2026, 3, 2, 3, 0, 0, 0, time.UTC))
					_, err := tx.Exec(ctx, `INSERT INTO periodic_job (name, next_at, started_at, ended_at, error) VALUES ('check', $1, $1, $1, $2)
						ON CONFLICT (name) DO UPDATE SET error = excluded.error`, at, failure)
					return err
				}); err != nil {
					t.Fatal(err)
				}
				for _, language := range []string{"sv", "en"} {
					if stands(language) != stood {
						t.Errorf("%q in %s, failure %q: told %t", role, language, failure, !stood)
					}
				}
			}
		}
	})
}
