// Package fold makes texts comparable: for search columns and for names in addresses. SQLite's own lower and LIKE are
// wrong for å, ä and ö, so the program folds.
package fold

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

// letters that have no decomposition into a base letter and a mark.
var letters = strings.NewReplacer("ø", "o", "æ", "ae", "ß", "ss", "đ", "d", "ł", "l", "þ", "th", "ð", "d")

// Search folds a text for comparison: lower case, marks taken away (å → a, é → e), runs of white space made one space.
func Search(text string) string {
	if folded, known := byTable(text); known {
		return folded
	}
	return strings.Join(strings.Fields(byRule(text)), " ")
}

// byRule folds any text, but leaves white space as it is.
func byRule(text string) string {
	strip := transform.Chain(norm.NFKD, runes.Remove(runes.In(unicode.Mn)), norm.NFC)
	folded, _, err := transform.String(strip, strings.ToLower(text))
	if err != nil {
		folded = text
	}
	// Taking letters apart can bring out capitals again: ℂ becomes C.
	return letters.Replace(strings.ToLower(folded))
}

// Nearly all that is folded is Latin letters and a few dashes, and each of those becomes the same wherever it stands. What
// becomes of them is looked up, which is some ten times as quick as to take every text apart.
const (
	firstMark   = 0x300 // marks that are put on the letter before begin here
	punctuation = 0x2010
	afterThat   = 0x2028
)

// tables are made when the first text is folded, not when the program starts.
var tables = sync.OnceValues(func() (latin, dashes []string) { return tableOf(0, firstMark), tableOf(punctuation, afterThat) })

func tableOf(first, after rune) []string {
	table := make([]string, after-first)
	for r := first; r < after; r++ {
		table[r-first] = byRule(string(r))
	}
	return table
}

// byTable folds a text that has only signs that stand in the tables; otherwise known is false.
func byTable(text string) (folded string, known bool) {
	latin, dashes := tables()
	out := make([]byte, 0, len(text)+8)
	for _, r := range text {
		var became string
		switch {
		case r < firstMark:
			became = latin[r]
		case r >= punctuation && r < afterThat:
			became = dashes[r-punctuation]
		default:
			return "", false
		}
		for _, b := range became {
			if !unicode.IsSpace(b) {
				out = utf8.AppendRune(out, b)
			} else if len(out) > 0 && out[len(out)-1] != ' ' {
				out = append(out, ' ')
			}
		}
	}
	if n := len(out); n > 0 && out[n-1] == ' ' {
		out = out[:n-1]
	}
	return string(out), true
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
