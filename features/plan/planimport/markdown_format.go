package planimport

import (
	"strings"
)

var (
	markdownHeading = newPattern(`^\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$`)
	markdownBullet  = newPattern(`^\s*(?:[-*+]|\d{1,2}[.)])\s+(?:\[[ xX]\]\s+)?`)
	markdownMarks   = newPattern("\\*\\*|__|`")
	markdownSingle  = newPattern(`(^|[\s(])[*_]([^*_]+)[*_]($|[\s).,:;])`)
	markdownLink    = newPattern(`!?\[([^\]]*)\]\([^)]*\)`)
	markdownRule    = newPattern(`^\s*\|?[\s:|-]*-{2,}[\s:|-]*$`)
)

// readMarkdown reads a plain text with headings, bold labels, lists and pipe tables.
func readMarkdown(content []byte) (document, error) {
	doc, err := readText(content)
	if err != nil {
		return doc, err
	}
	for i := range doc.lines {
		doc.lines[i].readMarkdown()
	}
	markMarkdownTitle(doc.lines)
	return doc, nil
}

func (l *line) readMarkdown() {
	text := l.text
	if m := markdownHeading.FindStringSubmatch(text); m != nil {
		l.level, l.whole = len(m[1]), true
		text = m[2]
	} else if isPipeRow(text) {
		if markdownRule.MatchString(text) {
			l.leave("ruling_line")
			return
		}
		l.cells = pipeCells(text)
		return
	} else if mark := markdownBullet.FindString(text); mark != "" {
		l.bullet = true
		text = text[len(mark):]
	}
	l.whole = l.whole || strings.HasSuffix(l.text, "  ")
	text = markdownLink.ReplaceAllString(text, "$1")
	text = markdownMarks.ReplaceAllString(text, "")
	l.clean = markdownSingle.ReplaceAllString(text, "$1$2$3")
	if l.clean == "" {
		l.clean = " "
	}
}

// markMarkdownTitle makes the first heading of the highest level the title, when it is alone of its level.
func markMarkdownTitle(lines []line) {
	first, count := -1, 0
	for i := range lines {
		if lines[i].level == 1 {
			if first < 0 {
				first = i
			}
			count++
		}
	}
	if count == 1 {
		if _, ok := findLabel(lines[first].clean, true); !ok {
			lines[first].title = true
		}
	}
}

func isPipeRow(text string) bool {
	trimmed := strings.TrimSpace(text)
	return strings.HasPrefix(trimmed, "|") && strings.Count(trimmed, "|") >= 2
}

// pipeCells cuts a pipe row into its cells; a pipe after a backslash belongs to the text.
func pipeCells(text string) []cell {
	text = strings.TrimSpace(text)
	text = strings.TrimSuffix(strings.TrimPrefix(text, "|"), "|")
	text = strings.ReplaceAll(text, `\|`, "\x00")
	var cells []cell
	for _, part := range strings.Split(text, "|") {
		part = markdownMarks.ReplaceAllString(strings.ReplaceAll(part, "\x00", "|"), "")
		var paragraphs cell
		for _, paragraph := range itemBreak.Split(part, -1) {
			if paragraph = strings.TrimSpace(paragraph); paragraph != "" {
				paragraphs = append(paragraphs, paragraph)
			}
		}
		cells = append(cells, paragraphs)
	}
	return cells
}
