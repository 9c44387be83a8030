package ui_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"golang.org/x/net/html"

	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/ui"
)

// long is a word longer than any column.
var long = strings.Repeat("Civilsamhällesorganisationsutvecklingsprojekt", 3)

// components are all of them, each with nothing and with too much.
func components() map[string]templ.Component {
	f := form.Of("x", long)
	f.Refuse("x", i18n.Msg("form.not_a_date", "text", long))
	in := ui.Input{Name: "x", Label: long, Hint: long, Source: long, Unit: long, Optional: true}
	act := ui.Act{Text: long, Hidden: long, Icon: ui.IconAdd}
	link := ui.Link{Text: long, Href: "/" + long}
	options := []ui.Option{{Value: "a", Text: long, Hint: long}, {}}
	return map[string]templ.Component{
		"Mark": ui.Mark(""), "Status": ui.Status("", ""), "Status long": ui.Status("met", long), "Icon": ui.Icon(""),
		"Submit": ui.Submit(ui.Act{}), "Submit long": ui.Submit(act), "LinkButton": ui.LinkButton("", act),
		"PostButton": ui.PostButton("", act, "a", "b", "odd"), "PrintButton": ui.PrintButton(""), "PrintButton long": ui.PrintButton(long),
		"Buttons": ui.Buttons(), "ActionBar": ui.ActionBar(""), "ActionBar long": ui.ActionBar(long),
		"Section": ui.Section(ui.SectionHead{}), "Section long": ui.Section(ui.SectionHead{Title: long, Note: long, Link: link, ID: "a", Level: 2}),
		"Split": ui.Split(nil), "Halves": ui.Halves(nil), "Definitions": ui.Definitions(nil),
		"Definitions long": ui.Definitions([]ui.Definition{{}, {Term: long, Text: long, Detail: ui.Status("met", long)}}),
		"Figures":          ui.Figures(nil), "Figures long": ui.Figures([]ui.Figure{{}, {Number: long, Text: long}}),
		"BigFigure": ui.BigFigure("", ui.Figure{}), "BigFigure long": ui.BigFigure(long, ui.Figure{Number: long, Text: long}),
		"Table": ui.Table(ui.TableLook{}), "Columns": ui.Columns(), "Columns long": ui.Columns(ui.Column{}, ui.Column{Text: long, Href: "/", Sorted: ui.Descending}),
		"Titled": ui.Titled(ui.Link{}, ""), "Titled long": ui.Titled(link, long), "Date": ui.Date(wholeShell.Date), "DateInText": ui.DateInText(wholeShell.Date),
		"Filters": ui.Filters("", ""), "FilterSelect": ui.FilterSelect("a", "b", "", nil), "FilterSelect long": ui.FilterSelect("a", long, "a", options),
		"FilterField": ui.FilterField(ui.FilterInput{Name: "x", Label: "x"}), "FilterField long": ui.FilterField(ui.FilterInput{Name: "x", Label: long, Value: long, Hint: long, Suggestions: []string{long}}),
		"FilterLabelled": ui.FilterLabelled(""), "FilterLabelled long": ui.FilterLabelled(long),
		"Items": ui.Items(nil), "Items long": ui.Items([]ui.Item{{}, {Shape: "met", Icon: ui.IconAdd, Word: long, Title: long, Href: "/", Text: long, When: long, Date: long, Action: ui.Submit(act)}}),
		"DatedItems": ui.DatedItems(nil), "DatedItems long": ui.DatedItems([]ui.Dated{{}, {Date: long, Below: long, Title: long, Href: "/", Text: long, Action: ui.Submit(act)}}),
		"LinkedItems": ui.LinkedItems(nil), "LinkedItems long": ui.LinkedItems([]ui.Linked{{}, {Link: link, Shape: "met", Word: long, Text: long, Marks: []ui.Part{{Shape: "met", Word: long, Count: 3}}}}),
		"Files": ui.Files(nil), "Files long": ui.Files([]ui.File{{}, {Name: long, Href: "/", Kind: long, Size: long, Note: long}, {Kind: "PDF"}}),
		"Strip": ui.Strip("", nil), "Strip long": ui.Strip(long, []ui.Part{{}, {Shape: "met", Word: long, Count: 9999999, Href: "/"}}),
		"StripInWords": ui.StripInWords("", nil), "StripInWords long": ui.StripInWords(long, []ui.Part{{}, {Shape: "met", Word: long, Count: 5, Href: "/"}}),
		"Periods": ui.Periods("", nil), "Periods long": ui.Periods(long, []ui.Period{{}, {Name: long, Href: "/", Shape: "met", Word: long, Number: long, Of: long, Slots: make([]ui.Slot, 500), Text: long, Current: true}}),
		"SavedMeanwhile": ui.SavedMeanwhile(&ui.Meanwhile{}), "SavedMeanwhile long": ui.SavedMeanwhile(&ui.Meanwhile{Who: long, When: long, Differences: []ui.Difference{{Label: long, Saved: long, Typed: long}}}),
		"Alert": ui.Alert(ui.Notice{}), "Alert long": ui.Alert(ui.Notice{Tone: ui.Danger, Title: long, Text: long, Level: 2, Said: true}),
		"Flag": ui.Flag(2, "", ""), "Flag long": ui.Flag(2, long, long), "Reason": ui.Reason("", ""), "Reason long": ui.Reason(long, long),
		"Empty": ui.Empty(ui.EmptyPlace{}), "Empty long": ui.Empty(ui.EmptyPlace{Title: long, Text: long, Action: ui.Submit(act)}),
		"Crumbs": ui.Crumbs(nil), "Crumbs long": ui.Crumbs([]ui.Link{link, {}}), "Tabs": ui.Tabs("", nil), "Tabs long": ui.Tabs(long, []ui.Tab{{}, {Text: long, Href: "/", Current: true}}),
		"Pager": ui.Pager("", "", "", ""), "Pager long": ui.Pager(long, "/a", long, "/b"),
		"ErrorSummary": ui.ErrorSummary(nil), "ErrorSummaryOf long": ui.ErrorSummaryOf("a", f),
		"Field": ui.Field(nil, ui.Input{Name: "x", Label: "x"}), "Field long": ui.Field(f, in), "Copied": ui.Copied(ui.Input{Name: "x", Label: "x"}, "", "", ""), "Copied long": ui.Copied(in, long, long, long), "TextArea": ui.TextArea(nil, ui.Input{Name: "x", Label: "x"}), "TextArea long": ui.TextArea(f, in),
		"Select": ui.Select(nil, ui.Input{Name: "x", Label: "x"}, nil), "Select long": ui.Select(f, in, options),
		"Check": ui.Check(nil, ui.Input{Name: "x", Label: "x"}, ""), "Check long": ui.Check(f, in, long),
		"Checks": ui.Checks(nil, in, nil), "Checks long": ui.Checks(f, in, options), "Radios": ui.Radios(nil, in, nil), "Radios long": ui.Radios(f, in, options),
		"LoadTable": ui.LoadTable(&ui.Load{}), "LoadTable long": ui.LoadTable(longLoad()),
		"TimelineTable": ui.TimelineTable(ui.Timeline{}), "TimelineTable long": ui.TimelineTable(longTimeline()),
		"Legend": ui.Legend(nil), "Legend long": ui.Legend([]ui.LegendRow{{}, {Title: long, Signs: []ui.LegendSign{{}, {Shape: "met", Fill: ui.FillHigh, Text: long, Means: long}}}}),
		"Swatch": ui.Swatch(""), "Filled": ui.Filled(ui.FillMedium, long),
		"Page":      ui.Page(ui.Head{Title: long, Tab: long, Meta: long, Lead: long, Crumbs: []ui.Link{link}, Actions: ui.Submit(act), Wide: true, Poster: true}),
		"ErrorPage": ui.ErrorPage(500, ""), "Gallery": ui.Gallery(),
	}
}

