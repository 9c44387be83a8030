package grants_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/features/cases"
	"samverk/features/grants"
	"samverk/features/organisations"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/questions"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
	"samverk/platform/ui"
	"samverk/platform/web"
)

// pages are the feature's pages as an officer and as somebody who reads.
type pages struct {
	t               *testing.T
	site            http.Handler
	officer, reader string
}

func openPages(t *testing.T, db *store.DB) *pages {
	t.Helper()
	p := &pages{t: t}
	for token, role := range map[*string]accounts.Role{&p.officer: accounts.Officer, &p.reader: accounts.Reader} {
		write(t, db, func(tx *store.Tx) error {
			added, err := accounts.Add(ctx, tx, string(role), string(role)+"@exempel.se", role)
			if err == nil {
				*token, err = accounts.Begin(ctx, tx, added.ID, accounts.ByPassword, time.Now())
			}
			return err
		})
	}
	site := web.NewSite(i18n.NewCatalogue(store.Messages(), web.Messages(), form.Messages(), ui.Messages(), questions.Messages(), accounts.Messages(), audit.Messages(), organisations.Messages(), cases.Messages(),
		grants.Messages()), ui.ErrorPage, accounts.Guard)
	(&grants.Feature{DB: db, Now: func() time.Time { return now }}).Mount(site)
	p.site = (&accounts.Feature{DB: db}).Recognise(site)
	return p
}

// send asks for an address and wants a code; words that begin with "-" must not stand in the answer.
func (p *pages) send(token, method, address string, code int, fields url.Values, wanted ...string) *httptest.ResponseRecorder {
	p.t.Helper()
	r := httptest.NewRequest(method, address, strings.NewReader(fields.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Accept-Language", "sv")
	if token != "" {
		r.AddCookie(&http.Cookie{Name: "samverk_session", Value: token})
	}
	w := httptest.NewRecorder()
	p.site.ServeHTTP(w, r)
	if w.Code != code {
		p.t.Errorf("%s %s: %d, want %d", method, address, w.Code, code)
	}
	for _, words := range wanted {
		if not, absent := strings.CutPrefix(words, "-"); absent == strings.Contains(w.Body.String(), not) {
			p.t.Errorf("%s %s, want %q", method, address, words)
		}
	}
	return w
}

func TestAFormIsPutTogetherInTheBrowser(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p, id := openPages(t, db), programme(t, db, false)
		at := "/grants/" + id + "/form/form"
		version := func() (v string) {
			write(t, db, func(tx *store.Tx) error {
				found, err := grants.FindProgramme(ctx, tx, id)
				v = strconv.Itoa(found.Version)
				return err
			})
			return v
		}
		section := url.Values{"seen": {"1"}, "title_sv": {"Pengar"}, "title_en": {"Money"}}
		p.send(p.officer, "POST", at+"/sections", 303, section)
		p.send(p.officer, "POST", at+"/sections", 409, section, "Pengar")
		p.send(p.officer, "POST", at+"/sections/pengar/new", 422, url.Values{"seen": {version()}, "kind": {"choice"}, "label_en": {"Kept"}}, "Kept", "Skriv texten på svenska.", "Skriv minst två svar")
		p.send(p.officer, "POST", at+"/sections/pengar/new", 303, url.Values{"seen": {version()}, "kind": {"choice"}, "label_sv": {"Har ni budget?"}, "options": {"Ja | Yes\nNej | No"}})
		p.send(p.officer, "POST", at+"/sections/pengar/new", 303, url.Values{"seen": {version()}, "kind": {"table"}, "label_sv": {"Visa den"}, "columns": {"Vad\nmoney | Kostnad | Cost"}, "when": {"har_ni_budget=ja"}})
		p.send(p.reader, "GET", at, 200, nil, "Har ni budget?", "Visas beroende på", "-Lägg till avsnitt")
		p.send(p.officer, "POST", at+"/questions/har_ni_budget/move", 400, url.Values{"seen": {version()}, "way": {"remove"}}, "Villkoret för")
		p.send(p.officer, "POST", at+"/questions/visa_den/move", 303, url.Values{"seen": {version()}, "way": {"remove"}})
		p.send(p.officer, "POST", at+"/questions/har_ni_budget/move", 303, url.Values{"seen": {version()}, "way": {"up"}})
		p.send(p.officer, "GET", at+"/preview", 200, nil, "Har ni budget?", "-Visa den")
		exported := p.send(p.reader, "GET", at+"/form.json", 200, nil, `"har_ni_budget"`).Body.String()
		p.send(p.officer, "POST", at+"/import", 422, url.Values{"seen": {version()}, "json": {"{"}})
		p.send(p.officer, "POST", at+"/import", 303, url.Values{"seen": {version()}, "json": {exported}})
		p.send(p.reader, "POST", at+"/import", 403, url.Values{"seen": {version()}, "json": {exported}})
	})
}

