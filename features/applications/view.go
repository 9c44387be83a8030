package applications

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"samverk/platform/file"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/questions"
	"samverk/platform/sheet"
	"samverk/platform/ui"
)

// shapes are the marks of the states; each stands beside its word.
var shapes = map[State]string{Draft: "not_started", AwaitingSignatory: "at_risk", Submitted: "in_progress", Checking: "in_progress", CompletionRequested: "at_risk",
	Admissible: "in_progress", Inadmissible: "not_met", UnderAssessment: "in_progress", Assessed: "in_progress", InProposal: "in_progress", Granted: "met", PartlyGranted: "met_late",
	Rejected: "not_met", Dismissed: "not_met", WrittenOff: "not_applicable", Withdrawn: "not_applicable"}

// Name says a state in words.
func (s State) Name(p i18n.Printer) string { return p.T("applications.state." + string(s)) }

// Shape is the mark of a state, beside its word.
func (s State) Shape() string { return shapes[s] }

// Name says a kind of reason in words.
func (r Refusal) Name(p i18n.Printer) string { return p.T("applications.refusal." + string(r)) }

// ownHref is where an application is for its organisation.
func ownHref(id string) string { return "/my/applications/" + id }

// beginHref is where an application of an organisation in a call is begun. Calls are also shown to everybody, and lead there.
func beginHref(organisationID, callID string) string {
	return "/my/organisations/" + organisationID + "/applications/" + callID
}

// title is what an application is called: what it is for, else that it is one.
func (a *Application) title(p i18n.Printer) string {
	if a.Title != "" {
		return a.Title
	}
	return p.T("applications.untitled")
}

// difference is what one question was answered before and after.
type difference struct{ label, before, after string }

// compare tells what differs in the answers to a form, in its order.
func compare(p i18n.Printer, f *questions.Form, before, after questions.Answers) (rows []difference) {
	for i := range f.Sections {
		for n := range f.Sections[i].Questions {
			q := &f.Sections[i].Questions[n]
			if old, now := inWords(p, q, before[q.Key]), inWords(p, q, after[q.Key]); old != now {
				rows = append(rows, difference{q.Label.In(p.Language()), old, now})
			}
		}
	}
	return rows
}

// inWords is an answer as one text.
func inWords(p i18n.Printer, q *questions.Question, a questions.Answer) string {
	var parts []string
	for _, text := range a.Texts {
		for _, o := range q.Options {
			if o.Value == text {
				text = o.Label.In(p.Language())
			}
		}
		parts = append(parts, oneEnd.Replace(text))
	}
	for _, row := range a.Rows {
		parts = append(parts, strings.Join(row, ", "))
	}
	for _, f := range a.Files {
		parts = append(parts, f.Name)
	}
	return strings.Join(parts, "; ")
}

// queueView is the officers' list.
type queueView struct {
	filter Filter
	rows   []Application
	more   bool
	counts map[Show]int
	calls  []CallName
	names  map[string]string // of officers
}

// href is the list with other choices, as name and value.
func (v *queueView) href(path string, pairs ...string) string {
	query := url.Values{}
	set := func(name, value string) {
		query.Del(name)
		if value != "" {
			query.Set(name, value)
		}
	}
	set("show", string(v.filter.Show))
	set("call", v.filter.CallID)
	set("state", string(v.filter.State))
	for i := 0; i+1 < len(pairs); i += 2 {
		set(pairs[i], pairs[i+1])
	}
	if len(query) == 0 {
		return path
	}
	return path + "?" + query.Encode()
}

func (v *queueView) tabs(p i18n.Printer) (tabs []ui.Tab) {
	for _, show := range Shows {
		tabs = append(tabs, ui.Tab{Text: p.T("applications.show."+showKey(show), "number", v.counts[show]), Href: v.href("/applications", "show", string(show), "after", ""), Current: show == v.filter.Show})
	}
	return tabs
}

func showKey(show Show) string {
	if show == ShowOpen {
		return "open"
	}
	return string(show)
}

