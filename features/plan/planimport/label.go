package planimport

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// field is what a label announces.
type field string

const (
	fieldNone        field = ""
	fieldOverall     field = "overall"
	fieldGoal        field = "goal"
	fieldActivity    field = "activity"
	fieldIndicator   field = "indicator"
	fieldPriority    field = "priority"
	fieldTime        field = "time"
	fieldResponsible field = "responsible"
	fieldStaffing    field = "staffing"
	fieldBackground  field = "background"
	fieldArea        field = "area"
)

// numbered tells whether elements of this kind are numbered.
func (f field) numbered() bool { return f == fieldGoal || f == fieldActivity || f == fieldIndicator }

// labelWord is one way to write a label. A plural heads a list or a column.
type labelWord struct {
	word   string
	field  field
	plural bool
}

var labelWords = labelTable(map[field][2][]string{
	fieldOverall: {{"övergripande mål", "övergripande målsättning", "övergripande målet", "huvudmål", "vision", "overall goal", "overall aim"}, nil},
	fieldGoal: {{"mål", "delmål", "målområde", "insatsområde", "fokusområde", "utvecklingsområde", "inriktningsmål", "goal", "objective"},
		{"delmålen", "målområden", "insatsområden", "goals", "objectives"}},
	fieldActivity: {{"aktivitet", "insats", "åtgärd", "activity", "action"},
		{"aktiviteter", "insatser", "åtgärder", "activities", "actions"}},
	fieldIndicator: {{"indikator", "mått", "nyckeltal", "mätetal", "resultatmått", "uppföljningsmått", "indicator"},
		{"indikatorer", "uppföljning och mått", "indicators"}},
	fieldPriority: {{"prioritet", "prio", "prioritering", "prioritetsklass", "priority"}, nil},
	fieldTime: {{"tid", "tidsperiod", "tidplan", "tidsplan", "tidpunkt", "tidsram", "period", "när", "time", "timing", "time frame", "timeline", "when"},
		nil},
	fieldResponsible: {{"ansvarig", "ansvar", "ansvariga", "ansvarig roll", "ansvarig nämnd", "ansvarig enhet", "ansvarig funktion", "huvudansvarig",
		"utförare", "responsible", "responsibility", "owner", "lead"}, nil},
	fieldStaffing: {{"bemanning", "resurser", "bemanning och resurser", "resurser och bemanning", "personal", "personella resurser", "medarbetare",
		"staffing", "staff", "resources", "staffing and resources"}, nil},
	fieldBackground: {{"bakgrund", "beskrivning", "background", "description"}, nil},
	fieldArea:       {{"område", "rubrik", "area"}, nil},
})

// longestLabel is the number of words in the longest label.
const longestLabel = 4

func labelTable(words map[field][2][]string) map[int][]labelWord {
	table := map[int][]labelWord{}
	for kind, forms := range words {
		for plural, list := range forms {
			for _, word := range list {
				folded := skeleton(word)
				count := strings.Count(folded, " ") + 1
				table[count] = append(table[count], labelWord{folded, kind, plural == 1})
			}
		}
	}
	return table
}

// label is a label found at the beginning of a line.
type label struct {
	field  field
	plural bool
	number string // as printed, "" when there is none
	rest   string // what stands after it on the line
	colon  bool   // a colon stands after the label or its number
	alone  bool   // nothing else stands on the line
	exact  bool   // the word needed no guessing
}

var (
	strayBefore = newPattern("^(?:[\\s*_#>•¢»·‘’'´`|\",.;:–—-]|\\*\\*)+")
	// numberAfter reads "1", "1.2", "A1.1", "l4" (fourteen, misread) or a single capital letter.
	numberAfter = newPattern(`^([A-ZÅÄÖ]{0,2}[.]?[0-9][0-9lIOoSB]{0,2}(?:[.:][0-9lIO]{1,3}){0,3}[a-z]?|[lIOSB][0-9lIO]{1,2}|[A-ZÅÄÖ]|[IVX]{1,4}|l)([\s.:)–—-]|\*|$)`)
	gluedNumber = newPattern(`^(\p{L}{3,})\d{1,2}(?:\.\d{1,2})*[\s.:)]`)
	afterNumber = newPattern(`^\s*(?:[.:)–—-]\s*|\*\*\s*)*`)
)

