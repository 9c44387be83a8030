package meetings

import (
	"context"

	"samverk/features/networks"
	"samverk/platform/calendar"
	"samverk/platform/store"
)

// TypeYear is a type of meeting with what a year has of it.
type TypeYear struct {
	NetworkID, Network string
	IsPublic           bool // anybody may read of the network
	networks.Type
	Meetings []YearMeeting // by day
}

// YearMeeting is a meeting of a year.
type YearMeeting struct {
	ID       string
	Day      calendar.Date
	Title    string
	State    State
	IsPublic bool
}

// Year gives every type of meeting in use of every network that goes on, by the networks' names, with its meetings of a year;
// those that are cancelled too.
func Year(ctx context.Context, tx *store.Tx, year int) ([]TypeYear, error) {
	return YearOf(ctx, tx, year, "")
}

// YearOf is Year with the meetings of one network only; the other networks' types have none. No key gives all.
func YearOf(ctx context.Context, tx *store.Tx, year int, networkID string) ([]TypeYear, error) {
	all, at, err := typesInUse(ctx, tx)
	if err != nil {
		return nil, err
	}
	span := calendar.Year(year)
	args, only := []any{span.From, span.To}, ""
	if networkID != "" {
		args, only = append(args, networkID), " AND network_id = $3"
	}
	rows, err := tx.QueryContext(ctx, "SELECT type_id, id, day, title, state, is_public FROM meeting WHERE day >= $1 AND day <= $2"+only+" ORDER BY day, id", args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close() //nolint:errcheck // rows.Err is what tells
	for rows.Next() {
		var typeID string
		var m YearMeeting
		if err := rows.Scan(&typeID, &m.ID, &m.Day, &m.Title, &m.State, &m.IsPublic); err != nil {
			return nil, err
		}
		if i, inUse := at[typeID]; inUse {
			all[i].Meetings = append(all[i].Meetings, m)
		}
	}
	return all, rows.Err()
}

func typesInUse(ctx context.Context, tx *store.Tx) (all []TypeYear, at map[string]int, err error) {
	those, err := networks.All(ctx, tx)
	if err != nil {
		return nil, nil, err
	}
	types, err := networks.AllTypes(ctx, tx)
	at = map[string]int{}
	for _, n := range those {
		for _, t := range types {
			if t.NetworkID == n.ID && !n.HasEnded() && !t.HasEnded() {
				at[t.ID] = len(all)
				all = append(all, TypeYear{NetworkID: n.ID, Network: n.Name, IsPublic: n.IsPublic, Type: t})
			}
		}
	}
	return all, at, err
}
