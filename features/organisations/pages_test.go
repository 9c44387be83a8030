package organisations_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"samverk/features/accounts"
	"samverk/features/accounts/accountstest"
	"samverk/features/organisations"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
	"samverk/platform/web/webtest"
)

// pages are the feature's pages as somebody with a role sees them; with no role, as the public does.
type pages struct {
	webtest.Visitor
	token map[accounts.Role]string
}

func openPages(t *testing.T, db *store.DB) *pages {
	t.Helper()
	words := accountstest.Words(organisations.Messages())
	p := &pages{Visitor: accountstest.Open(t, db, words, &organisations.Feature{DB: db}), token: accountstest.SignInAs(t, db, map[accounts.Role]string{accounts.Officer: "Asta Strateg", accounts.Reader: "Lo Läsare", accounts.Auditor: "Rut Revisor"})}
	p.Keys, p.Token = []string{"organisations."}, p.token[accounts.Officer]
	return p
}

func TestAnOrganisationIsAddedAndChangedOnItsPages(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := openPages(t, db)
		p.Get("/organisations", "Registret är tomt", "Lägg till organisation")
		p.Get("/organisations/new", "Örebro (1880)")
		wrong := p.Refused("/organisations", "Det här är en persons nummer", "number", "811218-9876", "name", "Solrosen", "web", "exempel.se", "class", "", "class_code", "88.990", "municipalities", "1881")
		p.Holds("the wrong form", wrong, "Välj SNI 2007 eller SNI 2025")
		for _, kept := range []string{`value="811218-9876"`, `value="Solrosen"`, `value="exempel.se"`, `value="88.990"`} {
			if !strings.Contains(wrong, kept) {
				t.Errorf("what was typed is lost: %s", kept)
			}
		}
		fields := []string{"id", store.NewID(), "number", "556036-0793", "name", "Solrosen", "form", "61", "class", "icnpo:4", "seat", "1881", "municipalities", "1880", "web", "exempel.se",
			"email", "info@exempel.se", "public", "1", "fields", "number", "note", "Ring först"}
		page := p.Post("/organisations", http.StatusSeeOther, fields...)
		if again := p.Post("/organisations", http.StatusSeeOther, fields...); again != page {
			t.Errorf("sent twice it led to %s and %s", page, again)
		}
		p.Get(page, "Solrosen", "556036-0793", "Social verksamhet", "Kumla (1881)", "Örebro (1880)", "https://exempel.se", "Ring först", "ovanligt för den juridiska formen Ideell förening")
		p.Refused("/organisations", "Solrosen har redan det numret", "name", "En till", "number", "5560360793")

		p.Get(page+"/edit", "Ändra uppgifter om Solrosen")
		p.Post(page+"/edit", http.StatusSeeOther, "seen", "1", "name", "Tistlarna", "keep_name", "1", "form", "49", "svb", "1", "class", "sni2007", "class_code", "88.990")
		p.Get(page, "Tistlarna", "Aktiebolag med särskild vinstutdelningsbegränsning (svb)", "SNI 2007 88.990", "Tidigare namn Solrosen", "-556036")
		stale := p.Holds("a late form", p.Post(page+"/edit", http.StatusConflict, "seen", "1", "name", "Vallmon", "form", "49"), "Asta Strateg", "Tistlarna")
		if !strings.Contains(stale, `value="Vallmon"`) || !strings.Contains(stale, `name="seen" value="2"`) {
			t.Error("what was typed too late is lost, or cannot be saved again")
		}
		p.Token = p.token[accounts.Reader]
		p.Get(page, "Tistlarna", "-Ändra", "-Kontaktpersoner")
		p.Get("/organisations", "Tistlarna", "-Lägg till organisation")
		if w := p.Try(http.MethodPost, page+"/edit", "name", "Mitt"); w.Code != http.StatusForbidden {
			t.Errorf("a reader changed it: %d", w.Code)
		}
	})
}

