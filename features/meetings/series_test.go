package meetings

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"samverk/platform/calendar"
	"samverk/platform/workday"
)

func texts(days []calendar.Date) (all []string) {
	for _, d := range days {
		all = append(all, d.String())
	}
	return all
}

func day(text string) calendar.Date { return calendar.MustDate(text) }

func TestASeriesFollowsItsPattern(t *testing.T) {
	for _, c := range []struct {
		pattern Pattern
		want    []string
	}{
		{Pattern{Repeat: Weekly, From: day("2026-03-02"), Number: 3}, []string{"2026-03-02", "2026-03-09", "2026-03-16"}},
		{Pattern{Repeat: Fortnightly, From: day("2026-03-02"), Until: day("2026-03-29")}, []string{"2026-03-02", "2026-03-16"}},
		{Pattern{Repeat: MonthlyDay, From: day("2026-01-31"), Number: 3}, []string{"2026-01-31", "2026-02-28", "2026-03-31"}},
		{Pattern{Repeat: MonthlyWeekday, From: day("2026-01-08"), Number: 3}, []string{"2026-01-08", "2026-02-12", "2026-03-12"}}, // the second Thursday
		{Pattern{Repeat: MonthlyWeekday, From: day("2026-01-29"), Number: 3}, []string{"2026-01-29", "2026-02-26", "2026-03-26"}}, // the last
		{Pattern{Repeat: QuarterlyDay, From: day("2026-11-30"), Number: 2}, []string{"2026-11-30", "2027-02-28"}},
		{Pattern{Repeat: QuarterlyWeekday, From: day("2026-02-03"), Number: 2}, []string{"2026-02-03", "2026-05-05"}},
		{Pattern{Repeat: MonthlyDay, From: day("2026-05-01"), Number: 2, OnlyWorkday: true}, []string{"2026-06-01", "2026-07-01"}},
		{Pattern{Repeat: Weekly, From: day("2026-07-06"), Number: 2, Weeks: []int{28, 29, 30}, Days: []calendar.Date{day("2026-07-27")}}, []string{"2026-08-03", "2026-08-10"}},
		{Pattern{Repeat: Weekly, From: day("2026-03-02"), Until: day("2026-03-01")}, nil},
	} {
		if got, _ := c.pattern.Dates(); !slices.Equal(texts(got), c.want) {
			t.Errorf("%+v gives %v, want %v", c.pattern, got, c.want)
		}
	}
}

var anyPattern = rapid.Custom(func(t *rapid.T) Pattern {
	p := Pattern{Repeat: rapid.SampledFrom(Repeats).Draw(t, "repeat"), From: day("2024-01-01").AddDays(rapid.IntRange(0, 2000).Draw(t, "from")),
		OnlyWorkday: rapid.Bool().Draw(t, "workdays"), Weeks: rapid.SliceOfN(rapid.IntRange(1, 53), 0, 5).Draw(t, "weeks")}
	for range rapid.IntRange(0, 4).Draw(t, "days") {
		p.Days = append(p.Days, p.nth(rapid.IntRange(0, 12).Draw(t, "away")))
	}
	if rapid.Bool().Draw(t, "by number") {
		p.Number = rapid.IntRange(1, 40).Draw(t, "number")
	} else {
		p.Until = p.From.AddDays(rapid.IntRange(0, 900).Draw(t, "until"))
	}
	return p
})

// Every date is of the pattern, rising, within its end, and none that was to be left out is among them; those left out are told.
func TestTheDatesOfASeriesKeepItsRule(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := anyPattern.Draw(t, "pattern")
		dates, skipped := p.Dates()
		if p.Number > 0 && len(dates) != p.Number && len(dates)+len(skipped) < mostTried {
			t.Fatalf("%d dates of %d", len(dates), p.Number)
		}
		for i, d := range dates {
			_, week := d.Time().ISOWeek()
			switch {
			case i > 0 && !d.After(dates[i-1]):
				t.Fatalf("%s after %s", d, dates[i-1])
			case !p.Until.IsZero() && d.After(p.Until), d.Before(p.From):
				t.Fatalf("%s is outside", d)
			case slices.Contains(p.Days, d), slices.Contains(p.Weeks, week), p.OnlyWorkday && !workday.IsWorkday(d):
				t.Fatalf("%s was to be left out", d)
			case !p.fits(d):
				t.Fatalf("%s is not of the pattern from %s", d, p.From)
			}
		}
		for _, s := range skipped {
			if s.Why == "" || !p.fits(s.Day) {
				t.Fatalf("%+v is left out", s)
			}
		}
	})
}

