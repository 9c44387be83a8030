package app_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"samverk/app"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

func TestMachinesAskWhetherTheProgramLivesAndIsReady(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		site := app.Watched(db, app.Measure(db), app.Site(db, app.Catalogue(), app.Settings{}))
		ask := func(method, path string) *httptest.ResponseRecorder {
			w := httptest.NewRecorder()
			site.ServeHTTP(w, httptest.NewRequest(method, path, nil))
			return w
		}
		for path, body := range map[string]string{"/healthz": "ok\n", "/readyz": "ready\n"} {
			w := ask(http.MethodGet, path)
			if w.Code != http.StatusOK || w.Body.String() != body || len(w.Result().Cookies()) != 0 ||
				!strings.Contains(w.Header().Get("Content-Security-Policy"), "frame-ancestors 'none'") || w.Header().Get("X-Content-Type-Options") != "nosniff" {
				t.Errorf("%s answers %d %q %v", path, w.Code, w.Body, w.Header())
			}
			if w := ask(http.MethodPost, path); w.Code != http.StatusMethodNotAllowed && w.Code != http.StatusNotFound {
				t.Errorf("POST %s answers %d", path, w.Code)
			}
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		if w := ask(http.MethodGet, "/healthz"); w.Code != http.StatusOK {
			t.Errorf("without a database the process is said not to live: %d", w.Code)
		}
		if w := ask(http.MethodGet, "/readyz"); w.Code != http.StatusServiceUnavailable || strings.Contains(w.Body.String(), "closed") {
			t.Errorf("without a database /readyz answers %d %q", w.Code, w.Body)
		}
	})
}

func TestTheFiguresTellOfRequestsConnectionsAndTheAuditTrail(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		withAccount(t, db)
		figures := app.Measure(db)
		site := app.Watched(db, figures, app.Site(db, app.Catalogue(), app.Settings{}))
		site.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/first/made-up", nil))
		site.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/healthz", nil))
		w := httptest.NewRecorder()
		figures.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
		waiting := map[store.Engine]string{store.SQLite: "samverk_audit_unsealed_entries 0", store.Postgres: "samverk_audit_unsealed_entries 2"}
		for _, line := range []string{`pattern="/first/{token}",status="404"`, `go_sql_open_connections{db_name=`, waiting[db.Engine()],
			"samverk_audit_unsealed_oldest_seconds ", "samverk_audit_last_sealed_age_seconds "} {
			if !strings.Contains(w.Body.String(), line) {
				t.Errorf("%s is missing in\n%s", line, w.Body)
			}
		}
		for _, never := range []string{"made-up", "healthz"} {
			if strings.Contains(w.Body.String(), never) {
				t.Errorf("the figures hold %s", never)
			}
		}
	})
}
