package plan

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strconv"

	"samverk/platform/calendar"
	"samverk/platform/form"
	"samverk/platform/i18n"
)

// IsEditable tells whether the plan may be changed: what has ended or come to nothing stays as it was.
func (p *Plan) IsEditable() bool { return p.Status == Current || p.Status == InDraft }

// NeedsReason tells whether a change asks for a reason: it changes what was decided.
func (p *Plan) NeedsReason() bool { return p.Status == Current }

// goal finds a goal by number; nil when there is none.
func (p *Plan) goal(number int) *Goal {
	for g := range p.Goals {
		if p.Goals[g].Number == number {
			return &p.Goals[g]
		}
	}
	return nil
}

// activity finds an activity with its goal.
func (p *Plan) activity(number int) (*Goal, *Activity) {
	for g := range p.Goals {
		for a := range p.Goals[g].Activities {
			if p.Goals[g].Activities[a].Number == number {
				return &p.Goals[g], &p.Goals[g].Activities[a]
			}
		}
	}
	return nil, nil
}

// indicator finds an indicator with its activity.
func (p *Plan) indicator(number int) (*Activity, *Indicator) {
	for _, activity := range p.Activities() {
		for i := range activity.Indicators {
			if activity.Indicators[i].Number == number {
				return activity, &activity.Indicators[i]
			}
		}
	}
	return nil, nil
}

// has tells whether the plan has the part.
func (p *Plan) has(part Part) bool {
	_, known := p.idOf(part)
	return known
}

// idOf is the part's key.
func (p *Plan) idOf(part Part) (string, bool) {
	switch part.Kind {
	case WholePlan:
		return p.ID, true
	case GoalPart:
		if goal := p.goal(part.Number); goal != nil {
			return goal.ID, true
		}
	case ActivityPart:
		if _, activity := p.activity(part.Number); activity != nil {
			return activity.ID, true
		}
	case IndicatorPart:
		if _, indicator := p.indicator(part.Number); indicator != nil {
			return indicator.ID, true
		}
	}
	return "", false
}

// The contents are what an edit may change, as the audit trail keeps it.
type (
	planContent struct {
		Title        string        `json:"title"`
		Period       calendar.Span `json:"period"`
		AdoptedOn    calendar.Date `json:"adoptedOn"`
		AdoptedBy    string        `json:"adoptedBy"`
		OverallGoal  string        `json:"overallGoal"`
		Introduction string        `json:"introduction"`
		Staff        []DraftStaff  `json:"staff"`
	}
	goalContent struct {
		Title string `json:"title"`
		Text  string `json:"text"`
	}
	activityContent struct {
		Title        string               `json:"title"`
		Area         string               `json:"area"`
		Background   string               `json:"background"`
		Priority     Priority             `json:"priority"`
		Window       calendar.QuarterSpan `json:"window"`
		Recurrence   Recurrence           `json:"recurrence"`
		Responsible  string               `json:"responsible"`
		Predecessors []orderContent       `json:"predecessors"`
	}
	orderContent struct {
		Activity int      `json:"activity"`
		Standing Standing `json:"standing"`
	}
	indicatorContent struct {
		Text  string `json:"text"`
		Owner string `json:"owner"`
		Note  string `json:"note"`
		Rule  Rule   `json:"rule"`
	}
)

// content is what an edit of the part may change; the part must be there.
func (p *Plan) content(part Part) any {
	switch part.Kind {
	case GoalPart:
		goal := p.goal(part.Number)
		return goalContent{goal.Title, goal.Text}
	case ActivityPart:
		_, a := p.activity(part.Number)
		c := activityContent{a.Title, a.Area, a.Background, a.Priority, a.Window, a.Recurrence, a.Responsible, nil}
		for _, before := range a.Predecessors {
			c.Predecessors = append(c.Predecessors, orderContent{p.activityNumber(before.ActivityID), before.Standing})
		}
		slices.SortFunc(c.Predecessors, func(x, y orderContent) int { return x.Activity - y.Activity })
		return c
	case IndicatorPart:
		_, i := p.indicator(part.Number)
		return indicatorContent{i.Text, i.Owner, i.Note, i.Rule}
	}
	return planContent{p.Title, p.Period, p.AdoptedOn, p.AdoptedBy, p.OverallGoal, p.Introduction, p.Staff}
}

