package feedback_test

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"samverk/features/audit"
	"samverk/features/feedback"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

func TestMain(m *testing.M) {
	code := m.Run()
	storetest.Stop()
	os.Exit(code)
}

var (
	ctx = audit.As(context.Background(), audit.Actor{Kind: audit.Program, ID: "test", Name: "Prov"})
	now = time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
)

func receive(db *store.DB, m feedback.Message, at time.Time) error {
	return db.Write(ctx, func(tx *store.Tx) error { return feedback.Receive(ctx, tx, m, at) })
}

func received(t *testing.T, db *store.DB) (all []feedback.Message) {
	t.Helper()
	if err := db.Read(ctx, func(tx *store.Tx) (err error) {
		all, err = feedback.Received(ctx, tx)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return all
}

func wantMessage(t *testing.T, err error, id string) {
	t.Helper()
	var own *i18n.Error
	if !errors.As(err, &own) || own.ID != id {
		t.Errorf("got %v, want %s", err, id)
	}
}

func TestAMessageSentTwiceComesInOnceAndWaitsFirst(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		first, second := store.NewID(), store.NewID()
		for range 2 {
			if err := receive(db, feedback.Message{ID: first, Text: "Hemligt om mig", Page: "/x", ReplyTo: "a@exempel.se"}, now); err != nil {
				t.Fatal(err)
			}
		}
		if err := receive(db, feedback.Message{ID: second, Text: "Senare"}, now.Add(time.Minute)); err != nil {
			t.Fatal(err)
		}
		if all := received(t, db); len(all) != 2 || all[0].ID != second || all[1].Text != "Hemligt om mig" || all[1].DoneBy != "" {
			t.Fatalf("%+v", all)
		}
		for range 2 {
			if err := db.Write(ctx, func(tx *store.Tx) error { return feedback.Mark(ctx, tx, second, true) }); err != nil {
				t.Fatal(err)
			}
		}
		if all := received(t, db); all[0].ID != first || all[1].DoneBy != "Prov" {
			t.Errorf("what waits is not first: %+v", all)
		}
		if err := db.Write(ctx, func(tx *store.Tx) error { return feedback.Mark(ctx, tx, second, false) }); err != nil {
			t.Fatal(err)
		}
		if all := received(t, db); all[0].ID != second || all[0].DoneBy != "" {
			t.Errorf("it does not wait again: %+v", all)
		}
		var trail []string
		if err := db.Read(ctx, func(tx *store.Tx) error {
			return tx.Select(ctx, &trail, "SELECT action || before || after FROM audit_entry ORDER BY at, id")
		}); err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(trail, " "); got != "feedback.received feedback.received feedback.done feedback.reopened" {
			t.Errorf("the trail says %q; it must not hold what people wrote", got)
		}
	})
}

func TestMessagesAreBoundedInSizeAndNumber(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		for _, c := range []struct {
			m  feedback.Message
			id string
		}{
			{feedback.Message{}, "feedback.message_missing"},
			{feedback.Message{Text: strings.Repeat("å", 4001)}, "feedback.too_long"},
			{feedback.Message{Text: "x", Page: strings.Repeat("å", 501)}, "feedback.too_long"},
			{feedback.Message{Text: "x", ReplyTo: strings.Repeat("å", 201)}, "feedback.too_long"},
		} {
			c.m.ID = store.NewID()
			wantMessage(t, receive(db, c.m, now), c.id)
		}
		for range 20 {
			if err := receive(db, feedback.Message{ID: store.NewID(), Text: strings.Repeat("å", 4000)}, now); err != nil {
				t.Fatal(err)
			}
		}
		wantMessage(t, receive(db, feedback.Message{ID: store.NewID(), Text: "x"}, now.Add(9*time.Minute)), "feedback.too_many")
		if err := receive(db, feedback.Message{ID: store.NewID(), Text: "x"}, now.Add(11*time.Minute)); err != nil {
			t.Error(err)
		}
		err := db.Write(ctx, func(tx *store.Tx) error { return feedback.Mark(ctx, tx, "ingen", true) })
		wantMessage(t, err, "feedback.unknown")
	})
}
