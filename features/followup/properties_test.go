package followup_test

import (
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"samverk/features/evidence"
	"samverk/features/followup"
	"samverk/features/plan"
)

func TestOneMoreRecordNeverLowersACount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := anyRule().Draw(t, "rule")
		facts := anyFacts(r).Draw(t, "facts")
		asOf := around(r).Draw(t, "as of")
		before := followup.Evaluate(r, facts, asOf)
		facts.Tallies = append(facts.Tallies, anyTally(r).Draw(t, "one more"))
		for i, after := range followup.Evaluate(r, facts, asOf) {
			if after.Count < before[i].Count || after.Records < before[i].Records {
				t.Fatalf("the count fell from %+v to %+v", before[i], after)
			}
			undone := before[i].Status.IsFulfilled() && !after.Status.IsFulfilled()
			if undone && (r.IsCount() || r.IsDelivery()) {
				t.Fatalf("one more record undid %+v: %+v", before[i], after)
			}
		}
	})
}

func TestWhatIsMetStaysMetAsTimePasses(t *testing.T) {
	kinds := []plan.RuleKind{plan.CountPerPeriod, plan.CountInWindow, plan.Deliverable, plan.RecurringDeliverable, plan.ComesIntoBeing}
	rapid.Check(t, func(t *rapid.T) {
		r := anyRule(kinds...).Draw(t, "rule")
		facts := anyFacts(r).Draw(t, "facts")
		first := around(r).Draw(t, "first")
		second := first.AddDays(rapid.IntRange(1, 700).Draw(t, "days later"))
		before := followup.Evaluate(r, facts, first)
		for i, after := range followup.Evaluate(r, facts, second) {
			if before[i].Status.IsFulfilled() && (after.Status != before[i].Status || after.MetOn != before[i].MetOn) {
				t.Fatalf("from %s to %s %+v became %+v", first, second, before[i], after)
			}
			if after.Count < before[i].Count {
				t.Fatalf("from %s to %s the count fell: %+v became %+v", first, second, before[i], after)
			}
		}
	})
}

func TestMetOnIsTheFirstDayItWasMet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := anyRule(plan.CountPerPeriod, plan.CountInWindow, plan.Deliverable, plan.RecurringDeliverable, plan.ComesIntoBeing).Draw(t, "rule")
		facts := anyFacts(r).Draw(t, "facts")
		for i, cell := range followup.Evaluate(r, facts, around(r).Draw(t, "as of")) {
			if cell.Status.IsFulfilled() == cell.MetOn.IsZero() {
				t.Fatalf("met on %q: %+v", cell.MetOn, cell)
			}
			if cell.MetOn.IsZero() {
				continue
			}
			if on := followup.Evaluate(r, facts, cell.MetOn)[i]; !on.Status.IsFulfilled() {
				t.Fatalf("not met on its own day: %+v", on)
			}
			if eve := followup.Evaluate(r, facts, cell.MetOn.AddDays(-1))[i]; eve.Status.IsFulfilled() {
				t.Fatalf("met the day before: %+v", eve)
			}
		}
	})
}

func TestVoidingARecordCanUndoWhatWasMet(t *testing.T) {
	r := rule(plan.CountPerPeriod, 2, plan.PerYear, "2018-01-01", "2018-12-31")
	held := on("2018-02-02", "2018-03-03")
	checkMoments(t, r, followup.Facts{Tallies: held}, []moment{{"2018-12-31", "met 2 2018-03-03"}})
	checkMoments(t, r, followup.Facts{Tallies: held[:1]}, []moment{{"2018-12-31", "at_risk 1"}})
}

func TestHowRecordsAreGroupedAndOrderedChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := anyRule().Draw(t, "rule")
		facts := anyFacts(r).Draw(t, "facts")
		asOf := around(r).Draw(t, "as of")
		want := followup.Evaluate(r, facts, asOf)

		split := facts
		split.Tallies = singles(facts.Tallies)
		if got := followup.Evaluate(r, split, asOf); !reflect.DeepEqual(got, want) {
			t.Fatalf("grouped %+v\nsingle  %+v", want, got)
		}
		shuffled := facts
		shuffled.Tallies = rapid.Permutation(facts.Tallies).Draw(t, "order")
		kept := append([]evidence.Tally(nil), shuffled.Tallies...)
		if got := followup.Evaluate(r, shuffled, asOf); !reflect.DeepEqual(got, want) {
			t.Fatalf("in one order %+v\nin another   %+v", want, got)
		}
		if !reflect.DeepEqual(shuffled.Tallies, append([]evidence.Tally{}, kept...)) && len(kept) > 0 {
			t.Fatal("the tallies were changed")
		}
	})
}

func TestWhatHappensLaterIsNotKnownYet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := anyRule().Draw(t, "rule")
		facts := anyFacts(r).Draw(t, "facts")
		asOf := around(r).Draw(t, "as of")
		var then followup.Facts
		for _, tally := range facts.Tallies {
			if !tally.Day.After(asOf) {
				then.Tallies = append(then.Tallies, tally)
			}
		}
		for _, a := range facts.Assessments {
			if !a.On.After(asOf) {
				then.Assessments = append(then.Assessments, a)
			}
		}
		for _, w := range facts.Waivers {
			if !w.On.After(asOf) {
				then.Waivers = append(then.Waivers, w)
			}
		}
		if got, want := followup.Evaluate(r, facts, asOf), followup.Evaluate(r, then, asOf); !reflect.DeepEqual(got, want) {
			t.Fatalf("with the future %+v\nwithout it      %+v", got, want)
		}
	})
}

func TestTotalsAddUpToTheCells(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := anyRule().Draw(t, "rule")
		cells := followup.Evaluate(r, anyFacts(r).Draw(t, "facts"), around(r).Draw(t, "as of"))
		totals := followup.Sum(cells, cells)
		sum := 0
		for _, status := range followup.Statuses {
			sum += totals.Of(status)
		}
		if sum != 2*len(cells) || totals.Cells() != sum || len(cells) != len(r.Cells()) {
			t.Fatalf("%d cells, the totals say %d and %d", len(cells), sum, totals.Cells())
		}
	})
}

// TestDrawnRulesReachEveryStatus guards the other tests: random rules that never came to be late would prove nothing.
func TestDrawnRulesReachEveryStatus(t *testing.T) {
	statuses := rapid.Custom(func(t *rapid.T) []followup.CellStatus {
		r := anyRule().Draw(t, "rule")
		return followup.Evaluate(r, anyFacts(r).Draw(t, "facts"), around(r).Draw(t, "as of"))
	})
	var totals followup.Totals
	for seed := range 1000 {
		for _, cell := range statuses.Example(seed) {
			totals.Count(cell.Status)
		}
	}
	for _, status := range followup.Statuses {
		if totals.Of(status) < 10 {
			t.Errorf("%s was reached %d times", status, totals.Of(status))
		}
	}
}
