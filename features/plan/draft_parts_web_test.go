package plan_test

import (
	"net/http"
	"strings"
	"testing"

	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/features/plan"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

// review loads the draft under review at an address.
func (h *house) review(at string) (review *plan.Review) {
	h.t.Helper()
	if err := h.db.Read(h.t.Context(), func(tx *store.Tx) (err error) {
		review, err = plan.FindReview(h.t.Context(), tx, strings.TrimPrefix(at, "/plans/import/"))
		return err
	}); err != nil {
		h.t.Fatal(err)
	}
	return review
}

// addTo adds a part of a kind below another in a draft, and sends the form twice.
func (h *house) addTo(at, kind, in, field, text string) {
	h.t.Helper()
	typed := fields(h.t, h.get(accounts.Officer, at+"?new="+kind+"&in="+in), at)
	typed.Set(field, text)
	typed.Set("target", "2")
	for range 2 {
		mustCode(h.t, h.post(accounts.Officer, at, typed), http.StatusSeeOther)
	}
}

func TestPartsOfADraftAreAddedMovedAndTakenAway(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db)
		at := h.begun()
		h.addTo(at, "goal", "0", "title", "Ett mål till")
		h.addTo(at, "activity", "2", "title", "Att resa runt")
		h.addTo(at, "indicator", "2", "text", "Minst två resor har gjorts.")
		if p := h.review(at).Draft; len(p.Goals) != 2 || len(p.Goals[1].Activities) != 1 || len(p.Goals[1].Activities[0].Indicators) != 1 {
			t.Fatalf("the draft has %+v", p.Goals)
		}
		mustSay(t, h.get(accounts.Officer, at+"?at=activity-2"), "3. Minst två resor har gjorts.")

		order := fields(t, h.get(accounts.Officer, at+"?at=activity-1"), at+"/order")
		order.Set("move", "indicator-2:1:-1")
		mustCode(t, h.post(accounts.Officer, at+"/order", order), http.StatusSeeOther)
		mustCode(t, h.post(accounts.Officer, at+"/order", order), http.StatusConflict)
		if first := h.review(at).Draft.Goals[0].Activities[0].Indicators[0].Number; first != 2 {
			t.Errorf("indicator %d stands first", first)
		}

		for part, to := range map[string]string{"indicator-1": "2", "activity-2": "1"} {
			place := fields(t, h.get(accounts.Officer, at+"?at="+part), at+"/place")
			place.Set("place", to)
			mustCode(t, h.post(accounts.Officer, at+"/place", place), http.StatusSeeOther)
		}
		if goal := h.review(at).Draft.Goals[0]; len(goal.Activities) != 2 || len(goal.Activities[1].Indicators) != 2 {
			t.Errorf("the goal has %+v", goal.Activities)
		}

		away := h.get(accounts.Officer, at+"/remove?at=activity-2")
		mustSay(t, away, "2 indikatorer tas också bort.")
		for range 2 {
			mustCode(t, h.post(accounts.Officer, at+"/remove", fields(t, away, at+"/remove")), http.StatusSeeOther)
		}
		if goal := h.review(at).Draft.Goals[0]; len(goal.Activities) != 1 {
			t.Errorf("the goal has %+v", goal.Activities)
		}
		mustSay(t, h.get(accounts.Officer, at+"?new=activity&in=1"), "Ny aktivitet 2")
		var said []string
		for _, entry := range h.draftTrail(at) {
			said = append(said, entry.Action)
		}
		if got := strings.Join(said, " "); !strings.HasPrefix(got, "plan.read goal.added activity.added indicator.added indicator.moved ") || !strings.HasSuffix(got, " activity.removed") || len(said) != 8 {
			t.Errorf("the trail says %s", got)
		}
	})
}

func (h *house) draftTrail(at string) (entries []audit.Entry) {
	h.t.Helper()
	if err := h.db.Read(h.t.Context(), func(tx *store.Tx) (err error) {
		entries, err = audit.Of(h.t.Context(), tx, "plan_draft", strings.TrimPrefix(at, "/plans/import/"))
		return err
	}); err != nil {
		h.t.Fatal(err)
	}
	return entries
}

func TestAPartAddedAfterSomebodyElseAddedAnotherGetsItsOwnNumber(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db)
		at := h.begun()
		mine := fields(t, h.get(accounts.Officer, at+"?new=activity&in=1"), at)
		mine.Set("title", "Min aktivitet")
		theirs := fields(t, h.get(accounts.Administrator, at+"?new=activity&in=1"), at)
		theirs.Set("title", "Deras aktivitet")
		mustCode(t, h.post(accounts.Administrator, at, theirs), http.StatusSeeOther)
		w := h.post(accounts.Officer, at, mine)
		mustCode(t, w, http.StatusConflict)
		again := fields(t, w, at)
		if again.Get("title") != "Min aktivitet" {
			t.Errorf("what was typed is lost: %v", again)
		}
		mustCode(t, h.post(accounts.Officer, at, again), http.StatusSeeOther)
		if activities := h.review(at).Draft.Goals[0].Activities; len(activities) != 3 || activities[1].Title != "Deras aktivitet" || activities[2].Title != "Min aktivitet" {
			t.Errorf("the goal has %+v", activities)
		}
	})
}
