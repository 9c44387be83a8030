package entitlement_test

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"samverk/features/accounts"
	"samverk/features/accounts/accountstest"
	"samverk/features/audit"
	"samverk/features/entitlement"
	"samverk/features/mandates"
	"samverk/features/organisations"
	"samverk/platform/calendar"
	"samverk/platform/file"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
	"samverk/platform/web"
	"samverk/platform/web/webtest"
)

func TestMain(m *testing.M) {
	code := m.Run()
	storetest.Stop()
	os.Exit(code)
}

var (
	ctx   = audit.As(context.Background(), audit.Actor{Kind: audit.Program, ID: "test", Name: "Prov"})
	today = calendar.Today(time.Now())
	pdf   = []byte("%PDF-1.7\n1 0 obj")
)

func write(t testing.TB, db *store.DB, do func(*store.Tx) error) {
	t.Helper()
	if err := db.Write(ctx, do); err != nil {
		t.Fatal(err)
	}
}

// pages are the feature's pages, and the letters that it has written.
type pages struct {
	webtest.Visitor
	routes  []web.Route
	letters []accounts.Letter
}

func openPages(t *testing.T, db *store.DB) *pages {
	t.Helper()
	p, words := &pages{}, accountstest.Words(organisations.Messages(), mandates.Messages(), entitlement.Messages())
	letters := mandates.Writer{Catalogue: words, Post: func(_ context.Context, _ *store.Tx, l accounts.Letter) error {
		p.letters = append(p.letters, l)
		return nil
	}}
	f := &entitlement.Feature{DB: db, BaseURL: "https://exempel.se", Letters: letters}
	p.Visitor = accountstest.Open(t, db, words, f, &mandates.Feature{DB: db, Additions: []mandates.Adding{entitlement.AddOwn}},
		&organisations.Feature{DB: db, Additions: []organisations.Adding{entitlement.Add}, PublicFacts: map[string]organisations.PublicFact{"entitlement": entitlement.Fact}})
	p.routes = accountstest.Routes(f)
	return p
}

func signIn(t *testing.T, db *store.DB, email string, role accounts.Role) (token string) {
	t.Helper()
	_, token = accountstest.SignIn(t, db, email, "Ove Handläggare", role)
	return token
}

// sendFiles sends files, each in the field and with the name given.
func (p *pages) sendFiles(token, address string, code int, files map[string]string, wanted ...string) {
	p.T.Helper()
	var list []webtest.File
	for field, name := range files {
		list = append(list, webtest.File{Field: field, Name: name, Content: append(pdf, field...)})
	}
	p.As(token).SendFiles(address, code, nil, list, wanted...)
}

// actsFor makes an organisation and somebody who acts for it.
func actsFor(t *testing.T, db *store.DB, name, email string) (organisationID, token string) {
	t.Helper()
	organisationID = store.NewID()
	write(t, db, func(tx *store.Tx) error {
		if err := organisations.Add(ctx, tx, organisationID, organisations.Content{Name: name, Seat: "1880", IsPublic: true, PublicFields: []string{"entitlement"}}); err != nil {
			return err
		}
		key := store.NewID()
		if _, err := mandates.Invite(ctx, tx, mandates.Invitation{ID: key, OrganisationID: organisationID, Name: "Berit Påhittad", Email: email}, time.Now()); err != nil {
			return err
		}
		m, err := mandates.Find(ctx, tx, key)
		if err != nil {
			return err
		}
		if err := mandates.Send(ctx, tx, key, store.NewID(), m.AccountID, file.New{Name: "protokoll.pdf", Content: pdf}); err != nil {
			return err
		}
		if m, err = mandates.HandIn(ctx, tx, key, mandates.Alone, m.Version); err != nil {
			return err
		}
		if _, err = mandates.Approve(ctx, tx, key, mandates.Term{Signs: mandates.Alone, From: today.AddDays(-800)}, m.Version); err != nil {
			return err
		}
		token, err = accounts.Begin(ctx, tx, m.AccountID, accounts.ByPassword, time.Now())
		return err
	})
	return organisationID, token
}

var allDocuments = map[string]string{"minutes": "m.pdf", "board": "b.pdf", "statutes": "s.pdf", "accounts": "a.pdf", "auditors_report": "r.pdf", "activity_report": "v.pdf"}

