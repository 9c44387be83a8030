package meetings

import (
	"context"
	"strings"
	"time"

	"samverk/platform/calendar"
	"samverk/platform/store"
)

// Wanted chooses meetings for a calendar: public ones, those of a network, or those of whoever has an e-mail address. What is
// not said does not choose.
type Wanted struct {
	Public       bool
	NetworkID    string
	AccountEmail string        // is invited, or belongs to the network that day
	From         calendar.Date // the first day
}

// Entry is a meeting in a calendar.
type Entry struct {
	ID, Network, Type, Title string
	Starts, Ends             time.Time
	Place, Link, Body        string
	State                    State
	Sequence                 int
	ChangedAt                time.Time
}

// Calendar lists meetings for calendar programs in the order in which they begin, those that are cancelled too.
func Calendar(ctx context.Context, tx *store.Tx, w Wanted) ([]Entry, error) {
	names, err := readNames(ctx, tx)
	if err != nil {
		return nil, err
	}
	q := query{}
	(&Filter{NetworkID: w.NetworkID, From: w.From, OnlyPublic: w.Public}).conditions(&q, &names)
	if w.AccountEmail != "" {
		email := q.place(strings.ToLower(w.AccountEmail))
		q.text += ` AND (EXISTS (SELECT 1 FROM meeting_invitation i WHERE i.meeting_id = m.id AND i.email = ` + email + `)
			OR EXISTS (SELECT 1 FROM network_member p WHERE p.network_id = m.network_id AND p.email = ` + email + `
				AND p.starts_on <= m.day AND (p.ends_on IS NULL OR p.ends_on >= m.day)))`
	}
	var rows []struct {
		listRow
		Link, Body string
		Sequence   int
		ChangedAt  store.Time
	}
	if err := tx.Select(ctx, &rows, "SELECT "+listColumns+", m.link, m.body, m.sequence, m.changed_at FROM meeting m WHERE 1 = 1"+q.text+" ORDER BY m.starts_at, m.id", q.args...); err != nil {
		return nil, err
	}
	all := make([]Entry, len(rows))
	for i := range rows {
		r := &rows[i]
		l := names.listed(&r.listRow)
		all[i] = Entry{l.ID, l.Network, l.Type, l.Title, l.Starts, l.Ends, l.Place, r.Link, r.Body, l.State, r.Sequence, r.ChangedAt.Time}
	}
	return all, nil
}
