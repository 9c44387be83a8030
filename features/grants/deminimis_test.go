package grants_test

import (
	"testing"

	"pgregory.net/rapid"

	"samverk/features/grants"
	"samverk/platform/calendar"
)

func TestDeMinimisOfThreeRollingYears(t *testing.T) {
	day := calendar.MustDate
	rates := []grants.EuroRate{{Day: day("2023-06-01"), Rate: 100_000}, {Day: day("2023-06-02"), Rate: 100_000}, {Day: day("2026-05-20"), Rate: 110_000}, {Day: day("2026-06-01"), Rate: 120_000}}
	all := []grants.Aid{{GrantedOn: day("2023-06-01"), Amount: 1_000_000_00}, {GrantedOn: day("2023-06-02"), Amount: 2_000_000_00}, {GrantedOn: day("2026-05-21"), Amount: 110_000_00, IsDeclared: true},
		{GrantedOn: day("2026-06-02"), Amount: 5_000_000_00}}
	for name, test := range map[string]struct {
		day      string
		amount   int64
		cents    int64
		unrated  int
		isWithin bool
	}{
		"the first day has left, the second has not": {"2026-06-01", 0, 210_000_00, 0, true},
		"the day before it still counts":             {"2026-05-31", 0, 310_000_00, 0, false},
		"exactly the ceiling":                        {"2026-06-01", 1_080_000_00, 300_000_00, 0, true},
		"an öre above it":                            {"2026-06-01", 1_080_000_01, 300_000_01, 0, false},
		"no rate of the day":                         {"2026-12-01", 1_00, 10_000_00 + 416_666_67, 1, false},
		"what is given later is not counted yet":     {"2024-01-01", 0, 300_000_00, 0, true},
	} {
		got := grants.DeMinimis(all, rates, day(test.day), test.amount)
		if got.Cents != test.cents || len(got.Unrated) != test.unrated || got.IsWithin != test.isWithin {
			t.Errorf("%s: %d cents, %d without rate, within %v", name, got.Cents, len(got.Unrated), got.IsWithin)
		}
	}
}

// The sum never says less than the money, and more aid never makes room.
func TestTheSumOfAidIsNeverTooLow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := calendar.MustDate("2026-06-01")
		rate := rapid.Int64Range(80_000, 140_000).Draw(t, "rate")
		rates := []grants.EuroRate{{Day: day, Rate: rate}}
		amounts := rapid.SliceOfN(rapid.Int64Range(1, 400_000_000), 0, 6).Draw(t, "amounts")
		var all []grants.Aid
		var ore, before int64
		for _, amount := range amounts {
			all, ore = append(all, grants.Aid{GrantedOn: day, Amount: amount}), ore+amount
			got := grants.DeMinimis(all, rates, day, 0)
			if got.Cents*rate < ore*10_000 || got.Cents < before || got.IsWithin != (got.Cents <= grants.DeMinimisCeiling) {
				t.Fatalf("%d öre are %d cents", ore, got.Cents)
			}
			before = got.Cents
		}
	})
}
