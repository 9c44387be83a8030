package e2e

import (
	"strings"
	"testing"
)

// officer signs in as somebody who keeps the register.
func (d desk) officer(r reader, s *server, back string) *page {
	d.t.Helper()
	d.must("user", "add", "handlaggare@exempel.se", "--name", "Ove Handläggare", "--role", "officer")
	d.runWith(password+"\n"+password+"\n", "user", "password", "handlaggare@exempel.se")
	p := r.open(d.t, s, "/sign-in?back="+back)
	p.fill("E-postadress", "handlaggare@exempel.se")
	p.fill("Lösenord", password)
	p.press("Logga in")
	return p
}

// An officer types a name that nearly stands in the register already and is told so: while typing with scripts, and when
// saving without them. Then two that are the same are merged, seen with both histories, and parted again.
func TestAnOfficerMergesDuplicates(t *testing.T) {
	for name, r := range map[string]reader{"wide": {}, "telephone without scripts": {withoutScript: true, width: 390}} {
		t.Run(name, func(t *testing.T) {
			eachEngine(t, func(t *testing.T, d desk) {
				s := d.start("--demo")
				p := d.officer(r, s, "/organisations/new")
				look := func() {
					t.Helper()
					p.fits()
					if !r.withoutScript {
						p.accessible()
					}
				}
				p.expectComplaint("the server responded with a status of 409")
				p.expectComplaint("the server responded with a status of 422")
				p.fill("Namn", "Solrosen odlare")
				p.fill("Telefon (frivilligt)", "019-000 02")
				if !r.withoutScript {
					p.waitFor(`document.querySelector("[data-alike]").innerText.includes("Solrosens odlare")`)
					p.sees("En liknande organisation finns redan i registret.", "829000-1018, Kumla")
					look()
				}
				p.press("Lägg till organisation")
				p.sees("Finns organisationen redan?", "Inget är sparat än.", "Solrosens odlare")
				if got := p.holds("Telefon (frivilligt)"); got != "019-000 02" {
					t.Errorf("what was typed is lost: %q", got)
				}
				look()
				p.press("Det är inte samma, spara ändå")
				p.sees("Organisationen finns nu i registret.")
				p.press("Lägg till roll")
				p.choose("Leverantör")
				p.press("Lägg till roll")

				p.press("Slå samman")
				p.fill("Namn eller nummer", "solrosens odlare")
				p.press("Sök")
				look()
				p.press("Jämför Solrosens odlare")
				p.sees("829000-1018", "019-000 02", "Finns kvar")
				look()
				p.press("Förhandsgranska")
				p.sees("Skriv varför de är samma organisation")
				p.fill("Varför de är samma", "Lades in två gånger")
				p.press("Förhandsgranska")
				p.sees("Solrosen odlare försvinner ur listor", "En roll följer med.", "019-000 02")
				look()
				p.press("Slå samman")
				p.sees("Organisationerna är sammanslagna.", "Blev leverantör", "Från Solrosen odlare", "Blev bidragsmottagare", "Slogs samman med Solrosen odlare", "019-000 02")
				look()
				kept := p.at()
				p.visit("/organisations?q=solrosen+odlare")
				if rows := p.lines("olrosen"); len(rows) != 1 || !strings.Contains(rows[0], "829000-1018") {
					t.Errorf("a search for the name that is gone finds %q", rows)
				}
				d.must("check")

				p.visit(kept)
				p.press("Ångra Solrosen odlare")
				p.sees("Solrosen odlare blir en egen organisation igen")
				look()
				p.fill("Varför sammanslagningen ångras", "Det var två")
				p.press("Ångra sammanslagningen")
				p.sees("Sammanslagningen är ångrad.")
				if p.says("019-000 02") || p.says("Blev leverantör") {
					t.Error("what came with the merge is left")
				}
				p.visit("/organisations?q=solrosen+odlare")
				p.press("Solrosen odlare")
				p.sees("Leverantör", "019-000 02")

				for _, town := range []string{"Kumla (1881)", "Nora (1884)"} { // in different places they are not asked about
					p.visit("/organisations/new")
					p.fill("Namn", "Kören Ugglan")
					p.fill("Säte", town)
					p.press("Lägg till organisation")
				}
				p.press("Ändra")
				p.fill("Säte", "Kumla (1881)")
				p.press("Spara")
				p.visit("/organisations/duplicates")
				p.sees("Kören Ugglan", "Samma namn")
				look()
				p.press("Inte samma Kören Ugglan och Kören Ugglan")
				look()
				p.fill("Hur du vet att de inte är samma", "Den ena är en barnkör")
				p.press("De är inte samma")
				p.sees("Paret visas inte igen.", "Inga troliga dubbletter")
				d.must("check")
			})
		})
	}
}
