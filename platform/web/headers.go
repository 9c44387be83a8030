package web

import "net/http"

// Everything a page needs comes from the site itself; nothing is written inline.
const contentPolicy = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; " +
	"form-action 'self'; frame-ancestors 'none'"

// twoYears is how long a browser that has come by HTTPS comes by nothing else, as RFC 6797 lets a site ask for.
const twoYears = "max-age=63072000"

// setSecurityHeaders sets what every answer carries, whatever it is.
func setSecurityHeaders(h http.Header, secure bool) {
	h.Set("Content-Security-Policy", contentPolicy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
	if secure {
		h.Set("Strict-Transport-Security", twoYears)
	}
}

// IsSecure tells whether the request came over HTTPS, directly or through a proxy on the same machine; the program itself
// listens on the loopback address.
func IsSecure(r *http.Request) bool {
	return r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https"
}
