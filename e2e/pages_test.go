package e2e

import (
	"slices"
	"strings"
	"testing"

	"samverk/platform/store"
)

// Every page there is, found by following the links from a house with something in every room.
func TestEveryPageIsAccessibleAndFitsEveryScreen(t *testing.T) {
	t.Parallel()
	d, s := demo(t, store.SQLite)
	p := reader{}.signedIn(t, s, "/")
	furnished := d.furnish(p)
	p.expectComplaint("should have autocomplete attributes") // the gallery's samples are no real sign-in
	walk := walk{page: p, posts: signpostsOf(routes(t)), seen: map[string]bool{}, links: map[string]string{}}
	walk.through(append([]string{"/?date=2019-05-21", "/plan/" + exampleKey + "/quarters?date=2019-05-21",
		"/plan/" + exampleKey + "/indicators?date=2019-05-21", "/plan/" + exampleKey + "/indicator/26?date=2019-05-21",
		"/staffing?date=2019-05-21", "/gallery", "/search?q=statistik"}, furnished...))
	walk.triesTheOtherLinks()
	for _, pattern := range walk.posts.patterns {
		if !walk.seen[pattern] && !isElsewhere(pattern) {
			t.Errorf("no link leads to any page of %s, or none was followed", pattern)
		}
	}
}

// inJourneys are pages that stand only in the middle of something that several people do; the journeys of meetings, events,
// filings and payments come to them and look at each with axe.
var inJourneys = []string{
	"GET /events/{id}/attendance/new",
	"GET /events/{id}/badges",
	"GET /events/{id}/budget.xlsx",
	"GET /events/{id}/budget/{line}/edit",
	"GET /events/{id}/registrations.csv",
	"GET /events/{id}/registrations.xlsx",
	"GET /events/{id}/registrations/new",
	"GET /events/{id}/registrations/{registration}/edit",
	"GET /invitation/{secret}",
	"GET /invitation/{secret}/event.ics",
	"GET /meetings/{id}/actions/{action}/done",
	"GET /meetings/{id}/actions/{action}/edit",
	"GET /meetings/{id}/held/edit",
	"GET /meetings/{id}/held/reopen",
	"GET /meetings/{id}/invitations/{invitation}/edit",
	"GET /meetings/{id}/minutes",
	"GET /meetings/{id}/minutes/adjust",
	"GET /meetings/{id}/minutes/unlock",
	"GET /my/meetings/{id}",
	"GET /my/meetings/{id}/documents/{document}",
	"GET /my/meetings/{id}/minutes",
	"GET /my/organisations/{id}/entitlement/{year}/check",
	"GET /my/organisations/{id}/entitlement/{year}/documents",
	"GET /my/organisations/{id}/entitlement/{year}/meeting",
	"GET /my/organisations/{id}/entitlement/{year}/members",
	"GET /my/organisations/{id}/entitlement/{year}/spread",
	"GET /my/grants/{id}",
	"GET /payments/attest",
	"GET /payments/files/{id}",
	"GET /payments/files/{id}/pain.xml",
	"GET /payments/files/{id}/payments.csv",
	"GET /payments/grants/{id}",
	"GET /payments/grants/{id}/payments/{payment}",
	"GET /payments/grants/{id}/years/{year}",
	"GET /payments/reclaims/{id}",
	"GET /public/meetings/{id}/minutes",
}

// isElsewhere tells of patterns that are no pages for whoever is signed in, or pages of other tests.
func isElsewhere(pattern string) bool {
	for _, begins := range []string{"GET /first/", "GET /password/", "GET /public/events/evaluation/", "GET /public/events/registration/", "GET /public/events/thanks", "GET /sign-in", "GET /language/", "GET /plans/choose/",
		"GET /board-meetings/{id}/items/{item}/conflict/"} { // an elected member's own, in the journey of a case
		if strings.HasPrefix(pattern, begins) {
			return true
		}
	}
	return slices.Contains(inJourneys, pattern) || strings.HasSuffix(pattern, "/") // of several texts; its pages are found by their links
}

// The pages that anybody may see.
func TestThePublicPagesAreAccessibleAndFitEveryScreen(t *testing.T) {
	t.Parallel()
	_, s := demo(t, store.SQLite)
	link := firstLinkOf(t, s)
	p := reader{}.open(t, s, "/")
	p.expectComplaint("the server responded with a status of 40")
	for _, path := range []string{"/", "/?date=2019-05-21", "/public/" + exampleKey + "?date=2019-05-21", "/accessibility", "/search?q=statistik",
		"/search?q=finns+inte", "/sign-in", "/sign-in?back=/records", link, "/?date=nonsens", "/borta", "/records"} {
		p.visit(path)
		p.inspect()
	}
	bare := newDesk(t, store.SQLite).start()
	for _, path := range []string{"/", "/search?q=plan", "/accessibility"} {
		none := reader{}.open(t, bare, path)
		none.inspect()
	}
}

