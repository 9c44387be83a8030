package planimport

import (
	"strings"
)

// section is the part of the document that the walk is in.
type section int

const (
	inFront    section = iota // before anything has been recognised: title and introduction
	inStaff                   // the staff list
	inOverall                 // the overall goal
	inGoalList                // the goals named in a row, before each is treated
	inGoals                   // goals, activities, indicators
	inAppendix                // appendices and tables of quarters
)

// Phrases are matched on skeletons, so that scanning noise does not hide them.
var (
	overallPhrase = newPattern(folded(`^(?:[\p{L}]+ )?(?:övergripande|overall) (?:mål|målet|målsättning|goal|goals|aim) (?:är|is|are)(?: att| to)?$`))
	goalsPhrase   = newPattern(folded(`^(?:[\p{L}]+ ){0,2}(?:två|tre|fyra|fem|sex|sju|åtta|nio|tio|two|three|four|five|six|seven|eight|[0-9]+)? ?(?:delmål|mål|målområden|insatsområden|goals) (?:är|are)$`))
	appendixHead  = newPattern(folded(`^(?:bilaga|bilagor|appendix|annex)\b`))
	frontHead     = newPattern(folded(`^(?:inledning|bakgrund|förord|sammanfattning|syfte|introduction|background|preface|summary|purpose|om planen|about the plan)$`))
	contentsLine  = newPattern(`(?:\.\s?){4,}\s*\d+\s*$`)
	contentsHead  = newPattern(folded(`^(?:innehåll|innehållsförteckning|contents|table of contents)$`))
)

// folded writes the letters of a pattern as they stand in skeletons. What stands after a backslash is left alone.
func folded(pattern string) string {
	var out strings.Builder
	escaped, inClass := false, 0
	for _, r := range pattern {
		stand, ok := lookalike[r]
		switch {
		case escaped || inClass > 0 || !ok || r == '|' || r == '!' || r == '$':
			out.WriteRune(r)
		default:
			out.WriteRune(stand)
		}
		escaped = r == '\\'
		switch r {
		case '[', '{':
			inClass++
		case ']', '}':
			inClass--
		}
	}
	return out.String()
}
