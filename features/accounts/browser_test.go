package accounts_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/ui"
	"samverk/platform/web"
)

// program is one copy of the program, with the pages of this feature and those of others.
func program(db *store.DB, others ...func(*web.Site)) http.Handler {
	return programOf(&accounts.Feature{DB: db}, others...)
}

func programOf(feature *accounts.Feature, others ...func(*web.Site)) http.Handler {
	catalogue := i18n.NewCatalogue(store.Messages(), web.Messages(), ui.Messages(), form.Messages(), audit.Messages(), accounts.Messages())
	site := web.NewSite(catalogue, ui.ErrorPage, accounts.Guard)
	feature.Mount(site)
	for _, mount := range others {
		mount(site)
	}
	return feature.Recognise(site)
}

// browser keeps its cookies, and sits at an address on the network.
type browser struct {
	program http.Handler
	from    string
	cookies map[string]string

	forwarded string // what a proxy says of where the request came from
	secure    bool   // it comes over HTTPS
}

func newBrowser(program http.Handler, from string) *browser {
	return &browser{program: program, from: from, cookies: map[string]string{}}
}

func (b *browser) ask(method, path string, fields url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(fields.Encode()))
	r.RemoteAddr = b.from + ":4711"
	r.Header.Set("Accept-Language", "sv")
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if b.forwarded != "" {
		r.Header.Set("X-Forwarded-For", b.forwarded)
	}
	if b.secure {
		r.Header.Set("X-Forwarded-Proto", "https")
	}
	for name, value := range b.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	b.program.ServeHTTP(w, r)
	for _, cookie := range w.Result().Cookies() {
		if b.cookies[cookie.Name] = cookie.Value; cookie.MaxAge < 0 {
			delete(b.cookies, cookie.Name)
		}
	}
	return w
}

func (b *browser) get(path string) *httptest.ResponseRecorder {
	return b.ask(http.MethodGet, path, nil)
}

func (b *browser) post(path string, pairs ...string) *httptest.ResponseRecorder {
	fields := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		fields.Add(pairs[i], pairs[i+1])
	}
	return b.ask(http.MethodPost, path, fields)
}

// signIn gives the answer's status.
func (b *browser) signIn(email, password string) int {
	return b.post("/sign-in", "email", email, "password", password).Code
}

// signOut leaves the browser as it is but for the session.
func (b *browser) signOut() { b.post("/sign-out") }

func want(t *testing.T, what string, got, want int) {
	t.Helper()
	if got != want {
		t.Errorf("%s: %d, want %d", what, got, want)
	}
}
