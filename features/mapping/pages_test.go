package mapping_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/features/mapping"
	"samverk/features/organisations"
	"samverk/platform/calendar"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
	"samverk/platform/ui"
	"samverk/platform/web"
)

func TestMain(m *testing.M) {
	code := m.Run()
	storetest.Stop()
	os.Exit(code)
}

// pages are the feature's pages as an officer sees them, or the public without a token.
type pages struct {
	t     *testing.T
	site  http.Handler
	token string
}

func openPages(t *testing.T, db *store.DB) *pages {
	t.Helper()
	p := &pages{t: t}
	write(t, db, func(tx *store.Tx) error {
		account, err := accounts.Add(ctx, tx, "Asta Strateg", "asta@exempel.se", accounts.Officer)
		if err == nil {
			p.token, err = accounts.Begin(ctx, tx, account.ID, accounts.ByPassword, store.Now().Time)
		}
		return err
	})
	site := web.NewSite(i18n.NewCatalogue(store.Messages(), web.Messages(), form.Messages(), ui.Messages(), accounts.Messages(), audit.Messages(), organisations.Messages(), mapping.Messages()),
		ui.ErrorPage, accounts.Guard)
	(&mapping.Feature{DB: db}).Mount(site)
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

func TestTheFormsOfARoundLoseNothingAndActOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p, id := openPages(t, db), store.NewID()
		open, hidden := store.NewID(), store.NewID()
		write(t, db, func(tx *store.Tx) error {
			if err := organisations.Add(ctx, tx, open, organisations.Content{Name: "Solrosen", IsPublic: true, PublicFields: []string{"roles"}}); err != nil {
				return err
			}
			return organisations.Add(ctx, tx, hidden, organisations.Content{Name: "Gömda gruppen"})
		})
		p.send(p.token, "POST", "/mapping", 422, url.Values{"id": {id}, "title": {"19640823-3234"}, "opened_on": {"2019-01-01"}}, "19640823-3234")
		for range 2 {
			p.send(p.token, "POST", "/mapping", 303, url.Values{"id": {id}, "title": {"Våren"}, "opened_on": {"2019-01-01"}})
		}
		if list := p.send(p.token, "GET", "/mapping", 200, nil); strings.Count(list, "/mapping/"+id) != 1 {
			t.Error("a form sent twice opens two rounds, or none")
		}
		p.send(p.token, "POST", "/mapping/"+id+"/list", 422, url.Values{"q": {"solrosen"}, "organisation": {open}, "asked_on": {"i går"}}, `value="solrosen"`, "i går", "checked", "-Gömda")
		for range 2 {
			p.send(p.token, "POST", "/mapping/"+id+"/list", 303, url.Values{"organisation": {open, hidden}, "asked_on": {"2019-01-02"}})
		}
		p.send("", "GET", "/public/mapping/"+id, 404, nil, "-Solrosen")
		p.send(p.token, "POST", "/mapping/"+id+"/answered", 303, url.Values{"organisation": {open}})
		p.send(p.token, "GET", "/mapping/"+id, 200, nil, "Ångra svaret")
		p.send(p.token, "POST", "/mapping/"+id+"/not-answered", 303, url.Values{"organisation": {open}})
		p.send(p.token, "GET", "/mapping/"+id, 200, nil, "-Ångra svaret")
		p.send(p.token, "GET", "/mapping/"+id+"/publish", 200, nil, "0 organisationer", "1 organisation")
		none := store.NewID()
		write(t, db, func(tx *store.Tx) error {
			if err := organisations.Add(ctx, tx, none, organisations.Content{Name: "Ingen affär", IsPublic: true, PublicFields: []string{"roles"}}); err != nil {
				return err
			}
			if err := mapping.Ask(ctx, tx, id, []string{none}, calendar.MustDate("2019-01-02")); err != nil {
				return err
			}
			return mapping.Assess(ctx, tx, mapping.Assessment{ID: store.NewID(), OrganisationID: open, Goal: mapping.Yes, GoalEvidence: "Stadgarna", Results: mapping.Yes,
				ResultsEvidence: "Berättelsen", Surplus: mapping.Partly, SurplusEvidence: "Bokslutet", AssessedOn: calendar.MustDate("2019-01-03")})
		})
		p.send(p.token, "GET", "/mapping/"+id, 200, nil, "Ingen affär", "Delvis")
		p.send(p.token, "POST", "/mapping/"+id+"/publish", 303, nil)
		p.send("", "GET", "/public/mapping/"+id, 200, nil, "-Ingen affär")
		p.send("", "GET", "/public/mapping/"+id, 200, nil, "Solrosen", "-Gömda")
		p.send("", "GET", "/public/mapping/"+id+"/list.csv", 200, nil, "Solrosen", "-Gömda")
		book, err := excelize.OpenReader(bytes.NewReader([]byte(p.send("", "GET", "/public/mapping/"+id+"/list.xlsx", 200, nil))))
		if err != nil {
			t.Fatal(err)
		}
		defer book.Close() //nolint:errcheck // it was only read
		rows, err := book.GetRows(book.GetSheetList()[0])
		if err != nil || len(rows) != 2 || rows[1][0] != "Solrosen" {
			t.Errorf("the workbook holds %v, %v", rows, err)
		}
	})
}
