package networks_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"samverk/features/accounts"
	"samverk/features/accounts/accountstest"
	"samverk/features/networks"
	"samverk/features/organisations"
	"samverk/features/plan"
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
	words := accountstest.Words(plan.Messages(), organisations.Messages(), networks.Messages())
	p := &pages{Visitor: accountstest.Open(t, db, words, &networks.Feature{DB: db}), token: accountstest.SignInAs(t, db, map[accounts.Role]string{accounts.Officer: "Asta Strateg", accounts.Reader: "Lo Läsare", accounts.Auditor: "Rut Revisor"})}
	p.Keys, p.Token = []string{"networks.", "meetings.", "plan."}, p.token[accounts.Officer]
	return p
}

func TestANetworkIsMadeWithTypesAndMembersOnItsPages(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := openPages(t, db)
		p.Get("/networks", "Inget nätverk finns än")
		p.Get("/networks/new", "Slag av nätverk")
		wrong := p.Refused("/networks", "Välj slag av nätverk", "name", "Rådet", "purpose", "Ring 811218-9876", "web", "exempel.se")
		p.Holds("the wrong form", wrong, "ser ut att innehålla ett personnummer")
		if !strings.Contains(wrong, `value="Rådet"`) {
			t.Error("what was typed is lost")
		}
		fields := []string{"id", store.NewID(), "name", "Rådet", "kind", "council", "purpose", "Att mötas", "web", "exempel.se", "public", "1"}
		page := p.Post("/networks", http.StatusSeeOther, fields...)
		if again := p.Post("/networks", http.StatusSeeOther, fields...); again != page {
			t.Errorf("sent twice it led to %s and %s", page, again)
		}
		p.Refused("/networks", "Rådet finns redan", "name", "RÅDET", "kind", "council")
		p.Get(page+"/edit", "Ändra uppgifter om Rådet")
		p.Post(page+"/edit", http.StatusSeeOther, "seen", "1", "name", "Rådet", "kind", "council", "purpose", "Att mötas ofta", "public", "1")
		stale := p.Holds("a late form", p.Post(page+"/edit", http.StatusConflict, "seen", "1", "name", "Rådet", "kind", "council", "purpose", "Något annat"), "Asta Strateg", "Att mötas ofta")
		if !strings.Contains(stale, "Något annat") || !strings.Contains(stale, `name="seen" value="2"`) {
			t.Error("what was typed too late is lost, or cannot be saved again")
		}

		p.Get(page+"/types/new", "Mötestypens namn")
		p.Refused(page+"/types", "Skriv vad mötestypen heter", "kind", "meeting", "minutes", "60")
		p.Refused(page+"/types", "Skriv hur många minuter", "name", "Möte", "kind", "meeting", "minutes", "0")
		p.Holds("what is counted", p.Post(page+"/types", http.StatusOK, "act", "show", "name", "Möte", "kind", "meeting", "minutes", "60"), "räknas inte till någon indikator")
		typeID := store.NewID()
		p.Post(page+"/types", http.StatusSeeOther, "id", typeID, "name", "Rådsmöte", "kind", "meeting", "minutes", "60", "wanted", "4")
		p.Get(page, "Rådsmöte", "Ingen indikator")
		p.Post(page+"/types/"+typeID+"/edit", http.StatusSeeOther, "seen", "1", "name", "Rådsmöte", "kind", "meeting", "minutes", "90", "wanted", "5")
		p.Post(page+"/types/"+typeID+"/edit", http.StatusConflict, "seen", "1", "name", "Rådsmöte", "kind", "meeting", "minutes", "30", "wanted", "5")
		p.Get(page+"/types/"+typeID+"/edit", "Sluta använda mötestypen")
		p.Post(page+"/types/"+typeID+"/end", http.StatusSeeOther)
		p.Get(page, "Används inte sedan")
		p.Post(page+"/types/"+typeID+"/reopen", http.StatusSeeOther)

		solrosen, tisteln := organisation(t, db, organisations.Content{Name: "Solrosen", IsPublic: true}), organisation(t, db, organisations.Content{Name: "Tisteln"})
		p.Get(page+"/members/new", "Solrosen", "Tisteln")
		to := p.Try(http.MethodPost, page+"/members", "act", "search", "q", "solros", "organisation", tisteln, "role", "committee", "from", "2026-01-01").Header().Get("Location")
		found := p.Get(to, "En är markerad", "Solrosen", "Tisteln")
		if strings.Count(found, " checked") != 1 || !strings.Contains(found, `value="2026-01-01"`) {
			t.Error("what was ticked or typed is lost when one searches on")
		}
		if all := p.Try(http.MethodPost, page+"/members", "act", "all", "role", "member", "from", "2026-01-01").Header().Get("Location"); strings.Count(all, "organisation=") != 2 {
			t.Errorf("all that are shown are not ticked: %s", all)
		}
		p.Refused(page+"/members", "Markera minst en organisation", "role", "member", "from", "2026-01-01")
		p.Refused(page+"/members", "Skriv vilken dag medlemskapet börjar", "role", "member", "organisation", tisteln)
		p.Post(page+"/members", http.StatusSeeOther, "role", "member", "from", "2026-01-01", "organisation", solrosen, "organisation", tisteln)
		p.Get(page+"/members/new", "-Tisteln")
		p.Get(page+"/people/new", "Kommer för")
		p.Refused(page+"/people", "Skriv vad personen heter", "role", "member", "from", "2026-01-01")
		p.Refused(page+"/people", "Skriv e-postadressen", "name", "Alva Prov", "email", "alva", "role", "member", "from", "2026-01-01")
		p.Post(page+"/people", http.StatusSeeOther, "id", store.NewID(), "name", "Alva Prov", "email", "alva@exempel.se", "role", "chair", "from", "2026-01-01")
		body := p.Get(page, "2 organisationer och en person", "Alva Prov", "alva@exempel.se", "Ordförande")
		member := regexp.MustCompile(`/members/([0-9a-f-]{36})/edit`).FindStringSubmatch(body)[1]
		p.Get(page+"/members/"+member+"/edit", "Ändra uppgifter om")
		p.Post(page+"/members/"+member+"/edit", http.StatusSeeOther, "seen", "1", "name", "Alva Prövling", "role", "chair", "from", "2026-01-01")
		p.Post(page+"/members/"+member+"/edit", http.StatusConflict, "seen", "1", "name", "Alva", "role", "chair", "from", "2026-01-01")
		p.Get(page+"/members/"+member+"/end", "Avsluta medlemskapet för")
		p.Refused(page+"/members/"+member+"/end", "Skriv varför", "ended_on", "2026-02-01")
		p.Post(page+"/members/"+member+"/end", http.StatusSeeOther, "ended_on", "2026-02-01", "why", "Flyttade")
		p.Get(page, "Tidigare medlemmar", "Flyttade")
		p.Get(page+"?date=2026-01-15", "Ordförande", "-Tidigare medlemmar")

		p.Token = p.token[accounts.Reader]
		p.Get(page, "Solrosen", "-Avsluta", "-Lägg till", "-@exempel.se")
		if w := p.Try(http.MethodPost, page+"/end", "why", "Nej"); w.Code != http.StatusForbidden {
			t.Errorf("a reader ended it: %d", w.Code)
		}
		p.Token = ""
		p.Get("/public/networks", "Rådet")
		p.Get("/public"+page, "Solrosen", "-Tisteln", "-Alva", "-Ordförande", "en organisation")
		p.Token = p.token[accounts.Officer]
		p.Get(page+"/end", "Medlemskap som pågår avslutas samma dag")
		p.Refused(page+"/end", "Skriv varför", "ended_on", "2026-06-30")
		p.Post(page+"/end", http.StatusSeeOther, "ended_on", "2026-06-30", "why", "Klart")
		p.Get(page, "Avslutades 30 juni 2026", "Klart")
		p.Get("/networks", "Nätverk som har avslutats", "Rådet")
		p.Token = ""
		if w := p.Try(http.MethodGet, "/public"+page); w.Code != http.StatusNotFound {
			t.Errorf("the public reads of a network that has ended: %d", w.Code)
		}
		p.Token = p.token[accounts.Officer]
		p.Post(page+"/reopen", http.StatusSeeOther)
		for _, address := range []string{"/networks/borta", page + "/members/borta/edit", page + "/types/borta/edit", "/public/networks/borta"} {
			if w := p.Try(http.MethodGet, address); w.Code != http.StatusNotFound {
				t.Errorf("%s: %d", address, w.Code)
			}
		}
	})
}
