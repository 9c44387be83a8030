package audit

import (
	"context"
	"time"

	"samverk/platform/store"
)

// Standing is how far the sealing has come, for those who watch the running program.
type Standing struct {
	Sealed, Unsealed int64
	oldest, last     time.Time // of the unsealed, and the last that was sealed; zero when there is none
}

// Oldest is how long the entry that has waited longest has waited for its seal.
func (s Standing) Oldest(now time.Time) time.Duration { return age(s.oldest, now) }

// SinceLast is how old the last sealed entry is.
func (s Standing) SinceLast(now time.Time) time.Duration { return age(s.last, now) }

func age(of, now time.Time) time.Duration {
	if of.IsZero() {
		return 0
	}
	return max(0, now.Sub(of))
}

// StandingOf asks how far the sealing has come.
func StandingOf(ctx context.Context, db *store.DB) (s Standing, err error) {
	err = db.Read(ctx, func(tx *store.Tx) error {
		edition, err := EditionOf(ctx, tx)
		if err != nil {
			return err
		}
		s.Sealed, s.Unsealed = edition.Sealed, edition.Changes-edition.Sealed
		if s.oldest, err = timeOf(ctx, tx, "SELECT at FROM audit_entry WHERE seq IS NULL ORDER BY at LIMIT 1"); err != nil {
			return err
		}
		s.last, err = timeOf(ctx, tx, "SELECT at FROM audit_entry WHERE seq = (SELECT seq FROM audit_head WHERE id = 1)")
		return err
	})
	return s, err
}

// timeOf reads one time; zero where there is no row.
func timeOf(ctx context.Context, tx *store.Tx, query string) (time.Time, error) {
	var found []store.Time
	if err := tx.Select(ctx, &found, query); err != nil || len(found) == 0 {
		return time.Time{}, err
	}
	return found[0].Time, nil
}
