package planimport

import (
	"samverk/features/plan"
	"samverk/platform/calendar"
)

var (
	yearlyWords  = wordy(`(?:årsvis|årligen|årlig(?:t|a)?|varje år|per år|yearly|annual(?:ly)?|every year|each year)`)
	ongoingWords = wordy(`(?:löpande|återkommande|kontinuerlig(?:t|a)?|fortlöpande|tills vidare|hela perioden|(?:varje|per|every|each) (?:kvartal|månad|vecka|halvår|termin|quarter|month|week|half-year)|kvartalsvis|månadsvis|under (?:hela )?(?:plan|program|verksamhets)?perioden|ongoing|continuous(?:ly)?|recurring|throughout)`)
)

// recurrenceOf reads how often an activity is done from its time.
func recurrenceOf(text string) plan.Recurrence {
	switch {
	case yearlyWords.MatchString(text):
		return plan.Yearly
	case ongoingWords.MatchString(text):
		return plan.Ongoing
	}
	return plan.Once
}

// windowOf reads an activity's time. understood is false when the text says nothing about time; then the window is
// the plan's period.
func windowOf(text string, period calendar.Span) (window calendar.Span, understood bool) {
	times := timesIn(text)
	var named []when
	for _, t := range times {
		if !t.wholePlan {
			named = append(named, t)
		}
	}
	if len(named) == 0 {
		return period, recurrenceOf(text) != plan.Once || len(times) > 0
	}
	window = named[0].within(period)
	for _, t := range named[1:] {
		if span := t.within(period); span.To.After(window.To) {
			window.To = span.To
		}
	}
	if recurrenceOf(text) != plan.Once && len(named) == 1 && named[0].span.From == window.From && startsOnly(text, named[0]) {
		window.To = period.To
	}
	if window.IsEmpty() {
		return period, false
	}
	return window, true
}

var startWord = newPattern(`(?i)(?:start|från|fr\.?\s?o\.?\s?m|from|since|starting|början)`)

// startsOnly tells whether a recurring activity's single time is its start: "återkommande med start våren 2018".
func startsOnly(text string, t when) bool { return startWord.MatchString(text[:t.first]) }

// quartersOf gives the quarters that a span touches.
func quartersOf(span calendar.Span) calendar.QuarterSpan {
	return calendar.QuarterSpan{From: calendar.QuarterOf(span.From), To: calendar.QuarterOf(span.To)}
}
