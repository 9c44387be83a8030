package staffing

import (
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/se"

	"samverk/platform/calendar"
)

// eves are the days that most authorities give free without the law on public holidays (1989:253) naming them: the eves
// that the holidays act (1977:480, section 3 a) puts beside Sundays. Days that are only shorter, such as the day before
// Good Friday, count as whole days: what they are shorter is part of the share that is set aside.
var eves = []*cal.Holiday{se.Midsommarafton, se.Julafton, se.Nyarsafton}

// holidays are the public holidays by law. Easter Day and Whit Sunday are Sundays, so they change nothing.
var holidays = []*cal.Holiday{se.Nyarsdagen, se.TrettondedagJul, se.Langfredagen, se.AnnandagPask, se.ForstaMaj,
	se.KristiHimmelfardsdag, se.Nationaldagen, se.Midsommardagen, se.AllaHelgonsDag, se.Juldagen, se.AnnandagJul}

// freeDays are the holidays of a year, and its eves when they are free.
func freeDays(year int, evesFree bool) map[calendar.Date]bool {
	free := make(map[calendar.Date]bool, len(holidays)+len(eves))
	add := func(days []*cal.Holiday) {
		for _, day := range days {
			actual, _ := day.Calc(year)
			free[calendar.DateOf(actual)] = true
		}
	}
	add(holidays)
	if evesFree {
		add(eves)
	}
	return free
}

// WorkingDays lists the working days of a quarter: Monday to Friday, without public holidays and, when they are free, the
// eves of Midsummer, Christmas and New Year.
func WorkingDays(q calendar.Quarter, evesFree bool) []calendar.Date {
	free := freeDays(q.Year(), evesFree)
	days := make([]calendar.Date, 0, 66)
	for day := q.First(); !day.After(q.Last()); day = day.AddDays(1) {
		weekday := day.Time().Weekday()
		if weekday != time.Saturday && weekday != time.Sunday && !free[day] {
			days = append(days, day)
		}
	}
	return days
}
