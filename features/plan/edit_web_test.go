package plan_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/features/plan"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

const planKey = "handlingsplan-for-battre-samverkan-2018-2021"

// withPlanToEdit is a house with the document as a current plan.
func withPlanToEdit(t *testing.T, db *store.DB) (*house, string) {
	h := newHouse(t, db)
	at := h.begun()
	mustCode(t, h.post(accounts.Officer, at+"/accept", fields(t, h.get(accounts.Officer, at), at)), http.StatusSeeOther)
	return h, "/plan/" + planKey + "/edit"
}

// trail is what the audit trail says of the part, latest last.
func (h *house) trail(kind string, find func(*plan.Plan) string) []audit.Entry {
	h.t.Helper()
	var entries []audit.Entry
	if err := h.db.Read(h.t.Context(), func(tx *store.Tx) error {
		p, err := plan.Find(h.t.Context(), tx, planKey)
		if err != nil {
			return err
		}
		entries, err = audit.Of(h.t.Context(), tx, kind, find(p))
		return err
	}); err != nil {
		h.t.Fatal(err)
	}
	return entries
}

func TestEveryPartOfAPlanIsChangedWithAReason(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h, edit := withPlanToEdit(t, db)
		for at, change := range map[string][2]string{edit: {"overall_goal", "Ett nytt mål"}, edit + "/goal/1": {"title", "Ett annat mål"},
			edit + "/activity/1": {"area", "En annan rubrik"}, edit + "/indicator/1": {"note", "En anteckning"}} {
			typed := fields(t, h.get(accounts.Officer, at), at)
			typed.Set(change[0], change[1])
			w := h.post(accounts.Officer, at, typed)
			mustCode(t, w, http.StatusUnprocessableEntity)
			again := fields(t, w, at)
			if again.Get(change[0]) != change[1] {
				t.Errorf("%s: what was typed is lost", at)
			}
			again.Set("reason", "Styrelsen har beslutat")
			for range 2 {
				w = h.post(accounts.Officer, at, again)
				mustCode(t, w, http.StatusSeeOther)
			}
			page := h.get(accounts.Officer, w.Header().Get("Location"))
			mustSay(t, page, "Sparat.")
			if got := fields(t, page, at).Get(change[0]); got != change[1] {
				t.Errorf("%s: %s is %q", at, change[0], got)
			}
		}
		entries := h.trail("activity", func(p *plan.Plan) string { return p.Activities()[0].ID })
		if len(entries) != 1 || entries[0].Action != "activity.changed" || entries[0].Reason != "Styrelsen har beslutat" ||
			!strings.Contains(entries[0].Before, "Möten i hela länet") || !strings.Contains(entries[0].After, "En annan rubrik") {
			t.Errorf("the trail says %+v", entries)
		}
	})
}

func TestStaffIsAddedAndTakenAwayByRow(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h, edit := withPlanToEdit(t, db)
		save := func(change map[string]string, want int) url.Values {
			typed := fields(t, h.get(accounts.Officer, edit), edit)
			typed.Set("reason", "Prov")
			for field, value := range change {
				typed.Set(field, value)
			}
			mustCode(t, h.post(accounts.Officer, edit, typed), want)
			return fields(t, h.get(accounts.Officer, edit), edit)
		}
		save(map[string]string{"role_1": "Samordnare", "percent_1": "120"}, http.StatusUnprocessableEntity)
		if now := save(map[string]string{"role_1": "Samordnare", "percent_1": "50", "role_2": "Utredare", "percent_2": "20"}, http.StatusSeeOther); now.Get("staff_rows") != "4" {
			t.Errorf("the form has %s rows, not two and two more", now.Get("staff_rows"))
		}
		if now := save(map[string]string{"role_1": "", "percent_1": ""}, http.StatusSeeOther); now.Get("role_1") != "Utredare" || now.Get("percent_1") != "20" {
			t.Errorf("the emptied row is not taken away: %v", now)
		}
	})
}

func TestWhoSavesAPartAfterSomebodyElseSeesBoth(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h, edit := withPlanToEdit(t, db)
		at := edit + "/goal/1"
		mine := fields(t, h.get(accounts.Officer, at), at)
		theirs := fields(t, h.get(accounts.Administrator, at), at)
		theirs.Set("title", "Deras mål")
		theirs.Set("reason", "Deras skäl")
		mustCode(t, h.post(accounts.Administrator, at, theirs), http.StatusSeeOther)
		mine.Set("title", "Mitt mål")
		mine.Set("reason", "Mitt skäl")
		w := h.post(accounts.Officer, at, mine)
		mustCode(t, w, http.StatusConflict)
		mustSay(t, w, "Person administrator")
		mustSay(t, w, "Deras mål")
		again := fields(t, w, at)
		if again.Get("title") != "Mitt mål" || again.Get("reason") != "Mitt skäl" {
			t.Errorf("what was typed is lost: %v", again)
		}
		mustCode(t, h.post(accounts.Officer, at, again), http.StatusSeeOther)
		mustSay(t, h.get(accounts.Officer, "/plan/"+planKey), "Mitt mål")
	})
}

