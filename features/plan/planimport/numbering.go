package planimport

import (
	"strconv"
	"strings"
)

// numbering is what became of the printed numbers of goals, activities or indicators.
type numbering struct {
	numbers  []int    // the number of each element, running through the document
	labels   []string // what is shown: the printed number, repaired, or the number
	repaired []bool   // the printed number was misread and has been put right from the sequence
	doubled  []bool   // the printed number stands on an earlier element too
	gapTo    []bool   // numbers are missing before this element
}

var digitLookalikes = strings.NewReplacer("l", "1", "I", "1", "|", "1", "O", "0", "o", "0", "A", "4", "S", "5", "s", "5", "B", "8", "Z", "2", "b", "6", "q", "9")

// numberElements settles the numbers of a row of elements from what is printed. Printed numbers are kept where all are
// plain, unique integers; otherwise the elements are counted from 1 and the printed numbers stay as labels.
func numberElements(printed []string) numbering {
	n := numbering{
		numbers: make([]int, len(printed)), labels: make([]string, len(printed)),
		repaired: make([]bool, len(printed)), doubled: make([]bool, len(printed)), gapTo: make([]bool, len(printed)),
	}
	fixed := repairSequence(printed, n.repaired)
	plain := allPlain(fixed)
	seen := map[string]bool{}
	for i, text := range fixed {
		n.numbers[i] = i + 1
		n.labels[i] = text
		if value, err := strconv.Atoi(text); err == nil && plain {
			n.numbers[i] = value
		}
		if text == "" {
			n.labels[i] = strconv.Itoa(n.numbers[i])
		}
		n.doubled[i] = text != "" && seen[text]
		seen[text] = true
		n.gapTo[i] = leavesGap(fixed, i)
	}
	return n
}

// allPlain tells whether every printed number is a plain integer that no other element has.
func allPlain(printed []string) bool {
	seen := map[string]bool{}
	for _, text := range printed {
		if value, err := strconv.Atoi(text); err != nil || value <= 0 || seen[text] {
			return false
		}
		seen[text] = true
	}
	return true
}

// repairSequence puts misread numbers right where their neighbours leave one possibility: "A" after 3 is 4.
func repairSequence(printed []string, repaired []bool) []string {
	fixed := append([]string(nil), printed...)
	digits := 0
	for _, text := range printed {
		if _, err := strconv.Atoi(text); err == nil {
			digits++
		}
	}
	if digits*2 < len(printed) {
		return fixed
	}
	for i, text := range fixed {
		if _, err := strconv.Atoi(text); err == nil || text == "" && digits < len(printed)-1 || strings.Contains(text, ".") {
			continue
		}
		if value, ok := fromNeighbours(fixed, i); ok {
			fixed[i] = strconv.Itoa(value)
			repaired[i] = true
		}
	}
	return fixed
}

// fromNeighbours is the number that the sequence asks for at i.
func fromNeighbours(printed []string, i int) (int, bool) {
	if value, err := strconv.Atoi(digitLookalikes.Replace(printed[i])); err == nil && inSequence(printed, i, value) {
		return value, true
	}
	if i > 0 {
		if before, err := strconv.Atoi(printed[i-1]); err == nil && inSequence(printed, i, before+1) {
			return before + 1, true
		}
		return 0, false
	}
	if len(printed) > 1 && printed[1] == "2" {
		return 1, true
	}
	return 0, false
}

func inSequence(printed []string, i, value int) bool {
	if i > 0 {
		if before, err := strconv.Atoi(printed[i-1]); err == nil && before >= value {
			return false
		}
	}
	if i+1 < len(printed) {
		if after, err := strconv.Atoi(printed[i+1]); err == nil && after <= value {
			return false
		}
	}
	return value > 0
}

// leavesGap tells whether the printed numbers jump before element i.
func leavesGap(printed []string, i int) bool {
	here, err := strconv.Atoi(printed[i])
	if err != nil {
		return false
	}
	before := 0
	if i > 0 {
		if before, err = strconv.Atoi(printed[i-1]); err != nil {
			return false
		}
	}
	return here > before+1
}
