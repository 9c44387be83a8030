package planimport

import "samverk/features/plan"

// settle clears up what only shows when the whole document has been walked through.
func (o *outline) settle(lines []line) {
	o.dropAnnouncedGoals(lines)
	for i := range lines {
		if lines[i].role == "" {
			lines[i].leave("not_understood")
		}
	}
}

// dropAnnouncedGoals takes away goals that are only named before the one with the same number is treated, as in a list
// of contents or a summary.
func (o *outline) dropAnnouncedGoals(lines []line) {
	treated := map[string]int{} // by printed number: the last goal that has activities
	for i, goal := range o.goals {
		if len(goal.activities) > 0 && goal.printed != "" {
			treated[goal.printed] = i
		}
	}
	var kept []*goalPart
	for i, goal := range o.goals {
		if len(goal.activities) > 0 || treated[goal.printed] <= i {
			kept = append(kept, goal)
			continue
		}
		for _, part := range append(goal.title.fragments, goal.text.fragments...) {
			lines[part.index].role, lines[part.index].subject = plan.LineGoalList, ""
		}
	}
	o.goals = kept
}

// noPlan tells whether the document holds nothing that makes it a plan.
func (o *outline) noPlan() bool {
	return len(o.activities()) == 0 && len(o.goals) == 0
}
