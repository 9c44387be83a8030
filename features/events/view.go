package events

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"samverk/features/accounts"
	"samverk/features/evidence"
	"samverk/features/organisations"
	"samverk/platform/calendar"
	"samverk/platform/fold"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/sheet"
	"samverk/platform/ui"
)

type listView struct {
	coming, past      []Event
	after, next       string
	public, mayChange bool
}

func (v *listView) at() string {
	if v.public {
		return "/public/events"
	}
	return "/events"
}

// below says where an event is and, when it is not as planned, so.
func (v *listView) below(p i18n.Printer, e *Event) string {
	parts := []string{e.Kind.Name(p), e.where(p)}
	if e.State == Cancelled || !v.public && e.State != Published {
		parts = append([]string{p.T("events.state." + string(e.State))}, parts...)
	}
	return strings.Join(parts, ". ")
}

// eventView is an event as those who work with it see it.
type eventView struct {
	Event
	counts        Counts
	handlers      []string // keys of accounts
	people        []accounts.Account
	registrations []Registration
	money         []Money
	indicators    []ui.Option
	links         []evidence.IndicatorLink
	record        evidence.Record
	results       []Result
	answered      int
	invitationAt  string
	now           time.Time
	mayChange     bool
	seePeople     bool
	handles       bool // sees what people need
	mails         bool
	done          string
}

func (v *eventView) href(below string) string { return "/events/" + v.ID + below }

func (v *eventView) meta(p i18n.Printer) string {
	return v.Kind.Name(p) + ". " + p.T("events.state."+string(v.State))
}

func crumbs(p i18n.Printer) []ui.Link {
	return []ui.Link{{Text: p.T("events.title"), Href: "/events"}}
}

func (v *eventView) crumbsBelow(p i18n.Printer) []ui.Link {
	return append(crumbs(p), ui.Link{Text: v.Title, Href: v.href("")})
}

// tabs are the parts of an event that the reader may see.
func (v *eventView) tabs(p i18n.Printer, current string) []ui.Tab {
	var tabs []ui.Tab
	for _, tab := range []struct {
		name, below string
		asks        bool
	}{{"overview", "", true}, {"registrations", "/registrations", v.seePeople}, {"attendance", "/attendance", v.seePeople}, {"evaluation", "/evaluation", true}, {"budget", "/budget", true}} {
		if tab.asks {
			tabs = append(tabs, ui.Tab{Text: p.T("events.tab." + tab.name), Href: v.href(tab.below), Current: tab.name == current})
		}
	}
	return tabs
}

// facts are what the event says in short.
func (v *eventView) facts(p i18n.Printer) []ui.Definition {
	list := append(v.publicFacts(p), ui.Definition{Term: p.T("events.field.audience"), Text: p.T("events.audience." + v.audience())},
		ui.Definition{Term: p.T("events.field.tags"), Text: strings.Join(v.Tags, ", ")}, ui.Definition{Term: p.T("events.field.handlers"), Text: v.handledBy(p)})
	if !v.HeldOn.IsZero() {
		list = append(list, ui.Definition{Term: p.T("events.field.held_on"), Text: p.DateLong(v.HeldOn)}, ui.Definition{Term: p.T("events.field.heads"), Text: p.Number(v.HeadCount)})
	}
	return list
}

func (v *eventView) audience() string {
	if v.InvitedOnly {
		return forInvited
	}
	return forAll
}

func (v *eventView) handledBy(p i18n.Printer) string {
	var names []string
	for i := range v.people {
		if slices.Contains(v.handlers, v.people[i].ID) {
			names = append(names, v.people[i].Name)
		}
	}
	if names == nil {
		return p.T("events.nobody_handles")
	}
	return strings.Join(names, ", ")
}

// publicFacts are those of them that anybody may read.
func (e *Event) publicFacts(p i18n.Printer) []ui.Definition {
	list := []ui.Definition{{Term: p.T("events.field.when"), Text: e.when(p)}, {Term: p.T("events.field.place"), Text: e.Place}}
	if e.Link != "" {
		list = append(list, ui.Definition{Term: p.T("events.field.link"), Detail: linkTo(e.Link, e.Link)})
	}
	return append(list, ui.Definition{Term: p.T("events.field.organiser"), Text: e.Organiser}, ui.Definition{Term: p.T("events.field.contact"), Detail: linkTo("mailto:"+e.Contact, e.Contact)},
		ui.Definition{Term: p.T("events.field.registration"), Text: e.openText(p)})
}

