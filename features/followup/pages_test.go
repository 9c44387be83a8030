package followup_test

import (
	"archive/zip"
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/features/evidence"
	"samverk/features/followup"
	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/file"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
	"samverk/platform/ui"
	"samverk/platform/web"
)

func TestMain(m *testing.M) {
	code := m.Run()
	storetest.Stop()
	os.Exit(code)
}

var testContext = audit.As(context.Background(), audit.Actor{Kind: audit.Program, ID: "test", Name: "Prov"})

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// longWord tries whether a page can hold what Swedish can build.
const longWord = "Föreningsbidragshandläggningssystemupphandlingsförberedelser"

// pages is a site with one plan and one officer.
type pages struct {
	t       *testing.T
	db      *store.DB
	handler http.Handler
	token   string // of the officer
	plan    *plan.Plan

	catalogue *i18n.Catalogue
}

// printers are of every language.
func (p *pages) printers() (list []i18n.Printer) {
	for _, language := range i18n.Languages {
		list = append(list, p.catalogue.In(language))
	}
	return list
}

func newPages(t *testing.T, db *store.DB, withPlan bool) *pages {
	p := &pages{t: t, db: db}
	p.catalogue = i18n.NewCatalogue(store.Messages(), web.Messages(), ui.Messages(), form.Messages(), accounts.Messages(), audit.Messages(),
		plan.Messages(), evidence.Messages(), file.Messages(), followup.Messages())
	site := web.NewSite(p.catalogue, ui.ErrorPage, accounts.Guard)
	(&followup.Feature{DB: db}).Mount(site)
	p.handler = (&accounts.Feature{DB: db}).Recognise(site)
	check(t, db.Write(testContext, func(tx *store.Tx) error {
		account, err := accounts.Add(testContext, tx, "Strateg", "strateg@exempel.se", accounts.Officer)
		if err != nil {
			return err
		}
		if p.token, err = accounts.Begin(testContext, tx, account.ID, accounts.ByPassword, time.Now()); err != nil || !withPlan {
			return err
		}
		p.plan, err = plan.Accept(testContext, tx, testDraft(), nil, false)
		return err
	}))
	return p
}

func testDraft() plan.Draft {
	years := calendar.Span{From: date("2018-01-01"), To: date("2021-12-31")}
	count := plan.Rule{Kind: plan.CountPerPeriod, Target: 2, Period: plan.PerYear, From: years.From, To: years.To, Comparator: plan.AtLeast,
		Evidence: []plan.EvidenceKind{plan.BigMeeting}, Partial: plan.PartialFull, Flags: []string{"Två läses som minst två."}}
	judged := plan.Rule{Kind: plan.Judgement, From: years.From, To: years.To, Comparator: plan.AtLeast, Partial: plan.PartialFull}
	return plan.Draft{Title: "Provplan", Period: years, OverallGoal: "Allt ska bli bättre.", Goals: []plan.DraftGoal{{Number: 1, Label: "1", Title: longWord,
		Activities: []plan.DraftActivity{{Number: 1, Label: "1", Title: "Hålla " + longWord, Priority: plan.High, Recurrence: plan.Ongoing,
			Window: calendar.QuarterSpan{From: calendar.MustQuarter("2018-Q1"), To: calendar.MustQuarter("2021-Q4")},
			Indicators: []plan.DraftIndicator{{Number: 1, Label: "1", Text: "Två stormöten har hållits per år.", Rule: count},
				{Number: 2, Label: "2", Text: "Samverkan har blivit bättre.", Rule: judged}}}}}}}
}

// ask sends a request; an empty token is somebody who has not signed in.
func (p *pages) ask(method, address, token string, body url.Values, header ...string) *httptest.ResponseRecorder {
	p.t.Helper()
	r := httptest.NewRequest(method, address, strings.NewReader(body.Encode()))
	r.Header.Set("Accept-Language", "sv")
	if body != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if token != "" {
		r.AddCookie(&http.Cookie{Name: "samverk_session", Value: token})
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	p.handler.ServeHTTP(w, r)
	return w
}

// text asks for a page, sees that it is whole, and gives its words.
func (p *pages) text(address, token string) string {
	p.t.Helper()
	w := p.ask("GET", address, token, nil)
	if w.Code != http.StatusOK {
		p.t.Fatalf("%s answers %d: %s", address, w.Code, w.Body)
	}
	return wholeText(p.t, address, w.Body.String())
}

// wholeText gives the words of a page, and complains of ids used twice, messages without text and inline style.
func wholeText(t *testing.T, address, page string) string {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	check(t, err)
	ids := map[string]bool{}
	var words []string
	for node := range root.Descendants() {
		if node.Type == html.TextNode && node.Parent.Data != "script" {
			words = append(words, strings.Fields(node.Data)...)
		}
		for _, a := range node.Attr {
			if a.Key == "id" && ids[a.Val] {
				t.Errorf("%s: the id %s is used twice", address, a.Val)
			}
			if a.Key == "id" {
				ids[a.Val] = true
			}
			if a.Key == "style" {
				t.Errorf("%s: inline style on <%s>", address, node.Data)
			}
		}
	}
	text := strings.Join(words, " ")
	if strings.Contains(text, "followup.") || strings.Contains(text, "plan.words") {
		t.Errorf("%s shows a message that has no text: %s", address, text)
	}
	return text
}

func wantWords(t *testing.T, page string, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(page, w) {
			t.Errorf("%q is missing in: %s", w, page)
		}
	}
}

