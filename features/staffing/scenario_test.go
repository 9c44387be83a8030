package staffing_test

import (
	"net/http"
	"regexp"
	"strings"
	"sync"
	"testing"

	"samverk/features/accounts"
	"samverk/features/staffing"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

// tight is a plan in which the inquiry does not fit in the spring of 2019: one person, and work that goes on takes nearly all.
func tight(t *testing.T, db *store.DB) *pages {
	t.Helper()
	p := openPages(t, db)
	add(t, db, staffing.Person{Name: "Medarbetare 1", Role: "Strateg", From: day("2018-01-01")}, 1000)
	estimate := func(number, shape, hours string) {
		p.post("/staffing/efforts/"+number, http.StatusSeeOther, "shape", shape, "hours", hours, "who", "anyone", "by", "enhetschefen", "seen", "0")
	}
	estimate("1", "total", "100")
	estimate("2", "steady", "240")
	estimate("3", "total", "30")
	p.post("/staffing/order/2/1", http.StatusSeeOther) // what goes on is taken before the inquiry
	return p
}

const spring = "?date=2019-05-21"

func TestThePageSaysWhatWaitsAndWhatWouldHelp(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := tight(t, db)
		page := p.get("/staffing"+spring, "2 av 3 aktiviteter ryms", "Aktiviteten ryms inte 2019 Kv 2. Under 2019 Kv 2 tar 1 aktivitet med hög prioritet 240 av 283,2 timmar",
			"Aktiviteten behöver 100 timmar då, så 56,8 timmar saknas (43 % ryms).", "Lägg till 56,8 timmar för Medarbetare 1 2019 Kv 2", "Gör aktivitet 1 under 2019 Kv 2–Kv 3",
			"Minska aktivitet 1 till 43,2 timmar", "Låt aktivitet 2 vänta", "56,8 saknas", "2019 Kv 2: 2 aktiviteter med hög prioritet kräver 340 timmar, och 283,2 finns")
		if !strings.Contains(page, `href="/staffing/load/`) {
			t.Fatal("no cell opens")
		}
		cell := regexp.MustCompile(`/staffing/load/[^"]+`).FindString(page)
		p.get(cell, "Medarbetare 1, ", "2. Samordna", "240")
		if w := p.send(http.MethodGet, "/staffing/load/nobody/2019-Q2"+spring); w.Code != http.StatusNotFound {
			t.Errorf("a cell of nobody: %d", w.Code)
		}
		for _, gone := range []string{strings.TrimSuffix(cell, spring), "/staffing/wait/1"} {
			if w := p.send(http.MethodGet, gone); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/staffing" {
				t.Errorf("%s when the plan is over: %d to %q", gone, w.Code, w.Header().Get("Location"))
			}
		}
		csv := p.send(http.MethodGet, "/staffing/plan.csv"+spring)
		if csv.Code != http.StatusOK || !strings.Contains(csv.Body.String(), "Samordna") || !strings.Contains(csv.Body.String(), "56,8 timmar saknas") {
			t.Errorf("%d %s", csv.Code, csv.Body)
		}
		if xlsx := p.send(http.MethodGet, "/staffing/plan.xlsx"+spring); xlsx.Code != http.StatusOK || !strings.HasPrefix(xlsx.Body.String(), "PK") {
			t.Errorf("the workbook: %d", xlsx.Code)
		}
	})
}

func TestAScenarioIsTriedComparedAndAdopted(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := tight(t, db)
		p.refused("/staffing/scenarios"+spring, "Välj en person.", "kind", "percent", "percent", "50", "from", "")
		who := regexp.MustCompile(`<option value="([^"]{10,})"`).FindStringSubmatch(p.get("/staffing/scenarios/new"+spring, "Tjänstgöringsgrad", "Medarbetare 1"))[1]
		at := p.post("/staffing/scenarios"+spring, http.StatusSeeOther, "kind", "percent", "person", who, "percent", "50", "from", "2020-Q1", "name", "Halvtid från 2020")
		p.get(at, "Halvtid från 2020", "Medarbetare 1 arbetar 50 % från 2020 Kv 1", "2. Samordna", "Ryms inte längre.")
		id := regexp.MustCompile(`scenario=([^&]+)`).FindStringSubmatch(at)[1]
		later := p.post("/staffing/scenarios/"+id+"/changes"+spring, http.StatusSeeOther, "kind", "order", "activity", "1", "place", "1", "seen", "1")
		p.get(later, "Ställ aktivitet 1 på plats 1 i sin prioritet", "1. Utreda", "Ryms nu.")
		p.get("/staffing"+spring, "Halvtid från 2020", "Aktiviteten ryms inte 2019 Kv 2")
		p.get("/staffing/scenarios/"+id+"/adopt"+spring, "Anta scenariot", "Ryms inte längre.")
		p.refused("/staffing/scenarios/"+id+"/adopt"+spring, "Skriv skälet till beslutet.", "seen", "2")
		p.holds("a scenario that was changed meanwhile", p.post("/staffing/scenarios/"+id+"/adopt"+spring, http.StatusConflict, "seen", "1", "reason", "Mindre pengar."), "Mindre pengar.")
		done := p.post("/staffing/scenarios/"+id+"/adopt"+spring, http.StatusSeeOther, "seen", "2", "reason", "Anslaget minskar 2020.")
		p.get(done, "Scenariot är antaget", "Anslaget minskar 2020.", "Asta Chef", "2 av 3 aktiviteter ryms", "2. Samordna")
		if w := p.send(http.MethodPost, "/staffing/scenarios/"+id+"/adopt"+spring, "seen", "2", "reason", "Igen."); w.Code != http.StatusNotFound {
			t.Errorf("adopted twice: %d", w.Code)
		}
		p.get("/staffing/people/"+who+spring, "2020-01-01 50 %")
		p.get("/staffing/order", "1. Utreda")
		var said map[string]staffing.Said
		write(t, db, func(tx *store.Tx) (err error) {
			said, err = staffing.SaidOf(ctx, tx, p.plan.ID)
			return err
		})
		if s := said[activityID(p.plan, 2)]; s.Reason != "Anslaget minskar 2020." || !strings.Contains(s.SentenceSV, "saknas") || !strings.Contains(s.SentenceEN, "missing") {
			t.Errorf("of what falls out is said %+v", s)
		}
	})
}

