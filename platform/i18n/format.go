package i18n

import (
	"fmt"
	"strconv"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"samverk/platform/calendar"
)

// space does not break: a date or a number with its unit stays on one line.
const space = "\u00a0"

// words of the calendar, by language; Swedish when the language is another.
var (
	months = map[Language][12]string{
		Swedish: {"januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december"},
		English: {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
	}
	weekdays = map[Language][7]string{ // from Sunday, as time.Weekday
		Swedish: {"söndag", "måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag"},
		English: {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
	}
	weeks    = map[Language]string{Swedish: "v.", English: "week"}
	quarters = map[Language]string{Swedish: "Kv", English: "Q"}
	numbers  = map[Language]*message.Printer{
		Swedish: message.NewPrinter(language.Swedish),
		English: message.NewPrinter(language.BritishEnglish),
	}
)

// known is the printer's language, or Swedish for the zero value.
func (p Printer) known() Language {
	if _, ok := months[p.language]; ok {
		return p.language
	}
	return Swedish
}

// Date is the date as it stands in tables: 2019-06-30, in every language. No date is nothing.
func (p Printer) Date(d calendar.Date) string { return d.String() }

// DateLong is the date as it stands in text: 30 juni 2019. No date is nothing.
func (p Printer) DateLong(d calendar.Date) string {
	if d.IsZero() {
		return ""
	}
	return p.DateShort(d) + space + strconv.Itoa(d.Year())
}

// DateShort is the day and month where the year is clear from what stands around it: 30 juni. No date is nothing.
func (p Printer) DateShort(d calendar.Date) string {
	if d.IsZero() {
		return ""
	}
	return strconv.Itoa(d.Day()) + space + months[p.known()][d.Month()-1]
}

// Weekday is the day's name: tisdag. No date is nothing.
func (p Printer) Weekday(d calendar.Date) string {
	if d.IsZero() {
		return ""
	}
	return weekdays[p.known()][d.Time().Weekday()]
}

// Week is the week of the day by ISO 8601, which Swedish calendars follow: v. 27. No date is nothing.
func (p Printer) Week(d calendar.Date) string {
	if d.IsZero() {
		return ""
	}
	_, week := d.Time().ISOWeek()
	return weeks[p.known()] + space + strconv.Itoa(week)
}

// Quarter is the quarter without its year: Kv 2, in English Q2. No quarter is nothing.
func (p Printer) Quarter(q calendar.Quarter) string {
	switch {
	case q.IsZero():
		return ""
	case p.known() == English:
		return quarters[English] + strconv.Itoa(q.Number())
	}
	return quarters[Swedish] + space + strconv.Itoa(q.Number())
}

// QuarterLong is the quarter with its year: 2019 Kv 2, in English 2019 Q2. No quarter is nothing.
func (p Printer) QuarterLong(q calendar.Quarter) string {
	if q.IsZero() {
		return ""
	}
	return strconv.Itoa(q.Year()) + space + p.Quarter(q)
}

// Number is a whole number with its digits in groups of three: 1 234 567 with spaces that do not break, in English
// 1,234,567.
func (p Printer) Number(n int) string {
	if 0 <= n && n < 1000 {
		return strconv.Itoa(n)
	}
	return numbers[p.known()].Sprint(n)
}

// Money is an amount of öre (hundredths of a krona) as kronor: 1 234 567,50 kr; whole kronor without decimals.
func (p Printer) Money(ore int64) string {
	sign := ""
	if ore < 0 {
		sign = "−"
	}
	kronor, rest := ore/100, ore%100
	if ore < 0 { // each part by itself, so that the smallest number is right too
		kronor, rest = -kronor, -rest
	}
	text := sign + numbers[p.known()].Sprint(kronor)
	if rest != 0 {
		text += fmt.Sprintf("%s%02d", map[Language]string{Swedish: ",", English: "."}[p.known()], rest)
	}
	if p.known() == English {
		return "SEK" + space + text
	}
	return text + space + "kr"
}

// Capital writes the first letter large, for a phrase that stands alone or begins a sentence.
func Capital(phrase string) string {
	if phrase == "" {
		return ""
	}
	first, size := utf8.DecodeRuneInString(phrase)
	return string(unicode.ToUpper(first)) + phrase[size:]
}
