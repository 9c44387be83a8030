package events_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"samverk/features/accounts"
	"samverk/features/accounts/accountstest"
	"samverk/features/events"
	"samverk/features/evidence"
	"samverk/features/organisations"
	"samverk/features/plan"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
	"samverk/platform/web/webtest"
)

// pages are the feature's pages, and who looks at them by their token.
type pages struct {
	webtest.Visitor
	office           *office
	officer, handler string // tokens of two officers; the second handles what it adds
	auditor          string
}

func openPages(t *testing.T, db *store.DB) *pages {
	t.Helper()
	p := &pages{office: newOffice(db)}
	_, p.officer = accountstest.SignIn(t, db, "ove@exempel.se", "Ove Påhittad", accounts.Officer)
	_, p.handler = accountstest.SignIn(t, db, "asta@exempel.se", "Asta Påhittad", accounts.Officer)
	_, p.auditor = accountstest.SignIn(t, db, "rut@exempel.se", "Rut Påhittad", accounts.Auditor)
	p.Visitor = accountstest.Open(t, db, accountstest.Words(organisations.Messages(), plan.Messages(), evidence.Messages(), events.Messages()), p.office)
	return p
}

func eventForm(id string) url.Values {
	return url.Values{"id": {id}, "kind": {"seminar"}, "title": {"Seminarium om avtal"}, "day": {time.Now().AddDate(0, 0, 7).Format(time.DateOnly)}, "from": {"9"}, "until": {"12"}, "place": {"Kumla"},
		"contact": {"kontakt@exempel.se"}, "places": {"1"}, "audience": {"all"}}
}

// added gives the key of a published event that the token's account handles.
func (p *pages) added(db *store.DB, token string) string {
	p.T.Helper()
	id := store.NewID()
	values := eventForm(id)
	write(p.T, db, func(tx *store.Tx) error {
		all, err := accounts.List(ctx, tx)
		for _, a := range all {
			if a.Email == "asta@exempel.se" {
				values.Set("handlers", a.ID)
			}
		}
		return err
	})
	p.As(token).Send("POST", "/events", 303, values)
	p.As(token).Send("POST", "/events/"+id+"/publish", 303, nil)
	return id
}

// registers registers somebody, and gives the address of their own page as the mail says it.
func (p *pages) registers(event, name string, more ...string) string {
	p.T.Helper()
	p.receives(event, name, more...)
	var token string
	write(p.T, p.office.DB, func(tx *store.Tx) error {
		return tx.Get(ctx, &token, "SELECT token FROM event_registration WHERE event_id = $1 AND email = $2 ORDER BY registered_at DESC, id LIMIT 1", event, strings.ToLower(name)+"@exempel.se")
	})
	return "/public/events/registration/" + token
}

// receives registers somebody, and gives where that leads.
func (p *pages) receives(event, name string, more ...string) string {
	p.T.Helper()
	values := url.Values{"name": {name}, "email": {strings.ToLower(name) + "@exempel.se"}, "consent": {"1"}}
	for i := 0; i+1 < len(more); i += 2 {
		values.Set(more[i], more[i+1])
	}
	return p.As("").Send("POST", "/public/events/"+event, 303, values).Header().Get("Location")
}

