package followup_test

import (
	"context"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"samverk/features/evidence"
	"samverk/features/followup"
	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/decimal"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

// relinks does what app does when a rule has been saved.
type relinks struct{}

func (relinks) RelinkPlan(ctx context.Context, tx *store.Tx, planID string) error {
	_, err := evidence.RelinkPlan(ctx, tx, planID)
	return err
}

func (relinks) Relink(ctx context.Context, tx *store.Tx, indicatorID string) (added, removed int, err error) {
	done, err := evidence.Relink(ctx, tx, indicatorID)
	return done.Added, done.Removed, err
}

// countableRule draws a rule that may match something.
func countableRule() *rapid.Generator[plan.Rule] {
	return rapid.Custom(func(t *rapid.T) plan.Rule {
		r := anyRule().Draw(t, "rule")
		kinds := []plan.EvidenceKind{plan.Meeting, plan.Seminar, plan.Proposal}
		r.Evidence = rapid.SliceOfNDistinct(rapid.SampledFrom(kinds), 0, 2, rapid.ID).Draw(t, "kinds")
		if rapid.IntRange(0, 3).Draw(t, "tagged") == 0 {
			r.Tags = []string{"Ungdom"}
		}
		if rapid.IntRange(0, 5).Draw(t, "in a network") == 0 {
			r.Network = "Norra nätverket"
		}
		if r.Kind == plan.Judgement {
			r.Target = 0
		}
		if r.Kind == plan.Threshold {
			r.Measure = rapid.SampledFrom([]plan.Measure{plan.MeasureValue, plan.MeasureHeadCount, plan.MeasureOrganisations}).Draw(t, "measure")
		}
		return r
	})
}

// recordSomething adds a record, which may be named, linked by hand, excluded or void afterwards.
func recordSomething(t *rapid.T, tx *store.Tx, indicator *plan.Indicator) error {
	whole := func(name string) *int { return new(rapid.IntRange(0, 3).Draw(t, name)) }
	c := evidence.Content{Kind: rapid.SampledFrom([]plan.EvidenceKind{plan.Meeting, plan.Seminar, plan.Proposal}).Draw(t, "kind"),
		Day: date("2017-10-01").AddDays(spread(t, 0, 1500, "day")), Title: "Träff",
		State: rapid.SampledFrom(append([]plan.State{plan.NoState}, plan.States...)).Draw(t, "state")}
	if rapid.Bool().Draw(t, "young") {
		c.Tags = []string{"ungdom"}
	}
	if rapid.Bool().Draw(t, "north") {
		c.Network = "NORRA nätverket"
	}
	if rapid.Bool().Draw(t, "numbers") {
		c.HeadCount, c.OrganisationCount = whole("heads"), whole("organisations")
		part := decimal.Thousandths(rapid.IntRange(0, 2).Draw(t, "part")) * decimal.One
		c.Value, c.Numerator, c.Denominator = new(part), new(part), new(2*decimal.One)
	}
	record := evidence.NewRecord{Content: c, LinksFixed: rapid.IntRange(0, 5).Draw(t, "fixed") == 0}
	if rapid.IntRange(0, 5).Draw(t, "named") == 0 {
		record.Indicators = []evidence.Placing{{IndicatorID: indicator.ID}}
	}
	added, err := evidence.Add(testContext, tx, record, date("2026-01-01"))
	if err != nil {
		return err
	}
	links, err := evidence.Links(testContext, tx, added.ID)
	if err != nil {
		return err
	}
	switch rapid.IntRange(0, 5).Draw(t, "afterwards") {
	case 0:
		return evidence.LinkByHand(testContext, tx, added.ID, indicator.ID, calendar.Date{}, "Hör hit.")
	case 1:
		if len(links) > 0 {
			return evidence.Exclude(testContext, tx, added.ID, indicator.ID, "Hör inte hit.")
		}
	case 2:
		return evidence.Void(testContext, tx, added.ID, "Skrevs två gånger.")
	}
	return nil
}

func TestAPreviewSaysWhatTheStatusSaysOnceTheRuleIsSaved(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		asOf := date("2020-06-01")
		rapid.Check(t, func(rt *rapid.T) {
			fail := func(err error) {
				if err != nil {
					rt.Fatal(err)
				}
			}
			draft := testDraft()
			draft.Goals[0].Activities[0].Indicators = draft.Goals[0].Activities[0].Indicators[:1]
			draft.Goals[0].Activities[0].Indicators[0].Rule = countableRule().Draw(rt, "rule today")
			rule := countableRule().Draw(rt, "new rule")
			// Nothing of this is kept, so that the next plan begins with an empty database.
			_ = db.Write(testContext, func(tx *store.Tx) error {
				p, err := plan.Accept(testContext, tx, draft, nil, false)
				fail(err)
				indicator := p.Indicators()[0]
				for range rapid.IntRange(0, 12).Draw(rt, "records") {
					fail(recordSomething(rt, tx, indicator))
				}
				before, err := evidence.TalliesOf(testContext, tx, indicator.ID)
				fail(err)
				foreseen, err := evidence.ForeseeRule(testContext, tx, indicator, rule)
				fail(err)
				cells, err := followup.Foresee(testContext, tx, indicator, rule, asOf)
				fail(err)
				unchanged, err := evidence.TalliesOf(testContext, tx, indicator.ID)
				fail(err)
				if !reflect.DeepEqual(before, unchanged) {
					rt.Fatal("a preview changed what counts")
				}
				edited := saveRule(rt, tx, p, rule)
				if edited.Added != foreseen.Begin || edited.Removed != foreseen.Stop {
					rt.Fatalf("%d began and %d stopped, foreseen were %d and %d", edited.Added, edited.Removed, foreseen.Begin, foreseen.Stop)
				}
				after, err := plan.Find(testContext, tx, p.Key)
				fail(err)
				status, err := followup.On(testContext, tx, after, asOf)
				fail(err)
				if saved := status.Of(1); !reflect.DeepEqual(saved, cells) {
					rt.Fatalf("foreseen\n%+v\nsaved\n%+v", cells, saved)
				}
				return errNotKept
			})
		})
	})
}

var errNotKept = context.Canceled

func saveRule(t *rapid.T, tx *store.Tx, p *plan.Plan, rule plan.Rule) plan.Edited {
	part := plan.Part{Kind: plan.IndicatorPart, Number: 1}
	edited, err := plan.Save(testContext, tx, plan.Edit{Key: p.Key, Part: part, Seen: p.Version(part), Reason: "Prov"}, relinks{},
		func(p *plan.Plan, _ plan.Part) error {
			p.Indicators()[0].Rule = rule
			return nil
		})
	if err != nil {
		t.Fatal(err)
	}
	return edited
}
