package applications_test

import (
	"bytes"
	"context"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"samverk/features/accounts"
	"samverk/features/applications"
	"samverk/features/audit"
	"samverk/features/grants"
	"samverk/features/mandates"
	"samverk/features/organisations"
	"samverk/platform/file"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/questions"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
	"samverk/platform/ui"
	"samverk/platform/web"
)

// pages are the feature's pages, and the letters that it has written.
type pages struct {
	t       *testing.T
	site    http.Handler
	letters []accounts.Letter
	recused map[string]bool // accounts that are recused for every application
	now     func() time.Time
}

// IsRecused is applications.Recusals.
func (p *pages) IsRecused(_ context.Context, _ *store.Tx, accountID, _ string) (bool, error) {
	return p.recused[accountID], nil
}

func openPages(t *testing.T, db *store.DB) *pages {
	t.Helper()
	p := &pages{t: t, recused: map[string]bool{}}
	catalogue := i18n.NewCatalogue(store.Messages(), web.Messages(), form.Messages(), file.Messages(), ui.Messages(), questions.Messages(), accounts.Messages(), audit.Messages(),
		organisations.Messages(), mandates.Messages(), grants.Messages(), applications.Messages())
	site := web.NewSite(catalogue, ui.ErrorPage, accounts.Guard)
	letters := mandates.Writer{Catalogue: catalogue, Post: func(_ context.Context, _ *store.Tx, l accounts.Letter) error {
		p.letters = append(p.letters, l)
		return nil
	}}
	(&applications.Feature{DB: db, BaseURL: "https://exempel.se", Letters: letters, Recusals: p, Now: func() time.Time {
		if p.now != nil {
			return p.now()
		}
		return time.Now()
	}}).Mount(site)
	p.site = (&accounts.Feature{DB: db}).Recognise(site)
	return p
}

func signIn(t *testing.T, db *store.DB, account string) (token string) {
	t.Helper()
	write(t, db, func(tx *store.Tx) (err error) {
		token, err = accounts.Begin(ctx, tx, account, accounts.ByPassword, time.Now())
		return err
	})
	return token
}

