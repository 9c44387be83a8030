package e2e

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// What a person does on a page, by the words that stand on it. Words that are given as "Spara | Save" are Swedish and
// English, and the reader's own are looked for.

// finder gives the script that finds things by their words. What cannot be seen is not found; words for those who
// listen only count as words.
const finder = `(() => {
	const squeeze = text => text.replace(/\s+/g, " ").trim();
	const seen = e => e.checkVisibility({visibilityProperty: true}) && e.getClientRects().length > 0 && !e.closest("[aria-hidden=true]");
	const named = (elements, name, text) => {
		const there = elements.filter(seen).map(e => [e, squeeze(text(e))]);
		const exact = there.filter(([, t]) => t === name), begins = there.filter(([, t]) => t.startsWith(name));
		const main = document.querySelector("main");
		const found = [...(exact.length ? exact : begins)].sort(([a], [b]) => main.contains(b) - main.contains(a));
		return found.length ? found[0][0] : null;
	};
	const all = selector => [...document.querySelectorAll(selector)];
	return {
		squeeze, seen, all,
		button: name => named(all("a[href], button, summary"), name, e => e.getAttribute("aria-label") || e.textContent),
		label: name => named(all("label"), name, e => e.textContent),
		section: name => { const h = named(all("h2, h3"), name, e => e.textContent); return h && h.closest("section") },
		at: e => { // where to click it; the page is scrolled only when it must be
			const look = () => {
				const r = e.getClientRects()[0], x = r.left + r.width / 2, y = r.top + r.height / 2, hit = document.elementFromPoint(x, y);
				return {x, y, covered: hit && (e.contains(hit) || hit.contains(e)) ? "" : hit ? hit.outerHTML.slice(0, 200) : "the edge of the window"};
			};
			if (look().covered) e.scrollIntoView({block: "center", behavior: "instant"});
			return look();
		},
	};
})()`

// place is where something is on the screen.
type place struct {
	X, Y    float64
	Covered string // what lies over it; empty when it can be clicked
}

// word chooses the reader's language of "Swedish | English".
func (p *page) word(both string) string {
	swedish, english, two := strings.Cut(both, " | ")
	if two && p.language == "en" {
		return english
	}
	return swedish
}

// where finds the thing that a script gives; name says what was looked for.
func (p *page) where(script, name string) place {
	p.t.Helper()
	found := ask[*place](p, "(find => { const e = "+script+"; return e && find.at(e) })("+finder+")")
	if found == nil {
		p.t.Fatalf("%s has no %q; it says:\n%s", p.at(), name, p.text())
	}
	if found.Covered != "" {
		p.t.Fatalf("on %s %q cannot be clicked, %s lies over it", p.at(), name, found.Covered)
	}
	return *found
}

// at is the address shown, without the site.
func (p *page) at() string {
	p.t.Helper()
	return ask[string](p, "location.pathname+location.search")
}

func quoted(text string) string { return asJSON(text) }

// asJSON writes a text or a list of texts as a script does.
func asJSON(value any) string {
	b, _ := json.Marshal(value) // texts can always be written
	return string(b)
}

// press clicks the button or link and waits for the page that it leads to.
func (p *page) press(name string) {
	p.t.Helper()
	p.leaves(func() { p.tap(name) })
}

// leaves waits until what it does has led to another page, or to the same anew.
func (p *page) leaves(act func()) {
	p.t.Helper()
	p.do(chromedp.Evaluate[chromedp.Void]("window.isLeft = true;undefined"))
	act()
	p.arrives()
}

// arrives waits until the page is another than the one that was marked as left.
func (p *page) arrives() {
	p.t.Helper()
	for range 600 {
		there, err := chromedp.Run(p.ctx, chromedp.Evaluate[bool](`!window.isLeft && document.readyState === "complete" && !!document.querySelector("main h1")`))
		if err == nil && there {
			return
		}
		time.Sleep(25 * time.Millisecond)
	}
	p.t.Fatalf("no other page came; this one is still %s:\n%s", p.at(), p.text())
}

