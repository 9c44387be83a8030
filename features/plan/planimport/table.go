package planimport

import (
	"strings"

	"samverk/features/plan"
)

// column is what a column of a table holds.
type column struct {
	field field
}

var itemBreak = newPattern(`(?i)\s*<br\s*/?>\s*|\s*;\s*`)

// tableRow reads a row of a table: its head, an activity with its fields, or a form with a label in each row.
func (w *walker) tableRow(i int) {
	l := &w.lines[i]
	if columns := tableHead(l.cells); columns != nil {
		w.columns = columns
		w.close()
		l.leave("table_head")
		return
	}
	switch {
	case w.section == inStaff || w.columns == nil && rowHasShare(l.cells):
		l.role = plan.LineStaff
		w.out.staff = append(w.out.staff, i)
	case w.section == inAppendix && w.columns == nil || isTableHead(rowText(l.cells)):
		l.leave(appendixReason(rowText(l.cells)))
	case w.columns != nil:
		w.readRow(i)
	default:
		w.formRow(i)
	}
}

func rowHasShare(cells []cell) bool {
	for _, c := range cells {
		if staffShare.MatchString(strings.Join(c, " ")) && len(strings.Join(c, " ")) < 12 {
			return true
		}
	}
	return false
}

func rowText(cells []cell) string {
	var texts []string
	for _, c := range cells {
		texts = append(texts, strings.Join(c, " "))
	}
	return strings.Join(texts, " ")
}

// tableHead reads the labels of a table's head; nil when the row is none.
func tableHead(cells []cell) []column {
	columns := make([]column, len(cells))
	known, elements := 0, 0
	for i, c := range cells {
		found, ok := findLabel(strings.Join(c, " "), true)
		if !ok || !found.alone {
			continue
		}
		columns[i].field = found.field
		known++
		if found.field == fieldActivity || found.field == fieldIndicator {
			elements++
		}
	}
	if known < 2 || elements == 0 {
		return nil
	}
	return columns
}

// columnOrder is the order in which the cells of a row are read: an activity must exist before its fields.
var columnOrder = []field{fieldArea, fieldGoal, fieldActivity, fieldBackground, fieldResponsible, fieldTime, fieldPriority, fieldIndicator}

// readRow reads a row below a known head.
func (w *walker) readRow(i int) {
	role := plan.LineUnread
	subject := ""
	for _, kind := range columnOrder {
		for c, column := range w.columns {
			if column.field != kind || c >= len(w.lines[i].cells) || isBlank(strings.Join(w.lines[i].cells[c], "")) {
				continue
			}
			if w.readCell(i, kind, w.lines[i].cells[c]) && (role != plan.LineActivity) {
				role, subject = w.lines[i].role, w.lines[i].subject
			}
		}
	}
	l := &w.lines[i]
	l.role, l.subject = role, subject
	if role == plan.LineUnread {
		l.role = ""
		l.leave("table_row")
	}
	w.close()
}

// readCell reads one cell. It says whether the cell was understood.
func (w *walker) readCell(i int, kind field, paragraphs cell) bool {
	text := strings.TrimSpace(strings.Join(paragraphs, " "))
	switch kind {
	case fieldGoal:
		return w.goalCell(i, text)
	case fieldActivity:
		number, title := cutElementNumber(text, fieldActivity)
		w.startActivity(i, number, title)
	case fieldIndicator:
		return w.indicatorCell(i, paragraphs)
	case fieldPriority, fieldTime, fieldResponsible:
		return w.startDetail(i, kind, text)
	case fieldArea:
		w.area = block{}
		w.area.add(i, text, false)
	case fieldBackground:
		w.prose.add(i, text, true)
	default:
		return false
	}
	return true
}

// goalCell begins a goal when the cell names another one than the row before.
func (w *walker) goalCell(i int, text string) bool {
	number, title := cutElementNumber(text, fieldGoal)
	if goal := w.goalOrNil(); goal != nil && !goal.title.empty() && goal.title.last() == title {
		return false
	}
	return w.startGoal(i, number, title)
}

func (w *walker) indicatorCell(i int, paragraphs cell) bool {
	understood := false
	for _, paragraph := range paragraphs {
		for _, item := range itemBreak.Split(paragraph, -1) {
			item, _ = cutListMark(item)
			number, text := cutElementNumber(item, fieldIndicator)
			if text == "" {
				continue
			}
			understood = w.startIndicator(i, number, text) || understood
		}
	}
	return understood
}

var leadingNumber = newPattern(`^([A-ZÅÄÖ]?\d{1,2}(?:\.\d{1,2})*)[.)]?\s+(\p{L}.*)$`)

// cutElementNumber takes a label ("Aktivitet 1.2:") or a number ("1.2 ") from the beginning of a cell.
func cutElementNumber(text string, kind field) (number, rest string) {
	if found, ok := findLabel(text, true); ok && found.field == kind && !found.alone {
		return found.number, trimEmphasis(found.rest)
	}
	if m := leadingNumber.FindStringSubmatch(text); m != nil && kind != fieldIndicator {
		return m[1], m[2]
	}
	return "", trimEmphasis(text)
}

// formRow reads a row of a form: a label in the first cell, its text in the others.
func (w *walker) formRow(i int) {
	l := &w.lines[i]
	if len(l.cells) >= 2 {
		head := strings.TrimSuffix(strings.TrimSpace(strings.Join(l.cells[0], " ")), ":")
		if found, ok := findLabel(head, true); ok && found.alone {
			found.colon = true
			if found.field == fieldIndicator && found.number == "" {
				if w.activityForField() != nil && w.indicatorCell(i, joinCells(l.cells[1:])) {
					return
				}
			} else {
				found.plural, found.alone = false, false
				found.rest = strings.TrimSpace(rowText(l.cells[1:]))
				if w.startField(i, found) {
					w.close()
					return
				}
			}
		}
	} else if found, ok := findLabel(rowText(l.cells), true); ok && w.startField(i, found) {
		return
	}
	l.leave("table_row")
}

func joinCells(cells []cell) cell {
	var all cell
	for _, c := range cells {
		all = append(all, c...)
	}
	return all
}