// send asks for an address and wants a code; words that begin with "-" must not stand in the answer.
func (p *pages) send(token, method, address string, code int, fields url.Values, wanted ...string) string {
	p.t.Helper()
	r := httptest.NewRequest(method, address, strings.NewReader(fields.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return p.sent(token, r, code, wanted...)
}

// sendStep sends a step with a file.
func (p *pages) sendStep(token, address string, code int, fields url.Values, name string, content []byte, wanted ...string) string {
	p.t.Helper()
	var body bytes.Buffer
	parts := multipart.NewWriter(&body)
	for field, values := range fields {
		for _, value := range values {
			parts.WriteField(field, value) //nolint:errcheck // to memory
		}
	}
	part, _ := parts.CreateFormFile("plan", name)
	part.Write(content) //nolint:errcheck // to memory
	parts.Close()       //nolint:errcheck // to memory
	r := httptest.NewRequest("POST", address, &body)
	r.Header.Set("Content-Type", parts.FormDataContentType())
	return p.sent(token, r, code, wanted...)
}

func (p *pages) sent(token string, r *http.Request, code int, wanted ...string) string {
	p.t.Helper()
	r.Header.Set("Accept-Language", "sv")
	if token != "" {
		r.AddCookie(&http.Cookie{Name: "samverk_session", Value: token})
	}
	w := httptest.NewRecorder()
	p.site.ServeHTTP(w, r)
	if w.Code != code {
		p.t.Errorf("%s %s: %d, want %d\n%s", r.Method, r.URL, w.Code, code, alerts(w.Body.String()))
	}
	for _, words := range wanted {
		if not, absent := strings.CutPrefix(words, "-"); absent == strings.Contains(w.Body.String(), not) {
			p.t.Errorf("%s %s, want %q", r.Method, r.URL, words)
		}
	}
	if to := w.Header().Get("Location"); to != "" {
		return to
	}
	return w.Body.String()
}

// alerts are what a page complains of, for whoever reads the test's answer.
func alerts(body string) string {
	_, main, _ := strings.Cut(body, "<main")
	text := regexp.MustCompile(`<[^>]*>`).ReplaceAllString(main, " ")
	return strings.Join(strings.Fields(text), " ")[:min(600, len(strings.Join(strings.Fields(text), " ")))]
}

var hashField = regexp.MustCompile(`name="sha256" value="([0-9a-f]{64})"`)

// sends sends the application as its check page shows it.
func (p *pages) sends(token, own string, wanted ...string) string {
	p.t.Helper()
	found := hashField.FindStringSubmatch(p.send(token, "GET", own+"/check", 200, nil, wanted...))
	if found == nil {
		p.t.Fatal("the check page has no way to send")
	}
	return p.send(token, "POST", own+"/check", 303, url.Values{"sha256": {found[1]}})
}

func (p *pages) fill(token, own string) {
	p.t.Helper()
	p.send(token, "POST", own+"/steps/who", 303, url.Values{"seen": {"0"}, "name": {"Solrosen"}, "contact": {"Berit"}, "go": {"on"}})
	p.send(token, "POST", own+"/steps/what", 303, url.Values{"seen": {"0"}, "title": {"Odling för alla"}, "level": {"prestudy"}, "go": {"on"}})
	p.send(token, "POST", own+"/steps/money", 303, url.Values{"seen": {"0"}, "amount": {"40 000"}, "hours": {"122"}, "go": {"on"}})
}

func (p *pages) lastLetter(to, words string) {
	p.t.Helper()
	for _, l := range p.letters {
		if l.To.Email == to && strings.Contains(l.Subject, words) {
			return
		}
	}
	p.t.Errorf("%s has got no letter about %q", to, words)
}

func TestAnApplicationFromDraftToAdmissibleOnThePages(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := openPages(t, db)
		call, o := openCall(t, db), addOrganisation(t, db, "Solrosen")
		berit := signIn(t, db, actsFor(t, db, o, "Berit Påhittad", "berit@exempel.se", mandates.Jointly))
		cecilia := signIn(t, db, actsFor(t, db, o, "Cecilia Påhittad", "cecilia@exempel.se", mandates.Jointly))
		oveID := officer(t, db, "Ove Handläggare", "ove@exempel.se", accounts.Officer)
		ove := signIn(t, db, oveID)
		at := "/my/organisations/" + o + "/applications/" + call
		p.send(berit, "GET", "/my/applications", 200, nil, "Sociala innovationer i år", at)
		p.send(berit, "GET", at, 200, nil, "Börja ansökan")
		own := p.send(berit, "POST", at, 303, nil)
		if again := p.send(cecilia, "POST", at, 303, nil); again != own {
			t.Errorf("begun twice it is %s and %s", own, again)
		}
		p.send(berit, "GET", own, 200, nil, "Att göra", "Ett ifyllt svar att kontrollera", "Projektet")
		p.send(berit, "GET", own+"/steps/who", 200, nil, "Ifyllt ur registret", `value="Solrosen"`)
		id := strings.TrimPrefix(own, "/my/applications/")
		p.send(ove, "GET", "/applications/"+id, 404, nil)
		p.fill(berit, own)
		p.send(berit, "POST", own+"/steps/money", 422, url.Values{"seen": {"1"}, "amount": {"fyrtio"}, "hours": {"122"}}, "fyrtio", "Det du skrev är sparat", `name="seen" value="2"`)
		p.send(cecilia, "POST", own+"/steps/money", 409, url.Values{"seen": {"1"}, "amount": {"41 000"}, "hours": {"130"}}, "Någon annan har sparat", "Berit Påhittad", "41 000", "fyrtio")
		p.send(cecilia, "POST", own+"/steps/money", 303, url.Values{"seen": {"2"}, "amount": {"40 000"}, "hours": {"10"}})
		p.send(cecilia, "GET", own+"/check", 200, nil, "egna insatsen ska vara minst 40\u00a0000 kr", "-Godkänn ansökan")
		p.send(cecilia, "POST", own+"/steps/money", 303, url.Values{"seen": {"3"}, "amount": {"40 000"}, "hours": {"122"}})
		p.sendStep(berit, own+"/steps/what", 422, url.Values{"seen": {"1"}, "title": {"Odling för alla"}, "level": {"prestudy"}}, "plan.exe", []byte("MZ"), "plan.exe", "av ett slag som inte tas emot")
		p.sendStep(berit, own+"/steps/what", 303, url.Values{"seen": {"1"}, "title": {"Odling för alla"}, "level": {"prestudy"}}, "plan.pdf", pdf)
		to := p.sends(berit, own, "Godkänn ansökan", "Cecilia Påhittad", "plan.pdf")
		p.send(berit, "GET", to, 200, nil, "inte inskickad än", "Väntar på firmatecknare", "Cecilia Påhittad")
		p.lastLetter("cecilia@exempel.se", "väntar på ditt godkännande")
		p.send(ove, "GET", "/applications/"+id, 404, nil)
		to = p.sends(cecilia, own, "Skicka in ansökan")
		p.send(cecilia, "GET", to, 200, nil, "Ansökan är mottagen", "RS ")
		p.lastLetter("berit@exempel.se", "Ansökan är mottagen")
		p.send(cecilia, "GET", own+"/versions/1", 200, nil, "Odling för alla", "plan.pdf")
		p.send(cecilia, "GET", own+"/versions/2", 404, nil)

		one := "/applications/" + id
		p.send(ove, "GET", "/applications", 200, nil, "Odling för alla", "Utan handläggare (1)")
		p.send(ove, "GET", one, 200, nil, "Berit Påhittad, Cecilia Påhittad", "plan.pdf", "Granskning")
		seen := func() string {
			return regexp.MustCompile(`name="seen" value="(\d+)"`).FindStringSubmatch(p.send(ove, "GET", one, 200, nil))[1]
		}
		p.send(ove, "POST", one+"/assign", 409, url.Values{"seen": {"1"}, "officer": {oveID}}, "Någon annan har sparat")
		for range 2 {
			p.send(ove, "POST", one+"/assign", 303, url.Values{"seen": {seen()}, "officer": {oveID}})
		}
		p.send(ove, "POST", one+"/checks", 422, url.Values{"seen": {seen()}, "note.section.who": {"Numret stämmer inte"}}, "Numret stämmer inte", "Välj om punkten är rätt eller fel")
		p.send(ove, "POST", one+"/checks", 303, url.Values{"seen": {seen()}, "is.section.who": {"wrong"}, "note.section.who": {"Numret stämmer inte"}})
		p.send(ove, "POST", one+"/decide", 422, url.Values{"seen": {seen()}, "to": {"completion_requested"}, "due_on": {today.String()}}, "Skriv en text", "Ange en dag efter i dag")
		p.send(ove, "POST", one+"/decide", 303, url.Values{"seen": {seen()}, "to": {"completion_requested"}, "due_on": {today.AddDays(9).String()}, "reason": {"Rätta numret"}})
		p.lastLetter("berit@exempel.se", "Komplettera ansökan")
		p.send(berit, "GET", own, 200, nil, "Rätta numret", "Komplettera senast")
		p.send(berit, "POST", own+"/steps/who", 303, url.Values{"seen": {"1"}, "name": {"Solrosen odlare"}, "contact": {"Berit"}})
		p.sends(berit, own, "Godkänn ansökan")
		p.sends(cecilia, own)
		p.lastLetter("ove@exempel.se", "är kompletterad")
		p.send(ove, "GET", one+"/compare?from=1", 200, nil, "Solrosen odlare", "-Odling för alla</td>")
		p.send(ove, "GET", one+"/compare?from=2", 404, nil)
		p.send(ove, "GET", one+"/versions/1", 200, nil, "-Solrosen odlare")
		p.send(ove, "POST", one+"/messages", 303, url.Values{"key": {store.NewID()}, "body": {"Tack!"}})
		p.send(berit, "GET", own, 200, nil, "Tack!", "-Ove Handläggare")
		p.send(berit, "POST", own+"/messages", 422, url.Values{"body": {""}}, "Skriv en text")
		p.send(berit, "POST", own+"/messages", 303, url.Values{"body": {"Själv tack"}})
		p.send(ove, "POST", one+"/notes", 303, url.Values{"note": {"Ser bra ut"}})
		p.send(berit, "GET", own, 200, nil, "-Ser bra ut")
		p.send(ove, "POST", one+"/decide", 303, url.Values{"seen": {seen()}, "to": {"admissible"}})
		p.send(ove, "GET", one, 200, nil, "Kan prövas", "Själv tack", "Ser bra ut")
		p.send(ove, "GET", "/applications.csv", 200, nil, "Odling för alla;Sociala innovationer i år;40000,00")
		p.send(ove, "GET", "/applications.xlsx", 200, nil)
		if got := find(t, db, id); got.State != applications.Admissible || len(versions(t, db, id)) != 2 {
			t.Errorf("it ends as %s", got.State)
		}
	})
}