// complete fills in a filing of this year, step by step, and hands it in.
func (p *pages) complete(token, organisationID string) (own, id string) {
	p.T.Helper()
	year := strconv.Itoa(today.Year())
	own = "/my/organisations/" + organisationID + "/entitlement/" + year
	p.As(token).Send("POST", "/my/organisations/"+organisationID+"/entitlement", 303, url.Values{"year": {year}})
	p.As(token).Send("POST", own+"/meeting", 303, url.Values{"met_on": {year + "-01-01"}, "seen": {"1"}})
	p.As(token).Send("POST", own+"/members", 303, url.Values{"members": {"120"}, "young": {"30"}, "seen": {"2"}})
	p.As(token).Send("POST", own+"/spread", 303, url.Values{"active": {"1880", "1881", "1884"}, "members_1880": {"100"}, "seen": {"3"}})
	p.sendFiles(token, own+"/documents", 303, allDocuments)
	p.As(token).Send("POST", own+"/check", 303, url.Values{"seen": {"4"}})
	return own, ""
}

func TestAFilingGoesFromDraftToEntitlementAndBack(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := openPages(t, db)
		id, berit := actsFor(t, db, "Solrosen", "berit@exempel.se")
		officer, auditor, reader := signIn(t, db, "ove@exempel.se", accounts.Officer), signIn(t, db, "rev@exempel.se", accounts.Auditor), signIn(t, db, "lasare@exempel.se", accounts.Reader)
		year := strconv.Itoa(today.Year())
		at := "/my/organisations/" + id + "/entitlement"
		own := at + "/" + year
		p.As(berit).Send("GET", "/my/organisations/"+id, 200, nil, "Inget underlag inlämnat", at)
		p.As(berit).Send("POST", at, 400, url.Values{"year": {"1999"}})
		for range 2 {
			p.As(berit).Send("POST", at, 303, url.Values{"year": {year}})
		}
		p.As(berit).Send("GET", own, 200, nil, "Återstår", "0 av 6 är skickade")
		p.As(officer).Send("GET", "/entitlement", 200, nil, "-Solrosen")
		p.As(berit).Send("POST", own+"/meeting", 422, url.Values{"met_on": {"2001-01-01"}, "seen": {"1"}}, "2001-01-01", "Underlaget gäller "+year)
		p.As(berit).Send("POST", own+"/meeting", 303, url.Values{"met_on": {year + "-01-01"}, "seen": {"1"}})
		p.As(berit).Send("POST", own+"/members", 409, url.Values{"members": {"77"}, "seen": {"1"}}, "Någon annan har sparat", `value="77"`)
		p.As(berit).Send("POST", own+"/members", 422, url.Values{"members": {"tio"}, "seen": {"2"}}, "tio")
		p.As(berit).Send("POST", own+"/members", 422, url.Values{"members": {"10"}, "young": {"11"}, "seen": {"2"}}, "större än alla medlemmar")
		p.As(berit).Send("POST", own+"/members", 303, url.Values{"members": {"120"}, "young": {"30"}, "seen": {"2"}})
		p.As(berit).Send("POST", own+"/spread", 422, url.Values{"members_1880": {"100"}, "members_1881": {"21"}, "active": {"1884"}, "seen": {"3"}}, `value="100"`, "121 sammanlagt")
		p.As(berit).Send("POST", own+"/spread", 303, url.Values{"members_1880": {"100"}, "members_1881": {"20"}, "active": {"1884"}, "seen": {"3"}})
		p.As(berit).Send("POST", own+"/check", 422, url.Values{"seen": {"4"}}, "Något saknas")
		p.sendFiles(berit, own+"/documents", 422, map[string]string{"minutes": "protokoll.pdf", "board": "styrelse.exe"}, "protokoll.pdf", "av ett slag som inte tas emot")
		p.sendFiles(berit, own+"/documents", 303, map[string]string{"board": "b.pdf", "statutes": "s.pdf", "accounts": "a.pdf", "auditors_report": "r.pdf", "activity_report": "v.pdf"})
		p.As(berit).Send("POST", own+"/documents/board/remove", 303, nil)
		p.As(berit).Send("GET", own+"/documents/board", 404, nil)
		p.sendFiles(berit, own+"/documents", 303, map[string]string{"board": "b.pdf"})
		p.As(berit).Send("GET", own+"/check", 200, nil, "Spridningen räcker inte", "120 medlemmar", "Lämna in")
		for range 2 {
			p.As(berit).Send("POST", own+"/check", 303, url.Values{"seen": {"4"}})
		}
		p.As(berit).Send("GET", own+"?done=handed_in", 200, nil, "Underlaget är inlämnat", "-Återstår")
		p.As(berit).Send("POST", own+"/members", 422, url.Values{"members": {"1"}, "seen": {"5"}}, "kan inte ändras")
		if last := p.letters[len(p.letters)-1]; len(p.letters) != 1 || !strings.Contains(last.Subject, "Kvitto") {
			t.Errorf("letters: %+v", p.letters)
		}

		list := p.As(officer).Send("GET", "/entitlement?show=waiting", 200, nil, "Solrosen", "Underlag granskas").Page()
		filing := regexp.MustCompile(`/entitlement/[0-9a-f-]{36}`).FindString(list)
		p.As(officer).Send("GET", filing, 200, nil, "Medlemmar i 2 kommuner (minst 4)", "Inte uppfyllt", "Årsbokslut")
		if got := p.As(officer).Send("GET", filing+"/documents/accounts", 200, nil).Page(); got != string(pdf)+"accounts" {
			t.Errorf("the document holds %q", got)
		}
		p.As(auditor).Send("GET", filing, 200, nil, "Årsbokslut", "-Besluta bidragsberättigad")
		p.As(auditor).Send("POST", filing+"/entitled", 403, nil)
		p.As(reader).Send("GET", filing, 403, nil)
		p.As(reader).Send("GET", "/organisations/"+id, 200, nil, "Underlag granskas", "-"+filing)
		p.As(officer).Send("POST", filing+"/entitled", 422, url.Values{"seen": {"5"}}, "Alla kriterier är inte uppfyllda")
		p.As(officer).Send("POST", filing+"/completion", 422, url.Values{"seen": {"5"}, "message": {"Skicka mer"}, "due_on": {today.String()}}, "Skicka mer", "Välj en dag efter i dag")
		p.As(officer).Send("POST", filing+"/completion", 303, url.Values{"seen": {"5"}, "message": {"Ange fler kommuner"}, "due_on": {today.AddDays(14).String()}})
		p.As(officer).Send("POST", filing+"/refused", 409, url.Values{"seen": {"5"}, "message": {"För sent"}}, "Någon annan har sparat", "För sent")
		p.As(berit).Send("GET", own, 200, nil, "Ange fler kommuner", "Kontrollera och lämna in")
		p.As(berit).Send("POST", own+"/spread", 303, url.Values{"active": {"1880", "1881", "1884"}, "seen": {"6"}})
		p.As(berit).Send("POST", own+"/check", 303, url.Values{"seen": {"7"}})
		p.As(officer).Send("POST", filing+"/entitled", 303, url.Values{"seen": {"8"}})
		p.As(officer).Send("GET", "/organisations/"+id, 200, nil, "Bidragsberättigad", "till och med den", filing)
		p.As("").Send("GET", "/public/organisations/"+id, 200, nil, "Bidragsberättigad", "till och med den")
		p.As(officer).Send("GET", "/entitlement?show=entitled", 200, nil, "Solrosen")
		p.As(officer).Send("GET", "/entitlement?date="+today.AddDays(-1).String(), 200, nil, "-Solrosen")
		p.As(officer).Send("GET", "/entitlement.csv?show=entitled", 200, nil, "Solrosen;", ";120;30;")
		p.As(officer).Send("POST", filing+"/withdrawn", 422, url.Values{"seen": {"9"}}, "Skriv skälen")
		p.As(officer).Send("POST", filing+"/withdrawn", 303, url.Values{"seen": {"9"}, "message": {"Uppgifterna stämde inte"}})
		p.As("").Send("GET", "/public/organisations/"+id, 200, nil, "-Bidragsberättigad")
		p.As(berit).Send("GET", at, 200, nil, "Återkallad", "Uppgifterna stämde inte")
		if len(p.letters) != 5 {
			t.Errorf("%d letters", len(p.letters))
		}
	})
}

