package form_test

import (
	"testing"
	"time"

	"samverk/platform/calendar"
	"samverk/platform/form"
)

func TestAMomentIsReadAndWrittenAlike(t *testing.T) {
	for _, test := range []struct {
		day, clock, want string
		ends             bool
	}{{"2026-03-31", "24", "2026-04-01 00:00", true}, {"2026-03-31", "24.00", "2026-04-01 00:00", true}, {"2026-03-31", "kl. 9.30", "2026-03-31 09:30", false},
		{"2026-03-31", "0000", "2026-03-31 00:00", false}, {"2026-10-25", "15:00", "2026-10-25 15:00", true}} {
		read := form.Of("day", test.day, "clock", test.clock)
		moment := read.Moment("day", "clock")
		if !read.IsRight() || calendar.Clock(moment) != test.want {
			t.Errorf("%s %s is read as %s", test.day, test.clock, calendar.Clock(moment))
		}
		day, clock := form.MomentFields(moment, test.ends)
		if again := form.Of("day", day, "clock", clock).Moment("day", "clock"); !again.Equal(moment) || test.ends && day != test.day {
			t.Errorf("%s %s is written as %s %s", test.day, test.clock, day, clock)
		}
	}
	for _, wrong := range [][2]string{{"", "9"}, {"2026-03-31", ""}, {"2026-03-31", "24.30"}, {"2026-03-31", "25"}, {"2026-03-31", "9.60"}, {"2026-03-31", "930"}, {"31 mars", "9"}} {
		read := form.Of("day", wrong[0], "clock", wrong[1])
		if moment := read.Moment("day", "clock"); read.IsRight() || !moment.IsZero() {
			t.Errorf("%q is taken for %s", wrong, moment)
		}
	}
	if day, clock := form.MomentFields(time.Time{}, true); day+clock != "" || !form.Of().Moment("day", "clock").IsZero() {
		t.Error("no moment is something")
	}
}

func FuzzClock(f *testing.F) {
	f.Add("9.30")
	f.Add("kl. 24")
	f.Fuzz(func(t *testing.T, text string) {
		if hour, minute, is := form.ParseClock(text); is && (hour*60+minute > 24*60 || hour < 0 || minute > 59) {
			t.Fatalf("%q is %d.%d", text, hour, minute)
		}
	})
}
