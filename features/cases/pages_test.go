package cases_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/features/cases"
	"samverk/features/evidence"
	"samverk/features/organisations"
	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
	"samverk/platform/ui"
	"samverk/platform/web"
)

// pages are the feature's pages, and the tokens of those who read them.
type pages struct {
	t                        *testing.T
	site                     http.Handler
	officer, member, visitor string // visitor is an elected member of no board
	memberID                 string // account
}

func openPages(t *testing.T, db *store.DB) *pages {
	t.Helper()
	p := &pages{t: t}
	write(t, db, func(tx *store.Tx) error {
		for _, who := range []struct {
			token *string
			id    *string
			email string
			role  accounts.Role
		}{{&p.officer, new(string), "asta@exempel.se", accounts.Officer}, {&p.member, &p.memberID, "bodil@exempel.se", accounts.Elected}, {&p.visitor, new(string), "cesar@exempel.se", accounts.Elected}} {
			account, err := accounts.Add(ctx, tx, "Prov "+who.email, who.email, who.role)
			if err != nil {
				return err
			}
			*who.id = account.ID
			if *who.token, err = accounts.Begin(ctx, tx, account.ID, accounts.ByPassword, store.Now().Time); err != nil {
				return err
			}
		}
		return nil
	})
	catalogue := i18n.NewCatalogue(store.Messages(), web.Messages(), form.Messages(), ui.Messages(), accounts.Messages(), audit.Messages(), plan.Messages(), evidence.Messages(),
		organisations.Messages(), cases.Messages())
	site := web.NewSite(catalogue, ui.ErrorPage, accounts.Guard)
	(&cases.Feature{DB: db, Words: catalogue, Today: func() calendar.Date { return today }}).Mount(site)
	p.site = (&accounts.Feature{DB: db}).Recognise(site)
	return p
}

// send asks for an address and wants a code; words that begin with "-" must not stand in the answer.
func (p *pages) send(token, method, address string, code int, fields url.Values, wanted ...string) string {
	p.t.Helper()
	r := httptest.NewRequest(method, address, strings.NewReader(fields.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Accept-Language", "sv")
	if token != "" {
		r.AddCookie(&http.Cookie{Name: "samverk_session", Value: token})
	}
	w := httptest.NewRecorder()
	p.site.ServeHTTP(w, r)
	if w.Code != code {
		p.t.Errorf("%s %s: %d, want %d", method, address, w.Code, code)
	}
	for _, words := range wanted {
		if not, absent := strings.CutPrefix(words, "-"); absent == strings.Contains(w.Body.String(), not) {
			p.t.Errorf("%s %s, want %q", method, address, words)
		}
	}
	return w.Body.String()
}

func TestTheFormsOfACaseLoseNothingAndActOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p, id := openPages(t, db), store.NewID()
		p.send(p.officer, "POST", "/cases", 422, url.Values{"id": {id}, "points": {"att anta"}, "kind": {"none"}, "summary": {"19640823-3234"}}, "19640823-3234", "att anta", "Skriv en rubrik", "personnummer")
		fields := url.Values{"id": {id}, "title": {"Riktlinjer"}, "points": {"1. att anta"}, "kind": {"none"}}
		for range 2 {
			p.send(p.officer, "POST", "/cases", 303, fields)
		}
		if list := p.send(p.officer, "GET", "/cases", 200, nil); strings.Count(list, `href="/cases/`+id+`"`) != 1 {
			t.Error("a form sent twice opens two cases, or none")
		}
		p.send(p.officer, "GET", "/cases/"+id+"/edit", 200, nil, "att anta")
		fields.Set("seen", "1")
		fields.Set("title", "Riktlinjer i klarspråk")
		p.send(p.officer, "POST", "/cases/"+id+"/edit", 303, fields)
		fields.Set("title", "Riktlinjer för alla")
		p.send(p.officer, "POST", "/cases/"+id+"/edit", 409, fields, "Riktlinjer i klarspråk", "Riktlinjer för alla", `value="2"`)
		fields.Set("seen", "2")
		p.send(p.officer, "POST", "/cases/"+id+"/edit", 303, fields)
		for _, draft := range []string{"", "/paper", "/paper.docx", "/paper.pdf", "/files/1/1"} {
			p.send(p.member, "GET", "/cases/"+id+draft, 404, nil, "-att anta")
		}
		p.send(p.member, "GET", "/cases", 200, nil, "-Riktlinjer")
		p.send(p.officer, "POST", "/cases/"+id+"/present", 422, url.Values{"day": {"i går"}, "to": {"Presidiet"}}, "i går", "Presidiet")
		p.send(p.officer, "POST", "/cases/"+id+"/present", 303, url.Values{"day": {"2019-02-01"}, "to": {"Presidiet"}})
		p.send(p.officer, "POST", "/cases/"+id+"/present", 422, url.Values{"day": {"2019-02-01"}}, "har läget Presenterat", "presentera det")
		p.send(p.officer, "POST", "/cases/"+id+"/submit", 422, url.Values{"day": {"2019-03-01"}, "meeting": {""}}, "Välj ett sammanträde")
		p.send(p.member, "GET", "/cases/"+id+"/paper", 200, nil, "att anta")
		p.send(p.member, "POST", "/cases/"+id+"/withdraw", 403, url.Values{"why": {"Nej"}})
		p.send("", "GET", "/cases/"+id, 303, nil)
	})
}