func TestRolesAndPeopleStandOnThePage(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := openPages(t, db)
		id := add(t, db, organisations.Content{Name: "Solrosen", IsPublic: true})
		page := "/organisations/" + id
		p.Get(page+"/roles/new", "Bidragsmottagare")
		p.Refused(page+"/roles", "Skriv vem som har certifierat", "role", "certified", "from", "2019-01-01")
		p.Refused(page+"/roles", "Välj en roll", "from", "2019-01-01")
		fields := []string{"id", store.NewID(), "role", "certified", "from", "2019-01-01", "certifier", "Provrådet", "certificate", "7"}
		p.Post(page+"/roles", http.StatusSeeOther, fields...)
		p.Post(page+"/roles", http.StatusSeeOther, fields...)
		p.Get(page, "Certifierad av Provrådet, 7", "Tills vidare", "Blev certifierad")
		p.Get("/organisations?role=certified", "Solrosen")
		p.Get("/organisations?role=partner", "Ingen organisation hittades")
		end := page + "/roles/" + fields[1] + "/end"
		p.Get(end, "Avsluta rollen Certifierad")
		p.Refused(end, "Sista dagen är före den första", "until", "2018-01-01")
		p.Post(end, http.StatusSeeOther, "until", "2019-12-31", "why", "Gick ut")
		p.Get(page, "Organisationen har ingen roll i dag", "Slutade vara certifierad", "Gick ut")

		p.Get(page+"/contacts/new", "Personnummer får inte sparas")
		p.Refused(page+"/contacts", "Skriv hur personen har gått med på", "name", "Alva Prov", "public", "1")
		p.Refused(page+"/contacts", "ser ut att innehålla ett personnummer", "name", "Alva Prov", "role", "Kassör 811218-9876")
		contact := store.NewID()
		p.Post(page+"/contacts", http.StatusSeeOther, "id", contact, "name", "Alva Prov", "email", "alva@exempel.se")
		at := page + "/contacts/" + contact
		p.Get(at+"/edit", "Ändra uppgifter om Alva Prov")
		p.Post(at+"/edit", http.StatusSeeOther, "seen", "1", "name", "Alva Prov", "role", "Kassör", "email", "alva@exempel.se")
		p.Holds("a late form", p.Post(at+"/edit", http.StatusConflict, "seen", "1", "name", "Alva Prövling"), "Asta Strateg")
		p.Token = p.token[accounts.Auditor]
		p.Get(page, "Alva Prov", "Kassör", "-Lägg till")
		p.Token = p.token[accounts.Reader]
		p.Get(page, "-Alva Prov")
		p.Token = ""
		p.Get("/public"+page, "-Alva Prov")
		p.Token = p.token[accounts.Officer]
		p.Post(at+"/remove", http.StatusSeeOther)
		p.Post(at+"/remove", http.StatusSeeOther)
		p.Get(page, "-Alva Prov")
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
		p.Token = ""
		for _, address := range []string{"/public/organisations", "/public/organisations?q=solrosen", "/public/organisations?ended=1", "/public/organisations?q=solrossen&ended=1"} {
			p.Get(address, "Solrosen", "Ideell förening", "-skuggan", "-som var", "-556036")
		}
		for _, address := range []string{"/public/organisations?municipality=1881", "/public/organisations?q=556036", "/public/organisations?q=solrosen&municipality=1881"} {
			p.Get(address, "Ingen organisation hittades")
		}
		p.Get("/public/organisations/"+open, "Solrosen", "https://exempel.se", "Alva Prov", "alva@exempel.se", "-556036", "-info@", "-019", "-Ring", "-Kumla", "-Ja")
		for _, id := range []string{hidden, gone, "borta", store.NewID()} {
			if w := p.Try(http.MethodGet, "/public/organisations/"+id); w.Code != http.StatusNotFound {
				t.Errorf("%s answers %d", id, w.Code)
			}
		}
		if w := p.Try(http.MethodGet, "/organisations/"+open); w.Code == http.StatusOK {
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
		machine := p.Try(http.MethodGet, "/organisations.csv").Body.String()
		if lines := strings.Split(strings.TrimSpace(machine), "\n"); len(lines) != 3 || !strings.HasPrefix(lines[0], "id,number,name,") ||
			!strings.Contains(lines[1], ",556036-0793,'=1+1,") || !strings.Contains(lines[2], `,"Solrosen; ""Nora""",Ett|Två,72,`) || !strings.Contains(lines[2], "partner 2019-01-01/") {
			t.Errorf("for machines: %s", machine)
		}
		excel := p.Try(http.MethodGet, "/organisations-excel.csv?municipality=1881").Body.String()
		if !strings.HasPrefix(excel, "\ufeffNyckel;Organisationsnummer;Namn;") || !strings.Contains(excel, ";'=1+1;") || !strings.Contains(excel, ";Ideell förening;") || strings.Contains(excel, "Nora") {
			t.Errorf("for Excel: %s", excel)
		}
		write(t, db, func(tx *store.Tx) error {
			return organisations.AddContact(ctx, tx, organisations.Contact{ID: store.NewID(), OrganisationID: id, Name: "Alva Prov", Telephone: "+46 70 123 45 67"})
		})
		for range 2 {
			if people := p.Try(http.MethodGet, "/organisations-contacts.csv").Body.String(); !strings.Contains(people, ";Alva Prov;;;'+46 70 123 45 67;;nej") {
				t.Errorf("people: %s", people)
			}
		}
		if got := actions(t, db, "organisation_contact", "all"); len(got) != 1 {
			t.Errorf("who fetched people stands in the trail as %q", got)
		}
		if found := p.Try(http.MethodGet, "/organisations.csv?q=solrossen").Body.String(); !strings.Contains(found, "Solrosen") || strings.Contains(found, "1+1") {
			t.Errorf("what was searched for: %s", found)
		}
	})
}

