package fold

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Query is what somebody looks for: words, folded. All of them must be found.
type Query struct{ words [][]rune }

// Bounds of a query: longer ones say no more, and cost more.
const (
	longestQuery = 200
	mostWords    = 8
)

// NewQuery reads what somebody typed.
func NewQuery(text string) Query {
	if len(text) > longestQuery {
		text = strings.ToValidUTF8(text[:longestQuery], "")
	}
	var q Query
	for _, word := range wordsIn(Search(text)) {
		if len(q.words) < mostWords {
			q.words = append(q.words, []rune(word))
		}
	}
	return q
}

// IsEmpty tells whether there is nothing to look for.
func (q Query) IsEmpty() bool { return len(q.words) == 0 }

// Number is the query when it is one number alone, as a label is written ("25", "3b"); empty otherwise.
func (q Query) Number() string {
	if len(q.words) == 1 && unicode.IsDigit(q.words[0][0]) {
		return string(q.words[0])
	}
	return ""
}

// How well a word answers another, best first. One letter wrong is let through in words long enough that few others are
// that near.
const (
	noAnswer  = 0
	nearly    = 2
	inside    = 3
	begins    = 5
	whole     = 7
	nearlyMin = 5 // letters
)

// Score tells how well some texts together answer the query; 0 when a word is missing. A word in the first text, the
// title, counts twice.
func (q Query) Score(title string, more ...string) int {
	titleWords := runesOf(wordsIn(Search(title)))
	otherWords := runesOf(wordsIn(Search(strings.Join(more, "\n"))))
	total := 0
	for _, wanted := range q.words {
		best := max(2*bestOf(wanted, titleWords), bestOf(wanted, otherWords))
		if best == noAnswer {
			return 0
		}
		total += best
	}
	return total
}

func bestOf(wanted []rune, words [][]rune) int {
	best := noAnswer
	for _, word := range words {
		best = max(best, answer(wanted, word))
	}
	return best
}

func answer(wanted, word []rune) int {
	switch {
	case slices.Equal(wanted, word):
		return whole
	case len(wanted) < len(word) && slices.Equal(wanted, word[:len(wanted)]):
		return begins
	case indexOf(word, wanted) > 0 && len(wanted) > 2:
		return inside
	case isNearly(wanted, word):
		return nearly
	}
	return noAnswer
}

// isNearly tells whether the word is wanted with one letter wrong, missing, too many, or changed with the next, perhaps
// with an ending.
func isNearly(wanted, word []rune) bool {
	if len(wanted) < nearlyMin || unicode.IsDigit(wanted[0]) {
		return false
	}
	for _, length := range []int{len(wanted) - 1, len(wanted), len(wanted) + 1} {
		if length <= len(word) && differByOne(wanted, word[:length]) {
			return true
		}
	}
	return false
}

func differByOne(a, b []rune) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	same := 0
	for same < len(a) && a[same] == b[same] {
		same++
	}
	restA, restB := a[same:], b[same:]
	if len(a) < len(b) {
		return len(b)-len(a) == 1 && slices.Equal(restA, restB[1:])
	}
	if len(restA) == 0 {
		return true
	}
	if slices.Equal(restA[1:], restB[1:]) {
		return true
	}
	return len(restA) > 1 && restA[0] == restB[1] && restA[1] == restB[0] && slices.Equal(restA[2:], restB[2:])
}

// Piece is a part of a text as it was written; Found says that it answers the query.
type Piece struct {
	Text  string
	Found bool
}

// Pieces takes a text apart where it answers the query. Joined, the pieces are the text.
func (q Query) Pieces(text string) []Piece {
	folded, starts := foldedRunes(text)
	if len(folded) == 0 && text != "" {
		return []Piece{{Text: text}}
	}
	found := make([]bool, len(folded))
	for _, wanted := range q.words {
		q.mark(folded, found, wanted)
	}
	var pieces []Piece
	for from := 0; from < len(folded); {
		to := from + 1
		for to < len(folded) && (found[to] == found[from] || starts[to] == starts[to-1]) {
			to++
		}
		pieces = append(pieces, Piece{text[starts[from]:starts[to]], found[from]})
		from = to
	}
	return pieces
}

// mark notes where the word stands: as it is, or in words that are nearly it.
func (q Query) mark(folded []rune, found []bool, wanted []rune) {
	for at := 0; at < len(folded); {
		end := at
		for end < len(folded) && isInWord(folded[end]) {
			end++
		}
		word := folded[at:end]
		switch place := indexOf(word, wanted); {
		case place == 0 || place > 0 && len(wanted) > 2:
			setAll(found[at+place : at+place+len(wanted)])
		case len(word) > 0 && isNearly(wanted, word):
			setAll(found[at:end])
		}
		at = end + 1
	}
}

func setAll(found []bool) {
	for i := range found {
		found[i] = true
	}
}

// foldedRunes folds a text letter by letter and tells where in the text each folded letter begins; one more place, at
// the end, is the text's length. A mark of its own belongs to the letter before.
func foldedRunes(text string) (folded []rune, starts []int) {
	for at, r := range text {
		one := []rune{r}
		if r >= utf8.RuneSelf || unicode.IsUpper(r) {
			one = []rune(Search(string(r)))
		}
		for _, letter := range one {
			folded, starts = append(folded, letter), append(starts, at)
		}
	}
	if len(starts) > 0 {
		starts[0] = 0
	}
	return folded, append(starts, len(text))
}

func isInWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func wordsIn(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return !isInWord(r) })
}

func runesOf(words []string) [][]rune {
	all := make([][]rune, len(words))
	for i, word := range words {
		all[i] = []rune(word)
	}
	return all
}

// indexOf is where part begins in word; -1 when it does not stand there.
func indexOf(word, part []rune) int {
	for at := 0; at+len(part) <= len(word); at++ {
		if slices.Equal(word[at:at+len(part)], part) {
			return at
		}
	}
	return -1
}