func longTimeline() ui.Timeline {
	return ui.Timeline{Label: long, RowHead: long, SecondHead: long, Goes: long, Foot: []string{long, long},
		Spans: []ui.TimelineSpan{{}, {Name: long, Columns: []ui.TimelineColumn{{}, {Name: long, Current: true}}}},
		Groups: []ui.TimelineGroup{{}, {Title: long, Href: "/", Note: long, Rows: []ui.TimelineRow{{}, {Number: long, Name: long, Href: "/", Second: long, Fill: ui.FillHigh, From: 1, To: 99,
			Cells: []ui.TimelineCell{1: {Sign: long, Href: "/", Marks: []ui.TimelineMark{{}, {Shape: "met", Text: long, Word: long, Href: "/"}}}, 77: {Sign: long}}}}}}}
}

func TestEveryComponentIsSoundWithNothingAndWithTooMuch(t *testing.T) {
	for name, component := range components() {
		for _, shell := range []ui.Shell{{}, wholeShell, {Public: true, Menu: wholeShell.Menu}} {
			text := rendered(t, shell, component)
			for _, fault := range append(unclosed(text), faults(parsed(t, shell, component))...) {
				t.Errorf("%s: %s", name, fault)
			}
		}
	}
}

// exportedTempl is a component that other packages can use.
var exportedTempl = regexp.MustCompile(`(?m)^templ ([A-Z]\w*)\(`)

