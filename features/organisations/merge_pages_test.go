package organisations_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"samverk/features/accounts"
	"samverk/features/organisations"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

func TestADuplicateIsFoundWhileItIsWritten(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := openPages(t, db)
		there := add(t, db, organisations.Content{Name: "Idrottsföreningen Björken", Seat: "1881", Email: "info@bjorken.exempel.se"})
		ended := add(t, db, organisations.Content{Name: "Tistlarna"})
		write(t, db, func(tx *store.Tx) error { return organisations.End(ctx, tx, ended, day("2020-01-01"), "Upplöst") })
		for typed, found := range map[string]string{"name=IF+Bj%C3%B6rken": "Samma namn", "name=Bj%C3%B6rkens+IF&seat=1881": "Samma namn", "name=Annat&email=info@bjorken.exempel.se": "Samma e-post", "name=tistlarna": "upphörde 2020-01-01"} {
			p.Get("/organisations/new/alike?"+typed, found, "Det är inte samma organisation")
		}
		for _, typed := range []string{"", "name=B", "name=IF+Bj%C3%B6rken&seat=1884", "name=Solrosen", "name=IF+Bj%C3%B6rken&self=" + there} {
			p.Get("/organisations/new/alike?"+typed, "-liknande")
		}
		fields := []string{"id", store.NewID(), "name", "IF Björken", "note", "Ring först"}
		asked := p.Post("/organisations", http.StatusConflict, fields...)
		p.Holds("the form that asks", asked, "Finns organisationen redan?", "Idrottsföreningen Björken", "Kumla", "Inget är sparat än")
		if !strings.Contains(asked, `value="IF Björken"`) || !strings.Contains(asked, "Ring först") || !strings.Contains(asked, `value="`+there+`"`) {
			t.Error("what was typed is lost, or it cannot be said that they are not the same")
		}
		page := p.Post("/organisations", http.StatusSeeOther, append(fields, "not_same", there)...)
		if again := p.Post("/organisations", http.StatusSeeOther, append(fields, "not_same", there)...); again != page {
			t.Errorf("sent twice it led to %s and %s", page, again)
		}
		p.Get("/organisations/duplicates", "Inga troliga dubbletter") // it has been said
		p.Post(page+"/edit", http.StatusSeeOther, "seen", "1", "name", "IF Björken", "note", "Ring sedan")
		p.Holds("a changed name", p.Post(page+"/edit", http.StatusConflict, "seen", "2", "name", "Tistlarna"), "Tistlarna", "upphörde")
		p.Token = p.token[accounts.Reader]
		if w := p.Try(http.MethodGet, "/organisations/new/alike?name=tistlarna"); w.Code != http.StatusForbidden {
			t.Errorf("a reader asks: %d", w.Code)
		}
	})
}

func TestSuspectsArePairedAndToldApart(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := openPages(t, db)
		for _, c := range []organisations.Content{{Name: "Solrosen", Seat: "1881"}, {Name: "Föreningen Solrosen", Seat: "1881", Email: "info@exempel.se"}, {Name: "Solrosen", Seat: "1884"},
			{Name: "Vallmon", Email: "info@exempel.se"}, {Name: "Kören"}} {
			add(t, db, c)
		}
		page := p.Get("/organisations/duplicates", "Solrosen", "Samma namn", "Vallmon", "Samma e-post", "-Kören")
		if n := strings.Count(page, "/organisations/duplicates/apart?"); n != 2 {
			t.Errorf("there are %d pairs, want 2", n)
		}
		apart := strings.ReplaceAll(regexp.MustCompile(`/organisations/duplicates/apart\?[^"]+`).FindString(page), "&amp;", "&")
		p.Get(apart, "De är inte samma organisation", "Föreningen Solrosen")
		query, _ := url.ParseQuery(apart[strings.Index(apart, "?")+1:])
		p.Refused("/organisations/duplicates/apart", "Skriv hur du vet", "one", query.Get("one"), "other", query.Get("other"))
		for range 2 {
			p.Post("/organisations/duplicates/apart", http.StatusSeeOther, "one", query.Get("one"), "other", query.Get("other"), "why", "Egen styrelse")
		}
		p.Get("/organisations/duplicates?done=told_apart", "Paret visas inte igen", "-Föreningen Solrosen Föreningen")
		if got := actions(t, db, "organisation", query.Get("one")); len(got) != 2 || got[1] != "organisation.told_apart" {
			t.Errorf("the trail has %q", got)
		}
		many := make([]organisations.Content, 80)
		for i := range many {
			many[i] = organisations.Content{Name: "Kör " + strings.Repeat("i", i/2+2), Seat: "1881"}
		}
		write(t, db, func(tx *store.Tx) error { _, err := organisations.AddMany(ctx, tx, many); return err })
		pairs, address := 0, "/organisations/duplicates"
		for range 9 {
			page := p.Get(address)
			pairs += strings.Count(page, "/organisations/duplicates/apart?")
			if address = regexp.MustCompile(`/organisations/duplicates\?after=[^"]+`).FindString(page); address == "" {
				break
			}
		}
		if pairs != 41 {
			t.Errorf("there are %d pairs in all", pairs)
		}
	})
}

