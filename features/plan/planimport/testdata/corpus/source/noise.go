package main

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"unicode"
)

// noise is one way in which paper becomes a poor text.
type noise struct {
	seed      uint64
	letters   map[rune][]string // what a letter may be read as; repeats make a reading more likely
	letterOdd float64           // how often such a letter is misread
	words     map[string]string // words misread whole, wherever they stand alone
	groups    map[string]string // groups of letters misread, in a word picked by groupOdd
	groupOdd  float64
	breakOdd  float64 // how often a word is broken at a line end
	gapOdd    float64 // how often an empty line comes inside a paragraph
	specks    []string
	speckOdd  float64 // how often a speck stands before a line
	pageLines int     // lines on a page; 0 for no page heads
	pageHead  string
	tail      string  // stands last in the document: rubbish from the paper's edge
	doubleOdd float64 // how often a space is doubled or, every other time, lost
}

// scannedBook is an optical reading with an English alphabet: it hardly knows å, ä, ö.
var scannedBook = noise{
	seed: 20190401,
	letters: map[rune][]string{
		'å': {"a", "a", "a", "d"}, 'ä': {"a", "a", "a", "i", "i", "4"}, 'ö': {"6", "6", "o", "é"},
		'Å': {"A"}, 'Ä': {"A"}, 'Ö': {"O"}, '–': {"-", "—"}, '•': {"¢", "*", "»"},
	},
	letterOdd: 0.72,
	words:     map[string]string{"Två": "Tvd", "i": "1", "I": "1"},
	groups:    map[string]string{"rk": "tk", "ik": "ilc", "li": "1i", "ll": "l1", "c": "e", "t": "r", "g": "q"},
	groupOdd:  0.05,
	breakOdd:  0.9,
	gapOdd:    0.05,
	specks:    []string{"‘ ", ". ", "| "},
	speckOdd:  0.02,
	pageLines: 38,
	pageHead:  "Region Mittskog | Program for den sociala ekonomin | %d",
}

func (n noise) spoil(lines []string) []byte {
	dice := rand.New(rand.NewPCG(n.seed, 7))
	lines = n.breakWords(dice, lines)
	var out []string
	page := 1
	for i, line := range lines {
		if n.pageLines > 0 && i > 0 && i%n.pageLines == 0 {
			page++
			out = append(out, fmt.Sprintf(n.pageHead, page), "")
		}
		spoilt := n.spoilLine(dice, line)
		if spoilt != "" && dice.Float64() < n.speckOdd {
			spoilt = n.specks[dice.IntN(len(n.specks))] + spoilt
		}
		out = append(out, spoilt)
		inside := line != "" && i+1 < len(lines) && lines[i+1] != ""
		if inside && dice.Float64() < n.gapOdd {
			out = append(out, "")
		}
	}
	if n.tail != "" {
		out = append(out, "", n.tail)
	}
	return []byte(strings.Join(out, "\n") + "\n")
}

// breakWords moves the first part of a line's first word to the line before, with a hyphen.
func (n noise) breakWords(dice *rand.Rand, lines []string) []string {
	broken := append([]string(nil), lines...)
	for i := 0; i+1 < len(broken); i++ {
		word, rest, more := strings.Cut(broken[i+1], " ")
		if broken[i] == "" || strings.HasSuffix(word, ":") || dice.Float64() >= n.breakOdd || len([]rune(broken[i])) < 30 {
			continue
		}
		letters := []rune(word)
		at := breakPoint(letters)
		if at == 0 || !more {
			continue
		}
		broken[i] += " " + string(letters[:at]) + "-"
		broken[i+1] = string(letters[at:]) + " " + rest
	}
	return broken
}

// breakPoint is a place before a consonant between two vowels, with at least two letters before it; 0 for none.
func breakPoint(letters []rune) int {
	vowel := func(r rune) bool { return strings.ContainsRune("aeiouyåäö", r) }
	for _, r := range letters[:max(0, len(letters)-1)] {
		if !unicode.IsLower(r) {
			return 0
		}
	}
	for at := len(letters)/2 + 1; at >= 2; at-- {
		if len(letters)-at >= 3 && vowel(letters[at-1]) && !vowel(letters[at]) && vowel(letters[at+1]) {
			return at
		}
	}
	return 0
}

func (n noise) spoilLine(dice *rand.Rand, line string) string {
	words := strings.Split(line, " ")
	for i, word := range words {
		words[i] = n.spoilWord(dice, word)
	}
	var out strings.Builder
	for i, word := range words {
		if i > 0 {
			switch roll := dice.Float64(); {
			case roll < n.doubleOdd*2/3:
				out.WriteString("  ")
			case roll < n.doubleOdd && !hasDigit(words[i-1]+word):
			default:
				out.WriteString(" ")
			}
		}
		out.WriteString(word)
	}
	return out.String()
}

func (n noise) spoilWord(dice *rand.Rand, word string) string {
	if whole, ok := n.words[word]; ok && dice.Float64() < 0.7 {
		return whole
	}
	if !hasDigit(word) && len(word) > 4 && dice.Float64() < n.groupOdd {
		var found []string
		for _, from := range slices.Sorted(maps.Keys(n.groups)) {
			if strings.Contains(word, from) {
				found = append(found, from)
			}
		}
		if len(found) > 0 {
			from := found[dice.IntN(len(found))]
			word = strings.Replace(word, from, n.groups[from], 1)
		}
	}
	var out strings.Builder
	for _, letter := range word {
		if readings, ok := n.letters[letter]; ok && dice.Float64() < n.letterOdd {
			out.WriteString(readings[dice.IntN(len(readings))])
		} else {
			out.WriteRune(letter)
		}
	}
	return out.String()
}

func hasDigit(word string) bool { return strings.ContainsAny(word, "0123456789") }
