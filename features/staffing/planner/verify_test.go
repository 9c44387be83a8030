package planner

import (
	"strings"
	"testing"
)

// provable is a problem and a right plan of it. A3 waits, since A1 and A2 leave 1.0 of its 2.0 hours; A5 comes before A4.
func provable() (*Problem, *Plan) {
	p := &Problem{
		Quarters: []string{"2018-Q1", "2018-Q2", "2018-Q3"},
		People:   []Person{{"a", []Tenths{40, 40, 40}}, {"b", []Tenths{10, 10, 10}}},
		Activities: []Activity{
			{ID: "A1", Class: High, Rank: 1, Window: [2]string{"2018-Q1", "2018-Q2"}, Total: tenths(50), People: []string{"a"}},
			{ID: "A2", Class: High, Rank: 2, Window: [2]string{"2018-Q1", "2018-Q2"}, Steady: tenths(10), People: []string{"a"}},
			{ID: "A3", Class: Medium, Rank: 1, Window: [2]string{"2018-Q1", "2018-Q2"}, Total: tenths(20), People: []string{"a"}},
			{ID: "A4", Class: Low, Rank: 1, Window: [2]string{"2018-Q1", "2018-Q3"}, Total: tenths(5), After: []string{"A5"}},
			{ID: "A5", Class: Low, Rank: 2, Window: [2]string{"2018-Q1", "2018-Q3"}, Total: tenths(6), Most: tenths(4), People: []string{"b"}},
		},
	}
	second, third := "2018-Q2", "2018-Q3"
	return p, &Plan{
		Activities: []Outcome{
			{ID: "A1", Fits: true, Finish: &second, Share: 1, Hours: []Work{{"a", "2018-Q1", 30}, {"a", "2018-Q2", 20}}},
			{ID: "A2", Fits: true, Finish: &second, Share: 1, Hours: []Work{{"a", "2018-Q1", 10}, {"a", "2018-Q2", 10}}},
			{ID: "A3", Share: 0.5,
				Reason: &Reason{Cause: Capacity, Slots: [][2]string{{"a", "2018-Q1"}, {"a", "2018-Q2"}}, Competing: []string{"A1", "A2"}, Missing: tenths(10)},
				Alternatives: []Alternative{
					{Kind: MoreHours, Add: []Work{{"a", "2018-Q1", 10}}},
					{Kind: Window, From: "2018-Q1", Until: "2018-Q3"},
					{Kind: Wait, Activity: "A2"},
					{Kind: LessEffort, Hours: tenths(10)},
					{Kind: MorePeople, Add: []string{"b"}},
				}},
			{ID: "A4", Fits: true, Finish: &third, Share: 1, Hours: []Work{{"a", "2018-Q3", 5}}},
			{ID: "A5", Fits: true, Finish: &second, Share: 1, Hours: []Work{{"b", "2018-Q1", 4}, {"b", "2018-Q2", 2}}},
		},
	}
}

func TestARightPlanIsAccepted(t *testing.T) {
	p, plan := provable()
	if err := Verify(p, plan); err != nil {
		t.Error(err)
	}
}

