package app_test

import (
	"bytes"
	"context"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"samverk/app"
	"samverk/app/example"
	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

// What no honest reader sends: beyond every bound, in other alphabets, cut off, or meant for another program.
var (
	nonsensePlaces = []string{"x", "0", "-1", "99999999999999999999", "1", "%00", "%ff%fe", "..%2f..%2fetc%2fpasswd", "%C3%A5%C3%A5", "%22%3Cscript%3E",
		"goal", "activity", "indicator", "plan", "new", "26", "records.csv", strings.Repeat("a", 3000)}
	nonsenseQueries = []string{"", "date=nonsens", "date=0000-00-00", "date=9999-12-31", "date=2019-02-30", "date=%00", "after=x_y", "after=2019-01-01_%00",
		"after=9999999-01-01_a", "before=2019-01-01_x&after=", "plan=%ff", "kind=%00&words=%25%25%22*", "words=%22AND%20OR%20NEAR(", "words=%00", "q=%00",
		"q=%22%27*(", "from=2019-01-01&to=2018-01-01", "from=x&to=y", "at=indicator-999999", "at=goal--1", "at=%00&flag=%00", "indicator=99999999999999999999",
		"priority=zz&goal=-9&state=zz", "%zz", ";;&&==", "saved&done=%3Cb%3E", "q=" + strings.Repeat("a", 5000)}
	nonsenseFields = []string{"date", "title", "kind", "key", "plan", "name", "email", "password", "again", "old", "message", "id", "seen", "at", "flag", "step",
		"place", "reason", "indicators", "head_count", "numerator", "denominator", "value", "period_from", "period_to", "rule", "count", "text", "body",
		"from", "to", "state", "role", "adopted_on", "adopted_by", "evidence", "number"}
	nonsenseValues = []string{"", "x", "-1", "99999999999999999999", "0", "\x00", "\xff\xfe", "2019-13-45", "2019-05-21", strings.Repeat("å", 5000), "<script>",
		"1e999", "NaN", "٣", "\u202e", "1,5", "meeting", "a\nb\r\nc", "0.0000000000000001", "';DROP TABLE plan;--", "%s%d{{.}}"}
)

// Nonsense is answered as the reader's fault, or with a page: never as a fault in the program.
func TestNonsenseIsNoFaultInTheProgram(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := newNonsense(t, db)
		for _, route := range app.Routes(db) {
			pattern := route.Pattern
			if pattern == "POST /sign-out" || strings.HasPrefix(pattern, "POST /account/") {
				continue // they end the session, as they should
			}
			for range 20 {
				s.sends(pattern)
			}
		}
		s.stillWorks()
	})
}

type nonsense struct {
	t     *testing.T
	site  http.Handler
	token string
	plan  string // a real key, now and then
	dice  *rand.Rand
}

func newNonsense(t *testing.T, db *store.DB) *nonsense {
	t.Helper()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	s := &nonsense{t: t, site: app.Site(db, app.Catalogue(), app.Everything()), dice: rand.New(rand.NewPCG(seed, 0))}
	ctx := audit.As(context.Background(), audit.Actor{Kind: audit.Program, ID: "test", Name: "Prov"})
	p, err := example.Load(ctx, db, app.Catalogue().In(i18n.Swedish))
	if err != nil {
		t.Fatal(err)
	}
	s.plan = p.Key
	if err := db.Write(ctx, func(tx *store.Tx) error {
		account, err := accounts.Add(ctx, tx, "Åsa Exempel", "asa@exempel.se", accounts.Administrator)
		if err == nil {
			s.token, err = accounts.Begin(ctx, tx, account.ID, accounts.ByPassword, time.Now())
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *nonsense) sends(pattern string) {
	s.t.Helper()
	method, address, _ := strings.Cut(strings.ReplaceAll(pattern, "{$}", ""), " ")
	address = wildcard.ReplaceAllStringFunc(address, func(hole string) string {
		if hole == "{key}" && s.dice.IntN(2) == 0 {
			return s.plan
		}
		return s.one(nonsensePlaces)
	})
	r := httptest.NewRequest(method, "/", s.body(method))
	r.URL.Path, r.URL.RawPath = unescaped(address), address
	r.URL.RawQuery = s.one(nonsenseQueries)
	r.Header.Set("Content-Type", s.one([]string{"application/x-www-form-urlencoded", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json", ""}))
	r.AddCookie(&http.Cookie{Name: "samverk_session", Value: s.token})
	w := httptest.NewRecorder()
	defer func() { // a download that breaks off says so to the server
		if fault := recover(); fault != nil {
			s.t.Errorf("%s %s?%s is broken off: %v", method, address, r.URL.RawQuery, fault)
		}
	}()
	s.site.ServeHTTP(w, r)
	if w.Code >= http.StatusInternalServerError || w.Code < http.StatusOK {
		s.t.Errorf("%s %s?%s answers %d", method, address, r.URL.RawQuery, w.Code)
	}
}

func (s *nonsense) body(method string) *bytes.Reader {
	if method == http.MethodGet {
		return bytes.NewReader(nil)
	}
	fields := url.Values{}
	for range s.dice.IntN(12) {
		fields.Add(s.one(nonsenseFields), s.one(nonsenseValues))
	}
	return bytes.NewReader([]byte(fields.Encode()))
}

func (s *nonsense) one(of []string) string { return of[s.dice.IntN(len(of))] }

// stillWorks tells that the session and the plan have come through it.
func (s *nonsense) stillWorks() {
	s.t.Helper()
	r := httptest.NewRequest(http.MethodGet, "/plan/"+s.plan+"/quarters", nil)
	r.AddCookie(&http.Cookie{Name: "samverk_session", Value: s.token})
	w := httptest.NewRecorder()
	s.site.ServeHTTP(w, r)
	if w.Code != http.StatusOK {
		s.t.Errorf("afterwards the quarter plan answers %d", w.Code)
	}
}

func unescaped(address string) string {
	path, err := url.PathUnescape(address)
	if err != nil {
		return address
	}
	return path
}
