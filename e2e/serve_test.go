package e2e

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"samverk/platform/store"
)

// The words for the eight statuses.
var (
	wordsSwedish = []string{"Uppfylld", "Uppfylld för sent", "Pågår", "Risk", "Inte uppfylld", "Inte påbörjad", "Inte aktuell", "Inte bedömd än"}
	wordsEnglish = []string{"Met", "Met late", "In progress", "At risk", "Not met", "Not started", "Not applicable", "Not assessed yet"}
)

// demo serves the example plan from an empty database.
func demo(t *testing.T, engine store.Engine) (desk, *server) {
	t.Helper()
	d := newDesk(t, engine)
	return d, d.start("--demo")
}

func TestTheExampleIsLoadedOnceIntoAnEmptyDatabase(t *testing.T) {
	eachEngine(t, func(t *testing.T, d desk) {
		for range 2 {
			s := d.start("--demo")
			if page := s.get("/"); page.status != http.StatusOK || !strings.Contains(page.body, `lang="sv"`) {
				t.Errorf("the start page answers %d:\n%s", page.status, page.body)
			}
			if exit, _ := s.stop(); exit != 0 {
				t.Errorf("asked to end, the program ended with status %d:\n%s", exit, s.out)
			}
		}
		var plans []struct {
			Title   string
			Example bool
		}
		d.decode(d.must("plan", "list", "--format", "json"), &plans)
		if len(plans) != 1 || !plans[0].Example {
			t.Errorf("after two starts with --demo the plans are %v", plans)
		}
		d.must("check")
		status, _ := d.status("2020-09-30")
		for name, number := range status.Totals {
			if number == 0 {
				t.Errorf("the example shows no cell that is %s on 2020-09-30", name)
			}
		}
	})
}

func TestAPlanOfOnesOwnIsNotJoinedByTheExample(t *testing.T) {
	t.Parallel()
	d := newDesk(t, store.SQLite)
	key := d.withPlan()
	d.start("--demo").stop()
	if list := d.must("plan", "list", "--format", "csv"); strings.Count(list, "\n") != 2 || !strings.Contains(list, key) {
		t.Errorf("--demo on a database with a plan gives\n%s", list)
	}
}

func TestBothEnginesShowTheExampleAlike(t *testing.T) {
	t.Parallel()
	first, _ := demo(t, store.SQLite)
	second, _ := demo(t, store.Postgres)
	for _, day := range []string{"2017-01-01", "2019-05-21", "2020-09-30", "2021-12-31", "2060-01-01"} {
		_, one := first.status(day)
		_, other := second.status(day)
		if sameButKey(t, one) != sameButKey(t, other) {
			t.Errorf("on %s SQLite says\n%s\nand PostgreSQL\n%s", day, one, other)
		}
	}
}

func TestThePublicPlanShowsEverythingInIt(t *testing.T) {
	eachEngine(t, func(t *testing.T, d desk) {
		s := d.start("--demo")
		var plan struct {
			Key, Title, OverallGoal string
			Goals                   []struct {
				Title      string
				Activities []struct {
					Title      string
					Indicators []struct{ Text string }
				}
			}
		}
		d.decode(d.must("plan", "show", "--format", "json"), &plan)
		p := reader{}.open(t, s, "/public/"+exampleKey+"?date=2019-05-21")
		text := squeezed(ask[string](p, `document.querySelector("main").textContent`))
		says := func(part string) {
			if !strings.Contains(text, strings.TrimSuffix(squeezed(part), ".")) {
				t.Errorf("the page does not say %q", part)
			}
		}
		says(plan.Title)
		says(plan.OverallGoal)
		activities, indicators := 0, 0
		for _, goal := range plan.Goals {
			says(goal.Title)
			for _, activity := range goal.Activities {
				activities++
				says(activity.Title)
				for _, indicator := range activity.Indicators {
					indicators++
					says(indicator.Text)
				}
			}
		}
		if len(plan.Goals) != 4 || activities != 18 || indicators != 33 {
			t.Errorf("the example has %d goals, %d activities and %d indicators, not 4, 18 and 33", len(plan.Goals), activities, indicators)
		}
	})
}

