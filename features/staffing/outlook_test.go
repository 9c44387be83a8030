package staffing_test

import (
	"slices"
	"strings"
	"testing"

	"samverk/features/evidence"
	"samverk/features/plan"
	"samverk/features/staffing"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

func outlookOn(t *testing.T, db *store.DB, of *plan.Plan, on string) (o *staffing.Outlook) {
	t.Helper()
	write(t, db, func(tx *store.Tx) (err error) {
		o, err = staffing.OutlookOn(ctx, tx, of, day(on))
		return err
	})
	return o
}

func TestWithoutPeopleOrTimeThereIsNoOutlook(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		of := testPlan(t, db)
		if o := outlookOn(t, db, of, "2019-05-21"); o != nil {
			t.Error("there is an outlook without people")
		}
		add(t, db, staffing.Person{Name: "Medarbetare 1", Role: "Strateg", From: day("2018-01-01")}, 1000)
		if o := outlookOn(t, db, of, "2022-01-01"); o != nil {
			t.Error("there is an outlook of a plan that is over")
		}
		var none *staffing.Outlook
		a := of.Activities()[0]
		_, known := none.Fits(a)
		_, risky := none.Risk(1, a.Indicators[0].Rule.Cells()[0])
		if known || risky || none.InWords(i18n.Printer{}, a) != "" || len(none.Quarters(a)) > 0 {
			t.Error("an outlook that knows nothing says something")
		}
	})
}

// The inquiry does not fit in the spring, and its indicators cannot be met; what goes on has hours in every quarter.
func TestTheOutlookTellsWhatCannotBeMet(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := tight(t, db)
		o := outlookOn(t, db, p.plan, "2019-05-21")
		inquiry, goesOn := p.plan.Activities()[0], p.plan.Activities()[1]
		if fits, known := o.Fits(inquiry); fits || !known {
			t.Errorf("the inquiry fits: %v, known: %v", fits, known)
		}
		risk, there := o.Risk(1, inquiry.Indicators[0].Rule.Cells()[0])
		if !there || !risk.Finish.IsZero() || risk.Activity.Number != 1 {
			t.Errorf("the risk is %+v, %v", risk, there)
		}
		if _, there := o.Risk(3, goesOn.Indicators[0].Rule.Cells()[3]); there {
			t.Error("what goes on is said to be at risk")
		}
		spring := calendar.MustQuarter("2019-Q2")
		if o.From() != spring || !slices.Equal(o.Quarters(goesOn), p.plan.Period.Quarters()[5:]) {
			t.Errorf("planned from %v: %v", o.From(), o.Quarters(goesOn))
		}
		if hours := o.HoursUntil(goesOn, day("2019-08-15")); hours != 4800 { // two quarters of 240
			t.Errorf("%v hours to the third quarter", hours)
		}
		if hours := o.HoursFor(&inquiry.Indicators[0], 3); hours != 120 { // three meetings of four hours
			t.Errorf("%v hours for three meetings", hours)
		}
	})
}

// What was done in the quarter before stands first in the chart: each record once, those of other quarters not at all.
func TestTheChartBeginsWithWhatWasSpent(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := tight(t, db)
		minutes := 60 * 17
		write(t, db, func(tx *store.Tx) error {
			for _, on := range []string{"2018-12-31", "2019-03-31", "2019-04-01"} {
				content := evidence.Content{Kind: plan.Meeting, Day: day(on), Title: "Möte för två indikatorer", MinutesSpent: &minutes}
				if _, err := evidence.Add(ctx, tx, evidence.NewRecord{Content: content}, day("2019-05-21")); err != nil {
					return err
				}
			}
			return nil
		})
		p.Get("/staffing"+spring, "Nedlagd tid", "2019 Kv 1 Kv 2", "Medarbetare 1, 100 % –", "Alla tillsammans 17 / 302")
		if page := p.Get("/staffing?date=2018-02-01", "Tillgänglig tid"); strings.Contains(page, "Nedlagd tid") {
			t.Error("the plan's first quarter has one before it")
		}
	})
}
