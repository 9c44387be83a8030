package evidence_test

import (
	"context"
	"slices"
	"testing"

	"samverk/features/evidence"
	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

// handOver carries links over and counts them, as the program does when an edition is adopted.
type handOver struct{}

func (handOver) RelinkPlan(ctx context.Context, tx *store.Tx, planID string) error {
	_, err := evidence.RelinkPlan(ctx, tx, planID)
	return err
}

func (handOver) Relink(context.Context, *store.Tx, string) (added, removed int, err error) {
	return 0, 0, nil
}

func (handOver) CarryDecisions(ctx context.Context, tx *store.Tx, pairs []plan.CarriedPair) error {
	return evidence.CarryLinks(ctx, tx, pairs)
}

// begun drafts the next edition of a plan; change may alter it before it is read back with its indicators by number.
func begun(t fataler, db *store.DB, p *plan.Plan, change func(tx *store.Tx, next *plan.Plan) error) (next *plan.Plan, indicators []*plan.Indicator) {
	t.Helper()
	write(t, db, func(tx *store.Tx) (err error) {
		if next, err = plan.BeginEdition(ctx, tx, store.NewID(), p.ID, p.Title, p.Period); err != nil {
			return err
		}
		if err := change(tx, next); err != nil {
			return err
		}
		next, err = plan.Find(ctx, tx, next.Key)
		return err
	})
	return next, append([]*plan.Indicator{nil}, next.Indicators()...)
}

func adopted(t fataler, db *store.DB, next *plan.Plan) {
	t.Helper()
	write(t, db, func(tx *store.Tx) error {
		a := plan.Adoption{On: date("2020-01-01"), By: "Nämnden", Reason: "§ 1", ArchivePredecessor: true}
		return plan.Adopt(ctx, tx, next.ID, a, handOver{}, handOver{})
	})
}

// history is records of many kinds with every kind of decision about them.
func history(t fataler, db *store.DB, indicators []*plan.Indicator) {
	t.Helper()
	excluded, placed, byHand, voided := add(t, db, record(plan.Meeting, "2018-03-01")), add(t, db, record(plan.Meeting, "2019-01-15")),
		add(t, db, record(plan.Trip, "2018-05-01")), add(t, db, record(plan.Meeting, "2018-06-01"))
	add(t, db, record(plan.BigMeeting, "2020-04-01"))
	add(t, db, record(plan.Report, "2019-04-01"))
	named := record(plan.Trip, "2018-07-01")
	named.Indicators = []evidence.Placing{{IndicatorID: indicators[1].ID}, {IndicatorID: indicators[8].ID}}
	add(t, db, named)
	tagged := record(plan.Other, "2018-08-01")
	tagged.Content.Tags = []string{"ungdom"}
	add(t, db, tagged)
	write(t, db, func(tx *store.Tx) error {
		for _, err := range []error{
			evidence.Exclude(ctx, tx, excluded.ID, indicators[1].ID, "Räknas inte."),
			evidence.LinkByHand(ctx, tx, placed.ID, indicators[1].ID, date("2018-12-31"), "Gällde 2018."),
			evidence.LinkByHand(ctx, tx, byHand.ID, indicators[2].ID, calendar.Date{}, ""),
			evidence.Void(ctx, tx, voided.ID, "Blev inte av."),
		} {
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// withoutIndicator are tallies that can be compared between indicators.
func withoutIndicator(tallies []evidence.Tally) []evidence.Tally {
	tallies = slices.Clone(tallies)
	for i := range tallies {
		tallies[i].IndicatorID = ""
	}
	return tallies
}

func TestLinksAndDecisionsFollowToTheNextEdition(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p, before := withPlan(t, db, "Plan")
		history(t, db, before)
		next, after := begun(t, db, p, func(*store.Tx, *plan.Plan) error { return nil })
		late := add(t, db, record(plan.Meeting, "2021-02-01")) // while the edition is a draft
		if n := countOf(t, db, after[1].ID); n != 0 {
			t.Errorf("a draft counts %d records", n)
		}
		adopted(t, db, next)
		for i := 1; i < len(before); i++ {
			was, is := withoutIndicator(talliesOf(t, db, before[i].ID)), withoutIndicator(talliesOf(t, db, after[i].ID))
			if !slices.Equal(was, is) {
				t.Errorf("indicator %d: before %v, after %v", i, was, is)
			}
		}
		write(t, db, func(tx *store.Tx) error { return evidence.Exclude(ctx, tx, late.ID, after[1].ID, "Nej.") })
		if was, is := countOf(t, db, before[1].ID), countOf(t, db, after[1].ID); is != was-1 {
			t.Errorf("a decision in the new edition changes the one before: %d and %d", was, is)
		}
		add(t, db, record(plan.Meeting, "2021-03-01"))
		if was, is := countOf(t, db, before[1].ID), countOf(t, db, after[1].ID); is != was {
			t.Errorf("a new record counts in the edition that has ended: %d and %d", was, is)
		}
	})
}

func TestAChangedRuleCountsWhatItMatchesAndKeepsDecisions(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p, before := withPlan(t, db, "Plan")
		history(t, db, before)
		next, after := begun(t, db, p, func(tx *store.Tx, next *plan.Plan) error {
			changed := next.Indicators()[0]
			changed.Rule.Evidence = []plan.EvidenceKind{plan.Report}
			_, err := tx.Exec(ctx, "UPDATE indicator SET rule = $1 WHERE id = $2", store.AsJSON(changed.Rule), changed.ID)
			return err
		})
		adopted(t, db, next)
		// The report by the rule, the trip that named the indicator and the meeting placed by hand; no other meeting.
		if n := countOf(t, db, after[1].ID); n != 3 {
			t.Errorf("%d records count, not 3", n)
		}
	})
}

func TestNothingIsLinkedToADraft(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p, _ := withPlan(t, db, "Plan")
		next, after := begun(t, db, p, func(*store.Tx, *plan.Plan) error { return nil })
		made := add(t, db, record(plan.Trip, "2018-05-01"))
		refused(t, db, "evidence.draft_plan", func(tx *store.Tx) error {
			return evidence.LinkByHand(ctx, tx, made.ID, after[1].ID, calendar.Date{}, "")
		})
		refused(t, db, "evidence.draft_plan", func(tx *store.Tx) error {
			named := record(plan.Trip, "2018-07-01")
			named.Indicators = []evidence.Placing{{IndicatorID: after[1].ID}}
			_, err := evidence.Add(ctx, tx, named, today)
			return err
		})
		refused(t, db, "evidence.draft_plan", func(tx *store.Tx) error {
			_, err := evidence.ImportCSV(ctx, tx, next, []byte("date,kind,title\n2018-05-01,meeting,Träff\n"), today)
			return err
		})
	})
}
