package planimport

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

var (
	pageNumber   = newPattern(`(?i)^\W*(?:sid(?:a|an)?\.?|page|s\.)?\s*\d{1,4}\s*(?:\(\d{1,4}\)|/\s*\d{1,4}|av \d{1,4}|of \d{1,4})?\W*$`)
	pageWithText = newPattern(`(?i)(?:\b(?:sida|page)\s*\d+|\|\s*\S{1,12}(?:\s\S{1,3})?\s*$|\b\d{1,3}\s*\(\d{1,3}\)\s*$)`)
	mailAddress  = newPattern(`[\p{L}0-9._%+-]+\s?@\s?[\p{L}0-9-]+(?:\.[\p{L}0-9-]+)+`)
	phoneNumber  = newPattern(`(^|[^\d–-])((?:\+\d{2}[\s-]?(?:\(0\)\s?)?|0)\d{1,3}[\s/–-]{1,3}\d{2,3}(?:[\s-]?\d{2,3}){1,3})\b`)
	phoneLabel   = newPattern(`(?i)^\W*(?:tel|telefon|phone|mobil|e-?post|e-?mail|besöksadress|postadress|box \d|www\.|https?:)`)
	webAddress   = newPattern(`(?i)^\W*(?:www\.|https?://)?[\p{L}0-9-]+(?:\.[\p{L}0-9-]+)*\.(?:se|nu|com|org|eu|net)(?:/\S*)?\W*$`)
)

// markPageNoise marks the lines that carry nothing of the plan: page heads and numbers, single signs, ruling lines,
// tables of contents.
func markPageNoise(lines []line) {
	repeated := repeatedLines(lines)
	for i := range lines {
		l := &lines[i]
		text := strings.TrimSpace(l.clean)
		if l.blank() || len(l.cells) > 0 || l.level > 0 || l.title {
			continue
		}
		switch {
		case isTableHead(text):
			continue
		case letters(text) == 0 && !strings.ContainsFunc(text, unicode.IsDigit):
			l.leave("signs_only")
		case pageNumber.MatchString(text) && !continuesNumber(lines, i):
			l.leave("page_number")
		case utf8.RuneCountInString(text) == 1:
			l.leave("single_character")
		case contentsLine.MatchString(text) || contentsHead.MatchString(skeleton(text)):
			l.leave("table_of_contents")
		case repeated[pageKey(text)] && !hasLabel(l), isPageHead(text) && !hasLabel(l):
			l.leave("page_heading")
		}
	}
}

// continuesNumber tells whether a line of digits only is the end of a sentence broken before a year: "… senast" / "2020".
func continuesNumber(lines []line, i int) bool {
	text := strings.TrimSpace(lines[i].clean)
	if len(strings.Trim(text, ".")) != 4 || i == 0 {
		return false
	}
	before := &lines[i-1]
	return !before.blank() && !endsSentence(before.clean)
}

// isPageHead tells whether a short line looks like a page head whatever its words: "Organisation | Goal 1", "… page 3".
func isPageHead(text string) bool {
	return utf8.RuneCountInString(text) <= 80 && !endsSentence(text) && strings.Count(text, "|") <= 2 &&
		!strings.HasPrefix(text, "|") && startsUpper(text) && pageWithText.MatchString(text)
}

// pageKey is what page heads that differ in page number only have in common.
func pageKey(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, text)
}

// repeatedLines finds short lines that come back on page after page.
func repeatedLines(lines []line) map[string]bool {
	const often = 3
	count := map[string]int{}
	for i := range lines {
		text := strings.TrimSpace(lines[i].clean)
		if len(lines[i].cells) > 0 || lines[i].bullet || utf8.RuneCountInString(text) > 90 || endsSentence(text) || !startsUpper(text) {
			continue
		}
		if key := pageKey(text); utf8.RuneCountInString(key) >= 4 && !frontHead.MatchString(skeleton(text)) {
			count[key]++
		}
	}
	repeated := map[string]bool{}
	for key, times := range count {
		repeated[key] = times >= often
	}
	return repeated
}

// isContact tells whether a line is an address, a telephone number or the like.
func isContact(text string) bool {
	return mailAddress.MatchString(text) || phoneNumber.MatchString(text) || phoneLabel.MatchString(text) || webAddress.MatchString(text)
}