func TestTwoAreMergedOnTheirPages(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := openPages(t, db)
		kept := add(t, db, organisations.Content{Name: "Solrosen", Number: "8290001018", Seat: "1881", Telephone: "019-1", IsPublic: true})
		gone := add(t, db, organisations.Content{Name: "Solrosens vänner", Number: "2120000142", Telephone: "019-2", Email: "info@exempel.se", IsPublic: true})
		write(t, db, func(tx *store.Tx) error {
			return organisations.AddRole(ctx, tx, organisations.Role{ID: store.NewID(), OrganisationID: gone, Kind: organisations.Partner, From: day("2019-01-01"), Note: "Odling"})
		})
		one, other := "/organisations/"+kept, "/organisations/"+gone
		p.Get(one+"/merge", "Slå samman Solrosen med en annan")
		p.Get(one+"/merge?q=v%C3%A4nner", "Solrosens vänner", "Jämför")
		p.Get(one+"/merge?with="+gone, "829000-1018", "212000-0142", "019-1", "019-2", "info@exempel.se", "Inget")
		fields := []string{"id", store.NewID(), "with", gone, "stays", kept, "name", kept, "number", gone, "telephone", gone, "email", gone, "seen_one", "1", "seen_other", "1"}
		p.Refused(one+"/merge", "Skriv varför de är samma", fields...)
		fields = append(fields, "why", "Lades in två gånger")
		preview := p.Post(one+"/merge", http.StatusOK, fields...)
		p.Holds("the preview", preview, "829000-1018 blir ett tidigare nummer", "En roll följer med", "Solrosens vänner försvinner ur listor", "019-2")
		p.Holds("the form again", p.Post(one+"/merge", http.StatusOK, append(fields, "step", "edit")...), "Lades in två gånger")
		write(t, db, func(tx *store.Tx) error { // somebody changes one of them meanwhile
			return organisations.Change(ctx, tx, kept, organisations.Content{Name: "Solrosen", Number: "8290001018", Seat: "1881", Telephone: "019-1", IsPublic: true, Note: "Ny"}, 1)
		})
		stale := p.Holds("a late merge", p.Post(one+"/merge", http.StatusConflict, append(fields, "step", "do")...), "Inget är sammanslaget")
		if !strings.Contains(stale, `name="seen_one" value="2"`) {
			t.Error("it cannot be merged once it has been seen")
		}
		fields[15] = "2"
		for range 2 {
			p.Post(one+"/merge", http.StatusSeeOther, append(fields, "step", "do")...)
		}
		page := p.Get(one+"?from="+gone, "Solrosens vänner är sammanslagen med Solrosen", "Sammanslagna hit", "Lades in två gånger", "212000-0142", "019-2", "Tidigare nummer 829000-1018",
			"Slogs samman med Solrosens vänner", "Odling. Från Solrosens vänner", "Tidigare namn Solrosens vänner")
		for address, to := range map[string]string{other: one + "?from=" + gone, other + "/edit": one + "/edit", "/public" + other: "/public" + one} {
			if w := p.Try(http.MethodGet, address); w.Code != http.StatusSeeOther || w.Header().Get("Location") != to {
				t.Errorf("%s: %d %s", address, w.Code, w.Header().Get("Location"))
			}
		}
		p.Holds("a form of the one that is gone", p.Post(other+"/edit", http.StatusConflict, "seen", "1", "name", "Mitt nya namn"), "slogs samman med en annan organisation medan du skrev")
		if w := p.Try(http.MethodPost, other+"/end", "ended_on", "2020-01-01", "why", "Fel"); w.Code != http.StatusSeeOther || !find(t, db, kept).EndedOn.IsZero() {
			t.Error("the one that stays is ended in place of the other")
		}
		if w := p.Try(http.MethodPost, other+"/contacts", "name", "Alva Prov"); w.Code != http.StatusTemporaryRedirect || w.Header().Get("Location") != one+"/contacts" {
			t.Errorf("a contact for the one that is gone: %d", w.Code)
		}
		p.Get("/organisations", "-Solrosens vänner Telefon")

		undo := regexp.MustCompile(`/organisations/[^"]+/undo`).FindString(page)
		p.Get(undo, "Ångra sammanslagningen med Solrosens vänner", "829000-1018", "019-1")
		p.Refused(undo, "Skriv varför sammanslagningen ångras")
		for range 2 {
			p.Post(undo, http.StatusSeeOther, "why", "Det var två")
		}
		p.Get(one, "019-1", "829000-1018", "-Odling", "-Sammanslagna hit")
		p.Get(other, "212000-0142", "Odling", "019-2")
		p.Token = p.token[accounts.Reader]
		if w := p.Try(http.MethodGet, one+"/merge"); w.Code != http.StatusForbidden {
			t.Errorf("a reader merges: %d", w.Code)
		}
	})
}

func TestOneThatWasWithdrawnSaysSo(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := openPages(t, db)
		id := add(t, db, organisations.Content{Name: "Solrosen"})
		write(t, db, func(tx *store.Tx) error { return organisations.Withdraw(ctx, tx, id, "Fel fil") })
		w := p.Try(http.MethodGet, "/organisations/"+id)
		if w.Code != http.StatusGone {
			t.Errorf("it answers %d", w.Code)
		}
		p.Holds("its page", w.Body.String(), "Solrosen", "Organisationen finns inte längre i registret", "Fel fil")
		if w := p.Try(http.MethodGet, "/organisations/"+store.NewID()); w.Code != http.StatusNotFound {
			t.Errorf("one that never was answers %d", w.Code)
		}
	})
}
