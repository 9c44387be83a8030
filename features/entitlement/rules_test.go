package entitlement

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"samverk/platform/calendar"
)

func step(filing string, year int, stage Stage, day, until string) Step {
	s := Step{FilingID: filing, Year: year, Stage: stage, Day: calendar.MustDate(day), Message: string(stage)}
	if until != "" {
		s.Until = calendar.MustDate(until)
	}
	return s
}

// Where an organisation stands on each side of every day that matters.
func TestTheStatusAtEveryBorder(t *testing.T) {
	first := []Step{step("a", 2025, HandedIn, "2025-04-01", ""), step("a", 2025, Completion, "2025-04-10", ""), step("a", 2025, HandedIn, "2025-04-20", ""),
		step("a", 2025, Entitled, "2025-05-01", "2026-09-15")}
	next := append(slices.Clone(first), step("b", 2026, HandedIn, "2026-08-01", ""), step("b", 2026, Completion, "2026-08-10", ""), step("b", 2026, Refused, "2026-09-01", ""))
	again := append(slices.Clone(first), step("b", 2026, HandedIn, "2026-08-01", ""), step("b", 2026, Entitled, "2026-09-10", "2027-09-15"))
	taken := append(slices.Clone(first), step("a", 2025, Withdrawn, "2025-12-01", ""), step("a", 2025, Completion, "2025-12-10", ""))
	for _, c := range []struct {
		steps   []Step
		day     string
		want    Standing
		until   string
		pending Stage
	}{
		{nil, "2025-01-01", Never, "", ""},
		{first, "2025-03-31", Never, "", ""},
		{first, "2025-04-01", Waiting, "", ""},
		{first, "2025-04-10", Completing, "", ""},
		{first, "2025-04-20", Waiting, "", ""},
		{first, "2025-04-30", Waiting, "", ""},
		{first, "2025-05-01", IsEntitled, "2026-09-15", ""},
		{first, "2026-09-15", IsEntitled, "2026-09-15", ""},
		{first, "2026-09-16", Lapsed, "2026-09-15", ""},
		{next, "2026-08-01", IsEntitled, "2026-09-15", HandedIn},
		{next, "2026-08-10", IsEntitled, "2026-09-15", Completion},
		{next, "2026-09-01", IsEntitled, "2026-09-15", ""}, // the refusal does not take back what was given
		{next, "2026-09-16", NotGiven, "", ""},
		{again, "2026-09-09", IsEntitled, "2026-09-15", HandedIn},
		{again, "2026-09-10", IsEntitled, "2027-09-15", ""},
		{again, "2027-09-16", Lapsed, "2027-09-15", ""},
		{taken, "2025-11-30", IsEntitled, "2026-09-15", ""},
		{taken, "2025-12-01", TakenBack, "", ""},
		{taken, "2025-12-10", Completing, "", ""},
	} {
		got := StatusOn(c.steps, calendar.MustDate(c.day))
		if got.Standing != c.want || got.Pending != c.pending || (c.until != "" && got.Until.String() != c.until) {
			t.Errorf("%s: %+v, want %s %s %s", c.day, got, c.want, c.until, c.pending)
		}
	}
}

// Two that have been merged may both have handed in for a year. What was found entitled goes first, else what happened last.
func TestOfTwoFilingsOfAYearOneCounts(t *testing.T) {
	step := func(filing string, stage Stage, day string) Step {
		s := Step{FilingID: filing, Year: 2025, Stage: stage, Day: calendar.MustDate(day)}
		if stage == Entitled {
			s.Until = calendar.MustDate("2025-12-31")
		}
		return s
	}
	given, refused, handedIn := step("a", Entitled, "2025-05-01"), step("b", Refused, "2025-06-01"), step("c", HandedIn, "2025-07-01")
	early := step("b", Refused, "2025-04-01")
	for name, c := range map[string]struct {
		steps []Step
		day   string
		want  Standing
	}{
		"given before it was refused": {[]Step{given, refused}, "2025-08-01", IsEntitled},
		"given after it was refused":  {[]Step{early, given}, "2025-08-01", IsEntitled},
		"over, and refused later":     {[]Step{given, refused}, "2026-01-01", Lapsed},
		"over, and refused earlier":   {[]Step{early, given}, "2026-01-01", Lapsed},
		"refused, and handed in":      {[]Step{refused, handedIn}, "2025-08-01", Waiting},
	} {
		for range 20 { // the order of a map must not decide
			if got := StatusOn(c.steps, calendar.MustDate(c.day)); got.Standing != c.want {
				t.Fatalf("%s: %s, want %s", name, got.Standing, c.want)
			}
		}
	}
}

