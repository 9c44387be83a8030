package ui_test

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"golang.org/x/net/html"

	"samverk/platform/calendar"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/ui"
)

var catalogue = i18n.NewCatalogue(ui.Messages(), form.Messages())

// reading gives the context of a reader of Swedish.
func reading(shell ui.Shell) context.Context {
	return ui.WithShell(i18n.With(context.Background(), catalogue.In(i18n.Swedish)), shell)
}

// rendered gives the HTML of a component, as the browser will be sent it.
func rendered(t *testing.T, shell ui.Shell, component templ.Component) string {
	t.Helper()
	var out strings.Builder
	if err := component.Render(reading(shell), &out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// parsed gives the document that a browser makes of a component.
func parsed(t *testing.T, shell ui.Shell, component templ.Component) *html.Node {
	t.Helper()
	document, err := html.Parse(strings.NewReader(rendered(t, shell, component)))
	if err != nil {
		t.Fatal(err)
	}
	return document
}

// elements lists the elements of a kind, in order; every element when the kind is empty.
func elements(document *html.Node, kind string) []*html.Node {
	var found []*html.Node
	for node := range document.Descendants() {
		if node.Type == html.ElementNode && (kind == "" || node.Data == kind) {
			found = append(found, node)
		}
	}
	return found
}

// attribute is an element's attribute, and whether it has it.
func attribute(element *html.Node, name string) (string, bool) {
	for _, a := range element.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

func words(node *html.Node) string {
	var text strings.Builder
	for n := range node.Descendants() {
		if n.Type == html.TextNode {
			text.WriteString(n.Data)
		}
	}
	return strings.Join(strings.Fields(text.String()), " ")
}

// find gives the one element with the attribute, or fails.
func find(t *testing.T, document *html.Node, name, value string) *html.Node {
	t.Helper()
	var found *html.Node
	for _, element := range elements(document, "") {
		if got, has := attribute(element, name); has && got == value {
			if found != nil {
				t.Fatalf("two elements have %s=%q", name, value)
			}
			found = element
		}
	}
	if found == nil {
		t.Fatalf("no element has %s=%q", name, value)
	}
	return found
}

var wholeShell = ui.Shell{
	Brand: "Samverk", BrandLine: "Civilsamhälle", Path: "/plan/1/indicator/25",
	Menu: []ui.MenuGroup{
		{Items: []ui.MenuItem{{LabelKey: "ui.start", Href: "/", Icon: ui.IconHome}}},
		{LabelKey: "ui.menu", Items: []ui.MenuItem{{LabelKey: "ui.show", Href: "/plan", Icon: ui.IconGoals}, {LabelKey: "ui.earlier", Href: "/plan/1", Icon: ui.IconIndicators}}},
	},
	SearchAction: "/search", Searched: "möte", DateAction: "/plan/1", DateKeep: url.Values{"goal": {"2"}},
	Date: calendar.MustDate("2019-05-21"), Today: calendar.MustDate("2026-11-23"),
	Account: "Strateg", AccountHref: "/me", SignOutAction: "/sign-out", AccessibilityHref: "/accessibility", Example: true,
}

func TestPageIsNamedAfterItsHeading(t *testing.T) {
	document := parsed(t, wholeShell, ui.Page(ui.Head{Title: "Fyra stormöten per år"}))
	if got := words(elements(document, "title")[0]); got != "Fyra stormöten per år – Samverk" {
		t.Errorf("the tab is called %q", got)
	}
	if h1 := elements(document, "h1"); len(h1) != 1 || words(h1[0]) != "Fyra stormöten per år" {
		t.Errorf("%d headings of the first level", len(h1))
	}
	if language, _ := attribute(elements(document, "html")[0], "lang"); language != "sv" {
		t.Errorf("the page says it is in %q", language)
	}
}

func TestMenuMarksTheClosestItem(t *testing.T) {
	for path, want := range map[string]string{"/": "Till startsidan", "/plan/2": "Visa", "/plan/1/indicator/25": "Föregående", "/plan/1": "Föregående", "/planning": "", "/other": ""} {
		shell := wholeShell
		shell.Path = path
		var current []string
		for _, link := range elements(parsed(t, shell, ui.Page(ui.Head{Title: "x"})), "a") {
			if value, has := attribute(link, "aria-current"); has && value == "page" {
				current = append(current, words(link))
			}
		}
		// The menu is written twice, for wide and for narrow windows.
		if got := strings.Join(current, ","); got != strings.Trim(want+","+want, ",") {
			t.Errorf("%s: %q is marked, want %q", path, got, want)
		}
	}
}

func TestPageCanSayWhichMenuItemItBelongsTo(t *testing.T) {
	shell := wholeShell
	shell.Path = "/records/7"
	page := rendered(t, shell, ui.Page(ui.Head{Title: "x", In: "/plan/1"}))
	if strings.Count(page, `aria-current="page"`) != 2 {
		t.Error("the item that the page belongs to is not marked")
	}
}

func TestAnotherDayThanTodayIsSaidAndLeadsBack(t *testing.T) {
	document := parsed(t, wholeShell, ui.Page(ui.Head{Title: "x"}))
	banner := find(t, document, "role", "status")
	if !strings.Contains(words(banner), "21 maj 2019") {
		t.Errorf("the banner says %q", words(banner))
	}
	if href, _ := attribute(elements(banner, "a")[0], "href"); href != "/plan/1?goal=2" {
		t.Errorf("the way back is %q", href)
	}
	today := wholeShell
	today.Date = today.Today
	if strings.Contains(rendered(t, today, ui.Page(ui.Head{Title: "x"})), `role="status"`) {
		t.Error("there is a banner although the day shown is today")
	}
}

func TestDateFormKeepsOtherChoices(t *testing.T) {
	document := parsed(t, wholeShell, ui.Page(ui.Head{Title: "x"}))
	field := find(t, document, "name", "date")
	if value, _ := attribute(field, "value"); value != "2019-05-21" {
		t.Errorf("the date field holds %q", value)
	}
	if value, _ := attribute(find(t, document, "name", "goal"), "value"); value != "2" {
		t.Errorf("the choice of goal became %q", value)
	}
}

func TestShellLeavesOutWhatThereIsNot(t *testing.T) {
	page := rendered(t, ui.Shell{}, ui.Page(ui.Head{}))
	for _, part := range []string{"<form", "<nav", "<h1", "role=\"status\"", "class=\"bar\""} {
		if strings.Contains(page, part) {
			t.Errorf("an empty shell has %s", part)
		}
	}
	document := parsed(t, ui.Shell{SignInHref: "/sign-in"}, ui.Page(ui.Head{Title: "x"}))
	if !strings.Contains(words(elements(document, "header")[0]), "Logga in") {
		t.Error("nobody is signed in, and signing in is not offered")
	}
}

func TestLanguageLinkComesBackToThePage(t *testing.T) {
	document := parsed(t, ui.Shell{Path: "/plan/åäö"}, ui.Page(ui.Head{Title: "x"}))
	if href, _ := attribute(find(t, document, "hreflang", "en"), "href"); href != "/language/en?back=%2Fplan%2F%C3%A5%C3%A4%C3%B6" {
		t.Errorf("the link to English is %q", href)
	}
}

func TestErrorPageSaysWhatHappenedAndLeadsBack(t *testing.T) {
	for status, heading := range map[int]string{404: "Sidan finns inte", 403: "Du får inte se den här sidan", 400: "Det gick inte", 405: "Adressen går inte att öppna så", 413: "För mycket på en gång", 500: "Något gick fel"} {
		document := parsed(t, ui.Shell{Home: "/plan"}, ui.ErrorPage(status, "Planen finns inte."))
		main := elements(document, "main")[0]
		if got := words(elements(main, "h1")[0]); got != heading {
			t.Errorf("%d is headed %q", status, got)
		}
		if href, _ := attribute(elements(main, "a")[0], "href"); href != "/plan" || !strings.Contains(words(main), "Planen finns inte.") {
			t.Errorf("%d: %q, and back is %q", status, words(main), href)
		}
	}
}
