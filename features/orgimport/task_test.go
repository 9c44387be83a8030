package orgimport_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"samverk/features/audit"
	"samverk/features/organisations"
	"samverk/features/orgimport"
	"samverk/platform/i18n"
	"samverk/platform/jobs"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

// background does an import's tasks until the test ends.
func background(t *testing.T, db *store.DB) {
	t.Helper()
	work := jobs.New(db)
	(&orgimport.Tasks{DB: db, Catalogue: i18n.NewCatalogue(organisations.Messages(), orgimport.Messages())}).Work(work)
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() { defer close(ended); work.Run(ctx) }()
	t.Cleanup(func() { stop(); <-ended })
}

func find(t *testing.T, db *store.DB, id string) (imp orgimport.Import) {
	t.Helper()
	if err := db.Read(ctx, func(tx *store.Tx) (err error) { imp, err = orgimport.Find(ctx, tx, id); return err }); err != nil {
		t.Fatal(err)
	}
	return imp
}

func untilDone(t *testing.T, db *store.DB, id string) orgimport.Import {
	t.Helper()
	for end := time.Now().Add(time.Minute); ; time.Sleep(50 * time.Millisecond) {
		if imp := find(t, db, id); imp.Task == "" {
			return imp
		} else if time.Now().After(end) {
			t.Fatalf("%s is never done", imp.Task)
		}
	}
}

func TestALargeImportIsReadInAndUndoneInTheBackground(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		id, _ := bring(t, db)
		write(t, db, func(tx *store.Tx) error { return orgimport.LeaveOut(ctx, tx, id) })
		seen := counts(t, db, id)
		asker := audit.As(ctx, audit.Actor{Kind: audit.Account, ID: store.NewID(), Name: "Alva Prövling"})
		if err := db.Write(asker, func(tx *store.Tx) error { return orgimport.QueueRun(asker, tx, id, seen) }); err != nil {
			t.Fatal(err)
		}
		for what, act := range map[string]func(tx *store.Tx) error{
			"another run":   func(tx *store.Tx) error { return orgimport.QueueRun(ctx, tx, id, seen) },
			"discarding":    func(tx *store.Tx) error { return orgimport.Discard(ctx, tx, id) },
			"a correction":  func(tx *store.Tx) error { return orgimport.Correct(ctx, tx, id, 3, []string{"x"}, "", towns) },
			"leaving out":   func(tx *store.Tx) error { return orgimport.LeaveOut(ctx, tx, id) },
			"running small": func(tx *store.Tx) error { return orgimport.Run(ctx, tx, id, seen, towns) },
		} {
			if err := db.Write(ctx, act); !errors.Is(err, orgimport.ErrBusy) {
				t.Errorf("%s while it waits: %v", what, err)
			}
		}
		write(t, db, func(tx *store.Tx) error { return orgimport.Forget(ctx, tx, store.Now().AddDate(0, 0, 1)) })
		background(t, db)
		if imp := untilDone(t, db, id); imp.State != orgimport.ReadIn || imp.Failure.V.ID != "" {
			t.Errorf("read in: %+v", imp)
		}
		var by string
		write(t, db, func(tx *store.Tx) error {
			return tx.Get(ctx, &by, "SELECT actor_name FROM audit_entry WHERE action = 'organisation_import.read'")
		})
		if by != "Alva Prövling" {
			t.Errorf("the trail says that %q did it", by)
		}
		write(t, db, func(tx *store.Tx) error { return orgimport.QueueUndo(ctx, tx, id) })
		if imp := untilDone(t, db, id); imp.State != orgimport.Undone {
			t.Errorf("undone: %+v", imp)
		}
		write(t, db, func(tx *store.Tx) error { _, err := audit.Anchor(ctx, tx); return err })
		if _, err := audit.Verify(ctx, db, ""); err != nil {
			t.Error(err)
		}
	})
}

func TestATaskThatWouldDoSomethingElseThanWasSeenIsNotDone(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		id, _ := bring(t, db)
		write(t, db, func(tx *store.Tx) error { return orgimport.LeaveOut(ctx, tx, id) })
		seen := counts(t, db, id)
		write(t, db, func(tx *store.Tx) error { return orgimport.QueueRun(ctx, tx, id, seen) })
		write(t, db, func(tx *store.Tx) error {
			return organisations.Add(ctx, tx, store.NewID(), organisations.Content{Name: "Bollklubben", Seat: "1881"})
		})
		background(t, db)
		imp := untilDone(t, db, id)
		if imp.State != orgimport.Draft || imp.Failure.V.ID != "orgimport.meanwhile" {
			t.Errorf("got %+v", imp)
		}
		if got := fates(t, db, id)[5]; got != "double orgimport.why.name" {
			t.Errorf("what would happen now is not shown: %s", got)
		}
	})
}

func TestWhatWasBrokenOffIsToldAndCanBeDoneAgain(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		id, _ := bring(t, db)
		before := names(t, db)
		write(t, db, func(tx *store.Tx) error { return orgimport.LeaveOut(ctx, tx, id) })
		seen := counts(t, db, id)
		write(t, db, func(tx *store.Tx) error { return orgimport.QueueRun(ctx, tx, id, seen) })
		recover := func() {
			t.Helper()
			if err := orgimport.Recover(ctx, db); err != nil {
				t.Fatal(err)
			}
		}
		if recover(); find(t, db, id).Task != orgimport.Running {
			t.Error("what only waits is given up")
		}
		// A program that is killed while it reads the file in leaves this behind.
		write(t, db, func(tx *store.Tx) error {
			_, err := tx.Exec(ctx, "UPDATE organisation_import_task SET is_begun = $1", true)
			return err
		})
		broken := errors.New("killed")
		err := db.Write(ctx, func(tx *store.Tx) error {
			if _, err := tx.Exec(ctx, "DELETE FROM organisation_import_task"); err != nil {
				return err
			}
			return errors.Join(orgimport.Run(ctx, tx, id, seen, towns), broken)
		})
		if !errors.Is(err, broken) || len(names(t, db)) != len(before) {
			t.Fatalf("half of it is done: %v", err)
		}
		recover()
		if imp := find(t, db, id); imp.Task != "" || imp.State != orgimport.Draft || imp.Failure.V.ID != "orgimport.broken_off" {
			t.Errorf("it is not told: %+v", imp)
		}
		background(t, db) // the queue still has the first job: it finds nothing to do
		write(t, db, func(tx *store.Tx) error { return orgimport.QueueRun(ctx, tx, id, seen) })
		if imp := untilDone(t, db, id); imp.State != orgimport.ReadIn || imp.Failure.V.ID != "" {
			t.Errorf("done again: %+v", imp)
		}
	})
}
