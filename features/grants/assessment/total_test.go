package assessment_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"samverk/features/grants/assessment"
)

var five = []string{"saknas", "svag", "godtagbar", "god", "mycket god"}

var criteria = []assessment.Criterion{{"need", 3, five}, {"method", 2, five}, {"spread", 1, []string{"nej", "delvis", "ja"}}}

func TestTotals(t *testing.T) {
	for _, test := range []struct {
		scores assessment.Scores
		want   int
	}{
		{assessment.Scores{"need": 4, "method": 4, "spread": 2}, 1000},
		{assessment.Scores{"need": 0, "method": 0, "spread": 0}, 0},
		{assessment.Scores{"need": 4, "method": 0, "spread": 0}, 500},
		{assessment.Scores{"need": 0, "method": 0, "spread": 2}, 167},
		{assessment.Scores{"need": 2, "method": 3, "spread": 1}, 583},
	} {
		if got := assessment.Total(criteria, test.scores); got != test.want {
			t.Errorf("%v: %d, want %d", test.scores, got, test.want)
		}
	}
}

func TestWhatIsMissing(t *testing.T) {
	if got := assessment.Missing(criteria, assessment.Scores{"need": 5, "spread": -1}); !slices.Equal(got, []string{"need", "method", "spread"}) {
		t.Errorf("missing are %v", got)
	}
	if got := assessment.Missing(criteria, assessment.Scores{"need": 4, "method": 0, "spread": 2}); got != nil {
		t.Errorf("missing are %v", got)
	}
}

func TestASummaryShowsWhoDoesNotAgree(t *testing.T) {
	s := assessment.Summarise(criteria, []assessment.Scores{{"need": 4, "method": 2, "spread": 1}, {"need": 1, "method": 3, "spread": 1}, {"need": 3, "method": 2, "spread": 1}})
	if !slices.Equal(s.Each, []int{750, 458, 625}) || s.Total != 611 {
		t.Errorf("totals %v and %d", s.Each, s.Total)
	}
	need, method, spread := s.Criteria[0], s.Criteria[1], s.Criteria[2]
	if !need.IsWide || need.LowestBy != 1 || need.HighestBy != 0 || need.Mean != 667 {
		t.Errorf("need: %+v", need)
	}
	if method.IsWide || spread.IsWide || spread.Mean != 500 {
		t.Errorf("%+v and %+v", method, spread)
	}
	if none := assessment.Summarise(criteria, nil); none.Total != 0 || none.Criteria != nil {
		t.Errorf("nobody's summary is %+v", none)
	}
}

func TestRanking(t *testing.T) {
	got := assessment.Rank(map[string]int{"c": 700, "a": 700, "b": 900, "d": 100})
	want := []assessment.Ranked{{"b", 900, 1}, {"a", 700, 2}, {"c", 700, 2}, {"d", 100, 4}}
	if !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// A total lies on the scale, grows with each step, does not depend on the order of assessors or on how weights are
// multiplied, and is the mean in decimals to the rounding.
func TestTotalsKeepTheirPromises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := make([]assessment.Criterion, rapid.IntRange(1, 6).Draw(t, "criteria"))
		for i := range all {
			all[i] = assessment.Criterion{Key: fmt.Sprint(i), Weight: rapid.IntRange(1, 20).Draw(t, "weight"), Steps: make([]string, rapid.IntRange(2, 7).Draw(t, "steps"))}
		}
		assessors := make([]assessment.Scores, rapid.IntRange(1, 5).Draw(t, "assessors"))
		mean := 0.0
		for i := range assessors {
			assessors[i] = assessment.Scores{}
			over, under := 0.0, 0.0
			for _, c := range all {
				step := rapid.IntRange(0, len(c.Steps)-1).Draw(t, "step")
				assessors[i][c.Key] = step
				over += float64(c.Weight) * float64(step) / float64(len(c.Steps)-1)
				under += float64(c.Weight)
			}
			mean += over / under / float64(len(assessors))
		}
		got := assessment.Summarise(all, assessors)
		if got.Total < 0 || got.Total > assessment.Full || math.Abs(float64(got.Total)-1000*mean) > 0.5001 {
			t.Fatalf("total %d, in decimals %f", got.Total, 1000*mean)
		}
		turned := slices.Clone(assessors)
		slices.Reverse(turned)
		doubled := slices.Clone(all)
		for i := range doubled {
			doubled[i].Weight *= 2
		}
		if assessment.Summarise(all, turned).Total != got.Total || assessment.Summarise(doubled, assessors).Total != got.Total {
			t.Fatal("the order or the unit of weights decides the total")
		}
		for _, c := range all {
			if before := assessors[0][c.Key]; before+1 < len(c.Steps) {
				assessors[0][c.Key]++
				if assessment.Summarise(all, assessors).Total < got.Total {
					t.Fatal("a higher step gives a lower total")
				}
				assessors[0][c.Key] = before
			}
		}
	})
}

// On every way through the states somebody with a conflict of interest neither reads, scores nor counts, and nobody
// counts who has not said that there is none.
func TestNobodyWithAConflictTakesPart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		state, free, recused := assessment.Assigned, false, false
		for range rapid.IntRange(0, 30).Draw(t, "steps") {
			to := rapid.SampledFrom(assessment.States).Draw(t, "to")
			if !assessment.Ways.May(state, to, "skäl") {
				continue
			}
			state = to
			free = free || state == assessment.DeclaredFree
			recused = recused || state == assessment.Recused
			if (state.ReadsAll() || state.Scores() || state.Counts()) && (!free || recused) {
				t.Fatalf("%s after free %v, recused %v", state, free, recused)
			}
		}
	})
	if reached := assessment.Ways.Reached(assessment.Assigned); len(reached) != len(assessment.States) {
		t.Errorf("only %v can be reached", reached)
	}
	if len(assessment.Ways[assessment.Locked])+len(assessment.Ways[assessment.Recused]) > 0 || assessment.Ways.May(assessment.Submitted, assessment.SentBack, "") {
		t.Error("an ended assessment goes on, or a reason is not asked for")
	}
}