func TestACallOnItsPages(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p, id := openPages(t, db), programme(t, db, false)
		call := store.NewID()
		fields := url.Values{"id": {call}, "title": {"Prov 2026"}, "year": {"2026"}, "opens_on": {"2026-05-20"}, "opens_at": {"8"}, "closes_on": {"2026-06-30"}, "closes_at": {"24"}, "decision_on": {"2026-08-20"},
			"account0": {"4711"}, "frame0": {"500 000"}}
		for range 2 {
			p.send(p.officer, "POST", "/grants/"+id+"/calls", 303, fields)
		}
		later := url.Values{"id": {store.NewID()}, "title": {""}, "year": {"2026"}, "closes_at": {"15.00"}}
		p.send(p.officer, "POST", "/grants/"+id+"/calls", 422, later, `value="15.00"`)
		later.Set("title", "Prov senare")
		p.send(p.officer, "POST", "/grants/"+id+"/calls", 303, later)
		p.send(p.officer, "GET", "/calls/"+later.Get("id")+"/edit", 200, nil, `value="08.00"`, `value="24.00"`)
		p.send(p.reader, "GET", "/calls/"+call, 200, nil, "vem man frågar", "500\u00a0000\u00a0kr", "-Schemalägg")
		p.send("", "GET", "/public/grants/"+call, 404, nil)
		p.send(p.officer, "POST", "/calls/"+call+"/schedule", 400, nil, "vem man frågar")
		fields.Set("seen", "1")
		fields.Set("contact", "bidrag@exempel.se")
		p.send(p.officer, "POST", "/calls/"+call+"/edit", 303, fields)
		fields.Set("contact", "annan@exempel.se")
		p.send(p.officer, "POST", "/calls/"+call+"/edit", 409, fields, "annan@exempel.se", "bidrag@exempel.se")
		p.send(p.officer, "POST", "/calls/"+call+"/schedule", 303, nil)
		p.send("", "GET", "/public/grants", 200, nil, "Prov 2026", "Öppen")
		p.send("", "GET", "/public/grants/"+call, 200, nil, "Hur mycket söker ni?", "30\u00a0juni\u00a02026 kl. 24", "Två.")
		p.send("", "GET", "/public/grants/"+call+"/check?asked=1&amount=1001", 200, nil, "Ni kan inte söka")
		p.send("", "GET", "/public/grants/"+call+"/check?asked=1&amount=1000", 200, nil, "Ni kan söka")
		p.send("", "GET", "/public/grants/"+call+"/check?asked=1&amount=m%C3%A5nga", 200, nil, "är inget belopp")
		p.send(p.officer, "POST", "/calls/"+call+"/move/cancelled", 422, url.Values{}, "Skriv varför.")
		p.send(p.officer, "POST", "/calls/"+call+"/move/cancelled", 303, url.Values{"why": {"Inga pengar."}})
		p.send("", "GET", "/public/grants/"+call, 200, nil, "Inställd", "Inga pengar.")
		for _, address := range []string{"/grants", "/grants/" + id, "/grants/" + id + "/edit", "/grants/new", "/grants/" + id + "/rules/edit", "/grants/" + id + "/criteria/edit", "/grants/" + id + "/pots/edit", "/grants/" + id + "/guidelines?day=2020-05-01",
			"/grants/" + id + "/guidelines/new", "/grants/" + id + "/end", "/grants/" + id + "/calls/new", "/grants/" + id + "/form/report", "/grants/de-minimis/rates"} {
			p.send(p.officer, "GET", address, 200, nil, "->grants.")
		}
	})
}