func TestARuleIsShownBeforeItIsSaved(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h, edit := withPlanToEdit(t, db)
		at := edit + "/indicator/1"
		page := h.get(accounts.Officer, at)
		mustSay(t, page, "minst tre har hållits")
		typed := fields(t, page, at)
		typed.Set("reason", "Prov")
		typed.Set("step", "show")
		typed.Set("kind", "judgement")
		shown := fields(t, h.post(accounts.Officer, at, typed), at)
		shown.Set("kind", "count_in_window")
		shown.Set("step", "show")
		back := fields(t, h.post(accounts.Officer, at, shown), at)
		if back.Get("target") != "3" || back.Get("evidence") != "meeting" || back.Get("period") != "year" {
			t.Errorf("what was typed in fields that are not shown is lost: %v", back)
		}
		back.Set("step", "save")
		back.Set("target", "5")
		w := h.post(accounts.Officer, at, back)
		mustCode(t, w, http.StatusOK)
		mustSay(t, w, "minst fem har hållits")
		mustSay(t, w, "7 händelser skulle börja räknas. 1 händelse skulle sluta räknas.")
		mustSay(t, w, "Nyårsträff")
		if len(h.links.indicators) != 0 {
			t.Error("a preview counted records anew")
		}
		ready := fields(t, w, at)
		ready.Set("step", "save")
		w = h.post(accounts.Officer, at, ready)
		mustCode(t, w, http.StatusSeeOther)
		mustSay(t, h.get(accounts.Officer, w.Header().Get("Location")), "2 händelser till räknas nu. 1 händelse räknas inte längre.")
		if len(h.links.indicators) != 1 {
			t.Error("a new rule must count records anew, once")
		}
	})
}

func TestPartsAreAddedMovedAndTakenAway(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h, edit := withPlanToEdit(t, db)
		add := edit + "/activity/new"
		typed := fields(t, h.get(accounts.Officer, add+"?in=1"), add)
		typed.Set("title", "Att resa runt")
		typed.Set("before_1", "1")
		typed.Set("reason", "Prov")
		for range 2 {
			w := h.post(accounts.Officer, add, typed)
			mustCode(t, w, http.StatusSeeOther)
			if to := w.Header().Get("Location"); to != edit+"/activity/2?saved" {
				t.Fatalf("the new activity is at %s", to)
			}
		}
		circle := fields(t, h.get(accounts.Officer, edit+"/activity/1"), edit+"/activity/1")
		circle.Set("before_1", "2")
		circle.Set("reason", "Prov")
		mustCode(t, h.post(accounts.Officer, edit+"/activity/1", circle), http.StatusUnprocessableEntity)

		why := h.post(accounts.Officer, edit+"/goal/1/order", url.Values{"move": {"activity-2:1:-1"}})
		mustCode(t, why, http.StatusUnprocessableEntity)
		mustSay(t, why, "Varför ändras ordningen?")
		for range 2 {
			mustCode(t, h.post(accounts.Officer, edit+"/goal/1/order", url.Values{"move": {"activity-2:1:-1"}, "order_reason": {"Viktigast först"}}), http.StatusSeeOther)
		}
		if moves := h.trail("activity", func(p *plan.Plan) string { return p.Activities()[0].ID }); moves[len(moves)-1].Reason != "Viktigast först" {
			t.Errorf("the trail of the move says %+v", moves)
		}
		said := text(t, h.get(accounts.Reader, "/plan/"+planKey))
		if strings.Index(said, "2. Att resa runt") > strings.Index(said, "1. Att hålla") {
			t.Error("the activity has not moved, or has lost its number")
		}

		away := edit + "/activity/1/remove"
		page := h.get(accounts.Officer, away)
		mustSay(t, page, "2 indikatorer tas också bort.")
		mustSay(t, page, "8 händelser är kopplade hit. De finns kvar")
		mustCode(t, h.post(accounts.Officer, away, url.Values{}), http.StatusUnprocessableEntity)
		var gone string
		h.trail("plan", func(p *plan.Plan) string { gone = p.Indicators()[0].ID; return p.ID })
		for range 2 {
			mustCode(t, h.post(accounts.Officer, away, url.Values{"reason": {"Utgår"}}), http.StatusSeeOther)
		}
		if strings.Contains(text(t, h.get(accounts.Reader, "/plan/"+planKey)), "1. Att hålla") {
			t.Error("the activity is still there")
		}
		entries := h.trail("indicator", func(*plan.Plan) string { return gone })
		if len(entries) != 1 || entries[0].Action != "indicator.removed" || entries[0].Reason != "Utgår" || !strings.Contains(entries[0].Before, "minst tre möten") {
			t.Errorf("the trail says %+v", entries)
		}
		mustCode(t, h.get(accounts.Officer, edit+"/activity/1"), http.StatusNotFound)
		next := h.get(accounts.Officer, edit+"/activity/new?in=1")
		mustSay(t, next, "Ny aktivitet 3")
	})
}

