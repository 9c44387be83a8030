package planimport

import (
	"samverk/features/plan"
	"samverk/platform/i18n"
)

// MaxSize is the largest document that is read, in bytes.
const MaxSize = 100 << 20

// reader implements plan.Reader. It keeps nothing between documents.
type reader struct{}

// NewReader gives a reader of plan documents. It may be used by several goroutines at once.
func NewReader() plan.Reader { return reader{} }

// Read makes a draft plan of a document. tell, which may be nil, is told how far the reading has come. An error is an *i18n.Error that says what to do.
func (reader) Read(name string, content []byte, p i18n.Printer, tell func(plan.Progress)) (plan.Draft, error) {
	if tell == nil {
		tell = func(plan.Progress) {}
	}
	doc, err := readFormat(name, content, tell)
	if err != nil {
		return plan.Draft{}, err
	}
	if len(doc.lines) > mostLines {
		return plan.Draft{}, i18n.Fail("planimport.error.too_long", "lines", mostLines)
	}
	repairer := newRepairer(&doc)
	doc.repairLines(repairer, tell)
	markLayoutTables(doc.lines)
	markPageNoise(doc.lines)
	markGoalHeadings(doc.lines)
	parts := walk(doc.lines, measureLayout(doc.lines))
	parts.settle(doc.lines)
	if parts.noPlan() {
		return plan.Draft{}, i18n.Fail("planimport.error.no_plan")
	}
	return newDrafter(&doc, &parts, repairer, p).draft(), nil
}

// mostLines bounds how long a document may be: some thousand pages.
const mostLines = 60_000
