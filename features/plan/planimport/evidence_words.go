package planimport

import (
	"strings"

	"samverk/features/plan"
)

// evidenceWord ties a form of words to the kinds of evidence that it names.
type evidenceWord struct {
	pattern pattern
	kinds   []plan.EvidenceKind
	assumed bool // the kind is only a likely one
}

// evidenceWords are tried in order where several begin at the same word: the more exact come first. A form matches at
// the end of compounds too ("informationsseminarium"), which is why no border is asked for at the left.
var evidenceWords = []evidenceWord{
	kindOf(`(?:arbets|presid)\p{L}*utskott\p{L}*(?:möte|sammanträde)\p{L}*|committee meetings?`, plan.CommitteeMeeting),
	kindOf(`styrelse(?:möte|sammanträde)\p{L}*|board meetings?`, plan.BoardMeeting),
	kindOf(`års(?:möte|stämm)\p{L}*|annual (?:general )?meetings?`, plan.AnnualMeeting),
	kindOf(`stormöte\p{L}*|big meetings?|general assembl\p{L}*`, plan.BigMeeting),
	kindOf(`\p{L}*semina?ri(?:um|et|er|erna|e|eti\p{L}*|etillf\p{L}*|edag\p{L}*)?|seminars?|webbinari\p{L}*|webinars?`, plan.Seminar),
	kindOf(`\p{L}*work-?shop\p{L}*|workshops?`, plan.Workshop),
	kindOf(`\p{L}*konferens(?:en|er|erna)?|conferences?`, plan.Conference),
	kindOf(`\p{L}*(?:förslag|förslaget|förslagen)|(?:utkast|utkastet)|proposals?`, plan.Proposal),
	kindOf(`\p{L}*sammanställning(?:en|ar|arna)?|compilations?`, plan.Compilation),
	kindOf(`\p{L}*(?:rapport|översyn|utredning|utvärdering|redovisning|uppföljningsrapport|analys|årsredovisning)(?:en|er|erna|ar|arna)?|\p{L}*(?:rapport|utredning)s\p{L}+|reports?|reviews?|evaluations?|analys[ei]s`, plan.Report),
	kindOf(`\p{L}*(?:material|materialet|broschyr\p{L}*|handledning\p{L}*|handbok\p{L}*|vägledning\p{L}*|folder\p{L}*|film|filmen|filmer)|materials?|handbooks?|brochures?|leaflets?`, plan.Material),
	kindOf(`\p{L}*(?:kartläggning|enkät|enkätundersökning|undersökning|inventering)(?:en|ar|arna|er|erna)?|surveys?|mappings?`, plan.Survey),
	kindOf(`\p{L}*(?:ansökan|ansökningar|ansökningarna|ansökningen)|applications?`, plan.Application),
	kindOf(`\p{L}*resa|\p{L}*resor(?:na)?|\p{L}*studiebesök\p{L}*|(?:study )?(?:trips?|visits?)`, plan.Trip),
	kindOf(`beslut|besluten|beslutet|decisions?`, plan.Decision),
	kindOf(`krav|kraven|requirements?`, plan.Requirement),
	kindOf(`(?:\p{L}*(?:möte|möten|mötet|mötena|träff|träffen|träffar|träffarna|sammanträde|sammanträden|samråd|samrådet|samråden|samling|samlingar|rådslag))|(?:meetings?|gatherings?)`, plan.Meeting),
	likely(`\p{L}*(?:utbildning\p{L}*|kurs|kursen|kurser|kurserna|skola|skolan|skolor|föreläsning\p{L}*|temadag\p{L}*|informationstillfäll\p{L}*|informationsdag\p{L}*)|courses?|trainings?|training days?|lectures?`, plan.Seminar),
}

func kindOf(form string, kinds ...plan.EvidenceKind) evidenceWord {
	return evidenceWord{pattern: newPattern(`(?i)^(?:` + form + `)$`), kinds: kinds}
}

func likely(form string, kinds ...plan.EvidenceKind) evidenceWord {
	word := kindOf(form, kinds...)
	word.assumed = true
	return word
}

// mention is a kind of evidence named in a sentence.
type mention struct {
	kinds   []plan.EvidenceKind
	assumed bool
	first   int
	last    int
	joined  bool // a slash or "eller" ties it to the mention before
}

var (
	mentionForm = newPattern(`[\p{L}]+(?:-[\p{L}]+)*-?`)
	tiesKinds   = newPattern(`(?i)^\s*(?:/|eller|or|och|and|,|-/)\s*(?:minst \p{L}+ )?$`)
)

// mentionsIn finds the kinds of evidence that a sentence names, in order.
func mentionsIn(text string) []mention {
	var found []mention
	for _, place := range mentionForm.FindAllStringIndex(text, -1) {
		word := strings.TrimRight(text[place[0]:place[1]], "-")
		kinds, assumed := kindsOfWord(word)
		if kinds == nil {
			kinds, assumed = kindsOfPair(text, place[0], place[1])
		}
		if kinds == nil {
			continue
		}
		m := mention{kinds: kinds, assumed: assumed, first: place[0], last: place[1]}
		if len(found) > 0 {
			m.joined = tiesKinds.MatchString(text[found[len(found)-1].last:m.first])
		}
		found = append(found, m)
	}
	return found
}

func kindsOfWord(word string) ([]plan.EvidenceKind, bool) {
	for _, w := range evidenceWords {
		if w.pattern.MatchString(word) {
			return w.kinds, w.assumed
		}
	}
	return nil, false
}

// kindsOfPair looks at two words together: "board meeting", "study trip".
func kindsOfPair(text string, first, last int) ([]plan.EvidenceKind, bool) {
	next := mentionForm.FindStringIndex(text[last:])
	if next == nil || text[last:last+next[0]] != " " {
		return nil, false
	}
	pair := text[first : last+next[1]]
	for _, w := range evidenceWords[:4] {
		if w.pattern.MatchString(pair) {
			return w.kinds, w.assumed
		}
	}
	return nil, false
}

var committeeForm = newPattern(`(?i)arbetsutskott|presidium|executive committee`)

// kindsAfter gives the kinds of the first thing named at or after a place, with those tied to it by a slash.
func kindsAfter(text string, mentions []mention, at int) (kinds []plan.EvidenceKind, assumed bool) {
	for i, m := range mentions {
		if m.first < at {
			continue
		}
		kinds, assumed = append(kinds, m.kinds...), m.assumed
		for _, tied := range mentions[i+1:] {
			if !tied.joined || len(tied.kinds) == 0 {
				break
			}
			if tied.kinds[0] != kinds[len(kinds)-1] {
				kinds = append(kinds, tied.kinds...)
			}
		}
		break
	}
	if len(kinds) == 1 && kinds[0] == plan.Meeting && committeeForm.MatchString(text) {
		kinds = []plan.EvidenceKind{plan.CommitteeMeeting}
	}
	return kinds, assumed
}

// deliverables are the kinds that are one thing to be made, rather than an occasion to be held.
var deliverables = map[plan.EvidenceKind]bool{
	plan.Proposal: true, plan.Compilation: true, plan.Report: true, plan.Material: true, plan.Survey: true, plan.Application: true, plan.Decision: true,
}