// What is another organisation's is not there: pages, files, versions, messages.
func TestOthersApplicationsAreNotThere(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := openPages(t, db)
		call := openCall(t, db)
		a, beritID := sent(t, db, call, "Solrosen", "berit@exempel.se")
		var kept file.File
		write(t, db, func(tx *store.Tx) (err error) {
			kept, err = file.KeepChecked(ctx, tx, file.New{Name: "plan.pdf", Content: pdf})
			if err == nil {
				_, err = tx.Exec(ctx, "INSERT INTO application_file (application_id, sha256, name, media, account_id, sent_at) VALUES ($1, $2, 'plan.pdf', 'application/pdf', $3, $4)", a.ID, kept.SHA256, beritID, store.Now())
			}
			return err
		})
		b, otherID := sent(t, db, call, "Tussilago", "t@exempel.se")
		berit, other := signIn(t, db, beritID), signIn(t, db, otherID)
		own := "/my/applications/" + a.ID
		hash := hashNow(t, &a)
		for _, address := range []string{"", "/steps/who", "/check", "/versions/1", "/files/" + kept.SHA256, "/withdraw"} {
			code := 200
			if address == "/steps/who" || address == "/check" {
				code = 303 // it has been sent
			}
			p.send(berit, "GET", own+address, code, nil)
			p.send(other, "GET", own+address, 404, nil, "-Odling")
		}
		for address, fields := range map[string]url.Values{"/steps/who": {"name": {"Stulen"}}, "/check": {"sha256": {hash}}, "/messages": {"body": {"Hej"}}, "/withdraw": {}} {
			p.send(other, "POST", own+address, 404, fields)
		}
		p.send(other, "GET", "/my/applications/"+b.ID+"/files/"+kept.SHA256, 404, nil)
		p.send(other, "GET", "/my/organisations/"+a.OrganisationID+"/applications/"+call, 404, nil)
		p.send(other, "POST", "/my/organisations/"+a.OrganisationID+"/applications/"+call, 404, nil)
		p.send(other, "GET", "/my/applications", 200, nil, "-Solrosen", "Tussilago")
		p.send(other, "GET", "/applications/"+a.ID, 403, nil)
		if got := find(t, db, a.ID); got.State != applications.Submitted || got.Answers.Text("name") != "Solrosen" {
			t.Errorf("it has been changed: %+v", got)
		}
		p.send(berit, "POST", own+"/withdraw", 303, nil)
		p.send(berit, "GET", own, 200, nil, "Återtagen", "-/withdraw")
	})
}