func TestTheOverviewCountsTheCells(t *testing.T) {
	eachEngine(t, func(t *testing.T, d desk) {
		s := d.start("--demo")
		status, _ := d.status("2019-05-21")
		p := reader{}.signedIn(t, s, "/?date=2019-05-21")
		counts := ask[map[string]string](p, `Object.fromEntries([...document.querySelectorAll(".counts li")].map(li =>
			[li.querySelector("a, span").textContent.trim(), li.querySelector("b").textContent.trim()]))`)
		cells := 0
		for i, name := range strings.Fields("met met_late in_progress at_risk not_met not_started not_applicable not_assessed") {
			cells += status.Totals[name]
			if shown := counts[wordsSwedish[i]]; shown != strconv.Itoa(status.Totals[name]) {
				t.Errorf("the page says that %s cells are %q, and %d are", shown, wordsSwedish[i], status.Totals[name])
			}
		}
		if cells != 76 {
			t.Errorf("the example has %d cells, not 76", cells)
		}
	})
}

func TestAReaderChoosesADayAndALanguage(t *testing.T) {
	t.Parallel()
	_, s := demo(t, store.SQLite)
	for name, r := range map[string]reader{"with scripts": {}, "without scripts": withoutAidOf} {
		t.Run(name, func(t *testing.T) {
			p := r.signedIn(t, s, "/plan/"+exampleKey+"/indicators")
			if language := ask[string](p, `document.documentElement.lang`); language != "sv" {
				t.Errorf("the first page is in %q, not in Swedish", language)
			}
			if shown := p.count("main table", wordsSwedish...); shown < 33 {
				t.Errorf("the page shows the status of %d indicators, not 33", shown)
			}
			if strings.Contains(p.text(), "Du ser läget den") {
				t.Error("the page of today says that another day is shown")
			}
			p.do(chromedp.SetValue(`input[name="date"]`, "2019-06-30"), chromedp.Submit(`form:has(input[name="date"])`),
				chromedp.WaitVisible(`main h1`))
			p.waitFor(`location.search.includes("date=2019-06-30")`)
			if !strings.Contains(squeezed(p.text()), "Du ser läget den") {
				t.Error("no banner says that another day than today is shown")
			}
			p.do(chromedp.Click(`a[href^="/language/en"]`), chromedp.WaitVisible(`html[lang="en"] main h1`))
			if shown := p.count("main table", wordsEnglish...); shown < 33 {
				t.Errorf("in English %d indicators have a status", shown)
			}
			if swedish := p.count("main table", wordsSwedish...); swedish != 0 {
				t.Errorf("in English %d cells still have a status in Swedish", swedish)
			}
			if address := ask[string](p, `location.search`); !strings.Contains(address, "2019-06-30") {
				t.Errorf("changing the language loses the day: the address is %q", address)
			}
			p.visit("/")
			if language := ask[string](p, `document.documentElement.lang`); language != "en" {
				t.Errorf("the choice of language is forgotten: the page is in %q", language)
			}
		})
	}
}

func TestTheBrowsersLanguageDecidesAtFirst(t *testing.T) {
	t.Parallel()
	_, s := demo(t, store.SQLite)
	for asked, want := range map[string]string{"sv": "sv", "en-GB,en;q=0.9": "en", "de": "sv", "fi,sv;q=0.5": "sv", "": "sv", "x;;q=": "sv"} {
		if page := s.getIn(asked, "/"); !strings.Contains(page.body, `<html lang="`+want+`"`) {
			t.Errorf("a browser that prefers %q does not get %q", asked, want)
		}
	}
}

// tag is what a page holds besides its words.
var tag = regexp.MustCompile(`<[^>]*>`)

