package plan

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"samverk/platform/form"
	"samverk/platform/i18n"
)

// ruleFields fills a form's fields with a rule, as name, value pairs. A share is typed as a percentage.
func ruleFields(r Rule) []string {
	pairs := []string{"kind", string(r.Kind), "target", typedTarget(r), "period", string(r.Period), "from", r.From.String(),
		"to", r.To.String(), "tags", strings.Join(r.Tags, ", "), "network", r.Network, "measure", string(r.Measure),
		"partial", string(r.Partial)}
	for _, state := range r.States {
		pairs = append(pairs, "states", string(state))
	}
	for _, kind := range r.Evidence {
		pairs = append(pairs, "evidence", string(kind))
	}
	return pairs
}

// typedTarget is the rule's target as it is typed.
func typedTarget(r Rule) string {
	switch r.Kind {
	case Ratio:
		return typedNumber(r.Target * 100)
	case Judgement, Deliverable, RecurringDeliverable, ComesIntoBeing:
		return ""
	}
	return typedNumber(r.Target)
}

func typedNumber(n float64) string {
	return strings.Replace(strconv.FormatFloat(math.Round(n*1000)/1000, 'f', -1, 64), ".", ",", 1)
}

// readRule makes a rule of what was typed; before is the rule as it was, whose origins are kept where nothing changed.
// What is wrong is said beside the fields.
func readRule(f *form.Form, before Rule) Rule {
	r := Rule{
		Kind: RuleKind(f.Text("kind")), Period: Period(f.Text("period")), From: f.Date("from"), To: f.Date("to"),
		Comparator: AtLeast, Network: f.Text("network"), Measure: Measure(f.Text("measure")), Partial: Partial(f.Text("partial")),
		Tags: splitList(f.Text("tags")), Flags: before.Flags,
	}
	for _, state := range f.All("states") {
		r.States = append(r.States, State(state))
	}
	for _, kind := range f.All("evidence") {
		r.Evidence = append(r.Evidence, EvidenceKind(kind))
	}
	r.readTarget(f, before)
	r.dropWhatIsNotUsed()
	r.Origin = r.origins(before)
	for _, fault := range r.Validate() {
		field := ruleFaultFields[fault.ID]
		if _, said := f.FaultOf(field); !said {
			f.Refuse(field, fault)
		}
	}
	return r
}

func (r *Rule) readTarget(f *form.Form, before Rule) {
	if r.Kind == before.Kind && f.Text("target") == typedTarget(before) { // the form rounds
		r.Target = before.Target
		return
	}
	if r.Kind == Judgement {
		return
	}
	if r.IsDelivery() {
		r.Target = 1
		return
	}
	number := f.Number("target")
	if number == nil {
		return
	}
	r.Target = float64(*number) / 1000
	if r.Kind == Ratio {
		r.Target /= 100
	}
}

// dropWhatIsNotUsed empties the parts that the kind of rule does not look at, so that a field left over from another
// kind is no obstacle.
func (r *Rule) dropWhatIsNotUsed() {
	if r.Kind == CountInWindow || r.Kind == Deliverable || r.Kind == ComesIntoBeing {
		r.Period = NoPeriod
	}
	if r.Kind != Deliverable && r.Kind != RecurringDeliverable {
		r.States = nil
	}
	if r.Kind != Threshold {
		r.Measure = ""
	} else if !slices.Contains([]Measure{MeasureValue, MeasureHeadCount, MeasureOrganisations}, r.Measure) {
		r.Measure = MeasureValue
	}
	if !slices.Contains([]Partial{PartialFull, PartialProrated, PartialExempt}, r.Partial) {
		r.Partial = PartialFull
	}
	if r.Kind == Judgement {
		r.Evidence, r.Tags, r.Network = nil, nil, ""
	}
}

// origins says of each part where it comes from now: a part that a person has changed has none of the reader's.
func (r *Rule) origins(before Rule) map[string]Origin {
	same := map[string]bool{
		"kind": r.Kind == before.Kind, "target": r.Target == before.Target, "period": r.Period == before.Period,
		"from": r.From == before.From, "to": r.To == before.To, "states": slices.Equal(r.States, before.States),
		"evidence": slices.Equal(r.Evidence, before.Evidence),
	}
	kept := map[string]Origin{}
	for part, origin := range before.Origin {
		if same[part] {
			kept[part] = origin
		}
	}
	return kept
}

// ruleFaultFields says beside which field each fault of a rule stands.
var ruleFaultFields = map[string]string{
	"plan.rule.unknown_kind": "kind", "plan.rule.empty_window": "to", "plan.rule.target_not_positive": "target",
	"plan.rule.ratio_above_one": "target", "plan.rule.target_not_whole": "target", "plan.rule.unknown_period": "period",
	"plan.rule.period_missing": "period", "plan.rule.period_not_used": "period", "plan.rule.unknown_state": "states",
	"plan.rule.unknown_evidence": "evidence",
}

// splitList reads words separated by commas.
func splitList(text string) []string {
	var list []string
	for _, word := range strings.Split(text, ",") {
		if word = strings.TrimSpace(word); word != "" {
			list = append(list, word)
		}
	}
	return list
}

// kindName is the kind of a record as a choice in a list: with a capital letter.
func kindName(p i18n.Printer, kind EvidenceKind) string {
	return i18n.Capital(p.T("plan.kind."+string(kind), "count", 1))
}
