package jobs

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/riverqueue/river"

	"samverk/platform/store"
)

// Args say what is to be done. They are kept as JSON, and Kind names who does it. They hold keys of things, never what is
// secret or about people: they stay for a while after the job is done.
type Args = river.JobArgs

// Rules of a kind of job.
type Rules struct {
	Longest time.Duration               // how long one try may take; afterwards somebody else may try
	Tries   int                         // how often it is tried at most
	Wait    func(try int) time.Duration // how long until the next, after so many
}

// Work is what a running program does in the background.
type Work struct {
	db       *store.DB
	workers  *river.Workers
	periodic map[string]Periodic
	tick     time.Duration
}

// New is a program that does nothing yet.
func New(db *store.DB) *Work {
	work := &Work{db: db, workers: river.NewWorkers(), periodic: map[string]Periodic{}, tick: 10 * time.Second}
	Do(work, Rules{Longest: longestPeriodic}, work.runPeriodic)
	return work
}

// Try tells a job which try it is, from 1, and whether it is the last.
type Try struct {
	Number int
	Last   bool
}

// Do tells how jobs of a kind are done. An error makes it be tried again, as long as there are tries left.
func Do[T Args](work *Work, rules Rules, do func(ctx context.Context, args T, try Try) error) {
	river.AddWorker(work.workers, &worker[T]{rules: rules, do: do})
}

// Final is an error after which no more tries are made.
func Final(err error) error { return river.JobCancel(err) }

// Later is an error that is none: the job is looked at again after the pause, and has not used up a try.
func Later(pause time.Duration) error { return river.JobSnooze(pause) }

type worker[T Args] struct {
	river.WorkerDefaults[T]
	rules Rules
	do    func(ctx context.Context, args T, try Try) error
}

func (w *worker[T]) Timeout(*river.Job[T]) time.Duration { return w.rules.Longest }

func (w *worker[T]) NextRetry(job *river.Job[T]) time.Time {
	if w.rules.Wait == nil {
		return time.Time{}
	}
	return time.Now().Add(w.rules.Wait(job.Attempt))
}

func (w *worker[T]) Work(ctx context.Context, job *river.Job[T]) error {
	err := w.do(ctx, job.Args, Try{Number: job.Attempt, Last: job.Attempt >= job.MaxAttempts})
	var later *river.JobSnoozeError
	if err != nil && !errors.As(err, &later) && !errors.Is(err, context.Canceled) {
		slog.Warn("a job failed", "kind", job.Kind, "try", job.Attempt, "error", err)
	}
	return err
}

// How the program looks for work: a job waits at most about a second, and what a killed copy was doing is taken up by
// another soon after the time that the job may take.
const (
	look        = time.Second
	atOnce      = 4
	takenUp     = 45 * time.Second // longer than the longest short job
	finishing   = 8 * time.Second  // how long jobs may take to end when the program is told to stop
	keptDone    = 24 * time.Hour
	keptFailed  = 30 * 24 * time.Hour
	longestLull = 10 * time.Second
)

// Run does the work until the context is done, and then lets what is under way end. A database that does not answer is no
// reason to give up.
func (w *Work) Run(ctx context.Context) {
	pools := w.db.Pools()
	pool := pools["write"]
	if pool == nil {
		pool = pools["all"]
	}
	client, err := w.client(pool)
	if err != nil {
		slog.Error("jobs cannot be done", "error", err)
		return
	}
	for lull := time.Second; client.Start(context.WithoutCancel(ctx)) != nil; lull = min(2*lull, longestLull) {
		if slog.Warn("jobs wait for the database"); wait(ctx, lull) != nil {
			return
		}
	}
	w.runSchedule(ctx)
	stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), finishing)
	defer cancel()
	if client.Stop(stopping) != nil {
		client.StopAndCancel(context.WithoutCancel(ctx)) //nolint:errcheck // what does not end is taken up later
	}
}

func (w *Work) client(pool *sql.DB) (*river.Client[*sql.Tx], error) {
	client, err := river.NewClient(driver(w.db.Engine(), pool), &river.Config{
		Workers: w.workers, Queues: map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: atOnce}},
		FetchPollInterval: look, JobTimeout: takenUp / 2, RescueStuckJobsAfter: takenUp, Logger: quiet(), PollOnly: true,
		CompletedJobRetentionPeriod: keptDone, CancelledJobRetentionPeriod: keptFailed, DiscardedJobRetentionPeriod: keptFailed,
	})
	if err != nil {
		return nil, fmt.Errorf("river: %w", err)
	}
	return client, nil
}

func wait(ctx context.Context, pause time.Duration) error {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