func TestAWrongAddressGetsAClearPage(t *testing.T) {
	t.Parallel()
	_, s := demo(t, store.SQLite)
	for _, c := range []struct {
		path, swedish, english string
		status                 int
	}{
		{"/?date=nonsens", "nonsens är inget datum", "nonsens is not a date", 400},
		{"/?date=2019-02-30", "2019-02-30 är inget datum", "2019-02-30 is not a date", 400},
		{"/?date=%3Cscript%3E", "är inget datum", "is not a date", 400},
		{"/borta", "Sidan finns inte", "no such page", 404},
		{"/public/borta", "inte publicerad", "not published", 404},
		{"/assets/borta.css", "", "", 404},
	} {
		for language, words := range map[string]string{"sv": c.swedish, "en": c.english} {
			page := s.getIn(language, c.path)
			if page.status != c.status || !strings.Contains(tag.ReplaceAllString(page.body, ""), words) {
				t.Errorf("%s in %s answers %d, not %d, or does not say %q:\n%s", c.path, language, page.status, c.status, words, page.body)
			}
			if strings.Contains(page.body, "<script>") {
				t.Errorf("%s puts what the address says into the page as it is", c.path)
			}
		}
	}
}

func TestEveryPageHasTheSecurityHeaders(t *testing.T) {
	t.Parallel()
	_, s := demo(t, store.SQLite)
	styles := regexp.MustCompile(`href="(/assets/[^"]+\.css)"`).FindStringSubmatch(s.get("/").body)
	if styles == nil {
		t.Fatal("the start page has no style sheet")
	}
	for _, path := range []string{"/", "/?date=nonsens", "/borta", styles[1]} {
		page := s.get(path)
		policy := page.header.Get("Content-Security-Policy")
		for _, part := range []string{"default-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "object-src 'none'", "form-action 'self'"} {
			if !strings.Contains(policy, part) {
				t.Errorf("%s: the policy %q has no %s", path, policy, part)
			}
		}
		if strings.Contains(policy, "unsafe") {
			t.Errorf("%s: the policy %q allows what is unsafe", path, policy)
		}
		for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin"} {
			if got := page.header.Get(name); got != want {
				t.Errorf("%s: %s is %q, not %q", path, name, got, want)
			}
		}
	}
}

// exampleKey is the key of the example plan.
const exampleKey = "aktivitetsplan-for-civilsamhallet-2018-2021"

func TestTwoProgramsShareOnePostgreSQL(t *testing.T) {
	t.Parallel()
	d, first := demo(t, store.Postgres)
	second := d.start()
	d.must("evidence", "import", d.write("rader.csv", header+"2018-02-03,meeting,Ett möte mellan två program,1,,,,,,\n"))
	one, other := first.get("/?date=2019-05-21"), second.get("/?date=2019-05-21")
	if one.status != http.StatusOK || one.body != other.body {
		t.Errorf("the two programs answer %d and %d, or not the same", one.status, other.status)
	}
	first.stop()
	if again := second.get("/?date=2019-05-21"); again.body != other.body {
		t.Error("when one program ends the other shows something else")
	}
}

// A command that is killed after its commit leaves an entry unsealed. Every command seals when it ends, check too, so
// each database is checked once only.
func TestAServerSealsWhatOthersLeftWithinASecond(t *testing.T) {
	t.Parallel()
	for name, served := range map[string]bool{"with a server": true, "without a server": false} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t, store.Postgres)
			d.withPlan()
			if served {
				d.start()
			}
			inDatabase(t, d, unsealedEntry)
			time.Sleep(1200 * time.Millisecond)
			var report struct{ Unsealed int }
			d.decode(d.must("check", "--format", "json"), &report)
			if want := map[bool]int{true: 0, false: 1}[served]; report.Unsealed != want {
				t.Errorf("%d entries are unsealed after a second, not %d", report.Unsealed, want)
			}
		})
	}
}

// waitFor waits until an expression is true on a page that has come whole.
func (p *page) waitFor(expression string) {
	p.t.Helper()
	for range 100 {
		if ask[bool](p, `document.readyState === "complete" && (`+expression+`)`) {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	p.t.Fatalf("it never came to be that %s", expression)
}

// squeezed writes every run of white space as one space.
func squeezed(text string) string { return strings.Join(strings.Fields(text), " ") }

// unsealedEntry is what such a command leaves.
const unsealedEntry = `INSERT INTO audit_entry (id, at, actor_kind, actor_id, actor_name, action, object_kind, object_id, reason, before, after)
	SELECT '00000000-0000-7000-8000-000000000001', at, actor_kind, actor_id, actor_name, action, object_kind, object_id, reason, before, after
	FROM audit_entry LIMIT 1`
