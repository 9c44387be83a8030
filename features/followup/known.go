package followup

import (
	"maps"
	"sync"

	"samverk/features/evidence"
	"samverk/features/plan"
	"samverk/features/staffing"
	"samverk/platform/calendar"
	"samverk/platform/ui"
)

// known is everything the pages need to know about a plan, as it was at one version of the data. It is never changed
// after it was loaded, so any number of requests may read it at once; what they work out of it is kept beside it.
type known struct {
	version int // the memory's; 0 when it is not kept there
	plan    *plan.Plan
	places  map[int]place
	tallies map[string][]evidence.Tally
	signed  map[string][]Assessment
	waived  map[string][]Waiver
	decided map[string]staffing.Said // about the plan of hours, by the activity's key

	mu      sync.Mutex
	views   map[calendar.Date]*standing
	cells   map[calendar.Date]map[int][]CellStatus // taken over from earlier versions: by day and the indicator's number
	behinds map[behindKey]behind
	hours   map[calendar.Quarter]*staffing.Outlook // by the quarter it begins with
	others  []ui.Linked                            // the other current plans; nil before they are asked for
}

// place is where an indicator stands in its plan.
type place struct {
	goal      *plan.Goal
	activity  *plan.Activity
	indicator *plan.Indicator
}

// standing is how a plan stands on a day.
type standing struct {
	PlanStatus
	cells map[int][]CellStatus // by the indicator's number
	loose int                  // records not long before the day that count nowhere
	hours *staffing.Outlook    // the plan of hours; nil when there is none

	quarters sync.Map // the whole quarter plan, *quarterPlan by how it was asked for
}

// keptDays bounds how many days are kept worked out for each plan.
const keptDays = 64

func newKnown(p *plan.Plan) *known {
	k := &known{plan: p, places: map[int]place{}, views: map[calendar.Date]*standing{}}
	for g := range p.Goals {
		goal := &p.Goals[g]
		for a := range goal.Activities {
			activity := &goal.Activities[a]
			for i := range activity.Indicators {
				k.places[activity.Indicators[i].Number] = place{goal, activity, &activity.Indicators[i]}
			}
		}
	}
	return k
}

// after gives a copy for a later version of the data, in which only the touched indicators stand otherwise. What was
// worked out for the others is taken over.
func (k *known) after(touched map[string]bool) *known {
	next := &known{plan: k.plan, places: k.places, tallies: maps.Clone(k.tallies), signed: k.signed, waived: k.waived, decided: k.decided,
		views: map[calendar.Date]*standing{}, cells: map[calendar.Date]map[int][]CellStatus{}, behinds: map[behindKey]behind{}}
	k.mu.Lock()
	defer k.mu.Unlock()
	next.others = k.others
	for day, cells := range k.cells {
		next.cells[day] = k.without(cells, touched)
	}
	for day, s := range k.views {
		next.cells[day] = k.without(s.cells, touched)
	}
	for key, b := range k.behinds {
		if !touched[key.indicator] {
			next.behinds[key] = b
		}
	}
	return next
}

func (k *known) without(cells map[int][]CellStatus, touched map[string]bool) map[int][]CellStatus {
	rest := maps.Clone(cells)
	maps.DeleteFunc(rest, func(number int, _ []CellStatus) bool { return touched[k.places[number].indicator.ID] })
	return rest
}

func (k *known) facts(indicator *plan.Indicator) Facts {
	return Facts{Tallies: k.tallies[indicator.ID], Assessments: k.signed[indicator.ID], Waivers: k.waived[indicator.ID]}
}

// judge works out how the plan stands on a day, from what is known today about that day.
func (k *known) judge(asOf calendar.Date) *standing {
	s := &standing{PlanStatus: PlanStatus{Plan: k.plan.Key, Title: k.plan.Title, AsOf: asOf}, cells: map[int][]CellStatus{}}
	for _, indicator := range k.plan.Indicators() {
		cells, known := k.cells[asOf][indicator.Number]
		if !known {
			cells = Evaluate(indicator.Rule, k.facts(indicator), judgedOn(k.plan, &indicator.Rule, asOf))
		}
		s.add(indicator, cells)
		s.cells[indicator.Number] = cells
	}
	return s
}

func (k *known) keptStanding(asOf calendar.Date) (*standing, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	s, there := k.views[asOf]
	return s, there
}

func (k *known) keepStanding(s *standing) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if len(k.views) >= keptDays {
		clear(k.views) // those taken over stay; they are as many at most
	}
	k.views[s.AsOf] = s
}
