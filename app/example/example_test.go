package example_test

import (
	"context"
	"fmt"
	"maps"
	"os"
	"slices"
	"sync"
	"testing"

	"samverk/app/example"
	"samverk/features/audit"
	"samverk/features/evidence"
	"samverk/features/followup"
	"samverk/features/plan"
	"samverk/features/plan/planimport"
	"samverk/platform/calendar"
	"samverk/platform/file"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

func TestMain(m *testing.M) {
	code := m.Run()
	storetest.Stop()
	os.Exit(code)
}

var (
	ctx     = context.Background()
	printer = i18n.NewCatalogue(planimport.Messages(), evidence.Messages(), file.Messages()).In(i18n.Swedish)
)

// loaded puts the example in the database.
func loaded(t *testing.T, db *store.DB) *plan.Plan {
	t.Helper()
	p, err := example.Load(ctx, db, printer)
	check(t, err)
	return p
}

func read(t *testing.T, db *store.DB, fn func(tx *store.Tx) error) {
	t.Helper()
	check(t, db.Read(ctx, fn))
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(printer.Error(err))
	}
}

func statusOn(t *testing.T, db *store.DB, p *plan.Plan, day string) (status followup.PlanStatus) {
	t.Helper()
	read(t, db, func(tx *store.Tx) (err error) {
		status, err = followup.On(ctx, tx, p, calendar.MustDate(day))
		return err
	})
	return status
}

func TestTheExampleIsAWholePlan(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := loaded(t, db)
		if !p.Example || p.Status != plan.Current {
			t.Errorf("example %v, status %s", p.Example, p.Status)
		}
		if len(p.Reading.Unread) > 0 || len(p.Reading.Warnings) > 0 {
			t.Errorf("not understood: %v, %v", p.Reading.Unread, p.Reading.Warnings)
		}
		priorities, cells := map[plan.Priority]int{}, 0
		for _, activity := range p.Activities() {
			priorities[activity.Priority]++
			if activity.Area == "" || activity.Background == "" || activity.Responsible == "" {
				t.Errorf("activity %s lacks area, background or responsible role", activity.Label)
			}
			if len(activity.Flags) > 0 {
				t.Errorf("activity %s: %v", activity.Label, activity.Flags)
			}
		}
		for _, indicator := range p.Indicators() {
			cells += len(indicator.Rule.Cells())
		}
		got := fmt.Sprintf("%d goals, %d activities, %d indicators, %d cells", len(p.Goals), len(p.Activities()), len(p.Indicators()), cells)
		if want := "4 goals, 18 activities, 33 indicators, 76 cells"; got != want {
			t.Errorf("%s; wanted %s", got, want)
		}
		if want := map[plan.Priority]int{plan.High: 14, plan.Medium: 4}; !maps.Equal(priorities, want) {
			t.Errorf("priorities %v, wanted %v", priorities, want)
		}
		if want := []plan.DraftStaff{{Role: "Strateg", Percent: 100}, {Role: "Strateg", Percent: 100}, {Role: "Handläggare", Percent: 80}}; !slices.Equal(p.Staff, want) {
			t.Errorf("staff %v", p.Staff)
		}
	})
}

// Each sentence was written to give one rule; when the importer or the document changes, it must still give it.
func TestEverySentenceGivesItsRule(t *testing.T) {
	want := []string{
		"count_per_period 4 year 2018-01-01 2019-12-31", "deliverable 1  2018-01-01 2018-12-31", "deliverable 1  2021-01-01 2021-12-31",
		"deliverable 1  2019-01-01 2019-12-31", "count_in_window 2  2020-01-01 2020-12-31", "deliverable 1  2019-01-01 2019-12-31",
		"count_in_window 3  2018-01-01 2019-06-30", "deliverable 1  2019-01-01 2019-06-30", "deliverable 1  2019-01-01 2019-06-30",
		"recurring_deliverable 1 year 2018-01-01 2021-12-31", "recurring_deliverable 1 year 2018-01-01 2021-12-31",
		"recurring_deliverable 1 year 2018-01-01 2021-12-31", "recurring_deliverable 1 year 2018-01-01 2021-12-31",
		"count_per_period 1 year 2018-01-01 2021-12-31", "count_per_period 1 year 2018-01-01 2021-12-31",
		"deliverable 1  2019-07-01 2019-12-31", "deliverable 1  2018-07-01 2018-12-31", "deliverable 1  2019-01-01 2019-12-31",
		"count_per_period 1 year 2018-01-01 2021-12-31", "ratio 1 year 2018-01-01 2021-12-31", "deliverable 1  2019-01-01 2019-12-31",
		"count_in_window 2  2020-01-01 2020-12-31", "state 1  2018-01-01 2018-12-31", "count_per_period 6 year 2018-01-01 2021-12-31",
		"count_per_period 4 year 2018-01-01 2021-12-31", "count_per_period 10 year 2018-01-01 2021-12-31", "deliverable 1  2018-07-01 2019-06-30",
		"state 1  2021-07-01 2021-12-31", "count_per_period 2 year 2018-01-01 2021-12-31", "count_per_period 1 year 2018-01-01 2021-12-31",
		"count_per_period 1 year 2018-01-01 2021-12-31", "count_in_window 2  2018-01-01 2021-12-31", "count_in_window 2  2018-01-01 2021-12-31",
	}
	p := loaded(t, storetest.Open(t, store.SQLite))
	for i, indicator := range p.Indicators() {
		rule := indicator.Rule
		got := fmt.Sprintf("%s %g %s %s %s", rule.Kind, rule.Target, rule.Period, rule.From, rule.To)
		if i >= len(want) || indicator.Number != i+1 || got != want[i] {
			t.Errorf("indicator %d: %s: %q", indicator.Number, got, indicator.Text)
		}
	}
}

