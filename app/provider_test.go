package app_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"samverk/app"
	"samverk/features/accounts"
	"samverk/features/accounts/oidc"
	"samverk/features/accounts/oidc/oidctest"
	"samverk/features/audit"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

// affiliation is the claim that says what an officer is in an authority.
const affiliation = "https://id.oidc.se/claim/orgAffiliation"

// personalNumber is nobody's: the tax agency keeps it for tests.
const personalNumber = "199001012385"

// town is a site with two providers: the authority's own, and one for everybody.
type town struct {
	t          *testing.T
	db         *store.DB
	site       *httptest.Server
	staff, eid *oidctest.Process
}

// newTown starts everything. more stands in the settings of the provider for staff.
func newTown(t *testing.T, engine store.Engine, more string) town {
	t.Helper()
	w := town{t: t, db: storetest.Open(t, engine), staff: oidctest.Start(t), eid: oidctest.Start(t)}
	w.site = httptest.NewUnstartedServer(nil)
	base := "http://" + w.site.Listener.Addr().String()
	folder := t.TempDir()
	file := filepath.Join(folder, "sign-in.toml")
	for name, content := range map[string]string{file: fmt.Sprintf(`
		[[provider]]
		key = "eid"
		name_sv = "E-legitimation"
		issuer = %q
		client_id = "samverk"
		client_secret_file = "secret"
		audience = "citizen"
		new_people = "representative"
		[[provider]]
		key = "staff"
		name_sv = "Provmyndigheten"
		issuer = %q
		client_id = "samverk"
		client_secret_file = "secret"
		audience = "staff"
		new_people = "none"
		%s
		claims.affiliation = %q
		`, w.eid.Issuer, w.staff.Issuer, more, affiliation), filepath.Join(folder, "secret"): "hemlig"} {
		if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	signIn, err := oidc.Load(file, accounts.RolesForNewPeople())
	if err != nil {
		t.Fatal(err)
	}
	w.site.Config.Handler = app.Site(w.db, app.Catalogue(), app.Settings{BaseURL: base, SignIn: signIn})
	w.site.Start()
	t.Cleanup(w.site.Close)
	w.tell("")
	return w
}

// tell says who is who, and which fault the providers make.
func (w town) tell(fault string) {
	w.t.Helper()
	for key, p := range map[string]*oidctest.Process{"staff": w.staff, "eid": w.eid} {
		people := map[string]map[string]any{
			"anna":         {"name": "Anna Prov", "email": "anna@exempel.se", "email_verified": true, affiliation: "anna@exempel"},
			"bo":           {"name": "Bo Prov", affiliation: "bo@exempel"},
			"ingen":        {"name": "Utan Anställning", "email": "ingen@exempel.se", "email_verified": true},
			personalNumber: {"name": "Cia Prov", "email": "cia@exempel.se", "email_verified": true, affiliation: personalNumber + "@exempel"},
		}
		p.Tell(w.t, oidctest.Told{ClientID: "samverk", Secret: "hemlig", Redirects: []string{w.site.URL + "/sign-in/with/" + key + "/callback"}, InToken: people, Fault: fault})
	}
}

// account adds somebody who can sign in with a password.
func (w town) account(email string, role accounts.Role) (account accounts.Account) {
	w.t.Helper()
	ctx := audit.As(context.Background(), audit.Actor{Kind: audit.Program, ID: "test", Name: "Prov"})
	if err := w.db.Write(ctx, func(tx *store.Tx) (err error) {
		account, err = accounts.Add(ctx, tx, "Anna", email, role)
		return err
	}); err != nil {
		w.t.Fatal(err)
	}
	return account
}

// close closes the account with the address.
func (w town) change(do func(ctx context.Context, tx *store.Tx) error) {
	w.t.Helper()
	ctx := audit.As(context.Background(), audit.Actor{Kind: audit.Program, ID: "test", Name: "Prov"})
	if err := w.db.Write(ctx, func(tx *store.Tx) error { return do(ctx, tx) }); err != nil {
		w.t.Fatal(err)
	}
}

// visitor is somebody at a browser, with cookies of its own.
type visitor struct {
	town
	client *http.Client
}

func (w town) visitor() visitor {
	jar, err := cookiejar.New(nil)
	if err != nil {
		w.t.Fatal(err)
	}
	return visitor{w, &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// page is an answer, read.
type page struct {
	status int
	to     string // where it leads
	text   string
}

func (b visitor) read(answer *http.Response, err error) page {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
	defer answer.Body.Close() //nolint:errcheck // read
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return page{answer.StatusCode, answer.Header.Get("Location"), string(text)}
}

func (b visitor) get(address string) page {
	b.t.Helper()
	if strings.HasPrefix(address, "/") {
		address = b.site.URL + address
	}
	return b.read(b.client.Get(address))
}

func (b visitor) post(address string, pairs ...string) page {
	b.t.Helper()
	values := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		values.Set(pairs[i], pairs[i+1])
	}
	return b.read(b.client.PostForm(b.site.URL+address, values))
}

// begin presses the button of the provider and gives where the browser is sent.
func (b visitor) begin(key string) string {
	b.t.Helper()
	sent := b.post("/sign-in/with/"+key, "back", "/account")
	if sent.status != http.StatusSeeOther {
		b.t.Fatalf("nobody is sent to %s: %d %s", key, sent.status, sent.text)
	}
	return sent.to
}

// identify goes through the provider and gives where it sends the browser back to.
func (b visitor) identify(key, subject string) string {
	b.t.Helper()
	at := map[string]*oidctest.Process{"staff": b.staff, "eid": b.eid}[key]
	return at.Identify(b.t, b.begin(key), subject).String()
}

// isIn tells whether somebody is signed in in the browser.
func (b visitor) isIn() bool {
	b.t.Helper()
	return b.get("/account").status == http.StatusOK
}

func (b visitor) want(what string, got page, status int, words string) {
	b.t.Helper()
	if got.status != status || !strings.Contains(got.text, words) || b.isIn() {
		b.t.Errorf("%s: %d (in: %t), want %d and %q:\n%s", what, got.status, b.isIn(), status, words, got.text)
	}
}

func eachTown(t *testing.T, more string, do func(t *testing.T, w town)) {
	for _, engine := range storetest.Engines {
		t.Run(string(engine), func(t *testing.T) { do(t, newTown(t, engine, more)) })
	}
}

func TestStaffSignInWithTheAuthoritysOwnProvider(t *testing.T) {
	eachTown(t, "link_by_email = true", func(t *testing.T, w town) {
		account := w.account("anna@exempel.se", accounts.Officer)
		b := w.visitor()
		entrance := b.get("/sign-in?back=/account").text
		staff, eid, password := strings.Index(entrance, `action="/sign-in/with/staff"`), strings.Index(entrance, `action="/sign-in/with/eid"`), strings.Index(entrance, `type="password"`)
		if staff < 0 || eid < staff || password < eid {
			t.Errorf("staff's button stands at %d, everybody's at %d, the password at %d", staff, eid, password)
		}
		for range 2 { // the first time links, the second finds
			if got := b.get(b.identify("staff", "anna")); got.status != http.StatusSeeOther || got.to != "/account" || !b.isIn() {
				t.Fatalf("%+v", got)
			}
			own := b.get("/account").text
			if !strings.Contains(own, "anna@exempel") || !strings.Contains(own, "med Provmyndigheten") {
				t.Errorf("the account's page does not say how they came in: %s", own)
			}
			if out := b.post("/sign-out"); out.to != "/sign-in?left=staff" || !strings.Contains(b.get(out.to).text, "fortfarande vara inloggad hos Provmyndigheten") {
				t.Errorf("signing out: %+v", out)
			}
		}
		w.change(func(ctx context.Context, tx *store.Tx) error {
			list, err := accounts.Identities(ctx, tx, account.ID)
			if len(list) != 1 || list[0].Provider != "staff" || list[0].Subject != "anna@exempel" {
				t.Errorf("%+v", list)
			}
			return err
		})
		w.change(func(ctx context.Context, tx *store.Tx) error { return accounts.Close(ctx, tx, account.ID) })
		b.want("a closed account", b.get(b.identify("staff", "anna")), http.StatusForbidden, "Kontot är stängt")
	})
}

func TestNobodyComesInWithWhatDoesNotHold(t *testing.T) {
	eachTown(t, "", func(t *testing.T, w town) {
		b := w.visitor()
		for _, fault := range []string{"nonce", "audience", "expired", "unsigned", "forged", "issuer"} {
			w.tell(fault)
			b.want(fault, b.get(b.identify("eid", "anna")), http.StatusBadRequest, "godkändes inte")
		}
		w.tell("")
		b.want("cancelled", b.get(b.identify("eid", "")), http.StatusOK, "Du avbröt")
		back := b.identify("eid", "anna")
		b.want("another state", b.get(strings.Replace(back, "state=", "state=x", 1)), http.StatusBadRequest, "gick inte att slutföra")
		other := w.visitor()
		other.begin("eid")
		other.want("another browser", other.get(back), http.StatusBadRequest, "gick inte att slutföra")
		b.want("another provider", b.get(strings.Replace(back, "/with/eid/", "/with/staff/", 1)), http.StatusBadRequest, "gick inte att slutföra")
		b.want("no such provider", b.get("/sign-in/with/nobody/callback?state=x"), http.StatusNotFound, "finns inte")
		if got := b.get(back); got.status != http.StatusSeeOther || !b.isIn() {
			t.Fatalf("after all that the right answer still counts: %d %s", got.status, got.text)
		}
		b.post("/sign-out")
		b.want("the same answer again", b.get(back), http.StatusBadRequest, "gick inte att slutföra")
		back = b.identify("eid", "anna")
		w.change(func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.Exec(ctx, "UPDATE sign_in_pending SET ends_at = $1", store.TimeOf(time.Now().Add(-time.Second)))
			return err
		})
		b.want("too late", b.get(back), http.StatusBadRequest, "gick inte att slutföra")
		back = b.identify("eid", "anna")
		w.eid.Stop()
		b.want("gone", b.get(back), http.StatusBadGateway, "svarar inte")
	})
}

func TestWhoeverIsNotKnownIsToldWhatToSayToAnAdministrator(t *testing.T) {
	eachTown(t, "", func(t *testing.T, w town) {
		b := w.visitor()
		b.want("no account", b.get(b.identify("staff", "bo")), http.StatusForbidden, `value="staff:bo@exempel"`)
		b.want("no affiliation", b.get(b.identify("staff", "ingen")), http.StatusForbidden, "Uppgifter saknas")
		account, admin := w.account("bo@exempel.se", accounts.Officer), w.administrator()
		for _, wrong := range []string{"", "staff", "nobody:x", "staff:"} {
			if got := admin.post("/people/"+account.ID+"/identities", "reference", wrong); got.status != http.StatusUnprocessableEntity {
				t.Errorf("%q: %d", wrong, got.status)
			}
		}
		for range 2 { // sent twice makes one
			if got := admin.post("/people/"+account.ID+"/identities", "reference", "staff:bo@exempel"); got.status != http.StatusSeeOther {
				t.Fatalf("%d %s", got.status, got.text)
			}
		}
		if got := admin.post("/people/"+w.account("annan@exempel.se", accounts.Reader).ID+"/identities", "reference", "staff:bo@exempel"); got.status != http.StatusConflict {
			t.Errorf("the same identity for two accounts: %d", got.status)
		}
		if b.get(b.identify("staff", "bo")); !b.isIn() {
			t.Error("the identity that was added does not let them in")
		}
	})
}

// administrator is the browser of one who is signed in.
func (w town) administrator() visitor {
	w.t.Helper()
	account := w.account("admin@exempel.se", accounts.Administrator)
	b := w.visitor()
	w.change(func(ctx context.Context, tx *store.Tx) error {
		token, err := accounts.Begin(ctx, tx, account.ID, accounts.ByPassword, time.Now())
		at, _ := url.Parse(w.site.URL)
		b.client.Jar.SetCookies(at, []*http.Cookie{{Name: "samverk_session", Value: token}})
		return err
	})
	return b
}

func TestAnIdentityIsAddedAndRemovedAtOnesOwnAccount(t *testing.T) {
	eachTown(t, "", func(t *testing.T, w town) {
		b := w.visitor()
		b.get(b.identify("eid", "anna")) // makes an account with no password
		if !strings.Contains(b.get("/account").text, "Föreningsföreträdare") {
			t.Fatal("whoever is new does not get the role that the settings say")
		}
		sent := b.post("/account/identities", "provider", "staff")
		back := w.staff.Identify(t, sent.to, "bo").String()
		stranger := w.administrator()
		if got := stranger.get(back); got.status != http.StatusBadRequest {
			t.Errorf("somebody else takes the identity: %d", got.status)
		}
		if got := b.get(back); got.to != "/account?done=identity_added" {
			t.Fatalf("%d %s", got.status, got.text)
		}
		var ids []string
		w.change(func(ctx context.Context, tx *store.Tx) error {
			return tx.Select(ctx, &ids, "SELECT id FROM account_identity ORDER BY provider")
		})
		if got := b.post("/account/identities/remove", "identity", ids[0]); got.to != "/account?done=identity_removed" || !b.isIn() {
			t.Errorf("%+v", got)
		}
		if got := b.post("/account/identities/remove", "identity", ids[1]); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.text, "enda sätt") {
			t.Errorf("the last way in can be removed: %d", got.status)
		}
		b.post("/sign-out")
		if b.get(b.identify("staff", "bo")); !b.isIn() {
			t.Error("what was added does not let them in")
		}
	})
}