func TestAnOrganisationIsEndedOnItsPage(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := openPages(t, db)
		page := "/organisations/" + add(t, db, organisations.Content{Name: "Solrosen"})
		p.Get(page+"/end", "Markera Solrosen som upphörd")
		p.Refused(page+"/end", "Skriv varför organisationen upphörde", "ended_on", "2020-06-30")
		p.Refused(page+"/end", "Skriv vilken dag", "why", "Upplöst")
		p.Post(page+"/end", http.StatusSeeOther, "ended_on", "2020-06-30", "why", "Upplöst")
		p.Get(page, "Upphörde 30 juni 2020", "Upplöst", "Organisationen upphörde", "-Markera som upphörd")
		p.Get("/organisations", "-Solrosen")
		p.Get("/organisations?ended=1", "Solrosen", "Upphörde 2020-06-30")
		p.Post(page+"/reopen", http.StatusSeeOther)
		p.Get("/organisations", "Solrosen")
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
		first := p.Get("/organisations?municipality=1881", "Kör A0", "Kör E9", "-Kör F0")
		next := regexp.MustCompile(`/organisations\?after=[^"]+`).FindString(first)
		second := p.Get(strings.ReplaceAll(next, "&amp;", "&"), "Kör F0", "-Kör E9")
		back := regexp.MustCompile(`/organisations\?before=[^"]+`).FindString(second)
		if w := p.Try(http.MethodGet, strings.ReplaceAll(back, "&amp;", "&")); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/organisations?municipality=1881" {
			t.Errorf("back at the beginning: %d %s", w.Code, w.Header().Get("Location"))
		}
		p.Get("/organisations?q=k%C3%B6r", "De 50 bästa träffarna visas")
		if w := p.Try(http.MethodGet, "/organisations?after=borta"); w.Code != http.StatusNotFound {
			t.Errorf("a place that is not there answers %d", w.Code)
		}
	})
}
