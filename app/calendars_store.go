package app

import (
	"context"
	"strings"

	"samverk/features/accounts"
	"samverk/features/events"
	"samverk/features/feeds"
	"samverk/features/grants"
	"samverk/features/meetings"
	"samverk/features/networks"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/ical"
	"samverk/platform/store"
)

// calendarSources are the features that have something to show in calendars.
func calendarSources() []feeds.Source {
	return []feeds.Source{meetingsInCalendar, eventsInCalendar, callsInCalendar}
}

// networkName lets feeds, which does not know networks, call them by name.
func networkName(ctx context.Context, tx *store.Tx, id string) (string, error) {
	n, err := networks.Find(ctx, tx, id)
	return n.Name, err
}

// meetingsInCalendar gives everybody the title, time and place of public meetings; a network and a person also what the
// invitation says. The key is that of the event in invitations, so that programs show a meeting once.
func meetingsInCalendar(ctx context.Context, tx *store.Tx, w feeds.Wanted) ([]ical.Event, error) {
	wanted, at := meetings.Wanted{Public: w.Public, NetworkID: w.NetworkID, From: calendar.Today(w.Since)}, "/meetings/"
	switch {
	case w.Public:
		at = "/public/meetings/"
	case w.AccountID != "":
		account, err := accounts.Find(ctx, tx, w.AccountID)
		if err != nil {
			return nil, err
		}
		wanted.AccountEmail, at = account.Email, "/my/meetings/"
	}
	all, err := meetings.Calendar(ctx, tx, wanted)
	if err != nil {
		return nil, err
	}
	list := make([]ical.Event, len(all))
	for i := range all {
		m := &all[i]
		list[i] = ical.Event{UID: meetings.EventKey(m.ID), Sequence: m.Sequence, Cancelled: m.State == meetings.Cancelled, Starts: m.Starts, Ends: m.Ends,
			Title: m.Title, Place: m.Place, Link: at + m.ID, Changed: m.ChangedAt}
		if !w.Public {
			list[i].Text = strings.TrimSpace(m.Body + "\n" + m.Link)
		}
	}
	return list, nil
}

// eventsInCalendar gives everybody the events that anybody may come to.
func eventsInCalendar(ctx context.Context, tx *store.Tx, w feeds.Wanted) ([]ical.Event, error) {
	if !w.Public {
		return nil, nil
	}
	all, err := events.Calendar(ctx, tx, true, calendar.Today(w.Since))
	if err != nil {
		return nil, err
	}
	list := make([]ical.Event, len(all))
	for i := range all {
		e := &all[i]
		list[i] = ical.Event{UID: e.ID + "@samverk", Sequence: e.Version, Cancelled: e.State == events.Cancelled, Starts: e.Starts, Ends: e.Ends, Title: e.Title,
			Text: e.Description, Place: e.Place, Link: "/public/events/" + e.ID, Changed: e.ChangedAt}
	}
	return list, nil
}

// callsInCalendar gives everybody the days when calls for grants open, close and are decided.
func callsInCalendar(ctx context.Context, tx *store.Tx, w feeds.Wanted) ([]ical.Event, error) {
	if !w.Public {
		return nil, nil
	}
	all, err := grants.Calendar(ctx, tx, i18n.In(ctx), w.Since)
	if err != nil {
		return nil, err
	}
	list := make([]ical.Event, len(all))
	for i := range all {
		d := &all[i]
		list[i] = ical.Event{UID: d.CallID + "-" + d.What + "@samverk", Sequence: d.Version, Cancelled: d.IsCancelled, Starts: d.Starts, Ends: d.Ends, Title: d.Title,
			Link: "/public/grants/" + d.CallID, Changed: d.ChangedAt}
	}
	return list, nil
}