// A personal number is nowhere in the database, whatever claim it came in.
func TestAPersonalNumberIsNeverStored(t *testing.T) {
	eachTown(t, "", func(t *testing.T, w town) {
		b := w.visitor()
		if b.get(b.identify("eid", personalNumber)); !b.isIn() {
			t.Fatal("nobody came in")
		}
		b.post("/sign-out")
		b.want("at staff's", b.get(b.identify("staff", personalNumber)), http.StatusForbidden, "staff:hmac-sha256:")
		if b.get(b.identify("eid", personalNumber)); !b.isIn() {
			t.Error("the same person is not known again")
		}
		for _, text := range []string{b.get("/account").text, b.get(b.identify("staff", personalNumber)).text} {
			if strings.Contains(text, personalNumber) {
				t.Error("a page shows the number")
			}
		}
		w.change(func(ctx context.Context, tx *store.Tx) error {
			return w.search(ctx, tx, personalNumber[2:])
		})
	})
}

// search looks for a text in every column of every table.
func (w town) search(ctx context.Context, tx *store.Tx, text string) error {
	tables := "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
	if tx.Engine() == store.Postgres {
		tables = "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'"
	}
	var names []string
	if err := tx.Select(ctx, &names, tables); err != nil {
		return err
	}
	looked := 0
	for _, name := range names {
		var columns []string
		query := "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = $1"
		if tx.Engine() != store.Postgres {
			query = "SELECT name FROM pragma_table_info($1)"
		}
		if err := tx.Select(ctx, &columns, query, name); err != nil {
			return err
		}
		for _, column := range columns {
			var found int
			if err := tx.Get(ctx, &found, fmt.Sprintf(`SELECT count(*) FROM %q WHERE CAST(%q AS text) LIKE '%%%s%%'`, name, column, text)); err != nil {
				return fmt.Errorf("%s.%s: %w", name, column, err)
			}
			if looked++; found > 0 {
				w.t.Errorf("%s.%s holds the number", name, column)
			}
		}
	}
	if looked < 100 {
		w.t.Errorf("only %d columns were looked at", looked)
	}
	return nil
}
