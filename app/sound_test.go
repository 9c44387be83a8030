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
				"/account/calendar", "/public/calendar", "/organisations/duplicates", "/events", "/events/new", "/public/events", "/public/events/thanks", "/year-wheel", "/year-wheel?year=2199&network=borta&page=99", "/year-wheel/dates/new", "/public/year-wheel",
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
				addresses = append(addresses, b.mergedSound(id)...)
				if !strings.Contains(b.get("/public/organisations/"+id).Body.String(), longWord) {
					t.Fatal("the long words of an organisation are not kept")
				}
				addresses = append(addresses, b.withEvent()...)
				addresses = append(addresses, b.meetsTooLong(id)...)
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

// mergedSound merges others into an organisation, with long words, and gives the pages that tell of it.
func (b *browser) mergedSound(id string) []string {
	other, third := store.NewID(), store.NewID()
	for key, name := range map[string]string{other: "Andra " + longWord, third: "Tredje " + longWord} {
		b.post("/organisations", "id", key, "name", name, "not_same", id+","+other+","+third)
	}
	b.seesSound("the preview", b.post("/organisations/"+id+"/merge", "id", store.NewID(), "with", third, "stays", id, "name", third, "why", longWord, "seen_one", "1", "seen_other", "1").Body.String())
	b.post("/organisations/"+id+"/merge", "id", store.NewID(), "with", third, "stays", id, "name", third, "why", longWord, "seen_one", "1", "seen_other", "1", "step", "do")
	page := b.get("/organisations/" + id).Body.String()
	undo := regexp.MustCompile(`/organisations/[^"]+/undo`).FindString(page)
	if undo == "" || !strings.Contains(page, "Slogs samman med Tredje "+longWord) {
		b.t.Fatal("the long words of a merge are not kept")
	}
	return []string{undo, "/organisations/" + id + "/merge", "/organisations/" + id + "/merge?with=" + other + "&q=" + longWord, "/organisations/duplicates/apart?one=" + id + "&other=" + other}
}

// withEvent fills an event with words that are too long, and gives the addresses of its pages.
func (b *browser) withEvent() (addresses []string) {
	b.t.Helper()
	id := store.NewID()
	at := "/events/" + id
	b.post("/events", "id", id, "kind", "seminar", "title", longWord+" <&>", "description", longWord, "day", "2019-05-13", "last_day", "2019-05-14", "from", "9", "until", "12", "place", longWord, "organiser", longWord,
		"contact", "lang@exempel.se", "places", "1", "tags", longWord, "audience", "invited")
	b.post(at+"/programme/edit", "seen", "1", "programme", "9 "+longWord+" | "+longWord+" | "+longWord)
	b.post(at + "/publish")
	for _, name := range []string{"a", "b"} {
		b.post(at+"/registrations", "name", strings.Repeat(longWord, 1)[:100], "email", name+"@exempel.se", "organisation", longWord, "needs", longWord)
	}
	for _, side := range []string{"cost", "financing"} {
		b.post(at+"/budget", "side", side, "title", longWord, "planned", "99999999,99", "outcome", "0")
	}
	b.post(at+"/evaluation/edit", "seen", "3", "questions", longWord+"\n* "+longWord)
	page := b.get(at+"/registrations").Body.String() + b.get(at+"/budget").Body.String()
	for _, found := range regexp.MustCompile(`href="(`+at+`/(?:registrations|budget)/[^"]+/edit)"`).FindAllStringSubmatch(page, -1) {
		addresses = append(addresses, found[1])
	}
	if len(addresses) != 4 || !strings.Contains(b.get(at).Body.String(), longWord) {
		b.t.Fatalf("the long words of an event are not kept: %q", addresses)
	}
	for _, below := range []string{"", "/edit", "/programme/edit", "/held/edit", "/cancel", "/reopen", "/registrations", "/registrations/new", "/attendance", "/attendance/new", "/badges", "/evaluation", "/evaluation/edit",
		"/budget", "/budget/new"} {
		addresses = append(addresses, at+below)
	}
	invited := regexp.MustCompile(`/public` + at + `\?invitation=[A-Za-z0-9_-]+`).FindString(b.get(at).Body.String())
	return append(addresses, "/trail/event/"+id, invited)
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
var slips = regexp.MustCompile(`%!|<nil>|&lt;nil&gt;|<no value>|&lt;no value&gt;|\{\{|>(?:app|accounts|events|cases|search|feedback|feeds|organisations|networks|meetings|yearwheel|mandates|entitlement|payments|file|personaldata|ui|web)\.[a-z_.]+<`)

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
