package planimport

import (
	"strings"

	"samverk/features/plan"
)

var (
	mediumWords = newPattern(folded(`^(?:mellan|medel|medium|moderat|middle|gul|yellow)`))
	highWords   = newPattern(folded(`^(?:hög|hég|high|mycket hög|röd|red|prioriterad)`))
	lowWords    = newPattern(folded(`^(?:låg|läg|low|grön|green)`))
	colourWords = newPattern(folded(`^(?:gul|yellow|röd|red|grön|green)`))
	leadDigit   = newPattern(`^\W*([123])(?:\D|$)`)
)

// priorityOf reads a priority. known is false when the text says nothing of it; assumed when it is a colour, whose
// meaning the document explains elsewhere if at all.
func priorityOf(text string) (priority plan.Priority, known, assumed bool) {
	form := skeleton(strings.TrimLeft(text, " .:–-*"))
	switch {
	case mediumWords.MatchString(form):
		return plan.Medium, true, colourWords.MatchString(form)
	case highWords.MatchString(form):
		return plan.High, true, colourWords.MatchString(form)
	case lowWords.MatchString(form):
		return plan.Low, true, colourWords.MatchString(form)
	}
	if m := leadDigit.FindStringSubmatch(text); m != nil {
		return map[string]plan.Priority{"1": plan.High, "2": plan.Medium, "3": plan.Low}[m[1]], true, false
	}
	for _, word := range strings.Fields(form) {
		if near, ok := nearPriority(word); ok {
			return near, true, true
		}
	}
	return plan.Medium, false, true
}

// nearPriority allows one letter to be wrong in the words for priorities.
func nearPriority(word string) (plan.Priority, bool) {
	for _, known := range []struct {
		word     string
		priority plan.Priority
	}{{"meiianhog", plan.Medium}, {"meiian", plan.Medium}, {"medei", plan.Medium}, {"medium", plan.Medium}, {"hog", plan.High}, {"high", plan.High}, {"iag", plan.Low}} {
		if distance(word, known.word, 1) <= 1 {
			return known.priority, true
		}
	}
	return plan.Medium, false
}
