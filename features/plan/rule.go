package plan

import (
	"encoding/json"

	"samverk/platform/calendar"
	"samverk/platform/i18n"
)

// RuleKind says how an indicator is judged from evidence.
type RuleKind string

const (
	CountPerPeriod       RuleKind = "count_per_period"      // every period has at least Target records
	CountInWindow        RuleKind = "count_in_window"       // at least Target records in one window
	Deliverable          RuleKind = "deliverable"           // a record reaches the highest of States by the end of the window
	RecurringDeliverable RuleKind = "recurring_deliverable" // the same once in every period
	ComesIntoBeing       RuleKind = "state"                 // something exists by the end of the window
	Threshold            RuleKind = "threshold"             // every counted record has a value of at least Target
	Ratio                RuleKind = "ratio"                 // numerator/denominator is at least Target (0–1)
	Judgement            RuleKind = "judgement"             // a named role has written and signed an assessment
)

// RuleKinds lists every kind in the order of the handbook.
var RuleKinds = []RuleKind{CountPerPeriod, CountInWindow, Deliverable, RecurringDeliverable, ComesIntoBeing, Threshold, Ratio, Judgement}

// Period is the length of a recurring check. Empty means the rule has one window only.
type Period string

const (
	NoPeriod   Period = ""
	PerYear    Period = "year"
	PerHalf    Period = "half"
	PerQuarter Period = "quarter"
)

// Months is the length of the period in months, 0 for none.
func (p Period) Months() int {
	switch p {
	case PerYear:
		return 12
	case PerHalf:
		return 6
	case PerQuarter:
		return 3
	}
	return 0
}

// Partial says what an incomplete first or last period asks for.
type Partial string

const (
	PartialFull     Partial = "full"     // the whole target (default)
	PartialProrated Partial = "prorated" // target × quarters touched ÷ quarters in the period, rounded up
	PartialExempt   Partial = "exempt"   // nothing: the incomplete period has no cell
)

// Comparator compares the counted with the target. Only "at least" is used.
type Comparator string

const AtLeast Comparator = "at_least"

// Origin tells where an inferred part of a rule comes from.
type Origin string

const (
	FromText  Origin = "text"      // written in the sentence
	Inherited Origin = "inherited" // taken from the activity's time
	Assumed   Origin = "assumed"   // supposed by the program, for a person to confirm
)

// State is how far a deliverable has come.
type State string

const (
	NoState   State = ""
	Prepared  State = "prepared"
	Presented State = "presented"
	Submitted State = "submitted"
	Decided   State = "decided"
)

// States lists the states in order: a record with a later state has reached the earlier ones.
var States = []State{Prepared, Presented, Submitted, Decided}

// Rank is 1–4 for the states in order, 0 for no state and for anything unknown.
func (s State) Rank() int {
	for i, known := range States {
		if s == known {
			return i + 1
		}
	}
	return 0
}

// Measure says which number of a record a threshold looks at.
type Measure string

const (
	MeasureValue         Measure = "value"
	MeasureHeadCount     Measure = "head_count"
	MeasureOrganisations Measure = "organisations"
)

// Rule turns dated records into a status. The zero value is not valid: every rule has a kind, a from and a to.
type Rule struct {
	Kind       RuleKind          `json:"kind"`
	Target     float64           `json:"target"` // a number of records, a value, or a share 0–1; 1 for deliverables, 0 for judgement
	Period     Period            `json:"period"`
	From       calendar.Date     `json:"from"`
	To         calendar.Date     `json:"to"`
	Comparator Comparator        `json:"comparator"`
	States     []State           `json:"states"`
	Evidence   []EvidenceKind    `json:"evidence"`          // kinds that match; none of Evidence, Tags, Network: only links by hand
	Tags       []string          `json:"tags"`              // all of them must be on the record
	Network    string            `json:"network,omitempty"` // the network that held the meeting
	Measure    Measure           `json:"measure,omitempty"` // threshold only
	Partial    Partial           `json:"partial"`
	Origin     map[string]Origin `json:"origin"` // by part: kind, target, period, from, to, states, evidence
	Flags      []string          `json:"flags"`  // for what a person should confirm
}

