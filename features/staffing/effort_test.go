package staffing

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"samverk/features/plan"
	"samverk/features/staffing/planner"
	"samverk/platform/calendar"
)

func quarters(from, to string) calendar.QuarterSpan {
	return calendar.QuarterSpan{From: calendar.MustQuarter(from), To: calendar.MustQuarter(to)}
}

func rule(kind plan.RuleKind, target float64, period plan.Period, from, to string, kinds ...plan.EvidenceKind) plan.Rule {
	return plan.Rule{Kind: kind, Target: target, Period: period, From: calendar.MustDate(from), To: calendar.MustDate(to), Evidence: kinds}
}

func TestTheFirstEstimateIsWhatTheIndicatorsRequire(t *testing.T) {
	standard := Standard{plan.Meeting: 120, plan.Seminar: 240, plan.Proposal: 400, plan.Requirement: 80, plan.Other: 40}
	for _, c := range []struct {
		name       string
		recurrence plan.Recurrence
		rules      []plan.Rule
		want       string
	}{
		{"once", plan.Once, []plan.Rule{rule(plan.Deliverable, 1, "", "2018-01-01", "2018-12-31", plan.Proposal)}, "total 400 of 400"},
		{"several, some of them counted", plan.Once, []plan.Rule{rule(plan.CountInWindow, 3, "", "2018-01-01", "2018-12-31", plan.Meeting),
			rule(plan.Deliverable, 1, "", "2018-01-01", "2018-12-31", plan.Proposal)}, "total 760 of 760"},
		{"four each year, spread over sixteen quarters", plan.Ongoing, []plan.Rule{rule(plan.CountPerPeriod, 4, plan.PerYear, "2018-01-01", "2021-12-31", plan.Meeting)},
			"steady 120 of 1920"},
		{"what does not divide is rounded up", plan.Ongoing, []plan.Rule{rule(plan.CountPerPeriod, 1, plan.PerYear, "2018-01-01", "2021-12-31", plan.Seminar, plan.Meeting)},
			"steady 60 of 960"},
		{"one each time is supposed where the plan does not say", plan.Yearly, []plan.Rule{rule(plan.Ratio, 1, plan.PerYear, "2018-01-01", "2021-12-31", plan.Requirement)},
			"steady 20 of 320"},
		{"no kind", plan.Once, []plan.Rule{rule(plan.Judgement, 0, "", "2018-01-01", "2021-12-31")}, "total 40 of 40"},
		{"no indicators", plan.Ongoing, nil, "steady 0 of 0"},
	} {
		a := plan.Activity{Window: quarters("2018-Q1", "2021-Q4"), Recurrence: c.recurrence}
		for i, r := range c.rules {
			a.Indicators = append(a.Indicators, plan.Indicator{Number: i + 1, Rule: r})
		}
		e := FirstEstimate(&a, standard)
		if got := fmt.Sprintf("%s %d of %d", e.Shape, e.Hours, e.Sum); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
		if len(e.Parts) != len(c.rules) {
			t.Errorf("%s: %d parts", c.name, len(e.Parts))
		}
	}
}

func activities(priority plan.Priority, numbers ...int) []*plan.Activity {
	var all []*plan.Activity
	for _, n := range numbers {
		all = append(all, &plan.Activity{ID: fmt.Sprint("a", n), Number: n, Priority: priority})
	}
	return all
}

func TestPlacesThatSomebodyTypes(t *testing.T) {
	for _, c := range []struct {
		typed map[int]int
		want  string
	}{
		{nil, "1 3 4 7 9"},
		{map[int]int{1: 1, 3: 2, 4: 3, 7: 4, 9: 5}, "1 3 4 7 9"},
		{map[int]int{9: 1}, "9 1 3 4 7"},
		{map[int]int{1: 5}, "3 4 7 9 1"},
		{map[int]int{1: 99}, "3 4 7 9 1"},
		{map[int]int{9: 1, 7: 2}, "9 7 1 3 4"},
		{map[int]int{3: 1, 1: 2}, "3 1 4 7 9"},
	} {
		order := activities(plan.High, 1, 3, 4, 7, 9)
		if got := inShort(reordered(order, c.typed)); got != c.want {
			t.Errorf("%v: %s, want %s", c.typed, got, c.want)
		}
	}
	if got := inShort(moved(activities(plan.High, 1, 3, 4), 1, 2)); got != "3 1 4" {
		t.Errorf("one step down: %s", got)
	}
}

// Whatever is typed, nothing is lost and a single activity that is moved stands where it was put.
func TestAnOrderKeepsEverything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		order := activities(plan.High, 1, 2, 3, 4, 5, 6, 7)
		typed := rapid.MapOf(rapid.IntRange(1, 7), rapid.IntRange(-2, 12)).Draw(t, "typed")
		after := reordered(order, typed)
		seen := map[int]bool{}
		for _, a := range after {
			seen[a.Number] = true
		}
		if len(after) != 7 || len(seen) != 7 {
			t.Fatalf("%s", inShort(after))
		}
		n, to := rapid.IntRange(1, 7).Draw(t, "number"), rapid.IntRange(1, 7).Draw(t, "place")
		if one := reordered(order, map[int]int{n: to}); one[to-1].Number != n {
			t.Fatalf("%d to %d: %s", n, to, inShort(one))
		}
	})
}

