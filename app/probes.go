package app

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"sync/atomic"
	"time"

	"samverk/features/audit"
	"samverk/migrations"
	"samverk/platform/metrics"
	"samverk/platform/store"
	"samverk/platform/web"
)

// readyWithin is how long the database may take to answer. Whoever asks does so every few seconds.
const readyWithin = 2 * time.Second

// Watched puts around the site what those who run it need: a line in the log and a measurement of every request, and two
// addresses that machines ask: GET /healthz (the process lives) and GET /readyz (the database answers, takes writes and
// has every migration). The two are neither logged nor measured, set no cookie and know no reader.
func Watched(db *store.DB, m *metrics.Metrics, site http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, r *http.Request) { say(w, r, http.StatusOK, "ok") })
	ready := &readiness{db: db}
	mux.HandleFunc("GET /readyz", ready.answer)
	mux.Handle("/", web.Watched(m.Visited, site))
	return mux
}

func say(w http.ResponseWriter, r *http.Request, status int, word string) {
	web.SetSecurityHeaders(w.Header(), web.IsSecure(r))
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	io.WriteString(w, word+"\n") //nolint:errcheck // whoever asked has gone away
}

// readiness logs when the database goes away and when it comes back, not each time somebody asks.
type readiness struct {
	db   *store.DB
	lost atomic.Bool
}

func (rd *readiness) answer(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), readyWithin)
	defer cancel()
	err := rd.db.Ready(ctx, migrations.For(rd.db.Engine()))
	if err != nil && r.Context().Err() != nil {
		return // nobody waits for the answer
	}
	if err != nil {
		if !rd.lost.Swap(true) {
			slog.Error("the database is not ready", "error", err)
		}
		say(w, r, http.StatusServiceUnavailable, "unavailable")
		return
	}
	if rd.lost.Swap(false) {
		slog.Info("the database is ready again")
	}
	say(w, r, http.StatusOK, "ready")
}

// Measure begins to keep figures about the program and its database.
func Measure(db *store.DB) *metrics.Metrics {
	m := metrics.New()
	for name, pool := range db.Pools() {
		m.Pool(name, pool)
	}
	m.Gauges(func() ([]float64, error) {
		ctx, cancel := context.WithTimeout(context.Background(), readyWithin)
		defer cancel()
		standing, err := audit.StandingOf(ctx, db)
		if err != nil {
			return nil, err
		}
		now := time.Now()
		return []float64{float64(standing.Unsealed), standing.Oldest(now).Seconds(), float64(standing.Sealed), standing.SinceLast(now).Seconds()}, nil
	},
		metrics.Figure{Name: "samverk_audit_unsealed_entries", Help: "Entries of the audit trail that are committed and not sealed yet."},
		metrics.Figure{Name: "samverk_audit_unsealed_oldest_seconds", Help: "Age of the oldest of them; 0 when all are sealed."},
		metrics.Figure{Name: "samverk_audit_sealed_entries", Help: "Length of the sealed chain."},
		metrics.Figure{Name: "samverk_audit_last_sealed_age_seconds", Help: "Age of the last sealed entry."})
	return m
}
