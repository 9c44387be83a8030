package jobs

import (
	"time"

	"samverk/platform/calendar"
)

// Schedule gives the next time after another.
type Schedule func(after time.Time) time.Time

// Every comes back after so long.
func Every(pause time.Duration) Schedule {
	return func(after time.Time) time.Time { return after.Add(pause) }
}

// Daily comes each day at the hour and minute in Stockholm. On the night when the clock is moved forward past that time it
// comes as much later.
func Daily(hour, minute int) Schedule {
	return onDays(hour, minute, func(time.Weekday) bool { return true })
}

// OnWeekdays comes Monday to Friday at the hour and minute in Stockholm.
func OnWeekdays(hour, minute int) Schedule {
	return onDays(hour, minute, func(d time.Weekday) bool { return d != time.Saturday && d != time.Sunday })
}

func onDays(hour, minute int, fits func(time.Weekday) bool) Schedule {
	return func(after time.Time) time.Time {
		local := after.In(calendar.Stockholm())
		for days := 0; ; days++ {
			at := time.Date(local.Year(), local.Month(), local.Day()+days, hour, minute, 0, 0, calendar.Stockholm())
			if at.After(after) && fits(at.Weekday()) {
				return at
			}
		}
	}
}