func TestRulesCriteriaAndPotsAreReadAsTheyAreWritten(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p, id := openPages(t, db), programme(t, db, false)
		p.send(p.officer, "POST", "/grants/"+id+"/rules/edit", 422, url.Values{"seen": {"1"}, "late": {"sju tio"}, "most": {"mycket"}}, "sju tio", "mycket", "är inget belopp")
		p.send(p.officer, "POST", "/grants/"+id+"/rules/edit", 303, url.Values{"seen": {"1"}, "legal_forms": {"61"}, "classes": {"icnpo 1"}, "municipalities": {"4"}, "activity": {"3"}, "own_part": {"100"}, "hourly_rate": {"330"},
			"amount_answer": {"amount"}, "late": {"7 10\n14 20"}})
		p.send(p.officer, "POST", "/grants/"+id+"/criteria/edit", 422, url.Values{"seen": {"2"}, "name0": {"Behov"}, "weight0": {"3"}, "steps0": {"bara ett"}}, "bara ett", "minst två steg")
		p.send(p.officer, "POST", "/grants/"+id+"/criteria/edit", 303, url.Values{"seen": {"2"}, "name1": {"Behov"}, "weight1": {"3"}, "steps1": {"nej\nja"}})
		p.send(p.officer, "POST", "/grants/"+id+"/pots/edit", 303, url.Values{"seen": {"3"}, "pot0": {"Unga"}, "amount0": {"100"}, "way0": {"priced"}, "terms0": {"432 250\n29,33 members 6-25"}, "times0": {"3"}, "cap_share0": {"12,5"}})
		p.send(p.reader, "GET", "/grants/"+id, 200, nil, "Medlemmar i minst 4 kommuner eller verksamhet i minst 3", "dag 8–14: 20 % dras av", "Behov", "Vikt 3", "29,33 × members 6-25) × 3", "12,5 %")
		for _, below := range []string{"/rules/edit", "/criteria/edit", "/pots/edit"} {
			p.send(p.officer, "GET", "/grants/"+id+below, 200, nil)
		}
	})
}

func TestDeMinimisAidOnThePages(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p, o, aid := openPages(t, db), store.NewID(), store.NewID()
		write(t, db, func(tx *store.Tx) error {
			return organisations.Add(ctx, tx, o, organisations.Content{Name: "Föreningen", Form: "61"})
		})
		at := "/grants/de-minimis/organisations/" + o
		fields := url.Values{"id": {aid}, "granted_on": {"2026-05-20"}, "amount": {"110 000"}, "giver": {"Kommunen"}}
		for range 2 {
			p.send(p.officer, "POST", at, 303, fields)
		}
		p.send(p.reader, "GET", at, 200, nil, "kurs saknas", "-Anteckna stödet")
		p.send(p.officer, "POST", "/grants/de-minimis/rates", 422, url.Values{"day": {"2026-05-20"}, "rate": {"elva"}, "source": {"Riksbanken"}}, "elva", "Riksbanken")
		p.send(p.officer, "POST", "/grants/de-minimis/rates", 303, url.Values{"day": {"2026-05-20"}, "rate": {"11,0"}, "source": {"Riksbanken"}})
		p.send(p.officer, "GET", at, 200, nil, "10\u00a0000 euro", "290\u00a0000 euro")
		p.send(p.officer, "POST", at+"/"+aid+"/end", 422, url.Values{}, "Skriv varför.")
		p.send(p.officer, "POST", at+"/"+aid+"/end", 303, url.Values{"why": {"Fel förening."}})
		p.send(p.officer, "GET", at, 200, nil, "-Kommunen")
	})
}
