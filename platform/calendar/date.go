// Package calendar holds civil dates, quarters and spans of days. A civil date has no time of day and no zone;
// where "today" is needed the zone is Europe/Stockholm.
package calendar

import (
	"database/sql/driver"
	"fmt"
	"time"
	_ "time/tzdata" // the program must know Swedish time on machines without zone files
)

// Date is a civil date. The zero value means "no date".
type Date struct {
	// day counts days from 1969-12-31, so that 1 is the Unix epoch's day and 0 is free to mean "no date".
	// Days before the epoch are negative.
	day int32
}

const secondsPerDay = 24 * 60 * 60

// NewDate makes a date; days and months outside their range carry over, as in time.Date.
func NewDate(year int, month time.Month, day int) Date {
	unix := time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / secondsPerDay
	if unix < 0 {
		return Date{int32(unix)}
	}
	return Date{int32(unix) + 1}
}

// ParseDate reads YYYY-MM-DD. There is no year 0.
func ParseDate(text string) (Date, error) {
	if len(text) == len(time.DateOnly) && text[4] == '-' && text[7] == '-' {
		year, ok1 := digits(text[:4])
		month, ok2 := digits(text[5:7])
		day, ok3 := digits(text[8:])
		date := NewDate(year, time.Month(month), day)
		if ok1 && ok2 && ok3 && year > 0 && date.isCalled(year, time.Month(month), day) {
			return date, nil
		}
	}
	return Date{}, fmt.Errorf("%q is not a date written YYYY-MM-DD", text)
}

// digits reads a number of ASCII digits only. Databases give dates by the ten thousand, so this is done by hand.
func digits(text string) (n int, ok bool) {
	for _, c := range []byte(text) {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, true
}

// isCalled tells whether the date has not carried over: 30 February does not exist.
func (d Date) isCalled(year int, month time.Month, day int) bool {
	y, m, dd := d.Time().Date()
	return y == year && m == month && dd == day
}

// MustDate is ParseDate for constants and tests; it panics on anything that is not a date.
func MustDate(text string) Date {
	d, err := ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

// DateOf gives the civil date of t in t's own zone.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return NewDate(y, m, d)
}

var stockholm = mustLoad("Europe/Stockholm")

func mustLoad(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return zone
}

// Stockholm is the zone in which deadlines and "today" are judged.
func Stockholm() *time.Location { return stockholm }

// Today is the civil date in Stockholm at the instant now.
func Today(now time.Time) Date { return DateOf(now.In(stockholm)) }

// Clock is an instant to the minute as it is read in Stockholm: "2026-11-23 15:04".
func Clock(t time.Time) string { return t.In(stockholm).Format("2006-01-02 15:04") }

// Begins is the instant at which the day begins in Stockholm.
func (d Date) Begins() time.Time {
	t := d.Time()
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, stockholm)
}

// IsZero tells whether d is "no date".
func (d Date) IsZero() bool { return d.day == 0 }

// Time is midnight UTC of the date.
func (d Date) Time() time.Time {
	return time.Unix(d.unixDay()*secondsPerDay, 0).UTC()
}

func (d Date) Year() int         { return d.Time().Year() }
func (d Date) Month() time.Month { return d.Time().Month() }
func (d Date) Day() int          { return d.Time().Day() }

func (d Date) Before(e Date) bool { return d.day < e.day }
func (d Date) After(e Date) bool  { return d.day > e.day }

// Compare is -1, 0 or +1, for sorting.
func (d Date) Compare(e Date) int {
	switch {
	case d.day < e.day:
		return -1
	case d.day > e.day:
		return 1
	}
	return 0
}

// AddDays moves the date n days; n may be negative.
func (d Date) AddDays(n int) Date {
	t := d.Time()
	return NewDate(t.Year(), t.Month(), t.Day()+n)
}

// AddMonths moves the date n months; a day the month lacks carries over, as in time.AddDate.
func (d Date) AddMonths(n int) Date { return DateOf(d.Time().AddDate(0, n, 0)) }

// DaysUntil is the number of days from d to e; negative when e comes first.
func (d Date) DaysUntil(e Date) int { return int(e.unixDay() - d.unixDay()) }

// unixDay counts days from 1970-01-01. Durations are not used for this: they end at 292 years.
func (d Date) unixDay() int64 {
	if d.day > 0 {
		return int64(d.day) - 1
	}
	return int64(d.day)
}

// String is YYYY-MM-DD, or nothing for no date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return d.Time().Format(time.DateOnly)
}

func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	parsed, err := ParseDate(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}

// MarshalJSON writes null for no date.
func (d Date) MarshalJSON() ([]byte, error) {
	if d.IsZero() {
		return []byte("null"), nil
	}
	return []byte(`"` + d.String() + `"`), nil
}

// UnmarshalJSON reads null as no date.
func (d *Date) UnmarshalJSON(data []byte) error {
	text := string(data)
	if text == "null" || text == `""` {
		*d = Date{}
		return nil
	}
	if len(text) < 2 || text[0] != '"' {
		return fmt.Errorf("%s is not a date written \"YYYY-MM-DD\"", text)
	}
	return d.UnmarshalText([]byte(text[1 : len(text)-1]))
}

// Value stores the date as YYYY-MM-DD, which sorts rightly and which both engines take for a date column.
func (d Date) Value() (driver.Value, error) {
	if d.IsZero() {
		return nil, nil
	}
	return d.String(), nil
}

// Scan reads what either engine gives back for a date column.
func (d *Date) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*d = Date{}
	case time.Time:
		*d = DateOf(v)
	case string:
		if len(v) > len(time.DateOnly) {
			v = v[:len(time.DateOnly)]
		}
		return d.UnmarshalText([]byte(v))
	case []byte:
		return d.Scan(string(v))
	default:
		return fmt.Errorf("cannot read a date from %T", src)
	}
	return nil
}
