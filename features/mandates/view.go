package mandates

import (
	"strings"

	"github.com/a-h/templ"

	"samverk/features/organisations"
	"samverk/platform/calendar"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/ui"
)

// shapes are the marks of the states; each stands beside its word.
var shapes = map[State]string{Invited: "not_started", Awaiting: "in_progress", Confirmed: "met", Refused: "not_met", Ended: "not_applicable", RunOut: "at_risk"}

// Name says the state in words.
func (s State) Name(p i18n.Printer) string { return p.T("mandates.state." + string(s)) }

// sectionView is what an organisation's page tells of who acts for it.
type sectionView struct {
	o         *organisations.Organisation
	all       []Mandate
	requests  []Request
	day       calendar.Date
	mayChange bool
}

// waitingRequest is the request that nobody has answered; nil when there is none.
func waitingRequest(all []Request) *Request {
	for i := range all {
		if all[i].Answer == Unanswered {
			return &all[i]
		}
	}
	return nil
}

// waitingView lists what waits for an officer.
type waitingView struct {
	list     []Mandate
	requests []Request
	after    string
	more     bool
}

func (v *waitingView) earlier() string {
	if v.after == "" {
		return ""
	}
	return "/mandates"
}

func (v *waitingView) later() string {
	if !v.more {
		return ""
	}
	return "/mandates?after=" + v.list[len(v.list)-1].ID
}

// oneView is an officer's page of a mandate.
type oneView struct {
	m         Mandate
	documents []Document
	confirm   *form.Form
	refuse    *form.Form
	end       *form.Form
	mayChange bool
	isOwn     bool // it is the reader's own mandate
	day       calendar.Date
	done      string
	stale     *ui.Meanwhile
}

func (v *oneView) href(below string) string { return "/mandates/" + v.m.ID + below }

func (v *oneView) crumbs(p i18n.Printer) []ui.Link {
	return []ui.Link{{Text: p.T("organisations.title"), Href: "/organisations"}, {Text: v.m.Organisation, Href: "/organisations/" + v.m.OrganisationID}}
}

// facts are what a mandate says, to an officer and to the person itself.
func (m *Mandate) facts(p i18n.Printer, withPerson bool) []ui.Definition {
	list := []ui.Definition{{Term: p.T("mandates.organisation"), Text: m.Organisation}}
	if withPerson {
		list = append(list, ui.Definition{Term: p.T("mandates.person"), Text: m.Person}, ui.Definition{Term: p.T("mandates.email"), Text: m.Email})
	}
	list = append(list, ui.Definition{Term: p.T("mandates.invited"), Text: on(p, m.InvitedAt, m.InvitedBy)},
		ui.Definition{Term: p.T("mandates.handed_in"), Text: on(p, m.HandedInAt, "")},
		ui.Definition{Term: p.T("mandates.signing"), Text: m.Signs.Name(p)})
	if m.Decision == Confirm {
		list = append(list, ui.Definition{Term: p.T("mandates.confirmed"), Text: on(p, m.DecidedAt, m.DecidedBy)}, ui.Definition{Term: p.T("mandates.term"), Text: m.term(p)})
	}
	if m.Decision == Refuse {
		list = append(list, ui.Definition{Term: p.T("mandates.refused"), Text: on(p, m.DecidedAt, m.DecidedBy)}, ui.Definition{Term: p.T("mandates.why"), Text: m.Reason})
	}
	if !m.EndedAt.IsZero() {
		list = append(list, ui.Definition{Term: p.T("mandates.ended"), Text: on(p, m.EndedAt, m.EndedBy)}, ui.Definition{Term: p.T("mandates.ended_why"), Text: m.EndedWhy})
	}
	return list
}

// term says from when to when a confirmed mandate holds.
func (m *Mandate) term(p i18n.Printer) string {
	switch {
	case m.From.IsZero():
		return ""
	case m.Until.IsZero():
		return p.T("mandates.from_on", "from", p.DateLong(m.From))
	}
	return p.T("mandates.from_until", "from", p.DateLong(m.From), "until", p.DateLong(m.Until))
}

// on says when something happened and who did it.
func on(p i18n.Printer, at store.Time, who string) string {
	if at.IsZero() {
		return ""
	}
	day := p.DateLong(calendar.Today(at.Time))
	if who == "" {
		return day
	}
	return p.T("mandates.on_by", "day", day, "who", who)
}

func files(p i18n.Printer, at string, documents []Document) []ui.File {
	list := make([]ui.File, len(documents))
	for i := range documents {
		d := &documents[i]
		list[i] = ui.File{Name: d.Name, Href: at + "/documents/" + d.ID, Kind: d.Kind(), Size: size(p, d.Size), Note: p.T("mandates.sent_on", "day", p.DateLong(calendar.Today(d.SentAt.Time)))}
	}
	return list
}

// size says how large a file is.
func size(p i18n.Printer, bytes int64) string {
	if bytes < 1<<20 {
		return p.Number(int(max(1, bytes>>10))) + " kB"
	}
	return p.Number(int(bytes>>20)) + " MB"
}

func signsOptions(p i18n.Printer) []ui.Option {
	options := make([]ui.Option, len(SignsAll))
	for i, s := range SignsAll {
		options[i] = ui.Option{Value: string(s), Text: s.Name(p), Hint: p.T("mandates.signs_hint." + string(s))}
	}
	return options
}

