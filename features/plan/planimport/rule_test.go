package planimport

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"samverk/features/plan"
	"samverk/platform/calendar"
)

func settingOf(from, to string, recurrence plan.Recurrence) setting {
	return setting{plan: fourYears, activity: days(from, to), recurrence: recurrence}
}

func TestSentencesBecomeRules(t *testing.T) {
	once := settingOf("2019-01-01", "2019-12-31", plan.Once)
	ongoing := settingOf("2018-01-01", "2021-12-31", plan.Ongoing)
	yearly := settingOf("2018-01-01", "2021-12-31", plan.Yearly)
	cases := []struct {
		text  string
		where setting
		want  string // kind target period states evidence
	}{
		{"Fyra seminarier/workshops har genomförts per år.", ongoing, "count_per_period 4 year [] [seminar workshop]"},
		{"Minst 10 möten med arbetsutskottet har ägt rum per halvår.", ongoing, "count_per_period 10 half [] [committee_meeting]"},
		{"Ett stormöte har hållits varje kvartal.", ongoing, "count_per_period 1 quarter [] [big_meeting]"},
		{"En enkät har genomförts minst en gång per år.", ongoing, "count_per_period 1 year [] [survey]"},
		{"Två resor har genomförts.", once, "count_in_window 2  [] [trip]"},
		{"Två konferenser har hållits.", yearly, "count_per_period 2 year [] [conference]"},
		{"Ett förslag på hur möten kan utvecklas har presenterats.", once, "deliverable 1  [presented] [proposal]"},
		{"Material har tagits fram och presenterats.", once, "deliverable 1  [prepared presented] [material]"},
		{"En översyn har gjorts.", once, "deliverable 1  [] [report]"},
		{"Förslag till fördelning har lämnats till nämnden för beslut.", yearly, "recurring_deliverable 1 year [submitted] [proposal]"},
		{"Nämnden har beslutat om nya regler.", once, "deliverable 1  [decided] [decision]"},
		{"En ansökan har lämnats in varje år.", ongoing, "recurring_deliverable 1 year [submitted] [application]"},
		{"En arbetsgrupp har bildats.", once, "state 1  [] [group_formed]"},
		{"En fråga om ett råd har väckts.", once, "state 1  [] []"},
		{"Minst 80 procent av deltagarna är nöjda.", ongoing, "ratio 0.8  [] []"},
		{"Andelen nöjda är minst 70 % varje år.", ongoing, "ratio 0.7 year [] []"},
		{"I samband med upphandling har krav på miljö ställts.", ongoing, "ratio 1 year [] [requirement]"},
		{"Minst 40 föreningar deltar vid varje stormöte.", ongoing, "threshold 40  [] [big_meeting]"},
		{"Representanter har deltagit på nätverkets årsmöte.", ongoing, "count_per_period 1 year [] [annual_meeting]"},
		{"Samverkan har förbättrats.", ongoing, "judgement 0  [] []"},
		{"Deltagarna upplever att de blir hörda.", ongoing, "judgement 0  [] []"},
		{"Minst två styrelsemöten per år.", ongoing, "count_per_period 2 year [] [board_meeting]"},
		{"Three seminars have been held per half-year.", ongoing, "count_per_period 3 half [] [seminar]"},
		{"A report has been submitted every year.", ongoing, "recurring_deliverable 1 year [submitted] [report]"},
	}
	for _, c := range cases {
		r := readRule(c.text, c.where).rule
		got := fmt.Sprintf("%s %g %s %v %v", r.Kind, r.Target, r.Period, r.States, r.Evidence)
		if got != c.want {
			t.Errorf("%q: %s, wanted %s", c.text, got, c.want)
		}
		if faults := r.Validate(); len(faults) > 0 {
			t.Errorf("%q: %v", c.text, faults)
		}
	}
}

func TestTheSentencesTimeGoesBeforeTheActivitys(t *testing.T) {
	where := settingOf("2019-01-01", "2019-06-30", plan.Once)
	cases := []struct {
		text     string
		window   calendar.Span
		from, to plan.Origin
		flagged  bool
	}{
		{"Ett förslag har presenterats.", days("2019-01-01", "2019-06-30"), plan.Inherited, plan.Inherited, false},
		{"Under 2019 har ett förslag presenterats.", days("2019-01-01", "2019-12-31"), plan.FromText, plan.FromText, true},
		{"Våren 2019 har ett förslag presenterats.", days("2019-01-01", "2019-06-30"), plan.FromText, plan.FromText, false},
		{"Ett förslag har presenterats under perioden.", fourYears, plan.FromText, plan.FromText, true},
		{"Under perioden 2018 till våren 2019 har tre möten hållits.", days("2018-01-01", "2019-06-30"), plan.FromText, plan.FromText, true},
		{"Ett förslag har presenterats senast 30 april 2019.", days("2019-01-01", "2019-04-30"), plan.Inherited, plan.FromText, false},
		{"Ett förslag i linje med Agenda 2030 har presenterats.", days("2019-01-01", "2019-06-30"), plan.Inherited, plan.Inherited, false},
	}
	for _, c := range cases {
		read := readRule(c.text, where)
		if read.rule.Window() != c.window || read.rule.Origin["from"] != c.from || read.rule.Origin["to"] != c.to {
			t.Errorf("%q: %v %v, wanted %v %s %s", c.text, read.rule.Window(), read.rule.Origin, c.window, c.from, c.to)
		}
		if flagged := len(read.flags) > 0; flagged != c.flagged {
			t.Errorf("%q: flags %v", c.text, read.flags)
		}
	}
}

// Whatever a sentence says, its rule can be judged.
func TestEveryRuleCanBeJudged(t *testing.T) {
	words := rapid.SampledFrom(strings.Fields("minst två 0 1 100 % procent andel möten seminarier förslag årsmöte har genomförts presenterats lämnats beslutat bildats per år kvartal " +
		"halvår varje vid förening personer våren 2019 2031 senast från till och under perioden krav ställts i samband med gånger"))
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(words, 0, 15).Draw(t, "words"), " ")
		recurrence := rapid.SampledFrom([]plan.Recurrence{plan.Once, plan.Ongoing, plan.Yearly}).Draw(t, "recurrence")
		r := readRule(text, settingOf("2019-04-01", "2020-06-30", recurrence)).rule
		if faults := r.Validate(); len(faults) > 0 {
			t.Fatalf("%q: %+v: %v", text, r, faults)
		}
	})
}
