package audit_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"testing"

	"samverk/features/audit"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

func TestMain(m *testing.M) {
	code := m.Run()
	storetest.Stop()
	os.Exit(code)
}

var ctx = audit.As(context.Background(), audit.Actor{Kind: audit.Program, ID: "test", Name: "Prov"})

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func appendEntries(t *testing.T, db *store.DB, n int) {
	t.Helper()
	for i := range n {
		check(t, db.Write(ctx, func(tx *store.Tx) error {
			return audit.Append(ctx, tx, audit.Change{Action: "thing.changed", ObjectKind: "thing", ObjectID: "a",
				Reason: fmt.Sprint(i), Before: map[string]int{"n": i}, After: map[string]int{"n": i + 1}})
		}))
	}
	_, err := audit.SealAll(ctx, db)
	check(t, err)
}

func TestEntriesAreSealedInOrderAndReadBack(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		appendEntries(t, db, 5)
		report, err := audit.Verify(ctx, db, "")
		check(t, err)
		if report.Sealed != 5 || report.Unsealed != 0 {
			t.Fatalf("%+v", report)
		}
		var entries []audit.Entry
		check(t, db.Read(ctx, func(tx *store.Tx) error {
			var err error
			entries, err = audit.Of(ctx, tx, "thing", "a")
			return err
		}))
		if len(entries) != 5 || entries[4].Seq != 5 || entries[2].Before != `{"n":2}` || entries[2].ActorName != "Prov" {
			t.Fatalf("%+v", entries)
		}
	})
}

func TestAChangeThatIsUndoneLeavesNoEntry(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		failure := errors.New("no")
		err := db.Write(ctx, func(tx *store.Tx) error {
			check(t, audit.Append(ctx, tx, audit.Change{Action: "x"}))
			return failure
		})
		if !errors.Is(err, failure) {
			t.Fatal(err)
		}
		report, err := audit.Verify(ctx, db, "")
		check(t, err)
		if report.Sealed+report.Unsealed != 0 {
			t.Fatalf("%+v", report)
		}
	})
}

func TestNothingIsWrittenWithoutAnActor(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		nobody := context.Background()
		err := db.Write(nobody, func(tx *store.Tx) error {
			return audit.Append(nobody, tx, audit.Change{Action: "x"})
		})
		wantMessage(t, err, "audit.no_actor")
	})
}

func TestUnsealedEntriesAreCounted(t *testing.T) {
	db := storetest.Open(t, store.Postgres)
	check(t, db.Write(ctx, func(tx *store.Tx) error { return audit.Append(ctx, tx, audit.Change{Action: "x"}) }))
	report, err := audit.Verify(ctx, db, "")
	check(t, err)
	if report.Unsealed != 1 || report.Sealed != 0 {
		t.Fatalf("%+v", report)
	}
}

func TestManySealersAndWritersMakeOneChain(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		var group sync.WaitGroup
		for range 8 {
			group.Go(func() { appendEntries(t, db, 20) })
		}
		group.Wait()
		report, err := audit.Verify(ctx, db, "")
		check(t, err)
		if report.Sealed != 160 || report.Unsealed != 0 {
			t.Fatalf("%+v", report)
		}
	})
}

func TestTamperingIsFound(t *testing.T) {
	for name, c := range map[string]struct{ statement, message string }{
		"a changed reason":     {"UPDATE audit_entry SET reason = 'better' WHERE seq = 3", "audit.entry_changed"},
		"a changed actor":      {"UPDATE audit_entry SET actor_name = 'x' WHERE seq = 1", "audit.entry_changed"},
		"a deleted entry":      {"DELETE FROM audit_entry WHERE seq = 3", "audit.entry_missing"},
		"a cut tail":           {"DELETE FROM audit_entry WHERE seq = 5", "audit.tail_missing"},
		"a missing head":       {"DELETE FROM audit_head", "audit.head_missing"},
		"an entry made up":     {"UPDATE audit_head SET seq = 6, hash = 'x'", "audit.tail_missing"},
		"an entry put outside": {"UPDATE audit_entry SET seq = NULL WHERE seq = 5", "audit.tail_missing"},
	} {
		t.Run(name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, db *store.DB) {
				appendEntries(t, db, 5)
				check(t, db.Execute(ctx, c.statement))
				_, err := audit.Verify(ctx, db, "")
				wantMessage(t, err, c.message)
			})
		})
	}
}

func TestAnAnchorKeptElsewhereShowsACutTail(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		appendEntries(t, db, 3)
		earlier, err := audit.Verify(ctx, db, "")
		check(t, err)
		appendEntries(t, db, 2)
		later, err := audit.Verify(ctx, db, earlier.Anchor)
		check(t, err)
		check(t, db.Execute(ctx, "DELETE FROM audit_entry WHERE seq > 3"))
		check(t, db.Execute(ctx, "UPDATE audit_head SET seq = 3, hash = (SELECT hash FROM audit_entry WHERE seq = 3)"))
		_, err = audit.Verify(ctx, db, "")
		check(t, err) // the chain itself cannot know
		_, err = audit.Verify(ctx, db, later.Anchor)
		wantMessage(t, err, "audit.anchor_missing")
		_, err = audit.Verify(ctx, db, "3:"+later.Anchor[2:])
		wantMessage(t, err, "audit.anchor_differs")
		_, err = audit.Verify(ctx, db, "three")
		wantMessage(t, err, "audit.anchor_unreadable")
	})
}

func wantMessage(t *testing.T, err error, id string) {
	t.Helper()
	var own *i18n.Error
	if !errors.As(err, &own) || own.ID != id {
		t.Fatalf("got %v, want %s", err, id)
	}
}
