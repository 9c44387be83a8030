package web_test

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"

	"samverk/platform/web"
)

// Whatever a browser says of languages, the page comes in one of those that there are.
func FuzzLanguage(f *testing.F) {
	f.Add("en-GB,en;q=0.9", "", "")
	f.Add("nb,da;q=0.8", "en", "")
	f.Add("*;q=0", "sv", "xx")
	f.Add(strings.Repeat("en-", 500)+"x", "\x00", "sv;en")
	f.Add("a-b-c-d-e;q=1e400,,;;", "en ", "EN")
	f.Fuzz(func(t *testing.T, accepts, kept, asked string) {
		r := httptest.NewRequest(http.MethodGet, "/?lang="+url.QueryEscape(asked), nil)
		r.Header.Set("Accept-Language", accepts)
		r.AddCookie(&http.Cookie{Name: "samverk_lang", Value: kept})
		w := httptest.NewRecorder()
		newSite(t).ServeHTTP(w, r)
		if said := w.Body.String(); !strings.HasPrefix(said, "sv:") && !strings.HasPrefix(said, "en:") {
			t.Fatalf("%q, %q, %q: %d %q", accepts, kept, asked, w.Code, said)
		}
	})
}

// Wherever somebody asks to be sent back to, a browser that follows it stays on this site.
func FuzzLocalPath(f *testing.F) {
	for _, seed := range []string{"/plan/a?date=2019-01-01#b", "//elsewhere.example", "/\\elsewhere.example", "/\t/elsewhere.example", "https://elsewhere.example/",
		"javascript:alert(1)", "/%2f/elsewhere.example", "/..//elsewhere.example", "", "/\u0085/x", "/./", "/.//elsewhere.example"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, path string) {
		w := httptest.NewRecorder()
		r := httptest.NewRequest(http.MethodGet, "https://here.example/deep/page", nil)
		http.Redirect(w, r, web.LocalPath(path), http.StatusSeeOther)
		at := w.Header().Get("Location")
		plain := strings.Map(func(r rune) rune { // as the URL Standard reads an address
			switch r {
			case '\t', '\n', '\r':
				return -1
			case '\\':
				return '/'
			}
			return r
		}, strings.TrimFunc(at, func(r rune) bool { return r <= ' ' }))
		if !strings.HasPrefix(plain, "/") || strings.HasPrefix(plain, "//") {
			t.Fatalf("%q leads to %q", path, at)
		}
	})
}

// Whoever is not a proxy cannot say that they come from elsewhere, and what a proxy says is an address or nothing.
func FuzzClientAddress(f *testing.F) {
	f.Add("192.0.2.1", "198.51.100.7")
	f.Add("127.0.0.1", "198.51.100.7, 203.0.113.9:443")
	f.Add("10.0.0.1", "[2001:db8::1]:80, ::ffff:192.0.2.1%eth0")
	f.Add("::1", ",,unknown,\"x")
	proxy := netip.MustParsePrefix("10.0.0.0/8")
	f.Fuzz(func(t *testing.T, from, said string) {
		address, err := netip.ParseAddr(from)
		if err != nil {
			t.Skip()
		}
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.RemoteAddr = netip.AddrPortFrom(address, 1234).String()
		r.Header["X-Forwarded-For"] = []string{said}
		got, own := web.ClientAddress(r, proxy), address.Unmap().WithZone("")
		if !got.IsValid() || got.Zone() != "" || got.Is4In6() {
			t.Fatalf("%s that says %q comes from %s", from, said, got)
		}
		if !own.IsLoopback() && !proxy.Contains(own) && got != own {
			t.Fatalf("%s, who is no proxy, says %q and is believed: %s", from, said, got)
		}
	})
}
