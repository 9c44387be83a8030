package feeds_test

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

	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/features/feeds"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/ical"
	"samverk/platform/ical/icaltest"
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

// house is a site with people, a network and events, as those who come to it find it.
type house struct {
	t        *testing.T
	db       *store.DB
	site     http.Handler
	accounts map[string]string // keys, by the name that stands before @
	tokens   map[string]string // of their sessions
	events   func(w feeds.Wanted) []ical.Event
}

const networkID = "3b241101-e2bb-4255-8caf-4136c566a962"

func newHouse(t *testing.T, db *store.DB) *house {
	t.Helper()
	h := &house{t: t, db: db, accounts: map[string]string{}, tokens: map[string]string{}}
	h.write(func(tx *store.Tx) error {
		for name, role := range map[string]accounts.Role{"asta": accounts.Officer, "rut": accounts.Reader, "pia": accounts.Partner} {
			account, err := accounts.Add(ctx, tx, name, name+"@exempel.se", role)
			if err != nil {
				return err
			}
			h.accounts[name] = account.ID
			if h.tokens[name], err = accounts.Begin(ctx, tx, account.ID, accounts.ByPassword, store.Now().Time); err != nil {
				return err
			}
		}
		return nil
	})
	h.events = func(w feeds.Wanted) []ical.Event {
		return []ical.Event{{UID: "a", Title: "Möte för " + w.AccountID + w.NetworkID, Starts: time.Now().AddDate(0, 0, 7).Truncate(time.Hour), Place: "Rådhuset", Link: "/meetings/a",
			Changed: time.Date(2019, 1, 1, 0, 0, 0, 0, time.UTC)}}
	}
	words := i18n.NewCatalogue(store.Messages(), web.Messages(), form.Messages(), ui.Messages(), accounts.Messages(), audit.Messages(), feeds.Messages())
	site := web.NewSite(words, ui.ErrorPage, accounts.Guard)
	(&feeds.Feature{DB: db, Words: words, BaseURL: "https://samverk.exempel.se", SeeNetworks: accounts.ReadOrganisations, ManageNetworks: accounts.ManageOrganisations,
		Sources: []feeds.Source{func(_ context.Context, _ *store.Tx, w feeds.Wanted) ([]ical.Event, error) { return h.events(w), nil }},
		NetworkName: func(_ context.Context, _ *store.Tx, id string) (string, error) {
			if id != networkID {
				return "", i18n.Fail("feeds.unknown").Because(store.ErrNotFound)
			}
			return "Nätverket för prov", nil
		}}).Mount(site)
	h.site = (&accounts.Feature{DB: db}).Recognise(site)
	return h
}

func (h *house) write(do func(*store.Tx) error) {
	h.t.Helper()
	if err := h.db.Write(ctx, do); err != nil {
		h.t.Fatal(err)
	}
}