func TestEveryComponentIsTriedHereAndShownInTheGallery(t *testing.T) {
	tried := components()
	gallery := source(t, "gallery*.templ") + source(t, "gallery*.go") + source(t, "shell.templ") + source(t, "list.templ")
	found := exportedTempl.FindAllStringSubmatch(source(t, "*.templ"), -1)
	if len(found) < 40 {
		t.Fatalf("only %d components were found", len(found))
	}
	for _, match := range found {
		name := match[1]
		isTried := slices.ContainsFunc([]string{name, name + " long"}, func(key string) bool { return tried[key] != nil })
		if !isTried {
			t.Errorf("%s is not tried with nothing and with too much", name)
		}
		shown := regexp.MustCompile(`\b` + name + `\(`).MatchString(gallery)
		if !shown && name != "Page" && name != "ErrorPage" && name != "ErrorSummary" {
			t.Errorf("%s is not shown in the gallery", name)
		}
	}
}

// source joins the files of this folder that a pattern names.
func source(t *testing.T, pattern string) string {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("%s: %d files, %v", pattern, len(files), err)
	}
	var all strings.Builder
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(content)
	}
	return all.String()
}

var messageKey = regexp.MustCompile(`"(ui\.[a-z_.]+)"`)

func TestEveryTextIsThereAndUsed(t *testing.T) {
	used := map[string]bool{}
	for _, match := range messageKey.FindAllStringSubmatch(source(t, "*.templ")+source(t, "[a-z]*.go"), -1) {
		used[match[1]] = true
		for _, language := range i18n.Languages {
			if catalogue.In(language).T(match[1], "count", 2, "date", "x", "code", "x") == match[1] {
				t.Errorf("%s has no text in %s", match[1], language)
			}
		}
	}
	for _, match := range regexp.MustCompile(`(?m)^\[?(?:ui\.)?([a-z_]+)(?: = |\]$)`).FindAllStringSubmatch(strings.Split(source(t, "messages/sv.toml"), "[ui.gallery]")[0], -1) {
		if key := match[1]; !used["ui."+key] && !slices.Contains([]string{"ui", "one", "other"}, key) {
			t.Errorf("ui.%s is used nowhere", key)
		}
	}
}

// voidElements have no end tag.
var voidElements = []string{"area", "br", "col", "hr", "img", "input", "link", "meta", "use", "path"}

