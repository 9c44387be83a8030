package yearwheel

import (
	"strconv"
	"time"

	"samverk/platform/calendar"
)

// units writes a length of the drawing.
func units(n float64) string { return strconv.FormatFloat(n, 'f', 1, 64) }

func (v *yearView) yearText() string { return strconv.Itoa(v.year) }

func (v *yearView) isNow() bool { return v.year == v.today.Year() }

// stroke is a line of the drawing.
type stroke struct{ X1, Y1, X2, Y2 float64 }

// spoke is the line at which a month begins, counted from 0.
func (v *yearView) spoke(month int) stroke { return ray(v.turn(month, 1), innermost-20, outermost) }

// todayLine is where the year has come.
func (v *yearView) todayLine() stroke { return ray(angleOf(v.today), innermost-20, outermost+4) }

// monthLabel is where the name of a month stands.
func (v *yearView) monthLabel(month int) stroke { return ray(v.turn(month, 15), monthsAt, monthsAt) }

// turn is where a day of a month lies on the circle.
func (v *yearView) turn(month, day int) float64 {
	return angleOf(calendar.NewDate(v.year, time.Month(month+1), day))
}

func ray(turn, from, to float64) (s stroke) {
	s.X1, s.Y1 = onCircle(from, turn)
	s.X2, s.Y2 = onCircle(to, turn)
	return s
}
