package planner

// decideWhen gives each activity that is taken in full the earliest quarter in which it can be complete while everything taken
// still fits: predecessors first, then in the order of turns.
func (s *solver) decideWhen() {
	for i := range s.acts {
		s.place(int32(i))
	}
}

func (s *solver) place(i int32) {
	a := &s.acts[i]
	if a.state != taken || a.finish >= 0 {
		return
	}
	lo := a.first
	for _, pred := range a.preds {
		s.place(pred)
		lo = max(lo, s.acts[pred].finish+1)
	}
	if a.steady {
		s.startEarly(i, lo)
		a.finish = a.hi
	} else {
		s.finishEarly(i, lo)
		a.finish = a.hi
	}
	s.forget()
}

// startEarly lets steady work begin in the earliest quarter from which it fits.
func (s *solver) startEarly(i, lo int32) {
	a := &s.acts[i]
	right := a.lo // fits
	for lo < right {
		middle := (lo + right) / 2
		m := s.mark()
		more := a.effort * int64(a.lo-middle)
		s.keep(i)
		a.lo = middle
		s.net.revive()
		if s.net.serve(i, more) == more {
			right = middle
		} else {
			lo = middle + 1
		}
		s.undo(m)
	}
	if right < a.lo {
		more := a.effort * int64(a.lo-right)
		a.lo = right
		a.amount += more
		s.net.revive()
		s.net.serve(i, more)
	}
}

// finishEarly closes the window as early as possible.
func (s *solver) finishEarly(i, lo int32) {
	a := &s.acts[i]
	if lo < a.lo {
		a.lo = lo
		s.net.revive()
	}
	right := a.hi // fits
	for lo < right {
		if used := s.lastUsed(i); used < right {
			right = max(lo, used)
			a.hi = right
			continue
		}
		middle := (lo + right) / 2
		m := s.mark()
		if s.shorten(i, a.lo, middle) { // it stays so
			right = middle
			s.moves = s.moves[:m.moves]
			s.net.journal = s.net.journal[:m.flow]
		} else {
			if s.late != nil {
				s.late[i] = s.cutOf(i)
			}
			s.undo(m)
			lo = middle + 1
		}
	}
}

// lastUsed is the last quarter in which the activity has hours; before its window when it has none.
func (s *solver) lastUsed(i int32) int32 {
	for q := s.acts[i].hi; q >= s.acts[i].lo; q-- {
		if s.net.at(i, q) > 0 {
			return q
		}
	}
	return s.acts[i].lo - 1
}
