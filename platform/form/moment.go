package form

import (
	"regexp"
	"strconv"
	"time"

	"samverk/platform/calendar"
	"samverk/platform/i18n"
)

// clock is how people write a time of day: 9, 9.30, 09:30, kl. 9.30, 0930.
var clock = regexp.MustCompile(`^(?:kl\.? ?)?(\d{1,2})(?:[.:](\d{2})|(\d{2}))?$`)

// ParseClock reads a time of day in hours and minutes. 24.00 is the end of the day.
func ParseClock(text string) (hour, minute int, is bool) {
	parts := clock.FindStringSubmatch(text)
	if parts == nil || parts[3] != "" && len(parts[1]) != 2 {
		return 0, 0, false
	}
	hour, _ = strconv.Atoi(parts[1])
	minute, _ = strconv.Atoi(parts[2] + parts[3]) // none is 0
	return hour, minute, hour < 24 && minute < 60 || hour == 24 && minute == 0
}

// Moment reads an instant in Stockholm from a field with a day and one with a time of day. Neither is no instant; of only one
// the other is asked for. 24.00 on a day is the first moment of the next.
func (f *Form) Moment(day, clock string) time.Time {
	date, text := f.Date(day), f.Text(clock)
	if _, wrong := f.FaultOf(day); wrong {
		return time.Time{}
	}
	switch {
	case date.IsZero() && text == "":
		return time.Time{}
	case date.IsZero():
		f.Refuse(day, i18n.Msg("form.day_missing"))
		return time.Time{}
	case text == "":
		f.Refuse(clock, i18n.Msg("form.clock_missing"))
		return time.Time{}
	}
	hour, minute, is := ParseClock(text)
	if !is {
		f.Refuse(clock, i18n.Msg("form.clock_wrong", "text", text))
		return time.Time{}
	}
	return time.Date(date.Year(), date.Month(), date.Day(), hour, minute, 0, 0, calendar.Stockholm())
}

// MomentFields is an instant as fields for Moment hold it. Midnight is written as 24.00 of the day before when it ends
// something.
func MomentFields(t time.Time, ends bool) (day, clock string) {
	if t.IsZero() {
		return "", ""
	}
	local := t.In(calendar.Stockholm())
	if ends && local.Hour() == 0 && local.Minute() == 0 {
		return calendar.DateOf(local).AddDays(-1).String(), "24.00"
	}
	return calendar.DateOf(local).String(), local.Format("15.04")
}
