package assessments

import (
	"slices"
	"strings"

	"samverk/features/accounts"
	"samverk/features/applications"
	"samverk/features/grants"
	"samverk/features/grants/assessment"
	"samverk/platform/calendar"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/ui"
)

// counts says in figures how far a call's assessments have come.
type counts struct {
	applications int // under assessment or assessed
	unassigned   int // admissible, and given to nobody
	assigned     int // assessments that are to be done or are done
	done         int
	left         int
	notReady     []string // titles of those under assessment that cannot be locked yet
	ready        int      // under assessment, and can be locked
}

func (r *round) counts(p i18n.Printer) (c counts) {
	for i := range r.applications {
		a := &r.applications[i]
		switch {
		case a.State == applications.Admissible:
			c.unassigned++
			continue
		case !slices.Contains(assessedStates, a.State):
			continue
		}
		c.applications++
		list := r.of(a.ID)
		for n := range list {
			switch {
			case list[n].IsOpen():
				c.assigned, c.left = c.assigned+1, c.left+1
			case list[n].Counts():
				c.assigned, c.done = c.assigned+1, c.done+1
			}
		}
		switch {
		case a.State != applications.UnderAssessment:
		case isDone(list):
			c.ready++
		default:
			c.notReady = append(c.notReady, titleOf(p, a))
		}
	}
	return c
}

func (c *counts) figures(p i18n.Printer) []ui.Figure {
	return []ui.Figure{{Number: p.Number(c.applications), Text: p.T("assessments.figure.applications", "count", c.applications)},
		{Number: p.Number(c.done), Text: p.T("assessments.figure.done", "count", c.done)}, {Number: p.Number(c.left), Text: p.T("assessments.figure.left", "count", c.left)}}
}

// roundsView lists the calls.
type roundsView struct{ list []round }

// roundView is a call's assessments as the officers see them.
type roundView struct {
	round
	counts    counts
	me        accounts.Account
	mayHandle bool
	today     calendar.Date
	due       *form.Form
	done      string
	number    int // of what has just been done
	fault     *form.Form
	stale     *ui.Meanwhile
}

func (v *roundView) href(below string) string { return roundHref(v.call.ID) + below }

func (v *roundView) crumbs(p i18n.Printer) []ui.Link {
	return []ui.Link{{Text: p.T("assessments.title"), Href: "/assessments"}}
}

func (v *roundView) crumbsBelow(p i18n.Printer) []ui.Link {
	return append(v.crumbs(p), ui.Link{Text: v.call.Content.Title, Href: v.href("")})
}

func (v *roundView) meta(p i18n.Printer) string {
	parts := []string{v.call.Programme}
	if !v.dueOn.IsZero() {
		parts = append(parts, p.T("assessments.last_day", "day", p.DateLong(v.dueOn)))
	}
	return strings.Join(parts, ". ")
}

// canAssign tells whether the reader may assign now.
func (v *roundView) canAssign() bool { return v.mayHandle && v.mayAssign() == nil }

// isHidden tells whether the reader must not see what has been scored of an application: there is a conflict of interest,
// or the reader's own assessment of it has not been locked.
func (r *round) isHidden(accountID, applicationID string) bool {
	if r.recused[Pair{applicationID, accountID}] {
		return true
	}
	for _, a := range r.of(applicationID) {
		if a.AssessorID == accountID && a.State != assessment.Locked {
			return true
		}
	}
	return false
}

// shown is the part of a ranking that somebody may see, and how many are left out.
func (r *round) shown(accountID string) (list []Ranked, hidden int) {
	for _, one := range r.ranking() {
		if r.isHidden(accountID, one.Application.ID) {
			hidden++
		} else {
			list = append(list, one)
		}
	}
	return list, hidden
}

// rows are the applications that are or can be assessed.
func (v *roundView) rows() (list []applications.Application) {
	for _, a := range v.applications {
		if a.State == applications.Admissible || slices.Contains(assessedStates, a.State) {
			list = append(list, a)
		}
	}
	return list
}

