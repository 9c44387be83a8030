package meetings

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"samverk/features/networks"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/ui"
)

// listView is the list of meetings, for those who work with them or for everybody.
type listView struct {
	query             url.Values
	filter            Filter
	page              Page
	networks          []networks.Network
	types             []networks.Type
	at                string
	public, mayChange bool
}

// filterNames are what the address can choose by.
var filterNames = []string{"q", "network", "type", "state", "year", "series", "past", "all"}

// isFiltered tells whether anything but coming or past is chosen.
func (v *listView) isFiltered() bool {
	return slices.ContainsFunc([]string{"q", "network", "type", "state", "year", "series"}, func(name string) bool { return v.query.Get(name) != "" })
}

func (v *listView) isPaged() bool { return v.query.Get("after") != "" || v.query.Get("before") != "" }

// href is the list with some of the address's choices changed; those that are changed to nothing go.
func (v *listView) href(changes ...string) string {
	query := maps.Clone(v.query)
	maps.DeleteFunc(query, func(name string, values []string) bool { return !slices.Contains(filterNames, name) || values[0] == "" })
	for i := 0; i+1 < len(changes); i += 2 {
		query.Set(changes[i], changes[i+1])
		if changes[i+1] == "" {
			query.Del(changes[i])
		}
	}
	if len(query) == 0 {
		return v.at
	}
	return v.at + "?" + query.Encode()
}

func (v *listView) earlierHref() string {
	if v.page.Previous == "" {
		return ""
	}
	return v.href("before", v.page.Previous)
}

func (v *listView) laterHref() string {
	if v.page.Next == "" {
		return ""
	}
	return v.href("after", v.page.Next)
}

// tabs are what is coming, what has been, and all; a year shows all of it.
func (v *listView) tabs(p i18n.Printer) []ui.Tab {
	past, all := v.query.Get("past") != "", v.query.Get("all") != "" || v.query.Get("year") != ""
	return []ui.Tab{{Text: p.T("meetings.list.coming"), Href: v.href("past", "", "all", "", "year", ""), Current: !past && !all},
		{Text: p.T("meetings.list.past"), Href: v.href("past", "1", "all", "", "year", ""), Current: past && !all},
		{Text: p.T("meetings.list.all"), Href: v.href("past", "", "all", "1", "year", ""), Current: all}}
}

func (v *listView) networkOptions(p i18n.Printer) []ui.Option {
	options := []ui.Option{{Text: p.T("meetings.list.all_networks")}}
	for _, n := range v.networks {
		if !v.public || n.IsPublic && !n.HasEnded() {
			options = append(options, ui.Option{Value: n.ID, Text: n.Name})
		}
	}
	return options
}

// typeOptions are the types of the chosen network, or of all, each with its network.
func (v *listView) typeOptions(p i18n.Printer) []ui.Option {
	options := []ui.Option{{Text: p.T("meetings.list.all_types")}}
	for _, n := range v.networks {
		for _, t := range v.types {
			switch {
			case t.NetworkID != n.ID:
			case v.filter.NetworkID == "":
				options = append(options, ui.Option{Value: t.ID, Text: n.Name + ": " + t.Name})
			case v.filter.NetworkID == n.ID:
				options = append(options, ui.Option{Value: t.ID, Text: t.Name})
			}
		}
	}
	return options
}

func stateOptions(p i18n.Printer) []ui.Option {
	options := []ui.Option{{Text: p.T("meetings.list.all_states")}}
	for _, state := range States {
		options = append(options, ui.Option{Value: string(state), Text: state.Name(p)})
	}
	return options
}

// yearOptions are the years around today, and the one that is chosen.
func (v *listView) yearOptions(p i18n.Printer, today calendar.Date) []ui.Option {
	options := []ui.Option{{Text: p.T("meetings.list.all_years")}}
	years := []int{}
	for year := today.Year() + 2; year >= today.Year()-8; year-- {
		years = append(years, year)
	}
	if chosen, err := strconv.Atoi(v.query.Get("year")); err == nil && !v.filter.From.IsZero() && !slices.Contains(years, chosen) && chosen == v.filter.From.Year() {
		years = append(years, chosen)
	}
	for _, year := range years {
		options = append(options, ui.Option{Value: strconv.Itoa(year), Text: strconv.Itoa(year)})
	}
	return options
}

// month is the meetings of a month, as the list has them after each other.
type month struct {
	Title    string
	ID       string
	Meetings []Listed
}

func (v *listView) months(p i18n.Printer) (months []month) {
	for _, l := range v.page.Meetings {
		id := l.Day().String()[:len("2026-03")]
		if last := len(months) - 1; last >= 0 && months[last].ID == id {
			months[last].Meetings = append(months[last].Meetings, l)
			continue
		}
		title := p.T("plan.month."+strings.ToLower(l.Day().Month().String())) + " " + strconv.Itoa(l.Day().Year())
		months = append(months, month{i18n.Capital(title), id, []Listed{l}})
	}
	return months
}

// dayShown is the day with its weekday: tisdag 19 januari.
func (l *Listed) dayShown(p i18n.Printer) string {
	return p.Weekday(l.Day()) + " " + p.DateShort(l.Day())
}

// clocks say when a meeting begins and ends: 09.00–12.00.
func (l *Listed) clocks() string {
	return clockOf(l.Starts).String() + "–" + clockOf(l.Ends).String()
}

// below is the quiet line below a title: the network, and the type where the title does not say it.
func (l *Listed) below() string {
	if strings.HasPrefix(l.Title, l.Type) {
		return l.Network
	}
	return l.Network + ", " + l.Type
}
