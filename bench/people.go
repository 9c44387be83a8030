package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"time"

	"github.com/alexedwards/argon2id"

	"samverk/features/accounts"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/store/storetest/pgtemp"
	"samverk/platform/web"
)

// password is everybody's here.
const password = "en mening att minnas"

// measurePeople measures signing in beside bare hashing of a password, and what it costs each request to find out who
// sends it and whether they may, beside a handler that asks nothing.
func measurePeople(server *pgtemp.Server) {
	dbs, closeAll := databases(server, "people")
	defer closeAll()
	heading("Sign-ins per second               clients     samverk     bare hash    share")
	hash, err := accounts.HashPassword(password)
	must(err)
	for _, db := range dbs {
		addPeople(db, hash)
		for _, clients := range []int{1, 8} {
			page := peoplePages(db)
			ours := rate(clients, func(i int) error { return signInOnce(page, address(i)) })
			bare := rate(clients, func(int) error {
				_, err := argon2id.ComparePasswordAndHash(password, hash)
				return err
			})
			fmt.Printf("%-28s %12d %11.0f %13.0f %7.0f%%\n", db.Engine(), clients, ours, bare, 100*ours/bare)
		}
	}
	heading("Who sends a request, and may they        µs a request   bare handler µs")
	for _, db := range dbs {
		asked, bare := recogniseCost(db)
		fmt.Printf("%-40s %12.1f %17.1f\n", db.Engine(), asked, bare)
	}
	fmt.Printf("%-40s %12.3f\n", "of it the table of permissions", mayCost())
}

// people are how many accounts sign in, so that no two of them wait for each other.
const people = 40

func address(i int) string { return fmt.Sprintf("person%d@exempel.se", i%people) }

func addPeople(db *store.DB, hash string) {
	must(db.Write(ctx, func(tx *store.Tx) error {
		for i := range people {
			if _, err := accounts.Add(ctx, tx, "Person", address(i), accounts.Officer); err != nil {
				return err
			}
			if err := accounts.SetPassword(ctx, tx, address(i), hash); err != nil {
				return err
			}
		}
		return nil
	}))
}

// peoplePages are the pages for signing in.
func peoplePages(db *store.DB) http.Handler {
	site := web.NewSite(i18n.NewCatalogue(web.Messages()), nil, accounts.Guard)
	feature := &accounts.Feature{DB: db}
	feature.Mount(site)
	return feature.Recognise(site)
}

// signInOnce sends the sign-in form from a browser where nobody has signed in before.
func signInOnce(pages http.Handler, email string) error {
	form := url.Values{"email": {email}, "password": {password}}
	r := httptest.NewRequest(http.MethodPost, "/sign-in", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	if pages.ServeHTTP(w, r); w.Code != http.StatusSeeOther {
		return fmt.Errorf("signing in as %s answers %d", email, w.Code)
	}
	return nil
}

// recogniseCost is what a request costs behind the guard, and without it, in microseconds.
func recogniseCost(db *store.DB) (asked, bare float64) {
	token := signIn(db)
	site := web.NewSite(i18n.NewCatalogue(web.Messages()), nil, accounts.Guard)
	nothing := func(http.ResponseWriter, *http.Request) error { return nil }
	site.Handle("GET /open", accounts.Anybody, nothing)
	site.Handle("GET /guarded", accounts.WritePlans, nothing)
	guarded := (&accounts.Feature{DB: db}).Recognise(site)
	ask := func(handler http.Handler, path string) float64 {
		r := httptest.NewRequest(http.MethodGet, path, nil)
		r.AddCookie(&http.Cookie{Name: "samverk_session", Value: token})
		const times = 5000
		start := time.Now()
		for range times {
			handler.ServeHTTP(httptest.NewRecorder(), r)
		}
		return time.Since(start).Seconds() * 1e6 / times
	}
	return ask(guarded, "/guarded"), ask(site, "/open")
}

// mayCost is what it costs to look up the table of permissions, in microseconds.
func mayCost() float64 {
	const times = 1_000_000
	start, given := time.Now(), 0
	for range times {
		if accounts.Partner.May(accounts.ReadPlans) {
			given++
		}
	}
	if given > 0 {
		must(fmt.Errorf("a partner may read plans"))
	}
	return time.Since(start).Seconds() * 1e6 / times
}
