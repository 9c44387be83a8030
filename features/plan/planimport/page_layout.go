package planimport

import (
	"math"
	"slices"
	"strings"
)

// box is a piece of text and its place on a page, in points counted from the lower left corner.
type box struct {
	left, right, top, bottom float64
	size                     float64 // of the letters
	bold                     bool
	text                     string
}

func (b box) middle() float64 { return (b.top + b.bottom) / 2 }
func (b box) height() float64 { return math.Max(b.top-b.bottom, 1) }

// row is what stands side by side on a page.
type row struct {
	boxes []box
}

func (r *row) size() float64 {
	size := 0.0
	for _, b := range r.boxes {
		size = math.Max(size, b.size)
	}
	return size
}

func (r *row) bold() bool {
	for _, b := range r.boxes {
		if !b.bold {
			return false
		}
	}
	return true
}

func (r *row) top() float64 {
	return slices.MaxFunc(r.boxes, func(a, b box) int { return cmp(a.top, b.top) }).top
}

func cmp(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func (r *row) text() string {
	var out strings.Builder
	for i, b := range r.boxes {
		if i > 0 && b.left-r.boxes[i-1].right > b.size/8 && !strings.HasSuffix(out.String(), " ") {
			out.WriteByte(' ')
		}
		out.WriteString(strings.Trim(b.text, "\r\n"))
	}
	return strings.Join(strings.Fields(out.String()), " ")
}

// layOut makes lines of the pages' boxes: headings by their size, tables by their columns, empty lines where there is
// air.
func layOut(pages [][]box) []line {
	sizes := headingSizes(pages)
	var lines []line
	add := func(l line) {
		l.number = len(lines) + 1
		lines = append(lines, l)
	}
	for _, page := range pages {
		page, tables := takeTables(page)
		rows := rowsOf(page)
		for i := 0; i < len(rows); i++ {
			tables = placeTables(tables, rows[i].top(), add)
			if i == 0 || airAbove(rows, i) {
				add(line{})
			}
			l := line{text: rows[i].text(), level: levelOf(&rows[i], sizes)}
			for l.level > 0 && i+1 < len(rows) && levelOf(&rows[i+1], sizes) == l.level && !airAbove(rows, i+1) && !hasOwnLabel(rows[i+1].text()) {
				i++
				l.text += " " + rows[i].text()
			}
			l.whole = l.level > 0
			add(l)
		}
		placeTables(tables, math.Inf(-1), add)
	}
	markMarkdownTitle(lines)
	return lines
}

func hasOwnLabel(text string) bool {
	_, ok := findLabel(text, true)
	return ok
}

// rowsOf puts boxes that stand side by side together, in the order of the document.
func rowsOf(page []box) []row {
	var rows []row
	for _, b := range page {
		if len(rows) > 0 {
			last := &rows[len(rows)-1]
			before := last.boxes[len(last.boxes)-1]
			near := math.Abs(b.middle()-before.middle()) < math.Max(b.height(), before.height())/2
			if near && b.left >= before.right-b.size/2 && b.left-before.right < 6*math.Max(b.size, 4) {
				last.boxes = append(last.boxes, b)
				continue
			}
		}
		rows = append(rows, row{boxes: []box{b}})
	}
	return rows
}

// airAbove tells whether there is more room above a row than between the lines of a paragraph, or a jump to another
// column.
func airAbove(rows []row, i int) bool {
	if i == 0 {
		return false
	}
	before, here := &rows[i-1], &rows[i]
	step := before.middleOfFirst() - here.middleOfFirst()
	size := math.Max(before.size(), here.size())
	return step < 0 && -step > size || step > size*1.65
}

func (r *row) middleOfFirst() float64 { return r.boxes[0].middle() }

// headingSizes are the sizes of letters that are clearly larger than those of running text, the largest first.
func headingSizes(pages [][]box) []float64 {
	letterCount := map[float64]int{}
	for _, page := range pages {
		for _, b := range page {
			letterCount[math.Round(b.size*2)/2] += letters(b.text)
		}
	}
	body, most := 0.0, 0
	for size, count := range letterCount {
		if count > most || count == most && size < body {
			body, most = size, count
		}
	}
	var sizes []float64
	for size := range letterCount {
		if size >= body*1.08 && size-body >= .5 {
			sizes = append(sizes, size)
		}
	}
	slices.SortFunc(sizes, func(a, b float64) int { return cmp(b, a) })
	return sizes
}

func levelOf(r *row, sizes []float64) int {
	size := math.Round(r.size()*2) / 2
	for i, heading := range sizes {
		if size == heading {
			return i + 1
		}
	}
	if r.bold() && letters(r.text()) >= 3 && !strings.HasSuffix(strings.TrimSpace(r.text()), ".") && len(r.text()) < 120 {
		if found, ok := findLabel(r.text(), false); ok && !found.field.numbered() {
			return 0
		}
		return len(sizes) + 1
	}
	return 0
}
