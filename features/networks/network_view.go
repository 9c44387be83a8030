package networks

import (
	"strconv"
	"strings"

	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/ui"
)

// allView is the list of networks, for those who work with them or for everybody.
type allView struct {
	all               []Network
	sizes             map[string]int
	next              map[string]Coming
	public, mayChange bool
}

func (v *allView) at() string {
	if v.public {
		return "/public/networks"
	}
	return "/networks"
}

func (v *allView) meetingHref(c Coming) string {
	if v.public {
		return "/public/meetings/" + c.ID
	}
	return "/meetings/" + c.ID
}

// those are the networks that go on, or have ended.
func (v *allView) those(ended bool) (some []Network) {
	for _, n := range v.all {
		if n.HasEnded() == ended {
			some = append(some, n)
		}
	}
	return some
}

// oneView is the page of one network.
type oneView struct {
	n           Network
	types       []Type
	members     []Member
	indicators  []plan.CountingIndicator
	told        Told
	day         calendar.Date
	mayChange   bool
	seeContacts bool
	public      bool
	done        string // what has just been done, as the end of a message's key
}

func (v *oneView) href(below string) string { return "/networks/" + v.n.ID + below }

// mayAdd tells whether the reader may add something to the network.
func (v *oneView) mayAdd() bool { return v.mayChange && !v.n.HasEnded() }

func (v *oneView) crumbs(p i18n.Printer) []ui.Link {
	all := allView{public: v.public}
	return []ui.Link{{Text: p.T("networks.title"), Href: all.at()}}
}

func (v *oneView) crumbsBelow(p i18n.Printer) []ui.Link {
	return append(v.crumbs(p), ui.Link{Text: v.n.Name, Href: v.href("")})
}

// definitions are what is said of the network besides its purpose.
func (v *oneView) definitions(p i18n.Printer) []ui.Definition {
	list := []ui.Definition{{Term: p.T("networks.purpose"), Text: v.n.Purpose}, {Term: p.T("networks.management"), Text: v.n.Management}}
	if v.n.Web != "" {
		list = append(list, ui.Definition{Term: p.T("networks.web"), Detail: linkTo(v.n.Web, v.n.Web)})
	}
	if v.public {
		return list
	}
	seen := p.T("networks.not_public")
	if v.n.IsPublic {
		seen = p.T("networks.is_public")
	}
	list = append(list, ui.Definition{Term: p.T("networks.seen_by"), Text: seen})
	if named := naming(v.n.Name, v.indicators); len(named) > 0 {
		list = append(list, ui.Definition{Term: p.T("networks.named_in"), Detail: indicatorLinks(named)})
	}
	return list
}

// year is the year of the day shown.
func (v *oneView) year() string { return strconv.Itoa(v.day.Year()) }

func (v *oneView) now() []Member    { now, _, _ := onDay(v.members, v.day); return now }
func (v *oneView) coming() []Member { _, coming, _ := onDay(v.members, v.day); return coming }
func (v *oneView) former() []Member { _, _, former := onDay(v.members, v.day); return former }

// counted says how many members there are: "34 organisationer och 3 personer".
func (v *oneView) counted(p i18n.Printer) string {
	organisations, people := map[string]bool{}, 0
	for _, m := range v.now() {
		if m.OrganisationID == "" {
			people++
		} else {
			organisations[m.OrganisationID] = true
		}
	}
	var parts []string
	if len(organisations) > 0 {
		parts = append(parts, p.T("networks.count_organisations", "count", len(organisations)))
	}
	if people > 0 {
		parts = append(parts, p.T("networks.count_people", "count", people))
	}
	return strings.Join(parts, p.T("networks.and"))
}

// memberBelow is the quiet line below a member: who comes for it, and that the organisation is no more.
func (v *oneView) memberBelow(p i18n.Printer, m *Member) string {
	var parts []string
	if m.Organisation != "" && m.Name != "" && !v.public {
		parts = append(parts, m.Name)
	}
	if m.Email != "" && v.seeContacts {
		parts = append(parts, m.Email)
	}
	if m.HasEnded {
		parts = append(parts, p.T("networks.organisation_has_ended"))
	}
	return strings.Join(parts, ", ")
}

