package plan_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"samverk/features/accounts"
	"samverk/features/plan"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

func TestADocumentIsReviewedCorrectedAndAccepted(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db)
		at := h.begun()
		first := h.get(accounts.Officer, at)
		mustCode(t, first, http.StatusOK)
		mustSay(t, first, "Indikator 2")
		mustSay(t, first, "Under 2021 har ett förslag presenterats.")

		page := h.get(accounts.Officer, at+"?at=indicator-1")
		typed := fields(t, page, at)
		if typed.Get("target") != "3" || typed.Get("kind") != "count_per_period" || typed.Get("from") != "2018-01-01" {
			t.Fatalf("the fields do not hold what was read: %v", typed)
		}
		typed.Set("target", "4")
		mustCode(t, h.post(accounts.Officer, at, typed), http.StatusSeeOther)

		mustCode(t, h.get(accounts.Reader, "/plan/handlingsplan-for-battre-samverkan-2018-2021"), http.StatusNotFound)
		page = h.get(accounts.Officer, at)
		accept := at + "/accept"
		done := h.post(accounts.Officer, accept, fields(t, page, at))
		mustCode(t, done, http.StatusSeeOther)
		again := h.post(accounts.Officer, accept, fields(t, page, at))
		if again.Header().Get("Location") != done.Header().Get("Location") {
			t.Error("a second click made another plan")
		}
		if len(h.links.plans) != 1 {
			t.Error("what has been recorded already must be counted once in the new plan")
		}
		shown := h.get(accounts.Reader, placeOf(done)+"/activity/1")
		mustSay(t, shown, "minst fyra har hållits")
		mustSay(t, shown, "Hög")
		if strings.Contains(text(t, shown), "plan.txt") {
			t.Error("a reader is told of the document's lines, which are for reviewers")
		}
		mustSay(t, h.get(accounts.Officer, placeOf(done)+"/activity/1"), "plan.txt, rad")
		mustCode(t, h.get(accounts.Reader, placeOf(done)+"/activity/99"), http.StatusNotFound)
		mustSay(t, h.get(accounts.Reader, placeOf(done)), "Att hålla regelbundna möten med föreningar")
		mustSay(t, h.get(accounts.Officer, "/plans"), "Gällande")
	})
}

func TestAQuestionIsAnsweredOnceAndTheNextIsAsked(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db)
		at := h.begun()
		page := h.get(accounts.Officer, at+"?at=indicator-2")
		mustSay(t, page, "Ja, det stämmer")
		answer := fields(t, page, at+"/answer")
		mustCode(t, h.post(accounts.Officer, at+"/answer", answer), http.StatusSeeOther)
		mustSay(t, h.get(accounts.Officer, at+"?at=indicator-2&flag="+answer.Get("flag")), "Bekräftad")

		var review *plan.Review
		if err := db.Read(t.Context(), func(tx *store.Tx) (err error) {
			review, err = plan.FindReview(t.Context(), tx, strings.TrimPrefix(at, "/plans/import/"))
			return err
		}); err != nil {
			t.Fatal(err)
		}
		kept := review.Settled().Goals[0].Activities[0].Indicators[1]
		if len(kept.Flags)+len(kept.Rule.Flags) != 0 || len(review.Draft.Goals[0].Activities[0].Indicators[1].Flags) == 0 {
			t.Error("an answered question must not follow along, and must stay in the draft")
		}
	})
}

func TestWhatIsTypedWrongIsShownAgainBesideItsField(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db)
		at := h.begun()
		typed := fields(t, h.get(accounts.Officer, at+"?at=indicator-1"), at)
		typed.Set("to", "i höst")
		typed.Set("text", "Ändrad text")
		w := h.post(accounts.Officer, at, typed)
		mustCode(t, w, http.StatusUnprocessableEntity)
		again := fields(t, w, at)
		if again.Get("to") != "i höst" || again.Get("text") != "Ändrad text" {
			t.Errorf("what was typed is lost: %v", again)
		}
		faults := all(tree(t, w), func(n *html.Node) bool { return attr(n, "id") == "field-to-fault" })
		if len(faults) != 1 {
			t.Error("the fault does not stand beside its field")
		}
		mustSay(t, h.get(accounts.Officer, at+"?at=indicator-1"), "Under 2018 och 2019 har minst tre möten genomförts per år.")
	})
}

