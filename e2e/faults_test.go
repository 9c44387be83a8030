package e2e

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"

	"samverk/platform/store"
)

// faulty is a form filled in wrongly.
type faulty struct {
	path, send string
	typed      map[string]string // what is filled in, by the field's name, and must still stand there afterwards
	file       string            // attached in the form's file field, when not empty
	fields     []string          // the names of the fields that the summary must lead to; none where the page lists the faults of a file
}

// Whoever makes a mistake finds it at once: the summary has the focus and leads to each field, the field says what is
// wrong, and what was typed remains.
func TestAFormWithFaultsHelpsToMendThem(t *testing.T) {
	t.Parallel()
	d, s := demo(t, store.SQLite)
	wrong := d.path(d.write("fel.csv", "a,b,c\n1,2,3\n"))
	forms := []faulty{
		{path: "/records/new", send: "Spara händelsen | Save the record", typed: map[string]string{"title": "Ett möte", "head_count": "många"}, fields: []string{"date", "head_count"}},
		{path: "/plan/" + exampleKey + "/edit/indicator/1", send: "Spara | Save", typed: map[string]string{"text": "", "target": "några", "reason": "Rättat"}, fields: []string{"text", "target"}},
		{path: "/records/import?plan=" + exampleKey, send: "Granska filen | Check the file", file: wrong},
		{path: "/people/new", send: "Lägg till och visa länken | Add and show the link", typed: map[string]string{"name": "Örjan Påhittad", "email": "ingen adress"}, fields: []string{"email"}},
		{path: "/account", send: "Byt namn | Change name", typed: map[string]string{"name": ""}, fields: []string{"name"}},
	}
	for _, r := range []reader{{}, {language: "en"}} {
		p := r.signedIn(t, s, "/")
		for _, f := range forms {
			p.failsAt(f)
		}
		out := r.open(t, s, "/sign-in")
		out.failsAt(faulty{path: "/sign-in?back=/records", send: "Logga in | Sign in", typed: map[string]string{"email": address}, fields: []string{"password"}})
		out.failsAt(faulty{path: "/accessibility", send: "Skicka | Send", typed: map[string]string{"reply": "asa@exempel.se"}, fields: []string{"message"}})
	}
}

func (p *page) failsAt(f faulty) {
	p.t.Helper()
	p.expectComplaint("the server responded with a status of 422")
	p.visit(f.path)
	for name, text := range f.typed {
		p.set(fmt.Sprintf(`main [name=%q]`, name), text)
	}
	if f.file != "" {
		p.do(chromedp.SetUploadFiles(`main input[type=file]`, []string{f.file}))
	}
	p.press(f.send)
	if len(f.fields) > 0 && !ask[bool](p, `document.activeElement.matches(".ds-error-summary")`) {
		p.t.Errorf("on %s the summary of the faults has not the focus:\n%s", f.path, p.text())
	}
	for _, name := range f.fields {
		problem := ask[string](p, fmt.Sprintf(`(() => {
			const field = document.querySelector('main [name=%[1]q]'), group = field.closest("fieldset") || field;
			const link = [...document.querySelectorAll(".ds-error-summary a")].find(a => a.hash.slice(1) === field.id || group.id && a.hash.slice(1) === group.id);
			if (!link) return "the summary does not lead to it";
			const marked = field.getAttribute("aria-invalid") === "true" || group.getAttribute("aria-invalid") === "true";
			const said = (field.getAttribute("aria-describedby") || group.getAttribute("aria-describedby") || "").split(" ").some(id => document.getElementById(id)?.querySelector(".ds-validation-message"));
			if (!said && !marked) return "the field does not say that it is wrong";
			link.click();
			return document.activeElement === field || document.activeElement === group ? "" : "the link in the summary does not give it the focus";
		})()`, name))
		if problem != "" {
			p.t.Errorf("%s in %s, field %s: %s; the page says:\n%s", f.path, p.language, name, problem, ask[string](p, `document.querySelector(".ds-error-summary")?.innerText || "no summary"`))
		}
	}
	for name, text := range f.typed {
		if stands := ask[string](p, fmt.Sprintf(`document.querySelector('main [name=%q]').value`, name)); stands != text {
			p.t.Errorf("%s: in the field %s %q was typed and now stands %q", f.path, name, text, stands)
		}
	}
	p.accessible()
	p.looksAs(onTelephone)
	p.accessible()
	p.fits()
	p.looksAs(reader{})
}
