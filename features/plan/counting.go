package plan

import (
	"slices"

	"samverk/platform/fold"
)

// CountingIndicator is an indicator of a plan in force, with what its rule looks at.
type CountingIndicator struct {
	ID, PlanKey, PlanTitle string
	Number                 int
	Label, Text            string
	Rule                   Rule
}

// WouldCount tells whether the rule counts, by itself, what is of a kind and held by a network, within the rule's days. One
// that asks for tags does not: what is held has none until somebody sets them.
func (r Rule) WouldCount(kind EvidenceKind, network string) bool {
	switch {
	case len(r.Tags) > 0, len(r.Evidence) == 0 && r.Network == "":
		return false
	case len(r.Evidence) > 0 && !slices.Contains(r.Evidence, kind):
		return false
	}
	return r.Network == "" || r.Names(network)
}

// Names tells whether the rule names a network, whatever the case and marks of its name.
func (r Rule) Names(network string) bool {
	return r.Network != "" && fold.Search(r.Network) == fold.Search(network)
}
