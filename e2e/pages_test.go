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

// inJourneys are pages that the walk cannot come to, since their addresses stand only in mails; the journey of the partnership looks at
// them with axe. The pages of assessments want applications that several people have sent and scored; so do theirs.
var inJourneys = []string{
	"GET /invitation/{secret}",           // the secret is made for the mail, and the walk's program sends none
	"GET /invitation/{secret}/event.ics", // a link on that page
	"GET /assessments/{call}",
	"GET /assessments/{call}/applications/{application}",
	"GET /assessments/{call}/assign/new",
	"GET /assessments/{call}/ranking",
	"GET /assessments/{call}/ranking.csv",
	"GET /assessments/{call}/ranking.xlsx",
	"GET /my/assessments/{id}",
	"GET /my/assessments/{id}/files/{file}",
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
	p.keptAs("wide")
	p.looksAs(reader{dark: true})
	p.breaksNone("color-contrast", "link-in-text-block")
	p.keptAs("dark")
	p.looksAs(onTelephone)
	p.accessible()
	p.keptAs("telephone")
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
