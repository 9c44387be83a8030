package accounts_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"samverk/features/accounts"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

const (
	in      = http.StatusSeeOther
	wrong   = http.StatusUnprocessableEntity
	tooMany = http.StatusTooManyRequests
)

// later makes every failure so much older.
func later(t *testing.T, db *store.DB, by time.Duration) {
	t.Helper()
	var rows []struct {
		Side, Subject string
		LastAt        store.Time
	}
	check(t, db.Write(ctx, func(tx *store.Tx) error {
		if err := tx.Select(ctx, &rows, "SELECT side, subject, last_at FROM sign_in_attempt"); err != nil {
			return err
		}
		for _, row := range rows {
			if _, err := tx.Exec(ctx, "UPDATE sign_in_attempt SET last_at = $1 WHERE side = $2 AND subject = $3",
				store.TimeOf(row.LastAt.Add(-by)), row.Side, row.Subject); err != nil {
				return err
			}
		}
		return nil
	}))
}

func TestGuessesAreHeldBackAcrossCopiesOfTheProgram(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		person(t, db, "strateg@exempel.se", accounts.Officer)
		here, there := newBrowser(program(db), "192.0.2.1"), newBrowser(program(db), "192.0.2.2")
		for range 2 {
			want(t, "a wrong guess here", here.signIn("strateg@exempel.se", "fel"), wrong)
			want(t, "a wrong guess there", there.signIn("Strateg@exempel.se ", "fel"), wrong)
		}
		want(t, "the fifth", here.signIn("strateg@exempel.se", "fel"), wrong)
		for name, b := range map[string]*browser{"here": here, "there": there} {
			want(t, "the right password too early, "+name, b.signIn("strateg@exempel.se", sentence), tooMany)
		}
		want(t, "another account", there.signIn("annan@exempel.se", "fel"), wrong)
		later(t, db, 61*time.Second)
		want(t, "wrong after the wait", here.signIn("strateg@exempel.se", "fel"), wrong)
		later(t, db, 61*time.Second)
		want(t, "the wait has grown", here.signIn("strateg@exempel.se", sentence), tooMany)
		later(t, db, 60*time.Second)
		want(t, "the right password after the wait", here.signIn("strateg@exempel.se", sentence), in)
		want(t, "and the failures are forgotten", there.signIn("strateg@exempel.se", "fel"), wrong)
	})
}

func TestManyGuessesAtOnceAreNoMoreThanTheLimit(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		person(t, db, "strateg@exempel.se", accounts.Officer)
		copies := []http.Handler{program(db), program(db)}
		var group sync.WaitGroup
		var mu sync.Mutex
		answers := map[int]int{}
		for i := range 100 {
			group.Go(func() {
				b := newBrowser(copies[i%2], fmt.Sprintf("192.0.2.%d", i))
				status := b.signIn("strateg@exempel.se", "fel")
				mu.Lock()
				defer mu.Unlock()
				answers[status]++
			})
		}
		group.Wait()
		if answers[wrong] != 5 || answers[tooMany] != 95 {
			t.Errorf("100 guesses at once are answered %v; five may be compared", answers)
		}
	})
}

func TestManyWhoSignInAtOnceAllGetIn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		site := program(db)
		for i := range 8 {
			person(t, db, strconv.Itoa(i)+"@exempel.se", accounts.Officer)
		}
		for range 2 {
			var group sync.WaitGroup
			for i := range 8 {
				group.Go(func() {
					want(t, "one of many", newBrowser(site, "192.0.2.1").signIn(strconv.Itoa(i)+"@exempel.se", sentence), in)
				})
			}
			group.Wait()
		}
		var left int
		check(t, db.Read(ctx, func(tx *store.Tx) error {
			return tx.Get(ctx, &left, "SELECT COALESCE(sum(failures), 0) FROM sign_in_attempt")
		}))
		want(t, "failures that are counted although nobody failed", left, 0)
	})
}

func TestOneAddressOnTheNetworkGuessesAtManyAccounts(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		person(t, db, "strateg@exempel.se", accounts.Officer)
		site := program(db)
		for i := range 30 {
			b := newBrowser(site, fmt.Sprintf("[2001:db8::%x]", i))
			want(t, "a guess", b.signIn(strconv.Itoa(i)+"@exempel.se", "fel"), wrong)
		}
		want(t, "the same network", newBrowser(site, "[2001:db8::ffff]").signIn("strateg@exempel.se", sentence), tooMany)
		want(t, "another network", newBrowser(site, "[2001:db8:0:1::1]").signIn("strateg@exempel.se", sentence), in)
		later(t, db, 61*time.Second)
		for range 3 { // whoever signs in there does not make the others wait longer
			want(t, "the same network later", newBrowser(site, "[2001:db8::ffff]").signIn("strateg@exempel.se", sentence), in)
		}
	})
}