func (v *roundView) applicationHref(id string) string { return v.href("/applications/" + id) }

// person is what one assessor has to do in a call.
type person struct {
	name                          string
	assigned, done, recused, left int
}

func (r *round) byPerson() (list []person) {
	for i := range r.all {
		a := &r.all[i]
		if a.HasEnded() {
			continue
		}
		at := slices.IndexFunc(list, func(p person) bool { return p.name == a.Assessor })
		if at < 0 {
			list, at = append(list, person{name: a.Assessor}), len(list)
		}
		list[at].assigned++
		switch {
		case a.State == assessment.Recused:
			list[at].recused++
		case a.Counts():
			list[at].done++
		default:
			list[at].left++
		}
	}
	slices.SortStableFunc(list, func(a, b person) int { return strings.Compare(a.name, b.name) })
	return list
}

// appView is one application's assessments as the officers see them.
type appView struct {
	roundView
	application applications.Application
	list        []Assessment // also those that were taken away
	recusals    []Recusal
	standing    Ranked
	has         bool // it has a total
	isRecused   bool // the reader is
	candidates  []accounts.Account
	hindered    map[Pair]obstacle
	tied        map[Pair]Tie
	assignForm  *form.Form
	conflict    *form.Form
	one         *form.Form // of what is done with one assessment
	at          string     // which assessment and act the form is of: key + act
}

func (v *appView) href(below string) string { return v.applicationHref(v.application.ID) + below }

// free are those who can be assigned.
func (v *appView) free() (options []ui.Option) {
	for _, person := range v.candidates {
		isThere := slices.ContainsFunc(v.list, func(a Assessment) bool { return a.AssessorID == person.ID && !a.HasEnded() })
		if !isThere && v.hindered[Pair{v.application.ID, person.ID}] == "" {
			options = append(options, ui.Option{Value: person.ID, Text: person.Name})
		}
	}
	return options
}

// hindrancesTold says why others cannot be.
func (v *appView) hindrancesTold(p i18n.Printer) (list []ui.Definition) {
	for _, person := range v.candidates {
		if why := whyNot(p, v.hindered, v.tied, Pair{v.application.ID, person.ID}); why != "" {
			list = append(list, ui.Definition{Term: person.Name, Text: why})
		}
	}
	return list
}

// whyNot says why somebody cannot assess an application; nothing when they can.
func whyNot(p i18n.Printer, hindered map[Pair]obstacle, tied map[Pair]Tie, pair Pair) string {
	switch {
	case hindered[pair] == hasRecused:
		return p.T("assessments.why_not.recused")
	case tied[pair] != "":
		return p.T("assessments.why_not." + string(tied[pair]))
	}
	return ""
}

// canAdd tells whether the application can be given to another assessor.
func (v *appView) canAdd() bool {
	return v.canAssign() && !v.isRecused && slices.Contains(assignable, v.application.State)
}

// canAct tells whether the reader may do something with the assessments of the application.
func (v *appView) canAct() bool {
	return v.mayHandle && !v.isRecused && v.application.State == applications.UnderAssessment
}

// totalOf is an assessor's own total; nothing when it does not count or must not be seen.
func (v *appView) totalOf(p i18n.Printer, a *Assessment) string {
	if !a.Counts() || v.isHidden(v.me.ID, v.application.ID) {
		return "–"
	}
	return points(p, assessment.Total(v.call.Terms.Criteria, a.Scores))
}

// formOf is the form of an act with an assessment: as typed when that is what went wrong.
func (v *appView) formOf(a *Assessment, act string) *form.Form {
	if v.at == a.ID+act {
		return v.one
	}
	return form.Of("seen", count(a.Version))
}

// callState is the word of a call's state.
func callState(p i18n.Printer, s grants.CallState) string {
	switch s {
	case grants.Scheduled, grants.Open:
		return p.T("assessments.call_state.open")
	case grants.Closed:
		return p.T("assessments.call_state.closed")
	case grants.InAssessment:
		return p.T("assessments.call_state.in_assessment")
	}
	return p.T("assessments.call_state.after")
}
