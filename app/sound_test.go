package app_test

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"samverk/app"
	"samverk/features/accounts"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

// longWord is a word longer than any line.
var longWord = strings.Repeat("Civilsamhällesorganisationsutvecklingsprojekt", 3)

// The pages around the plan hold with nothing in them, and with words longer than any line in every text.
func TestThePagesAroundThePlanAreSoundWithNothingAndWithTooMuch(t *testing.T) {
	for name, settings := range map[string]app.Settings{"nothing": {}, "too much": {Authority: longWord, ContactEmail: longWord + "@exempel.se", ContactPhone: longWord, ReportAt: "https://exempel.se/" + longWord}} {
		t.Run(name, func(t *testing.T) {
			db := storetest.Open(t, store.SQLite)
			b := as(t, db, accounts.Administrator)
			b.site = app.Site(db, app.Catalogue(), settings)
			addresses := []string{"/", "/search", "/search?q=" + longWord, "/people", "/people/new", "/account", "/account/data", "/retention", "/retention/feedback", "/retention/feedback/edit", "/retention/borta", "/accessibility", "/feedback", "/plans", "/records", "/borta", "/people/borta",
				"/organisations", "/organisations/new", "/organisations?q=" + longWord, "/public/organisations",
				"/cases", "/cases/new", "/cases?q=" + longWord, "/boards", "/boards/new", "/boards/series/edit", "/public/decisions"}
			if settings.Authority != "" {
				b.post("/account/name", "name", longWord)
				page := b.post("/people", "name", longWord+" <&>", "email", "lang@exempel.se", "role", string(accounts.Officer)).Body.String()
				b.post("/accessibility", "id", store.NewID(), "message", longWord, "page", "/"+longWord, "reply", longWord)
				b.seesSound("the new link", page)
				people := b.get("/people").Body.String()
				if strings.Count(people, longWord) < 2 || !strings.Contains(b.get("/feedback").Body.String(), longWord) {
					t.Fatal("the long words are not kept")
				}
				addresses = append(addresses, regexp.MustCompile(`/people/[0-9a-f-]{36}`).FindAllString(people, -1)...)
				id := store.NewID()
				b.post("/organisations", "id", id, "name", longWord+" <&>", "public", "1", "fields", "address", "address", longWord, "note", longWord, "former", longWord)
				b.post("/organisations/"+id+"/contacts", "name", longWord, "role", longWord, "email", longWord+"@exempel.se", "consent", longWord, "public", "1")
				b.post("/organisations/"+id+"/roles", "role", "certified", "from", "2019-01-01", "until", "2029-12-31", "certifier", longWord, "certificate", longWord, "note", longWord)
				addresses = append(addresses, "/organisations/"+id, "/organisations/"+id+"/edit", "/organisations/"+id+"/end", "/public/organisations/"+id)
				if !strings.Contains(b.get("/public/organisations/"+id).Body.String(), longWord) {
					t.Fatal("the long words of an organisation are not kept")
				}
				b.post("/cases", "id", id, "title", longWord+" <&>", "points", longWord, "summary", longWord, "background", longWord, "kind", "none")
				b.post("/boards", "id", id, "name", longWord)
				b.post("/boards/"+id+"/members", "id", id, "name", longWord, "office", "chair", "account", "none", "from", "2019-01-01")
				b.post("/boards/"+id+"/meetings", "id", id, "day", "2019-03-01", "begins", longWord, "place", longWord)
				b.post("/cases/"+id+"/present", "day", "2019-02-01", "to", longWord)
				b.post("/cases/"+id+"/submit", "day", "2019-02-02", "meeting", id)
				b.post("/board-meetings/"+id+"/present", "present", id)
				addresses = append(addresses, "/cases/"+id, "/cases/"+id+"/paper", "/cases/"+id+"/withdraw/new", "/boards/"+id, "/boards/"+id+"/members/new", "/boards/"+id+"/members/"+id+"/end",
					"/board-meetings/"+id, "/board-meetings/"+id+"/present/edit", "/board-meetings/"+id+"/edit")
				if !strings.Contains(b.get("/board-meetings/"+id).Body.String(), longWord+" &lt;&amp;&gt;") {
					t.Fatal("the long words of a case are not kept")
				}
				addresses = append(addresses, linkOnPage.FindStringSubmatch(page)[1])
			}
			for _, language := range []string{"sv", "en"} {
				for _, address := range addresses {
					b.seesSound(language+" "+address, b.get(address+with(address)+"lang="+language).Body.String())
				}
			}
			for address, values := range map[string]url.Values{"/people": {"name": {longWord}, "email": {longWord}}, "/account/name": {"name": {""}},
				"/account/password": {"old": {longWord}, "new": {"kort"}}, "/accessibility": {"message": {""}, "reply": {longWord}}} {
				var pairs []string
				for key, value := range values {
					pairs = append(pairs, key, value[0])
				}
				b.seesSound("refused "+address, b.post(address, pairs...).Body.String())
			}
		})
	}
}

func with(address string) string {
	if strings.Contains(address, "?") {
		return "&"
	}
	return "?"
}

// slips are what no person should meet: dumps of the program's inside and texts whose parts were not filled in.
var slips = regexp.MustCompile(`%!|<nil>|&lt;nil&gt;|<no value>|&lt;no value&gt;|\{\{|>(?:app|accounts|cases|search|feedback|organisations|personaldata|ui|web)\.[a-z_.]+<`)

// seesSound complains of a page whose elements do not end in order, that has an empty heading, or that speaks as a
// machine.
func (b *browser) seesSound(name, page string) {
	b.t.Helper()
	if slip := slips.FindString(page); slip != "" {
		b.t.Errorf("%s says %q", name, slip)
	}
	var open []string
	heading := ""
	reader := html.NewTokenizer(strings.NewReader(page))
	for headings := 0; ; {
		switch reader.Next() {
		case html.ErrorToken:
			if len(open) > 0 || headings == 0 {
				b.t.Errorf("%s has %d headings and never ends %q", name, headings, open)
			}
			return
		case html.TextToken:
			heading += strings.TrimSpace(string(reader.Text()))
		case html.StartTagToken:
			element := reader.Token().Data
			if slices.Contains([]string{"area", "br", "col", "hr", "img", "input", "link", "meta"}, element) {
				continue
			}
			open = append(open, element)
			heading = ""
		case html.EndTagToken:
			element := reader.Token().Data
			if len(open) == 0 || open[len(open)-1] != element {
				b.t.Errorf("%s: </%s> ends what has not begun; open are %q", name, element, open)
				return
			}
			open = open[:len(open)-1]
			if len(element) == 2 && element[0] == 'h' && element != "hr" {
				headings++
				if heading == "" {
					b.t.Errorf("%s has an empty %s", name, element)
				}
			}
		}
	}
}
