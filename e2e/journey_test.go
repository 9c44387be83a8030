package e2e

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"samverk/platform/store"
)

// townPlan is a plan in which this year's cell of the only indicator is open, with something to ask about.
func townPlan(year int) string {
	return fmt.Sprintf(`Handlingsplan för möten i Norrvik %d-%d

Mål 1. Starkare dialog

Möten i hela kommunen

Föreningarna saknar en gemensam mötesplats.

Aktivitet: Att hålla stormöten med föreningarna.

Indikator 1: Minst tvd stormöten har hållits per år.

Prioritet: Hög prioritet.

Tid: %d-%d.
`, year-1, year+2, year-1, year+2)
}

// journey is one person's way through the program, in their language, with their screen.
type journey struct {
	*page
	t       *testing.T
	desk    desk
	reader  reader
	plan    string // key
	heading string // of the record
}

func TestFromADocumentToThePublicPlan(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		engine store.Engine
		reader reader
	}{
		{"Swedish with scripts", store.SQLite, reader{}},
		{"Swedish without scripts on PostgreSQL", store.Postgres, withoutAidOf},
		{"English with scripts on PostgreSQL", store.Postgres, reader{language: "en"}},
		{"English without scripts at 400 percent", store.SQLite, reader{language: "en", withoutScript: true, width: 320, height: 256}},
		{"Swedish on a telephone", store.SQLite, onTelephone},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t, c.engine)
			s := d.start()
			j := &journey{page: c.reader.signedIn(t, s, "/plans/import"), t: t, desk: d, reader: c.reader, heading: "Stormöte i bygdegården"}
			j.expectComplaint("the server responded with a status of 422")
			j.uploads()
			j.reviews()
			j.publishes()
			j.sees("not met yet", 0, 0)
			j.records()
			j.sees("the meeting counts", 1, 1)
			j.looksAtTheDayBefore()
			j.excludes()
			j.sees("the meeting is excluded", 0, 0)
			j.printsTheQuarterPlan()
			j.signsOutAndReadsAsThePublic()
		})
	}
}

func (j *journey) uploads() {
	j.t.Helper()
	file := filepath.Join(j.desk.folder, j.desk.write("plan.txt", townPlan(time.Now().Year())))
	j.do(chromedp.SetUploadFiles(`#field-file`, []string{file}), chromedp.Click(`form[action="/plans/import"] button`))
	j.waitFor(`location.pathname.startsWith("/plans/import/") && document.querySelector("ol") !== null`)
	if text := squeezed(j.text()); !strings.Contains(text, "tvd") || !strings.Contains(text, "stormöten har hållits per år") {
		j.t.Errorf("the document's own lines do not stand beside what was read:\n%s", text)
	}
}

// corrected is what the indicator shall say.
const corrected = "Minst ett stormöte har hållits per år."

// reviews answers what is asked, corrects the indicator's sentence and accepts.
func (j *journey) reviews() {
	j.t.Helper()
	asked := 0
	for ; asked < 10 && ask[bool](j.page, `document.querySelector('form[action$="/answer"] button') !== null`); asked++ {
		before := ask[string](j.page, `document.querySelector("main").innerText`)
		j.do(chromedp.Click(`form[action$="/answer"] button`))
		j.waitFor(fmt.Sprintf(`document.readyState === "complete" && document.querySelector("main") !== null && document.querySelector("main").innerText !== %q`, before))
		if ask[bool](j.page, `document.querySelector('input[name="answer"][value=""]') !== null`) {
			break // what is asked now is whether to open an answer again
		}
	}
	if asked == 0 {
		j.t.Error("nothing was asked about a word that is misspelt")
	}
	review := ask[string](j.page, `location.pathname`)
	j.visit(strings.TrimPrefix(review, j.site.address) + "?at=indicator-1")
	if target := ask[string](j.page, `document.querySelector("#field-target").value`); target != "1" {
		j.t.Errorf("the number that is missing is assumed to be %q, not 1", target)
	}
	j.do(chromedp.SetValue(`#field-text`, corrected), chromedp.Submit(`#field-text`))
	j.waitFor(`location.search.includes("saved")`)
	j.visit(review)
	j.do(chromedp.Click(`form[action$="/accept"] button`))
	j.waitFor(`location.pathname.startsWith("/plan/")`)
	j.plan = ask[string](j.page, `location.pathname.split("/")[2]`)
}

