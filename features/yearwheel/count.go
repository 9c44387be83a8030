package yearwheel

import (
	"samverk/features/meetings"
	"samverk/platform/calendar"
)

// Count is how many meetings of a type a year has, against how many are wanted.
type Count struct {
	Wanted    int // 0 when no number is wanted
	Held      int
	Invited   int // people have been invited, and it is today or later
	Planned   int // nobody has been invited yet, and it is today or later
	Unclosed  int // planned or invited to, the day has passed, and nobody has said that it was held
	Cancelled int
}

// CountOf counts the meetings of a type in a year as of a day.
func CountOf(wanted int, of []meetings.YearMeeting, today calendar.Date) Count {
	c := Count{Wanted: wanted}
	for i := range of {
		switch m := &of[i]; {
		case m.State == meetings.Cancelled:
			c.Cancelled++
		case m.State.WasHeld():
			c.Held++
		case isUnclosed(m, today):
			c.Unclosed++
		case m.State == meetings.Invited:
			c.Invited++
		default:
			c.Planned++
		}
	}
	return c
}

// isUnclosed tells whether a meeting's day has passed without anybody saying that it was held or cancelled.
func isUnclosed(m *meetings.YearMeeting, today calendar.Date) bool {
	return m.State.IsAhead() && m.Day.Before(today)
}

// Plus adds two counts. What one type has too many of makes up for nothing that another is missing; see Missing.
func (c Count) Plus(d Count) Count {
	return Count{c.Wanted + d.Wanted, c.Held + d.Held, c.Invited + d.Invited, c.Planned + d.Planned, c.Unclosed + d.Unclosed, c.Cancelled + d.Cancelled}
}

// Booked is how many are still to be held.
func (c Count) Booked() int { return c.Invited + c.Planned }

// Standing is how many meetings there are that are not cancelled.
func (c Count) Standing() int { return c.Held + c.Booked() + c.Unclosed }

// Missing is how many more are wanted than there are. Those whose day has passed count until somebody closes or cancels them.
func (c Count) Missing() int { return max(0, c.Wanted-c.Standing()) }

// Outlook is how the year looks for a type of meeting.
type Outlook string

// The outlooks.
const (
	NotWanted Outlook = "not_wanted" // no number is wanted
	Done      Outlook = "done"       // as many as wanted have been held
	Covered   Outlook = "covered"    // as many as wanted are held or booked
	ToClose   Outlook = "to_close"   // enough if those whose day has passed were held
	Missing   Outlook = "missing"    // some are missing, and there is time
	Late      Outlook = "late"       // some are missing, and they will lie closer than wanted or be called to in haste
	Short     Outlook = "short"      // some are missing, and the year is over
)

// notice is how many days a meeting is best called before it.
const notice = 21

// OutlookOf tells how the year looks on a day. Missing meetings are late when what remains of the year is less than their share of
// it, but for one that may lie at the very end, or than the notice that people are given.
func (c Count) OutlookOf(year int, today calendar.Date) Outlook {
	span := calendar.Year(year)
	remaining := calendar.Span{From: later(today, span.From), To: span.To}.Days()
	missing := c.Missing()
	switch {
	case c.Wanted == 0:
		return NotWanted
	case c.Held >= c.Wanted:
		return Done
	case missing == 0 && c.Held+c.Booked() >= c.Wanted:
		return Covered
	case missing == 0:
		return ToClose
	case remaining == 0:
		return Short
	case remaining <= notice, (missing-1)*span.Days() >= remaining*c.Wanted:
		return Late
	}
	return Missing
}

// later is the later of two days.
func later(a, b calendar.Date) calendar.Date {
	if a.Before(b) {
		return b
	}
	return a
}

// PerMonth is how many meetings that are not cancelled each month has.
func PerMonth(months *[12]int, of []meetings.YearMeeting) {
	for i := range of {
		if of[i].State != meetings.Cancelled {
			months[of[i].Day.Month()-1]++
		}
	}
}
