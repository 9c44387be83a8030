package planimport

import (
	"strings"

	"samverk/features/plan"
)

// walker goes through the lines once and sorts them into an outline. Every line gets its role on the way.
type walker struct {
	lines  []line
	layout layout
	out    outline

	section section
	gap     bool // a blank line stands before the present one

	open       *block // what the next line may go on with
	openField  field
	openRole   plan.LineRole
	afterField bool // a field of the present activity has been read: prose now belongs to the next activity

	list      field // "Indikatorer:" has been read: the items that follow are indicators
	listMarks bool  // the items have bullets

	area  block // heading waiting for its activity
	prose block // prose waiting for its activity

	activities, indicators int // read so far

	columns   []column // of the table being read
	timetable bool     // inside a table of quarters
}

// walk sorts the lines into an outline.
func walk(lines []line, y layout) outline {
	w := &walker{lines: lines, layout: y}
	w.findTitle()
	for i := range lines {
		w.step(i)
	}
	w.dropWaiting("after_the_last")
	return w.out
}

func (w *walker) step(i int) {
	l := &w.lines[i]
	switch {
	case l.role != "":
		return
	case l.blank():
		l.role = plan.LineBlank
		w.gap = true
		return
	}
	if l.partOf > 0 {
		row := &w.lines[l.partOf]
		l.role, l.subject, l.reason = row.role, row.subject, row.reason
		return
	}
	w.place(i)
	w.gap = false
}

// place finds where a line belongs. The order of the questions matters: what is certain comes first.
func (w *walker) place(i int) {
	l := &w.lines[i]
	switch {
	case len(l.cells) > 0:
		w.tableRow(i)
		return
	case w.section == inAppendix && !w.leavesAppendix(l):
		l.leave(appendixReason(l.clean))
		return
	case w.timetableLine(l):
		return
	}
	w.columns = nil
	if l.goal {
		w.startGoal(i, "", strings.TrimSpace(l.clean))
		w.goalOrNil().fromHeading = true
		return
	}
	if found, ok := l.label(); ok && w.startField(i, found) {
		return
	}
	if w.startSection(i) || w.continues(i) {
		return
	}
	if w.listItem(i) {
		return
	}
	if count := w.headingAt(i); count > 0 {
		w.heading(i, count)
		return
	}
	w.readProse(i)
}

// startField begins the field that a label announces. It says no when the label makes no sense where it stands.
func (w *walker) startField(i int, found label) bool {
	if found.plural && found.alone || found.alone && found.field == fieldIndicator && found.number == "" {
		w.startList(i, found.field)
		return true
	}
	rest := trimEmphasis(found.rest)
	switch found.field {
	case fieldGoal:
		return w.startGoal(i, found.number, rest)
	case fieldActivity:
		w.startActivity(i, found.number, rest)
	case fieldIndicator:
		return w.startIndicator(i, found.number, rest)
	case fieldPriority, fieldTime, fieldResponsible:
		return w.startDetail(i, found.field, rest)
	case fieldOverall:
		w.startOverall(i, rest)
	case fieldStaffing:
		return w.startStaffing(i, found)
	case fieldBackground:
		return w.startBackground(i, found, rest)
	case fieldArea:
		return w.startArea(i, found, rest)
	}
	return true
}

func (w *walker) startGoal(i int, number, title string) bool {
	if title == "" && w.section == inFront && number == "" {
		return false
	}
	w.dropWaiting("belongs_to_no_activity")
	w.section = inGoals
	goal := &goalPart{printed: number}
	w.out.goals = append(w.out.goals, goal)
	w.begin(i, &goal.title, fieldGoal, plan.LineGoal, title)
	w.lines[i].subject = w.goalSubject()
	w.afterField = false
	return true
}

func (w *walker) startActivity(i int, number, title string) {
	w.section = inGoals
	goal := w.goal()
	activity := &activityPart{printed: number}
	w.giveWaiting(activity)
	goal.activities = append(goal.activities, activity)
	w.activities++
	w.begin(i, &activity.title, fieldActivity, plan.LineActivity, title)
	w.lines[i].subject = w.activitySubject()
	w.afterField = false
}

func (w *walker) startIndicator(i int, number, text string) bool {
	activity := w.activityForField()
	if activity == nil {
		return false
	}
	w.section = inGoals
	indicator := &indicatorPart{printed: number}
	activity.indicators = append(activity.indicators, indicator)
	w.indicators++
	w.begin(i, &indicator.text, fieldIndicator, plan.LineIndicator, text)
	w.lines[i].subject = w.indicatorSubject()
	w.afterField = true
	return true
}

// startDetail begins a priority, a time or a responsible role.
func (w *walker) startDetail(i int, kind field, text string) bool {
	activity := w.activityForField()
	if activity == nil || w.section == inFront {
		return false
	}
	target, role := activity.detail(kind)
	if !target.empty() {
		return false // a second one is not this activity's: it stays as unread text
	}
	w.begin(i, target, kind, role, text)
	w.lines[i].subject = w.activitySubject()
	w.afterField = true
	return true
}

func (a *activityPart) detail(kind field) (*block, plan.LineRole) {
	switch kind {
	case fieldPriority:
		return &a.priority, plan.LinePriority
	case fieldTime:
		return &a.time, plan.LineTime
	}
	return &a.responsible, plan.LineResponsible
}

func (w *walker) startOverall(i int, text string) {
	w.dropWaiting("belongs_to_no_activity")
	w.section = inOverall
	w.begin(i, &w.out.overall, fieldOverall, plan.LineOverallGoal, text)
}

