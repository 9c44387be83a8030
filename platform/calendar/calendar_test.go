package calendar_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"samverk/platform/calendar"
)

// anyDate draws dates that a document or a database may hold: years 1 to 9999, often near the epoch.
func anyDate() *rapid.Generator[calendar.Date] {
	return rapid.Custom(func(t *rapid.T) calendar.Date {
		if rapid.Bool().Draw(t, "near epoch") {
			return calendar.NewDate(1970, time.January, rapid.IntRange(-800, 800).Draw(t, "day"))
		}
		return calendar.NewDate(rapid.IntRange(1, 9998).Draw(t, "year"), time.January, rapid.IntRange(1, 366).Draw(t, "day"))
	})
}

func anyQuarter() *rapid.Generator[calendar.Quarter] {
	return rapid.Custom(func(t *rapid.T) calendar.Quarter {
		return calendar.NewQuarter(rapid.IntRange(1, 9998).Draw(t, "year"), rapid.IntRange(1, 4).Draw(t, "number"))
	})
}

func TestDatesAroundTheEpochFollowEachOther(t *testing.T) {
	day := calendar.MustDate("1969-12-29")
	for _, want := range []string{"1969-12-29", "1969-12-30", "1969-12-31", "1970-01-01", "1970-01-02", "1970-01-03"} {
		if day.String() != want || day.IsZero() {
			t.Errorf("got %q (no date: %v), want %s", day, day.IsZero(), want)
		}
		if day.AddDays(1).AddDays(-1) != day || !day.Before(day.AddDays(1)) || day.DaysUntil(day.AddDays(1)) != 1 {
			t.Errorf("%s and the day after it do not follow each other", day)
		}
		day = day.AddDays(1)
	}
}

func TestParseDateRefusesWhatIsNotADate(t *testing.T) {
	for _, text := range []string{"", "2018", "2018-1-1", "2018-02-29", "2018-13-01", "18-01-01", "2018-01-01 ", "2018/01/01", "2018-01-01T00:00:00Z"} {
		if d, err := calendar.ParseDate(text); err == nil {
			t.Errorf("%q was read as %s", text, d)
		}
	}
}

func TestDateSurvivesEveryWayOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := anyDate().Draw(t, "date")
		if parsed, err := calendar.ParseDate(d.String()); err != nil || parsed != d {
			t.Fatalf("text: %s came back as %s, %v", d, parsed, err)
		}
		if again := calendar.DateOf(d.Time()); again != d {
			t.Fatalf("time: %s came back as %s", d, again)
		}
		if again := calendar.NewDate(d.Year(), d.Month(), d.Day()); again != d {
			t.Fatalf("parts: %s came back as %s", d, again)
		}
		written, err := json.Marshal(d)
		var fromJSON calendar.Date
		if err != nil || json.Unmarshal(written, &fromJSON) != nil || fromJSON != d {
			t.Fatalf("json: %s came back as %s through %s, %v", d, fromJSON, written, err)
		}
		keyed, err := json.Marshal(map[calendar.Date]int{d: 1})
		var fromKey map[calendar.Date]int
		if err != nil || json.Unmarshal(keyed, &fromKey) != nil || fromKey[d] != 1 {
			t.Fatalf("json key: %s came back as %v through %s, %v", d, fromKey, keyed, err)
		}
	})
}

func TestDateSurvivesTheDatabase(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := anyDate().Draw(t, "date")
		stored, err := d.Value()
		if err != nil {
			t.Fatal(err)
		}
		text := stored.(string)
		answers := map[string]any{
			"text": text, "bytes": []byte(text), "time": d.Time(), "time as text": text + " 00:00:00 +0000 UTC",
			"time in Stockholm": time.Date(d.Year(), d.Month(), d.Day(), 0, 0, 0, 0, calendar.Stockholm()),
		}
		for way, answer := range answers {
			read := calendar.MustDate("2001-01-01")
			if err := read.Scan(answer); err != nil || read != d {
				t.Fatalf("%s: %s came back as %s, %v", way, d, read, err)
			}
		}
	})
}

