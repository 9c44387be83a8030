package personaldata

import (
	"samverk/platform/i18n"
	"samverk/platform/ui"
)

func (v *eraseView) head(p i18n.Printer) ui.Head {
	head := ui.Head{Title: p.T("personaldata.erase.title", "name", v.Person.Name), In: "/people", Crumbs: []ui.Link{
		{Text: p.T("accounts.people.title"), Href: "/people"}, {Text: v.Person.Name, Href: "/people/" + v.Person.ID},
		{Text: p.T("personaldata.short"), Href: "/people/" + v.Person.ID + "/data"}}}
	if !v.Person.Erased && !v.IsSelf {
		head.Lead = p.T("personaldata.erase.lead")
	}
	return head
}

// partRows tells of each kind how much there is, and why when it stays.
func partRows(p i18n.Printer, list []Part) []ui.Item {
	var rows []ui.Item
	for _, part := range list {
		row := ui.Item{Title: p.T("personaldata.kind." + part.Kind), When: p.T("personaldata.number", "count", part.Number)}
		switch part.Fate {
		case Kept:
			row.Icon, row.Text = ui.IconCheck, p.T("personaldata.kept."+part.Kind)
		case Nameless:
			row.Icon = ui.IconAccount
		case Removed:
			row.Icon = ui.IconRemove
		default:
			row.Icon, row.Text = ui.IconRemove, p.T("personaldata.emptied."+part.Kind)
		}
		rows = append(rows, row)
	}
	return rows
}

func mentionRows(mentions []Mention) []ui.Linked {
	var rows []ui.Linked
	for _, m := range mentions {
		rows = append(rows, ui.Linked{Link: ui.Link{Text: m.Title, Href: m.Href}, Text: m.Where})
	}
	return rows
}
