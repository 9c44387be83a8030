package staffing

import (
	"samverk/platform/calendar"
	"samverk/platform/workday"
)

// WorkingDays lists the working days of a quarter: Monday to Friday, without public holidays and, when they are free, the
// eves of Midsummer, Christmas and New Year.
func WorkingDays(q calendar.Quarter, evesFree bool) []calendar.Date {
	return workday.Days(calendar.Span{From: q.First(), To: q.Last()}, evesFree)
}