var wildcard = regexp.MustCompile(`\{(\w+)\}`)

// Every address of one's own entitlement is tried with another's organisation: nothing is seen, and nothing changes.
func TestNobodySeesOrChangesAnothersFiling(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := openPages(t, db)
		_, berit := actsFor(t, db, "Min förening", "berit@exempel.se")
		theirs, cesar := actsFor(t, db, "Hemliga gruppen", "cesar@exempel.se")
		year := strconv.Itoa(today.Year())
		own := "/my/organisations/" + theirs + "/entitlement"
		p.As(cesar).Send("POST", own, 303, url.Values{"year": {year}})
		p.sendFiles(cesar, own+"/"+year+"/documents", 303, map[string]string{"statutes": "hemligt.pdf"})
		officer := signIn(t, db, "ove@exempel.se", accounts.Officer)
		state := func() (rows []string) {
			write(t, db, func(tx *store.Tx) error {
				return tx.Select(ctx, &rows, "SELECT id || stage || version FROM entitlement_filing UNION SELECT id || kind FROM entitlement_document ORDER BY 1")
			})
			return rows
		}
		before, tried := strings.Join(state(), "\n"), 0
		for _, route := range p.routes {
			if route.Asks != accounts.OwnOrganisations {
				continue
			}
			tried++
			method, pattern, _ := strings.Cut(route.Pattern, " ")
			address := wildcard.ReplaceAllStringFunc(pattern, func(name string) string {
				return map[string]string{"{id}": theirs, "{year}": year, "{file}": "statutes"}[name]
			})
			for _, token := range []string{berit, officer} {
				p.As(token).Send(method, address, 404, url.Values{"year": {year}, "seen": {"1"}, "met_on": {year + "-01-01"}, "members": {"1"}}, "-Hemlig")
			}
		}
		if after := strings.Join(state(), "\n"); tried < 14 || after != before {
			t.Errorf("%d addresses tried; before\n%s\nafter\n%s", tried, before, after)
		}
		var id string
		write(t, db, func(tx *store.Tx) error { return tx.Get(ctx, &id, "SELECT id FROM entitlement_filing") })
		p.As(officer).Send("GET", "/entitlement/"+id, 200, nil, "inte lämnat in", "-hemligt") // a draft is the organisation's own
		p.As(officer).Send("GET", "/entitlement/"+id+"/documents/statutes", 404, nil)
		p.As(officer).Send("POST", "/entitlement/"+id+"/refused", 404, url.Values{"message": {"Nej"}, "seen": {"1"}})
	})
}

