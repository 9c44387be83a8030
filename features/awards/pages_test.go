package awards_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"samverk/features/accounts"
	"samverk/features/applications"
	"samverk/features/audit"
	"samverk/features/awards"
	"samverk/features/cases"
	"samverk/features/grants"
	"samverk/features/grants/allocation"
	"samverk/features/mandates"
	"samverk/features/organisations"
	"samverk/platform/calendar"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
	"samverk/platform/ui"
	"samverk/platform/web"
)

// pages are the feature's pages over a house.
type pages struct {
	*house
	site http.Handler
}

func openPages(h *house) *pages {
	words := i18n.NewCatalogue(store.Messages(), web.Messages(), form.Messages(), ui.Messages(), accounts.Messages(), audit.Messages(), organisations.Messages(), mandates.Messages(),
		grants.Messages(), applications.Messages(), cases.Messages(), awards.Messages())
	site := web.NewSite(words, ui.ErrorPage, accounts.Guard)
	(&awards.Feature{DB: h.db, Desk: h.desk, Funder: awards.Funder{Name: "Regionen", Number: "2321000024"}, Today: func() calendar.Date { return today }}).Mount(site)
	return &pages{h, (&accounts.Feature{DB: h.db}).Recognise(site)}
}

func (p *pages) token(who *accounts.Account) (token string) {
	p.write(func(tx *store.Tx) (err error) {
		token, err = accounts.Begin(ctx, tx, who.ID, accounts.ByPassword, time.Now())
		return err
	})
	return token
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

// typed is the table's form with amounts, as a browser sends it of what the page shows now.
func (p *pages) typed(do string, amounts ...string) url.Values {
	fields := url.Values{"do": {do}}
	for n, id := range p.applications {
		r := p.now().Row(id)
		was, _ := json.Marshal(r.RowContent)
		fields.Set("was."+id, string(was))
		fields.Set("reason."+id, "frame")
		if n < len(amounts) {
			fields.Set("amount."+id, amounts[n])
		}
	}
	return fields
}

func TestTheTableLosesNothingThatIsTyped(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db, 2, rules{maker: "board", frame: 100_000_00})
		p := openPages(h)
		asta, bo := p.token(&h.asta), p.token(&h.bo)
		p.send(asta, "POST", "/awards", 303, url.Values{"call": {h.call}})
		p.send(asta, "POST", "/awards", 303, url.Values{"call": {h.call}})
		h.begin()
		address := "/awards/" + h.table
		p.send(asta, "GET", "/awards", 200, nil, address)
		p.send(asta, "GET", address, 200, nil, "Föreningen 001", "Föreningen 002 saknar belopp")
		p.send(asta, "POST", address, 422, p.typed("save", "femtio", "50 000"), "femtio", "50 000", "Skriv beloppet för Föreningen 001")
		p.send(asta, "POST", address, 200, p.typed("recount", "70 000", "49 999,50"), "119\u00a0999,50", "Ramen för konto 4510")
		if h.now().Rows[0].Proposed != nil {
			t.Error("adding up saves")
		}
		late := p.typed("save", "1", "2")
		p.send(asta, "POST", address, 303, p.typed("save", "50 000", "49 999,50"))
		if got := h.now().Row(h.applications[1]).Amount(); got != 49_999_50 {
			t.Errorf("saved %d", got)
		}
		again := p.send(bo, "POST", address, 409, late, "Föreningen 001", "50 000", "49 999,50", `value="1"`, `value="2"`)
		if !strings.Contains(again, "Asta Prov") {
			t.Error("who saved meanwhile is not told")
		}
		p.send(bo, "GET", address+"/letters", 200, nil, "Till Föreningen 001", "13 kap. kommunallagen")
		p.send(bo, "POST", address+"/letters", 422, url.Values{"seen": {"1"}, "granted": {"Hej {namn}"}, "partly": {"x"}, "rejected": {"y"}, "appeal": {"legality"}}, "Hej {namn}", "Fältet namn finns inte")
		p.send(bo, "POST", address+"/check", 409, url.Values{"seen": {"1"}}, "Någon annan har ändrat")
		p.send(asta, "POST", address+"/check", 422, url.Values{"seen": {fmt.Sprint(h.now().Version)}})
		p.send(bo, "POST", address+"/check", 303, url.Values{"seen": {fmt.Sprint(h.now().Version)}})
		p.send(asta, "POST", address+"/submit", 303, url.Values{"seen": {fmt.Sprint(h.now().Version)}, "summary": {"Kort"}})
		p.send(asta, "POST", address+"/take-back", 422, url.Values{"why": {""}}, "Skriv varför")
		p.send(asta, "GET", address+"/table.csv", 200, nil, "49999.50")
		p.send(asta, "GET", address+"/table.xlsx", 200, nil)
		p.send(asta, "GET", address+"/changes", 200, nil, "49 999,50")
		p.send("", "GET", address, 303, nil)
	})
}

