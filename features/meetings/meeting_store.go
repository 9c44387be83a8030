package meetings

import (
	"context"
	"errors"

	"samverk/platform/calendar"
	"samverk/platform/fold"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// lock is held by whoever changes a meeting.
const lock = "meetings"

// meetingQuery reads meetings with what their networks and types are called.
const meetingQuery = `SELECT m.id, m.network_id, n.name AS network, m.type_id, y.name AS type, COALESCE(m.series_id, '') AS series_id, m.series_day, m.title,
	m.starts_at, m.ends_at, m.place, m.link, m.body, m.is_public, m.state, m.cancelled_why, m.sequence, m.head_count, m.organisation_count, m.minutes,
	m.minutes_state, m.adjusted_on, m.adjusters, COALESCE(m.record_id, '') AS record_id, COALESCE(m.next_id, '') AS next_id, m.changed_at, m.version
	FROM meeting m JOIN network n ON n.id = m.network_id JOIN meeting_type y ON y.id = m.type_id`

type meetingRow struct {
	ID, NetworkID, Network, TypeID, Type, SeriesID string
	SeriesDay                                      calendar.Date
	Title                                          string
	StartsAt, EndsAt                               store.Time
	Place, Link, Body                              string
	IsPublic                                       bool
	State                                          State
	CancelledWhy                                   string
	Sequence                                       int
	HeadCount, OrganisationCount                   *int
	Minutes                                        string
	MinutesState                                   MinutesState
	AdjustedOn                                     calendar.Date
	Adjusters, RecordID, NextID                    string
	ChangedAt                                      store.Time
	Version                                        int
}

func (r *meetingRow) meeting() Meeting {
	return Meeting{ID: r.ID, NetworkID: r.NetworkID, Network: r.Network, TypeID: r.TypeID, Type: r.Type, SeriesID: r.SeriesID, SeriesDay: r.SeriesDay,
		Content: Content{Title: r.Title, Starts: r.StartsAt.Time, Ends: r.EndsAt.Time, Place: r.Place, Link: r.Link, Body: r.Body, IsPublic: r.IsPublic},
		State:   r.State, CancelledWhy: r.CancelledWhy, Sequence: r.Sequence, HeadCount: r.HeadCount, OrganisationCount: r.OrganisationCount,
		Minutes: r.Minutes, MinutesState: r.MinutesState, AdjustedOn: r.AdjustedOn, Adjusters: r.Adjusters, RecordID: r.RecordID, NextID: r.NextID,
		ChangedAt: r.ChangedAt.Time, Version: r.Version}
}

// Find gives a meeting; store.ErrNotFound when there is none.
func Find(ctx context.Context, tx *store.Tx, id string) (Meeting, error) {
	var row meetingRow
	unknown := i18n.Fail("meetings.unknown").Because(store.ErrNotFound)
	if !store.IsID(id) {
		return Meeting{}, unknown
	}
	err := tx.Get(ctx, &row, meetingQuery+" WHERE m.id = $1", id)
	if errors.Is(err, store.ErrNotFound) {
		err = unknown
	}
	return row.meeting(), err
}

// insert writes a meeting that is not there; false when it is there already.
func insert(ctx context.Context, tx *store.Tx, m *Meeting) (bool, error) {
	n, err := tx.Exec(ctx, `INSERT INTO meeting (id, network_id, type_id, series_id, series_day, title, search_key, starts_at, ends_at, day, place, link, body, is_public,
		state, cancelled_why, sequence, minutes, minutes_state, adjusters, changed_at, version)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, '', 0, '', $16, '', $17, 1) ON CONFLICT (id) DO NOTHING`,
		m.ID, m.NetworkID, m.TypeID, orNull(m.SeriesID), m.SeriesDay, m.Title, fold.Search(m.Title), store.TimeOf(m.Starts), store.TimeOf(m.Ends), m.Day(),
		m.Place, m.Link, m.Body, m.IsPublic, m.State, NoMinutes, store.Now())
	return n == 1, err
}

// become writes a meeting's state, if it is still what was read. The event in calendar programs changes with it.
func become(ctx context.Context, tx *store.Tx, m *Meeting, state State, why string) error {
	if !m.State.mayBecome(state) {
		return i18n.Fail("meetings.not_now")
	}
	n, err := tx.Exec(ctx, "UPDATE meeting SET state = $3, cancelled_why = $4, sequence = sequence + 1, changed_at = $5, version = version + 1 WHERE id = $1 AND state = $2",
		m.ID, m.State, state, why, store.Now())
	if err == nil && n == 0 {
		return i18n.Fail("meetings.not_now")
	}
	return err
}

func orNull(text string) any {
	if text == "" {
		return nil
	}
	return text
}
