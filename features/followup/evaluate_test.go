package followup_test

import (
	"fmt"
	"strings"
	"testing"

	"samverk/features/evidence"
	"samverk/features/followup"
	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/decimal"
)

var date = calendar.MustDate

// on makes records, one on each day; "2019-01-10>2018-06-01" happened in 2019 and was placed in 2018 by a person, and
// "2019-01-10=submitted" has a state.
func on(days ...string) []evidence.Tally {
	var tallies []evidence.Tally
	for _, text := range days {
		text, state, _ := strings.Cut(text, "=")
		day, placed, isPlaced := strings.Cut(text, ">")
		tally := evidence.Tally{Day: date(day), For: date(day), State: plan.State(state), Value: evidence.NoValue, N: 1}
		if isPlaced {
			tally.For = date(placed)
		}
		tallies = append(tallies, tally)
	}
	return tallies
}

// valued makes a record with a value; rated one with a numerator and a denominator.
func valued(day string, value float64) evidence.Tally {
	return evidence.Tally{Day: date(day), For: date(day), Value: decimal.Of(value), N: 1}
}

func rated(day string, numerator, denominator float64) evidence.Tally {
	return evidence.Tally{Day: date(day), For: date(day), Value: evidence.NoValue, N: 1, Rated: 1,
		Numerator: decimal.Of(numerator), Denominator: decimal.Of(denominator)}
}

func rule(kind plan.RuleKind, target float64, period plan.Period, from, to string, states ...plan.State) plan.Rule {
	return plan.Rule{Kind: kind, Target: target, Period: period, From: date(from), To: date(to), Comparator: plan.AtLeast,
		States: states, Partial: plan.PartialFull}
}

// moment is a date and what the cells are then: "status count metOn", parted by "; ".
type moment struct{ asOf, want string }

func checkMoments(t *testing.T, r plan.Rule, facts followup.Facts, moments []moment) {
	t.Helper()
	for _, m := range moments {
		var got []string
		for _, cell := range followup.Evaluate(r, facts, date(m.asOf)) {
			got = append(got, strings.TrimSpace(fmt.Sprintf("%s %d %s", cell.Status, cell.Count, cell.MetOn)))
		}
		if joined := strings.Join(got, "; "); joined != m.want {
			t.Errorf("on %s:\n got %s\nwant %s", m.asOf, joined, m.want)
		}
	}
}

func TestCountPerYear(t *testing.T) {
	four := rule(plan.CountPerPeriod, 4, plan.PerYear, "2018-01-01", "2019-12-31")
	held := on("2018-03-21", "2018-06-30", "2018-10-01", "2018-12-31", "2019-01-01")
	checkMoments(t, four, followup.Facts{Tallies: held}, []moment{
		{"2017-12-31", "not_started 0; not_started 0"},
		{"2018-01-01", "in_progress 0; not_started 0"},
		{"2018-03-30", "in_progress 1; not_started 0"},
		{"2018-03-31", "in_progress 1; not_started 0"}, // one quarter closed asks for one
		{"2018-06-29", "in_progress 1; not_started 0"},
		{"2018-06-30", "in_progress 2; not_started 0"}, // the day itself counts
		{"2018-09-29", "in_progress 2; not_started 0"},
		{"2018-09-30", "at_risk 2; not_started 0"},
		{"2018-10-01", "in_progress 3; not_started 0"},
		{"2018-12-30", "in_progress 3; not_started 0"},
		{"2018-12-31", "met 4 2018-12-31; not_started 0"},
		{"2019-01-01", "met 4 2018-12-31; in_progress 1"},
		{"2019-12-31", "met 4 2018-12-31; at_risk 1"}, // the last quarter has closed, the year has not passed
		{"2020-01-01", "met 4 2018-12-31; not_met 1"},
	})
}

func TestCountOfOneIsAtRiskInTheLastQuarter(t *testing.T) {
	checkMoments(t, rule(plan.CountPerPeriod, 1, plan.PerYear, "2018-01-01", "2018-12-31"), followup.Facts{}, []moment{
		{"2018-09-30", "in_progress 0"}, {"2018-10-01", "at_risk 0"}, {"2018-12-31", "at_risk 0"}, {"2019-01-01", "not_met 0"},
	})
}

