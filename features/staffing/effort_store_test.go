package staffing_test

import (
	"errors"
	"slices"
	"testing"

	"samverk/features/evidence"
	"samverk/features/plan"
	"samverk/features/staffing"
	"samverk/features/staffing/planner"
	"samverk/platform/calendar"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

// testPlan is a plan of 2018–2021: an inquiry that counts two kinds of meetings, and what goes on.
func testPlan(t *testing.T, db *store.DB) (p *plan.Plan) {
	t.Helper()
	rule := func(kind plan.RuleKind, target float64, period plan.Period, from, to string, kinds ...plan.EvidenceKind) plan.Rule {
		return plan.Rule{Kind: kind, Target: target, Period: period, From: day(from), To: day(to), Evidence: kinds, Comparator: plan.AtLeast, Partial: plan.PartialFull}
	}
	indicator := func(n int, r plan.Rule) plan.DraftIndicator {
		return plan.DraftIndicator{Number: n, Label: "I", Text: "Möten har hållits.", Rule: r}
	}
	draft := plan.Draft{Title: "Provplan", Period: calendar.Span{From: day("2018-01-01"), To: day("2021-12-31")}, Goals: []plan.DraftGoal{{Number: 1, Label: "1", Title: "Mål", Activities: []plan.DraftActivity{
		{Number: 1, Label: "1", Title: "Utreda", Priority: plan.High, Recurrence: plan.Once, Window: calendar.QuarterSpan{From: calendar.MustQuarter("2018-Q1"), To: calendar.MustQuarter("2019-Q2")},
			Indicators: []plan.DraftIndicator{indicator(1, rule(plan.CountInWindow, 3, "", "2018-01-01", "2019-06-30", plan.Meeting)),
				indicator(2, rule(plan.CountInWindow, 3, "", "2018-01-01", "2019-06-30", plan.Meeting, plan.Workshop))}},
		{Number: 2, Label: "2", Title: "Samordna", Priority: plan.High, Recurrence: plan.Ongoing, Window: calendar.QuarterSpan{From: calendar.MustQuarter("2018-Q1"), To: calendar.MustQuarter("2021-Q4")},
			Indicators: []plan.DraftIndicator{indicator(3, rule(plan.CountPerPeriod, 4, plan.PerYear, "2018-01-01", "2021-12-31", plan.BigMeeting))}},
		{Number: 3, Label: "3", Title: "Undersöka", Priority: plan.Medium, Recurrence: plan.Once, Window: calendar.QuarterSpan{From: calendar.MustQuarter("2021-Q3"), To: calendar.MustQuarter("2021-Q4")}},
	}}}}
	write(t, db, func(tx *store.Tx) (err error) {
		p, err = plan.Accept(ctx, tx, draft, nil, false)
		return err
	})
	return p
}

func activityID(p *plan.Plan, number int) string { return p.Activities()[number-1].ID }

func TestAnEstimateTakesThePlaceOfTheFirst(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := testPlan(t, db)
		who := add(t, db, staffing.Person{Name: "Medarbetare 1", Role: "Strateg", From: day("2018-01-01")}, 1000)
		efforts := func() (all map[string]staffing.Effort) {
			write(t, db, func(tx *store.Tx) (err error) {
				all, err = staffing.Efforts(ctx, tx, p)
				return err
			})
			return all
		}
		first := efforts()[activityID(p, 1)]
		if !first.IsFirst() || first.Shape != staffing.Total || first.Hours != 240 { // 3 meetings and 3 meetings of 4 hours
			t.Errorf("the first estimate is %+v", first)
		}
		most := planner.Tenths(800)
		mine := staffing.Effort{ActivityID: activityID(p, 1), Shape: staffing.Total, Hours: 1605, Most: &most, Partial: true, Who: staffing.ByPeople,
			People: []string{who.ID, who.ID}, Role: "glöms", Owner: who.ID, EstimatedBy: "enhetschefen"}
		save := func(e staffing.Effort, seen int) error {
			return db.Write(ctx, func(tx *store.Tx) error { return staffing.SaveEffort(ctx, tx, p, e, seen) })
		}
		if err := errors.Join(save(mine, 0), save(mine, 0)); err != nil {
			t.Fatal(err)
		}
		got := efforts()[activityID(p, 1)]
		if got.IsFirst() || got.Hours != 1605 || *got.Most != 800 || !got.Partial || !slices.Equal(got.People, []string{who.ID}) || got.Role != "" ||
			got.Owner != who.ID || got.EstimatedBy != "enhetschefen" || got.EstimatedAt.IsZero() {
			t.Errorf("kept %+v", got)
		}
		other := mine
		other.Hours = 900
		if err := save(other, 0); !errors.Is(err, staffing.ErrSavedMeanwhile) {
			t.Errorf("got %v", err)
		}
		wantFault(t, save(staffing.Effort{ActivityID: activityID(p, 2), Shape: staffing.Steady, Who: staffing.ByRole, EstimatedBy: "mig"}, 0), "staffing.effort.role_missing")
		wantFault(t, save(staffing.Effort{ActivityID: activityID(p, 2), Shape: staffing.Steady, Who: staffing.Anyone, Owner: "borta", EstimatedBy: "mig"}, 0), "staffing.people.unknown")
		if got := actions(t, db, "activity", activityID(p, 1)); !slices.Equal(got, []string{"effort.estimated"}) {
			t.Errorf("the trail has %q", got)
		}
	})
}

