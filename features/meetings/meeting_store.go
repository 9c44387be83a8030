package meetings

import (
	"context"
	"errors"

	"samverk/platform/calendar"
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

// neighboursOf finds what was planned as the next of a meeting, and the one whose next it is; else those beside it in its series.
func neighboursOf(ctx context.Context, tx *store.Tx, m *Meeting) (n neighbours, err error) {
	var rows []struct{ ID, Title string }
	read := func(query string, args ...any) (id, title string) {
		rows = nil
		if err == nil {
			err = tx.Select(ctx, &rows, "SELECT id, title FROM meeting WHERE "+query+" LIMIT 1", args...)
		}
		if len(rows) == 0 {
			return "", ""
		}
		return rows[0].ID, rows[0].Title
	}
	n.PreviousID, n.PreviousTitle = read("next_id = $1 ORDER BY starts_at DESC, id DESC", m.ID)
	if m.NextID != "" {
		n.NextID, n.NextTitle = read("id = $1", m.NextID)
	}
	if m.SeriesID != "" && n.PreviousID == "" {
		n.PreviousID, n.PreviousTitle = read("series_id = $1 AND (starts_at, id) < ($2, $3) ORDER BY starts_at DESC, id DESC", m.SeriesID, store.TimeOf(m.Starts), m.ID)
	}
	if m.SeriesID != "" && n.NextID == "" {
		n.NextID, n.NextTitle = read("series_id = $1 AND (starts_at, id) > ($2, $3) ORDER BY starts_at, id", m.SeriesID, store.TimeOf(m.Starts), m.ID)
	}
	return n, err
}
