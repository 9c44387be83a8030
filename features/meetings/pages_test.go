package meetings_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"samverk/features/accounts"
	"samverk/features/accounts/accountstest"
	"samverk/features/evidence"
	"samverk/features/meetings"
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
	words := accountstest.Words(organisations.Messages(), plan.Messages(), evidence.Messages(), networks.Messages(), meetings.Messages())
	p := &pages{Visitor: accountstest.Open(t, db, words, &networks.Feature{DB: db, Meetings: meetings.OnNetworks{}}, &meetings.Feature{DB: db}), token: accountstest.SignInAs(t, db, map[accounts.Role]string{accounts.Officer: "Asta Strateg", accounts.Reader: "Lo Läsare", accounts.Auditor: "Rut Revisor"})}
	p.Keys, p.Token = []string{"networks.", "meetings.", "plan."}, p.token[accounts.Officer]
	return p
}

// upload sends a file with a form, or none when it has no name.
func (p *pages) upload(address string, code int, name, content, item string) string {
	p.T.Helper()
	var files []webtest.File
	if name != "" {
		files = []webtest.File{{Field: "files", Name: name, Content: []byte(content)}}
	}
	return p.SendFiles(address, code, webtest.Fields("item", item), files).Page()
}

func TestAMeetingIsPlannedOnItsPages(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := openPages(t, db)
		p.Get("/meetings", "Inget möte är planerat")
		p.Get("/meetings/new", "Det finns inga mötestyper")
		network, kind := withType(t, db)
		p.Get("/meetings/new", "Vilket möte?", "Planera en serie")
		p.Get("/meetings/new?type="+kind, "Planera Möte", "Lämna tomt för mötestypens namn")
		base := []string{"type", kind, "place", "Rådhuset", "link", "exempel.se/mote", "body", "Ta med\n\nkaffe", "public", "1"}
		typed := func(more ...string) []string { return append(append([]string{}, base...), more...) }
		p.Refused("/meetings", "Skriv vilken dag mötet är", typed("from", "9", "until", "11")...)
		p.Refused("/meetings", "Skriv klockslaget som 09.30", typed("day", "2026-03-12", "from", "nio", "until", "11")...)
		p.Refused("/meetings", "Mötet slutar innan det har börjat", typed("day", "2026-03-12", "from", "11", "until", "9")...)
		p.Refused("/meetings", "sommartiden börjar", typed("day", "2026-03-29", "from", "02.30", "until", "04")...)
		wrong := p.Refused("/meetings", "Mötet är längre än två veckor", typed("day", "2026-03-12", "from", "9", "until", "11", "until_day", "2027-03-12")...)
		for _, kept := range []string{`value="Rådhuset"`, `value="exempel.se/mote"`, "kaffe"} {
			if !strings.Contains(wrong, kept) {
				t.Errorf("what was typed is lost: %s", kept)
			}
		}
		fields := typed("id", store.NewID(), "day", "2026-03-12", "from", "9", "until", "11.30")
		page := p.Post("/meetings", http.StatusSeeOther, fields...)
		if again := p.Post("/meetings", http.StatusSeeOther, fields...); again != page {
			t.Errorf("sent twice it led to %s and %s", page, again)
		}
		p.Get(page, "Möte 1/2026", "Torsdag 12", "kl. 09.00–11.30", "Rådhuset", "https://exempel.se/mote", "Planerat", "Dagordningen är inte skriven än")
		night := p.Post("/meetings", http.StatusSeeOther, "type", kind, "day", "2026-10-25", "from", "02.30", "until", "04")
		p.Get(night, "Klockan 02.30 kommer två gånger den natten")

		p.Get(page+"/edit", "Ändra Möte 1/2026")
		p.Post(page+"/edit", http.StatusSeeOther, "seen", "1", "title", "Vårmöte", "day", "2026-03-13", "from", "10", "until", "12", "place", "Biblioteket", "public", "1")
		stale := p.Holds("a late form", p.Post(page+"/edit", http.StatusConflict, "seen", "1", "title", "Annat möte", "day", "2026-03-12", "from", "9", "until", "12"), "Asta Strateg", "Vårmöte")
		if !strings.Contains(stale, `value="Annat möte"`) || !strings.Contains(stale, `name="seen" value="2"`) {
			t.Error("what was typed too late is lost, or cannot be saved again")
		}

		agenda := page + "/agenda"
		p.Get(agenda, "Lägg till punkt")
		p.Refused(page+"/items", "Skriv punktens rubrik", "minutes", "10")
		p.Refused(page+"/items", "Skriv tiden i minuter", "title", "Läget", "minutes", "9999")
		first, second := store.NewID(), store.NewID()
		p.Post(page+"/items", http.StatusSeeOther, "id", first, "title", "Öppnande", "minutes", "15")
		p.Post(page+"/items", http.StatusSeeOther, "id", second, "title", "Läget", "minutes", "200", "presenter", "Alva Prov", "body", "Rad ett\r\nrad två")
		p.Get(agenda, "10.00", "10.15", "Punkterna tar 215 minuter")
		mark := regexp.MustCompile(`name="seen" value="([0-9a-f]+)"`).FindStringSubmatch(p.Get(page + "/items/" + second + "/edit"))[1]
		p.Post(page+"/items/"+second+"/edit", http.StatusSeeOther, "seen", mark, "title", "Nuläget", "minutes", "30", "presenter", "Alva Prov", "body", "Rad ett\r\nrad två")
		p.Holds("a late point", p.Post(page+"/items/"+second+"/edit", http.StatusConflict, "seen", mark, "title", "Framtiden"), "Asta Strateg")
		p.Post(page+"/items/"+second+"/move", http.StatusSeeOther, "to", "up")
		p.Get(agenda, "1 Nuläget", "2 Öppnande")

		p.Get(page+"/documents/new?item="+second, "Hör till")
		p.Holds("no file", p.upload(page+"/documents", http.StatusUnprocessableEntity, "", "", ""), "Välj minst en fil")
		p.Holds("a program", p.upload(page+"/documents", http.StatusUnprocessableEntity, "program.exe", "MZ", ""), "program.exe")
		p.upload(page+"/documents", http.StatusSeeOther, "underlag.txt", "Hej!", second)
		body := p.Get(page, "underlag.txt", "1. Nuläget")
		file := regexp.MustCompile(`href="(/meetings/[^"]*/documents/[0-9a-f-]{36})"`).FindStringSubmatch(body)[1]
		if w := p.Try(http.MethodGet, file); w.Body.String() != "Hej!" || !strings.HasPrefix(w.Header().Get("Content-Disposition"), "attachment") {
			t.Errorf("the document is %q, %v", w.Body, w.Header())
		}
		p.Get(page+"/print", "Kallelse till Vårmöte", "Nuläget", "10.30")

		p.Token = ""
		p.Get("/public/meetings?all=1", "Vårmöte")
		p.Get("/public"+page, "Vårmöte", "Biblioteket", "Nuläget", "-underlag.txt", "-Alva Prov", "-Rad ett")
		if w := p.Try(http.MethodGet, file); w.Code == http.StatusOK {
			t.Error("the public fetches a document")
		}
		if w := p.Try(http.MethodGet, "/public"+night); w.Code != http.StatusNotFound {
			t.Errorf("the public reads of a meeting that is not open: %d", w.Code)
		}
		p.Token = p.token[accounts.Officer]
		p.Post(file+"/remove", http.StatusSeeOther)
		p.Post(page+"/items/"+first+"/remove", http.StatusSeeOther)

		p.Get("/meetings/new?after="+strings.TrimPrefix(page, "/meetings/"), "Det här blir nästa möte efter Vårmöte", "Hämta dagordningen")
		next := p.Post("/meetings", http.StatusSeeOther, "type", kind, "after", strings.TrimPrefix(page, "/meetings/"), "day", "2026-06-12", "from", "9", "until", "11", "agenda", "1")
		p.Get(page, "Nästa möte Möte", "-Planera nästa möte")
		p.Get(next, "Föregående möte Vårmöte", "Nuläget")

		p.Get(page+"/cancel", "Ställ in Vårmöte")
		p.Refused(page+"/cancel", "Skriv varför mötet ställs in")
		p.Post(page+"/cancel", http.StatusSeeOther, "why", "Ordföranden är sjuk")
		p.Get(page, "Mötet är inställt", "Ordföranden är sjuk", "-Ändra dagordningen")
		p.Token = ""
		p.Get("/public"+page, "Mötet är inställt")
		p.Token = p.token[accounts.Reader]
		p.Get(page, "-Planera mötet igen", "-Ställ in")
		if w := p.Try(http.MethodPost, page+"/resume"); w.Code != http.StatusForbidden {
			t.Errorf("a reader planned it again: %d", w.Code)
		}
		p.Token = p.token[accounts.Officer]
		p.Post(page+"/resume", http.StatusSeeOther)
		p.Get("/networks/"+network, "Möte 2/2026", "Vårmöte")
		p.Get("/networks", "Rådet")
		for _, address := range []string{"/meetings/borta", page + "/items/borta/edit", page + "/documents/borta", "/public/meetings/borta", "/meetings/new?type=borta", "/meetings?after=borta"} {
			if w := p.Try(http.MethodGet, address); w.Code != http.StatusNotFound {
				t.Errorf("%s: %d", address, w.Code)
			}
		}
	})
}

