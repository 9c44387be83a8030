package staffing

import (
	"testing"

	"pgregory.net/rapid"

	"samverk/features/staffing/planner"
	"samverk/platform/calendar"
)

// The counts are those of printed Swedish calendars: weekdays without red days, and without the three eves when they are
// free. The years have 250, 250, 252 and 253 working days then.
func TestWorkingDaysOfTheQuarters(t *testing.T) {
	for _, c := range []struct {
		year       int
		days, eves [4]int // without the eves, and with them as working days
	}{
		{2018, [4]int{63, 60, 65, 62}, [4]int{63, 61, 65, 64}},
		{2019, [4]int{63, 59, 66, 62}, [4]int{63, 60, 66, 64}},
		{2020, [4]int{63, 60, 66, 63}, [4]int{63, 61, 66, 65}},
		{2021, [4]int{62, 61, 66, 64}, [4]int{62, 62, 66, 66}},
	} {
		for i := range 4 {
			q := calendar.NewQuarter(c.year, i+1)
			if got := len(WorkingDays(q, true)); got != c.days[i] {
				t.Errorf("%s has %d working days, want %d", q, got, c.days[i])
			}
			if got := len(WorkingDays(q, false)); got != c.eves[i] {
				t.Errorf("%s has %d working days with its eves, want %d", q, got, c.eves[i])
			}
		}
	}
}

func TestDaysThatAreFree(t *testing.T) {
	for _, c := range []struct {
		day            string
		works, withEve bool
	}{
		{"2019-04-19", false, false}, // Good Friday
		{"2019-04-22", false, false}, // Easter Monday
		{"2019-05-30", false, false}, // Ascension Day
		{"2019-06-06", false, false}, // national day
		{"2019-06-21", false, true},  // Midsummer's Eve
		{"2019-12-24", false, true},
		{"2019-12-31", false, true},
		{"2019-04-18", true, true}, // shorter in many places, and a whole day here
		{"2019-05-31", true, true}, // a day between
		{"2019-06-22", false, false},
		{"2020-01-06", false, false}, // Epiphany
	} {
		day := calendar.MustDate(c.day)
		for evesFree, want := range map[bool]bool{true: c.works, false: c.withEve} {
			got := false
			for _, working := range WorkingDays(calendar.QuarterOf(day), evesFree) {
				got = got || working == day
			}
			if got != want {
				t.Errorf("%s works: %v with free eves %v", c.day, got, evesFree)
			}
		}
	}
}

func person(from string, percents ...Percent) Person {
	return Person{ID: "p", Name: "Medarbetare", From: calendar.MustDate(from), Percents: percents}
}

func at(day string, permille int) Percent {
	return Percent{From: calendar.MustDate(day), Permille: permille}
}

func away(from, until string, permille int) Absence {
	return Absence{Days: calendar.Span{From: calendar.MustDate(from), To: calendar.MustDate(until)}, Permille: permille}
}

func TestHoursOfAPersonInAQuarter(t *testing.T) {
	full, part := person("2018-01-01", at("2018-01-01", 1000)), person("2018-01-01", at("2018-01-01", 800))
	halved := person("2018-01-01", at("2018-01-01", 1000), at("2019-05-01", 500))
	started := person("2019-05-02", at("2019-05-02", 1000))
	left := full
	left.Until = calendar.MustDate("2019-04-30")
	gone, half := full, full
	gone.Absences = []Absence{away("2019-04-01", "2019-06-30", 1000)}
	half.Absences = []Absence{away("2019-04-01", "2019-06-30", 250), away("2019-04-01", "2019-06-30", 250)}
	twice := full
	twice.Absences = []Absence{away("2019-04-01", "2019-06-30", 800), away("2019-04-01", "2019-06-30", 800)}
	for _, c := range []struct {
		name   string
		person Person
		want   planner.Tenths
	}{
		{"59 days of 8 hours, 40 percent set aside", full, 2832},
		{"80 percent", part, 2265},
		{"20 days of April whole, 39 half", halved, 1896},
		{"39 days from 2 May", started, 1872},
		{"20 days until the end of April", left, 960},
		{"away all the time", gone, 0},
		{"away half the time, in two absences", half, 1416},
		{"nobody is away more than wholly", twice, 0},
	} {
		if got := usual.Hours(&c.person, calendar.MustQuarter("2019-Q2")); got != c.want {
			t.Errorf("%s: %d tenths, want %d", c.name, got, c.want)
		}
	}
}

func anyPerson(t *rapid.T) Person {
	day := func(label string) calendar.Date {
		return calendar.MustDate("2019-01-01").AddDays(rapid.IntRange(-200, 500).Draw(t, label))
	}
	p := Person{From: day("from"), Percents: []Percent{{day("first"), rapid.IntRange(0, 1000).Draw(t, "first permille")}}}
	if rapid.Bool().Draw(t, "changes") {
		p.Percents = append(p.Percents, Percent{p.Percents[0].From.AddDays(rapid.IntRange(1, 300).Draw(t, "later")), rapid.IntRange(0, 1000).Draw(t, "permille")})
	}
	if rapid.Bool().Draw(t, "leaves") {
		p.Until = p.From.AddDays(rapid.IntRange(0, 400).Draw(t, "days"))
	}
	for range rapid.IntRange(0, 2).Draw(t, "absences") {
		from := day("away")
		p.Absences = append(p.Absences, Absence{Days: calendar.Span{From: from, To: from.AddDays(rapid.IntRange(0, 90).Draw(t, "days away"))}, Permille: rapid.IntRange(1, 1000).Draw(t, "away permille")})
	}
	return p
}

// Hours lie between none and every working day whole; more absence, more set aside or an earlier end never gives more.
func TestHoursStayWithinWhatThereIs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, q := anyPerson(t), calendar.NewQuarter(2019, rapid.IntRange(1, 4).Draw(t, "quarter"))
		s := Setting{TenthsADay: rapid.IntRange(1, 240).Draw(t, "tenths"), Reserved: rapid.IntRange(0, 1000).Draw(t, "reserved"), EvesFree: rapid.Bool().Draw(t, "eves")}
		hours := s.Hours(&p, q)
		if hours < 0 || hours > planner.Tenths(len(WorkingDays(q, s.EvesFree))*s.TenthsADay) {
			t.Fatalf("%d tenths", hours)
		}
		more := p
		more.Absences = append(append([]Absence{}, p.Absences...), Absence{Days: calendar.Span{From: q.First(), To: q.Last()}, Permille: 300})
		if s.Hours(&more, q) > hours {
			t.Fatal("more absence gives more hours")
		}
		ends := p
		ends.Until = q.First().AddDays(40)
		if p.Until.IsZero() && s.Hours(&ends, q) > hours {
			t.Fatal("an earlier end gives more hours")
		}
		tight := s
		tight.Reserved = min(whole, s.Reserved+100)
		if tight.Hours(&p, q) > hours {
			t.Fatal("more set aside gives more hours")
		}
	})
}
