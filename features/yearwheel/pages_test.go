package yearwheel_test

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/net/html"

	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/features/evidence"
	"samverk/features/meetings"
	"samverk/features/networks"
	"samverk/features/organisations"
	"samverk/features/plan"
	"samverk/features/yearwheel"
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

func write(t *testing.T, db *store.DB, do func(*store.Tx) error) {
	t.Helper()
	if err := db.Write(ctx, do); err != nil {
		t.Fatal(err)
	}
}

// pages are the feature's pages as somebody with a role sees them; with no role, as the public does.
type pages struct {
	t     *testing.T
	db    *store.DB
	site  http.Handler
	token map[accounts.Role]string
	role  accounts.Role
}

func openPages(t *testing.T, db *store.DB) *pages {
	t.Helper()
	catalogue := i18n.NewCatalogue(store.Messages(), web.Messages(), form.Messages(), file.Messages(), ui.Messages(), accounts.Messages(), audit.Messages(), organisations.Messages(), plan.Messages(),
		evidence.Messages(), networks.Messages(), meetings.Messages(), yearwheel.Messages())
	p := &pages{t: t, db: db, role: accounts.Officer, token: map[accounts.Role]string{}}
	for role, name := range map[accounts.Role]string{accounts.Officer: "Asta Strateg", accounts.Reader: "Lo Läsare"} {
		write(t, db, func(tx *store.Tx) error {
			account, err := accounts.Add(ctx, tx, name, string(role)+"@exempel.se", role)
			if err == nil {
				p.token[role], err = accounts.Begin(ctx, tx, account.ID, accounts.ByPassword, store.Now().Time)
			}
			return err
		})
	}
	site := web.NewSite(catalogue, ui.ErrorPage, accounts.Guard)
	(&yearwheel.Feature{DB: db}).Mount(site)
	p.site = (&accounts.Feature{DB: db}).Recognise(site)
	return p
}