// Rule 4: who is recused reads the summary only and does nothing.
func TestARecusedOfficerReadsOnlyTheSummary(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := openPages(t, db)
		a, _ := sent(t, db, openCall(t, db), "Solrosen", "berit@exempel.se")
		oveID := officer(t, db, "Ove Handläggare", "ove@exempel.se", accounts.Officer)
		ove := signIn(t, db, oveID)
		one := "/applications/" + a.ID
		p.send(ove, "GET", one, 200, nil, "Kontaktperson", "Handläggare")
		p.recused[oveID] = true
		p.send(ove, "GET", one, 200, nil, "Du är jävig", "Odling för alla", "Solrosen", "-Kontaktperson", "-/decide", "-Interna anteckningar")
		for _, address := range []string{"/versions/1", "/compare?from=1", "/files/x"} {
			p.send(ove, "GET", one+address, 403, nil, "-Kontaktperson")
		}
		for _, address := range []string{"/assign", "/decide", "/late", "/checks", "/notes", "/messages"} {
			p.send(ove, "POST", one+address, 403, url.Values{"seen": {"1"}, "officer": {oveID}, "to": {"checking"}, "note": {"x"}, "body": {"x"}, "late_reason": {"x"}})
		}
		if got := find(t, db, a.ID); got.State != applications.Submitted || got.OfficerID != "" || got.Version != a.Version {
			t.Errorf("it has been changed: %+v", got)
		}
		eva := signIn(t, db, officer(t, db, "Eva Handläggare", "eva@exempel.se", accounts.Officer))
		p.send(eva, "POST", one+"/assign", 422, url.Values{"seen": {itoa(a.Version)}, "officer": {oveID}}, "har anmält jäv. Välj någon annan")
		// who acts for the organisation is recused by that
		p.recused[oveID] = false
		write(t, db, func(tx *store.Tx) error {
			_, err := mandates.Invite(ctx, tx, mandates.Invitation{ID: store.NewID(), OrganisationID: a.OrganisationID, Name: "Ove", Email: "ove@exempel.se"}, time.Now())
			return err
		})
		p.send(ove, "GET", one, 200, nil, "Du är jävig")
	})
}

