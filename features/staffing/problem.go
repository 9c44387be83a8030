package staffing

import (
	"cmp"
	"slices"
	"strconv"

	"samverk/features/plan"
	"samverk/features/staffing/planner"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
)

// Names say what the keys of a Problem stand for, and what of the plan is not in it.
type Names struct {
	People     map[string]string         // by the key of the person
	Activities map[string]*plan.Activity // by the key in the problem: the activity's number
	Efforts    map[string]Effort         // of the activities in the problem, by the same key
	Spent      map[string]planner.Tenths // hours spent before the first quarter, by the same key
	Left       []Left                    // activities that are not in the problem, in the order of their numbers
	Proposed   []Order                   // orders that nobody has confirmed: they only warn
}

// Left is an activity that the planner is not asked about.
type Left struct {
	Activity *plan.Activity
	Why      Why
}

// Why is why the planner is not asked about an activity.
type Why string

// The reasons.
const (
	Over   Why = "over"    // its window ended before the first quarter; if it is not done, the window has to be changed
	UsedUp Why = "used_up" // all its hours are spent; if something remains, the estimate has to be raised
	Nobody Why = "nobody"  // nobody has the role that may do it
	Waits  Why = "waits"   // it has been decided that it waits
)

// Order says that one activity is to be done before another, by their numbers.
type Order struct{ Before, After int }

// state is everything of the database that a problem is made of.
type state struct {
	plan    *plan.Plan
	people  []Person
	setting Setting
	efforts map[string]Effort // of every activity of the plan, by its key
	ranks   Ranks
	spent   map[string]planner.Tenths       // by the activity's key
	before  planner.Tenths                  // spent in the quarter before the first
	windows map[string]calendar.QuarterSpan // that have been decided instead of the plan's, by the activity's key
	waiting map[string]bool                 // activities that it has been decided shall wait, by their keys
	extra   map[extraKey]planner.Tenths     // hours beside the usual ones
}

// window is the quarters in which the activity is planned to be done.
func (s *state) window(a *plan.Activity) calendar.QuarterSpan {
	if decided, other := s.windows[a.ID]; other {
		return decided
	}
	return a.Window
}

// firstQuarter is the quarter from which hours are planned on a day: the day's, or the plan's first before it has begun.
func firstQuarter(p *plan.Plan, day calendar.Date) calendar.Quarter {
	return max(calendar.QuarterOf(day), calendar.QuarterOf(p.Period.From))
}

// quartersFrom lists the quarters of the plan from one of them and forward.
func quartersFrom(p *plan.Plan, from calendar.Quarter) []calendar.Quarter {
	all := p.Period.Quarters()
	return slices.DeleteFunc(all, func(q calendar.Quarter) bool { return q < from })
}

// problem asks the planner about what is left of the plan from a quarter.
//
// Windows are cut to the quarters from there to the end of the plan. An activity whose window is over is left out and
// named as such, done or not: no hours can be put in quarters that have passed, and whoever sees that it is not done has
// to give it a new window. Nothing waits for an activity that is left out.
func (s *state) problem(from calendar.Quarter) (planner.Problem, Names, error) {
	quarters := quartersFrom(s.plan, from)
	if len(quarters) == 0 {
		return planner.Problem{}, Names{}, i18n.Fail("staffing.plan_over")
	}
	problem := planner.Problem{}
	names := Names{People: map[string]string{}, Activities: map[string]*plan.Activity{}, Efforts: map[string]Effort{}, Spent: map[string]planner.Tenths{}}
	for _, q := range quarters {
		problem.Quarters = append(problem.Quarters, q.String())
	}
	for i, hours := range s.setting.Capacity(s.people, quarters) {
		for q := range hours {
			hours[q] += s.extra[extraKey{s.people[i].ID, quarters[q]}]
		}
		problem.People = append(problem.People, planner.Person{ID: s.people[i].ID, Hours: hours})
		names.People[s.people[i].ID] = s.people[i].Name
	}
	within := calendar.QuarterSpan{From: quarters[0], To: quarters[len(quarters)-1]}
	for _, a := range s.plan.Activities() {
		asked, why := s.activity(a, within)
		if why != "" {
			names.Left = append(names.Left, Left{a, why})
			continue
		}
		problem.Activities = append(problem.Activities, asked)
		names.Activities[asked.ID], names.Efforts[asked.ID], names.Spent[asked.ID] = a, s.efforts[a.ID], s.spent[a.ID]
	}
	slices.SortFunc(names.Left, func(a, b Left) int { return cmp.Compare(a.Activity.Number, b.Activity.Number) })
	s.order(&problem, &names)
	return problem, names, nil
}

// activity is what the planner is asked about one activity, or why it is not asked.
func (s *state) activity(a *plan.Activity, within calendar.QuarterSpan) (planner.Activity, Why) {
	window := s.window(a)
	window = calendar.QuarterSpan{From: max(window.From, within.From), To: min(window.To, within.To)}
	if s.waiting[a.ID] {
		return planner.Activity{}, Waits
	}
	if window.IsEmpty() {
		return planner.Activity{}, Over
	}
	effort := s.efforts[a.ID]
	asked := planner.Activity{ID: idOf(a), Class: planner.Class(a.Priority), Rank: s.ranks.of(a),
		Window: [2]string{window.From.String(), window.To.String()}, Owner: effort.Owner, Partial: effort.Partial}
	hours := effort.Hours
	if effort.Shape == Steady {
		asked.Steady = &hours
	} else {
		if hours -= s.spent[a.ID]; hours <= 0 && effort.Hours > 0 {
			return planner.Activity{}, UsedUp
		}
		asked.Total, asked.Most = &hours, effort.Most
	}
	if effort.Who != Anyone {
		if asked.People = effort.allowed(s.people); len(asked.People) == 0 {
			return planner.Activity{}, Nobody // no names would mean anyone
		}
	}
	return asked, ""
}

// order tells what is done before what: confirmed orders bind, proposed ones are told.
func (s *state) order(problem *planner.Problem, names *Names) {
	number := map[string]int{}
	for _, a := range s.plan.Activities() {
		number[a.ID] = a.Number
	}
	for i := range problem.Activities {
		asked := &problem.Activities[i]
		after := names.Activities[asked.ID]
		for _, before := range after.Predecessors {
			id := strconv.Itoa(number[before.ActivityID])
			switch {
			case names.Activities[id] == nil:
			case before.Standing == plan.Confirmed:
				asked.After = append(asked.After, id)
			default:
				names.Proposed = append(names.Proposed, Order{number[before.ActivityID], after.Number})
			}
		}
	}
}
