package planner

import (
	"slices"
	"strings"

	"samverk/platform/calendar"
	"samverk/platform/i18n"
)

// Check names the first thing in the problem that cannot be meant. The error is for people.
func (p *Problem) Check() error {
	if err := p.checkQuarters(); err != nil {
		return err
	}
	people, err := p.checkPeople()
	if err != nil {
		return err
	}
	if len(p.Activities) > mostActivities {
		return i18n.Fail("staffing.problem.too_many", "what", "activities", "most", mostActivities)
	}
	known := map[string]bool{}
	for i := range p.Activities {
		a := &p.Activities[i]
		switch {
		case a.ID == "":
			return i18n.Fail("staffing.problem.no_id", "what", "activities", "place", i+1)
		case known[a.ID]:
			return i18n.Fail("staffing.problem.id_twice", "id", a.ID)
		}
		known[a.ID] = true
	}
	for i := range p.Activities {
		if err := p.checkActivity(&p.Activities[i], people, known); err != nil {
			return err
		}
	}
	if cycle := p.cycle(); cycle != nil {
		return i18n.Fail("staffing.problem.cycle", "chain", strings.Join(cycle, " → "))
	}
	return nil
}

func (p *Problem) checkQuarters() error {
	if len(p.Quarters) == 0 {
		return i18n.Fail("staffing.problem.no_quarters")
	}
	if len(p.Quarters) > mostQuarters {
		return i18n.Fail("staffing.problem.too_many", "what", "quarters", "most", mostQuarters)
	}
	var before calendar.Quarter
	for i, text := range p.Quarters {
		quarter, err := calendar.ParseQuarter(text)
		switch {
		case err != nil:
			return i18n.Fail("staffing.problem.not_a_quarter", "quarter", text)
		case i > 0 && quarter != before.Next():
			return i18n.Fail("staffing.problem.quarters_apart", "before", p.Quarters[i-1], "quarter", text)
		}
		before = quarter
	}
	return nil
}

func (p *Problem) checkPeople() (known map[string]bool, err error) {
	if len(p.People) > mostPeople {
		return nil, i18n.Fail("staffing.problem.too_many", "what", "people", "most", mostPeople)
	}
	known = make(map[string]bool, len(p.People))
	for i := range p.People {
		person := &p.People[i]
		switch {
		case person.ID == "":
			return nil, i18n.Fail("staffing.problem.no_id", "what", "people", "place", i+1)
		case known[person.ID]:
			return nil, i18n.Fail("staffing.problem.person_twice", "id", person.ID)
		case len(person.Hours) != len(p.Quarters):
			return nil, i18n.Fail("staffing.problem.hours_count", "id", person.ID, "hours", len(person.Hours), "quarters", len(p.Quarters))
		}
		known[person.ID] = true
		for _, hours := range person.Hours {
			if err := checkHours(person.ID, hours); err != nil {
				return nil, err
			}
		}
	}
	return known, nil
}

func checkHours(id string, hours Tenths) error {
	switch {
	case hours == notHours || hours > mostHours*10:
		return i18n.Fail("staffing.problem.hours_many", "id", id, "most", mostHours)
	case hours < 0:
		return i18n.Fail("staffing.problem.hours_negative", "id", id)
	}
	return nil
}

func (p *Problem) checkActivity(a *Activity, people, activities map[string]bool) error {
	if a.Class.order() < 0 {
		return i18n.Fail("staffing.problem.class_unknown", "id", a.ID, "class", string(a.Class))
	}
	if (a.Total == nil) == (a.Steady == nil) {
		return i18n.Fail("staffing.problem.one_effort", "id", a.ID)
	}
	for _, hours := range []*Tenths{a.Total, a.Steady, a.Most} {
		if hours == nil {
			continue
		}
		if err := checkHours(a.ID, *hours); err != nil {
			return err
		}
	}
	if err := p.checkWindow(a); err != nil {
		return err
	}
	for _, id := range a.People {
		if !people[id] {
			return i18n.Fail("staffing.problem.person_unknown", "id", a.ID, "person", id)
		}
	}
	if a.Owner != "" && !people[a.Owner] {
		return i18n.Fail("staffing.problem.person_unknown", "id", a.ID, "person", a.Owner)
	}
	for _, id := range a.After {
		if !activities[id] {
			return i18n.Fail("staffing.problem.activity_unknown", "id", a.ID, "activity", id)
		}
	}
	return nil
}

func (p *Problem) checkWindow(a *Activity) error {
	for _, quarter := range a.Window {
		if !slices.Contains(p.Quarters, quarter) {
			return i18n.Fail("staffing.problem.window_outside", "id", a.ID, "quarter", quarter, "first", p.Quarters[0], "last", p.Quarters[len(p.Quarters)-1])
		}
	}
	if slices.Index(p.Quarters, a.Window[0]) > slices.Index(p.Quarters, a.Window[1]) {
		return i18n.Fail("staffing.problem.window_turned", "id", a.ID, "first", a.Window[0], "last", a.Window[1])
	}
	return nil
}

// order is the class's place, the highest first; -1 for a class that is none.
func (c Class) order() int { return slices.Index([]Class{High, Medium, Low}, c) }

// cycle is a chain of activities each after the next that ends where it began; nil when there is none.
func (p *Problem) cycle() []string {
	at := make(map[string]int, len(p.Activities))
	for i := range p.Activities {
		at[p.Activities[i].ID] = i
	}
	const open, closed = 1, 2
	state := make([]int8, len(p.Activities))
	var stack []int
	for root := range p.Activities {
		if state[root] != 0 {
			continue
		}
		stack = append(stack[:0], root)
		next := map[int]int{}
		for len(stack) > 0 {
			i := stack[len(stack)-1]
			state[i] = open
			if next[i] == len(p.Activities[i].After) {
				state[i] = closed
				stack = stack[:len(stack)-1]
				continue
			}
			j := at[p.Activities[i].After[next[i]]]
			next[i]++
			switch state[j] {
			case open:
				return p.names(append(stack[slices.Index(stack, j):], j))
			case 0:
				stack = append(stack, j)
			}
		}
	}
	return nil
}

func (p *Problem) names(indexes []int) []string {
	ids := make([]string, len(indexes))
	for i, at := range indexes {
		ids[i] = p.Activities[at].ID
	}
	return ids
}
