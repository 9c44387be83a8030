package personaldata_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"samverk/features/audit"
	"samverk/features/personaldata"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

func TestMain(m *testing.M) {
	code := m.Run()
	storetest.Stop()
	os.Exit(code)
}

var (
	ctx = audit.As(context.Background(), audit.Actor{Kind: audit.Program, ID: "test", Name: "Prov"})
	now = time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)

	letters = personaldata.Class{Kind: "feedback", Proposed: 12, Table: "feedback", Key: "id", Since: "done_at", Only: "done_at IS NOT NULL", What: "message"}
)

func write(t *testing.T, db *store.DB, fn func(tx *store.Tx) error) {
	t.Helper()
	if err := db.Write(ctx, fn); err != nil {
		t.Fatal(err)
	}
}

func wantMessage(t *testing.T, err error, id string) {
	t.Helper()
	var own *i18n.Error
	if !errors.As(err, &own) || own.ID != id {
		t.Errorf("got %v, want %s", err, id)
	}
}

// withLetters keeps one letter done on each of the days, and one that waits; it gives their keys.
func withLetters(t *testing.T, db *store.DB, days ...string) (keys []string) {
	t.Helper()
	write(t, db, func(tx *store.Tx) error {
		for _, day := range append(days, "") {
			key := store.NewID()
			keys = append(keys, key)
			var done any
			if day != "" {
				done = store.TimeOf(calendar.MustDate(day).Begins().Add(time.Hour))
			}
			if _, err := tx.Exec(ctx, "INSERT INTO feedback (id, message, page, reply_to, received_at, done_at) VALUES ($1, $2, '', '', $3, $4)",
				key, "Hemligt "+day, store.TimeOf(now), done); err != nil {
				return err
			}
		}
		return nil
	})
	return keys
}

func decide(t *testing.T, db *store.DB, months, seen int) {
	t.Helper()
	write(t, db, func(tx *store.Tx) error {
		return personaldata.Decide(ctx, tx, &letters, personaldata.Period{Months: months, Ground: "Plan 4.2"}, seen, "Beslut 7")
	})
}

func releaseNothing(_ context.Context, _ *store.Tx, hashes []string) error {
	if len(hashes) > 0 {
		return fmt.Errorf("%q are thrown away", hashes)
	}
	return nil
}

func left(t *testing.T, db *store.DB) (n int) {
	t.Helper()
	if err := db.Read(ctx, func(tx *store.Tx) error { return tx.Get(ctx, &n, "SELECT count(*) FROM feedback") }); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestOnlyWhatIsDueAndChosenIsDisposedOf(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		keys := withLetters(t, db, "2024-05-01", "2025-03-02", "2025-03-03")
		all := personaldata.Decision{Keys: append(keys[1:], "finns inte"), Reason: "Genomgång"}
		dispose := func() (n int, err error) {
			err = db.Write(ctx, func(tx *store.Tx) (err error) {
				n, err = personaldata.Dispose(ctx, tx, &letters, all, releaseNothing, now)
				return err
			})
			return n, err
		}
		_, err := dispose()
		wantMessage(t, err, "personaldata.retention.not_decided")
		decide(t, db, 12, 0)
		if n, err := dispose(); n != 1 || err != nil {
			t.Errorf("%d are gone (%v), want the one whose year is out", n, err)
		}
		if n, err := dispose(); n != 0 || err != nil {
			t.Errorf("sent twice it takes %d more (%v)", n, err)
		}
		if n := left(t, db); n != 3 {
			t.Errorf("%d are left", n)
		}
		var trail []string
		if err := db.Read(ctx, func(tx *store.Tx) error {
			return tx.Select(ctx, &trail, "SELECT reason || after FROM audit_entry WHERE action = 'retention.disposed'")
		}); err != nil {
			t.Fatal(err)
		}
		if len(trail) != 1 || !strings.Contains(trail[0], `Genomgång{"number":1,"keys":["`+keys[1]+`"]}`) || strings.Contains(trail[0], "Hemligt") {
			t.Errorf("the trail has %q", trail)
		}
	})
}

func TestWhatIsKeptWaitsForItsDay(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		keys := withLetters(t, db, "2024-05-01")
		decide(t, db, 12, 0)
		chosen := personaldata.Decision{Keys: keys[:1], Reason: "Ärendet överklagas", Until: calendar.MustDate("2026-06-30")}
		keep := func(until string) (n int, err error) {
			chosen.Until = calendar.MustDate(until)
			err = db.Write(ctx, func(tx *store.Tx) (err error) {
				n, err = personaldata.Keep(ctx, tx, &letters, chosen, now)
				return err
			})
			return n, err
		}
		_, err := keep("2026-03-02")
		wantMessage(t, err, "personaldata.retention.until_wrong")
		if n, err := keep("2026-06-30"); n != 1 || err != nil {
			t.Fatalf("%d are kept: %v", n, err)
		}
		if n, err := keep("2026-06-30"); n != 0 || err != nil {
			t.Errorf("sent twice %d are kept: %v", n, err)
		}
		for _, at := range []struct {
			when time.Time
			gone int
		}{{time.Date(2026, 6, 29, 12, 0, 0, 0, time.UTC), 0}, {time.Date(2026, 6, 30, 12, 0, 0, 0, time.UTC), 1}} {
			write(t, db, func(tx *store.Tx) error {
				n, err := personaldata.Dispose(ctx, tx, &letters, chosen, releaseNothing, at.when)
				if n != at.gone {
					t.Errorf("on %s %d are gone, want %d", at.when, n, at.gone)
				}
				return err
			})
		}
	})
}

func TestAPeriodIsDecidedOnceAndNotOverSomebodyElse(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		decide(t, db, 12, 0)
		decide(t, db, 12, 0)
		err := db.Write(ctx, func(tx *store.Tx) error {
			return personaldata.Decide(ctx, tx, &letters, personaldata.Period{Months: 24, Ground: "Annat"}, 0, "Beslut 8")
		})
		wantMessage(t, err, "personaldata.retention.meanwhile")
		decide(t, db, 0, 1)
		var period personaldata.Period
		var entries []audit.Entry
		if err := db.Read(ctx, func(tx *store.Tx) (err error) {
			if period, err = personaldata.PeriodOf(ctx, tx, &letters); err == nil {
				entries, err = audit.Of(ctx, tx, "retention", "feedback")
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if period.Months != 0 || period.Version != 2 || len(entries) != 2 || entries[1].Before != entries[0].After {
			t.Errorf("%+v with the trail %+v", period, entries)
		}
		for _, wrong := range []personaldata.Period{{Months: 1201, Ground: "x"}, {Months: -1, Ground: "x"}, {Months: 1}, {Months: 1, Ground: strings.Repeat("å", 501)}} {
			if err := db.Write(ctx, func(tx *store.Tx) error { return personaldata.Decide(ctx, tx, &letters, wrong, 2, "x") }); err == nil {
				t.Errorf("%+v was let through", wrong)
			}
		}
		chosen := personaldata.Decision{Keys: withLetters(t, db, "2020-01-01"), Reason: "x"}
		write(t, db, func(tx *store.Tx) error {
			n, err := personaldata.Dispose(ctx, tx, &letters, chosen, releaseNothing, now)
			if n != 0 {
				t.Errorf("%d of what is kept for ever are gone", n)
			}
			return err
		})
	})
}