func TestCellWithinOneQuarterIsAtRiskInItsLastMonth(t *testing.T) {
	checkMoments(t, rule(plan.CountPerPeriod, 1, plan.PerQuarter, "2018-04-01", "2018-06-30"), followup.Facts{}, []moment{
		{"2018-05-31", "in_progress 0"}, {"2018-06-01", "at_risk 0"}, {"2018-06-30", "at_risk 0"}, {"2018-07-01", "not_met 0"},
	})
	checkMoments(t, rule(plan.CountInWindow, 1, "", "2018-05-10", "2018-05-20"), followup.Facts{}, []moment{
		{"2018-05-09", "not_started 0"}, {"2018-05-10", "at_risk 0"}, {"2018-05-21", "not_met 0"},
	})
}

func TestCountInWindow(t *testing.T) {
	// The window touches Q1 2018–Q3 2019, seven quarters, and ends before the seventh is closed.
	three := rule(plan.CountInWindow, 3, "", "2018-02-01", "2019-08-15")
	held := on("2018-01-31", "2018-02-01", "2019-03-31", "2019-08-15", "2019-08-16")
	checkMoments(t, three, followup.Facts{Tallies: held}, []moment{
		{"2018-01-31", "not_started 0"}, // the record before the window does not count
		{"2018-02-01", "in_progress 1"},
		{"2019-03-30", "in_progress 1"},                                        // floor(3×4/7) = 1
		{"2019-03-31", "in_progress 2"},                                        // floor(3×5/7) = 2
		{"2019-08-14", "in_progress 2"},                                        // floor(3×6/7) = 2
		{"2019-08-15", "met 3 2019-08-15"}, {"2021-01-01", "met 3 2019-08-15"}, // the record after it does not count
	})
}

func TestCountIsMetByManyRecordsOfOneDay(t *testing.T) {
	r := rule(plan.CountInWindow, 3, "", "2018-01-01", "2018-12-31")
	tallies := on("2018-02-01", "2018-05-05")
	tallies[1].N = 40
	checkMoments(t, r, followup.Facts{Tallies: tallies}, []moment{
		{"2018-05-04", "in_progress 1"}, {"2018-05-05", "met 41 2018-05-05"},
	})
}

func TestPlacedRecordCountsWhereItIsPlaced(t *testing.T) {
	two := rule(plan.CountPerPeriod, 2, plan.PerYear, "2018-01-01", "2019-12-31")
	late := followup.Facts{Tallies: on("2018-05-05", "2019-01-15>2018-01-01")}
	checkMoments(t, two, late, []moment{
		{"2019-01-14", "not_met 1; in_progress 0"},
		{"2019-01-15", "met 2 2019-01-15; in_progress 0"}, // not in the year it happened
	})
	early := followup.Facts{Tallies: on("2018-11-01>2019-01-01", "2018-12-01>2019-06-01")}
	checkMoments(t, two, early, []moment{
		{"2018-11-30", "at_risk 0; not_started 1"},
		{"2018-12-01", "at_risk 0; met 2 2018-12-01"}, // met goes before not_started
	})
}

