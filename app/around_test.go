package app_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"samverk/app"
	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

// browser sends requests as one account.
type browser struct {
	t     *testing.T
	site  http.Handler
	token string
}

func as(t *testing.T, db *store.DB, role accounts.Role) *browser {
	t.Helper()
	b := &browser{t: t, site: app.Site(db, app.Catalogue(), app.Settings{Authority: "Region Exempel", ContactEmail: "hjalp@exempel.se"})}
	if role == anybody {
		return b
	}
	ctx := audit.As(context.Background(), audit.Actor{Kind: audit.Program, ID: "test", Name: "Prov"})
	hash, err := accounts.HashPassword(password)
	if err != nil {
		t.Fatal(err)
	}
	address := string(role) + "@exempel.se"
	if err := db.Write(ctx, func(tx *store.Tx) error {
		account, err := accounts.Add(ctx, tx, "Namn", address, role)
		if err != nil {
			return err
		}
		if err := accounts.SetPassword(ctx, tx, address, hash); err != nil {
			return err
		}
		b.token, err = accounts.Begin(ctx, tx, account.ID, accounts.ByPassword, time.Now())
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return b
}

func (b *browser) get(address string) *httptest.ResponseRecorder {
	return b.send(httptest.NewRequest(http.MethodGet, address, nil))
}

func (b *browser) post(address string, pairs ...string) *httptest.ResponseRecorder {
	values := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		values.Add(pairs[i], pairs[i+1])
	}
	r := httptest.NewRequest(http.MethodPost, address, strings.NewReader(values.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return b.send(r)
}

func (b *browser) send(r *http.Request) *httptest.ResponseRecorder {
	if b.token != "" {
		r.AddCookie(&http.Cookie{Name: "samverk_session", Value: b.token})
	}
	w := httptest.NewRecorder()
	b.site.ServeHTTP(w, r)
	return w
}

// want complains when the answer has another status or lacks a text.
func want(t *testing.T, w *httptest.ResponseRecorder, status int, texts ...string) {
	t.Helper()
	if w.Code != status {
		t.Fatalf("%d to %q, want %d", w.Code, w.Header().Get("Location"), status)
	}
	for _, text := range texts {
		if !strings.Contains(w.Body.String(), text) {
			t.Errorf("%q is not on the page", text)
		}
	}
}

func TestAFormOutlivesTheSession(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := as(t, db, accounts.Reader)
		b.token = ""
		w := b.post("/account/name?x=1", "name", "Åsa \"Öst\" <b>")
		want(t, w, http.StatusUnauthorized, `name="name" value="Åsa &#34;Öst&#34; &lt;b&gt;"`, `action="/account/name?sign-in=1&amp;x=1"`)
		w = b.post("/account/name?sign-in=1", "name", "Åsa Öst", "sign-in-email", "reader@exempel.se", "sign-in-password", "fel")
		want(t, w, http.StatusUnprocessableEntity, `value="Åsa Öst"`, "reader@exempel.se", "hör inte ihop")
		if strings.Contains(w.Body.String(), "fel\"") || w.Header().Get("Set-Cookie") != "" {
			t.Error("the wrong password is shown again, or lets somebody in")
		}
		w = b.post("/account/name?sign-in=1", "name", "Åsa Öst", "sign-in-email", "reader@exempel.se", "sign-in-password", password)
		if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/account?done=name" {
			t.Fatalf("%d to %q", w.Code, w.Header().Get("Location"))
		}
		cookie, _, _ := strings.Cut(w.Header().Get("Set-Cookie"), ";")
		_, b.token, _ = strings.Cut(cookie, "=")
		want(t, b.get("/account"), http.StatusOK, "Åsa Öst")
		// Whoever may not do it is told so after signing in, too.
		b.token = ""
		w = b.post("/people?sign-in=1", "name", "x", "sign-in-email", "reader@exempel.se", "sign-in-password", password)
		want(t, w, http.StatusForbidden)
	})
}

func TestAFormTooLargeToKeepIsRefusedWithAdvice(t *testing.T) {
	db := storetest.Open(t, store.SQLite)
	long := strings.Repeat("x", 1<<20)
	want(t, as(t, db, anybody).post("/account/name", "name", long), http.StatusUnauthorized, "för stort för att behållas")
	want(t, as(t, db, accounts.Reader).post("/account/name", "name", long), http.StatusRequestEntityTooLarge, "korta texten")
}

func TestFilesOfAnInterruptedFormAreNamed(t *testing.T) {
	db := storetest.Open(t, store.SQLite)
	body := "--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"protokoll.pdf\"\r\n\r\nhemligt\r\n" +
		"--x\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nStormöte\r\n--x--\r\n"
	r := httptest.NewRequest(http.MethodPost, "/records/new", strings.NewReader(body))
	r.Header.Set("Content-Type", "multipart/form-data; boundary=x")
	w := as(t, db, anybody).send(r)
	want(t, w, http.StatusUnauthorized, "protokoll.pdf", `name="title" value="Stormöte"`)
	if strings.Contains(w.Body.String(), "hemligt") {
		t.Error("the file's content is on the page")
	}
}

