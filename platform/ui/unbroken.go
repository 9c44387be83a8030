package ui

import (
	"context"
	"io"
	"regexp"
	"strings"

	"github.com/a-h/templ"
)

// dateInText is a date, with a time of day when one follows.
var dateInText = regexp.MustCompile(`\b\d{4}-\d{2}-\d{2}\b(?: \d{2}[.:]\d{2}\b)?`)

// unbroken is a text in which no line ends inside a date: a browser breaks after the hyphens.
func unbroken(text string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		if !strings.Contains(text, "-") {
			_, err := io.WriteString(w, templ.EscapeString(text))
			return err
		}
		_, err := io.WriteString(w, dateInText.ReplaceAllString(templ.EscapeString(text), `<span class="nowrap">$0</span>`))
		return err
	})
}
