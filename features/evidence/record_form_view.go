package evidence

import (
	"context"
	"strings"

	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/ui"
)

// recordFormView is the form of a record, new or to be corrected.
type recordFormView struct {
	Action string
	Typed  *form.Form
	Key    string // of the record to be made
	Seen   string // when correcting: the last audit entry that was seen
	Record *Record

	Meanwhile *ui.Meanwhile // somebody else saved what is being corrected
	saved     ui.Meanwhile  // who saved last, and when

	PlanKey         string
	Plans           []ui.Option // the current plans, when there is a choice
	IndicatorNumber string
	For             string // "Indikator 25. Fyra stormöten per år": what the record is meant for
	ForRule         string // its rule in words
	Asked           asks
	Indicators      []ui.Option
	Kept            []keptFile
	Foreseen        []Foreseen

	plan      *plan.Plan
	indicator *plan.Indicator
}

func (v *recordFormView) usePlan(p *plan.Plan) {
	v.plan, v.PlanKey = p, p.Key
	for _, indicator := range p.Indicators() {
		v.Indicators = append(v.Indicators, ui.Option{Value: indicator.ID, Text: indicator.Label + ". " + indicator.Text})
	}
}

// offerPlans lists the plans whose indicators can be chosen, when they are several.
func (v *recordFormView) offerPlans(all []plan.Plan) {
	for i := range all {
		if all[i].Status == plan.Current {
			v.Plans = append(v.Plans, ui.Option{Value: all[i].Key, Text: all[i].Title})
		}
	}
	if len(v.Plans) < 2 {
		v.Plans = nil
	}
}

func (v *recordFormView) useIndicator(indicator *plan.Indicator, p i18n.Printer) {
	v.indicator, v.Asked = indicator, askedBy(indicator)
	v.For = p.T("evidence.page.indicator", "label", indicator.Label, "text", indicator.Text)
	v.ForRule = plan.RuleInWords(indicator.Rule, p)
}

// hasMore tells whether any of the further details is filled in or wrong, so that they must be seen.
func (v *recordFormView) hasMore() bool {
	for _, name := range []string{"text", "body", "diary_number", "network", "tags", "addresses", "hours", "value", "numerator", "denominator"} {
		if _, wrong := v.Typed.FaultOf(name); wrong || v.Typed.Text(name) != "" {
			return true
		}
	}
	return false
}

// differencesOf lists what a record says differently as saved and as typed.
func differencesOf(ctx context.Context, saved, typed *Content) []ui.Difference {
	var list []ui.Difference
	now := sayings(ctx, typed)
	for i, before := range sayings(ctx, saved) {
		if before.Text != now[i].Text {
			list = append(list, ui.Difference{Label: before.Term, Saved: before.Text, Typed: now[i].Text})
		}
	}
	return list
}

// sayings are everything a record says as texts, always as many and in the same order.
func sayings(ctx context.Context, c *Content) []ui.Definition {
	p, short := i18n.In(ctx), *c
	short.Addresses, short.Text = nil, ""
	return append(facts(ctx, &short), ui.Definition{Term: p.T("evidence.field.kind"), Text: kindName(ctx, c.Kind)},
		ui.Definition{Term: p.T("evidence.field.title"), Text: c.Title}, ui.Definition{Term: p.T("evidence.field.text"), Text: c.Text},
		ui.Definition{Term: p.T("evidence.field.addresses"), Text: strings.Join(c.Addresses, ", ")})
}

func (v *recordFormView) isNew() bool { return v.Record == nil }

// kindName is the kind as a name: "Stormöte".
func kindName(ctx context.Context, kind plan.EvidenceKind) string {
	if !kind.Known() {
		return string(kind)
	}
	return i18n.Capital(i18n.T(ctx, "plan.kind."+string(kind), "count", 1))
}

func stateName(ctx context.Context, state plan.State) string {
	if state.Rank() == 0 {
		return string(state)
	}
	return i18n.T(ctx, "plan.state."+string(state))
}

func kindOptions(ctx context.Context, first string) []ui.Option {
	var options []ui.Option
	if first != "" {
		options = append(options, ui.Option{Text: first})
	}
	for _, kind := range plan.EvidenceKinds {
		options = append(options, ui.Option{Value: string(kind), Text: kindName(ctx, kind)})
	}
	return options
}

func stateOptions(ctx context.Context) []ui.Option {
	options := []ui.Option{{Text: i18n.T(ctx, "evidence.form.no_state")}}
	for _, state := range plan.States {
		options = append(options, ui.Option{Value: string(state), Text: stateName(ctx, state)})
	}
	return options
}

// spanName names a period in as few words as it needs: a year, a quarter, or its days.
func spanName(p i18n.Printer, s calendar.Span) string {
	from, to := calendar.QuarterOf(s.From), calendar.QuarterOf(s.To)
	switch {
	case s.IsEmpty():
		return ""
	case s == calendar.Year(s.From.Year()):
		return p.T("evidence.page.year", "year", s.From.Year())
	case from == to && from.First() == s.From && to.Last() == s.To:
		return p.QuarterLong(from)
	}
	return p.Date(s.From) + "–" + p.Date(s.To)
}