func TestTheFormOfAnEventLosesNothingAndActsOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p, id := openPages(t, db), store.NewID()
		values := eventForm(id)
		for field, wrong := range map[string]string{"from": "halv nio", "day": "i morgon", "contact": "Ring mig", "places": "0", "until": "8", "title": "Möte 19640823-3234"} {
			spoiled := eventForm(id)
			spoiled.Set(field, wrong)
			p.As(p.officer).Send("POST", "/events", 422, spoiled, wrong, `id="field-`+field+`-fault"`)
		}
		for range 2 {
			p.As(p.officer).Send("POST", "/events", 303, values)
		}
		if list := p.As(p.officer).Send("GET", "/events", 200, nil).Body.String(); strings.Count(list, "/events/"+id) != 1 {
			t.Error("a form sent twice adds two events, or none")
		}
		p.As(p.officer).Send("POST", "/events/"+id+"/programme/edit", 422, url.Values{"seen": {"1"}, "programme": {"Kaffe först"}}, "Kaffe först", "Rad 1 börjar inte med en tid")
		p.As(p.officer).Send("POST", "/events/"+id+"/programme/edit", 303, url.Values{"seen": {"1"}, "programme": {"9 Kaffe"}})
		// Somebody else saved meanwhile: what was typed is kept and what differs is told.
		changed := eventForm(id)
		changed.Set("title", "Ett annat namn")
		changed.Set("seen", "1")
		p.As(p.officer).Send("POST", "/events/"+id+"/edit", 409, changed, "Ett annat namn", `name="seen" value="2"`)
		p.As(p.officer).Send("POST", "/events/"+id+"/programme/edit", 409, url.Values{"seen": {"1"}, "programme": {"9 Te"}}, "9 Te")
		changed.Set("seen", "2")
		p.As(p.officer).Send("POST", "/events/"+id+"/edit", 303, changed)
		p.As(p.officer).Send("GET", "/events/"+id, 200, nil, "Ett annat namn", "Kaffe")
		p.As("").Send("GET", "/public/events/"+id, 404, nil, "-Ett annat namn")
		p.As(p.auditor).Send("GET", "/events/"+id, 200, nil, "Ett annat namn", "-/publish")
	})
}

func TestOnlyWhoHandlesTheEventSeesWhatPeopleNeed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := openPages(t, db)
		id := p.added(db, p.officer)
		own := p.registers(id, "Alva", "needs", "Glutenfritt")
		p.As(p.handler).Send("GET", "/events/"+id+"/registrations", 200, nil, "Glutenfritt")
		p.As(p.officer).Send("GET", "/events/"+id+"/registrations", 200, nil, "-Glutenfritt", "1 deltagare har berättat")
		p.As(p.auditor).Send("GET", "/events/"+id+"/registrations", 200, nil, "-Glutenfritt", "Alva")
		p.As("").Send("GET", own, 200, nil, "Glutenfritt")
		p.As("").Send("GET", "/public/events/"+id, 200, nil, "-Alva", "-Glutenfritt")
		// An officer who does not see it does not lose it by saving.
		at := regexp.MustCompile(`/events/[^"]+/registrations/[^"]+/edit`).FindString(p.As(p.officer).Send("GET", "/events/"+id+"/registrations", 200, nil).Body.String())
		p.As(p.officer).Send("GET", at, 200, nil, "-Glutenfritt", "-needs")
		p.As(p.officer).Send("POST", at, 303, url.Values{"seen": {"1"}, "name": {"Alva Ny"}, "email": {"alva@exempel.se"}, "needs": {"Inget"}})
		p.As("").Send("GET", own, 200, nil, "Glutenfritt", "Alva Ny")
		for _, file := range []string{".csv", ".xlsx"} {
			if body := p.As(p.handler).Send("GET", "/events/"+id+"/registrations"+file, 200, nil).Body.String(); strings.Contains(body, "Glutenfritt") {
				t.Errorf("%s holds what people need", file)
			}
		}
		var seen int
		write(t, db, func(tx *store.Tx) error {
			return tx.Get(ctx, &seen, "SELECT count(*) FROM audit_entry WHERE action = 'event.needs_seen'")
		})
		if seen != 1 {
			t.Errorf("the trail tells %d times that it was read", seen)
		}
	})
}

