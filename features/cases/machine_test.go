package cases_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"samverk/features/cases"
	"samverk/platform/calendar"
)

// reachable is what each act may do, written down once more and by state: what is not here must be refused.
var reachable = map[cases.State]map[cases.Act]cases.State{
	cases.Drafted:   {cases.Present: cases.Presented, cases.Withdraw: cases.Withdrawn},
	cases.Presented: {cases.Submit: cases.Submitted, cases.Withdraw: cases.Withdrawn},
	cases.Submitted: {cases.Withdraw: cases.Withdrawn, cases.Adopt: cases.Decided, cases.AdoptChanged: cases.Decided, cases.Reject: cases.Decided, cases.ReferBack: cases.Drafted,
		cases.Table: cases.Submitted},
	cases.Decided:         {cases.Adjust: cases.MinutesAdjusted},
	cases.MinutesAdjusted: {cases.Post: cases.Posted},
	cases.Posted:          {cases.GainForce: cases.Final, cases.Appeal: cases.Appealed},
	cases.Final:           {cases.Appeal: cases.Appealed},
	cases.Appealed:        {cases.Uphold: cases.Upheld, cases.Annul: cases.Annulled},
}

func TestOnlyWhatTheTableSaysCanHappen(t *testing.T) {
	for _, from := range cases.States {
		for _, act := range cases.Acts {
			to, err := cases.Next(from, act, "skäl")
			want, possible := reachable[from][act]
			if possible != (err == nil) || possible && to != want || !possible && to != from {
				t.Errorf("%s in %s leads to %s (%v), want %q", act, from, to, err, want)
			}
		}
	}
	for _, act := range []cases.Act{cases.Withdraw, cases.AdoptChanged, cases.ReferBack, cases.Annul} {
		from := cases.Submitted
		if act == cases.Annul {
			from = cases.Appealed
		}
		if _, err := cases.Next(from, act, ""); err == nil {
			t.Errorf("%s needs no reason", act)
		}
	}
	if _, err := cases.Next(cases.Drafted, "abolish", "skäl"); err == nil {
		t.Error("an unknown act is carried out")
	}
}

// Random histories keep to the states there are, end where nothing follows, and together reach every state.
func TestRandomHistoriesReachEveryState(t *testing.T) {
	seen := map[cases.State]bool{cases.Drafted: true}
	rapid.Check(t, func(t *rapid.T) {
		state := cases.Drafted
		for range rapid.IntRange(1, 40).Draw(t, "acts") {
			act := rapid.SampledFrom(cases.Acts).Draw(t, "act")
			if from := reachable[state]; len(from) > 0 && rapid.Bool().Draw(t, "possible") {
				var can []cases.Act
				for _, a := range cases.Acts {
					if _, possible := from[a]; possible {
						can = append(can, a)
					}
				}
				act = rapid.SampledFrom(can).Draw(t, "of those")
			}
			before := state
			after, err := cases.Next(state, act, rapid.SampledFrom([]string{"", "skäl"}).Draw(t, "why"))
			if err == nil {
				state = after
			}
			if !slices.Contains(cases.States, state) {
				t.Fatalf("%s in %s leads to %q", act, before, state)
			}
			if len(reachable[before]) == 0 && state != before {
				t.Fatalf("%s goes on to %s", before, state)
			}
			seen[state] = true
		}
	})
	for _, state := range cases.States {
		if !seen[state] {
			t.Errorf("no history reaches %s", state)
		}
	}
}

func TestTheTimeForAppealEndsOnAWorkingDayThreeWeeksLater(t *testing.T) {
	for announced, want := range map[string]string{
		"2019-03-04": "2019-03-25", // Monday to Monday
		"2019-03-15": "2019-04-05",
		"2019-03-16": "2019-04-08", // a Saturday's Saturday moves to Monday
		"2019-03-29": "2019-04-23", // Good Friday, then Easter, to Tuesday
		"2019-04-10": "2019-05-02", // the First of May
		"2019-05-31": "2019-06-24", // Midsummer's Eve
		"2019-05-16": "2019-06-07", // the National Day is a Thursday
		"2019-12-03": "2019-12-27", // Christmas Eve to the Friday after Boxing Day
		"2019-12-10": "2020-01-02", // New Year's Eve and Day
		"2020-02-08": "2020-03-02", // over a leap day
	} {
		if got := cases.LastDayForAppeal(calendar.MustDate(announced)); got != calendar.MustDate(want) {
			t.Errorf("announced %s: until %s, want %s", announced, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		announced := calendar.MustDate("2015-01-01").AddDays(rapid.IntRange(0, 9000).Draw(t, "day"))
		last := cases.LastDayForAppeal(announced)
		if days := announced.DaysUntil(last); days < 21 || days > 26 {
			t.Errorf("announced %s: until %s, %d days", announced, last, days)
		}
		if next := cases.LastDayForAppeal(announced.AddDays(1)); next.Before(last) {
			t.Errorf("announced %s until %s, and a day later until %s", announced, last, next)
		}
	})
}

func TestADecisionIsFinalFromTheDayAfter(t *testing.T) {
	until := calendar.MustDate("2019-03-25")
	for day, want := range map[string]cases.State{"2019-03-24": cases.Posted, "2019-03-25": cases.Posted, "2019-03-26": cases.Final} {
		if got := cases.StateOn(cases.Posted, until, calendar.MustDate(day)); got != want {
			t.Errorf("on %s it is %s, want %s", day, got, want)
		}
	}
	for _, state := range cases.States {
		if state == cases.Posted {
			continue
		}
		if got := cases.StateOn(state, until, until.AddDays(100)); got != state {
			t.Errorf("the clock takes %s to %s", state, got)
		}
	}
}

func TestThoseWhoLeftTakeNoPart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		people := []string{"a", "b", "c", "d", "e"}
		present := rapid.SliceOfDistinct(rapid.SampledFrom(people), rapid.ID).Draw(t, "present")
		left := rapid.SliceOfDistinct(rapid.SampledFrom(people), rapid.ID).Draw(t, "left")
		parting := cases.Parting(present, left)
		for _, id := range people {
			want := slices.Contains(present, id) && !slices.Contains(left, id)
			if slices.Contains(parting, id) != want {
				t.Errorf("%s takes part: %v, want %v", id, !want, want)
			}
		}
	})
}