func TestDeliverable(t *testing.T) {
	submitted := rule(plan.Deliverable, 1, "", "2019-01-01", "2019-06-30", plan.Prepared, plan.Submitted)
	for name, c := range map[string]struct {
		records []string
		moments []moment
	}{
		"in time": {[]string{"2019-06-30=submitted"}, []moment{
			{"2018-12-31", "not_started 0"}, {"2019-01-01", "in_progress 0"}, {"2019-03-31", "in_progress 0"},
			{"2019-04-01", "at_risk 0"}, {"2019-06-29", "at_risk 0"}, {"2019-06-30", "met 1 2019-06-30"}, {"2030-01-01", "met 1 2019-06-30"},
		}},
		"early": {[]string{"2018-11-05=submitted"}, []moment{
			{"2018-11-04", "not_started 0"}, {"2018-11-05", "met 1 2018-11-05"}, {"2019-07-01", "met 1 2018-11-05"},
		}},
		"late": {[]string{"2019-07-01=submitted"}, []moment{
			{"2019-06-30", "at_risk 0"}, {"2019-07-01", "met_late 1 2019-07-01"}, {"2030-01-01", "met_late 1 2019-07-01"},
		}},
		"never": {nil, []moment{{"2019-06-30", "at_risk 0"}, {"2019-07-01", "not_met 0"}}},
		"a draft prevents risk but is not the delivery": {[]string{"2019-04-02=prepared"}, []moment{
			{"2019-04-01", "at_risk 0"}, {"2019-04-02", "in_progress 0"}, {"2019-06-30", "in_progress 0"}, {"2019-07-01", "not_met 0"},
		}},
		"a draft from before the window prevents risk": {[]string{"2018-04-02=prepared"}, []moment{
			{"2018-12-31", "not_started 0"}, {"2019-06-30", "in_progress 0"},
		}},
		"a record without state reaches none":     {[]string{"2019-02-02"}, []moment{{"2019-06-30", "in_progress 0"}}},
		"a later state has reached the earlier":   {[]string{"2019-02-02=decided"}, []moment{{"2019-02-02", "met 1 2019-02-02"}}},
		"the first that is far enough is the one": {[]string{"2019-03-03=decided", "2019-02-02=submitted", "2019-01-02=presented"}, []moment{{"2019-05-01", "met 1 2019-02-02"}}},
		"where it is placed makes no difference":  {[]string{"2019-02-02>2022-01-01=submitted"}, []moment{{"2019-05-01", "met 1 2019-02-02"}}},
	} {
		t.Run(name, func(t *testing.T) {
			checkMoments(t, submitted, followup.Facts{Tallies: on(c.records...)}, c.moments)
		})
	}
}

func TestDeliverableWithoutStatesIsMetByAnyRecord(t *testing.T) {
	r := rule(plan.Deliverable, 1, "", "2019-01-01", "2019-06-30")
	checkMoments(t, r, followup.Facts{Tallies: on("2019-02-02")}, []moment{{"2019-02-01", "in_progress 0"}, {"2019-02-02", "met 1 2019-02-02"}})
}

func TestStateIsJudgedAsADeliverableWithoutStates(t *testing.T) {
	r := rule(plan.ComesIntoBeing, 1, "", "2019-01-01", "2019-12-31", plan.Decided)
	checkMoments(t, r, followup.Facts{Tallies: on("2020-01-01")}, []moment{
		{"2019-09-30", "in_progress 0"}, {"2019-10-01", "at_risk 0"}, {"2019-12-31", "at_risk 0"}, {"2020-01-01", "met_late 1 2020-01-01"},
	})
}

func TestRecurringDeliverable(t *testing.T) {
	yearly := rule(plan.RecurringDeliverable, 1, plan.PerYear, "2018-01-01", "2019-12-31", plan.Submitted)
	for name, c := range map[string]struct {
		records []string
		moments []moment
	}{
		"in its own year": {[]string{"2018-12-31=submitted"}, []moment{
			{"2018-12-30", "at_risk 0; not_started 0"}, {"2018-12-31", "met 1 2018-12-31; not_started 0"}, {"2019-01-01", "met 1 2018-12-31; in_progress 0"},
		}},
		"after the year's end it belongs to the next": {[]string{"2019-01-10=submitted"}, []moment{
			{"2019-01-09", "not_met 0; in_progress 0"}, {"2019-01-10", "not_met 0; met 1 2019-01-10"},
		}},
		"unless a person has placed it": {[]string{"2019-01-10>2018-01-01=submitted"}, []moment{
			{"2019-01-09", "not_met 0; in_progress 0"}, {"2019-01-10", "met_late 1 2019-01-10; in_progress 0"},
		}},
		"placed ahead it is early": {[]string{"2018-11-10>2019-01-01=submitted"}, []moment{
			{"2018-11-10", "at_risk 0; met 1 2018-11-10"},
		}},
		"a draft prevents risk in its own year only": {[]string{"2018-10-10=prepared"}, []moment{
			{"2018-10-09", "at_risk 0; not_started 0"}, {"2018-10-10", "in_progress 0; not_started 0"}, {"2019-10-10", "not_met 0; at_risk 0"},
		}},
		"outside the window it counts nowhere": {[]string{"2017-12-31=submitted", "2020-01-01=submitted"}, []moment{
			{"2020-01-01", "not_met 0; not_met 0"},
		}},
	} {
		t.Run(name, func(t *testing.T) {
			checkMoments(t, yearly, followup.Facts{Tallies: on(c.records...)}, c.moments)
		})
	}
}

