package organisations

import (
	"net/url"
	"slices"
	"strings"

	"samverk/platform/fold"
)

// How it is told that two organisations may be the same. Names are first written in one way: abbreviations are written
// out, the legal form and words like "i" and "föreningen" are left out, endings are cut, and the words are sorted. Then
// what speaks for and against is weighed. A name alone is enough unless the two are in different places, of different
// forms or have different numbers.

// Reason is something that two organisations have in common.
type Reason string

// The reasons, the strongest first.
const (
	SameNumber  Reason = "number"
	SameName    Reason = "name"
	LikeName    Reason = "like_name"
	SameEmail   Reason = "email"
	SameWeb     Reason = "web"
	SameAddress Reason = "address"
)

// What reasons weigh. From likelyAt on two are likely the same.
const (
	likelyAt          = 4
	sameNameWeighs    = 6
	likeNameWeighs    = 4
	sameEmailWeighs   = 4
	sameWebWeighs     = 3 // of those whose names have something in common
	sameAddressWeighs = 2 // likewise: many share a house
	samePlaceWeighs   = 2
	otherPlaceWeighs  = -4
	otherFormWeighs   = -5
	otherNumberWeighs = -5
	sameNumberWeighs  = 100
)

// likeness is what two organisations have in common, and how much it weighs.
type likeness struct {
	reasons []Reason
	weight  int
}

func (l *likeness) isLikely() bool { return l.weight >= likelyAt }

func (l *likeness) add(holds bool, reason Reason, weight int) {
	if holds {
		l.reasons, l.weight = append(l.reasons, reason), l.weight+weight
	}
}

// likenessOf weighs what speaks for and against that two contents are of the same organisation.
func likenessOf(a, b *Content, towns Municipalities) (l likeness) {
	l.add(a.Number != "" && a.Number == b.Number, SameNumber, sameNumberWeighs)
	names := bestOfNames(a, b, towns)
	l.add(names == same, SameName, sameNameWeighs)
	l.add(names == alike, LikeName, likeNameWeighs)
	l.add(a.Email != "" && emailKey(a.Email) == emailKey(b.Email), SameEmail, sameEmailWeighs)
	if names >= related {
		l.add(a.Web != "" && webKey(a.Web) == webKey(b.Web), SameWeb, sameWebWeighs)
		l.add(addressKey(a.Address) != "" && addressKey(a.Address) == addressKey(b.Address), SameAddress, sameAddressWeighs)
	}
	if len(l.reasons) == 0 {
		return l
	}
	if here, there := a.everywhere(), b.everywhere(); len(here) > 0 && len(there) > 0 {
		if slices.ContainsFunc(here, func(code string) bool { return slices.Contains(there, code) }) {
			l.weight += samePlaceWeighs
		} else {
			l.weight += otherPlaceWeighs
		}
	}
	if one, other := formOfName(a), formOfName(b); one != "" && other != "" && one != other {
		l.weight += otherFormWeighs
	}
	if a.Number != "" && b.Number != "" && a.Number != b.Number {
		l.weight += otherNumberWeighs
	}
	return l
}

// mayBeLikely is false for two that are not likely the same however like their names are: of two with different numbers in
// different ways to be reached nothing else can tell. It is much quicker than weighing, and most that are called the same
// are such.
func mayBeLikely(a, b *Content) bool {
	most := sameNameWeighs + samePlaceWeighs
	if a.Number != "" && b.Number != "" && a.Number != b.Number {
		most += otherNumberWeighs
	}
	if most >= likelyAt {
		return true
	}
	if a.Email != "" && emailKey(a.Email) == emailKey(b.Email) {
		most += sameEmailWeighs
	}
	if a.Web != "" && webKey(a.Web) == webKey(b.Web) {
		most += sameWebWeighs
	}
	if key := addressKey(a.Address); key != "" && key == addressKey(b.Address) {
		most += sameAddressWeighs
	}
	return most >= likelyAt
}

// nearness is how near two names are.
type nearness int

const (
	apart   nearness = iota
	related          // they share a word that tells something
	alike
	same
)

// bestOfNames compares the names, also with what each was called before.
func bestOfNames(a, b *Content, towns Municipalities) nearness {
	best := nearnessOf(a.Name, b.Name, a, b, towns)
	for _, former := range b.FormerNames {
		best = max(best, nearnessOf(a.Name, former, a, b, towns))
	}
	for _, former := range a.FormerNames {
		best = max(best, nearnessOf(former, b.Name, a, b, towns))
	}
	return best
}