func TestWhoSavesAfterSomebodyElseIsWarnedAndLosesNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db)
		at := h.begun()
		mine := fields(t, h.get(accounts.Officer, at+"?at=goal-1"), at)
		theirs := fields(t, h.get(accounts.Administrator, at+"?at=goal-1"), at)
		theirs.Set("title", "Deras mål")
		mustCode(t, h.post(accounts.Administrator, at, theirs), http.StatusSeeOther)
		mine.Set("title", "Mitt mål")
		w := h.post(accounts.Officer, at, mine)
		mustCode(t, w, http.StatusConflict)
		mustSay(t, w, "Person administrator")
		again := fields(t, w, at)
		if again.Get("title") != "Mitt mål" {
			t.Errorf("what was typed is lost: %v", again)
		}
		mustCode(t, h.post(accounts.Officer, at, again), http.StatusSeeOther)
		mustSay(t, h.get(accounts.Officer, at+"?at=goal-1"), "Mitt mål")
	})
}

func TestAFileThatCannotBeReadIsSaidBesideTheField(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db)
		for name, w := range map[string]string{"": "Välj ett dokument", "tom.txt": "Dokumentet är tomt"} {
			answer := h.upload(store.NewID(), name, nil)
			mustCode(t, answer, http.StatusUnprocessableEntity)
			mustSay(t, answer, w)
		}
		mustCode(t, h.upload(store.NewID(), "brev.txt", []byte("Hej! Vi ses på torsdag.")), http.StatusUnprocessableEntity)
		key := store.NewID()
		one, two := h.upload(key, "plan.txt", []byte(document)), h.upload(key, "plan.txt", []byte(document))
		if one.Header().Get("Location") == "" || one.Header().Get("Location") != two.Header().Get("Location") {
			t.Error("the same form sent twice must lead to the same review")
		}
	})
}

func TestADiscardedDraftIsGone(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db)
		at := h.begun()
		mustSay(t, h.get(accounts.Officer, "/plans"), "plan.txt")
		mustCode(t, h.get(accounts.Officer, at+"/discard"), http.StatusOK)
		mustCode(t, h.post(accounts.Officer, at+"/discard", nil), http.StatusSeeOther)
		mustCode(t, h.post(accounts.Officer, at+"/discard", nil), http.StatusSeeOther)
		mustCode(t, h.get(accounts.Officer, at), http.StatusNotFound)
	})
}

func TestOnlyOfficersReview(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db)
		at := h.begun()
		for _, path := range []string{"/plans/import", at, at + "/discard"} {
			mustCode(t, h.get(accounts.Reader, path), http.StatusForbidden)
			mustCode(t, h.get("", path), http.StatusSeeOther)
		}
		mustCode(t, h.post(accounts.Reader, at+"/accept", nil), http.StatusForbidden)
		if strings.Contains(text(t, h.get(accounts.Reader, "/plans")), "plan.txt") {
			t.Error("a reader sees what is under review")
		}
	})
}

func TestAnUnreadLineIsPassedOver(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db)
		noisy := strings.Replace(document, "Indikator 2", "¤\n\nIndikator 2", 1)
		at := h.upload(store.NewID(), "plan.txt", []byte(noisy)).Header().Get("Location")
		page := h.get(accounts.Officer, at)
		skip := fields(t, page, at+"/skip")
		mustCode(t, h.post(accounts.Officer, at+"/skip", skip), http.StatusSeeOther)
		mustSay(t, h.get(accounts.Officer, at), "Alla rader är lästa eller överhoppade.")
	})
}

// placeOf is where an answer leads, without what it says has been done.
func placeOf(w *httptest.ResponseRecorder) string {
	at, _, _ := strings.Cut(w.Header().Get("Location"), "?")
	return at
}

// What stands typed in the form beside the button is part of what is accepted.
func TestAcceptingKeepsWhatStandsTyped(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db)
		at := h.begun()
		typed := fields(t, h.get(accounts.Officer, at+"?at=goal-1"), at)
		typed.Set("title", "")
		mustCode(t, h.post(accounts.Officer, at+"/accept", typed), http.StatusUnprocessableEntity)
		typed.Set("title", "Ett rättat mål")
		done := h.post(accounts.Officer, at+"/accept", typed)
		mustCode(t, done, http.StatusSeeOther)
		page := h.get(accounts.Officer, done.Header().Get("Location"))
		mustSay(t, page, "Ett rättat mål")
		mustSay(t, page, "Planen är godkänd")
	})
}