func TestThreshold(t *testing.T) {
	forty := rule(plan.Threshold, 40, "", "2019-01-01", "2019-12-31")
	for name, c := range map[string]struct {
		records []evidence.Tally
		moments []moment
	}{
		"nothing known": {nil, []moment{{"2018-12-31", "not_started 0"}, {"2019-01-01", "not_assessed 0"}, {"2020-01-01", "not_assessed 0"}}},
		"enough":        {[]evidence.Tally{valued("2019-02-01", 40)}, []moment{{"2019-01-31", "not_assessed 0"}, {"2019-02-01", "in_progress 1"}, {"2019-12-31", "in_progress 1"}, {"2020-01-01", "met 1 2019-12-31"}}},
		"too few once": {[]evidence.Tally{valued("2019-02-01", 60), valued("2019-03-01", 39.999), valued("2019-04-01", 60)}, []moment{
			{"2019-02-28", "in_progress 1"}, {"2019-03-01", "not_met 2"}, {"2019-05-01", "not_met 3"}, {"2020-01-01", "not_met 3"},
		}},
		"a record without value is counted but says nothing": {on("2019-02-01"), []moment{{"2019-02-01", "not_assessed 1"}, {"2020-01-01", "not_assessed 1"}}},
		"outside the window":              {[]evidence.Tally{valued("2018-12-31", 1), valued("2020-01-01", 1)}, []moment{{"2020-01-01", "not_assessed 0"}}},
		"a value of zero is too few":      {[]evidence.Tally{valued("2019-02-01", 0)}, []moment{{"2019-02-01", "not_met 1"}}},
		"nothing is said in advance":      {placed(valued("2018-12-01", 1), "2019-01-01"), []moment{{"2018-12-31", "not_started 1"}, {"2019-01-01", "not_met 1"}}},
		"met when a late record comes":    {placed(valued("2020-02-01", 50), "2019-01-01"), []moment{{"2020-01-31", "not_assessed 0"}, {"2020-02-01", "met 1 2020-02-01"}}},
		"and then from the first of them": {append(placed(valued("2020-03-01", 50), "2019-01-01"), placed(valued("2020-02-01", 50), "2019-01-01")...), []moment{{"2020-03-01", "met 2 2020-02-01"}}},
	} {
		t.Run(name, func(t *testing.T) {
			checkMoments(t, forty, followup.Facts{Tallies: c.records}, c.moments)
		})
	}
}

func placed(tally evidence.Tally, day string) []evidence.Tally {
	tally.For = date(day)
	return []evidence.Tally{tally}
}

func TestThresholdPerPeriod(t *testing.T) {
	r := rule(plan.Threshold, 40, plan.PerYear, "2018-01-01", "2019-12-31")
	facts := followup.Facts{Tallies: []evidence.Tally{valued("2018-05-05", 41), valued("2019-05-05", 12)}}
	checkMoments(t, r, facts, []moment{{"2019-05-04", "met 1 2018-12-31; not_assessed 0"}, {"2019-05-05", "met 1 2018-12-31; not_met 1"}})
}

