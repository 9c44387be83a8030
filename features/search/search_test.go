package search_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/features/evidence"
	"samverk/features/plan"
	"samverk/features/search"
	"samverk/platform/calendar"
	"samverk/platform/file"
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

var ctx = audit.As(context.Background(), audit.Actor{Kind: audit.Program, ID: "test", Name: "Prov"})

const longWord = "Föreningsbidragshandläggningssystemupphandlingsförberedelser"

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// site has an archived plan, a current one that is published and one that is not, some records and people of each role.
type site struct {
	t       *testing.T
	db      *store.DB
	handler http.Handler
	tokens  map[accounts.Role]string
	key     string
}

func draft(title, word string) plan.Draft {
	from, to := calendar.MustDate("2018-01-01"), calendar.MustDate("2021-12-31")
	activity := plan.DraftActivity{Number: 3, Label: "3", Title: "Samordna nätverket", Background: longWord, Priority: plan.Medium, Recurrence: plan.Ongoing,
		Window: calendar.QuarterSpan{From: calendar.MustQuarter("2018-Q1"), To: calendar.MustQuarter("2021-Q4")}}
	for number, text := range map[int]string{25: "Fyra stormöten har hållits", 26: word + " har skrivits"} {
		activity.Indicators = append(activity.Indicators, plan.DraftIndicator{Number: number, Label: map[int]string{25: "25", 26: "26"}[number], Text: text,
			Rule: plan.Rule{Kind: plan.CountInWindow, Target: 4, From: from, To: to, Evidence: []plan.EvidenceKind{plan.BigMeeting}}})
	}
	return plan.Draft{Title: title, Period: calendar.Span{From: from, To: to},
		Goals: []plan.DraftGoal{{Number: 2, Label: "2", Title: "Ökad samverkan", Activities: []plan.DraftActivity{activity}}}}
}

func eachSite(t *testing.T, test func(s *site)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := &site{t: t, db: db, tokens: map[accounts.Role]string{}}
		check(t, db.Write(ctx, func(tx *store.Tx) error {
			hidden, err := plan.Accept(ctx, tx, draft("Gammal plan", "Hemlighet"), nil, false)
			if err != nil {
				return err
			}
			if _, err := tx.Exec(ctx, "UPDATE plan SET status = 'archived' WHERE id = $1", hidden.ID); err != nil {
				return err
			}
			if _, err := plan.Accept(ctx, tx, draft("Ny plan", "Internt"), nil, false); err != nil {
				return err
			}
			shown, err := plan.Accept(ctx, tx, draft("Plan för civilsamhället", "Rapporter"), nil, false)
			if err != nil {
				return err
			}
			s.key = shown.Key
			if _, err := tx.Exec(ctx, "UPDATE plan SET published_at = accepted_at WHERE id = $1", shown.ID); err != nil {
				return err
			}
			for range 12 {
				if _, err := evidence.Add(ctx, tx, evidence.NewRecord{Content: evidence.Content{Kind: plan.BigMeeting,
					Day: calendar.MustDate("2020-03-01"), Title: "Stormöte i Örebro"}}, calendar.MustDate("2021-06-30")); err != nil {
					return err
				}
			}
			for _, role := range accounts.Roles {
				account, err := accounts.Add(ctx, tx, "Åsa Sökande", string(role)+"@exempel.se", role)
				if err != nil {
					return err
				}
				if s.tokens[role], err = accounts.Begin(ctx, tx, account.ID, accounts.ByPassword, time.Now()); err != nil {
					return err
				}
			}
			return plan.BeginReview(ctx, tx, store.NewID(), draft("Utkast", "x"), plan.Document{Name: "Verksamhetsplan.docx", Content: []byte("x")})
		}))
		mounted := web.NewSite(i18n.NewCatalogue(store.Messages(), web.Messages(), ui.Messages(), form.Messages(), accounts.Messages(),
			audit.Messages(), plan.Messages(), evidence.Messages(), file.Messages(), search.Messages()), ui.ErrorPage, accounts.Guard)
		(&search.Feature{DB: db}).Mount(mounted)
		s.handler = (&accounts.Feature{DB: db}).Recognise(mounted)
		test(s)
	})
}

var tags, space = regexp.MustCompile(`<[^>]*>`), regexp.MustCompile(`\s+`)

// find gives the page's main part: its HTML, and what it says.
func (s *site) find(role accounts.Role, query string) (page, said string) {
	s.t.Helper()
	r := httptest.NewRequest(http.MethodGet, "/search?q="+url.QueryEscape(query), nil)
	if token := s.tokens[role]; token != "" {
		r.AddCookie(&http.Cookie{Name: "samverk_session", Value: token})
	}
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	if w.Code != http.StatusOK {
		s.t.Fatalf("%q: %d", query, w.Code)
	}
	if _, err := html.Parse(strings.NewReader(w.Body.String())); err != nil {
		s.t.Fatal(err)
	}
	_, page, _ = strings.Cut(w.Body.String(), "<main")
	if strings.Contains(page, "search.") || strings.Contains(page, "style=") {
		s.t.Errorf("%q: a message lacks its text, or there is inline style", query)
	}
	return page, space.ReplaceAllString(tags.ReplaceAllString(page, ""), " ")
}

