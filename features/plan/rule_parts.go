package plan

import (
	"slices"

	"samverk/platform/form"
)

// ruleParts are the fields of a rule's form, in the order in which they are shown.
var ruleParts = []string{"target", "measure", "period", "partial", "from", "to", "evidence", "states", "tags", "network"}

// looksAt tells whether a kind of rule looks at a field of its form.
func (k RuleKind) looksAt(field string) bool {
	delivery := k == Deliverable || k == RecurringDeliverable
	switch field {
	case "target":
		return k == CountPerPeriod || k == CountInWindow || k == Threshold || k == Ratio
	case "measure":
		return k == Threshold
	case "period":
		return k != CountInWindow && k != Deliverable && k != ComesIntoBeing
	case "partial":
		return k == CountPerPeriod || k == RecurringDeliverable || k == Threshold || k == Ratio || k == Judgement
	case "states":
		return delivery
	case "evidence", "tags", "network":
		return k != Judgement
	}
	return true
}

// shownKind is the kind of rule whose fields a form shows.
func shownKind(f *form.Form) RuleKind { return RuleKind(f.Text("kind")) }

// shows tells whether the form shows a field: it matters for the kind of rule chosen.
func shows(f *form.Form, field string) bool { return shownKind(f).looksAt(field) }

// hiddenParts are what was typed in fields that the kind chosen does not look at. They go along, so that nothing is lost
// for who changes the kind back.
func hiddenParts(f *form.Form) [][2]string {
	var kept [][2]string
	for _, field := range ruleParts {
		if shows(f, field) {
			continue
		}
		for _, value := range f.All(field) {
			kept = append(kept, [2]string{field, value})
		}
	}
	return kept
}

// mayRecurOrNot tells whether the kind may be judged either once or every period.
func (k RuleKind) mayRecurOrNot() bool {
	return slices.Contains([]RuleKind{Threshold, Ratio, Judgement}, k)
}
