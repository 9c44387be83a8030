package yearwheel_test

import (
	"bytes"
	"context"
	"net/url"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/net/html"

	"samverk/features/accounts"
	"samverk/features/accounts/accountstest"
	"samverk/features/audit"
	"samverk/features/evidence"
	"samverk/features/meetings"
	"samverk/features/networks"
	"samverk/features/organisations"
	"samverk/features/plan"
	"samverk/features/yearwheel"
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

var ctx = audit.As(context.Background(), audit.Actor{Kind: audit.Program, ID: "test", Name: "Prov"})

func write(t testing.TB, db *store.DB, do func(*store.Tx) error) {
	t.Helper()
	if err := db.Write(ctx, do); err != nil {
		t.Fatal(err)
	}
}

// pages are the feature's pages as somebody with a role sees them; with no role, as the public does.
type pages struct {
	webtest.Visitor
	db    *store.DB
	token map[accounts.Role]string
}

func openPages(t *testing.T, db *store.DB) *pages {
	t.Helper()
	words := accountstest.Words(organisations.Messages(), plan.Messages(), evidence.Messages(), networks.Messages(), meetings.Messages(), yearwheel.Messages())
	p := &pages{Visitor: accountstest.Open(t, db, words, &yearwheel.Feature{DB: db}), db: db,
		token: accountstest.SignInAs(t, db, map[accounts.Role]string{accounts.Officer: "Asta Strateg", accounts.Reader: "Lo Läsare"})}
	p.Keys, p.Token = []string{"yearwheel.", "networks.", "meetings.", "plan."}, p.token[accounts.Officer]
	return p
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
		p.Send("GET", at, 200, nil, "Årshjul "+strconv.Itoa(h.year), "Fyra stormöten saknas, senast 31 december", "Ett utskottsmöte saknas", "Rådsmöte", "0 av 4", "Föreslå datum", "-Avskaffat")
		h.plan(t, db, h.big, h.on("03-10"), true)
		cancelled := h.plan(t, db, h.big, h.on("05-11"), true)
		write(t, db, func(tx *store.Tx) error {
			_, _, err := meetings.Cancel(ctx, tx, cancelled, "Lokalen är upptagen")
			return err
		})
		h.plan(t, db, h.councils, h.on("09-20"), false)
		body := p.Send("GET", at, 200, nil, "Tre stormöten saknas", "Planerat, Stormöte 1/"+strconv.Itoa(h.year)+", 10", "Inställt, Stormöte 2/", "1 bokat, 3 saknas").Body.String()
		if !strings.Contains(body, `href="/meetings/`+cancelled+`"`) {
			t.Error("a meeting has no link to its page")
		}
		p.Send("GET", at+"&network="+h.council, 200, nil, "Rådsmöte", "-Stormöte", "Alla möten som behövs")
		p.Send("GET", at+"&network="+store.NewID()+"&page=999", 200, nil, "Tre stormöten saknas")
		p.Send("GET", "/year-wheel?year=nonsens", 200, nil, "Årshjul "+strconv.Itoa(h.year-1))
		p.Send("GET", "/year-wheel?year="+strconv.Itoa(h.year-2), 200, nil, "Fyra stormöten saknades när året var slut", "-Föreslå datum")
		p.Token = p.token[accounts.Reader]
		p.Send("GET", at, 200, nil, "Tre stormöten saknas", "-Föreslå datum")
		p.Send("GET", "/year-wheel/dates/new", 403, nil)
		p.Token = ""
		p.Send("GET", "/public/year-wheel?year="+strconv.Itoa(h.year), 200, nil, "Partnerskapet", "Planerat, Stormöte 1/", "-Rådsmöte", "-saknas", "-0 av")
		p.Send("GET", "/public/year-wheel?year=1999", 200, nil, "Inga öppna möten")
	})
}

func TestTheYearIsFetchedAsAWorkbook(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p, h := openPages(t, db), furnish(t, db)
		h.plan(t, db, h.big, h.on("03-10"), true)
		h.plan(t, db, h.big, h.on("03-24"), false)
		rowsOf := func(address string) [][]string {
			book, err := excelize.OpenReader(bytes.NewReader(p.Send("GET", address, 200, nil).Body.Bytes()))
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
		p.Token = ""
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
		page := p.Send("GET", "/year-wheel/dates/new?"+query, 200, nil, "Stormöte", "Utskottet", "Årets första möte", "veckor efter förra mötet", "-Rådsmöte").Body.String()
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
		wrong := p.Send("POST", "/year-wheel/dates", 422, bad, "Dagen ska ligga under", "veckor efter förra mötet").Body.String()
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
		p.Send("POST", "/year-wheel/dates", 422, none, "Kryssa för minst en dag")
		fields.Set("from0", "13")
		fields.Set("until0", "15.30")
		for range 2 {
			w := p.Send("POST", "/year-wheel/dates", 303, fields)
			if where := w.Header().Get("Location"); !strings.Contains(where, "booked=5") {
				t.Errorf("it leads to %s", where)
			}
		}
		if got := p.standing(h); strings.Count(got, "Stormöte") != 4 || strings.Count(got, "Utskottet") != 1 {
			t.Errorf("there are %s", got)
		}
		p.Send("GET", "/year-wheel?booked=5&"+query, 200, nil, "5 möten är bokade", "Alla möten som behövs har hållits eller är bokade", "4 bokade")
		p.Send("GET", "/year-wheel/dates/new?"+query, 200, nil, "Inga datum att föreslå")
		p.Send("GET", "/year-wheel/dates/new?year=2020", 200, nil, "Inga datum att föreslå")
	})
}

// standing are the titles of the year's meetings of the partnership.
func (p *pages) standing(h house) string {
	p.T.Helper()
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
		p.T.Fatal(err)
	}
	return strings.Join(titles, ", ")
}

func TestWhoBooksWhatAnotherHasBookedIsTold(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p, h := openPages(t, db), furnish(t, db)
		address := "/year-wheel/dates/new?year=" + strconv.Itoa(h.year) + "&type=" + h.big
		one := fieldsOf(t, p.Send("GET", address, 200, nil, "Stormöte", "-Utskottet").Body.String())
		other := fieldsOf(t, p.Send("GET", address, 200, nil).Body.String())
		p.Send("POST", "/year-wheel/dates", 303, one)
		again := p.Send("POST", "/year-wheel/dates", 409, other, "Någon annan har ändrat i årshjulet", "4 är bokade")
		if got := p.standing(h); strings.Count(got, "Stormöte") != 4 {
			t.Fatalf("there are %s", got)
		}
		p.Send("POST", "/year-wheel/dates", 303, fieldsOf(t, again.Body.String()))
		if got := p.standing(h); strings.Count(got, "Stormöte") != 8 {
			t.Errorf("who has been told may book all the same; there are %s", got)
		}
		if p.Send("POST", "/year-wheel/dates", 404, url.Values{"year": {strconv.Itoa(h.year)}, "type0": {h.unused}, "proposed0": {h.on("03-10")}}); t.Failed() {
			t.Log("a type that is not used any more can be booked")
		}
		p.Send("POST", "/year-wheel/dates", 422, url.Values{"year": {"nonsens"}})
		p.Token = p.token[accounts.Reader]
		p.Send("POST", "/year-wheel/dates", 403, one)
	})
}