// ask sends a request as somebody, or as nobody, and wants a code. Headers are name, value pairs.
func (h *house) ask(who, method, address string, code int, fields url.Values, headers ...string) *httptest.ResponseRecorder {
	h.t.Helper()
	r := httptest.NewRequest(method, address, strings.NewReader(fields.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Accept-Language", "sv")
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	if who != "" {
		r.AddCookie(&http.Cookie{Name: "samverk_session", Value: h.tokens[who]})
	}
	w := httptest.NewRecorder()
	h.site.ServeHTTP(w, r)
	if w.Code != code {
		h.t.Errorf("%s %s as %q: %d, want %d", method, address, who, w.Code, code)
	}
	return w
}

var secretAddress = regexp.MustCompile(`https://samverk\.exempel\.se(/calendar/[a-z2-7]{32}\.ics)`)

// makes makes an address as somebody and gives its path.
func (h *house) makes(who, at, formID string) string {
	h.t.Helper()
	page := h.ask(who, "POST", at, 200, url.Values{"id": {formID}})
	found := secretAddress.FindStringSubmatch(page.Body.String())
	if found == nil || !strings.Contains(page.Body.String(), "webcal://samverk.exempel.se"+found[1]) || page.Header().Get("Cache-Control") != "no-store" || page.Header().Get("Referrer-Policy") != "no-referrer" {
		h.t.Fatalf("no address on the page, or it is kept: %v", page)
	}
	return found[1]
}

func (h *house) actions() (list []string) {
	h.t.Helper()
	if err := h.db.Read(ctx, func(tx *store.Tx) error {
		return tx.Select(ctx, &list, "SELECT action FROM audit_entry WHERE action LIKE 'feed.%' ORDER BY at, id")
	}); err != nil {
		h.t.Fatal(err)
	}
	return list
}

func TestAnAddressIsMadeFetchedReplacedAndRevoked(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db)
		const own = "/account/calendar"
		if page := h.ask("asta", "GET", own, 200, nil).Body.String(); !strings.Contains(page, "Skapa en kalenderadress") {
			t.Error("the page does not offer to make an address")
		}
		h.ask("", "GET", own, 303, nil)
		formID := store.NewID()
		first := h.makes("asta", own, formID)
		if again := h.makes("asta", own, formID); again != first {
			t.Error("the form sent twice makes two addresses")
		}
		got := h.ask("", "GET", first, 200, nil)
		read := icaltest.Read(t, got.Body.Bytes())
		if read.Name != "Mina möten i Samverk" || len(read.Events) != 1 || read.Events[0].Title != "Möte för "+h.accounts["asta"] || read.Events[0].URL != "https://samverk.exempel.se/meetings/a" {
			t.Errorf("the calendar holds %+v", read)
		}
		for name, want := range map[string]string{"Content-Type": "text/calendar; charset=utf-8", "Cache-Control": "private, no-cache", "Referrer-Policy": "no-referrer", "Set-Cookie": "", "X-Robots-Tag": "noindex"} {
			if got := got.Header().Get(name); got != want {
				t.Errorf("%s is %q", name, got)
			}
		}
		page := h.ask("asta", "GET", own, 200, nil).Body.String()
		if strings.Contains(page, first) || strings.Contains(page, "Inte hämtad än") || !strings.Contains(page, "Senast hämtad") {
			t.Error("the page shows the address again, or does not tell when it was fetched")
		}
		second := h.makes("asta", own, store.NewID())
		h.ask("", "GET", first, 404, nil)
		h.ask("", "GET", second, 200, nil)
		for range 2 {
			if to := h.ask("asta", "POST", own+"/revoke", 303, nil).Header().Get("Location"); to != own+"?revoked" {
				t.Errorf("leads to %s", to)
			}
		}
		h.ask("", "GET", second, 404, nil)
		if got := strings.Join(h.actions(), " "); got != "feed.made feed.made feed.revoked" {
			t.Errorf("the trail tells of %s", got)
		}
		var kept int
		if err := db.Read(ctx, func(tx *store.Tx) error {
			return tx.Get(ctx, &kept, "SELECT count(*) FROM audit_entry WHERE COALESCE(after, '') LIKE $1", "%"+strings.TrimSuffix(second[len("/calendar/"):], ".ics")+"%")
		}); err != nil || kept != 0 {
			t.Errorf("the trail holds the secret, %v", err)
		}
	})
}

func TestWhatIsNoAddressIsNotFound(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db)
		open := h.makes("rut", "/account/calendar", store.NewID())
		for _, address := range []string{"/calendar/.ics", "/calendar/x.ics", "/calendar/public.ics", "/calendar/" + strings.Repeat("a", 32) + ".ics", "/calendar/" + strings.Repeat("a", 9000),
			strings.ToUpper(open), "/calendar/%C3%A5.ics", "/calendar/' OR 1=1.ics"} {
			target, err := url.Parse(address)
			if err != nil {
				t.Fatal(err)
			}
			h.ask("", "GET", target.String(), 404, nil)
			h.ask("asta", "GET", target.String(), 404, nil)
		}
		h.write(func(tx *store.Tx) error { return accounts.Close(ctx, tx, h.accounts["rut"]) })
		h.ask("", "GET", open, 404, nil)
	})
}

func TestProgramsAreToldWhenNothingIsNew(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db)
		for _, address := range []string{h.makes("pia", "/account/calendar", store.NewID()), "/public/calendar.ics"} {
			whole := h.ask("", "GET", address, 200, nil)
			tag, day := whole.Header().Get("ETag"), whole.Header().Get("Last-Modified")
			if at, err := http.ParseTime(day); err != nil || time.Since(at) > time.Minute {
				t.Errorf("%s: changed %q", address, day)
			}
			if none := h.ask("", "GET", address, 304, nil, "If-None-Match", tag); none.Body.Len() != 0 {
				t.Errorf("%s: %s", address, none.Body)
			}
			h.ask("", "GET", address, 304, nil, "If-Modified-Since", day)
			if head := h.ask("", "HEAD", address, 200, nil); head.Header().Get("ETag") != tag || head.Body.Len() != 0 {
				t.Errorf("%s: HEAD answers %v", address, head)
			}
			before := h.events
			h.events = func(feeds.Wanted) []ical.Event { return nil } // nothing in it has changed; it has fallen away
			if other := h.ask("", "GET", address, 200, nil, "If-None-Match", tag); len(icaltest.Read(t, other.Body.Bytes()).Events) != 0 {
				t.Errorf("%s: an event that fell away is still there", address)
			}
			h.events = before
		}
	})
}

