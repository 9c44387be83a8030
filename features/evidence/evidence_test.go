package evidence_test

import (
	"context"
	"errors"
	"flag"
	"os"
	"strings"
	"testing"

	"samverk/features/audit"
	"samverk/features/evidence"
	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/decimal"
	"samverk/platform/file"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

func TestMain(m *testing.M) {
	// A history costs a tenth of a second; -rapid.checks on the command line asks for more.
	if err := flag.Set("rapid.checks", "30"); err != nil {
		panic(err)
	}
	code := m.Run()
	storetest.Stop()
	os.Exit(code)
}

var (
	ctx   = audit.As(context.Background(), audit.Actor{Kind: audit.Program, ID: "test", Name: "Prov"})
	date  = calendar.MustDate
	today = date("2021-06-30")
)

// fataler is a test, or one round of a random test.
type fataler interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

func check(t fataler, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantMessage(t fataler, err error, id string) {
	t.Helper()
	var own *i18n.Error
	if !errors.As(err, &own) || own.ID != id {
		t.Fatalf("got %v, want %s", err, id)
	}
}

// rules of the plan in the tests, by the indicator's number from 1.
func rules() []plan.Rule {
	from, to := date("2018-01-01"), date("2021-12-31")
	return []plan.Rule{
		{Kind: plan.CountPerPeriod, Target: 4, Period: plan.PerYear, From: from, To: to, Evidence: []plan.EvidenceKind{plan.Meeting, plan.BigMeeting}},
		{Kind: plan.Deliverable, Target: 1, From: from, To: date("2019-06-30"), States: []plan.State{plan.Submitted}, Evidence: []plan.EvidenceKind{plan.Proposal}},
		{Kind: plan.Threshold, Target: 40, From: from, To: to, Measure: plan.MeasureHeadCount, Evidence: []plan.EvidenceKind{plan.Seminar}},
		{Kind: plan.Ratio, Target: 0.8, Period: plan.PerYear, From: from, To: to, Evidence: []plan.EvidenceKind{plan.Requirement}},
		{Kind: plan.Judgement, From: from, To: to},
		{Kind: plan.CountInWindow, Target: 3, From: from, To: date("2019-12-31"), Tags: []string{"Ungdom"}},
		{Kind: plan.CountPerPeriod, Target: 2, Period: plan.PerHalf, From: from, To: to, Network: "Norra nätverket", Evidence: []plan.EvidenceKind{plan.Meeting}},
		{Kind: plan.RecurringDeliverable, Target: 1, Period: plan.PerYear, From: from, To: to, Evidence: []plan.EvidenceKind{plan.Report}},
	}
}

func draft(title string, rules []plan.Rule) plan.Draft {
	activity := plan.DraftActivity{Number: 1, Label: "1", Title: "Mötas", Priority: plan.Medium, Recurrence: plan.Ongoing,
		Window: calendar.QuarterSpan{From: calendar.MustQuarter("2018-Q1"), To: calendar.MustQuarter("2021-Q4")}}
	for i, rule := range rules {
		activity.Indicators = append(activity.Indicators, plan.DraftIndicator{Number: i + 1, Label: "1." + string(rune('1'+i)), Text: "Något har gjorts", Rule: rule})
	}
	return plan.Draft{Title: title, Period: calendar.Span{From: date("2018-01-01"), To: date("2021-12-31")},
		Goals: []plan.DraftGoal{{Number: 1, Label: "1", Title: "Samverkan", Activities: []plan.DraftActivity{activity}}}}
}

// withPlan gives a database's new current plan and its indicators by number.
func withPlan(t fataler, db *store.DB, title string) (p *plan.Plan, indicators []*plan.Indicator) {
	t.Helper()
	check(t, db.Write(ctx, func(tx *store.Tx) (err error) {
		p, err = plan.Accept(ctx, tx, draft(title, rules()), nil, false)
		return err
	}))
	return p, append([]*plan.Indicator{nil}, p.Indicators()...)
}

func write(t fataler, db *store.DB, fn func(tx *store.Tx) error) {
	t.Helper()
	check(t, db.Write(ctx, fn))
}

func record(kind plan.EvidenceKind, day string) evidence.NewRecord {
	return evidence.NewRecord{Content: evidence.Content{Kind: kind, Day: date(day), Title: "Träff"}}
}

func add(t fataler, db *store.DB, n evidence.NewRecord) (added evidence.Record) {
	t.Helper()
	write(t, db, func(tx *store.Tx) (err error) {
		added, err = evidence.Add(ctx, tx, n, today)
		return err
	})
	return added
}

func refused(t fataler, db *store.DB, id string, fn func(tx *store.Tx) error) {
	t.Helper()
	wantMessage(t, db.Write(ctx, fn), id)
}

// countOf is how many records count towards an indicator, after checking that every tally holds.
func countOf(t fataler, db *store.DB, indicatorID string) int {
	t.Helper()
	n := 0
	for _, tally := range talliesOf(t, db, indicatorID) {
		n += tally.N
	}
	return n
}

func talliesOf(t fataler, db *store.DB, indicatorID string) (tallies []evidence.Tally) {
	t.Helper()
	check(t, db.Read(ctx, func(tx *store.Tx) (err error) {
		if err := evidence.CheckTallies(ctx, tx); err != nil {
			return err
		}
		tallies, err = evidence.TalliesOf(ctx, tx, indicatorID)
		return err
	}))
	return tallies
}

func thousandths(f float64) *decimal.Thousandths { return new(decimal.Of(f)) }

// messageEnds are what is put after the beginnings of messages whose end the program chooses.
var messageEnds = map[string][]string{
	"evidence.origin.": {"rule", "person"},
	"evidence.field.":  {"date", "state", "text"},
	"evidence.done.":   {"new", "changed", "excluded", "included", "counted", "voided", "files"},
	"evidence.decide.": {"exclude.title", "exclude.lead", "exclude.reason_hint", "exclude.button", "include.title", "include.lead",
		"include.reason_hint", "include.button", "count.title", "count.lead", "count.reason_hint", "count.button", "void.title",
		"void.lead", "void.reason_hint", "void.button"},
}

// Every message that the program can show is in both catalogues.
func TestMessagesAreInBothLanguages(t *testing.T) {
	catalogue := i18n.NewCatalogue(evidence.Messages(), file.Messages())
	files, err := os.ReadDir(".")
	check(t, err)
	found := 0
	for _, file := range files {
		if !strings.HasSuffix(file.Name(), ".go") || strings.HasSuffix(file.Name(), "_test.go") {
			continue
		}
		text, err := os.ReadFile(file.Name())
		check(t, err)
		var texts []string
		for _, id := range strings.Split(string(text), `"`) {
			if !strings.HasPrefix(id, "evidence.") || id == "evidence.imported" || id == "evidence.origin" {
				continue
			}
			if ends, composed := messageEnds[id]; composed {
				for _, end := range ends {
					texts = append(texts, id+end)
				}
				continue
			}
			texts = append(texts, id)
		}
		for _, id := range texts {
			found++
			for _, lang := range i18n.Languages {
				if got := catalogue.In(lang).T(id, "count", 2); got == "" || strings.HasPrefix(got, id) {
					t.Errorf("%s lacks %s", lang, id)
				}
			}
		}
	}
	if found < 40 {
		t.Errorf("only %d messages found: the test looks in the wrong place", found)
	}
}
