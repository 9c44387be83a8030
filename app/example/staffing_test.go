package example_test

import (
	"slices"
	"testing"

	"samverk/features/staffing"
	"samverk/features/staffing/planner"
	"samverk/platform/calendar"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

// forced sums the hours of a class that can be done in no other quarter than this one.
func forced(problem planner.Problem, class planner.Class, quarter string) (sum planner.Tenths, activities []string) {
	for _, a := range problem.Activities {
		if a.Class != class {
			continue
		}
		var hours planner.Tenths
		switch {
		case a.Steady != nil && a.Window[0] <= quarter && a.Window[1] >= quarter:
			hours = *a.Steady
		case a.Total != nil && a.Window == [2]string{quarter, quarter}:
			hours = *a.Total
		}
		if hours > 0 {
			sum += hours
			activities = append(activities, a.ID)
		}
	}
	return sum, activities
}

func capacityIn(problem planner.Problem, quarter string) (sum planner.Tenths) {
	for _, p := range problem.People {
		sum += p.Hours[slices.Index(problem.Quarters, quarter)]
	}
	return sum
}

// In May 2019 thirteen activities of high priority leave less than half of the hours that the inquiry about a conference
// needs in its spring; in autumn 2021, when one of three is away, there is not time for the inquiry about a council.
func TestTheConferenceDoesNotFitInItsSpring(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := loaded(t, db)
		var problem planner.Problem
		var names staffing.Names
		read(t, db, func(tx *store.Tx) (err error) {
			problem, names, err = staffing.ProblemOf(ctx, tx, p, calendar.QuarterOf(calendar.MustDate("2019-05-21")))
			return err
		})
		high, competing := forced(problem, planner.High, "2019-Q2")
		medium, conference := forced(problem, planner.Medium, "2019-Q2")
		capacity := capacityIn(problem, "2019-Q2")
		if capacity != 7929 || high != 7290 || len(competing) != 13 || medium != 1600 || !slices.Equal(conference, []string{"4"}) {
			t.Errorf("%d tenths are there; %d are taken by %q, and %d by %q", capacity, high, competing, medium, conference)
		}
		if effort := names.Efforts["4"]; effort.EstimatedBy != "enhetschefen" || names.Spent["4"] != 0 {
			t.Errorf("the inquiry: %+v, spent %d", effort, names.Spent["4"])
		}
		var left, needed planner.Tenths
		for _, quarter := range []string{"2021-Q3", "2021-Q4"} {
			high, _ := forced(problem, planner.High, quarter)
			left += capacityIn(problem, quarter) - high
			if capacityIn(problem, quarter) < high {
				t.Errorf("what is of high priority does not fit in %s", quarter)
			}
		}
		for _, a := range problem.Activities {
			if a.ID == "16" {
				needed = *a.Total
			}
		}
		if left <= 0 || left >= needed {
			t.Errorf("in autumn 2021 %d tenths are left and %d are needed", left, needed)
		}
		if len(problem.Activities) != 18 || len(names.Left) != 0 {
			t.Errorf("%d activities are asked about, left out: %v", len(problem.Activities), names.Left)
		}
	})
}
