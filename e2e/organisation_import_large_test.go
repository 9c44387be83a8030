package e2e

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
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

// reaches goes to an address, again and again until the page there says something. A page that asks again by itself may do
// so just when we go or look, and then we try once more.
func (p *page) reaches(path, words string) {
	p.t.Helper()
	text := ""
	for end := time.Now().Add(4 * time.Minute); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		ctx, cancel := context.WithTimeout(p.ctx, 30*time.Second)
		err := chromedp.Do(ctx, chromedp.Navigate(p.site.address+path), chromedp.WaitVisible("main h1"))
		if err == nil {
			text, err = chromedp.Run(ctx, chromedp.Evaluate[string](`document.querySelector("main").innerText`))
		}
		cancel()
		if err == nil && strings.Contains(squeezed(text), squeezed(words)) {
			return
		}
	}
	p.t.Fatalf("%s never says %q; it says:\n%s", path, words, text)
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
		address := strings.TrimSuffix(p.at(), "/columns/edit")
		p.press("Visa vad som händer med raderna")
		p.reaches(address, "30 000 läggs till, 0 ändras och 0 kan inte läsas in.")
		p.press("Läs in")
		p.reaches(address, "rader är inlästa.")
		began := time.Now()
		p.reaches("/organisations", "Organisationer")
		if took := time.Since(began); took > 10*time.Second {
			t.Errorf("a page takes %s while a register is read in", took)
		}
		s.process.Process.Kill() //nolint:errcheck // the next line waits for its end
		<-s.ended
		s = d.start()
		s.administrator.Do(func() {}) // there is one already
		p = r.signedIn(t, s, address)
		p.reaches(address, "Arbetet avbröts innan det var klart. Ingenting har ändrats i registret.")
		p.accessible()
		d.must("check")
		p.visit("/organisations?q=byn")
		if p.says("Föreningen nummer") {
			t.Error("half of the register is there")
		}
		p.visit(address)
		p.press("Läs in")
		p.reaches(address+"?done=read", "Filen är inläst.")
		d.must("check")
		p.press("Ångra inläsningen")
		p.sees("Organisationer som tas bort ur registret: 30 000")
		p.press("Ångra inläsningen")
		p.reaches(address+"?done=undone", "Inläsningen är ångrad.")
		d.must("check")
	})
}
