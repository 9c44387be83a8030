package planner

// search finds ways for more hours through a network, breadth first.
type search struct {
	seen   []int32 // by node: the number of the search that came there last
	from   []int32 // by node: the node before
	member []int32 // by node: the arc from a group, as its member
	dead   []int64 // by node: the epoch in which it was found that no way leads from here to free hours
	queue  []int32
	number int32
	epoch  int64 // what is dead stays dead until hours are taken back or a window grows: then another epoch begins
	latest int64
}

func newSearch(nodes int) search {
	return search{seen: make([]int32, nodes), from: make([]int32, nodes), member: make([]int32, nodes), dead: make([]int64, nodes), epoch: 1, latest: 1}
}

// serve lets an activity take up to that many hours in its window, moving others where that helps and costs nobody anything.
// It gives what it took.
func (n *network) serve(a int32, hours int64) (took int64) {
	for took < hours {
		end := n.find(a, false)
		if end < 0 {
			for _, node := range n.search.queue {
				n.change(ofDead, node, 0, n.search.epoch-n.search.dead[node])
			}
			break
		}
		took += n.push(end, hours-took)
	}
	return took
}

// revive forgets which nodes are dead: some may lead to free hours again.
func (n *network) revive() {
	n.search.latest++
	n.change(ofEpoch, 0, 0, n.search.latest-n.search.epoch)
}

// isDead is whether no way leads from the node to free hours.
func (n *network) isDead(node int32) bool { return n.search.dead[node] == n.search.epoch }

// find gives a slot with free hours that the activity can reach, or -1. Afterwards the queue holds the nodes that it came
// to: with all set, those behind dead ones too.
func (n *network) find(a int32, all bool) int32 {
	s := &n.search
	s.number++
	s.queue = s.queue[:0]
	if !all && n.isDead(a) {
		return -1
	}
	n.reach(a, -1, 0, all)
	acts, groups := int32(len(n.acts)), int32(len(n.acts)+len(n.busy))
	for at := 0; at < len(s.queue); at++ {
		switch node := s.queue[at]; {
		case node < acts:
			n.fromActivity(node, all)
		case node < groups:
			if end := n.fromGroup(node, node-acts, all); end >= 0 {
				return end
			}
		default:
			n.fromSlot(node, node-groups, all)
		}
	}
	return -1
}

// reach puts a node into the queue the first time.
func (n *network) reach(node, from, member int32, all bool) {
	s := &n.search
	if s.seen[node] == s.number || !all && n.isDead(node) {
		return
	}
	s.seen[node], s.from[node], s.member[node] = s.number, from, member
	s.queue = append(s.queue, node)
}

func (n *network) fromActivity(a int32, all bool) {
	act := &n.acts[a]
	bound := act.bound()
	for q := act.lo; q <= act.hi; q++ {
		if n.at(a, q) < bound {
			n.reach(int32(len(n.acts))+n.groupNode(act.group, q), a, 0, all)
		}
	}
}

// fromGroup goes on to people, and to activities that may give way. It gives the node of a slot with free hours.
func (n *network) fromGroup(node, group int32, all bool) int32 {
	quarter := group % n.quarters
	slots := int32(len(n.acts) + len(n.busy))
	for k, person := range n.groups[group/n.quarters] {
		slot := n.slot(person, quarter)
		n.reach(slots+slot, node, int32(k), all)
		if n.free[slot] > 0 && n.search.seen[slots+slot] == n.search.number {
			return slots + slot
		}
	}
	for _, a := range n.busy[group] {
		n.reach(a, node, 0, all)
	}
	return -1
}

// fromSlot goes back to the groups that use the person's hours.
func (n *network) fromSlot(node, slot int32, all bool) {
	quarter := slot % n.quarters
	for _, in := range n.joins[slot/n.quarters] {
		group := n.groupNode(in.group, quarter)
		if n.shares[group][in.member] > 0 {
			n.reach(int32(len(n.acts))+group, node, in.member, all)
		}
	}
}

// push sends hours along the way that was found, and gives how many went.
func (n *network) push(end int32, hours int64) int64 {
	hours = min(hours, n.narrowest(end))
	slots := int32(len(n.acts) + len(n.busy))
	n.change(ofFree, end-slots, 0, -hours)
	n.along(end, func(kind changeKind, of, at int32, forward bool) {
		if forward {
			n.change(kind, of, at, hours)
		} else {
			n.change(kind, of, at, -hours)
		}
	})
	return hours
}

// narrowest is how much the way to a slot lets through.
func (n *network) narrowest(end int32) int64 {
	least := n.free[end-int32(len(n.acts)+len(n.busy))]
	n.along(end, func(kind changeKind, of, at int32, forward bool) {
		switch {
		case kind == ofHours && forward:
			least = min(least, n.acts[of].bound()-n.at(of, at))
		case kind == ofHours:
			least = min(least, n.at(of, at))
		case !forward:
			least = min(least, n.shares[of][at])
		}
	})
	return least
}

// along walks the way to a node back to where it began, arc by arc.
func (n *network) along(end int32, do func(kind changeKind, of, at int32, forward bool)) {
	acts := int32(len(n.acts))
	groups := acts + int32(len(n.busy))
	for node := end; n.search.from[node] >= 0; node = n.search.from[node] {
		from := n.search.from[node]
		switch {
		case node >= groups: // from a group to a slot
			do(ofShare, from-acts, n.search.member[node], true)
		case node < acts: // from a group back to an activity
			do(ofHours, node, (from-acts)%n.quarters, false)
		case from < acts: // from an activity to a group
			do(ofHours, from, (node-acts)%n.quarters, true)
		default: // from a slot back to a group
			do(ofShare, node-acts, n.search.member[node], false)
		}
	}
}