func TestAPartMovesToAnotherGoalOrActivity(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h, edit := withPlanToEdit(t, db)
		for path, values := range map[string]url.Values{
			edit + "/goal/new":     {"in": {"0"}, "title": {"Ett andra mål"}},
			edit + "/activity/new": {"in": {"1"}, "title": {"Att resa runt"}},
		} {
			typed := fields(t, h.get(accounts.Officer, path+"?in="+values.Get("in")), path)
			typed.Set("title", values.Get("title"))
			typed.Set("reason", "Prov")
			mustCode(t, h.post(accounts.Officer, path, typed), http.StatusSeeOther)
		}
		for _, move := range []struct{ part, to, after string }{{"activity/1", "2", "2. Ett andra mål"}, {"indicator/1", "2", "2. Att resa runt"}} {
			at := edit + "/" + move.part
			typed := fields(t, h.get(accounts.Officer, at), at+"/place")
			typed.Set("place", move.to)
			why := h.post(accounts.Officer, at+"/place", typed)
			mustCode(t, why, http.StatusUnprocessableEntity)
			mustSay(t, why, "Varför flyttas den?")
			if kept := fields(t, why, at+"/place"); kept.Get("place") != move.to {
				t.Errorf("%s: the choice is lost: %v", move.part, kept)
			}
			typed.Set("place_reason", "Hör dit")
			for range 2 {
				mustCode(t, h.post(accounts.Officer, at+"/place", typed), http.StatusSeeOther)
			}
			mustSay(t, h.get(accounts.Officer, at), move.after)
			typed.Set("place", "1")
			mustCode(t, h.post(accounts.Officer, at+"/place", typed), http.StatusSeeOther)
			mustSay(t, h.get(accounts.Officer, at), move.after) // an old page moves nothing
			typed.Set("place", "99")
			mustCode(t, h.post(accounts.Officer, at+"/place", typed), http.StatusNotFound)
			kind, _, _ := strings.Cut(move.part, "/")
			entries := h.trail(kind, func(p *plan.Plan) string {
				if kind == "activity" {
					return p.Goals[1].Activities[0].ID
				}
				return p.Goals[0].Activities[0].Indicators[0].ID
			})
			if last := entries[len(entries)-1]; len(entries) != 1 || last.Reason != "Hör dit" || !strings.Contains(last.After, move.after) {
				t.Errorf("the trail of %s says %+v", move.part, entries)
			}
		}
	})
}

func TestOnlyOfficersChangeAPlanAndOnlyOneThatHasNotEnded(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h, edit := withPlanToEdit(t, db)
		for _, at := range []string{edit, edit + "/goal/1", edit + "/indicator/1/remove"} {
			mustCode(t, h.get(accounts.Reader, at), http.StatusForbidden)
			mustCode(t, h.post(accounts.Reader, at, nil), http.StatusForbidden)
		}
		mustCode(t, h.post(accounts.Officer, "/plan/"+planKey+"/archive", nil), http.StatusSeeOther)
		w := h.get(accounts.Officer, edit)
		mustCode(t, w, http.StatusBadRequest)
		mustSay(t, w, "är avslutad och kan inte ändras")
	})
}

func FuzzARuleIsReadWithoutLosingWhatWasTyped(f *testing.F) {
	for _, kind := range plan.RuleKinds {
		f.Add(string(kind), "3", "year", "2018-01-01", "2021-12-31", "full", "value", "meeting", "decided", "a, b", "nät")
	}
	f.Add("", "1e9999", "week", "2021-02-30", "", "half", "", "nothing", "lost", ",,", "\x00")
	f.Fuzz(func(t *testing.T, kind, target, period, from, to, partial, measure, evidence, state, tags, network string) {
		typed := form.Of("kind", kind, "target", target, "period", period, "from", from, "to", to, "partial", partial, "measure", measure,
			"evidence", evidence, "states", state, "tags", tags, "network", network)
		rule := plan.ReadRule(typed, plan.Rule{})
		if typed.IsRight() != (len(rule.Validate()) == 0) && typed.IsRight() {
			t.Fatalf("a rule that cannot be judged was read without a fault: %+v", rule)
		}
		for field, written := range map[string]string{"target": target, "kind": kind} {
			if isGraphic(written) && typed.Typed(field) != written {
				t.Fatalf("what was typed is lost: %q became %q", written, typed.Typed(field))
			}
		}
		if !typed.IsRight() {
			return
		}
		plan.RuleInWords(rule, i18n.NewCatalogue(plan.Messages()).In(i18n.Swedish))
		again := form.Of(plan.RuleFields(rule)...)
		if read := plan.ReadRule(again, rule); !again.IsRight() || read.Target != rule.Target || read.Kind != rule.Kind || read.From != rule.From {
			t.Fatalf("shown and read again the rule is another: %+v, %+v", rule, read)
		}
	})
}

// isGraphic tells whether a text holds only what can be seen; forms leave out the rest.
func isGraphic(text string) bool {
	return utf8.ValidString(text) && !strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsGraphic(r) })
}
