// Package flow says which states of something follow which, and where going on needs a reason. What the states mean is for
// who owns them; who went from one to another, when and why is kept by who writes it down.
package flow

import "slices"

// Way is a way from a state to another.
type Way[S ~string] struct {
	To     S
	Reason bool // whoever goes it must say why
}

// Ways are the ways out of each state. A state without ways is an end.
type Ways[S ~string] map[S][]Way[S]

// To makes ways that need no reason.
func To[S ~string](states ...S) []Way[S] { return ways(false, states) }

// ToWhy makes ways that need a reason.
func ToWhy[S ~string](states ...S) []Way[S] { return ways(true, states) }

func ways[S ~string](reason bool, states []S) []Way[S] {
	list := make([]Way[S], len(states))
	for i, state := range states {
		list[i] = Way[S]{state, reason}
	}
	return list
}

// Find gives the way from one state to another; false when there is none.
func (w Ways[S]) Find(from, to S) (Way[S], bool) {
	at := slices.IndexFunc(w[from], func(way Way[S]) bool { return way.To == to })
	if at < 0 {
		return Way[S]{}, false
	}
	return w[from][at], true
}

// May tells whether one can go from one state to another, given the reason that was said.
func (w Ways[S]) May(from, to S, reason string) bool {
	way, is := w.Find(from, to)
	return is && (reason != "" || !way.Reason)
}

// Reached lists the states that can be reached from one, itself first, in the order they are found.
func (w Ways[S]) Reached(from S) []S {
	reached := []S{from}
	for i := 0; i < len(reached); i++ {
		for _, way := range w[reached[i]] {
			if !slices.Contains(reached, way.To) {
				reached = append(reached, way.To)
			}
		}
	}
	return reached
}
