package organisations_test

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
	"samverk/features/organisations"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
	"samverk/platform/ui"
	"samverk/platform/web"
)

// pages are the feature's pages as somebody with a role sees them; with no role, as the public does.
type pages struct {
	t     *testing.T
	site  http.Handler
	token map[accounts.Role]string
	role  accounts.Role
}

func openPages(t *testing.T, db *store.DB) *pages {
	t.Helper()
	catalogue := i18n.NewCatalogue(store.Messages(), web.Messages(), form.Messages(), ui.Messages(), accounts.Messages(), audit.Messages(), organisations.Messages())
	p := &pages{t: t, role: accounts.Officer, token: map[accounts.Role]string{}}
	for role, name := range map[accounts.Role]string{accounts.Officer: "Asta Strateg", accounts.Reader: "Lo Läsare", accounts.Auditor: "Rut Revisor"} {
		write(t, db, func(tx *store.Tx) error {
			account, err := accounts.Add(ctx, tx, name, string(role)+"@exempel.se", role)
			if err == nil {
				p.token[role], err = accounts.Begin(ctx, tx, account.ID, accounts.ByPassword, store.Now().Time)
			}
			return err
		})
	}
	site := web.NewSite(catalogue, ui.ErrorPage, accounts.Guard)
	(&organisations.Feature{DB: db}).Mount(site)
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
	if token := p.token[p.role]; token != "" {
		r.AddCookie(&http.Cookie{Name: "samverk_session", Value: token})
	}
	w := httptest.NewRecorder()
	p.site.ServeHTTP(w, r)
	return w
}

// get shows a page and checks that it is whole; words that begin with "-" must not stand there.
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
		if not, absent := strings.CutPrefix(words, "-"); absent == strings.Contains(text, not) {
			p.t.Errorf("%s, want %q: %s", what, words, text)
		}
	}
	if key := regexp.MustCompile(`\borganisations\.[a-z_.]+\b`).FindString(text); key != "" {
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
		to, _, _ := strings.Cut(w.Header().Get("Location"), "?")
		p.get(w.Header().Get("Location"))
		return to
	}
	return w.Body.String()
}

// refused sends a form that is not taken, and looks for what the page says of it.
func (p *pages) refused(address, says string, fields ...string) string {
	p.t.Helper()
	return p.holds(address, p.post(address, http.StatusUnprocessableEntity, fields...), says)
}

func TestAnOrganisationIsAddedAndChangedOnItsPages(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := openPages(t, db)
		p.get("/organisations", "Registret är tomt", "Lägg till organisation")
		p.get("/organisations/new", "Örebro (1880)")
		wrong := p.refused("/organisations", "Det här är en persons nummer", "number", "811218-9876", "name", "Solrosen", "web", "exempel.se", "class", "", "class_code", "88.990", "municipalities", "1881")
		p.holds("the wrong form", wrong, "Välj SNI 2007 eller SNI 2025")
		for _, kept := range []string{`value="811218-9876"`, `value="Solrosen"`, `value="exempel.se"`, `value="88.990"`} {
			if !strings.Contains(wrong, kept) {
				t.Errorf("what was typed is lost: %s", kept)
			}
		}
		fields := []string{"id", store.NewID(), "number", "556036-0793", "name", "Solrosen", "form", "61", "class", "icnpo:4", "seat", "1881", "municipalities", "1880", "web", "exempel.se",
			"email", "info@exempel.se", "public", "1", "fields", "number", "note", "Ring först"}
		page := p.post("/organisations", http.StatusSeeOther, fields...)
		if again := p.post("/organisations", http.StatusSeeOther, fields...); again != page {
			t.Errorf("sent twice it led to %s and %s", page, again)
		}
		p.get(page, "Solrosen", "556036-0793", "Social verksamhet", "Kumla (1881)", "Örebro (1880)", "https://exempel.se", "Ring först", "ovanligt för den juridiska formen Ideell förening")
		p.refused("/organisations", "Solrosen har redan det numret", "name", "En till", "number", "5560360793")

		p.get(page+"/edit", "Ändra uppgifter om Solrosen")
		p.post(page+"/edit", http.StatusSeeOther, "seen", "1", "name", "Tistlarna", "keep_name", "1", "form", "49", "svb", "1", "class", "sni2007", "class_code", "88.990")
		p.get(page, "Tistlarna", "Aktiebolag med särskild vinstutdelningsbegränsning (svb)", "SNI 2007 88.990", "Tidigare namn Solrosen", "-556036")
		stale := p.holds("a late form", p.post(page+"/edit", http.StatusConflict, "seen", "1", "name", "Vallmon", "form", "49"), "Asta Strateg", "Tistlarna")
		if !strings.Contains(stale, `value="Vallmon"`) || !strings.Contains(stale, `name="seen" value="2"`) {
			t.Error("what was typed too late is lost, or cannot be saved again")
		}
		p.role = accounts.Reader
		p.get(page, "Tistlarna", "-Ändra", "-Kontaktpersoner")
		p.get("/organisations", "Tistlarna", "-Lägg till organisation")
		if w := p.send(http.MethodPost, page+"/edit", "name", "Mitt"); w.Code != http.StatusForbidden {
			t.Errorf("a reader changed it: %d", w.Code)
		}
	})
}