// memberHref leads to the member's organisation; people have no page.
func (v *oneView) memberHref(m *Member) string {
	switch {
	case m.OrganisationID == "":
		return ""
	case v.public:
		return "/public/organisations/" + m.OrganisationID
	}
	return "/organisations/" + m.OrganisationID
}

// formerItems are those who have belonged, with why they do not any more.
func (v *oneView) formerItems(p i18n.Printer) []ui.Dated {
	var items []ui.Dated
	for _, m := range v.former() {
		items = append(items, ui.Dated{Date: p.Date(m.Until), Title: m.Called(), Href: v.memberHref(&m), Text: m.EndedWhy})
	}
	return items
}

func (v *oneView) comingItems(p i18n.Printer) []ui.Dated {
	var items []ui.Dated
	for _, m := range v.coming() {
		items = append(items, ui.Dated{Date: p.Date(m.From), Title: m.Called(), Href: v.memberHref(&m), Text: m.Role.Name(p)})
	}
	return items
}

// until says when a membership ends.
func until(p i18n.Printer, d calendar.Date) string {
	if d.IsZero() {
		return p.T("networks.no_end")
	}
	return p.Date(d)
}

// formView is the form of a network, new or changed.
type formView struct {
	form   *form.Form
	n      Network // as kept; empty for a new one
	naming []plan.CountingIndicator
	stale  *ui.Meanwhile
}

func (v *formView) isNew() bool { return v.n.ID == "" }

func (v *formView) action() string {
	if v.isNew() {
		return "/networks"
	}
	return "/networks/" + v.n.ID + "/edit"
}

func (v *formView) cancelHref() string {
	if v.isNew() {
		return "/networks"
	}
	return "/networks/" + v.n.ID
}

func (v *formView) title(p i18n.Printer) string {
	if v.isNew() {
		return p.T("networks.add")
	}
	return p.T("networks.change_title", "name", v.n.Name)
}

func (v *formView) crumbs(p i18n.Printer) []ui.Link {
	crumbs := []ui.Link{{Text: p.T("networks.title"), Href: "/networks"}}
	if !v.isNew() {
		crumbs = append(crumbs, ui.Link{Text: v.n.Name, Href: v.cancelHref()})
	}
	return crumbs
}

// nameHint warns that rules know the network by its name.
func (v *formView) nameHint(p i18n.Printer) string {
	if len(v.naming) == 0 {
		return p.T("networks.name_hint")
	}
	return p.T("networks.name_hint_named", "indicators", labels(v.naming), "count", len(v.naming))
}

func labels(indicators []plan.CountingIndicator) string {
	all := make([]string, len(indicators))
	for i, one := range indicators {
		all[i] = one.Label
	}
	return strings.Join(all, ", ")
}

func kindOptions(p i18n.Printer) []ui.Option {
	options := make([]ui.Option, len(Kinds))
	for i, kind := range Kinds {
		options[i] = ui.Option{Value: string(kind), Text: kind.Name(p)}
	}
	return options
}

func formOf(n *Network) *form.Form {
	pairs := []string{"name", n.Name, "kind", string(n.Kind), "purpose", n.Purpose, "management", n.Management, "web", n.Web, "seen", strconv.Itoa(n.Version)}
	if n.IsPublic {
		pairs = append(pairs, "public", "1")
	}
	return form.Of(pairs...)
}

// contentIn reads what was typed about a network and refuses what is wrong beside its field.
func contentIn(typed *form.Form) Content {
	c := Content{Name: typed.Text("name"), Kind: Kind(typed.Text("kind")), Purpose: typed.Text("purpose"), Management: typed.Text("management"), Web: typed.Text("web"),
		IsPublic: typed.Text("public") != ""}
	c.tidy()
	refuseAll(typed, c.check())
	return c
}

// yearWheel leads to the year of the network's meetings.
func (v *oneView) yearWheel(p i18n.Printer) ui.Link {
	return ui.Link{Text: p.T("networks.year_wheel"), Href: "/year-wheel?network=" + v.n.ID + "&year=" + v.year()}
}
