package ui

import (
	"strconv"
	"strings"
)

// Part is how many of something have one status.
type Part struct {
	Shape string // the mark
	Word  string // "Uppfylld"
	Count int
	Href  string // leads to them; empty for none
}

// mostMarks is how many marks a strip draws. With more than that each mark stands for several, and the strip says so.
const mostMarks = 240

// marksEach is how many each mark stands for.
func marksEach(parts []Part) int {
	total := 0
	for _, part := range parts {
		total += part.Count
	}
	return max(1, (total+mostMarks-1)/mostMarks)
}

// drawn is how many marks a part gets: at least one when there is any.
func (p Part) drawn(each int) int { return (p.Count + each - 1) / each }

// inWords says the strip for those who do not see it: "Planen: 16 Uppfylld, 2 Risk".
func inWords(label string, parts []Part) string {
	var words []string
	for _, part := range parts {
		if part.Count > 0 {
			words = append(words, strconv.Itoa(part.Count)+" "+part.Word)
		}
	}
	said := strings.Join(words, ", ")
	if label != "" && said != "" {
		return label + ": " + said
	}
	return label + said
}
