package meetings

import (
	"time"

	"samverk/platform/calendar"
	"samverk/platform/i18n"
)

// Moment is when clocks in Stockholm show a time of day, as people write it, on a day. It refuses what is no time, and what
// clocks never show that day.
func Moment(day calendar.Date, text string) (time.Time, error) {
	c, ok := parseClock(text)
	if !ok {
		return time.Time{}, i18n.Fail("meetings.clock_wrong")
	}
	moment, there := c.on(day)
	if !there {
		return time.Time{}, i18n.Fail("meetings.no_such_clock", "clock", c.String())
	}
	return moment, nil
}

// ClockText is what clocks in Stockholm show at a moment: 09.30.
func ClockText(t time.Time) string { return clockOf(t).String() }

// Shape is the mark of the state.
func (s State) Shape() string { return shapes[s] }
