// Package workday knows which days Swedes work, and proposes dates for what people are to meet about.
package workday

import (
	"sync"
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/se"

	"samverk/platform/calendar"
)

// eves are the days that most authorities give free without the law on public holidays (1989:253) naming them: the eves
// that the holidays act (1977:480, section 3 a) puts beside Sundays. Days that are only shorter, such as the day before
// Good Friday, are working days.
var eves = []*cal.Holiday{se.Midsommarafton, se.Julafton, se.Nyarsafton}

// holidays are the public holidays by law. Easter Day and Whit Sunday are Sundays, so they change nothing.
var holidays = []*cal.Holiday{se.Nyarsdagen, se.TrettondedagJul, se.Langfredagen, se.AnnandagPask, se.ForstaMaj,
	se.KristiHimmelfardsdag, se.Nationaldagen, se.Midsommardagen, se.AllaHelgonsDag, se.Juldagen, se.AnnandagJul}

// freeDays are the holidays and eves of one year; true for a holiday.
type freeDays map[calendar.Date]bool

var years sync.Map // of freeDays, by year: they are asked for again and again

func freeIn(year int) freeDays {
	if known, found := years.Load(year); found {
		return known.(freeDays)
	}
	free := freeDays{}
	add := func(days []*cal.Holiday, byLaw bool) {
		for _, day := range days {
			actual, _ := day.Calc(year)
			free[calendar.DateOf(actual)] = byLaw
		}
	}
	add(eves, false)
	add(holidays, true)
	years.Store(year, free)
	return free
}

// IsHoliday tells whether the day is a Sunday or a public holiday by law.
func IsHoliday(d calendar.Date) bool {
	return d.Time().Weekday() == time.Sunday || freeIn(d.Year())[d]
}

// IsEve tells whether the day is the eve of Midsummer, Christmas or New Year.
func IsEve(d calendar.Date) bool {
	byLaw, free := freeIn(d.Year())[d]
	return free && !byLaw
}

// IsWorkday tells whether people work: Monday to Friday, no public holiday and no eve.
func IsWorkday(d calendar.Date) bool { return isWorkday(d, true) }

func isWorkday(d calendar.Date, evesFree bool) bool {
	return d.Time().Weekday() != time.Saturday && !IsHoliday(d) && (!evesFree || !IsEve(d))
}

// Days lists the working days of a span; on the eves people work when they are not free.
func Days(span calendar.Span, evesFree bool) []calendar.Date {
	if span.IsEmpty() {
		return nil
	}
	days := make([]calendar.Date, 0, span.Days()*5/7+2)
	for day := span.From; !day.After(span.To); day = day.AddDays(1) {
		if isWorkday(day, evesFree) {
			days = append(days, day)
		}
	}
	return days
}

// Week is a week of the year as weeks are numbered in Sweden (ISO 8601), Monday to Sunday.
func Week(year, number int) calendar.Span {
	inFirst := calendar.NewDate(year, time.January, 4) // by definition
	monday := inFirst.AddDays(-(int(inFirst.Time().Weekday())+6)%7 + 7*(number-1))
	return calendar.Span{From: monday, To: monday.AddDays(6)}
}
