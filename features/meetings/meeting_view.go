package meetings

import (
	"slices"
	"strings"
	"time"

	"samverk/features/evidence"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/ui"
)

// meetingView is the page of one meeting.
type meetingView struct {
	m          Meeting
	items      []Item
	documents  []Document
	mayChange  bool
	today      calendar.Date
	around     aroundView
	neighbours neighbours
	public     bool
	done       string // what has just been done, as the end of a message's key
}

// neighbours are the meetings before and after one: what was planned as its next, else the nearest of its series.
type neighbours struct {
	PreviousID, PreviousTitle, NextID, NextTitle string
}

func (v *meetingView) href(below string) string {
	if v.public {
		return "/public/meetings/" + v.m.ID + below
	}
	return "/meetings/" + v.m.ID + below
}

func (v *meetingView) crumbs(p i18n.Printer) []ui.Link {
	at := ""
	if v.public {
		at = "/public"
	}
	return []ui.Link{{Text: p.T("meetings.title"), Href: at + "/meetings"}, {Text: v.m.Network, Href: at + "/networks/" + v.m.NetworkID}}
}

func (v *meetingView) crumbsBelow(p i18n.Printer) []ui.Link {
	return append(v.crumbs(p), ui.Link{Text: v.m.Title, Href: v.href("")})
}

// mayEdit tells whether the reader may change the meeting as it is now.
func (v *meetingView) mayEdit() bool { return v.mayChange && v.m.State.mayAddTo() }

// mayMove tells whether the reader may move and remove points.
func (v *meetingView) mayMove() bool { return v.mayChange && v.m.State.IsAhead() }

// isInSeries tells whether an act may be about the meetings that follow too.
func (v *meetingView) isInSeries() bool { return v.m.SeriesID != "" && v.m.State.IsAhead() }

// shapes are the marks of the states.
var shapes = map[State]string{Planned: "not_started", Invited: "in_progress", Held: "met", Adjusted: "met", Cancelled: "not_applicable"}

// when says the day and the times in words: torsdag 12 mars 2026, kl. 09.00–12.00.
func when(p i18n.Printer, starts, ends time.Time) string {
	first, last := dayOf(starts), dayOf(ends)
	if first == last {
		return p.T("meetings.when", "weekday", p.Weekday(first), "day", p.DateLong(first), "from", clockOf(starts).String(), "until", clockOf(ends).String())
	}
	return p.T("meetings.when_days", "weekday", p.Weekday(first), "day", p.DateLong(first), "from", clockOf(starts).String(), "lastday", p.DateLong(last),
		"until", clockOf(ends).String())
}

// definitions are when and where the meeting is.
func (v *meetingView) definitions(p i18n.Printer) []ui.Definition {
	list := []ui.Definition{{Term: p.T("meetings.when_label"), Text: i18n.Capital(when(p, v.m.Starts, v.m.Ends))}, {Term: p.T("meetings.place"), Text: v.m.Place}}
	if v.m.Link != "" {
		list = append(list, ui.Definition{Term: p.T("meetings.link"), Detail: linkTo(v.m.Link, v.m.Link)})
	}
	list = append(list, ui.Definition{Term: p.T("meetings.type"), Text: v.m.Type})
	if v.public {
		return list
	}
	seen := p.T("meetings.seen_by_staff")
	if v.m.IsPublic {
		seen = p.T("meetings.seen_by_all")
	}
	list = append(list, ui.Definition{Term: p.T("meetings.state_label"), Detail: ui.Status(shapes[v.m.State], v.m.State.Name(p))}, ui.Definition{Term: p.T("meetings.seen_by"), Text: seen})
	if v.m.SeriesID != "" {
		list = append(list, ui.Definition{Term: p.T("meetings.series"), Detail: linkTo("/meetings?all=1&series="+v.m.SeriesID, p.T("meetings.series_show"))})
	}
	if n := v.neighbours; n.PreviousID != "" {
		list = append(list, ui.Definition{Term: p.T("meetings.previous"), Detail: linkTo("/meetings/"+n.PreviousID, n.PreviousTitle)})
	}
	if n := v.neighbours; n.NextID != "" {
		list = append(list, ui.Definition{Term: p.T("meetings.next"), Detail: linkTo("/meetings/"+n.NextID, n.NextTitle)})
	}
	return list
}

