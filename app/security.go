package app

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"samverk/platform/web"
)

// showSecurityContact answers at /.well-known/security.txt as RFC 9116 says: where to tell of a weakness. What it says is
// renewed each day, so that it never expires while the program runs.
func showSecurityContact(contact string) web.Handler {
	return func(w http.ResponseWriter, _ *http.Request) error {
		expires := time.Now().UTC().Truncate(24*time.Hour).AddDate(0, 6, 0)
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		_, err := fmt.Fprintf(w, "Contact: %s\nExpires: %s\nPreferred-Languages: sv, en\n", contact, expires.Format(time.RFC3339))
		return err
	}
}

// securityContact is the setting as an address: a bare e-mail address becomes a mailto link. Only such links and web pages
// over HTTPS are contacts.
func securityContact(setting string) (contact string, known bool) {
	setting = strings.TrimSpace(setting)
	switch {
	case strings.ContainsAny(setting, "\r\n "):
		return "", false
	case strings.HasPrefix(setting, "mailto:"), strings.HasPrefix(setting, "https://"):
		return setting, true
	case strings.Contains(setting, "@"):
		return "mailto:" + setting, true
	}
	return "", false
}
