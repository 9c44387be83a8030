package grants

import (
	"slices"
	"time"
	"unicode/utf8"

	"samverk/features/organisations"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/workday"
)

// fault is what is wrong with a field, by the form's name of it.
type fault struct {
	field string
	err   *i18n.Error
}

func firstFault(faults []fault) error {
	if len(faults) == 0 {
		return nil
	}
	return faults[0].err
}

// Bounds of texts, in characters.
const (
	longestTitle = 200
	longestText  = 20_000
)

// checkText refuses what is too long, and personal numbers.
func checkText(text string, longest int) *i18n.Error {
	switch {
	case utf8.RuneCountInString(text) > longest:
		return i18n.Fail("grants.too_long", "longest", longest)
	case organisations.HoldsPersonalNumber(text):
		return i18n.Fail("organisations.personal_number")
	}
	return nil
}

// checkTexts checks several, given as field, text pairs.
func checkTexts(longest int, pairs ...string) (faults []fault) {
	for i := 0; i+1 < len(pairs); i += 2 {
		if err := checkText(pairs[i+1], longest); err != nil {
			faults = append(faults, fault{pairs[i], err})
		}
	}
	return faults
}

// Check tells what is wrong with what is said of a call. What is only missing is told by Missing.
func (c *CallContent) check() (faults []fault) {
	add := func(field, key string, args ...any) { faults = append(faults, fault{field, i18n.Fail(key, args...)}) }
	if c.Title == "" {
		add("title", "grants.title_missing")
	}
	if c.Year < 1990 || c.Year > 2199 {
		add("year", "grants.year_wrong")
	}
	if !c.Opens.IsZero() && !c.Closes.IsZero() && !c.Opens.Before(c.Closes) {
		add("closes_on", "grants.closes_early")
	}
	last := c.LastDay()
	if !c.DecisionOn.IsZero() && !last.IsZero() && c.DecisionOn.Before(last) {
		add("decision_on", "grants.decision_early")
	}
	if !c.ReportDueOn.IsZero() && !c.DecisionOn.IsZero() && c.ReportDueOn.Before(c.DecisionOn) {
		add("report_due_on", "grants.report_early")
	}
	for i, f := range c.Frames {
		switch {
		case f.Account == "" || f.Amount <= 0 || f.Year < 1990 || f.Year > 2199:
			add("frames", "grants.frame_wrong")
		case slices.ContainsFunc(c.Frames[:i], func(other Frame) bool { return other.Account == f.Account && other.Year == f.Year }):
			add("frames", "grants.frame_twice", "account", f.Account, "year", f.Year)
		}
	}
	faults = append(faults, checkTexts(longestTitle, "title", c.Title)...)
	return append(faults, checkTexts(longestText, "direction", c.Direction, "contact", c.Contact)...)
}

// LastDay is the last day on which one can apply; no date until the closing is known. A call that closes at midnight closes
// the day before.
func (c *CallContent) LastDay() calendar.Date {
	if c.Closes.IsZero() {
		return calendar.Date{}
	}
	return calendar.DateOf(c.Closes.Add(-time.Nanosecond).In(calendar.Stockholm()))
}

// Missing tells what a call lacks to be scheduled, given its programme with guidelines, in the order an officer fills it in.
func Missing(c *Call, p *Programme, guidelines []Guideline, now time.Time) (all []i18n.Message) {
	add := func(is bool, key string) {
		if is {
			all = append(all, i18n.Msg("grants.missing."+key))
		}
	}
	content := &c.Content
	add(content.Opens.IsZero(), "opens")
	add(content.Closes.IsZero(), "closes")
	add(!content.Closes.IsZero() && !content.Closes.After(now), "closes_past")
	add(content.DecisionOn.IsZero(), "decision")
	add(content.Contact == "", "contact")
	add(len(content.Frames) == 0, "frame")
	add(p.Purpose == "", "purpose")
	add(!asks(&p.Terms.Form), "form")
	add(p.IsAssessed && len(p.Terms.Criteria) == 0, "criteria")
	if !content.Opens.IsZero() {
		_, are := Applied(guidelines, calendar.Today(content.Opens))
		add(!are, "guideline")
	}
	add(!p.EndedOn.IsZero(), "ended")
	return all
}

// checkFixed tells what may not be changed of a call that has been scheduled. The contact may; days may become later.
func checkFixed(before, after *CallContent, why string) (faults []fault) {
	add := func(field, key string) { faults = append(faults, fault{field, i18n.Fail(key)}) }
	for field, changed := range map[string]bool{"title": before.Title != after.Title, "year": before.Year != after.Year, "direction": before.Direction != after.Direction,
		"opens_on": !before.Opens.Equal(after.Opens), "frames": !slices.Equal(before.Frames, after.Frames)} {
		if changed {
			add(field, "grants.is_fixed")
		}
	}
	switch {
	case after.Closes.Before(before.Closes):
		add("closes_on", "grants.only_later")
	case after.Closes.After(before.Closes) && why == "":
		add("why", "grants.longer_why_missing")
	}
	if after.DecisionOn.Before(before.DecisionOn) {
		add("decision_on", "grants.only_later")
	}
	if after.ReportDueOn.Before(before.ReportDueOn) {
		add("report_due_on", "grants.only_later")
	}
	slices.SortFunc(faults, func(a, b fault) int { return slices.Index(callFields, a.field) - slices.Index(callFields, b.field) })
	return faults
}

// callFields are the fields of a call's form in their order.
var callFields = []string{"title", "year", "direction", "opens_on", "closes_on", "why", "decision_on", "report_due_on", "contact", "frames"}

// isSame tells whether two contents say the same.
func (c *CallContent) isSame(other *CallContent) bool {
	return c.Title == other.Title && c.Year == other.Year && c.Direction == other.Direction && c.Opens.Equal(other.Opens) && c.Closes.Equal(other.Closes) &&
		c.DecisionOn == other.DecisionOn && c.ReportDueOn == other.ReportDueOn && c.Contact == other.Contact && slices.Equal(c.Frames, other.Frames)
}

// NextYear is the content of a call that is made from an earlier one: a year later, the first days of work from there on, and
// the same hours. The year in the title follows.
func NextYear(c CallContent) CallContent {
	next := c
	next.Title, next.Year = withYear(c.Title, c.Year), c.Year+1
	next.Opens, next.Closes = yearLater(c.Opens, false), yearLater(c.Closes, true)
	next.DecisionOn, next.ReportDueOn = dayLater(c.DecisionOn), dayLater(c.ReportDueOn)
	next.Frames = slices.Clone(c.Frames)
	for i := range next.Frames {
		next.Frames[i].Year++
	}
	return next
}

// dayLater is the first day of work from a year after a day on.
func dayLater(day calendar.Date) calendar.Date {
	if day.IsZero() {
		return day
	}
	for day = day.AddMonths(12); !workday.IsWorkday(day); {
		day = day.AddDays(1)
	}
	return day
}

// yearLater moves a moment a year to a day of work at the same time of day. What ends at midnight belongs to the day before.
func yearLater(t time.Time, ends bool) time.Time {
	if t.IsZero() {
		return t
	}
	local := t.In(calendar.Stockholm())
	day, more := calendar.DateOf(local), 0
	if ends && local.Hour() == 0 && local.Minute() == 0 {
		day, more = day.AddDays(-1), 1
	}
	day = dayLater(day).AddDays(more)
	return time.Date(day.Year(), day.Month(), day.Day(), local.Hour(), local.Minute(), 0, 0, calendar.Stockholm())
}