// isMoved tells whether the meeting has been moved from the day that its series gave it.
func (v *meetingView) isMoved() bool { return v.m.SeriesID != "" && v.m.SeriesDay != v.m.Day() }

// paragraphs are the parts of a text that are parted by empty lines, with their lines.
func paragraphs(text string) (all [][]string) {
	for _, part := range strings.Split(text, "\n\n") {
		if part = strings.TrimSpace(part); part != "" {
			all = append(all, strings.Split(part, "\n"))
		}
	}
	return all
}

// clocks are when the points begin, as clocks show; empty where it cannot be told.
func (v *meetingView) clocks() []string {
	moments := begins(v.m.Starts, v.items)
	all := make([]string, len(moments))
	for i, moment := range moments {
		if !moment.IsZero() {
			all[i] = clockOf(moment).String()
		}
	}
	return all
}

// hasPresenters tells whether somebody presents some point.
func (v *meetingView) hasPresenters() bool {
	return slices.ContainsFunc(v.items, func(i Item) bool { return i.Presenter != "" })
}

// agendaColumns are what is told of each point. Who presents it is never told everybody.
func (v *meetingView) agendaColumns(p i18n.Printer) []ui.Column {
	columns := []ui.Column{{Text: p.T("meetings.number"), Narrow: true}, {Text: p.T("meetings.item")}, {Text: p.T("meetings.clock"), Narrow: true}}
	if v.public {
		return columns
	}
	if v.hasPresenters() {
		columns = append(columns, ui.Column{Text: p.T("meetings.presenter")})
	}
	return append(columns, ui.Column{Text: p.T("meetings.time"), Number: true})
}

// isOverfull tells whether the points take longer than the meeting.
func (v *meetingView) isOverfull() bool {
	return time.Duration(lengthOf(v.items))*time.Minute > v.m.Ends.Sub(v.m.Starts)
}

// files are the documents of a point, or of the whole meeting, for fetching.
func (v *meetingView) files(itemID string) []ui.File {
	var files []ui.File
	for _, d := range ofItem(v.documents, itemID) {
		files = append(files, v.fileOf(&d))
	}
	return files
}

func (v *meetingView) itemOptions(p i18n.Printer) []ui.Option {
	options := []ui.Option{{Text: p.T("meetings.for_meeting")}}
	for _, i := range v.items {
		options = append(options, ui.Option{Value: i.ID, Text: i.Title})
	}
	return options
}

// networkView is what is told of meetings on a network's page.
type networkView struct {
	networkID    string
	coming, past Page
	minutes      *Listed // the latest meeting with minutes; nil when there is none
	public       bool
}

func (v *networkView) at() string {
	if v.public {
		return "/public/meetings"
	}
	return "/meetings"
}

func (v *networkView) items(p i18n.Printer, page Page) []ui.Dated {
	var items []ui.Dated
	for i := range page.Meetings {
		l := &page.Meetings[i]
		text := strings.TrimSuffix(p.T("meetings.clocks", "from", clockOf(l.Starts).String(), "until", clockOf(l.Ends).String())+", "+l.Place, ", ")
		if l.State != Planned {
			text += ". " + l.State.Name(p)
		}
		items = append(items, ui.Dated{Date: p.Date(l.Day()), Below: p.Weekday(l.Day()), Title: l.Title, Href: v.at() + "/" + l.ID, Text: text})
	}
	return items
}

func (v *meetingView) fileOf(d *Document) ui.File {
	return ui.File{Name: d.Name, Href: v.href("/documents/" + d.ID), Size: evidence.SizeText(d.Size)}
}