// findLabel reads the label at the beginning of a line. heading says that the format makes the line a heading.
func findLabel(text string, heading bool) (label, bool) {
	text = strings.TrimSpace(strayBefore.ReplaceAllString(text, ""))
	if m := gluedNumber.FindStringSubmatch(text); m != nil {
		if _, misses, ok := matchLabel(m[1], 1); ok && misses == 0 {
			text = m[1] + " " + text[len(m[1]):] // "Indikator1:" has lost its space
		}
	}
	ends := wordEnds(text, longestLabel)
	for count := len(ends); count > 0; count-- {
		head := text[:ends[count-1]]
		word, misses, ok := matchLabel(head, count)
		if !ok {
			continue
		}
		found := label{field: word.field, plural: word.plural, exact: misses == 0}
		found.readRest(text[ends[count-1]:])
		if found.accepted(misses, utf8.RuneCountInString(word.word), heading) {
			return found, true
		}
	}
	return label{}, false
}

// readRest reads the number, the colon and the text that follow the label's word.
func (l *label) readRest(rest string) {
	trimmed := strings.TrimLeft(rest, " \t")
	if l.field.numbered() && trimmed != rest {
		if m := numberAfter.FindStringSubmatch(trimmed); m != nil {
			l.number = strings.TrimRight(m[1], ".:")
			trimmed = trimmed[len(m[1]):]
		}
	}
	separator := afterNumber.FindString(trimmed)
	l.colon = strings.ContainsAny(separator, ":.") && (l.number != "" || strings.Contains(separator, ":"))
	l.rest = strings.TrimSpace(trimmed[len(separator):])
	l.alone = l.rest == ""
}

// accepted weighs how well the word fits against the signs that it is a label at all: a colon, a number, a heading.
func (l *label) accepted(misses, length int, heading bool) bool {
	allowed := 0
	switch {
	case length >= 6:
		allowed = 2
	case length >= 4 || length == 3 && l.colon && l.number != "":
		allowed = 1
	}
	if misses > allowed {
		return false
	}
	if l.colon || heading && (l.number != "" || l.alone) {
		return true
	}
	if l.number != "" {
		return misses <= 1 && (l.alone || !startsLower(l.rest)) && !isSingleCapital(l.number)
	}
	return l.alone && misses == 0 && (l.plural || !l.field.numbered())
}

// matchLabel finds the label word nearest to a head of the given number of words.
func matchLabel(head string, count int) (labelWord, int, bool) {
	folded := skeleton(head)
	best, misses := labelWord{}, 3
	for _, word := range labelWords[count] {
		if d := distance(folded, word.word, 2); d < misses || d == misses && d < 3 && word.word < best.word {
			best, misses = word, d
		}
	}
	return best, misses, misses < 3
}

// wordEnds gives the byte offsets where the first words of a text end, at most max of them. A colon ends the head.
func wordEnds(text string, max int) []int {
	var ends []int
	inWord := false
	for i, r := range text {
		part := unicode.IsLetter(r) || unicode.IsDigit(r) || r == '&' || r == '@' || r == '|'
		if inWord && !part {
			ends = append(ends, i)
			if len(ends) == max || !unicode.IsSpace(r) {
				return ends
			}
		}
		inWord = part
	}
	if inWord {
		ends = append(ends, len(text))
	}
	return ends
}

func isSingleCapital(text string) bool {
	r, size := utf8.DecodeRuneInString(text)
	return size == len(text) && unicode.IsUpper(r)
}

func startsLower(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return unicode.IsLower(r)
}

func startsUpper(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return unicode.IsUpper(r)
}
