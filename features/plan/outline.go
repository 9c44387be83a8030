package plan

// Draft gives the plan in the shape of a draft: the same JSON contract as what was read, now with what it has become.
func (p *Plan) Draft() Draft {
	draft := Draft{
		Title: p.Title, Period: p.Period, AdoptedOn: p.AdoptedOn, AdoptedBy: p.AdoptedBy, OverallGoal: p.OverallGoal,
		Introduction: p.Introduction, Staff: p.Staff, Unread: p.Reading.Unread, Warnings: p.Reading.Warnings,
		Sources: p.Reading.Sources,
	}
	for _, goal := range p.Goals {
		draft.Goals = append(draft.Goals, goal.draft())
	}
	return draft
}

func (g *Goal) draft() DraftGoal {
	draft := DraftGoal{Number: g.Number, Label: g.Label, Title: g.Title, Text: g.Text, Sources: g.Sources}
	for _, activity := range g.Activities {
		draft.Activities = append(draft.Activities, activity.draft())
	}
	return draft
}

func (a *Activity) draft() DraftActivity {
	draft := DraftActivity{
		Number: a.Number, Label: a.Label, Area: a.Area, Title: a.Title, Background: a.Background, Priority: a.Priority,
		Window: a.Window, Recurrence: a.Recurrence, Responsible: a.Responsible, Sources: a.Sources, Flags: a.Flags,
	}
	for i := range a.Indicators {
		draft.Indicators = append(draft.Indicators, a.Indicators[i].draft())
	}
	return draft
}

func (i *Indicator) draft() DraftIndicator {
	return DraftIndicator{
		Number: i.Number, Label: i.Label, Text: i.Text, Original: i.Source.Original, SourceLines: i.Source.Lines,
		Confidence: i.Source.Confidence, Flags: i.Source.Flags, Rule: i.Rule, Owner: i.Owner, Note: i.Note,
	}
}