// activityNumber is the number of an activity by its key, 0 when it is not in the plan.
func (p *Plan) activityNumber(id string) int {
	for _, activity := range p.Activities() {
		if activity.ID == id {
			return activity.Number
		}
	}
	return 0
}

// Version names what the part says now: a form keeps it, so that nobody saves over what they have not seen.
func (p *Plan) Version(part Part) string { return versionOf(p.content(part)) }

func versionOf(content any) string {
	text, err := json.Marshal(content)
	if err != nil {
		panic(err) // contents are plain values
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:8])
}

// fieldsOf fills a form with the part.
func (p *Plan) fieldsOf(part Part) []string {
	switch part.Kind {
	case GoalPart:
		draft := p.goal(part.Number).draft()
		return draft.fields()
	case ActivityPart:
		_, activity := p.activity(part.Number)
		draft := activity.draft()
		return append(draft.fields(), p.orderFields(activity)...)
	case IndicatorPart:
		_, indicator := p.indicator(part.Number)
		draft := indicator.draft()
		return draft.fields()
	}
	draft := p.Draft()
	return draft.fields()
}

// orderFields are one row for each activity that goes before, and an empty one.
func (p *Plan) orderFields(activity *Activity) []string {
	var pairs []string
	for i, before := range activity.Predecessors {
		row := strconv.Itoa(i + 1)
		pairs = append(pairs, "before_"+row, strconv.Itoa(p.activityNumber(before.ActivityID)), "standing_"+row, string(before.Standing))
	}
	empty := strconv.Itoa(len(activity.Predecessors) + 1)
	return append(pairs, "before_"+empty, "", "standing_"+empty, string(Proposed), "order_rows", empty)
}

// readPart takes the part's fields from a form; what is wrong is said beside the fields.
func (p *Plan) readPart(part Part, f *form.Form) {
	switch part.Kind {
	case GoalPart:
		goal := p.goal(part.Number)
		draft := goal.draft()
		draft.read(f)
		goal.Title, goal.Text = draft.Title, draft.Text
	case ActivityPart:
		_, a := p.activity(part.Number)
		d := a.draft()
		d.read(f)
		a.Title, a.Area, a.Background, a.Priority, a.Window, a.Recurrence, a.Responsible =
			d.Title, d.Area, d.Background, d.Priority, d.Window, d.Recurrence, d.Responsible
		a.Predecessors = p.readOrder(a, f)
	case IndicatorPart:
		_, i := p.indicator(part.Number)
		d := i.draft()
		d.read(f)
		i.Text, i.Owner, i.Note, i.Rule = d.Text, d.Owner, d.Note, d.Rule
	default:
		d := p.Draft()
		d.read(f)
		p.Title, p.Period, p.AdoptedOn, p.AdoptedBy, p.OverallGoal, p.Introduction, p.Staff =
			d.Title, d.Period, d.AdoptedOn, d.AdoptedBy, d.OverallGoal, d.Introduction, d.Staff
	}
}

// mostOrderRows bounds how many activities may go before another.
const mostOrderRows = 50

func orderRows(f *form.Form) int { return rowsOf(f, "order_rows", mostOrderRows) }

// readOrder reads the activities that go before; a row without an activity is taken away.
func (p *Plan) readOrder(activity *Activity, f *form.Form) []Predecessor {
	var order []Predecessor
	seen := map[string]bool{}
	for i := range orderRows(f) {
		row := strconv.Itoa(i + 1)
		if f.Text("before_"+row) == "" {
			continue
		}
		number, _ := strconv.Atoi(f.Text("before_" + row))
		_, before := p.activity(number)
		switch standing := Standing(f.Text("standing_" + row)); {
		case before == nil:
			f.Refuse("before_"+row, i18n.Msg("plan.fault.no_activity"))
		case p.goesBefore(activity.ID, before.ID):
			f.Refuse("before_"+row, i18n.Msg("plan.fault.circle", "activity", before.Label))
		case standing != Proposed && standing != Confirmed:
			f.Refuse("standing_"+row, i18n.Msg("plan.fault.standing"))
		case !seen[before.ID]:
			seen[before.ID] = true
			order = append(order, Predecessor{before.ID, standing})
		}
	}
	return order
}

