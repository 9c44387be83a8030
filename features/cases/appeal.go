package cases

import (
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/se"

	"samverk/platform/calendar"
)

// appealDays is the three weeks of kommunallagen (2017:725), 13 kap. 5 §: an appeal must have come in to the court within
// three weeks from the day when it was announced on the notice board that the minutes over the decision had been adjusted.
// The announcement has to stay there the whole time, or the time does not run out.
const appealDays = 21

// notWorking are days on which nothing need come in, by lagen (1930:173) om beräkning av lagstadgad tid, 2 §: public
// holidays and the eves of Midsummer, Christmas and New Year; Saturdays and Sundays besides.
var notWorking = []*cal.Holiday{se.Nyarsdagen, se.TrettondedagJul, se.Langfredagen, se.Paskdagen, se.AnnandagPask, se.ForstaMaj, se.KristiHimmelfardsdag,
	se.Pingstdagen, se.Nationaldagen, se.Midsommarafton, se.Midsommardagen, se.AllaHelgonsDag, se.Julafton, se.Juldagen, se.AnnandagJul, se.Nyarsafton}

// LastDayForAppeal is the last day on which an appeal against decisions announced on a day comes in time. A time in weeks
// ends on the day of the week on which it began (1930:173, 1 §); when nothing need come in that day, on the next working
// day (2 §).
func LastDayForAppeal(announced calendar.Date) calendar.Date {
	last := announced.AddDays(appealDays)
	for !isWorking(last) {
		last = last.AddDays(1)
	}
	return last
}

func isWorking(day calendar.Date) bool {
	if weekday := day.Time().Weekday(); weekday == time.Saturday || weekday == time.Sunday {
		return false
	}
	for _, holiday := range notWorking {
		if actual, _ := holiday.Calc(day.Year()); calendar.DateOf(actual) == day {
			return false
		}
	}
	return true
}

// StateOn is the case's state on a day: one that was posted is final from the day after the last day for appeal, whether
// or not that has been written down yet.
func StateOn(state State, appealUntil, day calendar.Date) State {
	if state == Posted && !appealUntil.IsZero() && day.After(appealUntil) {
		return Final
	}
	return state
}