func TestRatio(t *testing.T) {
	share := rule(plan.Ratio, 0.8, "", "2019-01-01", "2019-12-31")
	for name, c := range map[string]struct {
		records []evidence.Tally
		moments []moment
	}{
		"nothing known":       {nil, []moment{{"2018-12-31", "not_started 0"}, {"2019-01-01", "not_assessed 0"}, {"2019-12-31", "not_assessed 0"}, {"2020-01-01", "not_applicable 0"}}},
		"exactly the share":   {[]evidence.Tally{rated("2019-02-01", 4, 5)}, []moment{{"2019-01-31", "not_assessed 0"}, {"2019-02-01", "in_progress 1"}, {"2019-12-31", "in_progress 1"}, {"2020-01-01", "met 1 2019-12-31"}}},
		"just below":          {[]evidence.Tally{rated("2019-02-01", 3.999, 5)}, []moment{{"2019-12-31", "in_progress 1"}, {"2020-01-01", "not_met 1"}}},
		"summed over records": {[]evidence.Tally{rated("2019-02-01", 0, 1), rated("2019-03-01", 4, 4)}, []moment{{"2020-01-01", "met 2 2019-12-31"}}},
		"nothing to take a share of": {[]evidence.Tally{rated("2019-02-01", 0, 0)}, []moment{
			{"2019-02-01", "in_progress 1"}, {"2019-12-31", "in_progress 1"}, {"2020-01-01", "not_applicable 1"},
		}},
		"records without numbers are counted but say nothing": {on("2019-02-01"), []moment{{"2019-02-01", "not_assessed 1"}, {"2020-01-01", "not_applicable 1"}}},
		"what a person places afterwards can make it met": {append(placed(rated("2020-02-01", 9, 9), "2019-01-01"), rated("2019-02-01", 0, 1)), []moment{
			{"2020-01-31", "not_met 1"}, {"2020-02-01", "met 2 2020-02-01"},
		}},
	} {
		t.Run(name, func(t *testing.T) {
			checkMoments(t, share, followup.Facts{Tallies: c.records}, c.moments)
		})
	}
}

func TestRatioPerPeriodGivesItsSums(t *testing.T) {
	third := rule(plan.Ratio, 0.333333, plan.PerYear, "2018-01-01", "2019-12-31")
	facts := followup.Facts{Tallies: []evidence.Tally{rated("2018-05-05", 1, 3), rated("2019-05-05", 300_000_000, 900_000_001)}}
	facts.Tallies[1].N, facts.Tallies[1].Rated = 5, 3
	cells := followup.Evaluate(third, facts, date("2020-01-01"))
	if cells[0].Status != followup.Met || cells[0].Numerator != 1*decimal.One || cells[0].Denominator != 3*decimal.One {
		t.Errorf("2018: %+v", cells[0])
	}
	if cells[1].Status != followup.Met || cells[1].Count != 5 || cells[1].Denominator != 900_000_001*decimal.One {
		t.Errorf("2019: %+v", cells[1])
	}
}

func TestJudgement(t *testing.T) {
	judged := rule(plan.Judgement, 0, "", "2019-01-01", "2019-12-31")
	assessed := func(day string, verdict followup.Status) followup.Assessment {
		return followup.Assessment{On: date(day), For: date(day), Verdict: verdict}
	}
	for name, c := range map[string]struct {
		assessments []followup.Assessment
		moments     []moment
	}{
		"none": {nil, []moment{{"2018-12-31", "not_started 0"}, {"2019-01-01", "not_assessed 0"}, {"2025-01-01", "not_assessed 0"}}},
		"the latest stands": {[]followup.Assessment{assessed("2019-09-01", followup.Met), assessed("2019-03-01", followup.InProgress), assessed("2020-02-01", followup.NotMet)}, []moment{
			{"2019-02-28", "not_assessed 0"}, {"2019-03-01", "in_progress 0"}, {"2019-09-01", "met 0 2019-09-01"},
			{"2020-01-31", "met 0 2019-09-01"}, {"2020-02-01", "not_met 0"},
		}},
		"of one day the one given last stands": {[]followup.Assessment{assessed("2019-03-01", followup.NotMet), assessed("2019-03-01", followup.Met)}, []moment{{"2019-03-01", "met 0 2019-03-01"}}},
		"in advance only met is said": {[]followup.Assessment{assessed("2018-03-01", followup.NotMet), assessed("2018-06-01", followup.Met)}, []moment{
			{"2018-03-01", "not_started 0"}, {"2018-06-01", "met 0 2018-06-01"},
		}},
		"what goes on after the end goes on": {[]followup.Assessment{assessed("2020-03-01", followup.InProgress)}, []moment{{"2020-02-29", "not_assessed 0"}, {"2020-03-01", "in_progress 0"}}},
	} {
		t.Run(name, func(t *testing.T) {
			checkMoments(t, judged, followup.Facts{Assessments: c.assessments}, c.moments)
		})
	}
}

