package grants

import (
	"slices"

	"samverk/platform/i18n"
)

// Verdict is how a rule came out.
type Verdict string

// The verdicts.
const (
	Met     Verdict = "met"
	Unmet   Verdict = "unmet"
	Unknown Verdict = "unknown" // what the rule asks about is not known
)

// Facts are what is known of who applies, from the register or as answered. Nil is not known.
type Facts struct {
	LegalForm string   // SCB's code; empty for not known
	Classes   []string // "vocabulary code", of each vocabulary that is known
	// KnowsClasses tells that Classes are all there are; an organisation without a class is then not left out by one.
	KnowsClasses bool
	LeftOut      *bool // somebody's own answer to whether it belongs to a class that is left out; goes before Classes
	Entitled     *bool // to grants, on the day of closing
	Mandate      *bool // who sends has a confirmed mandate
	Members      *int  // in how many municipalities there are members
	Activity     *int  // in how many municipalities there is activity
	Level        string
	Amount       *int64 // öre
	OwnMoney     int64  // öre
	OwnHours     int64  // thousandths of an hour
	KnowsOwnPart bool
}

// Finding is what became of one of a programme's rules.
type Finding struct {
	Rule    string // "legal_form", "class", "entitled", "mandate", "reach", "members", "activity", "level", "least", "most", "own_part"
	Verdict Verdict
	Text    i18n.Message // says what is demanded and how it came out
}

// Judge tells for each thing that the rules demand whether it is met. What is not demanded is not among the findings. It
// says nothing about when an application came: see Rules.Late.
func Judge(r Rules, f Facts) (all []Finding) {
	add := func(rule string, v Verdict, args ...any) {
		all = append(all, Finding{rule, v, i18n.Msg("grants.finding."+rule+"."+string(v), args...)})
	}
	if len(r.LegalForms) > 0 {
		add("legal_form", known(f.LegalForm != "", slices.Contains(r.LegalForms, f.LegalForm)))
	}
	if len(r.Classes) > 0 {
		add("class", f.class(r.Classes))
	}
	if r.NeedsEntitled {
		add("entitled", answered(f.Entitled))
	}
	if r.NeedsMandate {
		add("mandate", answered(f.Mandate))
	}
	if r.Municipalities > 0 || r.Activity > 0 {
		rule := "reach"
		switch {
		case r.Activity == 0:
			rule = "members"
		case r.Municipalities == 0:
			rule = "activity"
		}
		add(rule, f.reach(r.Municipalities, r.Activity), "members", r.Municipalities, "activity", r.Activity)
	}
	return append(all, judgeAmount(r, f)...)
}

// judgeAmount tells about what is applied for and the applicant's own part.
func judgeAmount(r Rules, f Facts) (all []Finding) {
	add := func(rule string, v Verdict, args ...any) {
		all = append(all, Finding{rule, v, i18n.Msg("grants.finding."+rule+"."+string(v), args...)})
	}
	knowsLevel := slices.ContainsFunc(r.Levels, func(l Level) bool { return l.Key == f.Level })
	if len(r.Levels) > 0 && !knowsLevel {
		add("level", known(f.Level != "", false))
	}
	if f.Amount == nil {
		return all
	}
	amount := *f.Amount
	if r.Least > 0 {
		add("least", known(true, amount >= r.Least), "ore", r.Least)
	}
	if most := r.MostFor(f.Level); most > 0 && (len(r.Levels) == 0 || knowsLevel) {
		add("most", known(true, amount <= most), "ore", most)
	}
	if r.OwnPart > 0 {
		needed, given := r.OwnPartNeeded(amount), r.OwnPartOf(f.OwnMoney, f.OwnHours)
		add("own_part", known(f.KnowsOwnPart, given >= needed), "ore", needed, "given", given)
	}
	return all
}

func known(is, right bool) Verdict {
	switch {
	case !is:
		return Unknown
	case right:
		return Met
	}
	return Unmet
}

func answered(yes *bool) Verdict {
	return known(yes != nil, yes != nil && *yes)
}

// class tells whether none of the classes that are left out is the applicant's.
func (f *Facts) class(out []string) Verdict {
	if f.LeftOut != nil {
		return known(true, !*f.LeftOut)
	}
	if slices.ContainsFunc(f.Classes, func(c string) bool { return slices.Contains(out, c) }) {
		return Unmet
	}
	return known(f.KnowsClasses, true)
}

// reach tells whether there are members in enough municipalities or activity in enough; 0 is no such way.
func (f *Facts) reach(members, activity int) Verdict {
	byMembers, byActivity := enough(f.Members, members), enough(f.Activity, activity)
	switch {
	case byMembers == Met || byActivity == Met:
		return Met
	case byMembers == Unknown || byActivity == Unknown:
		return Unknown
	}
	return Unmet
}

func enough(count *int, wanted int) Verdict {
	if wanted == 0 {
		return Unmet // nobody gets in this way
	}
	return known(count != nil, count != nil && *count >= wanted)
}

// Outcome puts findings together: unmet when one is, else unknown when one is, else met.
func Outcome(all []Finding) Verdict {
	outcome := Met
	for i := range all {
		switch all[i].Verdict {
		case Unmet:
			return Unmet
		case Unknown:
			outcome = Unknown
		}
	}
	return outcome
}
