package events

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"samverk/platform/calendar"
	"samverk/platform/form"
)

func TestTimesOfDayAreReadAsPeopleWriteThem(t *testing.T) {
	for text, want := range map[string]string{"9": "09:00", "9.30": "09:30", "09:30": "09:30", "0930": "09:30", "kl. 9.30": "09:30", "kl 17": "17:00", "23.59": "23:59", "0": "00:00"} {
		hour, minute, is := parseClock(text)
		if got := at(calendar.MustDate("2026-03-03"), hour, minute).Format("15:04"); !is || got != want {
			t.Errorf("%q is %s (%t), want %s", text, got, is, want)
		}
	}
	for _, text := range []string{"", "24", "9.60", "930", "9.3", "nio", "9-10", "12345", "9 30"} {
		if hour, minute, is := parseClock(text); is {
			t.Errorf("%q is read as %d.%d", text, hour, minute)
		}
	}
}

func FuzzClock(f *testing.F) {
	f.Add("kl. 9.30")
	f.Fuzz(func(t *testing.T, text string) {
		if hour, minute, is := parseClock(text); is && (hour < 0 || hour > 23 || minute < 0 || minute > 59) {
			t.Errorf("%q is read as %d.%d", text, hour, minute)
		}
	})
}

// The clock in Stockholm is what people mean, in summer and in winter, and on the nights when it is moved.
func TestTimesAreThoseOfStockholm(t *testing.T) {
	for day, want := range map[string]string{"2026-01-15": "08:00", "2026-07-15": "07:00", "2026-03-29": "07:00", "2026-10-25": "08:00"} {
		if got := at(calendar.MustDate(day), 9, 0).UTC().Format("15:04"); got != want {
			t.Errorf("9 o'clock on %s is %s UTC, want %s", day, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		day := calendar.MustDate("2026-01-01").AddDays(rapid.IntRange(0, 800).Draw(t, "day"))
		moment := at(day, rapid.IntRange(4, 23).Draw(t, "hour"), rapid.IntRange(0, 59).Draw(t, "minute"))
		typed := form.Of("d", dayOf(moment), "c", clockOf(moment))
		if back := momentIn(typed, "d", "c"); !back.Equal(moment) {
			t.Fatalf("%s is read back as %s", moment, back)
		}
	})
}

var twoDays = calendar.Span{From: calendar.MustDate("2026-05-12"), To: calendar.MustDate("2026-05-13")}

func TestAProgrammeIsReadFromText(t *testing.T) {
	lines, faults := parseProgramme("kl. 9 Samling  och kaffe\r\n\n10.15 – Avtalet | Alva Exempel, Upphandlingen | Lokal A\n9:30 Välkommen\n2026-05-13\n0900 Dag två | | Bara anteckning", twoDays)
	want := []Line{{twoDays.From, "09:00", "Samling och kaffe", "", ""}, {twoDays.From, "09:30", "Välkommen", "", ""},
		{twoDays.From, "10:15", "Avtalet", "Alva Exempel, Upphandlingen", "Lokal A"}, {twoDays.To, "09:00", "Dag två", "", "Bara anteckning"}}
	if len(faults) > 0 || !slices.Equal(lines, want) {
		t.Errorf("%+v, %v", lines, faults)
	}
	for text, fault := range map[string]string{"Kaffe": "events.programme.no_clock", "25.00 Kaffe": "events.clock_wrong_line", "9.00 | Alva": "events.programme.no_title",
		"2026-06-01": "events.programme.other_day", "9.00 " + strings.Repeat("å", longestTitle+1): "events.programme.too_long", "9.00 Möte 19640823-3234": "events.programme.personal_number"} {
		if _, faults := parseProgramme(text, twoDays); len(faults) != 1 || faults[0].ID != fault {
			t.Errorf("%q: %v, want %s", text, faults, fault)
		}
	}
}

// What is written of a programme is read back as the same programme, whatever stood in the text.
func FuzzProgramme(f *testing.F) {
	f.Add("9.00 Kaffe | Alva | A|B\n2026-05-13\n8 - 10 tips")
	f.Fuzz(func(t *testing.T, text string) {
		lines, faults := parseProgramme(text, twoDays)
		if len(faults) > 0 {
			return
		}
		again, faults := parseProgramme(programmeText(lines, twoDays.From), twoDays)
		if len(faults) > 0 || !slices.Equal(again, lines) {
			t.Errorf("%q is %+v, and read back %+v, %v", text, lines, again, faults)
		}
	})
}

func TestAmountsAreReadAsPeopleWriteThem(t *testing.T) {
	for text, want := range map[string]int64{"0": 0, "12500": 1250000, "12 500": 1250000, "12 500,50 kr": 1250050, "1,05": 105, "3.5": 350} {
		if got, is := parseMoney(text); !is || got != want {
			t.Errorf("%q is %d (%t), want %d", text, got, is, want)
		}
	}
	for _, text := range []string{"", "-1", "1,005", "tolv", "1e9", "99999999999999999999"} {
		if got, is := parseMoney(text); is {
			t.Errorf("%q is read as %d", text, got)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		ore := rapid.Int64Range(0, mostMoney).Draw(t, "ore")
		if back, is := parseMoney(typedMoney(ore)); !is || back != ore {
			t.Fatalf("%d is written %q and read back %d", ore, typedMoney(ore), back)
		}
	})
}

func FuzzMoney(f *testing.F) {
	f.Add("12 500,50 kr")
	f.Fuzz(func(t *testing.T, text string) {
		if ore, is := parseMoney(text); is && ore < 0 {
			t.Errorf("%q is %d", text, ore)
		}
	})
}

func TestSumsAndTheirDifference(t *testing.T) {
	v := &eventView{money: []Money{{Side: Cost, Planned: 1000, Outcome: new(int64(1200))}, {Side: Cost, Planned: 500}, {Side: Financing, Planned: 2000, Outcome: new(int64(900))}}}
	if got := v.sum(Cost); got != (Sum{1500, 1200, true}) {
		t.Errorf("costs %+v", got)
	}
	if got := v.difference(); got != (Sum{500, -300, true}) {
		t.Errorf("difference %+v", got)
	}
}

func TestQuestionsKeepTheirKeys(t *testing.T) {
	first, err := parseQuestions("Hur var det?\n* Vad var bäst?\n\n", nil)
	want := []Question{{"q1", "Hur var det?", false}, {"q2", "Vad var bäst?", true}}
	if err != nil || !slices.Equal(first, want) {
		t.Fatalf("%+v, %v", first, err)
	}
	second, err := parseQuestions("* Vad var bäst?\nNy fråga\nHur var det?\nHur var det?", first)
	want = []Question{{"q2", "Vad var bäst?", true}, {"q3", "Ny fråga", false}, {"q1", "Hur var det?", false}, {"q4", "Hur var det?", false}}
	if err != nil || !slices.Equal(second, want) {
		t.Errorf("%+v, %v", second, err)
	}
	if _, err := parseQuestions(" \n*\n", nil); err == nil {
		t.Error("no question is taken")
	}
}

func FuzzQuestions(f *testing.F) {
	f.Add("Hur var det?\n* Vad var bäst?")
	f.Fuzz(func(t *testing.T, text string) {
		list, err := parseQuestions(text, nil)
		if err != nil {
			return
		}
		again, err := parseQuestions(questionsText(list), list)
		if err != nil || !slices.Equal(again, list) {
			t.Errorf("%q is %+v, and read back %+v, %v", text, list, again, err)
		}
	})
}

// Nobody can be known by an answer: nothing is shown of fewer than five, and of five only sums and words in alphabetical order.
func TestResultsAreHiddenWhileTheyAreFew(t *testing.T) {
	questions := []Question{{"q1", "Hur var det?", false}, {"q2", "Vad var bäst?", true}}
	answers := []Answer{{"q1": "5", "q2": "Ö"}, {"q1": "4"}, {"q1": "5", "q2": "A"}, {"q1": "3"}}
	if got := Results(questions, answers); got != nil {
		t.Errorf("four answers are shown: %+v", got)
	}
	got := Results(questions, append(answers, Answer{"q1": "", "q2": "B"}))
	if len(got) != 2 || got[0].Grades != [5]int{0, 0, 1, 1, 2} || got[0].Tenths() != 43 || got[0].Number() != 4 || !slices.Equal(got[1].Words, []string{"A", "B", "Ö"}) {
		t.Errorf("%+v", got)
	}
}

func TestAnAnswerIsChecked(t *testing.T) {
	questions := []Question{{"q1", "Hur var det?", false}, {"q2", "Vad var bäst?", true}}
	for _, c := range []struct {
		answer Answer
		fault  string
	}{{Answer{}, "q1"}, {Answer{"q1": "6"}, "q1"}, {Answer{"q1": "0"}, "q1"}, {Answer{"q2": strings.Repeat("a", longestAnswer+1)}, "q2"}, {Answer{"q2": "19640823-3234"}, "q2"}, {Answer{"q2": "Allt"}, ""}, {Answer{"q1": "1"}, ""}} {
		faults := checkAnswer(c.answer, questions)
		if c.fault == "" && len(faults) > 0 || c.fault != "" && (len(faults) != 1 || faults[0].field != c.fault) {
			t.Errorf("%v: %v", c.answer, faults)
		}
	}
}

func TestRegistrationOpensAndCloses(t *testing.T) {
	starts := time.Date(2026, 5, 12, 7, 0, 0, 0, time.UTC)
	e := Event{State: Published, Content: Content{Starts: starts, Ends: starts.Add(3 * time.Hour), Opens: starts.Add(-48 * time.Hour), Closes: starts.Add(-24 * time.Hour)}}
	for _, c := range []struct {
		before time.Duration
		want   Opening
	}{{49 * time.Hour, NotYet}, {48 * time.Hour, Open}, {24*time.Hour + 1, Open}, {24 * time.Hour, Closed}, {0, Closed}} {
		if got := e.Registration(starts.Add(-c.before)); got != c.want {
			t.Errorf("%s before: %s, want %s", c.before, got, c.want)
		}
	}
	e.Opens, e.Closes = time.Time{}, time.Time{}
	if e.Registration(starts.Add(-1)) != Open || e.Registration(starts) != Closed {
		t.Error("without times of its own registration is not open until the event begins")
	}
	e.State = Draft
	if e.Registration(starts.Add(-1)) != Nothing {
		t.Error("a draft takes registrations")
	}
}

// Two who keep the list at once take nothing away from each other: only what somebody has changed is changed.
func TestTicksOfTwoAreBothKept(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := []string{"a", "b", "c", "d", "e"}
		some := func(name string) []string {
			return rapid.SliceOfDistinct(rapid.SampledFrom(all), func(s string) string { return s }).Draw(t, name)
		}
		before, first, second := some("before"), some("first"), some("second")
		list := map[string]bool{}
		for _, id := range before {
			list[id] = true
		}
		for _, now := range [][]string{first, second} {
			came, wentBack := ticked(all, before, now)
			for _, id := range came {
				list[id] = true
			}
			for _, id := range wentBack {
				list[id] = false
			}
		}
		for _, id := range all {
			was := slices.Contains(before, id)
			if changed := slices.Contains(first, id) != was || slices.Contains(second, id) != was; list[id] != (was != changed) {
				t.Fatalf("%s: before %t, after %t, changed %t", id, was, list[id], changed)
			}
		}
	})
}

