package planimport_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"samverk/features/plan"
	"samverk/features/plan/planimport"
	"samverk/platform/i18n"
)

// scannedDocument is the plan that started the project: real scanned text with all its errors. It stands beside the
// project, not in it, because it names people.
var scannedDocument = filepath.Join("..", "..", "..", "..", "shared", "documents", "aktivitetsplan-2018-2021.txt")

// expectedRule is what a careful reader makes of an indicator.
type expectedRule struct {
	rule    string // kind, target, period, states
	window  string
	flagged bool
}

// expectedRules stand in the order of the indicators, 1–33.
var expectedRules = []expectedRule{
	{"count_per_period 4 year []", "2018-01-01 2019-12-31", false},
	{"deliverable 1  [presented]", "2018-01-01 2018-12-31", false},
	{"deliverable 1  [prepared presented]", "2018-01-01 2021-12-31", true},
	{"deliverable 1  [presented]", "2019-01-01 2019-12-31", false},
	{"count_in_window 2  []", "2020-01-01 2020-12-31", true},
	{"deliverable 1  [presented]", "2019-01-01 2019-12-31", true},
	{"count_in_window 3  []", "2018-01-01 2019-06-30", false},
	{"deliverable 1  [submitted]", "2019-01-01 2019-06-30", false},
	{"deliverable 1  [submitted]", "2019-01-01 2019-06-30", false},
	{"recurring_deliverable 1 year [submitted]", "2018-01-01 2021-12-31", false},
	{"recurring_deliverable 1 year [submitted]", "2018-01-01 2021-12-31", false},
	{"recurring_deliverable 1 year [submitted]", "2018-01-01 2021-12-31", false},
	{"recurring_deliverable 1 year [submitted]", "2018-01-01 2021-12-31", false},
	{"count_per_period 1 year []", "2018-01-01 2021-12-31", false},
	{"count_per_period 1 year []", "2018-01-01 2021-12-31", false},
	{"deliverable 1  []", "2019-07-01 2019-12-31", false},
	{"deliverable 1  [prepared]", "2018-07-01 2018-12-31", false},
	{"deliverable 1  [presented]", "2019-01-01 2019-12-31", false},
	{"count_per_period 1 year []", "2018-01-01 2021-12-31", false},
	{"ratio 1 year []", "2018-01-01 2021-12-31", true},
	{"deliverable 1  [presented]", "2019-01-01 2019-12-31", false},
	{"count_in_window 2  []", "2020-01-01 2020-12-31", true},
	{"state 1  []", "2018-01-01 2018-12-31", false},
	{"count_per_period 6 year []", "2018-01-01 2021-12-31", false},
	{"count_per_period 4 year []", "2018-01-01 2021-12-31", false},
	{"count_per_period 10 year []", "2018-01-01 2021-12-31", false},
	{"deliverable 1  [presented]", "2018-07-01 2019-06-30", false},
	{"state 1  []", "2021-07-01 2021-12-31", false},
	{"count_per_period 2 year []", "2018-01-01 2021-12-31", false},
	{"count_per_period 1 year []", "2018-01-01 2021-12-31", true},
	{"count_per_period 1 year []", "2018-01-01 2021-12-31", false},
	{"count_in_window 2  []", "2018-01-01 2021-12-31", false},
	{"count_in_window 2  []", "2018-01-01 2021-12-31", false},
}

