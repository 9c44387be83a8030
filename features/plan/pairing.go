package plan

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"samverk/platform/fold"
)

// How alike two parts must be, 0–1, to be taken for the same. Parts under the same heading with the same number need
// less; a person sees the proposal and can correct it.
const (
	alikeEnough   = 0.6
	alikeInPlace  = 0.4
	placeAdds     = 0.15 // when what they belong to is a pair
	numberAdds    = 0.05 // when the printed number is the same
	longestLooked = 400  // characters of a text that are compared
)

// ProposePairs lets every part of a plan that was read from its own document say which part of the edition before it
// continues, by its text, its number and where it stands. Each part before is continued by one at most.
func ProposePairs(before, after *Plan) {
	goals := matchParts(goalParts(before), goalParts(after), nil)
	for i := range after.Goals {
		after.Goals[i].CarriedFrom = goals[after.Goals[i].ID]
	}
	activities := matchParts(activityParts(before), activityParts(after), goals)
	for _, activity := range after.Activities() {
		activity.CarriedFrom = activities[activity.ID]
	}
	indicators := matchParts(indicatorParts(before), indicatorParts(after), activities)
	for _, indicator := range after.Indicators() {
		indicator.CarriedFrom = indicators[indicator.ID]
	}
}

// matchable is what is looked at when a part is to be recognised.
type matchable struct {
	id, parent, label string
	text              fold.Grams
}

func newMatchable(id, parent, label, text string) matchable {
	return matchable{id, parent, label, fold.GramsOf(withoutNumbers(text), longestLooked)}
}

func goalParts(p *Plan) []matchable {
	var parts []matchable
	for _, g := range p.Goals {
		parts = append(parts, newMatchable(g.ID, "", g.Label, g.Title))
	}
	return parts
}

func activityParts(p *Plan) []matchable {
	var parts []matchable
	for _, a := range p.Activities() {
		parts = append(parts, newMatchable(a.ID, a.GoalID, a.Label, a.Title))
	}
	return parts
}

func indicatorParts(p *Plan) []matchable {
	var parts []matchable
	for _, i := range p.Indicators() {
		parts = append(parts, newMatchable(i.ID, i.ActivityID, i.Label, i.Text))
	}
	return parts
}

// withoutNumbers leaves years and numbers out: they are what a new edition changes.
func withoutNumbers(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return -1
		}
		return r
	}, text)
}

// likeness is how well two parts fit.
type likeness struct {
	before, after int
	score         float64
}

// matchParts gives, by key after, the key before: the best fitting pair first, each part once. parents says by key
// after which parents are pairs already. Parts that fit equally well keep their order.
func matchParts(before, after []matchable, parents map[string]string) map[string]string {
	var candidates []likeness
	for i, old := range before {
		for j, young := range after {
			if score, fits := fit(old, young, parents); fits {
				candidates = append(candidates, likeness{i, j, score})
			}
		}
	}
	slices.SortStableFunc(candidates, func(a, b likeness) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.before, b.before), cmp.Compare(a.after, b.after))
	})
	taken, found := map[int]bool{}, map[string]string{}
	for _, c := range candidates {
		if young := after[c.after].id; !taken[c.before] && found[young] == "" {
			taken[c.before], found[young] = true, before[c.before].id
		}
	}
	return found
}

func fit(old, young matchable, parents map[string]string) (score float64, fits bool) {
	score = old.text.Likeness(young.text)
	inPlace := young.parent != "" && parents[young.parent] == old.parent
	sameNumber := old.label != "" && old.label == young.label
	fits = score >= alikeEnough || inPlace && sameNumber && score >= alikeInPlace
	if inPlace {
		score += placeAdds
	}
	if sameNumber {
		score += numberAdds
	}
	return score, fits
}
