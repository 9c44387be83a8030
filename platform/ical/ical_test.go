package ical_test

import (
	"bytes"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"samverk/platform/ical"
	"samverk/platform/ical/icaltest"
)

var stockholm = func() *time.Location {
	zone, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		panic(err)
	}
	return zone
}()

func local(year int, month time.Month, day, hour, minute int) time.Time {
	return time.Date(year, month, day, hour, minute, 0, 0, stockholm)
}

// meeting is an event as a network has them.
func meeting() ical.Event {
	return ical.Event{UID: "mote-1@samverk.example.se", Sequence: 2, Starts: local(2026, 9, 15, 13, 0), Ends: local(2026, 9, 15, 15, 30),
		Title: "Dialogmöte; åäö, höst", Text: "Första raden\nAndra, med \\ och ; i\n\nFjärde", Place: "Rådhuset, sal 2", Link: "https://samverk.example.se/meetings/1?a=1,2;b=3",
		Changed: time.Date(2026, 8, 1, 7, 0, 0, 0, time.UTC)}
}

// wellFormed fails the test for a file that a strict program refuses.
func wellFormed(t interface {
	Helper()
	Fatalf(string, ...any)
}, file []byte) {
	t.Helper()
	if !bytes.HasSuffix(file, []byte("END:VCALENDAR\r\n")) || !utf8.Valid(file) {
		t.Fatalf("the file does not end as it should or is not UTF-8: %q", file)
	}
	for _, line := range strings.Split(strings.TrimSuffix(string(file), "\r\n"), "\r\n") {
		if len(line) > 75 || line == "" || !utf8.ValidString(line) {
			t.Fatalf("a line of %d octets: %q", len(line), line)
		}
		if i := strings.IndexFunc(line, func(r rune) bool { return unicode.IsControl(r) && r != '\t' || r == '\u2028' || r == '\u2029' }); i >= 0 {
			t.Fatalf("a control character in %q", line)
		}
	}
}

func TestAnotherProgramReadsTheSame(t *testing.T) {
	e := meeting()
	c := ical.Calendar{Name: "Nätverket, öppna möten", Text: "Allt; som är öppet", Link: "https://samverk.example.se/networks/1", Events: []ical.Event{e}}
	file := c.Bytes()
	wellFormed(t, file)
	read := icaltest.Read(t, file)
	if read.Method != "PUBLISH" || read.Name != c.Name || read.Text != c.Text || read.URL != c.Link || read.Refresh != 3600 || read.Zones != 1 || len(read.Events) != 1 {
		t.Errorf("read %+v", read)
	}
	same(t, &e, read.Events[0])
	if got := read.Events[0]; got.Zone != "Europe/Stockholm" || got.Status != "CONFIRMED" || got.Attendee.Address != "" {
		t.Errorf("read %+v", got)
	}
	if !bytes.Equal(file, c.Bytes()) {
		t.Error("the same calendar gives other bytes")
	}
}

// same fails the test when what was read is not what was written.
func same(t interface {
	Helper()
	Errorf(string, ...any)
}, e *ical.Event, read icaltest.Event) {
	t.Helper()
	if read.UID != e.UID || read.Title != e.Title || read.Text != e.Text || read.Place != e.Place || read.URL != e.Link || read.Sequence != e.Sequence {
		t.Errorf("wrote %+v\nread  %+v", e, read)
	}
	if !read.Starts.Equal(e.Starts) || !read.Stamp.Equal(e.Changed) || !read.Changed.Equal(e.Changed) {
		t.Errorf("from %s, changed %s, was read as from %s, changed %s", e.Starts, e.Changed, read.Starts, read.Changed)
	}
	if want := e.Ends; want.After(e.Starts) && !read.Ends.Equal(want) || !want.After(e.Starts) && !read.Ends.IsZero() {
		t.Errorf("to %s was read as to %s", want, read.Ends)
	}
}

func TestInvitationsAndWhatIsCalledOff(t *testing.T) {
	c := ical.Calendar{Method: ical.Request, Events: []ical.Event{meeting()},
		Organizer: ical.Person{Name: `Örebro: "Samverkan", 'norr'; sektion`, Email: "samverkan@exempel.se"},
		Attendee:  ical.Person{Name: "Ledamot Ett", Email: "ledamot,ett@exempel.se"}}
	file := c.Bytes()
	wellFormed(t, file)
	read := icaltest.Read(t, file)
	got := read.Events[0]
	if read.Method != "REQUEST" || got.Organizer != (icaltest.Person{Name: `Örebro: 'Samverkan', 'norr'; sektion`, Address: "mailto:samverkan@exempel.se"}) ||
		got.Attendee != (icaltest.Person{Name: "Ledamot Ett", Address: "mailto:ledamot%2Cett@exempel.se"}) || got.Status != "CONFIRMED" {
		t.Errorf("read %+v", read)
	}
	c.Method = ical.Cancel
	if read = icaltest.Read(t, c.Bytes()); read.Method != "CANCEL" || read.Events[0].Status != "CANCELLED" || read.Events[0].Transparency != "TRANSPARENT" {
		t.Errorf("called off: read %+v", read)
	}
	feed := ical.Calendar{Name: "Alla", Events: []ical.Event{{UID: "a", Starts: local(2026, 5, 4, 9, 0), Cancelled: true}, {UID: "b", Starts: local(2026, 5, 4, 9, 0)}}}
	if read = icaltest.Read(t, feed.Bytes()); read.Events[0].Status != "CANCELLED" || read.Events[1].Status != "CONFIRMED" {
		t.Errorf("in a feed: read %+v", read)
	}
}

