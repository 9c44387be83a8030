package events

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"samverk/platform/calendar"
	"samverk/platform/i18n"
)

// A programme is written as text, a line for each point, since that is how it is pasted from a mail or a document:
//
//	9.00 Samling och kaffe
//	9.30 Så läser du ett förfrågningsunderlag | Alva Exempel, Upphandlingsenheten | Lokal Björken
//
// After the time come the title, the speaker and a note, parted by |. A line that is only a date begins another day.
const (
	programmeSeparator = "|"
	mostLines          = 200
)

// beginsWithClock parts the time from the rest.
var beginsWithClock = regexp.MustCompile(`^((?:kl\.? ?)?\d{1,2}(?:[.:]\d{2})?|\d{4})[\s–:-]+(\S.*)$`)

// parseProgramme reads a programme for an event's days. Faults name their lines.
func parseProgramme(text string, days calendar.Span) (lines []Line, faults []*i18n.Error) {
	day := days.From
	refuse := func(number int, id string, pairs ...any) {
		faults = append(faults, i18n.Fail(id, append([]any{"line", number}, pairs...)...))
	}
	for i, row := range strings.Split(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text), "\n") {
		row = oneLine(row)
		if row == "" {
			continue
		}
		if date, err := calendar.ParseDate(row); err == nil {
			if day = date; !days.Contains(day) {
				refuse(i+1, "events.programme.other_day", "day", row)
			}
			continue
		}
		parts := beginsWithClock.FindStringSubmatch(row)
		if parts == nil {
			refuse(i+1, "events.programme.no_clock")
			continue
		}
		hour, minute, is := parseClock(parts[1])
		if !is {
			refuse(i+1, "events.clock_wrong_line", "text", parts[1])
			continue
		}
		line, id := lineOf(parts[2])
		if id != "" {
			refuse(i+1, id, "longest", longestTitle)
			continue
		}
		line.At, line.Clock = day, at(day, hour, minute).Format("15:04")
		lines = append(lines, line)
	}
	if len(lines) > mostLines {
		faults = append(faults, i18n.Fail("events.programme.too_many", "most", mostLines))
	}
	slices.SortStableFunc(lines, func(a, b Line) int {
		if c := a.At.Compare(b.At); c != 0 {
			return c
		}
		return strings.Compare(a.Clock, b.Clock)
	})
	return lines, faults
}

// lineOf parts title, speaker and note; id is what is wrong.
func lineOf(text string) (line Line, id string) {
	parts := strings.SplitN(text, programmeSeparator, 3)
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
		if utf8.RuneCountInString(parts[i]) > longestTitle {
			return line, "events.programme.too_long"
		}
		if checkText(parts[i], longestTitle) != nil {
			return line, "events.programme.personal_number"
		}
	}
	line.Title = parts[0]
	if len(parts) > 1 {
		line.Speaker = parts[1]
	}
	if len(parts) > 2 {
		line.Note = parts[2]
	}
	if line.Title == "" {
		return line, "events.programme.no_title"
	}
	return line, ""
}

// programmeText writes a programme as parseProgramme reads it.
func programmeText(lines []Line, first calendar.Date) string {
	var text strings.Builder
	day := first
	for _, line := range lines {
		if line.At != day {
			day = line.At
			text.WriteString(day.String() + "\n")
		}
		text.WriteString(strings.TrimPrefix(strings.Replace(line.Clock, ":", ".", 1), "0") + " " + line.Title)
		if line.Speaker != "" || line.Note != "" {
			text.WriteString(" | " + line.Speaker)
		}
		if line.Note != "" {
			text.WriteString(" | " + line.Note)
		}
		text.WriteString("\n")
	}
	return text.String()
}

// days are those that the event takes.
func (c *Content) days() calendar.Span { return calendar.Span{From: c.Day(), To: c.LastDay()} }
