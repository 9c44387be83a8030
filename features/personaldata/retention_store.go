package personaldata

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"samverk/features/audit"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// errSavedMeanwhile says that somebody else has decided since the form was shown.
var errSavedMeanwhile = errors.New("somebody else decided meanwhile")

// Releaser hands contents of files over to be thrown away, unless something refers to them.
type Releaser func(ctx context.Context, tx *store.Tx, hashes []string) error

// PeriodOf is what has been decided for a class; what the program proposes where nothing has.
func PeriodOf(ctx context.Context, tx *store.Tx, c *Class) (Period, error) {
	var p Period
	err := tx.Get(ctx, &p, "SELECT months, ground, version, decided_at FROM retention_class WHERE kind = $1", c.Kind)
	if errors.Is(err, store.ErrNotFound) {
		return Period{Months: c.Proposed}, nil
	}
	return p, err
}

// decided is what the trail keeps of a period.
type decided struct {
	Months int    `json:"months"`
	Ground string `json:"ground"`
}

// Decide sets how long a class is kept, unless somebody else has done so since version seen. The same decision sent twice
// changes nothing the second time.
func Decide(ctx context.Context, tx *store.Tx, c *Class, p Period, seen int, reason string) error {
	if _, fault := p.check(); fault != nil {
		return fault
	}
	if err := tx.Lock(ctx, "retention"); err != nil {
		return err
	}
	before, err := PeriodOf(ctx, tx, c)
	if err != nil {
		return err
	}
	if before.IsDecided() && before.Months == p.Months && before.Ground == p.Ground {
		return nil
	}
	if before.Version != seen {
		return i18n.Fail("personaldata.retention.meanwhile").Because(errSavedMeanwhile)
	}
	if _, err := tx.Exec(ctx, `INSERT INTO retention_class (kind, months, ground, version, decided_at) VALUES ($1, $2, $3, 1, $4)
		ON CONFLICT (kind) DO UPDATE SET months = excluded.months, ground = excluded.ground, version = retention_class.version + 1,
			decided_at = excluded.decided_at`, c.Kind, p.Months, p.Ground, store.Now()); err != nil {
		return err
	}
	change := audit.Change{Action: "retention.decided", ObjectKind: "retention", ObjectID: c.Kind, Reason: reason, After: decided{p.Months, p.Ground}}
	if before.IsDecided() {
		change.Before = decided{before.Months, before.Ground}
	}
	return audit.Append(ctx, tx, change)
}

// due is the condition for what may be disposed of today, with its arguments; nothing is when it is kept for ever.
func (c *Class) due(months int, today calendar.Date) (string, []any) {
	if months == 0 {
		return "1 = 0", nil
	}
	only := c.Only
	if only == "" {
		only = "1 = 1"
	}
	before := store.TimeOf(lastDue(today, months).AddDays(1).Begins())
	return fmt.Sprintf(`%[1]s.%[2]s < $1 AND %[3]s AND NOT EXISTS (SELECT 1 FROM retention_hold h
		WHERE h.kind = $2 AND h.object_id = %[1]s.%[4]s AND h.until > $3)`, c.Table, c.Since, only, c.Key), []any{before, c.Kind, today}
}

// countDue counts what may be disposed of today.
func countDue(ctx context.Context, tx *store.Tx, c *Class, months int, today calendar.Date) (n int, err error) {
	condition, args := c.due(months, today)
	return n, tx.Get(ctx, &n, "SELECT count(*) FROM "+c.Table+" WHERE "+condition, args...)
}

// pageLength is how many documents are looked at at a time.
const pageLength = 50

// listDue gives a page of what may be disposed of today, what has waited longest first, after the one with a key; more
// tells whether there is another page.
func listDue(ctx context.Context, tx *store.Tx, c *Class, months int, today calendar.Date, after string) (list []Due, more bool, err error) {
	condition, args := c.due(months, today)
	if after != "" && months > 0 {
		args = append(args, after)
		place := placeOf(len(args))
		condition += fmt.Sprintf(" AND (%[2]s, %[3]s) > (SELECT at.%[2]s, at.%[3]s FROM %[1]s at WHERE at.%[3]s = %[4]s)", c.Table, c.Since, c.Key, place)
	}
	err = tx.Select(ctx, &list, fmt.Sprintf("SELECT %[3]s AS key, %[4]s AS what, %[2]s AS since FROM %[1]s WHERE %[5]s ORDER BY %[2]s, %[3]s LIMIT %[6]d",
		c.Table, c.Since, c.Key, c.What, condition, pageLength+1), args...)
	if len(list) > pageLength {
		return list[:pageLength], true, err
	}
	return list, false, err
}

// mostKept bounds the list of what is kept although its time is out.
const mostKept = 100

