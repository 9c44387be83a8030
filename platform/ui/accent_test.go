package ui_test

import (
	"errors"
	"maps"
	"net/http/httptest"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"samverk/platform/i18n"
	"samverk/platform/ui"
)

// withAccent is all tokens, those of the accent as its own style sheet gives them.
func withAccent(t *testing.T, accent ui.Accent) map[string]colours {
	t.Helper()
	response := httptest.NewRecorder()
	accent.Serve(response)
	all := maps.Clone(tokens(t))
	given := tokenLine.FindAllStringSubmatch(response.Body.String(), -1)
	if len(given) != 14 {
		t.Fatalf("the style sheet of the accent gives %d tokens:\n%s", len(given), response.Body)
	}
	for _, match := range given {
		if _, known := all[match[1]]; !known {
			t.Fatalf("there is no token --%s", match[1])
		}
		all[match[1]] = colours{match[2], match[3]}
	}
	return all
}

func TestEveryAccentThatIsTakenCanBeToldApart(t *testing.T) {
	letters := rapid.StringMatching(`#[0-9a-f]{6}`)
	rapid.Check(t, func(rt *rapid.T) {
		written := letters.Draw(rt, "colour")
		accent, err := ui.NewAccent(written)
		if tooPale := contrast(t, written, "#ffffff") < forText; tooPale != (err != nil) {
			rt.Fatalf("%s has the contrast %.3f:1 against white: %v", written, contrast(t, written, "#ffffff"), err)
		}
		if err == nil {
			checkColours(t, withAccent(t, accent))
		}
		if t.Failed() {
			rt.Fatalf("the shades of %s cannot be told apart", written)
		}
	})
	for _, edge := range []string{"#000000", "#767676", "#1f4b73", "#ff0000"} {
		if accent, err := ui.NewAccent(edge); err == nil {
			checkColours(t, withAccent(t, accent))
		}
	}
}

func TestAnAccentThatCannotBeUsedIsExplained(t *testing.T) {
	for written, key := range map[string]string{"": "ui.accent_unknown", "blue": "ui.accent_unknown", "#12345": "ui.accent_unknown",
		"#1f4b73; }": "ui.accent_unknown", "#ffffff": "ui.accent_pale", "#7FB2E5": "ui.accent_pale"} {
		_, err := ui.NewAccent(written)
		var own *i18n.Error
		if !errors.As(err, &own) || own.Message.ID != key {
			t.Errorf("%q is answered with %v, want %s", written, err, key)
		}
	}
}

func TestThePageFetchesTheAccentAfterTheStyleSheet(t *testing.T) {
	accent, err := ui.NewAccent("#5b2a86")
	if err != nil {
		t.Fatal(err)
	}
	page := rendered(t, ui.Shell{AccentHref: accent.Href()}, ui.Page(ui.Head{Title: "x"}))
	own, chosen := strings.Index(page, "samverk"), strings.Index(page, `rel="stylesheet" href="`+accent.Href()+`"`)
	if own < 0 || chosen < own {
		t.Errorf("the accent's style sheet does not come after the program's:\n%s", page[:strings.Index(page, "</head>")])
	}
	if plain := rendered(t, ui.Shell{}, ui.Page(ui.Head{Title: "x"})); strings.Contains(plain, "accent-") {
		t.Error("without a colour of its own a page fetches the style sheet of one")
	}
}
