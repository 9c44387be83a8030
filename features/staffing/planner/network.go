package planner

import "math"

// unbounded is more than any sum of hours in a problem.
const unbounded = int64(math.MaxInt64 / 4)

// network is the flow from activities to people in quarters, in tenths of hours. Between them stands a node for each group of
// people in each quarter, so that those who may be done by the same people share arcs:
//
//	activity → (group, quarter) → (person, quarter)
//
// An activity's arcs are bounded by what it may take in a quarter, those from groups by nothing, those out of (person,
// quarter) by the hours there are.
type network struct {
	quarters int32
	people   int32
	acts     []act

	groups  [][]int32    // people of each group, in order
	joins   [][]memberOf // groups of each person
	hours   [][]int64    // by activity and quarter of its given window: flow
	busy    [][]int32    // by (group, quarter): activities with flow there
	place   [][]int32    // by activity and quarter of its given window: where it stands in busy, +1; 0 for nowhere
	served  []int64      // by activity: the sum of its flow
	shares  [][]int64    // by (group, quarter) and member: flow to the person
	free    []int64      // by (person, quarter): hours not used
	journal []change     // what can be taken back
	search  search
}

// memberOf is a person's place in a group.
type memberOf struct{ group, member int32 }

// change is one change of flow, by how much.
type change struct {
	kind changeKind
	a, b int32
	by   int64
}

type changeKind int8

const (
	ofHours changeKind = iota // activity, quarter
	ofShare                   // (group, quarter), member
	ofFree                    // (person, quarter)
	ofDead                    // node: the epoch in which it died
	ofEpoch
)

func newNetwork(p *Problem, people []int, groups [][]int32, acts []act) network {
	n := network{quarters: int32(len(p.Quarters)), people: int32(len(people)), acts: acts, groups: groups}
	n.joins = make([][]memberOf, n.people)
	for g, members := range groups {
		for k, person := range members {
			n.joins[person] = append(n.joins[person], memberOf{int32(g), int32(k)})
		}
	}
	n.hours, n.place, n.served = make([][]int64, len(acts)), make([][]int32, len(acts)), make([]int64, len(acts))
	for i := range acts {
		length := acts[i].last - acts[i].first + 1
		n.hours[i], n.place[i] = make([]int64, length), make([]int32, length)
	}
	n.busy, n.shares = make([][]int32, len(groups)*int(n.quarters)), make([][]int64, len(groups)*int(n.quarters))
	for at := range n.shares {
		n.shares[at] = make([]int64, len(groups[at/int(n.quarters)]))
	}
	n.free = make([]int64, int(n.people)*int(n.quarters))
	for i, at := range people {
		for q, hours := range p.People[at].Hours {
			n.free[i*int(n.quarters)+q] = int64(hours)
		}
	}
	n.search = newSearch(len(acts) + len(n.busy) + len(n.free))
	return n
}

// widen gives an activity without hours room for them in any quarter, for a window that is tried.
func (n *network) widen(a int32) {
	n.hours[a], n.place[a] = make([]int64, n.quarters), make([]int32, n.quarters)
}

// Nodes are numbered: activities, then (group, quarter), then (person, quarter).
func (n *network) groupNode(group, quarter int32) int32 { return group*n.quarters + quarter }
func (n *network) slot(person, quarter int32) int32     { return person*n.quarters + quarter }

// at is the activity's flow in a quarter.
func (n *network) at(a, quarter int32) int64 { return n.hours[a][quarter-n.acts[a].first] }

func (n *network) addHours(a, quarter int32, by int64) {
	at := quarter - n.acts[a].first
	was := n.hours[a][at]
	n.hours[a][at] = was + by
	n.served[a] += by
	list := &n.busy[n.groupNode(n.acts[a].group, quarter)]
	switch {
	case was == 0 && by > 0:
		*list = append(*list, a)
		n.place[a][at] = int32(len(*list))
	case was > 0 && was+by == 0:
		end := int32(len(*list) - 1)
		moved := (*list)[end]
		hole := n.place[a][at] - 1
		(*list)[hole] = moved
		n.place[moved][quarter-n.acts[moved].first] = hole + 1
		*list = (*list)[:end]
		n.place[a][at] = 0
	}
}

// change makes a change that can be taken back.
func (n *network) change(kind changeKind, a, b int32, by int64) {
	n.journal = append(n.journal, change{kind, a, b, by})
	n.apply(kind, a, b, by)
}

func (n *network) apply(kind changeKind, a, b int32, by int64) {
	switch kind {
	case ofHours:
		n.addHours(a, b, by)
	case ofShare:
		n.shares[a][b] += by
	case ofFree:
		n.free[a] += by
	case ofDead:
		n.search.dead[a] += by
	case ofEpoch:
		n.search.epoch += by
	}
}

// undo takes back everything since the mark, which is a length of the journal.
func (n *network) undo(mark int) {
	for i := len(n.journal) - 1; i >= mark; i-- {
		c := n.journal[i]
		n.apply(c.kind, c.a, c.b, -c.by)
	}
	n.journal = n.journal[:mark]
}

// release takes the activity's hours back in the quarters outside from–until, and tells how many they were.
func (n *network) release(a, from, until int32) (hours int64) {
	for q := n.acts[a].first; q <= n.acts[a].last; q++ {
		flow := n.at(a, q)
		if flow == 0 || q >= from && q <= until {
			continue
		}
		hours += flow
		n.change(ofHours, a, q, -flow)
		node, members := n.groupNode(n.acts[a].group, q), n.groups[n.acts[a].group]
		for k := len(members) - 1; flow > 0; k-- {
			part := min(flow, n.shares[node][k])
			if part > 0 {
				n.change(ofShare, node, int32(k), -part)
				n.change(ofFree, n.slot(members[k], q), 0, part)
				flow -= part
			}
		}
	}
	if hours > 0 {
		n.revive()
	}
	return hours
}
