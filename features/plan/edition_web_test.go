package plan_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"samverk/features/accounts"
	"samverk/features/plan"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

// edition begins the next edition of a plan and gives the draft's address.
func (h *house) edition(at string, change func(url.Values)) string {
	h.t.Helper()
	typed := fields(h.t, h.get(accounts.Officer, at+"/edition"), at+"/edition")
	if change != nil {
		change(typed)
	}
	w := h.post(accounts.Officer, at+"/edition", typed)
	mustCode(h.t, w, http.StatusSeeOther)
	again := h.post(accounts.Officer, at+"/edition", typed)
	if again.Header().Get("Location") != w.Header().Get("Location") {
		h.t.Fatal("the same form sent twice began two editions")
	}
	draft, _, _ := strings.Cut(w.Header().Get("Location"), "?")
	return draft
}

// decided fills in the form of an adoption.
func decided(h *house, at string) url.Values {
	typed := fields(h.t, h.get(accounts.Officer, at+"/adopt"), at+"/adopt")
	typed.Set("adopted_on", "2020-02-03")
	typed.Set("adopted_by", "Nämnden")
	typed.Set("reason", "§ 14")
	return typed
}

func TestANextEditionIsBegunComparedAndAdopted(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db)
		at := "/plan/" + accepted(t, db).Key
		mustCode(t, h.post(accounts.Officer, at+"/publish", nil), http.StatusSeeOther)
		draft := h.edition(at, nil)
		mustSay(t, h.get(accounts.Reader, draft), "Utkast, utgåva 2")
		mustSay(t, h.get(accounts.Reader, draft+"/activity/1"), "Två möten har hållits.")
		mustSay(t, h.get(accounts.Reader, draft+"/changes"), "Inget skiljer utgåvorna åt.")
		if w := h.get(accounts.Officer, at+"/edition"); w.Header().Get("Location") != draft {
			t.Error("whoever begins the edition once more is not led to the draft that is there")
		}
		mustSay(t, h.get(accounts.Officer, "/plans"), "Bygger på utgåva 1 (2018–2021)")

		typed := decided(h, draft)
		if typed.Get("archive") != "yes" || typed.Get("publish") != "yes" {
			t.Error("an edition for the same years does not offer to take the place of a published one")
		}
		mustCode(t, h.post(accounts.Officer, draft+"/adopt", typed), http.StatusSeeOther)
		mustCode(t, h.post(accounts.Officer, draft+"/adopt", typed), http.StatusSeeOther)
		mustSay(t, h.get(accounts.Reader, draft), "Gällande, utgåva 2. Publicerad")
		mustSay(t, h.get(accounts.Reader, at), "Avslutad, utgåva 1")
		if len(h.carried.pairs) != 1 || len(h.links.plans) != 1 {
			t.Errorf("%d indicators handed over and %d plans counted anew, not one of each", len(h.carried.pairs), len(h.links.plans))
		}
	})
}

func TestAnEditionForNewYearsMovesTimesAndLeavesTheOneBeforeInForce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db)
		at := "/plan/" + accepted(t, db).Key
		draft := h.edition(at, func(typed url.Values) {
			typed.Set("title", "Handlingsplan 2022–2025")
			typed.Set("from", "2022-01-01")
			typed.Set("to", "2025-12-31")
		})
		changes := h.get(accounts.Reader, draft+"/changes")
		for _, want := range []string{"är 0 oförändrade och 1 ändrade", "2018-01-01–2021-12-31", "2022 Kv 1 – 2023 Kv 4"} {
			mustSay(t, changes, want)
		}
		typed := decided(h, draft)
		if typed.Get("archive") != "" || typed.Get("publish") != "" {
			t.Error("a plan for other years would take the place of the one before")
		}
		mustCode(t, h.post(accounts.Officer, draft+"/adopt", typed), http.StatusSeeOther)
		mustSay(t, h.get(accounts.Reader, at), "Gällande, utgåva 1")
		if len(h.carried.pairs) != 0 {
			t.Error("decisions about other years are handed over")
		}
	})
}

func TestWhatIsMissingInTheDecisionIsSaidBesideItsField(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db)
		draft := h.edition("/plan/"+accepted(t, db).Key, nil)
		typed := decided(h, draft)
		for field, wrong := range map[string]string{"adopted_on": "2999-01-01", "adopted_by": " ", "reason": ""} {
			bad := url.Values{}
			for name := range typed {
				bad.Set(name, typed.Get(name))
			}
			bad.Set(field, wrong)
			w := h.post(accounts.Officer, draft+"/adopt", bad)
			mustCode(t, w, http.StatusUnprocessableEntity)
			if len(all(tree(t, w), func(n *html.Node) bool { return attr(n, "id") == "field-"+field+"-fault" })) != 1 {
				t.Errorf("nothing is said beside %s", field)
			}
			if again := fields(t, w, draft+"/adopt"); again.Get("adopted_on") != bad.Get("adopted_on") || again.Get("archive") != "yes" {
				t.Errorf("what was typed is lost: %v", again)
			}
		}
		mustSay(t, h.get(accounts.Reader, draft), "Utkast")
	})
}

