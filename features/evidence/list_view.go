package evidence

import (
	"maps"
	"net/url"

	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/ui"
)

// listView is the page of records.
type listView struct {
	Found      Found
	Counts     map[string]string // by record: the labels of the indicators that count it
	Plans      []ui.Link         // current plans; Href is the key
	Indicators []ui.Option
	MayChange  bool
	Today      calendar.Date

	query url.Values
}

// chosen is what the address asks for.
func (v *listView) chosen(name string) string { return v.query.Get(name) }

// isFiltered tells whether anything is left out.
func (v *listView) isFiltered() bool {
	for _, name := range []string{"kind", "indicator", "from", "to", "words"} {
		if v.query.Get(name) != "" {
			return true
		}
	}
	return false
}

// olderHref leads to the next page; empty when there is none.
func (v *listView) olderHref() string {
	if v.Found.Next.ID == "" {
		return ""
	}
	query := maps.Clone(v.query)
	query.Set("after", v.Found.Next.Day.String())
	query.Set("id", v.Found.Next.ID)
	return "/records?" + query.Encode()
}

// newestHref leads back to the first page; empty on it.
func (v *listView) newestHref() string {
	if v.query.Get("id") == "" {
		return ""
	}
	query := maps.Clone(v.query)
	query.Del("after")
	query.Del("id")
	if len(query) == 0 {
		return "/records"
	}
	return "/records?" + query.Encode()
}

// tookPart says in a line who took part: "31 organisationer, 58 personer".
func tookPart(p i18n.Printer, c *Content) string {
	text := ""
	if c.OrganisationCount != nil {
		text = p.T("evidence.page.organisations", "count", *c.OrganisationCount)
	}
	if c.HeadCount != nil {
		if text != "" {
			text += ", "
		}
		text += p.T("evidence.page.people", "count", *c.HeadCount)
	}
	return text
}
