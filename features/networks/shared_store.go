package networks

import (
	"context"
	"strconv"
	"strings"

	"samverk/features/organisations"
	"samverk/platform/calendar"
	"samverk/platform/store"
)

// Sharing gives, for each of some networks, the others that an organisation or a person of it belongs to as well from a day on: those
// who cannot meet in two places at once.
func Sharing(ctx context.Context, tx *store.Tx, networkIDs []string, day calendar.Date) (map[string][]string, error) {
	others := map[string][]string{}
	if len(networkIDs) == 0 {
		return others, nil
	}
	args, places := []any{day}, make([]string, len(networkIDs))
	for i, id := range networkIDs {
		args = append(args, id)
		places[i] = "$" + strconv.Itoa(i+2)
	}
	both := func(same string) string {
		return `SELECT a.network_id AS one, b.network_id AS other FROM network_member a ` + same + ` AND b.network_id <> a.network_id
			WHERE a.network_id IN (` + strings.Join(places, ", ") + `) AND (a.ends_on IS NULL OR a.ends_on >= $1) AND (b.ends_on IS NULL OR b.ends_on >= $1)`
	}
	var rows []struct{ One, Other string }
	err := tx.Select(ctx, &rows, both("JOIN organisation o ON o.id = a.organisation_id JOIN organisation w ON "+
		organisations.Stands("w")+" = "+organisations.Stands("o")+" JOIN network_member b ON b.organisation_id = w.id")+" UNION "+both("JOIN network_member b ON a.email <> '' AND b.email = a.email")+" ORDER BY 1, 2", args...)
	for _, r := range rows {
		others[r.One] = append(others[r.One], r.Other)
	}
	return others, err
}
