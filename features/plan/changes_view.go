package plan

import (
	"cmp"
	"context"
	"strconv"

	"samverk/platform/calendar"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/ui"
)

// changesView is what became of a plan in an edition, in words.
type changesView struct {
	Plan, Before *Plan
	Counts       []countRow
	Whole        []fieldChange // of the plan itself
	Goals        []goalChanges
	MayPair      bool // corrections are open: a draft, seen by an officer
	Saved        bool // the reader has just corrected what a part continues
}

// countRow is a kind of part with how many there are of each change, in the order of Changes.
type countRow struct {
	Kind   PartKind
	Counts Counts
}

// goalChanges is a goal with the rows that tell something, and those that only say that all is as before.
type goalChanges struct {
	ID, Title string
	Row       changeRow
	Rows      []changeRow
	Same      []changeRow
}

// changeRow is a part with what became of it.
type changeRow struct {
	Part     Part // of the edition after; of the one before when dropped
	Change   Change
	Title    string
	Href     string
	Fields   []fieldChange
	PairHref string // where an officer corrects what it continues; empty when it cannot be corrected
	Was      string // its number before, when it has another now
}

type fieldChange struct{ Name, Before, After string }

func newChangesView(ctx context.Context, before, after *Plan) changesView {
	comparison := Compare(before, after)
	goals, activities, indicators := comparison.Count()
	w := changeWriter{i18n.In(ctx), before, after, after.Status == InDraft && isOfficer(ctx)}
	v := changesView{Plan: after, Before: before, MayPair: w.mayPair,
		Counts: []countRow{{GoalPart, goals}, {ActivityPart, activities}, {IndicatorPart, indicators}}}
	for _, field := range comparison.Plan.Fields {
		v.Whole = append(v.Whole, w.field(field, planText(w.p, before, field), planText(w.p, after, field)))
	}
	for _, goal := range comparison.Goals {
		v.Goals = append(v.Goals, w.goal(goal))
	}
	return v
}

// changeWriter puts a comparison into words.
type changeWriter struct {
	p             i18n.Printer
	before, after *Plan
	mayPair       bool
}

func (w changeWriter) field(field Field, before, after string) fieldChange {
	nothing := w.p.T("plan.changes.nothing")
	if before == "" {
		before = nothing
	}
	if after == "" {
		after = nothing
	}
	return fieldChange{w.p.T("plan.changes.field." + string(field)), before, after}
}

func (w changeWriter) goal(pair GoalPair) goalChanges {
	goal := latest(pair.Pair)
	title := w.p.T("plan.part.goal_titled", "number", goal.Label, "title", goal.Title)
	g := goalChanges{Row: w.row(Part{GoalPart, goal.Number}, pair.Change(), title)}
	g.ID, g.Title = anchor(g.Row), title
	g.Row.Was = renumbered(pair.Pair, func(goal *Goal) string { return goal.Label })
	for _, field := range pair.Fields {
		g.Row.Fields = append(g.Row.Fields, w.field(field, goalValue(pair.Before, field), goalValue(pair.After, field)))
	}
	for _, activity := range pair.Activities {
		g.add(w.activity(activity))
		for _, indicator := range activity.Indicators {
			g.add(w.indicator(indicator))
		}
	}
	return g
}

func (g *goalChanges) add(row changeRow) {
	if row.Change == Unchanged {
		g.Same = append(g.Same, row)
		return
	}
	g.Rows = append(g.Rows, row)
}

func (w changeWriter) activity(pair ActivityPair) changeRow {
	activity := latest(pair.Pair)
	row := w.row(Part{ActivityPart, activity.Number}, pair.Change(),
		w.p.T("plan.part.activity_titled", "number", activity.Label, "title", activity.Title))
	row.Was = renumbered(pair.Pair, func(a *Activity) string { return a.Label })
	for _, field := range pair.Fields {
		row.Fields = append(row.Fields, w.field(field, w.activityText(w.before, pair.Before, field), w.activityText(w.after, pair.After, field)))
	}
	return row
}

func (w changeWriter) indicator(pair Pair[Indicator]) changeRow {
	indicator := latest(pair)
	row := w.row(Part{IndicatorPart, indicator.Number}, pair.Change(),
		w.p.T("plan.part.indicator", "number", indicator.Label)+". "+indicator.Text)
	row.Was = renumbered(pair, func(i *Indicator) string { return i.Label })
	for _, field := range pair.Fields {
		was, is := w.indicatorText(w.before, pair.Before, field), w.indicatorText(w.after, pair.After, field)
		if was == is { // the words of a rule leave out what seldom matters
			was, is = w.ruleParts(pair.Before.Rule), w.ruleParts(pair.After.Rule)
		}
		row.Fields = append(row.Fields, w.field(field, was, is))
	}
	return row
}

// ruleParts says the parts of a rule that its words may leave out.
func (w changeWriter) ruleParts(rule Rule) string {
	text := w.p.T("plan.changes.counted_from", "from", w.p.Date(rule.From), "to", w.p.Date(rule.To)) + " " +
		w.p.T("plan.rule_form.partial") + ": " + w.p.T("plan.partial."+string(cmp.Or(rule.Partial, PartialFull))) + "."
	if rule.Measure != "" {
		text += " " + w.p.T("plan.measure."+string(rule.Measure)) + "."
	}
	return text
}