// openText says when people can register.
func (e *Event) openText(p i18n.Printer) string {
	closes := e.Closes
	if closes.IsZero() {
		closes = e.Starts
	}
	if e.Opens.IsZero() {
		return p.T("events.open_until", "until", moment(p, closes))
	}
	return p.T("events.open_from", "from", moment(p, e.Opens), "until", moment(p, closes))
}

// programmeDays are the programme's lines by day.
func programmeDays(lines []Line) [][]Line {
	var days [][]Line
	for i, line := range lines {
		if i == 0 || line.At != lines[i-1].At {
			days = append(days, nil)
		}
		days[len(days)-1] = append(days[len(days)-1], line)
	}
	return days
}

func programmeItems(lines []Line) []ui.Dated {
	items := make([]ui.Dated, len(lines))
	for i, line := range lines {
		items[i] = ui.Dated{Date: strings.Replace(line.Clock, ":", ".", 1), Title: line.Title, Text: strings.Join(eachOnce([]string{line.Speaker, line.Note}), ". ")}
	}
	return items
}

// placesText says how many places are taken: "12 av 20 platser".
func placesText(p i18n.Printer, places int, c *Counts) string {
	if places == 0 {
		return p.T("events.placed_of_any", "count", c.Placed)
	}
	return p.T("events.placed_of", "taken", c.Placed, "count", places)
}

// chosen names the indicators that were chosen, as far as they are in force.
func (v *eventView) chosen() (names []string) {
	for _, option := range v.indicators {
		if slices.Contains(v.Indicators, option.Value) {
			names = append(names, option.Text)
		}
	}
	return names
}

// counted are the indicators that count the record.
func (v *eventView) counted() (links []ui.Linked) {
	for i := range v.links {
		if l := &v.links[i]; !l.Excluded {
			links = append(links, ui.Linked{Link: ui.Link{Text: l.Label + ". " + l.Indicator, Href: "/plan/" + l.PlanKey + "/indicator/" + strconv.Itoa(l.Number)}})
		}
	}
	return links
}

// among are the registrations with a standing.
func (v *eventView) among(state Standing) (list []Registration) {
	for _, r := range v.registrations {
		if r.State == state {
			list = append(list, r)
		}
	}
	return list
}

// byName are those who have a place, in the order of their names.
func (v *eventView) byName() []Registration {
	list := v.among(Placed)
	slices.SortStableFunc(list, func(a, b Registration) int { return strings.Compare(swedishKey(a.Name), swedishKey(b.Name)) })
	return list
}

// afterZ are the letters that stand after z in Swedish, as signs that stand after z in ASCII.
var afterZ = strings.NewReplacer("å", "{", "Å", "{", "ä", "|", "Ä", "|", "ö", "}", "Ö", "}")

func swedishKey(name string) string { return fold.Search(afterZ.Replace(name)) }

// fileName is what files about the event are called.
func (v *eventView) fileName() string {
	if slug := fold.Slug(v.Title, 40); slug != "" {
		return slug + "-" + v.Day().String()
	}
	return "evenemang-" + v.Day().String()
}

// rows are everybody who has registered, as files have them. What people need is not among it.
func (v *eventView) rows(p i18n.Printer) [][]string {
	rows := [][]string{{p.T("events.registration.name"), p.T("events.registration.organisation"), p.T("events.registration.email"), p.T("events.registration.state"),
		p.T("events.registration.registered"), p.T("events.registration.came")}}
	for _, state := range []Standing{Placed, Waiting, Withdrew} {
		list := v.among(state)
		if state == Placed {
			list = v.byName()
		}
		for i := range list {
			r := &list[i]
			came := p.T("events.no")
			if r.Came {
				came = p.T("events.yes")
			}
			rows = append(rows, []string{r.Name, r.Organisation, r.Email, r.stateName(p), calendar.Clock(r.RegisteredAt), came})
		}
	}
	return rows
}

func (r *Registration) stateName(p i18n.Printer) string {
	if r.AtDoor {
		return p.T("events.registration.at_door")
	}
	return p.T("events.standing." + string(r.State))
}

// sheets are badges by the page on which they are printed.
func (v *eventView) sheets() [][]Registration {
	return slices.Collect(slices.Chunk(v.byName(), badgesOnPage))
}

// badgesOnPage is how many badges of 90 × 65 mm an A4 holds.
const badgesOnPage = 8