func TestNoDateStaysNoDate(t *testing.T) {
	var none calendar.Date
	if stored, err := none.Value(); stored != nil || err != nil {
		t.Errorf("stored as %v, %v", stored, err)
	}
	for _, answer := range []any{nil, "", []byte{}} {
		read := calendar.MustDate("2001-01-01")
		if err := read.Scan(answer); err != nil || !read.IsZero() {
			t.Errorf("%#v was read as %s, %v", answer, read, err)
		}
	}
	if written, err := json.Marshal(none); string(written) != "null" || err != nil {
		t.Errorf("written as %s, %v", written, err)
	}
	for _, text := range []string{`null`, `""`} {
		read := calendar.MustDate("2001-01-01")
		if err := json.Unmarshal([]byte(text), &read); err != nil || !read.IsZero() {
			t.Errorf("%s was read as %s, %v", text, read, err)
		}
	}
	if none.String() != "" {
		t.Errorf("shown as %q", none.String())
	}
}

func TestScanRefusesOtherTypes(t *testing.T) {
	var d calendar.Date
	if d.Scan(int64(20180101)) == nil || d.Scan("yesterday") == nil {
		t.Error("a number or a word was read as a date")
	}
	if json.Unmarshal([]byte(`20180101`), &d) == nil || json.Unmarshal([]byte(`"2018-02-30"`), &d) == nil {
		t.Error("a number or an impossible day was read from JSON")
	}
	var q calendar.Quarter
	if q.Scan(int64(8072)) == nil || q.Scan("2018-Q5") == nil {
		t.Error("a number or a fifth quarter was read as a quarter")
	}
}

func TestDatesCompareAsTheirTexts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := anyDate().Draw(t, "a"), anyDate().Draw(t, "b")
		want := strings.Compare(a.String(), b.String())
		if a.Compare(b) != want || a.Before(b) != (want < 0) || a.After(b) != (want > 0) {
			t.Fatalf("%s against %s: %d", a, b, a.Compare(b))
		}
		if days := a.DaysUntil(b); a.AddDays(days) != b || b.DaysUntil(a) != -days {
			t.Fatalf("%s is not %d days before %s", a, days, b)
		}
	})
}

func TestTodayIsJudgedInStockholm(t *testing.T) {
	for instant, want := range map[string]string{
		"2019-06-30T21:59:59Z": "2019-06-30", "2019-06-30T22:00:00Z": "2019-07-01", // summer time
		"2019-12-31T22:59:59Z": "2019-12-31", "2019-12-31T23:00:00Z": "2020-01-01",
	} {
		now, err := time.Parse(time.RFC3339, instant)
		if err != nil {
			t.Fatal(err)
		}
		if got := calendar.Today(now); got.String() != want {
			t.Errorf("%s is %s in Stockholm, want %s", instant, got, want)
		}
	}
}

func TestQuarterHoldsItsDays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := anyDate().Draw(t, "date")
		q := calendar.QuarterOf(d)
		if d.Before(q.First()) || d.After(q.Last()) || q.Year() != d.Year() || q.Number() != (int(d.Month())-1)/3+1 {
			t.Fatalf("%s is not in %s (%s–%s)", d, q, q.First(), q.Last())
		}
		if q.Last().AddDays(1) != q.Next().First() {
			t.Fatalf("%s and %s do not meet", q, q.Next())
		}
	})
}

func TestQuarterSurvivesEveryWayOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := anyQuarter().Draw(t, "quarter")
		if parsed, err := calendar.ParseQuarter(q.String()); err != nil || parsed != q {
			t.Fatalf("text: %s came back as %s, %v", q, parsed, err)
		}
		stored, err := q.Value()
		if err != nil {
			t.Fatal(err)
		}
		for _, answer := range []any{stored, []byte(stored.(string))} {
			var read calendar.Quarter
			if err := read.Scan(answer); err != nil || read != q {
				t.Fatalf("database: %s came back as %s, %v", q, read, err)
			}
		}
		written, err := json.Marshal(q)
		var fromJSON calendar.Quarter
		if err != nil || json.Unmarshal(written, &fromJSON) != nil || fromJSON != q {
			t.Fatalf("json: %s came back as %s through %s", q, fromJSON, written)
		}
	})
}

