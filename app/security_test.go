package app_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"samverk/app"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

func TestTheContactForWeaknessesIsToldAndNotOutOfDate(t *testing.T) {
	for setting, want := range map[string]string{"sakerhet@exempel.se": "mailto:sakerhet@exempel.se", "https://exempel.se/sakerhet": "https://exempel.se/sakerhet",
		"": "", "http://exempel.se": "", "a@b.se\nContact: mailto:c@d.se": ""} {
		site := app.Site(storetest.Open(t, store.SQLite), app.Catalogue(), app.Settings{SecurityContact: setting})
		w := httptest.NewRecorder()
		site.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/.well-known/security.txt", nil))
		if want == "" {
			if w.Code != http.StatusNotFound {
				t.Errorf("%q: %d %s", setting, w.Code, w.Body)
			}
			continue
		}
		lines := strings.Split(w.Body.String(), "\n")
		expires, err := time.Parse("Expires: "+time.RFC3339, lines[1])
		if w.Code != http.StatusOK || lines[0] != "Contact: "+want || err != nil || expires.Before(time.Now()) || expires.After(time.Now().AddDate(1, 0, 0)) {
			t.Errorf("%q: %d %q %v", setting, w.Code, lines, err)
		}
	}
}

func TestABrowserThatCameByHTTPSComesByNothingElse(t *testing.T) {
	site := app.Site(storetest.Open(t, store.SQLite), app.Catalogue(), app.Settings{})
	for proto, want := range map[string]bool{"https": true, "": false} {
		for _, path := range []string{"/", "/sign-in", "/nowhere", "/plans"} {
			r := httptest.NewRequest(http.MethodGet, path, nil)
			if proto != "" {
				r.Header.Set("X-Forwarded-Proto", proto)
			}
			w := httptest.NewRecorder()
			site.ServeHTTP(w, r)
			if got := w.Header().Get("Strict-Transport-Security"); (got == "max-age=63072000; includeSubDomains") != want || (got != "") != want {
				t.Errorf("%s over %q: %s", path, proto, got)
			}
			if policy := w.Header().Get("Content-Security-Policy"); !strings.Contains(policy, "script-src 'self';") || strings.Contains(policy, "unsafe") {
				t.Errorf("%s: %s", path, policy)
			}
		}
	}
}
