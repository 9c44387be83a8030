package staffing_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"samverk/features/accounts"
	"samverk/features/accounts/accountstest"
	"samverk/features/evidence"
	"samverk/features/plan"
	"samverk/features/staffing"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
	"samverk/platform/web/webtest"
)

// pages are the feature's pages as somebody with a role sees them.
type pages struct {
	webtest.Visitor
	token map[accounts.Role]string
	plan  *plan.Plan
}

func openPages(t *testing.T, db *store.DB) *pages {
	t.Helper()
	words := accountstest.Words(plan.Messages(), evidence.Messages(), staffing.Messages())
	p := &pages{Visitor: accountstest.Open(t, db, words, &staffing.Feature{DB: db, Words: words}), token: accountstest.SignInAs(t, db, map[accounts.Role]string{accounts.Manager: "Asta Chef", accounts.Auditor: "Rut Revisor"})}
	p.Keys, p.Token = []string{"staffing.", "plan."}, p.token[accounts.Manager]
	p.plan = testPlan(t, db)
	return p
}

func TestAnEmptyStaffingSaysHowToBegin(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := openPages(t, db)
		p.Get("/staffing?date=2019-05-21", "Här finns ingen än", "Lägg till person")
		p.Get("/staffing/people", "Här finns ingen än")
		p.Get("/staffing/efforts?date=2019-05-21", "Utreda", "24 timmar", "40 timmar per kvartal", "Utifrån planen")
		p.Get("/staffing", "Planens tid är slut")
	})
}

func TestAPersonIsAddedChangedAndGivenTime(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := openPages(t, db)
		wrong := p.Refused("/staffing/people", "Skriv ett namn eller en roll", "id", store.NewID(), "role", "Strateg", "from", "i går", "percent", "120")
		p.Holds("the wrong form", wrong, "Skriv en procent från 0 till 100.")
		if !strings.Contains(wrong, `value="i går"`) || !strings.Contains(wrong, `value="Strateg"`) {
			t.Error("what was typed is lost")
		}
		fields := []string{"id", store.NewID(), "name", "Medarbetare 1", "role", "Strateg", "from", "2018-01-01", "percent", "100"}
		page := p.Follow("/staffing/people", fields...)
		if again := p.Follow("/staffing/people", fields...); again != page {
			t.Errorf("sent twice it led to %s and %s", page, again)
		}
		person, _, _ := strings.Cut(page, "?")
		p.Get(page, "Personen är tillagd.", "Orsaken sparas inte")
		p.Follow(person+"/percent", "starts", "2020-01-01", "percent", "37,5")
		p.Refused(person+"/percent", "utanför den tid som personen arbetar", "starts", "2017-01-01", "percent", "50")
		p.Follow(person+"/absence", "id", store.NewID(), "away_from", "2019-05-01", "away_until", "2019-06-30", "away", "50")
		p.Refused(person+"/absence", "Sista dagen kan inte ligga före den första.", "away_from", "2019-05-02", "away_until", "2019-05-01", "away", "50")
		p.Get(person+"?date=2019-05-21", "2020-01-01 37,5 %", "2019-05-01 2019-06-30 50 %")
		p.Get("/staffing/people?date=2019-05-21", "Medarbetare 1 Strateg 100 % 50 % till 2019-06-30", "Medarbetare 1 100 % 189 316") // 20 days whole and 39 half
		p.Get("/staffing?date=2019-05-21", "arbetsdagar × 8 timmar", "40 %")
		p.Get(person+"/edit", "Ändra Medarbetare 1")
		p.Follow(person+"/edit", "name", "Medarbetare 1", "role", "Jurist", "from", "2018-01-01", "until", "2019-12-31", "seen", "1")
		p.Holds("a late form", p.Post(person+"/edit", http.StatusConflict, "name", "Medarbetare 1", "role", "Strateg", "from", "2018-01-01", "seen", "1"), "Jurist", "Asta Chef")
		p.Follow(person+"/edit", "name", "Medarbetare 1", "role", "Strateg", "from", "2018-01-01", "seen", "2")
		p.Follow(person + "/percent/2020-01-01/remove")
		p.Refused(person+"/percent/2018-01-01/remove", "Det måste finnas minst en tjänstgöringsgrad")
		if w := p.Try(http.MethodGet, "/staffing/people/borta"); w.Code != http.StatusNotFound {
			t.Errorf("somebody unknown: %d", w.Code)
		}
	})
}

func TestSettingsDecideHoursAndFirstEstimates(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := openPages(t, db)
		add(t, db, staffing.Person{Name: "Medarbetare 1", From: day("2018-01-01")}, 1000)
		fields := []string{"hours", "7,8", "reserved", "25", "seen", "0"}
		for _, kind := range plan.EvidenceKinds {
			fields = append(fields, "kind_"+string(kind), "12")
		}
		p.Refused("/staffing/capacity", "Skriv hur många timmar en sådan händelse brukar ta.", fields[:6]...)
		p.Refused("/staffing/capacity", "högst 24", append([]string{"hours", "25"}, fields[2:]...)...)
		p.Follow("/staffing/capacity", fields...)
		p.Get("/staffing/capacity?saved", "Inställningarna är sparade.")
		p.Get("/staffing?date=2019-05-21", "351", "7,8 timmar", "25 %") // 60 days, Midsummer's Eve among them, × 7.8 × 0.75
		p.Holds("a late form", p.Post("/staffing/capacity", http.StatusConflict, append([]string{"hours", "6"}, fields[2:]...)...), "7.8")
		p.Get("/staffing/efforts/1", "3 möten × 12 timmar = 36 timmar", "Det blir 72 timmar i hela aktivitetens tid.")
		p.Get("/staffing/efforts/2", "4 stormöten per år, sammanlagt 16 × 12 timmar = 192 timmar", "alltså 12 timmar per kvartal")
	})
}

