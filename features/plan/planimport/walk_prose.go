package planimport

import (
	"strings"
	"unicode/utf8"

	"samverk/features/plan"
)

// continues adds the line to the open block when it goes on with it.
func (w *walker) continues(i int) bool {
	if w.open == nil || !w.goesOnWith(i) {
		return false
	}
	l := &w.lines[i]
	text, marked := cutListMark(l.clean)
	if !marked {
		text = strings.TrimSpace(l.clean)
	}
	first, _ := w.open.indexes()
	w.open.add(i, text, false)
	l.role, l.subject = w.openRole, w.lines[first].subject
	return true
}

// goesOnWith decides whether a line without a label goes on with the open field.
func (w *walker) goesOnWith(i int) bool {
	l := &w.lines[i]
	text := strings.TrimSpace(l.clean)
	previous := w.open.last()
	_, marked := cutListMark(text)
	if l.level > 0 {
		return false
	}
	if previous == "" { // the label stood alone on its line
		return true
	}
	before := &w.lines[w.open.fragments[len(w.open.fragments)-1].index]
	if (before.whole || before.level > 0) && !goesOn(previous) || marked && w.openField != fieldOverall || l.bullet {
		return false
	}
	broken := goesOn(previous)
	switch w.openField {
	case fieldPriority, fieldTime, fieldResponsible:
		return broken || !w.gap && startsLower(text) && !endsSentence(previous) && utf8.RuneCountInString(text) < 60
	case fieldGoal, fieldActivity, fieldIndicator:
		return w.sentenceGoesOn(previous, text, broken)
	}
	return false // prose is read by readProse, which knows about paragraphs
}

// sentenceGoesOn decides for goals, activities and indicators, which are one sentence or phrase.
func (w *walker) sentenceGoesOn(previous, text string, broken bool) bool {
	if endsSentence(previous) {
		return !w.gap && startsLower(text)
	}
	if broken || startsLower(text) {
		return true
	}
	stopped := w.openField == fieldActivity && w.layout.activitiesStopped || w.openField == fieldIndicator && w.layout.indicatorsStopped
	if w.gap {
		return stopped
	}
	return w.openField == fieldIndicator || stopped || !w.layout.endedEarly(previous, text)
}

// headingAt gives the number of lines of the heading that begins at i, 0 when none does.
func (w *walker) headingAt(i int) int {
	l := &w.lines[i]
	if l.level > 0 {
		return 1
	}
	if w.layout.styled || l.whole || l.bullet || !w.headingMayStand() || !w.gap && i > 0 && !w.afterLabelled(i) {
		return 0
	}
	if w.section == inStaff && !w.leavesStaff(i) {
		return 0
	}
	const mostLines, mostLetters = 3, 110
	count, length := 0, 0
	for j := i; j < len(w.lines) && count <= mostLines; j++ {
		text := strings.TrimSpace(w.lines[j].clean)
		if w.lines[j].role == plan.LineUnread {
			break
		}
		if w.lines[j].blank() {
			return w.wholeHeading(count, length, j, mostLetters)
		}
		if j > i && startsUpper(text) && w.layout.endedEarly(w.lines[j-1].clean, text) && !goesOn(w.lines[j-1].clean) {
			if w.endsHeading(j) {
				return count
			}
		}
		if !headingLine(text, j == i) || hasLabel(&w.lines[j]) {
			return 0
		}
		count++
		length += utf8.RuneCountInString(text)
	}
	return 0
}

// leavesStaff tells whether a paragraph below the staff list may be a heading: every word of it is an ordinary one. What
// may be a name stays in the list, where nothing is shown.
func (w *walker) leavesStaff(i int) bool {
	for j := i; j < len(w.lines) && !w.lines[j].blank(); j++ {
		if hasShare(w.lines[j].clean) {
			return false
		}
		for _, word := range nameWord.FindAllString(w.lines[j].clean, -1) {
			if !swedish().has(strings.ToLower(word)) {
				return false
			}
		}
	}
	return true
}

// wholeHeading judges a short paragraph that ends at line end: what follows must not go on with it.
func (w *walker) wholeHeading(count, length, end, most int) int {
	last := w.lines[end-1].clean
	next := w.nextLine(end)
	if count == 0 || length > most || goesOn(last) {
		return 0
	}
	if next < len(w.lines) && startsLower(strings.TrimSpace(w.lines[next].clean)) {
		return 0
	}
	return count
}

