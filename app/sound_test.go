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
				"/networks", "/networks/new", "/public/networks", "/meetings", "/meetings/new", "/meetings?q=" + longWord, "/meetings?past=1", "/public/meetings", "/networks/borta", "/meetings/borta",
				"/account/calendar", "/public/calendar", "/year-wheel", "/year-wheel?year=2199&network=borta&page=99", "/year-wheel/dates/new", "/public/year-wheel"}
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
				addresses = append(addresses, b.meetsTooLong(id)...)
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

// meetsTooLong makes a network and a meeting of words that are too long, with an organisation as a member, and gives where they are shown.
func (b *browser) meetsTooLong(organisation string) []string {
	b.t.Helper()
	network, kind, meeting, item := store.NewID(), store.NewID(), store.NewID(), store.NewID()
	at, on := "/networks/"+network, "/meetings/"+meeting
	b.post("/networks", "id", network, "name", longWord, "kind", "council", "purpose", longWord, "management", longWord, "web", "https://exempel.se/"+longWord[:100], "public", "1")
	b.post(at+"/members", "organisation", organisation, "role", "chair", "from", "2019-01-01")
	b.post(at+"/people", "id", store.NewID(), "name", longWord, "email", longWord[:40]+"@exempel.se", "role", "member", "from", "2019-01-01")
	b.post(at+"/types", "id", kind, "name", longWord, "kind", "meeting", "wanted", "366", "minutes", "60")
	b.post("/meetings", "id", meeting, "type", kind, "title", longWord, "day", "2199-12-30", "from", "9", "until", "11", "place", longWord, "link", "https://exempel.se/"+longWord, "body", longWord, "public", "1")
	b.post(on+"/items", "id", item, "title", longWord, "presenter", longWord, "minutes", "60", "body", longWord)
	if page := b.get("/public" + on).Body.String(); strings.Count(page, longWord) < 5 {
		b.t.Errorf("the long words of a meeting are not kept: %d", strings.Count(page, longWord))
	}
	return []string{at, at + "/edit", at + "/end", at + "/members/new", at + "/people/new", at + "/types/" + kind + "/edit", "/public" + at, on, on + "/edit", on + "/cancel", on + "/print",
		on + "/agenda", on + "/items/" + item + "/edit", on + "/documents/new", "/public" + on, "/meetings?year=2199", "/meetings/new?network=" + network, "/meetings/new?type=" + kind,
		"/meetings/new?after=" + meeting, "/meeting-series/new?type=" + kind,
		"/year-wheel?year=2199", "/year-wheel?year=2199&network=" + network, "/year-wheel/dates/new?year=2199", "/public/year-wheel?year=2199"}
}

func with(address string) string {
	if strings.Contains(address, "?") {
		return "&"
	}
	return "?"
}

// slips are what no person should meet: dumps of the program's inside and texts whose parts were not filled in.
var slips = regexp.MustCompile(`%!|<nil>|&lt;nil&gt;|<no value>|&lt;no value&gt;|\{\{|>(?:app|accounts|search|feedback|feeds|organisations|networks|meetings|yearwheel|personaldata|ui|web)\.[a-z_.]+<`)

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
