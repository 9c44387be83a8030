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
		p.Follow("/staffing/efforts/"+number, "shape", shape, "hours", hours, "who", "anyone", "by", "enhetschefen", "seen", "0")
	}
	estimate("1", "total", "100")
	estimate("2", "steady", "240")
	estimate("3", "total", "30")
	p.Follow("/staffing/order/2/1") // what goes on is taken before the inquiry
	return p
}

const spring = "?date=2019-05-21"

func TestThePageSaysWhatWaitsAndWhatWouldHelp(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := tight(t, db)
		page := p.Get("/staffing"+spring, "2 av 3 aktiviteter ryms", "Aktiviteten ryms inte 2019 Kv 2. Under 2019 Kv 2 tar 1 aktivitet med hög prioritet 240 av 283,2 timmar",
			"Aktiviteten behöver 100 timmar då, så 56,8 timmar saknas (43 % ryms).", "Lägg till 56,8 timmar för Medarbetare 1 2019 Kv 2", "Gör aktivitet 1 under 2019 Kv 2–Kv 3",
			"Minska aktivitet 1 till 43,2 timmar", "Låt aktivitet 2 vänta", "56,8 saknas", "2019 Kv 2: 2 aktiviteter med hög prioritet kräver 340 timmar, och 283,2 finns")
		if !strings.Contains(page, `href="/staffing/load/`) {
			t.Fatal("no cell opens")
		}
		cell := regexp.MustCompile(`/staffing/load/[^"]+`).FindString(page)
		p.Get(cell, "Medarbetare 1, ", "2. Samordna", "240")
		if w := p.Try(http.MethodGet, "/staffing/load/nobody/2019-Q2"+spring); w.Code != http.StatusNotFound {
			t.Errorf("a cell of nobody: %d", w.Code)
		}
		for _, gone := range []string{strings.TrimSuffix(cell, spring), "/staffing/wait/1"} {
			if w := p.Try(http.MethodGet, gone); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/staffing" {
				t.Errorf("%s when the plan is over: %d to %q", gone, w.Code, w.Header().Get("Location"))
			}
		}
		csv := p.Try(http.MethodGet, "/staffing/plan.csv"+spring)
		if csv.Code != http.StatusOK || !strings.Contains(csv.Body.String(), "Samordna") || !strings.Contains(csv.Body.String(), "56,8 timmar saknas") {
			t.Errorf("%d %s", csv.Code, csv.Body)
		}
		if xlsx := p.Try(http.MethodGet, "/staffing/plan.xlsx"+spring); xlsx.Code != http.StatusOK || !strings.HasPrefix(xlsx.Body.String(), "PK") {
			t.Errorf("the workbook: %d", xlsx.Code)
		}
	})
}

func TestAScenarioIsTriedComparedAndAdopted(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := tight(t, db)
		p.Refused("/staffing/scenarios"+spring, "Välj en person.", "kind", "percent", "percent", "50", "from", "")
		who := regexp.MustCompile(`<option value="([^"]{10,})"`).FindStringSubmatch(p.Get("/staffing/scenarios/new"+spring, "Tjänstgöringsgrad", "Medarbetare 1"))[1]
		at := p.Follow("/staffing/scenarios"+spring, "kind", "percent", "person", who, "percent", "50", "from", "2020-Q1", "name", "Halvtid från 2020")
		p.Get(at, "Halvtid från 2020", "Medarbetare 1 arbetar 50 % från 2020 Kv 1", "2. Samordna", "Ryms inte längre.")
		id := regexp.MustCompile(`scenario=([^&]+)`).FindStringSubmatch(at)[1]
		later := p.Follow("/staffing/scenarios/"+id+"/changes"+spring, "kind", "order", "activity", "1", "place", "1", "seen", "1")
		p.Get(later, "Ställ aktivitet 1 på plats 1 i sin prioritet", "1. Utreda", "Ryms nu.")
		p.Get("/staffing"+spring, "Halvtid från 2020", "Aktiviteten ryms inte 2019 Kv 2")
		p.Get("/staffing/scenarios/"+id+"/adopt"+spring, "Anta scenariot", "Ryms inte längre.")
		p.Refused("/staffing/scenarios/"+id+"/adopt"+spring, "Skriv skälet till beslutet.", "seen", "2")
		p.Holds("a scenario that was changed meanwhile", p.Post("/staffing/scenarios/"+id+"/adopt"+spring, http.StatusConflict, "seen", "1", "reason", "Mindre pengar."), "Mindre pengar.")
		done := p.Follow("/staffing/scenarios/"+id+"/adopt"+spring, "seen", "2", "reason", "Anslaget minskar 2020.")
		p.Get(done, "Scenariot är antaget", "Anslaget minskar 2020.", "Asta Chef", "2 av 3 aktiviteter ryms", "2. Samordna")
		if w := p.Try(http.MethodPost, "/staffing/scenarios/"+id+"/adopt"+spring, "seen", "2", "reason", "Igen."); w.Code != http.StatusNotFound {
			t.Errorf("adopted twice: %d", w.Code)
		}
		p.Get("/staffing/people/"+who+spring, "2020-01-01 50 %")
		p.Get("/staffing/order", "1. Utreda")
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
		page := p.Get("/staffing" + spring)
		tried := 0
		for _, form := range regexp.MustCompile(`name="changes" value="([^"]+)"`).FindAllStringSubmatch(page, -1) {
			changes := strings.ReplaceAll(form[1], "&#34;", `"`)
			at := p.Follow("/staffing/scenarios"+spring, "changes", changes)
			p.Get(at, "1. Utreda", "Ryms nu.")
			id := regexp.MustCompile(`scenario=([^&]+)`).FindStringSubmatch(at)[1]
			p.Follow("/staffing/scenarios/" + id + "/remove" + spring)
			if w := p.Try(http.MethodGet, at); w.Code != http.StatusNotFound {
				t.Errorf("a scenario that was removed: %d", w.Code)
			}
			tried++
		}
		if tried != 4 {
			t.Errorf("%d alternatives were tried", tried)
		}
		p.Refused("/staffing/scenarios"+spring, "Ändringen går inte att förstå.", "changes", `{"kind"`)
		p.Refused("/staffing/scenarios"+spring, "Ändringen går inte att förstå.", "changes", `[{"kind":"hours","hours":-3}]`, "name", "x")
	})
}

