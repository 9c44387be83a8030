package plan

import (
	"slices"
	"strconv"
	"strings"

	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/ui"
)

// editView is what the page shows on which a plan or a part of it is changed.
type editView struct {
	Plan      *Plan
	Part      Part
	New       bool
	Form      *form.Form
	Seen      string // takes the place of the version typed, once the reader has been shown what others saved
	Stale     *ui.Meanwhile
	Preview   *Preview // of the rule typed; nil when it is not asked for
	Rule      Rule     // that the preview is of
	Previewed string   // its version
	Done      editDone
	Order     *form.Form // what is typed beside the parts below, when one of them could not be moved
	Place     *form.Form // what is chosen and typed where the part moves, when it could not
}

// read takes what is typed into the view's own copy of the plan, to see what is wrong.
func (v *editView) read() { v.Plan.readPart(v.Part, v.Form) }

// asksForPreview tells whether the rule typed has to be shown before it is saved: it is another than the saved one and
// has not been shown, or somebody asks to see it.
func (v *editView) asksForPreview(saved Rule) bool {
	_, indicator := v.Plan.indicator(v.Part.Number)
	now := versionOf(indicator.Rule)
	changed := v.New || now != versionOf(saved)
	return v.Form.Text("step") == "preview" || changed && v.Form.Text("previewed") != now
}

// seen is the version that the form keeps.
func (v editView) seen() string {
	if v.Seen != "" {
		return v.Seen
	}
	return v.Form.Typed("seen")
}

// parent is the number of the goal or activity that a new part belongs to.
func (v editView) parent() int {
	n, _ := strconv.Atoi(v.Form.Text("in"))
	return n
}

// action is where the form is sent.
func (v editView) action() string {
	if v.New {
		return v.Plan.href("/edit/" + string(v.Part.Kind) + "/new")
	}
	return partHref(v.Plan, v.Part)
}

// partHref is the page on which the part is changed.
func partHref(p *Plan, part Part) string {
	if part.Kind == WholePlan {
		return p.href("/edit")
	}
	return p.href("/edit/" + string(part.Kind) + "/" + strconv.Itoa(part.Number))
}

// kindBelow is the kind of what belongs to a part.
var kindBelow = map[PartKind]PartKind{WholePlan: GoalPart, GoalPart: ActivityPart, ActivityPart: IndicatorPart}

// newPartHref is the page on which a part is added to a goal, an activity or the plan.
func newPartHref(p *Plan, above Part) string {
	return p.href("/edit/" + string(kindBelow[above.Kind]) + "/new?in=" + strconv.Itoa(above.Number))
}

// above is the part that a part belongs to.
func (p *Plan) above(part Part) Part {
	switch part.Kind {
	case ActivityPart:
		if goal, _ := p.activity(part.Number); goal != nil {
			return Part{GoalPart, goal.Number}
		}
	case IndicatorPart:
		if activity, _ := p.indicator(part.Number); activity != nil {
			return Part{ActivityPart, activity.Number}
		}
	}
	return Part{Kind: WholePlan}
}

// shownHref is the page on which the part is read.
func (p *Plan) shownHref(part Part) string {
	switch part.Kind {
	case GoalPart:
		return p.href("#goal-" + strconv.Itoa(part.Number))
	case ActivityPart:
		return activityHref(p, part.Number)
	case IndicatorPart:
		return indicatorHref(p, part.Number)
	}
	return p.href("")
}

// partBelow is a part in the list of those below another.
type partBelow struct {
	Part  Part
	Title string
	Place int
	Last  bool
}

// below lists what belongs to the part, in order.
func (p *Plan) below(part Part) []partBelow {
	var list []partBelow
	switch part.Kind {
	case WholePlan:
		for _, goal := range p.Goals {
			list = append(list, partBelow{Part: Part{GoalPart, goal.Number}, Title: goal.Label + ". " + goal.Title})
		}
	case GoalPart:
		for _, activity := range p.goal(part.Number).Activities {
			list = append(list, partBelow{Part: Part{ActivityPart, activity.Number}, Title: activity.Label + ". " + activity.Title})
		}
	case ActivityPart:
		_, activity := p.activity(part.Number)
		for _, indicator := range activity.Indicators {
			list = append(list, partBelow{Part: Part{IndicatorPart, indicator.Number}, Title: indicator.Label + ". " + indicator.Text})
		}
	}
	for i := range list {
		list[i].Place, list[i].Last = i, i == len(list)-1
	}
	return list
}

// belowView is the parts that belong to another, to change, move and add.
type belowView struct {
	Above   Part
	Parts   []partBelow
	Href    func(Part) string // where a part is changed
	Add     string            // where one is added
	Action  string            // where the order is sent
	Hidden  []string          // name, value pairs that go along
	AsksWhy bool
	Order   *form.Form // the reason
}

