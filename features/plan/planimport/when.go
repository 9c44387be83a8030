package planimport

import (
	"strconv"
	"strings"
	"time"

	"samverk/platform/calendar"
)

// when is a time read from a text. An open end is a zero date: "senast 30 juni 2020" has no beginning of its own.
type when struct {
	span       calendar.Span
	first      int // where in the text the time begins and ends, in bytes
	last       int
	wholePlan  bool // "under perioden": the plan's own period
	deadline   bool // only the end is said
	fromThenOn bool // only the beginning is said
}

// moment is one point of a time: a year, a season, a month, a day.
type moment struct {
	span        calendar.Span
	first, last int
	missingYear bool // "våren" in "våren–hösten 2019"
	months      [2]int
}

const (
	yearForm   = `((?:19|20)\d\d)`
	seasonForm = `(vår(?:en|terminen)?|höst(?:en|terminen)?|sommar(?:en)?|spring|summer|autumn|fall)`
	monthForm  = `(januari|jan|februari|feb|mars|april|apr|maj|juni|jun|juli|jul|augusti|aug|september|sept|sep|oktober|okt|november|nov|december|dec|january|february|march|may|june|july|august|october|oct)`
	ordinal    = `(första|andra|tredje|fjärde|first|second|third|fourth)`
)

// momentForms are the ways to write a point in time, the longest first: what one has read the next cannot read again.
var momentForms = []struct {
	pattern pattern
	read    func(m []string) (from, to [2]int, year int) // month and day; day 0 is the month's last
}{
	{newPattern(`\b` + yearForm + `-(\d\d)-(\d\d)\b`), func(m []string) ([2]int, [2]int, int) {
		day := [2]int{number(m[2]), number(m[3])}
		return day, day, number(m[1])
	}},
	{wordy(`(?:kv(?:artal)?|q)\.?\s?([1-4])\s?[-–—]\s?(?:kv(?:artal)?|q)?\.?\s?([1-4])[\s,]+` + yearForm), func(m []string) ([2]int, [2]int, int) {
		from, _ := quarterMonths(number(m[1]))
		_, to := quarterMonths(number(m[2]))
		return from, to, number(m[3])
	}},
	{wordy(yearForm + `[\s,-]*(?:kv(?:artal)?|q)\.?\s?([1-4])`), func(m []string) ([2]int, [2]int, int) {
		from, to := quarterMonths(number(m[2]))
		return from, to, number(m[1])
	}},
	{wordy(`(?:kv(?:artal)?|q|quarter)\.?\s?([1-4])[\s,]+(?:of\s)?` + yearForm), func(m []string) ([2]int, [2]int, int) {
		from, to := quarterMonths(number(m[1]))
		return from, to, number(m[2])
	}},
	{wordy(ordinal + `\s(?:kvartalet|quarter)\s(?:av\s|of\s|under\s)?` + yearForm), func(m []string) ([2]int, [2]int, int) {
		from, to := quarterMonths(ordinals[strings.ToLower(m[1])])
		return from, to, number(m[2])
	}},
	{wordy(ordinal + `\s(?:halvåret|half(?:-year)?)\s(?:av\s|of\s|under\s)?` + yearForm), func(m []string) ([2]int, [2]int, int) {
		n := ordinals[strings.ToLower(m[1])]
		return [2]int{n*6 - 5, 1}, [2]int{n * 6, 0}, number(m[2])
	}},
	{wordy(`(?:h|halvår\s)([12])[\s,]+` + yearForm), func(m []string) ([2]int, [2]int, int) {
		n := number(m[1])
		return [2]int{n*6 - 5, 1}, [2]int{n * 6, 0}, number(m[2])
	}},
	{wordy(`(\d{1,2})(?::?e|st|nd|rd|th)?\s(?:of\s)?` + monthForm + `\s` + yearForm), func(m []string) ([2]int, [2]int, int) {
		day := [2]int{monthNumber(m[2]), number(m[1])}
		return day, day, number(m[3])
	}},
	{wordy(monthForm + `\.?\s` + yearForm), func(m []string) ([2]int, [2]int, int) {
		n := monthNumber(m[1])
		return [2]int{n, 1}, [2]int{n, 0}, number(m[2])
	}},
	{wordy(seasonForm + `\s(?:av\s|of\s|under\s)?` + yearForm), func(m []string) ([2]int, [2]int, int) {
		from, to := seasonMonths(m[1])
		return from, to, number(m[2])
	}},
	{newPattern(`\b` + yearForm + `\b`), func(m []string) ([2]int, [2]int, int) {
		return [2]int{1, 1}, [2]int{12, 0}, number(m[1])
	}},
	{wordy(seasonForm), func(m []string) ([2]int, [2]int, int) {
		from, to := seasonMonths(m[1])
		return from, to, 0
	}},
	{wordy(monthForm), func(m []string) ([2]int, [2]int, int) {
		n := monthNumber(m[1])
		return [2]int{n, 1}, [2]int{n, 0}, 0
	}},
}

