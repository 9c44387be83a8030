package accounts

import (
	"context"
	"errors"
	"time"

	"samverk/features/audit"
	"samverk/platform/store"
)

// attempt is one try to show who one is. It counts as failed until it is said to have succeeded, so that many tries at
// once are no more than the limit allows.
type attempt struct {
	email  string
	keys   []attemptKey   // by side, so that two attempts never wait for each other
	before []failureCount // of each key
	at     store.Time
}

// reserve counts the attempt from every side, or from none when one of them has to wait; opens is then until when.
func (a *attempt) reserve(ctx context.Context, tx *store.Tx) (opens time.Time, err error) {
	a.before = make([]failureCount, len(a.keys))
	refusing := -1
	for i, key := range a.keys {
		limit := limits[key.Side]
		var c failureCount
		// The update changes nothing: it keeps the row to this transaction.
		if err := tx.Get(ctx, &c, `INSERT INTO sign_in_attempt (side, subject, failures, last_at, told) VALUES ($1, $2, 0, $3, false)
			ON CONFLICT (side, subject) DO UPDATE SET side = excluded.side RETURNING failures, last_at, told`, key.Side, key.Subject, a.at); err != nil {
			return time.Time{}, err
		}
		a.before[i] = limit.remembered(c, a.at.Time)
		if at := limit.opens(a.before[i]); at.After(a.at.Time) && at.After(opens) {
			opens, refusing = at, i
		}
	}
	if refusing >= 0 {
		return opens, a.tell(ctx, tx, refusing)
	}
	for i, key := range a.keys {
		last := a.at
		if before := a.before[i].LastAt; before.After(last.Time) {
			last = before
		}
		if _, err := tx.Exec(ctx, "UPDATE sign_in_attempt SET failures = $1, last_at = $2, told = $3 WHERE side = $4 AND subject = $5",
			a.before[i].Failures+1, last, a.before[i].Told, key.Side, key.Subject); err != nil {
			return time.Time{}, err
		}
	}
	return time.Time{}, nil
}

// tell writes to the audit trail, once for each run of failures, that a limit is reached. What was typed stands there
// only when it is an account.
func (a *attempt) tell(ctx context.Context, tx *store.Tx, refusing int) error {
	if a.before[refusing].Told {
		return nil
	}
	key := a.keys[refusing]
	if _, err := tx.Exec(ctx, "UPDATE sign_in_attempt SET told = true WHERE side = $1 AND subject = $2", key.Side, key.Subject); err != nil {
		return err
	}
	object := "unknown"
	if key.Side == perAddress || key.Side == perLink {
		object = "address"
	} else if account, err := FindByEmail(ctx, tx, a.email); err == nil {
		object = account.ID
	} else if !errors.Is(err, store.ErrNotFound) {
		return err
	}
	ctx = audit.As(ctx, audit.Actor{Kind: audit.Program, ID: "sign_in", Name: "Samverk"})
	return audit.Append(ctx, tx, audit.Change{Action: "sign_in.limited_" + string(key.Side), ObjectKind: "account", ObjectID: object, After: struct {
		Failures int `json:"failures"`
	}{a.before[refusing].Failures}})
}

// isRefused tells without writing anything that the attempt has to wait and that the trail tells so.
func (a *attempt) isRefused(ctx context.Context, tx *store.Tx) (opens time.Time, err error) {
	for _, key := range a.keys {
		var c failureCount
		err := tx.Get(ctx, &c, "SELECT failures, last_at, told FROM sign_in_attempt WHERE side = $1 AND subject = $2", key.Side, key.Subject)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return time.Time{}, err
		}
		limit := limits[key.Side]
		c = limit.remembered(c, a.at.Time)
		if at := limit.opens(c); c.Told && at.After(a.at.Time) && at.After(opens) {
			opens = at
		}
	}
	return opens, nil
}

// succeeded takes the attempt back: the account, or its browser, has not failed any more. Others at the same address on
// the network may have, so there only this attempt goes.
func (a *attempt) succeeded(ctx context.Context, tx *store.Tx) error {
	for i, key := range a.keys {
		var err error
		if key.Side == perAddress || key.Side == perLink {
			_, err = tx.Exec(ctx, `UPDATE sign_in_attempt SET failures = failures - 1, last_at = CASE WHEN last_at = $1 THEN $2 ELSE last_at END
				WHERE side = $3 AND subject = $4 AND failures > 0`, a.at, a.lastBefore(i), key.Side, key.Subject)
		} else {
			_, err = tx.Exec(ctx, "DELETE FROM sign_in_attempt WHERE side = $1 AND subject = $2", key.Side, key.Subject)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (a *attempt) lastBefore(i int) store.Time {
	if before := a.before[i].LastAt; !before.IsZero() {
		return before
	}
	return a.at
}

// forgetAttempts removes the counts that no longer count, and browsers where nobody has signed in for long.
func forgetAttempts(ctx context.Context, tx *store.Tx, now time.Time) error {
	if _, err := tx.Exec(ctx, "DELETE FROM sign_in_attempt WHERE last_at <= $1", store.TimeOf(now.Add(-longestMemory))); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, "DELETE FROM known_device WHERE seen_at <= $1", store.TimeOf(now.Add(-deviceTime)))
	return err
}