func TestRolesAndPeopleStandOnThePage(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := openPages(t, db)
		id := add(t, db, organisations.Content{Name: "Solrosen", IsPublic: true})
		page := "/organisations/" + id
		p.get(page+"/roles/new", "Bidragsmottagare")
		p.refused(page+"/roles", "Skriv vem som har certifierat", "role", "certified", "from", "2019-01-01")
		p.refused(page+"/roles", "Välj en roll", "from", "2019-01-01")
		fields := []string{"id", store.NewID(), "role", "certified", "from", "2019-01-01", "certifier", "Provrådet", "certificate", "7"}
		p.post(page+"/roles", http.StatusSeeOther, fields...)
		p.post(page+"/roles", http.StatusSeeOther, fields...)
		p.get(page, "Certifierad av Provrådet, 7", "Tills vidare", "Blev certifierad")
		p.get("/organisations?role=certified", "Solrosen")
		p.get("/organisations?role=partner", "Ingen organisation hittades")
		end := page + "/roles/" + fields[1] + "/end"
		p.get(end, "Avsluta rollen Certifierad")
		p.refused(end, "Sista dagen är före den första", "until", "2018-01-01")
		p.post(end, http.StatusSeeOther, "until", "2019-12-31", "why", "Gick ut")
		p.get(page, "Organisationen har ingen roll i dag", "Slutade vara certifierad", "Gick ut")

		p.get(page+"/contacts/new", "Personnummer får inte sparas")
		p.refused(page+"/contacts", "Skriv hur personen har gått med på", "name", "Alva Prov", "public", "1")
		p.refused(page+"/contacts", "ser ut att innehålla ett personnummer", "name", "Alva Prov", "role", "Kassör 811218-9876")
		contact := store.NewID()
		p.post(page+"/contacts", http.StatusSeeOther, "id", contact, "name", "Alva Prov", "email", "alva@exempel.se")
		at := page + "/contacts/" + contact
		p.get(at+"/edit", "Ändra uppgifter om Alva Prov")
		p.post(at+"/edit", http.StatusSeeOther, "seen", "1", "name", "Alva Prov", "role", "Kassör", "email", "alva@exempel.se")
		p.holds("a late form", p.post(at+"/edit", http.StatusConflict, "seen", "1", "name", "Alva Prövling"), "Asta Strateg")
		p.role = accounts.Auditor
		p.get(page, "Alva Prov", "Kassör", "-Lägg till")
		p.role = accounts.Reader
		p.get(page, "-Alva Prov")
		p.role = ""
		p.get("/public"+page, "-Alva Prov")
		p.role = accounts.Officer
		p.post(at+"/remove", http.StatusSeeOther)
		p.post(at+"/remove", http.StatusSeeOther)
		p.get(page, "-Alva Prov")
	})
}

func TestThePublicSeesOnlyWhatIsPublic(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := openPages(t, db)
		open := add(t, db, organisations.Content{Name: "Solrosen", Number: "5560360793", Form: "61", Seat: "1881", Email: "info@exempel.se", Telephone: "019-12 34 56", Note: "Ring först",
			Web: "https://exempel.se", FormerNames: []string{"Tistlarna"}, IsPublic: true, PublicFields: []string{"web"}})
		hidden := add(t, db, organisations.Content{Name: "Solrosen i skuggan"})
		gone := add(t, db, organisations.Content{Name: "Solrosen som var", IsPublic: true})
		write(t, db, func(tx *store.Tx) error {
			c := organisations.Contact{ID: store.NewID(), OrganisationID: open, Name: "Alva Prov", Email: "alva@exempel.se", IsPublic: true, Consent: "Ja"}
			if err := organisations.AddContact(ctx, tx, c); err != nil {
				return err
			}
			return organisations.End(ctx, tx, gone, day("2020-01-01"), "Upplöst")
		})
		p.role = ""
		for _, address := range []string{"/public/organisations", "/public/organisations?q=solrosen", "/public/organisations?ended=1", "/public/organisations?q=solrossen&ended=1"} {
			p.get(address, "Solrosen", "Ideell förening", "-skuggan", "-som var", "-556036")
		}
		for _, address := range []string{"/public/organisations?municipality=1881", "/public/organisations?q=556036", "/public/organisations?q=solrosen&municipality=1881"} {
			p.get(address, "Ingen organisation hittades")
		}
		p.get("/public/organisations/"+open, "Solrosen", "https://exempel.se", "Alva Prov", "alva@exempel.se", "-556036", "-info@", "-019", "-Ring", "-Kumla", "-Ja")
		for _, id := range []string{hidden, gone, "borta", store.NewID()} {
			if w := p.send(http.MethodGet, "/public/organisations/"+id); w.Code != http.StatusNotFound {
				t.Errorf("%s answers %d", id, w.Code)
			}
		}
		if w := p.send(http.MethodGet, "/organisations/"+open); w.Code == http.StatusOK {
			t.Error("the public sees the page for those who have signed in")
		}
	})
}

