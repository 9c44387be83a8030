package planimport

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// joined is a block's text on one line, with words broken at line ends put together. known tells whether a word is
// known; it decides whether a hyphen belongs to the word.
func (b *block) joined(known func(string) bool) string {
	var out []byte
	for i, part := range b.fragments {
		text := strings.Join(strings.Fields(part.text), " ")
		switch {
		case i == 0 || len(out) == 0:
			out = append(out, text...)
		case part.paragraph:
			out = append(append(out, "\n\n"...), text...)
		default:
			out = joinLine(out, text, known)
		}
	}
	return strings.TrimSpace(string(out))
}

// longestTail is how many bytes before a line end are looked at: a word and its hyphen.
const longestTail = 200

func joinLine(out []byte, next string, known func(string) bool) []byte {
	before := string(out[max(0, len(out)-longestTail):])
	last, size := utf8.DecodeLastRuneInString(before)
	first, _ := utf8.DecodeRuneInString(next)
	stem := before[:len(before)-size]
	switch {
	case next == "":
		return out
	case last == '/' && unicode.IsLetter(first):
		return append(out, next...)
	case (last == '-' || last == '\u00ad') && endsInLetter(stem) && unicode.IsLetter(first):
		if last == '\u00ad' || breaksWord(stem, next, known) {
			return append(out[:len(out)-size], next...)
		}
		if !isConjunction(next) {
			return append(out, next...)
		}
	case strings.ContainsRune("-–—", last) && unicode.IsDigit(first) && endsInDigit(stem):
		return append(out, next...)
	}
	return append(append(out, ' '), next...)
}

// breaksWord tells whether the hyphen at a line end only breaks a word. "utvecklings-" before "och" keeps its hyphen, and so do
// abbreviations ("EU-") and words known to be written with one.
func breaksWord(stem, next string, known func(string) bool) bool {
	left, right := lastWord(stem), firstWord(next)
	if isConjunction(right) || startsUpper(right) || strings.ToUpper(left) == left && utf8.RuneCountInString(left) > 1 {
		return false
	}
	return !known(strings.ToLower(left+"-"+right)) || known(strings.ToLower(left+right))
}

func isConjunction(text string) bool {
	switch strings.ToLower(firstWord(text)) {
	case "och", "eller", "samt", "respektive", "and", "or":
		return true
	}
	return false
}

func lastWord(text string) string {
	at := strings.LastIndexFunc(text, notWord)
	if at < 0 {
		return text
	}
	_, size := utf8.DecodeRuneInString(text[at:])
	return text[at+size:]
}

func firstWord(text string) string {
	if i := strings.IndexFunc(text, notWord); i >= 0 {
		return text[:i]
	}
	return text
}

func endsInLetter(text string) bool {
	r, _ := utf8.DecodeLastRuneInString(text)
	return unicode.IsLetter(r)
}

func endsInDigit(text string) bool {
	r, _ := utf8.DecodeLastRuneInString(text)
	return unicode.IsDigit(r)
}
