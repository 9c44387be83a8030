package payments_test

import (
	"context"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/features/grants"
	"samverk/features/mandates"
	"samverk/features/organisations"
	"samverk/features/payments"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
	"samverk/platform/ui"
	"samverk/platform/web"
)

// visits are the feature's pages, who looks at them, and the letters that have been written.
type visits struct {
	*house
	site    http.Handler
	letters []accounts.Letter
	tokens  map[string]string
}

func open(t *testing.T, db *store.DB) *visits {
	t.Helper()
	v := &visits{house: newHouse(t, db), tokens: map[string]string{}}
	catalogue := i18n.NewCatalogue(store.Messages(), web.Messages(), form.Messages(), ui.Messages(), accounts.Messages(), audit.Messages(), organisations.Messages(), mandates.Messages(),
		grants.Messages(), payments.Messages())
	site := web.NewSite(catalogue, ui.ErrorPage, accounts.Guard)
	letters := mandates.Writer{Catalogue: catalogue, Post: func(_ context.Context, _ *store.Tx, l accounts.Letter) error {
		v.letters = append(v.letters, l)
		return nil
	}}
	(&payments.Feature{DB: db, BaseURL: "https://exempel.se", Letters: letters}).Mount(site)
	v.site = (&accounts.Feature{DB: db}).Recognise(site)
	for _, who := range []*accounts.Account{&v.signer, &v.officer, &v.economist, &v.manager} {
		v.signIn(who)
	}
	return v
}

func (v *visits) signIn(who *accounts.Account) {
	v.t.Helper()
	v.write(func(tx *store.Tx) (err error) {
		v.tokens[who.ID], err = accounts.Begin(ctx, tx, who.ID, accounts.ByPassword, time.Now())
		return err
	})
}

