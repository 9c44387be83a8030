package planimport

import (
	"math"
	"slices"
	"strings"
)

// pageTable is a table found on a page: its head and rows as cells.
type pageTable struct {
	top  float64
	rows [][]cell
}

// takeTables finds the tables whose head names an activity or an indicator, takes their boxes off the page and gives
// both.
func takeTables(page []box) ([]box, []pageTable) {
	for _, head := range headRows(page) {
		starts := make([]float64, len(head))
		for i, b := range head {
			starts[i] = b.left
		}
		inside, rest := belowHead(page, head)
		table := pageTable{top: head[0].top, rows: [][]cell{headCells(head)}}
		table.rows = append(table.rows, cutRows(inside, starts)...)
		if len(table.rows) > 1 {
			remaining, more := takeTables(rest)
			return remaining, append([]pageTable{table}, more...)
		}
	}
	return page, nil
}

// headRows finds sets of boxes that stand side by side and read as the head of a table.
func headRows(page []box) [][]box {
	var heads [][]box
	for i, first := range page {
		side := []box{first}
		for j, b := range page {
			if i != j && b.left > first.left && math.Abs(b.middle()-first.middle()) < first.height()*.6 {
				side = append(side, b)
			}
		}
		slices.SortFunc(side, func(a, b box) int { return cmp(a.left, b.left) })
		side = joinTouching(side)
		if len(side) >= 3 && tableHead(headCells(side)) != nil {
			heads = append(heads, side)
		}
	}
	return heads
}

// joinTouching puts the words of one head cell together.
func joinTouching(side []box) []box {
	var joined []box
	for _, b := range side {
		if len(joined) > 0 && b.left-joined[len(joined)-1].right < math.Max(b.size, 6)*.6 {
			last := &joined[len(joined)-1]
			last.text = strings.TrimSpace(last.text) + " " + strings.TrimSpace(b.text)
			last.right = b.right
			continue
		}
		joined = append(joined, b)
	}
	return joined
}

func headCells(side []box) []cell {
	cells := make([]cell, len(side))
	for i, b := range side {
		cells[i] = cell{strings.TrimSpace(b.text)}
	}
	return cells
}

// belowHead parts the page in what stands in the table below its head and the rest. The table ends at a box that
// reaches over several columns, or where a larger letter begins a heading.
func belowHead(page []box, head []box) (inside, rest []box) {
	end := math.Inf(-1)
	for _, b := range page {
		if b.top < head[0].bottom && (columnOf(b.left, head) != columnOf(b.right-1, head) || b.size > head[0].size*1.15) && b.top > end {
			end = b.top
		}
	}
	for _, b := range page {
		switch {
		case b.middle() < head[0].bottom && b.middle() > end && b.right > head[0].left-2:
			inside = append(inside, b)
		case math.Abs(b.middle()-head[0].middle()) < head[0].height()*.6 && b.left >= head[0].left-1:
		default:
			rest = append(rest, b)
		}
	}
	return inside, rest
}

func columnOf(x float64, head []box) int {
	column := 0
	for i, h := range head {
		if x >= h.left-3 {
			column = i
		}
	}
	return column
}

// cutRows cuts the boxes of a table into rows. A row begins where text begins in the first column after air.
func cutRows(inside []box, starts []float64) [][]cell {
	slices.SortStableFunc(inside, func(a, b box) int { return cmp(b.middle(), a.middle()) })
	columns := make([][]box, len(starts))
	for _, b := range inside {
		c := 0
		for i, start := range starts {
			if b.left >= start-3 {
				c = i
			}
		}
		columns[c] = append(columns[c], b)
	}
	tops := rowTops(columns)
	rows := make([][]cell, len(tops))
	for i := range rows {
		rows[i] = make([]cell, len(starts))
	}
	for c, column := range columns {
		fillColumn(rows, tops, c, column)
	}
	return rows
}

// rowTops are the heights at which rows begin: where at least two columns begin a text after air, or the first does.
func rowTops(columns [][]box) []float64 {
	var tops []float64
	begins := map[int]int{}
	for c, column := range columns {
		for i, b := range column {
			if i == 0 || column[i-1].middle()-b.middle() > math.Max(b.size, b.height())*1.9 {
				weight := 1
				if c == 0 {
					weight = 2
				}
				begins[int(math.Round(b.middle()/4))] += weight
			}
		}
	}
	for _, column := range columns {
		for _, b := range column {
			at := int(math.Round(b.middle() / 4))
			if begins[at]+begins[at-1]+begins[at+1] >= 2 && !nearAny(tops, b.middle()) {
				tops = append(tops, b.middle())
			}
		}
	}
	slices.SortFunc(tops, func(a, b float64) int { return cmp(b, a) })
	return tops
}

func nearAny(tops []float64, y float64) bool {
	for _, top := range tops {
		if math.Abs(top-y) < 8 {
			return true
		}
	}
	return false
}

// fillColumn gives each box of a column to its row. Within a cell a new paragraph begins after a full stop.
func fillColumn(rows [][]cell, tops []float64, c int, column []box) {
	for _, b := range column {
		r := 0
		for i, top := range tops {
			if b.middle() <= top+4 {
				r = i
			}
		}
		if len(rows) == 0 {
			return
		}
		text := strings.Join(strings.Fields(b.text), " ")
		paragraphs := rows[r][c]
		last := len(paragraphs) - 1
		if last < 0 || endsSentence(paragraphs[last]) && startsUpper(strings.TrimLeft(text, "•-– ")) {
			rows[r][c] = append(paragraphs, text)
			continue
		}
		joined := block{}
		joined.add(0, paragraphs[last], false)
		joined.add(0, text, false)
		rows[r][c][last] = joined.joined(swedish().has)
	}
}

// placeTables writes the tables that stand above a height.
func placeTables(tables []pageTable, top float64, add func(line)) []pageTable {
	for len(tables) > 0 && tables[0].top > top {
		add(line{})
		for _, cells := range tables[0].rows {
			add(line{text: cellsLine(cells), cells: cells, whole: true})
		}
		tables = tables[1:]
	}
	return tables
}
