package assessments_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"samverk/features/accounts"
	"samverk/features/applications"
	"samverk/features/assessments"
	"samverk/features/audit"
	"samverk/features/grants"
	"samverk/features/grants/assessment"
	"samverk/features/mandates"
	"samverk/features/organisations"
	"samverk/platform/calendar"
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
	routes  []web.Route
	letters []accounts.Letter
}

func openPages(t *testing.T, db *store.DB) *pages {
	t.Helper()
	p := &pages{t: t}
	catalogue := i18n.NewCatalogue(store.Messages(), web.Messages(), form.Messages(), file.Messages(), ui.Messages(), questions.Messages(), accounts.Messages(), audit.Messages(),
		organisations.Messages(), mandates.Messages(), grants.Messages(), applications.Messages(), assessments.Messages())
	site := web.NewSite(catalogue, ui.ErrorPage, accounts.Guard)
	letters := mandates.Writer{Catalogue: catalogue, Post: func(_ context.Context, _ *store.Tx, l accounts.Letter) error {
		p.letters = append(p.letters, l)
		return nil
	}}
	(&assessments.Feature{DB: db, BaseURL: "https://exempel.se", Letters: letters}).Mount(site)
	p.routes = site.Routes()
	p.site = (&accounts.Feature{DB: db}).Recognise(site)
	return p
}

// signedIn is somebody with an account and a session.
type signedIn struct {
	accounts.Account
	token string
}

func signIn(t *testing.T, db *store.DB, name, email string, role accounts.Role) (s signedIn) {
	t.Helper()
	s.Account = withAccount(t, db, name, email, role)
	write(t, db, func(tx *store.Tx) (err error) {
		s.token, err = accounts.Begin(ctx, tx, s.ID, accounts.ByPassword, time.Now())
		return err
	})
	return s
}

