package audit

import (
	"maps"
	"net/url"
	"slices"

	"samverk/platform/i18n"
	"samverk/platform/ui"
)

// searchView is the page of the whole trail.
type searchView struct {
	Page   Page
	Rows   []searchRow
	People []Person
	Wrong  string // a day that cannot be read; nothing is listed then
	query  url.Values
}

// searchRow is an entry in the list.
type searchRow struct {
	When, Who, WhoHref string
	What, Kind, Name   string
	Href, TrailHref    string // the thing's page, and its own trail; empty when it has none
	Reason             string
	Seq                int64
}

func (f *Feature) row(p i18n.Printer, e *Entry) searchRow {
	row := searchRow{When: momentOf(e), Who: who(p, e), WhoHref: "/trail?who=" + url.QueryEscape(e.ActorID), What: actionName(p, e.Action),
		Kind: kindName(p, e.ObjectKind), Name: titleIn([]Entry{*e}), Reason: e.Reason, Seq: e.Seq}
	if f.Href != nil {
		row.Href = f.Href(e.ObjectKind, e.ObjectID)
	}
	if e.ObjectKind != "trail" {
		row.TrailHref = "/trail/" + url.PathEscape(e.ObjectKind) + "/" + url.PathEscape(e.ObjectID)
	}
	return row
}

// chosen is the filter as it stands in the address, without the place.
func (v *searchView) chosen() map[string]string {
	chosen := map[string]string{}
	for _, name := range filterNames {
		if value := v.query.Get(name); value != "" {
			chosen[name] = value
		}
	}
	return chosen
}

func (v *searchView) isFiltered() bool { return len(v.chosen()) > 0 }

// href is an address with the same filter.
func (v *searchView) href(path string, more ...string) string {
	query := url.Values{}
	for name, value := range maps.All(v.chosen()) {
		query.Set(name, value)
	}
	for i := 0; i+1 < len(more); i += 2 {
		if more[i+1] == "" {
			return ""
		}
		query.Set(more[i], more[i+1])
	}
	if len(query) == 0 {
		return path
	}
	return path + "?" + query.Encode()
}

func (v *searchView) firstHref() string { return v.href("/trail") }

// personOptions are the people who can be chosen. One who has been asked for and has no account stands there too.
func (v *searchView) personOptions(all string) []ui.Option {
	options := []ui.Option{{Text: all}}
	for _, person := range v.People {
		options = append(options, ui.Option{Value: person.ID, Text: person.Name})
	}
	asked := v.query.Get("who")
	if asked != "" && !slices.ContainsFunc(v.People, func(p Person) bool { return p.ID == asked }) {
		options = append(options, ui.Option{Value: asked, Text: v.nameOf(asked)})
	}
	return options
}

// nameOf is what somebody without an account is called in the entries shown.
func (v *searchView) nameOf(actorID string) string {
	for i := range v.Page.Entries {
		if v.Page.Entries[i].ActorID == actorID {
			return v.Page.Entries[i].ActorName
		}
	}
	return actorID
}

func kindOptions(p i18n.Printer, all string) []ui.Option {
	options := []ui.Option{{Text: all}}
	for _, kind := range objectKinds {
		options = append(options, ui.Option{Value: kind, Text: kindName(p, kind)})
	}
	return options
}