func (w changeWriter) row(part Part, change Change, title string) changeRow {
	row := changeRow{Part: part, Change: change, Title: title}
	in := w.after
	if change == Dropped {
		in = w.before
	} else if w.mayPair {
		row.PairHref = w.after.href("/changes/" + part.String())
	}
	row.Href = in.href("#goal-" + strconv.Itoa(part.Number))
	switch part.Kind {
	case ActivityPart:
		row.Href = activityHref(in, part.Number)
	case IndicatorPart:
		row.Href = indicatorHref(in, part.Number)
	}
	return row
}

// anchor is the row's name in the page; a dropped part must not be taken for one of the same number.
func anchor(row changeRow) string {
	if row.Change == Dropped {
		return "was-" + row.Part.String()
	}
	return row.Part.String()
}

// latest is the part after, or before when it was dropped.
func latest[T any](pair Pair[T]) *T {
	if pair.After != nil {
		return pair.After
	}
	return pair.Before
}

// renumbered is the part's printed number before, when it has another now.
func renumbered[T any](pair Pair[T], label func(*T) string) string {
	if pair.Before == nil || pair.After == nil || label(pair.Before) == label(pair.After) {
		return ""
	}
	return label(pair.Before)
}

func planText(p i18n.Printer, of *Plan, field Field) string {
	switch field {
	case FieldTitle:
		return of.Title
	case FieldPeriod:
		return daysText(p, of.Period)
	case FieldOverallGoal:
		return of.OverallGoal
	case FieldIntro:
		return of.Introduction
	case FieldStaff:
		text := ""
		for i, position := range of.Staff {
			if i > 0 {
				text += ", "
			}
			text += position.Role + " " + strconv.Itoa(position.Percent) + "\u00a0%"
		}
		return text
	}
	return ""
}

func daysText(p i18n.Printer, days calendar.Span) string {
	return p.Date(days.From) + "–" + p.Date(days.To)
}

func goalValue(goal *Goal, field Field) string {
	if field == FieldTitle {
		return goal.Title
	}
	return goal.Text
}

func (w changeWriter) activityText(in *Plan, a *Activity, field Field) string {
	switch field {
	case FieldTitle:
		return a.Title
	case FieldArea:
		return a.Area
	case FieldBackground:
		return a.Background
	case FieldPriority:
		return w.p.T("plan.priority." + string(a.Priority))
	case FieldWindow:
		return quartersText(w.p, a.Window)
	case FieldRecurrence:
		return w.p.T("plan.recurrence." + string(a.Recurrence))
	case FieldResponsible:
		return a.Responsible
	case FieldGoal:
		for _, goal := range in.Goals {
			if goal.ID == a.GoalID {
				return w.p.T("plan.part.goal_titled", "number", goal.Label, "title", goal.Title)
			}
		}
	}
	return ""
}

func (w changeWriter) indicatorText(in *Plan, i *Indicator, field Field) string {
	switch field {
	case FieldText:
		return i.Text
	case FieldRule:
		return RuleInWords(i.Rule, w.p)
	case FieldOwner:
		return i.Owner
	case FieldNote:
		return i.Note
	case FieldActivity:
		for _, activity := range in.Activities() {
			if activity.ID == i.ActivityID {
				return w.p.T("plan.part.activity_titled", "number", activity.Label, "title", activity.Title)
			}
		}
	}
	return ""
}

// pairView is the page on which a part is told what it continues.
type pairView struct {
	Plan, Before *Plan
	Part         Part
	Title        string // of the part
	CarriedFrom  string
	Options      []ui.Option // parts before that nothing else continues
	Typed        *form.Form
}

func newPairView(before, after *Plan, part Part) (pairView, bool) {
	v := pairView{Plan: after, Before: before, Part: part}
	found := false
	taken := map[string]bool{}
	for _, candidate := range partsOf(after, part.Kind) {
		if candidate.number == part.Number {
			v.Title, v.CarriedFrom, found = candidate.title, candidate.from, true
		} else {
			taken[candidate.from] = true
		}
	}
	for _, candidate := range partsOf(before, part.Kind) {
		if !taken[candidate.id] {
			v.Options = append(v.Options, ui.Option{Value: candidate.id, Text: candidate.title})
		}
	}
	return v, found
}

// aPart is a part of any kind, for lists.
type aPart struct {
	id, from, title string
	number          int
}

func partsOf(p *Plan, kind PartKind) []aPart {
	var parts []aPart
	switch kind {
	case GoalPart:
		for _, g := range p.Goals {
			parts = append(parts, aPart{g.ID, g.CarriedFrom, g.Label + ". " + g.Title, g.Number})
		}
	case ActivityPart:
		for _, a := range p.Activities() {
			parts = append(parts, aPart{a.ID, a.CarriedFrom, a.Label + ". " + a.Title, a.Number})
		}
	case IndicatorPart:
		for _, i := range p.Indicators() {
			parts = append(parts, aPart{i.ID, i.CarriedFrom, i.Label + ". " + i.Text, i.Number})
		}
	}
	return parts
}