// A house where nothing has been done yet says everywhere how to begin.
func TestTheEmptyPagesAreAccessible(t *testing.T) {
	t.Parallel()
	p := reader{}.signedIn(t, newDesk(t, store.SQLite).start(), "/")
	for _, path := range []string{"/", "/plans", "/records", "/records/new", "/records/import", "/people", "/feedback", "/networks", "/meetings", "/meetings/new", "/search?q=plan"} {
		p.visit(path)
		p.inspect()
	}
}

// furnish sees to it that there is something on every kind of page, and gives the addresses that no link leads to.
func (d desk) furnish(p *page) (addresses []string) {
	d.t.Helper()
	d.must("plan", "import", d.document("09"))
	archived := d.withPlan()
	note := func() { addresses = append(addresses, p.at()) }

	p.visit("/plan/" + archived + "/archive")
	p.press("Avsluta")
	p.visit("/plans/import")
	p.attach("Dokumentet", d.document("04"))
	p.press("Läs in")
	note()
	p.visit("/plan/" + exampleKey + "/edition")
	p.press("Skapa utkastet till utgåva 2")
	note()
	p.visit("/plans/choose/" + exampleKey)
	p.visit("/staffing/scenarios/new?date=2019-05-21")
	p.fill("Person eller roll", "Medarbetare 1")
	p.fill("Tjänstgöringsgrad", "50")
	p.fill("Från och med", "2020 Kv 1")
	p.press("Prova")
	note()
	p.visit("/records/new")
	p.fill("Slag", "Möte")
	p.fill("Datum", "2019-03-04")
	p.fill("Rubrik", "Möte med två bilagor")
	p.attach("Lägg till filer", d.path(d.write("dagordning.txt", "1. Mötet öppnas\n")), d.path(d.write("anteckningar.txt", "Ja.\n")))
	p.press("Förhandsgranska")
	p.press("Spara händelsen")
	note()
	p.press("Undanta")
	p.fill("Skäl", "Räknas någon annanstans")
	p.press("Undanta händelsen")
	p.visit("/records/import?plan=" + exampleKey)
	p.attach("CSV-fil", d.path(d.write("rader.csv", header+"2019-02-03,meeting,Ett möte i en fil,1,,,,,,\n")))
	p.press("Granska filen")
	note()
	p.visit("/organisations")
	p.press("Solrosens odlare")
	p.press("Lägg till kontaktperson")
	p.fill("Namn", "Ester Påhittad")
	p.press("Lägg till kontaktperson")
	note()
	p.expectComplaint("the server responded with a status of 409")
	for _, town := range []string{"Kumla (1881)", "Nora (1884)"} {
		p.visit("/organisations/new")
		p.fill("Namn", "Kören Ugglan")
		p.fill("Säte", town)
		p.press("Lägg till organisation")
	}
	p.press("Ändra") // in one place they may be the same
	p.fill("Säte", "Kumla (1881)")
	p.press("Spara")
	for _, name := range []string{"Solrosens odlare", "Solrosen odlarna i Kumla"} {
		p.visit("/organisations/new")
		p.fill("Namn", name)
		p.fill("E-post (frivilligt)", "info@solrosen.exempel.se")
		p.press("Lägg till organisation")
		p.inspect() // it asks whether it is there already
		p.press("Det är inte samma, spara ändå")
	}
	p.press("Slå samman")
	p.inspect()
	p.fill("Namn eller nummer", "tiveds")
	p.press("Sök")
	p.press("Jämför Tiveds vandrarvänner")
	note()
	p.fill("Varför de är samma", "Lades in två gånger")
	p.press("Förhandsgranska")
	p.inspect()
	p.press("Slå samman")
	note()
	p.visit("/organisation-imports/new")
	p.attach("Fil", d.path(d.write("organisationer.csv", "Namn;Kommun\nPåhittade vänner;Okänd ort\n")))
	p.press("Gå vidare till kolumnerna")
	note()
	p.press("Visa vad som händer med raderna")
	note()
	p.visit("/mapping/new")
	p.fill("Omgångens namn", "Sociala företag")
	p.press("Öppna en omgång")
	p.inspect()
	p.press("Lägg till i listan")
	p.choose("Solrosens odlare")
	p.press("Lägg till i listan")
	note()
	p.press("Publicera")
	p.press("Publicera")
	note()
	p.visit("/mapping/new")
	p.fill("Omgångens namn", "En omgång som pågår")
	p.press("Öppna en omgång")
	p.press("Lägg till i listan")
	p.choose("Solrosens odlare")
	p.press("Lägg till i listan")
	note()
	addresses = append(addresses, p.furnishEvents()...)
	p.visit("/networks")
	p.press("Dialogmöten med civilsamhället")
	note()
	p.press("Lägg till person")
	p.fill("Vem som kommer", "Ester Påhittad")
	p.press("Lägg till person")
	p.press("Planera Dialogmöte")
	p.press("Planera flera möten på en gång")
	p.fill("Första dagen", "2030-03-14")
	p.fill("Antal möten", "2")
	p.press("Visa dagarna")
	p.inspect()
	p.press("Planera de markerade mötena")
	p.inspect()
	p.press("Dialogmöte 1/2030")
	note()
	p.press("Skriv dagordningen")
	p.fill("Punktens rubrik", "Öppnande")
	p.press("Lägg till punkt")
	p.press("Lägg till dokument Öppnande")
	p.attach("Filer", d.path(d.write("underlag.txt", "Ja.\n")))
	p.press("Lägg till dokument")
	note()
	addresses = append(addresses, d.represents(p)...)
	addresses = append(addresses, d.furnishCases(p)...)
	p.visit("/people/new")
	p.fill("Namn", "Örjan Påhittad")
	p.fill("E-postadress", "orjan@exempel.se")
	p.choose("Handläggare")
	p.press("Lägg till och visa länken")
	p.inspect()
	link := p.holds("Engångslänk")
	anybody := reader{}.open(d.t, p.site, link[strings.Index(link, "/password/"):])
	anybody.inspect()
	anybody.visit("/accessibility")
	anybody.fill("Vad fungerar inte?", "Knappen är för liten.")
	anybody.press("Skicka")
	anybody.inspect()
	return addresses
}

