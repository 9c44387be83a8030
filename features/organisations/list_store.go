package organisations

import (
	"context"
	"slices"
	"strconv"

	"samverk/platform/store"
)

// List gives a page of organisations in the order of their names. It does not look at the filter's words; see Search.
func List(ctx context.Context, tx *store.Tx, f Filter) (Page, error) {
	limit := f.Limit
	if limit <= 0 {
		limit = PageLength
	}
	var from organisationRow
	if at := f.place(); at != "" {
		var err error
		if from, err = findRow(ctx, tx, at); err != nil {
			return Page{}, err
		}
	}
	q := f.query()
	var rows []organisationRow
	if err := tx.Select(ctx, &rows, q.page(&f, &from, limit+1), q.args...); err != nil {
		return Page{}, err
	}
	more := len(rows) > limit
	rows = rows[:min(len(rows), limit)]
	if f.goesBack() {
		slices.Reverse(rows)
	}
	page := Page{Organisations: make([]Organisation, len(rows))}
	for i := range rows {
		page.Organisations[i] = rows[i].organisation()
	}
	if len(rows) > 0 {
		if f.goesBack() && more || f.After != "" {
			page.Previous = rows[0].ID
		}
		if f.goesBack() || more {
			page.Next = rows[len(rows)-1].ID
		}
	}
	var err error
	page.Organisations, err = withMunicipalities(ctx, tx, page.Organisations)
	return page, err
}

// place is the key of the organisation where the page begins or ends.
func (f *Filter) place() string {
	if f.goesBack() {
		return f.Before
	}
	return f.After
}

// listQuery knows where the columns are that order the list.
type listQuery struct {
	query
	key, id string
}

// query asks for what the filter chooses, without its words. It begins where the fewest are: with a role, else in a
// municipality; each has an index in the order of the list. The planner is not let to choose, since it cannot know that
// a page is asked for and not all.
func (f *Filter) query() listQuery {
	q := listQuery{key: "o.sort_key", id: "o.id"}
	q.text = "SELECT " + organisationColumns + " FROM organisation o WHERE 1 = 1"
	switch {
	case f.Role != "":
		q = listQuery{key: "r.sort_key", id: "r.held_by"}
		held := func(r string) string {
			return r + ".starts_on <= $1 AND (" + r + ".ends_on IS NULL OR " + r + ".ends_on >= $1)"
		}
		q.args = []any{f.Day, f.Role}
		q.text = "SELECT " + organisationColumns + ` FROM organisation_role r CROSS JOIN organisation o WHERE o.id = r.held_by AND r.role = $2 AND ` + held("r") +
			` AND NOT EXISTS (SELECT 1 FROM organisation_role e WHERE e.role = r.role AND e.sort_key = r.sort_key AND e.held_by = r.held_by
				AND e.id < r.id AND ` + held("e") + ")" // it may have the same role twice
		if f.Municipality != "" {
			q.and("EXISTS (SELECT 1 FROM organisation_municipality m WHERE m.organisation_id = r.held_by AND m.municipality = ?)", f.Municipality)
		}
	case f.Municipality != "":
		q = listQuery{key: "m.sort_key", id: "m.organisation_id"}
		q.text = "SELECT " + organisationColumns + ` FROM organisation_municipality m CROSS JOIN organisation o
			WHERE o.id = m.organisation_id AND m.municipality = ` + q.place(f.Municipality)
	}
	f.conditions(&q.query)
	return q
}

// conditions adds what the filter asks of an organisation o itself. One that another stands for is never chosen.
func (f *Filter) conditions(q *query) {
	q.text += " AND o.merged_into IS NULL"
	if f.Form != "" {
		q.and("o.legal_form = ?", f.Form)
	}
	if f.OnlyPublic {
		q.text += " AND o.is_public"
		if f.Municipality != "" {
			q.text += " AND " + shows("o", "municipalities")
		}
	}
	if !f.WithEnded || f.OnlyPublic {
		q.text += " AND o.ended_on IS NULL"
	}
}

// shows is the condition that anybody may read a field of a public organisation, given what its row is called: what is hidden is not found either.
func shows(row, field string) string { return row + `.public_fields LIKE '%"` + field + `"%'` }

// page adds where the page begins, its order and its length.
func (q *listQuery) page(f *Filter, from *organisationRow, limit int) string {
	direction, beyond := "ASC", ">"
	if f.goesBack() {
		direction, beyond = "DESC", "<"
	}
	if from.ID != "" {
		q.text += " AND (" + q.key + ", " + q.id + ") " + beyond + " (" + q.place(from.SortKey) + ", " + q.place(from.ID) + ")"
	}
	return q.text + " ORDER BY " + q.key + " " + direction + ", " + q.id + " " + direction + " LIMIT " + strconv.Itoa(limit)
}

// EachPage gives every organisation that the filter chooses, in the order of their names, some at a time; its words, place
// and length are not looked at.
func EachPage(ctx context.Context, tx *store.Tx, f Filter, do func([]Organisation) error) error {
	f.Before, f.After, f.Limit = "", "", 500
	for {
		page, err := List(ctx, tx, f)
		if err != nil {
			return err
		}
		if err := do(page.Organisations); err != nil {
			return err
		}
		if f.After = page.Next; f.After == "" {
			return nil
		}
	}
}
