package mapping_test

import (
	"bytes"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"samverk/features/accounts"
	"samverk/features/accounts/accountstest"
	"samverk/features/mapping"
	"samverk/features/organisations"
	"samverk/platform/calendar"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
	"samverk/platform/web/webtest"
)

func TestMain(m *testing.M) {
	code := m.Run()
	storetest.Stop()
	os.Exit(code)
}

// pages are the feature's pages as an officer sees them, or the public without a token.
type pages struct {
	webtest.Visitor
	token string
}

func openPages(t *testing.T, db *store.DB) *pages {
	t.Helper()
	p := &pages{Visitor: accountstest.Open(t, db, accountstest.Words(organisations.Messages(), mapping.Messages()), &mapping.Feature{DB: db})}
	_, p.token = accountstest.SignIn(t, db, "asta@exempel.se", "Asta Strateg", accounts.Officer)
	return p
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
		p.As(p.token).Send("POST", "/mapping", 422, url.Values{"id": {id}, "title": {"19640823-3234"}, "opened_on": {"2019-01-01"}}, "19640823-3234")
		for range 2 {
			p.As(p.token).Send("POST", "/mapping", 303, url.Values{"id": {id}, "title": {"Våren"}, "opened_on": {"2019-01-01"}})
		}
		if list := p.As(p.token).Send("GET", "/mapping", 200, nil).Page(); strings.Count(list, "/mapping/"+id) != 1 {
			t.Error("a form sent twice opens two rounds, or none")
		}
		p.As(p.token).Send("POST", "/mapping/"+id+"/list", 422, url.Values{"q": {"solrosen"}, "organisation": {open}, "asked_on": {"i går"}}, `value="solrosen"`, "i går", "checked", "-Gömda")
		for range 2 {
			p.As(p.token).Send("POST", "/mapping/"+id+"/list", 303, url.Values{"organisation": {open, hidden}, "asked_on": {"2019-01-02"}})
		}
		p.As("").Send("GET", "/public/mapping/"+id, 404, nil, "-Solrosen")
		p.As(p.token).Send("POST", "/mapping/"+id+"/answered", 303, url.Values{"organisation": {open}})
		p.As(p.token).Send("GET", "/mapping/"+id, 200, nil, "Ångra svaret")
		p.As(p.token).Send("POST", "/mapping/"+id+"/not-answered", 303, url.Values{"organisation": {open}})
		p.As(p.token).Send("GET", "/mapping/"+id, 200, nil, "-Ångra svaret")
		p.As(p.token).Send("GET", "/mapping/"+id+"/publish", 200, nil, "0 organisationer", "1 organisation")
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
		p.As(p.token).Send("GET", "/mapping/"+id, 200, nil, "Ingen affär", "Delvis")
		p.As(p.token).Send("POST", "/mapping/"+id+"/publish", 303, nil)
		p.As("").Send("GET", "/public/mapping/"+id, 200, nil, "-Ingen affär")
		p.As("").Send("GET", "/public/mapping/"+id, 200, nil, "Solrosen", "-Gömda")
		p.As("").Send("GET", "/public/mapping/"+id+"/list.csv", 200, nil, "Solrosen", "-Gömda")
		book, err := excelize.OpenReader(bytes.NewReader([]byte(p.As("").Send("GET", "/public/mapping/"+id+"/list.xlsx", 200, nil).Page())))
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
