package followup_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"samverk/features/evidence"
	"samverk/features/followup"
	"samverk/features/plan"
	"samverk/platform/calendar"
)

func pressureOf(t *testing.T, r plan.Rule, facts followup.Facts, asOf string) string {
	t.Helper()
	cell := followup.Evaluate(r, facts, date(asOf))[0]
	p, pressing := cell.Pressure(date(asOf))
	if !pressing {
		return "nothing"
	}
	text := fmt.Sprintf("%d missing, %d behind, %d weeks", p.Missing, p.Behind, p.WeeksLeft)
	for _, step := range p.Steps {
		if step.Begin {
			text += fmt.Sprintf("; %s begin", step.On)
		} else {
			text += fmt.Sprintf("; %s %d held, %d more", step.On, step.Held, step.More)
		}
	}
	return text
}

func TestPressureOfACount(t *testing.T) {
	four := rule(plan.CountPerPeriod, 4, plan.PerYear, "2019-01-01", "2019-12-31")
	one := rule(plan.CountPerPeriod, 1, plan.PerYear, "2019-01-01", "2019-12-31")
	month := rule(plan.CountInWindow, 2, "", "2019-05-10", "2019-05-20")
	for _, c := range []struct {
		name, asOf, want string
		rule             plan.Rule
		held             []evidence.Tally
	}{
		{"one of four in May", "2019-05-21", "3 missing, 0 behind, 32 weeks; 2019-06-30 2 held, 1 more; 2019-09-30 3 held, 1 more; 2019-12-31 4 held, 1 more", four, on("2019-03-14")},
		{"ahead of the steps", "2019-05-21", "1 missing, 0 behind, 32 weeks; 2019-12-31 4 held, 1 more", four, on("2019-03-14", "2019-03-15", "2019-03-16")},
		{"behind", "2019-08-01", "4 missing, 2 behind, 22 weeks; 2019-09-30 3 held, 1 more; 2019-12-31 4 held, 1 more", four, nil},
		{"on a quarter's last day", "2019-06-30", "3 missing, 1 behind, 27 weeks; 2019-09-30 3 held, 1 more; 2019-12-31 4 held, 1 more", four, on("2019-03-14")},
		{"before it starts", "2018-12-31", "4 missing, 0 behind, 53 weeks; 2019-03-31 1 held, 1 more; 2019-06-30 2 held, 1 more; 2019-09-30 3 held, 1 more; 2019-12-31 4 held, 1 more", four, nil},
		{"the last day", "2019-12-31", "1 missing, 1 behind, 0 weeks", four, on("2019-03-14", "2019-03-15", "2019-03-16")},
		{"met", "2019-12-31", "nothing", four, on("2019-03-14", "2019-03-15", "2019-03-16", "2019-12-31")},
		{"the time is out", "2020-01-01", "nothing", four, nil},
		{"one a year is asked for when the last quarter begins", "2019-02-01", "1 missing, 0 behind, 48 weeks; 2019-10-01 1 held, 1 more", one, nil},
		{"in the last quarter", "2019-10-02", "1 missing, 1 behind, 13 weeks", one, nil},
		{"within one month risk begins at once", "2019-05-09", "2 missing, 0 behind, 2 weeks; 2019-05-10 1 held, 1 more; 2019-05-20 2 held, 1 more", month, nil},
		{"the last day of a quarter not closed", "2019-05-20", "2 missing, 1 behind, 0 weeks; 2019-05-20 2 held, 1 more", month, nil},
	} {
		if got := pressureOf(t, c.rule, followup.Facts{Tallies: c.held}, c.asOf); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}

func TestPressureOfADelivery(t *testing.T) {
	r := rule(plan.Deliverable, 1, "", "2019-01-01", "2019-06-30", plan.Submitted)
	for _, c := range []struct {
		name, asOf, want string
		held             []evidence.Tally
	}{
		{"nothing yet", "2019-01-15", "1 missing, 0 behind, 24 weeks; 2019-04-01 begin; 2019-06-30 1 held, 1 more", nil},
		{"begun", "2019-01-15", "1 missing, 0 behind, 24 weeks; 2019-06-30 1 held, 1 more", on("2019-01-02=prepared")},
		{"at risk", "2019-04-01", "1 missing, 1 behind, 13 weeks; 2019-06-30 1 held, 1 more", nil},
		{"delivered", "2019-04-01", "nothing", on("2019-01-02=submitted")},
		{"the time is out", "2019-07-01", "nothing", nil},
	} {
		if got := pressureOf(t, r, followup.Facts{Tallies: c.held}, c.asOf); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}

func TestPressureOfWhatIsNotCountedIsTimeOnly(t *testing.T) {
	for _, kind := range []plan.RuleKind{plan.Threshold, plan.Ratio, plan.Judgement} {
		r := rule(kind, 1, "", "2019-01-01", "2019-12-31")
		if got := pressureOf(t, r, followup.Facts{}, "2019-12-20"); got != "0 missing, 0 behind, 2 weeks" {
			t.Errorf("%s: %s", kind, got)
		}
		if got := pressureOf(t, r, followup.Facts{}, "2020-01-01"); got != "nothing" {
			t.Errorf("%s after its time: %s", kind, got)
		}
	}
}

func TestWaivedCellIsUnderNoPressure(t *testing.T) {
	r := rule(plan.CountPerPeriod, 4, plan.PerYear, "2019-01-01", "2019-12-31")
	facts := followup.Facts{Waivers: []followup.Waiver{{CellFrom: date("2019-01-01"), On: date("2019-02-01")}}}
	if got := pressureOf(t, r, facts, "2019-02-01"); got != "nothing" {
		t.Error(got)
	}
}

// record makes n records of a day.
func record(day calendar.Date, n int, state plan.State) evidence.Tally {
	return evidence.Tally{Day: day, For: day, State: state, Value: evidence.NoValue, N: n}
}

// TestFollowingThePressureKeepsOutOfRisk does on each date exactly what the steps ask for and looks at every day until
// the end; then it does one thing less, or a day late, and must see the risk that was foretold.
func TestFollowingThePressureKeepsOutOfRisk(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := anyRule(plan.CountPerPeriod, plan.CountInWindow).Draw(t, "rule")
		facts := followup.Facts{Tallies: rapid.SliceOfN(anyTally(r), 0, 5).Draw(t, "tallies")}
		asOf := around(r).Draw(t, "as of")
		facts.Tallies = upTo(facts.Tallies, asOf)
		for i, cell := range followup.Evaluate(r, facts, asOf) {
			if p, pressing := cell.Pressure(asOf); pressing {
				checkPressure(t, r, facts.Tallies, asOf, i, cell, p)
			}
		}
	})
}

