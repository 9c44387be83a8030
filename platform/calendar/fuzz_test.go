package calendar_test

import (
	"testing"
	"time"

	"samverk/platform/calendar"
)

// A text is a date in one way of writing only, and the calendar of the standard library knows it.
func FuzzParseDate(f *testing.F) {
	for _, seed := range []string{"2019-06-30", "2020-02-29", "2019-02-29", "0001-01-01", "9999-12-31", "0000-01-01", "2019-6-30", "2019-06-31", "٢٠١٩-06-30", "-019-06-30", ""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		date, err := calendar.ParseDate(text)
		known, unknown := time.Parse(time.DateOnly, text)
		if (err == nil) != (unknown == nil && known.Year() > 0) {
			t.Fatalf("%q: %v, and by the standard library %v", text, err, unknown)
		}
		if err == nil && (date.String() != text || !date.Time().Equal(known)) {
			t.Fatalf("%q was read as %s", text, date)
		}
	})
}

func FuzzParseQuarter(f *testing.F) {
	for _, seed := range []string{"2018-Q1", "2018-Q4", "2018-Q5", "0000-Q1", "9999-Q4", "18-Q1", "2018-q1", "2018-Q1-Q1", ""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		quarter, err := calendar.ParseQuarter(text)
		if err != nil {
			return
		}
		if quarter.String() != text || calendar.QuarterOf(quarter.First()) != quarter || calendar.QuarterOf(quarter.Last()) != quarter {
			t.Fatalf("%q was read as %s, %s to %s", text, quarter, quarter.First(), quarter.Last())
		}
	})
}

// What two spans share lies in both, and is the same whichever is asked; a span's quarters hold it and touch it.
func FuzzSpans(f *testing.F) {
	f.Add("2018-01-01", "2021-12-31", "2019-06-30", "2019-06-30")
	f.Add("2018-01-01", "2018-12-31", "2019-01-01", "2019-12-31")
	f.Add("", "2020-01-01", "2018-01-01", "2021-01-01")
	f.Add("1960-01-01", "1975-01-01", "", "1970-01-01")
	f.Fuzz(func(t *testing.T, from, to, otherFrom, otherTo string) {
		read := func(text string) calendar.Date { d, _ := calendar.ParseDate(text); return d } // what is no date is no date
		a, b := calendar.Span{From: read(from), To: read(to)}, calendar.Span{From: read(otherFrom), To: read(otherTo)}
		shared, same := a.Intersect(b), b.Intersect(a)
		if shared.IsEmpty() != same.IsEmpty() || !shared.IsEmpty() && shared != same {
			t.Fatalf("%v and %v share %v or %v", a, b, shared, same)
		}
		for _, day := range []calendar.Date{shared.From, shared.To} {
			if !shared.IsEmpty() && (!a.Contains(day) || !b.Contains(day)) {
				t.Fatalf("%v and %v share %s", a, b, day)
			}
		}
		if !shared.IsEmpty() && shared.Days() > min(a.Days(), b.Days()) {
			t.Fatalf("%v and %v share %d days", a, b, shared.Days())
		}
		if quarters := a.Quarters(); a.IsEmpty() != (len(quarters) == 0) {
			t.Fatalf("%v touches %v", a, quarters)
		} else if !a.IsEmpty() && (quarters[0].First().After(a.From) || quarters[len(quarters)-1].Last().Before(a.To)) {
			t.Fatalf("%v touches %v", a, quarters)
		}
	})
}
