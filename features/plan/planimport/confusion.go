package planimport

import "strings"

// What scanning does to letters, and how likely each misreading is: 0 never costs anything, 1 is a letter taken for any
// other. The first letter is the one read, the second the one meant.
var misread = costTable(map[string]map[string]float64{
	"a": {"å": .2, "ä": .2, "o": .9}, "å": {"ä": .5, "a": .6}, "ä": {"å": .5, "a": .6}, "â": {"å": .2, "ä": .2}, "á": {"å": .2, "ä": .2}, "à": {"å": .2, "ä": .2},
	"i": {"ä": .45, "å": .5, "l": .5, "j": .6}, "d": {"å": .5, "ä": .5, "ö": .5}, "4": {"ä": .3, "å": .4, "a": .3}, "@": {"ä": .3, "å": .4, "a": .5},
	"é": {"ö": .3, "ä": .3, "e": .45, "å": .6}, "è": {"ö": .4, "e": .2}, "ê": {"e": .2, "ö": .4},
	"o": {"ö": .2, "e": .9, "a": .9, "c": .8}, "6": {"ö": .2, "o": .3, "b": .5}, "0": {"ö": .3, "o": .2}, "ó": {"ö": .2, "o": .3}, "ô": {"ö": .2}, "ø": {"ö": .2},
	"ò": {"ö": .2}, "ö": {"o": .6}, "b": {"ö": .6, "h": .6}, "9": {"ö": .6, "g": .3}, "5": {"s": .2, "ö": .6}, "e": {"c": .5, "ö": .7, "ä": .7},
	"1": {"i": .2, "l": .2, "t": .7}, "l": {"i": .5, "t": .7}, "|": {"i": .2, "l": .2}, "!": {"i": .3, "l": .3}, "3": {"ä": .5, "å": .6, "e": .4},
	"t": {"r": .5, "f": .5, "l": .7}, "r": {"t": .55, "n": .8}, "£": {"f": .2}, "f": {"t": .6}, "c": {"e": .4, "o": .8}, "h": {"b": .6, "k": .8},
	"u": {"n": .6}, "n": {"u": .6, "m": .8, "r": .8}, "m": {"n": .8}, "q": {"g": .3}, "y": {"g": .7, "v": .6}, "v": {"y": .6}, "8": {"s": .5, "b": .3}, "7": {"t": .5}, "$": {"s": .2},
	"&": {"ä": .4, "å": .4}, "s": {"å": .8, "e": .9}, "g": {"q": .6, "ö": .9},
})

// misreadPairs are two signs read for one meant.
var misreadPairs = map[string]map[string]float64{
	"rn": {"m": .4}, "lc": {"k": .4}, "fe": {"k": .6}, "cl": {"d": .5}, "vv": {"w": .3}, "ii": {"ä": .3, "u": .6, "å": .4}, "li": {"h": .8, "ä": .6}, "ti": {"h": .8},
}

// misreadSplits are one sign read for two meant.
var misreadSplits = map[string]map[string]float64{"m": {"rn": .5}, "d": {"cl": .7}}

// vowelSigns are the signs of which two together often are one å, ä or ö that came apart.
const vowelSigns = "aidoéeó6ä4ö"

const (
	// anyLetter is the cost of a letter misread for no known reason, too many, or missing.
	anyLetter = 1.0
	// dear is the cost from which a misreading counts as dear: between letters that are not much alike. Only long words
	// may have one, since every short word is near some other.
	dear = .5
	// compound is the cost of putting a word together of two: a simple word is the better explanation.
	compound = .25
)

// dearAllowed is the number of dear misreadings that a word of some length may have.
func dearAllowed(length int) int {
	switch {
	case length < 6:
		return 0
	case length < 11:
		return 1
	}
	return 2
}

func costTable(rows map[string]map[string]float64) map[rune]map[rune]float64 {
	table := map[rune]map[rune]float64{}
	for read, meant := range rows {
		row := map[rune]float64{}
		for letter, cost := range meant {
			row[[]rune(letter)[0]] = cost
		}
		table[[]rune(read)[0]] = row
	}
	return table
}

// candidate is a word that a misread one may stand for.
type candidate struct {
	word string
	cost float64
	rank int32
}

// hunt follows a misread word along all words of a trie.
type hunt struct {
	trie   *trie
	word   []rune
	limit  float64
	best   candidate
	second candidate
	steps  int
	path   []rune
	ranks  int32 // of the parts of a compound before the present one
}

