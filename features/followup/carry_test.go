package followup_test

import (
	"context"
	"reflect"
	"testing"

	"samverk/features/followup"
	"samverk/features/plan"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

// wordsOn gives how each cell of a plan stands on a few days, with who signed and why.
func (p *pages) wordsOn(of *plan.Plan) map[int][]followup.CellStatus {
	p.t.Helper()
	found := map[int][]followup.CellStatus{}
	check(p.t, p.db.Read(testContext, func(tx *store.Tx) error {
		for _, day := range []string{"2019-02-01", "2020-02-01", "2022-02-01"} {
			status, err := followup.On(testContext, tx, of, date(day))
			if err != nil {
				return err
			}
			for _, indicator := range status.Indicators {
				found[indicator.Number] = append(found[indicator.Number], indicator.Cells...)
			}
		}
		return nil
	}))
	return found
}

// house hands judgements over to a next edition, and has no records to count.
type house struct{}

func (house) RelinkPlan(context.Context, *store.Tx, string) error { return nil }

func (house) Relink(context.Context, *store.Tx, string) (added, removed int, err error) {
	return 0, 0, nil
}

func (house) CarryDecisions(ctx context.Context, tx *store.Tx, pairs []plan.CarriedPair) error {
	return followup.CarryJudgements(ctx, tx, pairs)
}

func TestJudgementsFollowAnIndicatorToItsNextEdition(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := newPages(t, db, true)
		counted, judged := p.plan.Indicators()[0], p.plan.Indicators()[1]
		var next *plan.Plan
		check(t, db.Write(testContext, func(tx *store.Tx) error {
			for _, a := range []followup.Assessment{{On: date("2019-01-10"), Verdict: followup.NotMet, Text: "Inte än.", Role: "Chef"},
				{On: date("2020-01-10"), Verdict: followup.Met, Text: "Nu.", Role: "Chef"}} {
				if err := followup.Sign(testContext, tx, judged, a); err != nil {
					return err
				}
			}
			err := followup.Waive(testContext, tx, counted, followup.Waiver{CellFrom: date("2019-01-01"), On: date("2019-03-01"), Reason: "Inställt."})
			if err != nil {
				return err
			}
			next, err = plan.BeginEdition(testContext, tx, store.NewID(), p.plan.ID, "Nästa", p.plan.Period)
			if err != nil {
				return err
			}
			adoption := plan.Adoption{On: date("2020-03-01"), By: "Nämnden", Reason: "§ 1"}
			if err := plan.Adopt(testContext, tx, next.ID, adoption, house{}, house{}); err != nil {
				return err
			}
			next, err = plan.Find(testContext, tx, next.Key)
			return err
		}))
		if before, after := p.wordsOn(p.plan), p.wordsOn(next); !reflect.DeepEqual(before, after) {
			t.Errorf("before %v, after %v", before, after)
		}
	})
}

func TestJudgementsThatANewRuleHasNoPlaceForStayBehind(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := newPages(t, db, true)
		counted, judged := p.plan.Indicators()[0], p.plan.Indicators()[1]
		var kept struct{ Assessments, Waivers int }
		check(t, db.Write(testContext, func(tx *store.Tx) error {
			if err := followup.Sign(testContext, tx, judged, followup.Assessment{On: date("2019-01-10"), Verdict: followup.Met, Text: "Ja.", Role: "Chef"}); err != nil {
				return err
			}
			for _, cell := range []string{"2018-01-01", "2021-01-01"} {
				if err := followup.Waive(testContext, tx, counted, followup.Waiver{CellFrom: date(cell), On: date("2021-03-01"), Reason: "Nej."}); err != nil {
					return err
				}
			}
			next, err := plan.BeginEdition(testContext, tx, store.NewID(), p.plan.ID, "Nästa", p.plan.Period)
			if err != nil {
				return err
			}
			rule := counted.Rule
			rule.To = date("2019-12-31")
			if _, err := tx.Exec(testContext, "UPDATE indicator SET rule = $1 WHERE plan_id = $2", store.AsJSON(rule), next.ID); err != nil {
				return err
			}
			if err := followup.CarryJudgements(testContext, tx, plan.CarriedIndicators(p.plan, next)); err != nil {
				return err
			}
			return tx.Get(testContext, &kept, `SELECT (SELECT count(*) FROM assessment a JOIN indicator i ON i.id = a.indicator_id WHERE i.plan_id = $1) AS assessments,
				(SELECT count(*) FROM waiver w JOIN indicator i ON i.id = w.indicator_id WHERE i.plan_id = $1) AS waivers`, next.ID)
		}))
		if kept.Assessments != 0 || kept.Waivers != 1 {
			t.Errorf("%d assessments and %d waivers follow along, not 0 and 1", kept.Assessments, kept.Waivers)
		}
	})
}
