package plan

import "samverk/platform/calendar"

// Preview is what would become of an indicator with another rule.
type Preview struct {
	Rows        []PreviewRow
	Begin, Stop PreviewRecords
}

// PreviewRow is a period with its cell under today's rule and under the new one; nil where a rule has no such cell.
type PreviewRow struct {
	Span          calendar.Span
	Name          string
	Before, After *PreviewCell
}

// PreviewCell is a cell as it stands: its figures and its status as a mark with a word.
type PreviewCell struct {
	Count       int
	Figures     string // "2 av 3"
	Shape, Word string
}

// PreviewRecords are the records that begin or stop counting: how many, and the first of them.
type PreviewRecords struct {
	N     int
	First []PreviewRecord
}

// PreviewRecord is a record that begins or stops counting.
type PreviewRecord struct {
	ID, Title string
	Day       calendar.Date
}
