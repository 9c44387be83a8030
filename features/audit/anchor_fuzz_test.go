package audit

import (
	"errors"
	"strings"
	"testing"

	"samverk/platform/i18n"
)

// An anchor is read as it was written or refused with advice.
func FuzzAnchor(f *testing.F) {
	hash := strings.Repeat("ab12", 16)
	for _, seed := range []string{"", "1234:" + hash, "0:" + hash, "-1:" + hash, "+7:" + hash, "1:" + hash[1:], ":" + hash, "9223372036854775808:" + hash, "1:" + strings.Repeat("å", 32), "x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		kept, err := parseAnchor(text)
		var own *i18n.Error
		switch {
		case err != nil && (!errors.As(err, &own) || kept != head{}):
			t.Fatalf("%q: %v, %v", text, kept, err)
		case err == nil && text != "" && kept.anchor() != text:
			t.Fatalf("%q was read as %q", text, kept.anchor())
		}
	})
}