// send asks for an address and wants a code; words that begin with "-" must not stand in the answer.
func (p *pages) send(method, address string, code int, fields url.Values, wanted ...string) *httptest.ResponseRecorder {
	p.t.Helper()
	r := httptest.NewRequest(method, address, strings.NewReader(fields.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Accept-Language", "sv")
	if token := p.token[p.role]; token != "" {
		r.AddCookie(&http.Cookie{Name: "samverk_session", Value: token})
	}
	w := httptest.NewRecorder()
	p.site.ServeHTTP(w, r)
	text := textOf(p.t, w.Body.String())
	if w.Code != code {
		p.t.Errorf("%s %s: %d, want %d: %s", method, address, w.Code, code, text)
	}
	for _, words := range wanted {
		if not, absent := strings.CutPrefix(words, "-"); absent == strings.Contains(text, not) {
			p.t.Errorf("%s %s, want %q: %s", method, address, words, text)
		}
	}
	if key := regexp.MustCompile(`\b(yearwheel|networks|meetings|plan)\.[a-z_]+(\.[a-z_]+)*\b`).FindString(text); key != "" {
		p.t.Errorf("%s has no words for %s", address, key)
	}
	return w
}

// textOf is what can be read on a page, with single spaces.
func textOf(t *testing.T, page string) string {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for n := range root.Descendants() {
		if n.Type == html.TextNode {
			text.WriteString(n.Data + " ")
		}
	}
	return strings.Join(strings.Fields(text.String()), " ")
}

// fieldsOf are the fields of a page's form as a browser sends them untouched.
func fieldsOf(t *testing.T, page string) url.Values {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	fields := url.Values{}
	for n := range root.Descendants() {
		if n.Type != html.ElementNode || n.Data != "input" {
			continue
		}
		a := map[string]string{}
		for _, one := range n.Attr {
			a[one.Key] = one.Val
		}
		if _, ticked := a["checked"]; a["type"] != "checkbox" || ticked {
			fields.Add(a["name"], a["value"])
		}
	}
	return fields
}

// house is a partnership with two types of meetings and a council of the same members, of next year.
type house struct {
	year                             int
	partnership, council             string
	big, committee, councils, unused string
}

func furnish(t *testing.T, db *store.DB) house {
	t.Helper()
	h := house{time.Now().In(calendar.Stockholm()).Year() + 1, store.NewID(), store.NewID(), store.NewID(), store.NewID(), store.NewID(), store.NewID()}
	write(t, db, func(tx *store.Tx) error {
		member := store.NewID()
		steps := []func() error{
			func() error {
				return networks.Add(ctx, tx, h.partnership, networks.Content{Name: "Partnerskapet", Kind: networks.Partnership, IsPublic: true})
			},
			func() error {
				return networks.Add(ctx, tx, h.council, networks.Content{Name: "Rådet", Kind: networks.Council})
			},
			func() error { return organisations.Add(ctx, tx, member, organisations.Content{Name: "Solrosen"}) },
			func() error {
				return networks.AddType(ctx, tx, networks.Type{ID: h.big, NetworkID: h.partnership, Name: "Stormöte", Kind: plan.BigMeeting, Wanted: 4, Minutes: 180})
			},
			func() error {
				return networks.AddType(ctx, tx, networks.Type{ID: h.committee, NetworkID: h.partnership, Name: "Utskottet", Kind: plan.CommitteeMeeting, Wanted: 1, Minutes: 60})
			},
			func() error {
				return networks.AddType(ctx, tx, networks.Type{ID: h.councils, NetworkID: h.council, Name: "Rådsmöte", Kind: plan.Other, Minutes: 60})
			},
			func() error {
				return networks.AddType(ctx, tx, networks.Type{ID: h.unused, NetworkID: h.council, Name: "Avskaffat", Kind: plan.Meeting, Wanted: 9, Minutes: 60})
			},
			func() error { return networks.EndType(ctx, tx, h.unused, calendar.MustDate("2020-01-01")) },
		}
		for _, id := range []string{h.partnership, h.council} {
			steps = append(steps, func() error {
				_, err := networks.Join(ctx, tx, networks.Joining{NetworkID: id, OrganisationIDs: []string{member}, Role: networks.Ordinary, From: calendar.MustDate("2020-01-01")})
				return err
			})
		}
		for _, step := range steps {
			if err := step(); err != nil {
				return err
			}
		}
		return nil
	})
	return h
}

// plan plans a meeting of a type on a day, at ten o'clock, and gives its key.
func (h house) plan(t *testing.T, db *store.DB, typeID, day string, public bool) string {
	t.Helper()
	starts, err := meetings.Moment(calendar.MustDate(day), "10")
	if err != nil {
		t.Fatal(err)
	}
	id := store.NewID()
	write(t, db, func(tx *store.Tx) error {
		return meetings.PlanMany(ctx, tx, []meetings.NewMeeting{{ID: id, TypeID: typeID, Content: meetings.Content{Starts: starts, Ends: starts.Add(2 * time.Hour), Place: "Folkets hus", IsPublic: public}}})
	})
	return id
}

func (h house) on(monthAndDay string) string { return strconv.Itoa(h.year) + "-" + monthAndDay }

func TestTheYearIsShownAgainstWhatIsWanted(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p, h := openPages(t, db), furnish(t, db)
		at := "/year-wheel?year=" + strconv.Itoa(h.year)
		p.send("GET", at, 200, nil, "Årshjul "+strconv.Itoa(h.year), "Fyra stormöten saknas, senast 31 december", "Ett utskottsmöte saknas", "Rådsmöte", "0 av 4", "Föreslå datum", "-Avskaffat")
		h.plan(t, db, h.big, h.on("03-10"), true)
		cancelled := h.plan(t, db, h.big, h.on("05-11"), true)
		write(t, db, func(tx *store.Tx) error {
			_, _, err := meetings.Cancel(ctx, tx, cancelled, "Lokalen är upptagen")
			return err
		})
		h.plan(t, db, h.councils, h.on("09-20"), false)
		body := p.send("GET", at, 200, nil, "Tre stormöten saknas", "Planerat, Stormöte 1/"+strconv.Itoa(h.year)+", 10", "Inställt, Stormöte 2/", "1 bokat, 3 saknas").Body.String()
		if !strings.Contains(body, `href="/meetings/`+cancelled+`"`) {
			t.Error("a meeting has no link to its page")
		}
		p.send("GET", at+"&network="+h.council, 200, nil, "Rådsmöte", "-Stormöte", "Alla möten som behövs")
		p.send("GET", at+"&network="+store.NewID()+"&page=999", 200, nil, "Tre stormöten saknas")
		p.send("GET", "/year-wheel?year=nonsens", 200, nil, "Årshjul "+strconv.Itoa(h.year-1))
		p.send("GET", "/year-wheel?year="+strconv.Itoa(h.year-2), 200, nil, "Fyra stormöten saknades när året var slut", "-Föreslå datum")
		p.role = accounts.Reader
		p.send("GET", at, 200, nil, "Tre stormöten saknas", "-Föreslå datum")
		p.send("GET", "/year-wheel/dates/new", 403, nil)
		p.role = ""
		p.send("GET", "/public/year-wheel?year="+strconv.Itoa(h.year), 200, nil, "Partnerskapet", "Planerat, Stormöte 1/", "-Rådsmöte", "-saknas", "-0 av")
		p.send("GET", "/public/year-wheel?year=1999", 200, nil, "Inga öppna möten")
	})
}

