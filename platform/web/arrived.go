package web

import (
	"context"
	"net/http"
	"time"
)

type arrivedKey struct{}

// stamped notes when each request came, before anything waits for anything: who clicked in time is not late because others
// clicked too. Its head had come by then; the server gives the rest a minute.
func stamped(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), arrivedKey{}, time.Now())))
	})
}

// Arrived is when the server had begun to receive the request. Deadlines are judged by it.
func Arrived(r *http.Request) time.Time {
	if at, noted := r.Context().Value(arrivedKey{}).(time.Time); noted {
		return at
	}
	return time.Now()
}
