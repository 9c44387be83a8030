package meetings

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"samverk/features/networks"
	"samverk/platform/fold"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

const listColumns = `m.id, m.network_id, m.type_id, m.title, m.starts_at, m.ends_at, m.place, m.state, m.is_public, m.minutes_state`

type listRow struct {
	ID, NetworkID, TypeID, Title string
	StartsAt, EndsAt             store.Time
	Place                        string
	State                        State
	IsPublic                     bool
	MinutesState                 MinutesState
}

// names are what networks and types are called, by their keys. They are few, so lists do not join them.
type names struct {
	networks, types map[string]string
	public          map[string]bool // networks that anybody may read of
}

func readNames(ctx context.Context, tx *store.Tx) (n names, err error) {
	all, err := networks.All(ctx, tx)
	if err != nil {
		return n, err
	}
	types, err := networks.AllTypes(ctx, tx)
	n = names{map[string]string{}, map[string]string{}, map[string]bool{}}
	for i := range all {
		n.networks[all[i].ID], n.public[all[i].ID] = all[i].Name, all[i].IsPublic
	}
	for i := range types {
		n.types[types[i].ID] = types[i].Name
	}
	return n, err
}

func (n *names) listed(r *listRow) Listed {
	return Listed{r.ID, r.NetworkID, n.networks[r.NetworkID], r.TypeID, n.types[r.TypeID], r.Title, r.StartsAt.Time, r.EndsAt.Time, r.Place, r.State, r.IsPublic, r.MinutesState}
}

// List gives a page of meetings in the order in which they begin.
func List(ctx context.Context, tx *store.Tx, f Filter) (Page, error) {
	names, err := readNames(ctx, tx)
	if err != nil {
		return Page{}, err
	}
	limit := f.Limit
	if limit <= 0 {
		limit = PageLength
	}
	q := query{}
	f.conditions(&q, &names)
	at := f.After
	if f.goesBack() {
		at = f.Before
	}
	rising := f.Latest == f.goesBack()
	if at != "" {
		from, err := Find(ctx, tx, at)
		if err != nil {
			return Page{}, err
		}
		beyond := ">"
		if !rising {
			beyond = "<"
		}
		q.text += " AND (m.starts_at, m.id) " + beyond + " (" + q.place(store.TimeOf(from.Starts)) + ", " + q.place(from.ID) + ")"
	}
	direction := " DESC"
	if rising {
		direction = ""
	}
	var rows []listRow
	if err := tx.Select(ctx, &rows, "SELECT "+listColumns+" FROM meeting m WHERE 1 = 1"+q.text+" ORDER BY m.starts_at"+direction+", m.id"+direction+
		" LIMIT "+strconv.Itoa(limit+1), q.args...); err != nil {
		return Page{}, err
	}
	return f.page(rows, limit, &names), nil
}

func (f *Filter) page(rows []listRow, limit int, names *names) (page Page) {
	more := len(rows) > limit
	rows = rows[:min(len(rows), limit)]
	if f.goesBack() {
		slices.Reverse(rows)
	}
	for i := range rows {
		page.Meetings = append(page.Meetings, names.listed(&rows[i]))
	}
	if len(rows) > 0 {
		if f.goesBack() && more || f.After != "" {
			page.Previous = rows[0].ID
		}
		if f.goesBack() || more {
			page.Next = rows[len(rows)-1].ID
		}
	}
	return page
}

// conditions adds what the filter asks of a meeting m.
func (f *Filter) conditions(q *query, names *names) {
	for _, c := range []struct{ column, key string }{{"m.network_id", f.NetworkID}, {"m.type_id", f.TypeID}, {"m.series_id", f.SeriesID}, {"m.state", string(f.State)}} {
		if c.key != "" {
			q.text += " AND " + c.column + " = " + q.place(c.key)
		}
	}
	if !f.From.IsZero() {
		q.text += " AND m.starts_at >= " + q.place(store.TimeOf(f.From.Begins()))
	}
	if !f.To.IsZero() {
		q.text += " AND m.starts_at < " + q.place(store.TimeOf(f.To.AddDays(1).Begins()))
	}
	if f.OnlyPublic {
		q.text += " AND m.is_public" + q.among("m.network_id", keysOf(names.public, func(isPublic bool) bool { return isPublic }))
	}
	for _, word := range f.words() {
		has := func(name string) bool { return strings.Contains(fold.Search(name), word) }
		alternatives := "m.search_key LIKE " + q.place("%"+escapeLike.Replace(word)+"%") + ` ESCAPE '\'`
		if keys := keysOf(names.networks, has); len(keys) > 0 {
			alternatives += " OR m.network_id IN (" + q.places(keys) + ")"
		}
		if keys := keysOf(names.types, has); len(keys) > 0 {
			alternatives += " OR m.type_id IN (" + q.places(keys) + ")"
		}
		q.text += " AND (" + alternatives + ")"
	}
}

var escapeLike = strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`)

// keysOf are the keys of what is chosen, in order.
func keysOf[T any](all map[string]T, choose func(T) bool) (keys []string) {
	for key, one := range all {
		if choose(one) {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return keys
}

// query grows conditions with numbered arguments.
type query struct {
	text string
	args []any
}

// place adds an argument and gives its place.
func (q *query) place(arg any) string {
	q.args = append(q.args, arg)
	return "$" + strconv.Itoa(len(q.args))
}

func (q *query) places(keys []string) string {
	all := make([]string, len(keys))
	for i, key := range keys {
		all[i] = q.place(key)
	}
	return strings.Join(all, ", ")
}

// among is the condition that a column has one of some keys; with none nothing is chosen.
func (q *query) among(column string, keys []string) string {
	if len(keys) == 0 {
		return " AND 1 = 0"
	}
	return " AND " + column + " IN (" + q.places(keys) + ")"
}

// findPublic gives a meeting that anybody may read of: it is public, and so is its network.
func findPublic(ctx context.Context, tx *store.Tx, id string) (Meeting, error) {
	m, err := Find(ctx, tx, id)
	if err != nil {
		return m, err
	}
	network, err := networks.Find(ctx, tx, m.NetworkID)
	if err == nil && !(m.IsPublic && network.IsPublic) {
		err = i18n.Fail("meetings.unknown").Because(store.ErrNotFound)
	}
	return m, err
}
