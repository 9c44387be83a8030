package networks_test

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
	"samverk/features/networks"
	"samverk/features/organisations"
	"samverk/features/plan"
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
	catalogue := i18n.NewCatalogue(store.Messages(), web.Messages(), form.Messages(), ui.Messages(), accounts.Messages(), audit.Messages(), organisations.Messages(), plan.Messages(), networks.Messages())
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
	(&networks.Feature{DB: db}).Mount(site)
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
	if key := regexp.MustCompile(`\b(networks|meetings|plan)\.[a-z_]+(\.[a-z_]+)*\b`).FindString(text); key != "" {
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

func TestANetworkIsMadeWithTypesAndMembersOnItsPages(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := openPages(t, db)
		p.get("/networks", "Inget nätverk finns än")
		p.get("/networks/new", "Slag av nätverk")
		wrong := p.refused("/networks", "Välj slag av nätverk", "name", "Rådet", "purpose", "Ring 811218-9876", "web", "exempel.se")
		p.holds("the wrong form", wrong, "ser ut att innehålla ett personnummer")
		if !strings.Contains(wrong, `value="Rådet"`) {
			t.Error("what was typed is lost")
		}
		fields := []string{"id", store.NewID(), "name", "Rådet", "kind", "council", "purpose", "Att mötas", "web", "exempel.se", "public", "1"}
		page := p.post("/networks", http.StatusSeeOther, fields...)
		if again := p.post("/networks", http.StatusSeeOther, fields...); again != page {
			t.Errorf("sent twice it led to %s and %s", page, again)
		}
		p.refused("/networks", "Rådet finns redan", "name", "RÅDET", "kind", "council")
		p.get(page+"/edit", "Ändra uppgifter om Rådet")
		p.post(page+"/edit", http.StatusSeeOther, "seen", "1", "name", "Rådet", "kind", "council", "purpose", "Att mötas ofta", "public", "1")
		stale := p.holds("a late form", p.post(page+"/edit", http.StatusConflict, "seen", "1", "name", "Rådet", "kind", "council", "purpose", "Något annat"), "Asta Strateg", "Att mötas ofta")
		if !strings.Contains(stale, "Något annat") || !strings.Contains(stale, `name="seen" value="2"`) {
			t.Error("what was typed too late is lost, or cannot be saved again")
		}

		p.get(page+"/types/new", "Mötestypens namn")
		p.refused(page+"/types", "Skriv vad mötestypen heter", "kind", "meeting", "minutes", "60")
		p.refused(page+"/types", "Skriv hur många minuter", "name", "Möte", "kind", "meeting", "minutes", "0")
		p.holds("what is counted", p.post(page+"/types", http.StatusOK, "act", "show", "name", "Möte", "kind", "meeting", "minutes", "60"), "räknas inte till någon indikator")
		typeID := store.NewID()
		p.post(page+"/types", http.StatusSeeOther, "id", typeID, "name", "Rådsmöte", "kind", "meeting", "minutes", "60", "wanted", "4")
		p.get(page, "Rådsmöte", "Ingen indikator")
		p.post(page+"/types/"+typeID+"/edit", http.StatusSeeOther, "seen", "1", "name", "Rådsmöte", "kind", "meeting", "minutes", "90", "wanted", "5")
		p.post(page+"/types/"+typeID+"/edit", http.StatusConflict, "seen", "1", "name", "Rådsmöte", "kind", "meeting", "minutes", "30", "wanted", "5")
		p.get(page+"/types/"+typeID+"/edit", "Sluta använda mötestypen")
		p.post(page+"/types/"+typeID+"/end", http.StatusSeeOther)
		p.get(page, "Används inte sedan")
		p.post(page+"/types/"+typeID+"/reopen", http.StatusSeeOther)

		solrosen, tisteln := organisation(t, db, organisations.Content{Name: "Solrosen", IsPublic: true}), organisation(t, db, organisations.Content{Name: "Tisteln"})
		p.get(page+"/members/new", "Solrosen", "Tisteln")
		to := p.send(http.MethodPost, page+"/members", "act", "search", "q", "solros", "organisation", tisteln, "role", "committee", "from", "2026-01-01").Header().Get("Location")
		found := p.get(to, "En är markerad", "Solrosen", "Tisteln")
		if strings.Count(found, " checked") != 1 || !strings.Contains(found, `value="2026-01-01"`) {
			t.Error("what was ticked or typed is lost when one searches on")
		}
		if all := p.send(http.MethodPost, page+"/members", "act", "all", "role", "member", "from", "2026-01-01").Header().Get("Location"); strings.Count(all, "organisation=") != 2 {
			t.Errorf("all that are shown are not ticked: %s", all)
		}
		p.refused(page+"/members", "Markera minst en organisation", "role", "member", "from", "2026-01-01")
		p.refused(page+"/members", "Skriv vilken dag medlemskapet börjar", "role", "member", "organisation", tisteln)
		p.post(page+"/members", http.StatusSeeOther, "role", "member", "from", "2026-01-01", "organisation", solrosen, "organisation", tisteln)
		p.get(page+"/members/new", "-Tisteln")
		p.get(page+"/people/new", "Kommer för")
		p.refused(page+"/people", "Skriv vad personen heter", "role", "member", "from", "2026-01-01")
		p.refused(page+"/people", "Skriv e-postadressen", "name", "Alva Prov", "email", "alva", "role", "member", "from", "2026-01-01")
		p.post(page+"/people", http.StatusSeeOther, "id", store.NewID(), "name", "Alva Prov", "email", "alva@exempel.se", "role", "chair", "from", "2026-01-01")
		body := p.get(page, "2 organisationer och en person", "Alva Prov", "alva@exempel.se", "Ordförande")
		member := regexp.MustCompile(`/members/([0-9a-f-]{36})/edit`).FindStringSubmatch(body)[1]
		p.get(page+"/members/"+member+"/edit", "Ändra uppgifter om")
		p.post(page+"/members/"+member+"/edit", http.StatusSeeOther, "seen", "1", "name", "Alva Prövling", "role", "chair", "from", "2026-01-01")
		p.post(page+"/members/"+member+"/edit", http.StatusConflict, "seen", "1", "name", "Alva", "role", "chair", "from", "2026-01-01")
		p.get(page+"/members/"+member+"/end", "Avsluta medlemskapet för")
		p.refused(page+"/members/"+member+"/end", "Skriv varför", "ended_on", "2026-02-01")
		p.post(page+"/members/"+member+"/end", http.StatusSeeOther, "ended_on", "2026-02-01", "why", "Flyttade")
		p.get(page, "Tidigare medlemmar", "Flyttade")
		p.get(page+"?date=2026-01-15", "Ordförande", "-Tidigare medlemmar")

		p.role = accounts.Reader
		p.get(page, "Solrosen", "-Avsluta", "-Lägg till", "-@exempel.se")
		if w := p.send(http.MethodPost, page+"/end", "why", "Nej"); w.Code != http.StatusForbidden {
			t.Errorf("a reader ended it: %d", w.Code)
		}
		p.role = ""
		p.get("/public/networks", "Rådet")
		p.get("/public"+page, "Solrosen", "-Tisteln", "-Alva", "-Ordförande", "en organisation")
		p.role = accounts.Officer
		p.get(page+"/end", "Medlemskap som pågår avslutas samma dag")
		p.refused(page+"/end", "Skriv varför", "ended_on", "2026-06-30")
		p.post(page+"/end", http.StatusSeeOther, "ended_on", "2026-06-30", "why", "Klart")
		p.get(page, "Avslutades 30 juni 2026", "Klart")
		p.get("/networks", "Nätverk som har avslutats", "Rådet")
		p.role = ""
		if w := p.send(http.MethodGet, "/public"+page); w.Code != http.StatusNotFound {
			t.Errorf("the public reads of a network that has ended: %d", w.Code)
		}
		p.role = accounts.Officer
		p.post(page+"/reopen", http.StatusSeeOther)
		for _, address := range []string{"/networks/borta", page + "/members/borta/edit", page + "/types/borta/edit", "/public/networks/borta"} {
			if w := p.send(http.MethodGet, address); w.Code != http.StatusNotFound {
				t.Errorf("%s: %d", address, w.Code)
			}
		}
	})
}