func TestNoQuarterStaysNoQuarter(t *testing.T) {
	var none calendar.Quarter
	if stored, err := none.Value(); stored != nil || err != nil || none.String() != "" || !none.IsZero() {
		t.Errorf("stored as %v, %v, shown as %q", stored, err, none)
	}
	read := calendar.MustQuarter("2018-Q1")
	if err := read.Scan(nil); err != nil || !read.IsZero() {
		t.Errorf("null was read as %s, %v", read, err)
	}
}

func TestParseQuarterRefusesWhatIsNotAQuarter(t *testing.T) {
	for _, text := range []string{"", "2018", "2018-Q0", "2018-Q5", "2018-Q12", "2018Q1", " 201-Q1", "+201-Q1", "201 -Q1", "0000-Q1", "2018-q1", "2018-Q1 "} {
		if q, err := calendar.ParseQuarter(text); err == nil {
			t.Errorf("%q was read as %s", text, q)
		}
	}
}

func TestSpanHoldsWhatIsBetweenItsEnds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := calendar.Span{From: anyDate().Draw(t, "from")}
		a.To = a.From.AddDays(rapid.IntRange(-3, 900).Draw(t, "length"))
		b := calendar.Span{From: a.From.AddDays(rapid.IntRange(-900, 900).Draw(t, "shift"))}
		b.To = b.From.AddDays(rapid.IntRange(-3, 900).Draw(t, "other length"))
		d := a.From.AddDays(rapid.IntRange(-20, 900).Draw(t, "day"))
		if got, want := a.Contains(d), d.Compare(a.From) >= 0 && d.Compare(a.To) <= 0; got != want && !d.IsZero() {
			t.Fatalf("%v holds %s: %v", a, d, got)
		}
		if got, want := a.Intersect(b).Contains(d), a.Contains(d) && b.Contains(d); got != want {
			t.Fatalf("the days %v and %v share hold %s: %v", a, b, d, got)
		}
		if a.Intersect(b) != b.Intersect(a) {
			t.Fatalf("%v and %v share different days each way", a, b)
		}
		days, touched := 0, map[calendar.Quarter]bool{}
		for day := a.From; !day.After(a.To); day = day.AddDays(1) {
			days++
			touched[calendar.QuarterOf(day)] = true
		}
		if a.Days() != days || len(a.Quarters()) != len(touched) || a.IsEmpty() != (days == 0) {
			t.Fatalf("%v: %d days and %d quarters, counted %d and %d", a, a.Days(), len(a.Quarters()), days, len(touched))
		}
	})
}

func TestNoDateIsInsideNothing(t *testing.T) {
	var none calendar.Date
	aroundTheEpoch := calendar.Span{From: calendar.MustDate("1960-01-01"), To: calendar.MustDate("1980-12-31")}
	if aroundTheEpoch.Contains(none) {
		t.Error("no date is inside 1960–1980")
	}
	if open := (calendar.Span{To: calendar.MustDate("1980-12-31")}); !open.IsEmpty() || open.Contains(calendar.MustDate("1975-01-01")) || open.Days() != 0 || open.Quarters() != nil {
		t.Error("a span without a first day holds days")
	}
}

func TestQuarterSpanGivesWholeQuarters(t *testing.T) {
	spring := calendar.QuarterSpan{From: calendar.MustQuarter("2019-Q1"), To: calendar.MustQuarter("2019-Q2")}
	want := calendar.Span{From: calendar.MustDate("2019-01-01"), To: calendar.MustDate("2019-06-30")}
	if spring.Span() != want || spring.IsEmpty() || !spring.Contains(calendar.MustQuarter("2019-Q2")) || spring.Contains(calendar.MustQuarter("2019-Q3")) {
		t.Errorf("spring is %v", spring.Span())
	}
	backwards := calendar.QuarterSpan{From: spring.To, To: spring.From}
	if !backwards.IsEmpty() || !backwards.Span().IsEmpty() || !(calendar.QuarterSpan{}).IsEmpty() {
		t.Error("a span that ends before it starts holds days")
	}
	if got := calendar.Year(2020); got.Days() != 366 || len(got.Quarters()) != 4 {
		t.Errorf("2020 has %d days", got.Days())
	}
}