// planOf is a plan of the years 2018–2021 with the activities.
func planOf(all ...plan.Activity) *plan.Plan {
	for i := range all {
		all[i].Number, all[i].ID = i+1, fmt.Sprint("a", i+1)
		if all[i].Priority == "" {
			all[i].Priority = plan.High
		}
	}
	return &plan.Plan{Period: calendar.Span{From: calendar.MustDate("2018-01-01"), To: calendar.MustDate("2021-12-31")}, Goals: []plan.Goal{{Activities: all}}}
}

func TestTheProblemIsWhatIsLeftOfThePlan(t *testing.T) {
	most := planner.Tenths(500)
	s := state{setting: usual, people: []Person{{ID: "p1", Name: "Ett", Role: "Strateg", From: calendar.MustDate("2018-01-01"), Percents: []Percent{at("2018-01-01", 1000)}},
		{ID: "p2", Name: "Två", From: calendar.MustDate("2018-01-01"), Percents: []Percent{at("2018-01-01", 800)}}},
		plan: planOf(
			plan.Activity{Window: quarters("2018-Q1", "2019-Q2")},
			plan.Activity{Window: quarters("2018-Q1", "2019-Q1")},
			plan.Activity{Window: quarters("2018-Q1", "2021-Q4"), Predecessors: []plan.Predecessor{{ActivityID: "a1", Standing: plan.Confirmed}, {ActivityID: "a2", Standing: plan.Confirmed}}},
			plan.Activity{Window: quarters("2020-Q1", "2022-Q2"), Priority: plan.Low, Predecessors: []plan.Predecessor{{ActivityID: "a3", Standing: plan.Proposed}}},
			plan.Activity{Window: quarters("2020-Q1", "2020-Q1")},
			plan.Activity{Window: quarters("2020-Q1", "2020-Q1")},
		),
		efforts: map[string]Effort{
			"a1": {Shape: Total, Hours: 1600, Most: &most, Who: ByRole, Role: "strateg", Owner: "p1"},
			"a2": {Shape: Total, Hours: 1000, Who: Anyone},
			"a3": {Shape: Steady, Hours: 300, Who: ByPeople, People: []string{"p2"}, Partial: true},
			"a4": {Shape: Total, Hours: 100, Who: Anyone},
			"a5": {Shape: Total, Hours: 100, Who: Anyone},
			"a6": {Shape: Total, Hours: 100, Who: ByRole, Role: "Jurist"},
		},
		ranks: Ranks{"a4": 2}, spent: map[string]planner.Tenths{"a1": 640, "a3": 900, "a5": 100}}
	problem, names, err := s.problem(calendar.MustQuarter("2019-Q2"))
	if err != nil {
		t.Fatal(err)
	}
	if len(problem.Quarters) != 11 || problem.Quarters[0] != "2019-Q2" || problem.Quarters[10] != "2021-Q4" {
		t.Errorf("quarters %q", problem.Quarters)
	}
	if len(problem.People) != 2 || problem.People[0].Hours[0] != 2832 || problem.People[1].Hours[0] != 2265 || names.People["p1"] != "Ett" {
		t.Errorf("people %+v", problem.People)
	}
	var asked []string
	for _, a := range problem.Activities {
		hours := func(n *planner.Tenths) string {
			if n == nil {
				return "-"
			}
			return fmt.Sprint(int64(*n))
		}
		asked = append(asked, fmt.Sprint(a.ID, " ", a.Class, " ", a.Rank, " ", a.Window, " ", hours(a.Total), " ", hours(a.Steady), " ", hours(a.Most), " ", a.People, " ", a.Owner, " ", a.After, " ", a.Partial))
	}
	want := []string{"1 high 1 [2019-Q2 2019-Q2] 960 - 500 [p1] p1 [] false", "3 high 3 [2019-Q2 2021-Q4] - 300 - [p2]  [1] true", "4 low 2 [2020-Q1 2021-Q4] 100 - - []  [] false"}
	if !slices.Equal(asked, want) {
		t.Errorf("\n got %s\nwant %s", strings.Join(asked, "\n     "), strings.Join(want, "\n     "))
	}
	var left []string
	for _, l := range names.Left {
		left = append(left, fmt.Sprint(l.Activity.Number, " ", l.Why))
	}
	if want := []string{"2 over", "5 used_up", "6 nobody"}; !slices.Equal(left, want) {
		t.Errorf("left out: %q", left)
	}
	if want := []Order{{3, 4}}; !slices.Equal(names.Proposed, want) {
		t.Errorf("proposed: %v", names.Proposed)
	}
	if _, _, err := s.problem(calendar.MustQuarter("2022-Q1")); err == nil {
		t.Error("a plan that is over is asked about")
	}
}