// ask asks for an address as somebody and wants a code; words that begin with "-" must not stand in the answer.
func (v *visits) ask(who *accounts.Account, method, address string, code int, fields url.Values, wanted ...string) string {
	v.t.Helper()
	r := httptest.NewRequest(method, address, strings.NewReader(fields.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Accept-Language", "sv")
	r.AddCookie(&http.Cookie{Name: "samverk_session", Value: v.tokens[who.ID]})
	w := httptest.NewRecorder()
	v.site.ServeHTTP(w, r)
	body := strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(html.UnescapeString(w.Body.String()))
	if w.Code != code {
		v.t.Errorf("%s %s: %d, want %d: %s", method, address, w.Code, code, plainly(body))
	}
	for _, want := range wanted {
		if hidden, not := strings.CutPrefix(want, "-"); not && strings.Contains(body, hidden) || !not && !strings.Contains(body, want) {
			v.t.Errorf("%s %s: %q in %s", method, address, want, plainly(body))
		}
	}
	if slip := regexp.MustCompile(`>\s*payments\.[a-z_.]+|%!|\{\{`).FindString(body); slip != "" {
		v.t.Errorf("%s %s shows %q", method, address, slip)
	}
	return body
}

func (v *visits) get(who *accounts.Account, address string, wanted ...string) string {
	v.t.Helper()
	return v.ask(who, "GET", address, http.StatusOK, nil, wanted...)
}

// act sends an act's form as it was shown, with some fields filled in.
func (v *visits) act(who *accounts.Account, address, act string, code int, pairs ...string) string {
	v.t.Helper()
	fields := url.Values{"act": {act}, "seen": {strconv.Itoa(v.seen(who, address))}, "key": {store.NewID()}}
	for i := 0; i+1 < len(pairs); i += 2 {
		fields.Set(pairs[i], pairs[i+1])
	}
	return v.ask(who, "POST", address, code, fields)
}

var seenIn = regexp.MustCompile(`name="seen" value="(\d+)"`)

func (v *visits) seen(who *accounts.Account, address string) int {
	v.t.Helper()
	found := seenIn.FindStringSubmatch(v.get(who, address))
	if found == nil {
		return 0
	}
	n, _ := strconv.Atoi(found[1])
	return n
}

func plainly(body string) string {
	if at := strings.Index(body, "<main"); at >= 0 {
		body = body[at:]
	}
	return strings.Join(strings.Fields(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(body, " ")), " ")
}

func TestTheWayOfAGrantThroughThePages(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		v := open(t, db)
		id := v.grant(v.organisation, v.call, 1_000_000, today.Year(), 2)
		own, grant := "/my/grants/"+id, "/payments/grants/"+id
		v.get(&v.signer, "/my/grants", "Föreningsbidrag "+strconv.Itoa(today.Year()), "Solrosen", "Väntar på att godkännas")
		v.get(&v.officer, "/my/grants", "Inga bidrag än")
		v.ask(&v.officer, "GET", own, http.StatusNotFound, nil)
		v.ask(&v.signer, "GET", grant, http.StatusForbidden, nil)
		if body := v.act(&v.signer, own, "accept", http.StatusUnprocessableEntity, "pay_kind", "bankgiro", "pay_number", "5050-1056"); !strings.Contains(body, "Bankgironumret stämmer inte") || !strings.Contains(body, `value="5050-1056"`) {
			t.Errorf("a wrong account: %s", plainly(body))
		}
		v.act(&v.signer, own, "decline", http.StatusUnprocessableEntity)
		seen := v.seen(&v.signer, own)
		v.act(&v.signer, own, "accept", http.StatusSeeOther, "pay_kind", "bankgiro", "pay_number", "5050-1055")
		if len(v.letters) != 1 || !strings.Contains(v.letters[0].Text, "5050-1055") {
			t.Errorf("letters: %+v", v.letters)
		}
		v.ask(&v.signer, "POST", own, http.StatusConflict, url.Values{"act": {"decline"}, "seen": {strconv.Itoa(seen)}, "reason": {"Vi hinner inte"}}, "Vi hinner inte", "Det går inte nu")
		v.get(&v.signer, own, "Frisläppt", "5050-1055", "10 000 kr", "-Gör klar att attestera")

		first := v.find(id).Tranches[0].Instalments[0].ID
		payment := grant + "/payments/" + first
		v.ask(&v.officer, "GET", grant+"/payments/"+store.NewID(), http.StatusNotFound, nil)
		v.ask(&v.officer, "GET", grant+"/years/1999", http.StatusNotFound, nil)
		v.act(&v.officer, payment, "replan", http.StatusUnprocessableEntity, "amount", "5 001", "day", today.String())
		v.act(&v.officer, payment, "replan", http.StatusSeeOther, "amount", "3 000", "day", today.String())
		stale := v.seen(&v.officer, payment)
		v.act(&v.officer, grant+"/years/"+strconv.Itoa(today.Year()), "plan", http.StatusSeeOther, "amount", "2 000", "day", today.String())
		// Two see the same payment: the second is told, and what was typed is there.
		v.ask(&v.economist, "POST", payment, http.StatusConflict, url.Values{"act": {"hold"}, "seen": {strconv.Itoa(stale)}, "reason": {"Vänta på rapporten"}}, "Vänta på rapporten", "Ove Handläggare")
		v.act(&v.officer, payment, "prepare", http.StatusSeeOther)
		v.get(&v.officer, payment, "Ove Handläggare", "Klar att attestera")

		v.ask(&v.officer, "GET", "/payments/attest", http.StatusForbidden, nil)
		v.ask(&v.manager, "POST", "/payments/attest", http.StatusUnprocessableEntity, nil, "Välj minst en rad")
		tick := func() string { return v.tick(id, v.place(id, first)) }
		old := tick()
		v.ask(&v.manager, "POST", "/payments/attest", http.StatusSeeOther, url.Values{"tick": {old}})
		v.get(&v.manager, "/payments/attest?done=attested", "Du har redan attesterat", "attesterade")
		v.ask(&v.economist, "POST", "/payments/attest", http.StatusConflict, url.Values{"tick": {old}}, "har ändrats sedan du såg den")
		v.ask(&v.economist, "POST", "/payments/attest", http.StatusSeeOther, url.Values{"tick": {tick()}})

		v.get(&v.economist, "/payments/files", "Ange först vem som betalar")
		v.ask(&v.economist, "POST", "/payments/payer", http.StatusUnprocessableEntity, url.Values{"payer": {"Region Påhittad"}, "number": {"1"}, "iban": {"SE1"}, "bic": {"?"}, "seen": {"0"}},
			"Skriv organisationsnumret", "IBAN stämmer inte", "BIC", "Region Påhittad")
		v.ask(&v.economist, "POST", "/payments/payer", http.StatusSeeOther, url.Values{"payer": {"Region Påhittad"}, "number": {"232100-0016"}, "iban": {"SE45 5000 0000 0583 9825 7466"}, "bic": {"ESSESESS"}, "seen": {"0"}})
		v.ask(&v.officer, "POST", "/payments/payer", http.StatusConflict, url.Values{"payer": {"Annan"}, "number": {"232100-0016"}, "iban": {"SE45 5000 0000 0583 9825 7466"}, "bic": {"ESSESESS"}, "seen": {"0"}}, "Annan", "Eva Ekonom")
		v.get(&v.economist, "/payments/files", "Solrosen", "3 000 kr")
		key := store.NewID()
		form := url.Values{"tick": {tick()}, "key": {key}, "day": {today.String()}}
		v.ask(&v.economist, "POST", "/payments/files", http.StatusUnprocessableEntity, url.Values{"tick": form["tick"], "key": {key}}, "Skriv en dag")
		for range 2 {
			v.ask(&v.economist, "POST", "/payments/files", http.StatusSeeOther, form)
		}
		file := "/payments/files/" + key
		one, two := v.get(&v.economist, file+"/pain.xml", "3000.00", "BGNR"), v.get(&v.officer, file+"/pain.xml")
		if one != two {
			t.Error("the same file is fetched as other bytes")
		}
		v.get(&v.officer, file+"/payments.csv", "Solrosen", "3000")
		v.get(&v.officer, file, "Skickad till banken", "Eva Ekonom")
		v.act(&v.officer, file, "all_paid", http.StatusUnprocessableEntity, "day", "2001-01-01")
		v.act(&v.officer, file, "all_paid", http.StatusSeeOther, "day", today.String())
		v.get(&v.officer, "/payments?state=active", "Solrosen", "3 000 kr", "4510")
		v.get(&v.officer, "/payments.csv", "Solrosen", "Utbetald")
		v.ask(&v.officer, "GET", "/payments.xlsx", http.StatusOK, nil)
		v.get(&v.officer, "/payments?state=closed", "Inga bidrag att visa")

		next := grant + "/years/" + strconv.Itoa(today.Year()+1)
		v.act(&v.officer, next, "open", http.StatusSeeOther)
		tell := "tell-" + strconv.Itoa(today.Year()+1)
		v.act(&v.signer, own, tell, http.StatusUnprocessableEntity, "members", "")
		v.act(&v.signer, own, tell, http.StatusSeeOther, "members", "80", "answer", "Som förut")
		v.get(&v.officer, next, "80", "Som förut")
		v.act(&v.officer, next, "reduce", http.StatusUnprocessableEntity, "amount", "100")
		v.act(&v.officer, next, "reduce", http.StatusSeeOther, "amount", "100", "reason", "Färre medlemmar")
		v.act(&v.officer, grant, "close", http.StatusConflict)
		v.act(&v.officer, grant, "report", http.StatusSeeOther)
		v.act(&v.officer, grant, "close", http.StatusUnprocessableEntity)

		v.act(&v.officer, grant, "observe", http.StatusUnprocessableEntity, "amount", "3 001")
		v.act(&v.officer, grant, "observe", http.StatusSeeOther, "amount", "1 000")
		claims := v.get(&v.officer, "/payments/reclaims", "Uppmärksammat", "1 000 kr")
		claim := regexp.MustCompile(`/payments/reclaims/[0-9a-f-]{36}`).FindString(claims)
		v.get(&v.signer, own, "-Uppmärksammat")
		v.act(&v.officer, claim, "investigating", http.StatusSeeOther)
		v.act(&v.officer, claim, "communicated", http.StatusUnprocessableEntity, "reply_by", today.AddDays(10).String())
		v.act(&v.officer, claim, "communicated", http.StatusSeeOther, "grounds", "Lägret blev inte av.", "reply_by", today.AddDays(10).String())
		if last := v.letters[len(v.letters)-1]; !strings.Contains(last.Text, "Lägret blev inte av.") || !strings.Contains(last.Text, "1\u00a0000\u00a0kr") {
			t.Errorf("the letter: %+v", last)
		}
		reply := "reply-" + strings.TrimPrefix(claim, "/payments/reclaims/")
		v.act(&v.signer, own, reply, http.StatusUnprocessableEntity)
		v.act(&v.signer, own, reply, http.StatusSeeOther, "answer", "Vi håller med.")
		v.get(&v.officer, claim, "Vi håller med.")
		v.act(&v.officer, claim, "decided", http.StatusSeeOther, "amount", "1 000", "reason", "Inte använt")
		v.act(&v.officer, claim, "invoiced", http.StatusSeeOther, "invoice", "4711")
		v.act(&v.officer, claim, "repaid", http.StatusSeeOther, "amount", "1 000", "day", today.String())
		v.get(&v.officer, grant, "Återbetalat", "Solrosen")
		v.get(&v.officer, "/payments/advances", "Förskott")
	})
}

