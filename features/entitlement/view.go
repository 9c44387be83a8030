package entitlement

import (
	"net/url"
	"strconv"
	"strings"

	"samverk/features/organisations"
	"samverk/platform/calendar"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/ui"
)

// standingShapes and stageShapes are the marks of the standings and stages; each stands beside its word.
var (
	standingShapes = map[Standing]string{Never: "not_started", Waiting: "in_progress", Completing: "at_risk", IsEntitled: "met", Lapsed: "not_met", NotGiven: "not_met", TakenBack: "not_met"}
	stageShapes    = map[Stage]string{Draft: "not_started", HandedIn: "in_progress", Completion: "at_risk", Entitled: "met", Refused: "not_met", Withdrawn: "not_met"}
)

// ownHref is where the filing of a year is for its organisation.
func ownHref(organisationID string, year int) string {
	return "/my/organisations/" + organisationID + "/entitlement/" + strconv.Itoa(year)
}

// more says in a sentence what follows from a status.
func (s *Status) more(p i18n.Printer, day calendar.Date) string {
	switch {
	case s.Pending == HandedIn:
		return p.T("entitlement.more.pending", "day", p.DateLong(s.Until))
	case s.Pending == Completion:
		return p.T("entitlement.more.pending_completion", "day", p.DateLong(s.Until), "due", p.DateLong(s.DueOn))
	case s.LapsesSoon(day):
		return p.T("entitlement.more.soon", "day", p.DateLong(s.Until))
	case s.Standing == Completing:
		return p.T("entitlement.more.completion", "due", p.DateLong(s.DueOn), "message", s.Message)
	case s.Standing == NotGiven || s.Standing == TakenBack:
		return p.T("entitlement.more.why", "why", s.Message)
	}
	return p.T("entitlement.more."+string(s.Standing), "day", p.DateLong(s.Until))
}

// sectionView is what an organisation's page tells.
type sectionView struct {
	o       *organisations.Organisation
	status  Status
	filings []Filing // the latest year first
	day     calendar.Date
	mayRead bool
}

// mineView is where one's own organisation stands.
type mineView struct {
	o       organisations.Organisation
	status  Status
	filings []Filing
	day     calendar.Date
}

func (v *mineView) crumbs(p i18n.Printer) []ui.Link {
	return []ui.Link{{Text: p.T("mandates.mine"), Href: "/my/organisations"}, {Text: v.o.Name, Href: "/my/organisations/" + v.o.ID}}
}

func (v *mineView) items(p i18n.Printer) []ui.Linked {
	var list []ui.Linked
	for _, f := range v.filings {
		list = append(list, ui.Linked{Link: ui.Link{Text: p.T("entitlement.filing", "year", f.Year), Href: ownHref(v.o.ID, f.Year)}, Shape: stageShapes[f.Stage], Word: f.Stage.Name(p)})
	}
	return list
}

// years are those that can be begun: this year, and the last when its meeting may still matter.
func (v *mineView) years() (years []int) {
	for _, year := range []int{v.day.Year(), v.day.Year() - 1} {
		there := false
		for _, f := range v.filings {
			there = there || f.Year >= year
		}
		if !there && !v.o.HasEnded() {
			years = append(years, year)
		}
	}
	return years
}

// tasksView is a filing as its organisation sees it, and the forms that fill it in.
type tasksView struct {
	o           organisations.Organisation
	f           Filing
	setting     Setting
	findings    []Finding
	towns       organisations.Municipalities
	day         calendar.Date
	mails       bool // the program can send them
	earlierYear int  // whose statutes can be handed in again; 0 for none
	form        *form.Form
	stale       *ui.Meanwhile
	done        string
}

func (v *tasksView) href(below string) string { return ownHref(v.o.ID, v.f.Year) + below }

func (v *tasksView) title(p i18n.Printer) string { return p.T("entitlement.filing", "year", v.f.Year) }

func (v *tasksView) crumbs(p i18n.Printer) []ui.Link {
	return []ui.Link{{Text: p.T("mandates.mine"), Href: "/my/organisations"}, {Text: v.o.Name, Href: "/my/organisations/" + v.o.ID},
		{Text: p.T("entitlement.title_own"), Href: "/my/organisations/" + v.o.ID + "/entitlement"}}
}

func (v *tasksView) crumbsBelow(p i18n.Printer) []ui.Link {
	return append(v.crumbs(p), ui.Link{Text: v.title(p), Href: v.href("")})
}

// task is a row of the list of what is to be done.
type task struct {
	title, below, text string
	isDone             bool
}

func (v *tasksView) tasks(p i18n.Printer) []task {
	there, needed := 0, 0
	for _, kind := range DocumentKinds {
		if v.setting.needs(kind) {
			needed++
			if v.f.Has(kind) != nil {
				there++
			}
		}
	}
	list := []task{
		{p.T("entitlement.meeting.title"), "/meeting", v.meetingText(p), !v.f.MetOn.IsZero()},
		{p.T("entitlement.documents.title"), "/documents", p.T("entitlement.documents.so_far", "there", there, "needed", needed), there == needed},
		{p.T("entitlement.members.title"), "/members", v.membersText(p), v.f.Members != nil},
	}
	if v.setting.asksForSpread() {
		list = append(list, task{p.T("entitlement.spread.title"), "/spread", v.spreadText(p), len(v.f.Places) > 0})
	}
	return list
}