// belowOf is what belongs to the part of the plan that is changed.
func belowOf(v editView) belowView {
	return belowView{Above: v.Part, Parts: v.Plan.below(v.Part), Href: func(part Part) string { return partHref(v.Plan, part) },
		Add: newPartHref(v.Plan, v.Part), Action: partHref(v.Plan, v.Part) + "/order", AsksWhy: v.Plan.NeedsReason(), Order: v.Order}
}

// placeOf is what the part that is changed may be moved to.
func placeOf(v editView) placeView {
	above := v.Plan.above(v.Part)
	return placeView{Part: v.Part, Now: above.Number, Places: v.Plan.places(v.Part), Action: partHref(v.Plan, v.Part) + "/place",
		Name:   func(part Part) string { return labelOf(v.Plan, part) + ". " + nameOfPart(v.Plan, part) },
		Hidden: []string{"place_seen", strconv.Itoa(above.Number)}, AsksWhy: v.Plan.NeedsReason()}
}

// removeView is the page that asks before a part is taken away, from a plan or from a draft under review.
type removeView struct {
	Plan         *Plan
	Part         Part
	Form         *form.Form
	Records      int // links to the indicators that go
	Crumbs       []ui.Link
	In           string
	Action, Back string
	Hidden       []string // name, value pairs that go along
	AsksWhy      bool
	Kept, Do     string // the catalogue's keys
	Stale        *ui.Meanwhile
}

// counts are how many activities and indicators go with the part.
func (v removeView) counts() (activities, indicators int) {
	for _, below := range v.Plan.withBelow(v.Part) {
		switch {
		case below == v.Part:
		case below.Kind == ActivityPart:
			activities++
		case below.Kind == IndicatorPart:
			indicators++
		}
	}
	return activities, indicators
}

// fieldLabels are the catalogue's names of the fields; a row's number is left out.
var fieldLabels = map[string]string{
	"title": "plan.field.heading", "text": "plan.field.text_any", "from": "plan.field.from", "to": "plan.field.to",
	"overall_goal": "plan.field.overall_goal", "introduction": "plan.field.introduction", "adopted_on": "plan.field.adopted_on",
	"adopted_by": "plan.field.adopted_by", "role": "plan.field.staff", "percent": "plan.field.staff", "area": "plan.field.area",
	"background": "plan.field.background", "priority": "plan.field.priority", "window_from": "plan.field.window_from",
	"window_to": "plan.field.window_to", "recurrence": "plan.field.recurrence", "responsible": "plan.field.responsible",
	"before": "plan.field.before", "standing": "plan.field.before", "owner": "plan.field.owner", "note": "plan.field.note",
	"kind": "plan.rule_form.kind", "target": "plan.rule_form.target", "measure": "plan.rule_form.measure",
	"period": "plan.rule_form.period", "partial": "plan.rule_form.partial", "evidence": "plan.rule_form.evidence",
	"states": "plan.rule_form.states", "tags": "plan.rule_form.tags", "network": "plan.rule_form.network",
}

// fieldWords are where the catalogue has the words of fields that are chosen.
var fieldWords = map[string]string{"priority": "plan.priority.", "recurrence": "plan.recurrence.", "standing": "plan.standing.",
	"kind": "plan.rule_kind.", "measure": "plan.measure.", "period": "plan.period.", "partial": "plan.partial.",
	"states": "plan.state.", "evidence": "plan.kind_single."}

// differencesOf lists the fields in which two forms of the same part differ.
func differencesOf(saved, typed *form.Form, p i18n.Printer) []ui.Difference {
	var list []ui.Difference
	for _, field := range slices.Concat(saved.Fields(), typed.Fields()) {
		name, _, _ := strings.Cut(field, "_")
		if _, whole := fieldLabels[field]; whole {
			name = field
		}
		label, known := fieldLabels[name]
		if !known || slices.Equal(saved.All(field), typed.All(field)) {
			continue
		}
		d := ui.Difference{Label: p.T(label), Saved: inWords(saved, field, name, p), Typed: inWords(typed, field, name, p)}
		if d.Saved != d.Typed && !slices.Contains(list, d) {
			list = append(list, d)
		}
	}
	return list
}

func inWords(f *form.Form, field, name string, p i18n.Printer) string {
	var said []string
	for _, value := range f.All(field) {
		value = strings.TrimSpace(strings.ReplaceAll(value, "\r\n", "\n"))
		if prefix, chosen := fieldWords[name]; chosen && value != "" && isCode(value) {
			value = p.T(prefix + value)
		}
		said = append(said, value)
	}
	return strings.Join(said, ", ")
}

// isCode tells whether a value may be a key of the catalogue.
func isCode(value string) bool {
	return len(value) < 40 && !strings.ContainsFunc(value, func(r rune) bool { return (r < 'a' || r > 'z') && r != '_' })
}
