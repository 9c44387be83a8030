package meetings_test

import (
	"bytes"
	"mime/multipart"
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
	"samverk/features/meetings"
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
	catalogue := i18n.NewCatalogue(store.Messages(), web.Messages(), form.Messages(), ui.Messages(), accounts.Messages(), audit.Messages(), organisations.Messages(), plan.Messages(), evidence.Messages(), networks.Messages(), meetings.Messages())
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
	(&networks.Feature{DB: db, Meetings: meetings.OnNetworks{}}).Mount(site)
	(&meetings.Feature{DB: db}).Mount(site)
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
		whole, _, _ := strings.Cut(w.Header().Get("Location"), "#")
		to, _, _ := strings.Cut(whole, "?")
		p.get(whole)
		return to
	}
	return w.Body.String()
}

// refused sends a form that is not taken, and looks for what the page says of it.
func (p *pages) refused(address, says string, fields ...string) string {
	p.t.Helper()
	return p.holds(address, p.post(address, http.StatusUnprocessableEntity, fields...), says)
}

// upload sends files with a form.
func (p *pages) upload(address string, code int, name, content, item string) string {
	p.t.Helper()
	var body bytes.Buffer
	writer := multipart.NewWriter(&body)
	if err := writer.WriteField("item", item); err != nil {
		p.t.Fatal(err)
	}
	if name != "" {
		part, err := writer.CreateFormFile("files", name)
		if err != nil {
			p.t.Fatal(err)
		}
		if _, err := part.Write([]byte(content)); err != nil {
			p.t.Fatal(err)
		}
	}
	if err := writer.Close(); err != nil {
		p.t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, address, &body)
	r.Header.Set("Content-Type", writer.FormDataContentType())
	r.Header.Set("Accept-Language", "sv")
	r.AddCookie(&http.Cookie{Name: "samverk_session", Value: p.token[p.role]})
	w := httptest.NewRecorder()
	p.site.ServeHTTP(w, r)
	if w.Code != code {
		p.t.Fatalf("%s: %d, want %d: %s", address, w.Code, code, textOf(p.t, w.Body.String()))
	}
	return w.Body.String()
}