func TestJudgementPerPeriodLooksAtItsOwnAssessments(t *testing.T) {
	r := rule(plan.Judgement, 0, plan.PerYear, "2018-01-01", "2019-12-31")
	facts := followup.Facts{Assessments: []followup.Assessment{
		{On: date("2019-02-01"), For: date("2018-01-01"), Verdict: followup.Met},
		{On: date("2019-06-01"), For: date("2019-06-01"), Verdict: followup.NotMet},
	}}
	checkMoments(t, r, facts, []moment{
		{"2019-01-31", "not_assessed 0; not_assessed 0"}, {"2019-02-01", "met 0 2019-02-01; not_assessed 0"}, {"2019-06-01", "met 0 2019-02-01; not_met 0"},
	})
}

func TestWaiverAppliesFromItsDay(t *testing.T) {
	four := rule(plan.CountPerPeriod, 1, plan.PerYear, "2018-01-01", "2019-12-31")
	waived := []followup.Waiver{{CellFrom: date("2019-01-01"), On: date("2018-06-01"), Reason: "Nätverket lades ned.", By: "Enhetschefen"}}
	checkMoments(t, four, followup.Facts{Waivers: waived}, []moment{
		{"2018-05-31", "in_progress 0; not_started 0"}, {"2018-06-01", "in_progress 0; not_applicable 0"}, {"2020-01-01", "not_met 0; not_applicable 0"},
	})
	checkMoments(t, four, followup.Facts{Waivers: waived, Tallies: on("2019-05-05")}, []moment{
		{"2019-05-04", "not_met 0; not_applicable 0"}, {"2019-05-05", "not_met 0; met 1 2019-05-05"}, // never hides what is met
	})
	late := rule(plan.Deliverable, 1, "", "2019-01-01", "2019-12-31")
	checkMoments(t, late, followup.Facts{Waivers: waived, Tallies: on("2020-05-05")}, []moment{
		{"2020-05-04", "not_applicable 0"}, {"2020-05-05", "met_late 1 2020-05-05"},
	})
	bad := rule(plan.Threshold, 40, "", "2019-01-01", "2019-12-31")
	checkMoments(t, bad, followup.Facts{Waivers: waived, Tallies: []evidence.Tally{valued("2019-05-05", 1)}}, []moment{{"2019-05-05", "not_applicable 1"}})
}

func TestPartialPeriods(t *testing.T) {
	r := rule(plan.CountPerPeriod, 4, plan.PerYear, "2018-03-01", "2019-06-30")
	held := followup.Facts{Tallies: on("2018-02-28", "2018-03-01", "2019-06-30", "2019-07-01")}
	for partial, want := range map[plan.Partial]string{
		plan.PartialFull:     "not_met 1; not_met 1",
		plan.PartialProrated: "not_met 1; not_met 1", // asks for 4 and 2
		plan.PartialExempt:   "",
	} {
		r.Partial = partial
		checkMoments(t, r, held, []moment{{"2020-01-01", want}})
	}
	r.Partial = plan.PartialProrated
	held.Tallies = append(held.Tallies, on("2019-01-01")...)
	checkMoments(t, r, held, []moment{{"2020-01-01", "not_met 1; met 2 2019-06-30"}})
}

func TestRuleThatCannotBeUnfoldedHasNoCells(t *testing.T) {
	for name, r := range map[string]plan.Rule{
		"backwards":      rule(plan.CountInWindow, 1, "", "2019-01-01", "2018-01-01"),
		"no dates":       {Kind: plan.Deliverable, Target: 1},
		"unknown period": rule(plan.CountPerPeriod, 1, "fortnight", "2018-01-01", "2018-12-31"),
	} {
		if cells := followup.Evaluate(r, followup.Facts{Tallies: on("2018-05-05")}, date("2018-06-01")); len(cells) != 0 {
			t.Errorf("%s: %v", name, cells)
		}
	}
}