// place is where a payment stands among those of the grant's first year.
func (h *house) place(id, payment string) int {
	h.t.Helper()
	for n, p := range h.find(id).Tranches[0].Instalments {
		if p.ID == payment {
			return n
		}
	}
	h.t.Fatal("the payment is gone")
	return 0
}

// Nobody but those with a mandate for the organisation comes to its grant, whatever their role.
func TestAnOthersGrantIsNotThere(t *testing.T) {
	v := open(t, storetest.Open(t, store.SQLite))
	_, other := v.addOrganisation("Tussilago", mandates.Alone)
	v.signIn(&other)
	id := v.grant(v.organisation, v.call, 5_000, today.Year(), 1)
	for _, who := range []*accounts.Account{&other, &v.officer, &v.economist, &v.manager} {
		v.ask(who, "GET", "/my/grants/"+id, http.StatusNotFound, nil, "-Solrosen")
		v.ask(who, "POST", "/my/grants/"+id, http.StatusNotFound, url.Values{"act": {"accept"}, "pay_kind": {"bankgiro"}, "pay_number": {"50501055"}}, "-Solrosen")
	}
	v.ask(&other, "GET", "/my/grants/nonsens", http.StatusNotFound, nil)
	if g := v.find(id); g.State != payments.AwaitingAcceptance {
		t.Errorf("%+v", g)
	}
}
