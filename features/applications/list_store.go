package applications

import (
	"context"
	"strconv"
	"strings"

	"samverk/features/mandates"
	"samverk/platform/store"
)

// Show is a choice of the queue.
type Show string

// The choices.
const (
	ShowOpen    Show = ""        // sent and not ended
	ShowNew     Show = "new"     // nobody handles it yet
	ShowMine    Show = "mine"    // the reader handles it
	ShowWaiting Show = "waiting" // a completion is asked for
	ShowMissing Show = "missing" // an officer has found something wrong
	ShowLate    Show = "late"    // came late, and nobody has said that it is taken all the same
	ShowEnded   Show = "ended"
	ShowAll     Show = "all"
)

// Shows lists the choices in the order they are shown.
var Shows = []Show{ShowOpen, ShowNew, ShowMine, ShowWaiting, ShowMissing, ShowLate, ShowEnded, ShowAll}

// Filter chooses applications that have been sent.
type Filter struct {
	Show      Show
	CallID    string
	State     State
	AccountID string // the reader, for ShowMine
	After     string // the key of the last of the page before
	Limit     int    // 0: PageLength
}

// PageLength is how many applications a page has.
const PageLength = 50

// endStates are the states that are ends, as a list in SQL. They are ours, so nothing in them can be taken for SQL.
var endStates = func() string {
	var list []string
	for _, s := range States {
		if ends(s) {
			list = append(list, "'"+string(s)+"'")
		}
	}
	return strings.Join(list, ", ")
}()

// conditions are what each choice asks; $1 is the reader.
var conditions = map[Show]string{
	ShowOpen:    "a.state NOT IN (" + endStates + ")",
	ShowNew:     "a.state NOT IN (" + endStates + ") AND a.officer_id IS NULL",
	ShowMine:    "a.state NOT IN (" + endStates + ") AND a.officer_id = $1",
	ShowWaiting: "a.state = 'completion_requested'",
	ShowMissing: "a.state NOT IN (" + endStates + ") AND EXISTS (SELECT 1 FROM application_check k WHERE k.application_id = a.id AND NOT k.is_right)",
	ShowLate:    "a.state NOT IN (" + endStates + ") AND a.days_late > 0 AND a.late_taken = ''",
	ShowEnded:   "a.state IN (" + endStates + ")",
	ShowAll:     "1 = 1",
}

// List gives applications that have been sent, the first received first; more tells whether others follow.
func List(ctx context.Context, tx *store.Tx, f Filter) (list []Application, more bool, err error) {
	if f.Limit == 0 {
		f.Limit = PageLength
	}
	query, args := " WHERE a.submitted_at IS NOT NULL AND $1 = $1 AND "+conditions[f.Show], []any{f.AccountID}
	and := func(condition string, value string) {
		args = append(args, value)
		query += " AND " + strings.ReplaceAll(condition, "?", "$"+strconv.Itoa(len(args)))
	}
	if f.CallID != "" {
		and("a.call_id = ?", f.CallID)
	}
	if f.State != "" {
		and("a.state = ?", string(f.State))
	}
	if store.IsID(f.After) {
		and("(a.submitted_at, a.id) > (SELECT b.submitted_at, b.id FROM application b WHERE b.id = ?)", f.After)
	}
	var rows []applicationRow
	err = tx.Select(ctx, &rows, applicationQuery+query+" ORDER BY a.submitted_at, a.id LIMIT "+strconv.Itoa(f.Limit+1), args...)
	for i := range rows {
		list = append(list, rows[i].application())
	}
	if len(list) > f.Limit {
		return list[:f.Limit], true, err
	}
	return list, false, err
}

// Counts tells how many applications each choice has, of a call or of all.
func Counts(ctx context.Context, tx *store.Tx, callID, accountID string) (map[Show]int, error) {
	var sums []string
	for _, show := range Shows {
		sums = append(sums, "COALESCE(sum(CASE WHEN "+conditions[show]+" THEN 1 ELSE 0 END), 0)")
	}
	query, args := " WHERE a.submitted_at IS NOT NULL AND $1 = $1", []any{accountID}
	if callID != "" {
		query, args = query+" AND a.call_id = $2", append(args, callID)
	}
	var columns []string
	for i, sum := range sums {
		columns = append(columns, sum+" AS n"+strconv.Itoa(i))
	}
	var row struct{ N0, N1, N2, N3, N4, N5, N6, N7 int }
	err := tx.Get(ctx, &row, "SELECT "+strings.Join(columns, ", ")+" FROM application a"+query, args...)
	counts := map[Show]int{}
	for i, n := range []int{row.N0, row.N1, row.N2, row.N3, row.N4, row.N5, row.N6, row.N7} {
		counts[Shows[i]] = n
	}
	return counts, err
}

// CallName is a call's key and title.
type CallName struct {
	ID, Title string
}

// Calls lists the calls in which something has been sent, the latest first.
func Calls(ctx context.Context, tx *store.Tx) (all []CallName, err error) {
	return all, tx.Select(ctx, &all, `SELECT c.id, c.title FROM grant_call c WHERE EXISTS (SELECT 1 FROM application a WHERE a.call_id = c.id AND a.submitted_at IS NOT NULL)
		ORDER BY c.year DESC, c.title, c.id`)
}

// callsToApplyIn are the keys of calls that may be open, as they are written. The clock says which are.
func callsToApplyIn(ctx context.Context, tx *store.Tx) (keys []string, err error) {
	return keys, tx.Select(ctx, &keys, "SELECT c.id FROM grant_call c WHERE c.state IN ('scheduled', 'open', 'closed', 'in_assessment') ORDER BY c.closes_at, c.id")
}

// OfOrganisations lists the applications of some organisations, drafts too, the latest first.
func OfOrganisations(ctx context.Context, tx *store.Tx, keys []string) (list []Application, err error) {
	if len(keys) == 0 {
		return nil, nil
	}
	places, args := mandates.In(keys, 1)
	var rows []applicationRow
	err = tx.Select(ctx, &rows, applicationQuery+" WHERE a.organisation_id IN ("+places+") ORDER BY a.begun_at DESC, a.id DESC", args...)
	for i := range rows {
		list = append(list, rows[i].application())
	}
	return list, err
}
