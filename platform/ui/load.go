package ui

import "strconv"

// Load is hours against what there is: bars over the columns of a table that says the same in numbers.
type Load struct {
	Label   string // what the table shows
	Corner  string // above the names of the rows
	Columns []LoadColumn
	Rows    []LoadRow
	Keys    []LoadKey // what the bars' parts are called; only those that are shown
	Limit   string    // what the line over a bar is called
	Missing string    // what a dashed part is called
}

// LoadColumn is one bar, with its name below.
type LoadColumn struct {
	Name    string
	Has     int        // what there is: the line
	Parts   []LoadPart // from below
	Missing int        // what did not fit, dashed on top
	Short   string     // the same in words: "96 saknas"
}

// LoadPart is a part of a bar. Fill is "high", "medium", "low" or "done".
type LoadPart struct {
	Fill string
	Size int
}

// LoadKey names a fill.
type LoadKey struct{ Fill, Text string }

// LoadRow is one row of numbers.
type LoadRow struct {
	Name  string
	Cells []LoadCell
	Total bool
}

// LoadCell is what is used of what there is. Without a number there is nothing to use, and Text says why.
type LoadCell struct {
	Used, Has string
	Share     int // used, in thousandths of what there is
	Text      string
	Href      string // what it is made of
	Opens     string // what the link opens, for those who listen
	Past      bool
}

// top is where the axis ends: four steps of 1, 2, 2.5 or 5 times a power of ten, the smallest that hold every bar.
func (l *Load) top() int {
	most := 4
	for i := range l.Columns {
		c := &l.Columns[i]
		most = max(most, c.sum()+c.Missing, c.Has)
	}
	for ten := 10; ; ten *= 10 {
		for _, tenths := range []int{1, 2, 5, 10, 20, 25, 50} {
			if step := tenths * ten / 10; 4*step >= most && tenths*ten%10 == 0 {
				return 4 * step
			}
		}
	}
}

// ticks are the numbers along the axis, from above.
func (l *Load) ticks() []int {
	top := l.top()
	return []int{top, top * 3 / 4, top / 2, top / 4, 0}
}

// height is a size as a share of the picture's height.
func (l *Load) height(size int) string {
	return strconv.FormatFloat(float64(size)*100/float64(l.top()), 'f', 2, 64) + "%"
}

// y is where a size ends, counted from above as pictures are.
func (l *Load) y(size int) string { return l.height(l.top() - size) }

// below is the sum of the parts before this one.
func (c *LoadColumn) below(part int) (sum int) {
	for _, p := range c.Parts[:part] {
		sum += p.Size
	}
	return sum
}

// sum is the whole bar without what is missing.
func (c *LoadColumn) sum() int { return c.below(len(c.Parts)) }