func (v *queueView) callOptions(p i18n.Printer) []ui.Option {
	options := []ui.Option{{Value: "", Text: p.T("applications.all_calls")}}
	for _, call := range v.calls {
		options = append(options, ui.Option{Value: call.ID, Text: call.Title})
	}
	return options
}

func (v *queueView) stateOptions(p i18n.Printer) []ui.Option {
	options := []ui.Option{{Value: "", Text: p.T("applications.all_states")}}
	for _, state := range States {
		if state.WasSent() {
			options = append(options, ui.Option{Value: string(state), Text: state.Name(p)})
		}
	}
	return options
}

func (v *queueView) later() string {
	if !v.more {
		return ""
	}
	return v.href("/applications", "after", v.rows[len(v.rows)-1].ID)
}

func (v *queueView) first() string {
	if v.filter.After == "" {
		return ""
	}
	return v.href("/applications")
}

func (v *queueView) callTitle(id string) string {
	at := slices.IndexFunc(v.calls, func(c CallName) bool { return c.ID == id })
	if at < 0 {
		return ""
	}
	return v.calls[at].Title
}

// columnNames are the heads of the list as a file.
func columnNames(p i18n.Printer) (names []string) {
	for _, key := range []string{"diary", "organisation", "title", "call", "requested", "received", "days_late", "late_taken", "state", "refusal", "officer", "decided"} {
		names = append(names, p.T("applications.column."+key))
	}
	return names
}

func rowCells(p i18n.Printer, a *Application, call, officer string) []any {
	refusal, decided := "", any(nil)
	if a.Refusal != "" {
		refusal = a.Refusal.Name(p)
	}
	if a.DecidedAmount != nil {
		decided = sheet.Kronor(*a.DecidedAmount)
	}
	return []any{a.DiaryNumber, a.Organisation, a.Title, call, sheet.Kronor(a.Requested), moment(a), a.DaysLate, a.LateTaken, a.State.Name(p), refusal, officer, decided}
}

// cellText is a cell of a book as it stands in a file of texts: amounts in kronor with a comma.
func cellText(cell any) string {
	switch c := cell.(type) {
	case string:
		return c
	case int:
		return strconv.Itoa(c)
	case sheet.Kronor:
		part := strconv.FormatInt(100+int64(c)%100, 10)[1:]
		return strconv.FormatInt(int64(c)/100, 10) + "," + part
	}
	return ""
}

// versionView is an application as it was sent.
type versionView struct {
	a     Application
	call  callShown
	shown shownVersion
	href  string
	own   bool
}

// shownVersion is a version with what it holds.
type shownVersion struct {
	Sent
	Read
}

// compareView is what differs between two.
type compareView struct {
	a          Application
	versions   int
	hasEarlier bool
	from       string
	before     questions.Answers
	earlier    Application
	rows       []difference
}

// formOr is a form that was sent, or an empty one with what it needs.
func formOr(f *form.Form, pairs ...string) *form.Form {
	if f != nil {
		return f
	}
	return form.Of(pairs...)
}

// in is the menu's item that the page belongs to.
func (v *versionView) in() string {
	if v.own {
		return "/my/applications"
	}
	return "/applications"
}

func (v *versionView) crumbs(p i18n.Printer) []ui.Link {
	top := ui.Link{Text: p.T("applications.title"), Href: "/applications"}
	if v.own {
		top = ui.Link{Text: p.T("applications.mine"), Href: "/my/applications"}
	}
	return []ui.Link{top, {Text: v.a.title(p), Href: v.href}}
}

func (v *versionView) fileHref(_ *questions.Question, f file.File) string {
	return v.href + "/files/" + f.SHA256
}

// lead says what is compared with what.
func (v *compareView) lead(p i18n.Printer) string {
	if v.from == "earlier" {
		return p.T("applications.compare_lead_earlier", "diary", v.earlier.DiaryNumber)
	}
	return p.T("applications.compare_lead", "number", v.from)
}
