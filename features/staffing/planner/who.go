package planner

// windowMove is a decision about an activity before it was changed.
type windowMove struct {
	at     int32
	lo, hi int32
	state  state
	amount int64
	puller int32
}

// refusal is why an activity was not taken in its turn.
type refusal struct {
	after  []int32 // predecessors that do not fit, or leave no quarter
	gap    bool    // they fit, but leave no quarter
	served int64   // of what it needs
	need   int64
	cut    cut
	split  int32 // the last quarter of its predecessors in the best split
}

// decideWho gives each activity its turn.
func (s *solver) decideWho() {
	for i := range s.acts {
		s.turn(int32(i))
		if s.slack != nil && (i+1 == len(s.acts) || s.acts[i+1].class != s.acts[i].class) {
			s.measureSlack(s.acts[i].class)
		}
	}
}

// mark is a point to which decisions can be taken back.
type mark struct{ flow, moves int }

func (s *solver) mark() mark { return mark{len(s.net.journal), len(s.moves)} }

func (s *solver) undo(m mark) {
	s.net.undo(m.flow)
	for i := len(s.moves) - 1; i >= m.moves; i-- {
		move := s.moves[i]
		a := &s.acts[move.at]
		a.lo, a.hi, a.state, a.amount, a.puller = move.lo, move.hi, move.state, move.amount, move.puller
	}
	s.moves = s.moves[:m.moves]
}

// keep is asked before a decision about an activity is changed.
func (s *solver) keep(i int32) {
	a := &s.acts[i]
	s.moves = append(s.moves, windowMove{i, a.lo, a.hi, a.state, a.amount, a.puller})
}

// forget drops what can be taken back: the decisions stand.
func (s *solver) forget() { s.net.journal, s.moves = s.net.journal[:0], s.moves[:0] }

// turn takes an activity when it fits together with all taken before it. Predecessors that are not yet taken come along: all of
// them fit, or it waits and they keep their own turn.
func (s *solver) turn(i int32) {
	if s.acts[i].state != toCome {
		return
	}
	m := s.mark()
	if refused := s.take(i, i, s.net.quarters); refused != nil {
		s.undo(m)
		s.acts[i].state = waits
		s.found[i] = refused
		if s.acts[i].partial && refused.served > 0 && refused.after == nil {
			s.takePart(i, refused)
		}
	}
	s.forget()
}

// take takes an activity and the predecessors that it needs, all before the end of a quarter. On a refusal the caller takes
// everything back.
func (s *solver) take(i, puller, deadline int32) *refusal {
	if missing := s.lost(i); missing != nil {
		return &refusal{after: missing, split: -1}
	}
	s.keep(i)
	s.acts[i].hi = min(s.acts[i].last, deadline)
	splits := s.splits(i)
	if splits.last < splits.first {
		return &refusal{after: s.leavingNoQuarter(i, splits.last), gap: true, split: -1}
	}
	var best *refusal
	for split := splits.last; split >= splits.first; split-- {
		m := s.mark()
		if failing := s.part(i, split, puller); failing != nil {
			s.undo(m)
			if best == nil {
				best = &refusal{after: failing, gap: true, split: -1}
			}
			break // what is earlier leaves them still less
		}
		need, served := s.insert(i)
		if served == need {
			s.keep(i)
			s.acts[i].state, s.acts[i].amount, s.acts[i].puller = taken, need, puller
			return nil
		}
		if best == nil || best.after != nil || need-served < best.need-best.served {
			best = &refusal{need: need, served: served, split: split}
			if !s.trial {
				best.cut = s.cutOf(i)
			}
		}
		s.undo(m)
	}
	return best
}

// lost are the predecessors that have had their turn and were not taken in full.
func (s *solver) lost(i int32) (missing []int32) {
	for _, pred := range s.acts[i].preds {
		if state := s.acts[pred].state; state == waits || state == partly {
			missing = append(missing, pred)
		}
	}
	return missing
}

