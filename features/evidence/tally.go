package evidence

import (
	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/decimal"
)

// Tally is a group of records that count towards one indicator and are alike in everything a rule looks at. Rules are
// judged on tallies, so a status costs the same whether a day holds one record or a thousand.
type Tally struct {
	IndicatorID string
	// Day is the date on which the records happened.
	Day calendar.Date
	// For places the records in a cell. It is Day, or the first day of the period that a person has said they count for.
	For   calendar.Date
	State plan.State
	// Value is the number a threshold compares; NoValue when the records have none.
	Value decimal.Thousandths
	// N is the number of records, at least 1.
	N int
	// Rated is how many of them carry a numerator and a denominator; the sums are over those.
	Rated       int
	Numerator   decimal.Thousandths
	Denominator decimal.Thousandths
}

// NoValue marks records without a number for a threshold to compare. Real values are never negative.
const NoValue decimal.Thousandths = -1
