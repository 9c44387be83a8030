package calendar

import (
	"database/sql/driver"
	"fmt"
	"strings"
	"time"
)

// Quarter is a calendar quarter, counted from year 0: four times the year plus 0–3. The zero value means "no quarter".
type Quarter int

// NewQuarter makes the n-th quarter (1–4) of a year.
func NewQuarter(year, n int) Quarter { return Quarter(year*4 + n - 1) }

// QuarterOf is the quarter that contains d.
func QuarterOf(d Date) Quarter { return NewQuarter(d.Year(), (int(d.Month())+2)/3) }

// ParseQuarter reads "2018-Q1".
func ParseQuarter(text string) (Quarter, error) {
	year, number, _ := strings.Cut(text, "-Q")
	first, err := time.Parse("2006", year)
	if err != nil || first.Year() == 0 || len(number) != 1 || number < "1" || number > "4" {
		return 0, fmt.Errorf("%q is not a quarter written YYYY-Qn", text)
	}
	return NewQuarter(first.Year(), int(number[0]-'0')), nil
}

// MustQuarter is ParseQuarter for constants and tests.
func MustQuarter(text string) Quarter {
	q, err := ParseQuarter(text)
	if err != nil {
		panic(err)
	}
	return q
}

func (q Quarter) IsZero() bool { return q == 0 }
func (q Quarter) Year() int    { return int(q) / 4 }

// Number is 1–4.
func (q Quarter) Number() int { return int(q)%4 + 1 }

// Next is the quarter after, also across a new year.
func (q Quarter) Next() Quarter { return q + 1 }

// First is the first day of the quarter.
func (q Quarter) First() Date { return NewDate(q.Year(), time.Month((q.Number()-1)*3+1), 1) }

// Last is the last day of the quarter.
func (q Quarter) Last() Date { return q.Next().First().AddDays(-1) }

// String is "2018-Q1", or nothing for no quarter.
func (q Quarter) String() string {
	if q.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-Q%d", q.Year(), q.Number())
}

func (q Quarter) MarshalText() ([]byte, error) { return []byte(q.String()), nil }

func (q *Quarter) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*q = 0
		return nil
	}
	parsed, err := ParseQuarter(string(text))
	if err != nil {
		return err
	}
	*q = parsed
	return nil
}

func (q Quarter) Value() (driver.Value, error) {
	if q.IsZero() {
		return nil, nil
	}
	return q.String(), nil
}

// Scan reads a text column.
func (q *Quarter) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*q = 0
		return nil
	case string:
		return q.UnmarshalText([]byte(v))
	case []byte:
		return q.UnmarshalText(v)
	}
	return fmt.Errorf("cannot read a quarter from %T", src)
}
