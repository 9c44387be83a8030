package personaldata

import (
	"math/rand/v2"
	"testing"

	"samverk/platform/calendar"
)

func TestTimeIsOutOnTheSameDayOfTheMonthOrItsLast(t *testing.T) {
	for _, c := range []struct {
		since  string
		months int
		due    string
	}{
		{"2024-01-15", 1, "2024-02-15"},
		{"2024-01-31", 1, "2024-02-29"},
		{"2023-01-31", 1, "2023-02-28"},
		{"2024-02-29", 12, "2025-02-28"},
		{"2024-02-29", 48, "2028-02-29"},
		{"2024-02-28", 12, "2025-02-28"},
		{"2023-12-31", 2, "2024-02-29"},
		{"2026-08-31", 1, "2026-09-30"},
		{"2026-12-01", 1, "2027-01-01"},
		{"2026-03-31", -1, "2026-02-28"},
	} {
		if due := dueOn(calendar.MustDate(c.since), c.months); due.String() != c.due {
			t.Errorf("%s and %d months: %s, want %s", c.since, c.months, due, c.due)
		}
	}
}

// What the database is asked is the same as what each document's date says.
func TestTheLatestDayThatIsDueIsTheInverse(t *testing.T) {
	seed := rand.Uint64()
	dice := rand.New(rand.NewPCG(seed, 0))
	for range 2000 {
		today, months := calendar.MustDate("2019-01-01").AddDays(dice.IntN(6000)), 1+dice.IntN(130)
		last := lastDue(today, months)
		if dueOn(last, months).After(today) || !dueOn(last.AddDays(1), months).After(today) {
			t.Fatalf("seed %d: on %s with %d months the latest is %s", seed, today, months, last)
		}
	}
	if last := lastDue(calendar.MustDate("2025-02-28"), 12); last.String() != "2024-02-29" {
		t.Errorf("got %s", last)
	}
}
