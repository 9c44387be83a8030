package example

import (
	"context"
	"fmt"

	"github.com/BurntSushi/toml"

	"samverk/features/evidence"
	"samverk/features/followup"
	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/store"
)

// decisions is what stands in decisions.toml, in the order in which it is carried out.
type decisions struct {
	Void    []recordDecision
	Exclude []recordDecision
	Place   []recordDecision
	Waive   []cellDecision
}

// recordDecision is about one record, named by its date and title.
type recordDecision struct {
	Date      calendar.Date
	Title     string
	Indicator string        // empty for a void record
	Period    calendar.Date // for a placed record: a day in the period it counts for
	Reason    string
}

// cellDecision says that a cell, named by its first day, is not applicable from a date on.
type cellDecision struct {
	Indicator string
	Cell      calendar.Date
	On        calendar.Date
	Reason    string
}

// carryOutDecisions writes every decision. An error that names no message is a fault in the example's own files.
func carryOutDecisions(ctx context.Context, tx *store.Tx, p *plan.Plan) error {
	all, err := readDecisions(decisionsFile)
	if err != nil {
		return err
	}
	for _, d := range all.Void {
		record, err := d.record(ctx, tx, p)
		if err != nil {
			return err
		}
		if err := evidence.Void(ctx, tx, record.ID, d.Reason); err != nil {
			return err
		}
	}
	for _, d := range all.Exclude {
		record, indicator, err := d.recordAndIndicator(ctx, tx, p)
		if err != nil {
			return err
		}
		if err := evidence.Exclude(ctx, tx, record.ID, indicator.ID, d.Reason); err != nil {
			return err
		}
	}
	for _, d := range all.Place {
		record, indicator, err := d.recordAndIndicator(ctx, tx, p)
		if err != nil {
			return err
		}
		if err := evidence.LinkByHand(ctx, tx, record.ID, indicator.ID, d.Period, d.Reason); err != nil {
			return err
		}
	}
	for _, d := range all.Waive {
		indicator, err := indicatorOf(p, d.Indicator)
		if err != nil {
			return err
		}
		waiver := followup.Waiver{CellFrom: d.Cell, On: d.On, Reason: d.Reason}
		if err := followup.Waive(ctx, tx, indicator, waiver); err != nil {
			return err
		}
	}
	return nil
}

// readDecisions refuses names it does not know: a misspelt one would otherwise leave a decision out without a word.
func readDecisions(content []byte) (decisions, error) {
	var all decisions
	read, err := toml.Decode(string(content), &all)
	if err != nil {
		return decisions{}, fmt.Errorf("decisions.toml: %w", err)
	}
	if unknown := read.Undecoded(); len(unknown) > 0 {
		return decisions{}, fmt.Errorf("decisions.toml: %s is not known", unknown[0])
	}
	return all, nil
}

// record finds the record with the decision's date and title that the program itself has read in.
func (d *recordDecision) record(ctx context.Context, tx *store.Tx, p *plan.Plan) (evidence.Record, error) {
	thatDay, err := evidence.List(ctx, tx, evidence.Filter{PlanID: p.ID, From: d.Date, To: d.Date})
	if err != nil {
		return evidence.Record{}, err
	}
	for _, record := range thatDay {
		if record.Title == d.Title && record.RecordedBy == programActor.Name {
			return record, nil
		}
	}
	return evidence.Record{}, fmt.Errorf("decisions.toml: no record on %s is called %q", d.Date, d.Title)
}

func (d *recordDecision) recordAndIndicator(ctx context.Context, tx *store.Tx, p *plan.Plan) (evidence.Record, *plan.Indicator, error) {
	record, err := d.record(ctx, tx, p)
	if err != nil {
		return record, nil, err
	}
	indicator, err := indicatorOf(p, d.Indicator)
	return record, indicator, err
}

func indicatorOf(p *plan.Plan, number string) (*plan.Indicator, error) {
	indicator, found := p.FindIndicator(number)
	if !found {
		return nil, fmt.Errorf("decisions.toml: the plan has no indicator %q", number)
	}
	return indicator, nil
}
