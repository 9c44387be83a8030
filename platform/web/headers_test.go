package web_test

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"

	"samverk/platform/web"
)

// Only a proxy on the same machine or one that is known is believed, and only in what it says itself.
func TestTheAddressThatARequestCameFrom(t *testing.T) {
	for _, c := range []struct {
		remote string
		said   []string
		want   string
	}{
		{"192.0.2.1:5", nil, "192.0.2.1"},
		{"192.0.2.1:5", []string{"198.51.100.1"}, "192.0.2.1"},
		{"127.0.0.1:5", nil, "127.0.0.1"},
		{"127.0.0.1:5", []string{"198.51.100.1"}, "198.51.100.1"},
		{"[::1]:5", []string{"made up, 198.51.100.1"}, "198.51.100.1"},
		{"127.0.0.1:5", []string{"203.0.113.9", "203.0.113.8, 198.51.100.1"}, "198.51.100.1"},
		{"10.0.0.9:5", []string{"198.51.100.1, 203.0.113.8"}, "203.0.113.8"},
		{"127.0.0.1:5", []string{"198.51.100.1, 203.0.113.8, 10.0.0.9"}, "203.0.113.8"},
		{"10.0.0.9:5", []string{"198.51.100.1, 10.0.0.8"}, "198.51.100.1"},
		{"10.0.1.9:5", []string{"198.51.100.1"}, "10.0.1.9"},
		{"127.0.0.1:5", []string{"::ffff:198.51.100.1"}, "198.51.100.1"},
		{"127.0.0.1:5", []string{"[2001:db8::1]:99"}, "2001:db8::1"},
		{"127.0.0.1:5", []string{"unknown"}, "127.0.0.1"},
		{"@", nil, "invalid IP"},
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.RemoteAddr = c.remote
		for _, said := range c.said {
			r.Header.Add("X-Forwarded-For", said)
		}
		if got := web.ClientAddress(r, netip.MustParsePrefix("10.0.0.0/24")).String(); got != c.want {
			t.Errorf("%s with %q: %s, want %s", c.remote, c.said, got, c.want)
		}
	}
}
