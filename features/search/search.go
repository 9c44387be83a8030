package search

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"samverk/features/accounts"
	"samverk/features/evidence"
	"samverk/features/meetings"
	"samverk/features/networks"
	"samverk/features/organisations"
	"samverk/features/plan"
	"samverk/platform/fold"
	"samverk/platform/i18n"
	"samverk/platform/ui"
)

// mostShown is how many answers of a kind are on the page.
const mostShown = 10

// longestText is how much of a text is shown below an answer, in letters.
const longestText = 160

// answers is everything found.
type answers struct {
	Typed  string
	Query  fold.Query
	Public bool // the reader is not signed in
	Groups []group
}

// group is what was found of one kind, the best first.
type group struct {
	Kind  string // the end of its heading's message key
	Icon  ui.IconName
	Hits  []hit
	Total int  // how many there are, as far as is known
	More  bool // there are more than Total, and nobody has counted them
	All   string
}

// hit is one answer.
type hit struct {
	Title string
	Text  string // a line that answers the query; may be empty
	Where string // what it belongs to, its date
	Href  string
}

func (a *answers) isEmpty() bool { return len(a.Groups) == 0 }

// count is how many answers are on the page.
func (a *answers) count() int {
	n := 0
	for _, g := range a.Groups {
		n += len(g.Hits)
	}
	return n
}

// isCut tells whether there are answers that are not on the page.
func (a *answers) isCut() bool {
	return slices.ContainsFunc(a.Groups, func(g group) bool { return g.More || g.Total > len(g.Hits) })
}

func (a *answers) add(g group) {
	if len(g.Hits) == 0 {
		return
	}
	g.Total = max(g.Total, len(g.Hits))
	g.Hits = g.Hits[:min(len(g.Hits), mostShown)]
	a.Groups = append(a.Groups, g)
}

// kinds are the parts of plans in the order they are shown when none answers better than another.
var kinds = []struct {
	kind plan.PartKind
	icon ui.IconName
}{
	{plan.IndicatorPart, ui.IconIndicators}, {plan.ActivityPart, ui.IconGoals}, {plan.GoalPart, ui.IconGoals}, {plan.WholePlan, ui.IconFile},
}

// addParts adds parts of plans by kind. They come best first, so the kind of the first goes first: who types a number
// gets the indicator at the top.
func (a *answers) addParts(p i18n.Printer, parts []plan.FoundPart) {
	byKind := map[plan.PartKind]group{}
	for _, part := range parts {
		g := byKind[part.Kind]
		g.Hits = append(g.Hits, a.hitOf(p, part))
		byKind[part.Kind] = g
	}
	order := kinds
	if len(parts) > 0 {
		order = append(order[:0:0], order...)
		for i, k := range order {
			if k.kind == parts[0].Kind && a.Query.Number() == "" {
				copy(order[1:i+1], order[:i])
				order[0] = k
			}
		}
	}
	for _, k := range order {
		g := byKind[k.kind]
		g.Kind, g.Icon = string(k.kind), k.icon
		a.add(g)
	}
}

func (a *answers) hitOf(p i18n.Printer, part plan.FoundPart) hit {
	h := hit{Title: part.Title, Text: a.excerpt(part.More), Href: a.partHref(part)}
	if part.Label != "" {
		h.Title = part.Label + ". " + part.Title
	}
	if part.Kind != plan.WholePlan {
		h.Where = part.PlanTitle
	}
	if part.PlanStatus != plan.Current {
		h.Where = strings.TrimPrefix(h.Where+", "+p.T("plan.status."+string(part.PlanStatus)), ", ")
	}
	return h
}

func (a *answers) partHref(part plan.FoundPart) string {
	key, goal, number := url.PathEscape(part.PlanKey), "#goal-"+strconv.Itoa(part.GoalNumber), strconv.Itoa(part.Number)
	switch {
	case part.Kind == plan.WholePlan && a.Public:
		return "/public/" + key
	case part.Kind == plan.WholePlan:
		return "/plan/" + key
	case a.Public:
		return "/public/" + key + goal
	case part.Kind == plan.GoalPart:
		return "/plan/" + key + goal
	}
	return "/plan/" + key + "/" + string(part.Kind) + "/" + number
}

// excerpt is the part of a text around what answers the query; nothing when nothing does.
func (a *answers) excerpt(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	before := 0
	for _, piece := range a.Query.Pieces(text) {
		if piece.Found {
			return cut(text, before)
		}
		before += len(piece.Text)
	}
	return ""
}

