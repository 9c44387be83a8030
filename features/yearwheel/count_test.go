package yearwheel_test

import (
	"testing"

	"pgregory.net/rapid"

	"samverk/features/meetings"
	"samverk/features/networks"
	"samverk/features/yearwheel"
	"samverk/platform/calendar"
)

// on gives meetings in states on days.
func on(pairs ...string) (all []meetings.YearMeeting) {
	for i := 0; i+1 < len(pairs); i += 2 {
		all = append(all, meetings.YearMeeting{ID: pairs[i] + pairs[i+1], Day: calendar.MustDate(pairs[i]), State: meetings.State(pairs[i+1])})
	}
	return all
}

func TestMeetingsAreCountedAgainstThoseWanted(t *testing.T) {
	for name, c := range map[string]struct {
		wanted  int
		of      []meetings.YearMeeting
		today   string
		want    yearwheel.Count
		missing int
		outlook yearwheel.Outlook
	}{
		"nothing wanted and nothing there": {0, nil, "2027-03-01", yearwheel.Count{}, 0, yearwheel.NotWanted},
		"nothing wanted, one held":         {0, on("2027-02-01", "held"), "2027-03-01", yearwheel.Count{Held: 1}, 0, yearwheel.NotWanted},
		"none yet, before the year":        {4, nil, "2026-11-01", yearwheel.Count{Wanted: 4}, 4, yearwheel.Missing},
		"none yet, in January":             {4, nil, "2027-01-05", yearwheel.Count{Wanted: 4}, 4, yearwheel.Missing},
		"none yet, a quarter has gone":     {4, nil, "2027-04-03", yearwheel.Count{Wanted: 4}, 4, yearwheel.Late},
		"held, adjusted, booked, cancelled": {4, on("2027-02-01", "held", "2027-03-01", "adjusted", "2027-05-01", "cancelled", "2027-09-01", "planned", "2027-11-01", "invited"), "2027-06-01",
			yearwheel.Count{Wanted: 4, Held: 2, Planned: 1, Invited: 1, Cancelled: 1}, 0, yearwheel.Covered},
		"a cancelled one is missing":            {1, on("2027-05-01", "cancelled"), "2027-06-01", yearwheel.Count{Wanted: 1, Cancelled: 1}, 1, yearwheel.Missing},
		"today's is booked":                     {1, on("2027-06-01", "planned"), "2027-06-01", yearwheel.Count{Wanted: 1, Planned: 1}, 0, yearwheel.Covered},
		"yesterday's is to be closed":           {1, on("2027-05-31", "invited"), "2027-06-01", yearwheel.Count{Wanted: 1, Unclosed: 1}, 0, yearwheel.ToClose},
		"to be closed and missing":              {3, on("2027-05-31", "invited"), "2027-06-01", yearwheel.Count{Wanted: 3, Unclosed: 1}, 2, yearwheel.Missing},
		"all held":                              {2, on("2027-02-01", "held", "2027-03-01", "held"), "2027-06-01", yearwheel.Count{Wanted: 2, Held: 2}, 0, yearwheel.Done},
		"more than wanted":                      {1, on("2027-02-01", "held", "2027-03-01", "held", "2027-09-01", "planned"), "2027-06-01", yearwheel.Count{Wanted: 1, Held: 2, Planned: 1}, 0, yearwheel.Done},
		"one is missing and three weeks remain": {1, nil, "2027-12-11", yearwheel.Count{Wanted: 1}, 1, yearwheel.Late},
		"one is missing in the autumn":          {1, nil, "2027-11-01", yearwheel.Count{Wanted: 1}, 1, yearwheel.Missing},
		"the last day of the year":              {1, nil, "2027-12-31", yearwheel.Count{Wanted: 1}, 1, yearwheel.Late},
		"the year is over":                      {2, on("2027-02-01", "held"), "2028-01-01", yearwheel.Count{Wanted: 2, Held: 1}, 1, yearwheel.Short},
		"over, and to be closed":                {2, on("2027-02-01", "held", "2027-10-01", "planned"), "2028-01-01", yearwheel.Count{Wanted: 2, Held: 1, Unclosed: 1}, 0, yearwheel.ToClose},
		"two of six are missing in the autumn":  {6, on("2027-02-01", "held", "2027-03-01", "held", "2027-04-01", "held", "2027-10-20", "planned"), "2027-10-01", yearwheel.Count{Wanted: 6, Held: 3, Planned: 1}, 2, yearwheel.Missing},
		"three of six are missing in November":  {6, on("2027-02-01", "held", "2027-03-01", "held", "2027-04-01", "held"), "2027-11-01", yearwheel.Count{Wanted: 6, Held: 3}, 3, yearwheel.Late},
	} {
		t.Run(name, func(t *testing.T) {
			today := calendar.MustDate(c.today)
			got := yearwheel.CountOf(c.wanted, c.of, today)
			if got != c.want || got.Missing() != c.missing || got.OutlookOf(2027, today) != c.outlook {
				t.Errorf("%+v with %d missing, %s; want %+v with %d, %s", got, got.Missing(), got.OutlookOf(2027, today), c.want, c.missing, c.outlook)
			}
		})
	}
}

func anyMeetings(t *rapid.T) (all []meetings.YearMeeting) {
	for range rapid.IntRange(0, 20).Draw(t, "number") {
		all = append(all, meetings.YearMeeting{Day: calendar.Year(2027).From.AddDays(rapid.IntRange(0, 364).Draw(t, "day")), State: rapid.SampledFrom(meetings.States).Draw(t, "state")})
	}
	return all
}

