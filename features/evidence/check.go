package evidence

import (
	"net/url"
	"strings"
	"unicode/utf8"

	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/decimal"
	"samverk/platform/i18n"
)

// Fault is something that keeps a record from being added, by the field it stands in. Fields have the names of the
// columns in an imported file.
type Fault struct {
	Field   string
	Message i18n.Message
}

// yearsOff is how far a date may lie from the plan and from today before it is taken for a mistake.
const yearsOff = 10

// Check names everything that keeps the content from being a record. Periods are those of the plans it may count in.
func (c *Content) Check(today calendar.Date, periods ...calendar.Span) []Fault {
	var faults []Fault
	add := func(field, id string, pairs ...any) { faults = append(faults, Fault{field, i18n.Msg(id, pairs...)}) }
	if fault, bad := checkDay(c.Day, today, periods); bad {
		faults = append(faults, Fault{"date", fault})
	}
	if !c.Kind.Known() {
		add("kind", "evidence.record.unknown_kind", "kind", string(c.Kind), "known", knownKinds)
	}
	if c.Title == "" {
		add("title", "evidence.record.title_missing")
	}
	if c.State != plan.NoState && c.State.Rank() == 0 {
		add("state", "evidence.record.unknown_state", "state", string(c.State), "known", knownStates)
	}
	for _, number := range []struct {
		field string
		value *decimal.Thousandths
	}{{"value", c.Value}, {"numerator", c.Numerator}, {"denominator", c.Denominator}} {
		if number.value != nil && *number.value < 0 {
			add(number.field, "evidence.record.negative")
		}
	}
	for _, number := range []struct {
		field string
		value *int
	}{{"head_count", c.HeadCount}, {"organisations", c.OrganisationCount}, {"minutes", c.MinutesSpent}} {
		if number.value != nil && *number.value < 0 {
			add(number.field, "evidence.record.negative")
		}
		if number.value != nil && *number.value > mostPeople {
			add(number.field, "evidence.record.too_large")
		}
	}
	if c.Numerator != nil && c.Denominator == nil {
		add("denominator", "evidence.record.denominator_missing")
	}
	if c.Denominator != nil && c.Numerator == nil {
		add("numerator", "evidence.record.numerator_missing")
	}
	return append(faults, c.checkTexts()...)
}

// mostPeople is more than any meeting holds and keeps thousandths far inside their range.
const mostPeople = 100_000_000

// checkTexts names texts that a database or a page cannot hold, and addresses that do not lead to the web.
func (c *Content) checkTexts() []Fault {
	var faults []Fault
	check := func(field string, texts ...string) {
		for _, text := range texts {
			if !isText(text) {
				faults = append(faults, Fault{field, i18n.Msg("evidence.record.not_text")})
			}
		}
	}
	check("title", c.Title)
	check("text", c.Text)
	check("diary_number", c.DiaryNumber)
	check("body", c.Body)
	check("network", c.Network)
	check("tags", c.Tags...)
	check("organisations", c.Organisations...)
	for _, name := range c.Organisations {
		if strings.Contains(name, nameSeparator) {
			faults = append(faults, Fault{"organisations", i18n.Msg("evidence.record.name_separator", "name", name)})
		}
	}
	for _, address := range c.Addresses {
		parsed, err := url.Parse(address)
		if err != nil || parsed.Scheme != "http" && parsed.Scheme != "https" || parsed.Host == "" {
			faults = append(faults, Fault{"addresses", i18n.Msg("evidence.record.not_address", "address", address)})
		}
	}
	return faults
}

// isText tells whether a text is Unicode without control characters other than tab and new line.
func isText(text string) bool {
	if !utf8.ValidString(text) {
		return false
	}
	return !strings.ContainsFunc(text, func(r rune) bool { return r < ' ' && r != '\n' && r != '\t' || r == 0x7f })
}

var knownKinds, knownStates = joined(plan.EvidenceKinds), joined(plan.States)

func joined[S ~string](names []S) string {
	texts := make([]string, len(names))
	for i, name := range names {
		texts[i] = string(name)
	}
	return strings.Join(texts, ", ")
}

// checkDay refuses no date, a date in the future, and one more than ten years from today or from every plan. A day
// inside a plan is always right, however long ago it is: old plans are entered afterwards.
func checkDay(day, today calendar.Date, periods []calendar.Span) (fault i18n.Message, bad bool) {
	if day.IsZero() {
		return i18n.Msg("evidence.record.date_missing"), true
	}
	if day.After(today) {
		return i18n.Msg("evidence.record.date_future", "date", day.String(), "today", today.String()), true
	}
	far := len(periods) > 0
	for _, period := range periods {
		if period.Contains(day) {
			return fault, false
		}
		if !day.Before(period.From.AddMonths(-12*yearsOff)) && !day.After(period.To.AddMonths(12*yearsOff)) {
			far = false
		}
	}
	if far || day.Before(today.AddMonths(-12*yearsOff)) {
		return i18n.Msg("evidence.record.date_far", "date", day.String(), "years", yearsOff), true
	}
	return fault, false
}

// OutsidePlan warns of a date before or after a plan; false when the date is inside. Such records are accepted: what
// is delivered late must be recordable.
func OutsidePlan(period calendar.Span, day calendar.Date) (i18n.Message, bool) {
	switch {
	case day.Before(period.From):
		return i18n.Msg("evidence.warning.before_plan", "date", day.String(), "from", period.From.String()), true
	case day.After(period.To):
		return i18n.Msg("evidence.warning.after_plan", "date", day.String(), "to", period.To.String()), true
	}
	return i18n.Message{}, false
}

// tidy trims texts, makes titles and names one line, drops empty and repeated names, and fills in the number of
// organisations where only names were given.
func (c *Content) tidy() {
	c.Title, c.DiaryNumber, c.Body, c.Network = oneLine(c.Title), oneLine(c.DiaryNumber), oneLine(c.Body), oneLine(c.Network)
	if strings.ContainsRune(c.Text, '\r') {
		c.Text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(c.Text)
	}
	c.Text = strings.TrimSpace(c.Text)
	c.Organisations, c.Tags, c.Addresses = eachOnce(c.Organisations), eachOnce(c.Tags), eachOnce(c.Addresses)
	if c.OrganisationCount == nil && len(c.Organisations) > 0 {
		c.OrganisationCount = new(len(c.Organisations))
	}
}

// oneLine trims a text and makes every run of white space one space.
func oneLine(text string) string {
	if !strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r >= utf8.RuneSelf }) {
		return text
	}
	return strings.Join(strings.Fields(text), " ")
}

func eachOnce(names []string) []string {
	var kept []string
	seen := map[string]bool{}
	for _, name := range names {
		if name = oneLine(name); name != "" && !seen[name] {
			seen[name] = true
			kept = append(kept, name)
		}
	}
	return kept
}
