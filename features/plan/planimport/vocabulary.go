package planimport

import (
	_ "embed"
	"strings"
	"sync"
	"unicode/utf8"
)

//go:embed vocabulary/sv.txt
var swedishWords string

// inflection is how a group of words is inflected: letters to cut from the end, then an ending to add.
type inflection []struct {
	cut    int
	ending string
}

// inflections of the vocabulary's groups. They make some forms that no Swede uses; that does no harm, since a form only
// matters when a misread word comes near it.
var inflections = map[string]inflection{
	"plain": {{0, ""}},
	"noun ar": {{0, ""}, {0, "en"}, {0, "n"}, {0, "ar"}, {0, "r"}, {0, "er"}, {0, "erna"}, {0, "arna"}, {0, "rna"}, {0, "s"}, {0, "ens"},
		{0, "arnas"}, {0, "ars"}, {0, "ernas"}, {0, "ns"}},
	"noun er": {{0, ""}, {0, "en"}, {0, "n"}, {0, "et"}, {0, "er"}, {0, "ar"}, {0, "arna"}, {0, "erna"}, {0, "r"}, {0, "rna"}, {0, "s"}, {0, "ens"}, {0, "ns"},
		{0, "ets"}, {0, "ernas"}, {0, "ers"}, {0, "arnas"}, {0, "sk"}},
	"noun or":  {{0, ""}, {0, "n"}, {0, "ns"}, {0, "s"}, {1, "or"}, {1, "orna"}, {1, "ors"}, {1, "ornas"}},
	"noun are": {{0, ""}, {0, "n"}, {0, "s"}, {0, "ns"}, {1, "na"}, {1, "nas"}},
	"noun 0":   {{0, ""}, {0, "et"}, {0, "en"}, {0, "s"}, {0, "ets"}, {0, "ens"}, {0, "t"}},
	"noun n":   {{0, ""}, {0, "t"}, {0, "n"}, {0, "na"}, {0, "s"}, {0, "ts"}, {0, "ns"}, {0, "nas"}},
	"noun ium": {{0, ""}, {2, "et"}, {2, "er"}, {2, "erna"}, {0, "s"}, {2, "ets"}, {2, "ernas"}, {2, "e"}},
	"adj":      {{0, ""}, {0, "t"}, {0, "a"}, {0, "are"}, {0, "ast"}, {0, "aste"}, {1, "t"}, {1, "de"}, {0, "as"}},
	"verb 1": {{0, ""}, {0, "r"}, {0, "de"}, {0, "t"}, {0, "s"}, {0, "des"}, {0, "ts"}, {0, "nde"}, {0, "d"}, {0, "ndet"}, {0, "ndes"}, {1, "er"}, {1, "de"},
		{1, "t"}, {1, "ts"}, {1, "des"}, {1, "s"}, {1, "d"}, {1, "da"}, {1, "te"}},
	"verb 2": {{0, ""}, {0, "a"}, {0, "er"}, {0, "de"}, {0, "t"}, {0, "as"}, {0, "s"}, {0, "des"}, {0, "ts"}, {0, "ande"}, {0, "andet"}, {0, "d"}, {0, "da"}, {0, "te"},
		{0, "tes"}, {0, "ta"}},
	"joint": {},
}

// trie holds words letter by letter, so that a misread word can be followed along all words at once.
type trie struct {
	nodes []trieNode
}

type trieNode struct {
	letters []rune
	next    []int32
	word    bool  // a word ends here
	joint   bool  // a word that may begin a compound ends here
	rank    int32 // place in the list: earlier is more common
}

// shortestJoint is the number of letters that the first part of a compound must have: shorter ones fit everywhere.
const shortestJoint = 4

var swedish = sync.OnceValue(func() *trie { return newTrie(swedishWords) })

func newTrie(source string) *trie {
	t := &trie{nodes: make([]trieNode, 1, 60000)}
	group, rank := "plain", int32(0)
	for _, row := range strings.Split(source, "\n") {
		row = strings.TrimSpace(row)
		if strings.HasPrefix(row, "#") {
			continue
		}
		if strings.HasPrefix(row, "[") {
			group = strings.Trim(row, "[]")
			continue
		}
		for _, word := range strings.Fields(row) {
			rank++
			t.addInflected(strings.TrimSuffix(word, "-"), group, rank)
		}
	}
	return t
}

func (t *trie) addInflected(word, group string, rank int32) {
	for _, form := range inflections[group] {
		letters := []rune(word)
		if form.cut < len(letters) {
			t.add(string(letters[:len(letters)-form.cut])+form.ending, rank, true, false)
		}
	}
	switch group {
	case "plain", "adj", "verb 1", "noun or":
	case "joint":
		t.add(word, rank, false, true)
	case "noun ar", "noun er", "noun 0", "noun n", "noun are", "noun ium":
		t.add(word, rank, true, true)
		t.add(word+"s", rank, true, true)
	}
}

// add puts a word into the trie.
func (t *trie) add(word string, rank int32, whole, joint bool) {
	at := int32(0)
	for _, r := range word {
		at = t.child(at, r)
	}
	node := &t.nodes[at]
	if (whole || joint) && (node.rank == 0 || rank < node.rank) {
		node.rank = rank
	}
	node.word = node.word || whole
	node.joint = node.joint || joint && utf8.RuneCountInString(word) >= shortestJoint
}

func (t *trie) child(at int32, r rune) int32 {
	if next := t.step(at, r); next > 0 {
		return next
	}
	t.nodes = append(t.nodes, trieNode{})
	next := int32(len(t.nodes) - 1)
	node := &t.nodes[at]
	node.letters = append(node.letters, r)
	node.next = append(node.next, next)
	return next
}

// step follows one letter; 0 when no word goes that way.
func (t *trie) step(at int32, r rune) int32 {
	node := &t.nodes[at]
	for i, letter := range node.letters {
		if letter == r {
			return node.next[i]
		}
	}
	return 0
}

// has tells whether a word, in lower case, is in the vocabulary or is a compound of words that are.
func (t *trie) has(word string) bool { return t.hasParts([]rune(word), mostParts) }

// mostParts is how many words a compound is made of at most. Its last part is no small word.
const mostParts = 3

func (t *trie) hasParts(word []rune, parts int) bool {
	at := int32(0)
	for i, r := range word {
		if at = t.step(at, r); at == 0 {
			return false
		}
		node := &t.nodes[at]
		if i == len(word)-1 {
			return node.word && (parts == mostParts || node.rank > mostCommon)
		}
		if node.joint && parts > 1 && len(word)-i-1 >= 3 && t.hasParts(word[i+1:], parts-1) {
			return true
		}
	}
	return false
}

// mostCommon is how many words at the beginning of the list count as very common.
const mostCommon = 170

// common tells whether a word, in lower case, is among the very common ones.
func (t *trie) common(word string) bool {
	at := int32(0)
	for _, r := range word {
		if at = t.step(at, r); at == 0 {
			return false
		}
	}
	return t.nodes[at].word && t.nodes[at].rank <= mostCommon
}