// Every meeting is counted once, and the months hold those that are not cancelled.
func TestNoMeetingIsLost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := anyMeetings(t)
		c := yearwheel.CountOf(rapid.IntRange(0, 12).Draw(t, "wanted"), all, calendar.Year(2027).From.AddDays(rapid.IntRange(-400, 800).Draw(t, "today")))
		if c.Standing()+c.Cancelled != len(all) {
			t.Fatalf("%d meetings are counted as %+v", len(all), c)
		}
		var months [12]int
		yearwheel.PerMonth(&months, all)
		sum := 0
		for _, n := range months {
			sum += n
		}
		if sum != c.Standing() {
			t.Fatalf("the months hold %v, want %d together", months, c.Standing())
		}
		if done := c.Missing() == 0; done != (c.Standing() >= c.Wanted) {
			t.Fatalf("%+v is missing %d", c, c.Missing())
		}
	})
}

// From one day to the next a year in which nothing happens never looks better.
func TestAYearInWhichNothingHappensNeverLooksBetter(t *testing.T) {
	rank := map[yearwheel.Outlook]int{yearwheel.NotWanted: 0, yearwheel.Missing: 1, yearwheel.Late: 2, yearwheel.Short: 3}
	for _, wanted := range []int{0, 1, 2, 4, 10, 52} {
		c, worst := yearwheel.Count{Wanted: wanted}, 0
		for day := calendar.MustDate("2026-10-01"); day.Before(calendar.MustDate("2028-02-01")); day = day.AddDays(1) {
			now, known := rank[c.OutlookOf(2027, day)]
			if !known || now < worst {
				t.Fatalf("%d wanted, %s: %s", wanted, day, c.OutlookOf(2027, day))
			}
			worst = now
		}
	}
}

func typeOf(network, id string, public bool, wanted int, of ...meetings.YearMeeting) meetings.TypeYear {
	return meetings.TypeYear{NetworkID: network, Network: "Nätverk " + network, IsPublic: public, Type: networks.Type{ID: id, NetworkID: network, Name: "Typ " + id, Wanted: wanted}, Meetings: of}
}

func TestThePublicReadsOnlyPublicMeetingsOfPublicNetworks(t *testing.T) {
	open := meetings.YearMeeting{ID: "öppet", Day: calendar.MustDate("2027-03-01"), IsPublic: true}
	closed := meetings.YearMeeting{ID: "slutet", Day: calendar.MustDate("2027-04-01")}
	all := []meetings.TypeYear{typeOf("1", "a", true, 4, open, closed), typeOf("1", "b", true, 4, closed), typeOf("2", "c", false, 4, open)}
	got := yearwheel.PublicOnly(all)
	if len(got) != 1 || len(got[0].Meetings) != 1 || got[0].Meetings[0].ID != "öppet" || got[0].Wanted != 0 {
		t.Errorf("the public reads %+v", got)
	}
	if len(all[0].Meetings) != 2 || all[0].Meetings[1].ID != "slutet" || all[0].Wanted != 4 {
		t.Errorf("what was read has been changed: %+v", all[0])
	}
}

func TestPagesHoldWholeNetworks(t *testing.T) {
	var all []meetings.TypeYear
	for n := range 60 {
		id := string(rune('a'+n/26)) + string(rune('a'+n%26))
		all = append(all, typeOf(id, id+"1", false, 1), typeOf(id, id+"2", false, 2))
	}
	rows := yearwheel.RowsOf(all, "", 2027, calendar.MustDate("2027-01-01"))
	seen := 0
	for page := 1; ; page++ {
		shown, count := yearwheel.PageOf(rows, page)
		if count != 60 {
			t.Fatalf("%d networks", count)
		}
		if len(shown) == 0 {
			break
		}
		if len(shown)%2 != 0 || shown[0].NetworkID != rows[seen].NetworkID {
			t.Errorf("page %d has %d rows from %s", page, len(shown), shown[0].NetworkID)
		}
		seen += len(shown)
	}
	if seen != len(rows) {
		t.Errorf("the pages hold %d of %d rows", seen, len(rows))
	}
	if one := yearwheel.RowsOf(all, "ab", 2027, calendar.MustDate("2027-01-01")); len(one) != 2 || one[0].NetworkID != "ab" {
		t.Errorf("one network has %+v", one)
	}
	if list := yearwheel.NetworksOf(all); len(list) != 60 {
		t.Errorf("%d networks can be chosen", len(list))
	}
}

func TestTheDrawingHasEveryMeetingInsideItAndNotTooManyRings(t *testing.T) {
	shape := func(*meetings.YearMeeting) string { return "met" }
	var all []meetings.TypeYear
	for n := range 9 {
		id := string(rune('a' + n))
		all = append(all, typeOf(id, id+"1", false, 1, on("2027-01-01", "held", "2027-12-31", "held")...), typeOf(id, id+"2", false, 1, on("2027-07-02", "held")...))
		rings := yearwheel.Rings(yearwheel.RowsOf(all, "", 2027, calendar.MustDate("2027-01-01")), shape)
		if want := n + 1; want <= 8 && len(rings) != want || want > 8 && rings != nil {
			t.Fatalf("%d networks have %d rings", want, len(rings))
		}
		for i, ring := range rings {
			if len(ring.Dots) != 3 || i > 0 && rings[i-1].Radius-ring.Radius < 12 {
				t.Errorf("ring %d of %d: %+v", i, len(rings), ring)
			}
			for _, dot := range ring.Dots {
				if dot.X < 0 || dot.Y < 0 || dot.X > 410 || dot.Y > 410 {
					t.Errorf("%+v lies outside", dot)
				}
			}
		}
	}
}
