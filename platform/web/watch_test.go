package web_test

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"samverk/platform/i18n"
	"samverk/platform/web"
)

// logged gives what is logged while a test runs.
func logged(t testing.TB) *bytes.Buffer {
	t.Helper()
	var log bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
	t.Cleanup(func() { slog.SetDefault(before) })
	return &log
}

func TestTheLogHoldsNoOneTimeLinks(t *testing.T) {
	site := newSite(t)
	site.Handle("GET /first/{token}", web.Anybody, func(http.ResponseWriter, *http.Request) error { return nil })
	site.Handle("POST /first/{token}", web.Anybody, func(http.ResponseWriter, *http.Request) error { return io.ErrUnexpectedEOF })
	log := logged(t)
	watched := web.Watched(nil, site)
	for _, c := range []struct{ method, path string }{
		{"GET", "/first/SECRET7"}, {"POST", "/first/SECRET7"}, {"GET", "/first/SECRET7/more"}, {"GET", "/first/SECRET7)"}, {"PUT", "/first/SECRET7"},
		{"GET", "/?q=SECRET7"}, {"GET", "/" + strings.Repeat("SECRET7", 8)},
	} {
		watched.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(c.method, c.path, nil))
	}
	if said := log.String(); strings.Contains(said, "SECRET7") || strings.Count(said, "msg=request") != 7 || !strings.Contains(said, "path=/first/…") {
		t.Errorf("the log says\n%s", said)
	}
}

func TestTheReferenceOnThePageStandsInTheLog(t *testing.T) {
	log := logged(t)
	w := httptest.NewRecorder()
	web.Watched(nil, newSite(t)).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/fault", nil))
	_, after, found := strings.Cut(log.String(), "reference=")
	if !found || !strings.Contains(w.Body.String(), after[:8]) || strings.Count(log.String(), after[:8]) != 2 {
		t.Errorf("the page says\n%s\nand the log\n%s", w.Body, log)
	}
}

func TestVisitsAreToldByWhereTheyAreMounted(t *testing.T) {
	logged(t)
	site := newSite(t)
	site.Handle("GET /thing/{id}", web.Anybody, func(w http.ResponseWriter, _ *http.Request) error {
		w.WriteHeader(http.StatusTeapot)
		return nil
	})
	type visit struct {
		pattern, method string
		status          int
	}
	var told []visit
	watched := web.Watched(func(pattern, method string, status int, took time.Duration) {
		if took < 0 {
			t.Errorf("it took %v", took)
		}
		told = append(told, visit{pattern, method, status})
	}, site)
	for _, path := range []string{"/thing/7", "/thing/8", "/nowhere", "/fault"} {
		watched.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, path, nil))
	}
	want := []visit{{"GET /thing/{id}", "GET", 418}, {"GET /thing/{id}", "GET", 418}, {"", "GET", 404}, {"GET /fault", "GET", 500}}
	for i := range want {
		if i >= len(told) || told[i] != want[i] {
			t.Fatalf("told %v, not %v", told, want)
		}
	}
}

// What it costs to watch a request, beside one that is not watched.
func BenchmarkWatched(b *testing.B) {
	site := web.NewSite(i18n.NewCatalogue(), nil, nil)
	site.Handle("GET /x", web.Anybody, func(http.ResponseWriter, *http.Request) error { return nil })
	logged(b)
	slog.SetDefault(slog.New(slog.NewTextHandler(io.Discard, nil)))
	for name, handler := range map[string]http.Handler{"bare": site, "watched": web.Watched(nil, site)} {
		b.Run(name, func(b *testing.B) {
			r := httptest.NewRequest(http.MethodGet, "/x", nil)
			b.ReportAllocs()
			for b.Loop() {
				handler.ServeHTTP(httptest.NewRecorder(), r)
			}
		})
	}
}
