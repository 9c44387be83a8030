package workday_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"samverk/platform/calendar"
	"samverk/platform/workday"
)

// easter is Easter Day by Gauss's rule for the Gregorian calendar, with the constants of 1900–2099.
func easter(year int) calendar.Date {
	a, b, c := year%19, year%4, year%7
	d := (19*a + 24) % 30
	e := (2*b + 4*c + 6*d + 5) % 7
	if d == 29 && e == 6 || d == 28 && e == 6 && a > 10 {
		e -= 7
	}
	return calendar.NewDate(year, time.March, 22+d+e)
}

// lawful are the public holidays of a year and its eves, worked out without the library.
func lawful(year int) (holidays, eves map[calendar.Date]bool) {
	on := func(month time.Month, day int) calendar.Date { return calendar.NewDate(year, month, day) }
	saturdayFrom := func(first calendar.Date) calendar.Date {
		return first.AddDays((int(time.Saturday-first.Time().Weekday()) + 7) % 7)
	}
	paschal, midsummer := easter(year), saturdayFrom(on(time.June, 20))
	holidays, eves = map[calendar.Date]bool{}, map[calendar.Date]bool{}
	for _, d := range []calendar.Date{on(time.January, 1), on(time.January, 6), paschal.AddDays(-2), paschal, paschal.AddDays(1), on(time.May, 1), paschal.AddDays(39),
		paschal.AddDays(49), on(time.June, 6), midsummer, saturdayFrom(on(time.October, 31)), on(time.December, 25), on(time.December, 26)} {
		holidays[d] = true
	}
	for _, d := range []calendar.Date{midsummer.AddDays(-1), on(time.December, 24), on(time.December, 31)} {
		eves[d] = true
	}
	return holidays, eves
}

func TestHolidaysAreThoseOfTheLaw(t *testing.T) {
	for year, want := range map[int]string{2024: "2024-03-31", 2025: "2025-04-20", 2026: "2026-04-05", 2027: "2027-03-28", 2028: "2028-04-16", 2029: "2029-04-01", 2030: "2030-04-21"} {
		if got := easter(year).String(); got != want {
			t.Errorf("the test's own Easter is %s, want %s", got, want)
		}
	}
	for year := 2016; year <= 2060; year++ {
		holidays, eves := lawful(year)
		worked := map[calendar.Date]bool{}
		for _, d := range workday.Days(calendar.Year(year), true) {
			worked[d] = true
		}
		for d := calendar.Year(year).From; d.Year() == year; d = d.AddDays(1) {
			weekday := d.Time().Weekday()
			if want := holidays[d] || weekday == time.Sunday; workday.IsHoliday(d) != want {
				t.Errorf("%s: a holiday %v, want %v", d, !want, want)
			}
			if workday.IsEve(d) != (eves[d] && !holidays[d]) {
				t.Errorf("%s: an eve %v", d, workday.IsEve(d))
			}
			if want := weekday != time.Saturday && weekday != time.Sunday && !holidays[d] && !eves[d]; workday.IsWorkday(d) != want || worked[d] != want {
				t.Errorf("%s: a working day %v, want %v", d, !want, want)
			}
		}
	}
}

func TestWhatSpeaksAgainstADay(t *testing.T) {
	for day, want := range map[string][]workday.Reason{
		"2026-03-10": nil,
		"2026-03-09": {workday.EdgeOfWeek},
		"2026-07-08": {workday.Summer},
		"2026-08-11": {workday.SchoolHoliday},
		"2026-08-18": nil,                                  // week 34
		"2026-05-15": {workday.Bridge, workday.EdgeOfWeek}, // the day after Ascension Day
		"2026-06-05": {workday.BeforeHoliday, workday.EdgeOfWeek},
		"2029-06-05": {workday.BeforeHoliday},
		"2030-04-30": {workday.BeforeHoliday},                                            // Walpurgis Night
		"2026-04-02": {workday.SchoolHoliday, workday.BeforeHoliday},                     // Maundy Thursday
		"2026-10-28": {workday.SchoolHoliday},                                            // week 44
		"2026-10-30": {workday.SchoolHoliday, workday.BeforeHoliday, workday.EdgeOfWeek}, // the day before All Saints' Day
		"2026-12-23": {workday.SchoolHoliday, workday.BeforeHoliday},                     // the day before Christmas Eve
		"2026-06-18": {workday.SchoolHoliday, workday.BeforeHoliday},                     // the day before Midsummer Eve
		"2027-01-05": {workday.SchoolHoliday, workday.BeforeHoliday},
		"2027-01-07": {workday.SchoolHoliday},
		"2028-01-07": {workday.SchoolHoliday, workday.Bridge, workday.EdgeOfWeek},
	} {
		if got := workday.Against(calendar.MustDate(day)); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", day, got, want)
		}
	}
}

func TestWeeksAreNumberedAsInSweden(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := calendar.NewDate(rapid.IntRange(1990, 2100).Draw(t, "year"), time.January, rapid.IntRange(1, 366).Draw(t, "day"))
		year, week := d.Time().ISOWeek()
		if span := workday.Week(year, week); !span.Contains(d) || span.Days() != 7 || span.From.Time().Weekday() != time.Monday {
			t.Fatalf("%s is not in week %d of %d, %v", d, week, year, span)
		}
	})
}
