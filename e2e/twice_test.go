package e2e

import (
	"encoding/csv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"samverk/platform/store"
)

// titled counts the records with a title, as the command line exports them.
func (d desk) titled(title string) (found int) {
	d.t.Helper()
	rows, err := csv.NewReader(strings.NewReader(d.must("evidence", "export"))).ReadAll()
	if err != nil {
		d.t.Fatal(err)
	}
	for _, row := range rows {
		for _, field := range row {
			if field == title {
				found++
			}
		}
	}
	return found
}

// typesRecord fills in what a record needs.
func (p *page) typesRecord(title string) {
	p.t.Helper()
	p.fill("Slag", "Möte")
	p.fill("Datum", "2019-03-04")
	p.fill("Rubrik", title)
}

func TestWhatIsSentTwiceIsMadeOnce(t *testing.T) {
	eachEngine(t, func(t *testing.T, d desk) {
		s := d.start("--demo")
		p := reader{}.signedIn(t, s, "/records/new")

		p.typesRecord("Tillbaka och en gång till")
		p.press("Spara händelsen")
		saved := p.at()
		p.leaves(func() { p.do(chromedp.Reload()) })
		p.goesBack()
		if title := p.holds("Rubrik"); title != "Tillbaka och en gång till" {
			t.Errorf("back in the form the title is %q", title)
		}
		p.press("Spara händelsen")
		if at, _, _ := strings.Cut(p.at(), "?"); !strings.HasPrefix(saved, at) {
			t.Errorf("the form sent a second time leads to %s, not to the record %s", at, saved)
		}
		if n := d.titled("Tillbaka och en gång till"); n != 1 {
			t.Errorf("going back and saving again made %d records", n)
		}

		p.visit("/records/new")
		p.typesRecord("Två tryckningar")
		spot := p.where("find.button("+quoted("Spara händelsen")+")", "Spara händelsen")
		p.leaves(func() {
			p.do(chromedp.MouseClickXY(spot.X, spot.Y), chromedp.MouseClickXY(spot.X, spot.Y))
		})
		p.sees("Två tryckningar")
		p.visit("/records") // both requests have been answered when a later page is there
		if n := d.titled("Två tryckningar"); n != 1 {
			t.Errorf("pressing twice made %d records", n)
		}
		d.must("check")
	})
}

// goesBack presses the browser's button for the page before, which comes as it was left.
func (p *page) goesBack() {
	p.t.Helper()
	p.do(chromedp.Evaluate[chromedp.Void](`history.back();undefined`))
	for range 400 {
		there, err := chromedp.Run(p.ctx, chromedp.Evaluate[bool](`location.pathname === "/records/new" && document.readyState === "complete"`))
		if err == nil && there {
			return
		}
		time.Sleep(25 * time.Millisecond)
	}
	p.t.Fatalf("going back leads to %s", p.at())
}

// Two people, or one person in two tabs, change the same thing: the second is told, and nothing typed is lost.
func TestTheSecondToSaveIsWarnedAndLosesNothing(t *testing.T) {
	eachEngine(t, func(t *testing.T, d desk) {
		s := d.start("--demo")
		first := reader{}.signedIn(t, s, "/records/new")
		first.typesRecord("Ett möte")
		first.press("Spara händelsen")
		record, _, _ := strings.Cut(first.at(), "?")
		for _, c := range []struct{ path, field, save, warning, saveAgain string }{
			{record + "/edit", "Rubrik", "Spara ändringen", "medan du skrev", "Spara ändringen"},
			{"/plan/" + exampleKey + "/edit/activity/1", "Aktivitet", "Spara", "medan du skrev", "Spara"},
		} {
			first.visit(c.path)
			second := reader{}.signedIn(t, s, c.path)
			second.expectComplaint("the server responded with a status of 409")
			first.fill(c.field, "Den första skrev så här")
			first.gives("Rättat")
			first.press(c.save)
			second.fill(c.field, "Den andra skrev så här")
			second.gives("Rättat igen")
			second.press(c.save)
			second.sees(administrator, c.warning, "Den första skrev så här")
			if kept := second.holds(c.field); kept != "Den andra skrev så här" {
				t.Errorf("on %s the second had typed %q and now finds %q", c.path, "Den andra skrev så här", kept)
			}
			second.accessible()
			first.visit(c.path)
			if stands := first.holds(c.field); stands != "Den första skrev så här" {
				t.Errorf("on %s the second to save wrote over the first without being asked: %q", c.path, stands)
			}
			second.press(c.saveAgain) // having seen both
			first.visit(c.path)
			if stands := first.holds(c.field); stands != "Den andra skrev så här" {
				t.Errorf("on %s saving again after the warning left %q", c.path, stands)
			}
		}
	})
}

// gives gives a reason where one is asked for.
func (p *page) gives(reason string) {
	p.t.Helper()
	if ask[bool](p, `!!document.querySelector("textarea[name=reason], input[name=reason]")`) {
		p.set(`[name="reason"]`, reason)
	}
}

// What the page says is saved is there when the machine loses its power in that moment.
func TestWhatWasSavedIsThereAfterAKill(t *testing.T) {
	eachEngine(t, func(t *testing.T, d desk) {
		s := d.start("--demo")
		p := reader{}.signedIn(t, s, "/records/new")
		// killed ends the program without warning and begins anew; the reader is still signed in.
		killed := func() {
			s.process.Process.Kill() //nolint:errcheck // the next line waits for its end
			<-s.ended
			s = d.start("--addr", strings.TrimPrefix(s.address, "http://"))
		}
		p.typesRecord("Strax före avbrottet")
		p.press("Spara händelsen")
		record := p.at()
		killed()
		p.visit(record)
		p.sees("Strax före avbrottet")

		part := "/plan/" + exampleKey + "/edit/activity/2"
		p.visit(part)
		p.fill("Aktivitet", "Ändrad strax före avbrottet")
		p.gives("Rättat")
		p.press("Spara")
		p.sees("Sparat.")
		killed()
		p.visit(part)
		if title := p.holds("Aktivitet"); title != "Ändrad strax före avbrottet" {
			t.Errorf("the plan's part that was saved is %q after the kill", title)
		}

		p.visit("/plans/import")
		p.attach("Dokumentet", d.document("01"))
		p.press("Läs in")
		p.sees("Fråga 1 av 2")
		review, _, _ := strings.Cut(p.at(), "?")
		p.press("Ja, det stämmer")
		p.sees("Fråga 2 av 2")
		killed()
		p.visit(review)
		p.sees("Fråga 2 av 2")
		d.must("check")
	})
}

// Somebody with an old page open is not signed out, nor told of an error, because the program was restarted.
func TestAFormOpenedBeforeARestartCanBeSent(t *testing.T) {
	t.Parallel()
	d, s := demo(t, store.SQLite)
	p := reader{}.signedIn(t, s, "/records/new")
	p.typesRecord("Skrivet före omstarten")
	s.stop()
	d.start("--addr", strings.TrimPrefix(s.address, "http://"))
	p.press("Spara händelsen")
	p.sees("Händelsen är sparad.")
	if n := d.titled("Skrivet före omstarten"); n != 1 {
		t.Errorf("there are %d records", n)
	}
}