func (v *tasksView) items(p i18n.Printer) []ui.Item {
	var items []ui.Item
	for _, t := range v.tasks(p) {
		item := ui.Item{Shape: "not_started", Word: p.T("entitlement.task.left"), Title: t.title, Href: v.href(t.below), Text: t.text, When: p.T("entitlement.task.left")}
		if t.isDone {
			item.Shape, item.Word, item.When = "met", p.T("entitlement.task.done"), p.T("entitlement.task.done")
		}
		items = append(items, item)
	}
	return items
}

// left counts what is to be done before the filing can be handed in.
func (v *tasksView) left(p i18n.Printer) (n int) {
	for _, t := range v.tasks(p) {
		if !t.isDone && t.below != "/spread" {
			n++
		}
	}
	return n
}

func (v *tasksView) meetingText(p i18n.Printer) string {
	if v.f.MetOn.IsZero() {
		return p.T("entitlement.not_told")
	}
	return p.DateLong(v.f.MetOn)
}

func (v *tasksView) membersText(p i18n.Printer) string { return membersText(p, &v.f) }

func membersText(p i18n.Printer, f *Filing) string {
	switch {
	case f.Members == nil:
		return p.T("entitlement.not_told")
	case f.Young == nil:
		return p.T("entitlement.members.told", "count", *f.Members)
	}
	return p.T("entitlement.members.told", "count", *f.Members) + ", " + p.T("entitlement.members.young_told", "young", p.Number(*f.Young))
}

func (v *tasksView) spreadText(p i18n.Printer) string {
	for _, finding := range v.findings {
		if finding.Criterion == SpreadIsEnough {
			return p.T("entitlement.spread.so_far", "members", finding.MemberTowns, "active", finding.ActiveTowns)
		}
	}
	return ""
}

// isSpreadEnough tells whether the spread is enough, as it is now.
func (v *tasksView) isSpreadEnough() bool {
	for _, finding := range v.findings {
		if finding.Criterion == SpreadIsEnough {
			return finding.Met
		}
	}
	return true
}

func (v *tasksView) meetingForm() *form.Form {
	return form.Of("seen", strconv.Itoa(v.f.Version), "met_on", v.f.MetOn.String())
}

func (v *tasksView) membersForm() *form.Form {
	return form.Of("seen", strconv.Itoa(v.f.Version), "members", numberOrNothing(v.f.Members), "young", numberOrNothing(v.f.Young))
}

// spreadForm is filled in with what has been told; before that, with where the register says that it is active.
func (v *tasksView) spreadForm() *form.Form {
	pairs := []string{"seen", strconv.Itoa(v.f.Version)}
	for _, place := range v.f.Places {
		if place.Members > 0 {
			pairs = append(pairs, membersField(place.Municipality), strconv.Itoa(place.Members))
		}
		if place.Active {
			pairs = append(pairs, "active", place.Municipality)
		}
	}
	if len(v.f.Places) == 0 {
		for _, code := range append([]string{v.o.Seat}, v.o.Municipalities...) {
			pairs = append(pairs, "active", code)
		}
	}
	return form.Of(pairs...)
}

