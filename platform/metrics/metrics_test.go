package metrics_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"samverk/platform/metrics"
)

func shown(t *testing.T, m *metrics.Metrics) string {
	t.Helper()
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	if w.Code != http.StatusOK {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	return w.Body.String()
}

func TestRequestsAreCountedByPatternAndNotByAddress(t *testing.T) {
	m := metrics.New()
	for _, method := range []string{"GET", "GET", "BREW", "STEEP"} {
		m.Visited("GET /thing/{id}", method, 200, 3*time.Millisecond)
	}
	m.Visited("", "GET", 404, time.Second)
	text := shown(t, m)
	for _, line := range []string{
		`samverk_request_seconds_count{method="GET",pattern="/thing/{id}",status="200"} 2`,
		`samverk_request_seconds_count{method="other",pattern="/thing/{id}",status="200"} 2`,
		`samverk_request_seconds_bucket{method="GET",pattern="/thing/{id}",status="200",le="0.0025"} 0`,
		`samverk_request_seconds_bucket{method="GET",pattern="/thing/{id}",status="200",le="0.005"} 2`,
		`samverk_request_seconds_count{method="GET",pattern="",status="404"} 1`,
		"go_goroutines ",
	} {
		if !strings.Contains(text, line) {
			t.Errorf("%s is missing in\n%s", line, text)
		}
	}
}

func TestAFigureThatCannotBeReadIsLeftOutAndTheOthersStay(t *testing.T) {
	m := metrics.New()
	m.Gauges(func() ([]float64, error) { return []float64{7, 8}, nil }, metrics.Figure{Name: "one", Help: "One."}, metrics.Figure{Name: "two", Help: "Two."})
	m.Gauges(func() ([]float64, error) { return nil, errors.New("no database") }, metrics.Figure{Name: "gone", Help: "Gone."})
	text := shown(t, m)
	if !strings.Contains(text, "\none 7\n") || !strings.Contains(text, "\ntwo 8\n") || strings.Contains(text, "gone") {
		t.Errorf("it says\n%s", text)
	}
}

func BenchmarkVisited(b *testing.B) {
	m := metrics.New()
	b.ReportAllocs()
	for b.Loop() {
		m.Visited("GET /thing/{id}", "GET", 200, time.Millisecond)
	}
}
