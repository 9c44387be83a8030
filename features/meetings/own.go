package meetings

import (
	"slices"

	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/ui"
)

// OwnMeeting is a meeting that somebody is invited to, or whose network they belong to.
type OwnMeeting struct {
	Meeting
	InvitationID string // empty for a member who has not been asked
	Answer       Answer
	HasMinutes   bool // that they may read
}

// divided are the meetings to come, the nearest first, and those that have been, the latest first.
func divided(all []OwnMeeting, today calendar.Date) (coming, past []OwnMeeting) {
	for i := range all {
		if all[i].Day().Before(today) || all[i].State.WasHeld() {
			past = append(past, all[i])
		} else {
			coming = append(coming, all[i])
		}
	}
	slices.Reverse(coming)
	return coming, past
}

// Waiting is something that waits for somebody: a meeting to close, or what they took upon themselves.
type Waiting struct {
	Icon    ui.IconName
	What    string
	Href    string
	Why     string
	Due     calendar.Date // no day for what has none
	Act     string
	ActHref string
}

// mostWaiting bounds how much of a kind is told of on the first page.
const mostWaiting = 4

// waitingFor puts in words what waits.
func waitingFor(p i18n.Printer, unclosed []Meeting, actions []Action, today calendar.Date) (all []Waiting) {
	for i := range unclosed {
		m := &unclosed[i]
		all = append(all, Waiting{Icon: ui.IconCalendar, What: m.Title, Href: "/meetings/" + m.ID, Why: p.T("meetings.own.to_close", "network", m.Network, "day", p.DateLong(m.Day())), Due: m.Day(),
			Act: p.T("meetings.own.close"), ActHref: "/meetings/" + m.ID + "/held/edit"})
	}
	for i := range actions {
		a := &actions[i]
		key := "meetings.own.due"
		if a.IsOverdue(today) {
			key = "meetings.own.overdue"
		}
		all = append(all, Waiting{Icon: ui.IconCheck, What: a.Body, Href: "/my/meetings", Why: p.T(key, "meeting", a.Meeting), Due: a.DueOn, Act: p.T("meetings.own.show"), ActHref: "/my/meetings"})
	}
	return all
}
