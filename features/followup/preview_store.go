package followup

import (
	"context"
	"slices"

	"samverk/features/evidence"
	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// Previewer is what plan needs to show a rule before it is saved.
type Previewer struct{}

// Preview judges an indicator by its rule and by another, on a day, from what is known today. Nothing is written.
func (Previewer) Preview(ctx context.Context, tx *store.Tx, indicator *plan.Indicator, rule plan.Rule, asOf calendar.Date) (plan.Preview, error) {
	before, after, foreseen, err := foresee(ctx, tx, indicator, rule, asOf)
	if err != nil {
		return plan.Preview{}, err
	}
	return plan.Preview{Rows: previewRows(before, after, i18n.In(ctx)),
		Begin: previewRecords(foreseen.Begin, foreseen.Begins), Stop: previewRecords(foreseen.Stop, foreseen.Stopping)}, nil
}

// Linked is how many records are linked to an indicator.
func (Previewer) Linked(ctx context.Context, tx *store.Tx, indicatorID string) (int, error) {
	return evidence.LinkedTo(ctx, tx, indicatorID)
}

func foresee(ctx context.Context, tx *store.Tx, indicator *plan.Indicator, rule plan.Rule, asOf calendar.Date) (before, after []CellStatus,
	foreseen evidence.ForeseenRule, err error) {
	if foreseen, err = evidence.ForeseeRule(ctx, tx, indicator, rule); err != nil {
		return nil, nil, foreseen, err
	}
	facts := Facts{}
	if indicator.ID != "" {
		if facts.Assessments, facts.Waivers, err = judgementsOf(ctx, tx, indicator.ID); err != nil {
			return nil, nil, foreseen, err
		}
		if facts.Tallies, err = evidence.TalliesOf(ctx, tx, indicator.ID); err != nil {
			return nil, nil, foreseen, err
		}
		before = Evaluate(indicator.Rule, facts, asOf)
	}
	facts.Tallies = foreseen.Tallies
	return before, Evaluate(rule, facts, asOf), foreseen, nil
}

// Foresee gives the cells that an indicator would have with another rule.
func Foresee(ctx context.Context, tx *store.Tx, indicator *plan.Indicator, rule plan.Rule, asOf calendar.Date) ([]CellStatus, error) {
	_, after, _, err := foresee(ctx, tx, indicator, rule, asOf)
	return after, err
}

func previewRecords(n int, named []evidence.NamedDay) plan.PreviewRecords {
	records := plan.PreviewRecords{N: n}
	for _, record := range named {
		records.First = append(records.First, plan.PreviewRecord(record))
	}
	return records
}

// previewRows sets the cells of both rules beside each other, in the order of their days.
func previewRows(before, after []CellStatus, p i18n.Printer) []plan.PreviewRow {
	var rows []plan.PreviewRow
	row := func(cell *CellStatus) *plan.PreviewRow {
		for i := range rows {
			if rows[i].Span == cell.Span {
				return &rows[i]
			}
		}
		rows = append(rows, plan.PreviewRow{Span: cell.Span, Name: spanName(p, cell.Span)})
		return &rows[len(rows)-1]
	}
	for i := range before {
		row(&before[i]).Before = previewCell(&before[i], p)
	}
	for i := range after {
		row(&after[i]).After = previewCell(&after[i], p)
	}
	slices.SortStableFunc(rows, func(a, b plan.PreviewRow) int { return a.Span.From.Compare(b.Span.From) })
	return rows
}

func previewCell(cell *CellStatus, p i18n.Printer) *plan.PreviewCell {
	return &plan.PreviewCell{Count: cell.Count, Figures: soFar(p, *cell), Shape: string(cell.Status), Word: statusWord(p, cell.Status)}
}
