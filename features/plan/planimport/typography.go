package planimport

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// layout is what the look of a text without styles tells: how long its lines are and how its sentences end.
type layout struct {
	width             int  // length of an ordinary full line, in letters
	styled            bool // the format gives headings, so none are guessed
	activitiesStopped bool // activities usually end with a full stop
	indicatorsStopped bool // indicators usually do
}

var listMark = newPattern(`^\s*(?:[•¢»▪◦●·*–—-]|[0-9]{1,2}[.)])\s+`)

func measureLayout(lines []line) layout {
	var lengths []int
	levels := 0
	for i := range lines {
		if length := utf8.RuneCountInString(strings.TrimSpace(lines[i].text)); length > 20 {
			lengths = append(lengths, length)
		}
		if lines[i].level > 0 {
			levels++
		}
	}
	out := layout{width: 80, styled: levels >= 2}
	if len(lengths) > 0 {
		slices.Sort(lengths)
		out.width = lengths[len(lengths)*85/100]
	}
	out.activitiesStopped = mostlyStopped(lines, fieldActivity)
	out.indicatorsStopped = mostlyStopped(lines, fieldIndicator)
	return out
}

// mostlyStopped tells whether paragraphs that begin with this label usually end with a full stop.
func mostlyStopped(lines []line, kind field) bool {
	stopped, all := 0, 0
	for i := range lines {
		found, ok := lines[i].label()
		if !ok || found.field != kind || found.alone {
			continue
		}
		last := i
		for next := last + 1; next < len(lines) && !hasLabel(&lines[next]); next++ {
			if lines[next].blank() {
				continue
			}
			if next > last+1 && !startsLower(strings.TrimSpace(lines[next].clean)) {
				break
			}
			last = next
		}
		all++
		if endsSentence(lines[last].clean) {
			stopped++
		}
	}
	return all > 0 && stopped*10 >= all*6
}

// endedEarly tells whether the first word of the next line would have fitted on this one: the writer broke the line.
func (y layout) endedEarly(text, next string) bool {
	word, _, _ := strings.Cut(strings.TrimSpace(next), " ")
	return utf8.RuneCountInString(strings.TrimSpace(text))+1+utf8.RuneCountInString(word) <= y.width-3
}

func endsSentence(text string) bool {
	text = strings.TrimRight(text, " \t\"”’)*_")
	return strings.HasSuffix(text, ".") || strings.HasSuffix(text, "!") || strings.HasSuffix(text, "?")
}

// goesOn tells whether a line ends in the middle of something: a hyphen, a slash, a comma or a small word.
func goesOn(text string) bool {
	text = strings.TrimSpace(text)
	if text == "" {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(text)
	if strings.ContainsRune("-/,–—&", last) {
		return true
	}
	words := strings.Fields(skeleton(text))
	return len(words) > 0 && smallWords[words[len(words)-1]]
}

// smallWords never end a heading or a sentence.
var smallWords = skeletonSet("och", "att", "för", "till", "om", "i", "med", "av", "en", "ett", "den", "det", "de", "på", "samt", "eller", "från",
	"som", "mot", "mellan", "vid", "inom", "under", "per", "and", "to", "for", "of", "the", "a", "an", "in", "on", "with", "by")

func skeletonSet(words ...string) map[string]bool {
	set := map[string]bool{}
	for _, word := range words {
		set[skeleton(word)] = true
	}
	return set
}

// cutListMark takes a bullet or a list number from the beginning of a text.
func cutListMark(text string) (string, bool) {
	if mark := listMark.FindString(text); mark != "" {
		return strings.TrimSpace(text[len(mark):]), true
	}
	return strings.TrimSpace(text), false
}

// letters counts the letters of a text.
func letters(text string) int {
	n := 0
	for _, r := range text {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n
}