// send asks for an address and wants a code; words that begin with "-" must not stand in the answer.
func (p *pages) send(who signedIn, method, address string, code int, fields url.Values, wanted ...string) string {
	p.t.Helper()
	r := httptest.NewRequest(method, address, strings.NewReader(fields.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Accept-Language", "sv")
	if who.token != "" {
		r.AddCookie(&http.Cookie{Name: "samverk_session", Value: who.token})
	}
	w := httptest.NewRecorder()
	p.site.ServeHTTP(w, r)
	if w.Code != code {
		p.t.Errorf("%s %s as %s: %d, want %d", method, address, who.Name, w.Code, code)
	}
	for _, words := range wanted {
		if not, absent := strings.CutPrefix(words, "-"); absent == strings.Contains(w.Body.String(), not) {
			p.t.Errorf("%s %s as %s, want %q", method, address, who.Name, words)
		}
	}
	return w.Body.String()
}

// scoresOf is the form of scores with the same step everywhere.
func scoresOf(seen, step int, act string) url.Values {
	return url.Values{"seen": {strconv.Itoa(seen)}, "score_1": {strconv.Itoa(step)}, "score_2": {strconv.Itoa(step)}, "score_3": {strconv.Itoa(step / 2)}, "comment_1": {"Väl visat"},
		"overall": {"Genomtänkt"}, "act": {act}}
}

func TestAssessorsScoreOnTheirPages(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p, c := openPages(t, db), withCall(t, db, true, 2)
		anna, bo := signIn(t, db, "Anna Bedömare", "anna@exempel.se", accounts.Assessor), signIn(t, db, "Bo Bedömare", "bo@exempel.se", accounts.Assessor)
		ove := signIn(t, db, "Ove Handläggare", "ove@exempel.se", accounts.Officer)
		at := "/assessments/" + c.id
		due := calendar.Today(time.Now()).AddDays(14).String()
		p.send(ove, "GET", "/assessments", 200, nil, "Innovationer i höst", at)
		p.send(ove, "GET", at, 200, nil, "2 ansökningar är klara att bedöma", "Mötesplatsen")
		p.send(ove, "POST", at+"/due", 422, url.Values{"due_on": {"2020-01-01"}, "seen": {"0"}}, "Välj i dag eller en senare dag", "2020-01-01")
		p.send(ove, "POST", at+"/due", 303, url.Values{"due_on": {due}, "seen": {"0"}})
		p.send(ove, "POST", at+"/due", 409, url.Values{"due_on": {"2199-01-01"}, "seen": {"0"}}, "2199-01-01", due)

		// The proposal follows from what is chosen, and is carried out once.
		p.send(ove, "GET", at+"/assign/new?how=even&each=2", 422, nil, "Välj minst en bedömare", "Välj minst en ansökan")
		chosen := url.Values{"how": {"even"}, "each": {"2"}, "assessor": {anna.ID, bo.ID}, "application": c.applications}
		proposal := p.send(ove, "GET", at+"/assign/new?"+chosen.Encode(), 200, nil, "4 nya tilldelningar", "Gör 4 tilldelningar")
		pairs := url.Values{}
		for _, found := range regexp.MustCompile(`name="pair" value="([^"]+)"`).FindAllStringSubmatch(proposal, -1) {
			pairs.Add("pair", found[1])
		}
		for range 2 {
			p.send(ove, "POST", at+"/assign", 303, pairs)
		}
		if len(p.letters) != 2 || !strings.Contains(p.letters[0].Text, "Antal: 2.") || !strings.Contains(p.letters[0].Text, "https://exempel.se/my/assessments") || p.letters[0].Kind != "assessment" {
			t.Fatalf("letters: %+v", p.letters)
		}

		// Only a summary can be read before the declaration.
		own := "/my/assessments/" + of(t, db, c.applications[0], anna.ID).ID
		p.send(anna, "GET", "/my/assessments", 200, nil, "2 kvar att bedöma", "Mötesplatsen", own, "-"+secret)
		p.send(anna, "GET", own, 200, nil, "Solrosen", "När är man jävig?", "16–18 §§ förvaltningslagen", "-"+secret, "-score_1")
		p.send(anna, "GET", own+"/files/"+c.attachment, 404, nil)
		p.send(anna, "POST", own, 409, scoresOf(1, 4, "save"), "Väl visat", "-"+secret) // what was typed is not lost, and not kept
		p.send(bo, "GET", own, 404, nil, "-Mötesplatsen")
		p.send(bo, "POST", own+"/free", 404, nil)
		for range 2 {
			p.send(anna, "POST", own+"/free", 303, nil)
		}
		page := p.send(anna, "GET", own, 200, nil, secret, "plan.pdf", "0 av 3 kriterier har poäng", "4 – mycket god", "Väger 3 av 6")
		if save, submit := strings.Index(page, `value="save"`), strings.Index(page, `value="submit"`); save < 0 || save > submit {
			t.Error("the enter key hands in")
		}
		if got := p.send(anna, "GET", own+"/files/"+c.attachment, 200, nil); got != "%PDF-1.7\nplan" {
			t.Errorf("the attachment holds %q", got)
		}
		p.send(bo, "GET", own+"/files/"+c.attachment, 404, nil)

		// Drafts are saved; what is missing is told beside; another window does not write over.
		p.send(anna, "POST", own, 303, url.Values{"seen": {"2"}, "score_1": {"4"}, "comment_1": {"Väl visat"}, "act": {"save"}})
		p.send(anna, "POST", own, 409, url.Values{"seen": {"2"}, "score_1": {"1"}, "comment_1": {"Från den andra fliken"}, "act": {"save"}}, "Från den andra fliken", "Väl visat", "4 – mycket god")
		p.send(anna, "POST", own, 422, url.Values{"seen": {"3"}, "score_1": {"4"}, "comment_1": {"Väl visat"}, "overall": {"Nästan"}, "act": {"submit"}}, "Välj ett steg för Metod", "-Välj ett steg för Behov", "Nästan", `value="4"`)
		if got := of(t, db, c.applications[0], anna.ID); got.Overall != "Nästan" || got.State != assessment.InProgress {
			t.Errorf("what was typed with something missing is kept as %+v", got)
		}
		p.send(anna, "POST", own, 422, url.Values{"seen": {"4"}, "score_1": {"9"}, "overall": {"Från 19121212-1212"}}, "Välj ett av stegen", "personnummer", "Från 19121212-1212")
		for range 2 {
			p.send(anna, "POST", own, 303, scoresOf(4, 4, "submit"))
		}
		p.send(anna, "GET", own+"?done=submitted", 200, nil, "Bedömningen är inlämnad", "Fortsätt med Reparationsverkstaden", "Genomtänkt", secret, "-Spara utkast")
		p.send(anna, "POST", own, 409, scoresOf(5, 0, "save"), "Någon annan har sparat")

		// Bo scores the same otherwise; neither sees the other's.
		other := of(t, db, c.applications[0], bo.ID)
		p.send(bo, "POST", "/my/assessments/"+other.ID+"/free", 303, nil)
		p.send(bo, "GET", "/my/assessments/"+other.ID, 200, nil, "-Genomtänkt")
		p.send(bo, "POST", "/my/assessments/"+other.ID, 303, scoresOf(2, 0, "submit"))
		p.send(anna, "GET", own, 200, nil, "-Bedömarna tillsammans")

		// The officer sees the spread, sends one back and cannot lock yet.
		app := at + "/applications/" + c.applications[0]
		p.send(ove, "GET", app, 200, nil, "Stor spridning: 0 till 4", "Stor spridning: Behov, Metod, Spridning", "50,0", "Väl visat", "Anna Bedömare")
		p.send(ove, "POST", app+"/assessors/"+other.ID+"/send-back", 422, url.Values{"seen": {"4"}}, "Skriv varför")
		p.send(ove, "POST", app+"/assessors/"+other.ID+"/send-back", 409, url.Values{"seen": {"1"}, "why": {"Skriv hur du tänkte"}}, "Skriv hur du tänkte")
		version := strconv.Itoa(of(t, db, c.applications[0], bo.ID).Version)
		for range 2 {
			p.send(ove, "POST", app+"/assessors/"+other.ID+"/send-back", 303, url.Values{"seen": {version}, "why": {"Skriv hur du tänkte"}})
		}
		if last := p.letters[len(p.letters)-1]; len(p.letters) != 3 || last.To.ID != bo.ID || !strings.Contains(last.Text, "Skriv hur du tänkte") {
			t.Errorf("letters: %+v", p.letters)
		}
		p.send(bo, "GET", "/my/assessments", 200, nil, "Handläggaren ber dig komplettera: Skriv hur du tänkte")
		p.send(ove, "POST", at+"/lock", 422, nil, "är inte inlämnade")
		for range 2 {
			p.send(ove, "POST", at+"/remind", 303, nil)
		}
		if len(p.letters) != 5 {
			t.Errorf("%d letters after a reminder sent twice", len(p.letters))
		}
		seen := of(t, db, c.applications[0], bo.ID).Version
		p.send(bo, "POST", "/my/assessments/"+other.ID, 303, scoresOf(seen, 2, "submit"))
		for _, who := range []signedIn{anna, bo} {
			id := of(t, db, c.applications[1], who.ID).ID
			p.send(who, "POST", "/my/assessments/"+id+"/free", 303, nil)
			p.send(who, "POST", "/my/assessments/"+id, 303, scoresOf(2, 2, "submit"))
		}
		p.send(ove, "GET", at+"/ranking", 200, nil, "75,0", "Preliminär")
		for range 2 {
			p.send(ove, "POST", at+"/lock", 303, nil)
		}
		p.send(ove, "GET", at+"/ranking", 200, nil, "Låst", "-Preliminär")
		p.send(ove, "GET", at+"/ranking.csv", 200, nil, "1;BID 2026/", "Mötesplatsen;Solrosen;150000;75,0;2;")
		p.send(ove, "GET", at+"/ranking.xlsx", 200, nil, "PK")
		p.send(anna, "GET", own, 200, nil, "Bedömarna tillsammans", "75,0", "-Bo Bedömare")
	})
}

