package followup_test

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"samverk/features/evidence"
	"samverk/features/followup"
	"samverk/features/plan"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

// linkTo gives the address of the first link whose words contain the text; empty when there is none.
func linkTo(t *testing.T, page, text string) string {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	check(t, err)
	for node := range root.Descendants() {
		if node.Type != html.ElementNode || node.Data != "a" {
			continue
		}
		var words strings.Builder
		for child := range node.Descendants() {
			if child.Type == html.TextNode {
				words.WriteString(child.Data)
			}
		}
		if !strings.Contains(words.String(), text) {
			continue
		}
		for _, a := range node.Attr {
			if a.Key == "href" {
				return a.Val
			}
		}
	}
	return ""
}

func TestAnOfficerTakesARecordAwayAndLinksAnother(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := newPages(t, db, true)
		p.record("2019-03-14", "Stormöte i mars")
		var other evidence.Record
		check(t, db.Write(testContext, func(tx *store.Tx) (err error) {
			other, err = evidence.Add(testContext, tx, evidence.NewRecord{Content: evidence.Content{Kind: plan.Seminar, Day: date("2019-04-02"),
				Title: "Seminarium i april"}}, date("2019-04-03"))
			return err
		}))
		at := "/plan/" + p.plan.Key + "/indicator/1"
		page := p.ask("GET", at, p.token, nil).Body.String()
		if href := linkTo(t, page, "Räkna inte: Stormöte i mars"); !strings.HasSuffix(href, "/exclude?indicator="+p.plan.Indicators()[0].ID) {
			t.Errorf("the record is taken away at %q", href)
		}
		choose := p.ask("GET", linkTo(t, page, "Koppla en händelse"), p.token, nil).Body.String()
		wantWords(t, wholeText(t, "the choice", choose), "Stormöte i mars", "Redan kopplad", "Seminarium i april")
		if href, want := linkTo(t, choose, "Räkna hit"), "/records/"+other.ID+"/count?indicator="+p.plan.Indicators()[0].ID; href != want {
			t.Errorf("the record is linked at %q, want %q", href, want)
		}
		if w := p.ask("GET", at+"/link", "", nil); w.Code != http.StatusSeeOther {
			t.Errorf("who has not signed in may choose records: %d", w.Code)
		}
		if narrowed := p.text(at+"/link?words=april", p.token); strings.Contains(narrowed, "Stormöte i mars") {
			t.Error("the search does not narrow the list")
		}
	})
}

func TestPublicPagesKeepTheDayAskedFor(t *testing.T) {
	p := newPages(t, storetest.Open(t, store.SQLite), true)
	p.take(plan.StepPublish)
	start := p.ask("GET", "/?date=2020-02-01", "", nil).Body.String()
	wantWords(t, wholeText(t, "the start", start), "Du ser läget den 1 februari 2020.", "0 av 2", "2 inte uppfyllda")
	for text, want := range map[string]string{
		"Gå till i dag": "/", "Se hela planen": "/public/" + p.plan.Key + "?date=2020-02-01",
		longWord: "/public/" + p.plan.Key + "?date=2020-02-01#goal-1",
	} {
		if href := linkTo(t, start, text); href != want {
			t.Errorf("%s leads to %q, want %q", text, href, want)
		}
	}
	wantWords(t, p.text("/?date=2019-02-01", ""), "1 inte uppfylld")
	wantWords(t, p.text("/public/"+p.plan.Key+"?date=2019-02-01", ""), "1 aktivitet ska genomföras mellan 2018 och 2021", "Inte påbörjad 2020–2021")
	if today := p.ask("GET", "/", "", nil).Body.String(); strings.Contains(today, "date=") {
		t.Error("links of the page of today carry a day")
	}
}

func TestAComingDayLeadsToItsIndicators(t *testing.T) {
	p := newPages(t, storetest.Open(t, store.SQLite), true)
	start := p.ask("GET", "/?date=2021-02-01", p.token, nil).Body.String()
	href := linkTo(t, start, "2 avstämningar ska vara klara")
	if want := "/plan/" + p.plan.Key + "/indicators?ends=2021-12-31&date=2021-02-01"; href != want {
		t.Fatalf("it leads to %q, want %q", href, want)
	}
	wantWords(t, p.text(href, p.token), "Avstämningar som ska vara klara 31 december 2021.", "2 av 2 indikatorer", "Visa allt")
	wantWords(t, p.text("/plan/"+p.plan.Key+"/indicators?begins=2022-01-01", p.token), "Inget stämmer med valet.")
}