func TestAMeetingIsPlannedOnItsPages(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := openPages(t, db)
		p.get("/meetings", "Inget möte är planerat")
		p.get("/meetings/new", "Det finns inga mötestyper")
		network, kind := withType(t, db)
		p.get("/meetings/new", "Vilket möte?", "Planera en serie")
		p.get("/meetings/new?type="+kind, "Planera Möte", "Lämna tomt för mötestypens namn")
		base := []string{"type", kind, "place", "Rådhuset", "link", "exempel.se/mote", "body", "Ta med\n\nkaffe", "public", "1"}
		typed := func(more ...string) []string { return append(append([]string{}, base...), more...) }
		p.refused("/meetings", "Skriv vilken dag mötet är", typed("from", "9", "until", "11")...)
		p.refused("/meetings", "Skriv klockslaget som 09.30", typed("day", "2026-03-12", "from", "nio", "until", "11")...)
		p.refused("/meetings", "Mötet slutar innan det har börjat", typed("day", "2026-03-12", "from", "11", "until", "9")...)
		p.refused("/meetings", "sommartiden börjar", typed("day", "2026-03-29", "from", "02.30", "until", "04")...)
		wrong := p.refused("/meetings", "Mötet är längre än två veckor", typed("day", "2026-03-12", "from", "9", "until", "11", "until_day", "2027-03-12")...)
		for _, kept := range []string{`value="Rådhuset"`, `value="exempel.se/mote"`, "kaffe"} {
			if !strings.Contains(wrong, kept) {
				t.Errorf("what was typed is lost: %s", kept)
			}
		}
		fields := typed("id", store.NewID(), "day", "2026-03-12", "from", "9", "until", "11.30")
		page := p.post("/meetings", http.StatusSeeOther, fields...)
		if again := p.post("/meetings", http.StatusSeeOther, fields...); again != page {
			t.Errorf("sent twice it led to %s and %s", page, again)
		}
		p.get(page, "Möte 1/2026", "Torsdag 12", "kl. 09.00–11.30", "Rådhuset", "https://exempel.se/mote", "Planerat", "Dagordningen är inte skriven än")
		night := p.post("/meetings", http.StatusSeeOther, "type", kind, "day", "2026-10-25", "from", "02.30", "until", "04")
		p.get(night, "Klockan 02.30 kommer två gånger den natten")

		p.get(page+"/edit", "Ändra Möte 1/2026")
		p.post(page+"/edit", http.StatusSeeOther, "seen", "1", "title", "Vårmöte", "day", "2026-03-13", "from", "10", "until", "12", "place", "Biblioteket", "public", "1")
		stale := p.holds("a late form", p.post(page+"/edit", http.StatusConflict, "seen", "1", "title", "Annat möte", "day", "2026-03-12", "from", "9", "until", "12"), "Asta Strateg", "Vårmöte")
		if !strings.Contains(stale, `value="Annat möte"`) || !strings.Contains(stale, `name="seen" value="2"`) {
			t.Error("what was typed too late is lost, or cannot be saved again")
		}

		agenda := page + "/agenda"
		p.get(agenda, "Lägg till punkt")
		p.refused(page+"/items", "Skriv punktens rubrik", "minutes", "10")
		p.refused(page+"/items", "Skriv tiden i minuter", "title", "Läget", "minutes", "9999")
		first, second := store.NewID(), store.NewID()
		p.post(page+"/items", http.StatusSeeOther, "id", first, "title", "Öppnande", "minutes", "15")
		p.post(page+"/items", http.StatusSeeOther, "id", second, "title", "Läget", "minutes", "200", "presenter", "Alva Prov", "body", "Rad ett\r\nrad två")
		p.get(agenda, "10.00", "10.15", "Punkterna tar 215 minuter")
		mark := regexp.MustCompile(`name="seen" value="([0-9a-f]+)"`).FindStringSubmatch(p.get(page + "/items/" + second + "/edit"))[1]
		p.post(page+"/items/"+second+"/edit", http.StatusSeeOther, "seen", mark, "title", "Nuläget", "minutes", "30", "presenter", "Alva Prov", "body", "Rad ett\r\nrad två")
		p.holds("a late point", p.post(page+"/items/"+second+"/edit", http.StatusConflict, "seen", mark, "title", "Framtiden"), "Asta Strateg")
		p.post(page+"/items/"+second+"/move", http.StatusSeeOther, "to", "up")
		p.get(agenda, "1 Nuläget", "2 Öppnande")

		p.get(page+"/documents/new?item="+second, "Hör till")
		p.holds("no file", p.upload(page+"/documents", http.StatusUnprocessableEntity, "", "", ""), "Välj minst en fil")
		p.holds("a program", p.upload(page+"/documents", http.StatusUnprocessableEntity, "program.exe", "MZ", ""), "program.exe")
		p.upload(page+"/documents", http.StatusSeeOther, "underlag.txt", "Hej!", second)
		body := p.get(page, "underlag.txt", "1. Nuläget")
		file := regexp.MustCompile(`href="(/meetings/[^"]*/documents/[0-9a-f-]{36})"`).FindStringSubmatch(body)[1]
		if w := p.send(http.MethodGet, file); w.Body.String() != "Hej!" || !strings.HasPrefix(w.Header().Get("Content-Disposition"), "attachment") {
			t.Errorf("the document is %q, %v", w.Body, w.Header())
		}
		p.get(page+"/print", "Kallelse till Vårmöte", "Nuläget", "10.30")

		p.role = ""
		p.get("/public/meetings?all=1", "Vårmöte")
		p.get("/public"+page, "Vårmöte", "Biblioteket", "Nuläget", "-underlag.txt", "-Alva Prov", "-Rad ett")
		if w := p.send(http.MethodGet, file); w.Code == http.StatusOK {
			t.Error("the public fetches a document")
		}
		if w := p.send(http.MethodGet, "/public"+night); w.Code != http.StatusNotFound {
			t.Errorf("the public reads of a meeting that is not open: %d", w.Code)
		}
		p.role = accounts.Officer
		p.post(file+"/remove", http.StatusSeeOther)
		p.post(page+"/items/"+first+"/remove", http.StatusSeeOther)

		p.get("/meetings/new?after="+strings.TrimPrefix(page, "/meetings/"), "Det här blir nästa möte efter Vårmöte", "Hämta dagordningen")
		next := p.post("/meetings", http.StatusSeeOther, "type", kind, "after", strings.TrimPrefix(page, "/meetings/"), "day", "2026-06-12", "from", "9", "until", "11", "agenda", "1")
		p.get(page, "Nästa möte Möte", "-Planera nästa möte")
		p.get(next, "Föregående möte Vårmöte", "Nuläget")

		p.get(page+"/cancel", "Ställ in Vårmöte")
		p.refused(page+"/cancel", "Skriv varför mötet ställs in")
		p.post(page+"/cancel", http.StatusSeeOther, "why", "Ordföranden är sjuk")
		p.get(page, "Mötet är inställt", "Ordföranden är sjuk", "-Ändra dagordningen")
		p.role = ""
		p.get("/public"+page, "Mötet är inställt")
		p.role = accounts.Reader
		p.get(page, "-Planera mötet igen", "-Ställ in")
		if w := p.send(http.MethodPost, page+"/resume"); w.Code != http.StatusForbidden {
			t.Errorf("a reader planned it again: %d", w.Code)
		}
		p.role = accounts.Officer
		p.post(page+"/resume", http.StatusSeeOther)
		p.get("/networks/"+network, "Möte 2/2026", "Vårmöte")
		p.get("/networks", "Rådet")
		for _, address := range []string{"/meetings/borta", page + "/items/borta/edit", page + "/documents/borta", "/public/meetings/borta", "/meetings/new?type=borta", "/meetings?after=borta"} {
			if w := p.send(http.MethodGet, address); w.Code != http.StatusNotFound {
				t.Errorf("%s: %d", address, w.Code)
			}
		}
	})
}