func TestAnActivityIsMovedInsideItsPriority(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := testPlan(t, db)
		order := func() (numbers []int) {
			write(t, db, func(tx *store.Tx) error {
				ranks, err := staffing.RanksOf(ctx, tx, p.ID)
				for _, a := range staffing.InOrder(p, plan.High, ranks) {
					numbers = append(numbers, a.Number)
				}
				return err
			})
			return numbers
		}
		if got := order(); !slices.Equal(got, []int{1, 2}) {
			t.Errorf("at first %v", got)
		}
		for range 2 {
			write(t, db, func(tx *store.Tx) error { return staffing.Move(ctx, tx, p, 2, 1) })
		}
		if got := order(); !slices.Equal(got, []int{2, 1}) {
			t.Errorf("then %v", got)
		}
		err := db.Write(ctx, func(tx *store.Tx) error { return staffing.Reorder(ctx, tx, p, plan.High, map[int]int{1: 1}, "1 2") })
		if !errors.Is(err, staffing.ErrSavedMeanwhile) {
			t.Errorf("got %v", err)
		}
		write(t, db, func(tx *store.Tx) error { return staffing.Reorder(ctx, tx, p, plan.High, map[int]int{1: 1}, "2 1") })
		if got := order(); !slices.Equal(got, []int{1, 2}) {
			t.Errorf("at last %v", got)
		}
		wantFault(t, db.Write(ctx, func(tx *store.Tx) error { return staffing.Move(ctx, tx, p, 99, 1) }), "staffing.effort.unknown")
		if got := actions(t, db, "plan", p.ID); slices.Index(got, "effort.ordered") < 0 {
			t.Errorf("the trail has %q", got)
		}
	})
}

// A record that counts towards two indicators of an activity is spent once; void ones, excluded ones and those of the
// quarter itself are not spent.
func TestHoursSpentAreTakenFromTheTotal(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := testPlan(t, db)
		add(t, db, staffing.Person{Name: "Medarbetare 1", From: day("2018-01-01")}, 1000)
		minutes := 100
		write(t, db, func(tx *store.Tx) error {
			if err := staffing.SaveEffort(ctx, tx, p, staffing.Effort{ActivityID: activityID(p, 1), Shape: staffing.Total, Hours: 1000, Who: staffing.Anyone, EstimatedBy: "mig"}, 0); err != nil {
				return err
			}
			var voided string
			for _, n := range []evidence.NewRecord{
				{Content: evidence.Content{Kind: plan.Meeting, Day: day("2019-03-31"), Title: "Två indikatorer", MinutesSpent: &minutes}},
				{Content: evidence.Content{Kind: plan.Workshop, Day: day("2018-05-02"), Title: "Vanlig tid"}},
				{Content: evidence.Content{Kind: plan.Meeting, Day: day("2019-04-01"), Title: "I kvartalet", MinutesSpent: &minutes}},
				{Content: evidence.Content{Kind: plan.Meeting, Day: day("2019-02-01"), Title: "Ogiltigt"}},
			} {
				added, err := evidence.Add(ctx, tx, n, day("2019-05-21"))
				if err != nil {
					return err
				}
				voided = added.ID
			}
			return evidence.Void(ctx, tx, voided, "Fel dag")
		})
		write(t, db, func(tx *store.Tx) error {
			problem, names, err := staffing.ProblemOf(ctx, tx, p, calendar.MustQuarter("2019-Q2"))
			if err != nil {
				return err
			}
			if got, want := names.Spent["1"], planner.Tenths(240+17); got != want {
				t.Errorf("%d tenths are spent, want %d", got, want)
			}
			if got := problem.Activities[0]; got.ID != "1" || *got.Total != 1000-257 {
				t.Errorf("asked about %s with %d", got.ID, *got.Total)
			}
			if len(problem.Activities) != 3 || *problem.Activities[1].Steady != 400 { // sixteen big meetings of 40 hours in sixteen quarters
				t.Errorf("asked about %+v", problem.Activities)
			}
			return nil
		})
	})
}

func TestTheNextEditionContinuesWithTheEstimates(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		before, after := testPlan(t, db), testPlan(t, db)
		who := add(t, db, staffing.Person{Name: "Medarbetare 1", From: day("2018-01-01")}, 1000)
		mine := staffing.Effort{ActivityID: activityID(before, 1), Shape: staffing.Total, Hours: 1600, Who: staffing.ByPeople, People: []string{who.ID}, EstimatedBy: "enhetschefen"}
		write(t, db, func(tx *store.Tx) error {
			if _, err := tx.Exec(ctx, "UPDATE activity SET carried_from = $1 WHERE id = $2", activityID(before, 1), activityID(after, 1)); err != nil {
				return err
			}
			return errors.Join(staffing.SaveEffort(ctx, tx, before, mine, 0), staffing.Move(ctx, tx, before, 2, 1))
		})
		var pairs []plan.CarriedPair
		for i, indicator := range before.Indicators() {
			pairs = append(pairs, plan.CarriedPair{FromID: indicator.ID, ToID: after.Indicators()[i].ID})
		}
		for range 2 {
			write(t, db, func(tx *store.Tx) error { return staffing.CarryEfforts(ctx, tx, pairs) })
		}
		write(t, db, func(tx *store.Tx) error {
			all, err := staffing.Efforts(ctx, tx, after)
			if err != nil {
				return err
			}
			if got := all[activityID(after, 1)]; got.Hours != 1600 || !slices.Equal(got.People, []string{who.ID}) || got.EstimatedBy != "enhetschefen" {
				t.Errorf("carried over: %+v", got)
			}
			ranks, err := staffing.RanksOf(ctx, tx, after.ID)
			if ranks[activityID(after, 1)] != 2 {
				t.Errorf("places %v", ranks)
			}
			return err
		})
	})
}