func TestNobodyDecidesAboutTheirOwnAssociation(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := openPages(t, db)
		id, berit := actsFor(t, db, "Solrosen", "berit@exempel.se")
		p.complete(berit, id)
		officer := signIn(t, db, "ove@exempel.se", accounts.Officer)
		list := p.As(officer).Send("GET", "/entitlement", 200, nil).Page()
		filing := regexp.MustCompile(`/entitlement/[0-9a-f-]{36}`).FindString(list)
		write(t, db, func(tx *store.Tx) error {
			_, err := mandates.Invite(ctx, tx, mandates.Invitation{ID: store.NewID(), OrganisationID: id, Email: "ove@exempel.se"}, time.Now())
			return err
		})
		p.As(officer).Send("GET", filing, 200, nil, "som du själv har lämnat in", "-Besluta bidragsberättigad")
		p.As(officer).Send("POST", filing+"/entitled", 422, url.Values{"seen": {"5"}})
		other := signIn(t, db, "asta@exempel.se", accounts.Manager)
		p.As(other).Send("POST", filing+"/entitled", 303, url.Values{"seen": {"5"}})
	})
}

func TestTheCriteriaAreChangedByOneAtATime(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := openPages(t, db)
		officer, auditor := signIn(t, db, "ove@exempel.se", accounts.Officer), signIn(t, db, "rev@exempel.se", accounts.Auditor)
		p.As(auditor).Send("GET", "/entitlement/criteria", 200, nil, "Årsbokslut", "-<textarea", "-Spara")
		p.As(officer).Send("POST", "/entitlement/criteria", 422, url.Values{"seen": {"0"}, "months": {"0"}, "member_towns": {"många"}}, "många", "Skriv ett antal månader")
		set := url.Values{"seen": {"0"}, "months": {"16"}, "member_towns": {"2"}, "active_towns": {"0"}, "documents": {"minutes", "statutes"}}
		for range 2 {
			p.As(officer).Send("POST", "/entitlement/criteria", 303, set)
		}
		set.Set("months", "17")
		p.As(officer).Send("POST", "/entitlement/criteria", 409, set, "Någon annan har sparat", "17", "16")
		write(t, db, func(tx *store.Tx) error {
			s, err := entitlement.CurrentSetting(ctx, tx)
			if s.Months != 16 || len(s.Documents) != 2 || s.MemberTowns != 2 || s.ActiveTowns != 0 {
				t.Errorf("the setting is %+v", s)
			}
			return err
		})
	})
}

