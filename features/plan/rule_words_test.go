package plan_test

import (
	"strings"
	"testing"

	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
)

var printers = i18n.NewCatalogue(plan.Messages())

func window(from, to string) (calendar.Date, calendar.Date) {
	return calendar.MustDate(from), calendar.MustDate(to)
}

func ruleOver(from, to string, r plan.Rule) plan.Rule {
	r.From, r.To = window(from, to)
	r.Comparator = plan.AtLeast
	return r
}

func TestRuleInWords(t *testing.T) {
	bigMeetings := []plan.EvidenceKind{plan.BigMeeting}
	for name, c := range map[string]struct {
		rule             plan.Rule
		swedish, english string
	}{
		"count per year": {
			ruleOver("2018-01-01", "2021-12-31", plan.Rule{Kind: plan.CountPerPeriod, Target: 4, Period: plan.PerYear, Evidence: bigMeetings}),
			"Varje kalenderår 2018–2021 räknas stormöten. Ett år är uppfyllt när minst fyra har hållits.",
			"Every calendar year 2018–2021 big meetings are counted. A year is met when at least four have been held.",
		},
		"one per half-year, of two kinds": {
			ruleOver("2018-01-01", "2019-06-30", plan.Rule{Kind: plan.CountPerPeriod, Target: 1, Period: plan.PerHalf, Evidence: []plan.EvidenceKind{plan.Seminar, plan.Workshop}}),
			"Varje halvår från 1 januari 2018 till 30 juni 2019 räknas seminarier och workshoppar. Ett halvår är uppfyllt när minst ett seminarium eller en workshop har hållits.",
			"Every half-year from 1 January 2018 to 30 June 2019 seminars and workshops are counted. A half-year is met when at least a seminar or a workshop has been held.",
		},
		"a single year, many records, three kinds of different verbs": {
			ruleOver("2018-01-01", "2018-12-31", plan.Rule{Kind: plan.CountPerPeriod, Target: 20, Period: plan.PerYear, Evidence: []plan.EvidenceKind{plan.Meeting, plan.Trip, plan.Report}}),
			"Under 2018 räknas möten, resor och rapporter. Indikatorn är uppfylld när minst 20 har registrerats.",
			"During 2018 meetings, trips and reports are counted. The indicator is met when at least 20 have been recorded.",
		},
		"count in a window, tags and network": {
			ruleOver("2018-02-01", "2018-06-30", plan.Rule{Kind: plan.CountInWindow, Target: 3, Tags: []string{"unga", "kultur"}, Network: "Samverkansrådet"}),
			"Från 1 februari till 30 juni 2018 räknas händelser med märkningarna ”unga” och ”kultur” i nätverket ”Samverkansrådet”. Indikatorn är uppfylld när minst tre har registrerats.",
			"From 1 February to 30 June 2018 events with the tags “unga” and “kultur” in the network “Samverkansrådet” are counted. The indicator is met when at least three have been recorded.",
		},
		"linked by hand only": {
			ruleOver("2019-01-01", "2019-12-31", plan.Rule{Kind: plan.CountInWindow, Target: 1}),
			"Under 2019 räknas händelser som en person har kopplat hit. Indikatorn är uppfylld när minst en händelse har registrerats.",
			"During 2019 events that a person has linked here are counted. The indicator is met when at least one event has been recorded.",
		},
		"deliverable": {
			ruleOver("2019-01-01", "2019-06-30", plan.Rule{Kind: plan.Deliverable, Target: 1, States: []plan.State{plan.Submitted, plan.Prepared}, Evidence: []plan.EvidenceKind{plan.Proposal}}),
			"Indikatorn är uppfylld när ett förslag har lämnats in senast 30 juni 2019. Kommer det senare räknas det som uppfyllt för sent.",
			"The indicator is met when a proposal has been submitted by 30 June 2019. What comes later counts as met late.",
		},
		"deliverable without kinds": {
			ruleOver("2019-01-01", "2019-06-30", plan.Rule{Kind: plan.Deliverable, Target: 1, States: []plan.State{plan.Presented}}),
			"Indikatorn är uppfylld när det som ska tas fram har presenterats senast 30 juni 2019. Kommer det senare räknas det som uppfyllt för sent.",
			"The indicator is met when what is to be delivered has been presented by 30 June 2019. What comes later counts as met late.",
		},
		"recurring deliverable": {
			ruleOver("2018-01-01", "2021-12-31", plan.Rule{Kind: plan.RecurringDeliverable, Target: 1, Period: plan.PerYear, States: []plan.State{plan.Decided}, Evidence: []plan.EvidenceKind{plan.Report}}),
			"Varje kalenderår 2018–2021 prövas om en rapport har beslutats. Ett år är uppfyllt när en rapport har beslutats före årets slut.",
			"Every calendar year 2018–2021 it is asked whether a report has been decided. A year is met when a report has been decided before the end of the year.",
		},
		"state": {
			ruleOver("2018-01-01", "2018-12-31", plan.Rule{Kind: plan.ComesIntoBeing, Target: 1, Evidence: []plan.EvidenceKind{plan.GroupFormed}}),
			"Indikatorn är uppfylld när en grupp har bildats senast 31 december 2018. Kommer det senare räknas det som uppfyllt för sent.",
			"The indicator is met when a group has been formed by 31 December 2018. What comes later counts as met late.",
		},
		"threshold": {
			ruleOver("2018-01-01", "2021-12-31", plan.Rule{Kind: plan.Threshold, Target: 40, Measure: plan.MeasureOrganisations, Evidence: []plan.EvidenceKind{plan.Conference}}),
			"Under 2018–2021 räknas konferenser. Alla ska ha minst 40 organisationer. Ett enda lägre tal räcker för att målet inte ska vara uppfyllt.",
			"During 2018–2021 conferences are counted. Each must have at least 40 organisations. A single lower number is enough for the target not to be met.",
		},
		"threshold with decimals": {
			ruleOver("2018-05-01", "2018-05-01", plan.Rule{Kind: plan.Threshold, Target: 2.5, Evidence: []plan.EvidenceKind{plan.Survey}}),
			"Den 1 maj 2018 räknas undersökningar. Alla värden ska vara minst 2,5. Ett enda lägre tal räcker för att målet inte ska vara uppfyllt.",
			"On 1 May 2018 surveys are counted. Every value must be at least 2.5. A single lower number is enough for the target not to be met.",
		},
		"ratio": {
			ruleOver("2018-01-01", "2019-12-31", plan.Rule{Kind: plan.Ratio, Target: 0.8, Period: plan.PerYear, Evidence: []plan.EvidenceKind{plan.Requirement}}),
			"Varje kalenderår 2018–2019 läggs talen från krav ihop till en andel. Ett år är uppfyllt när andelen är minst 80 procent. Finns inget att räkna andelen på är indikatorn inte aktuell.",
			"Every calendar year 2018–2019 the numbers from requirements are added up to a share. A year is met when the share is at least 80 per cent. When there is nothing to take a share of, the indicator is not applicable.",
		},
		"judgement": {
			ruleOver("2018-01-01", "2021-12-31", plan.Rule{Kind: plan.Judgement}),
			"Under 2018–2021 bedöms indikatorn i ett skriftligt och undertecknat omdöme. Det senaste omdömet gäller.",
			"During 2018–2021 the indicator is judged in a written and signed assessment. The latest assessment applies.",
		},
		"prorated": {
			ruleOver("2018-03-01", "2019-12-31", plan.Rule{Kind: plan.CountPerPeriod, Target: 4, Period: plan.PerYear, Partial: plan.PartialProrated, Evidence: bigMeetings}),
			"Varje kalenderår från 1 mars 2018 till 31 december 2019 räknas stormöten. Ett år är uppfyllt när minst fyra har hållits. För ett år som bara delvis ligger inom tiden minskas målet efter antalet kvartal.",
			"Every calendar year from 1 March 2018 to 31 December 2019 big meetings are counted. A year is met when at least four have been held. For a year only partly within the time the target is reduced by the number of quarters.",
		},
		"prorated in a single year says what it comes to": {
			ruleOver("2018-07-01", "2018-12-31", plan.Rule{Kind: plan.CountPerPeriod, Target: 4, Period: plan.PerYear, Partial: plan.PartialProrated, Evidence: bigMeetings}),
			"Från 1 juli till 31 december 2018 räknas stormöten. Indikatorn är uppfylld när minst två har hållits.",
			"From 1 July to 31 December 2018 big meetings are counted. The indicator is met when at least two have been held.",
		},
	} {
		t.Run(name, func(t *testing.T) {
			if got := plan.RuleInWords(c.rule, printers.In(i18n.Swedish)); got != c.swedish {
				t.Errorf("\n got %s\nwant %s", got, c.swedish)
			}
			if got := plan.RuleInWords(c.rule, printers.In(i18n.English)); got != c.english {
				t.Errorf("\n got %s\nwant %s", got, c.english)
			}
		})
	}
}

