package web

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// Everything a page needs comes from the site itself; nothing is written inline.
const contentPolicy = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; " +
	"form-action 'self'; frame-ancestors 'none'"

// twoYears is how long a browser that has come by HTTPS comes by nothing else, here and below, as RFC 6797 lets a site ask for.
const twoYears = "max-age=63072000; includeSubDomains"

// SetSecurityHeaders sets what every answer carries, whatever it is. A site does so itself.
func SetSecurityHeaders(h http.Header, secure bool) {
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

// ClientAddress is the address on the network that the request came from. Each proxy writes last in X-Forwarded-For whom it
// got the request from; only one on the same machine, or one of those given, is believed.
func ClientAddress(r *http.Request, proxies ...netip.Prefix) netip.Addr {
	from, _ := netip.ParseAddrPort(r.RemoteAddr) // what is no address stays the same for all
	address := from.Addr().Unmap().WithZone("")
	said := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(said) - 1; i >= 0 && isProxy(address, proxies); i-- {
		forwarded, err := forwardedFor(strings.TrimSpace(said[i]))
		if err != nil {
			break
		}
		address = forwarded.Unmap().WithZone("")
	}
	return address
}

func isProxy(address netip.Addr, proxies []netip.Prefix) bool {
	return address.IsLoopback() || slices.ContainsFunc(proxies, func(proxy netip.Prefix) bool { return proxy.Contains(address) })
}

// forwardedFor reads what a proxy wrote: an address, by some with a port.
func forwardedFor(said string) (netip.Addr, error) {
	if withPort, err := netip.ParseAddrPort(said); err == nil {
		return withPort.Addr(), nil
	}
	return netip.ParseAddr(said)
}

// LetFormsLead lets what is sent from this page lead on to other sites. Browsers hold every redirect that follows a form
// against the page's policy, and one who signs in elsewhere may be led through several hosts.
func LetFormsLead(h http.Header, sources ...string) {
	h.Set("Content-Security-Policy", strings.Replace(contentPolicy, "form-action 'self'", "form-action 'self' "+strings.Join(sources, " "), 1))
}

// IsSecure tells whether the request came over HTTPS, directly or through a proxy on the same machine; the program itself
// listens on the loopback address.
func IsSecure(r *http.Request) bool {
	return r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https"
}
