package staffing_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/features/evidence"
	"samverk/features/plan"
	"samverk/features/staffing"
	"samverk/platform/file"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
	"samverk/platform/ui"
	"samverk/platform/web"
)

// pages are the feature's pages as somebody with a role sees them.
type pages struct {
	t     *testing.T
	site  http.Handler
	token map[accounts.Role]string
	role  accounts.Role
	plan  *plan.Plan
}

func openPages(t *testing.T, db *store.DB) *pages {
	t.Helper()
	catalogue := i18n.NewCatalogue(store.Messages(), web.Messages(), form.Messages(), ui.Messages(), accounts.Messages(), audit.Messages(),
		plan.Messages(), evidence.Messages(), file.Messages(), staffing.Messages())
	p := &pages{t: t, role: accounts.Manager, token: map[accounts.Role]string{}, plan: testPlan(t, db)}
	for role, name := range map[accounts.Role]string{accounts.Manager: "Asta Chef", accounts.Auditor: "Rut Revisor"} {
		write(t, db, func(tx *store.Tx) error {
			account, err := accounts.Add(ctx, tx, name, string(role)+"@exempel.se", role)
			if err == nil {
				p.token[role], err = accounts.Begin(ctx, tx, account.ID, accounts.ByPassword, store.Now().Time)
			}
			return err
		})
	}
	site := web.NewSite(catalogue, ui.ErrorPage, accounts.Guard)
	(&staffing.Feature{DB: db, Words: catalogue}).Mount(site)
	p.site = (&accounts.Feature{DB: db}).Recognise(site)
	return p
}

func (p *pages) send(method, address string, fields ...string) *httptest.ResponseRecorder {
	p.t.Helper()
	values := url.Values{}
	for i := 0; i+1 < len(fields); i += 2 {
		values.Add(fields[i], fields[i+1])
	}
	r := httptest.NewRequest(method, address, strings.NewReader(values.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Accept-Language", "sv")
	r.AddCookie(&http.Cookie{Name: "samverk_session", Value: p.token[p.role]})
	w := httptest.NewRecorder()
	p.site.ServeHTTP(w, r)
	return w
}

// get shows a page and checks that it is whole.
func (p *pages) get(address string, wanted ...string) string {
	p.t.Helper()
	w := p.send(http.MethodGet, address)
	if w.Code != http.StatusOK {
		p.t.Fatalf("%s: %d %s", address, w.Code, textOf(p.t, w.Body.String()))
	}
	return p.holds(address, w.Body.String(), wanted...)
}

func (p *pages) holds(what, body string, wanted ...string) string {
	p.t.Helper()
	text := textOf(p.t, body)
	for _, words := range wanted {
		if !strings.Contains(text, words) {
			p.t.Errorf("%s lacks %q: %s", what, words, text)
		}
	}
	if key := regexp.MustCompile(`\b(staffing|plan)\.[a-z_.]+\b`).FindString(text); key != "" {
		p.t.Errorf("%s has no words for %s", what, key)
	}
	return body
}

// textOf is what can be read on a page, with single spaces.
func textOf(t *testing.T, page string) string {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for n := range root.Descendants() {
		if n.Type == html.TextNode {
			text.WriteString(n.Data + " ")
		}
	}
	return strings.Join(strings.Fields(text.String()), " ")
}

// post sends a form and gives where it leads, or the page that refuses it.
func (p *pages) post(address string, code int, fields ...string) string {
	p.t.Helper()
	w := p.send(http.MethodPost, address, fields...)
	if w.Code != code {
		p.t.Fatalf("%s: %d, want %d: %s", address, w.Code, code, textOf(p.t, w.Body.String()))
	}
	if code == http.StatusSeeOther {
		return w.Header().Get("Location")
	}
	return w.Body.String()
}

// refused sends a form that is not taken, and looks for what the page says of it.
func (p *pages) refused(address, says string, fields ...string) string {
	p.t.Helper()
	return p.holds(address, p.post(address, http.StatusUnprocessableEntity, fields...), says)
}

func TestAnEmptyStaffingSaysHowToBegin(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := openPages(t, db)
		p.get("/staffing?date=2019-05-21", "Här finns ingen än", "Lägg till person")
		p.get("/staffing/people", "Här finns ingen än")
		p.get("/staffing/efforts?date=2019-05-21", "Utreda", "24 timmar", "40 timmar per kvartal", "Utifrån planen")
		p.get("/staffing", "Planens tid är slut")
	})
}

