package planimport

import (
	"math"
	"strconv"
	"strings"

	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
)

// drafter makes the draft of an outline: it repairs the texts, settles numbers and times, reads the rules and notes
// what a person should look at.
type drafter struct {
	doc      *document
	parts    *outline
	repairer *repairer
	printer  i18n.Printer
	period   calendar.Span
	names    []string // of persons, to be hidden
	out      plan.Draft
}

func newDrafter(doc *document, parts *outline, r *repairer, p i18n.Printer) *drafter {
	return &drafter{doc: doc, parts: parts, repairer: r, printer: p, out: plan.Draft{
		Staff: []plan.DraftStaff{}, Goals: []plan.DraftGoal{}, Unread: []plan.UnreadLine{}, Warnings: []plan.Warning{},
		Sources: map[string]plan.Source{},
	}}
}

func (d *drafter) draft() plan.Draft {
	for _, note := range d.doc.notes {
		d.warn(note.line, note.code, note.args...)
	}
	d.readFront()
	d.readGoals()
	d.listLines()
	staff, names := readStaff(d.doc.lines, d.parts.staff, d.repairer)
	d.out.Staff = append(d.out.Staff, staff...)
	hidden := newMask(append(d.names, names...), d.printer)
	hidden.hideIn(&d.out)
	return d.out
}

// readFront reads what stands before the goals: title, period, adoption, introduction, overall goal.
func (d *drafter) readFront() {
	d.readIntroduction()
	d.readTitle()
	d.readPeriod()
	d.readAdoption()
	if !d.parts.overall.empty() {
		d.out.OverallGoal = d.field(&d.parts.overall, "overallGoal", d.out.Sources)
	} else {
		d.warn(0, "overall_goal_missing")
	}
}

// field repairs a block's text, notes its source and gives the text.
func (d *drafter) field(b *block, name string, sources map[string]plan.Source) string {
	if b.empty() {
		return ""
	}
	original := b.joined(d.repairer.known)
	fixed := d.repairer.repair(original)
	sources[name] = plan.Source{
		Lines: d.linesOf(b), Original: original, Repaired: fixed.text != original, Confidence: fixed.confidence, Flags: []string{},
	}
	return fixed.text
}

func (d *drafter) linesOf(b *block) [2]int {
	first, last := b.indexes()
	return [2]int{d.doc.lines[first].number, d.doc.lines[last].number}
}

func (d *drafter) readGoals() {
	var goals, activities, indicators []string
	for _, goal := range d.parts.goals {
		goals = append(goals, goal.printed)
	}
	for _, activity := range d.parts.activities() {
		activities = append(activities, activity.printed)
	}
	for _, indicator := range d.parts.indicators() {
		indicators = append(indicators, indicator.printed)
	}
	n := &numbers{numberElements(goals), numberElements(activities), numberElements(indicators), 0, 0}
	n.activities.countOnward()
	for i, goal := range d.parts.goals {
		d.out.Goals = append(d.out.Goals, d.goal(goal, i, n))
	}
	if n.activity == 0 {
		d.warn(0, "no_activities")
	} else if n.indicator == 0 {
		d.warn(0, "no_indicators")
	}
}

// numbers are the numbers of all elements, and how far the drafter has come among them.
type numbers struct {
	goals, activities, indicators numbering
	activity, indicator           int
}

// countOnward numbers from 1 in order of appearance, whatever is printed: activities run through the whole document.
func (n *numbering) countOnward() {
	for i := range n.numbers {
		if n.labels[i] == strconv.Itoa(n.numbers[i]) && n.numbers[i] != i+1 && !allPlain(n.labels) {
			n.labels[i] = strconv.Itoa(i + 1)
		}
		n.numbers[i] = i + 1
	}
}

func (d *drafter) goal(part *goalPart, i int, n *numbers) plan.DraftGoal {
	goal := plan.DraftGoal{Number: n.goals.numbers[i], Label: n.goals.labels[i], Sources: map[string]plan.Source{}, Activities: []plan.DraftActivity{}}
	goal.Title = strings.TrimRight(d.field(&part.title, "title", goal.Sources), ".")
	goal.Text = d.field(&part.text, "text", goal.Sources)
	switch {
	case part.implied:
		goal.Title = d.out.OverallGoal
		d.warn(0, "goal_missing")
	default:
		line := d.linesOf(&part.title)[0]
		if goal.Title == "" {
			d.warn(line, "goal_without_title", "number", goal.Label)
		}
		if part.fromHeading {
			addFlag(goal.Sources, "title", d.printer.T("planimport.flag.goal_from_heading"))
		}
		if n.goals.repaired[i] {
			addFlag(goal.Sources, "title", d.printer.T("planimport.flag.number_repaired", "printed", part.printed, "number", goal.Label))
			d.warn(line, "number_repaired", "printed", part.printed, "number", goal.Label)
		}
		d.warnNumbers(line, &n.goals, i, "planimport.kind.goal")
	}
	for _, activity := range part.activities {
		goal.Activities = append(goal.Activities, d.activity(activity, n))
	}
	return goal
}

func addFlag(sources map[string]plan.Source, name, flag string) {
	source := sources[name]
	source.Flags = append(source.Flags, flag)
	sources[name] = source
}

// warnNumbers warns of printed numbers that stand twice or leave a gap.
func (d *drafter) warnNumbers(line int, n *numbering, i int, kind string) {
	if n.doubled[i] {
		d.warn(line, "number_twice", "kind", i18n.Msg(kind), "number", n.labels[i])
	}
	if n.gapTo[i] {
		d.warn(line, "number_gap", "kind", i18n.Msg(kind), "number", n.labels[i])
	}
}

