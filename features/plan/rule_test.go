package plan_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"samverk/features/plan"
	"samverk/platform/i18n"
)

func TestValidate(t *testing.T) {
	good := ruleOver("2018-01-01", "2021-12-31", plan.Rule{Kind: plan.CountPerPeriod, Target: 4, Period: plan.PerYear})
	change := func(f func(*plan.Rule)) plan.Rule {
		r := good
		f(&r)
		return r
	}
	window := func(kind plan.RuleKind, target float64) plan.Rule {
		return ruleOver("2018-01-01", "2021-12-31", plan.Rule{Kind: kind, Target: target})
	}
	for name, c := range map[string]struct {
		rule plan.Rule
		want string // the problems' identities, without "plan.rule.", parted by spaces
	}{
		"good":                           {good, ""},
		"a judgement needs no target":    {window(plan.Judgement, 0), ""},
		"a share of all":                 {window(plan.Ratio, 1), ""},
		"a value with decimals":          {window(plan.Threshold, 2.5), ""},
		"a ratio may recur":              {change(func(r *plan.Rule) { r.Kind, r.Target = plan.Ratio, 0.5 }), ""},
		"a single day":                   {change(func(r *plan.Rule) { r.To = r.From }), ""},
		"unknown kind":                   {window("guess", 1), "unknown_kind"},
		"ends before it starts":          {change(func(r *plan.Rule) { r.From, r.To = r.To, r.From }), "empty_window"},
		"no dates":                       {plan.Rule{Kind: plan.Deliverable, Target: 1}, "empty_window"},
		"no target":                      {window(plan.CountInWindow, 0), "target_not_positive"},
		"a negative target":              {window(plan.Threshold, -1), "target_not_positive"},
		"more than all":                  {window(plan.Ratio, 1.01), "ratio_above_one"},
		"half a meeting":                 {window(plan.CountInWindow, 2.5), "target_not_whole"},
		"unknown period":                 {change(func(r *plan.Rule) { r.Period = "month" }), "unknown_period"},
		"per what":                       {change(func(r *plan.Rule) { r.Period = "" }), "period_missing"},
		"a deliverable every what":       {window(plan.RecurringDeliverable, 1), "period_missing"},
		"one window cannot have periods": {change(func(r *plan.Rule) { r.Kind = plan.Deliverable }), "period_not_used"},
		"unknown state":                  {change(func(r *plan.Rule) { r.States = []plan.State{plan.Decided, "dreamt"} }), "unknown_state"},
		"unknown evidence":               {change(func(r *plan.Rule) { r.Evidence = []plan.EvidenceKind{plan.Meeting, "party"} }), "unknown_evidence"},
		"the zero rule":                  {plan.Rule{}, "unknown_kind empty_window target_not_positive"},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, problem := range c.rule.Validate() {
				got = append(got, strings.TrimPrefix(problem.ID, "plan.rule."))
				for _, lang := range i18n.Languages {
					if text := printers.In(lang).Text(problem); strings.HasPrefix(text, "plan.") {
						t.Errorf("no words in %s: %s", lang, text)
					}
				}
			}
			if joined := strings.Join(got, " "); joined != c.want {
				t.Errorf("got %q, want %q", joined, c.want)
			}
			if r := c.rule; c.want == "" && len(r.Cells()) == 0 {
				t.Error("a rule that can be judged has no cells")
			}
		})
	}
}

func TestRuleIsWrittenAsTheContractSays(t *testing.T) {
	r := ruleOver("2018-01-01", "2019-12-31", plan.Rule{Kind: plan.CountPerPeriod, Target: 4, Period: plan.PerYear,
		Partial: plan.PartialFull, Evidence: []plan.EvidenceKind{plan.Seminar, plan.Workshop}})
	const want = `{"kind":"count_per_period","from":"2018-01-01","to":"2019-12-31","comparator":"at_least","states":[],` +
		`"evidence":["seminar","workshop"],"tags":[],"partial":"full","origin":{},"flags":[],"target":4,"period":"year"}`
	if got, err := json.Marshal(r); err != nil || string(got) != want {
		t.Errorf("got %s, %v", got, err)
	}
	judged, err := json.Marshal(ruleOver("2018-01-01", "2019-12-31", plan.Rule{Kind: plan.Judgement}))
	if err != nil || !strings.Contains(string(judged), `"target":null,"period":null`) {
		t.Errorf("a judgement is written %s, %v", judged, err)
	}
}

// FuzzRuleSurvivesJSON reads a rule from any text, writes it and reads it again: what was read once must come back
// the same, since rules are kept as JSON in the database.
func FuzzRuleSurvivesJSON(f *testing.F) {
	f.Add(`{"kind":"count_per_period","target":4,"period":"year","from":"2018-01-01","to":"2019-12-31","states":[],"evidence":["seminar"]}`)
	f.Add(`{"kind":"judgement","target":null,"period":null,"from":"1969-12-31","to":"1970-01-01","origin":{"kind":"text"},"flags":["x"]}`)
	f.Add(`{"kind":"ratio","target":0.8,"network":"å\u2028","measure":"value","partial":"exempt","tags":["a",""],"from":null,"to":""}`)
	f.Add(`{"kind":"threshold","target":1e300,"from":"0001-01-01","to":"9999-12-31"}`)
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) {
			return // JSON is UTF-8, and the decoder mends what is not
		}
		var first plan.Rule
		if json.Unmarshal([]byte(text), &first) != nil {
			return
		}
		written, err := json.Marshal(first)
		if err != nil {
			t.Fatalf("%+v cannot be written: %v", first, err)
		}
		var second plan.Rule
		if err := json.Unmarshal(written, &second); err != nil {
			t.Fatalf("%s cannot be read: %v", written, err)
		}
		again, err := json.Marshal(second)
		if err != nil || string(again) != string(written) {
			t.Fatalf("%s came back as %s, %v", written, again, err)
		}
		if first.Kind == plan.Judgement {
			first.Target = 0 // a judgement has none
		}
		if !reflect.DeepEqual(withEmptyLists(first), second) {
			t.Fatalf("%+v came back as %+v", first, second)
		}
	})
}

// withEmptyLists makes missing lists empty, which is how they are written.
func withEmptyLists(r plan.Rule) plan.Rule {
	r.States = append([]plan.State{}, r.States...)
	r.Evidence = append([]plan.EvidenceKind{}, r.Evidence...)
	r.Tags = append([]string{}, r.Tags...)
	r.Flags = append([]string{}, r.Flags...)
	if r.Origin == nil {
		r.Origin = map[string]plan.Origin{}
	}
	return r
}