func TestOrganisationsAreNamedOnce(t *testing.T) {
	all := []Registration{{Organisation: "Solrosens odlare", Came: true}, {Organisation: "solrosens  Odlare", Came: true}, {Organisation: "", Came: true}, {Organisation: "Kom inte"}, {Organisation: "Åsnan", Came: true}}
	if got := organisationsOf(all); !slices.Equal(got, []string{"Solrosens odlare", "Åsnan"}) {
		t.Errorf("%q", got)
	}
}

func TestWhatIsWrongWithAnEventIsSaidBesideItsField(t *testing.T) {
	right := func() Content {
		starts := at(calendar.MustDate("2026-05-12"), 9, 0)
		return Content{Kind: Seminar, Title: "Möte", Starts: starts, Ends: starts.Add(time.Hour), Place: "Kumla", Contact: "kontakt@exempel.se"}
	}
	c := right()
	if faults := c.check(); len(faults) > 0 {
		t.Fatalf("%v", faults)
	}
	for field, spoil := range map[string]func(*Content){"kind": func(c *Content) { c.Kind = "fest" }, "title": func(c *Content) { c.Title = "" }, "contact": func(c *Content) { c.Contact = "Alva <a@exempel.se>" },
		"place": func(c *Content) { c.Place = "" }, "link": func(c *Content) { c.Link = "javascript://x.se" }, "places": func(c *Content) { c.Places = -1 }, "day": func(c *Content) { c.Starts = time.Time{} },
		"until": func(c *Content) { c.Ends = c.Starts }, "last_day": func(c *Content) { c.Ends = c.Starts.Add(40 * 24 * time.Hour) }, "closes_on": func(c *Content) { c.Closes = c.Ends.Add(1) },
		"description": func(c *Content) { c.Description = "Ring 19640823-3234" }} {
		c := right()
		spoil(&c)
		if faults := c.check(); len(faults) == 0 || faults[0].field != field {
			t.Errorf("%s: %v", field, faults)
		}
	}
}

func TestHoursAreAsShortAsTheyCanBe(t *testing.T) {
	day := calendar.MustDate("2026-05-12")
	for _, c := range []struct {
		from, until [2]int
		want        string
	}{{[2]int{17, 0}, [2]int{19, 0}, "17–19"}, {[2]int{8, 30}, [2]int{12, 0}, "8.30–12.00"}} {
		if got := span(at(day, c.from[0], c.from[1]), at(day, c.until[0], c.until[1])); got != c.want {
			t.Errorf("%s, want %s", got, c.want)
		}
	}
}