// nearnessOf compares two names. What stands in one only may say what kind it is, or where the other has its seat; with
// more words of their own the two are not the same.
func nearnessOf(one, other string, a, b *Content, towns Municipalities) nearness {
	left, right := telling(one), telling(other)
	if slices.Equal(left, right) {
		return same
	}
	if squeezed(one) == squeezed(other) && len(squeezed(one)) >= fewestSqueezed {
		return alike
	}
	p := pairUp(left, right)
	isTelling := func(word string) bool { return !isKind(word) && !isTown(word, towns) }
	tells := slices.ContainsFunc(p.shared, isTelling)
	isBeside := func(c *Content) func(string) bool {
		return func(word string) bool {
			return isKindAlone(word) || isTown(word, towns) && (len(c.everywhere()) == 0 || slices.ContainsFunc(c.everywhere(), func(code string) bool { return isTownOf(word, code, towns) }))
		}
	}
	switch {
	case len(p.onlyLeft) == 0 && len(p.onlyRight) == 0 && p.wrong <= mostWrong:
		return alike
	case tells && p.wrong <= mostWrong && len(p.onlyLeft) == 0 && all(p.onlyRight, isBeside(a)):
		return alike
	case tells && p.wrong <= mostWrong && len(p.onlyRight) == 0 && all(p.onlyLeft, isBeside(b)):
		return alike
	case tells:
		return related
	}
	return apart
}

// Bounds of what is nearly the same.
const (
	fewestSqueezed = 8  // letters of a name that is the same but for its spaces
	mostWrong      = 2  // letters in all words together
	oneWrongFrom   = 5  // letters of a word of which one may be wrong
	twoWrongFrom   = 10 // likewise two
)

// pairs are two lists of words laid beside each other.
type pairs struct {
	shared, onlyLeft, onlyRight []string
	wrong                       int // letters in those that are shared
}

// pairUp pairs each word with the nearest one of the other list: first what is written the same, then what is nearly so.
func pairUp(left, right []string) (p pairs) {
	right = slices.Clone(right)
	var rest []string
	for _, word := range left {
		if at := slices.Index(right, word); at >= 0 {
			p.shared, right = append(p.shared, word), slices.Delete(right, at, at+1)
		} else {
			rest = append(rest, word)
		}
	}
	for _, word := range rest {
		at := slices.IndexFunc(right, func(other string) bool { return wrongIn(word, other) >= 0 })
		if at < 0 {
			p.onlyLeft = append(p.onlyLeft, word)
			continue
		}
		p.wrong += wrongIn(word, right[at])
		p.shared, right = append(p.shared, word), slices.Delete(right, at, at+1)
	}
	p.onlyRight = right
	return p
}

// wrongIn is how many letters differ between two words that are nearly the same; -1 when they are not. Numbers are never
// nearly the same.
func wrongIn(one, other string) int {
	a, b := []rune(one), []rune(other)
	shorter := min(len(a), len(b))
	if shorter < oneWrongFrom || max(len(a), len(b))-shorter > mostWrong || strings.ContainsAny(one+other, "0123456789") {
		return -1
	}
	whole, _, _ := distances(a, b)
	if whole > 2 || whole == 2 && shorter < twoWrongFrom {
		return -1
	}
	return whole
}

func all(words []string, holds func(string) bool) bool {
	return !slices.ContainsFunc(words, func(word string) bool { return !holds(word) })
}

func isTown(word string, towns Municipalities) bool {
	return slices.ContainsFunc(towns, func(town Municipality) bool { return word == cut(fold.Search(town.Name)) })
}

func isTownOf(word, code string, towns Municipalities) bool {
	return word == cut(fold.Search(towns.Name(code)))
}

// writtenOut are abbreviations with what they stand for, folded.
var writtenOut = map[string]string{
	"if": "idrottsforening", "ik": "idrottsklubb", "is": "idrottssallskap", "bk": "bollklubb", "ff": "fotbollsforening", "fk": "fotbollsklubb", "fc": "fotbollsklubb",
	"sk": "sportklubb", "gif": "gymnastik idrottsforening", "goif": "gymnastik idrottsforening", "ifk": "idrottsforening kamrat", "ibk": "innebandyklubb",
	"hk": "handbollsklubb", "hc": "hockeyklubb", "ok": "orienteringsklubb", "rf": "ryttarforening", "ss": "simsallskap", "hf": "hembygdsforening", "kf": "konstforening",
	"for": "forening", "ek": "ekonomisk",
}

// leftOut say nothing of which organisation it is.
var leftOut = strings.Fields("i o och av for the and med pa vid till den det de forening ideell ekonomisk ab aktiebolag hb handelsbolag kb svb")

// kinds are what organisations are; words that end so say what kind one is, not which.
var kinds = strings.Fields("forening klubb sallskap forbund krets lag grupp kor kar sektion rad natverk center stiftels kooperativ verkstad avdelning distrikt forsamling fond samfallighet hus bolag")

