package ui_test

import (
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"samverk/platform/ui"
)

var colourInSheet = regexp.MustCompile(`#[0-9a-fA-F]*`)

// A colour is refused, or becomes a style sheet of colours and nothing else.
func FuzzAccent(f *testing.F) {
	for _, seed := range []string{"#1f4b73", "#000000", "#ffffff", "#1F4B7", "#1f4b73}body{display:none", "#1f4b73\n", "", "red", "#ff0000"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, written string) {
		accent, err := ui.NewAccent(written)
		if err != nil {
			if accent.Href() != "" {
				t.Fatalf("%q is refused and used", written)
			}
			return
		}
		w := httptest.NewRecorder()
		accent.Serve(w)
		sheet := w.Body.String()
		for _, colour := range colourInSheet.FindAllString(sheet, -1) {
			if len(colour) != 7 {
				t.Fatalf("%q gives the colour %q", written, colour)
			}
		}
		if strings.Count(sheet, "{") != strings.Count(sheet, "}") || !strings.HasPrefix(accent.Href(), ui.AssetsAt) {
			t.Fatalf("%q gives %s:\n%s", written, accent.Href(), sheet)
		}
	})
}
