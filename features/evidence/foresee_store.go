package evidence

import (
	"context"

	"samverk/platform/calendar"
	"samverk/platform/store"
)

// Foreseen is an indicator that would count a record.
type Foreseen struct {
	PlanKey   string
	Label     string
	Number    int
	Text      string // the indicator's text
	Origin    Origin
	CountsFor calendar.Span // the period it would count for; empty when it lies in none
}

// Foresee tells which indicators would count a record if it were added, and writes nothing.
func Foresee(ctx context.Context, tx *store.Tx, n NewRecord) ([]Foreseen, error) {
	n.tidy()
	indicators, err := candidates(ctx, tx, &n)
	if err != nil {
		return nil, err
	}
	w := newWriter(ctx, tx, indicators)
	defer w.close()
	record := w.record(n)
	var foreseen []Foreseen
	for _, link := range w.links(&record, n.Indicators) {
		var row struct {
			Number int
			Body   string
		}
		if err := tx.Get(ctx, &row, "SELECT number, body FROM indicator WHERE id = $1", link.IndicatorID); err != nil {
			return nil, err
		}
		indicator := w.byID[link.IndicatorID]
		period, _ := periodOf(&indicator.Rule.V, record.Day)
		foreseen = append(foreseen, Foreseen{PlanKey: indicator.PlanKey, Label: indicator.Label, Number: row.Number,
			Text: row.Body, Origin: link.Origin, CountsFor: period})
	}
	return foreseen, nil
}