var linkOnPage = regexp.MustCompile(`http://example\.com(/password/[^"]+)`)

func TestAPersonIsAddedAndChoosesAPassword(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		admin := as(t, db, accounts.Administrator)
		want(t, admin.post("/people", "name", "", "email", "ingen adress", "role", "king"), http.StatusUnprocessableEntity,
			"Skriv personens namn.", "ingen adress är ingen e-postadress", "Välj en roll.")
		w := admin.post("/people", "name", "Åsa", "email", "asa@exempel.se", "role", "officer")
		want(t, w, http.StatusCreated, "Åsa har fått ett konto")
		link := linkOnPage.FindStringSubmatch(w.Body.String())
		if link == nil {
			t.Fatal("there is no link on the page")
		}
		want(t, admin.post("/people", "name", "Åsa", "email", "asa@exempel.se", "role", "officer"), http.StatusUnprocessableEntity, "Det finns redan ett konto")
		them := as(t, db, anybody)
		want(t, them.get(link[1]), http.StatusOK, "asa@exempel.se")
		want(t, them.post(link[1], "password", "kort", "again", "kort"), http.StatusUnprocessableEntity, "för kort")
		want(t, them.post(link[1], "password", password, "again", password), http.StatusSeeOther)
		want(t, them.get(link[1]), http.StatusNotFound, "Be en administratör om en ny")
		people := admin.get("/people").Body.String()
		person := regexp.MustCompile(`/people/[0-9a-f-]{36}`).FindAllString(people, -1)[1]
		want(t, admin.post(person+"/role", "role", "reader", "seen", "officer"), http.StatusSeeOther)
		want(t, admin.post(person+"/role", "role", "administrator", "seen", "officer"), http.StatusConflict, "Någon annan har bytt rollen")
		want(t, admin.post(person+"/close"), http.StatusSeeOther)
		want(t, admin.get(person+"?done=closed"), http.StatusOK, "Kontot är stängt", "Öppna kontot")
		own := regexp.MustCompile(`/people/[0-9a-f-]{36}`).FindString(people)
		want(t, admin.post(own+"/close"), http.StatusUnprocessableEntity, "minst en administratör")
		want(t, admin.get(person+"?done=nonsense"), http.StatusOK)
	})
}

func TestTheStatementTakesMessagesFromAnybody(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := as(t, db, anybody)
		want(t, b.get("/accessibility"), http.StatusOK, "Region Exempel", "mailto:hjalp@exempel.se", "digg.se/tdosanmalan", "2018:1937")
		want(t, b.post("/accessibility", "message", " ", "page", "/plan/å"), http.StatusUnprocessableEntity, "Skriv vad som inte fungerar.", "/plan/å")
		want(t, b.post("/accessibility", "message", "Knappen <går> inte"), http.StatusSeeOther)
		admin := as(t, db, accounts.Administrator)
		page := admin.get("/feedback")
		want(t, page, http.StatusOK, "Knappen &lt;går&gt; inte", "Väntar")
		done := regexp.MustCompile(`/feedback/[0-9a-f-]+/done`).FindString(page.Body.String())
		want(t, admin.post(done), http.StatusSeeOther)
		want(t, admin.get("/feedback"), http.StatusOK, "Markerat som klart av Namn")
	})
}

func TestEveryErrorSaysWhatToDo(t *testing.T) {
	db := storetest.Open(t, store.SQLite)
	b := as(t, db, accounts.Reader)
	want(t, b.get("/finns-inte"), http.StatusNotFound, "Kontrollera adressen")
	want(t, b.get("/people"), http.StatusForbidden, "Be en administratör")
	want(t, b.get("/account/name"), http.StatusMethodNotAllowed, "Gå till startsidan")
	want(t, b.post("/account"), http.StatusMethodNotAllowed)
}

func TestTheMenuFollowsTheRoleAndTheLanguageKeepsTheQuery(t *testing.T) {
	db := storetest.Open(t, store.SQLite)
	if page := as(t, db, accounts.Officer).get("/search?q=m%C3%B6te&lang=sv").Body.String(); strings.Contains(page, `href="/people"`) ||
		!strings.Contains(page, `href="/language/en?back=%2Fsearch%3Fq%3Dm%25C3%25B6te"`) {
		t.Error("an officer is shown what is the administrator's, or the change of language loses the query")
	}
	want(t, as(t, db, accounts.Administrator).get("/people"), http.StatusOK, `href="/people" aria-current="page"`, `href="/feedback"`)
	if page := as(t, db, anybody).get("/?date=2020-02-01&q=x").Body.String(); !strings.Contains(page, `href="/language/en?back=%2F%3Fdate%3D2020-02-01"`) {
		t.Error("a public page loses the day when the language is changed")
	}
	// Public pages are kept for all readers, so nothing of one reader's address may stand on them.
	if page := as(t, db, anybody).get("/?q=ondska").Body.String(); strings.Contains(page, "ondska") {
		t.Error("a page kept for everybody holds what one reader wrote in its address")
	}
}