func TestAnEstimateIsExplainedAndReplaced(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := openPages(t, db)
		who := add(t, db, staffing.Person{Name: "Medarbetare 1", Role: "Strateg", From: day("2018-01-01")}, 1000)
		p.Get("/staffing/efforts/1?date=2019-05-21", "Uppskattad till 24 timmar utifrån planen.", "3 möten × 4 timmar = 12 timmar")
		p.Get("/staffing/efforts/3", "Aktiviteten har inga indikatorer")
		rest := []string{"shape", "total", "who", "people", "people", who.ID, "owner", who.ID, "by", "enhetschefen", "seen", "0"}
		p.Refused("/staffing/efforts/1", "Välj minst en person.", "shape", "total", "hours", "160", "who", "people", "by", "mig")
		p.Refused("/staffing/efforts/1", "högst en decimal", append([]string{"hours", "1,25"}, rest...)...)
		to := p.Follow("/staffing/efforts/1?date=2019-05-21", append([]string{"hours", "160"}, rest...)...)
		p.Get(to, "Uppskattningen är sparad.", "Uppskattad till 160 timmar av enhetschefen.", "Medarbetare 1, helst Medarbetare 1")
		p.Get("/staffing/efforts?source=people", "1. Utreda", "Enhetschefen, ")
		if page := p.Get("/staffing/efforts?source=plan"); strings.Contains(page, "1. Utreda") {
			t.Error("the filter shows what it should not")
		}
		late := p.Post("/staffing/efforts/1", http.StatusConflict, append([]string{"hours", "90"}, rest...)...)
		if p.Holds("a late form", late, "Asta Chef"); !strings.Contains(late, `value="90"`) || !strings.Contains(late, `value="1"`) {
			t.Error("what was typed is lost, or it cannot be sent once more")
		}
	})
}

func TestTheOrderIsChangedByButtonsAndByTyping(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := openPages(t, db)
		order := func() string {
			body, _, _ := strings.Cut(p.Get("/staffing/order"), `id="medium"`)
			return strings.Join(regexp.MustCompile(`id="a-\d+"`).FindAllString(body, -1), " ")
		}
		if got := order(); got != `id="a-1" id="a-2"` {
			t.Errorf("at first %s", got)
		}
		for range 2 {
			if to := p.Follow("/staffing/order/2/1?date=2019-05-21"); to != "/staffing/order?date=2019-05-21&saved#a-2" {
				t.Errorf("it led to %s", to)
			}
		}
		if got := order(); got != `id="a-2" id="a-1"` {
			t.Errorf("then %s", got)
		}
		p.Follow("/staffing/order", "priority", "high", "seen", "2 1", "place_1", "1", "place_2", "2")
		if got := order(); got != `id="a-1" id="a-2"` {
			t.Errorf("at last %s", got)
		}
		p.Holds("a late form", p.Post("/staffing/order", http.StatusConflict, "priority", "high", "seen", "2 1", "place_1", "2"), "Någon annan har sparat under tiden.")
		p.Refused("/staffing/order", "först", "priority", "high", "seen", "1 2", "place_1", "först")
	})
}

// Whoever may only read sees everything and no forms.
func TestReadersSeeNoForms(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := openPages(t, db)
		who := add(t, db, staffing.Person{Name: "Medarbetare 1", From: day("2018-01-01")}, 1000)
		p.Token = p.token[accounts.Auditor]
		for _, address := range []string{"/staffing", "/staffing/people", "/staffing/people/" + who.ID, "/staffing/capacity", "/staffing/efforts/1", "/staffing/order"} {
			if page := p.Get(address); strings.Contains(page, `method="post"`) {
				t.Errorf("%s has a form", address)
			}
		}
		for _, address := range []string{"/staffing/people", "/staffing/capacity", "/staffing/efforts/1", "/staffing/order", "/staffing/order/2/1"} {
			if w := p.Try(http.MethodPost, address); w.Code != http.StatusForbidden {
				t.Errorf("%s: %d", address, w.Code)
			}
		}
	})
}

func TestThePagesAreInEnglishToo(t *testing.T) {
	db := storetest.Open(t, store.SQLite)
	p := openPages(t, db)
	who := add(t, db, staffing.Person{Name: "Officer 1", From: day("2018-01-01")}, 800)
	for address, words := range map[string]string{"/staffing": "Hours per quarter", "/staffing/people/" + who.ID: "Percent of full time", "/staffing/people/new": "Add person",
		"/staffing/capacity": "Time set aside", "/staffing/efforts/2": "4 big meetings per year, 16 in all", "/staffing/order": "Move up"} {
		p.Get(address+"?lang=en", words)
	}
}
