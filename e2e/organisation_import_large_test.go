package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// aLargeRegister has so many organisations that it is worked on in the background, and long enough to be killed meanwhile.
func aLargeRegister(rows int) string {
	var file strings.Builder
	file.WriteString("Namn;Säte\n")
	for n := range rows {
		fmt.Fprintf(&file, "Föreningen nummer %d i byn;Örebro\n", n)
	}
	return file.String()
}

// waitsFor looks at the page again until it says something.
func (p *page) waitsFor(words string) {
	p.t.Helper()
	for end := time.Now().Add(3 * time.Minute); !p.says(words); time.Sleep(200 * time.Millisecond) {
		if time.Now().After(end) {
			p.t.Fatalf("%s never says %q; it says:\n%s", p.at(), words, p.text())
		}
		p.visit(p.at())
	}
}

// A large register is read in while its page tells how far that has come and the site goes on answering. The program is
// killed in the middle: nothing is done, the page says so, and it is read in anew and undone.
func TestALargeRegisterIsReadInThoughTheProgramIsKilled(t *testing.T) {
	eachEngine(t, func(t *testing.T, d desk) {
		const rows = 30_000
		s := d.start("--demo")
		r := reader{width: 390}
		p := r.signedIn(t, s, "/organisation-imports/new")
		p.attach("Fil", d.path(d.write("stort.csv", aLargeRegister(rows))))
		p.press("Gå vidare till kolumnerna")
		p.press("Visa vad som händer med raderna")
		p.waitsFor("30 000 läggs till, 0 ändras och 0 kan inte läsas in.")
		p.press("Läs in")
		address := p.at()
		p.waitsFor("rader är inlästa.")
		began := time.Now()
		p.visit("/organisations")
		if took := time.Since(began); took > 10*time.Second {
			t.Errorf("a page takes %s while a register is read in", took)
		}
		s.process.Process.Kill() //nolint:errcheck // the next line waits for its end
		<-s.ended
		s = d.start()
		s.administrator.Do(func() {}) // there is one already
		p = r.signedIn(t, s, address)
		p.waitsFor("Arbetet avbröts innan det var klart. Ingenting har ändrats i registret.")
		p.accessible()
		d.must("check")
		p.visit("/organisations?q=byn")
		if p.says("Föreningen nummer") {
			t.Error("half of the register is there")
		}
		p.visit(address)
		p.press("Läs in")
		p.waitsFor("Filen är inläst.")
		d.must("check")
		p.press("Ångra inläsningen")
		p.sees("Organisationer som tas bort ur registret: 30 000")
		p.press("Ångra inläsningen")
		p.waitsFor("Inläsningen är ångrad.")
		d.must("check")
	})
}
