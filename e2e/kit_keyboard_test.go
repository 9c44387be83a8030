package e2e

import (
	"fmt"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// stop is what has the focus, as somebody who only has a keyboard sees it.
type stop struct {
	What   string // how the element begins
	Text   string
	Place  int    // among those that the test is to reach, from 0; -1 for others
	Hidden string // what lies over the whole of it; empty when some of it is seen
	Marked bool   // the focus can be seen
}

// keys presses keys one after the other; "\t" is the tab key and "\r" the enter key.
func (p *page) keys(keys string, options ...chromedp.KeyOption) {
	p.t.Helper()
	p.do(chromedp.KeyEvent(keys, options...))
}

// slash presses the key / as the page sees it: when it is taken care of, no text comes of it.
func (p *page) slash() {
	p.t.Helper()
	order(p, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeKeyDown, Key: "/", Code: "Slash", Text: "/", WindowsVirtualKeyCode: 191})
	order(p, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeKeyUp, Key: "/", Code: "Slash", WindowsVirtualKeyCode: 191})
}

// next presses the tab key and tells where that leads.
func (p *page) next() stop { p.t.Helper(); p.keys("\t"); return p.focus() }

// back presses the tab key with shift.
func (p *page) back() stop {
	p.t.Helper()
	p.keys("\t", chromedp.KeyModifiers(chromedp.ModifierShift))
	return p.focus()
}

// toReach sets out those elements that fit the selector, can be seen and can be had by the tab key, and tells how many
// they are. Of a group of radio buttons the keyboard stops at one.
func (p *page) toReach(selector string) int {
	p.t.Helper()
	return ask[int](p, fmt.Sprintf(`(find => {
		const groups = new Set();
		window.reachable = find.all(%s).filter(e => {
			if (!find.seen(e) || e.disabled || e.tabIndex < 0 || e.type === "hidden") return false;
			if (e.type !== "radio") return true;
			if (groups.has(e.name)) return false;
			groups.add(e.name);
			return true;
		});
		return window.reachable.length })(%s)`, quoted(selector), finder))
}

// focus tells what has the focus, once the page has scrolled to it. It is looked for at fifteen points. The ring may be
// around the whole field; the calendar's button inside a day has one of the browser's own.
func (p *page) focus() stop {
	p.t.Helper()
	return ask[stop](p, `new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => {
		const e = document.activeElement, rects = [...e.getClientRects()], over = [];
		let seen = false;
		for (const r of rects) for (const x of [0.1, 0.3, 0.5, 0.7, 0.9]) for (const y of [0.2, 0.5, 0.8]) {
			const hit = document.elementFromPoint(r.left + r.width * x, r.top + r.height * y);
			if (hit && (e.contains(hit) || hit.contains(e) || [...(e.labels || [])].some(l => l.contains(hit)))) seen = true;
			else over.push(hit ? hit.outerHTML.slice(0, 120) : "the edge of the window");
		}
		const ring = e => { const s = getComputedStyle(e); return (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2) || s.boxShadow !== "none" };
		const place = (window.reachable || []).findIndex(r => r === e || (r.type === "radio" && r.name === e.name && e.type === "radio"));
		done({What: e.cloneNode(false).outerHTML.slice(0, 160), Text: e.textContent.trim().slice(0, 60), Place: place,
			Hidden: seen ? "" : over[0] || "it has no place on the screen",
			Marked: ring(e) || ring(e.closest(".ds-field") || e) || (e.type === "date" && !e.matches(":focus-visible"))});
	})))`)
}

// sound fails the test when the focus is hidden or cannot be seen (WCAG 2.2, 2.4.11 and 2.4.7).
func (p *page) sound(s stop) {
	p.t.Helper()
	if s.Hidden != "" {
		p.t.Errorf("on %s the focus is hidden: %s (%s) lies under %s", p.at(), s.What, s.Text, s.Hidden)
	}
	if !s.Marked {
		p.t.Errorf("on %s it cannot be seen that the focus is on %s (%s)", p.at(), s.What, s.Text)
	}
}
