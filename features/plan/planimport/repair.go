package planimport

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"samverk/features/plan"
	"samverk/platform/i18n"
)

// repairer puts right what scanning has done to a document's words. It changes a word only when it does not know it and
// knows one that scanning would turn into it; numbers and what it is not sure of stay as they are.
type repairer struct {
	words  *trie
	own    *trie // words that the document itself spells rightly, and often
	active bool  // the document is Swedish and noisy
	cache  map[string]repairedWord
}

type repairedWord struct {
	text string
	cost float64
}

// change is a word that was repaired.
type change struct{ from, to string }

// repaired is a text after repair.
type repaired struct {
	text       string
	changes    []change
	confidence float64 // 0–1: how sure it is that the text is right
}

// newRepairer learns what it can from the document: its language, its noise and the words it spells rightly.
func newRepairer(doc *document) *repairer {
	r := &repairer{words: swedish(), own: &trie{nodes: make([]trieNode, 1)}, cache: map[string]repairedWord{}}
	words := countWords(doc.lines)
	doc.language = languageOf(words)
	for word, times := range words {
		if times >= 2 && strings.ContainsAny(word, "åäö") && !strings.ContainsFunc(word, unicode.IsDigit) && utf8.RuneCountInString(word) >= 5 {
			r.own.add(word, int32(len(r.own.nodes)), true, false)
		}
	}
	r.active = doc.language == languageSwedish && r.isNoisy(words)
	return r
}

// language is the language that a document is written in.
type language string

const (
	languageSwedish language = "sv"
	languageEnglish language = "en"
)

var telling = map[string]language{
	"och": languageSwedish, "att": languageSwedish, "av": languageSwedish, "som": languageSwedish, "med": languageSwedish, "till": languageSwedish, "har": languageSwedish,
	"the": languageEnglish, "and": languageEnglish, "of": languageEnglish, "to": languageEnglish, "has": languageEnglish, "have": languageEnglish, "been": languageEnglish,
}

func languageOf(words map[string]int) language {
	count := map[language]int{}
	for word, own := range telling {
		count[own] += words[word]
	}
	if count[languageEnglish] > count[languageSwedish] {
		return languageEnglish
	}
	return languageSwedish
}

// token is a run of signs that may be a word: letters, digits and the signs that letters are misread as.
var token = newPattern(`[\p{L}\d£@&$|!]*\p{L}[\p{L}\d£@&$|]*`)

func countWords(lines []line) map[string]int {
	words := map[string]int{}
	for i := range lines {
		for _, word := range token.FindAllString(lines[i].clean, -1) {
			words[strings.ToLower(word)]++
		}
	}
	return words
}

// isNoisy tells whether the document was scanned or copied badly: digits and accents stand inside words where known
// words would have letters, or many words lack the dots and rings that known words have.
func (r *repairer) isNoisy(words map[string]int) bool {
	const oddShare, bareShare = 250, 30 // one word in so many at least
	odd, bare, all := 0, 0, 0
	for word, times := range words {
		all += times
		if r.isOdd(word) {
			odd += times
		} else if r.isBare(word) {
			bare += times
		}
	}
	return odd > 2 && odd*oddShare > all || bare > 2 && bare*bareShare > all
}

// isBare tells whether a word is a known one that has lost its dots and rings.
func (r *repairer) isBare(word string) bool {
	letters := []rune(word)
	if len(letters) < 4 || strings.ContainsAny(word, "åäö") || r.words.has(word) {
		return false
	}
	found, clear := r.words.nearest(letters, .45)
	return clear && strings.ContainsAny(found.word, "åäö")
}

// isOdd tells whether a word has a sign inside that only misreading puts there.
func (r *repairer) isOdd(word string) bool {
	if r.words.has(word) {
		return false
	}
	if !strings.ContainsAny(word, "0123456789éèêóôø£@") {
		_, glued := r.parted(word, neverPrefixes)
		return glued
	}
	letters := []rune(word)
	found, _ := r.words.nearest(letters, limitFor(letters))
	return found.word != "" && !mostlyDigits(letters)
}

// known tells whether a word, in lower case, is in the vocabulary or is one that scanning has made of such a word.
func (r *repairer) known(word string) bool {
	if r.words.has(word) || r.own.has(word) {
		return true
	}
	if !r.active {
		return false
	}
	fixed := r.word(word)
	return fixed.cost > 0
}