func numberOrNothing(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

// fieldName says what a field of one of the forms is called.
func (v *tasksView) fieldName(p i18n.Printer, field string) string {
	if code, is := strings.CutPrefix(field, "members_"); is {
		return v.towns.Name(code)
	}
	return p.T("entitlement.field." + field)
}

// listView is the officers' list.
type listView struct {
	filter  Filter
	rows    []Row
	more    bool
	waiting int
	today   calendar.Date
}

// href is the list with the same choices from another place.
func (v *listView) href(path, after string) string {
	query := url.Values{}
	if v.filter.Day != v.today {
		query.Set("date", v.filter.Day.String())
	}
	if v.filter.Show != "" {
		query.Set("show", v.filter.Show)
	}
	if after != "" {
		query.Set("after", after)
	}
	if len(query) == 0 {
		return path
	}
	return path + "?" + query.Encode()
}

func (v *listView) earlier() string {
	if v.filter.After == "" {
		return ""
	}
	return v.href("/entitlement", "")
}

func (v *listView) later() string {
	if !v.more {
		return ""
	}
	return v.href("/entitlement", v.rows[len(v.rows)-1].ID)
}

func showOptions(p i18n.Printer) []ui.Option {
	options := make([]ui.Option, len(shown))
	for i, show := range shown {
		options[i] = ui.Option{Value: show, Text: showName(p, show)}
	}
	return options
}

func showName(p i18n.Printer, show string) string {
	switch show {
	case "":
		return p.T("entitlement.show.all")
	case "soon", "waiting":
		return p.T("entitlement.show." + show)
	}
	return Standing(show).Name(p)
}

// below says what an officer should know of a row besides the standing.
func (r *Row) below(p i18n.Printer, day calendar.Date) string {
	s := &r.Status
	switch {
	case s.Pending != "":
		return p.T("entitlement.list.pending", "stage", s.Pending.Name(p))
	case s.LapsesSoon(day):
		return p.T("entitlement.list.soon")
	case s.Standing == Completing:
		return p.T("entitlement.list.due", "day", p.Date(s.DueOn))
	}
	return ""
}

func csvHead(p i18n.Printer) []string {
	head := []string{p.T("mandates.organisation"), p.T("organisations.field.number")}
	for _, key := range []string{"standing", "until", "year", "met_on", "members", "young", "member_towns", "active_towns"} {
		head = append(head, p.T("entitlement.column."+key))
	}
	return head
}

func (r *Row) cells(p i18n.Printer, f *Filing) []string {
	withMembers, active := 0, 0
	for _, place := range f.Places {
		if place.Members > 0 {
			withMembers++
		}
		if place.Active {
			active++
		}
	}
	return []string{r.Name, r.Number, r.Status.Standing.Name(p), r.Status.Until.String(), strconv.Itoa(r.Status.Year), f.MetOn.String(), numberOrNothing(f.Members),
		numberOrNothing(f.Young), strconv.Itoa(withMembers), strconv.Itoa(active)}
}

// oneView is an officer's page of a filing.
type oneView struct {
	o         organisations.Organisation
	f         Filing
	setting   Setting
	findings  []Finding
	status    Status
	towns     organisations.Municipalities
	day       calendar.Date
	mayChange bool
	isOwn     bool       // the reader represents the organisation
	typed     *form.Form // of the form at
	at        Stage
	stale     *ui.Meanwhile
	done      string
}

func (v *oneView) href(below string) string { return "/entitlement/" + v.f.ID + below }

// formOf is the form of a decision: what was typed in it, or empty.
func (v *oneView) formOf(stage Stage) *form.Form {
	if v.at == stage || v.stale != nil {
		return v.typed
	}
	return form.Of("seen", strconv.Itoa(v.f.Version), "due_on", v.day.AddDays(21).String())
}

// decisions are those that can be made now.
func (v *oneView) decisions() (list []Stage) {
	for _, stage := range []Stage{Entitled, Completion, Refused, Withdrawn} {
		if v.f.Stage.mayBecome(stage) {
			list = append(list, stage)
		}
	}
	return list
}

func (v *oneView) facts(p i18n.Printer) []ui.Definition {
	met := ""
	if !v.f.MetOn.IsZero() {
		met = p.DateLong(v.f.MetOn)
	}
	return []ui.Definition{{Term: p.T("entitlement.meeting.title"), Text: met}, {Term: p.T("entitlement.members.title"), Text: membersText(p, &v.f)}}
}

// others are the documents that no criterion asks for.
func (v *oneView) others() (list []Document) {
	for _, d := range v.f.Documents {
		if !v.setting.needs(d.Kind) {
			list = append(list, d)
		}
	}
	return list
}

// text says in words what was found.
func (f *Finding) text(p i18n.Printer, s *Setting) string {
	if f.Criterion == DocumentThere {
		return f.Kind.Name(p)
	}
	return p.T("entitlement.criterion."+string(f.Criterion), "members", f.MemberTowns, "active", f.ActiveTowns, "member_towns", s.MemberTowns, "active_towns", s.ActiveTowns)
}

func (f *Finding) shape() string {
	if f.Met {
		return "met"
	}
	return "not_met"
}

func (f *Finding) word(p i18n.Printer) string {
	if f.Met {
		return p.T("entitlement.is_met")
	}
	return p.T("entitlement.is_not_met")
}

func documentFiles(p i18n.Printer, at string, all []Document) []ui.File {
	list := make([]ui.File, len(all))
	for i := range all {
		d := &all[i]
		list[i] = ui.File{Name: d.Kind.Name(p), Href: at + "/documents/" + string(d.Kind), Kind: d.File.Kind(), Size: size(p, d.Size),
			Note: p.T("entitlement.sent", "name", d.Name, "who", d.SentBy, "day", p.DateLong(calendar.Today(d.SentAt.Time)))}
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

// history are the steps of a filing, the latest first.
func (f *Filing) history(p i18n.Printer, withNames bool) []ui.Dated {
	var list []ui.Dated
	for i := len(f.Steps) - 1; i >= 0; i-- {
		s := &f.Steps[i]
		text := s.Message
		if withNames || s.Stage == HandedIn {
			text = strings.TrimSpace(p.T("mandates.by", "who", s.By) + ". " + text)
		}
		list = append(list, ui.Dated{Date: p.Date(s.Day), Title: s.told(p), Text: text})
	}
	return list
}

// placeRows are the places as a table has them.
func placeRows(towns organisations.Municipalities, places []Place, p i18n.Printer) [][3]string {
	var rows [][3]string
	for _, place := range places {
		active := p.T("entitlement.no")
		if place.Active {
			active = p.T("entitlement.yes")
		}
		rows = append(rows, [3]string{towns.Name(place.Municipality), p.Number(place.Members), active})
	}
	return rows
}