func isKind(word string) bool {
	return slices.ContainsFunc(kinds, func(kind string) bool { return strings.HasSuffix(word, kind) })
}

func isKindAlone(word string) bool { return slices.Contains(kinds, word) }

// formWords are words in names that tell the legal form.
var formWords = map[string]LegalForm{"ab": Limited, "aktiebolag": Limited, "ekonomisk": "51", "ek": "51", "stiftels": "72", "ideell": "61", "hb": "31", "kb": "31"}

// formOfName is the form that is known or that the name tells. It is for comparing only: a form is never guessed.
func formOfName(c *Content) LegalForm {
	if c.Form != "" {
		return c.Form
	}
	for _, word := range plainWords(c.Name) {
		if form := formWords[cut(word)]; form != "" {
			return form
		}
	}
	return ""
}

// plainWords are the words of a name, folded; letters that stand alone one after the other are one word.
func plainWords(name string) []string {
	var words []string
	initials := ""
	join := func() {
		if initials != "" {
			words, initials = append(words, initials), ""
		}
	}
	for _, word := range strings.FieldsFunc(fold.Search(name), notInWord) {
		if len([]rune(word)) == 1 && !slices.Contains(leftOut, word) {
			initials += word
			continue
		}
		join()
		words = append(words, word)
	}
	join()
	return words
}

// telling are the words of a name that tell which organisation it is, each in one form, sorted. When none do, all are.
func telling(name string) []string {
	var every, some []string
	for _, word := range plainWords(name) {
		if long := writtenOut[word]; long != "" {
			word = long
		}
		for part := range strings.FieldsSeq(word) {
			part = cut(part)
			if every = append(every, part); !slices.Contains(leftOut, part) {
				some = append(some, part)
			}
		}
	}
	if len(some) == 0 {
		some = every
	}
	slices.Sort(some)
	return slices.Compact(some)
}

// shortestCut is how many letters a word must have for its ending to be cut.
const shortestCut = 6

// cut takes away the endings that say whose something is, and that it is a certain one: "björkens" and "björken" are "bjork".
func cut(word string) string {
	if len(word) < shortestCut || strings.ContainsAny(word, "0123456789") {
		return word
	}
	if strings.HasSuffix(word, "s") && !strings.HasSuffix(word, "ss") {
		word = word[:len(word)-1]
	}
	for _, ending := range []string{"en", "et", "e"} {
		if len(word) >= shortestCut && strings.HasSuffix(word, ending) {
			return strings.TrimSuffix(word, ending)
		}
	}
	return word
}

// squeezed is a name without what stands between its letters.
func squeezed(name string) string { return strings.Join(plainWords(name), "") }

// nameKey is the same for names that tell of the same organisation.
func nameKey(name string) string { return strings.Join(telling(name), " ") }

// emailKey is the same however an address is written.
func emailKey(address string) string { return strings.ToLower(strings.TrimSpace(address)) }

// webKey is where a site is. The path counts, since many have theirs at the same host.
func webKey(address string) string {
	u, err := url.Parse(strings.ToLower(address))
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(u.Host, "www.") + strings.TrimRight(u.Path, "/")
}

// shortestAddress is how many letters and digits a postal address has at least.
const shortestAddress = 10

// addressKey is a postal address without what is written in many ways: whose it is in care of, the country before the
// code, spaces and signs. Empty when there is too little to know it by.
func addressKey(address string) string {
	var kept strings.Builder
	for line := range strings.Lines(address) {
		line = fold.Search(line)
		if strings.HasPrefix(line, "c/o") {
			continue
		}
		for _, word := range strings.FieldsFunc(line, notInWord) {
			if word != "se" && word != "sverige" {
				kept.WriteString(word)
			}
		}
	}
	if key := kept.String(); len(key) >= shortestAddress && strings.ContainsAny(key, "0123456789") {
		return key
	}
	return ""
}

// keys are what the organisation is known by among those that may be the same, in the order of the table's columns.
func (c *Content) keys() []any {
	all := []any{[]byte(nameKey(c.Name))}
	for _, key := range []string{addressKey(c.Address), emailKey(c.Email), webKey(c.Web)} {
		if key == "" {
			all = append(all, nil)
		} else {
			all = append(all, []byte(key))
		}
	}
	return all
}

// isKnownOtherwise tells whether something is said in another way than before that organisations are known by.
func (c *Content) isKnownOtherwise(before *Content) bool {
	return c.Name != before.Name || c.Number != before.Number || c.Address != before.Address || c.Email != before.Email || c.Web != before.Web
}
