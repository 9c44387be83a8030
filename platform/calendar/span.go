package calendar

import "time"

// Span is a run of days, both ends included.
type Span struct {
	From Date `json:"from"`
	To   Date `json:"to"`
}

// Year is the span of a calendar year.
func Year(year int) Span {
	return Span{NewDate(year, time.January, 1), NewDate(year, time.December, 31)}
}

// Contains tells whether d is inside the span. "No date" is inside nothing, and an empty span holds nothing.
func (s Span) Contains(d Date) bool {
	return !d.IsZero() && !s.IsEmpty() && !d.Before(s.From) && !d.After(s.To)
}

// IsEmpty tells whether the span holds no day: an end is missing or the ends are the wrong way round.
func (s Span) IsEmpty() bool { return s.From.IsZero() || s.To.IsZero() || s.To.Before(s.From) }

// Days is the number of days in the span.
func (s Span) Days() int {
	if s.IsEmpty() {
		return 0
	}
	return s.From.DaysUntil(s.To) + 1
}

// Intersect is the part that both spans share; empty when they share nothing.
func (s Span) Intersect(other Span) Span {
	if s.IsEmpty() || other.IsEmpty() {
		return Span{}
	}
	if other.From.After(s.From) {
		s.From = other.From
	}
	if other.To.Before(s.To) {
		s.To = other.To
	}
	return s
}

// Quarters lists the calendar quarters that the span touches.
func (s Span) Quarters() []Quarter {
	if s.IsEmpty() {
		return nil
	}
	var list []Quarter
	for q := QuarterOf(s.From); q <= QuarterOf(s.To); q = q.Next() {
		list = append(list, q)
	}
	return list
}

// QuarterSpan is a run of calendar quarters, both ends included.
type QuarterSpan struct {
	From Quarter `json:"from"`
	To   Quarter `json:"to"`
}

// Span gives the days of the quarters.
func (s QuarterSpan) Span() Span {
	if s.IsEmpty() {
		return Span{}
	}
	return Span{s.From.First(), s.To.Last()}
}

// IsEmpty tells whether the span holds no quarter.
func (s QuarterSpan) IsEmpty() bool { return s.From.IsZero() || s.To.IsZero() || s.To < s.From }

// Contains tells whether q is inside the span.
func (s QuarterSpan) Contains(q Quarter) bool { return s.From <= q && q <= s.To }
