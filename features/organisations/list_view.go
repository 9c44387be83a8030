package organisations

import (
	"maps"
	"net/url"
	"slices"

	"samverk/platform/i18n"
	"samverk/platform/ui"
)

// listView is the page of organisations, the one for those who work with them or the public one.
type listView struct {
	query     url.Values
	filter    Filter
	page      Page
	towns     Municipalities
	at        string // the page's address
	public    bool
	mayChange bool
	// seeContacts is for those who may fetch people to turn to.
	seeContacts bool
}

// filterNames are what the address can choose by.
var filterNames = []string{"q", "municipality", "form", "role", "ended"}

func (v *listView) isSearch() bool { return v.filter.Words != "" }

// isFiltered tells whether anything is left out.
func (v *listView) isFiltered() bool { return len(v.filters()) > 0 }

func (v *listView) isPaged() bool { return v.query.Get("after") != "" || v.query.Get("before") != "" }

// filters is the address's filter without the place in the list.
func (v *listView) filters() url.Values {
	query := maps.Clone(v.query)
	maps.DeleteFunc(query, func(name string, values []string) bool { return !slices.Contains(filterNames, name) || values[0] == "" })
	return query
}

func (v *listView) href(path string, more ...string) string {
	query := v.filters()
	for i := 0; i+1 < len(more); i += 2 {
		query.Set(more[i], more[i+1])
	}
	if len(query) == 0 {
		return path
	}
	return path + "?" + query.Encode()
}

func (v *listView) firstHref() string { return v.href(v.at) }

func (v *listView) earlierHref() string {
	if v.page.Previous == "" {
		return ""
	}
	return v.href(v.at, "before", v.page.Previous)
}

func (v *listView) laterHref() string {
	if v.page.Next == "" {
		return ""
	}
	return v.href(v.at, "after", v.page.Next)
}

// shown says what is on the page, without counting what is not.
func (v *listView) shown(p i18n.Printer) string {
	n := len(v.page.Organisations)
	switch {
	case n == 0:
		return ""
	case v.isSearch() && n >= PageLength:
		return p.T("organisations.list.best", "count", n)
	case v.isSearch():
		return p.T("organisations.list.found", "count", n)
	case v.page.Next == "" && v.page.Previous == "":
		return p.T("organisations.list.all", "count", n)
	}
	return p.T("organisations.list.part", "from", v.page.Organisations[0].Name, "to", v.page.Organisations[n-1].Name)
}

func (v *listView) townOptions(p i18n.Printer) []ui.Option {
	options := []ui.Option{{Text: p.T("organisations.list.all_municipalities")}}
	for _, town := range v.towns {
		options = append(options, ui.Option{Value: town.Code, Text: town.Name})
	}
	return options
}

func (v *listView) formOptions(p i18n.Printer) []ui.Option {
	options := []ui.Option{{Text: p.T("organisations.list.all_forms")}}
	for _, form := range LegalForms {
		options = append(options, ui.Option{Value: string(form), Text: form.Name(p)})
	}
	return options
}

func (v *listView) roleOptions(p i18n.Printer) []ui.Option {
	options := []ui.Option{{Text: p.T("organisations.list.all_roles")}}
	for _, kind := range RoleKinds {
		options = append(options, ui.Option{Value: string(kind), Text: kind.Name(p)})
	}
	return options
}

// rowHref leads to the organisation's page.
func (v *listView) rowHref(o *Organisation) string { return v.at + "/" + o.ID }

// below is the quiet line below a name: former names, and that it has ended.
func (v *listView) below(p i18n.Printer, o *Organisation) string {
	switch {
	case o.HasEnded():
		return p.T("organisations.ended_on", "day", p.Date(o.EndedOn))
	case len(o.FormerNames) > 0:
		return p.T("organisations.formerly", "name", o.FormerNames[0])
	}
	return ""
}

// numberShown is the number where it may be read.
func (v *listView) numberShown(o *Organisation) string {
	if v.public && !o.Shows("number") {
		return ""
	}
	return o.Number.String()
}

// townShown is the seat where it may be read.
func (v *listView) townShown(o *Organisation) string {
	if v.public && !o.Shows("municipalities") {
		return ""
	}
	return v.towns.Name(o.Seat)
}

func orDash(text string) string {
	if text == "" {
		return "–"
	}
	return text
}
