package cases

import (
	"context"
	"errors"

	"samverk/features/audit"
	"samverk/platform/calendar"
	"samverk/platform/fold"
	"samverk/platform/i18n"
	"samverk/platform/series"
	"samverk/platform/store"
)

// ErrSavedMeanwhile is the error when somebody else has saved since the reader looked.
var ErrSavedMeanwhile = errors.New("it has been saved by somebody else")

const caseQuery = `SELECT id, diary_number, title, kind, points, summary, background, material, source_kind, source_id, indicator_ids, state, round,
	presented_on, submitted_on, appeal_until, record_id, decision_record_id, created_at, version FROM board_case`

// Find gives a case; store.ErrNotFound when there is none.
func Find(ctx context.Context, tx *store.Tx, id string) (c Case, err error) {
	unknown := i18n.Fail("cases.unknown").Because(store.ErrNotFound)
	if !store.IsID(id) {
		return c, unknown
	}
	if err = tx.Get(ctx, &c, caseQuery+" WHERE id = $1", id); errors.Is(err, store.ErrNotFound) {
		err = unknown
	}
	return c, err
}

// OfSource gives the cases that somebody has made of a thing, the latest first.
func OfSource(ctx context.Context, tx *store.Tx, kind, id string) (all []Case, err error) {
	return all, tx.Select(ctx, &all, caseQuery+" WHERE source_kind = $1 AND source_id = $2 ORDER BY created_at DESC, id DESC", kind, id)
}

// Filter chooses among cases.
type Filter struct {
	Words  string // in diary number or title
	State  State  // empty for all
	Day    calendar.Date
	Drafts bool // also what has not been shown to the politicians
}

// mostListed bounds a list; beyond it one searches.
const mostListed = 200

// List gives cases, the latest first, and whether there are more than are given.
func List(ctx context.Context, tx *store.Tx, f Filter) (list []Case, more bool, err error) {
	query, args := caseQuery+" WHERE 1 = 1", []any{}
	switch {
	case f.State == Final || f.State == Posted: // which of the two depends on the day
		query, args = caseQuery+" WHERE state IN ($1, $2)", []any{Final, Posted}
	case f.State != "":
		query, args = caseQuery+" WHERE state = $1", []any{f.State}
	}
	if !f.Drafts {
		query += " AND presented_on IS NOT NULL"
	}
	var all []Case
	if err := tx.Select(ctx, &all, query+" ORDER BY created_at DESC, id DESC", args...); err != nil {
		return nil, false, err
	}
	words := fold.NewQuery(f.Words)
	for i := range all {
		if f.State != "" && all[i].StateOn(f.Day) != f.State || !words.IsEmpty() && words.Score(all[i].Title, all[i].DiaryNumber) == 0 {
			continue
		}
		if len(list) == mostListed {
			return list, true, nil
		}
		list = append(list, all[i])
	}
	return list, false, nil
}

// Propose opens a case: it is drafted and gets its diary number. The key may be made with a form, so that the same form
// sent twice opens one; then the number stays the first's.
func Propose(ctx context.Context, tx *store.Tx, p Proposal) (Case, error) {
	p.tidy()
	if faults := p.check(); len(faults) > 0 {
		return Case{}, faults[0].err
	}
	if p.ID == "" {
		p.ID = store.NewID()
	}
	if err := tx.Lock(ctx, caseLock(p.ID)); err != nil {
		return Case{}, err
	}
	if c, err := Find(ctx, tx, p.ID); !errors.Is(err, store.ErrNotFound) {
		return c, err
	}
	if p.Opened.IsZero() {
		p.Opened = calendar.Today(store.Now().Time)
	}
	diary, err := series.Take(ctx, tx, p.Opened.Year())
	if err != nil {
		return Case{}, err
	}
	if _, err := tx.Exec(ctx, `INSERT INTO board_case (id, diary_number, title, kind, points, summary, background, material, source_kind, source_id,
		indicator_ids, state, round, record_id, decision_record_id, created_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1, '', '', $13, 1)`,
		p.ID, diary, p.Title, p.Kind, store.AsJSON(p.Points), p.Summary, p.Background, store.AsJSON(p.Snapshot), p.SourceKind, p.SourceID,
		store.AsJSON(p.IndicatorIDs), Drafted, store.Now()); err != nil {
		return Case{}, err
	}
	c, err := Find(ctx, tx, p.ID)
	if err != nil {
		return c, err
	}
	return c, audit.Append(ctx, tx, audit.Change{Action: "case.opened", ObjectKind: caseKind, ObjectID: c.ID, After: told(&c)})
}

const caseKind = "case"

func caseLock(id string) string { return "case " + id }

// caseTold is what the trail keeps of a case.
type caseTold struct {
	DiaryNumber string   `json:"diaryNumber"`
	Title       string   `json:"title"`
	Kind        string   `json:"kind,omitempty"`
	Points      []string `json:"casePoints,omitempty"`
	State       State    `json:"caseState"`
	Round       int      `json:"caseRound"`
}

func told(c *Case) caseTold {
	return caseTold{c.DiaryNumber, c.Title, string(c.Kind), c.Points.V, c.State, c.Round}
}

// Change changes what a case says, while it can be changed. Seen is the version that the reader changed.
func Change(ctx context.Context, tx *store.Tx, id string, p Proposal, seen int) error {
	before, err := lockCase(ctx, tx, id)
	if err != nil {
		return err
	}
	p.tidy()
	if faults := p.check(); len(faults) > 0 {
		return faults[0].err
	}
	if !before.MayBeChanged() {
		return i18n.Fail("cases.is_frozen")
	}
	if before.Version != seen {
		return ErrSavedMeanwhile
	}
	if _, err := tx.Exec(ctx, `UPDATE board_case SET title = $2, kind = $3, points = $4, summary = $5, background = $6, indicator_ids = $7, version = version + 1 WHERE id = $1`,
		id, p.Title, p.Kind, store.AsJSON(p.Points), p.Summary, p.Background, store.AsJSON(p.IndicatorIDs)); err != nil {
		return err
	}
	after, err := Find(ctx, tx, id)
	if err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "case.changed", ObjectKind: caseKind, ObjectID: id, Before: told(&before), After: told(&after)})
}

// lockCase keeps others from changing a case to the end of the transaction, and reads it.
func lockCase(ctx context.Context, tx *store.Tx, id string) (Case, error) {
	if err := tx.Lock(ctx, caseLock(id)); err != nil {
		return Case{}, err
	}
	return Find(ctx, tx, id)
}

// Events are what has been done with a case, in order.
func Events(ctx context.Context, tx *store.Tx, caseID string) (all []Event, err error) {
	return all, tx.Select(ctx, &all, "SELECT case_id, act, before_state, after_state, round, day, actor_name, why, at FROM case_event WHERE case_id = $1 ORDER BY position", caseID)
}

// SetSeries says how diary numbers are written from now on. Those that have been given stay.
func SetSeries(ctx context.Context, tx *store.Tx, s Series) error {
	if err := checkSeries(s); err != nil {
		return err
	}
	before, err := series.Set(ctx, tx, s)
	if err != nil || before == s {
		return err
	}
	tell := func(s Series) map[string]Series { return map[string]Series{"diarySeries": s} }
	return audit.Append(ctx, tx, audit.Change{Action: "case.series_changed", ObjectKind: "board", ObjectID: "series", Before: tell(before), After: tell(s)})
}