// listKept gives what somebody has decided to keep although its time is out, what is kept the shortest first.
func listKept(ctx context.Context, tx *store.Tx, c *Class, today calendar.Date) (list []Due, err error) {
	return list, tx.Select(ctx, &list, fmt.Sprintf(`SELECT d.%[3]s AS key, d.%[4]s AS what, d.%[2]s AS since, h.until AS until, h.reason AS why
		FROM retention_hold h JOIN %[1]s d ON d.%[3]s = h.object_id WHERE h.kind = $1 AND h.until > $2 ORDER BY h.until, d.%[3]s LIMIT %[5]d`,
		c.Table, c.Since, c.Key, c.What, mostKept), c.Kind, today)
}

// disposed is what the trail keeps of a disposal: which, and nothing of what they said.
type disposed struct {
	Number int      `json:"number"`
	Keys   []string `json:"keys"`
}

// Dispose takes away the chosen documents, for good, in so far as their time is out and nobody keeps them, and gives how
// many they were. Only what somebody has decided a period for can be disposed of. Files that nothing else refers to go
// too. Sent twice it takes away nothing the second time.
func Dispose(ctx context.Context, tx *store.Tx, c *Class, d Decision, release Releaser, now time.Time) (int, error) {
	period, err := c.mayChoose(ctx, tx, &d, false, now)
	if err != nil {
		return 0, err
	}
	condition, args := c.chosenOf(d.Keys, period.Months, calendar.Today(now))
	var rows []struct{ Key, Content string }
	content := "''"
	if c.Content != "" {
		content = c.Content
	}
	if err := tx.Select(ctx, &rows, fmt.Sprintf("SELECT %s AS key, %s AS content FROM %s WHERE %s ORDER BY 1", c.Key, content, c.Table, condition), args...); err != nil {
		return 0, err
	}
	if len(rows) == 0 {
		return 0, nil
	}
	gone, hashes := disposed{Number: len(rows)}, []string(nil)
	for _, row := range rows {
		gone.Keys = append(gone.Keys, row.Key)
		if row.Content != "" {
			hashes = append(hashes, row.Content)
		}
		if _, err := tx.Exec(ctx, fmt.Sprintf("DELETE FROM %s WHERE %s = $1", c.Table, c.Key), row.Key); err != nil {
			return 0, err
		}
		if _, err := tx.Exec(ctx, "DELETE FROM retention_hold WHERE kind = $1 AND object_id = $2", c.Kind, row.Key); err != nil {
			return 0, err
		}
	}
	if err := release(ctx, tx, hashes); err != nil {
		return 0, err
	}
	return len(rows), audit.Append(ctx, tx, audit.Change{Action: "retention.disposed", ObjectKind: "retention", ObjectID: c.Kind, Reason: d.Reason, After: gone})
}

// kept is what the trail keeps of a decision to keep.
type kept struct {
	Until calendar.Date `json:"until"`
	disposed
}

// Keep keeps the chosen documents until a day although their time is out, and gives how many they were.
func Keep(ctx context.Context, tx *store.Tx, c *Class, d Decision, now time.Time) (int, error) {
	period, err := c.mayChoose(ctx, tx, &d, true, now)
	if err != nil {
		return 0, err
	}
	condition, args := c.chosenOf(d.Keys, period.Months, calendar.Today(now))
	done := kept{Until: d.Until}
	if err := tx.Select(ctx, &done.Keys, fmt.Sprintf("SELECT %s FROM %s WHERE %s ORDER BY 1", c.Key, c.Table, condition), args...); err != nil {
		return 0, err
	}
	if done.Number = len(done.Keys); done.Number == 0 {
		return 0, nil
	}
	for _, key := range done.Keys {
		if _, err := tx.Exec(ctx, `INSERT INTO retention_hold (kind, object_id, until, reason, decided_at) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (kind, object_id) DO UPDATE SET until = excluded.until, reason = excluded.reason, decided_at = excluded.decided_at`,
			c.Kind, key, d.Until, d.Reason, store.Now()); err != nil {
			return 0, err
		}
	}
	return done.Number, audit.Append(ctx, tx, audit.Change{Action: "retention.kept", ObjectKind: "retention", ObjectID: c.Kind, Reason: d.Reason, After: done})
}

// mayChoose refuses a decision that is not whole, and to act on a mere proposal.
func (c *Class) mayChoose(ctx context.Context, tx *store.Tx, d *Decision, keep bool, now time.Time) (Period, error) {
	if _, fault := d.check(keep, calendar.Today(now)); fault != nil {
		return Period{}, fault
	}
	if err := tx.Lock(ctx, "retention"); err != nil {
		return Period{}, err
	}
	period, err := PeriodOf(ctx, tx, c)
	if err == nil && !period.IsDecided() {
		err = i18n.Fail("personaldata.retention.not_decided")
	}
	return period, err
}

// chosenOf is the condition for those of the keys that are due.
func (c *Class) chosenOf(keys []string, months int, today calendar.Date) (string, []any) {
	condition, args := c.due(months, today)
	if months == 0 {
		return condition, args
	}
	var places []string
	for _, key := range keys {
		args = append(args, key)
		places = append(places, placeOf(len(args)))
	}
	return condition + " AND " + c.Key + " IN (" + strings.Join(places, ", ") + ")", args
}
