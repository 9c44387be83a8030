package evidence

import (
	"maps"
	"net/url"
	"slices"
	"strings"

	"samverk/platform/calendar"
	"samverk/platform/fold"
	"samverk/platform/i18n"
)

// listView is the page of records.
type listView struct {
	Found     Found
	Counts    map[string]string // by record: the labels of the indicators that count it
	Plans     []listPlan        // current plans
	MayChange bool

	// Asked is what was typed about the indicator, Named the indicators it stands for.
	Asked string
	Named []choice
	// WrongDay is a day that could not be read; nothing is listed then.
	WrongDay string

	choices []choice // indicators that can be chosen
	query   url.Values
}

// listPlan is a plan whose records can be fetched as a file.
type listPlan struct{ Key, Title string }

// choice is an indicator that can be chosen. Text is what the field shows: "25. Fyra stormöten per år".
type choice struct{ ID, Label, Text string }

// filterNames are what the address can choose by.
var filterNames = []string{"kind", "indicator", "from", "to", "words"}

// chosen is what the address asks for.
func (v *listView) chosen(name string) string { return v.query.Get(name) }

// isFiltered tells whether anything is left out.
func (v *listView) isFiltered() bool {
	return slices.ContainsFunc(filterNames, func(name string) bool { return v.query.Get(name) != "" })
}

// namesOf finds the indicators that somebody asks for: by key, by what the list of suggestions says, by label ("25"), else
// by words that all stand in the text.
func namesOf(asked string, choices []choice) []choice {
	asked = strings.TrimSpace(asked)
	if asked == "" {
		return nil
	}
	folded := fold.Search(asked)
	for _, is := range []func(c choice) bool{
		func(c choice) bool { return c.ID == asked },
		func(c choice) bool { return fold.Search(c.Text) == folded },
		func(c choice) bool { return strings.EqualFold(c.Label, strings.TrimSuffix(asked, ".")) },
	} {
		if found := matching(choices, is); len(found) > 0 {
			return found
		}
	}
	words := strings.Fields(folded)
	return matching(choices, func(c choice) bool {
		text := fold.Search(c.Text)
		return !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(text, word) })
	})
}

func matching(choices []choice, is func(choice) bool) []choice {
	var found []choice
	for _, c := range choices {
		if is(c) {
			found = append(found, c)
		}
	}
	return found
}

// indicatorText is what the field of the indicator shows: a key in an address becomes the indicator's own words.
func (v *listView) indicatorText() string {
	if len(v.Named) == 1 {
		return v.Named[0].Text
	}
	return v.Asked
}

// suggestions are what the field of the indicator offers.
func (v *listView) suggestions() []string {
	suggestions := []string{}
	for _, c := range v.choices {
		suggestions = append(suggestions, c.Text)
	}
	return suggestions
}

// indicatorHref chooses one indicator, and keeps the rest of the filter.
func (v *listView) indicatorHref(named choice) string {
	query := v.filters()
	query.Set("indicator", named.Label)
	if len(namesOf(named.Label, v.choices)) > 1 { // two plans have the same numbers
		query.Set("indicator", named.ID)
	}
	return "/records?" + query.Encode()
}

// seenHref is the list at another place; "after" and "before" are named by the cursor's place.
func (v *listView) seenHref(place string, at Cursor) string {
	if at.ID == "" {
		return ""
	}
	query := v.filters()
	query.Set(place, at.Day.String())
	query.Set("id", at.ID)
	return "/records?" + query.Encode()
}

func (v *listView) olderHref() string { return v.seenHref("after", v.Found.Next) }

func (v *listView) newerHref() string { return v.seenHref("before", v.Found.Previous) }

// isPaged tells whether the address asks for a later place than the beginning.
func (v *listView) isPaged() bool { return v.query.Get("id") != "" }

// firstHref is the list from its beginning.
func (v *listView) firstHref() string {
	if query := v.filters().Encode(); query != "" {
		return "/records?" + query
	}
	return "/records"
}

// csvHref fetches what the filter shows as a file.
func (v *listView) csvHref(planKey string) string {
	query := v.filters()
	query.Set("plan", planKey)
	return "/records.csv?" + query.Encode()
}

// filters is the address's filter without the place in the list.
func (v *listView) filters() url.Values {
	query := maps.Clone(v.query)
	maps.DeleteFunc(query, func(name string, values []string) bool {
		return !slices.Contains(filterNames, name) || values[0] == ""
	})
	return query
}

// shown says how many records are on the page and between which days, without counting those that are not.
func (v *listView) shown(p i18n.Printer) string {
	records := v.Found.Records
	if len(records) == 0 {
		return ""
	}
	newest, oldest := records[0].Day, records[len(records)-1].Day
	id := "evidence.list.shown_part"
	if v.olderHref() == "" && v.newerHref() == "" {
		id = "evidence.list.shown_all"
	}
	return p.T(id, "count", len(records), "days", daysBetween(oldest, newest))
}

func daysBetween(from, to calendar.Date) string {
	if from == to {
		return from.String()
	}
	return from.String() + "–" + to.String()
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
