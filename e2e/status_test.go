package e2e

import (
	"strings"
	"testing"

	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

// header is the first line of a file of records.
const header = "date,kind,title,indicators,state,body,diary_number,numerator,denominator,value\n"

// records is what the officers of Nordsala did in the plan's first one and a half years. Every kind of rule but the
// judgement gets something.
const records = header +
	`2022-11-03,proposal,Förslag till register,1,presented,Kultur- och fritidsnämnden,KFN 2022/41,,,
2023-08-15,other,Registret öppnat,2,,,,,,
2022-02-10,meeting,Dialogmöte i norr,4,,,,,,
2022-05-12,meeting,Dialogmöte i söder,4,,,,,,
2022-09-20,meeting,"Dialogmöte i mitten, på kvällen",4,,,,,,
2023-05-30,proposal,Utkast till regler,5,prepared,,,,,
2022-06-14,proposal,Fördelning 2022,7,submitted,Kultur- och fritidsnämnden,KFN 2022/17,,,
2023-02-01,compilation,Svarstider 2022,8,,,,171,190,
2022-10-05,seminar,Kassörens kväll,9 10,,,,,,31
2022-11-16,seminar,Ordförandens kväll,9 10,,,,,,26
2023-03-08,seminar,Kassörens kväll,9 10,,,,,,19
2022-04-01,group_formed,Rådet bildat,11,,,,,,
2022-03-05,meeting,Rådsmöte,12,,,,,,
2022-06-30,meeting,Rådsmöte på kvartalets sista dag,12,,,,,,
2022-10-01,meeting,Rådsmöte på kvartalets första dag,12,,,,,,
2022-01-20,big_meeting,Stormöte ett,13,,,,,,
2022-04-20,big_meeting,Stormöte två,13,,,,,,
2022-08-25,big_meeting,Stormöte tre,13,,,,,,
2022-12-01,big_meeting,Stormöte fyra,13,,,,,,
2023-02-15,big_meeting,Stormöte,13,,,,,,
`

// expected says how cells stand on a day: status, count/target, the two sums of a ratio, and the day it was met.
type expected struct {
	day       string
	indicator int
	from      string
	cell      string
	why       string
}

var standings = []expected{
	// A deliverable: nothing counts until it reaches the state, and the day it happened decides.
	{"2021-12-31", 1, "2022-01-01", "not_started 0/1", "before its time"},
	{"2022-06-30", 1, "2022-01-01", "in_progress 0/1", "its last quarter has not begun"},
	{"2022-10-15", 1, "2022-01-01", "at_risk 0/1", "its last quarter, and no record"},
	{"2022-11-02", 1, "2022-01-01", "at_risk 0/1", "the day before"},
	{"2022-11-03", 1, "2022-01-01", "met 1/1 2022-11-03", "the day itself counts"},
	{"2025-12-31", 1, "2022-01-01", "met 1/1 2022-11-03", "and it stays met"},
	// A state, late.
	{"2023-03-31", 2, "2022-01-01", "in_progress 0/1", "the day before its last quarter"},
	{"2023-04-01", 2, "2022-01-01", "at_risk 0/1", "the first day of its last quarter"},
	{"2023-06-30", 2, "2022-01-01", "at_risk 0/1", "its last day is a day in time"},
	{"2023-07-01", 2, "2022-01-01", "not_met 0/1", "the day after"},
	{"2023-08-14", 2, "2022-01-01", "not_met 0/1", "still not"},
	{"2023-08-15", 2, "2022-01-01", "met_late 1/1 2023-08-15", "late, but done"},
	// A number in one window.
	{"2022-03-31", 4, "2022-01-01", "in_progress 1/3", "0 of 3 are needed after one quarter of four"},
	{"2022-09-20", 4, "2022-01-01", "met 3/3 2022-09-20", "the third one, ahead of time"},
	// A draft is a record but not a delivery.
	{"2023-05-29", 5, "2023-01-01", "at_risk 0/1", "its last quarter, and no record"},
	{"2023-05-30", 5, "2023-01-01", "in_progress 0/1", "somebody works on it, though it is not submitted"},
	{"2023-07-01", 5, "2023-01-01", "not_met 0/1", "and it never was"},
	// Every year anew.
	{"2022-12-31", 7, "2022-01-01", "met 1/1 2022-06-14", "this year's"},
	{"2022-12-31", 7, "2023-01-01", "not_started 0/1", "next year's"},
	{"2024-01-01", 7, "2023-01-01", "not_met 0/1", "last year's proposal does not count for this year"},
	// A share.
	{"2023-01-31", 8, "2022-01-01", "not_assessed 0/0.9 (0 of 0)", "no figures"},
	{"2023-02-01", 8, "2022-01-01", "in_progress 1/0.9 (171 of 190)", "known, but its time is not out"},
	{"2026-01-01", 8, "2022-01-01", "met 1/0.9 (171 of 190) 2025-12-31", "171 of 190 is exactly nine tenths"},
	// Twice every half-year.
	{"2022-12-31", 9, "2022-07-01", "met 2/2 2022-11-16", "both"},
	{"2023-03-31", 9, "2023-01-01", "in_progress 1/2", "half of them after half the time"},
	{"2023-07-01", 9, "2023-01-01", "not_met 1/2", "one of two is not enough"},
	// Every seminar must reach the number.
	{"2022-10-04", 10, "2022-07-01", "not_assessed 0/25", "none has been held"},
	{"2022-11-16", 10, "2022-07-01", "in_progress 2/25", "so far so good"},
	{"2023-03-08", 10, "2022-07-01", "not_met 3/25", "one had 19"},
	// Once every quarter: the first and the last day belong to it.
	{"2022-03-31", 12, "2022-01-01", "met 1/1 2022-03-05", "met"},
	{"2022-06-29", 12, "2022-04-01", "at_risk 0/1", "its last month, and nothing yet"},
	{"2022-06-30", 12, "2022-04-01", "met 1/1 2022-06-30", "on the last day"},
	{"2022-08-31", 12, "2022-07-01", "in_progress 0/1", "its last month has not begun"},
	{"2022-09-30", 12, "2022-07-01", "at_risk 0/1", "its last day"},
	{"2022-10-01", 12, "2022-07-01", "not_met 0/1", "a day late is another quarter"},
	{"2022-10-01", 12, "2022-10-01", "met 1/1 2022-10-01", "on the first day"},
	// Four every year.
	{"2022-09-30", 13, "2022-01-01", "in_progress 3/4", "three of the three needed"},
	{"2022-12-01", 13, "2022-01-01", "met 4/4 2022-12-01", "the fourth"},
	{"2023-06-30", 13, "2023-01-01", "at_risk 1/4", "one of the two needed"},
	{"2024-01-01", 13, "2023-01-01", "not_met 1/4", "one of four"},
	// What a person judges waits for the person.
	{"2021-06-01", 14, "2022-01-01", "not_started 0", "before its time"},
	{"2023-06-01", 14, "2022-01-01", "not_assessed 0", "nobody has judged"},
}

func TestTheStatusFollowsTheRecordsDayByDay(t *testing.T) {
	eachEngine(t, func(t *testing.T, d desk) {
		d.withPlan()
		d.must("evidence", "import", d.write("rader.csv", records))
		known := map[string]standing{}
		for _, want := range standings {
			if _, asked := known[want.day]; !asked {
				known[want.day], _ = d.status(want.day)
			}
			got, found := known[want.day].cell(want.indicator, want.from)
			if !found || got.String() != want.cell {
				t.Errorf("on %s the cell of indicator %d from %s is %q, not %q (%s)", want.day, want.indicator, want.from, got, want.cell, want.why)
			}
		}
		for day, status := range known {
			checkTotals(t, day, status)
		}
		d.must("check")
	})
}

// checkTotals compares the totals with the cells, and sees that all eight statuses are named.
func checkTotals(t *testing.T, day string, status standing) {
	t.Helper()
	counted := map[string]int{}
	for _, name := range strings.Fields("met met_late in_progress at_risk not_met not_started not_applicable not_assessed") {
		counted[name] = 0
	}
	for _, indicator := range status.Indicators {
		for _, cell := range indicator.Cells {
			counted[cell.Status]++
		}
	}
	for name, number := range counted {
		if got, named := status.Totals[name]; !named || got != number {
			t.Errorf("on %s the totals say %d cells are %s, and there are %d", day, got, name, number)
		}
	}
	if status.AsOf != day || len(status.Totals) != len(counted) {
		t.Errorf("asked about %s the answer is about %s, with the totals %v", day, status.AsOf, status.Totals)
	}
}

func TestTheTableSaysTheStatusInWords(t *testing.T) {
	t.Parallel()
	d := newDesk(t, store.SQLite)
	d.withPlan()
	d.must("evidence", "import", d.write("rader.csv", records))
	for language, words := range map[string][]string{
		"":   {"Uppfylld", "Uppfylld för sent", "Pågår", "Risk", "Inte uppfylld", "Inte påbörjad", "Inte bedömd än", "Läget den 2023-08-20"},
		"en": {"Met", "Met late", "In progress", "At risk", "Not met", "Not started", "Not assessed yet", "2023-08-20"},
	} {
		table := d.in(language).must("plan", "status", "--as-of", "2023-08-20")
		for _, word := range words {
			if !strings.Contains(table, word) {
				t.Errorf("the table in language %q does not say %q:\n%s", language, word, table)
			}
		}
	}
}

func TestRecordsAreUnderstoodHoweverTheSpreadsheetSavedThem(t *testing.T) {
	semicolons := "\ufeff" + strings.ReplaceAll(strings.ReplaceAll(
		"date;kind;title;indicators;state;body;diary_number;numerator;denominator\n"+
			"2022-03-05;meeting;Rådsmöte, ordinarie;12;;;;;\n"+
			"2023-02-01;compilation;Svarstider;8;;;;\"17,5\";20\n", "\n", "\r\n"), "\x00", "")
	eachEngine(t, func(t *testing.T, d desk) {
		d.withPlan()
		d.must("evidence", "import", d.write("excel.csv", semicolons))
		status, _ := d.status("2023-03-01")
		for _, want := range []expected{
			{"", 12, "2022-01-01", "met 1/1 2022-03-05", "semicolons, a byte order mark and Windows line ends"},
			{"", 8, "2022-01-01", "in_progress 1/0.9 (17.5 of 20)", "a decimal comma"},
		} {
			if got, _ := status.cell(want.indicator, want.from); got.String() != want.cell {
				t.Errorf("indicator %d is %q, not %q: %s", want.indicator, got, want.cell, want.why)
			}
		}
	})
}

func TestARecordWithoutIndicatorsCountsWhereTheRulesSay(t *testing.T) {
	eachEngine(t, func(t *testing.T, d desk) {
		d.withPlan()
		d.must("evidence", "import", d.write("rader.csv", header+
			"2022-02-02,big_meeting,Stormöte utan utpekad indikator,,,,,,,\n"+
			"2022-02-03,big_meeting,Stormöte som räknas någon annanstans,11,,,,,,\n"))
		status, _ := d.status("2022-02-10")
		if got, _ := status.cell(13, "2022-01-01"); got.Count != 1 {
			t.Errorf("of two big meetings, one of them named for another indicator, %d count for indicator 13", got.Count)
		}
		if got, _ := status.cell(11, "2022-01-01"); got.Status != "met" {
			t.Errorf("the indicator that a record names is %q", got)
		}
	})
}

func TestALateRecordIsTakenWithAWarning(t *testing.T) {
	eachEngine(t, func(t *testing.T, d desk) {
		d.withPlan()
		o := d.run("evidence", "import", d.write("sen.csv", header+"2026-02-01,proposal,Regler till sist,5,submitted,,,,,\n"))
		if o.exit != 0 || !strings.Contains(o.errOut, "Rad 2") || !strings.Contains(o.errOut, "2025-12-31") {
			t.Errorf("a date after the plan should be taken, with a warning on standard error that names the line:\n%s", o)
		}
		status, _ := d.status("2026-03-01")
		if got, _ := status.cell(5, "2023-01-01"); got.String() != "met_late 1/1 2026-02-01" {
			t.Errorf("what was delivered after the plan is %q", got)
		}
	})
}

func TestWhatIsExportedGivesTheSameStatusElsewhere(t *testing.T) {
	t.Parallel()
	days := []string{"2022-06-29", "2022-12-31", "2023-08-20", "2026-06-30"}
	for _, route := range [][2]store.Engine{{store.SQLite, store.Postgres}, {store.Postgres, store.SQLite}} {
		t.Run(string(route[0])+" to "+string(route[1]), func(t *testing.T) {
			from := newDesk(t, route[0])
			from.withPlan()
			from.must("evidence", "import", from.write("rader.csv", records))
			exported := from.must("evidence", "export")
			to := from.on(storetest.Empty(t, route[1]))
			to.withPlan()
			to.must("evidence", "import", to.write("export.csv", exported))
			for _, day := range days {
				_, before := from.status(day)
				_, after := to.status(day)
				if sameButKey(t, before) != sameButKey(t, after) {
					t.Errorf("on %s the status was\n%s\nand is\n%s", day, before, after)
				}
			}
			if again := to.must("evidence", "export"); again != exported {
				t.Errorf("exported again the records differ:\n%s\nwere\n%s", again, exported)
			}
		})
	}
}

// emptyLike is an empty place of the same engine as the desk's database.
func emptyLike(t *testing.T, d desk) string {
	t.Helper()
	return storetest.Empty(t, store.EngineOf(d.database))
}
