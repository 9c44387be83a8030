package meetings

import (
	"context"
	"time"

	"samverk/features/networks"
	"samverk/platform/calendar"
	"samverk/platform/store"
)

// OnNetworks tells of meetings on the pages of networks. It is networks.Meetings.
type OnNetworks struct{}

// Next is each network's next meeting from a day on.
func (OnNetworks) Next(ctx context.Context, tx *store.Tx, day calendar.Date, public bool) (map[string]networks.Coming, error) {
	condition := ""
	if public {
		condition = " AND x.is_public"
	}
	var rows []struct {
		NetworkID, ID, Title string
		StartsAt             store.Time
	}
	err := tx.Select(ctx, &rows, `SELECT n.id AS network_id, m.id, m.title, m.starts_at FROM network n JOIN meeting m ON m.id = (
		SELECT x.id FROM meeting x WHERE x.network_id = n.id AND x.starts_at >= $1 AND x.state IN ('planned', 'invited')`+condition+` ORDER BY x.starts_at, x.id LIMIT 1)`,
		store.TimeOf(day.Begins()))
	next := make(map[string]networks.Coming, len(rows))
	for _, row := range rows {
		next[row.NetworkID] = networks.Coming{ID: row.ID, Title: row.Title, Day: dayOf(row.StartsAt.Time)}
	}
	return next, err
}

// shownOnNetwork is how many meetings a network's page shows of each kind.
const shownOnNetwork = 6

// Of tells what is coming in a network, its latest minutes, and how many of each type the year has.
func (OnNetworks) Of(ctx context.Context, tx *store.Tx, n *networks.Network, day calendar.Date, public bool) (told networks.Told, err error) {
	v := &networkView{networkID: n.ID, public: public}
	filter := Filter{NetworkID: n.ID, From: day, OnlyPublic: public, Limit: shownOnNetwork}
	if v.coming, err = List(ctx, tx, filter); err != nil {
		return told, err
	}
	filter.From, filter.To, filter.Latest = calendar.Date{}, day.AddDays(-1), true
	if v.past, err = List(ctx, tx, filter); err != nil {
		return told, err
	}
	if !public {
		if v.minutes, err = latestMinutes(ctx, tx, n.ID, day); err != nil {
			return told, err
		}
	}
	if told.Coming, err = countAhead(ctx, tx, n.ID, day); err != nil {
		return told, err
	}
	told.Section = networkSection(v)
	told.Numbers, err = numbersIn(ctx, tx, n.ID, day.Year())
	return told, err
}

// latestMinutes is the latest meeting until a day that has minutes; nil when there is none.
func latestMinutes(ctx context.Context, tx *store.Tx, networkID string, day calendar.Date) (*Listed, error) {
	names, err := readNames(ctx, tx)
	if err != nil {
		return nil, err
	}
	var rows []listRow
	if err := tx.Select(ctx, &rows, "SELECT "+listColumns+` FROM meeting m WHERE m.network_id = $1 AND m.starts_at < $2 AND m.minutes_state <> 'none'
		ORDER BY m.starts_at DESC, m.id DESC LIMIT 1`, networkID, store.TimeOf(day.AddDays(1).Begins())); err != nil || len(rows) == 0 {
		return nil, err
	}
	l := names.listed(&rows[0])
	return &l, nil
}

func countAhead(ctx context.Context, tx *store.Tx, networkID string, day calendar.Date) (n int, err error) {
	return n, tx.Get(ctx, &n, "SELECT count(*) FROM meeting WHERE network_id = $1 AND starts_at >= $2 AND state IN ('planned', 'invited')", networkID, store.TimeOf(day.Begins()))
}

// numbersIn are how many meetings of each of a network's types a year has.
func numbersIn(ctx context.Context, tx *store.Tx, networkID string, year int) (map[string]networks.Number, error) {
	span := calendar.Year(year)
	var rows []struct {
		TypeID string
		State  State
		Number int
	}
	err := tx.Select(ctx, &rows, `SELECT type_id, state, count(*) AS number FROM meeting WHERE network_id = $1 AND day >= $2 AND day <= $3 GROUP BY type_id, state`,
		networkID, span.From, span.To)
	numbers := map[string]networks.Number{}
	for _, row := range rows {
		n := numbers[row.TypeID]
		switch {
		case row.State.WasHeld():
			n.Held += row.Number
		case row.State.IsAhead():
			n.Booked += row.Number
		}
		numbers[row.TypeID] = n
	}
	return numbers, err
}

func now() time.Time { return time.Now() }

func today() calendar.Date { return calendar.Today(now()) }
