package mandates_test

import (
	"context"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"samverk/features/accounts"
	"samverk/features/accounts/accountstest"
	"samverk/features/mandates"
	"samverk/features/organisations"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
	"samverk/platform/web"
	"samverk/platform/web/webtest"
)

// pages are the feature's pages, and the letters that it has written.
type pages struct {
	webtest.Visitor
	routes  []web.Route
	letters []accounts.Letter
}

func openPages(t *testing.T, db *store.DB, mails bool) *pages {
	t.Helper()
	p, words := &pages{}, accountstest.Words(organisations.Messages(), mandates.Messages())
	f := &mandates.Feature{DB: db, BaseURL: "https://exempel.se", Letters: mandates.Writer{Catalogue: words}}
	if mails {
		f.Letters.Post = func(_ context.Context, _ *store.Tx, l accounts.Letter) error {
			p.letters = append(p.letters, l)
			return nil
		}
	}
	p.Visitor = accountstest.Open(t, db, words, f, &organisations.Feature{DB: db, Additions: []organisations.Adding{mandates.Add}})
	p.routes = accountstest.Routes(f)
	return p
}

// signIn gives a session of an account, which is made when there is none.
func signIn(t *testing.T, db *store.DB, email string, role accounts.Role) (token string) {
	t.Helper()
	_, token = accountstest.SignIn(t, db, email, "Ove Handläggare", role)
	return token
}

// sendFile sends a form with a file.
func (p *pages) sendFile(token, address, field, name string, content []byte, code int, fields url.Values, wanted ...string) {
	p.T.Helper()
	p.As(token).SendFiles(address, code, fields, []webtest.File{{Field: field, Name: name, Content: content}}, wanted...)
}

var wildcard = regexp.MustCompile(`\{(\w+)\}`)

// Every address of one's own organisations is tried with everything that belongs to another: nothing is seen, and nothing
// changes.
func TestNobodySeesOrChangesAnotherOrganisation(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		mine, theirs := addOrganisation(t, db, "Min förening"), addOrganisation(t, db, "Hemliga gruppen")
		actsFor(t, db, mine, "berit@exempel.se", mandates.Alone)
		other := actsFor(t, db, theirs, "cesar@exempel.se", mandates.Alone)
		contact, request := store.NewID(), store.NewID()
		var document string
		write(t, db, func(tx *store.Tx) error {
			if err := organisations.AddContact(ctx, tx, organisations.Contact{ID: contact, OrganisationID: theirs, Name: "Hemlig Person"}); err != nil {
				return err
			}
			if err := mandates.Ask(ctx, tx, mandates.Request{ID: request, OrganisationID: theirs, AccountID: other.AccountID, Name: "Hemligt namn", Why: "x"}); err != nil {
				return err
			}
			documents, err := mandates.Documents(ctx, tx, other.ID)
			document = documents[0].ID
			return err
		})
		p := openPages(t, db, true)
		berit, invited := signIn(t, db, "berit@exempel.se", ""), ""
		write(t, db, func(tx *store.Tx) error { // somebody who is invited, and has not been confirmed
			_, err := mandates.Invite(ctx, tx, mandates.Invitation{ID: store.NewID(), OrganisationID: theirs, Name: "Disa", Email: "disa@exempel.se"}, time.Now())
			return err
		})
		invited = signIn(t, db, "disa@exempel.se", "")
		officer := signIn(t, db, "ove@exempel.se", accounts.Officer)
		state := func() (rows []string) {
			write(t, db, func(tx *store.Tx) error {
				return tx.Select(ctx, &rows, `SELECT 'm' || id || decision || version FROM mandate UNION SELECT 'r' || id || decision FROM organisation_request
					UNION SELECT 'c' || id || name FROM organisation_contact UNION SELECT 'o' || id || web || version FROM organisation ORDER BY 1`)
			})
			return rows
		}
		before, tried := strings.Join(state(), "\n"), 0
		for _, route := range p.routes {
			method, pattern, _ := strings.Cut(route.Pattern, " ")
			if route.Asks != accounts.OwnOrganisations || pattern == "/my/organisations" {
				continue
			}
			tried++
			address := wildcard.ReplaceAllStringFunc(pattern, func(name string) string {
				switch name {
				case "{contact}":
					return contact
				case "{request}":
					return request
				case "{file}":
					return document
				}
				if strings.HasPrefix(pattern, "/my/mandates") {
					return other.ID
				}
				return theirs
			})
			fields := url.Values{"name": {"Ny"}, "email": {"ny@exempel.se"}, "why": {"För att"}, "web": {"exempel.se"}, "signs": {"alone"}, "seen": {"1"}}
			for _, token := range []string{berit, invited, officer} {
				p.As(token).Send(method, address, 404, fields, "-Hemlig")
			}
			// another's contact or request below one's own organisation
			if strings.Contains(pattern, "{contact}") && !strings.HasSuffix(pattern, "/remove") || strings.Contains(pattern, "{request}") {
				p.As(berit).Send(method, strings.Replace(address, theirs, mine, 1), 404, fields, "-Hemlig")
			}
		}
		p.As(berit).Send("POST", "/my/organisations/"+mine+"/contacts/"+contact+"/remove", 303, nil)
		if after := strings.Join(state(), "\n"); tried < 15 || after != before {
			t.Errorf("%d addresses tried; before\n%s\nafter\n%s", tried, before, after)
		}
		for _, address := range []string{"/mandates", "/mandates/" + other.ID, "/mandates/requests/" + request, "/organisations/" + theirs} {
			p.As(berit).Send("GET", address, 403, nil, "-Hemlig")
		}
	})
}

