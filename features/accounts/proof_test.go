package accounts_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
	"samverk/platform/ui"
	"samverk/platform/web"
)

// proofsAge makes it so long since anybody showed who they are.
func proofsAge(t *testing.T, db *store.DB, by time.Duration) {
	t.Helper()
	check(t, db.Write(ctx, func(tx *store.Tx) error {
		if _, err := tx.Exec(ctx, "UPDATE session SET proved_at = $1", store.TimeOf(time.Now().Add(-by))); err != nil {
			return err
		}
		return audit.Append(ctx, tx, audit.Change{Action: "x"}) // sessions are kept in memory until something is done
	}))
}

func roleOf(t *testing.T, db *store.DB, id string) (role accounts.Role) {
	t.Helper()
	check(t, db.Read(ctx, func(tx *store.Tx) error {
		account, err := accounts.Find(ctx, tx, id)
		role = account.Role
		return err
	}))
	return role
}

// sendAgain sends the form of a page that asks for the password, as a browser does.
func (b *browser) sendAgain(page, password string) (status int, answer string) {
	to := regexp.MustCompile(`action="([^"]+sign-in=1)"`).FindStringSubmatch(page)
	if to == nil {
		return 0, page
	}
	pairs := []string{"sign-in-password", password}
	for _, field := range regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)"`).FindAllStringSubmatch(page, -1) {
		pairs = append(pairs, field[1], field[2])
	}
	w := b.post(strings.ReplaceAll(to[1], "&amp;", "&"), pairs...)
	return w.Code, w.Body.String()
}

func TestASensitiveActAsksAgainAndThenGoesOn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		person(t, db, "a@exempel.se", accounts.Administrator)
		other := person(t, db, "b@exempel.se", accounts.Reader)
		b := newBrowser(program(db), "192.0.2.1")
		want(t, "signing in", b.signIn("a@exempel.se", sentence), in)
		path := "/people/" + other.ID + "/role"
		proofsAge(t, db, 14*time.Minute)
		want(t, "a proof that is new enough", b.post(path, "role", "reader", "seen", "reader").Code, in)
		proofsAge(t, db, 16*time.Minute)
		w := b.post(path, "role", "officer", "seen", "reader")
		want(t, "a proof that is too old", w.Code, http.StatusUnauthorized)
		status, page := b.sendAgain(w.Body.String(), "fel")
		want(t, "a wrong password", status, wrong)
		if role := roleOf(t, db, other.ID); role != accounts.Reader || !strings.Contains(page, "field-sign-in-password-fault") {
			t.Errorf("the role is %s, and the page: %s", role, page)
		}
		status, page = b.sendAgain(page, sentence)
		want(t, "the right password", status, in)
		if role := roleOf(t, db, other.ID); role != accounts.Officer {
			t.Errorf("the role is %s; the page: %s", role, page)
		}
		want(t, "the next act", b.post(path, "role", "reader", "seen", "officer").Code, in)
	})
}

func TestWhichActsAskAgain(t *testing.T) {
	db := storetest.Open(t, store.SQLite)
	admin := person(t, db, "a@exempel.se", accounts.Administrator)
	b := newBrowser(program(db), "192.0.2.1")
	want(t, "signing in", b.signIn("a@exempel.se", sentence), in)
	proofsAge(t, db, 16*time.Minute)
	for _, path := range []string{"/people", "/people/" + admin.ID + "/role", "/people/" + admin.ID + "/close", "/people/" + admin.ID + "/reopen",
		"/people/" + admin.ID + "/link"} {
		want(t, path, b.post(path).Code, http.StatusUnauthorized)
	}
	for _, path := range []string{"/account", "/people", "/people/new", "/people/" + admin.ID} {
		want(t, path, b.get(path).Code, http.StatusOK)
	}
	want(t, "one's own name", b.post("/account/name", "name", "Nytt namn").Code, in)
	changed := b.post("/account/password", "old", sentence, "password", sentence+" till", "again", sentence+" till")
	want(t, "the old password is a proof", changed.Code, in)
	want(t, "so what follows asks nothing", b.post("/people/"+admin.ID+"/role", "role", "administrator", "seen", "administrator").Code, in)
}

