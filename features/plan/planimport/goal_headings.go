package planimport

// markGoalHeadings finds the goals of a document that has headings but calls none of them a goal: the headings above
// those that hold activities.
func markGoalHeadings(lines []line) {
	if hasLabelled(lines, fieldGoal) {
		return
	}
	level := goalLevel(lines, activityHeadings(lines))
	if level == 0 {
		return
	}
	for i := range lines {
		l := &lines[i]
		if l.level == level && !l.title && !hasLabel(l) && !frontHead.MatchString(skeleton(l.clean)) && holdsFields(lines, i, level) {
			l.goal = true
		}
	}
}

func hasLabelled(lines []line, kind field) bool {
	for i := range lines {
		if found, ok := lines[i].label(); ok && found.field == kind && !found.alone {
			return true
		}
		if len(lines[i].cells) > 0 {
			for _, column := range tableHead(lines[i].cells) {
				if column.field == kind {
					return true
				}
			}
		}
	}
	return false
}

// activityHeadings gives the level of the headings that are activities: those with the label, else those right above
// fields. It is 0 when activities are no headings.
func activityHeadings(lines []line) int {
	labelled := hasLabelled(lines, fieldActivity)
	deepest := 0
	last := 0
	for i := range lines {
		found, ok := lines[i].label()
		if lines[i].level > 0 && !ok {
			last = lines[i].level
		}
		switch {
		case ok && labelled && found.field == fieldActivity:
			deepest = max(deepest, lines[i].level)
		case ok && !labelled && isDetail(found.field):
			deepest = max(deepest, last)
		}
	}
	return deepest
}

func isDetail(kind field) bool {
	return kind == fieldIndicator || kind == fieldPriority || kind == fieldTime
}

// goalLevel is the level of the headings right above the activities, 0 when there is none.
func goalLevel(lines []line, activities int) int {
	best := 0
	for i := range lines {
		l := &lines[i]
		if l.level == 0 || l.title || hasLabel(l) || frontHead.MatchString(skeleton(l.clean)) || !holdsFields(lines, i, l.level) {
			continue
		}
		if activities > 0 && l.level < activities && l.level > best {
			best = l.level // the nearest level above
		}
		if activities == 0 && (best == 0 || l.level < best) {
			best = l.level // activities are plain lines: the highest heading
		}
	}
	return best
}

// holdsFields tells whether fields of activities stand below a heading, before the next one as high.
func holdsFields(lines []line, i, level int) bool {
	for j := i + 1; j < len(lines); j++ {
		if lines[j].level > 0 && lines[j].level <= level {
			return false
		}
		if found, ok := lines[j].label(); ok && (isDetail(found.field) || found.field == fieldActivity) {
			return true
		}
		if len(lines[j].cells) > 0 && tableHead(lines[j].cells) != nil {
			return true
		}
	}
	return false
}