// mostSteps bounds the work for one word.
const mostSteps = 20000

// nearest finds the word that a misread one most likely stands for. clear is false when another is as likely.
func (t *trie) nearest(word []rune, limit float64) (found candidate, clear bool) {
	h := &hunt{trie: t, word: word, limit: limit, best: candidate{cost: limit + 1}, second: candidate{cost: limit + 1}}
	h.follow(0, 0, 0, 1, 0, 0)
	if h.best.word == "" {
		return candidate{}, false
	}
	return h.best, h.second.cost > h.best.cost+.01
}

// follow stands at a node with i signs of the word behind it, in a part of a compound that is length letters long; edits
// is the number of dear misreadings so far.
func (h *hunt) follow(at int32, i int, cost float64, parts, edits, length int) {
	if h.steps++; h.steps > mostSteps || cost > h.limit || cost > h.second.cost {
		return
	}
	node := &h.trie.nodes[at]
	if i == len(h.word) {
		if node.word {
			h.offer(candidate{string(h.path), cost, h.ranks + node.rank})
		}
	} else {
		if node.joint && parts < 3 && length >= shortestJoint && len(h.word)-i >= 3 {
			h.ranks += node.rank
			h.follow(0, i, cost+compound, parts+1, edits, 0)
			h.ranks -= node.rank
		}
		h.pairs(node, i, cost, parts, edits, length)
	}
	allowed := dearAllowed(len(h.word))
	free := edits == 0 && allowed > 0 && parts == 1 && len(h.word) >= 9
	for c, letter := range node.letters {
		h.path = append(h.path, letter)
		if i < len(h.word) {
			price := readingCost(h.word[i], letter)
			switch {
			case price <= dear:
				h.follow(node.next[c], i+1, cost+price, parts, edits, length+1)
			case price < anyLetter && edits < allowed:
				h.follow(node.next[c], i+1, cost+price, parts, edits+1, length+1)
			case price == anyLetter && free:
				h.follow(node.next[c], i+1, cost+anyLetter, parts, 1, length+1)
			}
		}
		if free {
			h.follow(node.next[c], i, cost+anyLetter, parts, 1, length+1)
		}
		h.path = h.path[:len(h.path)-1]
	}
	if free && i < len(h.word) && i > 0 { // a sign too many
		h.follow(at, i+1, cost+anyLetter, parts, 1, length)
	}
}

// pairs tries two signs for one letter and one sign for two letters.
func (h *hunt) pairs(node *trieNode, i int, cost float64, parts, edits, length int) {
	if i+1 < len(h.word) {
		pair := string(h.word[i : i+2])
		for letter, price := range pairCosts(pair) {
			h.into(node, []rune(letter), i+2, cost+price, parts, edits, length)
		}
	}
	for letters, price := range misreadSplits[string(h.word[i])] {
		h.into(node, []rune(letters), i+1, cost+price, parts, edits, length)
	}
}

func (h *hunt) into(node *trieNode, letters []rune, i int, cost float64, parts, edits, length int) {
	start := len(h.path)
	for n, letter := range letters {
		next := int32(0)
		for c, own := range node.letters {
			if own == letter {
				next = node.next[c]
			}
		}
		if next == 0 {
			break
		}
		h.path = append(h.path, letter)
		node = &h.trie.nodes[next]
		if n == len(letters)-1 {
			h.follow(next, i, cost, parts, edits, length+len(letters))
		}
	}
	h.path = h.path[:start]
}

var brokenVowel = map[string]float64{"ä": .55, "ö": .5, "å": .6}

func pairCosts(pair string) map[string]float64 {
	if known, ok := misreadPairs[pair]; ok {
		return known
	}
	for _, r := range pair {
		if !strings.ContainsRune(vowelSigns, r) {
			return nil
		}
	}
	return brokenVowel
}

func readingCost(read, meant rune) float64 {
	if read == meant {
		return 0
	}
	if cost, ok := misread[read][meant]; ok {
		return cost
	}
	return anyLetter
}

func (h *hunt) offer(c candidate) {
	switch {
	case c.word == h.best.word:
		h.best.cost = min(h.best.cost, c.cost)
	case c.cost < h.best.cost-.001 || c.cost < h.best.cost+.001 && c.rank < h.best.rank:
		h.best, h.second = c, h.best
	case c.word != h.second.word && c.cost < h.second.cost:
		h.second = c
	}
}
