package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"
)

// hasPasskeys gives the tab a device that keeps passkeys and always knows its owner.
func (p *page) hasPasskeys() {
	p.t.Helper()
	order(p, webauthn.Enable, webauthn.EnableParams{})
	if _, err := chromedp.Call(p.ctx, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{Options: &webauthn.VirtualAuthenticatorOptions{
		Protocol: webauthn.AuthenticatorProtocolCtap2, Transport: webauthn.AuthenticatorTransportInternal,
		HasResidentKey: true, HasUserVerification: true, IsUserVerified: true, AutomaticPresenceSimulation: true}}); err != nil {
		p.t.Fatal(err)
	}
}

// byName is the server by the name of the machine: passkeys are bound to a name.
func (s *server) byName() { s.address = strings.Replace(s.address, "127.0.0.1", "localhost", 1) }

// Somebody adds a passkey, signs in with it without writing anything, and removes it.
func TestSomebodySignsInWithAPasskey(t *testing.T) {
	eachEngine(t, func(t *testing.T, d desk) {
		s := d.start("--demo")
		s.byName()
		p := reader{}.signedIn(t, s, "/account")
		p.expectComplaint("the server responded with a status of 4")
		p.hasPasskeys()
		p.press("Lägg till passnyckel")
		p.sees("Skriv vad passnyckeln ska heta.")
		p.accessible()
		proofsAreOld(t, d, "gammal")
		p.fill("Vad passnyckeln ska heta", "Telefonen")
		p.press("Lägg till passnyckel")
		p.sees("Visa att det är du")
		p.fill("Lösenord", password)
		p.press("Fortsätt")
		p.sees("Tryck på Lägg till passnyckel en gång till.")
		p.press("Lägg till passnyckel")
		p.sees("Passnyckeln är tillagd.", "Telefonen", "Inte använd än.")
		p.accessible()
		p.fill("Vad passnyckeln ska heta", "En till")
		p.tap("Lägg till passnyckel")
		p.waitFor(`document.querySelector("[data-said]").textContent.includes("har redan en passnyckel")`)
		p.accessible()

		p.press("Logga ut")
		p.visit("/sign-in?back=/account")
		p.accessible()
		p.press("Logga in med passnyckel")
		p.sees("Ditt konto", "med passnyckel", "Telefonen", "Senast använd")

		p.press("Ta bort Telefonen")
		p.sees("Passnyckeln är borttagen här")
		p.press("Logga ut")
		p.visit("/sign-in")
		p.press("Logga in med passnyckel")
		p.sees("Passnyckeln hör inte till något konto")
		p.accessible()
	})
}

// Where passkeys cannot be had, nobody is offered one.
func TestPasskeysAreOfferedOnlyWhereTheyWork(t *testing.T) {
	t.Parallel()
	d := newDesk(t, "sqlite")
	s := d.start("--demo")
	for _, path := range []string{"/sign-in", "/account"} {
		if p := (reader{}).signedIn(t, s, path); p.says("passnyck") || p.says("Passnyck") {
			t.Errorf("%s at a bare address speaks of passkeys", path)
		}
	}
	s.byName()
	p := withoutAidOf.open(t, s, "/sign-in")
	if p.says("passnyckel") {
		t.Error("without scripts a button offers what it cannot do")
	}
	p.fill("E-postadress", address)
	p.fill("Lösenord", password)
	p.press("Logga in")
	p.visit("/account")
	p.sees("Här kan du inte lägga till en passnyckel.")
	if p.says("Vad passnyckeln ska heta") {
		t.Error("without scripts a form offers what it cannot do")
	}
}