func TestADocumentUnderReviewWaitsForWhoMayGoOn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := newPages(t, db, true)
		id := store.NewID()
		check(t, db.Write(testContext, func(tx *store.Tx) error {
			return plan.BeginReview(testContext, tx, id, plan.Draft{}, plan.Document{Name: "ny plan.docx", Content: []byte("x")})
		}))
		page := p.ask("GET", "/", p.token, nil).Body.String()
		if href := linkTo(t, page, "ny plan.docx väntar på granskning"); href != "/plans/import/"+id {
			t.Errorf("it leads to %q", href)
		}
	})
}

func TestAPlanWithNothingInItHasPages(t *testing.T) {
	p := newPages(t, storetest.Open(t, store.SQLite), false)
	draft := testDraft()
	draft.Goals[0].Activities[0].Indicators = nil
	check(t, p.db.Write(testContext, func(tx *store.Tx) (err error) {
		p.plan, err = plan.Accept(testContext, tx, draft, nil, false)
		return err
	}))
	p.take(plan.StepPublish)
	in := "/plan/" + p.plan.Key
	wantWords(t, p.text("/?date=2019-05-21", p.token), "Inget väntar.", "Planen har inga fler datum.", "Inget ska vara klart än.")
	wantWords(t, p.text(in+"/quarters?date=2019-05-21", p.token), "Inget ska vara klart än", "Pågår enligt plan")
	wantWords(t, p.text(in+"/indicators", p.token), "Inget stämmer med valet.")
	wantWords(t, p.text("/?date=2019-05-21", ""), "Så går det med planen")
	wantWords(t, p.text("/public/"+p.plan.Key, ""), longWord)
}

// voidElements have no end tag.
var voidElements = []string{"area", "br", "col", "hr", "img", "input", "link", "meta"}

// TestEveryPageIsWhole reads the pages tag by tag in both languages: what a browser would mend in silence is a fault.
func TestEveryPageIsWhole(t *testing.T) {
	p := newPages(t, storetest.Open(t, store.SQLite), true)
	p.record("2019-03-14", longWord+longWord)
	in := "/plan/" + p.plan.Key
	for _, language := range []string{"sv", "en"} {
		for _, address := range []string{"/", in + "/quarters", in + "/indicators", in + "/indicators?flags=1&activity=1", in + "/indicator/1", in + "/indicator/1/link",
			in + "/indicator/2", "/public/" + p.plan.Key} {
			for _, day := range []string{"2017-01-01", "2019-05-21", "2030-01-01"} {
				next := "?"
				if strings.Contains(address, "?") {
					next = "&"
				}
				page := p.ask("GET", address+next+"date="+day, p.token, nil, "Accept-Language", language).Body.String()
				wholeText(t, address, page)
				if fault := unclosed(page); fault != "" {
					t.Errorf("%s on %s in %s: %s", address, day, language, fault)
				}
			}
		}
	}
}

// unclosed says which element of a page does not end as it should; empty when all do.
func unclosed(page string) string {
	var open []string
	reader := html.NewTokenizer(strings.NewReader(page))
	for {
		switch reader.Next() {
		case html.ErrorToken:
			return strings.Join(open, ", ")
		case html.StartTagToken:
			if name := reader.Token().Data; !slices.Contains(voidElements, name) {
				open = append(open, name)
			}
		case html.EndTagToken:
			name := reader.Token().Data
			if len(open) == 0 || open[len(open)-1] != name {
				return "</" + name + "> ends what has not begun"
			}
			open = open[:len(open)-1]
		}
	}
}

var machineWords = regexp.MustCompile(`<no value>|%!|\{\{|followup\.`)

func TestEveryStatusIsCountedInWords(t *testing.T) {
	p := newPages(t, storetest.Open(t, store.SQLite), false)
	for _, printer := range p.printers() {
		for _, status := range followup.Statuses {
			one, two := printer.T("followup.counted."+string(status), "count", 1), printer.T("followup.counted."+string(status), "count", 2)
			if machineWords.MatchString(one+two) || !strings.HasPrefix(one, "1 ") || !strings.HasPrefix(two, "2 ") {
				t.Errorf("%s: %q, %q", status, one, two)
			}
		}
	}
}
