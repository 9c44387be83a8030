package web

import (
	"context"
	"crypto/rand"
	"log/slog"
	"net/http"
	"strings"
	"time"
)

// Visited is told of every request that has been answered. The pattern is the one that the address is mounted at, so it
// is one of few; it is empty when nothing is mounted there.
type Visited func(pattern, method string, status int, took time.Duration)

// Watched gives every request a reference, which also stands on the page when something goes wrong, and writes a line to
// the log when it has been answered. What the address asks for (its query) is never logged, nor one-time links.
func Watched(visited Visited, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		v := &visit{reference: newReference()}
		answer := &answer{ResponseWriter: w}
		defer func() {
			took := time.Since(began)
			if visited != nil {
				visited(v.pattern, r.Method, answer.status(), took)
			}
			slog.LogAttrs(r.Context(), slog.LevelInfo, "request", slog.String("method", r.Method), slog.String("path", v.path(r)),
				slog.Int("status", answer.status()), slog.Int64("bytes", answer.bytes),
				slog.Float64("milliseconds", float64(took.Microseconds())/1000), slog.String("reference", v.reference))
		}()
		next.ServeHTTP(answer, r.WithContext(context.WithValue(r.Context(), visitKey{}, v)))
	})
}

func newReference() string { return rand.Text()[:8] }

// visit is what is known of a request under way.
type visit struct {
	reference string
	pattern   string // empty until it has come to where something is mounted
	secret    string // a one-time link's token, when the address holds one
}

type visitKey struct{}

// visitOf gives the request's visit, or a new one when nobody watches.
func visitOf(r *http.Request) *visit {
	if v, watched := r.Context().Value(visitKey{}).(*visit); watched {
		return v
	}
	return &visit{reference: newReference(), pattern: r.Pattern, secret: r.PathValue(secretPart)}
}

// secretPart is the name in a pattern of what must not be known to anybody but who has the address.
const secretPart = "token"

func (v *visit) arrived(pattern string, r *http.Request) {
	v.pattern, v.secret = pattern, r.PathValue(secretPart)
}

// path is the address as it may be logged. Where nothing is mounted it may be a one-time link that was copied badly, so
// only its first part is told.
func (v *visit) path(r *http.Request) string {
	switch path := r.URL.Path; {
	case v.pattern == "" || v.pattern == "/":
		first, rest, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
		if len(first) > 40 {
			first = "…"
		}
		if rest != "" {
			first += "/…"
		}
		return "/" + first
	case v.secret != "":
		return strings.ReplaceAll(path, v.secret, "…")
	default:
		return path
	}
}

// answer remembers what was answered.
type answer struct {
	http.ResponseWriter
	code  int
	bytes int64
}

func (a *answer) WriteHeader(code int) {
	if a.code == 0 && code >= 200 { // those below are only announcements
		a.code = code
	}
	a.ResponseWriter.WriteHeader(code)
}

func (a *answer) Write(p []byte) (int, error) {
	n, err := a.ResponseWriter.Write(p)
	a.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach what the server offers.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// status is what the server answers by itself when the handler said nothing else.
func (a *answer) status() int {
	if a.code == 0 {
		return http.StatusOK
	}
	return a.code
}