// Nobody is entitled without a decision that holds on the day, and what happens later changes nothing about a day before it.
func TestAStatusFollowsFromDecisionsAndOnlyFromThePast(t *testing.T) {
	start := calendar.MustDate("2025-01-01")
	rapid.Check(t, func(t *rapid.T) {
		stages, day := map[string]Stage{"a": Draft, "b": Draft}, start
		var steps []Step
		for range rapid.IntRange(0, 25).Draw(t, "steps") {
			day = day.AddDays(rapid.IntRange(0, 40).Draw(t, "days"))
			filing := rapid.SampledFrom([]string{"a", "b"}).Draw(t, "filing")
			next := leadsTo[stages[filing]]
			stage := rapid.SampledFrom(next).Draw(t, "stage")
			stages[filing] = stage
			s := Step{FilingID: filing, Year: map[string]int{"a": 2025, "b": 2026}[filing], Stage: stage, Day: day}
			if stage == Entitled {
				s.Until = day.AddDays(rapid.IntRange(0, 400).Draw(t, "holds"))
			}
			steps = append(steps, s)
		}
		on := start.AddDays(rapid.IntRange(0, 1200).Draw(t, "on"))
		status := StatusOn(steps, on)
		past := slices.DeleteFunc(slices.Clone(steps), func(s Step) bool { return s.Day.After(on) })
		if status != StatusOn(past, on) {
			t.Fatal("what happens later changes a day before it")
		}
		holds := false
		for _, filing := range []string{"a", "b"} {
			last := -1
			for i := range past {
				if past[i].FilingID == filing {
					last = i
				}
			}
			holds = holds || last >= 0 && past[last].Stage == Entitled && !on.After(past[last].Until)
		}
		if status.IsEntitled() != holds {
			t.Fatalf("entitled: %v, want %v from %+v", status.IsEntitled(), holds, past)
		}
		if occasion, is := occasionOn(&status, on); is && !(status.IsEntitled() && on.DaysUntil(status.Until) <= soon || status.Standing == Lapsed && occasion == HasLapsed) {
			t.Fatalf("reminded of %+v", status)
		}
	})
}

func number(n int) *int { return &n }

func TestTheCriteria(t *testing.T) {
	known := []string{"1880", "1881", "1882", "1883", "1884"}
	whole := Filing{Year: 2026, MetOn: calendar.MustDate("2026-03-15"), Members: number(100)}
	for _, kind := range DocumentKinds {
		whole.Documents = append(whole.Documents, Document{Kind: kind})
	}
	places := func(members, active int, codes ...string) (list []Place) {
		for i, code := range codes {
			place := Place{Municipality: code, Active: i < active}
			if i < members {
				place.Members = 1
			}
			list = append(list, place)
		}
		return list
	}
	setting := usual()
	for name, c := range map[string]struct {
		change            func(*Filing, *Setting)
		complete, fulfils bool
	}{
		"members in four":               {func(f *Filing, _ *Setting) { f.Places = places(4, 0, known...) }, true, true},
		"members in three":              {func(f *Filing, _ *Setting) { f.Places = places(3, 0, known...) }, true, false},
		"active in three":               {func(f *Filing, _ *Setting) { f.Places = places(0, 3, known...) }, true, true},
		"active in two":                 {func(f *Filing, _ *Setting) { f.Places = places(0, 2, known...) }, true, false},
		"members in three, active in 2": {func(f *Filing, _ *Setting) { f.Places = places(3, 2, known...) }, true, false},
		"outside the county":            {func(f *Filing, _ *Setting) { f.Places = places(4, 4, "0180", "1280", "1480", "1880") }, true, false},
		"no spread asked for":           {func(_ *Filing, s *Setting) { s.MemberTowns, s.ActiveTowns = 0, 0 }, true, true},
		"only activity counts":          {func(f *Filing, s *Setting) { s.MemberTowns = 0; f.Places = places(5, 0, known...) }, true, false},
		"no meeting":                    {func(f *Filing, _ *Setting) { f.MetOn = calendar.Date{} }, false, false},
		"a meeting of another year":     {func(f *Filing, _ *Setting) { f.MetOn = calendar.MustDate("2025-03-15") }, false, false},
		"no members told":               {func(f *Filing, _ *Setting) { f.Members = nil }, false, false},
		"a document missing":            {func(f *Filing, _ *Setting) { f.Documents = f.Documents[1:]; f.Places = places(4, 0, known...) }, false, false},
		"a document that is not needed": {func(f *Filing, s *Setting) {
			f.Documents, s.Documents, f.Places = f.Documents[1:], DocumentKinds[1:], places(4, 0, known...)
		}, true, true},
	} {
		f, s := whole, setting
		c.change(&f, &s)
		findings := s.Examine(&f, known)
		if IsComplete(findings) != c.complete || Fulfils(findings) != c.fulfils {
			t.Errorf("%s: complete %v, fulfils %v: %+v", name, IsComplete(findings), Fulfils(findings), findings)
		}
	}
}

func TestAnEntitlementHoldsForSoManyMonths(t *testing.T) {
	s := usual()
	for met, want := range map[string]string{"2026-03-15": "2027-09-15", "2026-08-31": "2028-02-29", "2025-08-31": "2027-02-28", "2026-01-31": "2027-07-31"} {
		if got := s.until(calendar.MustDate(met)); got.String() != want {
			t.Errorf("%s: %s, want %s", met, got, want)
		}
	}
}

func TestRemindersAtTheBorders(t *testing.T) {
	until := calendar.MustDate("2026-09-15")
	for left, want := range map[int]Occasion{61: "", 60: InSixtyDays, 15: InSixtyDays, 14: InFourteenDays, 0: InFourteenDays, -1: HasLapsed, -30: HasLapsed, -31: ""} {
		day := until.AddDays(-left)
		status := StatusOn([]Step{{FilingID: "a", Year: 2025, Stage: Entitled, Day: calendar.MustDate("2025-05-01"), Until: until}}, day)
		if got, _ := occasionOn(&status, day); got != want {
			t.Errorf("%d days left: %q, want %q", left, got, want)
		}
	}
	pending := Status{Standing: IsEntitled, Until: until, Pending: HandedIn}
	if _, is := occasionOn(&pending, until); is {
		t.Error("somebody who has handed in is reminded")
	}
}
