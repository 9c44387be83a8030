package cases_test

import (
	"net/url"
	"strconv"
	"strings"
	"testing"

	"samverk/features/accounts"
	"samverk/features/accounts/accountstest"
	"samverk/features/cases"
	"samverk/features/evidence"
	"samverk/features/organisations"
	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
	"samverk/platform/web/webtest"
)

// pages are the feature's pages, and the tokens of those who read them.
type pages struct {
	webtest.Visitor
	officer, member, visitor string // visitor is an elected member of no board
	memberID                 string // account
}

func openPages(t *testing.T, db *store.DB) *pages {
	t.Helper()
	words := accountstest.Words(plan.Messages(), evidence.Messages(), organisations.Messages(), cases.Messages())
	p := &pages{Visitor: accountstest.Open(t, db, words, &cases.Feature{DB: db, Words: words, Today: func() calendar.Date { return today }})}
	_, p.officer = accountstest.SignIn(t, db, "asta@exempel.se", "Asta Påhittad", accounts.Officer)
	member, token := accountstest.SignIn(t, db, "bodil@exempel.se", "Bodil Påhittad", accounts.Elected)
	p.member, p.memberID = token, member.ID
	_, p.visitor = accountstest.SignIn(t, db, "cesar@exempel.se", "Cesar Påhittad", accounts.Elected)
	return p
}

func TestTheFormsOfACaseLoseNothingAndActOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p, id := openPages(t, db), store.NewID()
		p.As(p.officer).Send("POST", "/cases", 422, url.Values{"id": {id}, "points": {"att anta"}, "kind": {"none"}, "summary": {"19640823-3234"}}, "19640823-3234", "att anta", "Skriv en rubrik", "personnummer")
		fields := url.Values{"id": {id}, "title": {"Riktlinjer"}, "points": {"1. att anta"}, "kind": {"none"}}
		for range 2 {
			p.As(p.officer).Send("POST", "/cases", 303, fields)
		}
		if list := p.As(p.officer).Send("GET", "/cases", 200, nil).Page(); strings.Count(list, `href="/cases/`+id+`"`) != 1 {
			t.Error("a form sent twice opens two cases, or none")
		}
		p.As(p.officer).Send("GET", "/cases/"+id+"/edit", 200, nil, "att anta")
		fields.Set("seen", "1")
		fields.Set("title", "Riktlinjer i klarspråk")
		p.As(p.officer).Send("POST", "/cases/"+id+"/edit", 303, fields)
		fields.Set("title", "Riktlinjer för alla")
		p.As(p.officer).Send("POST", "/cases/"+id+"/edit", 409, fields, "Riktlinjer i klarspråk", "Riktlinjer för alla", `value="2"`)
		fields.Set("seen", "2")
		p.As(p.officer).Send("POST", "/cases/"+id+"/edit", 303, fields)
		for _, draft := range []string{"", "/paper", "/paper.docx", "/paper.pdf", "/files/1/1"} {
			p.As(p.member).Send("GET", "/cases/"+id+draft, 404, nil, "-att anta")
		}
		p.As(p.member).Send("GET", "/cases", 200, nil, "-Riktlinjer")
		p.As(p.officer).Send("POST", "/cases/"+id+"/present", 422, url.Values{"day": {"i går"}, "to": {"Presidiet"}}, "i går", "Presidiet")
		p.As(p.officer).Send("POST", "/cases/"+id+"/present", 303, url.Values{"day": {"2019-02-01"}, "to": {"Presidiet"}})
		p.As(p.officer).Send("POST", "/cases/"+id+"/present", 422, url.Values{"day": {"2019-02-01"}}, "har läget Presenterat", "presentera det")
		p.As(p.officer).Send("POST", "/cases/"+id+"/submit", 422, url.Values{"day": {"2019-03-01"}, "meeting": {""}}, "Välj ett sammanträde")
		p.As(p.member).Send("GET", "/cases/"+id+"/paper", 200, nil, "att anta")
		p.As(p.member).Send("POST", "/cases/"+id+"/withdraw", 403, url.Values{"why": {"Nej"}})
		p.As("").Send("GET", "/cases/"+id, 303, nil)
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
		p.As(p.visitor).Send("GET", item+"/conflict/new", 403, nil, "Du sitter inte i Nämnden")
		p.As(p.visitor).Send("POST", item+"/conflict", 403, nil)
		p.As(p.officer).Send("POST", item+"/conflict", 403, nil)
		p.As(p.member).Send("POST", item+"/conflict", 422, url.Values{"reason": {"19640823-3234"}}, "19640823-3234")
		for range 2 {
			p.As(p.member).Send("POST", item+"/conflict", 303, url.Values{"reason": {"Släkt"}})
		}
		p.As(p.member).Send("GET", "/board-meetings/"+h.march, 200, nil, "Du har anmält jäv", "-Släkt")
		p.As(p.officer).Send("GET", "/board-meetings/"+h.march, 200, nil, "Har anmält jäv: Bodil Ledamot")
		p.As(p.officer).Send("POST", "/board-meetings/"+h.march+"/present", 422, nil, "Anteckna minst en närvarande")
		p.As(p.officer).Send("GET", item+"/ruling/edit", 303, nil)
		p.As(p.officer).Send("POST", "/board-meetings/"+h.march+"/present", 303, url.Values{"present": {h.chair, own}})
		p.As(p.officer).Send("GET", item+"/ruling/edit", 200, nil, `value="`+own+`" checked`, "De får inte delta")
		ruling := url.Values{"outcome": {"adopt"}, "paragraph": {"7"}, "decision": {"att anta"}}
		p.As(p.officer).Send("POST", item+"/ruling", 422, ruling, "får inte delta i beslutet", `value="7"`)
		ruling.Set("left", own)
		for range 2 {
			p.As(p.officer).Send("POST", item+"/ruling", 303, ruling)
		}
		p.As(p.member).Send("POST", item+"/conflict/remove", 400, nil)
		p.As(p.officer).Send("POST", "/board-meetings/"+h.march+"/adjust", 422, url.Values{"day": {"2019-03-20"}}, "Skriv vem som justerade")
		p.As(p.officer).Send("POST", "/board-meetings/"+h.march+"/adjust", 303, url.Values{"day": {"2019-03-20"}, "by": {"Ordföranden"}})
		p.As("").Send("GET", "/public/decisions", 200, nil, "-Nya riktlinjer", "Inga beslut än")
		p.As(p.officer).Send("POST", "/board-meetings/"+h.march+"/post", 303, url.Values{"day": {"2019-03-21"}})
		p.As("").Send("GET", "/public/decisions", 200, nil, "§ 7 Nya riktlinjer", "att anta", "-Bodil")
		p.As(p.officer).Send("GET", "/cases/"+h.id, 200, nil, "Laga kraft") // the day has passed, though nobody has written it down
	})
}

