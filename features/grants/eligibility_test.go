package grants_test

import (
	"testing"

	"pgregory.net/rapid"

	"samverk/features/grants"
)

func p[T any](v T) *T { return &v }

// youth are rules like the example's for associations; social those of the call for social innovations.
var (
	youth  = grants.Rules{LegalForms: []string{"61"}, Classes: []string{"icnpo 1"}, NeedsEntitled: true, Municipalities: 4, Activity: 3}
	social = grants.Rules{Levels: []grants.Level{{Key: "prestudy", Most: 50_000_00}, {Key: "development", Most: 200_000_00}}, Least: 1_000_00, OwnPart: 1000, HourlyRate: 330_00}
)

func TestWhoMayApply(t *testing.T) {
	right := grants.Facts{LegalForm: "61", KnowsClasses: true, Entitled: p(true), Members: p(4), Activity: p(0)}
	for name, test := range map[string]struct {
		rules  grants.Rules
		change func(*grants.Facts)
		rule   string
		want   grants.Verdict
	}{
		"all is right":                  {youth, func(*grants.Facts) {}, "", grants.Met},
		"another legal form":            {youth, func(f *grants.Facts) { f.LegalForm = "49" }, "legal_form", grants.Unmet},
		"no legal form":                 {youth, func(f *grants.Facts) { f.LegalForm = "" }, "legal_form", grants.Unknown},
		"a class that is left out":      {youth, func(f *grants.Facts) { f.Classes = []string{"icnpo 1"} }, "class", grants.Unmet},
		"another class":                 {youth, func(f *grants.Facts) { f.Classes = []string{"icnpo 2"} }, "class", grants.Met},
		"classes are not known":         {youth, func(f *grants.Facts) { f.KnowsClasses = false }, "class", grants.Unknown},
		"says that it is left out":      {youth, func(f *grants.Facts) { f.LeftOut = p(true) }, "class", grants.Unmet},
		"says that it is not":           {youth, func(f *grants.Facts) { f.LeftOut, f.KnowsClasses = p(false), false }, "class", grants.Met},
		"not entitled":                  {youth, func(f *grants.Facts) { f.Entitled = p(false) }, "entitled", grants.Unmet},
		"three municipalities":          {youth, func(f *grants.Facts) { f.Members = p(3) }, "reach", grants.Unmet},
		"activity in three":             {youth, func(f *grants.Facts) { f.Members, f.Activity = p(0), p(3) }, "reach", grants.Met},
		"activity is not known":         {youth, func(f *grants.Facts) { f.Members, f.Activity = p(3), nil }, "reach", grants.Unknown},
		"members suffice by themselves": {youth, func(f *grants.Facts) { f.Activity = nil }, "reach", grants.Met},
		"only activity counts":          {grants.Rules{Activity: 3}, func(f *grants.Facts) { f.Activity = p(2) }, "activity", grants.Unmet},
		"no mandate":                    {grants.Rules{NeedsMandate: true}, func(f *grants.Facts) { f.Mandate = p(false) }, "mandate", grants.Unmet},
		"no level":                      {social, func(*grants.Facts) {}, "level", grants.Unknown},
		"a level that there is not":     {social, func(f *grants.Facts) { f.Level = "castle" }, "level", grants.Unmet},
		"too much for the level":        {social, func(f *grants.Facts) { f.Level, f.Amount = "prestudy", p[int64](50_000_01) }, "most", grants.Unmet},
		"as much as the level":          {social, func(f *grants.Facts) { f.Level, f.Amount = "prestudy", p[int64](50_000_00) }, "most", grants.Met},
		"too little":                    {social, func(f *grants.Facts) { f.Level, f.Amount = "prestudy", p[int64](999_99) }, "least", grants.Unmet},
		"own part not told":             {social, func(f *grants.Facts) { f.Level, f.Amount = "prestudy", p[int64](33_000_00) }, "own_part", grants.Unknown},
		"a hundred hours are 33 000": {social, func(f *grants.Facts) {
			f.Level, f.Amount, f.OwnHours, f.KnowsOwnPart = "prestudy", p[int64](33_000_00), 100_000, true
		}, "own_part", grants.Met},
		"an öre more is not covered": {social, func(f *grants.Facts) {
			f.Level, f.Amount, f.OwnHours, f.KnowsOwnPart = "prestudy", p[int64](33_000_01), 100_000, true
		}, "own_part", grants.Unmet},
	} {
		facts := right
		test.change(&facts)
		findings := grants.Judge(test.rules, facts)
		if test.rule == "" {
			if got := grants.Outcome(findings); got != test.want || len(findings) != 4 {
				t.Errorf("%s: %s of %d findings", name, got, len(findings))
			}
			continue
		}
		found := false
		for _, f := range findings {
			if f.Rule == test.rule {
				found = true
				if f.Verdict != test.want {
					t.Errorf("%s: %s is %s, want %s", name, f.Rule, f.Verdict, test.want)
				}
			}
		}
		if !found {
			t.Errorf("%s: nothing is said of %s", name, test.rule)
		}
	}
	if findings := grants.Judge(grants.Rules{}, grants.Facts{}); len(findings) != 0 || grants.Outcome(findings) != grants.Met {
		t.Errorf("without rules something is demanded: %v", findings)
	}
}

// Learning more never turns a judgement from met into unmet or back: only what was unknown is settled.
func TestLearningMoreOnlySettlesWhatWasUnknown(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rules := grants.Rules{NeedsEntitled: rapid.Bool().Draw(t, "entitled"), NeedsMandate: rapid.Bool().Draw(t, "mandate"),
			Municipalities: rapid.IntRange(0, 4).Draw(t, "members"), Activity: rapid.IntRange(0, 4).Draw(t, "activity")}
		full := grants.Facts{Entitled: p(rapid.Bool().Draw(t, "is")), Mandate: p(rapid.Bool().Draw(t, "has")), Members: p(rapid.IntRange(0, 6).Draw(t, "in")), Activity: p(rapid.IntRange(0, 6).Draw(t, "at"))}
		less := full
		for _, forget := range []func(){func() { less.Entitled = nil }, func() { less.Mandate = nil }, func() { less.Members = nil }, func() { less.Activity = nil }} {
			if rapid.Bool().Draw(t, "forget") {
				forget()
			}
		}
		before, after := grants.Judge(rules, less), grants.Judge(rules, full)
		for i := range before {
			if after[i].Verdict == grants.Unknown || before[i].Verdict != grants.Unknown && before[i].Verdict != after[i].Verdict {
				t.Fatalf("%s goes from %s to %s", before[i].Rule, before[i].Verdict, after[i].Verdict)
			}
		}
	})
}