func TestTheRegistrationPageTellsWhatIsWrong(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := openPages(t, db)
		write(t, db, func(tx *store.Tx) error {
			for name, public := range map[string]bool{"Solrosens odlare": true, "Solrosens hemliga": false} {
				if err := organisations.Add(ctx, tx, store.NewID(), organisations.Content{Name: name, IsPublic: public}); err != nil {
					return err
				}
			}
			return nil
		})
		id := p.added(db, p.officer)
		at := "/public/events/" + id
		p.As("").Send("POST", at, 422, url.Values{"name": {"Alva"}, "email": {"alva"}, "needs": {"Nötallergi"}}, "Nötallergi", `value="alva"`, "Kryssa i rutan", "namn@exempel.se")
		p.As("").Send("POST", at, 422, url.Values{"name": {"Alva 19640823-3234"}, "email": {"alva@exempel.se"}, "consent": {"1"}}, "personnummer")
		p.As("").Send("POST", at, 200, url.Values{"name": {"Alva"}, "organisation": {"solrosens"}, "act": {"find"}}, "Solrosens odlare", "-hemliga", `value="Alva"`)
		key := store.NewID()
		first := p.registers(id, "Alva", "id", key, "organisation", "SOLROSENS ODLARE")
		if second := p.registers(id, "Alva", "id", key); second != first {
			t.Errorf("the same form leads to %s and %s", first, second)
		}
		second := p.registers(id, "Bo")
		p.As("").Send("GET", first, 200, nil, "Du har en plats", "Solrosens odlare")
		p.As("").Send("GET", second, 200, nil, "Du har plats 1 i kön")
		p.As("").Send("POST", second, 422, url.Values{"seen": {"1"}, "name": {""}, "email": {"bo@exempel.se"}}, "Skriv namnet")
		p.As("").Send("POST", second, 303, url.Values{"seen": {"1"}, "name": {"Bo"}, "email": {"alva@exempel.se"}})
		p.As("").Send("GET", second, 200, nil, "bo@exempel.se", "-alva@exempel.se")
		p.As("").Send("POST", second, 409, url.Values{"seen": {"9"}, "name": {"Bosse"}, "email": {"bo@exempel.se"}}, "Bosse")
		for range 2 {
			p.As("").Send("POST", first+"/cancel", 303, nil)
		}
		p.As("").Send("GET", second, 200, nil, "Du har en plats")
		p.As("").Send("GET", first, 200, nil, "Du är avbokad", "-/cancel")
		p.As("").Send("GET", "/public/events/registration/gissning", 404, nil)
		if got := p.office.lettersTo("alva@exempel.se"); len(got) != 2 { // confirmed, withdrawn
			t.Errorf("%q", got)
		}
	})
}

func TestAnEventForInvitedPeopleIsSeenWithTheInvitationOnly(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p, id := openPages(t, db), store.NewID()
		values := eventForm(id)
		values.Set("audience", "invited")
		p.As(p.officer).Send("POST", "/events", 303, values)
		p.As(p.officer).Send("POST", "/events/"+id+"/publish", 303, nil)
		invitation := find(t, db, id).Invitation
		p.As("").Send("GET", "/public/events", 200, nil, "-Seminarium om avtal")
		p.As("").Send("GET", "/public/events/"+id, 404, nil)
		p.As("").Send("GET", "/public/events/"+id+"?invitation=fel", 404, nil)
		p.As("").Send("GET", "/public/events/"+id+"?invitation="+invitation, 200, nil, "Seminarium om avtal", `value="`+invitation+`"`)
		p.As("").Send("POST", "/public/events/"+id, 404, url.Values{"name": {"Alva"}, "email": {"alva@exempel.se"}, "consent": {"1"}})
		p.registers(id, "Alva", "invitation", invitation)
	})
}

func TestFilesHoldWhoRegisteredAndTheBudget(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := openPages(t, db)
		id := p.added(db, p.officer)
		p.registers(id, "=Alva")
		p.registers(id, "Bo")
		content := p.As(p.officer).Send("GET", "/events/"+id+"/registrations.csv", 200, nil).Body.String()
		lines := csv.NewReader(strings.NewReader(strings.TrimPrefix(content, "\ufeff")))
		lines.Comma = ';'
		rows, err := lines.ReadAll()
		if err != nil || len(rows) != 3 || rows[1][0] == "=Alva" || rows[1][3] != "Har plats" || rows[2][3] != "Står i kö" {
			t.Errorf("%q, %v", rows, err)
		}
		m := url.Values{"id": {store.NewID()}, "side": {"cost"}, "title": {"Lokal"}, "planned": {"12 500,50"}, "outcome": {"13000"}}
		for range 2 {
			p.As(p.officer).Send("POST", "/events/"+id+"/budget", 303, m)
		}
		p.As(p.officer).Send("POST", "/events/"+id+"/budget", 422, url.Values{"side": {"financing"}, "title": {""}, "planned": {"mycket"}}, "mycket", "Skriv vem som finansierar")
		book, err := excelize.OpenReader(bytes.NewReader(p.As(p.officer).Send("GET", "/events/"+id+"/budget.xlsx", 200, nil).Body.Bytes()))
		if err != nil {
			t.Fatal(err)
		}
		defer book.Close() //nolint:errcheck // it was only read
		planned, _ := book.GetCellValue(book.GetSheetList()[0], "B2", excelize.Options{RawCellValue: true})
		outcome, _ := book.GetCellValue(book.GetSheetList()[0], "C3", excelize.Options{RawCellValue: true})
		if planned != "12500.50" || outcome != "13000.00" {
			t.Errorf("the budget's file says %s and %s", planned, outcome)
		}
	})
}