// repair puts a text right.
func (r *repairer) repair(text string) repaired {
	out := repaired{text: text, confidence: 1}
	if !r.active {
		return out
	}
	text = strayMark.ReplaceAllString(text, "")
	cost, words := 0.0, 0
	text = token.ReplaceAllStringFunc(text, func(word string) string {
		words++
		fixed := r.word(word)
		if fixed.text != word {
			out.changes = append(out.changes, change{word, fixed.text})
			cost += fixed.cost
		} else if fixed.cost > 0 {
			cost += fixed.cost
		}
		return fixed.text
	})
	out.text = repairByNeighbour(repairLonelyOne(text))
	if out.text != text {
		cost += doubt
	}
	if words > 0 {
		out.confidence = math.Max(.3, round2(1-cost/float64(words)*.8))
	}
	return out
}

// strayMark is a mark that stands alone before a text: a speck on the paper.
var strayMark = newPattern("^(?:[.‘’'`´|,]\\s+)+")

// word repairs one word and keeps its capitals.
func (r *repairer) word(word string) repairedWord {
	if fixed, ok := r.cache[word]; ok {
		return fixed
	}
	fixed := r.lookUp(word)
	r.cache[word] = fixed
	return fixed
}

// doubt is the cost of a word that is not known and for which no known word was found.
const doubt = .15

func (r *repairer) lookUp(word string) repairedWord {
	letters := lowered(word)
	plain := string(letters)
	if r.words.has(plain) || r.own.has(plain) || mostlyDigits(letters) || allCapitals(word) {
		return repairedWord{text: word}
	}
	trailing := ""
	if last := letters[len(letters)-1]; strings.ContainsRune("!|", last) && len(letters) > 1 {
		trailing, letters = string(last), letters[:len(letters)-1]
	}
	found, clear := r.words.nearest(letters, limitFor(letters))
	if parts, ok := r.parted(plain, neverPrefixes); ok && (found.word == "" || found.cost > lostSpace) {
		return repairedWord{text: withCapitals(parts, word), cost: lostSpace}
	}
	if own, sure := r.own.nearest(letters, limitFor(letters)); own.word != "" && sure && (found.word == "" || own.cost < found.cost) {
		found, clear = own, true
	}
	if found.word == "" || !clear && found.cost > 1 {
		if parts, ok := r.parted(plain, nil); ok {
			return repairedWord{text: withCapitals(parts, word), cost: lostSpace}
		}
		return repairedWord{text: word, cost: doubt}
	}
	cost := found.cost
	if !clear {
		cost += .3
	}
	return repairedWord{text: withCapitals(found.word, word) + trailing, cost: math.Max(cost, .01)}
}

// lostSpace is the cost of putting a space back between two words.
const lostSpace = .5

// neverPrefixes are small words that no compound begins or ends with: next to a known word they are a word of their own.
var neverPrefixes = map[string]bool{"har": true, "ett": true, "och": true, "att": true, "som": true, "är": true, "det": true, "den": true, "minst": true, "per": true,
	"vid": true, "från": true, "till": true}

// parted puts a lost space back into a run of two known words. With small words given, one of the two must be among
// them and neither a compound; without, both must be whole words of four letters or one of them very common.
func (r *repairer) parted(word string, small map[string]bool) (string, bool) {
	letters := []rune(word)
	for at := 2; at <= len(letters)-2; at++ {
		left, right := string(letters[:at]), string(letters[at:])
		fits := small[left] && at+3 <= len(letters) || small[right] && at >= 3
		if small == nil {
			fits = len(letters[:at]) >= 4 && len(letters[at:]) >= 4 || r.words.common(left) || r.words.common(right)
		}
		if fits && r.words.has(left) && r.words.has(right) {
			return left + " " + right, true
		}
	}
	return "", false
}

// limitFor is how much misreading a word of some length may have and still be recognised.
func limitFor(letters []rune) float64 {
	switch n := len(letters); {
	case n <= 2:
		return .5
	case n <= 4:
		return .7
	case n <= 6:
		return 1.05
	case n <= 9:
		return 1.4
	}
	return 1.9
}

