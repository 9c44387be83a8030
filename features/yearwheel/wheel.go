package yearwheel

import (
	"math"

	"samverk/features/meetings"
	"samverk/platform/calendar"
)

// The drawing's size in its own units, and where its rings lie.
const (
	drawn      = 420
	middle     = drawn / 2.0
	monthsAt   = 194.0
	outermost  = 176.0 // of the spokes
	innermost  = 68.0  // of the rings
	ringMargin = 14.0  // between the outermost ring and the ends of the spokes
	markSize   = 18.0
	mostRings  = 8 // more cannot be told apart
)

// Dot is a meeting on the drawing.
type Dot struct {
	X, Y  float64 // its upper left corner
	Shape string
}

// Ring is a network on the drawing.
type Ring struct {
	Name   string
	Number int
	Radius float64
	Dots   []Dot
}

// Rings draws one ring for each network, the first outermost; none when there are more than can be told apart.
func Rings(rows []Row, shape func(*meetings.YearMeeting) string) (rings []Ring) {
	last := ""
	for i := range rows {
		if rows[i].NetworkID != last {
			rings = append(rings, Ring{Name: rows[i].Network, Number: len(rings) + 1})
			last = rows[i].NetworkID
		}
	}
	if len(rings) > mostRings {
		return nil
	}
	step := math.Min((outermost-ringMargin-innermost)/float64(max(1, len(rings)-1)), 30)
	for i := range rings {
		rings[i].Radius = outermost - ringMargin - step*float64(i)
	}
	at := -1
	last = ""
	for i := range rows {
		if rows[i].NetworkID != last {
			at++
			last = rows[i].NetworkID
		}
		for n := range rows[i].Meetings {
			m := &rows[i].Meetings[n]
			x, y := onCircle(rings[at].Radius, angleOf(m.Day))
			rings[at].Dots = append(rings[at].Dots, Dot{x - markSize/2, y - markSize/2, shape(m)})
		}
	}
	return rings
}

// angleOf is where a day lies on the circle, in parts of a turn from the top and with the clock.
func angleOf(d calendar.Date) float64 {
	year := calendar.Year(d.Year())
	return (float64(year.From.DaysUntil(d)) + 0.5) / float64(year.Days())
}

// onCircle is a point at a distance from the middle, so many parts of a turn from the top.
func onCircle(radius, turn float64) (x, y float64) {
	sin, cos := math.Sincos(2 * math.Pi * turn)
	return middle + radius*sin, middle - radius*cos
}