// tap clicks what stays on the page: a disclosure, a box, a link within it.
func (p *page) tap(name string) {
	p.t.Helper()
	name = p.word(name)
	spot := p.where("find.button("+quoted(name)+") || find.label("+quoted(name)+")", name)
	p.do(chromedp.MouseClickXY(spot.X, spot.Y))
}

// choose clicks a radio button or a box by its label.
func (p *page) choose(name string) {
	p.t.Helper()
	name = p.word(name)
	spot := p.where("find.label("+quoted(name)+")", name)
	p.do(chromedp.MouseClickXY(spot.X, spot.Y))
}

// field is a selector for the field with the label.
func (p *page) field(name string) string {
	p.t.Helper()
	name = p.word(name)
	id := ask[string](p, "(find => find.label("+quoted(name)+")?.htmlFor || '')("+finder+")")
	if id == "" {
		p.t.Fatalf("%s has no field %q; it says:\n%s", p.at(), name, p.text())
	}
	return `[id="` + id + `"]`
}

// fill writes the text in the field with the label, instead of what stood there. In a list it chooses what has the
// text; a day is written as 2022-10-03.
func (p *page) fill(name, text string) {
	p.t.Helper()
	field := p.field(name)
	text = p.word(text)
	kind := ask[string](p, fmt.Sprintf("(e => { e.focus(); e.select?.(); return e.localName === 'select' ? 'select' : e.type })(document.querySelector(%s))", quoted(field)))
	switch kind {
	case "select", "date":
		p.set(field, text)
	default:
		if text == "" {
			p.do(chromedp.KeyEvent("\b"))
			return
		}
		if _, err := chromedp.Call(p.ctx, input.InsertText, input.InsertTextParams{Text: text}); err != nil {
			p.t.Fatal(err)
		}
	}
}

// set gives a list or a day its value, which takes many keys that differ between systems.
func (p *page) set(field, text string) {
	p.t.Helper()
	if !ask[bool](p, fmt.Sprintf(`(e => {
		const option = e.options && [...e.options].find(o => o.text.replaceAll("\u00a0", " ").trim() === %[2]s);
		if (e.options && !option) return false;
		e.value = option ? option.value : %[2]s;
		e.dispatchEvent(new Event("input", {bubbles: true})); e.dispatchEvent(new Event("change", {bubbles: true}));
		return true })(document.querySelector(%[1]s))`, quoted(field), quoted(text))) {
		p.t.Fatalf("on %s %q cannot be chosen in %s", p.at(), text, field)
	}
}

// holds is what stands in the field with the label.
func (p *page) holds(name string) string {
	p.t.Helper()
	return ask[string](p, fmt.Sprintf("document.querySelector(%s).value", quoted(p.field(name))))
}

// attach chooses files in the field with the label.
func (p *page) attach(name string, paths ...string) {
	p.t.Helper()
	p.do(chromedp.SetUploadFiles(p.field(name), paths))
}

// says tells whether the page says the words.
func (p *page) says(words string) bool {
	p.t.Helper()
	return strings.Contains(squeezed(p.text()), squeezed(p.word(words)))
}

// sees fails the test when the page does not say every one of the words.
func (p *page) sees(words ...string) {
	p.t.Helper()
	for _, w := range words {
		if !p.says(w) {
			p.t.Fatalf("%s does not say %q; it says:\n%s", p.at(), p.word(w), p.text())
		}
	}
}

// lines are the texts of the rows of a table or the points of a list that say the words, each in one line.
func (p *page) lines(words string) []string {
	p.t.Helper()
	return ask[[]string](p, fmt.Sprintf(`(find => find.all("main tbody tr, main li").filter(find.seen).map(e => find.squeeze(e.innerText))
		.filter(text => text.includes(%s)))(%s)`, quoted(p.word(words)), finder))
}
