package plan

import (
	"context"

	"samverk/platform/calendar"
	"samverk/platform/store"
)

// Previewer foresees what another rule would say of what has been recorded, and changes nothing. Records and statuses
// know plans, not the other way round, so app passes it in.
type Previewer interface {
	// Preview judges an indicator on a day by its rule and by another. An indicator that is not there yet has no ID.
	Preview(ctx context.Context, tx *store.Tx, indicator *Indicator, rule Rule, asOf calendar.Date) (Preview, error)
	// Linked is how many records are linked to an indicator.
	Linked(ctx context.Context, tx *store.Tx, indicatorID string) (int, error)
}

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
