// Package fold makes texts comparable: for search columns and for names in addresses. SQLite's own lower and LIKE are
// wrong for å, ä and ö, so the program folds.
package fold

import (
	"strings"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

// letters that have no decomposition into a base letter and a mark.
var letters = strings.NewReplacer("ø", "o", "æ", "ae", "ß", "ss", "đ", "d", "ł", "l", "þ", "th", "ð", "d")

// Search folds a text for comparison: lower case, marks taken away (å → a, é → e), runs of white space made one space.
func Search(text string) string {
	strip := transform.Chain(norm.NFKD, runes.Remove(runes.In(unicode.Mn)), norm.NFC)
	folded, _, err := transform.String(strip, strings.ToLower(text))
	if err != nil {
		folded = text
	}
	// Taking letters apart can bring out capitals again: ℂ becomes C.
	return strings.Join(strings.Fields(letters.Replace(strings.ToLower(folded))), " ")
}

// Slug makes a short name for addresses and the command line: a–z, 0–9 and single hyphens, at most max bytes, cut
// between words. It is empty when the text holds no letter or digit.
func Slug(text string, max int) string {
	words := strings.FieldsFunc(Search(text), func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9')
	})
	slug := ""
	for _, word := range words {
		if slug == "" {
			slug = word[:min(len(word), max)]
			continue
		}
		if len(slug)+1+len(word) > max {
			break
		}
		slug += "-" + word
	}
	return slug
}
