package accounts_test

import (
	"errors"
	"testing"
	"time"

	"samverk/features/accounts"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

var start = time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)

func beginSession(t *testing.T, db *store.DB) (token string) {
	t.Helper()
	check(t, db.Write(ctx, func(tx *store.Tx) error {
		account, err := accounts.Add(ctx, tx, "Strateg", "strateg@exempel.se", accounts.Officer)
		if err != nil {
			return err
		}
		token, err = accounts.Begin(ctx, tx, account.ID, accounts.ByPassword, start)
		return err
	}))
	return token
}

func signedIn(t *testing.T, db *store.DB, token string, at time.Time) bool {
	t.Helper()
	err := db.Read(ctx, func(tx *store.Tx) error {
		account, _, err := accounts.SignedIn(ctx, tx, token, at)
		if err == nil && account.Email != "strateg@exempel.se" {
			t.Errorf("somebody else: %+v", account)
		}
		return err
	})
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		t.Fatal(err)
	}
	return err == nil
}

func TestASessionEndsWhenIdleAndInAllCasesAfterAWeek(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		token := beginSession(t, db)
		for _, c := range []struct {
			after time.Duration
			in    bool
		}{{0, true}, {10 * time.Hour, true}, {10*time.Hour + time.Second, false}} {
			if got := signedIn(t, db, token, start.Add(c.after)); got != c.in {
				t.Errorf("after %s: signed in = %t", c.after, got)
			}
		}
		for at := start; at.Before(start.Add(8 * 24 * time.Hour)); at = at.Add(9 * time.Hour) {
			check(t, db.Write(ctx, func(tx *store.Tx) error { return accounts.Touch(ctx, tx, token, at) }))
			if got, want := signedIn(t, db, token, at), at.Before(start.Add(7*24*time.Hour)); got != want {
				t.Errorf("at %s: signed in = %t, want %t", at, got, want)
			}
		}
	})
}

func TestASessionThatIsEndedIsOver(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		token := beginSession(t, db)
		if signedIn(t, db, token+"x", start) {
			t.Error("a token that was never given lets somebody in")
		}
		for range 2 {
			check(t, db.Write(ctx, func(tx *store.Tx) error { return accounts.End(ctx, tx, token) }))
		}
		if signedIn(t, db, token, start) {
			t.Error("still signed in")
		}
	})
}

func TestTheTokenIsNotStored(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		token := beginSession(t, db)
		var stored string
		check(t, db.Read(ctx, func(tx *store.Tx) error { return tx.Get(ctx, &stored, "SELECT token_hash FROM session") }))
		if stored == token {
			t.Error("the token itself is in the table")
		}
	})
}

func TestTheFirstLinkWorksOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		hash, err := accounts.HashPassword("en lång mening räcker")
		check(t, err)
		link := func() (token string) {
			check(t, db.Write(ctx, func(tx *store.Tx) (err error) {
				token, err = accounts.FirstLink(ctx, tx, start)
				return err
			}))
			return token
		}
		use := func(token, email string, at time.Time) error {
			return db.Write(ctx, func(tx *store.Tx) error {
				_, err := accounts.UseFirstLink(ctx, tx, token, "Administratör", email, hash, at)
				return err
			})
		}
		earlier, token := link(), link()
		wantMessage(t, use(earlier, "a@exempel.se", start), "accounts.link_over")
		wantMessage(t, use(token, "a@exempel.se", start.Add(25*time.Hour)), "accounts.link_over")
		wantMessage(t, use(token, "no address", start), "accounts.email_wrong") // and the link is not used up by that
		check(t, use(token, "a@exempel.se", start))
		wantMessage(t, use(token, "b@exempel.se", start), "accounts.link_over")
		if link() != "" {
			t.Error("a new first link although there is an administrator")
		}
	})
}

// A cookie by the name that is not bound to the host may have been set by a neighbouring host.
func TestOverHTTPSOnlyTheSessionBoundToTheHostCounts(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		person(t, db, "strateg@exempel.se", accounts.Officer)
		b := newBrowser(program(db), "192.0.2.1")
		b.secure = true
		want(t, "signing in", b.signIn("strateg@exempel.se", sentence), in)
		if !b.isIn() {
			t.Fatal("not signed in")
		}
		b.cookies["samverk_session"] = b.cookies["__Host-samverk_session"]
		delete(b.cookies, "__Host-samverk_session")
		if b.isIn() {
			t.Error("the name that is not bound counts")
		}
	})
}

func TestSigningOutClearsWhatTheBrowserKeepsButNotTheCookieItIsKnownBy(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		person(t, db, "strateg@exempel.se", accounts.Officer)
		for _, secure := range []bool{true, false} {
			b := newBrowser(program(db), "192.0.2.1")
			b.secure = secure
			want(t, "signing in", b.signIn("strateg@exempel.se", sentence), in)
			cleared := b.post("/sign-out").Header().Get("Clear-Site-Data")
			if wanted := `"cache", "storage"`; secure && cleared != wanted || !secure && cleared != "" {
				t.Errorf("over HTTPS: %t; cleared: %s", secure, cleared)
			}
			if b.isIn() || len(b.cookies) != 1 {
				t.Errorf("over HTTPS: %t; signed in: %t, cookies: %v", secure, b.isIn(), b.cookies)
			}
		}
	})
}