func TestTheYearIsFetchedAsAWorkbook(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p, h := openPages(t, db), furnish(t, db)
		h.plan(t, db, h.big, h.on("03-10"), true)
		h.plan(t, db, h.big, h.on("03-24"), false)
		rowsOf := func(address string) [][]string {
			book, err := excelize.OpenReader(bytes.NewReader(p.send("GET", address, 200, nil).Body.Bytes()))
			if err != nil {
				t.Fatal(err)
			}
			defer book.Close() //nolint:errcheck // it was only read
			rows, err := book.GetRows(book.GetSheetList()[0])
			if err != nil {
				t.Fatal(err)
			}
			return rows
		}
		rows := rowsOf("/year-wheel/file.xlsx?year=" + strconv.Itoa(h.year))
		if len(rows) != 5 || rows[1][1] != "Stormöte" || rows[1][2] != "4" || rows[1][6] != "2" || rows[1][9] != "10 planerat; 24 planerat" || rows[4][9] != "2" {
			t.Errorf("the workbook holds %q", rows)
		}
		p.role = ""
		if rows := rowsOf("/public/year-wheel/file.xlsx?year=" + strconv.Itoa(h.year)); len(rows) != 3 || rows[1][4] != "10 planerat" {
			t.Errorf("the public's workbook holds %q", rows)
		}
	})
}

