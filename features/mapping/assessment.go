package mapping

import (
	"slices"
	"unicode/utf8"

	"samverk/features/organisations"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// Answer is whether an organisation has a mark, and whether it is a social enterprise.
type Answer string

// The answers.
const (
	Yes     Answer = "yes"
	Partly  Answer = "partly"
	No      Answer = "no"
	Unknown Answer = "unknown"
)

// Answers lists them in the order they are shown.
var Answers = []Answer{Yes, Partly, No, Unknown}

// Name says the answer in words.
func (a Answer) Name(p i18n.Printer) string { return p.T("mapping.answer." + string(a)) }

// marks are the names of the three marks, in the order they are shown.
var marks = []string{"goal", "results", "surplus"}

// grounds are those on which a contract may be reserved, by the Public Procurement Act (LOU, 2016:1145): at least 30 % of
// the staff far from the labour market (4:18); reinvested profit with participatory management, for certain services
// (19:25); and idéburna organisationer, for certain services since 2023 (19:25 a). Source: Upphandlingsmyndigheten.
var grounds = []string{"staff", "participation", "civil"}

// longestText bounds evidence and titles, in letters.
const (
	longestText  = 2000
	longestTitle = 200
)

// Assessment is what somebody found of an organisation on a day.
type Assessment struct {
	ID              string
	OrganisationID  string
	Goal            Answer // the business is the means to a social goal
	GoalEvidence    string
	Results         Answer // results are measured against that goal
	ResultsEvidence string
	Surplus         Answer // surplus is mainly reinvested
	SurplusEvidence string
	Reserved        store.JSON[[]string]
	AssessedOn      calendar.Date
	AssessedBy      string
	AddedAt         store.Time
}

// Outcome is whether the organisation is a social enterprise. Without a social goal it is not, whatever else holds.
func (a *Assessment) Outcome() Answer {
	all := []Answer{a.Goal, a.Results, a.Surplus}
	only := func(one Answer) bool {
		return !slices.ContainsFunc(all, func(other Answer) bool { return other != one })
	}
	switch {
	case a.Goal == No:
		return No
	case only(Yes):
		return Yes
	case slices.Contains(all, Unknown):
		return Unknown
	}
	return Partly
}

func (a *Assessment) mark(name string) (answer Answer, evidence string) {
	switch name {
	case "goal":
		return a.Goal, a.GoalEvidence
	case "results":
		return a.Results, a.ResultsEvidence
	}
	return a.Surplus, a.SurplusEvidence
}

type fault struct {
	field string
	err   *i18n.Error
}

// check tells what is wrong, by the form's names of the fields. An answer that says something needs what it rests on.
func (a *Assessment) check(today calendar.Date) (faults []fault) {
	for _, name := range marks {
		answer, evidence := a.mark(name)
		switch {
		case !slices.Contains(Answers, answer):
			faults = append(faults, fault{name, i18n.Fail("mapping.answer_missing")})
		case answer != Unknown && evidence == "":
			faults = append(faults, fault{name + "_evidence", i18n.Fail("mapping.evidence_missing")})
		case utf8.RuneCountInString(evidence) > longestText:
			faults = append(faults, fault{name + "_evidence", i18n.Fail("mapping.too_long", "longest", longestText)})
		case organisations.HoldsPersonalNumber(evidence):
			faults = append(faults, fault{name + "_evidence", i18n.Fail("organisations.personal_number")})
		}
	}
	switch {
	case a.AssessedOn.IsZero():
		faults = append(faults, fault{"assessed_on", i18n.Fail("mapping.day_missing")})
	case today.Before(a.AssessedOn):
		faults = append(faults, fault{"assessed_on", i18n.Fail("mapping.day_ahead")})
	}
	for _, ground := range a.Reserved.V {
		if !slices.Contains(grounds, ground) {
			faults = append(faults, fault{"reserved", i18n.Fail("mapping.ground_unknown")})
		}
	}
	return faults
}