// Window is the rule's span of days.
func (r Rule) Window() calendar.Span { return calendar.Span{From: r.From, To: r.To} }

// Recurs tells whether the rule is judged once in every period.
func (r Rule) Recurs() bool { return r.Period != NoPeriod }

// HighestState is the state a deliverable must reach; NoState when any record will do.
func (r Rule) HighestState() State {
	highest := NoState
	for _, s := range r.States {
		if s.Rank() > highest.Rank() {
			highest = s
		}
	}
	return highest
}

// IsDelivery tells whether the rule is met by one first record: deliverable, recurring_deliverable and state.
func (r Rule) IsDelivery() bool {
	return r.Kind == Deliverable || r.Kind == RecurringDeliverable || r.Kind == ComesIntoBeing
}

// IsCount tells whether the rule counts records.
func (r Rule) IsCount() bool { return r.Kind == CountPerPeriod || r.Kind == CountInWindow }

// Validate names what makes the rule impossible to judge; nothing when it can be judged.
func (r Rule) Validate() []i18n.Message {
	var problems []i18n.Message
	add := func(id string, args ...any) { problems = append(problems, i18n.Msg(id, args...)) }
	known := false
	for _, kind := range RuleKinds {
		known = known || kind == r.Kind
	}
	if !known {
		add("plan.rule.unknown_kind", "kind", string(r.Kind))
	}
	if r.Window().IsEmpty() {
		add("plan.rule.empty_window")
	}
	if isTooLong(r.Window()) {
		add("plan.fault.too_many_years", "years", mostYears)
	}
	switch {
	case r.Kind == Judgement:
	case r.Target <= 0:
		add("plan.rule.target_not_positive")
	case r.Kind == Ratio && r.Target > 1:
		add("plan.rule.ratio_above_one")
	case r.IsCount() && r.Target != float64(int(r.Target)):
		add("plan.rule.target_not_whole")
	}
	if r.Period != NoPeriod && r.Period.Months() == 0 {
		add("plan.rule.unknown_period", "period", string(r.Period))
	}
	if (r.Kind == CountPerPeriod || r.Kind == RecurringDeliverable) && r.Period == NoPeriod {
		add("plan.rule.period_missing")
	}
	if (r.Kind == CountInWindow || r.Kind == Deliverable || r.Kind == ComesIntoBeing) && r.Period != NoPeriod {
		add("plan.rule.period_not_used")
	}
	for _, s := range r.States {
		if s.Rank() == 0 {
			add("plan.rule.unknown_state", "state", string(s))
		}
	}
	for _, kind := range r.Evidence {
		if !kind.Known() {
			add("plan.rule.unknown_evidence", "kind", string(kind))
		}
	}
	return problems
}

// MarshalJSON writes the file contract: lists are never null, a period or target that does not apply is null.
func (r Rule) MarshalJSON() ([]byte, error) {
	type plain Rule
	out := struct {
		plain
		Target *float64 `json:"target"`
		Period *Period  `json:"period"`
	}{plain: plain(r)}
	if r.Kind != Judgement {
		out.Target = &r.Target
	}
	if r.Recurs() {
		out.Period = &r.Period
	}
	if out.States == nil {
		out.States = []State{}
	}
	if out.Evidence == nil {
		out.Evidence = []EvidenceKind{}
	}
	if out.Tags == nil {
		out.Tags = []string{}
	}
	if out.Flags == nil {
		out.Flags = []string{}
	}
	if out.Origin == nil {
		out.Origin = map[string]Origin{}
	}
	return json.Marshal(out)
}

// mostYears bounds how long a plan or a rule may last. A slip of the finger in a year would otherwise make thousands of
// cells.
const mostYears = 30

func isTooLong(span calendar.Span) bool {
	return !span.IsEmpty() && !span.From.IsZero() && !span.To.IsZero() && span.To.Year()-span.From.Year() >= mostYears
}