// TestEveryRuleHasWords puts rules of all kinds, periods and kinds of records together and looks for words that are
// missing in the catalogue: they would be shown as identities.
func TestEveryRuleHasWords(t *testing.T) {
	for _, lang := range i18n.Languages {
		for _, kind := range plan.RuleKinds {
			for _, period := range []plan.Period{plan.NoPeriod, plan.PerYear, plan.PerHalf, plan.PerQuarter} {
				for _, partial := range []plan.Partial{plan.PartialFull, plan.PartialProrated, plan.PartialExempt} {
					for i, evidence := range plan.EvidenceKinds {
						r := ruleOver("2018-02-02", "2020-11-30", plan.Rule{Kind: kind, Target: float64(i%13 + 1), Period: period, Partial: partial,
							Evidence: []plan.EvidenceKind{evidence}, States: plan.States[:i%5], Measure: []plan.Measure{"", plan.MeasureValue, plan.MeasureHeadCount, plan.MeasureOrganisations}[i%4]})
						text := plan.RuleInWords(r, printers.In(lang))
						if strings.Contains(text, "plan.") || strings.Contains(text, "<no value>") || !strings.HasSuffix(text, ".") {
							t.Fatalf("%s %s: %s", lang, kind, text)
						}
					}
				}
			}
		}
	}
}

