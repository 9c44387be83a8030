package e2e

import (
	"strings"
	"testing"
)

// Anybody finds an organisation by a name that is misspelt, or by the name that it had before, and reads only what is public.
func TestThePublicFindsAnOrganisation(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]reader{"svenska": {}, "svenska på telefon utan skript": {withoutScript: true, width: 390}} {
		t.Run(name, func(t *testing.T) {
			eachEngine(t, func(t *testing.T, d desk) {
				s := d.start("--demo")
				p := r.open(t, s, "/public/organisations")
				p.sees("Solrosens odlare", "Stiftelsen Öppna dörren")
				for typed, found := range map[string]string{"solrosens odalre": "Solrosens odlare", "oppna doren stiftelsen": "Stiftelsen Öppna dörren",
					"linde lopis": "Återbrukarna i Linde", "829000-4046": "Nora Kulturverkstad"} {
					p.visit("/public/organisations")
					p.fill("Namn eller nummer", typed)
					p.press("Visa")
					p.sees(found)
				}
				for _, private := range []string{"tiveds vandrarvänner", "829000-8088"} {
					p.visit("/public/organisations")
					p.fill("Namn eller nummer", private)
					p.press("Visa")
					if p.says("Tiveds vandrarvänner") {
						t.Errorf("%q finds what is not public", private)
					}
				}
				p.visit("/public/organisations?q=solrosens")
				p.press("Solrosens odlare")
				p.sees("829000-1018", "Kumla")
				for _, own := range []string{"Alva Exempel", "alva@solrosen.exempel.se"} { // who has not agreed to it
					if p.says(own) {
						t.Errorf("anybody reads %q", own)
					}
				}
				if !r.withoutScript {
					p.accessible()
				}
				if wide := p.scrollsSideways(); wide != "" {
					t.Error(wide)
				}
			})
		})
	}
}

// An officer adds an organisation, is told of a wrong number without losing anything, and sees all of it on one timeline.
func TestAnOfficerKeepsTheRegister(t *testing.T) {
	eachEngine(t, func(t *testing.T, d desk) {
		s := d.start("--demo")
		d.must("user", "add", "handlaggare@exempel.se", "--name", "Ove Handläggare", "--role", "officer")
		d.runWith(password+"\n"+password+"\n", "user", "password", "handlaggare@exempel.se")
		p := reader{}.open(t, s, "/sign-in?back=/organisations/new")
		p.fill("E-postadress", "handlaggare@exempel.se")
		p.fill("Lösenord", password)
		p.press("Logga in")
		p.expectComplaint("the server responded with a status of 422")
		p.fill("Namn", "Kvarnbyns hembygdsvänner")
		p.fill("Organisationsnummer (frivilligt)", "212000-0143")
		p.fill("Anteckning (frivilligt)", "Hör av sig i mars.")
		p.press("Lägg till organisation")
		if got := p.holds("Namn"); got != "Kvarnbyns hembygdsvänner" {
			t.Errorf("the name is lost: %q", got)
		}
		p.sees("Sista siffran stämmer inte med de andra")
		p.fill("Organisationsnummer (frivilligt)", "19640823-3234")
		p.press("Lägg till organisation")
		p.sees("Det här är en persons nummer")
		if page := p.text(); strings.Contains(page, "Tidslinje") {
			t.Error("a person's number is kept")
		}
		p.fill("Organisationsnummer (frivilligt)", "212000 0142")
		p.press("Lägg till organisation")
		p.sees("Kvarnbyns hembygdsvänner", "212000-0142")
		p.accessible()
		d.must("check")
	})
}
