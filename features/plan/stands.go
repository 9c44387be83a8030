package plan

import (
	"strings"

	"samverk/platform/calendar"
)

// Stands is how a plan stands on a day, in the reader's words. The zero value says nothing, as of a plan that is not in
// force yet.
type Stands struct {
	On         calendar.Date
	Goals      map[int]string          // a sentence about each goal, by its number
	Indicators map[int]IndicatorStands // by the indicator's number
	Activities map[int]string          // what is planned and decided about an activity's hours, by its number
}

// IndicatorStands is how an indicator stands: the check that matters on the day.
type IndicatorStands struct {
	Shape, Word string // its status
	SoFar       string // "2 av 4"
}

// sentence is what has been done so far as a sentence before others; empty when there is nothing to say.
func (s IndicatorStands) sentence() string {
	if s.SoFar == "" {
		return ""
	}
	return strings.TrimSuffix(s.SoFar, ".") + ". "
}