// The applicant reads the letter after the decision and not before, and nobody else's does; anybody reads what was given.
func TestTheApplicantReadsTheLetter(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db, 2, rules{maker: "board", frame: 100_000_00})
		p := openPages(h)
		rep := p.token(&h.rep)
		item := h.readyForBoard(60_000_00, 0)
		p.send(rep, "GET", "/my/awards/"+h.applications[0], 404, nil)
		h.write(func(tx *store.Tx) error {
			_, err := tx.Exec(ctx, "UPDATE organisation SET number = '8020020015' WHERE name = 'Föreningen 001'")
			return err
		})
		p.send("", "GET", "/public/grants/awards", 200, nil, "-Föreningen 001")
		if err := h.rule(item, cases.Adopt, 7); err != nil {
			t.Fatal(err)
		}
		p.send(rep, "GET", "/my/awards/"+h.applications[0], 200, nil, "60\u00a0000\u00a0kr", "Tillväxtnämnden, § 7")
		p.send(rep, "GET", "/my/awards/"+h.applications[1], 404, nil)
		one := p.send(rep, "GET", "/my/awards/"+h.applications[0]+"/letter.pdf", 200, nil, "%PDF")
		if two := p.send(rep, "GET", "/my/awards/"+h.applications[0]+"/letter.pdf", 200, nil); one != two {
			t.Error("the same letter gives other bytes")
		}
		p.send("", "GET", "/public/grants/awards", 200, nil, "Föreningen 001", "-Föreningen 002")
		p.send("", "GET", "/public/grants/awards.json", 200, nil, `"grants"`)
		p.send("", "GET", "/public/grants/awards.csv", 200, nil)
	})
}

// Ninety applicants: a formula is tried, and neither the proposal nor the board sees anything of it before it is used.
func TestFormulaIsSimulatedBeforeTheBoardSeesIt(t *testing.T) {
	db := storetest.Open(t, store.SQLite)
	h := newHouse(t, db, 90, rules{maker: "board", frame: 40_000_000_00, pots: []allocation.Pot{{Name: "Medlemmar", Amount: 40_000_000_00, Way: allocation.Proportional,
		Terms: []allocation.Term{{Count: "members", Each: 100}}}}})
	p := openPages(h)
	h.begin()
	asta, address := p.token(&h.asta), "/awards/"+h.table+"/formula"
	p.send(asta, "GET", address, 200, nil, "Föreningen 090", "40\u00a0000\u00a0000")
	fields := url.Values{"seen": {fmt.Sprint(h.now().Version)}, "do": {"try"}, "pot0.amount": {"30 000 000"}, "pot0.term0": {"1"}}
	p.send(asta, "POST", address, 200, fields, "30\u00a0000\u00a0000")
	if table := h.now(); table.Total().Proposed != 0 || len(table.Pots) != 0 {
		t.Error("trying a formula changes the proposal")
	}
	wrong := url.Values{"seen": fields["seen"], "do": {"apply"}, "pot0.amount": {"mycket"}}
	p.send(asta, "POST", address, 422, wrong, "mycket")
	fields.Set("do", "apply")
	p.send(asta, "POST", address, 303, fields)
	if table := h.now(); table.Total().Proposed != 30_000_000_00 || table.State != awards.Balanced {
		t.Errorf("used: %d, %s", table.Total().Proposed, table.State)
	}
	if err := errors.Join(h.check(&h.bo), h.submit()); err != nil {
		t.Fatal(err)
	}
	h.must(&h.asta, func(ctx context.Context, tx *store.Tx) error {
		c, err := cases.Find(ctx, tx, h.now().Parts[0].CaseID)
		if err == nil && (len(c.Material.V.Tables) != 1 || len(c.Material.V.Tables[0].Rows) != 91) {
			t.Errorf("the paper's table: %d", len(c.Material.V.Tables))
		}
		return err
	})
}
