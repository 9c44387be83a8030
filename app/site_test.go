package app_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"samverk/app"
	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

func TestMain(m *testing.M) {
	code := m.Run()
	storetest.Stop()
	os.Exit(code)
}

const (
	email    = "strateg@exempel.se"
	password = "en mening att minnas"
)

// withAccount adds an account that can sign in.
func withAccount(t *testing.T, db *store.DB) {
	t.Helper()
	ctx := audit.As(context.Background(), audit.Actor{Kind: audit.Program, ID: "test", Name: "Prov"})
	hash, err := accounts.HashPassword(password)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Write(ctx, func(tx *store.Tx) error {
		if _, err := accounts.Add(ctx, tx, "Strateg", email, accounts.Officer); err != nil {
			return err
		}
		return accounts.SetPassword(ctx, tx, email, hash)
	}); err != nil {
		t.Fatal(err)
	}
}

func post(site http.Handler, path string, values url.Values, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(values.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	site.ServeHTTP(w, r)
	return w
}

func TestSignInGivesASessionAndStaysOnThisSite(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		withAccount(t, db)
		site := app.Site(db, app.Catalogue(), app.Settings{})
		w := post(site, "/sign-in", url.Values{"email": {" Strateg@exempel.se"}, "password": {password}, "back": {"//elsewhere.example/"}})
		if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/" {
			t.Fatalf("%d to %q", w.Code, w.Header().Get("Location"))
		}
		cookie := w.Header().Get("Set-Cookie")
		if !strings.Contains(cookie, "HttpOnly") || !strings.Contains(cookie, "SameSite=Lax") {
			t.Errorf("the session's cookie is %q", cookie)
		}
		name, _, _ := strings.Cut(cookie, ";")
		page := httptest.NewRecorder()
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Header.Set("Cookie", name)
		site.ServeHTTP(page, r)
		if !strings.Contains(page.Body.String(), "Strateg") {
			t.Error("the page does not say who is signed in")
		}
	})
}

func TestAWrongPasswordAndAnUnknownAddressGetTheSameAnswer(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		withAccount(t, db)
		site := app.Site(db, app.Catalogue(), app.Settings{})
		wrong := post(site, "/sign-in", url.Values{"email": {email}, "password": {"något annat"}})
		unknown := post(site, "/sign-in", url.Values{"email": {"ingen@exempel.se"}, "password": {"något annat"}})
		if wrong.Code != http.StatusUnprocessableEntity || unknown.Code != wrong.Code {
			t.Errorf("%d and %d", wrong.Code, unknown.Code)
		}
		if strings.ReplaceAll(unknown.Body.String(), "ingen@", "strateg@") != wrong.Body.String() {
			t.Error("the answers tell which addresses are known")
		}
		if strings.Contains(wrong.Body.String(), "något annat") {
			t.Error("the password is shown again")
		}
	})
}

func TestAFormSentFromAnotherSiteIsRefused(t *testing.T) {
	db := storetest.Open(t, store.SQLite)
	withAccount(t, db)
	site := app.Site(db, app.Catalogue(), app.Settings{})
	w := post(site, "/sign-in", url.Values{"email": {email}, "password": {password}}, "Sec-Fetch-Site", "cross-site")
	if w.Code != http.StatusForbidden || !strings.Contains(w.Body.String(), "från en annan webbplats") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if w.Header().Get("Content-Security-Policy") == "" || w.Header().Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("the refusal has other headers than a page: %v", w.Header())
	}
}

func TestTheFirstLinkKeepsWhatWasTyped(t *testing.T) {
	db := storetest.Open(t, store.SQLite)
	site := app.Site(db, app.Catalogue(), app.Settings{})
	var link string
	if err := db.Write(context.Background(), func(tx *store.Tx) (err error) {
		link, err = accounts.FirstLink(context.Background(), tx, time.Now())
		return err
	}); err != nil {
		t.Fatal(err)
	}
	w := post(site, "/first/"+link, url.Values{"name": {"Åsa"}, "email": {"ingen adress"}, "password": {password}, "again": {"x"}})
	body := w.Body.String()
	for _, want := range []string{"Åsa", "ingen adress är ingen e-postadress", "De två lösenorden är inte lika"} {
		if w.Code != http.StatusUnprocessableEntity || !strings.Contains(body, want) {
			t.Errorf("%d, without %q", w.Code, want)
		}
	}
	if w := post(site, "/first/made-up", url.Values{}); w.Code != http.StatusNotFound {
		t.Errorf("a link that was never given: %d", w.Code)
	}
}
