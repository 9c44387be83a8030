package entitlement_test

import (
	"context"
	"regexp"
	"testing"
	"time"

	"net/url"

	"samverk/features/accounts"
	"samverk/features/entitlement"
	"samverk/features/organisations"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

// What an organisation handed in before it was merged is the other's from then on: it is listed once, stands where the filing
// that counts says, and is reminded once. Taking the merge back gives what was.
func TestFilingsFollowAMerge(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := openPages(t, db)
		kept, asta := actsFor(t, db, "Solrosens odlare", "asta@exempel.se")
		gone, berit := actsFor(t, db, "Solrosen odlarna", "berit@exempel.se")
		p.complete(berit, gone)
		officer := signIn(t, db, "ove@exempel.se", accounts.Officer)
		filing := regexp.MustCompile(`/entitlement/[0-9a-f-]{36}`).FindString(p.As(officer).Send("GET", "/entitlement", 200, nil).Page())
		p.As(officer).Send("POST", filing+"/entitled", 303, url.Values{"seen": {"5"}})
		p.complete(asta, kept) // the same year, and nobody has decided about it
		listed := func(want map[string]entitlement.Standing) {
			t.Helper()
			write(t, db, func(tx *store.Tx) error {
				rows, _, err := entitlement.List(ctx, tx, entitlement.Filter{Day: today})
				got := map[string]entitlement.Standing{}
				for _, row := range rows {
					got[row.ID] = row.Status.Standing
				}
				if len(got) != len(want) || len(rows) != len(want) {
					t.Errorf("listed are %v, want %v", got, want)
				}
				for id, standing := range want {
					status, err := entitlement.On(ctx, tx, id, today)
					if err != nil || got[id] != standing || status.Standing != standing {
						t.Errorf("%s is listed as %s and stands as %s, want %s (%v)", id, got[id], status.Standing, standing, err)
					}
				}
				return err
			})
		}
		two := map[string]entitlement.Standing{kept: entitlement.Waiting, gone: entitlement.IsEntitled}
		listed(two)
		m := organisations.Merging{ID: store.NewID(), KeptID: kept, GoneID: gone, Why: "Samma förening"}
		write(t, db, func(tx *store.Tx) error {
			one, err := organisations.Find(ctx, tx, kept)
			if err != nil {
				return err
			}
			other, err := organisations.Find(ctx, tx, gone)
			if err != nil {
				return err
			}
			m.SeenKept, m.SeenGone = one.Version, other.Version
			return organisations.MergeTwo(ctx, tx, m)
		})
		listed(map[string]entitlement.Standing{kept: entitlement.IsEntitled})
		var until time.Time
		write(t, db, func(tx *store.Tx) error {
			f, err := entitlement.OfYear(ctx, tx, kept, today.Year())
			if err != nil || f.Stage != entitlement.Entitled || f.OrganisationID != gone {
				t.Errorf("the filing of the year is %+v, %v", f, err)
			}
			status, err := entitlement.On(ctx, tx, kept, today)
			until = status.Until.Time()
			return err
		})
		sent := map[string]int{}
		reminders := &entitlement.Reminders{DB: db, Catalogue: i18n.NewCatalogue(entitlement.Messages()), Site: "https://exempel.se",
			Post: func(_ context.Context, _ *store.Tx, l accounts.Letter) error {
				sent[l.To.Email]++
				return nil
			}}
		for range 2 {
			if err := reminders.Send(ctx, until.AddDate(0, 0, -30).Add(12*time.Hour)); err != nil {
				t.Fatal(err)
			}
		}
		for _, email := range []string{"asta@exempel.se", "berit@exempel.se", "ove@exempel.se"} {
			if sent[email] != 1 {
				t.Errorf("%d reminders to %s", sent[email], email)
			}
		}
		write(t, db, func(tx *store.Tx) error {
			_, err := organisations.Unmerge(ctx, tx, m.ID, "Det var två")
			return err
		})
		listed(two)
	})
}
