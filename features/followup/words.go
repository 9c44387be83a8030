package followup

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
)

// nbsp keeps a number and its unit on one line.
const nbsp = "\u00a0"

// small writes the first letter small, for a name in the middle of a sentence.
func small(name string) string {
	if name == "" {
		return ""
	}
	first, size := utf8.DecodeRuneInString(name)
	return string(unicode.ToLower(first)) + name[size:]
}

// spanName names the days of a cell in as few words as they need, for the middle of a sentence: "2019", "2019 Kv 2",
// "2018–2021", "första halvåret 2019".
func spanName(p i18n.Printer, s calendar.Span) string {
	from, to := calendar.QuarterOf(s.From), calendar.QuarterOf(s.To)
	if from.First() != s.From || to.Last() != s.To {
		return s.From.String() + "–" + s.To.String()
	}
	whole := from.Number() == 1 && to.Number() == 4
	switch {
	case whole && from.Year() == to.Year():
		return strconv.Itoa(from.Year())
	case whole:
		return strconv.Itoa(from.Year()) + "–" + strconv.Itoa(to.Year())
	case from == to:
		return p.QuarterLong(from)
	case from.Year() == to.Year() && from.Number()%2 == 1 && to == from.Next():
		return p.T("followup.half."+strconv.Itoa(to.Number()/2), "year", from.Year())
	}
	return p.QuarterLong(from) + "–" + p.QuarterLong(to)
}

// number writes a number as the language does.
func number(p i18n.Printer, f float64) string {
	text := strconv.FormatFloat(f, 'f', -1, 64)
	if p.Language() == i18n.Swedish {
		text = strings.Replace(text, ".", ",", 1)
	}
	return text
}

// soFar says what has been done in a cell: "1 av 4".
func soFar(p i18n.Printer, c CellStatus) string {
	switch {
	case c.Kind == plan.Judgement:
		if c.Status == NotAssessed || c.Status == NotStarted {
			return p.T("followup.so_far.no_judgement")
		}
		return p.T("followup.so_far.judged")
	case c.Kind == plan.Ratio:
		return p.T("followup.page.of", "part", number(p, c.Numerator.Float()), "whole", number(p, c.Denominator.Float()))
	case c.Kind == plan.Threshold:
		return p.T("followup.page.counted", "number", c.Count)
	case !plan.Rule{Kind: c.Kind}.IsDelivery():
		return p.T("followup.page.of", "part", c.Count, "whole", number(p, c.Target))
	case !c.MetOn.IsZero():
		return p.T("followup.so_far.done", "date", p.DateLong(c.MetOn))
	case c.Records > 0:
		return p.T("followup.so_far.begun")
	}
	return p.T("followup.so_far.nothing")
}

// stillNeeded says what an unfinished cell asks for in all; empty when it asks for nothing more.
func stillNeeded(p i18n.Printer, rule *plan.Rule, c CellStatus, asOf calendar.Date) string {
	pressure, open := c.Pressure(asOf)
	if !open {
		return ""
	}
	switch {
	case rule.IsCount():
		return more(p, rule, pressure.Missing)
	case rule.IsDelivery():
		return p.T("followup.need.delivery")
	case rule.Kind == plan.Threshold:
		return p.T("followup.need.threshold", "number", number(p, c.Target))
	case rule.Kind == plan.Ratio:
		return p.T("followup.need.ratio", "percent", number(p, c.Target*100))
	}
	return p.T("followup.need.judgement")
}

// more is so many things that still must happen: "3 stormöten till".
func more(p i18n.Printer, rule *plan.Rule, n int) string {
	return p.T("followup.need.more", "things", things(p, rule, n))
}

// things is a number of what a rule counts: "3 stormöten", or "3 händelser" where it counts several kinds.
func things(p i18n.Printer, rule *plan.Rule, n int) string {
	return p.Number(n) + nbsp + thing(p, rule, n)
}

// thing is what a rule counts, without the number.
func thing(p i18n.Printer, rule *plan.Rule, n int) string {
	if len(rule.Evidence) == 1 && rule.Evidence[0] != plan.Other {
		return p.T("plan.kind."+string(rule.Evidence[0]), "count", n)
	}
	return p.T("followup.indicator.events", "count", n)
}

// weeksFrom is how many days ahead times are told in days and not in weeks.
const weeksFrom = 61

// timeLeft says how far away a day is, for the middle of a sentence: "om 40 dagar".
func timeLeft(p i18n.Printer, asOf, day calendar.Date) string {
	days := asOf.DaysUntil(day)
	switch {
	case days < 0:
		return p.T("followup.left.ago", "count", -days)
	case days == 0:
		return p.T("followup.left.today")
	case days < weeksFrom:
		return p.T("followup.left.days", "count", days)
	}
	return p.T("followup.left.weeks", "count", days/7)
}

// statusWord is the status's name for a reader.
func statusWord(p i18n.Printer, s Status) string { return p.T("followup.status." + string(s)) }

// nameOf is an indicator's sentence as a heading: without its full stop.
func nameOf(i *plan.Indicator) string { return strings.TrimSuffix(strings.TrimSpace(i.Text), ".") }

// printed is the label as printed in the document, else the number.
func printed(i *plan.Indicator) string {
	if i.Label != "" {
		return i.Label
	}
	return strconv.Itoa(i.Number)
}