func TestEveryNameIsInBothLanguages(t *testing.T) {
	var ids []string
	add := func(section string, names ...string) {
		for _, name := range names {
			ids = append(ids, "plan."+section+"."+name)
		}
	}
	for _, k := range plan.EvidenceKinds {
		add("kind", string(k))
		add("kind_single", string(k))
		add("kind_done", string(k))
	}
	for _, k := range plan.RuleKinds {
		add("rule_kind", string(k))
	}
	for _, s := range plan.States {
		add("state", string(s))
		add("state_done", string(s))
	}
	add("period", string(plan.PerYear), string(plan.PerHalf), string(plan.PerQuarter))
	add("partial", string(plan.PartialFull), string(plan.PartialProrated), string(plan.PartialExempt))
	add("measure", string(plan.MeasureValue), string(plan.MeasureHeadCount), string(plan.MeasureOrganisations))
	add("priority", string(plan.High), string(plan.Medium), string(plan.Low))
	add("recurrence", string(plan.Once), string(plan.Ongoing), string(plan.Yearly))
	add("status", string(plan.InDraft), string(plan.Current), string(plan.Archived))
	for _, id := range ids {
		swedish, english := printers.In(i18n.Swedish).T(id), printers.In(i18n.English).T(id)
		if swedish == id || english == id {
			t.Errorf("%s is %q in Swedish and %q in English", id, swedish, english)
		}
	}
	if one, many := printers.In(i18n.Swedish).T("plan.kind.workshop", "count", 1), printers.In(i18n.Swedish).T("plan.kind.workshop", "count", 3); one != "workshop" || many != "workshoppar" {
		t.Errorf("one is %q, many %q", one, many)
	}
}