func TestASeriesIsSeenBeforeItIsPlanned(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := openPages(t, db)
		_, kind := withType(t, db)
		p.get("/meeting-series/new?type="+kind, "Du får se alla dagar innan något planeras")
		base := []string{"id", store.NewID(), "type", kind, "day", "2026-05-14", "from", "9", "until", "11", "end", "number", "workdays", "1"}
		typed := func(more ...string) []string { return append(append([]string{}, base...), more...) }
		p.refused("/meeting-series", "Välj hur ofta", typed("number", "3")...)
		p.refused("/meeting-series", "Skriv hur många möten", typed("repeat", "weekly", "number", "0")...)
		p.refused("/meeting-series", "Skriv veckorna som nummer", typed("repeat", "weekly", "number", "3", "weeks", "jul")...)
		p.refused("/meeting-series", "Skriv dagarna som", typed("repeat", "weekly", "number", "3", "days", "jul")...)
		whole := typed("repeat", "weekly", "number", "3", "days", "2026-05-28")
		page := p.holds("the days", p.post("/meeting-series", http.StatusOK, append(whole, "act", "show")...), "Torsdag 21", "Torsdag 11", "2026-05-14", "Helg eller helgdag", "Dag utan möte")
		if n := strings.Count(page, `name="chosen"`); n != 3 {
			t.Errorf("%d days can be chosen", n)
		}
		seen := regexp.MustCompile(`name="seen_days" value="([^"]*)"`).FindStringSubmatch(page)[1]
		p.holds("other days", p.post("/meeting-series", http.StatusOK, append(whole, "act", "save", "seen_days", "2026-05-21", "chosen", "2026-05-21")...), "Dagarna har räknats om")
		p.refused("/meeting-series", "Markera minst en dag", append(whole, "act", "save", "seen_days", seen)...)
		save := append(whole, "act", "save", "seen_days", seen, "chosen", "2026-05-21", "chosen", "2026-06-11")
		for range 2 {
			if to := p.send(http.MethodPost, "/meeting-series", save...).Header().Get("Location"); !strings.HasPrefix(to, "/meetings?all=1&series=") {
				t.Fatalf("it leads to %s", to)
			}
		}
		list := p.get("/meetings?year=2026", "Maj 2026", "Juni 2026", "Möte 1/2026", "Möte 2/2026", "-Möte 3/2026")
		first := regexp.MustCompile(`href="(/meetings/[0-9a-f-]{36})"`).FindStringSubmatch(list)[1]
		p.get(first+"/edit", "Det här mötet och de följande i serien")
		p.post(first+"/edit", http.StatusSeeOther, "scope", "following", "seen", "1", "title", "Möte 1/2026", "day", "2026-05-22", "from", "13", "until", "15", "place", "Ute")
		p.get("/meetings?year=2026", "22", "12", "13.00–15.00", "Ute")
		p.post(first+"/cancel", http.StatusSeeOther, "scope", "following", "why", "Inga pengar")
		p.get("/meetings?year=2026&state=cancelled", "Möte 1/2026", "Möte 2/2026")
		p.get("/meetings?year=2026&state=planned", "Inget möte hittades")
	})
}
