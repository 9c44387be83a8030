package meetings

import (
	"strconv"
	"time"

	"samverk/features/networks"
	"samverk/platform/calendar"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/ui"
)

// planView is the form of a new meeting, or of a series of them.
type planView struct {
	form       *form.Form
	kind       networks.Type
	network    networks.Network
	after      Meeting // the meeting whose next one is planned; empty for none
	latest     Meeting // place and times are taken over from it
	hasLatest  bool
	agendaFrom string // the key of a meeting whose agenda can be taken over; empty for none
}

func (v *planView) crumbs(p i18n.Printer) []ui.Link {
	return []ui.Link{{Text: p.T("meetings.title"), Href: "/meetings"}, {Text: v.network.Name, Href: "/networks/" + v.network.ID}}
}

// suggested is the form filled in with what the latest meeting of the type had.
func (v *planView) suggested() *form.Form {
	from, minutes := clock(9*60), v.kind.Minutes
	pairs := []string{"id", store.NewID(), "type", v.kind.ID, "after", v.after.ID, "end", "number", "repeat", string(MonthlyWeekday), "workdays", "1"}
	if v.hasLatest {
		from = clockOf(v.latest.Starts)
		if dayOf(v.latest.Ends) == v.latest.Day() {
			minutes = int(v.latest.Ends.Sub(v.latest.Starts) / time.Minute)
		}
		pairs = append(pairs, "place", v.latest.Place, "link", v.latest.Link)
	}
	if v.hasLatest && v.latest.IsPublic {
		pairs = append(pairs, "public", "1")
	}
	if v.after.ID != "" {
		pairs = append(pairs, "body", v.after.Body)
	}
	if v.agendaFrom != "" {
		pairs = append(pairs, "agenda", "1")
	}
	return form.Of(append(pairs, "from", from.String(), "until", min(from+clock(minutes), 23*60+59).String())...)
}

// titleHint says what the title becomes when none is written.
func (v *planView) titleHint(p i18n.Printer) string {
	return p.T("meetings.title_hint", "title", numbered(v.kind.Name, today().Year(), 1, nil))
}

// formOf is the form filled in with what is kept.
func formOf(m *Meeting) *form.Form {
	pairs := []string{"title", m.Title, "day", m.Day().String(), "from", clockOf(m.Starts).String(), "until", clockOf(m.Ends).String(), "place", m.Place, "link", m.Link,
		"body", m.Body, "seen", strconv.Itoa(m.Version), "scope", "one"}
	if last := dayOf(m.Ends); last != m.Day() {
		pairs = append(pairs, "until_day", last.String())
	}
	if m.IsPublic {
		pairs = append(pairs, "public", "1")
	}
	return form.Of(pairs...)
}

// contentIn reads what was typed about a meeting and refuses what is wrong beside its field.
func contentIn(typed *form.Form) Content {
	c := Content{Title: typed.Text("title"), Place: typed.Text("place"), Link: typed.Text("link"), Body: typed.Text("body"), IsPublic: typed.Text("public") != ""}
	day, last := typed.Date("day"), typed.Date("until_day")
	if last.IsZero() {
		last = day
	}
	var readFrom, readUntil bool
	c.Starts, readFrom = momentIn(typed, "from", day)
	c.Ends, readUntil = momentIn(typed, "until", last)
	c.tidy()
	if faults := c.check(); readFrom && readUntil {
		refuseAll(typed, faults)
	} else {
		for _, wrong := range faults {
			if wrong.field != "until" && wrong.field != "until_day" && wrong.field != "day" {
				refuseAll(typed, []fault{wrong})
			}
		}
	}
	return c
}

// momentIn reads a time of day, and refuses one that clocks do not show that day. The moment is none when the day is.
func momentIn(typed *form.Form, field string, day calendar.Date) (time.Time, bool) {
	c, ok := parseClock(typed.Text(field))
	switch {
	case !ok:
		typed.Refuse(field, i18n.Msg("meetings.clock_wrong"))
		return time.Time{}, false
	case day.IsZero():
		return time.Time{}, true
	}
	moment, there := c.on(day)
	if !there {
		typed.Refuse(field, i18n.Msg("meetings.no_such_clock", "clock", c.String()))
	}
	return moment, there
}

// chooseView lets the reader choose a type of meeting to plan.
type chooseView struct {
	all       []TypeYear
	networkID string // only this network's; empty for all
}

// networks are the types in use by network.
func (v *chooseView) groups() (groups [][]TypeYear) {
	for _, t := range v.all {
		if v.networkID != "" && t.NetworkID != v.networkID {
			continue
		}
		if last := len(groups) - 1; last >= 0 && groups[last][0].NetworkID == t.NetworkID {
			groups[last] = append(groups[last], t)
			continue
		}
		groups = append(groups, []TypeYear{t})
	}
	return groups
}

// editView is a form about a meeting that there is.
type editView struct {
	*meetingView
	form  *form.Form
	stale *ui.Meanwhile
}

func scopeOptions(p i18n.Printer) []ui.Option {
	return []ui.Option{{Value: "one", Text: p.T("meetings.scope_one")}, {Value: "following", Text: p.T("meetings.scope_following"), Hint: p.T("meetings.scope_hint")}}
}