func TestTheDocumentIsKeptWhenSomethingElseIsWrong(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		id := addOrganisation(t, db, "Solrosen")
		p := openPages(t, db, true)
		officer, auditor := signIn(t, db, "ove@exempel.se", accounts.Officer), signIn(t, db, "rev@exempel.se", accounts.Auditor)
		p.As(officer).Send("POST", "/organisations/"+id+"/mandates", 422, url.Values{"name": {""}, "email": {"ingen adress"}}, "Skriv personens namn", "ingen adress")
		invitation := url.Values{"id": {store.NewID()}, "name": {"Berit"}, "email": {"berit@exempel.se"}}
		for range 2 {
			p.As(officer).Send("POST", "/organisations/"+id+"/mandates", 303, invitation)
		}
		if len(p.letters) != 1 || !strings.Contains(p.letters[0].Text, "https://exempel.se/password/") {
			t.Fatalf("letters: %+v", p.letters)
		}
		m := "/my/mandates/" + invitation.Get("id")
		berit := signIn(t, db, "berit@exempel.se", "")
		p.As(berit).Send("GET", "/my/organisations", 200, nil, "Solrosen", "Inbjuden", m)
		p.As(berit).Send("POST", m, 422, url.Values{"seen": {"1"}}, "Välj ett dokument", "Välj hur firman får tecknas")
		p.sendFile(berit, m, "document", "protokoll.exe", []byte("MZ\x90\x00"), 422, url.Values{"signs": {"jointly"}, "seen": {"1"}}, "av ett slag som inte tas emot", `value="jointly" checked`)
		p.sendFile(berit, m, "document", "protokoll.pdf", pdf, 422, url.Values{"seen": {"1"}}, "protokoll.pdf", "mottaget men inte inlämnat", "Välj hur firman får tecknas")
		p.As(officer).Send("GET", "/mandates/"+invitation.Get("id"), 200, nil, "Inget underlag är inlämnat", "-protokoll.pdf")
		for range 2 {
			p.As(berit).Send("POST", m, 303, url.Values{"signs": {"jointly"}, "seen": {"1"}})
		}
		at := "/mandates/" + invitation.Get("id")
		page := p.As(officer).Send("GET", at, 200, nil, "protokoll.pdf", "Två i förening", "Bekräfta uppdraget").Page()
		file := regexp.MustCompile(`/mandates/[^"]+/documents/[^"]+`).FindString(page)
		if got := p.As(officer).Send("GET", file, 200, nil).Page(); got != string(pdf) {
			t.Errorf("the document holds %q", got)
		}
		p.As(auditor).Send("GET", at, 200, nil, "protokoll.pdf", "-Bekräfta uppdraget")
		p.As(auditor).Send("POST", at+"/confirm", 403, nil)
		p.As(officer).Send("GET", "/mandates", 200, nil, "Berit", "Solrosen")
		p.As(officer).Send("POST", at+"/refuse", 422, url.Values{"seen": {"2"}}, "Skriv ett skäl")
		p.As(officer).Send("POST", at+"/confirm", 422, url.Values{"seen": {"2"}, "signs": {"alone"}, "from": {"i dag"}, "until": {"2020-01-01"}}, "i dag", "2020-01-01")
		p.As(officer).Send("POST", at+"/refuse", 303, url.Values{"seen": {"2"}, "why": {"Saknar underskrift"}})
		p.As(berit).Send("GET", m, 200, nil, "Saknar underskrift", "Lämna in")
		p.sendFile(berit, m, "document", "nytt.pdf", append(pdf, '2'), 303, url.Values{"signs": {"alone"}, "seen": {"3"}})
		p.As(officer).Send("POST", at+"/confirm", 409, url.Values{"seen": {"2"}, "signs": {"alone"}, "from": {today.String()}}, "Någon annan har sparat")
		p.As(officer).Send("POST", at+"/confirm", 303, url.Values{"seen": {"4"}, "signs": {"alone"}, "from": {today.String()}})
		if last := p.letters[len(p.letters)-1]; !strings.Contains(last.Subject, "bekräftat") || last.To.Email != "berit@exempel.se" {
			t.Errorf("the last letter is %+v", last)
		}
		p.As(officer).Send("GET", "/organisations/"+id, 200, nil, "Bekräftat uppdrag", "Berit bekräftades som företrädare")
	})
}

