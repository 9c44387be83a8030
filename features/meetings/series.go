package meetings

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"samverk/platform/calendar"
	"samverk/platform/workday"
)

// Repeat is how meetings of a series follow on each other.
type Repeat string

// The ways. A day of the month that a month does not have is its last day, and a fifth weekday is the last.
const (
	Weekly           Repeat = "weekly"
	Fortnightly      Repeat = "fortnightly"
	MonthlyDay       Repeat = "monthly_day"       // the same day of the month
	MonthlyWeekday   Repeat = "monthly_weekday"   // the same weekday: the second Thursday
	QuarterlyDay     Repeat = "quarterly_day"     // every third month
	QuarterlyWeekday Repeat = "quarterly_weekday" // every third month
)

// Repeats lists them in the order they are shown.
var Repeats = []Repeat{Weekly, Fortnightly, MonthlyWeekday, MonthlyDay, QuarterlyWeekday, QuarterlyDay}

// Pattern is the rule of a series.
type Pattern struct {
	Repeat      Repeat          `json:"repeat"`
	From        calendar.Date   `json:"from"`
	Until       calendar.Date   `json:"until,omitzero"`   // the last day that may be one, or
	Number      int             `json:"number,omitempty"` // how many meetings there are, those left out not counted
	OnlyWorkday bool            `json:"onlyWorkdays,omitempty"`
	Weeks       []int           `json:"weeks,omitempty"` // weeks without a meeting, by their numbers
	Days        []calendar.Date `json:"days,omitempty"`  // days without a meeting
}

// mostInSeries is how many meetings a series may have; mostTried how many days are looked at.
const (
	mostInSeries = 120
	mostTried    = 600
)

// Reason is why a day of a series has no meeting.
type Reason string

// The reasons.
const (
	FreeDay    Reason = "free_day"
	FreeWeek   Reason = "free_week"
	ChosenAway Reason = "chosen_away"
)

// Skipped is a day that the pattern has and the exceptions take away.
type Skipped struct {
	Day calendar.Date
	Why Reason
}

// Dates are the days of the series, and those that were left out.
func (p *Pattern) Dates() (dates []calendar.Date, skipped []Skipped) {
	for n := range mostTried {
		day := p.nth(n)
		if !p.Until.IsZero() && day.After(p.Until) || p.Until.IsZero() && len(dates) >= p.Number || len(dates) >= mostInSeries {
			break
		}
		if why := p.against(day); why != "" {
			skipped = append(skipped, Skipped{day, why})
			continue
		}
		dates = append(dates, day)
	}
	return dates, skipped
}

// nth is the day of the pattern that many steps after the first.
func (p *Pattern) nth(n int) calendar.Date {
	switch p.Repeat {
	case Weekly:
		return p.From.AddDays(7 * n)
	case Fortnightly:
		return p.From.AddDays(14 * n)
	case QuarterlyDay, QuarterlyWeekday:
		n *= 3
	}
	month := calendar.NewDate(p.From.Year(), p.From.Month()+time.Month(n), 1)
	last := calendar.NewDate(month.Year(), month.Month()+1, 0)
	if p.Repeat == MonthlyDay || p.Repeat == QuarterlyDay {
		return calendar.NewDate(month.Year(), month.Month(), min(p.From.Day(), last.Day()))
	}
	place := (p.From.Day() - 1) / 7
	first := month.AddDays((int(p.From.Time().Weekday()) - int(month.Time().Weekday()) + 7) % 7)
	day := first.AddDays(7 * place)
	if day.After(last) {
		day = day.AddDays(-7)
	}
	return day
}

// against is why a day is left out; empty when it is not.
func (p *Pattern) against(day calendar.Date) Reason {
	_, week := day.Time().ISOWeek()
	switch {
	case slices.Contains(p.Days, day):
		return ChosenAway
	case slices.Contains(p.Weeks, week):
		return FreeWeek
	case p.OnlyWorkday && !workday.IsWorkday(day):
		return FreeDay
	}
	return ""
}

var errUnreadable = errors.New("cannot be read")

// parseWeeks reads numbers of weeks as people write them: "28-31, 52".
func parseWeeks(text string) (weeks []int, err error) {
	for _, part := range strings.FieldsFunc(strings.ReplaceAll(text, "–", "-"), func(r rune) bool { return r == ',' || r == ';' || r == '\n' }) {
		first, last, isSpan := strings.Cut(strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(strings.ToLower(part)), "v.")), "-")
		from, err := strconv.Atoi(strings.TrimSpace(first))
		if err != nil {
			return nil, errUnreadable
		}
		to := from
		if isSpan {
			if to, err = strconv.Atoi(strings.TrimSpace(last)); err != nil {
				return nil, errUnreadable
			}
		}
		if from < 1 || to > 53 || to < from {
			return nil, errUnreadable
		}
		for week := from; week <= to; week++ {
			weeks = append(weeks, week)
		}
	}
	slices.Sort(weeks)
	return slices.Compact(weeks), nil
}

// parseDays reads days parted by commas or white space: "2026-10-29, 2026-11-05".
func parseDays(text string) (days []calendar.Date, err error) {
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(",; \t\r\n", r) }) {
		day, err := calendar.ParseDate(part)
		if err != nil {
			return nil, errUnreadable
		}
		days = append(days, day)
	}
	if len(days) > mostTried {
		return nil, errUnreadable
	}
	return days, nil
}
