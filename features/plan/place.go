package plan

import (
	"slices"
	"strconv"

	"samverk/platform/ui"
)

// places are what an activity or an indicator may belong to: the goals, or the activities of every goal. Other parts
// belong nowhere else.
func (p *Plan) places(part Part) []Part {
	var places []Part
	switch part.Kind {
	case ActivityPart:
		for g := range p.Goals {
			places = append(places, Part{GoalPart, p.Goals[g].Number})
		}
	case IndicatorPart:
		for _, activity := range p.Activities() {
			places = append(places, Part{ActivityPart, activity.Number})
		}
	}
	return places
}

// moveInto puts an activity last in another goal, or an indicator last in another activity; false when there is no such
// part or it belongs there already.
func (p *Plan) moveInto(part Part, parent int) bool {
	above := p.above(part)
	if above.Number == parent || !slices.Contains(p.places(part), Part{above.Kind, parent}) {
		return false
	}
	switch part.Kind {
	case ActivityPart:
		from, to := p.goal(above.Number), p.goal(parent)
		_, activity := p.activity(part.Number)
		activity.GoalID = to.ID
		handOver(&from.Activities, &to.Activities, func(a Activity) bool { return a.Number == part.Number })
	case IndicatorPart:
		_, from := p.activity(above.Number)
		_, to := p.activity(parent)
		_, indicator := p.indicator(part.Number)
		indicator.ActivityID = to.ID
		handOver(&from.Indicators, &to.Indicators, func(i Indicator) bool { return i.Number == part.Number })
	}
	return true
}

// handOver moves the one that is meant from a list to the end of another.
func handOver[T any](from, to *[]T, isMeant func(T) bool) {
	at := slices.IndexFunc(*from, isMeant)
	*to = append(*to, (*from)[at])
	*from = slices.Delete(*from, at, at+1)
}

// placeView is the form that moves a part to another goal or activity.
type placeView struct {
	Part    Part
	Now     int // the number of the goal or activity that it belongs to
	Places  []Part
	Name    func(Part) string
	Action  string
	Hidden  []string // name, value pairs that go along
	AsksWhy bool
}

func (v placeView) options() []ui.Option {
	options := make([]ui.Option, len(v.Places))
	for i, place := range v.Places {
		options[i] = ui.Option{Value: strconv.Itoa(place.Number), Text: v.Name(place)}
	}
	return options
}
