package applications_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"samverk/features/accounts"
	"samverk/features/applications"
	"samverk/features/audit"
	"samverk/features/mandates"
	"samverk/platform/i18n"
	"samverk/platform/questions"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

// history is an application to which anything is done in any order, with what must stay as it was.
type history struct {
	db              *store.DB
	call, o         string
	berit, cecilia  string
	ove             string
	id, diaryNumber string
	versions        []applications.Sent
	state           applications.State
}

// act does something that somebody might, and gives the error.
func (h *history) act(t *rapid.T) error {
	a := h.find(t)
	who := rapid.SampledFrom([]string{h.berit, h.cecilia}).Draw(t, "who")
	change := func(do func(tx *store.Tx) error) error { return h.db.Write(ctx, do) }
	switch rapid.SampledFrom([]string{"save", "send", "send", "begin", "withdraw", "assign", "decide", "decide", "stale", "late", "write"}).Draw(t, "act") {
	case "save":
		amount := fmt.Sprint(rapid.IntRange(30_000, 60_000).Draw(t, "amount"))
		section := rapid.SampledFrom([]string{"who", "what", "money"}).Draw(t, "section")
		some := answers()[section]
		if section == "money" {
			some["amount"], some["hours"] = questions.Answer{Texts: []string{amount}}, questions.Answer{Texts: []string{"200"}}
		}
		_, err := save(h.db, h.id, who, section, saved(h.db, h.id, section), some)
		return err
	case "send":
		data, err := questions.Canonical(&theForm, a.Answers)
		if err != nil {
			return err
		}
		return change(func(tx *store.Tx) error {
			_, err := applications.Send(ctx, tx, applications.Sending{ID: h.id, AccountID: who, SHA256: sha256Of(data), Received: time.Now()})
			return err
		})
	case "begin":
		return change(func(tx *store.Tx) error {
			b, err := applications.Begin(ctx, tx, applications.Beginning{CallID: h.call, OrganisationID: h.o, AccountID: who, At: time.Now()})
			if err == nil && b.ID != h.id && a.State != applications.Withdrawn {
				t.Fatalf("a second application beside one that is %s", a.State)
			}
			return err
		})
	case "withdraw":
		if rapid.IntRange(0, 9).Draw(t, "really") > 0 {
			return nil
		}
		return change(func(tx *store.Tx) error { _, err := applications.Withdraw(ctx, tx, h.id, ""); return err })
	case "assign":
		return change(func(tx *store.Tx) error {
			_, err := applications.Assign(ctx, tx, h.id, rapid.SampledFrom([]string{h.ove, ""}).Draw(t, "officer"), a.Version)
			return err
		})
	case "stale":
		err := change(func(tx *store.Tx) error {
			_, err := applications.Decide(ctx, tx, h.id, applications.Decision{To: applications.Admissible}, a.Version-1, today)
			return err
		})
		if err == nil {
			t.Fatal("who has seen an older version decides")
		}
		return err
	case "late":
		return change(func(tx *store.Tx) error {
			_, err := applications.TakeLate(ctx, tx, h.id, "Skäl", a.Version)
			return err
		})
	case "write":
		return change(func(tx *store.Tx) error {
			_, _, err := applications.Write(ctx, tx, applications.Message{ID: store.NewID(), ApplicationID: h.id, Body: "Hej"})
			return err
		})
	}
	d := applications.Decision{To: rapid.SampledFrom(applications.States).Draw(t, "to"), Reason: rapid.SampledFrom([]string{"", "Skäl"}).Draw(t, "reason"), Refusal: "otherwise", DueOn: today.AddDays(7)}
	return change(func(tx *store.Tx) error {
		_, err := applications.Decide(ctx, tx, h.id, d, a.Version, today)
		return err
	})
}

func (h *history) find(t *rapid.T) (a applications.Application) {
	if err := h.db.Read(ctx, func(tx *store.Tx) (err error) { a, err = applications.Find(ctx, tx, h.id); return err }); err != nil {
		t.Fatal(err)
	}
	return a
}

// check sees that what was sent is as it was, and that the state was come to by a way.
func (h *history) check(t *rapid.T, done error) {
	a := h.find(t)
	var now []applications.Sent
	var trail []audit.Entry
	if err := h.db.Read(ctx, func(tx *store.Tx) (err error) {
		if now, err = applications.Versions(ctx, tx, h.id); err == nil {
			trail, err = audit.Of(ctx, tx, "application", h.id)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	for i, old := range h.versions {
		if now[i].SHA256 != old.SHA256 || string(now[i].Content) != string(old.Content) {
			t.Fatalf("version %d has been changed", old.Number)
		}
	}
	for _, v := range now {
		if sha256Of(v.Content) != v.SHA256 {
			t.Fatalf("version %d has another hash than its content", v.Number)
		}
	}
	if len(now) > 0 != a.State.WasSent() && a.State != applications.Withdrawn {
		t.Fatalf("%d versions of one that is %s", len(now), a.State)
	}
	if len(now) > 0 != (a.DiaryNumber != "") || h.diaryNumber != "" && a.DiaryNumber != h.diaryNumber {
		t.Fatalf("the diary number is %q after %q, with %d versions", a.DiaryNumber, h.diaryNumber, len(now))
	}
	if reached := flowReached(h.state); !slices.Contains(reached, a.State) {
		t.Fatalf("from %s it came to %s", h.state, a.State)
	}
	if done == nil && a.State != h.state && len(trail) == 0 {
		t.Fatal("a change that the trail does not tell")
	}
	h.versions, h.diaryNumber, h.state = now, a.DiaryNumber, a.State
}

func flowReached(from applications.State) []applications.State {
	return applications.Ways.Reached(from)
}

// Whatever is done in whatever order: versions and diary numbers stay, states follow the table, and what is refused is
// explained.
func TestWhateverIsDoneWithAnApplication(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		call := openCall(t, db)
		ove := officer(t, db, "Ove Handläggare", "ove@exempel.se", accounts.Officer)
		n := 0
		rapid.Check(t, func(r *rapid.T) {
			n++
			o := addOrganisation(t, db, fmt.Sprint("Förening ", n))
			h := &history{db: db, call: call, o: o, ove: ove, state: applications.Draft}
			h.berit = actsFor(t, db, o, "Berit", fmt.Sprintf("b%d@exempel.se", n), mandates.Jointly)
			h.cecilia = actsFor(t, db, o, "Cecilia", fmt.Sprintf("c%d@exempel.se", n), mandates.Jointly)
			h.id = begin(t, db, call, o, h.berit).ID
			if rapid.Bool().Draw(r, "filled") {
				fillIn(t, db, h.id, h.berit)
			}
			for range rapid.IntRange(1, 25).Draw(r, "acts") {
				err := h.act(r)
				var own *i18n.Error
				if err != nil && !errors.As(err, &own) {
					r.Fatalf("a fault of ours: %v", err)
				}
				h.check(r, err)
			}
		})
	})
}