func (p *pages) record(day, title string) {
	p.t.Helper()
	check(p.t, p.db.Write(testContext, func(tx *store.Tx) error {
		_, err := evidence.Add(testContext, tx, evidence.NewRecord{Content: evidence.Content{Kind: plan.BigMeeting, Day: date(day), Title: title}},
			calendar.Today(time.Now()))
		return err
	}))
}

func TestPagesTellWhereThePlanStands(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := newPages(t, db, true)
		in := "/plan/" + p.plan.Key
		wantWords(t, p.text("/?date=2019-08-21", p.token), "Läget onsdag 21 augusti", "Två stormöten har hållits per år", "0 av 2", "Risk")
		p.record("2019-03-14", "Stormöte i mars")
		p.record("2019-04-14", "Stormöte i april")
		wantWords(t, p.text(in+"/indicator/1?date=2019-05-21", p.token), "2 av 2 stormöten", "Stormöte i april", "Att bekräfta", "Uppfylld 14 april 2019.")
		if page := p.text(in+"/indicator/1?date=2019-03-20", p.token); strings.Contains(page, "Stormöte i april") {
			t.Error("a record from after the day is shown")
		}
		wantWords(t, p.text(in+"/quarters?date=2019-05-21", p.token), "Kvartalsplan 2018–2021", "Kv 2", "Aktiviteter i gång")
		wantWords(t, p.text(in+"/indicators?date=2019-05-21&status=met", p.token), "1 av 2 indikatorer", "Två stormöten")
		wantWords(t, p.text(in+"/indicators?date=2019-05-21&status=met_late", p.token), "Inget stämmer med valet")
	})
}

func TestPagesAnswerToBadAddresses(t *testing.T) {
	p := newPages(t, storetest.Open(t, store.SQLite), true)
	for address, want := range map[string]int{
		"/plan/none/quarters": 404, "/plan/" + p.plan.Key + "/indicator/99": 404, "/plan/" + p.plan.Key + "/indicator/x": 404,
		"/?date=nonsense": 400, "/public/none": 404, "/plan/" + p.plan.Key + "/indicator/1?after=here": 400,
		"/plan/" + p.plan.Key + "/indicator/1/other.csv": 404,
	} {
		if got := p.ask("GET", address, p.token, nil).Code; got != want {
			t.Errorf("%s answers %d, want %d", address, got, want)
		}
	}
	for _, address := range []string{"/plan/" + p.plan.Key + "/quarters", "/plan/" + p.plan.Key + "/indicator/1"} {
		if w := p.ask("GET", address, "", nil); w.Code != http.StatusSeeOther || !strings.HasPrefix(w.Header().Get("Location"), "/sign-in") {
			t.Errorf("%s lets in somebody who has not signed in: %d", address, w.Code)
		}
	}
}

func TestAnAssessmentIsSignedOnceAndNothingTypedIsLost(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := newPages(t, db, true)
		address := "/plan/" + p.plan.Key + "/indicator/2"
		typed := url.Values{"key": {store.NewID()}, "seen": {"0"}, "day": {"2019-05-01"}, "role": {"Strateg"}, "text": {"Fler möts."}}
		w := p.ask("POST", address+"/judge", p.token, typed)
		if page := wholeText(t, address, w.Body.String()); w.Code != http.StatusUnprocessableEntity || !strings.Contains(page, "Fler möts.") {
			t.Fatalf("%d without a verdict: %s", w.Code, page)
		}
		typed.Set("verdict", "met")
		for range 2 {
			if w := p.ask("POST", address+"/judge", p.token, typed); w.Code != http.StatusSeeOther {
				t.Fatalf("%d: %s", w.Code, w.Body)
			}
		}
		var signed int
		check(t, db.Read(testContext, func(tx *store.Tx) error { return tx.Get(testContext, &signed, "SELECT count(*) FROM assessment") }))
		if signed != 1 {
			t.Errorf("signed %d times", signed)
		}
		wantWords(t, p.text(address+"?date=2019-05-21", p.token), "Uppfylld", "Omdöme undertecknat av Strateg.")
		typed.Set("key", store.NewID())
		w = p.ask("POST", address+"/judge", p.token, typed)
		wantWords(t, wholeText(t, address, w.Body.String()), "medan du skrev", "Fler möts.")
	})
}