func TestTheRightfulOwnerGetsInWhereTheyHaveBeenBefore(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		person(t, db, "strateg@exempel.se", accounts.Officer)
		person(t, db, "annan@exempel.se", accounts.Officer)
		site := program(db)
		owner, guesser := newBrowser(site, "192.0.2.1"), newBrowser(site, "192.0.2.1")
		want(t, "the owner", owner.signIn("strateg@exempel.se", sentence), in)
		owner.signOut()
		want(t, "the guesser's own account", guesser.signIn("annan@exempel.se", sentence), in)
		guesser.signOut()
		for guesser.signIn("strateg@exempel.se", "fel") != tooMany { // a browser known to another account is not known to this one
		}
		for range 3 {
			want(t, "the owner again", owner.signIn("strateg@exempel.se", sentence), in)
			owner.signOut()
		}
		want(t, "the guesser is still held back", guesser.signIn("strateg@exempel.se", sentence), tooMany)
		for range 10 {
			want(t, "wrong in the owner's browser", owner.signIn("strateg@exempel.se", "fel"), wrong)
		}
		want(t, "too often in the owner's browser", owner.signIn("strateg@exempel.se", sentence), tooMany)
	})
}

// A browser's cookie that somebody else put there or took is worth nothing after the next sign-in.
func TestABrowserIsKnownByANewCookieEachTime(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		person(t, db, "strateg@exempel.se", accounts.Officer)
		b := newBrowser(program(db), "192.0.2.1")
		b.cookies["samverk_device"] = "put there"
		want(t, "the first", b.signIn("strateg@exempel.se", sentence), in)
		first := b.cookies["samverk_device"]
		b.signOut()
		want(t, "the second", b.signIn("strateg@exempel.se", sentence), in)
		if second := b.cookies["samverk_device"]; first == "put there" || second == first || second == "" {
			t.Errorf("the cookies are %q and %q", first, second)
		}
		var hashes []string
		check(t, db.Read(ctx, func(tx *store.Tx) error { return tx.Select(ctx, &hashes, "SELECT token_hash FROM known_device") }))
		if len(hashes) != 1 || hashes[0] == b.cookies["samverk_device"] {
			t.Errorf("known are %q", hashes)
		}
	})
}

func TestTheAnswerSaysWhenToTryAgainAndNothingOfTheAccount(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		person(t, db, "strateg@exempel.se", accounts.Officer)
		site := program(db)
		answer := func(email, from string) *httptest.ResponseRecorder {
			b := newBrowser(site, from)
			for range 5 {
				b.signIn(email, "fel")
			}
			return b.post("/sign-in", "email", email, "password", "hemligt fel", "back", "/plan")
		}
		known, unknown := answer("strateg@exempel.se", "192.0.2.1"), answer("ingen@exempel.se", "192.0.2.2")
		wait, err := strconv.Atoi(known.Header().Get("Retry-After"))
		if err != nil || known.Code != tooMany || wait < 50 || wait > 61 {
			t.Errorf("%d, wait %q", known.Code, known.Header().Get("Retry-After"))
		}
		page := known.Body.String()
		if !strings.Contains(page, "field-email-fault") || !strings.Contains(page, `value="strateg@exempel.se"`) || !strings.Contains(page, `value="/plan"`) ||
			!strings.Contains(page, "Försök igen klockan") || strings.Contains(page, "hemligt") {
			t.Errorf("the page: %s", page)
		}
		if unknown.Code != known.Code || strings.ReplaceAll(unknown.Body.String(), "ingen@", "strateg@") != page {
			t.Errorf("the answers tell which addresses are known")
		}
	})
}

func TestTheTrailTellsOnceThatALimitWasReached(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		account := person(t, db, "strateg@exempel.se", accounts.Officer)
		b := newBrowser(program(db), "192.0.2.1")
		for range 9 {
			b.signIn("strateg@exempel.se", "fel")
			b.signIn("ingen@exempel.se", "fel")
		}
		wantTrail(t, db, "sign_in.limited_account", account.ID+` {"failures":5} sign_in`, `unknown {"failures":5} sign_in`)
	})
}