// fits tells by the calendar, in another way than the program does, whether a day is of the pattern.
func (p *Pattern) fits(d calendar.Date) bool {
	apart, months := p.From.DaysUntil(d), (d.Year()-p.From.Year())*12+int(d.Month())-int(p.From.Month())
	last := d.AddDays(1).Day() == 1
	switch p.Repeat {
	case Weekly:
		return apart%7 == 0
	case Fortnightly:
		return apart%14 == 0
	case QuarterlyDay, QuarterlyWeekday:
		if months%3 != 0 {
			return false
		}
	}
	if p.Repeat == MonthlyDay || p.Repeat == QuarterlyDay {
		return d.Day() == p.From.Day() || d.Day() < p.From.Day() && last
	}
	isLast := d.AddDays(7).Month() != d.Month()
	return apart%7 == 0 && ((d.Day()-1)/7 == (p.From.Day()-1)/7 || p.From.Day() > 28 && isLast)
}

// A meeting of a series begins when clocks in Stockholm show its time, on both sides of the change to and from summer time.
func TestClocksShowTheTimeOfTheMeeting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, c := day("2024-01-01").AddDays(rapid.IntRange(0, 4000).Draw(t, "day")), clock(rapid.IntRange(0, 24*60-1).Draw(t, "clock"))
		moment, there := c.on(d)
		if !there {
			if month := d.Month(); month != time.March || c/60 != 2 {
				t.Fatalf("%s %s is not there", d, c)
			}
			return
		}
		if dayOf(moment) != d || clockOf(moment) != c {
			t.Fatalf("%s %s is %s", d, c, moment)
		}
		if earlier := moment.Add(-time.Hour); dayOf(earlier) == d && clockOf(earlier) == c {
			t.Fatalf("%s %s is the second time", d, c)
		}
	})
	if _, there := clock(2*60 + 30).on(day("2026-03-29")); there {
		t.Error("02.30 is there in the night when summer time begins")
	}
	if first, _ := clock(2*60 + 30).on(day("2026-10-25")); !isTwice(first) || first.UTC().Hour() != 0 {
		t.Errorf("02.30 in the night when summer time ends is %s", first.UTC())
	}
}

func TestTimesOfDayAreReadAsPeopleWriteThem(t *testing.T) {
	for text, want := range map[string]string{"9": "09.00", "09": "09.00", "9.30": "09.30", "09:30": "09.30", "930": "09.30", "0930": "09.30", " 23.59 ": "23.59", "0": "00.00",
		"24.00": "", "9.3": "", "9.60": "", "": "", "12345": "", "-1": "", "nio": "", "9.30.1": ""} {
		c, ok := parseClock(text)
		if ok != (want != "") || ok && c.String() != want {
			t.Errorf("%q is %s, %v", text, c, ok)
		}
	}
}

func FuzzClock(f *testing.F) {
	for _, text := range []string{"9", "09.30", "24:00", "0930", "९.३०", ".", ":"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, ok := parseClock(text)
		if !ok {
			return
		}
		if again, ok := parseClock(c.String()); !ok || again != c || c < 0 || c >= 24*60 {
			t.Errorf("%q is %d", text, c)
		}
	})
}

func FuzzExceptions(f *testing.F) {
	for _, text := range []string{"28-31, 52", "v. 7", "2026-10-29, 2026-11-05", "1-53", "-", "99999999999"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		weeks, err := parseWeeks(text)
		if err == nil && (!slices.IsSorted(weeks) || len(weeks) > 53) {
			t.Errorf("%q gives %v", text, weeks)
		}
		if days, err := parseDays(text); err == nil {
			for _, d := range days {
				if d.IsZero() {
					t.Errorf("%q gives no day", text)
				}
			}
		}
	})
}