// goesBefore tells whether one activity must be done before another, itself included, by the orders that are saved.
func (p *Plan) goesBefore(first, last string) bool {
	before := map[string][]string{}
	for _, activity := range p.Activities() {
		for _, predecessor := range activity.Predecessors {
			before[activity.ID] = append(before[activity.ID], predecessor.ActivityID)
		}
	}
	seen := map[string]bool{}
	var reaches func(id string) bool
	reaches = func(id string) bool {
		if id == first {
			return true
		}
		if seen[id] {
			return false
		}
		seen[id] = true
		return slices.ContainsFunc(before[id], reaches)
	}
	return reaches(last)
}

// add puts an empty part of a kind last in the one it belongs to, under a key made beforehand; false when that is not
// there. Number is the number it gets: numbers of parts that were taken away are not used again.
func (p *Plan) add(part Part, parent int, id string) bool {
	label := strconv.Itoa(part.Number)
	switch part.Kind {
	case GoalPart:
		p.Goals = append(p.Goals, Goal{ID: id, Number: part.Number, Label: label})
		return true
	case ActivityPart:
		if goal := p.goal(parent); goal != nil {
			activity := Activity{ID: id, GoalID: goal.ID, Number: part.Number, Label: label, Priority: Medium, Recurrence: Once}
			if !p.Period.IsEmpty() {
				activity.Window = calendar.QuarterSpan{From: calendar.QuarterOf(p.Period.From), To: calendar.QuarterOf(p.Period.To)}
			}
			goal.Activities = append(goal.Activities, activity)
			return true
		}
	case IndicatorPart:
		if _, activity := p.activity(parent); activity != nil {
			window := activity.Window.Span()
			activity.Indicators = append(activity.Indicators, Indicator{ID: id, ActivityID: activity.ID, Number: part.Number, Label: label,
				Rule: Rule{Kind: CountPerPeriod, Target: 1, Period: PerYear, From: window.From, To: window.To, Comparator: AtLeast, Partial: PartialFull}})
			return true
		}
	}
	return false
}

// move puts a part one step up or down among those it stands with; false when it stands at the end already.
func (p *Plan) move(part Part, step int) bool {
	switch part.Kind {
	case GoalPart:
		return swap(p.Goals, slices.IndexFunc(p.Goals, func(g Goal) bool { return g.Number == part.Number }), step)
	case ActivityPart:
		goal, _ := p.activity(part.Number)
		return swap(goal.Activities, slices.IndexFunc(goal.Activities, func(a Activity) bool { return a.Number == part.Number }), step)
	case IndicatorPart:
		activity, _ := p.indicator(part.Number)
		return swap(activity.Indicators, slices.IndexFunc(activity.Indicators, func(i Indicator) bool { return i.Number == part.Number }), step)
	}
	return false
}

func swap[T any](list []T, at, step int) bool {
	to := at + step
	if at < 0 || to < 0 || to >= len(list) {
		return false
	}
	list[at], list[to] = list[to], list[at]
	return true
}

// siblings are the numbers of the parts that a part stands with, in order, and its place among them; -1 when it is not there.
func (p *Plan) siblings(part Part) (numbers []int, at int) {
	switch part.Kind {
	case GoalPart:
		for g := range p.Goals {
			numbers = append(numbers, p.Goals[g].Number)
		}
	case ActivityPart:
		if goal, _ := p.activity(part.Number); goal != nil {
			for a := range goal.Activities {
				numbers = append(numbers, goal.Activities[a].Number)
			}
		}
	case IndicatorPart:
		if activity, _ := p.indicator(part.Number); activity != nil {
			for i := range activity.Indicators {
				numbers = append(numbers, activity.Indicators[i].Number)
			}
		}
	}
	return numbers, slices.Index(numbers, part.Number)
}

// withBelow lists a part and everything below it; the whole plan has nothing that can be taken away.
func (p *Plan) withBelow(part Part) []Part {
	var parts []Part
	switch part.Kind {
	case GoalPart:
		for _, activity := range p.goal(part.Number).Activities {
			parts = append(parts, p.withBelow(Part{ActivityPart, activity.Number})...)
		}
	case ActivityPart:
		_, activity := p.activity(part.Number)
		for _, indicator := range activity.Indicators {
			parts = append(parts, Part{IndicatorPart, indicator.Number})
		}
	case WholePlan:
		return nil
	}
	return append(parts, part)
}