func TestADocumentBecomesTheNextEditionAndItsPairsCanBeCorrected(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db)
		first := h.begun()
		at := placeOf(h.post(accounts.Officer, first+"/accept", fields(t, h.get(accounts.Officer, first), first)))

		revised := strings.Replace(document, "minst tre möten", "minst fem möten", 1)
		revised = strings.Replace(revised, "Indikator 2: Under 2021 har ett förslag presenterats.", "Indikator 2: Alla nya medarbetare har fått utbildning i barns rättigheter.", 1)
		review := h.upload(store.NewID(), "ny.txt", []byte(revised)).Header().Get("Location")
		choice := h.get(accounts.Officer, review+"/edition")
		typed := fields(t, choice, review+"/edition")
		mustCode(t, h.post(accounts.Officer, review+"/edition", typed), http.StatusUnprocessableEntity)
		radios := all(tree(t, choice), func(n *html.Node) bool { return attr(n, "name") == "predecessor" })
		typed.Set("predecessor", attr(radios[0], "value"))
		w := h.post(accounts.Officer, review+"/edition", typed)
		mustCode(t, w, http.StatusSeeOther)
		changes := w.Header().Get("Location")
		if again := h.post(accounts.Officer, review+"/edition", typed); !strings.HasPrefix(changes, again.Header().Get("Location")) {
			t.Errorf("sent twice it leads to %q and %q", changes, again.Header().Get("Location"))
		}
		page := h.get(accounts.Officer, changes)
		mustSay(t, page, "är 0 oförändrade och 1 ändrade, 1 har kommit till och 1 har tagits bort.")
		mustSay(t, page, "minst tre möten")
		mustSay(t, page, "minst fem möten")
		mustSay(t, h.get(accounts.Officer, at), "Gällande, utgåva 1")

		pair := changes + "/indicator-2"
		asked := h.get(accounts.Officer, pair)
		choices := all(tree(t, asked), func(n *html.Node) bool { return n.Data == "option" })
		if len(choices) != 2 {
			t.Fatalf("%d choices, but one part before is free", len(choices))
		}
		typed, stale := fields(t, asked, pair), fields(t, asked, pair)
		typed.Set("from", attr(choices[1], "value"))
		mustCode(t, h.post(accounts.Officer, pair, typed), http.StatusSeeOther)
		mustCode(t, h.post(accounts.Officer, pair, typed), http.StatusSeeOther)
		mustSay(t, h.get(accounts.Reader, changes), "är 0 oförändrade och 2 ändrade, 0 har kommit till")

		taken := fields(t, h.get(accounts.Officer, changes+"/indicator-1"), changes+"/indicator-1")
		taken.Set("from", attr(choices[1], "value"))
		w = h.post(accounts.Officer, changes+"/indicator-1", taken)
		mustCode(t, w, http.StatusUnprocessableEntity)
		mustSay(t, w, "Något annat fortsätter redan den delen.")

		stale.Set("seen", "something else")
		w = h.post(accounts.Officer, pair, stale)
		mustCode(t, w, http.StatusConflict)
		mustCode(t, h.post(accounts.Officer, pair, fields(t, w, pair)), http.StatusSeeOther)
		mustSay(t, h.get(accounts.Reader, changes), "1 har kommit till och 1 har tagits bort")
	})
}

func TestEachStepIsAskedTakenOnceAndRefusedWhereItIsNotOpen(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db)
		at := "/plan/" + accepted(t, db).Key
		draft := h.edition(at, nil)
		for _, c := range []struct {
			at   string
			step plan.Step
			says string
		}{
			{at, plan.StepPublish, "Publicerad "}, {at, plan.StepArchive, "Avslutad"}, {at, plan.StepUnpublish, "Inte publicerad."},
			{at, plan.StepUnarchive, "Gällande"}, {draft, plan.StepDiscard, "Kastat utkast"},
		} {
			address := c.at + "/" + string(c.step)
			typed := fields(t, h.get(accounts.Officer, address), address)
			typed.Set("reason", "Därför.")
			mustCode(t, h.post(accounts.Officer, address, typed), http.StatusSeeOther)
			mustCode(t, h.post(accounts.Officer, address, typed), http.StatusSeeOther)
			mustCode(t, h.get(accounts.Officer, address), http.StatusSeeOther)
			mustSay(t, h.get(accounts.Officer, c.at), c.says)
		}
		mustSay(t, h.get(accounts.Officer, "/plans"), "Kastade utkast")
		for address, says := range map[string]string{draft + "/publish": "bara en antagen plan", at + "/discard": "bara ett utkast", draft + "/adopt": "inget utkast",
			draft + "/edition": "ett utkast"} {
			w := h.get(accounts.Officer, address)
			mustCode(t, w, http.StatusBadRequest)
			mustSay(t, w, says)
		}
		for _, address := range []string{at + "/publish", at + "/edition", draft + "/adopt", draft + "/changes/goal-1"} {
			mustCode(t, h.get(accounts.Reader, address), http.StatusForbidden)
			mustCode(t, h.post(accounts.Reader, address, url.Values{}), http.StatusForbidden)
		}
		if text(t, h.get(accounts.Reader, at)) == "" || strings.Contains(text(t, h.get(accounts.Reader, at)), "Börja på nästa utgåva") {
			t.Error("a reader is offered what only officers may do")
		}
		mustCode(t, h.get(accounts.Reader, at+"/changes"), http.StatusNotFound)
	})
}