func TestACellIsWaivedAndTakenBack(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := newPages(t, db, true)
		address := "/plan/" + p.plan.Key + "/indicator/1"
		for range 2 {
			w := p.ask("POST", address+"/waive", p.token, url.Values{"cell": {"2019-01-01"}, "on": {"2019-02-01"}, "reason": {"Pandemi."}})
			if w.Code != http.StatusSeeOther {
				t.Fatalf("%d: %s", w.Code, w.Body)
			}
		}
		wantWords(t, p.text(address+"?date=2019-05-21", p.token), "2019 är inte aktuell. Pandemi.", "Inte aktuell")
		w := p.ask("POST", address+"/unwaive", p.token, url.Values{"cell": {"2019-01-01"}})
		wantWords(t, wholeText(t, address, w.Body.String()), "Skriv varför avstämningen är aktuell igen.")
		p.ask("POST", address+"/unwaive", p.token, url.Values{"cell": {"2019-01-01"}, "reason": {"Öppet igen."}})
		if page := p.text(address+"?date=2019-05-21", p.token); strings.Contains(page, "2019 är inte aktuell.") {
			t.Error("still waived")
		}
	})
}

// take takes a step in the plan's life.
func (p *pages) take(step plan.Step) {
	p.t.Helper()
	check(p.t, p.db.Write(testContext, func(tx *store.Tx) error { return plan.Take(testContext, tx, p.plan.ID, step, "", nil) }))
}

func TestThePublicSeesPublishedPlansAndKeepsThePage(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := newPages(t, db, true)
		wantWords(t, p.text("/", ""), "Ingen plan är publicerad än")
		hidden, unknown := p.ask("GET", "/public/"+p.plan.Key, "", nil), p.ask("GET", "/public/none", "", nil)
		if hidden.Code != http.StatusNotFound || strings.ReplaceAll(hidden.Body.String(), p.plan.Key, "none") != unknown.Body.String() {
			t.Errorf("a plan that is not published answers %d, or otherwise than one that is not there", hidden.Code)
		}
		wantWords(t, p.text("/public/"+p.plan.Key, p.token), "Provplan", "Bara den som är inloggad ser sidan")
		p.take(plan.StepPublish)
		wantWords(t, p.text("/", ""), "Så går det med planen", "0 av")
		wantWords(t, p.text("/public/"+p.plan.Key, ""), "Provplan", "Två stormöten har hållits per år.")
		first := p.ask("GET", "/", "", nil)
		if w := p.ask("GET", "/", "", nil, "If-None-Match", first.Header().Get("ETag")); w.Code != http.StatusNotModified {
			t.Errorf("an unchanged page is sent again: %d", w.Code)
		}
		p.record("2018-03-14", "Stormöte")
		p.record("2018-04-14", "Stormöte igen")
		if w := p.ask("GET", "/", "", nil, "If-None-Match", first.Header().Get("ETag")); w.Code != http.StatusOK {
			t.Errorf("a changed page is not sent: %d", w.Code)
		}
		p.take(plan.StepArchive)
		wantWords(t, p.text("/public/"+p.plan.Key, ""), "Planen gäller inte längre", "Två stormöten har hållits per år.")
		p.take(plan.StepUnpublish)
		if w := p.ask("GET", "/public/"+p.plan.Key, "", nil); w.Code != http.StatusNotFound {
			t.Errorf("an unpublished plan is still shown to the public: %d", w.Code)
		}
	})
}

func TestWithoutAPlanThePagesSayHowToBegin(t *testing.T) {
	p := newPages(t, storetest.Open(t, store.SQLite), false)
	wantWords(t, p.text("/", p.token), "Det finns ingen plan än", "Läs in plan")
	wantWords(t, p.text("/", ""), "Ingen plan är publicerad än")
}

func TestDownloads(t *testing.T) {
	p := newPages(t, storetest.Open(t, store.SQLite), true)
	p.record("2019-03-14", "=1+1")
	in := "/plan/" + p.plan.Key
	book := p.ask("GET", in+"/quarters.xlsx?date=2019-05-21", p.token, nil).Body.Bytes()
	if _, err := zip.NewReader(bytes.NewReader(book), int64(len(book))); err != nil {
		t.Errorf("the workbook cannot be opened: %v", err)
	}
	wantWords(t, p.ask("GET", in+"/quarters.csv?date=2019-05-21", p.token, nil).Body.String(), "2019 Kv 2", "Inte uppfylld, indikator 1", longWord)
	wantWords(t, p.ask("GET", in+"/indicator/1/records.csv?date=2019-05-21", p.token, nil).Body.String(), "2019-03-14;'=1+1;")
}
