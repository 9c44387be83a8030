package followup

import (
	"slices"
	"sort"

	"samverk/features/evidence"
	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/decimal"
)

// gathering is a cell and what has been gathered in it by the date.
type gathering struct {
	plan.Cell
	records     int
	metOn       calendar.Date // count: the day of the record that made up the target; delivery: of the first that counts
	firstData   calendar.Date // the first and last record that carries what a threshold or a ratio looks at
	lastData    calendar.Date
	below       bool // threshold: a value was below the target
	numerator   decimal.Thousandths
	denominator decimal.Thousandths
}

// gather puts every tally known by the date in its cell. It sorts indices and not tallies, and only when they are
// not in order of day already, since a status page does this for every indicator of a plan.
func gather(rule plan.Rule, tallies []evidence.Tally, asOf calendar.Date) []gathering {
	cells := rule.Cells()
	gathered := make([]gathering, len(cells))
	for i, cell := range cells {
		gathered[i].Cell = cell
	}
	anyDay := rule.IsDelivery() && !rule.Recurs()
	put := func(t *evidence.Tally) {
		if t.Day.After(asOf) || len(gathered) == 0 {
			return
		}
		if anyDay {
			gathered[0].add(rule, t)
		} else if g := cellHolding(gathered, t.For); g != nil {
			g.add(rule, t)
		}
	}
	if order := byDay(tallies); order != nil {
		for _, i := range order {
			put(&tallies[i])
		}
	} else {
		for i := range tallies {
			put(&tallies[i])
		}
	}
	return gathered
}

// byDay gives the indices of the tallies in order of day; nil when they are in that order already.
func byDay(tallies []evidence.Tally) []int32 {
	inOrder := slices.IsSortedFunc(tallies, func(a, b evidence.Tally) int { return a.Day.Compare(b.Day) })
	if inOrder {
		return nil
	}
	order := make([]int32, len(tallies))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int { return tallies[a].Day.Compare(tallies[b].Day) })
	return order
}

// cellHolding finds the cell that holds the day, nil when none does. The cells are in order and share no day.
func cellHolding(cells []gathering, day calendar.Date) *gathering {
	i := sort.Search(len(cells), func(i int) bool { return !cells[i].To.Before(day) })
	if i == len(cells) || !cells[i].Contains(day) {
		return nil
	}
	return &cells[i]
}

// add takes one more tally into the cell. Tallies come in order of day.
func (g *gathering) add(rule plan.Rule, t *evidence.Tally) {
	g.records += t.N
	switch {
	case rule.IsCount():
		if g.metOn.IsZero() && g.records >= wanted(g.Cell) {
			g.metOn = t.Day
		}
	case rule.IsDelivery():
		if g.metOn.IsZero() && reaches(rule, t.State) {
			g.metOn = t.Day
		}
	case rule.Kind == plan.Threshold:
		if t.Value != evidence.NoValue {
			g.know(t.Day)
			g.below = g.below || isBelow(t.Value, g.Target)
		}
	case rule.Kind == plan.Ratio:
		if t.Rated > 0 {
			g.know(t.Day)
			g.numerator += t.Numerator
			g.denominator += t.Denominator
		}
	}
}

func (g *gathering) know(day calendar.Date) {
	if g.firstData.IsZero() {
		g.firstData = day
	}
	g.lastData = day
}

// reaches tells whether a record in this state is the delivery. Where no state is asked for, any record is; a record
// without state reaches none. What shall come into being has no states.
func reaches(rule plan.Rule, state plan.State) bool {
	if rule.Kind == plan.ComesIntoBeing {
		return true
	}
	return state.Rank() >= rule.HighestState().Rank()
}

// isBelow compares a value with the target rounded to millionths, in whole numbers.
func isBelow(value decimal.Thousandths, target float64) bool {
	return int64(value)*1000 < millionths(target)
}
