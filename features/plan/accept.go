package plan

import (
	"samverk/platform/fold"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// Document is the file that a draft was read from. Its content may hold names and addresses: it is for reviewers only.
type Document struct {
	Name    string
	Content []byte
}

// longestKey keeps keys easy to type and read in an address.
const longestKey = 48

// keyFor proposes a key from the plan's title; suffix comes into play when the key is taken.
func keyFor(title string) string {
	if slug := fold.Slug(title, longestKey); slug != "" {
		return slug
	}
	return "plan"
}

// Check names what keeps a draft from being accepted: it must have a title, goals, activities and indicators whose rules can
// be judged, and indicator numbers that are unique.
func (d *Draft) Check() []i18n.Message {
	var problems []i18n.Message
	if d.Title == "" {
		problems = append(problems, i18n.Msg("plan.fault.title_missing"))
	}
	if d.Period.IsEmpty() {
		problems = append(problems, i18n.Msg("plan.draft.period_missing"))
	}
	taken := map[int]bool{}
	activities := 0
	for _, goal := range d.Goals {
		for _, activity := range goal.Activities {
			activities++
			if activity.Window.IsEmpty() {
				problems = append(problems, i18n.Msg("plan.draft.window_missing", "activity", activity.Label))
			}
			for _, indicator := range activity.Indicators {
				if taken[indicator.Number] {
					problems = append(problems, i18n.Msg("plan.draft.number_twice", "number", indicator.Number))
				}
				taken[indicator.Number] = true
				for _, fault := range indicator.Rule.Validate() {
					problems = append(problems, i18n.Msg("plan.draft.rule", "indicator", indicator.Label, "fault", fault))
				}
			}
		}
	}
	if activities == 0 {
		problems = append(problems, i18n.Msg("plan.draft.no_activities"))
	}
	return problems
}

// toPlan makes the plan of a draft, with keys for everything in it.
func (d *Draft) toPlan() Plan {
	p := Plan{
		ID: store.NewID(), Title: d.Title, Period: d.Period, Edition: 1, Status: Current,
		AdoptedOn: d.AdoptedOn, AdoptedBy: d.AdoptedBy, OverallGoal: d.OverallGoal, Introduction: d.Introduction,
		Staff: d.Staff, Reading: Reading{Sources: d.Sources, Unread: d.Unread, Warnings: d.Warnings},
	}
	for _, goal := range d.Goals {
		p.Goals = append(p.Goals, goal.toGoal())
	}
	return p
}

func (d *DraftGoal) toGoal() Goal {
	goal := Goal{ID: store.NewID(), Number: d.Number, Label: d.Label, Title: d.Title, Text: d.Text, Sources: d.Sources}
	for _, activity := range d.Activities {
		goal.Activities = append(goal.Activities, activity.toActivity(goal.ID))
	}
	return goal
}

func (d *DraftActivity) toActivity(goalID string) Activity {
	activity := Activity{
		ID: store.NewID(), GoalID: goalID, Number: d.Number, Label: d.Label, Area: d.Area, Title: d.Title,
		Background: d.Background, Priority: d.Priority, Window: d.Window, Recurrence: d.Recurrence,
		Responsible: d.Responsible, Flags: d.Flags, Sources: d.Sources,
	}
	for _, indicator := range d.Indicators {
		activity.Indicators = append(activity.Indicators, Indicator{
			ID: store.NewID(), ActivityID: activity.ID, Number: indicator.Number, Label: indicator.Label,
			Text: indicator.Text, Rule: indicator.Rule, Owner: indicator.Owner, Note: indicator.Note,
			Source: Source{Lines: indicator.SourceLines, Original: indicator.Original,
				Repaired: indicator.Original != indicator.Text, Confidence: indicator.Confidence, Flags: indicator.Flags},
		})
	}
	return activity
}
