package web_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/a-h/templ"

	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/web"
)

// words is a page that says one thing.
func words(text string) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		_, err := io.WriteString(w, string(i18n.In(ctx).Language())+": "+text)
		return err
	})
}

var broken = templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
	io.WriteString(w, "half a page") //nolint:errcheck // what follows is the fault
	return errors.New("a fault in the page")
})

func newSite(t *testing.T) *web.Site {
	t.Helper()
	own := fstest.MapFS{
		"sv.toml": {Data: []byte("[prov]\nwrong = \"Det gick inte.\"\n")},
		"en.toml": {Data: []byte("[prov]\nwrong = \"It did not work.\"\n")},
	}
	site := web.NewSite(i18n.NewCatalogue(web.Messages(), own), func(_ int, message string) templ.Component { return words(message) }, nil)
	show := func(page templ.Component) web.Handler {
		return func(w http.ResponseWriter, r *http.Request) error { return web.Show(w, r, http.StatusOK, page) }
	}
	fail := func(err error) web.Handler {
		return func(http.ResponseWriter, *http.Request) error { return err }
	}
	site.Handle("GET /{$}", web.Anybody, show(words("start")))
	site.Handle("GET /broken", web.Anybody, show(broken))
	site.Handle("GET /advice", web.Anybody, fail(i18n.Fail("prov.wrong")))
	site.Handle("GET /gone", web.Anybody, fail(i18n.Fail("prov.wrong").Because(store.ErrNotFound)))
	site.Handle("GET /row", web.Anybody, fail(store.ErrNotFound))
	site.Handle("GET /fault", web.Anybody, fail(errors.New("secret detail")))
	site.Handle("GET /language/{lang}", web.Anybody, web.RememberLanguage)
	return site
}

func get(t *testing.T, site http.Handler, path string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	site.ServeHTTP(w, r)
	return w
}

func TestAnErrorBecomesAPage(t *testing.T) {
	site := newSite(t)
	for path, want := range map[string]struct {
		status int
		text   string
	}{
		"/":        {200, "start"},
		"/advice":  {400, "Det gick inte."},
		"/gone":    {404, "Det gick inte."},
		"/row":     {404, "Kontrollera adressen"},
		"/nowhere": {404, "Kontrollera adressen"},
		"/fault":   {500, "Något gick fel hos oss"},
		"/broken":  {500, "Något gick fel hos oss"},
	} {
		w := get(t, site, path)
		body := w.Body.String()
		if w.Code != want.status || !strings.Contains(body, want.text) {
			t.Errorf("%s: %d %s", path, w.Code, body)
		}
		if strings.Contains(body, "secret") || strings.Contains(body, "half") {
			t.Errorf("%s shows what it should not: %s", path, body)
		}
	}
}

func TestTheLanguageIsTheOneWanted(t *testing.T) {
	site := newSite(t)
	for _, c := range []struct{ path, header, value, want string }{
		{"/", "", "", "sv"},
		{"/", "Accept-Language", "en-GB,en;q=0.9", "en"},
		{"/", "Accept-Language", "nb,da;q=0.8", "sv"},
		{"/?lang=en", "", "", "en"},
		{"/?lang=xx", "Accept-Language", "en", "sv"},
		{"/", "Cookie", "samverk_lang=en", "en"},
	} {
		if got := get(t, site, c.path, c.header, c.value).Body.String(); !strings.HasPrefix(got, c.want+":") {
			t.Errorf("%s with %s %s: %s", c.path, c.header, c.value, got)
		}
	}
}

func TestTheChoiceOfLanguageGoesBackToThisSiteOnly(t *testing.T) {
	site := newSite(t)
	for back, want := range map[string]string{"/plan/a": "/plan/a", "": "/", "https://elsewhere.example/": "/",
		"//elsewhere.example": "/", "/%09/elsewhere.example": "/", "/%0a/elsewhere.example": "/", "%09//elsewhere.example": "/", "/x%5celsewhere.example": "/",
		"/plan/a?date=2019-01-01%23b": "/plan/a?date=2019-01-01#b", `/\elsewhere.example`: "/"} {
		w := get(t, site, "/language/en?back="+back)
		if w.Code != http.StatusSeeOther || w.Header().Get("Location") != want {
			t.Errorf("%q: %d %s", back, w.Code, w.Header().Get("Location"))
		}
	}
}

func TestOverHTTPSTheChoiceOfLanguageIsBoundToThisHost(t *testing.T) {
	for proto, want := range map[string]string{"https": "__Host-samverk_lang", "http": "samverk_lang"} {
		cookies := get(t, newSite(t), "/language/en", "X-Forwarded-Proto", proto).Result().Cookies()
		if len(cookies) != 1 || cookies[0].Name != want || cookies[0].Secure != (proto == "https") || !cookies[0].HttpOnly || cookies[0].Path != "/" {
			t.Errorf("over %s: %v", proto, cookies)
		}
	}
}

func TestOverHTTPSOnlyACookieThatIsBoundToThisHostCounts(t *testing.T) {
	for _, c := range []struct{ proto, sent, want string }{
		{"https", "a=other", ""},
		{"https", "a=other; __Host-a=ours", "ours"},
		{"http", "a=ours", "ours"},
		{"http", "__Host-a=ours", ""},
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Header.Set("X-Forwarded-Proto", c.proto)
		r.Header.Set("Cookie", c.sent)
		if got := web.Cookie(r, "a"); got != c.want {
			t.Errorf("%q over %s gives %q, want %q", c.sent, c.proto, got, c.want)
		}
	}
}

func TestSecurityHeadersAreOnEveryAnswer(t *testing.T) {
	site := newSite(t)
	for _, path := range []string{"/", "/fault", "/nowhere"} {
		h := get(t, site, path).Header()
		policy := h.Get("Content-Security-Policy")
		if !strings.Contains(policy, "default-src 'self'") || strings.Contains(policy, "unsafe") || h.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: %v", path, h)
		}
	}
}
