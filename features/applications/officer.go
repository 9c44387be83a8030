package applications

import (
	"slices"
	"unicode/utf8"

	"samverk/features/organisations"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
)

// longestText bounds what people write in messages, reasons and notes, in characters.
const longestText = 5000

// checkText refuses a text that is missing where it must be there, too long, or that holds a personal number: reasons stay in
// the trail.
func checkText(text string, must bool) error {
	switch {
	case must && text == "":
		return i18n.Fail("applications.text_missing")
	case utf8.RuneCountInString(text) > longestText:
		return i18n.Fail("applications.too_long", "longest", longestText)
	case organisations.HoldsPersonalNumber(text):
		return i18n.Fail("organisations.personal_number")
	}
	return nil
}

// Decision is what an officer does with an application that has been sent.
type Decision struct {
	To      State
	Reason  string
	Refusal Refusal       // of Inadmissible and Dismissed
	DueOn   calendar.Date // of CompletionRequested
}

// decisions are the states that an officer leads to when checking. Others belong to assessing and deciding.
var decisions = []State{Admissible, CompletionRequested, Inadmissible, Dismissed, WrittenOff, Checking}

// Decisions lists what an officer may do with an application now.
func (a *Application) Decisions() (list []State) {
	for _, to := range decisions {
		if _, is := Ways.Find(a.State, to); is && (to != Checking || a.State != CompletionRequested) && (to != Admissible && to != Inadmissible || a.State == Checking) {
			list = append(list, to)
		}
	}
	return list
}

type fault struct {
	field string
	err   error
}

// needsReason tells whether an officer must say why.
func (a *Application) needsReason(to State) bool {
	way, _ := Ways.Find(a.State, to)
	return way.Reason
}

// needsRefusal tells whether the kind of reason is asked for.
func (d *Decision) needsRefusal() bool { return d.To == Inadmissible || d.To == Dismissed }

// check tells what is wrong with a decision, by the form's names of the fields.
func (d *Decision) check(a *Application, today calendar.Date) (faults []fault) {
	if err := checkText(d.Reason, a.needsReason(d.To)); err != nil {
		faults = append(faults, fault{"reason", err})
	}
	if d.To == CompletionRequested && !d.DueOn.After(today) {
		faults = append(faults, fault{"due_on", i18n.Fail("applications.due_missing")})
	}
	if d.needsRefusal() && !slices.Contains(Refusals, d.Refusal) {
		faults = append(faults, fault{"refusal", i18n.Fail("applications.refusal_missing")})
	}
	return faults
}

// Point is what an officer found of one point when looking whether an application is complete.
type Point struct {
	Key     string // a section of the form, or one of ownPoints
	IsRight bool
	Note    string
}

// ownPoints are points beside the sections of the form.
var ownPoints = []string{"signed", "eligible", "amounts"}

// Points lists the points of a form, in order. A section's key may be the same as a point of its own, so it is marked.
func points(sections []string) (keys []string) {
	for _, section := range sections {
		keys = append(keys, sectionPoint+section)
	}
	return append(keys, ownPoints...)
}

// sectionPoint begins the key of a point that is a section.
const sectionPoint = "section."

// isHandled tells whether an officer works with the application: it has been sent and has not ended.
func (a *Application) isHandled() bool { return a.State.WasSent() && !a.State.IsDecided() }

// isLateUntaken tells whether an application came late and nobody has said that it is taken all the same.
func (a *Application) isLateUntaken() bool { return a.DaysLate > 0 && a.LateTaken == "" }

// ends tells whether a state is an end.
func ends(s State) bool { return len(Ways[s]) == 0 }