// span is a row of quarters.
type span struct{ first, last int32 }

// splits are the quarters that can be the last of the predecessors. Later than their own last quarter it helps none of them, and
// earlier than the quarter before the activity's window it does not help the activity.
func (s *solver) splits(i int32) span {
	a := &s.acts[i]
	if len(a.preds) == 0 {
		return span{a.first - 1, a.first - 1}
	}
	least, ends := a.first-1, a.first-1
	for _, pred := range a.preds {
		least = max(least, s.soonest(pred))
		ends = max(ends, s.acts[pred].hi)
	}
	return span{least, min(a.hi-1, ends)}
}

// soonest is the first quarter in which the activity can be complete after its predecessors, hours aside. Steady work cannot be
// cut short.
func (s *solver) soonest(i int32) int32 {
	if s.acts[i].steady {
		return s.acts[i].last
	}
	return s.leaves(i)
}

// endBy ends a taken activity with a quarter. Where its own predecessors leave it no room for that, they end earlier too: at the
// latest quarter that lets it fit.
func (s *solver) endBy(i, split int32) bool {
	a := &s.acts[i]
	if a.hi <= split {
		return true
	}
	if a.steady {
		return false
	}
	m := s.mark()
	if a.lo <= split && s.shorten(i, a.lo, split) {
		return true
	}
	s.undo(m)
	for before := min(a.lo-2, split-1); before >= a.first-1 && len(a.preds) > 0; before-- {
		if s.precede(i, before) && s.shorten(i, max(a.first, before+1), split) {
			return true
		}
		s.undo(m)
	}
	return false
}

// precede ends the predecessors of a taken activity with a quarter.
func (s *solver) precede(i, split int32) bool {
	for _, pred := range s.acts[i].preds {
		if !s.endBy(pred, split) {
			return false
		}
	}
	return true
}

// leavingNoQuarter are the predecessors that cannot be complete by the last quarter that may be theirs.
func (s *solver) leavingNoQuarter(i, last int32) []int32 {
	var leaving []int32
	for _, pred := range s.acts[i].preds {
		if s.soonest(pred) > last {
			leaving = append(leaving, pred)
		}
	}
	return leaving
}

// part ends the predecessors with a quarter, takes those that are not yet taken, and begins the activity's window after it. It
// gives the predecessors that do not fit then.
func (s *solver) part(i, split, puller int32) (failing []int32) {
	for _, pred := range s.acts[i].preds {
		a := &s.acts[pred]
		if a.state != toCome {
			continue
		}
		m := s.mark()
		if a.steady && a.last > split || s.take(pred, puller, split) != nil {
			s.undo(m)
			failing = append(failing, pred)
		}
	}
	for _, pred := range s.acts[i].preds {
		if failing == nil && !s.endBy(pred, split) {
			return []int32{pred}
		}
	}
	s.keep(i)
	s.acts[i].lo = max(s.acts[i].first, split+1)
	return failing
}

// shorten gives a taken activity another window within its own and moves its hours there. False when they do not fit.
func (s *solver) shorten(i, lo, hi int32) bool {
	s.keep(i)
	if lo < s.acts[i].lo {
		s.net.revive()
	}
	s.acts[i].lo, s.acts[i].hi = lo, hi
	hours := s.net.release(i, lo, hi)
	return hours == 0 || s.net.serve(i, hours) == hours
}

// insert serves as much of an activity as there is room for.
func (s *solver) insert(i int32) (need, served int64) {
	need = s.acts[i].need()
	return need, s.net.serve(i, need)
}

// takePart gives an activity the largest part that fits, and keeps that amount.
func (s *solver) takePart(i int32, refused *refusal) {
	if s.part(i, refused.split, i) != nil {
		return // cannot be: it was so a moment ago
	}
	_, served := s.insert(i)
	s.keep(i)
	s.acts[i].state, s.acts[i].amount = partly, served
}
