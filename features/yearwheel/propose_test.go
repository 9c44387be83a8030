package yearwheel_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"samverk/features/yearwheel"
	"samverk/platform/calendar"
	"samverk/platform/workday"
)

func TestDaysAreProposedWithNoticeAndWithinTheYear(t *testing.T) {
	for today, want := range map[string]string{"2026-03-01": "2027-01-01", "2026-12-20": "2027-01-10", "2027-05-01": "2027-05-22", "2027-12-01": "2027-12-08", "2027-12-27": "2027-12-28"} {
		got := yearwheel.ProposalSpan(2027, calendar.MustDate(today))
		if got.From.String() != want || got.To.String() != "2027-12-31" {
			t.Errorf("on %s: %s to %s, want from %s", today, got.From, got.To, want)
		}
	}
	for _, over := range []string{"2027-12-31", "2028-03-01"} {
		if got := yearwheel.ProposalSpan(2027, calendar.MustDate(over)); !got.IsEmpty() {
			t.Errorf("on %s: %v", over, got)
		}
	}
}

func TestProposedDaysAreExplained(t *testing.T) {
	year := calendar.Year(2027)
	needs := []yearwheel.Need{{TypeID: "s", Type: "Stormöte", NetworkID: "p", Network: "Partnerskapet", Missing: 4}, {TypeID: "u", Type: "Utskott", NetworkID: "p", Network: "Partnerskapet", Missing: 10},
		{TypeID: "r", Type: "Råd", NetworkID: "k", Network: "Kommunerna", Missing: 2}}
	around := yearwheel.Around{Sharing: map[string][]string{"k": {"p"}, "p": {"k"}}}
	days := yearwheel.Propose(needs, around, year)
	told := yearwheel.Explain(needs, days, around)
	taken := map[calendar.Date]bool{}
	for i, n := range []int{4, 10, 2} {
		if len(days[i]) != n || len(told[i]) != n {
			t.Fatalf("%s: %v", needs[i].Type, days[i])
		}
		for k, p := range told[i] {
			if p.Day != days[i][k] || !p.IsGood() || taken[p.Day] || k == 0 && p.After != 0 || k > 0 && p.After != days[i][k-1].DaysUntil(p.Day) {
				t.Errorf("%s: %+v", needs[i].Type, p)
			}
			taken[p.Day] = true
		}
	}
}

func TestWhatSpeaksAgainstADayIsTold(t *testing.T) {
	day := calendar.MustDate("2027-07-06")
	needs := []yearwheel.Need{{TypeID: "s", NetworkID: "p", Taken: []calendar.Date{calendar.MustDate("2027-06-08"), calendar.MustDate("2027-09-01")}}, {TypeID: "r", Type: "Råd", NetworkID: "k", Network: "Kommunerna"}}
	around := yearwheel.Around{Busy: []yearwheel.Busy{{"k", "Kommunerna", "Råd 1/2027", day}, {"x", "Andra", "Träff", day}}, Sharing: map[string][]string{"p": {"k"}}}
	p := yearwheel.Explain(needs, [][]calendar.Date{{day}, {day}}, around)[0][0]
	if p.IsGood() || p.After != 28 || !slices.Equal(p.Against, []workday.Reason{workday.Summer}) || fmt.Sprint(p.Clashes) != "[{k Kommunerna Råd 1/2027 2027-07-06} {k Kommunerna Råd 2027-07-06}]" {
		t.Errorf("%+v", p)
	}
}

func TestProposalsAreWorkingDaysOfTheYearAndTheSameMembersMeetOnceADay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		today := calendar.Year(2027).From.AddDays(rapid.IntRange(-300, 340).Draw(t, "today"))
		span := yearwheel.ProposalSpan(2027, today)
		ids := []string{"a", "b", "c"}
		var needs []yearwheel.Need
		for i := range rapid.IntRange(1, 4).Draw(t, "needs") {
			need := yearwheel.Need{TypeID: fmt.Sprint(i), NetworkID: rapid.SampledFrom(ids).Draw(t, "network"), Missing: rapid.IntRange(0, 8).Draw(t, "missing")}
			for range rapid.IntRange(0, 3).Draw(t, "taken") {
				need.Taken = append(need.Taken, calendar.Year(2027).From.AddDays(rapid.IntRange(0, 364).Draw(t, "day")))
			}
			needs = append(needs, need)
		}
		around := yearwheel.Around{Sharing: map[string][]string{"a": {"b"}, "b": {"a"}}}
		for range rapid.IntRange(0, 6).Draw(t, "busy") {
			around.Busy = append(around.Busy, yearwheel.Busy{NetworkID: rapid.SampledFrom(ids).Draw(t, "of"), Day: calendar.Year(2027).From.AddDays(rapid.IntRange(0, 364).Draw(t, "day"))})
		}
		days := yearwheel.Propose(needs, around, span)
		room := len(workday.Days(span, true))
		for i, told := range yearwheel.Explain(needs, days, around) {
			if len(told) > needs[i].Missing {
				t.Fatalf("%d days for %d", len(told), needs[i].Missing)
			}
			for _, p := range told {
				if !span.Contains(p.Day) || !workday.IsWorkday(p.Day) || slices.Contains(needs[i].Taken, p.Day) || !p.Day.After(today) {
					t.Fatalf("%s of %v", p.Day, span)
				}
				if room > 120 && len(p.Clashes) > 0 {
					t.Fatalf("with %d days to choose among: %+v", room, p)
				}
			}
		}
	})
}