func TestSigningInToGoOnIsHeldBackToo(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		person(t, db, "strateg@exempel.se", accounts.Officer)
		b := newBrowser(program(db), "192.0.2.1")
		try := func(password string) *httptest.ResponseRecorder {
			return b.post("/account/name?sign-in=1", "name", "Nytt namn", "sign-in-email", "strateg@exempel.se", "sign-in-password", password)
		}
		for range 5 {
			want(t, "wrong", try("fel").Code, wrong)
		}
		w := try(sentence)
		want(t, "too early", w.Code, tooMany)
		if page := w.Body.String(); !strings.Contains(page, `value="Nytt namn"`) || w.Header().Get("Retry-After") == "" || strings.Contains(page, sentence) {
			t.Errorf("the page: %s", page)
		}
		later(t, db, 61*time.Second)
		want(t, "after the wait", try(sentence).Code, in)
	})
}

func TestGuessingTheOldPasswordIsHeldBackWhereItIsDone(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		person(t, db, "strateg@exempel.se", accounts.Officer)
		site := program(db)
		left, own := newBrowser(site, "192.0.2.1"), newBrowser(site, "192.0.2.1")
		want(t, "a screen left open", left.signIn("strateg@exempel.se", sentence), in)
		want(t, "the owner", own.signIn("strateg@exempel.se", sentence), in)
		change := func(b *browser, old string) int {
			return b.post("/account/password", "old", old, "password", sentence+" till", "again", sentence+" till").Code
		}
		for range 10 {
			want(t, "a wrong old password", change(left, "fel"), wrong)
		}
		want(t, "too often", change(left, sentence), tooMany)
		want(t, "the owner's browser", change(own, sentence), in)
	})
}

func TestGuessingLinksIsHeldBack(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		account := person(t, db, "strateg@exempel.se", accounts.Officer)
		var link string
		check(t, db.Write(ctx, func(tx *store.Tx) (err error) {
			link, err = accounts.PasswordLink(ctx, tx, account.ID, time.Now())
			return err
		}))
		site := program(db)
		guesser, owner := newBrowser(site, "192.0.2.1"), newBrowser(site, "192.0.2.2")
		for i := range 15 {
			want(t, "no such link", guesser.get("/password/"+strconv.Itoa(i)).Code, http.StatusNotFound)
			want(t, "no such first link", guesser.post("/first/"+strconv.Itoa(i), "name", "x").Code, http.StatusNotFound)
		}
		w := guesser.get("/password/" + link)
		want(t, "one too many", w.Code, tooMany)
		if w.Header().Get("Retry-After") == "" {
			t.Error("it does not say when to try again")
		}
		for range 40 {
			want(t, "the link looked at", owner.get("/password/"+link).Code, http.StatusOK)
		}
		want(t, "signing in is another thing", guesser.signIn("strateg@exempel.se", sentence), in)
	})
}

func TestWhatNoLongerCountsIsThrownAway(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		person(t, db, "strateg@exempel.se", accounts.Officer)
		b := newBrowser(program(db), "192.0.2.1")
		b.signIn("strateg@exempel.se", sentence)
		newBrowser(program(db), "192.0.2.2").signIn("strateg@exempel.se", "fel")
		rows := func(after time.Duration) (attempts, devices int) {
			check(t, db.Write(ctx, func(tx *store.Tx) error {
				if err := accounts.EndOver(ctx, tx, time.Now().Add(after)); err != nil {
					return err
				}
				if err := tx.Get(ctx, &attempts, "SELECT count(*) FROM sign_in_attempt"); err != nil {
					return err
				}
				return tx.Get(ctx, &devices, "SELECT count(*) FROM known_device")
			}))
			return attempts, devices
		}
		for _, c := range []struct {
			after             time.Duration
			attempts, devices int
		}{{0, 3, 1}, {25 * time.Hour, 0, 1}, {366 * 24 * time.Hour, 0, 0}} {
			if attempts, devices := rows(c.after); attempts != c.attempts || devices != c.devices {
				t.Errorf("after %s: %d counts and %d browsers, want %+v", c.after, attempts, devices, c)
			}
		}
	})
}

// Behind a proxy on another machine everybody seems to come from there, unless the program is told of it.
func TestBehindAProxyEverybodyHasTheirOwnAddress(t *testing.T) {
	db := storetest.Open(t, store.SQLite)
	person(t, db, "strateg@exempel.se", accounts.Officer)
	site := programOf(&accounts.Feature{DB: db, Proxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.5/32")}})
	try := func(from, email, password string) int {
		b := newBrowser(site, "10.0.0.5")
		b.forwarded = from
		return b.signIn(email, password)
	}
	for i := range 30 {
		want(t, "a guess", try("192.0.2.1", strconv.Itoa(i)+"@exempel.se", "fel"), wrong)
	}
	want(t, "the guesser, who makes up where they come from", try("198.51.100.1, 192.0.2.1", "strateg@exempel.se", sentence), tooMany)
	want(t, "somebody else", try("192.0.2.2", "strateg@exempel.se", sentence), in)
}