func TestProposedDaysAreBookedOnceAndTogether(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p, h := openPages(t, db), furnish(t, db)
		query := "year=" + strconv.Itoa(h.year)
		h.plan(t, db, h.councils, h.on("03-10"), false)
		page := p.send("GET", "/year-wheel/dates/new?"+query, 200, nil, "Stormöte", "Utskottet", "Årets första möte", "veckor efter förra mötet", "-Rådsmöte").Body.String()
		fields := fieldsOf(t, page)
		for n := range 5 {
			at := strconv.Itoa(n)
			if day, err := calendar.ParseDate(fields.Get("day" + at)); err != nil || day.Year() != h.year || day.String() == h.on("03-10") || fields.Get("take"+at) != "1" {
				t.Errorf("proposal %d: %v %s %q", n, err, day, fields.Get("take"+at))
			}
		}
		bad := url.Values{}
		for name, values := range fields {
			bad[name] = values
		}
		bad.Set("day0", strconv.Itoa(h.year)+"-02-30")
		bad.Set("from1", "25.00")
		bad.Set("until2", "08.00")
		bad.Set("day3", "2019-01-01")
		bad.Del("take4")
		wrong := p.send("POST", "/year-wheel/dates", 422, bad, "Dagen ska ligga under", "veckor efter förra mötet").Body.String()
		if kept := fieldsOf(t, wrong); kept.Get("day0") != bad.Get("day0") || kept.Get("from1") != "25.00" || kept.Get("key3") != fields.Get("key3") || kept.Get("take4") != "" {
			t.Errorf("what was typed is lost: %v", kept)
		}
		if got := p.standing(h); got != "" {
			t.Errorf("a form that is refused has planned %s", got)
		}
		none := url.Values{}
		for name, values := range fields {
			if !strings.HasPrefix(name, "take") {
				none[name] = values
			}
		}
		p.send("POST", "/year-wheel/dates", 422, none, "Kryssa för minst en dag")
		fields.Set("from0", "13")
		fields.Set("until0", "15.30")
		for range 2 {
			w := p.send("POST", "/year-wheel/dates", 303, fields)
			if where := w.Header().Get("Location"); !strings.Contains(where, "booked=5") {
				t.Errorf("it leads to %s", where)
			}
		}
		if got := p.standing(h); strings.Count(got, "Stormöte") != 4 || strings.Count(got, "Utskottet") != 1 {
			t.Errorf("there are %s", got)
		}
		p.send("GET", "/year-wheel?booked=5&"+query, 200, nil, "5 möten är bokade", "Alla möten som behövs har hållits eller är bokade", "4 bokade")
		p.send("GET", "/year-wheel/dates/new?"+query, 200, nil, "Inga datum att föreslå")
		p.send("GET", "/year-wheel/dates/new?year=2020", 200, nil, "Inga datum att föreslå")
	})
}

// standing are the titles of the year's meetings of the partnership.
func (p *pages) standing(h house) string {
	p.t.Helper()
	var titles []string
	if err := p.db.Read(ctx, func(tx *store.Tx) error {
		all, err := meetings.Year(ctx, tx, h.year)
		for _, kind := range all {
			for _, m := range kind.Meetings {
				if kind.NetworkID == h.partnership {
					titles = append(titles, m.Title)
				}
			}
		}
		return err
	}); err != nil {
		p.t.Fatal(err)
	}
	return strings.Join(titles, ", ")
}

func TestWhoBooksWhatAnotherHasBookedIsTold(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p, h := openPages(t, db), furnish(t, db)
		address := "/year-wheel/dates/new?year=" + strconv.Itoa(h.year) + "&type=" + h.big
		one := fieldsOf(t, p.send("GET", address, 200, nil, "Stormöte", "-Utskottet").Body.String())
		other := fieldsOf(t, p.send("GET", address, 200, nil).Body.String())
		p.send("POST", "/year-wheel/dates", 303, one)
		again := p.send("POST", "/year-wheel/dates", 409, other, "Någon annan har ändrat i årshjulet", "4 är bokade")
		if got := p.standing(h); strings.Count(got, "Stormöte") != 4 {
			t.Fatalf("there are %s", got)
		}
		p.send("POST", "/year-wheel/dates", 303, fieldsOf(t, again.Body.String()))
		if got := p.standing(h); strings.Count(got, "Stormöte") != 8 {
			t.Errorf("who has been told may book all the same; there are %s", got)
		}
		if p.send("POST", "/year-wheel/dates", 404, url.Values{"year": {strconv.Itoa(h.year)}, "type0": {h.unused}, "proposed0": {h.on("03-10")}}); t.Failed() {
			t.Log("a type that is not used any more can be booked")
		}
		p.send("POST", "/year-wheel/dates", 422, url.Values{"year": {"nonsens"}})
		p.role = accounts.Reader
		p.send("POST", "/year-wheel/dates", 403, one)
	})
}
