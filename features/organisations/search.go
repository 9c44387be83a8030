package organisations

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"samverk/platform/fold"
	"samverk/platform/store"
)

// How a search goes. What was typed is cut into folded words. For each word the places of all organisations are gathered
// that have it, or a word that begins so. When too few organisations have all of the words, words that are nearly it are
// looked for as well: a misspelt word and what is meant have, with a few letters left out of their beginnings, a rest in
// common, and how near they really are is counted. Then a word may be left out, and two words may be one. The best of
// those are read and put in order by their names.

// Bounds of a search. They keep it quick however many organisations there are.
const (
	longestQuery   = 200  // bytes
	mostTyped      = 8    // words
	mostPostings   = 3000 // rows that are read of words that begin alike
	mostStems      = 120
	mostTerms      = 40  // misspelt words that are tried for one
	enough         = 5   // with fewer answers, words that are nearly it are looked for
	mostNames      = 200 // names that are read to put them in order
	mostCandidates = 4000
	fewestDigits   = 4 // of a number that is being typed
)

// typed is what somebody looks for.
type typed struct {
	words  [][]rune
	folded string // the words with single spaces
	key    []byte // as a name is sorted
	digits string // of a number; empty when there is more than digits, or too few
}

func newTyped(text string) typed {
	if len(text) > longestQuery {
		text = strings.ToValidUTF8(text[:longestQuery], "")
	}
	t := typed{key: sortKey(strings.TrimSpace(text))}
	words := strings.FieldsFunc(fold.Search(text), notInWord)
	for _, word := range words[:min(len(words), mostTyped)] {
		letters := []rune(word)
		t.words = append(t.words, letters[:min(len(letters), longestWord)])
	}
	t.folded = strings.Join(words, " ")
	if digits, only := digitsIn(text); only && len(digits) >= fewestDigits {
		t.digits = digits
		if len(digits) > numberDigits && strings.HasPrefix(digits, legalPrefix) {
			t.digits = digits[len(legalPrefix):]
		}
	}
	return t
}

// joined is the same with two neighbouring words as one: "idrotts förening".
func (t *typed) joined() (all [][][]rune) {
	for i := range len(t.words) - 1 {
		all = append(all, slices.Concat(t.words[:i], [][]rune{slices.Concat(t.words[i], t.words[i+1])}, t.words[i+2:]))
	}
	return all
}

// hits are the costs of places, by place; a place without is 0, others are one more than they cost.
type hits []uint8

// noteAll keeps the lower cost of each place of a block; see written. Blocks that came after the search began are left out.
func (h hits) noteAll(first int64, kept []byte, cost int) {
	if first+blockLength > int64(len(h)) {
		return
	}
	block, noted := h[first:first+blockLength], uint8(min(cost, lacking)+1)
	for i := 0; i+1 < len(kept); i += 2 {
		offset := int(kept[i])<<8 | int(kept[i+1])
		if now := block[offset]; now == 0 || now > noted {
			block[offset] = noted
		}
	}
}

// candidate is a place with what all words cost together.
type candidate struct {
	place int64
	cost  int
}

// together are the places that have every word, or all but so many; the cheapest first, and not more than are looked at.
func together(words []hits, without int) []candidate {
	longest := 0
	for _, h := range words {
		longest = max(longest, len(h))
	}
	byCost := make([][]candidate, mostTyped*(lacking+1))
	for place := range longest {
		cost, missing := 0, 0
		for _, h := range words {
			if place >= len(h) || h[place] == 0 {
				if missing++; missing > without {
					break
				}
				cost += lacking
				continue
			}
			cost += int(h[place]) - 1
		}
		if missing <= without && len(byCost[cost]) < mostCandidates {
			byCost[cost] = append(byCost[cost], candidate{int64(place), cost})
		}
	}
	all := slices.Concat(byCost...)
	return all[:min(len(all), mostCandidates)]
}

// answer is an organisation that may be what is looked for.
type answer struct {
	ID          string
	Name        string
	SortKey     []byte
	FormerNames store.JSON[[]string]
	// MergedName and MergedFormer are what one is called that it stands for, when that is what was found.
	MergedName   string
	MergedFormer store.JSON[[]string]
	rank         int
}

// rankOf is how well an organisation answers; lower is better.
func (t *typed) rankOf(a *answer) int {
	best := t.rankName(a.Name)
	for _, name := range a.FormerNames.V {
		best = min(best, t.rankName(name)+formerName)
	}
	return best
}

// What is added to the costs of words, so that names which are said whole or from their beginning come first. Costs of
// words count ten times as much as a word of the name that was not asked for.
const (
	aWord      = 10
	wholeName  = -40
	nameBegins = -20
	rightOrder = -5
	formerName = 15
)

func (t *typed) rankName(name string) int {
	names := wordsOf(name)
	cost, at, inOrder := 0, -1, true
	for _, word := range t.words {
		best, where := lacking, -1
		for i, other := range names {
			if c := costOf(word, []rune(other)); c < best || c == best && c < lacking && i == at+1 {
				best, where = c, i
			}
		}
		inOrder = inOrder && where > at
		cost, at = cost+aWord*best, where
	}
	if inOrder {
		cost += rightOrder
	}
	folded := strings.Join(names, " ")
	switch {
	case folded == t.folded:
		cost += wholeName
	case strings.HasPrefix(folded, t.folded):
		cost += nameBegins
	}
	return cost + max(0, len(names)-len(t.words))
}

// put puts answers in the order of how good they are.
func (t *typed) put(answers []answer) {
	for i := range answers {
		answers[i].rank = t.rankOf(&answers[i])
	}
	slices.SortFunc(answers, func(a, b answer) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), bytes.Compare(a.SortKey, b.SortKey), cmp.Compare(a.ID, b.ID))
	})
}