func TestTheFormsOfABoardLoseNothingAndActOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p, id, member, meeting := openPages(t, db), store.NewID(), store.NewID(), store.NewID()
		p.As(p.officer).Send("POST", "/boards", 422, url.Values{"id": {id}}, "Skriv ett namn")
		for range 2 {
			p.As(p.officer).Send("POST", "/boards", 303, url.Values{"id": {id}, "name": {"Nämnden"}})
			p.As(p.officer).Send("POST", "/boards/"+id+"/members", 303, url.Values{"id": {member}, "name": {"Ada"}, "office": {"chair"}, "account": {"none"}, "from": {"2019-01-01"}})
			p.As(p.officer).Send("POST", "/boards/"+id+"/meetings", 303, url.Values{"id": {meeting}, "day": {"2019-05-02"}, "place": {"Salen"}})
		}
		p.As(p.officer).Send("POST", "/boards/"+id+"/edit", 303, url.Values{"seen": {"1"}, "name": {"Styrelsen"}})
		p.As(p.officer).Send("POST", "/boards/"+id+"/edit", 409, url.Values{"seen": {"1"}, "name": {"Utskottet"}}, "Styrelsen", "Utskottet")
		p.As(p.officer).Send("POST", "/board-meetings/"+meeting+"/edit", 303, url.Values{"seen": {"1"}, "day": {"2019-05-03"}})
		p.As(p.officer).Send("POST", "/board-meetings/"+meeting+"/edit", 409, url.Values{"seen": {"1"}, "day": {"2019-05-04"}}, "2019-05-03", "2019-05-04")
		p.As(p.officer).Send("POST", "/boards/"+id+"/members/"+member+"/end", 422, url.Values{"day": {"2018-01-01"}}, "2018-01-01", "började")
		p.As(p.officer).Send("POST", "/boards/"+id+"/members/"+member+"/end", 303, url.Values{"day": {"2019-06-30"}})
		p.As(p.officer).Send("POST", "/boards/series/edit", 422, url.Values{"series": {"RS {x}:{n}"}}, "RS {x}:{n}", "andra klamrar")
		p.As(p.officer).Send("POST", "/boards/series/edit", 303, url.Values{"series": {"RS{n}"}})
		page := p.As(p.member).Send("GET", "/boards/"+id, 200, nil, "Styrelsen", "2019-06-30", "-Lägg till").Page()
		if strings.Count(page, "Ada") != 1 || strings.Count(page, "/board-meetings/"+meeting) != 1 {
			t.Error("a form sent twice adds two, or none")
		}
		for n := range 3 {
			p.As(p.officer).Send("GET", "/boards/"+strconv.Itoa(n), 404, nil)
			p.As(p.officer).Send("GET", "/board-meetings/"+strconv.Itoa(n), 404, nil)
			p.As(p.officer).Send("GET", "/cases/"+strconv.Itoa(n), 404, nil)
		}
	})
}