// lowered gives the letters in lower case. A capital O or G inside a word is a misread ö.
func lowered(word string) []rune {
	letters := []rune(word)
	inside := !allCapitals(word)
	for i, letter := range letters {
		switch {
		case inside && i > 0 && (letter == 'O' || letter == 'G') && !unicode.IsUpper(letters[i-1]):
			letters[i] = 'ó'
		case letter == 'I' && i == 0 && inside && len(letters) > 1 && !unicode.IsUpper(letters[1]):
			letters[i] = 'l'
		default:
			letters[i] = unicode.ToLower(letter)
		}
	}
	return letters
}

func mostlyDigits(letters []rune) bool {
	digits := 0
	for _, r := range letters {
		if unicode.IsDigit(r) {
			digits++
		}
	}
	return digits*2 > len(letters) || digits*2 == len(letters) && (len(letters) > 2 || letters[0] != '4' && letters[0] != '6')
}

func allCapitals(word string) bool {
	return utf8.RuneCountInString(word) >= 2 && strings.ToUpper(word) == word && strings.ContainsFunc(word, unicode.IsLetter) && !strings.ContainsAny(word, "0123456789")
}

func withCapitals(fixed, original string) string {
	first, _ := utf8.DecodeRuneInString(original)
	if unicode.IsUpper(first) && !(first == 'I' && len([]rune(original)) > 1 && startsLower(fixed) && strings.HasPrefix(fixed, "l")) {
		return i18n.Capital(fixed)
	}
	return fixed
}

var (
	lonelyOne = newPattern(`(^|[\p{L},:] )(1)( \p{L}+)`)
	countsOne = newPattern(`(?i)(?:minst|högst|cirka|ca|exakt|max|nummer|nr|kapitel|mål|delmål|aktivitet|indikator|etapp|steg|fas|del|bilaga|prioritet|prio|kvartal|kv|dag|sida|nivå|tabell|figur|plus|om)[,:]? $`)
	aloneUnit = newPattern(`(?i)^ (?:år|procent|kr|kronor|miljon|per|och|eller|till|gång|januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december)$`)
)

// repairLonelyOne reads a single 1 as the word "i" where a number makes no sense: "delta 1 upphandlingar". A 1 that may
// count something is left alone.
func repairLonelyOne(text string) string {
	places := lonelyOne.FindAllStringSubmatchIndex(text, -1)
	for n := len(places) - 1; n >= 0; n-- {
		p := places[n]
		before, next := text[:p[4]], text[p[6]:p[7]]
		if countsOne.MatchString(before) || aloneUnit.MatchString(next) {
			continue
		}
		if kinds, _ := kindsOfWord(strings.TrimSpace(next)); kinds != nil && !definiteOrPlural(next) {
			continue
		}
		if p[4] == 0 && startsUpper(strings.TrimSpace(next)) {
			continue
		}
		letter := "i"
		if p[4] == 0 || strings.HasSuffix(strings.TrimSpace(before), ":") {
			letter = "I"
		}
		text = before + letter + text[p[5]:]
	}
	return text
}

var pluralEnding = newPattern(`(?:ar|er|or|arna|erna|orna|en|et|ier|na)$`)

func definiteOrPlural(word string) bool { return pluralEnding.MatchString(word) }

var yearAfter = newPattern(`(?i)((?:^|[^\p{L}])(?:per|varje|vart|ett|två|tre|fyra|fem|flera|några|många|senaste|kommande|nästa|förra|detta|\d+) )(är|ar|ér|er|ör|dr|4r)($|[^\p{L}])`)

// repairByNeighbour settles words that two readings fit: "ar" is "år" after "per", else "är".
func repairByNeighbour(text string) string {
	return yearAfter.ReplaceAllString(text, "${1}år${3}")
}

// numberWords lists the repairs that made a number word of a word: a person should look at them.
func (r repaired) numberWords() []change {
	var found []change
	for _, c := range r.changes {
		if value, ok := numberWords[strings.ToLower(c.to)]; ok && value > 1 {
			found = append(found, c)
		}
	}
	return found
}

// repairLines repairs every line by itself, for showing beside the fields, and tells how far it has come.
func (d *document) repairLines(r *repairer, tell func(plan.Progress)) {
	const stride = 200
	for i := range d.lines {
		l := &d.lines[i]
		l.fixed = l.text
		if r.active && !l.blank() {
			l.fixed = r.repair(l.text).text
		}
		if i%stride == 0 {
			tell(plan.Progress{Stage: plan.ReadingLines, Done: i, Total: len(d.lines)})
		}
	}
	tell(plan.Progress{Stage: plan.ReadingLines, Done: len(d.lines), Total: len(d.lines)})
}
