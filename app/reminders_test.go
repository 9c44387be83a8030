package app_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"samverk/app"
	"samverk/app/example"
	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/features/followup"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

// Those who work with the plan are reminded once of what is due soon and once of what was missed; others never, and nobody
// twice, by however many copies of the program and however often.
func TestRemindersComeOnceToThoseWhoWorkWithThePlan(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := audit.As(context.Background(), audit.Actor{Kind: audit.Program, ID: "reminders", Name: "Samverk"})
		catalogue := app.Catalogue()
		if _, err := example.Load(ctx, db, catalogue.In(i18n.Swedish)); err != nil {
			t.Fatal(err)
		}
		if err := db.Write(ctx, func(tx *store.Tx) error {
			for email, role := range map[string]accounts.Role{"handlaggare@exempel.se": accounts.Officer, "chef@exempel.se": accounts.Manager, "lasare@exempel.se": accounts.Reader, "revisor@exempel.se": accounts.Auditor} {
				if _, err := accounts.Add(ctx, tx, "Prov "+email, email, role); err != nil {
					return err
				}
			}
			tired, err := accounts.Add(ctx, tx, "Trött", "trott@exempel.se", accounts.Officer)
			if err == nil {
				err = accounts.WishMail(ctx, tx, tired.ID, false, i18n.Swedish)
			}
			if err != nil {
				return err
			}
			english, err := accounts.Add(ctx, tx, "Guest", "guest@exempel.se", accounts.Officer)
			if err == nil {
				err = accounts.WishMail(ctx, tx, english.ID, true, i18n.English)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		var letters []accounts.Letter
		reminders := &followup.Reminders{DB: db, Catalogue: catalogue, Site: "https://samverk.exempel.se",
			Post: func(_ context.Context, _ *store.Tx, l accounts.Letter) error {
				letters = append(letters, l)
				return nil
			}}
		send := func(day string) map[string]accounts.Letter {
			t.Helper()
			letters = nil
			at, err := time.Parse(time.DateOnly, day)
			if err != nil {
				t.Fatal(err)
			}
			if err := reminders.Send(ctx, at); err != nil {
				t.Fatal(err)
			}
			by := map[string]accounts.Letter{}
			for _, l := range letters {
				if _, twice := by[l.To.Email]; twice {
					t.Errorf("%s: two mails to %s", day, l.To.Email)
				}
				by[l.To.Email] = l
			}
			return by
		}
		first := send("2019-12-10")
		if len(first) != 3 || first["handlaggare@exempel.se"].Text == "" || first["chef@exempel.se"].Text == "" {
			t.Fatalf("mails went to %v", first)
		}
		text := first["handlaggare@exempel.se"].Text
		for _, words := range []string{"Hej Prov handlaggare@exempel.se!", "SNART KLART", "Sista dag 31", "https://samverk.exempel.se/plan/", "https://samverk.exempel.se/account#mail"} {
			if !strings.Contains(text, words) {
				t.Errorf("the mail does not say %q:\n%s", words, text)
			}
		}
		if strings.Contains(text, "TIDEN ÄR UTE") || strings.Contains(text, "{{") || strings.Contains(text, "followup.") {
			t.Errorf("the mail says what it should not:\n%s", text)
		}
		if english := first["guest@exempel.se"].Text; !strings.Contains(english, "DUE SOON") {
			t.Errorf("the mail in English:\n%s", english)
		}
		if again := send("2019-12-11"); len(again) != 0 {
			t.Errorf("the next morning mails go to %v", again)
		}
		missed := send("2020-01-02")["handlaggare@exempel.se"]
		if !strings.Contains(missed.Text, "TIDEN ÄR UTE") {
			t.Errorf("what was missed:\n%s", missed.Text)
		}
		if again := send("2020-01-03"); len(again) != 0 {
			t.Errorf("the morning after that mails go to %v", again)
		}
		t.Log(missed.Subject + "\n" + missed.Text)
	})
}
