package planner

import (
	"cmp"
	"slices"
)

// helper looks for what would help one activity that does not fit. Everything it offers has been decided anew and seen to work.
type helper struct {
	s       *solver
	i       int32
	refused *refusal
	plan    *Plan
	left    *int // how many times something may still be tried
	before  *solver
}

func (h *helper) alternatives() []Alternative {
	var list []Alternative
	if h.refused.after == nil && !h.refused.cut.bound {
		list = append(list, h.moreHours()...)
	}
	list = append(list, h.window()...)
	if h.refused.after == nil {
		list = append(list, h.wait()...)
		list = append(list, h.lessEffort()...)
		list = append(list, h.morePeople()...)
	}
	return list
}

// changed is a copy of the problem in which the activity can be changed.
func (h *helper) changed() (*Problem, *Activity) {
	p := *h.s.problem
	p.Activities = slices.Clone(p.Activities)
	at := slices.IndexFunc(p.Activities, func(a Activity) bool { return a.ID == h.s.acts[h.i].id })
	return &p, &p.Activities[at]
}

// fits is whether the activity is taken in full in the changed problem, in which some other activity waits; none when empty.
func (h *helper) fits(p *Problem, waiting string) bool {
	if *h.left <= 0 {
		return false
	}
	*h.left--
	t := build(p)
	t.trial = true
	t.hold(waiting)
	for i := range t.acts {
		t.turn(int32(i))
		if t.acts[i].id == h.s.acts[h.i].id {
			return t.acts[i].state == taken
		}
	}
	return false
}

// turned is a solver in which everything before the activity has had its turn. It is made once; who uses it takes back what it
// does.
func (h *helper) turned() *solver {
	if h.before == nil {
		h.before = build(h.s.problem)
		h.before.trial = true
		for i := range h.i {
			h.before.turn(i)
		}
		h.before.net.widen(h.i)
	}
	return h.before
}

// fitsAs is whether the activity is taken in full in the changed problem, where only its window or its effort is another: what
// change does to it. Those before it then have the same turns, unless one of them waits for it.
func (h *helper) fitsAs(p *Problem, change func(*act)) bool {
	if slices.ContainsFunc(h.s.acts[h.i].succs, func(after int32) bool { return after < h.i }) {
		return h.fits(p, "")
	}
	if *h.left <= 0 {
		return false
	}
	*h.left--
	t := h.turned()
	was, m := t.acts[h.i], t.mark()
	change(&t.acts[h.i])
	t.acts[h.i].lo, t.acts[h.i].hi = t.acts[h.i].first, t.acts[h.i].last
	fits := t.take(h.i, h.i, t.net.quarters) == nil
	t.undo(m)
	t.acts[h.i] = was
	return fits
}

// hold lets an activity wait whatever room there is.
func (s *solver) hold(id string) {
	for i := range s.acts {
		if s.acts[i].id == id && id != "" {
			s.acts[i].state = waits
			s.found[int32(i)] = &refusal{}
		}
	}
}

// with adds to an alternative what else becomes of the plan.
func (h *helper) with(a Alternative, p *Problem, waiting string) []Alternative {
	*h.left--
	t := build(p)
	t.trial = true
	t.hold(waiting)
	t.decideWho()
	t.decideWhen()
	became := make(map[string]*act, len(t.acts))
	for i := range t.acts {
		became[t.acts[i].id] = &t.acts[i]
	}
	for i := range h.plan.Activities {
		before := &h.plan.Activities[i]
		after := became[before.ID]
		switch {
		case before.ID == h.s.acts[h.i].id || before.ID == waiting || !before.Fits:
		case after.state != taken:
			a.Lost = append(a.Lost, before.ID)
		case t.problem.Quarters[after.finish] != *before.Finish:
			a.Moved = append(a.Moved, Moved{before.ID, *before.Finish, t.problem.Quarters[after.finish]})
		}
	}
	return []Alternative{a}
}

// moreHours adds the missing hours: one person's in one quarter where that is enough.
func (h *helper) moreHours() []Alternative {
	for _, add := range h.placements() {
		p, _ := h.changed()
		p.People = slices.Clone(p.People)
		for _, work := range add {
			at := slices.IndexFunc(p.People, func(person Person) bool { return person.ID == work.Person })
			hours := slices.Clone(p.People[at].Hours)
			hours[slices.Index(p.Quarters, work.Quarter)] += work.Hours
			p.People[at].Hours = hours
		}
		if h.fits(p, "") {
			return h.with(Alternative{Kind: MoreHours, Add: add}, p, "")
		}
	}
	return nil
}

// placements are ways to add exactly the hours that are missing, the most wanted first.
func (h *helper) placements() [][]Work {
	*h.left--
	t := h.turned()
	begin := t.mark()
	defer t.undo(begin)
	if t.part(h.i, h.refused.split, h.i) != nil {
		return nil
	}
	need, served := t.insert(h.i)
	slots := h.inReach()
	var list [][]Work
	var spread []Work
	for _, slot := range slots {
		m := t.mark()
		if add := t.fill(h.i, []int32{slot}, need-served); sum(add) == need-served {
			list = append(list, add)
		}
		t.undo(m)
	}
	if spread = t.fill(h.i, slots, need-served); sum(spread) == need-served {
		list = append(list, spread)
	}
	return list
}

