package e2e

import (
	"testing"

	"golang.org/x/text/encoding/charmap"
)

// aMessyRegister is as registers are that many hands have written in.
const aMessyRegister = `Föreningsregister våren 2019;;;;
Förening;Org.nr;Hemkommun;Form;E-post
Åsbo sångkör;829001-1108;Örebro kommun;Ideell förening;kor@exempel.se
ÅSBO SÅNGKÖR;8290011108;Örebro;61;
Bollklubben Snöret;;Kumla;;
Nora Kulturverkstad;829000-4046;Nora;;ny-adress@exempel.se
Ängens vävstuga;829000-1019;Nora;;
Öppna spåret;;Långtbortistan;;
`

// An officer reads in a register from a messy file in an old encoding: sees what becomes of every row, corrects one in
// place, leaves the rest out, reads it in, and takes it back.
func TestAnOfficerReadsInARegister(t *testing.T) {
	file, err := charmap.Windows1252.NewEncoder().String(aMessyRegister)
	if err != nil {
		t.Fatal(err)
	}
	for name, r := range map[string]reader{"wide": {}, "telephone without scripts": {withoutScript: true, width: 390}} {
		t.Run(name, func(t *testing.T) {
			eachEngine(t, func(t *testing.T, d desk) {
				s := d.start("--demo")
				p := r.signedIn(t, s, "/organisations")
				look := func() {
					t.Helper()
					if !r.withoutScript {
						p.accessible()
					}
					if wide := p.scrollsSideways(); wide != "" {
						t.Error(wide)
					}
				}
				p.press("Inläsningar")
				p.press("Läs in en fil")
				p.expectComplaint("the server responded with a status of 422")
				p.press("Gå vidare till kolumnerna")
				p.sees("Välj en fil.")
				p.attach("Fil", d.path(d.write("register.csv", file)))
				p.press("Gå vidare till kolumnerna")
				p.sees("Vad innehåller kolumnerna?", "Åsbo sångkör")
				look()
				p.press("Visa vad som händer med raderna")
				p.sees("2 läggs till, 1 ändras och 2 kan inte läsas in.", "Samma organisation står på rad 3.", "Ändrar: E-postadress", "”Långtbortistan” är ingen kommun")
				look()
				p.press("Ängens vävstuga")
				p.fill("Organisationsnummer (”Org.nr”)", "829000-1010")
				p.press("Spara raden")
				p.sees("Sista siffran stämmer inte med de andra")
				look()
				p.fill("Organisationsnummer (”Org.nr”)", "")
				p.press("Spara raden")
				p.sees("Raden är rättad.", "3 läggs till, 1 ändras och 1 kan inte läsas in.")
				p.press("Lämna utanför det som inte kan läsas in (1)")
				p.press("Läs in")
				p.sees("Filen är inläst.", "Lades till", "Ändrades", "Trolig dubblett: lästes inte in", "Lämnades utanför")
				look()
				p.visit("/organisations?q=asbo+sangkor")
				p.press("Åsbo sångkör")
				p.sees("829001-1108", "Örebro", "kor@exempel.se")
				d.must("check")
				p.visit("/organisation-imports")
				look()
				p.press("register.csv")
				p.press("Ångra inläsningen")
				p.sees("Ångra inläsningen?", "Organisationer som tas bort ur registret: 3", "Organisationer som blir som före inläsningen: 1")
				look()
				p.press("Ångra inläsningen")
				p.sees("Inläsningen är ångrad.", "Ångrad")
				p.visit("/organisations?q=asbo+sangkor")
				if p.says("Åsbo sångkör") {
					t.Error("what was taken back is still in the register")
				}
				d.must("check")
			})
		})
	}
}