// startStaffing begins the staff list, or reads what an activity says about its staffing. The latter is shown to
// reviewers but has no place in a plan.
func (w *walker) startStaffing(i int, found label) bool {
	l := &w.lines[i]
	l.role = plan.LineStaff
	w.close()
	if w.section == inGoals && found.colon && !found.alone {
		l.reason = "staffing_of_activity"
		return true
	}
	w.dropWaiting("belongs_to_no_activity")
	w.section = inStaff
	if !found.alone {
		w.out.staff = append(w.out.staff, i)
	}
	return true
}

// startBackground reads "Bakgrund: …" or a heading "Bakgrund": prose for the activity at hand or to come.
func (w *walker) startBackground(i int, found label, text string) bool {
	if w.section != inGoals || w.goalOrNil() == nil {
		if found.alone {
			w.section = inFront
			w.frontHeading(i)
			return true
		}
		return false
	}
	l := &w.lines[i]
	l.role = plan.LineBackground
	target := &w.prose
	if activity := w.activity(); activity != nil && !w.afterField && w.area.empty() {
		target = &activity.background
	}
	w.begin(i, target, fieldBackground, plan.LineBackground, text)
	return true
}

func (w *walker) startArea(i int, found label, text string) bool {
	if w.section != inGoals || !found.colon || text == "" {
		return false
	}
	w.setArea(i, text)
	return true
}

// startList notes that the items to come are elements of a kind.
func (w *walker) startList(i int, kind field) {
	l := &w.lines[i]
	w.close()
	w.list, w.listMarks = kind, false
	switch kind {
	case fieldIndicator:
		if w.activityForField() != nil {
			l.role, l.subject = plan.LineIndicator, w.activitySubject()
			return
		}
	case fieldActivity:
		if goal := w.goalOrNil(); goal != nil {
			l.role, l.subject = plan.LineGoal, w.goalSubject()
			return
		}
	}
	w.list = fieldNone
	l.leave("heading_without_text")
}

// listItem reads a line below "Indikatorer:" or "Aktiviteter:" as an item of its own.
func (w *walker) listItem(i int) bool {
	if w.list == fieldNone {
		return false
	}
	l := &w.lines[i]
	text, marked := cutListMark(l.clean)
	marked = marked || l.bullet
	if l.level > 0 || w.listMarks && !marked || !marked && (!startsUpper(text) || !endsSentence(w.sentence(i))) {
		w.list = fieldNone
		return false
	}
	w.listMarks = w.listMarks || marked
	list := w.list
	switch list {
	case fieldIndicator:
		w.startIndicator(i, "", text)
	case fieldActivity:
		w.startActivity(i, "", text)
	}
	w.list = list
	return true
}

// sentence is the text of a line and of those that follow without a gap, up to a full stop.
func (w *walker) sentence(i int) string {
	text := w.lines[i].clean
	for j := i + 1; j < len(w.lines) && j < i+6 && !endsSentence(text) && !w.lines[j].blank() && !hasLabel(&w.lines[j]); j++ {
		text += " " + w.lines[j].clean
	}
	return text
}

// startSection recognises the phrases and headings that begin a part of the document.
func (w *walker) startSection(i int) bool {
	l := &w.lines[i]
	form := skeleton(strings.TrimRight(strings.TrimSpace(l.clean), ": "))
	short := len(strings.Fields(form)) <= 8
	switch {
	case appendixHead.MatchString(form) && short && !endsSentence(l.clean) && (w.gap || i == 0 || l.level > 0 || startsUpper(strings.TrimSpace(l.clean)) && len(w.out.goals) > 0):
		w.dropWaiting("belongs_to_no_activity")
		w.close()
		w.section = inAppendix
		l.leave("appendix")
	case short && overallPhrase.MatchString(form):
		w.startOverall(i, "")
	case short && goalsPhrase.MatchString(form) && w.section != inGoals:
		w.close()
		w.section = inGoalList
		l.role = plan.LineGoalList
	case frontHead.MatchString(form) && w.section <= inOverall && (w.gap || l.level > 0 || i == 0):
		w.section = inFront
		w.frontHeading(i)
	default:
		return false
	}
	return true
}

func (w *walker) frontHeading(i int) {
	w.close()
	w.lines[i].role = plan.LineIntroduction
}

// begin opens a block with its first line.
func (w *walker) begin(i int, target *block, kind field, role plan.LineRole, text string) {
	w.list = fieldNone
	w.open, w.openField, w.openRole = target, kind, role
	w.lines[i].role = role
	if text != "" {
		target.add(i, text, false)
		return
	}
	target.add(i, "", false)
}

func (w *walker) close() { w.open, w.openField, w.openRole = nil, fieldNone, "" }

func (w *walker) goalOrNil() *goalPart {
	if len(w.out.goals) == 0 {
		return nil
	}
	return w.out.goals[len(w.out.goals)-1]
}

// goal is the goal at hand. A plan without goals gets one to hold its activities.
func (w *walker) goal() *goalPart {
	if w.goalOrNil() == nil {
		w.out.goals = append(w.out.goals, &goalPart{implied: true})
	}
	return w.goalOrNil()
}

func (w *walker) activity() *activityPart {
	goal := w.goalOrNil()
	if goal == nil || len(goal.activities) == 0 {
		return nil
	}
	return goal.activities[len(goal.activities)-1]
}

func trimEmphasis(text string) string { return strings.TrimSpace(strings.Trim(text, "*_")) }
