package followup

import (
	"strconv"
	"strings"

	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
)

// nbsp keeps a number and its unit on one line.
const nbsp = "\u00a0"

func monthName(p i18n.Printer, d calendar.Date) string {
	return p.T("plan.month." + strings.ToLower(d.Month().String()))
}

// longDay is a date in running text: "30 juni 2019".
func longDay(p i18n.Printer, d calendar.Date) string {
	return strings.ReplaceAll(p.T("plan.words.day", "day", d.Day(), "month", monthName(p, d), "year", d.Year()), " ", nbsp)
}

// shortDay is a date whose year is plain, in a narrow place: "30 juni", "31 dec.".
func shortDay(p i18n.Printer, d calendar.Date) string {
	month := p.T("followup.month." + strings.ToLower(d.Month().String()))
	return strings.ReplaceAll(p.T("plan.words.day_of_month", "day", d.Day(), "month", month), " ", nbsp)
}

func weekday(p i18n.Printer, d calendar.Date) string {
	return p.T("followup.weekday." + strings.ToLower(d.Time().Weekday().String()))
}

// quarterName is "Kv 2".
func quarterName(p i18n.Printer, q calendar.Quarter) string {
	return p.T("followup.quarter.short", "number", q.Number())
}

// spanName names the days of a cell in as few words as they need: "2019", "Kv 2 2019", "2018–2021".
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
		return p.T("followup.quarter.of_year", "number", from.Number(), "year", from.Year())
	case from.Year() == to.Year() && from.Number()%2 == 1 && to == from.Next():
		return p.T("followup.half."+strconv.Itoa(to.Number()/2), "year", from.Year())
	}
	return p.T("followup.quarter.of_year", "number", from.Number(), "year", from.Year()) + "–" +
		p.T("followup.quarter.of_year", "number", to.Number(), "year", to.Year())
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
		return p.T("followup.so_far.done", "date", longDay(p, c.MetOn))
	case c.Records > 0:
		return p.T("followup.so_far.begun")
	}
	return p.T("followup.so_far.nothing")
}

// stillNeeded says what an unfinished cell asks for in all; empty when it asks for nothing more.
func stillNeeded(p i18n.Printer, c CellStatus, asOf calendar.Date) string {
	pressure, open := c.Pressure(asOf)
	if !open {
		return ""
	}
	switch {
	case plan.Rule{Kind: c.Kind}.IsCount():
		return p.T("followup.need.more", "count", pressure.Missing)
	case plan.Rule{Kind: c.Kind}.IsDelivery():
		return p.T("followup.need.delivery")
	case c.Kind == plan.Threshold:
		return p.T("followup.need.threshold", "number", number(p, c.Target))
	case c.Kind == plan.Ratio:
		return p.T("followup.need.ratio", "percent", number(p, c.Target*100))
	}
	return p.T("followup.need.judgement")
}

// weeksFrom is how many days ahead times are told in days and not in weeks.
const weeksFrom = 61

// timeLeft says how far away a day is.
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