func TestAnAlternativeIsTriedWithItsButton(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := tight(t, db)
		page := p.get("/staffing" + spring)
		tried := 0
		for _, form := range regexp.MustCompile(`name="changes" value="([^"]+)"`).FindAllStringSubmatch(page, -1) {
			changes := strings.ReplaceAll(form[1], "&#34;", `"`)
			at := p.post("/staffing/scenarios"+spring, http.StatusSeeOther, "changes", changes)
			p.get(at, "1. Utreda", "Ryms nu.")
			id := regexp.MustCompile(`scenario=([^&]+)`).FindStringSubmatch(at)[1]
			p.post("/staffing/scenarios/"+id+"/remove"+spring, http.StatusSeeOther)
			if w := p.send(http.MethodGet, at); w.Code != http.StatusNotFound {
				t.Errorf("a scenario that was removed: %d", w.Code)
			}
			tried++
		}
		if tried != 4 {
			t.Errorf("%d alternatives were tried", tried)
		}
		p.refused("/staffing/scenarios"+spring, "Ändringen går inte att förstå.", "changes", `{"kind"`)
		p.refused("/staffing/scenarios"+spring, "Ändringen går inte att förstå.", "changes", `[{"kind":"hours","hours":-3}]`, "name", "x")
	})
}

func TestAnActivityWaitsUntilItNoLongerDoes(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := tight(t, db)
		p.get("/staffing/wait/1"+spring, "Låt aktiviteten vänta", "56,8 timmar saknas")
		p.refused("/staffing/wait/1"+spring, "Skriv skälet till beslutet.", "reason", " ")
		for range 2 { // sent twice
			p.get(p.post("/staffing/wait/1"+spring, http.StatusSeeOther, "reason", "Vi väntar på rådet."), "Aktiviteten väntar nu.", "Vi väntar på rådet.", "Räknas inte med")
		}
		var decisions []staffing.Decision
		write(t, db, func(tx *store.Tx) (err error) {
			decisions, err = staffing.Decisions(ctx, tx, p.plan.ID)
			return err
		})
		if len(decisions) != 1 {
			t.Errorf("%d decisions", len(decisions))
		}
		p.get(p.post("/staffing/wait/1/end"+spring, http.StatusSeeOther), "Aktiviteten väntar inte längre.", "Aktiviteten ryms inte 2019 Kv 2")
		if w := p.send(http.MethodGet, "/staffing/wait/99"+spring); w.Code != http.StatusNotFound {
			t.Errorf("an unknown activity: %d", w.Code)
		}
		p.role = accounts.Auditor
		if w := p.send(http.MethodPost, "/staffing/wait/1"+spring, "reason", "x"); w.Code != http.StatusForbidden {
			t.Errorf("the auditor: %d", w.Code)
		}
		page := p.get("/staffing" + spring)
		if strings.Contains(page, "Låt vänta") {
			t.Error("the auditor is offered what only managers may do")
		}
	})
}

func TestAScenarioSentTwiceIsMadeOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := tight(t, db)
		key := regexp.MustCompile(`name="id" value="([^"]+)"`).FindStringSubmatch(p.get("/staffing/scenarios/new"+spring+"&kind=wait", "Ny"))[1]
		for range 2 {
			p.post("/staffing/scenarios"+spring, http.StatusSeeOther, "id", key, "kind", "wait", "activity", "2", "name", "Vänta")
		}
		write(t, db, func(tx *store.Tx) error {
			scenarios, err := staffing.Scenarios(ctx, tx, p.plan.ID)
			if len(scenarios) != 1 {
				t.Errorf("%d scenarios", len(scenarios))
			}
			return err
		})
	})
}

func TestAScenarioAboutSomebodyWhoIsNotThereIsAdoptedWithoutThem(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := tight(t, db)
		for _, kind := range []string{"hours", "percent", "people"} {
			changes := `[{"kind":"` + kind + `","person":"nobody","activity":2,"from":"2019-Q3","hours":10},{"kind":"order","activity":1,"place":1}]`
			at := p.post("/staffing/scenarios"+spring, http.StatusSeeOther, "changes", changes, "name", "Ingen")
			id := regexp.MustCompile(`scenario=([^&]+)`).FindStringSubmatch(at)[1]
			p.post("/staffing/scenarios/"+id+"/adopt"+spring, http.StatusSeeOther, "seen", "1", "reason", "Så får det bli.")
		}
	})
}

func TestAWaitDecidedByManyAtOnceIsOneDecision(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := tight(t, db)
		var sent sync.WaitGroup
		for range 8 {
			sent.Go(func() { p.send(http.MethodPost, "/staffing/wait/1"+spring, "reason", "Vi väntar på rådet.") })
		}
		sent.Wait()
		write(t, db, func(tx *store.Tx) error {
			decisions, err := staffing.Decisions(ctx, tx, p.plan.ID)
			if len(decisions) != 1 {
				t.Errorf("%d decisions", len(decisions))
			}
			return err
		})
	})
}
