package app_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"samverk/app"
	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

// whoMay says by the beginning of an address who gets further than the door: the longest that fits holds. Add a row for
// a new address when none that is here says the right thing.
var whoMay = []struct {
	pattern string // as mounted, or its beginning
	least   accounts.Role
}{
	{"GET /{$}", anybody},
	{"GET /assets/", anybody},
	{"GET /language/", anybody},
	{"GET /gallery", anybody},
	{"GET /sign-in", anybody},
	{"POST /sign-in", anybody},
	{"POST /sign-out", anybody},
	{"GET /first/", anybody},
	{"POST /first/", anybody},
	{"GET /password/", anybody},
	{"POST /password/", anybody},
	{"GET /public/", anybody},
	{"GET /search", anybody},
	{"GET /accessibility", anybody},
	{"POST /accessibility", anybody},

	{"GET /account", accounts.Reader},
	{"POST /account", accounts.Reader},
	{"GET /trail/", accounts.Reader},
	{"GET /plan/", accounts.Reader},
	{"GET /plans/choose/", accounts.Reader},
	{"GET /plans", accounts.Reader},
	{"GET /records", accounts.Reader},

	{"POST /plan/", accounts.Officer},
	{"GET /plan/{key}/adopt", accounts.Officer},
	{"GET /plan/{key}/archive", accounts.Officer},
	{"GET /plan/{key}/changes/{part}", accounts.Officer},
	{"GET /plan/{key}/discard", accounts.Officer},
	{"GET /plan/{key}/edition", accounts.Officer},
	{"GET /plan/{key}/edit", accounts.Officer},
	{"GET /plan/{key}/indicator/{number}/link", accounts.Officer},
	{"GET /plan/{key}/publish", accounts.Officer},
	{"GET /plan/{key}/unarchive", accounts.Officer},
	{"GET /plan/{key}/unpublish", accounts.Officer},
	{"GET /plans/", accounts.Officer},
	{"POST /plans/", accounts.Officer},
	{"GET /records/new", accounts.Officer},
	{"GET /records/import", accounts.Officer},
	{"GET /records/{id}/", accounts.Officer},
	{"GET /records/{id}/files/", accounts.Reader},
	{"POST /records", accounts.Officer},

	{"GET /people", accounts.Administrator},
	{"POST /people", accounts.Administrator},
	{"GET /feedback", accounts.Administrator},
	{"POST /feedback/", accounts.Administrator},
}

const anybody accounts.Role = ""

// leastFor is who gets through at an address, by the table.
func leastFor(pattern string) (least accounts.Role, known bool) {
	longest := ""
	for _, row := range whoMay {
		if strings.HasPrefix(pattern, row.pattern) && len(row.pattern) > len(longest) {
			longest, least, known = row.pattern, row.least, true
		}
	}
	return least, known
}

func TestEveryAddressAsksForTheRightRole(t *testing.T) {
	db := storetest.Open(t, store.SQLite)
	site := app.Site(db, app.Catalogue(), app.Settings{})
	tokens := map[accounts.Role]string{anybody: ""}
	ctx := audit.As(context.Background(), audit.Actor{Kind: audit.Program, ID: "test", Name: "Prov"})
	for _, role := range accounts.Roles {
		if err := db.Write(ctx, func(tx *store.Tx) error {
			account, err := accounts.Add(ctx, tx, string(role), string(role)+"@exempel.se", role)
			if err == nil {
				tokens[role], err = accounts.Begin(ctx, tx, account.ID, time.Now())
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	patterns := app.Patterns(db)
	if len(patterns) < 40 {
		t.Fatalf("only %d addresses are mounted", len(patterns))
	}
	for _, pattern := range patterns {
		least, known := leastFor(pattern)
		if !known {
			t.Errorf("%s: nobody has said who may; add a row to whoMay", pattern)
			continue
		}
		for role, token := range tokens {
			if pattern == "POST /sign-out" {
				continue // it would end the session for the addresses after it
			}
			wantDoor(t, site, pattern, role, token, least)
		}
	}
}

var wildcard = regexp.MustCompile(`\{[^}]*\}`)

// wantDoor sends a request and sees whether it gets further than the door.
func wantDoor(t *testing.T, site http.Handler, pattern string, role accounts.Role, token string, least accounts.Role) {
	t.Helper()
	method, address, _ := strings.Cut(strings.ReplaceAll(pattern, "{$}", ""), " ")
	r := httptest.NewRequest(method, wildcard.ReplaceAllString(address, "x1"), nil)
	if token != "" {
		r.AddCookie(&http.Cookie{Name: "samverk_session", Value: token})
	}
	w := httptest.NewRecorder()
	site.ServeHTTP(w, r)
	got := "through"
	switch {
	case w.Code == http.StatusSeeOther && strings.HasPrefix(w.Header().Get("Location"), "/sign-in"), w.Code == http.StatusUnauthorized:
		got = "sign in"
	case w.Code == http.StatusForbidden:
		got = "refused"
	case w.Code == http.StatusInternalServerError:
		got = "a fault"
	}
	rank := func(r accounts.Role) int { // the least trusted is 0
		if r == anybody {
			return 0
		}
		return len(accounts.Roles) - slices.Index(accounts.Roles, r)
	}
	want := "through"
	if rank(role) < rank(least) {
		want = "refused"
		if role == anybody {
			want = "sign in"
		}
	}
	if got != want {
		t.Errorf("%s as %q: %s (%d), want %s", pattern, role, got, w.Code, want)
	}
}
