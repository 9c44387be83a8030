package planimport

import (
	"strconv"

	"samverk/features/plan"
)

// A heading and the prose below it stand before their activity's label, so they wait until it comes.

// activityForField is the activity that a field belongs to. Where a heading has come since the last activity's
// fields, the heading is the activity.
func (w *walker) activityForField() *activityPart {
	waiting := !w.area.empty()
	activity := w.activity()
	if waiting && (activity == nil || w.afterField) {
		return w.promoteHeading()
	}
	if activity != nil && !w.prose.empty() && !waiting {
		w.moveProse(&activity.background)
	}
	return activity
}

// promoteHeading makes an activity of the heading that is waiting.
func (w *walker) promoteHeading() *activityPart {
	activity := &activityPart{fromHeading: true, title: w.area}
	for _, part := range w.area.fragments {
		w.lines[part.index].role = plan.LineActivity
	}
	w.area = block{}
	w.moveProse(&activity.background)
	goal := w.goal()
	goal.activities = append(goal.activities, activity)
	w.activities++
	for _, part := range activity.title.fragments {
		w.lines[part.index].subject = w.activitySubject()
	}
	return activity
}

func (w *walker) moveProse(target *block) {
	for _, part := range w.prose.fragments {
		target.add(part.index, part.text, part.paragraph)
		w.lines[part.index].role = plan.LineBackground
		w.lines[part.index].subject = w.activitySubject()
	}
	w.prose = block{}
}

// giveWaiting hands the heading and the prose that have been waiting to their activity. A heading also covers the
// activities after the first, until the next heading or goal.
func (w *walker) giveWaiting(activity *activityPart) {
	goal := w.goal()
	if !w.area.empty() {
		activity.area = w.area
	} else if count := len(goal.activities); count > 0 && w.prose.empty() {
		activity.area = goal.activities[count-1].area
	}
	activity.background = w.prose
	subject := "activity " + strconv.Itoa(w.activities+1)
	for _, waiting := range [][]fragment{w.area.fragments, w.prose.fragments} {
		for _, part := range waiting {
			w.lines[part.index].subject = subject
		}
	}
	w.area, w.prose = block{}, block{}
}

// dropWaiting lists a heading or prose that no activity came for as unread.
func (w *walker) dropWaiting(reason string) {
	for _, waiting := range [][]fragment{w.area.fragments, w.prose.fragments} {
		for _, part := range waiting {
			l := &w.lines[part.index]
			l.role, l.subject = "", ""
			if isContact(l.clean) {
				l.leave("contact_details")
			} else {
				l.leave(reason)
			}
		}
	}
	w.area, w.prose = block{}, block{}
}

func (w *walker) goalSubject() string { return "goal " + strconv.Itoa(len(w.out.goals)) }

func (w *walker) activitySubject() string {
	return "activity " + strconv.Itoa(w.activities)
}

func (w *walker) indicatorSubject() string {
	return "indicator " + strconv.Itoa(w.indicators)
}
