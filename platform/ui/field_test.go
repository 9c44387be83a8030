package ui_test

import (
	"strings"
	"testing"

	"golang.org/x/net/html"
	"pgregory.net/rapid"

	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/ui"
)

func TestWhatWasTypedIsShownAgain(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		// A browser turns line ends into \n and cannot send a zero byte in a way that HTML can show.
		text := rapid.StringOfN(rapid.RuneFrom([]rune("aåäöÅ<>&\"' 0-9\u00a0")), 0, 30, -1).Draw(rt, "text")
		f := form.Of("x", text)
		for _, kind := range []ui.Kind{ui.AnyText, ui.DateKind, ui.Whole, ui.Decimal, ui.Email, ui.Phone, ui.Web} {
			field := find(t, parsed(t, ui.Shell{}, ui.Field(f, ui.Input{Name: "x", Label: "x", Kind: kind})), "name", "x")
			if got, _ := attribute(field, "value"); got != text {
				rt.Fatalf("%q became %q as %q", text, got, kind)
			}
		}
		area := find(t, parsed(t, ui.Shell{}, ui.TextArea(f, ui.Input{Name: "x", Label: "x"})), "name", "x")
		if area.FirstChild != nil && area.FirstChild.Data != text {
			rt.Fatalf("%q became %q in a text area", text, area.FirstChild.Data)
		}
	})
}

func TestAWrongDateIsShownAsItWasTyped(t *testing.T) {
	for typed, kind := range map[string]string{"31 februari": "text", "2019-02-31": "text", "2019-06-30": "date", "": "date"} {
		f := form.Of("day", typed)
		field := find(t, parsed(t, ui.Shell{}, ui.Field(f, ui.Input{Name: "day", Label: "Datum", Kind: ui.DateKind})), "name", "day")
		if got, _ := attribute(field, "type"); got != kind {
			t.Errorf("%q stands in a field of type %s, want %s: a date field hides what is not a date", typed, got, kind)
		}
	}
}

func TestPasswordsAndFilesAreNeverSentBack(t *testing.T) {
	f := form.Of("secret", "korrekt häst batteri")
	for _, kind := range []ui.Kind{ui.Password, ui.Upload} {
		if strings.Contains(rendered(t, ui.Shell{}, ui.Field(f, ui.Input{Name: "secret", Label: "x", Kind: kind})), "korrekt") {
			t.Errorf("a field of the kind %s shows what was sent", kind)
		}
	}
}

func TestFaultsLeadToTheirFields(t *testing.T) {
	document := parsed(t, ui.Shell{}, ui.Gallery())
	summary := find(t, document, "aria-labelledby", "wrong-faults")
	links := elements(summary, "a")
	if len(links) != 4 {
		t.Fatalf("%d faults are links, want 4: the fifth is of the form as a whole", len(links))
	}
	for _, link := range links {
		href, _ := attribute(link, "href")
		field := find(t, document, "id", strings.TrimPrefix(href, "#"))
		if !isField(field) {
			t.Errorf("%s leads to a %s", words(link), field.Data)
		}
		if said := spokenWith(t, document, field); !strings.Contains(said, words(link)) {
			t.Errorf("%q is in the summary, but the field says only %q", words(link), said)
		}
	}
	if heading := words(elements(summary, "h2")[0]); !strings.Contains(heading, "5") {
		t.Errorf("the summary is headed %q", heading)
	}
}

// spokenWith is what is read out as the description of a field, or of the group that it stands in.
func spokenWith(t *testing.T, document, field *html.Node) string {
	t.Helper()
	var said []string
	for node := field; node != nil; node = node.Parent {
		ids, _ := attribute(node, "aria-describedby")
		for _, id := range strings.Fields(ids) {
			said = append(said, words(find(t, document, "id", id)))
		}
	}
	return strings.Join(said, " ")
}

func TestListAsksForAChoiceOnlyWhenNoneIsMade(t *testing.T) {
	options := []ui.Option{{Value: "a", Text: "A"}, {Value: "b", Text: "B"}}
	for typed, want := range map[string]int{"": 3, "a": 2, "gone": 3} {
		f := form.Of("x", typed)
		if got := len(elements(parsed(t, ui.Shell{}, ui.Select(f, ui.Input{Name: "x", Label: "x"}, options)), "option")); got != want {
			t.Errorf("%q: %d options, want %d", typed, got, want)
		}
	}
}

func TestFaultIsReadWithItsGroup(t *testing.T) {
	f := form.Of()
	f.Refuse("x", i18n.Msg("form.not_a_date", "text", "y"))
	document := parsed(t, ui.Shell{}, ui.Radios(f, ui.Input{Name: "x", Label: "x"}, []ui.Option{{Value: "a", Text: "A"}}))
	if said := spokenWith(t, document, elements(document, "input")[0]); !strings.Contains(said, "inget datum") {
		t.Errorf("the group says %q", said)
	}
}