func TestWordsAreFoundInEveryKindAndMarked(t *testing.T) {
	eachSite(t, func(s *site) {
		page, said := s.find(accounts.Administrator, "STORMOTE")
		for _, wanted := range []string{"Indikatorer", "25. Fyra stormöten", "Händelser", "De 10 senaste; det finns fler"} {
			if !strings.Contains(said, wanted) {
				t.Errorf("%q is not on the page", wanted)
			}
		}
		for _, wanted := range []string{"<mark>stormöte</mark>", "/plan/" + s.key + "/indicator/25", `href="/records?words=STORMOTE"`} {
			if !strings.Contains(page, wanted) {
				t.Errorf("%q is not on the page", wanted)
			}
		}
		for query, wanted := range map[string]string{"samvrkan": "2. Ökad samverkan", "indikator 25": "25. Fyra stormöten", "natverk": "3. Samordna nätverket",
			"civilsamhället": "Plan för civilsamhället", "verksamhetsplan": "Verksamhetsplan.docx", "reader@exempel": "läsare", longWord: longWord, "hemlighet": "Avslutad"} {
			if _, said := s.find(accounts.Administrator, query); !strings.Contains(said, wanted) {
				t.Errorf("%q does not find %q: %s", query, wanted, said)
			}
		}
	})
}

func TestANumberGivesItsIndicatorFirstAndTheCurrentPlanBeforeOthers(t *testing.T) {
	eachSite(t, func(s *site) {
		page, _ := s.find(accounts.Reader, "25")
		first := regexp.MustCompile(`<ul class="found".*?class="ds-link" href="([^"]*)"`).FindStringSubmatch(page)
		if first == nil || first[1] != "/plan/"+s.key+"/indicator/25" {
			t.Errorf("the first answer is %v", first)
		}
	})
}

func TestEverybodyFindsOnlyWhatTheyMaySee(t *testing.T) {
	eachSite(t, func(s *site) {
		for _, c := range []struct {
			query string
			role  accounts.Role
			found bool
		}{
			{"hemlighet", "", false}, {"hemlighet", accounts.Reader, true},
			{"Internt", "", false}, {"Internt", accounts.Reader, true}, // in force, but not published
			{"Örebro", "", false}, {"Örebro", accounts.Reader, true},
			{"Verksamhetsplan", "", false}, {"Verksamhetsplan", accounts.Reader, false}, {"Verksamhetsplan", accounts.Officer, true},
			{"Sökande", "", false}, {"Sökande", accounts.Officer, false}, {"Sökande", accounts.Administrator, true},
			{"stormöten", "", true},
		} {
			page, said := s.find(c.role, c.query)
			if got := !strings.Contains(said, "Inget hittades"); got != c.found {
				t.Errorf("%q as %q: found %t", c.query, c.role, got)
			}
			if c.role == "" && strings.Contains(page, `href="/plan/`) {
				t.Errorf("%q leads the public to a page that it may not see", c.query)
			}
		}
	})
}

func TestOddQueriesAreAnswered(t *testing.T) {
	eachSite(t, func(s *site) {
		for query, wanted := range map[string]string{"": "Skriv ett ord", "  ": "Skriv ett ord", "!?%_": "Skriv ett ord", "xyzzy": "Kontrollera stavningen",
			strings.Repeat("å", 5000): "Inget hittades", "<script>": "Inget hittades"} {
			if page, said := s.find(accounts.Reader, query); !strings.Contains(said, wanted) || strings.Contains(page, "<script>") {
				t.Errorf("%.20q: %.300s", query, said)
			}
		}
	})
}

// The public finds only what the public page says: no notes, and nothing that has been taken away. What was taken away is
// found by nobody.
func TestThePublicFindsOnlyWhatThePublicPageSays(t *testing.T) {
	eachSite(t, func(s *site) {
		check(s.t, s.db.Write(ctx, func(tx *store.Tx) error {
			for _, statement := range []string{"UPDATE indicator SET note = 'Hemligstämplat' WHERE number = 25",
				"UPDATE activity SET area = 'Internrubrik'",
				"UPDATE indicator SET body = 'Bortplockat', removed_at = '2020-01-01' WHERE number = 26"} {
				if _, err := tx.Exec(ctx, statement); err != nil {
					return err
				}
			}
			return nil
		}))
		for word, insiders := range map[string]bool{"Hemligstämplat": true, "Internrubrik": true, "Bortplockat": false} {
			if page, _ := s.find("", word); strings.Contains(page, "<mark>") {
				s.t.Errorf("the public finds %s", word)
			}
			if page, _ := s.find(accounts.Officer, word); strings.Contains(page, "<mark>") != insiders {
				s.t.Errorf("an officer finds %s: %v", word, !insiders)
			}
		}
	})
}