func TestGuessingAtAnOpenScreenIsHeldBack(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		admin := person(t, db, "a@exempel.se", accounts.Administrator)
		b := newBrowser(program(db), "192.0.2.1")
		want(t, "signing in", b.signIn("a@exempel.se", sentence), in)
		proofsAge(t, db, time.Hour)
		page := b.post("/people/" + admin.ID + "/link").Body.String()
		var status int
		for range 10 {
			status, page = b.sendAgain(page, "fel")
			want(t, "a wrong password", status, wrong)
		}
		status, _ = b.sendAgain(page, sentence)
		want(t, "too many", status, tooMany)
	})
}

// secret is a page of another feature.
func secret(site *web.Site) {
	show := func(w http.ResponseWriter, r *http.Request) error {
		return web.Show(w, r, http.StatusOK, ui.Alert(ui.Notice{Text: "hemligt " + i18n.T(r.Context(), "accounts.page.name")}))
	}
	site.Handle("GET /secret", accounts.OwnAccount, accounts.Proved(show))
	site.Handle("POST /secret", accounts.OwnAccount, accounts.Proved(show))
}

func TestAPageIsComeBackToAfterSigningInAgain(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		person(t, db, "a@exempel.se", accounts.Reader)
		b := newBrowser(program(db, secret), "192.0.2.1")
		want(t, "signing in", b.signIn("a@exempel.se", sentence), in)
		old := b.cookies["samverk_session"]
		want(t, "at once", b.get("/secret?x=1").Code, http.StatusOK)
		proofsAge(t, db, 16*time.Minute)
		w := b.get("/secret?x=1")
		if at := w.Header().Get("Location"); w.Code != in || at != "/sign-in?again=1&back=%2Fsecret%3Fx%3D1" {
			t.Fatalf("%d to %s", w.Code, at)
		}
		page := b.get(w.Header().Get("Location")).Body.String()
		if !strings.Contains(page, `value="a@exempel.se"`) || !strings.Contains(page, `value="/secret?x=1"`) {
			t.Errorf("the page: %s", page)
		}
		w = b.post("/sign-in", "email", "a@exempel.se", "password", sentence, "back", "/secret?x=1")
		want(t, "signing in again", w.Code, in)
		want(t, "the page", b.get(w.Header().Get("Location")).Code, http.StatusOK)
		if signedInAs(t, db, old) {
			t.Error("the session before is still there")
		}
	})
}

func signedInAs(t *testing.T, db *store.DB, token string) bool {
	t.Helper()
	return db.Read(ctx, func(tx *store.Tx) error {
		_, _, err := accounts.SignedIn(ctx, tx, token, time.Now())
		return err
	}) == nil
}

// Whoever has no password signs in again in their own way, in another tab, and sends the form once more.
func TestWithoutAPasswordTheFormWaits(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		var token string
		check(t, db.Write(ctx, func(tx *store.Tx) error {
			account, err := accounts.Add(ctx, tx, "Namn", "a@exempel.se", accounts.Reader)
			if err == nil {
				token, err = accounts.Begin(ctx, tx, account.ID, accounts.ByLink, time.Now().Add(-time.Hour))
			}
			return err
		}))
		b := newBrowser(program(db, secret), "192.0.2.1")
		b.cookies["samverk_session"] = token
		w := b.post("/secret", "text", "det jag skrev")
		page := w.Body.String()
		if w.Code != http.StatusUnauthorized || !strings.Contains(page, `href="/sign-in?again=1&amp;back=`) || !strings.Contains(page, `value="det jag skrev"`) ||
			strings.Contains(page, `type="password"`) {
			t.Fatalf("%d: %s", w.Code, page)
		}
		proofsAge(t, db, time.Minute)
		w = b.post("/secret?sign-in=1", "text", "det jag skrev")
		if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "hemligt") {
			t.Errorf("%d: %s", w.Code, w.Body)
		}
	})
}
