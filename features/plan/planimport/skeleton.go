package planimport

import (
	"strings"
	"unicode"
)

// lookalike gives the letter that stands for a group of signs which scanning confuses. Two spellings that differ only
// by such confusions have the same skeleton.
var lookalike = map[rune]rune{
	'å': 'a', 'ä': 'a', 'à': 'a', 'á': 'a', 'â': 'a', '4': 'a', '@': 'a', '&': 'a',
	'ö': 'o', 'ó': 'o', 'ò': 'o', 'ô': 'o', 'ø': 'o', '0': 'o', '6': 'o',
	'é': 'e', 'è': 'e', 'ê': 'e', 'ë': 'e', '3': 'e',
	'1': 'i', 'l': 'i', '|': 'i', '!': 'i', 'í': 'i', 'ì': 'i', 'ï': 'i',
	'5': 's', '$': 's', '8': 'b', '7': 't', 'ü': 'u',
}

// skeleton folds a text so that signs scanning confuses become equal; everything but letters, digits and single spaces
// is taken away.
func skeleton(text string) string {
	var out strings.Builder
	space := false
	for _, r := range strings.ToLower(text) {
		if stand, ok := lookalike[r]; ok {
			r = stand
		} else if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			space = space || unicode.IsSpace(r) || r == '-' || r == '/'
			continue
		}
		if space && out.Len() > 0 {
			out.WriteByte(' ')
		}
		space = false
		out.WriteRune(r)
	}
	return out.String()
}

// distance is the number of letters to change, add or take away to make a of b. It stops counting above limit.
func distance(a, b string, limit int) int {
	x, y := []rune(a), []rune(b)
	if len(x)-len(y) > limit || len(y)-len(x) > limit {
		return limit + 1
	}
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		diagonal, best := row[0], i+1
		row[0] = i + 1
		for j := range y {
			cost := diagonal
			if x[i] != y[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j+1]+1, row[j]+1)
			best = min(best, row[j+1])
		}
		if best > limit {
			return limit + 1
		}
	}
	return row[len(y)]
}