// Each is reminded once on each occasion; who has consented to nothing is not, nor is anybody after a new filing.
func TestEachIsRemindedOnceOnEachOccasion(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := openPages(t, db)
		id, berit := actsFor(t, db, "Solrosen", "berit@exempel.se")
		p.complete(berit, id)
		officer := signIn(t, db, "ove@exempel.se", accounts.Officer)
		filing := regexp.MustCompile(`/entitlement/[0-9a-f-]{36}`).FindString(p.As(officer).Send("GET", "/entitlement", 200, nil).Page())
		p.As(officer).Send("POST", filing+"/entitled", 303, url.Values{"seen": {"5"}})
		var until calendar.Date
		write(t, db, func(tx *store.Tx) error {
			for i, c := range []organisations.Contact{{Name: "Ja", Email: "ja@exempel.se", Consent: "Ja"}, {Name: "Nej", Email: "nej@exempel.se"}, {Name: "Berit", Email: "Berit@exempel.se", Consent: "Ja"}} {
				c.ID, c.OrganisationID = store.NewID(), id
				if err := organisations.AddContact(ctx, tx, c); err != nil {
					return fmt.Errorf("%d: %w", i, err)
				}
			}
			status, err := entitlement.On(ctx, tx, id, today)
			until = status.Until
			return err
		})
		sent := map[string]int{}
		reminders := &entitlement.Reminders{DB: db, Catalogue: i18n.NewCatalogue(entitlement.Messages()), Site: "https://exempel.se",
			Post: func(_ context.Context, _ *store.Tx, l accounts.Letter) error {
				sent[l.To.Email]++
				return nil
			}}
		send := func(left, want int) {
			t.Helper()
			clear(sent)
			if err := reminders.Send(ctx, until.AddDays(-left).Time().Add(12*time.Hour)); err != nil {
				t.Fatal(err)
			}
			for _, email := range []string{"berit@exempel.se", "ja@exempel.se", "ove@exempel.se"} {
				if sent[email] != want {
					t.Errorf("%d days left: %d mails to %s, want %d", left, sent[email], email, want)
				}
			}
			if sent["nej@exempel.se"]+sent["Berit@exempel.se"] > 0 {
				t.Errorf("mails to %v", sent)
			}
		}
		send(61, 0)
		send(60, 1)
		send(59, 0)
		send(14, 1)
		send(1, 0)
		send(-1, 1)
		send(-2, 0)
	})
}

func TestTheListIsReadAPageAtATime(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := openPages(t, db)
		for _, name := range []string{"Östra gruppen", "Alfa", "Åsens vänner"} {
			id, token := actsFor(t, db, name, strings.ToLower(name[:1])+store.NewID()+"@exempel.se")
			p.complete(token, id)
		}
		write(t, db, func(tx *store.Tx) error {
			var names []string
			f := entitlement.Filter{Day: today, Limit: 2}
			for more := true; more; {
				rows, next, err := entitlement.List(ctx, tx, f)
				if err != nil {
					return err
				}
				for _, row := range rows {
					names = append(names, row.Name)
				}
				more, f.After = next, rows[len(rows)-1].ID
			}
			if strings.Join(names, ", ") != "Alfa, Åsens vänner, Östra gruppen" {
				t.Errorf("the list is %v", names)
			}
			return nil
		})
	})
}