func TestARepresentativeSeesToItsOwnDetails(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		id := addOrganisation(t, db, "Solrosen")
		m := actsFor(t, db, id, "berit@exempel.se", mandates.Alone)
		p := openPages(t, db, true)
		berit, officer := signIn(t, db, "berit@exempel.se", ""), signIn(t, db, "ove@exempel.se", accounts.Officer)
		own := "/my/organisations/" + id
		write(t, db, func(tx *store.Tx) error {
			o, err := organisations.Find(ctx, tx, id)
			if err != nil {
				return err
			}
			o.Note, o.Seat = "Bara för handläggare", "1880"
			return organisations.Change(ctx, tx, id, o.Content, o.Version)
		})
		p.As(berit).Send("GET", own, 200, nil, "Solrosen", "-Bara för handläggare")
		p.As(berit).Send("POST", own+"/details", 422, url.Values{"seen": {"2"}, "web": {"inte en adress"}, "address": {"Torget 1, 19640823-3234"}}, "inte en adress", "personnummer")
		p.As(berit).Send("POST", own+"/details", 303, url.Values{"seen": {"2"}, "web": {"solrosen.example.se"}, "municipalities": {"1881", "1884"}})
		p.As(berit).Send("POST", own+"/details", 409, url.Values{"seen": {"2"}, "web": {"annan.example.se"}}, "annan.example.se", "solrosen.example.se")
		write(t, db, func(tx *store.Tx) error {
			o, err := organisations.Find(ctx, tx, id)
			if o.Web != "https://solrosen.example.se" || len(o.Municipalities) != 2 || o.Note != "Bara för handläggare" || o.Seat != "1880" || o.Form != "61" {
				t.Errorf("the register has %+v", o)
			}
			return err
		})
		contact := url.Values{"id": {store.NewID()}, "name": {"Ester"}, "public": {"1"}}
		p.As(berit).Send("POST", own+"/contacts", 422, contact, "Ester", "Skriv hur personen har gått med")
		contact.Del("public")
		for range 2 {
			p.As(berit).Send("POST", own+"/contacts", 303, contact)
		}
		if page := p.As(berit).Send("GET", own, 200, nil).Page(); strings.Count(page, own+"/contacts/"+contact.Get("id")) != 1 {
			t.Error("a form sent twice adds two contacts, or none")
		}
		contact.Set("seen", "1")
		contact.Set("role", "Kassör")
		p.As(berit).Send("POST", own+"/contacts/"+contact.Get("id"), 303, contact)
		contact.Set("role", "Ordförande")
		p.As(berit).Send("POST", own+"/contacts/"+contact.Get("id"), 409, contact, "Kassör", "Ordförande")
		p.As(berit).Send("POST", own+"/contacts/"+contact.Get("id")+"/remove", 303, nil)

		asked := url.Values{"id": {store.NewID()}, "name": {"Solrosen"}, "number": {"19640823-3234"}, "form": {"61"}}
		p.As(berit).Send("POST", own+"/request", 422, asked, "19640823-3234", "Skriv varför")
		asked.Set("number", "212000-0142")
		asked.Set("why", "Har fått nummer")
		for range 2 {
			p.As(berit).Send("POST", own+"/request", 303, asked)
		}
		p.As(berit).Send("GET", own, 200, nil, "väntar på svar", "212000-0142")
		at := "/mandates/requests/" + asked.Get("id")
		p.As(officer).Send("GET", "/mandates", 200, nil, "Har fått nummer", at)
		p.As(officer).Send("GET", at, 200, nil, "212000-0142", "Godkänn ändringen")
		p.As(officer).Send("POST", at+"/refuse", 422, nil, "Skriv ett skäl")
		for range 2 {
			p.As(officer).Send("POST", at+"/accept", 303, nil)
		}
		p.As(berit).Send("GET", own, 200, nil, "212000-0142", "-väntar på svar")

		for i := range 2 {
			p.As(berit).Send("POST", own+"/mandates", map[int]int{0: 303, 1: 422}[i], url.Values{"id": {store.NewID()}, "name": {"Disa"}, "email": {"disa@exempel.se"}})
		}
		disa := signIn(t, db, "disa@exempel.se", "")
		p.As(disa).Send("GET", own, 404, nil)
		p.As(berit).Send("GET", "/my/mandates/"+m.ID+"/end", 200, nil, "Avsluta mitt uppdrag")
		p.As(berit).Send("POST", "/my/mandates/"+m.ID+"/end", 303, url.Values{"why": {"Flyttar"}})
		p.As(berit).Send("GET", own, 404, nil)
		p.As(berit).Send("GET", "/my/organisations", 200, nil, "Avslutat uppdrag")
	})
}

func TestWithoutMailTheLinkIsShownOnce(t *testing.T) {
	db := storetest.Open(t, store.SQLite)
	id := addOrganisation(t, db, "Solrosen")
	p := openPages(t, db, false)
	officer := signIn(t, db, "ove@exempel.se", accounts.Officer)
	invitation := url.Values{"id": {store.NewID()}, "name": {"Berit"}, "email": {"berit@exempel.se"}}
	p.As(officer).Send("POST", "/organisations/"+id+"/mandates", 201, invitation, "https://exempel.se/password/")
	p.As(officer).Send("POST", "/organisations/"+id+"/mandates", 303, invitation)
	p.As(officer).Send("POST", "/mandates/"+invitation.Get("id")+"/again", 201, nil, "https://exempel.se/password/")
}
