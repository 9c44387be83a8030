package orgimport

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"samverk/features/audit"
	"samverk/features/organisations"
	"samverk/platform/i18n"
	"samverk/platform/jobs"
	"samverk/platform/store"
)

// MostAtOnce is how many rows are worked on while somebody waits for the page. Longer files are worked on in the background.
const MostAtOnce = 2000

// asked is what a task is to do, by its kind.
type asked struct {
	Settings *Settings     `json:"settings,omitempty"` // of Arranging
	Seen     Counts        `json:"seen,omitempty"`     // of Running
	Language i18n.Language `json:"language"`
}

// job names the import whose task is to be done.
type job struct {
	ImportID string `json:"importId"`
}

func (job) Kind() string { return "organisation_import" }

// A task that was broken off is not begun again by itself: whoever asked for it is told, and decides. A second try only finds
// that out.
var rules = jobs.Rules{Longest: 2 * time.Hour, Tries: 2}

// queue lets a task be done in the background. Whoever asks is remembered, for the trail.
func queue(ctx context.Context, tx *store.Tx, id string, task Task, what asked) error {
	imp, err := held(ctx, tx, id)
	if err != nil {
		return err
	}
	if wanted := map[Task]State{Arranging: Draft, Running: Draft, Undoing: ReadIn}[task]; imp.State != wanted {
		return i18n.Fail("orgimport.over").Because(ErrOver)
	}
	actor, _ := audit.ActorIn(ctx)
	account := ""
	if actor.Kind == audit.Account {
		account = actor.ID
	}
	what.Language = i18n.In(ctx).Language()
	if _, err := tx.Exec(ctx, `INSERT INTO organisation_import_task (import_id, task, settings, account_id, asked_by, asked_at, is_begun)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`, id, task, store.AsJSON(what), account, actor.Name, store.Now(), false); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "UPDATE organisation_import SET failure = '{}' WHERE id = $1", id); err != nil {
		return err
	}
	return jobs.Add(ctx, tx, job{id}, rules)
}

// Tasks does the tasks of large imports.
type Tasks struct {
	DB             *store.DB
	Catalogue      *i18n.Catalogue
	Municipalities organisations.Municipalities
}

// Work lets the program do the tasks in the background.
func (t *Tasks) Work(work *jobs.Work) {
	if len(t.Municipalities) == 0 {
		t.Municipalities, _ = organisations.ReadMunicipalities("") // the example's are right
	}
	jobs.Do(work, rules, func(ctx context.Context, what job, _ jobs.Try) error { return t.do(ctx, what.ImportID) })
}

type taskRow struct {
	ImportID, AccountID, AskedBy string
	Task                         Task
	Settings                     store.JSON[asked]
	IsBegun                      bool
}

func findTask(ctx context.Context, tx *store.Tx, id string) (row taskRow, err error) {
	err = tx.Get(ctx, &row, "SELECT import_id, task, settings, account_id, asked_by, is_begun FROM organisation_import_task WHERE import_id = $1", id)
	return row, err
}

// do does the task of an import, all of it or nothing. That it failed is told on the import's page, and is no fault of the job.
func (t *Tasks) do(ctx context.Context, id string) error {
	var row taskRow
	err := t.DB.Write(ctx, func(tx *store.Tx) (err error) {
		if err = tx.Lock(ctx, lock); err != nil {
			return err
		}
		if row, err = findTask(ctx, tx, id); err == nil && !row.IsBegun {
			_, err = tx.Exec(ctx, "UPDATE organisation_import_task SET is_begun = $2 WHERE import_id = $1", id, true)
		}
		return err
	})
	switch {
	case errors.Is(err, store.ErrNotFound): // it has been done
		return nil
	case err != nil:
		return err
	case row.IsBegun: // by a try that was broken off
		return t.fail(ctx, id, i18n.Fail("orgimport.broken_off"))
	}
	ctx = t.as(ctx, &row)
	working, ended := telling(ctx, id)
	defer ended()
	err = t.DB.Write(working, func(tx *store.Tx) error { return t.perform(working, tx, &row) })
	if err == nil {
		return nil
	}
	var own *i18n.Error
	if !errors.As(err, &own) {
		slog.Error("a register could not be brought in", "task", row.Task, "error", err)
		own = i18n.Fail("orgimport.broken_off")
	}
	return t.fail(context.WithoutCancel(ctx), id, own)
}

// as is the context of whoever asked for a task.
func (t *Tasks) as(ctx context.Context, row *taskRow) context.Context {
	actor := audit.Actor{Kind: audit.Account, ID: row.AccountID, Name: row.AskedBy}
	if row.AccountID == "" {
		actor = audit.Actor{Kind: audit.Program, ID: kind, Name: row.AskedBy}
	}
	return i18n.With(audit.As(ctx, actor), t.Catalogue.In(row.Settings.V.Language))
}

// perform does the task and takes it away, in one transaction.
func (t *Tasks) perform(ctx context.Context, tx *store.Tx, row *taskRow) error {
	if err := tx.Lock(ctx, lock); err != nil {
		return err
	}
	n, err := tx.Exec(ctx, "DELETE FROM organisation_import_task WHERE import_id = $1", row.ImportID)
	if err != nil || n == 0 { // somebody was quicker
		return err
	}
	switch what := row.Settings.V; row.Task {
	case Arranging:
		return Arrange(ctx, tx, row.ImportID, *what.Settings, t.Municipalities)
	case Running:
		return Run(ctx, tx, row.ImportID, what.Seen, t.Municipalities)
	case Undoing:
		return Undo(ctx, tx, row.ImportID, i18n.T(ctx, "orgimport.undo.why"))
	}
	return nil
}

// fail takes a task away that was not done, and keeps why. When the register had changed meanwhile, what would happen now is
// shown.
func (t *Tasks) fail(ctx context.Context, id string, why *i18n.Error) error {
	return t.DB.Write(ctx, func(tx *store.Tx) error {
		if err := giveUp(ctx, tx, id, why.Message); err != nil || !errors.Is(why, ErrMeanwhile) {
			return err
		}
		return Refresh(ctx, tx, id, t.Municipalities)
	})
}

func giveUp(ctx context.Context, tx *store.Tx, id string, why i18n.Message) error {
	if err := tx.Lock(ctx, lock); err != nil {
		return err
	}
	n, err := tx.Exec(ctx, "DELETE FROM organisation_import_task WHERE import_id = $1", id)
	if err != nil || n == 0 {
		return err
	}
	_, err = tx.Exec(ctx, "UPDATE organisation_import SET failure = $2 WHERE id = $1", id, store.AsJSON(why))
	return err
}

// Recover finds the tasks that were broken off with the program that did them, and says so on the imports' pages. Whoever
// does a task holds the imports' lock, so one that has been begun although the lock is free is done by nobody.
func Recover(ctx context.Context, db *store.DB) error {
	var begun []string
	find := func(tx *store.Tx) error {
		return tx.Select(ctx, &begun, "SELECT import_id FROM organisation_import_task WHERE is_begun = $1", true)
	}
	if err := db.Read(ctx, find); err != nil || len(begun) == 0 {
		return err
	}
	return db.Write(ctx, func(tx *store.Tx) error {
		if err := tx.Lock(ctx, lock); err != nil {
			return err
		}
		if err := find(tx); err != nil {
			return err
		}
		for _, id := range begun {
			if err := giveUp(ctx, tx, id, i18n.Msg("orgimport.broken_off")); err != nil {
				return err
			}
		}
		return nil
	})
}
