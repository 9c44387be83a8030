package meetings

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"samverk/platform/calendar"
)

// clock is a time of day, in minutes after midnight as clocks show it.
type clock int

// String is the time as it is written in Swedish: 09.30.
func (c clock) String() string { return fmt.Sprintf("%02d.%02d", int(c)/60, int(c)%60) }

// parseClock reads a time of day as people write it: 9, 9.30, 09:30, 0930.
func parseClock(text string) (clock, bool) {
	text = strings.TrimSpace(text)
	hours, minutes, parted := strings.Cut(strings.Replace(text, ":", ".", 1), ".")
	if !parted && len(hours) > 2 {
		hours, minutes = hours[:len(hours)-2], hours[len(hours)-2:]
	} else if !parted {
		minutes = "00"
	}
	h, m := twoDigits(hours), twoDigits(minutes)
	if h < 0 || h > 23 || m < 0 || m > 59 || len(minutes) != 2 {
		return 0, false
	}
	return clock(h*60 + m), true
}

// twoDigits reads one or two digits; -1 for anything else.
func twoDigits(text string) int {
	if len(text) == 0 || len(text) > 2 || strings.Trim(text, "0123456789") != "" {
		return -1
	}
	n, _ := strconv.Atoi(text) // two digits are a number
	return n
}

// on is the moment at which clocks in Stockholm show the time that day; false when they never do, in the night when summer
// time begins. When they do twice, in the night when it ends, it is the first time.
func (c clock) on(day calendar.Date) (time.Time, bool) {
	t := time.Date(day.Year(), day.Month(), day.Day(), int(c)/60, int(c)%60, 0, 0, calendar.Stockholm())
	if calendar.DateOf(t) != day || clockOf(t) != c {
		return t, false
	}
	if earlier := t.Add(-time.Hour); clockOf(earlier) == c {
		t = earlier
	}
	return t, true
}

// clockOf is what clocks in Stockholm show at a moment.
func clockOf(t time.Time) clock {
	t = t.In(calendar.Stockholm())
	return clock(t.Hour()*60 + t.Minute())
}

// isTwice tells whether clocks in Stockholm show the same time an hour before or after a moment.
func isTwice(t time.Time) bool {
	return clockOf(t.Add(time.Hour)) == clockOf(t) || clockOf(t.Add(-time.Hour)) == clockOf(t)
}

// dayOf is the day in Stockholm at a moment.
func dayOf(t time.Time) calendar.Date { return calendar.DateOf(t.In(calendar.Stockholm())) }
