package events

import (
	"fmt"
	"regexp"
	"strconv"
	"time"

	"samverk/platform/calendar"
	"samverk/platform/form"
	"samverk/platform/i18n"
)

// written is how people write a time of day: 9, 9.30, 09:30, kl. 9.30, 0930.
var written = regexp.MustCompile(`^(?:kl\.? ?)?(\d{1,2})(?:[.:](\d{2})|(\d{2}))?$`)

// parseClock reads a time of day in hours and minutes.
func parseClock(text string) (hour, minute int, is bool) {
	parts := written.FindStringSubmatch(text)
	if parts == nil || parts[3] != "" && len(parts[1]) != 2 {
		return 0, 0, false
	}
	hour, _ = strconv.Atoi(parts[1])
	minute, _ = strconv.Atoi(parts[2] + parts[3]) // none is 0
	return hour, minute, hour < 24 && minute < 60
}

// at is the instant when clocks in Stockholm show the time on the day.
func at(day calendar.Date, hour, minute int) time.Time {
	return time.Date(day.Year(), day.Month(), day.Day(), hour, minute, 0, 0, calendar.Stockholm())
}

// momentIn reads an instant from a field with a day and one with a time of day. Neither is no instant; of only one the other
// is asked for.
func momentIn(f *form.Form, day, clock string) time.Time {
	date, text := f.Date(day), f.Text(clock)
	if _, wrong := f.FaultOf(day); wrong {
		return time.Time{}
	}
	switch {
	case date.IsZero() && text == "":
		return time.Time{}
	case date.IsZero():
		f.Refuse(day, i18n.Msg("events.day_missing"))
		return time.Time{}
	case text == "":
		f.Refuse(clock, i18n.Msg("events.clock_missing"))
		return time.Time{}
	}
	hour, minute, is := parseClock(text)
	if !is {
		f.Refuse(clock, i18n.Msg("events.clock_wrong", "text", text))
		return time.Time{}
	}
	return at(date, hour, minute)
}

// clockOf is the time of day in Stockholm as a field holds it: 09.30; empty for none.
func clockOf(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(calendar.Stockholm()).Format("15.04")
}

func dayOf(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return calendar.Today(t).String()
}

// span is two times of day as short as they can be: "17–19", "8.30–12.00".
func span(from, until time.Time) string {
	a, b := from.In(calendar.Stockholm()), until.In(calendar.Stockholm())
	if a.Minute() == 0 && b.Minute() == 0 {
		return fmt.Sprintf("%d–%d", a.Hour(), b.Hour())
	}
	return fmt.Sprintf("%d.%02d–%d.%02d", a.Hour(), a.Minute(), b.Hour(), b.Minute())
}

// spoken is a time of day in text: "17", "8.30".
func spoken(t time.Time) string {
	a := t.In(calendar.Stockholm())
	if a.Minute() == 0 {
		return strconv.Itoa(a.Hour())
	}
	return fmt.Sprintf("%d.%02d", a.Hour(), a.Minute())
}

// when says when an event is: "Torsdag 4 juni 2026 kl. 17–19".
func (c *Content) when(p i18n.Printer) string {
	first, last := c.Day(), c.LastDay()
	if first == last {
		return i18n.Capital(p.T("events.when_one", "weekday", p.Weekday(first), "day", p.DateLong(first), "span", span(c.Starts, c.Ends)))
	}
	return i18n.Capital(p.T("events.when_several", "weekday", p.Weekday(first), "day", p.DateLong(first), "from", spoken(c.Starts), "last", p.DateLong(last), "until", spoken(c.Ends)))
}

// moment says an instant in text: "4 juni 2026 kl. 17".
func moment(p i18n.Printer, t time.Time) string {
	return p.T("events.moment", "day", p.DateLong(calendar.Today(t)), "clock", spoken(t))
}