// unclosed reads the text tag by tag: every element that begins must end, in order.
func unclosed(text string) []string {
	var open, wrong []string
	reader := html.NewTokenizer(strings.NewReader(text))
	for {
		switch reader.Next() {
		case html.ErrorToken:
			if len(open) > 0 {
				wrong = append(wrong, "never ends: "+strings.Join(open, ", "))
			}
			return wrong
		case html.StartTagToken:
			if name := reader.Token().Data; !slices.Contains(voidElements, name) {
				open = append(open, name)
			}
		case html.EndTagToken:
			name := reader.Token().Data
			if slices.Contains(voidElements, name) {
				continue
			}
			if len(open) == 0 || open[len(open)-1] != name {
				return append(wrong, "</"+name+"> ends what has not begun; open are "+strings.Join(open, ", "))
			}
			open = open[:len(open)-1]
		}
	}
}

// faults are what a browser or somebody who listens would stumble over.
func faults(document *html.Node) []string {
	var found []string
	ids, labelled := map[string]bool{}, map[string]bool{}
	for _, element := range elements(document, "") {
		if id, has := attribute(element, "id"); has {
			if id == "" || strings.ContainsAny(id, " \t\n") || ids[id] {
				found = append(found, "the id "+id+" is empty, holds a space or stands twice")
			}
			ids[id] = true
		}
		if target, has := attribute(element, "for"); has && element.Data == "label" {
			labelled[target] = true
		}
		if _, has := attribute(element, "style"); has {
			found = append(found, "style= is forbidden by the security policy: "+element.Data)
		}
		if _, has := attribute(element, "src"); element.Data == "script" && !has || element.Data == "style" {
			found = append(found, "an inline "+element.Data+" is forbidden by the security policy")
		}
	}
	level := 0
	for _, element := range elements(document, "") {
		found = append(found, dangling(element, ids)...)
		if isField(element) {
			id, _ := attribute(element, "id")
			if _, named := attribute(element, "aria-label"); !named && !labelled[id] && !standsInLabel(element) {
				found = append(found, "a field has no label: "+element.Data+" "+id)
			}
		}
		if rank := strings.Index("h1h2h3h4h5h6", element.Data)/2 + 1; len(element.Data) == 2 && rank > 0 && element.Data[0] == 'h' && element.Data != "hr" {
			if level > 0 && rank > level+1 {
				found = append(found, "a heading skips from level "+string(rune('0'+level))+" to "+element.Data+": "+words(element))
			}
			level = rank
		}
	}
	return found
}

// dangling lists references to ids that do not exist.
func dangling(element *html.Node, ids map[string]bool) []string {
	var found []string
	for _, name := range []string{"aria-describedby", "aria-labelledby", "for"} {
		value, _ := attribute(element, name)
		for _, id := range strings.Fields(value) {
			if !ids[id] {
				found = append(found, name+" names "+id+", which does not exist")
			}
		}
	}
	return found
}

// standsInLabel tells of a field that its label is written around.
func standsInLabel(element *html.Node) bool {
	return element.Parent != nil && element.Parent.Data == "label" && words(element.Parent) != ""
}

func isField(element *html.Node) bool {
	kind, _ := attribute(element, "type")
	return element.Data == "select" || element.Data == "textarea" || element.Data == "input" && kind != "hidden"
}

func longLoad() *ui.Load {
	return &ui.Load{Label: long, Corner: long, Limit: long, Missing: long, Keys: []ui.LoadKey{{Fill: "low", Text: long}},
		Columns: []ui.LoadColumn{{Name: long, Has: 0, Parts: []ui.LoadPart{{Fill: "high", Size: 1_000_000_000}}, Missing: 7, Short: long}},
		Rows:    []ui.LoadRow{{Name: long, Cells: []ui.LoadCell{{Used: long, Has: long, Share: 5000, Href: "#x", Opens: long}, {Text: long}}, Total: true}}}
}
