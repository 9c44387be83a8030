package grants_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"samverk/features/grants"
	"samverk/platform/calendar"
)

func at(text string) time.Time {
	moment, err := time.ParseInLocation("2006-01-02 15:04:05", text, calendar.Stockholm())
	if err != nil {
		panic(err)
	}
	return moment
}

func TestACallOpensAndClosesByTheClock(t *testing.T) {
	c := grants.Call{State: grants.Scheduled, Content: grants.CallContent{Opens: at("2026-03-01 08:00:00"), Closes: at("2026-04-01 00:00:00")}}
	for moment, want := range map[string]grants.CallState{"2026-03-01 07:59:59": grants.Scheduled, "2026-03-01 08:00:00": grants.Open, "2026-03-31 23:59:59": grants.Open,
		"2026-04-01 00:00:00": grants.Closed, "2027-01-01 00:00:00": grants.Closed} {
		if got := c.StateAt(at(moment)); got != want {
			t.Errorf("%s: %s, want %s", moment, got, want)
		}
	}
	c.State = grants.InAssessment
	if got := c.StateAt(at("2026-03-02 00:00:00")); got != grants.InAssessment {
		t.Errorf("the clock takes a call back to %s", got)
	}
}

func TestDaysLate(t *testing.T) {
	midnight := grants.Call{Content: grants.CallContent{Closes: at("2026-03-29 00:00:00")}} // the day has 23 hours
	noon := grants.Call{Content: grants.CallContent{Closes: at("2026-10-25 12:00:00")}}     // the day has 25 hours
	for _, test := range []struct {
		call   grants.Call
		moment string
		want   int
	}{{midnight, "2026-03-28 23:59:59", 0}, {midnight, "2026-03-29 00:00:00", 1}, {midnight, "2026-03-29 23:59:59", 1}, {midnight, "2026-03-30 00:00:00", 2},
		{noon, "2026-10-25 11:59:59", 0}, {noon, "2026-10-25 12:00:00", 1}, {noon, "2026-10-26 00:00:00", 1}, {noon, "2026-10-27 00:00:00", 2}, {grants.Call{}, "2026-01-01 00:00:00", 0}} {
		if got := test.call.DaysLate(at(test.moment)); got != test.want {
			t.Errorf("closing %s, received %s: %d days late, want %d", test.call.Content.Closes, test.moment, got, test.want)
		}
	}
}

func TestEveryStateOfACallCanBeReached(t *testing.T) {
	if reached := grants.CallWays.Reached(grants.DirectionDraft); len(reached) != len(grants.CallStates) {
		t.Errorf("only %v can be reached", reached)
	}
	for i, state := range grants.CallStates {
		may := grants.CallWays.May(state, grants.Cancelled, "skäl")
		if before := i < 9; may != before {
			t.Errorf("a call that is %s can be cancelled: %v", state, may)
		}
		if grants.CallWays.May(state, grants.Cancelled, "") {
			t.Errorf("a call that is %s is cancelled without a reason", state)
		}
	}
}

func TestTheGuidelinesOfADay(t *testing.T) {
	day := calendar.MustDate
	all := []grants.Guideline{{ID: "new", StartsOn: day("2026-01-01")}, {ID: "proposal"}, {ID: "old", StartsOn: day("2020-01-01")}}
	for when, want := range map[string]string{"2019-12-31": "", "2020-01-01": "old", "2025-12-31": "old", "2026-01-01": "new", "2030-01-01": "new"} {
		if got, is := grants.Applied(all, day(when)); got.ID != want || is != (want != "") {
			t.Errorf("on %s %q applies, want %q", when, got.ID, want)
		}
	}
}

func TestTheOwnPartIsEnoughExactlyWhenItCoversItsShare(t *testing.T) {
	rules := grants.Rules{OwnPart: 1000, HourlyRate: 330_00, Levels: []grants.Level{{"prestudy", 50_000_00}, {"development", 200_000_00}}, Most: 1}
	if rules.OwnPartOf(0, 151_515) != 49_999_95 || rules.OwnPartNeeded(50_000_00) != 50_000_00 || rules.MostFor("prestudy") != 50_000_00 || rules.MostFor("") != 1 {
		t.Error("the example's own part or bounds are wrong")
	}
	rapid.Check(t, func(t *rapid.T) {
		r := grants.Rules{OwnPart: rapid.Int64Range(0, 3000).Draw(t, "part")}
		amount := rapid.Int64Range(0, 1_000_000_000).Draw(t, "amount")
		if needed := r.OwnPartNeeded(amount); needed*1000 < amount*r.OwnPart || needed > 0 && (needed-1)*1000 >= amount*r.OwnPart {
			t.Fatalf("of %d at %d thousandths %d is needed", amount, r.OwnPart, needed)
		}
	})
}
