package workday

import (
	"math"
	"slices"

	"samverk/platform/calendar"
)

// Propose gives dates for the wanted number of meetings more, spread evenly over the span together with those days in it that
// are taken. Every date is a working day and none is taken. Days that something speaks against (see Against), and more so
// those to avoid, are proposed only when the others would lie badly.
//
// No two dates lie closer than half of what would be even, as long as the working days allow it; else as far apart as they
// do (IsSpread tells which). When there are fewer days than wanted, there are fewer dates.
func Propose(wanted int, taken []calendar.Date, span calendar.Span, avoid []calendar.Date) []calendar.Date {
	l := lineOf(taken, span, avoid)
	l.wanted = min(wanted, len(l.points)-l.taken-2)
	if l.wanted <= 0 {
		return nil
	}
	for l.gap = l.half(); l.gap > 1 && l.room() < l.wanted; l.gap-- {
	}
	return l.best()
}

// IsSpread tells whether no proposed date lies closer to another, or to a taken one, than half of what would be even.
func IsSpread(proposed, taken []calendar.Date, span calendar.Span) bool {
	l := lineOf(taken, span, nil)
	l.wanted = len(proposed)
	all := slices.SortedFunc(slices.Values(slices.Concat(proposed, taken)), calendar.Date.Compare)
	all = slices.DeleteFunc(all, func(d calendar.Date) bool { return !span.Contains(d) })
	isNew := setOf(proposed)
	for i := 1; i < len(all); i++ {
		if (isNew[all[i]] || isNew[all[i-1]]) && all[i-1].DaysUntil(all[i]) < l.half() {
			return false
		}
	}
	return true
}

// kind is what a point on the line is.
type kind int

const (
	free  kind = iota // it may be proposed
	taken             // it is in use
	edge              // before the span's first day or after its last
)

type point struct {
	kind
	day  calendar.Date
	at   int // days from the span's first
	time int // time to meet in before it
	cost int
}

// line is the span as its points in order, the edges first and last.
type line struct {
	days, taken, wanted int
	time                int // time to meet in, over the whole span
	gap                 int // days there must be between a proposed date and the next
	points              []point
}

// What a day is of the time to meet in. What is even is judged by it: ten meetings a year are one every month of spring and
// autumn, not one every 36 days of which one falls on the first of July.
const (
	goodDay = 20
	poorDay = 1
)

func timeIn(d calendar.Date, isAvoided bool) int {
	against := Against(d)
	if isAvoided || !IsWorkday(d) || slices.Contains(against, Summer) || slices.Contains(against, SchoolHoliday) {
		return poorDay
	}
	return goodDay
}

func lineOf(takenDays []calendar.Date, span calendar.Span, avoid []calendar.Date) *line {
	l := &line{days: span.Days(), points: []point{{kind: edge}}}
	isTaken, isAvoided := setOf(takenDays), setOf(avoid)
	for at := range l.days {
		p := point{day: span.From.AddDays(at), at: at, time: l.time}
		l.time += timeIn(p.day, isAvoided[p.day])
		switch {
		case isTaken[p.day]:
			p.kind = taken
			l.taken++
		case !IsWorkday(p.day):
			continue
		default:
			p.cost = weight(p.day)
			if isAvoided[p.day] {
				p.cost += avoided
			}
		}
		l.points = append(l.points, p)
	}
	l.points = append(l.points, point{kind: edge, at: l.days, time: l.time})
	return l
}

func setOf(days []calendar.Date) map[calendar.Date]bool {
	set := make(map[calendar.Date]bool, len(days))
	for _, d := range days {
		set[d] = true
	}
	return set
}

// half is half of what would be even, rounded up to whole days.
func (l *line) half() int {
	twice := max(1, 2*(l.wanted+l.taken))
	return (l.days + twice - 1) / twice
}

// mayFollow tells whether q may come next after p.
func (l *line) mayFollow(p, q *point) bool {
	return p.kind != free && q.kind != free || p.kind == edge || q.kind == edge || q.at-p.at >= l.gap
}

// room is how many dates there is room for: taking again and again the earliest day that may follow gives as many as can be.
func (l *line) room() (count int) {
	last := &l.points[0]
	ahead := make([]*point, len(l.points)) // the next one that is not free
	for i := len(l.points) - 2; i >= 0; i-- {
		if ahead[i] = ahead[i+1]; l.points[i+1].kind != free {
			ahead[i] = &l.points[i+1]
		}
	}
	for i := 1; i < len(l.points)-1; i++ {
		p := &l.points[i]
		if p.kind == taken {
			last = p
		} else if l.mayFollow(last, p) && l.mayFollow(p, ahead[i]) {
			last = p
			count++
		}
	}
	return count
}

// uneven is how much it weighs that two dates lie as far from even as even is.
const uneven = 20_000

// weigh is how much it weighs that q comes next after p: by the square of how far from even that is. To the edges half of
// what would be even is even.
func (l *line) weigh(p, q *point) int {
	all, off := l.wanted+l.taken, 0
	switch {
	case p.kind != free && q.kind != free:
		return q.cost // nothing can be done about it
	case p.kind == edge || q.kind == edge:
		off = 2*(q.time-p.time)*all - l.time
		return uneven/2*off/l.time*off/l.time + q.cost
	}
	off = (q.time-p.time)*all - l.time
	return uneven*off/l.time*off/l.time + q.cost
}

// way is how the line has been gone so far: what it weighs and from which point.
type way struct{ cost, from int }

// best chooses the dates that weigh least together. For each point and each number of dates so far it keeps the best way to
// come there, over all points that it may follow (dynamic programming). Of equal ways the latest steps are the shortest.
func (l *line) best() []calendar.Date {
	ways := make([][]way, len(l.points))
	for j := range l.points {
		ways[j] = make([]way, l.wanted+1)
		for k := range ways[j] {
			ways[j][k].cost = math.MaxInt
		}
	}
	ways[0][0].cost = 0
	for j := 1; j < len(l.points); j++ {
		to, own := &l.points[j], 0
		if to.kind == free {
			own = 1
		}
		for i := j - 1; i >= 0; i-- {
			from := &l.points[i]
			if l.mayFollow(from, to) {
				step := l.weigh(from, to)
				for k := own; k <= l.wanted; k++ {
					if before := ways[i][k-own].cost; before < math.MaxInt && before+step < ways[j][k].cost {
						ways[j][k] = way{before + step, i}
					}
				}
			}
			if from.kind != free {
				break // nothing passes by a taken day
			}
		}
	}
	return l.follow(ways)
}

// follow goes the best way back from the end and gives the dates on it, the first first.
func (l *line) follow(ways [][]way) (dates []calendar.Date) {
	for j, k := len(l.points)-1, l.wanted; j > 0; {
		from := ways[j][k].from
		if l.points[j].kind == free {
			dates = append(dates, l.points[j].day)
			k--
		}
		j = from
	}
	slices.Reverse(dates)
	return dates
}