func TestTheRecordsAreReadWithoutRemarks(t *testing.T) {
	p := loaded(t, storetest.Open(t, store.SQLite))
	content, err := os.ReadFile("records.csv")
	check(t, err)
	rows, problems, warnings := evidence.ReadCSV(content, p, example.LastDay)
	if len(rows) < 120 || len(rows) > 160 {
		t.Errorf("%d records", len(rows))
	}
	for _, remark := range append(problems, warnings...) {
		t.Error(printer.Text(remark.Text()))
	}
}

func TestEveryStatusAppearsOnTheLastDay(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := loaded(t, db)
		status := statusOn(t, db, p, example.LastDay.String())
		for _, s := range followup.Statuses {
			if status.Totals.Of(s) == 0 {
				t.Errorf("no cell is %s", s)
			}
		}
		if got := status.Totals.Cells(); got != 76 {
			t.Errorf("%d cells", got)
		}
		want := "met 39, met_late 5, in_progress 7, at_risk 2, not_met 4, not_started 16, not_applicable 2, not_assessed 1"
		if got := inWords(status.Totals); got != want {
			t.Errorf("\n got %s\nwant %s", got, want)
		}
	})
}

// In May 2019 the story is in its middle: most of the first year went well, and three things need attention before summer.
func TestSpringOf2019(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := loaded(t, db)
		status := statusOn(t, db, p, "2019-05-21")
		want := "met 16, met_late 2, in_progress 18, at_risk 3, not_met 2, not_started 33, not_applicable 1, not_assessed 1"
		if got := inWords(status.Totals); got != want {
			t.Errorf("\n got %s\nwant %s", got, want)
		}
		for _, c := range []struct {
			indicator int
			from      string
			status    followup.Status
			count     int
		}{
			{8, "2019-01-01", followup.AtRisk, 0},         // nothing lies on the table and spring is ending
			{27, "2018-07-01", followup.AtRisk, 0},        // nor here
			{26, "2019-01-01", followup.AtRisk, 1},        // one meeting of ten
			{9, "2019-01-01", followup.Met, 1},            // submitted in April
			{12, "2018-01-01", followup.MetLate, 1},       // in January, placed for the year it was about
			{17, "2018-07-01", followup.MetLate, 1},       // a month after its autumn
			{25, "2018-01-01", followup.NotMet, 3},        // the summer gathering does not count
			{15, "2018-01-01", followup.NotMet, 0},        // no tender school that year
			{19, "2018-01-01", followup.Met, 1},           // by a big meeting that was also a seminar
			{1, "2019-01-01", followup.InProgress, 1},     // the seminar that was called off is void
			{20, "2018-01-01", followup.NotApplicable, 0}, // no such procurement that year
			{20, "2019-01-01", followup.NotAssessed, 0},   // none yet
			{31, "2020-01-01", followup.NotStarted, 0},    // nobody knew in 2019 what would come
		} {
			checkCell(t, &status, c.indicator, c.from, c.status, c.count)
		}
	})
}

func TestWhatPeopleDecidedCounts(t *testing.T) {
	db := storetest.Open(t, store.SQLite)
	p := loaded(t, db)
	status := statusOn(t, db, p, example.LastDay.String())
	checkCell(t, &status, 31, "2020-01-01", followup.NotApplicable, 0)
	checkCell(t, &status, 12, "2019-01-01", followup.Met, 1)
	var voided, excluded, placed int
	read(t, db, func(tx *store.Tx) error {
		records, err := evidence.List(ctx, tx, evidence.Filter{PlanID: p.ID, WithVoided: true, Limit: 500})
		if err != nil {
			return err
		}
		for _, record := range records {
			if record.IsVoided() && record.VoidedWhy != "" {
				voided++
			}
		}
		for _, indicator := range p.Indicators() {
			linked, err := evidence.ListByIndicator(ctx, tx, indicator.ID, evidence.Cursor{}, 500)
			if err != nil {
				return err
			}
			for _, record := range linked {
				if record.Link.Excluded && record.Link.Reason != "" {
					excluded++
				}
				if !record.Link.CountsFor.IsZero() && record.Link.Reason != "" {
					placed++
				}
			}
		}
		return nil
	})
	if voided != 1 || excluded != 1 || placed != 2 {
		t.Errorf("%d voided, %d excluded, %d placed; wanted 1, 1, 2, each with its reason", voided, excluded, placed)
	}
}

func TestLoadingTwiceChangesNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		first := loaded(t, db)
		before := content(t, db)
		second := loaded(t, db)
		if second.ID != first.ID || second.Key != first.Key || len(second.Indicators()) != len(first.Indicators()) {
			t.Errorf("got plan %s (%s), wanted %s (%s)", second.Key, second.ID, first.Key, first.ID)
		}
		if after := content(t, db); !maps.Equal(after, before) {
			t.Errorf("rows were %v and are %v", before, after)
		}
	})
}

func TestTwoAtOnceLoadOneExample(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		var both sync.WaitGroup
		errs := make([]error, 2)
		for i := range errs {
			both.Go(func() { _, errs[i] = example.Load(ctx, db, printer) })
		}
		both.Wait()
		for _, err := range errs {
			check(t, err)
		}
		if rows := content(t, db); rows["plan"] != 1 || rows["evidence_import"] != 1 {
			t.Errorf("rows: %v", rows)
		}
	})
}

// Everything the example did stands in the trail, signed by the program; the trail and the tallies hold together.
func TestTheProgramSignsTheExample(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		loaded(t, db)
		read(t, db, func(tx *store.Tx) error {
			var others int
			if err := tx.Get(ctx, &others, "SELECT COUNT(*) FROM audit_entry WHERE actor_kind <> $1", audit.Program); err != nil {
				return err
			}
			if others != 0 {
				t.Errorf("%d entries are not the program's", others)
			}
			return evidence.CheckTallies(ctx, tx)
		})
		_, err := audit.SealAll(ctx, db)
		check(t, err)
		report, err := audit.Verify(ctx, db, "")
		check(t, err)
		if report.Sealed == 0 || report.Unsealed != 0 {
			t.Errorf("%d entries are in the chain, %d are not", report.Sealed, report.Unsealed)
		}
	})
}

// content counts the rows of every table that the example writes to.
func content(t *testing.T, db *store.DB) map[string]int {
	t.Helper()
	rows := map[string]int{}
	read(t, db, func(tx *store.Tx) error {
		for _, table := range []string{"plan", "goal", "activity", "indicator", "record", "record_link", "tally", "evidence_import",
			"waiver", "file_content", "audit_entry"} {
			var count int
			if err := tx.Get(ctx, &count, "SELECT COUNT(*) FROM "+table); err != nil {
				return err
			}
			if count == 0 {
				t.Errorf("the example leaves %s empty", table)
			}
			rows[table] = count
		}
		return nil
	})
	return rows
}

func checkCell(t *testing.T, status *followup.PlanStatus, indicator int, from string, want followup.Status, count int) {
	t.Helper()
	for _, cell := range status.Of(indicator) {
		if cell.From.String() == from {
			if cell.Status != want || cell.Count != count {
				t.Errorf("indicator %d from %s on %s: %s with %d, wanted %s with %d", indicator, from, status.AsOf, cell.Status, cell.Count, want, count)
			}
			return
		}
	}
	t.Errorf("indicator %d has no cell from %s", indicator, from)
}

func inWords(totals followup.Totals) string {
	text := ""
	for i, s := range followup.Statuses {
		if i > 0 {
			text += ", "
		}
		text += fmt.Sprintf("%s %d", s, totals.Of(s))
	}
	return text
}

// Whoever begins with a plan of their own beside the example finds nothing made up in it.
func TestTheExamplesRecordsCountInNoOtherPlan(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		if _, err := example.Load(ctx, db, printer); err != nil {
			t.Fatal(err)
		}
		by := audit.As(ctx, audit.Actor{Kind: audit.Program, ID: "test", Name: "Prov"})
		if err := db.Write(by, func(tx *store.Tx) error {
			draft, err := planimport.NewReader().Read("plan.md", example.Document(), printer, nil)
			if err != nil {
				return err
			}
			own, err := plan.Accept(by, tx, draft, nil, false)
			if err != nil {
				return err
			}
			done, err := evidence.RelinkPlan(by, tx, own.ID)
			if err == nil && done.Added > 0 {
				t.Errorf("%d of the example's records count in another plan", done.Added)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	})
}
