package e2e

import (
	"slices"
	"strings"
	"testing"

	"samverk/platform/store"
)

func TestTheKeyboardSkipsToTheContentAndGoesToSearch(t *testing.T) {
	t.Parallel()
	_, s := demo(t, store.SQLite)
	for name, p := range map[string]*page{"public": reader{}.open(t, s, "/"), "officer": reader{}.signedIn(t, s, "/records"), "telephone": onTelephone.signedIn(t, s, "/records")} {
		first := p.next()
		p.sound(first)
		if !strings.Contains(first.What, "ds-skip-link") {
			t.Errorf("%s: the first stop is %s (%s), not the link to the content", name, first.What, first.Text)
		}
		p.keys("\r")
		p.toReach("main a[href], main button, main input, main select, main textarea, main summary, main [tabindex='0']")
		if after := p.next(); after.Place != 0 {
			t.Errorf("%s: after skipping to the content the next stop is %s (%s)", name, after.What, after.Text)
		}
	}
	p := reader{}.signedIn(t, s, "/plans")
	p.slash()
	if at := p.focus(); !strings.Contains(at.What, `id="search"`) {
		t.Fatalf("/ leads to %s, not to the search field", at.What)
	}
	p.keys("a")
	p.slash()
	p.keys("b")
	if typed := ask[string](p, `document.activeElement.value`); typed != "a/b" {
		t.Errorf("in the search field a/b became %q", typed)
	}
	p.leaves(func() { p.keys("\r") })
	if at := p.at(); !strings.HasPrefix(at, "/search?q=a%2Fb") {
		t.Errorf("enter in the search field leads to %s", at)
	}
}

// Everything in the form for records is reached in the order in which it stands, and a record is made without a mouse.
func TestARecordIsMadeWithTheKeyboardAlone(t *testing.T) {
	t.Parallel()
	_, s := demo(t, store.SQLite)
	p := reader{}.signedIn(t, s, "/records/new")
	p.tap("Fler uppgifter") // so that what it holds is to be reached as well
	wanted := p.toReach("main form a[href], main form button, main form input, main form select, main form textarea, main form summary")
	if wanted < 18 {
		t.Fatalf("the form has only %d stops", wanted)
	}
	ask[bool](p, `(document.querySelector("main").focus(), true)`)
	var reached []int
	for presses := 0; len(reached) < wanted && presses < 4*wanted; presses++ { // a day has a stop for each of its parts
		at := p.next()
		p.sound(at)
		if at.Place >= 0 && !slices.Contains(reached, at.Place) {
			reached = append(reached, at.Place)
		}
	}
	if len(reached) != wanted || !slices.IsSorted(reached) {
		t.Errorf("of %d stops in the form the keyboard reaches these, in this order: %v", wanted, reached)
	}
	ask[bool](p, `(document.querySelector("main").focus(), true)`)
	for presses, filled := 0, 0; presses < 4*wanted; presses++ {
		switch at := p.next(); {
		case strings.Contains(at.What, `name="kind"`):
			p.keys("M") // as in Möte
			filled++
		case strings.Contains(at.What, `name="date"`) && filled == 1:
			p.set(`[name="date"]`, "2019-03-04") // the order of year, month and day differs between systems
			filled++
		case strings.Contains(at.What, `name="title"`):
			p.keys("Utan mus")
			filled++
		case strings.Contains(at.What, `value="save"`):
			p.leaves(func() { p.keys("\r") })
			p.sees("Händelsen är sparad.", "Utan mus")
			return
		}
	}
	t.Fatal("the keyboard did not reach the button that saves")
}

// Where something stays on the screen while the rest scrolls, the focus never lies under it.
func TestTheFocusIsNeverHidden(t *testing.T) {
	t.Parallel()
	d, s := demo(t, store.SQLite)
	p := reader{height: 600}.signedIn(t, s, "/plans/import")
	p.attach("Dokumentet", d.document("04"))
	p.press("Läs in")
	review := p.at()
	for _, path := range []string{review, "/plan/" + exampleKey + "/quarters?date=2019-05-21", "/records"} {
		p.visit(path)
		ask[bool](p, `(document.querySelector("main").focus(), true)`)
		const presses = 60
		stops := 0
		for range presses { // downwards things hide at the lower edge
			if at := p.next(); !strings.HasPrefix(at.What, "<body") {
				p.sound(at)
				stops++
			}
		}
		if stops < 20 {
			t.Errorf("%s has only %d stops", path, stops)
		}
		ask[bool](p, `(() => { const all = document.querySelectorAll("main a[href], main button"); all[all.length-1].focus(); return true })()`)
		for range presses { // and upwards under what stands at the top
			if at := p.back(); !strings.HasPrefix(at.What, "<body") {
				p.sound(at)
			}
		}
	}
}