// nameSize is how large a name can be written so that it fits on its badge.
func nameSize(name string) string {
	longest := 0
	for word := range strings.FieldsSeq(name) {
		longest = max(longest, len([]rune(word)))
	}
	switch letters := len([]rune(name)); {
	case letters > 44 || longest > 18:
		return "small"
	case letters > 24 || longest > 12:
		return "middle"
	}
	return "large"
}

// formView is the form of an event, new or to be changed.
type formView struct {
	form       *form.Form
	event      *Event // nil: a new one
	indicators []ui.Option
	people     []accounts.Account
	stale      *ui.Meanwhile
}

func (v *formView) action() string {
	if v.event == nil {
		return "/events"
	}
	return "/events/" + v.event.ID + "/edit"
}

func (v *formView) back() string {
	if v.event == nil {
		return "/events"
	}
	return "/events/" + v.event.ID
}

func (v *formView) title(p i18n.Printer) string {
	if v.event == nil {
		return p.T("events.new")
	}
	return p.T("events.change")
}

func (v *formView) crumbs(p i18n.Printer) []ui.Link {
	if v.event == nil {
		return crumbs(p)
	}
	return append(crumbs(p), ui.Link{Text: v.event.Title, Href: v.back()})
}

func (v *formView) handlerOptions() []ui.Option {
	options := make([]ui.Option, len(v.people))
	for i := range v.people {
		options[i] = ui.Option{Value: v.people[i].ID, Text: v.people[i].Name}
	}
	return options
}

// chosenHandlers are those of the chosen who can handle an event.
func (v *formView) chosenHandlers() (chosen []string) {
	for i := range v.people {
		if v.form.Chosen("handlers", v.people[i].ID) {
			chosen = append(chosen, v.people[i].ID)
		}
	}
	return chosen
}

// refuseUnknown refuses indicators that are in no plan in force. Those that the event has had since before stay.
func (v *formView) refuseUnknown(c *Content) {
	for _, key := range c.Indicators {
		known := slices.ContainsFunc(v.indicators, func(o ui.Option) bool { return o.Value == key })
		if !known && (v.event == nil || !slices.Contains(v.event.Indicators, key)) {
			v.form.Refuse("indicators", i18n.Msg("events.indicator_unknown"))
			return
		}
	}
}

// personView is the form of somebody's registration, as an officer sees it.
type personView struct {
	*eventView
	form     *form.Form
	one      Registration // empty: a new one
	atDoor   bool
	found    []organisations.Organisation
	searched bool
	stale    *ui.Meanwhile
}

func (v *personView) action() string {
	if v.one.ID != "" {
		return v.href("/registrations/" + v.one.ID + "/edit")
	}
	return v.href("/registrations")
}

func (v *personView) back() string {
	if v.atDoor {
		return v.href("/attendance")
	}
	return v.href("/registrations")
}

func (v *personView) title(p i18n.Printer) string {
	switch {
	case v.one.ID != "":
		return p.T("events.registration.of", "name", v.one.Name)
	case v.atDoor:
		return p.T("events.registration.add_at_door")
	}
	return p.T("events.registration.add")
}

// personForm is the form that would give a registration.
func personForm(r *Registration, withNeeds bool) *form.Form {
	pairs := []string{"seen", strconv.Itoa(r.Version), "name", r.Name, "email", r.Email, "organisation", r.Organisation}
	if withNeeds {
		pairs = append(pairs, "needs", r.Needs)
	}
	return form.Of(pairs...)
}

// organisationOptions are what was found in the register, and that it is none of them.
func organisationOptions(p i18n.Printer, found []organisations.Organisation) []ui.Option {
	options := make([]ui.Option, 0, len(found)+1)
	for i := range found {
		options = append(options, ui.Option{Value: found[i].ID, Text: found[i].Name})
	}
	return append(options, ui.Option{Value: "none", Text: p.T("events.registration.none_of_them")})
}

// publicView is an event as anybody sees it.
type publicView struct {
	Event
	counts     Counts
	form       *form.Form
	invitation string
	found      []organisations.Organisation
	searched   bool
	mails      bool
	now        time.Time
}

// places says what somebody who registers can count on.
func (v *publicView) places(p i18n.Printer) string {
	switch {
	case v.Places == 0:
		return ""
	case v.counts.hasPlace(v.Places):
		return p.T("events.places_left", "count", free(v.Places, v.counts.Placed), "places", v.Places)
	}
	return p.T("events.full", "waiting", v.counts.Waiting)
}

// ownView is somebody's own registration.
type ownView struct {
	Event
	one      Registration
	form     *form.Form
	ahead    int
	found    []organisations.Organisation
	searched bool
	mails    bool
	now      time.Time
	done     string
}

// mayChange tells whether there is still something to change.
func (v *ownView) mayChange() bool { return v.State == Published && v.one.State != Withdrew }

type moneyView struct {
	*eventView
	form  *form.Form
	side  Side
	kept  Money // empty: a new one
	stale *ui.Meanwhile
}

func (v *moneyView) action() string {
	if v.kept.ID != "" {
		return v.href("/budget/" + v.kept.ID + "/edit")
	}
	return v.href("/budget")
}

func (v *moneyView) title(p i18n.Printer) string {
	if v.kept.ID != "" {
		return p.T("events.money.change")
	}
	return p.T("events.money.add_" + string(v.side))
}

// side are the lines of one side of the budget.
func (v *eventView) side(side Side) (list []Money) {
	for _, m := range v.money {
		if m.Side == side {
			list = append(list, m)
		}
	}
	return list
}

func (v *eventView) sum(side Side) Sum { return sumOf(v.money, side) }

// outcomeText is an amount that may not be known yet.
func outcomeText(p i18n.Printer, ore *int64) string {
	if ore == nil {
		return "–"
	}
	return p.Money(*ore)
}

func (s Sum) outcomeText(p i18n.Printer) string {
	if !s.Known {
		return "–"
	}
	return p.Money(s.Outcome)
}

// typedMoney is an amount as people type it: 12500,50.
func typedMoney(ore int64) string {
	if ore%100 == 0 {
		return strconv.FormatInt(ore/100, 10)
	}
	return fmt.Sprintf("%d,%02d", ore/100, ore%100)
}

type budgetRow struct {
	heads bool
	cells []any
}

// budgetRows are the budget as a file has it.
func (v *eventView) budgetRows(p i18n.Printer) []budgetRow {
	var rows []budgetRow
	for _, side := range Sides {
		rows = append(rows, budgetRow{true, []any{p.T("events.money." + string(side)), p.T("events.money.planned"), p.T("events.money.outcome")}})
		for _, m := range v.side(side) {
			cells := []any{m.Title, sheet.Kronor(m.Planned), nil}
			if m.Outcome != nil {
				cells[2] = sheet.Kronor(*m.Outcome)
			}
			rows = append(rows, budgetRow{false, cells})
		}
		s := v.sum(side)
		rows = append(rows, budgetRow{true, s.cells(p.T("events.money.sum"))}, budgetRow{})
	}
	difference := v.difference()
	return append(rows, budgetRow{true, difference.cells(p.T("events.money.difference"))})
}

func (s Sum) cells(name string) []any {
	if !s.Known {
		return []any{name, sheet.Kronor(s.Planned), nil}
	}
	return []any{name, sheet.Kronor(s.Planned), sheet.Kronor(s.Outcome)}
}

// difference is what is left of the financing when the costs are paid.
func (v *eventView) difference() Sum {
	costs, financing := v.sum(Cost), v.sum(Financing)
	return Sum{financing.Planned - costs.Planned, financing.Outcome - costs.Outcome, costs.Known && financing.Known}
}

// mean is a question's mean with one decimal.
func (r *Result) mean(p i18n.Printer) string {
	mark := ","
	if p.Language() == i18n.English {
		mark = "."
	}
	return strconv.Itoa(r.Tenths()/10) + mark + strconv.Itoa(r.Tenths()%10)
}

// share is a grade's part of the answers, in per cent.
func (r *Result) share(grade int) int {
	n := r.Number()
	if n == 0 {
		return 0
	}
	return (200*r.Grades[grade-lowest] + n) / (2 * n)
}

func gradeOptions(p i18n.Printer) []ui.Option {
	var options []ui.Option
	for g := lowest; g <= highest; g++ {
		options = append(options, ui.Option{Value: strconv.Itoa(g), Text: p.T("events.grade." + strconv.Itoa(g))})
	}
	return options
}

// thousandths is a part of a whole as a bar of 1000 shows it.
func thousandths(used, of int) string {
	if of <= 0 {
		return "0"
	}
	return strconv.Itoa(min(1000*used/of, 1000))
}