// What being late costs is told before and after.
func TestALateApplicationIsToldSo(t *testing.T) {
	db := storetest.Open(t, store.SQLite)
	p := openPages(t, db)
	closes := time.Now().Add(time.Hour)
	_, call := addCall(t, db, time.Now().Add(-time.Hour), closes)
	o := addOrganisation(t, db, "Solrosen")
	berit := signIn(t, db, actsFor(t, db, o, "Berit Påhittad", "berit@exempel.se", mandates.Alone))
	own := p.send(berit, "POST", "/my/organisations/"+o+"/applications/"+call, 303, nil)
	p.fill(berit, own)
	p.now = func() time.Time { return closes.Add(time.Minute) }
	p.send(berit, "GET", own, 200, nil, "En dag för sent.", "minskas med 10 procent")
	to := p.sends(berit, own, "minskas med 10 procent")
	p.send(berit, "GET", to, 200, nil, "Ansökan är mottagen", "minskas med 10 procent")
	id := strings.TrimPrefix(own, "/my/applications/")
	ove := signIn(t, db, officer(t, db, "Ove Handläggare", "ove@exempel.se", accounts.Officer))
	p.send(ove, "GET", "/applications?show=late", 200, nil, "Odling för alla", "En dag för sent")
	a := find(t, db, id)
	version := func() url.Values { return url.Values{"seen": {"0"}, "late_reason": {"Felet var vårt"}} }
	p.send(ove, "POST", "/applications/"+id+"/late", 409, version(), "Felet var vårt")
	fields := version()
	fields.Set("seen", itoa(a.Version))
	p.send(ove, "POST", "/applications/"+id+"/late", 303, fields)
	p.send(ove, "GET", "/applications?show=late", 200, nil, "-Odling för alla")
}