// furnishCases sees to it that a case and a meeting stand in every state that has a page of its own.
func (d desk) furnishCases(p *page) (addresses []string) {
	d.t.Helper()
	note := func() { addresses = append(addresses, p.at()) }
	p.visit("/boards/new")
	p.fill("Namn", "Nämnden för prov")
	p.press("Lägg till nämnd eller styrelse")
	board := p.at()
	p.press("Lägg till ledamot")
	p.fill("Namn", "Ada Påhittad")
	p.fill("Från och med", before(400))
	p.press("Lägg till ledamot")
	decide := func(day int, outcome string) (address, meeting string) {
		p.visit(board)
		meeting = p.meeting(before(day))
		p.visit("/cases/new")
		p.fill("Rubrik", "Ett ärende om "+outcome)
		p.fill("Förslag till beslut", "att besluta")
		p.choose("Räknas inte")
		p.press("Spara utkast")
		address = p.at()
		p.attach("Lägg till en fil", d.path(d.write("bilaga.txt", outcome)))
		p.press("Lägg till filen")
		p.press("Markera som presenterat")
		p.fill("När det presenterades", before(day+20))
		p.press("Markera som presenterat")
		p.submits(before(day+10), before(day))
		p.visit(meeting)
		p.press("Anteckna närvaro")
		p.press("Spara närvaron")
		p.press("Anteckna beslut")
		p.choose(outcome)
		p.press("Spara beslutet")
		return address, meeting
	}
	minutes := func(act, label string, day int) {
		p.press(act)
		p.fill(label, before(day))
		if act == "Justera protokollet" {
			p.fill("Vem som justerade", "Ada Påhittad")
		}
		p.press(act)
	}
	appealed, posted := decide(60, "Enligt förslaget")
	minutes("Justera protokollet", "När det justerades", 58)
	minutes("Anslå justeringen", "När det anslogs", 57)
	p.visit(appealed)
	p.press("Anteckna överklagande")
	p.fill("Vem som överklagar", "En medlem")
	p.fill("När det kom in", before(50))
	p.press("Anteckna överklagande")
	tabled, recorded := decide(30, "Bordläggning")
	_, adjusted := decide(5, "Avslag")
	minutes("Justera protokollet", "När det justerades", 4)
	p.visit("/cases/new")
	p.fill("Rubrik", "Ett presenterat ärende")
	p.fill("Förslag till beslut", "att besluta")
	p.press("Spara utkast")
	p.press("Markera som presenterat")
	p.press("Markera som presenterat")
	note()
	for _, example := range []string{"Nya riktlinjer för föreningsbidrag", "Samlad uppföljning av aktivitetsplanen 2018–2019"} { // a draft, and one that is final
		p.visit("/cases")
		p.press(example)
		note()
	}
	return append(addresses, appealed, posted, tabled, recorded, adjusted)
}

