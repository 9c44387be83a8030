package ui

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"net/http"
	"regexp"
	"strings"

	"samverk/platform/i18n"
)

// Accent is the colour of what a reader can act on, when the authority has chosen another than the program's own. It is
// a style sheet of its own, since the security policy allows nothing inline. The zero value is the program's own.
type Accent struct {
	sheet string
	href  string
}

var accentForm = regexp.MustCompile(`^#[0-9a-fA-F]{6}$`)

// NewAccent makes the accent of a colour written as #1f4b73. White text on the colour, and the colour as text on white,
// must have the contrast of WCAG 2.2, 1.4.3. The lighter and darker shades, and those of the dark mode, follow from it.
func NewAccent(written string) (Accent, error) {
	if !accentForm.MatchString(written) {
		return Accent{}, i18n.Fail("ui.accent_unknown", "colour", written)
	}
	chosen := shadeOf(written)
	if chosen.contrast(white) < readable {
		return Accent{}, i18n.Fail("ui.accent_pale", "colour", written)
	}
	a := Accent{sheet: accentSheet(chosen)}
	sum := sha256.Sum256([]byte(a.sheet))
	a.href = AssetsAt + "accent-" + hex.EncodeToString(sum[:4]) + ".css"
	return a, nil
}

// Href is where the pages find the style sheet; empty for the program's own colour.
func (a Accent) Href() string { return a.href }

// Serve answers with the style sheet. Its address holds a hash of it, so it may be kept for ever.
func (a Accent) Serve(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	w.Write([]byte(a.sheet)) //nolint:errcheck // the reader has gone away
}

// The contrasts that shades are made for, with something to spare for rounding.
const (
	readable      = 4.5
	readableSpare = 4.6
	darkBase      = 7.0 // as the program's own accent has against the dark page
)

var (
	white    = shade{1, 1, 1}
	black    = shade{}
	canvas   = shadeOf("#f7f7f4") // the tinted page, in tokens.css
	darkPage = shadeOf("#1a1e21")
)

// accentSheet gives every token of the accent in tokens.css, light and dark.
func accentSheet(chosen shade) string {
	dark := chosen.until(white, darkBase, darkPage)
	tint := func(share float64) [2]shade { return [2]shade{white.mix(chosen, share), darkPage.mix(dark, share)} }
	tinted, hover, active := tint(0.06), tint(0.12), tint(0.2)
	both := [2]shade{chosen, dark}
	text := [2]shade{chosen.until(black, readableSpare, white, canvas, tinted[0], hover[0]), dark.until(white, readableSpare, darkPage, tinted[1], hover[1])}
	strong := [2]shade{text[0].mix(black, 0.2).until(black, readableSpare, active[0]), text[1].mix(white, 0.4).until(white, readableSpare, active[1])}
	var sheet strings.Builder
	sheet.WriteString(":root {\n")
	for _, token := range []struct {
		name   string
		values [2]shade
	}{
		{"background-tinted", tinted}, {"surface-tinted", tinted}, {"surface-hover", hover}, {"surface-active", active},
		{"border-subtle", tint(0.27)}, {"border-default", both}, {"border-strong", both},
		{"text-subtle", text}, {"text-default", strong},
		{"base-default", both}, {"base-hover", [2]shade{chosen.mix(black, 0.2), dark.mix(white, 0.25)}}, {"base-active", [2]shade{chosen.mix(black, 0.4), dark.mix(white, 0.5)}},
		{"base-contrast-default", [2]shade{white, darkPage.mix(black, 0.3)}}, {"base-contrast-subtle", active},
	} {
		fmt.Fprintf(&sheet, "  --ds-color-accent-%s: light-dark(%s, %s);\n", token.name, token.values[0], token.values[1])
	}
	sheet.WriteString("}\n")
	return sheet.String()
}

// shade is a colour as red, green and blue from 0 to 1.
type shade [3]float64

// shadeOf reads #rrggbb, which must be one.
func shadeOf(written string) (s shade) {
	parts, err := hex.DecodeString(written[1:])
	if err != nil {
		panic(err) // the form has been checked
	}
	for i, part := range parts {
		s[i] = float64(part) / 255
	}
	return s
}

// String writes the colour as a style sheet does.
func (s shade) String() string {
	part := func(i int) int { return int(math.Round(s[i] * 255)) }
	return fmt.Sprintf("#%02x%02x%02x", part(0), part(1), part(2))
}

// mix is the colour with a share of another in it.
func (s shade) mix(other shade, share float64) shade {
	for i := range s {
		s[i] += (other[i] - s[i]) * share
	}
	return s
}

// until mixes in the other colour only as much as it takes to reach the contrast against every one of the grounds.
func (s shade) until(other shade, least float64, grounds ...shade) shade {
	mixed := s
	for share := 0.0; share <= 1; share += 0.02 {
		mixed = s.mix(other, share)
		enough := true
		for _, ground := range grounds {
			enough = enough && mixed.contrast(ground) >= least
		}
		if enough {
			break
		}
	}
	return mixed
}

// contrast is the ratio of WCAG 2.2 between two colours, from 1 to 21.
func (s shade) contrast(other shade) float64 {
	a, b := s.luminance(), other.luminance()
	return (max(a, b) + 0.05) / (min(a, b) + 0.05)
}

// luminance is the relative luminance of WCAG 2.2.
func (s shade) luminance() float64 {
	for i, part := range s {
		if part <= 0.04045 {
			s[i] = part / 12.92
		} else {
			s[i] = math.Pow((part+0.055)/1.055, 2.4)
		}
	}
	return 0.2126*s[0] + 0.7152*s[1] + 0.0722*s[2]
}
