package e2e

import (
	"net"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"samverk/features/accounts/oidc/oidctest"
)

// freePort is an address that nothing answers at: where the site is reached must be known before it starts.
func freePort(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close() //nolint:errcheck // nobody came
	return listener.Addr().String()
}

// Somebody without an account comes from the authority's provider with a reference, is connected by an administrator and
// comes in, cancels once, and signs out.
func TestSomebodySignsInAtTheAuthoritysProvider(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]reader{"with scripts": {}, "without scripts": withoutAidOf} {
		t.Run(name, func(t *testing.T) {
			eachEngine(t, func(t *testing.T, d desk) { providerJourney(t, d, r) })
		})
	}
}

func providerJourney(t *testing.T, d desk, r reader) {
	at := oidctest.Start(t)
	site := freePort(t)
	at.Tell(t, oidctest.Told{ClientID: "samverk", Secret: "hemlig", Redirects: []string{"http://" + site + "/sign-in/with/staff/callback"},
		InToken: map[string]map[string]any{"handläggaren": {"name": "Hans Exempel"}}})
	d.write("secret", "hemlig")
	d.write("sign-in.toml", `[[provider]]
		key = "staff"
		name_sv = "Exempelmyndigheten"
		issuer = "`+at.Issuer+`"
		client_id = "samverk"
		client_secret_file = "secret"
		audience = "staff"
		new_people = "none"`)
	s := d.start("--addr", site, "--base-url", "http://"+site, "--sign-in", "sign-in.toml")
	identify := func(p *page, answer string) {
		p.do(chromedp.Click(`form[action="/sign-in/with/staff"] button`), chromedp.WaitVisible(`input[name="subject"]`),
			chromedp.SendKeys(`input[name="subject"]`, "handläggaren"), chromedp.Click(`button[value="`+answer+`"]`))
	}
	admin := r.open(t, s, firstLinkOf(t, s))
	admin.do(chromedp.SendKeys(`#field-name`, administrator), chromedp.SendKeys(`#field-email`, address), chromedp.SendKeys(`#field-password`, password),
		chromedp.SendKeys(`#field-again`, password), chromedp.Click(`main form button`), chromedp.WaitVisible(`form[action="/sign-out"]`))
	admin.visit("/people")

	p := r.open(t, s, "/sign-in")
	p.expectComplaint("the server responded with a status of 403")
	seen := func() {
		if !r.withoutScript { // axe itself is a script
			p.accessible()
		}
	}
	seen()
	identify(p, "no")
	p.do(chromedp.WaitVisible(`main a[href^="/sign-in"]`))
	p.sees("Du avbröt inloggningen")
	p.visit("/sign-in")
	identify(p, "yes")
	p.do(chromedp.WaitVisible(`input[name="reference"]`))
	seen()
	reference := ask[string](p, `document.querySelector("[name=reference]").value`)
	if reference != "staff:handläggaren" {
		t.Errorf("the reference is %q", reference)
	}

	admin.do(chromedp.Click(`main table a[href^="/people/"]`), chromedp.WaitVisible(`#identity-reference`), chromedp.SendKeys(`#identity-reference`, reference),
		chromedp.Click(`form[action$="/identities"] button`), chromedp.WaitVisible(`form[action$="/identities/remove"]`))
	p.visit("/sign-in?back=/account")
	identify(p, "yes")
	p.do(chromedp.WaitVisible(`#identities`))
	seen()
	if text := p.text(); !strings.Contains(text, "med Exempelmyndigheten") {
		t.Errorf("the page does not say how they came in:\n%s", text)
	}
	p.do(chromedp.Click(`form[action="/sign-out"] button`), chromedp.WaitVisible(`form[action="/sign-in/with/staff"]`))
	p.sees("fortfarande vara inloggad hos Exempelmyndigheten")
}
