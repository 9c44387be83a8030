package planimport

import (
	"strings"
	"unicode"

	"samverk/platform/calendar"
)

var (
	joinsMoments = newPattern(`(?i)^\s*(?:[-–—]|till(?: och med)?|t\.?\s?o\.?\s?m\.?|to|until|through|och|and|samt|respektive|,|&|/)\s*(?:och|and|den|the|med)?\s*$`)
	beforeLast   = newPattern(`(?i)(?:^|[^\p{L}])(?:senast|före|innan|till|inför|vid|by|before|until|no later than)(?:\s+(?:den|the|utgången av|slutet av|end of|the end of|med|och med|under|i|in|vid|the close of|årsskiftet))*\s*$`)
	fromThen     = newPattern(`(?i)(?:^|[^\p{L}])(?:från|fr\.?\s?o\.?\s?m\.?|med start|start|med början|from|since|starting)(?:\s+(?:och med|den|the|i|in|under))*\s*$`)
	atEvent      = newPattern(`(?i)(?:^|[^\p{L}])vid\s*$`)
	planPeriod   = wordy(`(?:under|inom|för|during|within|over)\s(?:hela\s|the\s(?:whole\s)?)?(?:(?:plan|program|verksamhets|mandat|strategi|avtals)?perioden|(?:plan(?:ning)?\s|programme\s)?period)`)
)

// timesIn finds the times of a text. Moments joined by a dash, "till" or "och" are one time.
func timesIn(text string) []when {
	var found []when
	moments := momentsIn(text)
	for i := 0; i < len(moments); {
		j := i
		for j+1 < len(moments) && joinsMoments.MatchString(text[moments[j].last:moments[j+1].first]) {
			j++
		}
		found = append(found, newWhen(text, moments[i:j+1]))
		i = j + 1
	}
	if place := planPeriod.FindStringIndex(text); place != nil && !followedByTime(text, place[1], found) {
		found = append(found, when{wholePlan: true, first: place[0], last: place[1]})
	}
	return found
}

func newWhen(text string, moments []moment) when {
	w := when{first: moments[0].first, last: moments[len(moments)-1].last, span: moments[0].span}
	for _, m := range moments[1:] {
		if m.span.From.Before(w.span.From) {
			w.span.From = m.span.From
		}
		if m.span.To.After(w.span.To) {
			w.span.To = m.span.To
		}
	}
	before := text[:w.first]
	switch {
	case len(moments) > 1:
	case beforeLast.MatchString(before) && !atEvent.MatchString(before):
		w.deadline = true
		w.span.From = calendar.Date{}
	case fromThen.MatchString(before):
		w.fromThenOn = true
		w.span.To = calendar.Date{}
	}
	return w
}

// followedByTime tells whether "under perioden" is followed by the period itself: "under perioden 2018 till …".
func followedByTime(text string, end int, times []when) bool {
	for _, t := range times {
		if t.first >= end-1 && isBlank(strings.TrimFunc(text[end-1:t.first], func(r rune) bool { return r == ',' || r == '(' })) {
			return true
		}
	}
	return false
}

// within closes open ends with the ends of another span.
func (w when) within(outer calendar.Span) calendar.Span {
	span := w.span
	if w.wholePlan {
		return outer
	}
	if span.From.IsZero() {
		span.From = outer.From
	}
	if span.To.IsZero() {
		span.To = outer.To
	}
	return span
}

func notWord(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }
