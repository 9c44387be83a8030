package events

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"samverk/features/accounts"
	"samverk/features/evidence"
	"samverk/platform/calendar"
	"samverk/platform/fold"
	"samverk/platform/i18n"
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
		items[i] = ui.Dated{Date: strings.TrimPrefix(strings.Replace(line.Clock, ":", ".", 1), "0"), Title: line.Title, Text: strings.Join(eachOnce([]string{line.Speaker, line.Note}), ". ")}
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
	for word := range strings.FieldsFuncSeq(name, func(r rune) bool { return r == ' ' || r == '-' }) {
		longest = max(longest, len([]rune(word)))
	}
	switch letters := len([]rune(name)); {
	case letters > 48 || longest > 19:
		return "small"
	case letters > 24 || longest > 12:
		return "middle"
	}
	return "large"
}

// thousandths is a part of a whole as a bar of 1000 shows it.
func thousandths(used, of int) string {
	if of <= 0 {
		return "0"
	}
	return strconv.Itoa(min(1000*used/of, 1000))
}
