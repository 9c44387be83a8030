package web

import (
	"net/http"
	"time"
)

// kept is how long a browser keeps a choice.
const kept = 365 * 24 * time.Hour

// KeepChoice lets the browser keep what a reader has chosen, which is no secret: a language, a plan to work with.
func KeepChoice(w http.ResponseWriter, r *http.Request, name, value string) {
	SetCookie(w, r, http.Cookie{Name: name, Value: value, MaxAge: int(kept.Seconds()), SameSite: http.SameSiteLaxMode})
}

// Choice is what the reader chose; empty when they have not chosen.
func Choice(r *http.Request, name string) string { return Cookie(r, name) }
