package planimport

import (
	"slices"
	"strings"

	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
)

// setting is what a sentence inherits from its surroundings: its activity's time and the plan's period.
type setting struct {
	plan       calendar.Span
	activity   calendar.Span
	recurrence plan.Recurrence
}

// ruleReading is a rule with what a person should know about how it was read.
type ruleReading struct {
	rule       plan.Rule
	flags      []i18n.Message
	confidence float64
}

// longestSentence is how much of an indicator's text is searched for a rule, in bytes.
const longestSentence = 4000

// readRule makes a rule of an indicator's sentence. It always gives a rule that can be judged.
func readRule(text string, where setting) ruleReading {
	s := understand(strings.ToValidUTF8(text[:min(len(text), longestSentence)], ""), where.plausible)
	r := &ruleReading{confidence: 0.95}
	r.rule = plan.Rule{Comparator: plan.AtLeast, Partial: plan.PartialFull, Target: 1, Origin: map[string]plan.Origin{
		"kind": plan.FromText, "target": plan.FromText, "evidence": plan.FromText,
	}}
	r.readWindow(&s, where)
	r.readKind(&s, where)
	r.tidy()
	return *r
}

// plausible leaves out years that belong to a name or a distant vision.
func (where setting) plausible(t when) bool {
	if t.wholePlan {
		return true
	}
	year := t.span.To.Year()
	if t.span.To.IsZero() {
		year = t.span.From.Year()
	}
	return year >= where.plan.From.Year()-2 && year <= where.plan.To.Year()+2
}

// readWindow sets from and to: what the sentence says, else the activity's time.
func (r *ruleReading) readWindow(s *sentence, where setting) {
	r.setWindow(where.activity, plan.Inherited, plan.Inherited)
	if len(s.times) == 0 {
		return
	}
	t := s.times[0]
	switch {
	case t.wholePlan:
		r.setWindow(where.plan, plan.FromText, plan.FromText)
	case t.deadline:
		r.setWindow(calendar.Span{From: where.activity.From, To: t.span.To}, plan.Inherited, plan.FromText)
		if r.rule.Window().IsEmpty() {
			r.setWindow(calendar.Span{From: earlier(where.plan.From, t.span.To), To: t.span.To}, plan.Inherited, plan.FromText)
		}
	case t.fromThenOn:
		r.setWindow(calendar.Span{From: t.span.From, To: where.activity.To}, plan.FromText, plan.Inherited)
		if r.rule.Window().IsEmpty() {
			r.setWindow(calendar.Span{From: t.span.From, To: later(where.plan.To, t.span.From)}, plan.FromText, plan.Inherited)
		}
	default:
		r.setWindow(t.span, plan.FromText, plan.FromText)
	}
	if r.rule.From.Before(where.activity.From) || r.rule.To.After(where.activity.To) {
		r.flag("time_differs", "sentence", r.rule.Window().From.String()+"–"+r.rule.Window().To.String(),
			"activity", where.activity.From.String()+"–"+where.activity.To.String())
	}
}

func earlier(a, b calendar.Date) calendar.Date {
	if b.Before(a) {
		return b
	}
	return a
}

func later(a, b calendar.Date) calendar.Date {
	if b.After(a) {
		return b
	}
	return a
}

func (r *ruleReading) setWindow(span calendar.Span, from, to plan.Origin) {
	r.rule.From, r.rule.To = span.From, span.To
	r.rule.Origin["from"], r.rule.Origin["to"] = from, to
}