func TestWhatIsWrongInAPlanIsFoundAndNamed(t *testing.T) {
	third := "2018-Q3"
	for _, c := range []struct {
		name, says string
		spoil      func(p *Problem, plan *Plan)
	}{
		{"an activity left out", `"A5" is left out`, func(_ *Problem, plan *Plan) { plan.Activities = plan.Activities[:4] }},
		{"an activity twice", `"A1" is there twice`, func(_ *Problem, plan *Plan) { plan.Activities = append(plan.Activities, plan.Activities[0]) }},
		{"an unknown activity", `"A9" is not in`, func(_ *Problem, plan *Plan) { plan.Activities[0].ID = "A9" }},
		{"above capacity", "b in 2018-Q1 has 0.4 hours of 0.3 hours", func(p *Problem, _ *Plan) { p.People[1].Hours[0] = 3 }},
		{"too few hours", "4.9 hours of 5.0 hours", func(_ *Problem, plan *Plan) { plan.Activities[0].Hours[1].Hours = 19 }},
		{"a gap in steady work", "in 2018-Q1", func(_ *Problem, plan *Plan) { plan.Activities[1].Hours = plan.Activities[1].Hours[1:] }},
		{"above its bound", "above 0.4 hours", func(_ *Problem, plan *Plan) { plan.Activities[4].Hours[0].Hours = 5 }},
		{"by somebody else", "who may not do it", func(_ *Problem, plan *Plan) { plan.Activities[4].Hours[0].Person = "a" }},
		{"outside its window", "outside its window", func(_ *Problem, plan *Plan) { plan.Activities[0].Hours[1].Quarter = third }},
		{"a negative hour", "-2.0 hours", func(_ *Problem, plan *Plan) { plan.Activities[0].Hours[1].Hours = -20 }},
		{"a late finish", "not its last quarter with hours", func(p *Problem, plan *Plan) {
			p.Activities[3].After, plan.Activities[4].Finish = nil, &third
		}},
		{"no finish", "no finish", func(_ *Problem, plan *Plan) { plan.Activities[0].Finish = nil }},
		{"before its predecessor", `predecessor "A5" finishes in 2018-Q2`, func(_ *Problem, plan *Plan) {
			plan.Activities[3].Hours[0].Quarter = "2018-Q2"
			plan.Activities[3].Finish = plan.Activities[0].Finish
		}},
		{"a share that is not whole", "share 0.9", func(_ *Problem, plan *Plan) { plan.Activities[0].Share = 0.9 }},
		{"a share of its own", "share 0.6", func(_ *Problem, plan *Plan) { plan.Activities[2].Share = 0.6 }},
		{"hours while waiting", "it waits, and has", func(_ *Problem, plan *Plan) { plan.Activities[2].Hours = []Work{{"a", "2018-Q2", 5}} }},
		{"no reason", "the reason is given: false", func(_ *Problem, plan *Plan) { plan.Activities[2].Reason = nil }},
		{"too much missing", "the proof gives 1.0 hours missing", func(_ *Problem, plan *Plan) {
			plan.Activities[2].Reason.Missing, plan.Activities[2].Share = tenths(12), 0.4
		}},
		{"a slot too few", "can be done elsewhere", func(_ *Problem, plan *Plan) { plan.Activities[2].Reason.Slots = plan.Activities[2].Reason.Slots[:1] }},
		{"a competitor too few", "the proof gives", func(_ *Problem, plan *Plan) { plan.Activities[2].Reason.Competing = []string{"A1"} }},
		{"a later competitor", "comes later", func(_ *Problem, plan *Plan) {
			plan.Activities[2].Reason.Competing = []string{"A1", "A2", "A4"}
		}},
		{"a competitor with nothing to do there", "can be done elsewhere", func(p *Problem, plan *Plan) {
			p.Activities[4].Class, plan.Activities[2].Reason.Competing = High, []string{"A1", "A2", "A5"}
			p.Activities[3].After = nil
		}},
		{"hours that do not sum", "it adds 0.9 hours", func(_ *Problem, plan *Plan) {
			plan.Activities[2].Alternatives[0].Add = []Work{{"a", "2018-Q1", 9}}
		}},
		{"the same window", "the window", func(_ *Problem, plan *Plan) { plan.Activities[2].Alternatives[1].Until = "2018-Q2" }},
		{"somebody who may already", "may do it already", func(_ *Problem, plan *Plan) { plan.Activities[2].Alternatives[4].Add = []string{"a"} }},
		{"waiting predecessors that do not wait", "does not precede", func(_ *Problem, plan *Plan) {
			plan.Activities[2].Reason = &Reason{Cause: After, After: []string{"A1"}}
		}},
		{"an overload that is none", "overload 2018-Q1", func(_ *Problem, plan *Plan) {
			plan.Overloads = []Overload{{From: "2018-Q1", Until: "2018-Q1", Forced: 10, Hours: 50, ForcedBy: []string{"A2"}}}
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, plan := provable()
			c.spoil(p, plan)
			if err := Verify(p, plan); err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("it says %v, not %q", err, c.says)
			}
		})
	}
}