func TestASeriesIsSeenBeforeItIsPlanned(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := openPages(t, db)
		_, kind := withType(t, db)
		p.Get("/meeting-series/new?type="+kind, "Du får se alla dagar innan något planeras")
		base := []string{"id", store.NewID(), "type", kind, "day", "2026-05-14", "from", "9", "until", "11", "end", "number", "workdays", "1"}
		typed := func(more ...string) []string { return append(append([]string{}, base...), more...) }
		p.Refused("/meeting-series", "Välj hur ofta", typed("number", "3")...)
		p.Refused("/meeting-series", "Skriv hur många möten", typed("repeat", "weekly", "number", "0")...)
		p.Refused("/meeting-series", "Skriv veckorna som nummer", typed("repeat", "weekly", "number", "3", "weeks", "jul")...)
		p.Refused("/meeting-series", "Skriv dagarna som", typed("repeat", "weekly", "number", "3", "days", "jul")...)
		whole := typed("repeat", "weekly", "number", "3", "days", "2026-05-28")
		page := p.Holds("the days", p.Post("/meeting-series", http.StatusOK, append(whole, "act", "show")...), "Torsdag 21", "Torsdag 11", "2026-05-14", "Helg eller helgdag", "Dag utan möte")
		if n := strings.Count(page, `name="chosen"`); n != 3 {
			t.Errorf("%d days can be chosen", n)
		}
		seen := regexp.MustCompile(`name="seen_days" value="([^"]*)"`).FindStringSubmatch(page)[1]
		p.Holds("other days", p.Post("/meeting-series", http.StatusOK, append(whole, "act", "save", "seen_days", "2026-05-21", "chosen", "2026-05-21")...), "Dagarna har räknats om")
		p.Refused("/meeting-series", "Markera minst en dag", append(whole, "act", "save", "seen_days", seen)...)
		save := append(whole, "act", "save", "seen_days", seen, "chosen", "2026-05-21", "chosen", "2026-06-11")
		for range 2 {
			if to := p.Try(http.MethodPost, "/meeting-series", save...).Header().Get("Location"); !strings.HasPrefix(to, "/meetings?all=1&series=") {
				t.Fatalf("it leads to %s", to)
			}
		}
		list := p.Get("/meetings?year=2026", "Maj 2026", "Juni 2026", "Möte 1/2026", "Möte 2/2026", "-Möte 3/2026")
		first := regexp.MustCompile(`href="(/meetings/[0-9a-f-]{36})"`).FindStringSubmatch(list)[1]
		p.Get(first+"/edit", "Det här mötet och de följande i serien")
		p.Post(first+"/edit", http.StatusSeeOther, "scope", "following", "seen", "1", "title", "Möte 1/2026", "day", "2026-05-22", "from", "13", "until", "15", "place", "Ute")
		p.Get("/meetings?year=2026", "22", "12", "13.00–15.00", "Ute")
		p.Post(first+"/cancel", http.StatusSeeOther, "scope", "following", "why", "Inga pengar")
		p.Get("/meetings?year=2026&state=cancelled", "Möte 1/2026", "Möte 2/2026")
		p.Get("/meetings?year=2026&state=planned", "Inget möte hittades")
	})
}
