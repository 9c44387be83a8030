package mandates

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"samverk/features/audit"
	"samverk/platform/calendar"
	"samverk/platform/store"
)

var (
	person  = audit.Actor{Kind: audit.Account, ID: "person", Name: "Berit"}
	officer = audit.Actor{Kind: audit.Account, ID: "officer", Name: "Ove"}
	noon    = time.Date(2026, 3, 2, 11, 0, 0, 0, time.UTC)
	monday  = calendar.MustDate("2026-03-02")
)

// Whatever is tried in whatever order: nobody acts without a document that was handed in and another person's decision,
// nobody decides about themselves, and what has ended stays ended.
func TestNobodyActsWithoutADocumentAndAnOfficersDecision(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := Mandate{AccountID: person.ID}
		documents, handedIn, approved := 0, false, false
		for step := range rapid.IntRange(1, 30).Draw(t, "steps") {
			now := noon.AddDate(0, 0, step)
			day := calendar.Today(now)
			before := m
			by := rapid.SampledFrom([]audit.Actor{person, officer}).Draw(t, "by")
			var err error
			switch rapid.SampledFrom([]string{"send", "hand in", "confirm", "refuse", "end"}).Draw(t, "act") {
			case "send":
				documents++
			case "hand in":
				if err = m.handIn(rapid.SampledFrom([]Signs{Alone, Jointly, Never, "", "king"}).Draw(t, "signs"), documents > 0, day, now); err == nil {
					handedIn, approved = true, false
				}
			case "confirm":
				until := calendar.Date{}
				if n := rapid.IntRange(-3, 20).Draw(t, "days"); n > 0 {
					until = day.AddDays(n)
				}
				if err = m.confirm(by, Term{Jointly, day.AddDays(rapid.IntRange(-2, 2).Draw(t, "from")), until}, day, now); err == nil {
					approved = true
				}
				if err == nil && by == person {
					t.Fatal("somebody confirmed their own mandate")
				}
			case "refuse":
				if err = m.refuse(by, rapid.SampledFrom([]string{"", "Saknar underskrift"}).Draw(t, "why"), day, now); err == nil && (by == person || m.Reason == "") {
					t.Fatal("refused by the person, or without a reason")
				}
			case "end":
				if err = m.end(by, rapid.SampledFrom([]string{"", "Har slutat"}).Draw(t, "why"), now); err == nil && before.EndedAt.IsZero() && by == officer && m.EndedWhy == "" {
					t.Fatal("an officer ended it without a reason")
				}
			}
			if err != nil && m != before {
				t.Fatalf("%v, and yet changed from %+v to %+v", err, before, m)
			}
			if m.Acts(day) && !(handedIn && approved && documents > 0 && m.DecidedBy == officer.Name && m.State(day) == Confirmed) {
				t.Fatalf("acts without what it takes: %+v", m)
			}
			if !before.EndedAt.IsZero() && m.State(day) != Ended {
				t.Fatalf("an ended mandate is %s", m.State(day))
			}
			if m.State(day) == RunOut && m.Acts(day) {
				t.Fatal("acts after the last day")
			}
		}
	})
}

func TestAMandateHoldsFromItsFirstDayToItsLast(t *testing.T) {
	m := Mandate{Decision: Confirm, From: calendar.MustDate("2026-03-01"), Until: calendar.MustDate("2026-12-31")}
	ended := m
	ended.EndedAt = store.TimeOf(time.Date(2026, 6, 14, 22, 30, 0, 0, time.UTC)) // half past midnight on the 15th here
	for _, c := range []struct {
		m    Mandate
		day  string
		acts bool
	}{{m, "2026-02-28", false}, {m, "2026-03-01", true}, {m, "2026-12-31", true}, {m, "2027-01-01", false},
		{ended, "2026-06-14", true}, {ended, "2026-06-15", false}, {Mandate{Decision: Refuse, From: m.From}, "2026-03-02", false},
		{Mandate{Decision: Confirm}, "2026-03-02", false}} {
		if got := c.m.Acts(calendar.MustDate(c.day)); got != c.acts {
			t.Errorf("%s: %v, want %v of %+v", c.day, got, c.acts, c.m)
		}
	}
}

func TestOneSignsAloneOrTwoTogether(t *testing.T) {
	holds := func(account string, signs Signs) Mandate {
		return Mandate{AccountID: account, Signs: signs, Decision: Confirm, From: monday}
	}
	over := holds("c", Alone)
	over.Until = monday.AddDays(-1)
	for name, c := range map[string]struct {
		all  []Mandate
		want bool
	}{
		"nobody":              {nil, false},
		"alone":               {[]Mandate{holds("a", Alone)}, true},
		"one of two":          {[]Mandate{holds("a", Jointly)}, false},
		"the same twice":      {[]Mandate{holds("a", Jointly), holds("a", Jointly)}, false},
		"two together":        {[]Mandate{holds("a", Jointly), holds("b", Jointly)}, true},
		"who does not sign":   {[]Mandate{holds("a", Jointly), holds("b", Never)}, false},
		"whose time is out":   {[]Mandate{over}, false},
		"two, one of them is": {[]Mandate{holds("a", Jointly), over}, false},
	} {
		if got := Suffice(c.all, monday); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