func upTo(tallies []evidence.Tally, asOf calendar.Date) []evidence.Tally {
	var known []evidence.Tally
	for _, tally := range tallies {
		if !tally.Day.After(asOf) {
			known = append(known, tally)
		}
	}
	return known
}

func checkPressure(t *rapid.T, r plan.Rule, held []evidence.Tally, asOf calendar.Date, i int, cell followup.CellStatus, p followup.Pressure) {
	statusOn := func(held []evidence.Tally, day calendar.Date) followup.Status {
		return followup.Evaluate(r, followup.Facts{Tallies: held}, day)[i].Status
	}
	sum := p.Behind
	for _, step := range p.Steps {
		sum += step.More
	}
	if sum != p.Missing || p.Missing <= 0 || (p.Behind > 0) != (cell.Status == followup.AtRisk) {
		t.Fatalf("%+v adds up to %d for %+v", p, sum, cell)
	}
	if p.Behind > 0 {
		if less := append(held[:len(held):len(held)], record(asOf, p.Behind-1, "")); p.Behind > 1 && statusOn(less, asOf) != followup.AtRisk {
			t.Fatalf("%d records are enough, not %d: %+v", p.Behind-1, p.Behind, cell)
		}
		held = append(held[:len(held):len(held)], record(asOf, p.Behind, ""))
	}
	for _, step := range p.Steps {
		missed := append(held[:len(held):len(held)], record(step.On.AddDays(1), step.More, ""))
		strict := step.On // the day on which it shows
		if step.On == cell.To {
			strict = cell.To.AddDays(1) // the last day itself is at risk only when it closes a quarter
		}
		if got := statusOn(missed, strict); got != followup.AtRisk && got != followup.NotMet {
			t.Fatalf("missing %+v did no harm on %s: %s", step, strict, got)
		}
		held = append(held[:len(held):len(held)], record(step.On, step.More, ""))
	}
	for day := later(asOf, cell.From); !day.After(cell.To.AddDays(1)); day = day.AddDays(1) {
		if got := statusOn(held, day); got == followup.AtRisk || got == followup.NotMet {
			t.Fatalf("on %s the cell is %s though every step of %+v was followed", day, got, p)
		}
	}
	if got := statusOn(held, cell.To); got != followup.Met {
		t.Fatalf("on its last day the cell is %s though every step of %+v was followed", got, p)
	}
}

func later(a, b calendar.Date) calendar.Date {
	if a.After(b) {
		return a
	}
	return b
}

func TestWeeksLeftAreRoundedUp(t *testing.T) {
	r := rule(plan.CountInWindow, 1, "", "2019-01-01", "2019-12-31")
	for asOf, want := range map[string]string{"2019-12-31": "0 weeks", "2019-12-30": "1 weeks", "2019-12-24": "1 weeks", "2019-12-23": "2 weeks"} {
		if got := pressureOf(t, r, followup.Facts{}, asOf); !strings.Contains(got, want) {
			t.Errorf("on %s: %s, want %s", asOf, got, want)
		}
	}
}