func TestAConflictClosesTheDoor(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p, c := openPages(t, db), withCall(t, db, true, 1)
		anna, bo := signIn(t, db, "Anna Bedömare", "anna@exempel.se", accounts.Assessor), signIn(t, db, "Bo Bedömare", "bo@exempel.se", accounts.Assessor)
		ove, ulla := signIn(t, db, "Ove Handläggare", "ove@exempel.se", accounts.Officer), signIn(t, db, "Ulla Handläggare", "ulla@exempel.se", accounts.Officer)
		c.assign(t, db, anna.Account, bo.Account, ulla.Account)
		app := "/assessments/" + c.id + "/applications/" + c.applications[0]
		id := of(t, db, c.applications[0], anna.ID).ID
		own := "/my/assessments/" + id
		p.send(anna, "POST", own+"/conflict", 422, url.Values{"why": {""}}, "Skriv vad jävet beror på", `href="#conflict-why"`)
		p.send(anna, "POST", own+"/free", 303, nil)
		p.send(anna, "POST", own, 303, scoresOf(2, 4, "submit"))
		for range 2 {
			p.send(anna, "POST", own+"/conflict", 303, url.Values{"why": {"Sitter i styrelsen"}})
		}
		p.send(anna, "GET", own, 200, nil, "Du har anmält jäv", "Sitter i styrelsen", "-"+secret, "-Genomtänkt")
		p.send(anna, "GET", own+"/files/"+c.attachment, 404, nil)
		p.send(anna, "POST", own, 422, scoresOf(4, 1, "save"), "Låt en kollega", "-"+secret)
		p.send(anna, "POST", own+"/free", 422, nil, "-"+secret)
		p.send(ove, "GET", app, 200, nil, "Anna Bedömare", "Sitter i styrelsen", "-Väl visat")
		b := of(t, db, c.applications[0], bo.ID)
		p.send(ove, "POST", app+"/assessors", 422, url.Values{"assessor": {anna.ID}}, "har anmält jäv")
		p.send(ove, "POST", app+"/assessors/"+b.ID+"/end", 303, url.Values{"seen": {strconv.Itoa(b.Version)}, "why": {"Sjuk"}})
		p.send(bo, "GET", "/my/assessments/"+b.ID, 404, nil)
		p.send(bo, "GET", "/my/assessments", 200, nil, "Du har inget att bedöma")

		// An officer who assesses does not see what others think before the own assessment is locked.
		p.send(ove, "POST", app+"/assessors", 303, url.Values{"assessor": {bo.ID}})
		p.send(bo, "POST", "/my/assessments/"+b.ID+"/free", 303, nil)
		p.send(bo, "POST", "/my/assessments/"+b.ID, 303, scoresOf(of(t, db, c.applications[0], bo.ID).Version, 4, "submit"))
		p.send(ove, "GET", app, 200, nil, "Genomtänkt")
		p.send(ulla, "GET", app, 200, nil, "Du bedömer själv", "-Genomtänkt", "-100,0")
		p.send(ulla, "GET", "/assessments/"+c.id+"/ranking", 200, nil, "En ansökan visas inte för dig", "-100,0")
		p.send(ulla, "GET", "/assessments/"+c.id+"/ranking.csv", 200, nil, "-100,0")

		// Whoever comes to act for the applicant afterwards is shut out too, whether or not that is declared.
		write(t, db, func(tx *store.Tx) error {
			_, err := mandates.Invite(ctx, tx, mandates.Invitation{ID: store.NewID(), OrganisationID: c.organisations[0], Name: bo.Name, Email: "bo@exempel.se"}, time.Now())
			return err
		})
		p.send(bo, "GET", "/my/assessments/"+b.ID, 200, nil, "Du företräder den sökande", "-"+secret)
		p.send(bo, "GET", "/my/assessments/"+b.ID+"/files/"+c.attachment, 404, nil)

		// An officer with a conflict of interest sees the summary and does nothing.
		p.send(ove, "POST", app+"/conflict", 303, url.Values{"why": {"Gift med kassören"}})
		p.send(ove, "GET", app, 200, nil, "Du har jäv i den här ansökan", "-Genomtänkt", "-Läs ansökan", "-Tilldela")
		p.send(ove, "POST", app+"/assessors/"+b.ID+"/send-back", 422, url.Values{"seen": {strconv.Itoa(of(t, db, c.applications[0], bo.ID).Version)}, "why": {"Mer"}}, "Låt en kollega")
		p.send(ove, "POST", app+"/assessors", 422, url.Values{"assessor": {ulla.ID}}, "Låt en kollega")
		p.send(ove, "POST", "/assessments/"+c.id+"/lock", 422, nil, "Låt en kollega")
	})
}

