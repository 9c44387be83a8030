package planimport

import (
	"strings"

	"samverk/features/plan"
)

var (
	quarterHead = newPattern(`(?i)\b(?:kv|q|kvartal)\s?[0-9a-z]{1,2}\b`)
	yearWord    = newPattern(`\b(?:19|20)\d\d\b`)
	tableMarks  = newPattern(`(?:(?:^|\s)[.•●xX‘’'@|*]+){3,}\s*$`)
	legendOne   = newPattern(folded(`^(?:hög|mellanhög|mellan|låg|high|medium|low) (?:prioritet|priority)$`))
)

// timetableLine recognises the tables of quarters that plans end with, also without a heading "Bilaga". What stands
// in them repeats the plan and is listed as unread.
func (w *walker) timetableLine(l *line) bool {
	if w.section == inFront || l.level > 0 {
		return false
	}
	if isTableHead(l.clean) {
		w.timetable = true
		w.dropWaiting("belongs_to_no_activity")
		w.close()
		l.leave("table_head")
		return true
	}
	if !w.timetable {
		return false
	}
	if found, ok := l.label(); ok && !found.alone {
		w.timetable = false
		return false
	}
	l.leave(appendixReason(l.clean))
	return true
}

// leavesAppendix tells whether a line shows that the plan goes on after what looked like its appendix.
func (w *walker) leavesAppendix(l *line) bool {
	found, ok := l.label()
	if !ok || found.alone || !found.colon || found.field != fieldActivity && found.field != fieldIndicator {
		return false
	}
	w.section = inGoals
	return true
}

// isTableHead tells whether a line heads a table of quarters or years.
func isTableHead(text string) bool {
	if len(quarterHead.FindAllString(text, -1)) >= 4 {
		return true
	}
	years := yearWord.FindAllString(text, -1)
	return len(years) >= 3 && len(strings.Fields(text)) <= len(years)+2 && !endsSentence(text)
}

// appendixReason says why a line of an appendix was not read.
func appendixReason(text string) string {
	form := skeleton(text)
	switch {
	case isContact(text):
		return "contact_details"
	case isTableHead(text):
		return "table_head"
	case isLegend(form) || legendOne.MatchString(form):
		return "legend"
	case tableMarks.MatchString(text):
		return "table_marks"
	}
	return "appendix"
}

// isLegend tells whether a skeleton names priorities twice or more, as the key to a table does.
func isLegend(form string) bool {
	count := 0
	for _, word := range strings.Fields(form) {
		if distance(word, skeleton("prioritet"), 1) <= 1 || distance(word, skeleton("priority"), 1) <= 1 {
			count++
		}
	}
	return count >= 2
}

// findTitle reads the title that the format marks, or a heading among the first lines that names a plan.
func (w *walker) findTitle() {
	for i := range w.lines {
		if w.lines[i].title && w.lines[i].role == "" {
			w.takeTitle(i, 1)
			return
		}
	}
	w.findTitleHeading()
}

// findTitleHeading looks among the paragraphs before the first label for a short one that names a plan.
func (w *walker) findTitleHeading() {
	w.gap = true
	paragraphs := 0
	for i := 0; i < len(w.lines) && paragraphs < 8; i++ {
		l := &w.lines[i]
		if l.blank() || l.role != "" {
			w.gap = w.gap || l.blank()
			continue
		}
		if found, ok := l.label(); ok && !found.alone && found.colon {
			break
		}
		if w.gap || l.level > 0 {
			paragraphs++
			if count := w.headingAt(i); count > 0 && namesPlan(w.joined(i, count)) {
				w.takeTitle(i, count)
				break
			}
			if l.level == 1 && paragraphs == 1 {
				w.takeTitle(i, 1)
				break
			}
		}
		w.gap = false
	}
	w.gap = false
}

func (w *walker) joined(i, count int) string {
	var texts []string
	for _, l := range w.lines[i : i+count] {
		texts = append(texts, l.clean)
	}
	return strings.Join(texts, " ")
}

func (w *walker) takeTitle(i, count int) {
	for j := i; j < i+count; j++ {
		w.lines[j].role = plan.LineTitle
		w.out.title.add(j, strings.TrimSpace(w.lines[j].clean), false)
	}
}

var planWords = newPattern(folded(`(?:plan|planen|program|programmet|strategi|strategin|strategy|programme)\b`))

func namesPlan(text string) bool { return planWords.MatchString(skeleton(text)) }