// readKind chooses the kind of rule. What is most telling comes first.
func (r *ruleReading) readKind(s *sentence, where setting) {
	q, kinds, assumed, counted := s.counted()
	share, isShare := percentIn(s.text)
	at, eachTime := s.occasion()
	switch {
	case isShare:
		r.ratio(s, share)
	case counted && eachTime && !q.ordered:
		r.threshold(s, q, at)
	case s.says(demandForm):
		r.everyTime(s)
	case s.says(everyoneForm) && !counted && len(s.states) == 0:
		r.ratio(s, 1)
		r.flag("share_of_all_assumed")
	case s.says(shareForm):
		r.judgement("share_without_number")
	case s.says(formedForm) && (!counted || q.value == 1) && len(s.states) == 0 && !r.occasions(kinds):
		r.comesIntoBeing(s, kinds)
	case s.says(judgementForm) && len(s.states) == 0 && (!counted || len(kinds) == 0 && q.article):
		r.judgement("judgement_needed")
	case s.aboutOneThing(q, counted, kinds):
		r.deliverable(s, kinds, assumed, where)
	case counted && (q.value > 1 || q.atLeast || q.ordered || s.period != plan.NoPeriod || r.occasions(kinds)):
		r.count(s, q, kinds, assumed, where)
	case slices.Contains(kinds, plan.AnnualMeeting) || r.occasions(kinds) && s.says(heldForm):
		r.countUnsaid(s, kinds, where)
	default:
		r.judgement("judgement_needed")
	}
}

// occasions tells whether the first kind is something held rather than something made.
func (r *ruleReading) occasions(kinds []plan.EvidenceKind) bool {
	return len(kinds) > 0 && !deliverables[kinds[0]] && kinds[0] != plan.Requirement
}

func (r *ruleReading) ratio(s *sentence, share float64) {
	r.rule.Kind, r.rule.Target, r.rule.Period = plan.Ratio, share, s.period
	r.markPeriod(s.period != plan.NoPeriod)
	r.confidence = 0.85
}

// everyTime reads "i samband med upphandling har krav ställts": every time, looked at year by year.
func (r *ruleReading) everyTime(s *sentence) {
	r.rule.Kind, r.rule.Target, r.rule.Period = plan.Ratio, 1, plan.PerYear
	r.rule.Evidence = []plan.EvidenceKind{plan.Requirement}
	r.rule.Origin["kind"], r.rule.Origin["target"] = plan.Assumed, plan.Assumed
	r.rule.Origin["period"] = plan.Assumed
	if s.period != plan.NoPeriod {
		r.rule.Period, r.rule.Origin["period"] = s.period, plan.FromText
	}
	r.confidence = 0.6
	r.flag("ratio_assumed")
}

func (r *ruleReading) threshold(s *sentence, q quantity, at int) {
	r.rule.Kind, r.rule.Target = plan.Threshold, float64(q.value)
	kinds, _ := kindsAfter(s.text, s.mentions, at)
	r.rule.Evidence = kinds
	after := s.text[q.last:]
	r.rule.Measure = plan.MeasureHeadCount
	units, people := unitWords.FindStringIndex(after), peopleWords.FindStringIndex(after)
	if units != nil && (people == nil || units[0] < people[0]) {
		r.rule.Measure = plan.MeasureOrganisations
	} else if people == nil {
		r.rule.Origin["measure"] = plan.Assumed
	}
	r.confidence = 0.85
}

func (r *ruleReading) judgement(reason string) {
	r.rule.Kind, r.rule.Target = plan.Judgement, 0
	r.rule.Origin["kind"] = plan.Assumed
	delete(r.rule.Origin, "target")
	delete(r.rule.Origin, "evidence")
	r.confidence = 0.5
	r.flag(reason)
}

func (r *ruleReading) comesIntoBeing(s *sentence, kinds []plan.EvidenceKind) {
	r.rule.Kind = plan.ComesIntoBeing
	if s.says(groupForm) && s.says(wordy(`(?:bildats|bildas|inrättats|startats|tillsatts|etablerats|formed|established|set up)`)) {
		r.rule.Evidence = []plan.EvidenceKind{plan.GroupFormed}
	} else {
		r.rule.Evidence = kinds
	}
	r.confidence = 0.9
}