// cut takes about longestText letters of the text, from a little before the place, between words.
func cut(text string, place int) string {
	const lead = 60
	from := 0
	if place > lead {
		if space := strings.IndexByte(text[place-lead:place], ' '); space >= 0 {
			from = place - lead + space + 1
		}
	}
	end := len(text)
	if utf8.RuneCountInString(text[from:]) > longestText {
		if space := strings.LastIndexByte(text[from:min(from+longestText, len(text))], ' '); space > 0 {
			end = from + space
		}
	}
	shown := text[from:end]
	if from > 0 {
		shown = "… " + shown
	}
	if end < len(text) {
		shown += " …"
	}
	return shown
}

func (a *answers) addRecords(p i18n.Printer, found evidence.Found) {
	g := group{Kind: "records", Icon: ui.IconRecords, More: found.Stopped || found.Next != evidence.Cursor{}}
	for i := range found.Records {
		r := &found.Records[i]
		g.Hits = append(g.Hits, hit{Title: r.Title, Text: a.excerpt(r.Text), Href: "/records/" + r.ID,
			Where: i18n.Capital(p.T("plan.kind_single."+string(r.Kind), "count", 1)) + ", " + p.Date(r.Day)})
	}
	g.All = "/records?words=" + url.QueryEscape(a.Typed)
	if len(g.Hits) == 0 && found.Stopped { // the search stopped before it found anything
		g.Hits = []hit{{Title: p.T("search.records_further"), Href: g.All}}
		g.More, g.All = false, ""
	}
	a.add(g)
}

func (a *answers) addOrganisations(p i18n.Printer, found []organisations.Organisation) {
	at := "/organisations"
	if a.Public {
		at = "/public/organisations"
	}
	g := group{Kind: "organisations", Icon: ui.IconOrganisation, More: len(found) > mostShown, All: at + "?q=" + url.QueryEscape(a.Typed)}
	for i := range found[:min(len(found), mostShown)] {
		o := &found[i]
		where := o.Form.Name(p)
		if o.HasEnded() {
			where = p.T("search.ended", "what", where, "day", p.Date(o.EndedOn))
		}
		g.Hits = append(g.Hits, hit{Title: o.Name, Where: where, Href: at + "/" + o.ID})
	}
	a.add(g)
}

func (a *answers) addNetworks(p i18n.Printer, found []networks.Network) {
	at := a.at("/networks")
	g := group{Kind: "networks", Icon: ui.IconPeople, All: at}
	for i := range found {
		n := &found[i]
		where := n.Kind.Name(p)
		if n.HasEnded() {
			where = p.T("search.ended", "what", where, "day", p.Date(n.EndedOn))
		}
		g.Hits = append(g.Hits, hit{Title: n.Name, Text: a.excerpt(n.Purpose), Where: where, Href: at + "/" + n.ID})
	}
	a.add(g)
}

func (a *answers) addMeetings(p i18n.Printer, page meetings.Page) {
	at := a.at("/meetings")
	g := group{Kind: "meetings", Icon: ui.IconCalendar, More: page.Next != "", All: at + "?all=1&q=" + url.QueryEscape(a.Typed)}
	for i := range page.Meetings {
		l := &page.Meetings[i]
		where := l.Network + ", " + p.Date(l.Day())
		if l.State == meetings.Cancelled {
			where += ", " + l.State.Name(p)
		}
		g.Hits = append(g.Hits, hit{Title: l.Title, Where: where, Href: at + "/" + l.ID})
	}
	a.add(g)
}

// at is where a kind of thing is shown to the reader.
func (a *answers) at(address string) string {
	if a.Public {
		return "/public" + address
	}
	return address
}

func (a *answers) addReviews(p i18n.Printer, found []plan.FoundReview) {
	g := group{Kind: "reviews", Icon: ui.IconFile, All: "/plans"}
	for _, r := range found {
		g.Hits = append(g.Hits, hit{Title: r.DocumentName, Where: p.T("search.saved_by", "who", r.SavedBy), Href: "/plans/import/" + r.ID})
	}
	a.add(g)
}

func (a *answers) addPeople(p i18n.Printer, found []accounts.Account) {
	g := group{Kind: "people", Icon: ui.IconPeople, All: "/people"}
	for _, person := range found {
		g.Hits = append(g.Hits, hit{Title: person.Name, Where: person.Email + ", " + p.T("accounts.role."+string(person.Role)), Href: "/people/" + person.ID})
	}
	a.add(g)
}
