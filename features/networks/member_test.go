package networks

import (
	"testing"

	"pgregory.net/rapid"

	"samverk/platform/calendar"
)

// On each day everybody is a member, will be or has been, and never two of them.
func TestEverybodyIsSomewhereOnEachDay(t *testing.T) {
	first := calendar.MustDate("2026-01-01")
	rapid.Check(t, func(t *rapid.T) {
		members := make([]Member, rapid.IntRange(0, 10).Draw(t, "members"))
		for i := range members {
			members[i].From = first.AddDays(rapid.IntRange(0, 100).Draw(t, "from"))
			if rapid.Bool().Draw(t, "ends") {
				members[i].Until = members[i].From.AddDays(rapid.IntRange(0, 50).Draw(t, "until"))
			}
		}
		day := first.AddDays(rapid.IntRange(-10, 160).Draw(t, "day"))
		now, coming, former := onDay(members, day)
		if len(now)+len(coming)+len(former) != len(members) {
			t.Fatalf("%d, %d and %d of %d", len(now), len(coming), len(former), len(members))
		}
		for _, m := range now {
			if !m.Belongs(day) {
				t.Fatalf("%+v does not belong on %s", m, day)
			}
		}
		for i, m := range former {
			if m.Until.IsZero() || !m.Until.Before(day) || i > 0 && m.Until.After(former[i-1].Until) {
				t.Fatalf("former on %s: %+v", day, former)
			}
		}
	})
}

// Two memberships clash exactly when the same belongs on some day by both.
func TestTheSameIsNotAMemberTwice(t *testing.T) {
	first := calendar.MustDate("2026-01-01")
	rapid.Check(t, func(t *rapid.T) {
		draw := func(id string) Member {
			m := Member{ID: id, Name: rapid.SampledFrom([]string{"Åsa", "asa", "Bo"}).Draw(t, "name"), From: first.AddDays(rapid.IntRange(0, 20).Draw(t, "from"))}
			if rapid.Bool().Draw(t, "ends") {
				m.Until = m.From.AddDays(rapid.IntRange(0, 10).Draw(t, "until"))
			}
			return m
		}
		a, b := draw("a"), draw("b")
		both := false
		for n := range 60 {
			day := first.AddDays(n)
			both = both || a.Belongs(day) && b.Belongs(day)
		}
		isSame := (a.Name == "Bo") == (b.Name == "Bo")
		if got := a.clashes(&b); got != (both && isSame) || got != b.clashes(&a) {
			t.Fatalf("%+v and %+v: %v", a, b, got)
		}
	})
}