// deliverable reads something to be made. It is wanted again every period when the sentence or the activity says so.
func (r *ruleReading) deliverable(s *sentence, kinds []plan.EvidenceKind, assumed bool, where setting) {
	r.rule.Kind, r.rule.States = plan.Deliverable, s.states
	if first, sure := kindsAfter(s.text, s.mentions, 0); len(first) > 0 && deliverables[first[0]] {
		kinds, assumed = first, sure // the thing itself, not the occasion where it was shown
	}
	r.rule.Evidence = kinds
	r.markEvidence(assumed)
	if len(kinds) == 0 && slices.Contains(s.states, plan.Decided) {
		r.rule.Evidence = []plan.EvidenceKind{plan.Decision}
		r.rule.Origin["evidence"] = plan.Assumed
	}
	switch {
	case s.period != plan.NoPeriod:
		r.rule.Kind, r.rule.Period = plan.RecurringDeliverable, s.period
		r.markPeriod(true)
	case where.recurrence == plan.Yearly && len(s.times) == 0:
		r.rule.Kind, r.rule.Period = plan.RecurringDeliverable, plan.PerYear
		r.rule.Origin["period"] = plan.Inherited
	}
}

// count reads a number of occasions, per period when the sentence or a yearly activity says so.
func (r *ruleReading) count(s *sentence, q quantity, kinds []plan.EvidenceKind, assumed bool, where setting) {
	r.rule.Kind, r.rule.Target, r.rule.Evidence = plan.CountInWindow, float64(q.value), kinds
	r.markEvidence(assumed)
	switch {
	case s.period != plan.NoPeriod:
		r.rule.Kind, r.rule.Period = plan.CountPerPeriod, s.period
		r.markPeriod(true)
	case where.recurrence == plan.Yearly && len(s.times) == 0:
		r.rule.Kind, r.rule.Period = plan.CountPerPeriod, plan.PerYear
		r.rule.Origin["period"] = plan.Inherited
	case where.recurrence == plan.Ongoing && len(s.times) == 0:
		r.flag("whole_window_assumed")
	}
}

// countUnsaid reads an occasion without a number: one, and one a year when the activity goes on.
func (r *ruleReading) countUnsaid(s *sentence, kinds []plan.EvidenceKind, where setting) {
	r.rule.Kind, r.rule.Evidence = plan.CountInWindow, kinds
	r.rule.Origin["target"] = plan.Assumed
	switch {
	case s.period != plan.NoPeriod:
		r.rule.Kind, r.rule.Period = plan.CountPerPeriod, s.period
		r.markPeriod(true)
	case where.recurrence != plan.Once && len(s.times) == 0:
		r.rule.Kind, r.rule.Period = plan.CountPerPeriod, plan.PerYear
		r.rule.Origin["kind"], r.rule.Origin["period"] = plan.Assumed, plan.Assumed
		r.flag("yearly_assumed")
	}
	r.flag("number_assumed")
	r.confidence = 0.6
}

func (r *ruleReading) markPeriod(said bool) {
	if said {
		r.rule.Origin["period"] = plan.FromText
	}
}

func (r *ruleReading) markEvidence(assumed bool) {
	if assumed {
		r.rule.Origin["evidence"] = plan.Assumed
	}
}

func (r *ruleReading) flag(id string, args ...any) {
	r.flags = append(r.flags, i18n.Msg("planimport.flag."+id, args...))
}

// tidy makes the lists of the rule whole and takes away an origin that nothing stands behind.
func (r *ruleReading) tidy() {
	if len(r.rule.Evidence) == 0 {
		r.rule.Evidence = []plan.EvidenceKind{}
		delete(r.rule.Origin, "evidence")
	}
	if r.rule.States == nil {
		r.rule.States = []plan.State{}
	}
	if r.rule.Window().IsEmpty() {
		r.rule.To = r.rule.From
		r.flag("window_empty")
	}
}
