package planimport

import (
	"strconv"
	"strings"
)

// numberWords are the numbers that sentences write with letters.
var numberWords = map[string]int{
	"en": 1, "ett": 1, "två": 2, "tre": 3, "fyra": 4, "fem": 5, "sex": 6, "sju": 7, "åtta": 8, "nio": 9, "tio": 10, "elva": 11, "tolv": 12,
	"tretton": 13, "fjorton": 14, "femton": 15, "sexton": 16, "sjutton": 17, "arton": 18, "nitton": 19, "tjugo": 20, "tjugofem": 25,
	"trettio": 30, "fyrtio": 40, "femtio": 50, "sextio": 60, "sjuttio": 70, "åttio": 80, "nittio": 90, "hundra": 100, "tvåhundra": 200,
	"one": 1, "a": 1, "an": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
	"twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "hundred": 100,
}

// quantity is a number in a sentence with the words it counts.
type quantity struct {
	value   int
	word    string // as it stands
	atLeast bool   // "minst" stands before it
	first   int    // byte offsets
	last    int
	article bool // "en", "ett", "a": may be no number at all
	ordered bool // "gånger": how often something is done
}

var (
	wordForm    = newPattern(`[\p{L}\d]+(?:[\x{00a0} ]\d{3})*`)
	atLeastForm = newPattern(`(?i)(?:minst|åtminstone|lägst|at least|no fewer than|minimum)\s*$`)
	timesForm   = newPattern(`(?i)^\s*(?:gång(?:er)?|tillfällen|times?)(?:$|[^\p{L}])`)
	percentForm = newPattern(`(?i)(\d{1,3}(?:[.,]\d+)?)\s*(?:%|procent|per\s?cent)`)
	notCounted  = newPattern(`(?i)^\s*(?:%|procent|per\s?cent|kr|kronor|tkr|mkr|miljoner|år(?:$|[^\p{L}])|veckor|månader|dagar|weeks|months|days|hours|timmar|:e|\.\d)`)
)

// quantitiesIn finds the numbers of a sentence that may count something. Bytes covered by a time are left out.
func quantitiesIn(text string, times []when) []quantity {
	var found []quantity
	for _, place := range wordForm.FindAllStringIndex(text, -1) {
		word := text[place[0]:place[1]]
		value, known := numberWords[strings.ToLower(word)]
		if !known {
			digits := strings.NewReplacer(" ", "", "\u00a0", "").Replace(word)
			n, err := strconv.Atoi(digits)
			if err != nil || n <= 0 || n > 1000000 {
				continue
			}
			value = n
		}
		if insideTime(times, place[0]) || notCounted.MatchString(text[place[1]:]) {
			continue
		}
		found = append(found, quantity{
			value: value, word: word, first: place[0], last: place[1],
			atLeast: atLeastForm.MatchString(text[:place[0]]),
			article: known && value == 1,
			ordered: timesForm.MatchString(text[place[1]:]),
		})
	}
	return found
}

func insideTime(times []when, at int) bool {
	for _, t := range times {
		if at >= t.first && at < t.last {
			return true
		}
	}
	return false
}

// counting chooses the number that the sentence is about: one after "minst", else one above one, else the first.
func counting(all []quantity) (quantity, bool) {
	best, score := quantity{}, 0
	for _, q := range all {
		s := 1
		switch {
		case q.atLeast && q.ordered:
			s = 6
		case q.atLeast:
			s = 5
		case q.ordered:
			s = 4
		case !q.article:
			s = 3
		}
		if s > score {
			best, score = q, s
		}
	}
	return best, score > 0
}

// percentIn reads a percentage as a share 0–1.
func percentIn(text string) (float64, bool) {
	m := percentForm.FindStringSubmatch(text)
	if m == nil {
		return percentWords(text)
	}
	value, err := strconv.ParseFloat(strings.Replace(m[1], ",", ".", 1), 64)
	if err != nil || value <= 0 || value > 100 {
		return 0, false
	}
	return value / 100, true
}

var (
	percentWord = newPattern(`(?i)(\p{L}+)\s+(?:procent|per\s?cent)`)
	halfWord    = wordy(`(?:hälften|half) (?:av|of)`)
)

func percentWords(text string) (float64, bool) {
	if m := percentWord.FindStringSubmatch(text); m != nil {
		if value, ok := numberWords[strings.ToLower(m[1])]; ok && value <= 100 {
			return float64(value) / 100, true
		}
	}
	if halfWord.MatchString(text) {
		return 0.5, true
	}
	return 0, false
}
