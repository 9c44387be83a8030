package plan_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"samverk/features/plan"
)

// Wherever the lines of a part stand, also when it has been moved to an activity that is written elsewhere, its own line
// is in the excerpt.
func TestAnExcerptHoldsThePartsOwnLine(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		subjects := []string{"", "goal 1", "activity 1", "activity 2", "indicator 1", "indicator 2", "indicator 3"}
		var lines []plan.Line
		for i := range rapid.IntRange(0, 200).Draw(t, "lines") {
			subject := ""
			if rapid.IntRange(0, 9).Draw(t, "belongs") == 0 {
				subject = rapid.SampledFrom(subjects).Draw(t, "subject")
			}
			lines = append(lines, plan.Line{Number: i + 1, Text: fmt.Sprint(i), Subject: subject})
		}
		activity := &plan.DraftActivity{Number: rapid.IntRange(1, 2).Draw(t, "activity")}
		at := plan.Part{Kind: plan.IndicatorPart, Number: rapid.IntRange(1, 3).Draw(t, "indicator")}
		for _, n := range rapid.SliceOf(rapid.IntRange(1, 3)).Draw(t, "indicators") {
			activity.Indicators = append(activity.Indicators, plan.DraftIndicator{Number: n})
		}
		own := fmt.Sprintf("indicator %d", at.Number)
		has, wanted := false, false
		for _, line := range plan.Excerpt(lines, at, activity) {
			has = has || line.Subject == own
		}
		for _, line := range lines {
			wanted = wanted || line.Subject == own
		}
		if has != wanted {
			t.Fatalf("the indicator's own line is shown: %v, want %v", has, wanted)
		}
	})
}