func TestAPersonIsAddedChangedAndGivenTime(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := openPages(t, db)
		wrong := p.refused("/staffing/people", "Skriv ett namn eller en roll", "id", store.NewID(), "role", "Strateg", "from", "i går", "percent", "120")
		p.holds("the wrong form", wrong, "Skriv en procent från 0 till 100.")
		if !strings.Contains(wrong, `value="i går"`) || !strings.Contains(wrong, `value="Strateg"`) {
			t.Error("what was typed is lost")
		}
		fields := []string{"id", store.NewID(), "name", "Medarbetare 1", "role", "Strateg", "from", "2018-01-01", "percent", "100"}
		page := p.post("/staffing/people", http.StatusSeeOther, fields...)
		if again := p.post("/staffing/people", http.StatusSeeOther, fields...); again != page {
			t.Errorf("sent twice it led to %s and %s", page, again)
		}
		person, _, _ := strings.Cut(page, "?")
		p.get(page, "Personen är tillagd.", "Orsaken sparas inte")
		p.post(person+"/percent", http.StatusSeeOther, "starts", "2020-01-01", "percent", "37,5")
		p.refused(person+"/percent", "utanför den tid som personen arbetar", "starts", "2017-01-01", "percent", "50")
		p.post(person+"/absence", http.StatusSeeOther, "id", store.NewID(), "away_from", "2019-05-01", "away_until", "2019-06-30", "away", "50")
		p.refused(person+"/absence", "Sista dagen kan inte ligga före den första.", "away_from", "2019-05-02", "away_until", "2019-05-01", "away", "50")
		p.get(person+"?date=2019-05-21", "2020-01-01 37,5 %", "2019-05-01 2019-06-30 50 %")
		p.get("/staffing/people?date=2019-05-21", "Medarbetare 1 Strateg 100 % 50 % till 2019-06-30", "Medarbetare 1 100 % 189 316") // 20 days whole and 39 half
		p.get("/staffing?date=2019-05-21", "arbetsdagar × 8 timmar", "40 %")
		p.get(person+"/edit", "Ändra Medarbetare 1")
		p.post(person+"/edit", http.StatusSeeOther, "name", "Medarbetare 1", "role", "Jurist", "from", "2018-01-01", "until", "2019-12-31", "seen", "1")
		p.holds("a late form", p.post(person+"/edit", http.StatusConflict, "name", "Medarbetare 1", "role", "Strateg", "from", "2018-01-01", "seen", "1"), "Jurist", "Asta Chef")
		p.post(person+"/edit", http.StatusSeeOther, "name", "Medarbetare 1", "role", "Strateg", "from", "2018-01-01", "seen", "2")
		p.post(person+"/percent/2020-01-01/remove", http.StatusSeeOther)
		p.refused(person+"/percent/2018-01-01/remove", "Det måste finnas minst en tjänstgöringsgrad")
		if w := p.send(http.MethodGet, "/staffing/people/borta"); w.Code != http.StatusNotFound {
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
		p.refused("/staffing/capacity", "Skriv hur många timmar en sådan händelse brukar ta.", fields[:6]...)
		p.refused("/staffing/capacity", "högst 24", append([]string{"hours", "25"}, fields[2:]...)...)
		p.post("/staffing/capacity", http.StatusSeeOther, fields...)
		p.get("/staffing/capacity?saved", "Inställningarna är sparade.")
		p.get("/staffing?date=2019-05-21", "351", "7,8 timmar", "25 %") // 60 days, Midsummer's Eve among them, × 7.8 × 0.75
		p.holds("a late form", p.post("/staffing/capacity", http.StatusConflict, append([]string{"hours", "6"}, fields[2:]...)...), "7.8")
		p.get("/staffing/efforts/1", "3 möten × 12 timmar = 36 timmar", "Det blir 72 timmar i hela aktivitetens tid.")
		p.get("/staffing/efforts/2", "4 stormöten per år, sammanlagt 16 × 12 timmar = 192 timmar", "alltså 12 timmar per kvartal")
	})
}

