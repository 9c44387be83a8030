package feeds

import (
	"strconv"
	"time"

	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/ical"
	"samverk/platform/ui"
)

// feedView is the page of a person's or a network's calendar.
type feedView struct {
	owner     Owner
	network   string // its name; empty for a person's own
	path      string
	mayChange bool
	feed      Feed
	isMade    bool   // there is an address, or was one before this
	isRevoked bool   // just now
	formID    string // the key of the form that makes an address
	address   calendarAddress
}

// word is the key of a message that speaks of a person's own calendar or of a network's.
func (v *feedView) word(key string) string {
	if v.network != "" {
		return "feeds.network." + key
	}
	return "feeds.own." + key
}

func (v *feedView) head(p i18n.Printer, title string) ui.Head {
	if v.network != "" {
		return ui.Head{Title: title, Meta: v.network, In: "/networks"}
	}
	return ui.Head{Title: title, Crumbs: []ui.Link{{Text: p.T("feeds.account"), Href: "/account"}}, In: "/account"}
}

func (v *feedView) madeOn() calendar.Date { return calendar.Today(v.feed.MadeAt.Time) }

func (v *feedView) fetched(p i18n.Printer) string {
	if v.feed.FetchedOn.IsZero() {
		return p.T("feeds.never_fetched")
	}
	return p.DateLong(v.feed.FetchedOn)
}

// steps are how an address is added to the programs that most people have.
func steps(p i18n.Printer) (list []ui.Definition) {
	for _, program := range []string{"outlook", "google", "iphone", "mac"} {
		list = append(list, ui.Definition{Term: p.T("feeds.program." + program), Text: p.T("feeds.steps." + program)})
	}
	return list
}

// publicView is the page of what everybody may come to.
type publicView struct {
	events  []ical.Event
	file    string // the path of the calendar on this site
	address calendarAddress
}

// year is what happens in one year.
type year struct {
	title string
	items []ui.Dated
}

// years are the events as rows, by the year they begin in.
func (v *publicView) years(p i18n.Printer) (years []year) {
	for i := range v.events {
		e := &v.events[i]
		day := calendar.Today(e.Starts)
		title := strconv.Itoa(day.Year())
		if len(years) == 0 || years[len(years)-1].title != title {
			years = append(years, year{title: title})
		}
		last := &years[len(years)-1]
		last.items = append(last.items, ui.Dated{Date: p.DateShort(day), Below: p.Weekday(day), Title: e.Title, Href: e.Link, Text: whenAndWhere(p, e)})
	}
	return years
}

// whenAndWhere is the line below an event's name.
func whenAndWhere(p i18n.Printer, e *ical.Event) string {
	text := hours(p, e)
	if e.Place != "" {
		text += ", " + e.Place
	}
	if e.Cancelled {
		return p.T("feeds.cancelled", "what", text)
	}
	return text
}

func hours(p i18n.Printer, e *ical.Event) string {
	clock := func(t time.Time) string {
		if p.Language() == i18n.English {
			return t.In(calendar.Stockholm()).Format("15:04")
		}
		return t.In(calendar.Stockholm()).Format("15.04")
	}
	from, to := calendar.Today(e.Starts), calendar.Today(e.Ends)
	switch {
	case !e.Ends.After(e.Starts):
		return p.T("feeds.from", "from", clock(e.Starts))
	case from != to:
		return p.T("feeds.until_day", "from", clock(e.Starts), "day", p.DateShort(to), "to", clock(e.Ends))
	}
	return p.T("feeds.hours", "from", clock(e.Starts), "to", clock(e.Ends))
}
