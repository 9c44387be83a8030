package planimport

import (
	"strings"
	"unicode/utf8"
)

// segment is a piece of a text line between wide gaps, with the column of its first letter.
type segment struct {
	start int
	text  string
}

var wideGap = newPattern(`\t+| {2,}`)

// segmentsOf cuts a line at tabs and wide gaps.
func segmentsOf(text string) []segment {
	var found []segment
	at := 0
	for _, gap := range append(wideGap.FindAllStringIndex(text, -1), []int{len(text), len(text)}) {
		if piece := strings.TrimSpace(text[at:gap[0]]); piece != "" {
			found = append(found, segment{utf8.RuneCountInString(text[:at]), piece})
		}
		at = gap[1]
	}
	return found
}

// markLayoutTables finds tables that a plain text sets with spaces or tabs, below a head whose words are labels, and
// gives their rows cells. A row may take several lines.
func markLayoutTables(lines []line) {
	for i := range lines {
		if len(lines[i].cells) > 0 || lines[i].level > 0 || lines[i].partOf > 0 {
			continue
		}
		head := segmentsOf(lines[i].clean)
		if len(head) < 3 {
			continue
		}
		cells := make([]cell, len(head))
		for c, s := range head {
			cells[c] = cell{s.text}
		}
		if columns := tableHead(cells); columns != nil {
			lines[i].cells = cells
			t := &textTable{lines: lines, head: head, columns: columns}
			t.read(i + 1)
		}
	}
}

// textTable is a table being read from plain text.
type textTable struct {
	lines   []line
	head    []segment
	columns []column
	row     int // index of the present row's first line, 0 before the first
}

func (t *textTable) read(from int) {
	gaps := 0
	for i := from; i < len(t.lines); i++ {
		l := &t.lines[i]
		if l.blank() {
			if gaps++; gaps > 1 {
				return
			}
			continue
		}
		cells, ok := t.cellsOf(l)
		if !ok || hasLabel(l) && len(segmentsOf(l.clean)) < 2 {
			return
		}
		if t.row == 0 || gaps > 0 || t.begins(cells) {
			l.cells, t.row = cells, i
		} else {
			l.partOf = t.row
			t.goOn(cells)
		}
		gaps = 0
	}
}

// cellsOf gives each segment to the column it stands in. It says no when the line does not fit the columns.
func (t *textTable) cellsOf(l *line) ([]cell, bool) {
	cells := make([]cell, len(t.head))
	tabs := strings.Contains(l.clean, "\t")
	segments := segmentsOf(l.clean)
	if !tabs {
		segments = t.cutAtColumns(segments)
	}
	for n, s := range segments {
		column := n
		if !tabs {
			column = t.columnAt(s.start)
		}
		if column >= len(cells) {
			return nil, false
		}
		if column+1 < len(t.head) && !tabs && s.start+utf8.RuneCountInString(s.text) > t.head[column+1].start+2 {
			return nil, false // running text, not a cell
		}
		cells[column] = append(cells[column], s.text)
	}
	return cells, len(segments) > 0
}

// cutAtColumns cuts pieces that only a single space parts from the next column.
func (t *textTable) cutAtColumns(segments []segment) []segment {
	var cut []segment
	for _, s := range segments {
		for _, h := range t.head {
			letters := []rune(s.text)
			if at := h.start - s.start; at > 0 && at < len(letters) && letters[at-1] == ' ' {
				cut = append(cut, segment{s.start, strings.TrimSpace(string(letters[:at]))})
				s = segment{h.start, string(letters[at:])}
			}
		}
		cut = append(cut, s)
	}
	return cut
}

func (t *textTable) columnAt(start int) int {
	column := 0
	for i, h := range t.head {
		if start >= h.start-2 {
			column = i
		}
	}
	return column
}

// begins tells whether cells begin a new row: something stands under a column whose cells are short.
func (t *textTable) begins(cells []cell) bool {
	short, filled := false, 0
	for i, c := range cells {
		if len(c) == 0 {
			continue
		}
		filled++
		kind := t.columns[i].field
		short = short || kind == fieldPriority || kind == fieldTime
	}
	return filled >= 2 && short
}

// goOn adds a line's pieces to the cells of the present row.
func (t *textTable) goOn(cells []cell) {
	row := t.lines[t.row].cells
	for i, c := range cells {
		for _, text := range c {
			last := len(row[i]) - 1
			if _, marked := cutListMark(text); last < 0 || marked || endsSentence(row[i][last]) && startsUpper(text) {
				row[i] = append(row[i], text)
				continue
			}
			joined := block{}
			joined.add(0, row[i][last], false)
			joined.add(0, text, false)
			row[i][last] = joined.joined(swedish().has)
		}
	}
}
