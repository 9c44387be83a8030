package followup_test

import (
	"pgregory.net/rapid"

	"samverk/features/evidence"
	"samverk/features/followup"
	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/decimal"
)

// spread draws whole numbers from low to high. Plain ranges mostly draw the lowest; here these fall all over.
func spread(t *rapid.T, low, high int, label string) int {
	n := high - low + 1
	return low + rapid.IntRange(0, n-1).Draw(t, label)*7919%n
}

// anyRule draws rules of every kind (or of the kinds given) that Rule.Validate accepts, over at most four years.
func anyRule(kinds ...plan.RuleKind) *rapid.Generator[plan.Rule] {
	if len(kinds) == 0 {
		kinds = plan.RuleKinds
	}
	return rapid.Custom(func(t *rapid.T) plan.Rule {
		r := plan.Rule{Kind: kinds[spread(t, 0, len(kinds)-1, "kind")], Comparator: plan.AtLeast}
		window := anyWindow().Draw(t, "window")
		r.From, r.To = window.From, window.To
		periods := []plan.Period{plan.PerYear, plan.PerHalf, plan.PerQuarter}
		switch r.Kind {
		case plan.CountPerPeriod, plan.RecurringDeliverable:
			r.Period = rapid.SampledFrom(periods).Draw(t, "period")
		case plan.Threshold, plan.Ratio, plan.Judgement:
			r.Period = rapid.SampledFrom(append(periods, plan.NoPeriod)).Draw(t, "period")
		}
		r.Partial = rapid.SampledFrom([]plan.Partial{"", plan.PartialFull, plan.PartialProrated, plan.PartialExempt}).Draw(t, "partial")
		switch r.Kind {
		case plan.CountPerPeriod, plan.CountInWindow:
			r.Target = float64(spread(t, 1, 9, "target"))
		case plan.Threshold:
			r.Target = rapid.SampledFrom([]float64{1, 2, 2.5, 40}).Draw(t, "target")
		case plan.Ratio:
			r.Target = rapid.SampledFrom([]float64{0.001, 0.333333, 1.0 / 3, 0.5, 0.8, 1}).Draw(t, "target")
		default:
			r.Target = float64(rapid.IntRange(1, 3).Draw(t, "target"))
		}
		r.States = rapid.SliceOfN(rapid.SampledFrom(plan.States), 0, 2).Draw(t, "states")
		return r
	})
}

// anyWindow draws whole quarters and years as often as days in the middle of things.
func anyWindow() *rapid.Generator[calendar.Span] {
	return rapid.Custom(func(t *rapid.T) calendar.Span {
		from := calendar.NewDate(2018, 1, 1+spread(t, 0, 800, "start"))
		if rapid.Bool().Draw(t, "from a quarter's first day") {
			from = calendar.QuarterOf(from).First()
		}
		longest := rapid.SampledFrom([]int{400, 40, 5, 120, 1460}).Draw(t, "longest")
		to := from.AddDays(spread(t, 0, longest, "length"))
		if rapid.Bool().Draw(t, "to a quarter's last day") {
			to = calendar.QuarterOf(to).Last()
		}
		return calendar.Span{From: from, To: to}
	})
}

// around draws days in the window, near its ends and the ends of its cells, and up to half a year outside it.
func around(r plan.Rule) *rapid.Generator[calendar.Date] {
	return rapid.Custom(func(t *rapid.T) calendar.Date {
		if cells := r.Cells(); len(cells) > 0 && rapid.Bool().Draw(t, "near an edge") {
			cell := cells[spread(t, 0, len(cells)-1, "cell")]
			edge := rapid.SampledFrom([]calendar.Date{cell.From, cell.To, calendar.QuarterOf(cell.To).First()}).Draw(t, "edge")
			return edge.AddDays(rapid.IntRange(-1, 1).Draw(t, "beside"))
		}
		return r.From.AddDays(spread(t, -180, r.Window().Days()+180, "days in"))
	})
}

func anyTally(r plan.Rule) *rapid.Generator[evidence.Tally] {
	return rapid.Custom(func(t *rapid.T) evidence.Tally {
		tally := evidence.Tally{Day: around(r).Draw(t, "day"), N: rapid.IntRange(1, 3).Draw(t, "n"), Value: evidence.NoValue}
		if rapid.IntRange(0, 2).Draw(t, "after the window") == 0 {
			tally.Day = r.To.AddDays(spread(t, 1, 180, "days after"))
		}
		tally.For = tally.Day
		if rapid.IntRange(0, 3).Draw(t, "placed by a person") == 0 {
			tally.For = around(r).Draw(t, "for")
		}
		tally.State = rapid.SampledFrom(append(plan.States, plan.NoState)).Draw(t, "state")
		if rapid.Bool().Draw(t, "has a value") {
			tally.Value = decimal.Of(r.Target) + decimal.Thousandths(rapid.IntRange(-1, 5).Draw(t, "above"))
		}
		if rapid.Bool().Draw(t, "is rated") {
			tally.Rated = rapid.IntRange(1, tally.N).Draw(t, "rated")
			tally.Denominator = decimal.Thousandths(rapid.IntRange(0, 6).Draw(t, "denominator")) * 500
			tally.Numerator = decimal.Thousandths(rapid.IntRange(0, 6).Draw(t, "numerator")) * 500
		}
		return tally
	})
}

func anyFacts(r plan.Rule) *rapid.Generator[followup.Facts] {
	return rapid.Custom(func(t *rapid.T) followup.Facts {
		var facts followup.Facts
		for range rapid.SampledFrom([]int{1, 3, 12, 0, 2}).Draw(t, "number of tallies") {
			facts.Tallies = append(facts.Tallies, anyTally(r).Draw(t, "tally"))
		}
		for range rapid.IntRange(0, 3).Draw(t, "assessments") {
			facts.Assessments = append(facts.Assessments, followup.Assessment{On: around(r).Draw(t, "on"), For: around(r).Draw(t, "about"),
				Verdict: rapid.SampledFrom(followup.Verdicts).Draw(t, "verdict")})
		}
		for range rapid.IntRange(0, 2).Draw(t, "waivers") {
			waiver := followup.Waiver{CellFrom: r.From, On: around(r).Draw(t, "on")}
			if cells := r.Cells(); len(cells) > 0 {
				waiver.CellFrom = rapid.SampledFrom(cells).Draw(t, "cell").From
			}
			facts.Waivers = append(facts.Waivers, waiver)
		}
		return facts
	})
}

// singles splits tallies into one record each, the sums of the rated ones going to the first of them.
func singles(tallies []evidence.Tally) []evidence.Tally {
	var split []evidence.Tally
	for _, tally := range tallies {
		for i := range tally.N {
			one := tally
			one.N, one.Rated = 1, 0
			if i < tally.Rated {
				one.Rated = 1
			}
			if i > 0 {
				one.Numerator, one.Denominator = 0, 0
			}
			split = append(split, one)
		}
	}
	return split
}