func TestAnEstimateIsExplainedAndReplaced(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := openPages(t, db)
		who := add(t, db, staffing.Person{Name: "Medarbetare 1", Role: "Strateg", From: day("2018-01-01")}, 1000)
		p.get("/staffing/efforts/1?date=2019-05-21", "Uppskattad till 24 timmar utifrån planen.", "3 möten × 4 timmar = 12 timmar")
		p.get("/staffing/efforts/3", "Aktiviteten har inga indikatorer")
		rest := []string{"shape", "total", "who", "people", "people", who.ID, "owner", who.ID, "by", "enhetschefen", "seen", "0"}
		p.refused("/staffing/efforts/1", "Välj minst en person.", "shape", "total", "hours", "160", "who", "people", "by", "mig")
		p.refused("/staffing/efforts/1", "högst en decimal", append([]string{"hours", "1,25"}, rest...)...)
		to := p.post("/staffing/efforts/1?date=2019-05-21", http.StatusSeeOther, append([]string{"hours", "160"}, rest...)...)
		p.get(to, "Uppskattningen är sparad.", "Uppskattad till 160 timmar av enhetschefen.", "Medarbetare 1, helst Medarbetare 1")
		p.get("/staffing/efforts?source=people", "1. Utreda", "Enhetschefen, ")
		if page := p.get("/staffing/efforts?source=plan"); strings.Contains(page, "1. Utreda") {
			t.Error("the filter shows what it should not")
		}
		late := p.post("/staffing/efforts/1", http.StatusConflict, append([]string{"hours", "90"}, rest...)...)
		if p.holds("a late form", late, "Asta Chef"); !strings.Contains(late, `value="90"`) || !strings.Contains(late, `value="1"`) {
			t.Error("what was typed is lost, or it cannot be sent once more")
		}
	})
}

func TestTheOrderIsChangedByButtonsAndByTyping(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := openPages(t, db)
		order := func() string {
			body, _, _ := strings.Cut(p.get("/staffing/order"), `id="medium"`)
			return strings.Join(regexp.MustCompile(`id="a-\d+"`).FindAllString(body, -1), " ")
		}
		if got := order(); got != `id="a-1" id="a-2"` {
			t.Errorf("at first %s", got)
		}
		for range 2 {
			if to := p.post("/staffing/order/2/1?date=2019-05-21", http.StatusSeeOther); to != "/staffing/order?date=2019-05-21&saved#a-2" {
				t.Errorf("it led to %s", to)
			}
		}
		if got := order(); got != `id="a-2" id="a-1"` {
			t.Errorf("then %s", got)
		}
		p.post("/staffing/order", http.StatusSeeOther, "priority", "high", "seen", "2 1", "place_1", "1", "place_2", "2")
		if got := order(); got != `id="a-1" id="a-2"` {
			t.Errorf("at last %s", got)
		}
		p.holds("a late form", p.post("/staffing/order", http.StatusConflict, "priority", "high", "seen", "2 1", "place_1", "2"), "Någon annan har sparat under tiden.")
		p.refused("/staffing/order", "först", "priority", "high", "seen", "1 2", "place_1", "först")
	})
}

// Whoever may only read sees everything and no forms.
func TestReadersSeeNoForms(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := openPages(t, db)
		who := add(t, db, staffing.Person{Name: "Medarbetare 1", From: day("2018-01-01")}, 1000)
		p.role = accounts.Auditor
		for _, address := range []string{"/staffing", "/staffing/people", "/staffing/people/" + who.ID, "/staffing/capacity", "/staffing/efforts/1", "/staffing/order"} {
			if page := p.get(address); strings.Contains(page, `method="post"`) {
				t.Errorf("%s has a form", address)
			}
		}
		for _, address := range []string{"/staffing/people", "/staffing/capacity", "/staffing/efforts/1", "/staffing/order", "/staffing/order/2/1"} {
			if w := p.send(http.MethodPost, address); w.Code != http.StatusForbidden {
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
		p.get(address+"?lang=en", words)
	}
}
