package i18n_test

import (
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"samverk/platform/calendar"
	"samverk/platform/i18n"
)

var catalogue = i18n.NewCatalogue()

func TestDatesAreWrittenAsSwedesAndBritonsDo(t *testing.T) {
	day := calendar.MustDate("2019-06-04")
	for language, want := range map[i18n.Language][]string{
		i18n.Swedish: {"2019-06-04", "4_juni_2019", "4_juni", "tisdag", "v._23", "Kv_2", "2019_Kv_2"},
		i18n.English: {"2019-06-04", "4_June_2019", "4_June", "Tuesday", "week_23", "Q2", "2019_Q2"},
	} {
		p, quarter := catalogue.In(language), calendar.QuarterOf(day)
		got := []string{p.Date(day), p.DateLong(day), p.DateShort(day), p.Weekday(day), p.Week(day), p.Quarter(quarter), p.QuarterLong(quarter)}
		for i := range want {
			if got[i] != unbroken(want[i]) {
				t.Errorf("%s: got %q, want %q", language, got[i], want[i])
			}
		}
	}
}

// unbroken writes the spaces that do not break as _.
func unbroken(text string) string { return strings.ReplaceAll(text, "_", "\u00a0") }

func TestWeeksFollowTheSwedishCalendar(t *testing.T) {
	for day, want := range map[string]string{"2018-12-31": "v._1", "2021-01-03": "v._53", "2021-01-04": "v._1", "2019-06-30": "v._26", "2019-07-01": "v._27"} {
		if got := catalogue.In(i18n.Swedish).Week(calendar.MustDate(day)); got != unbroken(want) {
			t.Errorf("%s is in %q, want %q", day, got, want)
		}
	}
}

func TestNothingIsWrittenAsNothing(t *testing.T) {
	var none calendar.Date
	for _, p := range []i18n.Printer{{}, catalogue.In(i18n.Swedish), catalogue.In(i18n.English)} {
		all := p.Date(none) + p.DateLong(none) + p.DateShort(none) + p.Weekday(none) + p.Week(none) + p.Quarter(0) + p.QuarterLong(0)
		if all != "" {
			t.Errorf("no date and no quarter are written %q", all)
		}
	}
}

func TestNumbersAndMoneyAreGroupedAndUnbroken(t *testing.T) {
	sv, en := catalogue.In(i18n.Swedish), catalogue.In(i18n.English)
	for got, want := range map[string]string{
		sv.Number(0): "0", sv.Number(1000): "1_000", sv.Number(1234567): "1_234_567", en.Number(1234567): "1,234,567",
		sv.Money(123456750): "1_234_567,50_kr", sv.Money(4365000000): "43_650_000_kr", sv.Money(5): "0,05_kr", sv.Money(-5): "−0,05_kr",
		sv.Money(-150000): "−1_500_kr", en.Money(123456750): "SEK_1,234,567.50",
		sv.Money(-9223372036854775808): "−92_233_720_368_547_758,08_kr",
	} {
		if got != unbroken(want) {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestNoDateOrNumberCanBreakOverLines(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := calendar.NewDate(1969, 12, 31).AddDays(rapid.IntRange(-40000, 40000).Filter(func(n int) bool { return n != 0 }).Draw(t, "day"))
		number := rapid.Int().Draw(t, "number")
		for _, p := range []i18n.Printer{catalogue.In(i18n.Swedish), catalogue.In(i18n.English)} {
			for _, text := range []string{p.DateLong(day), p.DateShort(day), p.Week(day), p.QuarterLong(calendar.QuarterOf(day)), p.Number(number), p.Money(int64(number))} {
				if text == "" || strings.ContainsFunc(text, func(r rune) bool { return unicode.IsSpace(r) && r != '\u00a0' }) {
					t.Fatalf("%q is empty or can break", text)
				}
			}
		}
	})
}
