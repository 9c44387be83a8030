package plan

import (
	"slices"
	"strconv"
	"strings"
)

// nextNumber is the number of a part to be added: after every number in the draft and in the document's lines, so that a
// new part is never shown beside lines that another was read from.
func (r *Review) nextNumber(kind PartKind) int {
	highest := 0
	count := func(part Part) {
		if part.Kind == kind {
			highest = max(highest, part.Number)
		}
	}
	for _, line := range r.Lines {
		if part, known := parseSubject(line.Subject); known {
			count(part)
		}
	}
	for _, goal := range r.Draft.Goals {
		count(Part{GoalPart, goal.Number})
		for _, activity := range goal.Activities {
			count(Part{ActivityPart, activity.Number})
			for _, indicator := range activity.Indicators {
				count(Part{IndicatorPart, indicator.Number})
			}
		}
	}
	return highest + 1
}

// add puts an empty part last in the one it belongs to, as Plan.add; false when that is not there.
func (d *Draft) add(part Part, parent int) bool {
	p := d.toPlan()
	if !p.add(part, parent, "") {
		return false
	}
	switch part.Kind {
	case GoalPart:
		d.Goals = append(d.Goals, p.goal(part.Number).draft())
	case ActivityPart:
		goal := d.goal(parent)
		_, activity := p.activity(part.Number)
		goal.Activities = append(goal.Activities, activity.draft())
	case IndicatorPart:
		_, activity := d.activity(parent)
		_, indicator := p.indicator(part.Number)
		activity.Indicators = append(activity.Indicators, indicator.draft())
	}
	return true
}

// move puts a part one step up or down among those it stands with; false when it stands at the end already.
func (d *Draft) move(part Part, step int) bool {
	switch part.Kind {
	case GoalPart:
		return swap(d.Goals, slices.IndexFunc(d.Goals, part.isGoal), step)
	case ActivityPart:
		if goal, _ := d.activity(part.Number); goal != nil {
			return swap(goal.Activities, slices.IndexFunc(goal.Activities, part.isActivity), step)
		}
	case IndicatorPart:
		if activity, _ := d.indicator(part.Number); activity != nil {
			return swap(activity.Indicators, slices.IndexFunc(activity.Indicators, part.isIndicator), step)
		}
	}
	return false
}

// moveInto puts an activity last in another goal, or an indicator last in another activity; false when there is none.
func (d *Draft) moveInto(part Part, parent int) bool {
	switch part.Kind {
	case ActivityPart:
		from, _ := d.activity(part.Number)
		to := d.goal(parent)
		if from == nil || to == nil || from == to {
			return false
		}
		handOver(&from.Activities, &to.Activities, part.isActivity)
		return true
	case IndicatorPart:
		from, _ := d.indicator(part.Number)
		_, to := d.activity(parent)
		if from == nil || to == nil || from == to {
			return false
		}
		handOver(&from.Indicators, &to.Indicators, part.isIndicator)
		return true
	}
	return false
}

// remove takes a part away with everything below it.
func (d *Draft) remove(part Part) {
	switch part.Kind {
	case GoalPart:
		d.Goals = slices.DeleteFunc(d.Goals, part.isGoal)
	case ActivityPart:
		if goal, _ := d.activity(part.Number); goal != nil {
			goal.Activities = slices.DeleteFunc(goal.Activities, part.isActivity)
		}
	case IndicatorPart:
		if activity, _ := d.indicator(part.Number); activity != nil {
			activity.Indicators = slices.DeleteFunc(activity.Indicators, part.isIndicator)
		}
	}
}

func (p Part) isGoal(g DraftGoal) bool           { return g.Number == p.Number }
func (p Part) isActivity(a DraftActivity) bool   { return a.Number == p.Number }
func (p Part) isIndicator(i DraftIndicator) bool { return i.Number == p.Number }

// step is one press of a button that moves a part among those it stands with.
type step struct {
	Part  Part
	Place int // where it stood when the page was shown, from 0
	By    int // -1 is up, 1 is down
}

// String is the step as a button sends it: "activity-3:1:-1".
func (s step) String() string {
	return s.Part.String() + ":" + strconv.Itoa(s.Place) + ":" + strconv.Itoa(s.By)
}

// parseStep reads what a button sent.
func parseStep(text string) (step, bool) {
	words := strings.Split(text, ":")
	if len(words) != 3 {
		return step{}, false
	}
	part, known := parsePart(words[0])
	place, wrongPlace := strconv.Atoi(words[1])
	by, wrongBy := strconv.Atoi(words[2])
	return step{part, place, by}, known && wrongPlace == nil && wrongBy == nil && (by == -1 || by == 1)
}
