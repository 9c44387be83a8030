package organisations

import (
	"slices"
	"strings"
	"unicode"

	"samverk/platform/fold"
)

// Bounds of the words that are searched.
const (
	longestWord = 40    // letters; what is longer is cut
	stemLength  = 6     // letters
	blockLength = 16384 // organisations; places within fit in two bytes
)

// wordsOf are the words of a text, folded. Letters that stand alone one after the other are one word too: K.F.U.M. is
// found as kfum.
func wordsOf(text string) []string {
	var words []string
	initials := ""
	join := func() {
		if len([]rune(initials)) > 1 {
			words = append(words, initials)
		}
		initials = ""
	}
	for _, word := range strings.FieldsFunc(fold.Search(text), notInWord) {
		letters := []rune(word)
		if len(letters) == 1 {
			initials += word
		} else {
			join()
		}
		words = append(words, string(letters[:min(len(letters), longestWord)]))
	}
	join()
	return words
}

func notInWord(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }

// words are those that an organisation is found by, each once: of its name and of its former ones.
func (c *Content) words() []string {
	words := wordsOf(c.Name)
	for _, name := range c.FormerNames {
		words = append(words, wordsOf(name)...)
	}
	slices.Sort(words)
	return slices.Compact(words)
}

// stemOf is how a word begins.
func stemOf(word string) string {
	letters := []rune(word)
	return string(letters[:min(len(letters), stemLength)])
}

// errorsIn is how many letters may be wrong in a word of so many letters: none where most other words are that near.
func errorsIn(letters int) int {
	switch {
	case letters < 4:
		return 0
	case letters < 7:
		return 1
	}
	return 2
}

// restsOf is a stem with up to two letters left out, each rest once. Of short stems fewer are left out, so that enough
// is left to know them by.
func restsOf(stem string) []string {
	rests := []string{stem}
	from := 0
	for left := min(2, len([]rune(stem))-2); left > 0; left-- {
		until := len(rests)
		for _, rest := range rests[from:until] {
			letters := []rune(rest)
			for i := range letters {
				rests = append(rests, string(slices.Concat(letters[:i], letters[i+1:])))
			}
		}
		from = until
	}
	slices.Sort(rests)
	return slices.Compact(rests)
}

// distances are how many letters are wrong in wanted, missing, too many or changed with the next: whole against the word,
// begun against how it begins, whichever way fits best; and partly against it when either is cut off where the other ends.
func distances(wanted, word []rune) (whole, begun, partly int) {
	before, last, next := make([]int, len(word)+1), make([]int, len(word)+1), make([]int, len(word)+1)
	for j := range last {
		last[j] = j
	}
	partly = len(wanted)
	for i := 1; i <= len(wanted); i++ {
		next[0] = i
		for j := 1; j <= len(word); j++ {
			wrong := 1
			if wanted[i-1] == word[j-1] {
				wrong = 0
			}
			next[j] = min(last[j-1]+wrong, last[j]+1, next[j-1]+1)
			if i > 1 && j > 1 && wanted[i-1] == word[j-2] && wanted[i-2] == word[j-1] {
				next[j] = min(next[j], before[j-2]+1)
			}
		}
		partly = min(partly, next[len(word)])
		before, last, next = last, next, before
	}
	begun = slices.Min(last)
	return last[len(word)], begun, min(partly, begun)
}

// What it costs that a word of a name is not what was typed. Lower is better.
const (
	exactly   = 0
	beginning = 2 // the word goes on after what was typed
	ending    = 3 // what was typed goes on after the word: another form of it
	misspelt  = 4 // and as much again for each letter that is wrong
	lacking   = 30
)

// costOf tells how well a word answers what was typed; lacking when it does not.
func costOf(typed, word []rune) int {
	shared := min(len(typed), len(word))
	most := errorsIn(len(typed))
	switch isBegun := slices.Equal(typed[:shared], word[:shared]); {
	case isBegun && len(typed) == len(word):
		return exactly
	case isBegun && len(typed) < len(word):
		return beginning
	case isBegun && len(word) >= stemLength-1 && len(typed) <= len(word)+3:
		return ending
	case most == 0 || len(typed) > len(word)+most:
		return lacking
	}
	whole, begun, _ := distances(typed, word)
	switch {
	case whole <= most:
		return misspelt * whole
	case begun <= most:
		return misspelt*begun + 1
	}
	return lacking
}
