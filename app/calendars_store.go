package app

import (
	"context"

	"samverk/features/accounts"
	"samverk/features/feeds"
	"samverk/features/meetings"
	"samverk/features/networks"
	"samverk/platform/calendar"
	"samverk/platform/ical"
	"samverk/platform/store"
)

// calendarSources are the features that have something to show in calendars.
func calendarSources() []feeds.Source { return []feeds.Source{meetingsInCalendars} }

// meetingsInCalendars gives the meetings that a calendar is to have. Their pages are for those who may read them.
func meetingsInCalendars(ctx context.Context, tx *store.Tx, w feeds.Wanted) ([]ical.Event, error) {
	wanted := meetings.Wanted{Public: w.Public, NetworkID: w.NetworkID, From: calendar.Today(w.Since)}
	if w.AccountID != "" {
		account, err := accounts.Find(ctx, tx, w.AccountID)
		if err != nil {
			return nil, err
		}
		wanted.AccountEmail = account.Email
	}
	entries, err := meetings.Calendar(ctx, tx, wanted)
	events := make([]ical.Event, len(entries))
	for i := range entries {
		e := &entries[i]
		at := "/meetings/"
		if w.Public {
			at = "/public/meetings/"
		}
		text := e.Network
		if e.Body != "" {
			text += "\n\n" + e.Body
		}
		if e.Link != "" {
			text += "\n\n" + e.Link
		}
		events[i] = ical.Event{UID: e.ID + "@samverk", Sequence: e.Sequence, Cancelled: e.State == meetings.Cancelled, Starts: e.Starts, Ends: e.Ends, Title: e.Title, Text: text,
			Place: e.Place, Link: at + e.ID, Changed: e.ChangedAt}
	}
	return events, err
}

// networkName is what a network is called, for the calendar of its meetings.
func networkName(ctx context.Context, tx *store.Tx, id string) (string, error) {
	n, err := networks.Find(ctx, tx, id)
	return n.Name, err
}
