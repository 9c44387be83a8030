package assessments

import (
	"cmp"
	"slices"
)

// Tie is what is known to tie somebody to an organisation. It is a reason to believe in a conflict of interest, so nobody
// with one is assigned.
type Tie string

// The ties.
const (
	ByMandate Tie = "mandate" // acts, or has acted, for the organisation
	ByContact Tie = "contact" // is a person to turn to in it
)

// Pair is that somebody assesses an application.
type Pair struct{ ApplicationID, AssessorID string }

// obstacle is why somebody cannot assess an application.
type obstacle string

const (
	hasRecused obstacle = "recused" // has declared a conflict of interest in it
	isTied     obstacle = "tied"
)

// distribution is a question about who shall assess what.
type distribution struct {
	applications []string
	assessors    []string          // accounts, in the order of their names
	each         int               // how many assess every application; 0 for all of them
	has          map[Pair]bool     // who assesses what already
	hindered     map[Pair]obstacle // who cannot
	load         map[string]int    // how many each assesses in the call already
}

// propose gives the pairs that are to be added: those who have the fewest come first, in the order of their names between
// equals. An application that has few possible assessors is seen to before the others, so that they are not used up. Nobody
// gets what they cannot assess, and nobody the same twice; short are the applications that get fewer than asked for.
func (d *distribution) propose() (pairs []Pair, short []string) {
	load := map[string]int{}
	for _, assessor := range d.assessors {
		load[assessor] = d.load[assessor]
	}
	order := slices.Clone(d.applications)
	slices.SortStableFunc(order, func(a, b string) int { return cmp.Compare(len(d.possible(a)), len(d.possible(b))) })
	for _, application := range order {
		possible, wanted := d.possible(application), len(d.assessors)
		if d.each > 0 {
			wanted = d.each - d.already(application)
			slices.SortStableFunc(possible, func(a, b string) int { return cmp.Compare(load[a], load[b]) })
		}
		for n := 0; n < wanted && n < len(possible); n++ {
			pairs = append(pairs, Pair{application, possible[n]})
			load[possible[n]]++
		}
		if d.each > 0 && wanted > len(possible) {
			short = append(short, application)
		}
	}
	place := func(list []string, one string) int { return slices.Index(list, one) }
	slices.SortFunc(pairs, func(a, b Pair) int {
		return cmp.Or(cmp.Compare(place(d.applications, a.ApplicationID), place(d.applications, b.ApplicationID)),
			cmp.Compare(place(d.assessors, a.AssessorID), place(d.assessors, b.AssessorID)))
	})
	return pairs, short
}

// possible are those who can be given an application.
func (d *distribution) possible(application string) (list []string) {
	for _, assessor := range d.assessors {
		if pair := (Pair{application, assessor}); !d.has[pair] && d.hindered[pair] == "" {
			list = append(list, assessor)
		}
	}
	return list
}

// already counts who assesses an application, chosen now or not.
func (d *distribution) already(application string) (n int) {
	for pair, has := range d.has {
		if has && pair.ApplicationID == application {
			n++
		}
	}
	return n
}