func TestTimesAreRightWhereSummerTimeBeginsAndEnds(t *testing.T) {
	for _, hours := range [][2]string{
		{"2026-03-29T00:30:00Z", "2026-03-29T01:30:00Z"}, // across the hour that is skipped
		{"2026-03-29T00:59:59Z", "2026-03-29T01:00:00Z"},
		{"2026-03-28T12:00:00Z", "2026-03-30T12:00:00Z"},
		{"2026-10-24T23:30:00Z", "2026-10-25T02:30:00Z"}, // across the hour that comes twice
		{"2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"}, // from the first to the second 02.30
		{"2026-10-25T00:59:59Z", "2026-10-25T01:00:00Z"},
		{"2026-10-25T01:59:59Z", "2026-10-25T02:00:00Z"},
		{"1995-09-24T12:00:00Z", "1995-10-15T12:00:00Z"}, // other rules
		{"1996-10-26T12:00:00Z", "1996-12-31T23:59:59Z"},
		{"1997-01-01T00:00:00Z", "2037-07-01T12:00:00Z"},
	} {
		e := meeting()
		e.Starts, _ = time.Parse(time.RFC3339, hours[0])
		e.Ends, _ = time.Parse(time.RFC3339, hours[1])
		c := ical.Calendar{Name: "Gränsen", Events: []ical.Event{e}}
		same(t, &e, icaltest.Read(t, c.Bytes()).Events[0])
	}
	summer := ical.Calendar{Events: []ical.Event{{UID: "a", Starts: local(2026, 7, 1, 9, 0)}}}
	if !strings.Contains(string(summer.Bytes()), "DTSTART;TZID=Europe/Stockholm:20260701T090000\r\n") {
		t.Errorf("nine o'clock is not nine o'clock in:\n%s", summer.Bytes())
	}
}

// tidy is what becomes of a text: in a file there are no control characters.
func tidyText() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		runes := rapid.SliceOfN(rapid.OneOf(
			rapid.SampledFrom([]rune("åäöÅÄÖ ,;:\\\"'n\n<>=%é–🙂")), rapid.RuneFrom(nil, unicode.Letter, unicode.Number, unicode.Punct, unicode.Symbol),
		), 0, 200).Draw(t, "runes")
		return string(runes)
	})
}

func tidyLine() *rapid.Generator[string] {
	return rapid.Map(tidyText(), func(text string) string { return strings.Join(strings.Fields(text), " ") })
}

func TestRandomEventsSurvive(t *testing.T) {
	instant := rapid.Map(rapid.Int64Range(time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC).Unix(), time.Date(2060, 1, 1, 0, 0, 0, 0, time.UTC).Unix()),
		func(s int64) time.Time { return time.Unix(s, 0) })
	rapid.Check(t, func(t *rapid.T) {
		var c ical.Calendar
		c.Name, c.Text = tidyLine().Draw(t, "name"), tidyText().Draw(t, "description")
		for range rapid.IntRange(0, 3).Draw(t, "events") {
			e := ical.Event{UID: rapid.StringMatching(`[a-z0-9-]{1,100}@[a-z.]{1,20}`).Draw(t, "uid"), Sequence: rapid.IntRange(0, 1<<30).Draw(t, "sequence"),
				Starts: instant.Draw(t, "starts"), Changed: instant.Draw(t, "changed"), Title: tidyLine().Draw(t, "title"), Text: tidyText().Draw(t, "text"),
				Place: tidyLine().Draw(t, "place"), Cancelled: rapid.Bool().Draw(t, "cancelled")}
			e.Ends = e.Starts.Add(time.Duration(rapid.IntRange(-10, 100000).Draw(t, "seconds")) * time.Second)
			c.Events = append(c.Events, e)
		}
		file := c.Bytes()
		wellFormed(t, file)
		read, err := icaltest.Try(file)
		if err != nil || read.Name != c.Name || read.Text != c.Text || len(read.Events) != len(c.Events) {
			t.Fatalf("%v, read %+v in:\n%s", err, read, file)
		}
		for i := range c.Events {
			same(t, &c.Events[i], read.Events[i])
		}
	})
}

// Whatever the texts hold, the file is whole, has the events it should and nothing that a text smuggled in.
func FuzzTexts(f *testing.F) {
	f.Add("Möte\r\nBEGIN:VEVENT", "a\x00b\x85\u2028c", "samverkan@exempel.se", "https://exempel.se/å?a b", int64(1774747800))
	f.Add("\xff\xfe", strings.Repeat("å", 300), "a\r\nATTENDEE:mailto:b@exempel.se", "javascript:alert(1)", int64(-1))
	f.Add(`";X="`, "\ufeff\\n\\;", `"x" <y@exempel.se>`, "https://exempel.se/\r\nX:y", int64(253402300799))
	f.Fuzz(func(t *testing.T, title, text, email, link string, at int64) {
		// Between the years 1 and 9999, which is what the format can write.
		starts := time.Unix(at%(1<<37), 0)
		if starts.Year() < 1 || starts.Year() > 9998 {
			starts = time.Unix(0, 0)
		}
		c := ical.Calendar{Name: title, Text: text, Link: link, Organizer: ical.Person{Name: title, Email: email}, Attendee: ical.Person{Name: text, Email: email},
			Events: []ical.Event{{UID: "1-" + title, Starts: starts, Ends: starts.Add(time.Hour), Title: title, Text: text, Place: text, Link: link}, {UID: "2", Starts: starts, Title: text}}}
		for _, c.Method = range []ical.Method{ical.Publish, ical.Request, ical.Cancel} {
			file := c.Bytes()
			wellFormed(t, file)
			read := icaltest.Read(t, file)
			if len(read.Events) != 2 || !read.Events[0].Starts.Equal(starts) || read.Events[1].UID != "2" {
				t.Fatalf("read %+v in:\n%s", read, file)
			}
		}
	})
}
