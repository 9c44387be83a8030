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
	"samverk/platform/web"
)

const anybody accounts.Role = ""

// openToAll are the addresses that ask nothing of anybody. An address that is not here must ask for something.
var openToAll = []string{"GET /{$}", "GET /assets/", "GET /language/", "GET /sign-in", "POST /sign-in", "POST /sign-out",
	"GET /first/", "POST /first/", "GET /password/", "POST /password/", "GET /public/", "GET /calendar/", "GET /search", "GET /invitation/", "POST /invitation/", "GET /accessibility", "POST /accessibility", "POST /public/events/"}

// withTokens opens a database in which one of each role is signed in.
func withTokens(t *testing.T, engine store.Engine) (*store.DB, map[accounts.Role]string) {
	t.Helper()
	db := storetest.Open(t, engine)
	tokens := map[accounts.Role]string{anybody: ""}
	ctx := audit.As(context.Background(), audit.Actor{Kind: audit.Program, ID: "test", Name: "Prov"})
	for _, role := range accounts.Roles {
		if err := db.Write(ctx, func(tx *store.Tx) error {
			account, err := accounts.Add(ctx, tx, string(role), string(role)+"@exempel.se", role)
			if err == nil {
				tokens[role], err = accounts.Begin(ctx, tx, account.ID, accounts.ByPassword, time.Now())
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	return db, tokens
}

// Every address is tried as every role: whom the table of rights gives the address's permission comes further than the
// door, and nobody else does.
func TestEveryAddressLetsInWhomTheTableSays(t *testing.T) {
	db, tokens := withTokens(t, store.SQLite)
	site := app.Site(db, app.Catalogue(), app.Everything())
	routes := app.Routes(db)
	if len(routes) < 40 {
		t.Fatalf("only %d addresses are mounted", len(routes))
	}
	for _, route := range routes {
		if route.Pattern == "POST /sign-out" {
			continue // it would end the session for the addresses after it
		}
		for role, token := range tokens {
			want := "refused"
			switch {
			case route.Asks == accounts.Anybody || role.May(route.Asks):
				want = "through"
			case role == anybody:
				want = "sign in"
			}
			if got, code := door(site, route.Pattern, token); got != want {
				t.Errorf("%s (%s) as %q: %s (%d), want %s", route.Pattern, route.Asks, role, got, code, want)
			}
		}
	}
}

var wildcard = regexp.MustCompile(`\{[^}]*\}`)

// door sends a request and tells whether it gets further than the door.
func door(site http.Handler, pattern, token string) (got string, code int) {
	method, address, _ := strings.Cut(strings.ReplaceAll(pattern, "{$}", ""), " ")
	r := httptest.NewRequest(method, wildcard.ReplaceAllString(address, "x1"), nil)
	if token != "" {
		r.AddCookie(&http.Cookie{Name: "samverk_session", Value: token})
	}
	w := httptest.NewRecorder()
	site.ServeHTTP(w, r)
	switch {
	case w.Code == http.StatusSeeOther && strings.HasPrefix(w.Header().Get("Location"), "/sign-in"), w.Code == http.StatusUnauthorized:
		return "sign in", w.Code
	case w.Code == http.StatusForbidden:
		return "refused", w.Code
	case w.Code == http.StatusInternalServerError:
		return "a fault", w.Code
	}
	return "through", w.Code
}

// What holds of the table and the addresses whatever is added: only what is meant for all asks for nothing, every
// permission is in the table and is asked for somewhere, and whoever only reads can change nothing but their own account and
// what they answer to invitations.
func TestTheTableOfRightsHoldsTogether(t *testing.T) {
	readOnly := []accounts.Role{accounts.Auditor, accounts.Reader, accounts.Elected, accounts.Economist, accounts.Assessor, accounts.Representative, accounts.Partner}
	inside := []accounts.Role{accounts.Assessor, accounts.Representative, accounts.Partner}
	asked := map[web.Permission]bool{}
	for _, route := range app.Routes(storetest.Open(t, store.SQLite)) {
		asked[route.Asks] = true
		open := slices.ContainsFunc(openToAll, func(start string) bool { return strings.HasPrefix(route.Pattern, start) })
		if open != (route.Asks == accounts.Anybody) {
			t.Errorf("%s asks for %q; what is open to all stands in openToAll", route.Pattern, route.Asks)
		}
		if route.Asks == accounts.Anybody || route.Asks == accounts.OwnAccount || route.Asks == accounts.OwnMeetings || route.Asks == accounts.OwnOrganisations || route.Asks == accounts.OwnApplications || route.Asks == accounts.OwnAssessments {
			continue // one's own; which organisations are whose the tests of mandates say, and which assessments those of assessments
		}
		for _, role := range readOnly {
			ownWord := route.Asks == accounts.DeclareConflict && role == accounts.Elected // what a member says of themselves is theirs to say
			if strings.HasPrefix(route.Pattern, "POST ") && role.May(route.Asks) && !ownWord {
				t.Errorf("%s: %s may change something there", route.Pattern, role)
			}
		}
		for _, role := range inside {
			if role.May(route.Asks) {
				t.Errorf("%s: %s, who is outside the authority, comes in", route.Pattern, role)
			}
		}
		if strings.HasPrefix(route.Pattern, "GET ") && !hasForm(route.Pattern) && !isExtract(route.Pattern) && !accounts.Auditor.May(route.Asks) {
			t.Errorf("%s: the auditor cannot read it", route.Pattern)
		}
	}
	for _, permission := range accounts.Permissions() {
		if !asked[permission] {
			t.Errorf("no address asks for %s", permission)
		}
		if !slices.ContainsFunc(accounts.Roles, func(r accounts.Role) bool { return r.May(permission) }) {
			t.Errorf("%s is nobody's", permission)
		}
	}
	for permission := range asked {
		if permission != accounts.Anybody && !slices.Contains(accounts.Permissions(), permission) {
			t.Errorf("%s is asked for and in no table", permission)
		}
	}
}

// isExtract tells whether an address hands out everything about one person, which is for those who answer for the people.
func isExtract(pattern string) bool { return strings.HasPrefix(pattern, "GET /people/{id}/data") }

// hasForm tells whether an address shows a form with which something is changed, which those who only read are not
// shown: every such address takes the form too, or leads to one that does.
func hasForm(pattern string) bool {
	for _, part := range []string{"/new", "/edit", "/import", "/remove", "/link", "/adopt", "/archive", "/unarchive", "/publish", "/unpublish", "/discard",
		"/edition", "/cancel", "/reopen", "/changes/", "/exclude", "/include", "/count", "/void", "/erase", "/wait/", "/end", "/merge", "/undo", "/apart", "/cancel", "/agenda",
		"/reopen", "/adjust", "/unlock", "/done", "/propose", "/move/", "/take-back"} {
		if strings.Contains(pattern, part) {
			return true
		}
	}
	return false
}

// The trail of a thing is for those who may see the thing itself.
func TestTheTrailOfAnAccountIsForThoseWhoMaySeeAccounts(t *testing.T) {
	for _, engine := range storetest.Engines {
		db, tokens := withTokens(t, engine)
		site := app.Site(db, app.Catalogue(), app.Everything())
		var id string
		if err := db.Read(context.Background(), func(tx *store.Tx) error {
			account, err := accounts.FindByEmail(context.Background(), tx, "officer@exempel.se")
			id = account.ID
			return err
		}); err != nil {
			t.Fatal(err)
		}
		for role, token := range tokens {
			for _, kind := range []string{"account", "feedback"} {
				got, code := door(site, "GET /trail/"+kind+"/"+id, token)
				if want := map[bool]string{true: "through", false: "refused"}[role == accounts.Administrator || role == accounts.Auditor]; role != anybody && got != want {
					t.Errorf("the trail of %s as %s: %s (%d), want %s", kind, role, got, code, want)
				}
			}
		}
	}
}