func (j *journey) publishes() {
	j.t.Helper()
	j.visit("/plan/" + j.plan + "/publish")
	j.do(chromedp.Click(`form[action$="/publish"] button`))
	j.waitFor(`location.pathname === "/plan/` + j.plan + `"`)
}

func (j *journey) records() {
	j.t.Helper()
	today := time.Now().In(stockholm(j.t)).Format(time.DateOnly)
	j.visit("/records/new")
	j.do(chromedp.SetValue(`#field-kind`, "big_meeting"), chromedp.SetValue(`#field-date`, today), chromedp.Click(`button[name="step"][value="save"]`),
		chromedp.WaitVisible(`#field-title-fault`))
	if kept := ask[string](j.page, `document.querySelector("#field-kind").value + " " + document.querySelector("#field-date").value`); kept != "big_meeting "+today {
		j.t.Errorf("what was typed is lost: %q", kept)
	}
	j.do(chromedp.SendKeys(`#field-title`, j.heading), chromedp.Click(`button[name="step"][value="check"]`))
	j.waitFor(`document.querySelector("#field-title") === null || document.querySelector("#field-title").type === "hidden"`)
	j.do(chromedp.Click(`button[name="step"][value="save"]`))
	j.waitFor(`/^\/records\/[0-9a-f-]{36}$/.test(location.pathname)`)
	if !strings.Contains(j.text(), j.heading) {
		j.t.Error("the record's page does not name it")
	}
	saved := ask[string](j.page, `location.pathname`)
	j.do(chromedp.Reload(), chromedp.WaitVisible(`main h1`))
	if again := ask[string](j.page, `location.pathname`); again != saved {
		j.t.Errorf("loading the page again leads from %s to %s", saved, again)
	}
}

// countedAsMet is the overview's number of cells that are met.
const countedAsMet = `Number((document.querySelector(".counts .mark-met + b") ?? { textContent: "0" }).textContent)`

// sees compares three pages with each other and with the command line: how many records count this year, and how many
// cells are met.
func (j *journey) sees(why string, count, met int) {
	j.t.Helper()
	of := map[string]string{"": "av", "sv": "av", "en": "of"}[j.reader.language]
	j.visit("/plan/" + j.plan + "/indicator/1")
	if text := squeezed(j.text()); !strings.Contains(text, fmt.Sprintf("%d %s 1", count, of)) || !strings.Contains(text, strings.TrimSuffix(corrected, ".")) {
		j.t.Errorf("%s: the indicator's page does not say that %d of 1 is done:\n%s", why, count, text)
	}
	j.visit("/?plan=" + j.plan)
	if shown := ask[int](j.page, countedAsMet); shown != met {
		j.t.Errorf("%s: the overview says that %d cells are met, not %d", why, shown, met)
	}
	j.visit("/plan/" + j.plan + "/quarters")
	if shown := ask[int](j.page, `document.querySelectorAll("table .mark-met").length`); shown != met {
		j.t.Errorf("%s: the quarter plan marks %d cells as met, not %d", why, shown, met)
	}
	if status, _ := j.desk.status(time.Now().In(stockholm(j.t)).Format(time.DateOnly)); status.Totals["met"] != met {
		j.t.Errorf("%s: the command line says that %d cells are met, not %d", why, status.Totals["met"], met)
	}
	if wide := j.scrollsSideways(); wide != "" {
		j.t.Errorf("the quarter plan has to be scrolled sideways outside its frame: %s", wide)
	}
}

