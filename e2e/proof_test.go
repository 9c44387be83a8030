package e2e

import (
	"testing"

	"github.com/chromedp/chromedp"

	"samverk/platform/store"
)

// proofsAreOld makes it long since anybody showed who they are. Sessions are kept in memory until something is done.
func proofsAreOld(t *testing.T, d desk, name string) {
	t.Helper()
	inDatabase(t, d, "UPDATE session SET proved_at = '2020-01-01 00:00:00.000000'")
	d.must("user", "add", name+"@example.org", "--name", "Påhittad")
}

// Whoever adds a person after a while at the screen shows that it is them, and nothing that they wrote is lost.
func TestASensitiveActAsksWhoItIs(t *testing.T) {
	t.Parallel()
	d, s := demo(t, store.SQLite)
	for name, r := range map[string]reader{"with scripts": {}, "without scripts": withoutAidOf, "english": {language: "en"}} {
		p := r.signedIn(t, s, "/people/new")
		p.expectComplaint("the server responded with a status of 4")
		p.fill("Namn | Name", "Örjan Påhittad")
		p.fill("E-postadress | E-mail address", r.ownAddress())
		proofsAreOld(t, d, r.ownAddress()[:5])
		p.press("Lägg till och visa länken | Add and show the link")
		p.sees("Visa att det är du | Show that it is you", address)
		if !r.withoutScript {
			p.accessible()
		}
		p.fill("Lösenord | Password", "fel lösenord här")
		p.press("Fortsätt | Go on")
		p.sees("Lösenordet stämmer inte. | The password is not right.")
		if !r.withoutScript {
			p.accessible()
		}
		p.fill("Lösenord | Password", password)
		p.press("Fortsätt | Go on")
		p.sees("Örjan Påhittad har fått ett konto. | Örjan Påhittad has an account.")
		p.visit("/people")
		if n := p.count("td", r.ownAddress()); n != 1 {
			t.Errorf("%s: %d people have the address", name, n)
		}
	}
}

// ownAddress is an address that belongs to this kind of reader alone.
func (r reader) ownAddress() string {
	switch {
	case r.withoutScript:
		return "utanskript@example.org"
	case r.language != "":
		return "english@example.org"
	}
	return "medskript@example.org"
}

// Whoever suspects that somebody else is signed in as them signs out in every other browser at once.
func TestSomebodySignsOutEverywhereElse(t *testing.T) {
	eachEngine(t, func(t *testing.T, d desk) {
		s := d.start("--demo")
		there := reader{}.signedIn(t, s, "/account")
		here := reader{}.signedIn(t, s, "/account")
		here.press("Logga ut överallt utom här")
		here.sees("Du är utloggad överallt utom här.", "Den här webbläsaren")
		here.accessible()
		if here.says("En annan webbläsare eller enhet") {
			t.Errorf("somewhere else is left:\n%s", here.text())
		}
		there.visit("/account")
		there.sees("E-postadress", "Lösenord")

		d.must("user", "add", "orjan@example.org", "--name", "Örjan Påhittad")
		here.visit("/people")
		here.press("Örjan Påhittad")
		here.press("Logga ut överallt")
		here.sees("Personen är utloggad överallt.")
		here.accessible()
		here.press("Logga ut överallt")
		here.sees("Personen är utloggad överallt.")
		there.do(chromedp.SendKeys(`#field-email`, address), chromedp.SendKeys(`#field-password`, password), chromedp.Click(`main form button`),
			chromedp.WaitVisible(`form[action="/sign-out"]`))
	})
}