func TestAnActivityWaitsUntilItNoLongerDoes(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := tight(t, db)
		p.Get("/staffing/wait/1"+spring, "Låt aktiviteten vänta", "56,8 timmar saknas")
		p.Refused("/staffing/wait/1"+spring, "Skriv skälet till beslutet.", "reason", " ")
		for range 2 { // sent twice
			p.Get(p.Follow("/staffing/wait/1"+spring, "reason", "Vi väntar på rådet."), "Aktiviteten väntar nu.", "Vi väntar på rådet.", "Räknas inte med")
		}
		var decisions []staffing.Decision
		write(t, db, func(tx *store.Tx) (err error) {
			decisions, err = staffing.Decisions(ctx, tx, p.plan.ID)
			return err
		})
		if len(decisions) != 1 {
			t.Errorf("%d decisions", len(decisions))
		}
		p.Get(p.Follow("/staffing/wait/1/end"+spring), "Aktiviteten väntar inte längre.", "Aktiviteten ryms inte 2019 Kv 2")
		if w := p.Try(http.MethodGet, "/staffing/wait/99"+spring); w.Code != http.StatusNotFound {
			t.Errorf("an unknown activity: %d", w.Code)
		}
		p.Token = p.token[accounts.Auditor]
		if w := p.Try(http.MethodPost, "/staffing/wait/1"+spring, "reason", "x"); w.Code != http.StatusForbidden {
			t.Errorf("the auditor: %d", w.Code)
		}
		page := p.Get("/staffing" + spring)
		if strings.Contains(page, "Låt vänta") {
			t.Error("the auditor is offered what only managers may do")
		}
	})
}

func TestAScenarioSentTwiceIsMadeOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := tight(t, db)
		key := regexp.MustCompile(`name="id" value="([^"]+)"`).FindStringSubmatch(p.Get("/staffing/scenarios/new"+spring+"&kind=wait", "Ny"))[1]
		for range 2 {
			p.Follow("/staffing/scenarios"+spring, "id", key, "kind", "wait", "activity", "2", "name", "Vänta")
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
			at := p.Follow("/staffing/scenarios"+spring, "changes", changes, "name", "Ingen")
			id := regexp.MustCompile(`scenario=([^&]+)`).FindStringSubmatch(at)[1]
			p.Follow("/staffing/scenarios/"+id+"/adopt"+spring, "seen", "1", "reason", "Så får det bli.")
		}
	})
}

func TestAWaitDecidedByManyAtOnceIsOneDecision(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := tight(t, db)
		var sent sync.WaitGroup
		for range 8 {
			sent.Go(func() { p.Try(http.MethodPost, "/staffing/wait/1"+spring, "reason", "Vi väntar på rådet.") })
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