// endsHeading tells whether prose begins at line j, right below a heading: a longer text of several lines.
func (w *walker) endsHeading(j int) bool {
	text := strings.TrimSpace(w.lines[j].clean)
	return utf8.RuneCountInString(text) > w.layout.width/2 && len(strings.Fields(text)) >= 4
}

func headingLine(text string, first bool) bool {
	if first && !startsUpper(text) || endsSentence(text) {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(text)
	return !strings.ContainsRune(":;,", last) && letters(text) >= 2
}

// headingMayStand tells whether a heading is to be expected where the walk is.
func (w *walker) headingMayStand() bool {
	if w.section != inGoals {
		return true
	}
	return w.openField != fieldGoal || w.gap
}

// afterLabelled tells whether the line before ended a field, so that a heading may follow without a blank line.
func (w *walker) afterLabelled(i int) bool {
	before := w.lines[i-1].role
	return before == plan.LineTime || before == plan.LinePriority || before == plan.LineResponsible || before == plan.LineUnread
}

// nextLine is the index of the next line that is neither blank nor known to be noise.
func (w *walker) nextLine(i int) int {
	for i < len(w.lines) && (w.lines[i].blank() || w.lines[i].role == plan.LineUnread) {
		i++
	}
	return i
}

// heading takes the lines of a heading that is no label.
func (w *walker) heading(i, count int) {
	w.list = fieldNone
	for j := i; j < i+count; j++ {
		l := &w.lines[j]
		switch w.section {
		case inGoals:
			w.setArea(j, strings.TrimSpace(l.clean))
		case inGoalList:
			l.role = plan.LineGoalList
		default:
			w.frontHeading(j)
			w.section = inFront
			l.role, l.reason = plan.LineUnread, "heading_without_text"
		}
	}
	w.close()
	if w.section == inGoals {
		w.open, w.openField = &w.area, fieldArea
	}
}

// setArea makes the line the heading of the activities to come, or the heading's next line.
func (w *walker) setArea(i int, text string) {
	if w.area.empty() || w.openField != fieldArea && !w.prose.empty() {
		w.dropWaiting("belongs_to_no_activity")
	}
	w.area.add(i, text, false)
	w.lines[i].role = plan.LineArea
	w.openField = fieldArea
}

// readProse gives a line of running text to the part of the plan where it stands.
func (w *walker) readProse(i int) {
	l := &w.lines[i]
	text, marked := cutListMark(l.clean)
	if !marked {
		text = strings.TrimSpace(l.clean)
	}
	paragraph := marked || l.bullet || l.whole || w.gap && startsUpper(text)
	switch w.section {
	case inFront:
		w.addProse(i, &w.out.introduction, plan.LineIntroduction, text, paragraph)
	case inStaff:
		w.staffLine(i, text)
	case inOverall:
		w.addProse(i, &w.out.overall, plan.LineOverallGoal, text, paragraph)
	case inGoalList:
		l.role = plan.LineGoalList
	case inGoals:
		w.goalProse(i, text, paragraph)
	default:
		l.leave(appendixReason(l.clean))
	}
}

// staffLine keeps a line of the staff list for itself. A long sentence after the list is introduction again.
func (w *walker) staffLine(i int, text string) {
	if len(w.out.staff) > 0 && w.gap && startsUpper(text) && !hasShare(text) && len(strings.Fields(w.sentence(i))) >= 8 {
		w.section = inFront
		w.addProse(i, &w.out.introduction, plan.LineIntroduction, text, true)
		return
	}
	w.lines[i].role = plan.LineStaff
	w.out.staff = append(w.out.staff, i)
}

// goalProse sorts running text among goals and activities.
func (w *walker) goalProse(i int, text string, paragraph bool) {
	activity := w.activity()
	switch {
	case w.goalOrNil() == nil:
		w.addProse(i, &w.out.introduction, plan.LineIntroduction, text, paragraph)
	case activity != nil && !w.afterField && w.area.empty():
		w.addProse(i, &activity.background, plan.LineBackground, text, paragraph)
		w.lines[i].subject = w.activitySubject()
	case activity == nil && w.area.empty():
		w.addProse(i, &w.goalOrNil().text, plan.LineGoalText, text, paragraph)
		w.lines[i].subject = w.goalSubject()
	default:
		w.addProse(i, &w.prose, plan.LineBackground, text, paragraph)
	}
}

func (w *walker) addProse(i int, target *block, role plan.LineRole, text string, paragraph bool) {
	w.close()
	target.add(i, text, paragraph)
	w.lines[i].role = role
}