// mineView lists the reader's own organisations.
type mineView struct {
	all  []Mandate
	day  calendar.Date
	done string
}

// latest are the mandates without those that a later one of the same organisation has taken the place of.
func (v *mineView) latest() (list []Mandate) {
	seen := map[string]bool{}
	for _, m := range v.all { // those that hold come first, then the latest
		if m.Acts(v.day) && !seen[m.OrganisationID] {
			seen[m.OrganisationID] = true
			list = append(list, m)
		}
	}
	for _, m := range v.all {
		state := m.State(v.day)
		if open := state == Invited || state == Awaiting || state == Refused; open || !seen[m.OrganisationID] && !m.Acts(v.day) {
			seen[m.OrganisationID] = true
			list = append(list, m)
		}
	}
	return list
}

// href is where a mandate of one's own leads: to the organisation when it holds, else to what is to be done with it.
func (m *Mandate) href(day calendar.Date) string {
	if m.Acts(day) {
		return "/my/organisations/" + m.OrganisationID
	}
	return "/my/mandates/" + m.ID
}

// next says what comes next for the person.
func (m *Mandate) next(p i18n.Printer, day calendar.Date) string {
	state := m.State(day)
	switch {
	case state == Confirmed && m.Acts(day) && m.mayRenew(day):
		return p.T("mandates.next.renew", "day", p.DateLong(m.Until))
	case state == Confirmed && !m.Acts(day):
		return p.T("mandates.next.begins", "day", p.DateLong(m.From))
	case state == Refused:
		return p.T("mandates.next.refused", "why", m.Reason)
	}
	return p.T("mandates.next." + string(state))
}

// myView is the page of an organisation that the reader acts for.
type myView struct {
	o         organisations.Organisation
	m         Mandate
	contacts  []organisations.Contact
	mandates  []Mandate
	request   *Request // that waits; nil for none
	answered  *Request // the latest that has been refused; nil for none
	additions []templ.Component
	towns     organisations.Municipalities
	day       calendar.Date
	done      string
}

func (v *myView) href(below string) string { return "/my/organisations/" + v.o.ID + below }

func (v *myView) crumbs(p i18n.Printer) []ui.Link {
	return []ui.Link{{Text: p.T("mandates.mine"), Href: "/my/organisations"}}
}

func (v *myView) crumbsBelow(p i18n.Printer) []ui.Link {
	return append(v.crumbs(p), ui.Link{Text: v.o.Name, Href: v.href("")})
}

// colleagues are the mandates that hold or may come to hold, each person once.
func (v *myView) colleagues() (list []Mandate) {
	seen := map[string]bool{}
	for _, m := range v.mandates {
		if state := m.State(v.day); (state == Confirmed || state == Awaiting || state == Invited) && !seen[m.AccountID] {
			seen[m.AccountID] = true
			list = append(list, m)
		}
	}
	return list
}

// called is how a colleague is shown: before somebody has answered an invitation, by the address that was invited.
func (m *Mandate) called(day calendar.Date) string {
	if m.State(day) == Invited {
		return m.Email
	}
	return m.Person
}

// myMandateView is the page of a mandate of one's own.
type myMandateView struct {
	m         Mandate
	documents []Document
	unsent    *Document // sent, and not handed in
	form      *form.Form
	day       calendar.Date
	done      string
}

func (v *myMandateView) href(below string) string { return "/my/mandates/" + v.m.ID + below }

// documentLabel asks for the document, or for another in its place.
func (v *myMandateView) documentLabel(p i18n.Printer) string {
	if v.unsent != nil {
		return p.T("mandates.document_other")
	}
	return p.T("mandates.document")
}

func (v *myMandateView) mayHandIn() bool {
	state := v.m.State(v.day)
	return state == Invited || state == Refused
}

// handedIn are the documents but for one that has not been handed in.
func (v *myMandateView) handedIn() []Document {
	if v.unsent != nil {
		return v.documents[1:]
	}
	return v.documents
}

// refuse puts a fault beside its field when a person can mend it.
func refuse(f *form.Form, field string, err error) bool {
	own := store.Mendable(err)
	if own == nil {
		return false
	}
	f.Refuse(field, own.Message)
	return true
}

// changed are the parts of a request that differ from what the register says.
func (r *Request) changed(p i18n.Printer, o *organisations.Organisation) []ui.Difference {
	var list []ui.Difference
	for _, d := range []ui.Difference{{Label: p.T("organisations.name"), Saved: o.Name, Typed: r.Name},
		{Label: p.T("organisations.field.number"), Saved: o.Number.String(), Typed: r.Number.String()},
		{Label: p.T("organisations.legal_form"), Saved: o.Form.Name(p), Typed: r.Form.Name(p)}} {
		if d.Saved != d.Typed {
			list = append(list, d)
		}
	}
	return list
}

// summary says in a line what is asked for.
func (r *Request) summary(p i18n.Printer, o *organisations.Organisation) string {
	var parts []string
	for _, d := range r.changed(p, o) {
		parts = append(parts, d.Label+": "+d.Typed)
	}
	return strings.Join(parts, "; ")
}
