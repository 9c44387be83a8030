package planimport

import (
	"testing"

	"pgregory.net/rapid"

	"samverk/features/plan"
	"samverk/platform/calendar"
)

func days(from, to string) calendar.Span {
	return calendar.Span{From: calendar.MustDate(from), To: calendar.MustDate(to)}
}

var fourYears = days("2018-01-01", "2021-12-31")

func TestTheTimeOfAnActivityBecomesQuarters(t *testing.T) {
	cases := []struct {
		text, from, to string
		recurrence     plan.Recurrence
	}{
		{"2018-2019.", "2018-Q1", "2019-Q4", plan.Once},
		{"2021", "2021-Q1", "2021-Q4", plan.Once},
		{"Våren 2019", "2019-Q1", "2019-Q2", plan.Once},
		{"Hösten 2018–2020", "2018-Q3", "2020-Q4", plan.Once},
		{"2018—våren 2019.", "2018-Q1", "2019-Q2", plan.Once},
		{"Hösten 2018—våren 2019", "2018-Q3", "2019-Q2", plan.Once},
		{"Våren–hösten 2020", "2020-Q1", "2020-Q4", plan.Once},
		{"Löpande", "2018-Q1", "2021-Q4", plan.Ongoing},
		{"Löpande årsvis.", "2018-Q1", "2021-Q4", plan.Yearly},
		{"Årligen", "2018-Q1", "2021-Q4", plan.Yearly},
		{"Varje kvartal", "2018-Q1", "2021-Q4", plan.Ongoing},
		{"Återkommande med start våren 2018", "2018-Q1", "2021-Q4", plan.Ongoing},
		{"Löpande från hösten 2019", "2019-Q3", "2021-Q4", plan.Ongoing},
		{"Kv 2 2020", "2020-Q2", "2020-Q2", plan.Once},
		{"kvartal 1-3 2020", "2020-Q1", "2020-Q3", plan.Once},
		{"Q2 2020", "2020-Q2", "2020-Q2", plan.Once},
		{"2020 Q3", "2020-Q3", "2020-Q3", plan.Once},
		{"kvartal 2 2020 – kvartal 3 2021", "2020-Q2", "2021-Q3", plan.Once},
		{"mars 2019", "2019-Q1", "2019-Q1", plan.Once},
		{"mars–oktober 2019", "2019-Q1", "2019-Q4", plan.Once},
		{"senast 2020-06-30", "2018-Q1", "2020-Q2", plan.Once},
		{"senast den 30 september 2020", "2018-Q1", "2020-Q3", plan.Once},
		{"första halvåret 2020", "2020-Q1", "2020-Q2", plan.Once},
		{"andra kvartalet 2020", "2020-Q2", "2020-Q2", plan.Once},
		{"före utgången av 2020", "2018-Q1", "2020-Q4", plan.Once},
		{"Autumn 2019–spring 2020", "2019-Q3", "2020-Q2", plan.Once},
		{"Ongoing", "2018-Q1", "2021-Q4", plan.Ongoing},
		{"Yearly", "2018-Q1", "2021-Q4", plan.Yearly},
	}
	for _, c := range cases {
		window, understood := windowOf(c.text, fourYears)
		got := quartersOf(window)
		if !understood || got.From.String() != c.from || got.To.String() != c.to {
			t.Errorf("%q: %s–%s (understood %v), wanted %s–%s", c.text, got.From, got.To, understood, c.from, c.to)
		}
		if recurrence := recurrenceOf(c.text); recurrence != c.recurrence {
			t.Errorf("%q: %s, wanted %s", c.text, recurrence, c.recurrence)
		}
	}
}

func TestATimeNobodyUnderstandsIsThePlansPeriod(t *testing.T) {
	for _, text := range []string{"", "när det passar", "våren"} {
		if window, understood := windowOf(text, fourYears); window != fourYears && understood {
			t.Errorf("%q: %v", text, window)
		}
	}
}

// Whatever stands in a text, a time found in it stands where it says and has a beginning before its end.
func TestTimesFoundAreWhole(t *testing.T) {
	word := rapid.SampledFrom([]string{"2018", "2019", "–", "-", "till", "våren", "hösten", "senast", "från", "mars", "30", "kv", "2", "och", "2020-02-31", "2021-06-30", "perioden", "under", "ö"})
	rapid.Check(t, func(t *rapid.T) {
		text := ""
		for _, w := range rapid.SliceOfN(word, 0, 12).Draw(t, "words") {
			text += w + " "
		}
		for _, found := range timesIn(text) {
			if found.first < 0 || found.last > len(text) || found.first >= found.last {
				t.Fatalf("%q: stands at %d–%d", text, found.first, found.last)
			}
			if span := found.within(fourYears); !found.deadline && !found.fromThenOn && span.IsEmpty() {
				t.Fatalf("%q: empty time %v", text, span)
			}
		}
	})
}