// readScannedDocument gives the draft of the real document, or leaves the test out, and says so, where it is not found.
func readScannedDocument(t *testing.T) (plan.Draft, []byte) {
	t.Helper()
	content, err := os.ReadFile(scannedDocument)
	if os.IsNotExist(err) {
		fmt.Println("LEFT OUT: " + t.Name() + ": the scanned plan does not stand beside the project")
		t.Skip("the scanned plan does not stand beside the project")
	}
	if err != nil {
		t.Fatal(err)
	}
	draft, err := planimport.NewReader().Read("plan.txt", content, swedishPrinter(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return draft, content
}

func swedishPrinter() i18n.Printer { return i18n.NewCatalogue(planimport.Messages()).In(i18n.Swedish) }

func TestTheScannedPlanIsReadWhole(t *testing.T) {
	draft, _ := readScannedDocument(t)
	if got := fmt.Sprint(draft.Period.From, " ", draft.Period.To); got != "2018-01-01 2021-12-31" {
		t.Errorf("period %s", got)
	}
	var staff []int
	for _, position := range draft.Staff {
		staff = append(staff, position.Percent)
	}
	if !slices.Equal(staff, []int{100, 100, 80}) {
		t.Errorf("staff %v", staff)
	}
	priorities := map[plan.Priority]int{}
	activities, cells, n := 0, 0, 0
	for i, goal := range draft.Goals {
		if goal.Number != i+1 {
			t.Errorf("goal %d has number %d", i+1, goal.Number)
		}
		for _, activity := range goal.Activities {
			activities++
			priorities[activity.Priority]++
			if activity.Number != activities {
				t.Errorf("activity %d has number %d", activities, activity.Number)
			}
			for _, indicator := range activity.Indicators {
				n++
				cells += len(indicator.Rule.Cells())
				checkRule(t, n, &indicator)
			}
		}
	}
	if len(draft.Goals) != 4 || activities != 18 || n != 33 || cells != 76 {
		t.Errorf("%d goals, %d activities, %d indicators, %d cells; wanted 4, 18, 33, 76", len(draft.Goals), activities, n, cells)
	}
	if priorities[plan.High] != 14 || priorities[plan.Medium] != 4 {
		t.Errorf("priorities %v, wanted 14 high and 4 medium", priorities)
	}
}

func checkRule(t *testing.T, n int, indicator *plan.DraftIndicator) {
	t.Helper()
	if n > len(expectedRules) {
		t.Errorf("indicator %d is one too many: %q", n, indicator.Text)
		return
	}
	want, rule := expectedRules[n-1], indicator.Rule
	if got := fmt.Sprintf("%s %g %s %v", rule.Kind, rule.Target, rule.Period, rule.States); got != want.rule {
		t.Errorf("indicator %d: rule %s, wanted %s: %q", n, got, want.rule, indicator.Text)
	}
	if got := fmt.Sprint(rule.From, " ", rule.To); got != want.window {
		t.Errorf("indicator %d: window %s, wanted %s: %q", n, got, want.window, indicator.Text)
	}
	if want.flagged && len(indicator.Flags) == 0 {
		t.Errorf("indicator %d has nothing for a person to confirm: %q", n, indicator.Text)
	}
	if indicator.Number != n {
		t.Errorf("indicator %d has number %d", n, indicator.Number)
	}
	if faults := rule.Validate(); len(faults) > 0 {
		t.Errorf("indicator %d: %v", n, faults)
	}
}

func TestEveryLineOfTheScannedPlanHasARole(t *testing.T) {
	draft, content := readScannedDocument(t)
	lines := strings.Split(strings.TrimSuffix(string(content), "\n"), "\n")
	checkLines(t, &draft, len(lines))
}

// The staff list names people. None of its words that may be a name leaves the reader, except to reviewers.
func TestNobodyInTheScannedPlanIsNamed(t *testing.T) {
	draft, _ := readScannedDocument(t)
	out, err := json.Marshal(draft)
	if err != nil {
		t.Fatal(err)
	}
	checked := 0
	for _, line := range draft.Lines {
		if line.Role != plan.LineStaff || !strings.Contains(line.Text, "%") {
			continue
		}
		for _, word := range regexp.MustCompile(`\p{Lu}\p{L}{2,}`).FindAllString(line.Text, -1) {
			checked++
			if regexp.MustCompile(`(?i)\b` + word + `\b`).Match(out) {
				t.Errorf("a name of line %d is in the draft", line.Number)
			}
		}
	}
	if checked < 6 {
		t.Errorf("only %d names were looked for", checked)
	}
}
