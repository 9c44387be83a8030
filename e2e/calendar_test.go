package e2e

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"samverk/platform/ical/icaltest"
)

// Somebody makes an address for their own calendar, another program fetches it, and it stops working when it is revoked.
func TestACalendarIsSubscribedToAndRevoked(t *testing.T) {
	for name, r := range map[string]reader{"wide": {}, "telephone without scripts": {withoutScript: true, width: 390}} {
		t.Run(name, func(t *testing.T) {
			eachEngine(t, func(t *testing.T, d desk) {
				s := d.start("--demo")
				p := r.signedIn(t, s, "/account")
				look := func() {
					t.Helper()
					if !r.withoutScript {
						p.accessible()
					}
					p.fits()
				}
				p.press("Se dina möten i din egen kalender")
				p.sees("Du har ingen kalenderadress")
				look()
				p.press("Skapa en kalenderadress")
				p.sees("Adressen visas bara nu", "Outlook", "Google Kalender")
				look()
				address := p.holds("Kalenderadress")
				if webcal := "webcal" + strings.TrimPrefix(address, "http"); !ask[bool](p, `!!document.querySelector("a[href=\"`+webcal+`\"]")`) {
					t.Errorf("no link opens %s in a calendar program", webcal)
				}
				got := fetched(t, address)
				if calendar := icaltest.Read(t, got.body); got.status != 200 || calendar.Name != "Mina möten i Samverk" || calendar.Zones != 1 {
					t.Errorf("the program gets %d %s", got.status, got.body)
				}
				if len(got.header.Values("Set-Cookie")) > 0 || !strings.HasPrefix(got.header.Get("Cache-Control"), "private") {
					t.Errorf("the program gets %v", got.header)
				}
				p.press("Jag har lagt in adressen")
				p.sees("Senast hämtad")
				if secret := address[strings.LastIndex(address, "/")+1 : len(address)-len(".ics")]; p.says("Inte hämtad än") || ask[bool](p, `document.documentElement.outerHTML.includes("`+secret+`")`) || strings.Contains(s.out.String(), secret) {
					t.Error("the page does not tell that the calendar was fetched, or the secret is told again or logged")
				}
				look()
				p.press("Skapa en ny adress")
				renewed := p.holds("Kalenderadress")
				if old, new := fetched(t, address).status, fetched(t, renewed).status; old != 404 || new != 200 {
					t.Errorf("the earlier address answers %d, the new one %d", old, new)
				}
				p.press("Jag har lagt in adressen")
				p.press("Ta bort adressen")
				p.sees("Adressen är borttagen.", "Du har ingen kalenderadress")
				look()
				if got := fetched(t, renewed).status; got != 404 {
					t.Errorf("a revoked address answers %d", got)
				}
				anybody := r.open(t, s, "/public/calendar")
				anybody.sees("Prenumerera på kalendern")
				open := fetched(t, anybody.holds("Kalenderadress"))
				if calendar := icaltest.Read(t, open.body); open.status != 200 || calendar.Name != "Öppna möten och evenemang" {
					t.Errorf("the open calendar answers %d %s", open.status, open.body)
				}
				d.must("check")
			})
		})
	}
}

// file is what a program that fetches by itself gets.
type file struct {
	status int
	header http.Header
	body   []byte
}

// fetched fetches as a calendar program does: with nothing but the address.
func fetched(t *testing.T, address string) file {
	t.Helper()
	if _, err := url.Parse(address); err != nil {
		t.Fatal(err)
	}
	answer, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close() //nolint:errcheck // it was read whole below
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return file{answer.StatusCode, answer.Header, body}
}