// inReach are the full slots of the cut: first of those who may do the work, in its own window, in the order of quarters.
func (h *helper) inReach() []int32 {
	n, a := &h.s.net, &h.s.acts[h.i]
	slots := slices.Concat(h.refused.cut.slots, h.refused.cut.empty)
	far := func(slot int32) int {
		quarter := slot % n.quarters
		if h.s.hoursOf(slot) == 0 {
			return 2 // somebody who is not there
		}
		if quarter >= a.first && quarter <= a.last && slices.Contains(n.groups[a.group], slot/n.quarters) {
			return 0
		}
		return 1
	}
	slices.SortFunc(slots, func(x, y int32) int {
		return cmp.Or(cmp.Compare(far(x), far(y)), cmp.Compare(x%n.quarters, y%n.quarters), cmp.Compare(x, y))
	})
	return slots
}

// fill adds hours to slots, one after another, as many as the activity can use.
func (s *solver) fill(i int32, slots []int32, hours int64) []Work {
	var add []Work
	for _, slot := range slots {
		if hours == 0 {
			break
		}
		s.net.change(ofFree, slot, 0, hours)
		s.net.revive()
		took := s.net.serve(i, hours)
		s.net.change(ofFree, slot, 0, took-hours)
		if took > 0 {
			add = append(add, Work{s.problem.People[s.people[slot/s.net.quarters]].ID, s.problem.Quarters[slot%s.net.quarters], Tenths(took)})
			hours -= took
		}
	}
	return add
}

func sum(work []Work) (hours int64) {
	for _, w := range work {
		hours += int64(w.Hours)
	}
	return hours
}

// window finds the nearest window that works: longer for a total, later or earlier for steady work, and later before earlier.
func (h *helper) window() []Alternative {
	a := &h.s.acts[h.i]
	last := h.s.net.quarters - 1
	for distance := int32(1); distance <= last; distance++ {
		for _, w := range windows(a, distance, last) {
			p, changed := h.changed()
			changed.Window = [2]string{p.Quarters[w.first], p.Quarters[w.last]}
			if h.fitsAs(p, func(a *act) { a.first, a.last = w.first, w.last }) {
				return h.with(Alternative{Kind: Window, From: changed.Window[0], Until: changed.Window[1]}, p, "")
			}
		}
	}
	return nil
}

// windows are those at a distance from the activity's own, in quarters.
func windows(a *act, distance, last int32) []span {
	var list []span
	add := func(w span) {
		if w.first >= 0 && w.last <= last {
			list = append(list, w)
		}
	}
	if a.steady {
		add(span{a.first + distance, a.last + distance})
		add(span{a.first - distance, a.last - distance})
		return list
	}
	for earlier := range distance + 1 {
		add(span{a.first - earlier, a.last + distance - earlier})
	}
	return list
}

// wait finds one activity whose waiting makes room: the last in the order that does.
func (h *helper) wait() []Alternative {
	others := h.s.competing(h.i, h.refused.cut.acts)
	for at := len(others) - 1; at >= 0; at-- {
		id := h.s.acts[others[at]].id
		if h.fits(h.s.problem, id) {
			return h.with(Alternative{Kind: Wait, Activity: id}, h.s.problem, id)
		}
	}
	return nil
}

// lessEffort finds the largest effort that fits.
func (h *helper) lessEffort() []Alternative {
	try := func(hours int64) (*Problem, bool) {
		p, changed := h.changed()
		effort := Tenths(hours)
		if h.s.acts[h.i].steady {
			changed.Steady = &effort
		} else {
			changed.Total = &effort
		}
		return p, h.fitsAs(p, func(a *act) { a.effort = hours })
	}
	low, high := int64(0), h.refused.served
	if h.s.acts[h.i].steady {
		high = h.s.acts[h.i].effort - 1
	} else if p, works := try(high); works && high > 0 {
		effort := Tenths(high)
		return h.with(Alternative{Kind: LessEffort, Hours: &effort}, p, "")
	}
	for low < high {
		middle := (low + high + 1) / 2
		if _, works := try(middle); works {
			low = middle
		} else {
			high = middle - 1
		}
	}
	p, works := try(low)
	if low == 0 || !works {
		return nil
	}
	effort := Tenths(low)
	return h.with(Alternative{Kind: LessEffort, Hours: &effort}, p, "")
}

// morePeople finds one more person who may do the work and with whom it fits.
func (h *helper) morePeople() []Alternative {
	_, own := h.changed()
	if len(own.People) == 0 {
		return nil
	}
	for _, at := range h.s.people {
		id := h.s.problem.People[at].ID
		if slices.Contains(own.People, id) {
			continue
		}
		p, changed := h.changed()
		changed.People = append(slices.Clone(changed.People), id)
		if h.fits(p, "") {
			return h.with(Alternative{Kind: MorePeople, Add: []string{id}}, p, "")
		}
	}
	return nil
}