var anyYear = newPattern(`(?:19|20)\d\d`)

// wordy matches a form between word borders, also where å, ä or ö stand at the border.
func wordy(form string) pattern {
	return newPattern(`(?i)(?:^|[^\p{L}\d])` + form + `(?:$|[^\p{L}\d])`)
}

var ordinals = map[string]int{"första": 1, "andra": 2, "tredje": 3, "fjärde": 4, "first": 1, "second": 2, "third": 3, "fourth": 4}

func quarterMonths(n int) (from, to [2]int) { return [2]int{n*3 - 2, 1}, [2]int{n * 3, 0} }

// seasonMonths: spring is the first half of the year, autumn the second, summer the months between.
func seasonMonths(season string) (from, to [2]int) {
	switch strings.ToLower(season)[:1] {
	case "v":
		return [2]int{1, 1}, [2]int{6, 0}
	case "h", "a", "f":
		return [2]int{7, 1}, [2]int{12, 0}
	}
	if strings.HasPrefix(strings.ToLower(season), "sp") {
		return [2]int{1, 1}, [2]int{6, 0}
	}
	return [2]int{6, 1}, [2]int{8, 0}
}

var monthStarts = map[string]int{"jan": 1, "feb": 2, "mar": 3, "apr": 4, "maj": 5, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "okt": 10, "oct": 10,
	"nov": 11, "dec": 12}

func monthNumber(name string) int { return monthStarts[strings.ToLower(name)[:3]] }

func number(digits string) int {
	n, err := strconv.Atoi(digits)
	if err != nil {
		return 0
	}
	return n
}

// momentsIn finds the points in time of a text in the order they stand.
func momentsIn(text string) []moment {
	if !anyYear.MatchString(text) {
		return nil // seasons and months say nothing without a year
	}
	var found []moment
	taken := make([]bool, len(text))
	for _, form := range momentForms {
		for at := 0; at < len(text); {
			place := form.pattern.FindStringSubmatchIndex(text[at:])
			if place == nil {
				break
			}
			first, last, groups := matchPlace(text, at, place)
			if !overlaps(taken, first, last) {
				if m, ok := newMoment(form.read(groups)); ok {
					m.first, m.last = first, last
					found = insertByPlace(found, m)
					for i := first; i < last; i++ {
						taken[i] = true
					}
				}
			}
			at = last
		}
	}
	return borrowYears(found)
}

// matchPlace gives the bytes that the groups of a match cover, leaving out the border signs around them.
func matchPlace(text string, at int, place []int) (first, last int, groups []string) {
	first, last = at+place[0], at+place[1]
	groups = make([]string, len(place)/2)
	for g := range groups {
		if place[2*g] >= 0 {
			groups[g] = text[at+place[2*g] : at+place[2*g+1]]
		}
	}
	inside := text[first:last]
	trimmed := strings.TrimLeftFunc(inside, notWord)
	first += len(inside) - len(trimmed)
	last = first + len(strings.TrimRightFunc(trimmed, notWord))
	return first, last, groups
}

func overlaps(taken []bool, first, last int) bool {
	for i := first; i < last; i++ {
		if taken[i] {
			return true
		}
	}
	return false
}

// newMoment makes the span of a moment; impossible days (2020-13-40) are no moment.
func newMoment(from, to [2]int, year int) (moment, bool) {
	m := moment{missingYear: year == 0, months: [2]int{from[0], to[0]}}
	if year == 0 {
		return m, true
	}
	m.span = monthsOf(year, from, to)
	okMonth := from[0] >= 1 && from[0] <= 12 && to[0] >= 1 && to[0] <= 12
	return m, okMonth && from[1] <= 31 && to[1] <= 31 && int(m.span.From.Month()) == from[0]
}

func monthsOf(year int, from, to [2]int) calendar.Span {
	end := calendar.NewDate(year, time.Month(to[0]), max(to[1], 1))
	if to[1] == 0 {
		end = end.AddMonths(1).AddDays(-1)
	}
	return calendar.Span{From: calendar.NewDate(year, time.Month(from[0]), max(from[1], 1)), To: end}
}

func insertByPlace(list []moment, m moment) []moment {
	at := len(list)
	for at > 0 && list[at-1].first > m.first {
		at--
	}
	list = append(list, moment{})
	copy(list[at+1:], list[at:])
	list[at] = m
	return list
}

// borrowYears gives a season or a month without a year the year of the moment that follows; without one it is no time.
func borrowYears(list []moment) []moment {
	var kept []moment
	for i := len(list) - 1; i >= 0; i-- {
		m := list[i]
		if m.missingYear {
			if i+1 >= len(list) || len(kept) == 0 || kept[0].first-m.last > 20 {
				continue
			}
			m.span = monthsOf(kept[0].span.From.Year(), [2]int{m.months[0], 1}, [2]int{m.months[1], 0})
			m.missingYear = false
		}
		kept = append([]moment{m}, kept...)
	}
	return kept
}
