package followup_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"samverk/features/evidence"
	"samverk/features/followup"
	"samverk/features/plan"
	"samverk/platform/calendar"
)

// manyTallies makes n tallies over twenty years, in order of day or not.
func manyTallies(n int, inOrder bool) []evidence.Tally {
	start := calendar.MustDate("2010-01-01")
	tallies := make([]evidence.Tally, n)
	for i := range tallies {
		day := start.AddDays(i * 7300 / n)
		tallies[i] = evidence.Tally{Day: day, For: day, State: plan.Prepared, Value: 50_000, N: 1, Rated: 1, Numerator: 1000, Denominator: 1000}
	}
	if !inOrder {
		source := rand.New(rand.NewPCG(1, 2))
		source.Shuffle(n, func(i, j int) { tallies[i], tallies[j] = tallies[j], tallies[i] })
	}
	return tallies
}

func TestEvaluateMakesFewAllocations(t *testing.T) {
	r := rule(plan.CountPerPeriod, 4, plan.PerQuarter, "2010-01-01", "2029-12-31")
	asOf := date("2025-05-05")
	for _, n := range []int{100, 10_000} {
		facts := followup.Facts{Tallies: manyTallies(n, false)}
		if got := testing.AllocsPerRun(5, func() { followup.Evaluate(r, facts, asOf) }); got > 10 {
			t.Errorf("%v allocations for %d tallies", got, n)
		}
	}
}

func BenchmarkEvaluate(b *testing.B) {
	r := rule(plan.CountPerPeriod, 4, plan.PerQuarter, "2010-01-01", "2029-12-31")
	asOf := date("2025-05-05")
	for _, n := range []int{12, 1000, 50_000} {
		for _, inOrder := range []bool{true, false} {
			name := fmt.Sprintf("%d tallies in order=%v", n, inOrder)
			facts := followup.Facts{Tallies: manyTallies(n, inOrder)}
			b.Run(name, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					followup.Evaluate(r, facts, asOf)
				}
			})
		}
	}
}
