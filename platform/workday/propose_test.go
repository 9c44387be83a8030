package workday_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"samverk/platform/calendar"
	"samverk/platform/workday"
)

func texts(dates []calendar.Date) (all []string) {
	for _, d := range dates {
		all = append(all, d.String())
	}
	return all
}

func TestDatesThatAreProposedSuitPeople(t *testing.T) {
	for _, c := range []struct {
		wanted       int
		taken, avoid []calendar.Date
	}{{wanted: 1}, {wanted: 2}, {wanted: 4}, {wanted: 6}, {wanted: 10}, {wanted: 3, taken: []calendar.Date{calendar.MustDate("2027-02-17")}},
		{wanted: 4, avoid: workday.Days(workday.Week(2027, 8), true)}} {
		got := workday.Propose(c.wanted, c.taken, calendar.Year(2027), c.avoid)
		t.Log(c.wanted, texts(got))
		if len(got) != c.wanted || !workday.IsSpread(got, c.taken, calendar.Year(2027)) {
			t.Errorf("%d wanted: %v", c.wanted, texts(got))
		}
		for _, d := range got {
			if against := workday.Against(d); len(against) > 0 || slices.Contains(c.avoid, d) {
				t.Errorf("%d wanted: %s, %v", c.wanted, d, against)
			}
		}
	}
	// Once a week there is no way around summer and school holidays, and Fridays are no worse than two on the days between.
	if got := workday.Propose(52, nil, calendar.Year(2027), nil); len(got) != 52 || !workday.IsSpread(got, nil, calendar.Year(2027)) {
		t.Errorf("52 wanted: %v", texts(got))
	}
}

func TestWhenThereIsNoRoomThereAreFewerDatesOrCloserOnes(t *testing.T) {
	week := workday.Week(2027, 10)
	if got := workday.Propose(9, []calendar.Date{week.From}, week, nil); len(got) != 4 {
		t.Errorf("nine in a week where Monday is taken: %v", texts(got))
	}
	for _, span := range []calendar.Span{{}, {From: week.To, To: week.From}, {From: week.To, To: week.To}} {
		if got := workday.Propose(3, nil, span, nil); len(got) != 0 {
			t.Errorf("%v: %v", span, texts(got))
		}
	}
	if got := workday.Propose(0, nil, week, nil); len(got) != 0 {
		t.Errorf("none wanted: %v", texts(got))
	}
	if got := workday.Propose(-1, nil, week, nil); len(got) != 0 {
		t.Errorf("less than none wanted: %v", texts(got))
	}
	// Two in twelve days, of which only the first two are working days: half of even would be three days.
	christmas := calendar.Span{From: calendar.MustDate("2026-12-22"), To: calendar.MustDate("2026-12-27")}
	got := workday.Propose(2, nil, christmas, nil)
	if !slices.Equal(texts(got), []string{"2026-12-22", "2026-12-23"}) || workday.IsSpread(got, nil, christmas) {
		t.Errorf("two at Christmas: %v, told to be spread: %v", texts(got), workday.IsSpread(got, nil, christmas))
	}
}

func TestProposalsKeepTheirPromises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		span := calendar.Span{From: calendar.NewDate(2026, time.January, rapid.IntRange(1, 1200).Draw(t, "from"))}
		span.To = span.From.AddDays(rapid.IntRange(-2, 400).Draw(t, "length"))
		days := func(name string) (list []calendar.Date) {
			for range rapid.IntRange(0, 6).Draw(t, name) {
				list = append(list, span.From.AddDays(rapid.IntRange(-30, 430).Draw(t, name+" day")))
			}
			return list
		}
		taken, avoid := days("taken"), days("avoid")
		wanted := rapid.IntRange(0, 30).Draw(t, "wanted")
		got := workday.Propose(wanted, taken, span, avoid)
		possible := 0
		for _, d := range workday.Days(span, true) {
			if !slices.Contains(taken, d) {
				possible++
			}
		}
		if len(got) != min(wanted, possible) {
			t.Fatalf("%d of %d wanted, with %d possible", len(got), wanted, possible)
		}
		for i, d := range got {
			if !span.Contains(d) || !workday.IsWorkday(d) || slices.Contains(taken, d) || i > 0 && !got[i-1].Before(d) {
				t.Fatalf("%s in %v", d, texts(got))
			}
		}
		slices.Reverse(taken)
		if again := workday.Propose(wanted, taken, span, avoid); !slices.Equal(again, got) {
			t.Fatalf("%v, and the next time %v", texts(got), texts(again))
		}
		if can := spreads(len(got), taken, span); can != workday.IsSpread(got, taken, span) {
			t.Fatalf("%v of %v, taken %v: could be spread %v", texts(got), span, texts(taken), can)
		}
	})
}

// spreads tells whether so many dates can lie at least half of even apart, by trying day after day.
func spreads(wanted int, taken []calendar.Date, span calendar.Span) bool {
	inside := map[calendar.Date]bool{}
	for _, d := range taken {
		if span.Contains(d) {
			inside[d] = true
		}
	}
	even := float64(span.Days()) / float64(max(1, wanted+len(inside)))
	placed := 0
	var last calendar.Date
	for _, d := range workday.Days(span, true) {
		fits := last.IsZero() || float64(last.DaysUntil(d)) >= even/2
		for other := range inside {
			apart := other.DaysUntil(d)
			fits = fits && float64(max(apart, -apart)) >= even/2
		}
		if fits {
			last = d
			placed++
		}
	}
	return placed >= wanted
}

func BenchmarkPropose(b *testing.B) {
	for b.Loop() {
		workday.Propose(12, nil, calendar.Year(2027), nil)
	}
}
