package plan_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"samverk/features/plan"
	"samverk/platform/calendar"
)

func TestCells(t *testing.T) {
	for name, c := range map[string]struct {
		rule plan.Rule
		want string // "from–to target", parted by "; "
	}{
		"one window": {
			ruleOver("2018-01-01", "2019-06-30", plan.Rule{Kind: plan.CountInWindow, Target: 3}), "2018-01-01–2019-06-30 3",
		},
		"one per year": {
			ruleOver("2018-01-01", "2019-12-31", plan.Rule{Kind: plan.CountPerPeriod, Target: 4, Period: plan.PerYear}),
			"2018-01-01–2018-12-31 4; 2019-01-01–2019-12-31 4",
		},
		"one per half-year": {
			ruleOver("2018-07-01", "2019-06-30", plan.Rule{Kind: plan.CountPerPeriod, Target: 1, Period: plan.PerHalf}),
			"2018-07-01–2018-12-31 1; 2019-01-01–2019-06-30 1",
		},
		"one per quarter, from a leap day": {
			ruleOver("2020-02-29", "2020-06-30", plan.Rule{Kind: plan.CountPerPeriod, Target: 1, Period: plan.PerQuarter}),
			"2020-02-29–2020-03-31 1; 2020-04-01–2020-06-30 1",
		},
		"incomplete periods ask for the whole target by default": {
			ruleOver("2018-11-15", "2020-03-31", plan.Rule{Kind: plan.CountPerPeriod, Target: 4, Period: plan.PerYear}),
			"2018-11-15–2018-12-31 4; 2019-01-01–2019-12-31 4; 2020-01-01–2020-03-31 4",
		},
		"or for a part of it": {
			ruleOver("2018-05-15", "2020-03-31", plan.Rule{Kind: plan.CountPerPeriod, Target: 10, Period: plan.PerYear, Partial: plan.PartialProrated}),
			"2018-05-15–2018-12-31 8; 2019-01-01–2019-12-31 10; 2020-01-01–2020-03-31 3",
		},
		"a part of one is one": {
			ruleOver("2018-12-31", "2019-12-31", plan.Rule{Kind: plan.CountPerPeriod, Target: 1, Period: plan.PerYear, Partial: plan.PartialProrated}),
			"2018-12-31–2018-12-31 1; 2019-01-01–2019-12-31 1",
		},
		"or for nothing": {
			ruleOver("2018-05-15", "2020-03-31", plan.Rule{Kind: plan.CountPerPeriod, Target: 4, Period: plan.PerYear, Partial: plan.PartialExempt}),
			"2019-01-01–2019-12-31 4",
		},
		"a least value and a share are never parted": {
			ruleOver("2018-07-01", "2018-12-31", plan.Rule{Kind: plan.Ratio, Target: 0.8, Period: plan.PerYear, Partial: plan.PartialProrated}),
			"2018-07-01–2018-12-31 0.8",
		},
		"something is delivered once": {
			ruleOver("2018-07-01", "2019-12-31", plan.Rule{Kind: plan.RecurringDeliverable, Target: 3, Period: plan.PerYear, Partial: plan.PartialProrated}),
			"2018-07-01–2018-12-31 1; 2019-01-01–2019-12-31 1",
		},
		"across 1970":         {ruleOver("1969-01-01", "1970-12-31", plan.Rule{Kind: plan.Judgement, Period: plan.PerYear}), "1969-01-01–1969-12-31 0; 1970-01-01–1970-12-31 0"},
		"an only year cut":    {ruleOver("2018-02-01", "2018-11-30", plan.Rule{Kind: plan.CountPerPeriod, Target: 4, Period: plan.PerYear, Partial: plan.PartialExempt}), ""},
		"the window is empty": {ruleOver("2019-01-01", "2018-12-31", plan.Rule{Kind: plan.CountInWindow, Target: 4}), ""},
		"unknown period":      {ruleOver("2018-01-01", "2018-12-31", plan.Rule{Kind: plan.CountPerPeriod, Target: 4, Period: "month"}), ""},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, cell := range c.rule.Cells() {
				got = append(got, fmt.Sprintf("%s–%s %v", cell.From, cell.To, cell.Target))
			}
			if joined := strings.Join(got, "; "); joined != c.want {
				t.Errorf("\n got %s\nwant %s", joined, c.want)
			}
		})
	}
}

func TestCellsCoverTheWindowOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := plan.Rule{Kind: plan.CountPerPeriod, Target: float64(rapid.IntRange(1, 50).Draw(t, "target"))}
		r.From = calendar.NewDate(1965, 1, rapid.IntRange(1, 20_000).Draw(t, "from"))
		r.To = r.From.AddDays(rapid.IntRange(0, 2000).Draw(t, "length"))
		r.Period = rapid.SampledFrom([]plan.Period{plan.PerYear, plan.PerHalf, plan.PerQuarter}).Draw(t, "period")
		r.Partial = rapid.SampledFrom([]plan.Partial{plan.PartialFull, plan.PartialProrated, plan.PartialExempt}).Draw(t, "partial")
		next := r.From
		for i, cell := range r.Cells() {
			period := r.Period.Around(cell.From)
			whole := cell.Span == period
			if r.Partial == plan.PartialExempt && !whole {
				t.Fatalf("%v is incomplete but has a cell", cell.Span)
			}
			if cell.From != next && (i > 0 || r.Partial != plan.PartialExempt) {
				t.Fatalf("a cell starts on %s, not %s", cell.From, next)
			}
			if cell.IsEmpty() || cell.Intersect(period) != cell.Span || cell.Intersect(r.Window()) != cell.Span {
				t.Fatalf("%v is not within its period and the window", cell.Span)
			}
			if cell.Target < 1 || cell.Target > r.Target || whole && cell.Target != r.Target {
				t.Fatalf("%v asks for %v of %v", cell.Span, cell.Target, r.Target)
			}
			next = cell.To.AddDays(1)
		}
		if r.Partial != plan.PartialExempt && next != r.To.AddDays(1) {
			t.Fatalf("the cells end before %s", next)
		}
	})
}