// walk is a way through the pages by their links: one page for each pattern of addresses.
type walk struct {
	*page
	posts signposts
	seen  map[string]bool   // patterns, and kinds of pages within them
	links map[string]string // every link found, and where
}

// through visits the addresses and then whatever new kind of page their links lead to.
func (w *walk) through(addresses []string) {
	w.t.Helper()
	waiting := addresses
	for visited := 0; len(waiting) > 0; visited++ {
		if visited > 450 {
			w.t.Fatalf("the walk has no end; still to visit: %q", waiting)
		}
		path := waiting[0]
		waiting = waiting[1:]
		w.notes(path)
		w.visit(path)
		w.inspect()
		for _, link := range ask[[]string](w.page, `[...document.querySelectorAll("a[href]")].map(a => a.getAttribute("href")).filter(h => h.startsWith("/"))`) {
			link, _, _ = strings.Cut(link, "#")
			if _, known := w.links[link]; known || w.leadsAway(link) {
				continue
			}
			w.links[link] = path
			if kind, page := w.posts.kindOf(link); page && !w.seen[kind] {
				waiting = append(waiting, link)
				w.seen[kind] = true
			}
		}
	}
}

func (w *walk) notes(path string) {
	kind, _ := w.posts.kindOf(path)
	w.seen[kind] = true
	w.seen[w.posts.patternOf(path)] = true
}

// leadsAway tells of links that change what the pages look like.
func (w *walk) leadsAway(link string) bool {
	return strings.HasPrefix(link, "/language/") || strings.HasPrefix(link, "/plans/choose/")
}

// triesTheOtherLinks sees that none of the links found on the way is dead.
func (w *walk) triesTheOtherLinks() {
	w.t.Helper()
	all := make([]string, 0, len(w.links))
	for link := range w.links {
		all = append(all, link)
		w.seen[w.posts.patternOf(link)] = true
	}
	for link, status := range ask[map[string]int](w.page, `(async links => {
		const answers = {};
		for (const link of links) answers[link] = (await fetch(link)).status;
		return Object.fromEntries(Object.entries(answers).filter(([, status]) => status !== 200));
	})(`+asJSON(all)+`)`) {
		w.t.Errorf("%s has a link to %s, which answers %d", w.links[link], link, status)
	}
	if len(all) < 100 {
		w.t.Errorf("only %d links were found", len(all))
	}
}

// inspect looks at the page as it is, in the dark, on a telephone and at 400 per cent.
func (p *page) inspect() {
	p.t.Helper()
	p.named()
	p.accessible()
	p.looksAs(reader{dark: true})
	p.breaksNone("color-contrast", "link-in-text-block")
	p.looksAs(onTelephone)
	p.accessible()
	p.fits()
	p.looksAs(atFourfold)
	p.fits()
	p.looksAs(reader{})
}

// named sees that the page says what it is and in which language, and has one first heading.
func (p *page) named() {
	p.t.Helper()
	facts := ask[struct {
		Title, Language string
		Heads           []string
	}](p, `({title: document.title, language: document.documentElement.lang, heads: [...document.querySelectorAll("h1")].map(h => h.textContent.trim())})`)
	what, program, _ := strings.Cut(facts.Title, " – ")
	if what == "" || !strings.HasSuffix(program, "Samverk") {
		p.t.Errorf("the title of %s is %q; it should say the page and the program", p.at(), facts.Title)
	}
	if facts.Language != p.language {
		p.t.Errorf("the language of %s is %q", p.at(), facts.Language)
	}
	if len(facts.Heads) != 1 || facts.Heads[0] == "" {
		p.t.Errorf("%s has the first headings %q, not one", p.at(), facts.Heads)
	}
}

func (p *page) fits() {
	p.t.Helper()
	if wide := p.scrollsSideways(); wide != "" {
		p.t.Errorf("%s has to be scrolled sideways (WCAG 2.2, 1.4.10): %s", p.at(), wide)
	}
}

// path is a file's full path.
func (d desk) path(name string) string { return d.folder + "/" + name }
