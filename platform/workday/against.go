package workday

import (
	"time"

	"github.com/rickar/cal/v2/se"

	"samverk/platform/calendar"
)

// Reason is what speaks against meeting on a working day.
type Reason string

const (
	Summer        Reason = "summer"         // weeks 27–32, when most are away
	SchoolHoliday Reason = "school_holiday" // around Christmas and Easter, week 44, and the summer's other weeks
	Bridge        Reason = "bridge"         // a single working day between free ones
	BeforeHoliday Reason = "before_holiday" // many end early
	EdgeOfWeek    Reason = "edge_of_week"   // Monday or Friday
)

// dislike is how much a reason weighs, against a proposal that is as even as it can be.
var dislike = map[Reason]int{Summer: 20_000, SchoolHoliday: 5_000, Bridge: 8_000, BeforeHoliday: 4_000, EdgeOfWeek: 1_000}

// avoided is how much a day weighs that the caller wants to avoid.
const avoided = 30_000

// Against is what speaks against meeting on a working day; nothing for most days. The winter holiday of schools falls in
// different weeks in different parts of the country, so it is not known here.
func Against(d calendar.Date) (reasons []Reason) {
	if _, week := d.Time().ISOWeek(); week >= 27 && week <= 32 {
		reasons = append(reasons, Summer)
	} else if isSchoolHoliday(d) {
		reasons = append(reasons, SchoolHoliday)
	}
	before, after := d.AddDays(-1), d.AddDays(1)
	if !IsWorkday(before) && !IsWorkday(after) {
		reasons = append(reasons, Bridge)
	} else if IsEve(after) || after.Time().Weekday() != time.Sunday && IsHoliday(after) {
		reasons = append(reasons, BeforeHoliday)
	}
	if weekday := d.Time().Weekday(); weekday == time.Monday || weekday == time.Friday {
		reasons = append(reasons, EdgeOfWeek)
	}
	return reasons
}

// isSchoolHoliday is true where schools all over the country are closed, or nearly all: two weeks around New Year, the
// summer, the autumn holiday, and Easter, when some close the week before and some the week after.
func isSchoolHoliday(d calendar.Date) bool {
	if d.Month() == time.December && d.Day() >= 21 || d.Month() == time.January && d.Day() <= 7 {
		return true
	}
	if _, week := d.Time().ISOWeek(); week == 44 || week >= 25 && week <= 33 {
		return true
	}
	goodFriday, _ := se.Langfredagen.Calc(d.Year())
	away := calendar.DateOf(goodFriday).DaysUntil(d)
	return away >= -4 && away <= 7 // Monday before to Friday after
}

func weight(d calendar.Date) (sum int) {
	for _, reason := range Against(d) {
		sum += dislike[reason]
	}
	return sum
}
