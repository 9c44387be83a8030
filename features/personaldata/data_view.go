package personaldata

import (
	"strings"

	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/ui"
)

func (v *dataView) head(p i18n.Printer) ui.Head {
	if v.IsOwn {
		return ui.Head{Title: p.T("personaldata.own"), Lead: p.T("personaldata.own_lead"), Actions: v.acts(),
			Crumbs: []ui.Link{{Text: p.T("accounts.own.title"), Href: "/account"}}}
	}
	return ui.Head{Title: p.T("personaldata.of", "name", v.Person.Name), Lead: p.T("personaldata.lead"), Actions: v.acts(), In: "/people",
		Crumbs: []ui.Link{{Text: p.T("accounts.people.title"), Href: "/people"}, {Text: v.Person.Name, Href: "/people/" + v.Person.ID}}}
}

// missing are the kinds of which nothing is kept about the person.
func (v *dataView) missing(p i18n.Printer) []string {
	var kinds []string
	for _, part := range v.Parts {
		if part.Number == 0 {
			kinds = append(kinds, p.T("personaldata.kind."+part.Kind))
		}
	}
	return kinds
}

func glimpses(p i18n.Printer, latest []Glimpse) []ui.Dated {
	var rows []ui.Dated
	for _, g := range latest {
		rows = append(rows, ui.Dated{Date: day(g.When), Title: shortened(g.said(p)), Href: g.Href})
	}
	return rows
}

// said is what the row is, in words.
func (g *Glimpse) said(p i18n.Printer) string {
	key := g.Words + strings.ReplaceAll(g.What, ".", "_")
	if said := p.T(key); g.Words != "" && said != key {
		return said
	}
	return g.What
}

// day is the date of an instant, in Stockholm.
func day(at store.Time) string {
	if at.IsZero() {
		return "–"
	}
	return calendar.Today(at.Time).String()
}

// longestGlimpse is how much of a text the page shows, in letters; the file has all of it.
const longestGlimpse = 120

func shortened(text string) string {
	letters := []rune(text)
	if len(letters) <= longestGlimpse {
		return text
	}
	return string(letters[:longestGlimpse]) + "…"
}
