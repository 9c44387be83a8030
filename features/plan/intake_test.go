package plan_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"samverk/features/accounts"
	"samverk/features/plan"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

// slowReader reads when it is let.
type slowReader struct {
	plan.Reader
	at  plan.Progress
	let chan struct{}
}

func (s slowReader) Read(name string, content []byte, p i18n.Printer, tell func(plan.Progress)) (plan.Draft, error) {
	tell(s.at)
	<-s.let
	return s.Reader.Read(name, content, p, tell)
}

func TestALongReadingTellsHowFarItHasComeAndSurvivesThePage(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db)
		slow := slowReader{h.feature.Reader, plan.Progress{Stage: plan.ReadingPages, Done: 3, Total: 9}, make(chan struct{})}
		h.feature.Reader = slow
		key := store.NewID()
		at := h.upload(key, "plan.txt", []byte(document)).Header().Get("Location")
		if at != "/plans/import/"+key {
			t.Fatalf("the one who waits is sent to %q", at)
		}
		eventually(t, func() bool { return strings.Contains(text(t, h.get(accounts.Officer, at)), "3 av 9 sidor") })
		mustSay(t, h.get(accounts.Officer, "/plans"), "Dokument som läses")
		mustSay(t, h.get(accounts.Officer, "/plans"), "plan.txt")
		if strings.Contains(text(t, h.get(accounts.Reader, "/plans")), "plan.txt") {
			t.Error("a reader is told of a document that is being read")
		}
		if h.get(accounts.Officer, at).Header().Get("Refresh") == "" {
			t.Error("the page does not renew itself")
		}
		if again := h.upload(key, "plan.txt", []byte(document)); again.Header().Get("Location") != at {
			t.Error("sending it again does not lead to the same reading")
		}
		close(slow.let)
		eventually(t, func() bool { return strings.Contains(text(t, h.get(accounts.Officer, at)), "Indikator 2") })
		if left := intakes(t, db); left != 0 {
			t.Errorf("%d documents are still on their way", left)
		}
	})
}

func TestAReadingThatWasBrokenOffBeginsAgain(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db)
		id := store.NewID()
		err := db.Write(context.Background(), func(tx *store.Tx) error {
			_, err := plan.TakeIn(context.Background(), tx, id, plan.Document{Name: "plan.txt", Content: []byte(document)})
			if err == nil { // as it stands a minute after the program was killed
				_, err = tx.Exec(context.Background(), "UPDATE plan_intake SET alive_at = $1", store.TimeOf(time.Now().Add(-time.Minute)))
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		at := "/plans/import/" + id
		mustSay(t, h.get(accounts.Officer, at), "Dokumentet läses")
		eventually(t, func() bool { return strings.Contains(text(t, h.get(accounts.Officer, at)), "Indikator 2") })
	})
}

func TestADocumentThatCannotBeReadIsSaidAndForgotten(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db)
		slow := slowReader{h.feature.Reader, plan.Progress{}, make(chan struct{})}
		h.feature.Reader = slow
		at := h.upload(store.NewID(), "brev.txt", []byte("Hej och tack för senast!\n")).Header().Get("Location")
		close(slow.let)
		eventually(t, func() bool { return strings.Contains(text(t, h.get(accounts.Officer, at)), "Ingen plan hittades") })
		mustCode(t, h.get(accounts.Reader, at), http.StatusForbidden)
		mustCode(t, h.post(accounts.Officer, at+"/forget", nil), http.StatusSeeOther)
		mustCode(t, h.get(accounts.Officer, at), http.StatusNotFound)
		h.feature.Reader = panicking{}
		mustSay(t, h.upload(store.NewID(), "plan.txt", []byte(document)), "Det blev fel i programmet")
		if left := intakes(t, db); left != 0 {
			t.Errorf("%d documents are still on their way", left)
		}
	})
}

type panicking struct{}

func (panicking) Read(string, []byte, i18n.Printer, func(plan.Progress)) (plan.Draft, error) {
	panic("a fault in the reader")
}

func intakes(t *testing.T, db *store.DB) (n int) {
	t.Helper()
	err := db.Read(context.Background(), func(tx *store.Tx) error {
		found, err := plan.Intakes(context.Background(), tx)
		n = len(found)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func eventually(t *testing.T, isTrue func() bool) {
	t.Helper()
	for range 100 {
		if isTrue() {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatal("it never came true")
}
