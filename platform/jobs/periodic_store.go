package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"samverk/platform/store"
)

// Periodic is work that comes back.
type Periodic struct {
	When Schedule
	Do   func(ctx context.Context) error
}

// longestPeriodic bounds one run; a trail of ten million entries is checked well within it.
const longestPeriodic = 6 * time.Hour

// periodicRules: what failed is tried again soon, and comes back anyway.
var periodicRules = Rules{Longest: longestPeriodic, Tries: 3}

// At adds work that comes back. Its name stands in the database.
func (w *Work) At(name string, periodic Periodic) { w.periodic[name] = periodic }

// periodicArgs name the periodic work to do.
type periodicArgs struct {
	Name string `json:"name"`
}

func (periodicArgs) Kind() string { return "periodic" }

// Standing is how it is with work that comes back.
type Standing struct {
	Name      string
	NextAt    store.Time
	StartedAt store.Time // null before the first time
	EndedAt   store.Time
	Error     string // why it failed the last time; empty when it did not
}

// Standings lists the periodic work by name.
func Standings(ctx context.Context, tx *store.Tx) ([]Standing, error) {
	var all []Standing
	return all, tx.Select(ctx, &all, "SELECT name, next_at, started_at, ended_at, error FROM periodic_job ORDER BY name")
}

// runSchedule queues what is due, until the context is done.
func (w *Work) runSchedule(ctx context.Context) {
	known := false
	for {
		var err error
		if !known {
			err = w.addSchedule(ctx, time.Now())
			known = err == nil
		}
		if known {
			err = w.queueDue(ctx, time.Now())
		}
		if err != nil && ctx.Err() == nil {
			slog.Error("the schedule could not be followed", "error", err)
		}
		if wait(ctx, w.tick) != nil {
			return
		}
	}
}

// addSchedule writes new periodic work down. The first run is due at once: what the work does, it does in vain when
// there is nothing to do.
func (w *Work) addSchedule(ctx context.Context, now time.Time) error {
	return w.db.Write(ctx, func(tx *store.Tx) error {
		for name := range w.periodic {
			if _, err := tx.Exec(ctx, "INSERT INTO periodic_job (name, next_at, error) VALUES ($1, $2, '') ON CONFLICT (name) DO NOTHING",
				name, store.TimeOf(w.periodic[name].When(now))); err != nil {
				return err
			}
		}
		return nil
	})
}

// queueDue queues each work whose time has come. Of several copies of the program one does: whose update hits the row.
func (w *Work) queueDue(ctx context.Context, now time.Time) error {
	var due []string
	if err := w.db.Read(ctx, func(tx *store.Tx) error {
		return tx.Select(ctx, &due, "SELECT name FROM periodic_job WHERE next_at <= $1 ORDER BY name", store.TimeOf(now))
	}); err != nil || len(due) == 0 {
		return err
	}
	return w.db.Write(ctx, func(tx *store.Tx) error {
		for _, name := range due {
			periodic, known := w.periodic[name]
			if !known { // of an older version of the program
				continue
			}
			mine, err := tx.Exec(ctx, "UPDATE periodic_job SET next_at = $1 WHERE name = $2 AND next_at <= $3",
				store.TimeOf(periodic.When(now)), name, store.TimeOf(now))
			if err == nil && mine == 1 {
				err = Add(ctx, tx, periodicArgs{name}, periodicRules)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// runPeriodic does periodic work and keeps how it went.
func (w *Work) runPeriodic(ctx context.Context, args periodicArgs, _ Try) error {
	periodic, known := w.periodic[args.Name]
	if !known {
		return Final(fmt.Errorf("nothing is called %q", args.Name))
	}
	started := store.Now()
	failure := periodic.Do(ctx)
	said := ""
	if failure != nil {
		said = failure.Error()
	}
	kept := w.db.Write(context.WithoutCancel(ctx), func(tx *store.Tx) error {
		_, err := tx.Exec(ctx, "UPDATE periodic_job SET started_at = $1, ended_at = $2, error = $3 WHERE name = $4",
			started, store.Now(), said, args.Name)
		return err
	})
	return errors.Join(failure, kept)
}