func (j *journey) looksAtTheDayBefore() {
	j.t.Helper()
	yesterday := time.Now().In(stockholm(j.t)).AddDate(0, 0, -1).Format(time.DateOnly)
	j.visit("/?plan=" + j.plan + "&date=" + yesterday)
	if shown := ask[int](j.page, countedAsMet); shown != 0 {
		j.t.Errorf("the day before the meeting %d cells are met", shown)
	}
	if banner := map[string]string{"": "Du ser läget den", "en": "You see the status on"}[j.reader.language]; !strings.Contains(squeezed(j.text()), banner) {
		j.t.Errorf("nothing says %q", banner)
	}
}

func (j *journey) excludes() {
	j.t.Helper()
	j.visit("/plan/" + j.plan + "/indicator/1")
	j.do(chromedp.Click(`a[href*="/exclude"]`), chromedp.WaitVisible(`#field-reason`), chromedp.Submit(`#field-reason`), chromedp.WaitVisible(`#field-reason-fault`))
	j.do(chromedp.SendKeys(`#field-reason`, "Mötet gällde något annat"), chromedp.Submit(`#field-reason`))
	j.waitFor(`location.search.includes("saved=excluded")`)
	j.visit("/plan/" + j.plan + "/indicator/1")
	if text := j.text(); !strings.Contains(text, j.heading) || !strings.Contains(text, "Mötet gällde något annat") {
		j.t.Error("the indicator's page no longer shows the excluded record with its reason")
	}
}

var pageSize = regexp.MustCompile(`/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]`)

// printsTheQuarterPlan sees that the table becomes one A3 page in landscape: 420 × 297 mm are 1190.6 × 841.9 points.
func (j *journey) printsTheQuarterPlan() {
	j.t.Helper()
	j.visit("/plan/" + j.plan + "/quarters")
	document, err := chromedp.Run(j.ctx, chromedp.PrintToPDF(chromedp.PDFPreferCSSPageSize()))
	if err != nil {
		j.t.Fatal(err)
	}
	sizes := pageSize.FindAllSubmatch(document, -1)
	if len(sizes) != 1 || !strings.HasPrefix(string(sizes[0][1]), "119") || !strings.HasPrefix(string(sizes[0][2]), "84") {
		j.t.Errorf("the quarter plan prints as %q, not as one A3 page in landscape", sizes)
	}
}

func (j *journey) signsOutAndReadsAsThePublic() {
	j.t.Helper()
	j.visit("/")
	j.do(chromedp.Click(`form[action="/sign-out"] button`), chromedp.WaitVisible(`a[href^="/sign-in"]`))
	public := reader{language: j.reader.language, width: 390, height: 844, withoutScript: j.reader.withoutScript}.open(j.t, j.site, "/")
	public.do(chromedp.Click(`a[href="/public/`+j.plan+`"]`), chromedp.WaitVisible(`main h1`))
	public.waitFor(`location.pathname === "/public/` + j.plan + `"`)
	text := squeezed(ask[string](public, `document.querySelector("main").textContent`))
	for _, said := range []string{"Handlingsplan för möten i Norrvik", "Starkare dialog"} {
		if !strings.Contains(text, said) {
			j.t.Errorf("the public plan does not say %q", said)
		}
	}
	for _, hidden := range []string{administrator, j.heading, "Mötet gällde något annat"} {
		if strings.Contains(text, hidden) {
			j.t.Errorf("the public plan shows %q", hidden)
		}
	}
	if wide := public.scrollsSideways(); wide != "" {
		j.t.Errorf("the public plan has to be scrolled sideways on a telephone: %s", wide)
	}
}

// stockholm is the clock that the program goes by.
func stockholm(t *testing.T) *time.Location {
	t.Helper()
	location, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		t.Fatal(err)
	}
	return location
}