func TestEverybodyReadsThePublicCalendar(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db)
		in, zone := time.Now().AddDate(1, 0, 0), time.UTC
		h.events = func(w feeds.Wanted) []ical.Event {
			if !w.Public || w.AccountID+w.NetworkID != "" {
				t.Errorf("asked for %+v", w)
			}
			return []ical.Event{{UID: "gone", Title: "Passerat möte", Starts: time.Now().AddDate(0, -1, 0)},
				{UID: "a", Title: "Öppet möte", Place: "Rådhuset", Starts: time.Date(in.Year(), 1, 15, 12, 0, 0, 0, zone), Ends: time.Date(in.Year(), 1, 15, 14, 30, 0, 0, zone)},
				{UID: "b", Title: "Konferens", Starts: time.Date(in.Year(), 7, 1, 7, 0, 0, 0, zone), Ends: time.Date(in.Year(), 7, 2, 10, 0, 0, 0, zone), Cancelled: true}}
		}
		page := h.ask("", "GET", "/public/calendar", 200, nil).Body.String()
		for _, words := range []string{"Öppet möte", "kl.\u00a013.00\u2060–\u206015.30, Rådhuset", "Inställt. Skulle ha varit kl.\u00a009.00 till 2\u00a0juli kl.\u00a012.00", "https://samverk.exempel.se/public/calendar.ics", "webcal://samverk.exempel.se/public/calendar.ics"} {
			if !strings.Contains(page, words) {
				t.Errorf("the page lacks %q", words)
			}
		}
		if strings.Contains(page, "Passerat möte") {
			t.Error("the page lists what has been")
		}
		english := h.ask("", "GET", "/public/calendar?lang=en", 200, nil).Body.String()
		if !strings.Contains(english, "13:00\u2060–\u206015:30") || !strings.Contains(english, "/public/calendar.ics?lang=en") {
			t.Error("in English the page lacks its hours or its address")
		}
		file := h.ask("", "GET", "/public/calendar.ics", 200, nil, "Accept-Language", "en")
		read := icaltest.Read(t, file.Body.Bytes())
		if len(read.Events) != 3 || read.Events[2].Status != "CANCELLED" || read.Name != "Öppna möten och evenemang" || file.Header().Get("Cache-Control") != "public, max-age=900" {
			t.Errorf("the file holds %+v", read)
		}
		if read = icaltest.Read(t, h.ask("", "GET", "/public/calendar.ics?lang=en", 200, nil).Body.Bytes()); read.Name != "Open meetings and events" {
			t.Errorf("in English the file is called %q", read.Name)
		}
		h.events = func(feeds.Wanted) []ical.Event { return nil }
		if page := h.ask("", "GET", "/public/calendar", 200, nil).Body.String(); !strings.Contains(page, "Inget är utlagt just nu") {
			t.Error("the empty page says nothing")
		}
	})
}

func TestANetworksCalendarIsMadeByThoseWhoManageItAndSeenByMore(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db)
		const at = "/networks/" + networkID + "/calendar"
		address := h.makes("asta", at, store.NewID())
		read := icaltest.Read(t, h.ask("", "GET", address, 200, nil).Body.Bytes())
		if read.Name != "Nätverket för prov" || len(read.Events) != 1 || read.Events[0].Title != "Möte för "+networkID || read.URL != "https://samverk.exempel.se/networks/"+networkID {
			t.Errorf("the calendar holds %+v", read)
		}
		if page := h.ask("rut", "GET", at, 200, nil).Body.String(); strings.Contains(page, at+"/revoke") || strings.Contains(page, "Skapa en ny adress") {
			t.Error("a reader is offered to change it")
		}
		h.ask("rut", "POST", at, 403, url.Values{"id": {store.NewID()}})
		h.ask("rut", "POST", at+"/revoke", 403, nil)
		h.ask("pia", "GET", at, 403, nil)
		h.ask("asta", "GET", "/networks/"+store.NewID()+"/calendar", 404, nil)
		h.ask("asta", "POST", "/networks/"+store.NewID()+"/calendar", 404, nil)
		h.ask("", "GET", address, 200, nil)
		h.ask("asta", "POST", at+"/revoke", 303, nil)
		h.ask("", "GET", address, 404, nil)
	})
}

// A calendar is in the language of whom it is for: the program that fetches it asks for none.
func TestAPersonsCalendarIsInTheirLanguage(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db)
		address := h.makes("asta", "/account/calendar", store.NewID())
		h.write(func(tx *store.Tx) error { return accounts.WishMail(ctx, tx, h.accounts["asta"], false, i18n.English) })
		if read := icaltest.Read(t, h.ask("", "GET", address, 200, nil).Body.Bytes()); read.Name != "My meetings in Samverk" {
			t.Errorf("the calendar is called %q", read.Name)
		}
	})
}