func (d *drafter) activity(part *activityPart, n *numbers) plan.DraftActivity {
	i := n.activity
	n.activity++
	activity := plan.DraftActivity{
		Number: n.activities.numbers[i], Label: n.activities.labels[i], Sources: map[string]plan.Source{},
		Flags: []string{}, Indicators: []plan.DraftIndicator{},
	}
	activity.Area = d.field(&part.area, "area", activity.Sources)
	activity.Title = strings.TrimRight(d.field(&part.title, "title", activity.Sources), ". ")
	activity.Background = d.field(&part.background, "background", activity.Sources)
	activity.Responsible = d.responsible(part, activity.Sources)
	line := d.linesOf(&part.title)[0]
	flag := func(id string, args ...any) {
		activity.Flags = append(activity.Flags, d.printer.T("planimport.flag."+id, args...))
	}
	if activity.Title == "" {
		flag("title_missing")
	}
	if part.fromHeading {
		flag("activity_from_heading")
	}
	if n.activities.repaired[i] {
		flag("number_repaired", "printed", part.printed, "number", activity.Label)
	}
	d.warnNumbers(line, &n.activities, i, "planimport.kind.activity")
	d.readPriority(part, &activity, flag)
	where := d.readTime(part, &activity, flag)
	if len(part.indicators) == 0 {
		d.warn(line, "activity_without_indicators", "number", activity.Label)
	}
	for _, indicator := range part.indicators {
		activity.Indicators = append(activity.Indicators, d.indicator(indicator, where, n))
	}
	return activity
}

// responsible reads the responsible role. A person's name beside the role is not kept, and hidden everywhere else.
func (d *drafter) responsible(part *activityPart, sources map[string]plan.Source) string {
	text := strings.TrimRight(d.field(&part.responsible, "responsible", sources), ". ")
	role, names := roleOf(text)
	names = likelyNames(names)
	if role != "" && len(names) > 0 {
		d.names = append(d.names, names...)
		return role
	}
	return text
}

func (d *drafter) readPriority(part *activityPart, activity *plan.DraftActivity, flag func(string, ...any)) {
	text := d.field(&part.priority, "priority", activity.Sources)
	priority, known, assumed := priorityOf(text)
	activity.Priority = priority
	switch {
	case part.priority.empty():
		flag("priority_missing")
	case !known:
		flag("priority_unclear", "text", text)
	case assumed:
		flag("priority_assumed", "text", text)
	}
}

// readTime reads an activity's window and recurrence and gives what its indicators inherit.
func (d *drafter) readTime(part *activityPart, activity *plan.DraftActivity, flag func(string, ...any)) setting {
	text := d.field(&part.time, "window", activity.Sources)
	window, understood := windowOf(text, d.period)
	switch {
	case part.time.empty():
		flag("time_missing")
	case !understood:
		flag("time_unclear", "text", text)
	}
	activity.Window = quartersOf(window)
	activity.Recurrence = recurrenceOf(text)
	return setting{plan: d.period, activity: window, recurrence: activity.Recurrence}
}

func (d *drafter) indicator(part *indicatorPart, where setting, n *numbers) plan.DraftIndicator {
	i := n.indicator
	n.indicator++
	original := part.text.joined(d.repairer.known)
	fixed := d.repairer.repair(original)
	text := strings.ReplaceAll(fixed.text, "\n\n", " ")
	read := readRule(text, where)
	indicator := plan.DraftIndicator{
		Number: n.indicators.numbers[i], Label: n.indicators.labels[i], Text: text, Original: original,
		SourceLines: d.linesOf(&part.text), Flags: []string{}, Rule: read.rule,
		Confidence: round2(fixed.confidence * read.confidence),
	}
	indicator.Rule.Flags = []string{}
	for _, message := range read.flags {
		indicator.Rule.Flags = append(indicator.Rule.Flags, d.printer.Text(message))
	}
	for _, change := range fixed.numberWords() {
		indicator.Flags = append(indicator.Flags, d.printer.T("planimport.flag.number_word_repaired", "printed", change.from, "word", change.to))
	}
	if n.indicators.repaired[i] {
		indicator.Flags = append(indicator.Flags, d.printer.T("planimport.flag.number_repaired", "printed", part.printed, "number", indicator.Label))
	}
	if text == "" {
		indicator.Flags = append(indicator.Flags, d.printer.T("planimport.flag.text_missing"))
	}
	indicator.Flags = append(indicator.Flags, indicator.Rule.Flags...)
	d.warnNumbers(indicator.SourceLines[0], &n.indicators, i, "planimport.kind.indicator")
	return indicator
}

// listLines gives the draft its lines and lists the unread ones with the reason.
func (d *drafter) listLines() {
	for i := range d.doc.lines {
		l := &d.doc.lines[i]
		d.out.Lines = append(d.out.Lines, plan.Line{Number: l.number, Text: l.text, Repaired: l.fixed, Role: l.role, Subject: l.subject})
		if l.role == plan.LineUnread {
			d.out.Unread = append(d.out.Unread, plan.UnreadLine{
				Line: l.number, Text: strings.TrimSpace(l.text), Reason: d.printer.T("planimport.unread." + l.reason),
			})
		}
		if l.role == plan.LineStaff && l.reason == "staffing_of_activity" {
			d.warn(l.number, "staffing_of_activity")
		}
	}
}

func (d *drafter) warn(line int, code string, args ...any) {
	d.out.Warnings = append(d.out.Warnings, plan.Warning{Line: line, Code: code, Message: d.printer.T("planimport.warning."+code, args...)})
}

func round2(x float64) float64 { return math.Round(x*100) / 100 }