func TestTheFilesHaveWhatIsChosen(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := openPages(t, db)
		add(t, db, organisations.Content{Name: "=1+1", Number: "5560360793", Form: "61", Seat: "1881"})
		id := add(t, db, organisations.Content{Name: "Solrosen; \"Nora\"", Form: "72", Seat: "1884", FormerNames: []string{"Ett", "Två"}})
		write(t, db, func(tx *store.Tx) error {
			return organisations.AddRole(ctx, tx, organisations.Role{ID: store.NewID(), OrganisationID: id, Kind: organisations.Partner, From: day("2019-01-01")})
		})
		machine := p.send(http.MethodGet, "/organisations.csv").Body.String()
		if lines := strings.Split(strings.TrimSpace(machine), "\n"); len(lines) != 3 || !strings.HasPrefix(lines[0], "id,number,name,") ||
			!strings.Contains(lines[1], ",556036-0793,'=1+1,") || !strings.Contains(lines[2], `,"Solrosen; ""Nora""",Ett|Två,72,`) || !strings.Contains(lines[2], "partner 2019-01-01/") {
			t.Errorf("for machines: %s", machine)
		}
		excel := p.send(http.MethodGet, "/organisations-excel.csv?municipality=1881").Body.String()
		if !strings.HasPrefix(excel, "\ufeffNyckel;Organisationsnummer;Namn;") || !strings.Contains(excel, ";'=1+1;") || !strings.Contains(excel, ";Ideell förening;") || strings.Contains(excel, "Nora") {
			t.Errorf("for Excel: %s", excel)
		}
		write(t, db, func(tx *store.Tx) error {
			return organisations.AddContact(ctx, tx, organisations.Contact{ID: store.NewID(), OrganisationID: id, Name: "Alva Prov", Telephone: "+46 70 123 45 67"})
		})
		for range 2 {
			if people := p.send(http.MethodGet, "/organisations-contacts.csv").Body.String(); !strings.Contains(people, ";Alva Prov;;;'+46 70 123 45 67;;nej") {
				t.Errorf("people: %s", people)
			}
		}
		if got := actions(t, db, "organisation_contact", "all"); len(got) != 1 {
			t.Errorf("who fetched people stands in the trail as %q", got)
		}
		if found := p.send(http.MethodGet, "/organisations.csv?q=solrossen").Body.String(); !strings.Contains(found, "Solrosen") || strings.Contains(found, "1+1") {
			t.Errorf("what was searched for: %s", found)
		}
	})
}

func TestAnOrganisationIsEndedOnItsPage(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := openPages(t, db)
		page := "/organisations/" + add(t, db, organisations.Content{Name: "Solrosen"})
		p.get(page+"/end", "Markera Solrosen som upphörd")
		p.refused(page+"/end", "Skriv varför organisationen upphörde", "ended_on", "2020-06-30")
		p.refused(page+"/end", "Skriv vilken dag", "why", "Upplöst")
		p.post(page+"/end", http.StatusSeeOther, "ended_on", "2020-06-30", "why", "Upplöst")
		p.get(page, "Upphörde 30 juni 2020", "Upplöst", "Organisationen upphörde", "-Markera som upphörd")
		p.get("/organisations", "-Solrosen")
		p.get("/organisations?ended=1", "Solrosen", "Upphörde 2020-06-30")
		p.post(page+"/reopen", http.StatusSeeOther)
		p.get("/organisations", "Solrosen")
	})
}

func TestTheListIsPagedOnItsPage(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := openPages(t, db)
		all := make([]organisations.Content, organisations.PageLength+1)
		for i := range all {
			all[i] = organisations.Content{Name: "Kör " + string(rune('A'+i/10)) + string(rune('0'+i%10)), Seat: "1881"}
		}
		write(t, db, func(tx *store.Tx) error { _, err := organisations.AddMany(ctx, tx, all); return err })
		first := p.get("/organisations?municipality=1881", "Kör A0", "Kör E9", "-Kör F0")
		next := regexp.MustCompile(`/organisations\?after=[^"]+`).FindString(first)
		second := p.get(strings.ReplaceAll(next, "&amp;", "&"), "Kör F0", "-Kör E9")
		back := regexp.MustCompile(`/organisations\?before=[^"]+`).FindString(second)
		if w := p.send(http.MethodGet, strings.ReplaceAll(back, "&amp;", "&")); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/organisations?municipality=1881" {
			t.Errorf("back at the beginning: %d %s", w.Code, w.Header().Get("Location"))
		}
		p.get("/organisations?q=k%C3%B6r", "De 50 bästa träffarna visas")
		if w := p.send(http.MethodGet, "/organisations?after=borta"); w.Code != http.StatusNotFound {
			t.Errorf("a place that is not there answers %d", w.Code)
		}
	})
}
