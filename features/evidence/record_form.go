package evidence

import (
	"math"
	"slices"
	"strings"

	"samverk/features/plan"
	"samverk/platform/decimal"
	"samverk/platform/form"
	"samverk/platform/i18n"
)

// How a new record is counted, as chosen in its form.
const (
	countByRules  = "rules"
	countByChoice = "chosen"
)

// contentIn reads what a record says from its form. What cannot be read is refused beside its field.
func contentIn(f *form.Form) Content {
	c := Content{
		Kind: plan.EvidenceKind(f.Text("kind")), Day: f.Date("date"), Title: f.Text("title"), Text: f.Text("text"),
		State: plan.State(f.Text("state")), DiaryNumber: f.Text("diary_number"), Body: f.Text("body"), Network: f.Text("network"),
		Organisations: lines(f.Text("organisations")), OrganisationCount: f.Whole("organisation_count"),
		HeadCount: f.Whole("head_count"), MinutesSpent: minutesIn(f),
		Value: f.Number("value"), Numerator: f.Number("numerator"), Denominator: f.Number("denominator"),
		Tags: strings.Split(f.Text("tags"), ","), Addresses: lines(f.Text("addresses")),
	}
	c.tidy()
	return c
}

func lines(text string) []string {
	return strings.Split(strings.ReplaceAll(text, "\r", "\n"), "\n")
}

// minutesIn reads the field of hours, which may have decimals, as minutes.
func minutesIn(f *form.Form) *int {
	hours := f.Number("hours")
	if hours == nil {
		return nil
	}
	return new(int(math.Round(hours.Float() * 60)))
}

// formFields are the names that Content.Check gives its faults, where the form's field is called something else.
var formFields = map[string]string{"minutes": "hours"}

// refuseFaults puts what is wrong with a record beside the fields. Nothing is said twice about a field: what could not
// be read is not also missing. A field that is chosen from a list gets words that fit one.
func refuseFaults(f *form.Form, faults []Fault) {
	for _, fault := range faults {
		field := fault.Field
		if other, differs := formFields[field]; differs {
			field = other
		}
		if _, said := f.FaultOf(field); said {
			continue
		}
		switch {
		case field == "kind":
			fault.Message = i18n.Msg("evidence.form.kind_missing")
		case field == "state":
			fault.Message = i18n.Msg("evidence.form.state_unknown")
		}
		f.Refuse(field, fault.Message)
	}
}

// formOf is the form that would give this content.
func formOf(c *Content) *form.Form {
	return form.Of("kind", string(c.Kind), "date", c.Day.String(), "title", c.Title, "text", c.Text, "state", string(c.State),
		"diary_number", c.DiaryNumber, "body", c.Body, "network", c.Network,
		"organisations", strings.Join(c.Organisations, "\n"), "organisation_count", countCell(c),
		"head_count", wholeCell(c.HeadCount), "hours", hoursText(c.MinutesSpent),
		"value", typedNumber(c.Value), "numerator", typedNumber(c.Numerator), "denominator", typedNumber(c.Denominator),
		"tags", strings.Join(c.Tags, ", "), "addresses", strings.Join(c.Addresses, "\n"))
}

// countCell leaves out a number of organisations that only counts the names: it follows them when they change.
func countCell(c *Content) string {
	if c.OrganisationCount != nil && len(c.Organisations) > 0 && *c.OrganisationCount == len(c.Organisations) {
		return ""
	}
	return wholeCell(c.OrganisationCount)
}

func hoursText(minutes *int) string {
	if minutes == nil {
		return ""
	}
	return typedNumber(new(decimal.Of(float64(*minutes) / 60)))
}

// typedNumber writes a number as people type it, with a decimal comma. Both languages' forms read it.
func typedNumber(n *decimal.Thousandths) string {
	if n == nil {
		return ""
	}
	return strings.ReplaceAll(n.String(), ".", ",")
}

// prefilled is a new record's form with what an indicator asks for filled in. No indicator fills in nothing.
func prefilled(indicator *plan.Indicator) *form.Form {
	if indicator == nil {
		return form.Of("counting", countByRules)
	}
	rule := &indicator.Rule
	pairs := []string{"network", rule.Network, "tags", strings.Join(rule.Tags, ", ")}
	if len(rule.Evidence) > 0 { // the first of several is the likeliest; it is seen and can be changed
		pairs = append(pairs, "kind", string(rule.Evidence[0]))
	}
	if len(rule.Evidence) == 0 && len(rule.Tags) == 0 && rule.Network == "" {
		return form.Of(append(pairs, "counting", countByChoice, "indicators", indicator.ID)...)
	}
	return form.Of(append(pairs, "counting", countByRules)...)
}

// asks tells which numbers the form asks for first; the others stand among further details.
type asks struct{ Ratio, Value bool }

func askedBy(indicator *plan.Indicator) asks {
	if indicator == nil {
		return asks{}
	}
	rule := &indicator.Rule
	return asks{Ratio: rule.Kind == plan.Ratio,
		Value: rule.Kind == plan.Threshold && rule.Measure != plan.MeasureHeadCount && rule.Measure != plan.MeasureOrganisations}
}

// placingsIn gives the indicators chosen by hand. They must be the plan's; nothing chosen is refused.
func placingsIn(f *form.Form, p *plan.Plan) []Placing {
	if f.Text("counting") != countByChoice {
		return nil
	}
	var known []string
	if p != nil {
		for _, indicator := range p.Indicators() {
			known = append(known, indicator.ID)
		}
	}
	var placings []Placing
	for _, id := range f.All("indicators") {
		if slices.Contains(known, id) && !slices.ContainsFunc(placings, func(p Placing) bool { return p.IndicatorID == id }) {
			placings = append(placings, Placing{IndicatorID: id})
		}
	}
	if len(placings) == 0 {
		f.Refuse("indicators", i18n.Msg("evidence.form.indicators_missing"))
	}
	return placings
}

// fieldNames are the fields that go through a page where they are not shown.
var fieldNames = []string{"key", "plan", "indicator", "kind", "date", "title", "text", "state", "diary_number", "body", "network",
	"organisations", "organisation_count", "head_count", "hours", "value", "numerator", "denominator", "tags", "addresses",
	"counting", "indicators"}

// carried gives every field and value as typed, for hidden fields.
func carried(f *form.Form) [][2]string {
	var fields [][2]string
	for _, name := range fieldNames {
		for _, value := range f.All(name) {
			fields = append(fields, [2]string{name, value})
		}
	}
	return fields
}