// Every address is tried as every role, by one who assesses another application: whom the table lets in sees nothing of what
// is not theirs.
func TestEveryAddressAsEveryRole(t *testing.T) {
	db := storetest.Open(t, store.SQLite)
	p, c, elsewhere := openPages(t, db), withCall(t, db, true, 1), withCall(t, db, true, 1)
	owner := signIn(t, db, "Anna Bedömare", "anna@exempel.se", accounts.Assessor)
	c.assign(t, db, owner.Account)
	fill := strings.NewReplacer("{call}", c.id, "{application}", c.applications[0], "{file}", c.attachment)
	for _, role := range accounts.Roles {
		who := signIn(t, db, "Någon "+string(role), string(role)+"@exempel.se", role)
		if role.May(accounts.OwnAssessments) {
			elsewhere.assign(t, db, who.Account)
		}
		for _, route := range p.routes {
			method, address, _ := strings.Cut(route.Pattern, " ")
			address = strings.ReplaceAll(fill.Replace(address), "{id}", of(t, db, c.applications[0], owner.ID).ID)
			r := httptest.NewRequest(method, address, nil)
			r.AddCookie(&http.Cookie{Name: "samverk_session", Value: who.token})
			w := httptest.NewRecorder()
			p.site.ServeHTTP(w, r)
			own := strings.HasPrefix(address, "/my/assessments/")
			switch {
			case !role.May(route.Asks) && w.Code != http.StatusForbidden:
				t.Errorf("%s as %s: %d, want 403", route.Pattern, role, w.Code)
			case role.May(route.Asks) && own && w.Code != http.StatusNotFound:
				t.Errorf("%s as %s, whose it is not: %d, want 404", route.Pattern, role, w.Code)
			case role.May(route.Asks) && !own && (w.Code == http.StatusForbidden || w.Code >= 500):
				t.Errorf("%s as %s: %d", route.Pattern, role, w.Code)
			}
			if own && strings.Contains(w.Body.String(), secret) {
				t.Errorf("%s as %s tells what the application says", route.Pattern, role)
			}
		}
	}
}