func TestMembersSpeakForThemselvesAlone(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := openPages(t, db)
		h := newHouse(t, db, cases.Proposal{})
		own := store.NewID()
		write(t, db, func(tx *store.Tx) error {
			return cases.AddMember(ctx, tx, cases.Member{ID: own, BoardID: h.board, Name: "Bodil Ledamot", Office: cases.Ordinary, AccountID: &p.memberID, From: day("2019-01-01")})
		})
		h.submitted(h.march, "2019-02-20", "2019-03-01")
		item := "/board-meetings/" + h.march + "/items/" + h.item(h.march).ID
		p.send(p.visitor, "GET", item+"/conflict/new", 403, nil, "Du sitter inte i Nämnden")
		p.send(p.visitor, "POST", item+"/conflict", 403, nil)
		p.send(p.officer, "POST", item+"/conflict", 403, nil)
		p.send(p.member, "POST", item+"/conflict", 422, url.Values{"reason": {"19640823-3234"}}, "19640823-3234")
		for range 2 {
			p.send(p.member, "POST", item+"/conflict", 303, url.Values{"reason": {"Släkt"}})
		}
		p.send(p.member, "GET", "/board-meetings/"+h.march, 200, nil, "Du har anmält jäv", "-Släkt")
		p.send(p.officer, "GET", "/board-meetings/"+h.march, 200, nil, "Har anmält jäv: Bodil Ledamot")
		p.send(p.officer, "POST", "/board-meetings/"+h.march+"/present", 422, nil, "Anteckna minst en närvarande")
		p.send(p.officer, "GET", item+"/ruling/edit", 303, nil)
		p.send(p.officer, "POST", "/board-meetings/"+h.march+"/present", 303, url.Values{"present": {h.chair, own}})
		p.send(p.officer, "GET", item+"/ruling/edit", 200, nil, `value="`+own+`" checked`, "De får inte delta")
		ruling := url.Values{"outcome": {"adopt"}, "paragraph": {"7"}, "decision": {"att anta"}}
		p.send(p.officer, "POST", item+"/ruling", 422, ruling, "får inte delta i beslutet", `value="7"`)
		ruling.Set("left", own)
		for range 2 {
			p.send(p.officer, "POST", item+"/ruling", 303, ruling)
		}
		p.send(p.member, "POST", item+"/conflict/remove", 400, nil)
		p.send(p.officer, "POST", "/board-meetings/"+h.march+"/adjust", 422, url.Values{"day": {"2019-03-20"}}, "Skriv vem som justerade")
		p.send(p.officer, "POST", "/board-meetings/"+h.march+"/adjust", 303, url.Values{"day": {"2019-03-20"}, "by": {"Ordföranden"}})
		p.send("", "GET", "/public/decisions", 200, nil, "-Nya riktlinjer", "Inga beslut än")
		p.send(p.officer, "POST", "/board-meetings/"+h.march+"/post", 303, url.Values{"day": {"2019-03-21"}})
		p.send("", "GET", "/public/decisions", 200, nil, "§ 7 Nya riktlinjer", "att anta", "-Bodil")
		p.send(p.officer, "GET", "/cases/"+h.id, 200, nil, "Laga kraft") // the day has passed, though nobody has written it down
	})
}

func TestTheFormsOfABoardLoseNothingAndActOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p, id, member, meeting := openPages(t, db), store.NewID(), store.NewID(), store.NewID()
		p.send(p.officer, "POST", "/boards", 422, url.Values{"id": {id}}, "Skriv ett namn")
		for range 2 {
			p.send(p.officer, "POST", "/boards", 303, url.Values{"id": {id}, "name": {"Nämnden"}})
			p.send(p.officer, "POST", "/boards/"+id+"/members", 303, url.Values{"id": {member}, "name": {"Ada"}, "office": {"chair"}, "account": {"none"}, "from": {"2019-01-01"}})
			p.send(p.officer, "POST", "/boards/"+id+"/meetings", 303, url.Values{"id": {meeting}, "day": {"2019-05-02"}, "place": {"Salen"}})
		}
		p.send(p.officer, "POST", "/boards/"+id+"/edit", 303, url.Values{"seen": {"1"}, "name": {"Styrelsen"}})
		p.send(p.officer, "POST", "/boards/"+id+"/edit", 409, url.Values{"seen": {"1"}, "name": {"Utskottet"}}, "Styrelsen", "Utskottet")
		p.send(p.officer, "POST", "/board-meetings/"+meeting+"/edit", 303, url.Values{"seen": {"1"}, "day": {"2019-05-03"}})
		p.send(p.officer, "POST", "/board-meetings/"+meeting+"/edit", 409, url.Values{"seen": {"1"}, "day": {"2019-05-04"}}, "2019-05-03", "2019-05-04")
		p.send(p.officer, "POST", "/boards/"+id+"/members/"+member+"/end", 422, url.Values{"day": {"2018-01-01"}}, "2018-01-01", "började")
		p.send(p.officer, "POST", "/boards/"+id+"/members/"+member+"/end", 303, url.Values{"day": {"2019-06-30"}})
		p.send(p.officer, "POST", "/boards/series/edit", 422, url.Values{"series": {"RS {x}:{n}"}}, "RS {x}:{n}", "andra klamrar")
		p.send(p.officer, "POST", "/boards/series/edit", 303, url.Values{"series": {"RS{n}"}})
		page := p.send(p.member, "GET", "/boards/"+id, 200, nil, "Styrelsen", "2019-06-30", "-Lägg till")
		if strings.Count(page, "Ada") != 1 || strings.Count(page, "/board-meetings/"+meeting) != 1 {
			t.Error("a form sent twice adds two, or none")
		}
		for n := range 3 {
			p.send(p.officer, "GET", "/boards/"+strconv.Itoa(n), 404, nil)
			p.send(p.officer, "GET", "/board-meetings/"+strconv.Itoa(n), 404, nil)
			p.send(p.officer, "GET", "/cases/"+strconv.Itoa(n), 404, nil)
		}
	})
}