// However many send the form at once, what anybody may send is bounded, and nothing that was typed is lost.
func TestMoreThanPeopleSendIsRefused(t *testing.T) {
	db := storetest.Open(t, store.SQLite)
	p := openPages(t, db)
	id := p.added(db, p.officer)
	write(t, db, func(tx *store.Tx) error {
		for i := range 300 {
			r := person(id, fmt.Sprintf("Deltagare%d", i))
			if _, err := p.office.Register(ctx, tx, r, time.Now()); err != nil {
				return err
			}
		}
		return nil
	})
	w := p.As("").Send("POST", "/public/events/"+id, 429, url.Values{"name": {"Alva"}, "email": {"alva@exempel.se"}, "consent": {"1"}, "needs": {"Nötallergi"}}, "Nötallergi", "Vänta tio minuter")
	if w.Header().Get("Retry-After") != "600" {
		t.Errorf("nothing is said of when to come again: %v", w.Header())
	}
}

// Nobody finds out who is registered by trying: a new address and one that is there get the same answer, to the letter. The one that
// is there is mailed its link, once a day, and keeps its place.
func TestTheAnswerDoesNotTellWhoIsRegistered(t *testing.T) {
	for name, mails := range map[string]bool{"with mails": true, "without": false} {
		t.Run(name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, db *store.DB) {
				p := openPages(t, db)
				if !mails {
					p.office.Post = nil
				}
				id := p.added(db, p.officer)
				first := p.receives(id, "Alva")
				was := p.registers(id, "Bo")
				page := p.As("").Send("GET", first, 200, nil, "Tack för din anmälan").Body.String()
				for _, email := range []string{"alva@exempel.se", " ALVA@exempel.se", "bo@exempel.se", "cilla@exempel.se", "alva@exempel.se"} {
					w := p.As("").Send("POST", "/public/events/"+id, 303, url.Values{"name": {"Någon"}, "email": {email}, "consent": {"1"}})
					if to := w.Header().Get("Location"); to != first || w.Body.Len() != 0 {
						t.Errorf("%s is answered with %s %s", email, to, w.Body)
					}
					if again := p.As("").Send("GET", first, 200, nil).Body.String(); again != page {
						t.Errorf("%s changes the page to %s", email, again)
					}
				}
				p.As("").Send("GET", was, 200, nil, "Du har plats 1 i kön", `value="Bo"`)
				want := 0
				if mails {
					want = 2 // confirmed, and once the link again
				}
				if got := p.office.lettersTo("alva@exempel.se"); len(got) != want {
					t.Errorf("mails are %q", got)
				}
			})
		})
	}
}

// A page of somebody's own is not spoiled by the program's lack of a mail server.
func TestWithoutAMailServerTheAddressIsToBeKept(t *testing.T) {
	db := storetest.Open(t, store.SQLite)
	p := openPages(t, db)
	p.office.Post = nil
	id := p.added(db, p.officer)
	own := p.registers(id, "Alva")
	p.As("").Send("GET", own, 200, nil, "Spara adressen till den här sidan", "-bekräftelse skickas")
	p.As(p.officer).Send("GET", "/events/"+id+"/cancel", 200, nil, "Programmet kan inte skicka e-post")
	if err := db.Write(context.Background(), func(tx *store.Tx) error { return p.office.Ask(ctx, tx, id, time.Now()) }); err == nil {
		t.Error("an evaluation is sent by nobody")
	}
}
