package fold

// Grams are a text's pairs of letters with how often each occurs: what is left of a text when it is compared with others.
type Grams struct {
	counts map[[2]rune]int
	total  int
}

// GramsOf folds a text and takes its pairs of letters within words; of a long text the first max characters.
func GramsOf(text string, max int) Grams {
	grams := Grams{counts: map[[2]rune]int{}}
	before := ' '
	for i, r := range []rune(" " + Search(text) + " ") {
		if i > max {
			break
		}
		if i > 0 && (before != ' ' || r != ' ') {
			grams.counts[[2]rune{before, r}]++
			grams.total++
		}
		before = r
	}
	return grams
}

// Likeness is how much two texts have in common, from 0 for nothing to 1 for texts with the same pairs of letters: twice what they share
// over what they have together (Dice). A misspelt word, another ending or another order of the words takes little away.
func (g Grams) Likeness(other Grams) float64 {
	if g.total+other.total == 0 {
		return 1
	}
	shared := 0
	for gram, n := range g.counts {
		shared += min(n, other.counts[gram])
	}
	return 2 * float64(shared) / float64(g.total+other.total)
}
