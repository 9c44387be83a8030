package planimport

import "samverk/features/plan"

// line is a line of the document on its way through the steps. A paragraph of a Word document and a row of a table are
// one line each.
type line struct {
	number int    // counted from 1
	text   string // as it stands
	clean  string // without the marks of the format, not repaired
	fixed  string // after repair of scanning noise, for showing

	level  int    // heading level the format gives, 1 the highest; 0 for none
	title  bool   // the format says that this is the document's title
	goal   bool   // a heading without a label that stands where goals stand
	bullet bool   // the format says that this is an item of a list
	whole  bool   // the format says that this is a whole paragraph: the next line does not go on with it
	cells  []cell // the cells when the line is a row of a table
	partOf int    // index of the line that this one goes on with in a table of several lines per row; 0 for none

	found    *label // the label at the beginning, once looked for
	labelled bool   // whether there is one

	role    plan.LineRole
	subject string // the element the line belongs to: "goal 1"
	reason  string // why the line is unread: the last part of a message identity below planimport.unread
}

// cell is a table cell: its paragraphs.
type cell []string

// document is what a format reader makes of the bytes.
type document struct {
	lines    []line
	language language
	notes    []note // what the format reader had to do, to be shown as warnings
}

// note is something to tell the reader about a line; code is the warning's code and the end of its message identity.
type note struct {
	line int
	code string
	args []any
}

func (l *line) blank() bool { return isBlank(l.text) && len(l.cells) == 0 }

// leave marks the line as unread for a reason, unless it already has a role.
func (l *line) leave(reason string) {
	if l.role == "" {
		l.role, l.reason = plan.LineUnread, reason
	}
}

// label is the label at the beginning of the line. It is looked for once, since every step asks for it.
func (l *line) label() (label, bool) {
	if l.found == nil {
		found, ok := findLabel(l.clean, l.level > 0)
		l.found, l.labelled = &found, ok
	}
	return *l.found, l.labelled
}

func hasLabel(l *line) bool {
	_, ok := l.label()
	return ok
}
